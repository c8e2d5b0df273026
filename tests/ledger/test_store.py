"""The ledger against SQLite and PostgreSQL: the same behaviour, whatever order and however often things arrive."""

import random
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, select, update
from sqlalchemy.event import listen, remove

from services.ledger.comparing.judging import Judge
from services.ledger.meeting import ARTICLES_MET
from services.ledger.store import VERSION_TABLE, LedgerStore
from services.ledger.tables import article_keys, articles, copies, evidence, inbox, metadata, outbox, verdicts

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


def enter(store, *events):
    store.record(events)
    return store.reconcile(events)


def everything(reader):
    return {
        "articles": list(reader.articles()),
        "claims": list(reader.claims()),
        "alerts": [alert.model_dump() for alert in reader.alerts()],
        "near_misses": list(reader.near_misses()),
        "counts": reader.counts(),
    }


def rows(engine, table):
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def test_a_contradiction_raises_one_alert_with_both_quotes(store, reader, joined):
    yes, no = joined("Latvia"), joined("Latvia", affirmed=False, outlet="Le Courant", hours=2)
    assert enter(store, yes) == 0
    assert enter(store, no) == 1
    (alert,) = reader.alerts()
    assert (alert.kind, alert.rule) == ("membership", "membership.joined_and_not_joined")
    assert (alert.a.source, alert.b.source) == ("Baltic Wire", "Le Courant")
    assert (alert.a.quote, alert.b.quote) == (
        "Latvia joined the Harbour Pact.",
        "Latvia has not joined the Harbour Pact.",
    )
    assert "Baltic Wire" in alert.explanation
    assert "Le Courant" in alert.explanation


def test_the_earlier_article_is_side_a_even_when_it_arrives_later(store, reader, joined):
    enter(store, joined("Latvia", affirmed=False, outlet="Le Courant", hours=2))
    enter(store, joined("Latvia"))
    (alert,) = reader.alerts()
    assert (alert.a.source, alert.b.source) == ("Baltic Wire", "Le Courant")


def test_redelivery_changes_nothing(store, reader, engine, joined):
    events = [joined("Latvia"), joined("Latvia", affirmed=False, outlet="Le Courant", hours=2)]
    enter(store, *events)
    before = everything(reader), [rows(engine, table) for table in (inbox, evidence, article_keys, verdicts, outbox)]
    for again in (events, events[::-1], events[:1]):
        assert enter(store, *again) == 0
    assert (
        everything(reader),
        [rows(engine, table) for table in (inbox, evidence, article_keys, verdicts, outbox)],
    ) == before


def test_a_sink_that_dies_between_recording_and_reconciling_loses_no_alert(store, reader, joined):
    yes, no = joined("Latvia"), joined("Latvia", affirmed=False, outlet="Le Courant", hours=2)
    enter(store, yes)
    store.record([no])
    assert reader.alerts() == []
    assert enter(store, no) == 1
    assert len(reader.alerts()) == 1


def test_two_articles_in_one_batch_are_compared_with_each_other(store, joined):
    assert enter(store, joined("Latvia"), joined("Latvia", affirmed=False, outlet="Le Courant", hours=2)) == 1


def test_articles_that_say_the_same_share_a_ledger_claim_and_an_alert(store, reader, joined):
    copies = [joined("Latvia", outlet=f"Outlet {number}", hours=number) for number in range(5)]
    enter(store, *copies)
    enter(store, joined("Latvia", affirmed=False, outlet="Le Courant", hours=6))
    by_evidence = sorted(len(claim["evidence"]) for claim in reader.claims())
    assert by_evidence == [1, 5]
    (alert,) = reader.alerts()
    assert alert.a.source == "Outlet 0", "of many sources the earliest is shown"


def test_versions_of_one_text_are_kept_and_not_held_against_each_other(store, reader, joined):
    first = joined("Latvia", document="https://wire.example/1")
    second = joined("Latvia", affirmed=False, document="https://wire.example/1", hours=1)
    assert enter(store, first, second) == 0
    assert len(list(reader.articles())) == 2
    assert list(reader.near_misses()) == []


def test_below_the_threshold_a_contradiction_is_a_near_miss(engine, reader, joined):
    strict = LedgerStore(engine, judge=Judge(), threshold=1.0, clock=lambda: joined("Latvia").time)
    assert enter(strict, joined("Latvia"), joined("Latvia", affirmed=False, outlet="Le Courant", hours=2)) == 0
    (near_miss,) = reader.near_misses()
    assert (near_miss["relation"], near_miss["rule"]) == ("contradicts", "membership.joined_and_not_joined")
    assert 0.9 < near_miss["confidence"] < 1.0


