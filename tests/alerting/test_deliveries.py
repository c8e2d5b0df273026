from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.config import Config
from pydantic import SecretStr
from sqlalchemy import select

from services.alerting.deliveries import LEASE, MIGRATIONS, VERSION_TABLE, Delivery, DeliveryStore, State
from services.alerting.tables import deliveries, metadata
from services.runtime.database import make_engine, migrate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

START = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


class Time:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = make_engine(SecretStr(database_url))
    migrate(engine, MIGRATIONS, VERSION_TABLE)
    yield engine
    engine.dispose()


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def store(engine: Engine, time: Time) -> DeliveryStore:
    return DeliveryStore(engine, time)


def _states(engine: Engine) -> dict[tuple[str, str], tuple[str, int, str | None]]:
    c = deliveries.c
    with engine.connect() as connection:
        rows = connection.execute(select(c.endpoint, c.event_id, c.state, c.attempts, c.last_result))
        return {(row.endpoint, row.event_id): (row.state, row.attempts, row.last_result) for row in rows}


def test_migration_makes_the_tables_that_the_code_reads(engine: Engine) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        assert compare_metadata(context, metadata) == []


def test_each_event_waits_once_for_each_endpoint(engine: Engine, store: DeliveryStore) -> None:
    store.add(["desk", "press"], {"e1": "one", "e2": "two"})
    store.add(["desk", "press"], {"e2": "other", "e3": "three"})
    assert _states(engine) == dict.fromkeys(
        [(endpoint, event) for endpoint in ("desk", "press") for event in ("e1", "e2", "e3")], ("waiting", 0, None)
    )
    bodies = [store.lease("desk").body for _ in range(3)]
    assert sorted(bodies) == ["one", "three", "two"]


@pytest.mark.parametrize(("endpoints", "bodies"), [([], {"e1": "one"}), (["desk"], {})])
def test_nothing_to_add_is_no_error(engine: Engine, store: DeliveryStore, endpoints, bodies) -> None:
    store.add(endpoints, bodies)
    assert _states(engine) == {}


def test_event_that_was_delivered_is_not_queued_again(engine: Engine, store: DeliveryStore) -> None:
    store.add(["desk"], {"e1": "one"})
    store.settle(store.lease("desk"), State.DELIVERED, "HTTP 204")
    store.add(["desk"], {"e1": "one"})
    assert _states(engine) == {("desk", "e1"): ("delivered", 1, "HTTP 204")}
    assert store.lease("desk") is None


def test_lease_is_given_to_one_at_a_time(store: DeliveryStore, time: Time) -> None:
    store.add(["desk", "press"], {"e1": "one"})
    assert store.lease("desk") == Delivery("desk", "e1", "one", 1)
    assert store.lease("desk") is None
    assert store.lease("press") == Delivery("press", "e1", "one", 1)
    time.now += LEASE - timedelta(microseconds=1)
    assert store.lease("desk") is None


def test_lease_expires(store: DeliveryStore, time: Time) -> None:
    store.add(["desk"], {"e1": "one"})
    store.lease("desk")
    time.now += LEASE
    assert store.lease("desk") == Delivery("desk", "e1", "one", 2)


def test_most_overdue_comes_first(store: DeliveryStore, time: Time) -> None:
    store.add(["desk"], {"e2": "late"})
    time.now += timedelta(seconds=1)
    store.add(["desk"], {"e1": "later"})
    assert [store.lease("desk").event_id for _ in range(2)] == ["e2", "e1"]


def test_failed_delivery_waits_until_it_is_due(engine: Engine, store: DeliveryStore, time: Time) -> None:
    store.add(["desk"], {"e1": "one"})
    due_at = START + timedelta(hours=2)
    store.settle(store.lease("desk"), State.WAITING, "HTTP 500", due_at)
    assert _states(engine) == {("desk", "e1"): ("waiting", 1, "HTTP 500")}
    time.now = due_at - timedelta(microseconds=1)
    assert store.lease("desk") is None
    time.now = due_at
    assert store.lease("desk") == Delivery("desk", "e1", "one", 2)


@pytest.mark.parametrize("state", [State.DELIVERED, State.PARKED])
def test_settled_delivery_is_not_attempted_again(
    engine: Engine, store: DeliveryStore, time: Time, state: State
) -> None:
    store.add(["desk"], {"e1": "one"})
    store.settle(store.lease("desk"), state, "HTTP")
    time.now += timedelta(days=365)
    assert store.lease("desk") is None
    assert _states(engine) == {("desk", "e1"): (state, 1, "HTTP")}


def test_attempt_whose_lease_went_to_another_settles_nothing(engine: Engine, store: DeliveryStore, time: Time) -> None:
    store.add(["desk"], {"e1": "one"})
    slow = store.lease("desk")
    time.now += LEASE
    store.settle(store.lease("desk"), State.DELIVERED, "HTTP 204")
    store.settle(slow, State.WAITING, "ReadTimeout", time.now)
    assert _states(engine) == {("desk", "e1"): ("delivered", 2, "HTTP 204")}


def test_untried_counts_what_was_never_attempted(store: DeliveryStore) -> None:
    store.add(["desk", "press"], {"e1": "one", "e2": "two"})
    assert store.untried() == 4
    store.settle(store.lease("desk"), State.DELIVERED, "HTTP 204")
    store.settle(store.lease("desk"), State.WAITING, "HTTP 500", START)
    store.settle(store.lease("press"), State.PARKED, "HTTP 410")
    assert store.untried() == 1


def test_workers_at_once_share_the_work(store: DeliveryStore) -> None:
    store.add(["desk"], {f"e{number:02}": "body" for number in range(40)})
    taken: list[str] = []

    def work() -> None:
        while delivery := store.lease("desk"):
            taken.append(delivery.event_id)

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(taken) == [f"e{number:02}" for number in range(40)]


def test_workers_at_once_may_queue_the_same_events(engine: Engine, store: DeliveryStore) -> None:
    bodies = {f"e{number:02}": "body" for number in range(40)}
    workers = [threading.Thread(target=store.add, args=(names, bodies)) for names in (["a", "b"], ["b", "a"]) * 2]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(_states(engine)) == 80


def test_database_of_an_older_version_is_brought_up_to_date_with_what_it_holds(database_url: str, time: Time) -> None:
    engine = make_engine(SecretStr(database_url))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        config.attributes.update(connection=connection, version_table=VERSION_TABLE)
        command.upgrade(config, "0001")
        row = {"endpoint": "desk", "event_id": "e1", "body": "one", "state": "waiting", "attempts": 3, "due_at": START}
        connection.execute(deliveries.insert().values(row))
    migrate(engine, MIGRATIONS, VERSION_TABLE)
    store = DeliveryStore(engine, time)
    assert store.lease("desk") == Delivery("desk", "e1", "one", 4)
    assert [(one.name, one.disabled) for one in store.states()] == [("desk", None)]
    engine.dispose()
