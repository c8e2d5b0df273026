"""What goes wrong with what others publish: each sort is counted under its name and explained in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Odd", "Oddity"]


class Oddity(StrEnum):
    """A sort of trouble. The value is what ``gainsay sources`` shows."""

    UNREACHABLE = "unreachable"
    NOT_PUBLIC = "address not public"
    TOO_SLOW = "too slow"
    TOO_LARGE = "too large"
    TOO_MANY_REDIRECTS = "too many redirects"
    BAD_ENCODING = "bad content encoding"
    HTTP_ERROR = "error status"
    THROTTLED = "throttled"
    ROBOTS = "forbidden by robots.txt"
    UNREADABLE = "unreadable"
    BROKEN_MARKUP = "broken markup"
    WRONG_CHARSET = "wrong charset"
    TOO_MANY_ENTRIES = "too many entries"
    NO_ADDRESS = "entry without address or text"
    CHANGED_GUID = "changed guid"
    PARSER_STOPPED = "parser stopped"
    NO_TEXT = "no article text"
    PAYWALL = "paywall"
    CONSENT = "consent page"
    ERROR_PAGE = "error page"
    OTHER_LANGUAGE = "other language"


@dataclass(frozen=True, slots=True)
class Odd:
    """One occurrence: its sort, and what a person should know of it."""

    oddity: Oddity
    reason: str

    def __str__(self) -> str:
        return f"{self.oddity}: {self.reason}"
