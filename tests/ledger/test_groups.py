"""Ledger claims that say one thing in other words: told as one, by whatever way they came."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.alerts import Relation
from services.ledger.groups import SameLink, groups

SAME, APART, SUPPORTS = Relation.SAME, Relation.UPDATES, Relation.SUPPORTS


def link(a, b, relation=SAME, confidence=0.9):
    return SameLink(f"of {a}", f"of {b}", a, b, relation, "a rule", confidence)


# links, groups
GROUPS = [
    ([], {}),
    ([link("a", "b")], {"a": "a", "b": "a"}),
    ([link("b", "c"), link("a", "b")], {"a": "a", "b": "a", "c": "a"}),
    ([link("a", "b"), link("c", "d")], {"a": "a", "b": "a", "c": "c", "d": "c"}),
    ([link("a", "b", SUPPORTS)], {}),
    ([link("a", "b"), link("a", "b", SUPPORTS)], {"a": "a", "b": "a"}),
    ([link("a", "b"), link("a", "b", APART)], {}),
    # b says what both others say, but these exclude each other: it stays with the one that it is surest of.
    ([link("a", "b", confidence=0.9), link("b", "c", confidence=0.8), link("a", "c", APART)], {"a": "a", "b": "a"}),
    ([link("a", "b", confidence=0.7), link("b", "c", confidence=0.8), link("a", "c", APART)], {"b": "b", "c": "b"}),
    ([link("a", "b"), link("c", "d"), link("b", "c", confidence=0.5), link("a", "d", APART)], {"a": "a", "b": "a", "c": "c", "d": "c"}),
]  # fmt: skip


@pytest.mark.parametrize(("links", "expected"), GROUPS)
def test_what_verdicts_join_and_keep_apart(links, expected):
    for order in itertools.permutations(links):
        assert groups(order) == expected


links_between = st.builds(
    link,
    st.sampled_from("abcdef"),
    st.sampled_from("ghijkl"),
    st.sampled_from([SAME, SAME, APART, SUPPORTS]),
    st.sampled_from([0.5, 0.9]),
)


@given(st.lists(links_between, max_size=12), st.randoms())
def test_groups_do_not_depend_on_order_and_never_hold_what_is_apart(links, chance):
    found = groups(links)
    mixed = list(links)
    chance.shuffle(mixed)
    assert groups(mixed) == found
    assert not any(one.relation is APART and found.get(one.a, 1) == found.get(one.b, 2) for one in links)


def enter(store, *events):
    for event in events:
        store.record([event])
        store.reconcile([event])


@pytest.fixture
def worded(joined):
    """Three outlets that say of Latvia that it joined, in their own words, and one of Estonia."""
    return [
        joined("Latvia"),
        joined("Latvia", text="After a vote Latvia joined the Harbour Pact.", outlet="Le Courant", hours=1),
        joined("Latvia", text="Over the summer Latvia joined the Harbour Pact.", outlet="Die Woche", hours=2),
        joined("Estonia", outlet="Le Courant", hours=1),
    ]


def test_one_thing_in_three_wordings_is_one_claim_with_three_origins(store, reader, worded):
    enter(store, *worded)
    estonia, latvia = sorted(reader.claims(), key=lambda claim: len(claim["evidence"]))
    assert (len(latvia["evidence"]), latvia["origins"], latvia["text"]) == (3, 3, "Latvia joined the Harbour Pact.")
    assert {one["rule"] for one in latvia["same"]} == {"same.wording"}
    assert (len(estonia["evidence"]), estonia["same"]) == (1, [])
    assert reader.counts()["ledger_claims"] == 2


def test_the_order_of_arrival_and_redelivery_change_nothing(store, reader, worded):
    enter(store, *worded)
    expected = list(reader.claims())
    enter(store, *worded[::-1])
    assert list(reader.claims()) == expected


def test_other_orders_give_the_same(store, reader, worded):
    enter(store, *worded[::-1])
    latvia = max(reader.claims(), key=lambda claim: len(claim["evidence"]))
    assert (len(latvia["evidence"]), latvia["origins"]) == (3, 3)


def test_an_alert_counts_the_origins_of_all_wordings(store, reader, joined, worded):
    enter(store, *worded, joined("Latvia", affirmed=False, outlet="Harbour Times", hours=3))
    assert {alert.a.origins for alert in reader.alerts()} == {3}
