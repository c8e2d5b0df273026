"""What hosts ask of crawlers in robots.txt (RFC 9309)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from protego import Protego

from services.watcher.fetching import Failed, Fetcher, Limits
from services.watcher.oddities import Odd, Oddity

__all__ = ["Robots", "Rules"]

_AGENT = "Gainsay"
_LIMITS = Limits(600_000, 600_000, cut=True)
"""RFC 9309, 2.5: at least 500 kibibytes are read."""

_KEPT = timedelta(hours=24)
_KEPT_WHEN_AWAY = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one host."""

    until: datetime
    parsed: Protego | None
    away: Failed | None = None
    """Why there are none: until the host tells, nothing may be fetched."""

    def refusal(self, url: str) -> Failed | None:
        """Why an address may not be fetched, if it may not."""
        if self.parsed is None:
            return self.away
        if not self.parsed.can_fetch(url, _AGENT):
            return Failed(Odd(Oddity.ROBOTS, url), passing=False)
        return None

    @property
    def delay(self) -> float | None:
        """Seconds between requests, if the host says."""
        return self.parsed.crawl_delay(_AGENT) if self.parsed else None


@dataclass(slots=True)
class Robots:
    """The rules of every host that was asked, kept for a day."""

    fetcher: Fetcher
    _known: dict[str, Rules] = field(default_factory=dict)

    async def rules(self, url: str, *, allow_private: bool) -> Rules:
        """The rules for an address."""
        parts = urlsplit(url)
        host = f"{parts.scheme}://{parts.netloc}"
        now = self.fetcher.clock()
        rules = self._known.get(host)
        if rules is None or rules.until <= now:
            rules = await self._ask(host, allow_private=allow_private)
            if len(self._known) > 10_000:
                self._known = {name: known for name, known in self._known.items() if known.until > now}
            self._known[host] = rules
        return rules

    async def _ask(self, host: str, *, allow_private: bool) -> Rules:
        answer = await self.fetcher.get(f"{host}/robots.txt", _LIMITS, allow_private=allow_private)
        now = self.fetcher.clock()
        if not isinstance(answer, Failed):
            whole_lines = answer.body[: answer.body.rfind(b"\n") + 1] if answer.cut else answer.body
            return Rules(now + _KEPT, Protego.parse(whole_lines.decode("utf-8", "replace")))
        if answer.refused or answer.odd.oddity is Oddity.TOO_MANY_REDIRECTS:  # RFC 9309, 2.3.1: no file, no rules
            return Rules(now + _KEPT, Protego.parse(""))
        return Rules(now + _KEPT_WHEN_AWAY, None, answer)
