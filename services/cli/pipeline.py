"""Running the whole pipeline over articles at hand until everything is settled."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Protocol

from faststream.redis import RedisBroker
from pydantic import SecretStr

from schemas.dead_letters import DeadLetter
from schemas.streams import DEAD_LETTERS
from services.alerting.deliveries import MIGRATIONS as ALERTING_MIGRATIONS
from services.alerting.deliveries import VERSION_TABLE as ALERTING_VERSION
from services.alerting.deliveries import DeliveryStore
from services.cli.processes import Services, addresses, running
from services.cli.settling import Progress, progress
from services.ledger.export import LedgerReader
from services.ledger.store import MIGRATIONS as LEDGER_MIGRATIONS
from services.ledger.store import VERSION_TABLE as LEDGER_VERSION
from services.runtime.clock import utc_now
from services.runtime.database import make_engine, migrate
from services.runtime.embedded import embedded_broker
from services.runtime.wire import FIELD, create_groups, make_broker
from services.watcher.files import Item
from services.watcher.formats import Unreadable
from services.watcher.intake import Accepted
from services.watcher.publishing import ArticlePublisher, BrokerFullError, Published

__all__ = ["Intake", "Reporter", "read_all", "run_pipeline"]

_AT_ONCE = 200
_POLL = 0.1


@dataclass(slots=True)
class Intake:
    """What was read: articles in order of publication, and what is none."""

    accepted: list[Accepted] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    notices: list[tuple[str, str]] = field(default_factory=list)
    """Origin, and what had to be mended."""

    @property
    def read(self) -> int:
        """How many articles were looked at."""
        return len(self.accepted) + len(self.unreadable)


class Reporter(Protocol):
    """Someone who wants to know how far it is."""

    def publishing(self, total: int) -> None:
        """Articles are about to go in."""

    def working(self, done: int) -> None:
        """So many articles have come out."""


def read_all(found: Iterable[Item]) -> Intake:
    """Take in everything, sorted by publication as a stream of news would bring it."""
    intake = Intake()
    for origin, one in found:
        if isinstance(one, Unreadable):
            intake.unreadable.append(one)
        else:
            intake.accepted.append(one)
            intake.notices += [(origin, notice) for notice in one.notices]
    intake.accepted.sort(key=lambda one: (one.article.published_at, one.article.id, one.article.version_id))
    return intake


def run_pipeline(
    intake: Intake, database_url: str, folder: Path, reporter: Reporter, webhooks: Path | None = None
) -> tuple[Published, list[DeadLetter]]:
    """Send articles through the real services on an embedded broker, and return when all is settled.

    What the ledger has already is not sent again, so that a run that was interrupted is taken up where it was.

    Args:
        intake: What goes in.
        database_url: The ledger.
        folder: For the broker's data and the services' log.
        reporter: Hears of progress.
        webhooks: Endpoints to deliver alerts to.

    Returns:
        What was published, and what a later stage could not handle of it.

    Raises:
        ServiceEndedError: A service could not do its work.
        BrokerNotFoundError: No broker can be started here.
    """
    engine = make_engine(SecretStr(database_url))
    migrate(engine, LEDGER_MIGRATIONS, LEDGER_VERSION)
    migrate(engine, ALERTING_MIGRATIONS, ALERTING_VERSION)
    ledger, deliveries = LedgerReader(engine), DeliveryStore(engine, utc_now)

    def unsent() -> int:
        return ledger.waiting() + deliveries.untried() if webhooks else 0

    with ExitStack() as stack:
        stack.callback(engine.dispose)
        broker_url = stack.enter_context(embedded_broker(folder / "broker"))
        environment = {
            **addresses(broker_url, database_url),
            # A ledger that was there before may have other readers of its alerts, who are not to lose them.
            "GAINSAY_RELAY_ALERTS": str(bool(webhooks)),
            "GAINSAY_RECLAIM_AFTER": "30",
            "GAINSAY_MAX_DELIVERIES": "2",
            "GAINSAY_WEBHOOKS_FILE": str(webhooks or ""),
            "GAINSAY_PRIVATE_HOSTS": "127.0.0.1",  # where the demo receives them
        }
        wanted = {"extraction": os.cpu_count() or 1, "ledger": 1} | ({"alerting": 1} if webhooks else {})
        services = stack.enter_context(running(wanted, environment, folder / "services.log"))
        known = ledger.entered_versions([one.article.version_id for one in intake.accepted])
        new = replace(intake, accepted=[one for one in intake.accepted if one.article.version_id not in known])
        alerting = bool(webhooks)
        feed = _feed(new, make_broker(broker_url), unsent, services, reporter, alerting=alerting)
        published, given_up = asyncio.run(feed)
        return published + Published(repeated=len(intake.accepted) - len(new.accepted)), given_up


async def _feed(
    intake: Intake,
    broker: RedisBroker,
    unsent: Callable[[], int],
    services: Services,
    reporter: Reporter,
    *,
    alerting: bool,
) -> tuple[Published, list[DeadLetter]]:
    await broker.connect()
    try:
        redis = broker.config.connection.client
        await create_groups(redis)
        publisher = ArticlePublisher(broker, utc_now)
        asked = partial(progress, redis, with_alerting=alerting)
        published = Published()
        reporter.publishing(len(intake.accepted))
        for unreadable in intake.unreadable:
            published += await publisher.refuse(unreadable)
        waiting = deque(_in_batches(intake.accepted))
        while True:
            services.check()
            with contextlib.suppress(BrokerFullError):
                while waiting:
                    published += await publisher.publish(waiting[0])
                    waiting.popleft()
            now = await asked()
            reporter.working(now.entered + now.dead - published.rejected + published.repeated)
            if not waiting and _settled(now) and not unsent() and _settled(await asked()) and not unsent():
                letters = [
                    DEAD_LETTERS.event.model_validate_json(entry[FIELD]).data
                    for _, entry in await redis.xrange(DEAD_LETTERS.key)
                ]
                return published, [letter for letter in letters if letter.stage != "watcher"]
            await asyncio.sleep(_POLL)
    finally:
        await broker.stop()


def _settled(now: Progress) -> bool:
    return now.extracting == now.entering == now.alerting == 0


def _in_batches(articles: Sequence[Accepted]) -> Iterator[Sequence[Accepted]]:
    for start in range(0, len(articles), _AT_ONCE):
        yield articles[start : start + _AT_ONCE]