def test_what_was_compared_and_fits_is_kept_with_its_reason(store, reader, joined):
    enter(store, joined("Latvia", affirmed=False), joined("Latvia", outlet="Le Courant", hours=72))
    assert [(miss["relation"], miss["rule"]) for miss in reader.near_misses()] == [
        ("updates", "membership.joined_later")
    ]


def test_alerts_wait_in_the_outbox_until_they_are_sent(store, reader, joined):
    enter(store, joined("Latvia"), joined("Latvia", affirmed=False, outlet="Le Courant", hours=2))
    assert reader.waiting() == 1
    (event,) = store.unsent(10)
    assert event.data == reader.alerts()[0]
    store.mark_sent([event], NOW)
    assert (reader.waiting(), store.unsent(10)) == (0, [])
    assert not store.send_again(NOW)
    assert (store.send_again(NOW - timedelta(seconds=1)), store.unsent(10)) == (True, [event])
    store.mark_sent([event], NOW)
    assert (store.send_again(None), store.unsent(10)) == (True, [event])
    assert not store.send_again(None)


@pytest.fixture
def some_events(joined):
    countries = [f"Country {letter}" for letter in "ABCDEFGHIJ"]
    return [
        joined(country, affirmed=(number + copy) % 3 > 0, outlet=f"Outlet {copy}", hours=5 * copy + number)
        for number, country in enumerate(countries)
        for copy in range(4)
    ]


@pytest.mark.timeout(20)
def test_what_waits_to_be_sent_is_read_while_another_writes(store, engine, joined):
    enter(store, joined("Latvia"), joined("Latvia", affirmed=False, outlet="Courant", hours=1))
    with engine.begin() as writing:
        writing.execute(update(inbox).values(reconciled_at=NOW))
        assert len(store.unsent(10)) == 1


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_arrival_does_not_matter(sqlite_url, seed, some_events):
    ledgers = []
    for order in (some_events, random.Random(seed).sample(some_events, len(some_events))):
        engine = fresh(sqlite_url.replace("test.db", f"{len(ledgers)}.db"))
        store = LedgerStore(engine, judge=Judge(), threshold=0.5, clock=lambda: some_events[0].time)
        for event in order:
            enter(store, event)
        ledgers.append(everything(reader_of(engine)))
        engine.dispose()
    assert ledgers[0]["counts"]["alerts"] > 5
    assert ledgers[0] == ledgers[1]


@pytest.mark.parametrize("round_", range(3))
def test_sinks_that_race_find_exactly_what_one_finds(engine, reader, joined, round_):
    pairs = [
        (
            joined(f"Country {n}", hours=round_),
            joined(f"Country {n}", affirmed=False, outlet="Le Courant", hours=round_ + 1),
        )
        for n in range(25)
    ]
    sinks = 4
    barrier = Barrier(sinks)

    def sink(number):
        store = LedgerStore(engine, judge=Judge(), threshold=0.5, clock=lambda: pairs[0][0].time)
        for yes, no in pairs:
            barrier.wait(30)
            enter(store, (yes, no)[number % 2])

    with ThreadPoolExecutor(sinks) as pool:
        for done in [pool.submit(sink, number) for number in range(sinks)]:
            done.result()
    assert len(reader.alerts()) == len(pairs)
    assert reader.waiting() == len(pairs)


def test_sinks_with_overlapping_batches_do_not_wait_for_each_other(engine, joined):
    """On PostgreSQL rows inserted in another order by each would be a deadlock."""
    sinks, outlets = 2, (("Baltic Wire", True), ("Le Courant", False), ("Tallinn Times", True))
    barrier = Barrier(sinks)
    rounds = [
        [
            [joined(f"Country {n}", affirmed=yes, outlet=f"{name} {number}", hours=number) for n in range(12)]
            for number, (name, yes) in enumerate(((outlets[r % 3]), outlets[(r + 1) % 3]))
        ]
        for r in range(3)
    ]

    def sink(number):
        store = LedgerStore(engine, judge=Judge(), threshold=0.5, clock=lambda: rounds[0][0][0].time)
        for batches in rounds:
            barrier.wait(30)
            store.record(batches[number])
            barrier.wait(30)
            store.reconcile(batches[number])

    with ThreadPoolExecutor(sinks) as pool:
        for done in [pool.submit(sink, number) for number in range(sinks)]:
            done.result()


