"""Articles that are sent to us: ``POST /articles``."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from redis.exceptions import RedisError

from schemas.events import article_published
from services.runtime.clock import Clock
from services.watcher.formats import NotJsonError, parse_json
from services.watcher.intake import InvalidArticleError, accept
from services.watcher.publishing import ArticlePublisher, BrokerFullError

__all__ = ["push_router"]

_BODY_LIMIT = 5_000_000


class _TooLargeError(Exception):
    pass


def push_router(publisher: ArticlePublisher, clock: Clock) -> APIRouter:
    """The route that takes one JSON article at a time.

    202 with the event's id; 422 with the field and what is wrong with it; 413 over 5 MB; 503 while the broker is away
    or readers lag, when the sender should try again.
    """
    router = APIRouter()

    @router.post("/articles", status_code=202)
    async def push(request: Request) -> JSONResponse:
        try:
            sent = parse_json(await _body(request))
            accepted = accept(sent, now=clock(), default_source="push")
        except _TooLargeError:
            return JSONResponse({"errors": [{"field": "body", "reason": "is over 5 MB"}]}, 413)
        except NotJsonError as error:
            return JSONResponse({"errors": [{"field": "body", "reason": str(error)}]}, 422)
        except InvalidArticleError as error:
            return JSONResponse(
                {"errors": [{"field": field, "reason": reason} for field, reason in error.problems.items()]}, 422
            )
        try:
            told = await publisher.publish_one(accepted)
        except BrokerFullError as error:
            return JSONResponse(
                {"errors": [{"field": "broker", "reason": f"is full: {error}; try again"}]}, 503, {"Retry-After": "30"}
            )
        except RedisError:
            return JSONResponse(
                {"errors": [{"field": "broker", "reason": "is not reachable; try again"}]}, 503, {"Retry-After": "5"}
            )
        article = told.accepted.article
        return JSONResponse(
            {
                "event_id": article_published(article, clock()).id,
                "article_id": article.id,
                "version_id": article.version_id,
                "new": told.new,
                "notices": accepted.notices,
            },
            202,
        )

    return router


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _BODY_LIMIT:
            raise _TooLargeError
    return bytes(body)
