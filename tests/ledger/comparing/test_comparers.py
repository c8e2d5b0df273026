"""What holds for every comparer and for the table as a whole."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.articles import EntityLabel, Mention
from services.ledger.comparing.comparers import COMPARERS, blocking_keys, judge
from services.ledger.comparing.statement import in_order, topic_of

NAMES = st.sampled_from(["{Riga}", "{NATO}", "{Mirae}", "the mayor", "the union"])
VERBS = st.sampled_from(
    ["sent", "approved", "rejected", "has yet to approve", "raised", "cut", "did not send", "opened"]
)
THINGS = st.sampled_from(
    [
        "[3,200=3200;troops] troops",
        "[2,300=2300;soldiers] soldiers",
        "[more than 20=>20;countries] countries",
        "[12 km=12 km;road] of road",
        "[12 miles=12 mile;road] of road",
        "the treaty on fishing",
        "prices of fish and bread",
    ]
)
TIMES = st.sampled_from(["", " <on Friday=2026-03-06/2026-03-07>", " <in 1998=1998-01-01/1999-01-01>"])
HEADS = st.sampled_from(
    [
        "5",
        "6",
        "9",
        "5?",
        "5 planned",
        "6 negated",
        "6 hedged",
        "7 denied",
        "5 @Vaals",
        "6 @Koh~distanced",
        "8 asked",
        "5 join=Riga,Tallinn;the_pact",
        "9 negated join=Riga;the_trade_pact",
    ]
)
ROWS = st.builds("{}: {} {} {}{}".format, HEADS, NAMES, VERBS, THINGS, TIMES)


@settings(max_examples=300)
@given(ROWS, ROWS)
def test_a_verdict_does_not_depend_on_the_order_of_arrival(read_pair, first, second):
    a, b = read_pair(first, second)
    assert judge(a, b) == judge(b, a)


@settings(max_examples=200)
@given(ROWS, ROWS)
def test_what_is_judged_shares_a_key(read_pair, first, second):
    a, b = read_pair(first, second)
    if judge(a, b) is not None:
        assert set(blocking_keys(a)) & set(blocking_keys(b))


@given(ROWS)
def test_keys_are_distinct_and_stay_the_same(read_pair, row):
    a, _ = read_pair(row, row)
    keys = blocking_keys(a)
    assert len(keys) == len(set(keys))
    assert keys == blocking_keys(a)


@settings(max_examples=200)
@given(ROWS, ROWS)
def test_only_a_contradiction_has_a_kind(read_pair, first, second):
    verdict = judge(*read_pair(first, second))
    if verdict is not None:
        assert (verdict.kind is not None) == (verdict.relation == "contradicts")
        assert verdict.rule.count(".") == 1
        assert verdict.explanation.endswith(".")


def test_a_claim_that_leans_on_what_is_open_is_not_compared(pair):
    a, _ = pair("5: {Riga} sent [3,200=3200;troops] troops", "5: x")
    assert blocking_keys(a)
    assert blocking_keys(replace(a, claim=a.claim.model_copy(update={"settled": False}))) == ()


def test_the_earlier_comes_first(pair):
    a, b = pair("9: {Riga} sent troops", "5: {Riga} sent troops")
    assert in_order(a, b) == in_order(b, a) == (b, a)


def test_versions_of_one_document_are_not_compared(pair):
    a, b = pair(
        "5: The drill of {Kestrel} reached [3.2 metres=3.2 m;]",
        "5: The drill of {Kestrel} reached [3.2 feet=3.2 foot;]",
    )
    assert judge(a, b) is not None
    assert judge(a, replace(b, document_id=a.document_id)) is None


def test_one_outlet_needs_more_to_contradict_itself(pair):
    a, b = pair(
        "5: {Mirae} sold [50,000=50000;shares] shares of {Halla}",
        "5: {Mirae} sold [90,000=90000;shares] shares of {Daesan}",
    )
    assert judge(replace(a, source="Gamma"), replace(b, source="Gamma")) is None


@pytest.mark.parametrize("comparer", COMPARERS)
def test_a_claim_without_names_or_topic_gives_no_keys(comparer, pair):
    a, _ = pair("5: Prices rose by [12=12 percent;] and people fell ill <in 1998=1998-01-01/1999-01-01>", "5: x")
    assert comparer.keys(replace(a, topic=())) == ()


def test_a_topic_is_what_an_article_names_most():
    def mention(name: str, start: int, label: EntityLabel = EntityLabel.ORG) -> Mention:
        return Mention(text=name, label=label, start=start, end=start + 1, entity_id=name, name=name)

    mentions = [
        mention("a", 0),
        mention("b", 1),
        mention("b", 2),
        mention("monday", 3, EntityLabel.DATE),
        mention("c", 4),
    ]
    assert topic_of(mentions) == ("b", "a", "c")
    assert topic_of(mentions, limit=1) == ("b",)
