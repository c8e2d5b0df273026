from __future__ import annotations

import os
import signal
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import redis
from fastapi import FastAPI
from pydantic import SecretStr

from schemas.events import article_published
from services.runtime.embedded import embedded_broker
from services.runtime.wire import make_broker
from services.watcher.intake import accept
from services.watcher.publishing import ArticlePublisher
from services.watcher.push import push_router

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
ARTICLE = {"source": "Harbour Post", "url": "https://post.example/1", "text": "A ferry ran aground."}


def _client(publisher: ArticlePublisher) -> httpx.AsyncClient:
    app = FastAPI()
    app.include_router(push_router(publisher, lambda: NOW))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://watcher")


@pytest.fixture
async def client(publisher: ArticlePublisher) -> AsyncIterator[httpx.AsyncClient]:
    async with _client(publisher) as client:
        yield client


async def test_article_is_taken_once(client, streams) -> None:
    article = accept(ARTICLE, now=NOW, default_source="push").article
    expected = {
        "event_id": article_published(article, NOW).id,
        "article_id": article.id,
        "version_id": article.version_id,
        "notices": [],
    }
    first, second = [await client.post("/articles", json=ARTICLE) for _ in range(2)]
    assert (first.status_code, first.json()) == (202, expected | {"new": True})
    assert (second.status_code, second.json()) == (202, expected | {"new": False})
    (event,) = await streams.articles()
    assert (event.id, event.data) == (expected["event_id"], article)


async def test_sender_is_told_the_ids_under_which_the_stream_has_it(client, streams) -> None:
    texts = ("Nine hurt.", "Twelve hurt.", "Nine hurt.", "Nine hurt.", "Ten hurt.", "Ten hurt.")
    answers = [
        (await client.post("/articles", json=ARTICLE | {"text": text, "published_at": f"2026-03-0{day}"})).json()
        for day, text in enumerate(texts, start=1)
    ]
    assert [answer["new"] for answer in answers] == [True, True, True, False, True, False]
    told = [(event.id, event.data.version_id) for event in await streams.articles()]
    assert [(answer["event_id"], answer["version_id"]) for answer in answers if answer["new"]] == told
    for told_first, repeated in ((2, 3), (4, 5)):
        assert answers[repeated] == answers[told_first] | {"new": False}


async def test_sender_is_told_what_was_mended(client) -> None:
    answer = await client.post("/articles", json=ARTICLE | {"published_at": "3000-01-01", "title": "a\0"})
    assert (answer.status_code, sorted(answer.json()["notices"])) == (202, [
        "published_at: 3000-01-01 cannot be right; the time of fetching stands in",
        "title: 1 control characters removed",
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        (b'{"source": "Wire"}', {"text": "Field required"}),
        (
            b'{"text": 7, "title": []}',
            {"text": "Input should be a valid string", "title": "Input should be a valid string"},
        ),
        (b'{"text": "A", "url": "http://a:b/"}', {"url": "Port could not be cast to integer value as 'b'"}),
        (b"[]", {"article": "expected an object with a text, got a list"}),
        (b"", {"body": "is not JSON: Expecting value (line 1, column 1)"}),
        (b'{"text": "A', {"body": "is not JSON: Unterminated string starting (line 1, column 10)"}),
        (b'{"text": "\xff"}', {"body": "is not UTF-8 at byte 10"}),
        (b"[" * 100_000, {"body": "is nested too deeply"}),
        (b'{"text": "A", "n": ' + b"9" * 5000 + b"}", {"body": "holds a number of too many digits"}),
    ],
)
async def test_refusal_names_the_field(client, streams, body: bytes, errors: dict[str, str]) -> None:
    answer = await client.post("/articles", content=body)
    assert answer.status_code == 422
    assert {error["field"]: error["reason"] for error in answer.json()["errors"]} == errors
    assert await streams.articles() == []


@pytest.mark.parametrize(("size", "status"), [(5_000_000, 202), (5_000_001, 413)])
async def test_body_over_5_megabytes_is_too_large(client, size: int, status: int) -> None:
    body = b'{"text": "A"'.ljust(size - 1) + b"}"
    assert (await client.post("/articles", content=body)).status_code == status


async def test_sender_shall_try_again_while_the_broker_is_away(tmp_path: Path) -> None:
    with embedded_broker(tmp_path) as url:
        broker = make_broker(url)
        await broker.connect()
        async with _client(ArticlePublisher(broker, lambda: NOW)) as client:
            assert (await client.post("/articles", json=ARTICLE)).status_code == 202
            _kill_broker(url)
            answer = await client.post("/articles", json=ARTICLE)
        await broker.stop()
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert answer.json() == {"errors": [{"field": "broker", "reason": "is not reachable; try again"}]}


async def test_sender_shall_try_again_while_readers_lag(publisher, streams) -> None:
    from services.runtime.wire import create_groups

    await create_groups(streams.redis)
    full = ArticlePublisher(publisher._broker, lambda: NOW, max_backlog=1)
    async with _client(full) as client:
        assert (await client.post("/articles", json=ARTICLE)).status_code == 202
        answer = await client.post("/articles", json=ARTICLE | {"url": "https://post.example/2"})
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
        assert answer.json()["errors"][0]["reason"] == "is full: 1 articles wait to be read; try again"
        await streams.redis.xreadgroup("extraction", "one", {"{gainsay}:articles": ">"})
        assert (await client.post("/articles", json=ARTICLE | {"url": "https://post.example/2"})).status_code == 202


def _kill_broker(url: SecretStr) -> None:
    with redis.Redis.from_url(url.get_secret_value()) as client:
        info: Any = client.info("server")
    os.kill(info["process_id"], signal.SIGKILL)