class Interrupted:
    """A judge during whose work something else happens."""

    def __init__(self, meanwhile):
        self.meanwhile, self.repeats = meanwhile, Judge().repeats

    def __call__(self, pairs):
        self.meanwhile()
        return Judge()(pairs)


def test_while_claims_are_judged_another_sink_may_write(engine, joined):
    first, second, third = (
        joined("Latvia"),
        joined("Latvia", affirmed=False, outlet="Le Courant", hours=2),
        joined("Oslo"),
    )
    beside = LedgerStore(engine, judge=Judge(), threshold=0.5, clock=lambda: NOW)
    judge = Interrupted(lambda: beside.record([third]))
    store = LedgerStore(engine, judge=judge, threshold=0.5, clock=lambda: NOW)
    assert enter(store, first, second) == 1
    assert rows(engine, inbox) == 3


def test_migrations_make_the_tables_that_the_code_describes(engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE, "compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_what_a_sink_reads_it_finds_by_an_index(store, engine, joined):
    """Else an article would cost the more the larger the ledger is."""
    body = "Ministers of both sides told of it at the harbour after months of talks behind closed doors. " * 3
    with reads(engine) as statements:
        for event in (
            joined("Latvia", outlet="Wire", document="page", body=body),
            joined("Latvia", affirmed=False, outlet="Courant", hours=1, body=body),
            joined("Latvia", affirmed=False, outlet="Wire", hours=2, document="page", body=body),
        ):
            enter(store, event)
            store.close([event])
    with engine.connect() as connection:
        whole = {table: one for one in statements.items() for table in read_whole(connection, *one)}
    assert whole == {}
    assert {table.name for table in (verdicts, evidence, articles, copies, outbox)} <= named(statements)


def test_for_an_alert_that_is_queued_already_no_origins_are_counted(store, engine, joined):
    enter(store, joined("Latvia"))
    counted = []
    for outlet in ("Courant", "Herald"):
        with reads(engine) as statements:
            enter(store, joined("Latvia", affirmed=False, outlet=outlet, hours=1))
        counted.append("copies" in named(statements))
    assert counted == [True, False]


@contextmanager
def reads(engine):
    """The SELECT statements that are run meanwhile, each with its last parameters."""
    found = {}

    def note(_connection, _cursor, statement, parameters, _context, _many):
        if statement.startswith("SELECT"):
            found[statement] = parameters

    listen(engine, "before_cursor_execute", note)
    yield found
    remove(engine, "before_cursor_execute", note)


def read_whole(connection, statement, parameters):
    """The tables of which the plan of a statement reads every row, or every entry of an index."""
    if connection.dialect.name == "sqlite":
        plan = [row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
        return [step.split()[1] for step in plan if re.match(r"SCAN (?!CONSTANT|\(|\w*subquery)", step)]
    for way in ("seqscan", "hashjoin", "mergejoin"):  # which it would choose while the tables are small
        connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
    plan = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalar_one()
    return [
        step["Relation Name"]
        for step in steps(plan[0]["Plan"])
        if "Relation Name" in step and not step.keys() & {"Index Cond", "Recheck Cond"}
    ]


def steps(plan):
    yield plan
    for part in plan.get("Plans", ()):
        yield from steps(part)


def named(statements):
    return set(re.findall(r"\w+", " ".join(statements)))


def fresh(url):
    from pydantic import SecretStr

    from services.ledger.store import MIGRATIONS
    from services.runtime.database import make_engine, migrate

    engine = make_engine(SecretStr(url))
    migrate(engine, MIGRATIONS, VERSION_TABLE)
    return engine


def reader_of(engine):
    from services.ledger.export import LedgerReader

    return LedgerReader(engine)


def test_many_versions_of_one_text_hide_no_other_source(store, joined):
    """A live page claims the same over and over; what another outlet said before is still found."""
    enter(store, joined("Latvia", affirmed=False, outlet="Le Courant"))
    for version in range(ARTICLES_MET + 1):
        page = joined(
            "Latvia", affirmed=False, document="https://wire.example/live", hours=2, text=f"Update {version}."
        )
        enter(store, page)
    assert enter(store, joined("Latvia", document="https://wire.example/live", hours=3)) == 1
