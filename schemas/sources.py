"""Where news is published: what a user lists in ``sources.yml``."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

__all__ = ["Source", "SourceKind"]

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_INTERVAL = re.compile(r"(\d{1,6})\s*([smhd])")


class SourceKind(StrEnum):
    """What stands at a source's url."""

    FEED = "feed"
    PAGE = "page"
    LISTING = "listing"


class Source(BaseModel):
    """One feed, one page, or one listing page whose links are followed one level."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9._-]+$", description="Unique in the file")
    url: str = Field(max_length=2000, description="http or https")
    kind: SourceKind = Field(
        default=SourceKind.FEED,
        description="feed: RSS, Atom or JSON Feed; page: one article that may change; listing: a page of links",
    )
    interval: int = Field(
        default=300,
        ge=1,
        le=30 * 86400,
        description="Seconds between two looks, or a number with a unit: 90s, 5m, 2h, 1d",
        json_schema_extra={"type": ["integer", "string"]},
    )
    outlet: str | None = Field(default=None, max_length=200, description="The outlet's name; the host where absent")
    language: str | None = Field(
        default=None, pattern=r"^[a-z]{2}$", description="ISO 639-1 code; told from each text where absent"
    )
    headers: dict[str, SecretStr] = Field(
        default_factory=dict, description="Sent with each request to the source's own host; they are never logged"
    )
    allow_private: bool = Field(
        default=False, description="True: the source's host may lie in a private network or on this machine"
    )

    @field_validator("url")
    @classmethod
    def _web_address(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("is no http or https address")
        return url

    @field_validator("interval", mode="before")
    @classmethod
    def _seconds(cls, value: Any) -> Any:
        if isinstance(value, str):
            if (match := _INTERVAL.fullmatch(value.strip())) is None:
                raise ValueError("expected seconds, or a number with s, m, h or d: 90s, 5m, 2h, 1d")
            return int(match[1]) * _UNITS[match[2]]
        return value

    @property
    def host(self) -> str:
        """The host of the url, in lower case."""
        return urlsplit(self.url).hostname or ""
