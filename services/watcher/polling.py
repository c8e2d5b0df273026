"""Looking at sources again and again: what is new or changed in each is published once."""

from __future__ import annotations

import asyncio
import hashlib
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog
from redis.asyncio.client import Pipeline
from redis.exceptions import RedisError

from schemas.articles import Article
from schemas.sources import Source, SourceKind
from services.runtime.clock import Clock
from services.watcher.entries import Candidate, candidates, keys_of
from services.watcher.feeds import Entry, Feed
from services.watcher.fetching import FEED_LIMITS, PAGE_LIMITS, Failed, Fetched, Fetcher, Limits, may_share
from services.watcher.formats import Unreadable
from services.watcher.intake import InvalidArticleError, accept
from services.watcher.memory import Memory, SourceState, remember, revisit
from services.watcher.oddities import Odd, Oddity
from services.watcher.pages import Page, not_english
from services.watcher.parsing import Parsers
from services.watcher.publishing import ArticlePublisher, Mark
from services.watcher.robots import Robots
from services.watcher.schedule import broker_pause, next_failed_attempt, next_look, next_revisit

__all__ = ["Polling", "SourceWatcher"]

_TRIES = 3
_REVISITS_A_LOOK = 20
_LINKS_A_LOOK = 100
_START_SPREAD = 0.02


class Polling:
    """All sources, each in a task of its own, so that none waits for another."""

    def __init__(self, sources: Sequence[Source], tools: Tools) -> None:
        self._sources, self._tools = sources, tools

    async def run(self) -> None:
        """Look at every source when it is due, until cancelled."""
        spread = len(self._sources) * _START_SPREAD
        try:
            await self._tools.memory.keep_only(source.name for source in self._sources)
            async with asyncio.TaskGroup() as group:
                for source in self._sources:
                    group.create_task(SourceWatcher(source, self._tools).run(spread * random.random()))  # noqa: S311
        finally:
            self._tools.parsers.close()
            await self._tools.fetcher.close()


@dataclass(frozen=True, slots=True)
class Tools:
    """What all sources share."""

    fetcher: Fetcher
    robots: Robots
    parsers: Parsers
    publisher: ArticlePublisher
    memory: Memory
    clock: Clock


class _BrokenOffError(Exception):
    """The source cannot be looked at any further for now."""

    def __init__(self, failed: Failed) -> None:
        super().__init__(str(failed.odd))
        self.failed = failed


@dataclass(slots=True)
class _Look:
    """One look at one source, and what came of it."""

    state: SourceState
    counts: Counter[str] = field(default_factory=Counter)
    left_over: bool = False
    """Something is to be tried again, so the next look must not be told that nothing changed."""


