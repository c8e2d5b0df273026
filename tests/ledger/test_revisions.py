"""Edited articles: what a revision changed, and the alerts that it closes, in whatever order things arrive."""

import itertools

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import func, select

from schemas.events import ALERT_CLOSED, ALERT_RAISED
from services.ledger.revisions import changes, counterpart
from services.ledger.store import MIGRATIONS, VERSION_TABLE
from services.ledger.tables import outbox


def enter(store, *events):
    store.record(events)
    raised = store.reconcile(events)
    return raised, store.close(events)


@pytest.fixture
def story(joined):
    """The other outlet, the first version of a page, its revision that takes it back, and one that brings it back."""
    page = "https://wire.example/1"
    return (
        joined("Latvia", outlet="Le Courant"),
        joined("Latvia", affirmed=False, document=page, hours=2),
        joined("Latvia", document=page, hours=3),
        joined("Latvia", affirmed=False, document=page, hours=4, text="Latvia has still not joined the Harbour Pact."),
    )


def test_an_alert_of_the_first_version_closes_by_the_second(store, reader, story):
    other, first, second, _ = story
    assert enter(store, other) == (0, 0)
    assert enter(store, first) == (1, 0)
    (alert,) = reader.alerts()
    assert enter(store, second) == (0, 1)
    assert reader.alerts() == []
    (closure,) = reader.closures()
    assert (closure["alert_id"], closure["reason"]) == (alert.id, "source revised")
    assert closure["removed"] == "Latvia has not joined the Harbour Pact."
    assert closure["added"] == "Latvia joined the Harbour Pact."
    raised, closed = store.unsent(10)
    assert (raised.type, closed.type) == (ALERT_RAISED, ALERT_CLOSED)
    assert (closed.subject, closed.data.version_id) == (alert.id, second.data.article.version_id)
    assert (reader.counts()["alerts"], reader.counts()["closed"]) == (0, 1)


def test_closing_again_changes_nothing(store, engine, story):
    for event in story[:3]:
        enter(store, event)
    for event in story[:3]:
        assert enter(store, event) == (0, 0)
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(outbox)).scalar_one() == 2


def test_what_a_revision_took_back_before_it_was_compared_raises_nothing(store, reader, story):
    other, first, second, _ = story
    enter(store, first)
    enter(store, second)
    assert enter(store, other) == (0, 0)
    assert reader.alerts() == []
    assert store.unsent(10) == []


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_end_is_the_same_in_every_order(store, reader, story, order):
    for number in order:
        enter(store, story[number])
    assert reader.alerts() == []
    assert len(list(reader.articles())) == 3


def test_two_sinks_at_one_moment_leave_no_alert_open(store, reader, story):
    other, first, second, _ = story
    enter(store, first)
    store.record([other])
    store.record([second])
    assert store.reconcile([second]) == 0
    store.reconcile([other])
    store.close([second])
    store.close([other])
    assert reader.alerts() == []


def test_a_later_revision_may_bring_the_contradiction_back(store, reader, story):
    for event in story:
        enter(store, event)
    (alert,) = reader.alerts()
    assert alert.b.quote == "Latvia has still not joined the Harbour Pact."
    assert (reader.counts()["alerts"], reader.counts()["closed"]) == (1, 1)


def test_an_alert_that_comes_back_is_sent_again_each_time_and_closed_again(store, reader, joined):
    page = "https://wire.example/1"
    ways = [
        joined("Latvia", affirmed=number % 2 == 1, document=page, hours=2 + number, body=f"Edition {number}.")
        for number in range(5)
    ]
    enter(store, joined("Latvia", outlet="Le Courant"))
    third = joined("Latvia", affirmed=False, outlet="Third", hours=9)
    told = [ALERT_RAISED, ALERT_CLOSED] * 2 + [ALERT_RAISED]
    for number, event in enumerate(ways, start=1):
        counts = (number % 2, 1 - number % 2)
        assert enter(store, event) == counts
        assert enter(store, event) == (0, 0)
        assert len(reader.alerts()) == number % 2
        assert len(list(reader.closures())) == counts[1]
    assert enter(store, third) == (0, 0), "it is open"
    events = store.unsent(10)
    assert sorted(event.type for event in events) == sorted(told)
    assert len({event.id for event in events}) == len(told)
    assert {event.subject for event in events} == {reader.alerts()[0].id}
    for event in ways:
        assert enter(store, event) == (0, 0)


def test_closures_outlive_the_upgrade_of_the_ledger(store, engine, reader, story):
    for event in story[:3]:
        enter(store, event)
    before = list(reader.closures())
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    for move, to in ((command.downgrade, "0003"), (command.upgrade, "head")):
        with engine.begin() as connection:
            config.attributes.update(connection=connection, version_table=VERSION_TABLE)
            move(config, to)
    assert list(reader.closures()) == before != []


def test_an_alert_that_another_article_still_bears_out_stays(store, reader, story, joined):
    other, first, second, _ = story
    enter(store, other, first, joined("Latvia", affirmed=False, outlet="Third", hours=2))
    assert enter(store, second) == (0, 0)
    (alert,) = reader.alerts()
    assert "Third" in {alert.a.source, alert.b.source}


def test_claims_that_a_revision_drops_or_changes_are_marked(store, reader, joined):
    page = "https://wire.example/1"
    enter(store, joined("Latvia", document=page, text="Latvia joined the Harbour Pact on Monday at noon."))
    changed = joined(
        "Latvia", affirmed=False, document=page, hours=1, text="Latvia joined the Harbour Pact on Tuesday at noon."
    )
    enter(store, changed)
    marks = {claim["text"]: claim["evidence"][0]["revised"] for claim in reader.claims()}
    assert marks == {
        "Latvia joined the Harbour Pact on Monday at noon.": {
            "by": changed.data.article.version_id,
            "change": "changed",
            "into": "Latvia joined the Harbour Pact on Tuesday at noon.",
        },
        "Latvia joined the Harbour Pact on Tuesday at noon.": None,
    }


@pytest.mark.parametrize(
    ("before", "after", "removed", "added"),
    [
        ("One. Two. Three.", "One. Two. Three.", "", ""),
        ("Twelve died. More soon.", "Nine died. More soon.", "Twelve died.", "Nine died."),
        ("One.\n\nTwo.", "One.\n\nTwo.\n\nThree.", "", "Three."),
        ("One. “Two.” Three.", "Three.", "One.\n“Two.", ""),
        ("", "One.", "", "One."),
    ],
)
def test_what_changed(before, after, removed, added):
    found = changes(before, after)
    assert (found.removed, found.added) == (removed, added)


def test_changes_are_cut_to_a_limit():
    assert len(changes("a. " * 10_000, "b. ").removed) <= 2_000


@pytest.mark.parametrize(
    ("claim", "others", "expected"),
    [
        ("Twelve people died in Riga", ["Nine people died in Riga", "The mayor spoke"], "Nine people died in Riga"),
        ("Twelve people died in Riga", ["The mayor spoke to reporters"], None),
        ("Twelve people died in Riga", [], None),
    ],
)
def test_counterpart(claim, others, expected):
    assert counterpart(claim, others) == expected
