"""What a webhook says: the fields that Standard Webhooks names, around the alert, in less than 20 kB."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from schemas.alerts import Alert, Closure
from schemas.events import Event

__all__ = ["LIMIT", "webhook_body"]

LIMIT = 20_000
"""Bytes of a body, as the specification recommends."""

_ELLIPSIS = "…"


def webhook_body(event: Event[Alert] | Event[Closure]) -> str:
    """The JSON that receivers get.

    In an alert that is too long, the longest texts are cut, and ``shortened`` names them; ``start`` and ``end`` of a
    quote still say where all of it stands in the article.
    """
    data = event.data.model_dump(mode="json")
    body: dict[str, Any] = {"type": event.type, "timestamp": event.time.isoformat(), "data": data}
    shortened: dict[str, None] = {}
    while len((text := _json(body)).encode()) > LIMIT:
        holder, field, name = max(_texts(data), key=lambda one: len(one[0][one[1]].encode()))
        holder[field] = holder[field].removesuffix(_ELLIPSIS)[: len(holder[field]) // 2] + _ELLIPSIS
        shortened[name] = None
        body["shortened"] = sorted(shortened)
    return text


def _texts(values: dict[str, Any], path: str = "") -> Iterator[tuple[dict[str, Any], str, str]]:
    """Each text, however deep, as what holds it, its field there, and its name."""
    for field, value in values.items():
        if isinstance(value, str):
            yield values, field, path + field
        elif isinstance(value, dict):
            yield from _texts(value, f"{path}{field}.")


def _json(body: dict[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))
