"""What becomes of input that cannot be handled."""

from __future__ import annotations

from pydantic import Field

from schemas.base import Contract

__all__ = ["DeadLetter"]


class DeadLetter(Contract):
    """Something a stage refused for good, with the reason and where it came from."""

    stage: str = Field(description="The service that refused it")
    reason: str = Field(description="Names the field and what is wrong with it")
    origin: str = Field(description="File and line, request, or stream and entry id")
    deliveries: int = Field(default=1, ge=1, description="How often it was tried")
    original: str | None = Field(
        default=None, description="The input as it came, cut to a limit; bytes that are not UTF-8 are escaped"
    )
    replayable: bool = Field(default=False, description="Whether original is a whole stream entry, to be put back")
