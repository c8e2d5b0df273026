"""A larger model as judge, behind an endpoint that speaks OpenAI's chat completions."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Final, Protocol

import httpx
from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError

from schemas.alerts import Relation
from services.ledger.verdictmodel.rendering import Side

__all__ = ["Cache", "EndpointError", "EndpointJudge", "Judgement"]

_ASKED: Final = """\
You compare two claims from news articles and say what they are to one another. Answer with a JSON object and nothing \
else: {"relation": RELATION, "reason": one short sentence}. RELATION is one of
"same": they are true under the same conditions, however worded;
"supports": compatible; one is vaguer, rounded, a part or another unit of what the other says;
"updates": the world moved on between them, or a plan met its outcome;
"disputes": two named parties assert opposite things, and the articles only report who said it;
"contradicts": both cannot be true of the same thing at the same time;
"unrelated": they are about different things, times or scopes, or one is a guess or an opinion."""


class EndpointError(Exception):
    """The endpoint did not give a usable answer; the message says why, and names no secret."""


class Judgement(BaseModel):
    """What the judge said of a pair."""

    model_config = ConfigDict(frozen=True)

    relation: Relation
    reason: str = ""
    model: str
    prompt_hash: str
    """SHA-256 of the request, which the answer is cached under."""


class Cache(Protocol):
    """Judgements by the hash of their request."""

    def get(self, prompt_hash: str, /) -> Judgement | None:
        """The judgement on record, if there is one."""

    def put(self, judgement: Judgement, /) -> None:
        """Record a judgement."""


class _Answer(BaseModel):
    relation: Relation
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EndpointJudge:
    """Asks the endpoint under ``url`` (with its ``/v1``); the same pair is asked about once, as the ``cache`` shows."""

    url: str
    model: str
    cache: Cache
    client: httpx.Client
    key: SecretStr | None = None

    def __call__(self, one: Side, other: Side) -> Judgement:
        """The judgement on a pair in either order.

        Raises:
            EndpointError: The endpoint cannot be reached, refuses, or answers in no form that was asked for.
        """
        request = self._request(one, other)
        digest = hashlib.sha256(json.dumps(request, sort_keys=True).encode()).hexdigest()
        known = self.cache.get(digest)
        if known is None:
            answer = self._ask(request)
            known = Judgement(**answer.model_dump(), model=self.model, prompt_hash=digest)
            self.cache.put(known)
        return known

    def _request(self, one: Side, other: Side) -> dict[str, object]:
        sides = sorted((one, other), key=lambda side: (str(side.published or ""), side.text, side.speaker or ""))
        asked = [
            {"claim": side.text, "published": str(side.published) if side.published else None, "speaker": side.speaker}
            for side in sides
        ]
        messages = [
            {"role": "system", "content": _ASKED},
            {"role": "user", "content": json.dumps(asked, ensure_ascii=False)},
        ]
        return {
            "model": self.model,
            "messages": messages,
            "temperature": 0,
            "response_format": {"type": "json_object"},
        }

    def _ask(self, request: dict[str, object]) -> _Answer:
        headers = {"Authorization": f"Bearer {self.key.get_secret_value()}"} if self.key else {}
        try:
            response = self.client.post(f"{self.url.rstrip('/')}/chat/completions", json=request, headers=headers)
            response.raise_for_status()
            content = response.json()["choices"][0]["message"]["content"]
            return _Answer.model_validate_json(content)
        except httpx.HTTPStatusError as error:
            raise EndpointError(f"the judge at {self.url} answered {error.response.status_code}") from error
        except httpx.HTTPError as error:
            raise EndpointError(f"the judge at {self.url} cannot be reached: {type(error).__name__}") from error
        except (ValueError, LookupError, TypeError, ValidationError) as error:
            raise EndpointError(f"the judge at {self.url} did not answer in the form asked for") from error
