"""What the entries of a stream hold, whoever wrote them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from schemas.events import Event
from schemas.streams import Stream
from services.runtime.wire import FIELD

__all__ = ["event_in"]


def event_in(stream: Stream, fields: Mapping[bytes, bytes]) -> Event[Any] | None:
    """The event in an entry of a stream; None where it holds none, for some other program wrote it."""
    try:
        return stream.event.model_validate_json(fields.get(FIELD, b""))
    except ValidationError:
        return None