class SourceWatcher:
    """One source: reads it, follows what is new, and keeps its state."""

    def __init__(self, source: Source, tools: Tools) -> None:
        self._source, self._tools = source, tools
        self._headers = {name: value.get_secret_value() for name, value in source.headers.items()}
        self._log = structlog.get_logger("watcher").bind(source=source.name)

    async def run(self, wait: float = 0.0) -> None:
        """Look whenever it is time, until cancelled.

        Args:
            wait: Seconds before a source that was never looked at has its first look.
        """
        await asyncio.sleep(wait)
        broken_off = 0
        while True:
            try:
                state = await self._tools.memory.state(self._source.name, self._source.url)
                if state.next_attempt is not None:
                    await _sleep(max(0.0, (state.next_attempt - self._tools.clock()).total_seconds()))
                broken_off += 1
                await self.look(state)
                broken_off = 0
            except RedisError as error:
                pause = broker_pause(broken_off)
                reason = f"{type(error).__name__}: {error}"
                self._log.warning("source could not be looked at, trying again", error=reason, seconds=pause)
                await _sleep(pause)

    async def look(self, state: SourceState) -> SourceState:
        """Look once, publish what is new, and note how it went."""
        look = _Look(state)
        look.counts["looks"] = 1
        failed = None
        try:
            headers = await self._read(look)
            await self._read_again(look)
        except _BrokenOffError as broken:
            failed, headers = broken.failed, None
            self._note(look, failed.odd)
        settled = self._settled(look, headers, failed)
        await self._tools.memory.settle(self._source.name, settled, look.counts)
        self._log.info(
            "source looked at",
            **{what.replace(" ", "_"): number for what, number in look.counts.items()},
            next_attempt=settled.next_attempt.isoformat() if settled.next_attempt else None,
        )
        return settled

    def _settled(self, look: _Look, headers: Mapping[str, str] | None, failed: Failed | None) -> SourceState:
        now, interval, chance = self._tools.clock(), timedelta(seconds=self._source.interval), random.random()  # noqa: S311
        if failed is not None:
            failures = look.state.failures + 1
            error = {"failures": failures, "last_error": str(failed.odd)[:500], "last_error_at": now}
            at = next_failed_attempt(now, interval, failures, chance, failed.retry_after)
            return look.state.model_copy(update={**error, "next_attempt": at})
        seen: dict[str, Any] = {}
        if look.left_over:
            seen = {"etag": None, "last_modified": None, "digest": None}
        elif headers:
            seen = {
                "etag": headers.get("etag"),
                "last_modified": headers.get("last-modified"),
                "digest": headers["digest"],
            }
        at = next_look(now, interval, chance)
        return look.state.model_copy(update={**seen, "failures": 0, "last_success": now, "next_attempt": at})

    async def _read(self, look: _Look) -> Mapping[str, str] | None:
        """Read the source itself. Gives the headers to remember, or None where nothing changed."""
        state = look.state
        limits = FEED_LIMITS if self._source.kind is SourceKind.FEED else PAGE_LIMITS
        answer = await self._get(self._source.url, limits, state.etag, state.last_modified)
        if isinstance(answer, Failed):
            raise _BrokenOffError(answer)
        digest = hashlib.sha256(answer.body).hexdigest()
        if answer.status == 304 or digest == state.digest:
            look.counts["unchanged"] += 1
            return None
        if self._source.kind is SourceKind.PAGE:
            await self._take_page(look, await self._page(self._source.url), answer)
        else:
            await self._take_all(look, await self._entries(look, answer))
        return {**answer.headers, "digest": digest}

    async def _entries(self, look: _Look, answer: Fetched) -> Sequence[Entry]:
        arguments = (answer.body, answer.content_type, answer.url)
        if self._source.kind is SourceKind.LISTING:
            links = await self._tools.parsers.links(*arguments)
            if isinstance(links, Odd):
                raise _BrokenOffError(Failed(links))
            return [Entry.link(url) for url in links]
        feed: Feed | Odd = await self._tools.parsers.feed(*arguments)
        if isinstance(feed, Odd):
            raise _BrokenOffError(Failed(feed))
        for odd in feed.odd:
            self._note(look, odd)
        return feed.entries

    async def _take_all(self, look: _Look, entries: Sequence[Entry]) -> None:
        known = await self._tools.memory.known(self._source.name, keys_of(entries))
        found = candidates(entries, known)
        look.counts["known"] += len(entries) - len(found)
        for number, candidate in enumerate(found):
            if self._source.kind is SourceKind.LISTING and number >= _LINKS_A_LOOK:
                look.left_over = True
                break
            if candidate.renamed:
                self._note(look, Odd(Oddity.CHANGED_GUID, f"{candidate.entry.url}: {candidate.entry.guid}"[:300]))
            if not candidate.changed:
                await self._tools.publisher.publish([], self._mark(candidate, None))
            elif candidate.entry.text is not None:
                await self._publish(look, candidate, self._from_entry(candidate.entry))
            else:
                await self._take_page(look, candidate, await self._get(candidate.url, PAGE_LIMITS))

    async def _read_again(self, look: _Look) -> None:
        """Pages that were published a while ago may have been edited."""
        now = self._tools.clock()
        for url in await self._tools.memory.due(self._source.name, now, _REVISITS_A_LOOK):
            page = await self._page(url)
            answer = await self._get(url, PAGE_LIMITS, page.known.etag, page.known.last_modified)
            await self._take_page(look, page, answer)

    async def _page(self, url: str) -> Candidate:
        """A page that is read for its own sake, and what is known of it."""
        page = Candidate.page(url)
        known = await self._tools.memory.known(self._source.name, page.keys)
        return Candidate.page(url, *known.values())

    async def _take_page(self, look: _Look, candidate: Candidate, answer: Fetched | Failed) -> None:
        if isinstance(answer, Failed):
            await self._put_off(look, candidate, answer)
            return
        if answer.status == 304:
            look.counts["unchanged"] += 1
            await self._tools.publisher.publish([], self._mark(candidate, answer))
            return
        page: Page | Odd = await self._tools.parsers.page(answer.body, answer.content_type, answer.url)
        if isinstance(page, Page):
            for odd in page.odd:
                self._note(look, odd)
        await self._publish(look, candidate, self._from_page(candidate, page), answer)

    def _from_entry(self, entry: Entry) -> dict[str, Any] | Odd:
        language = self._source.language or entry.language
        return not_english(language) or {
            "text": entry.text,
            "id": None if entry.url else entry.guid,
            "url": entry.url,
            "title": entry.title,
            "author": entry.author,
            "published_at": entry.published_at,
            "language": language,
        }

    def _from_page(self, candidate: Candidate, page: Page | Odd) -> dict[str, Any] | Odd:
        if isinstance(page, Odd):
            return page
        entry, language = candidate.entry, self._source.language or page.language
        return not_english(language) or {
            "text": page.text,
            "url": page.canonical or candidate.url,
            "title": page.title or entry.title,
            "author": page.author or entry.author,
            "published_at": entry.published_at or candidate.known.published_at or page.published_at,
            "language": language,
        }

    async def _publish(
        self, look: _Look, candidate: Candidate, sent: dict[str, Any] | Odd, answer: Fetched | None = None
    ) -> None:
        """Publish an article, or refuse what is none; either way the entry is done with until it changes."""
        if isinstance(sent, Odd):
            await self._refuse(look, candidate, sent)
            return
        try:
            article = accept(
                {**sent, "source": self._source.outlet},
                now=self._tools.clock(),
                default_source=self._source.host,
                known_url=candidate.known.published_url,
                numbered_in=self._source.host,
            )
        except InvalidArticleError as error:
            await self._refuse(look, candidate, Odd(Oddity.UNREADABLE, str(error)))
            return
        changed = candidate.known.content_hash not in {None, article.article.content_hash}
        published = await self._tools.publisher.publish_patiently(
            [article], self._mark(candidate, answer, article.article), changed=changed
        )
        look.counts["new"] += published.new
        look.counts["repeated"] += published.repeated

    async def _refuse(self, look: _Look, candidate: Candidate, odd: Odd) -> None:
        self._note(look, odd)
        look.counts["refused"] += 1
        origin = f"{self._source.name} {candidate.entry.url or candidate.entry.guid}"
        taken = self._mark(candidate, None)

        def mark(multi: Pipeline) -> None:
            taken(multi)
            revisit(multi, self._source.name, candidate.url, self._next_revisit(candidate), only_again=True)

        await self._tools.publisher.refuse(Unreadable(origin, str(odd)), mark)

    async def _put_off(self, look: _Look, candidate: Candidate, failed: Failed) -> None:
        """Try again at the next look; give up on what never comes. A host that asks for a rest gets it."""
        tries = candidate.known.tries + 1
        if not failed.passing or tries >= _TRIES:
            await self._refuse(look, candidate, failed.odd)
            return
        self._note(look, failed.odd)
        look.left_over = True
        tried = candidate.known.model_copy(update={"tries": tries})
        await self._tools.publisher.publish([], lambda multi: remember(multi, self._source.name, candidate.keys, tried))
        if failed.odd.oddity is Oddity.THROTTLED:
            raise _BrokenOffError(failed)

    def _mark(self, candidate: Candidate, answer: Fetched | None, article: Article | None = None) -> Mark:
        now = self._tools.clock()
        headers = answer.headers if answer else {}
        known = candidate.taken(now, headers.get("etag"), headers.get("last-modified"), article)

        def mark(multi: Pipeline) -> None:
            remember(multi, self._source.name, candidate.keys, known)
            if answer:
                revisit(multi, self._source.name, candidate.url, self._next_revisit(candidate))

        return mark

    def _next_revisit(self, candidate: Candidate) -> datetime | None:
        if self._source.kind is SourceKind.PAGE:
            return None
        now = self._tools.clock()
        return next_revisit(candidate.known.first_read or now, now)

    async def _get(
        self, url: str, limits: Limits, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched | Failed:
        """Fetch an address unless its host's robots.txt forbids it."""
        allow_private = self._source.allow_private
        rules = await self._tools.robots.rules(url, allow_private=allow_private)
        if (refusal := rules.refusal(url)) is not None:
            return refusal
        conditions = {"if-none-match": etag, "if-modified-since": last_modified}
        own = self._headers if may_share(self._source.url, url) else {}
        headers = {name: value for name, value in conditions.items() if value} | own
        return await self._tools.fetcher.get(url, limits, headers, allow_private=allow_private, delay=rules.delay)

    def _note(self, look: _Look, odd: Odd) -> None:
        look.counts[odd.oddity] += 1
        self._log.warning("oddity", oddity=odd.oddity, reason=odd.reason)


async def _sleep(seconds: float) -> None:
    """Sleep, unless a cancellation came that the Redis client lost: it does when an answer meets it on its way."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
    await asyncio.sleep(seconds)
