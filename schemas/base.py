"""What every contract shares."""

from __future__ import annotations

import hashlib
import json

from pydantic import BaseModel, ConfigDict

__all__ = ["Contract", "stable_id"]


class Contract(BaseModel):
    """Immutable, strict, and closed: an unknown or wrongly typed field is an error that names the field."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


def stable_id(kind: str, *parts: str | int | None) -> str:
    """Identify something by what it is about.

    The same kind and parts give the same 32 hexadecimal digits on every machine, so a repeat is recognised anywhere.
    """
    canonical = json.dumps([kind, *parts], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()[:32]
