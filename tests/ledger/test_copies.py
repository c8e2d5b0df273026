"""Copies of one text: one origin, however many outlets print it."""

import random

import pytest

from services.ledger.copies import COPY, bands, origins, signature, similarity

BODY = (
    "The government in Riga said after a vote in parliament that the accession takes effect at once. "
    "The pact was founded in 2019 by six states on the Baltic Sea and has its seat in Gdynia. "
    "Twelve ministers attended the ceremony, and the president signed the instrument at noon. "
    "Lithuania is expected to follow next year, according to its foreign ministry. "
    "Analysts in Vilnius called the step overdue, while shipping firms hope for lower fees in the ports."
)
OTHER = (
    "Shipping companies welcomed the news from Riga on Monday evening. Fees in Baltic ports could fall by a tenth, "
    "said the head of the owners' association, who had long asked politicians for such an agreement. "
    "Not everyone agrees: trade unions fear for jobs at the docks and announced a rally for Saturday."
)


def edited(text, chance):
    words = text.split()
    for _ in range(3):
        words[chance.randrange(len(words))] = "reportedly"
    return " ".join(words)


def enter(store, *events):
    store.record(events)
    raised = store.reconcile(events)
    store.close(events)
    return raised


def copies(joined, chance=None, **fields):
    chance = random.Random(7)
    return [
        joined("Latvia", outlet=f"Outlet {number}", hours=number, body=edited(BODY, chance), **fields)
        for number in range(20)
    ]


@pytest.mark.parametrize("together", [True, False])
def test_twenty_copies_are_one_origin_and_twenty_pieces_of_evidence(store, reader, joined, together):
    some = copies(joined)
    for events in [some] if together else [[event] for event in some]:
        assert enter(store, *events) == 0
    (claim,) = reader.claims()
    assert (len(claim["evidence"]), claim["origins"]) == (20, 1)
    assert reader.alerts() == []


def test_a_report_written_apart_is_another_origin(store, reader, joined):
    enter(store, *copies(joined), joined("Latvia", outlet="Le Courant", hours=30, body=OTHER))
    (claim,) = reader.claims()
    assert (len(claim["evidence"]), claim["origins"]) == (21, 2)


def test_a_copy_that_changed_the_fact_raises_one_alert_that_counts_origins(store, reader, joined):
    enter(store, *copies(joined))
    assert enter(store, joined("Latvia", affirmed=False, outlet="Le Courant", hours=30, body=BODY)) == 1
    (alert,) = reader.alerts()
    assert (alert.a.origins, alert.b.origins) == (1, 1)
    (raised,) = store.unsent(10)
    assert raised.data.a.origins == 1


def test_short_texts_are_alike_without_being_copies(store, reader, joined):
    enter(store, *(joined("Latvia", outlet=f"Outlet {number}") for number in range(3)))
    (claim,) = reader.claims()
    assert claim["origins"] == 3


def test_versions_of_one_text_are_one_origin(store, reader, joined):
    enter(store, joined("Latvia", document="https://a.example/1"))
    enter(store, joined("Latvia", document="https://a.example/1", hours=1, body="More soon."))
    (claim,) = reader.claims()
    assert (len(claim["evidence"]), claim["origins"]) == (2, 1)


@pytest.mark.parametrize(
    ("text", "copied"),
    [
        (BODY, True),
        (BODY.replace("Twelve", "Nine").replace("2019", "2018"), True),
        (BODY.upper(), True),
        ("RIGA (Wire) — " + BODY + " (Reporting by A. Ozola; editing by B. Kalns)", True),
        (BODY[: len(BODY) * 2 // 3], True),
        (OTHER, False),
        (" ".join(sorted(BODY.split())), False),
    ],
)
def test_what_is_a_copy(text, copied):
    ours, theirs = signature(BODY), signature(text)
    assert (similarity(ours, theirs) >= COPY) is copied
    assert bool(set(bands(ours)) & set(bands(theirs))) is copied


def test_signatures_are_the_same_everywhere():
    """A ledger keeps bands: should the library hash otherwise one day, copies across that day would be missed."""
    assert signature(BODY)[:4] == (3230471108, 508344284, 3117673771, 614260926)


@pytest.mark.parametrize(
    ("items", "linked", "expected"),
    [
        ("abc", [], {"a": "a", "b": "b", "c": "c"}),
        ("abc", ["ab", "bc"], {"a": "a", "b": "a", "c": "a"}),
        ("bc", ["bx", "xc"], {"b": "b", "c": "b", "x": "b"}),
        ("abcd", ["ba", "cd"], {"a": "a", "b": "a", "c": "c", "d": "c"}),
    ],
)
def test_origins(items, linked, expected):
    assert origins(list(items), [tuple(pair) for pair in linked]) == expected
