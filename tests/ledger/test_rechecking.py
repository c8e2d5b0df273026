"""An alert's path from two texts to a verdict, and what today's rules make of the ledger."""

import pytest

from services.ledger.comparing.confidence import Confidence
from services.ledger.comparing.judging import Judge
from services.ledger.rechecking import Rechecker
from services.ledger.store import LedgerStore


@pytest.fixture
def ledger(store, joined):
    events = [joined("Latvia"), joined("Latvia", affirmed=False, outlet="Le Courant", hours=2)]
    store.record(events)
    assert store.reconcile(events) == 1


@pytest.mark.usefixtures("ledger")
def test_an_alert_is_explained_from_both_texts(engine, reader):
    (alert,) = reader.alerts()
    (found,) = Rechecker(engine, judge=Judge(), threshold=0.5).explain(alert.id[:8])
    assert (found.a.claim.quote, found.b.claim.quote) == (alert.a.quote, alert.b.quote)
    assert found.verdict.judged_by == alert.judged_by == Judge().judged_by
    assert found.today.verdict == found.verdict
    assert found.today.features["membership.joined_and_not_joined"] > 0


@pytest.mark.usefixtures("ledger")
def test_there_is_nothing_to_explain_of_an_unknown_alert(engine):
    assert Rechecker(engine, judge=Judge(), threshold=0.5).explain("%") == []


@pytest.mark.usefixtures("ledger")
def test_with_the_same_rules_nothing_changes(engine):
    assert list(Rechecker(engine, judge=Judge(), threshold=0.5).recheck()) == []


@pytest.mark.usefixtures("ledger")
def test_a_recheck_tells_what_other_rules_would_drop_and_change(engine, reader):
    (alert,) = reader.alerts()
    mild = Judge(confidence=Confidence(-2.0, {}, "mild"))
    (dropped,) = Rechecker(engine, judge=mild, threshold=0.5).recheck()
    assert (dropped.alert_id, dropped.before.rule, dropped.after) == (alert.id, alert.rule, None)
    keen = Judge(confidence=Confidence(4.0, {}, "keen"))
    (changed,) = Rechecker(engine, judge=keen, threshold=0.5).recheck()
    assert (changed.before.confidence, changed.after.confidence) == (alert.confidence, 0.982)


def test_a_recheck_tells_what_todays_rules_would_raise(engine, joined):
    events = [joined("Latvia"), joined("Latvia", affirmed=False, outlet="Le Courant", hours=2)]
    mild = Judge(confidence=Confidence(-2.0, {}, "mild"))
    sink = LedgerStore(engine, judge=mild, threshold=0.5, clock=lambda: events[0].time)
    sink.record(events)
    assert sink.reconcile(events) == 0
    (raised,) = Rechecker(engine, judge=Judge(), threshold=0.5).recheck()
    assert (raised.before, raised.after.rule) == (None, "membership.joined_and_not_joined")
