"""Contradicting articles that reach several sinks at the same instant give what one sink gives."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from pydantic import SecretStr

from services.ledger.comparing.judging import Judge
from services.ledger.export import LedgerReader
from services.ledger.store import MIGRATIONS, VERSION_TABLE, LedgerStore
from services.runtime.database import make_engine, migrate

SINKS = 4
SYLLABLES = ["bra", "len", "vor", "ta", "mi", "dor", "kel", "su", "ran", "po"]


def _store(engine, events):
    return LedgerStore(engine, judge=Judge(), threshold=0.5, clock=lambda: events[0].time)


def _name(number):
    """A name of its own for each number below 100,000: pairs share no rare word, so each article meets its own alone."""
    return "".join(SYLLABLES[int(digit)] for digit in f"{number:05}")


def _race(url, joined, number, first):
    """Give the two articles of each pair to two sinks each, all four at once; gives the pairs."""
    pairs = []
    for n in range(first, first + number):
        name = _name(n)
        country, group = name.capitalize(), f"Treaty of {name[::-1].capitalize()}"
        pairs.append(
            (joined(country, group=group), joined(country, group=group, affirmed=False, outlet="Le Courant", hours=1))
        )
    barrier = Barrier(SINKS)

    def sink(which):
        engine = make_engine(SecretStr(url))
        store = _store(engine, pairs[0])
        for pair in pairs:
            barrier.wait(60)
            store.record([pair[which % 2]])
            store.reconcile([pair[which % 2]])
        engine.dispose()

    with ThreadPoolExecutor(SINKS) as pool:
        for done in [pool.submit(sink, which) for which in range(SINKS)]:
            done.result()
    return pairs


def _alerts(url):
    engine = make_engine(SecretStr(url))
    alerts = [alert.model_dump(mode="json") for alert in LedgerReader(engine).alerts()]
    unsent = LedgerReader(engine).waiting()
    engine.dispose()
    assert unsent == len(alerts), "each alert is in the outbox once"
    return alerts


@pytest.fixture
def assert_four_give_what_one_gives(database_url, joined, assert_order_is_free, tmp_path):
    def compare(number, first=0):
        alone = f"sqlite:///{tmp_path}/alone.db"
        for database in (database_url, alone):
            engine = make_engine(SecretStr(database))
            migrate(engine, MIGRATIONS, VERSION_TABLE)
            engine.dispose()
        engine = make_engine(SecretStr(alone))
        for pair in _race(database_url, joined, number, first):
            for event in pair:
                _store(engine, pair).record([event])
                _store(engine, pair).reconcile([event])
        engine.dispose()
        raced = _alerts(database_url)
        assert len(raced) == number
        assert raced == _alerts(alone)
        assert_order_is_free(database_url)

    return compare


def test_four_sinks_give_the_alerts_of_one(assert_four_give_what_one_gives):
    assert_four_give_what_one_gives(40)


@pytest.mark.chaos
@pytest.mark.timeout(600)
@pytest.mark.parametrize("run", range(20))
def test_four_sinks_give_the_alerts_of_one_time_and_again(assert_four_give_what_one_gives, run):
    assert_four_give_what_one_gives(500, first=500 * run)
