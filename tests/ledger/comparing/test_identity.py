"""Which claims are one ledger claim."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.claims import Argument, Claim, Speaker, SpeakerKind
from services.ledger.comparing.identity import ledger_claim_id

BASE = "5: {NATO} sent [3,200=3200;troops] troops to {Riga} <in June=2026-06-01/2026-07-01>"

SAME = [
    "9: {NATO} sent [3200=3200;troops] troops to {Riga} <in June=2026-06-01/2026-07-01>",
    "9: {NATO} sent [three thousand two hundred=3200;troops] troops to {Riga} <in June=2026-06-01/2026-07-01>",
    "9: {NATO} sent the [3,200=3200;troops] troops to {Riga} <that June=2026-06-01/2026-07-01>",
    "9: {NATO} has sent [3,200=3200;troops] troops to {Riga} <in June=2026-06-01/2026-07-01>",
]
OTHER = [
    "5: {NATO} sent [2,300=2300;troops] troops to {Riga} <in June=2026-06-01/2026-07-01>",
    "5: {NATO} sent [about 3,200=~3200;troops] troops to {Riga} <in June=2026-06-01/2026-07-01>",
    "5: {NATO} sent [at least 3,200=>=3200;troops] troops to {Riga} <in June=2026-06-01/2026-07-01>",
    "5: {NATO} sent [3,200 tonnes=3200 tonne;troops] troops to {Riga} <in June=2026-06-01/2026-07-01>",
    "5: {NATO} sent [3,200=3200;troops] troops to {Riga} <in July=2026-07-01/2026-08-01>",
    "5: {NATO} sent [3,200=3200;troops] troops to {Riga}",
    "5: {NATO} sent [3,200=3200;troops] troops to {Tallinn} <in June=2026-06-01/2026-07-01>",
    "5: {Riga} sent [3,200=3200;troops] troops to {NATO} <in June=2026-06-01/2026-07-01>",
    "5: {NATO} sent [3,200=3200;troops] troops from {Riga} <in June=2026-06-01/2026-07-01>",
    "5 negated: {NATO} sent [3,200=3200;troops] troops to {Riga} <in June=2026-06-01/2026-07-01>",
    "5 planned: {NATO} sent [3,200=3200;troops] troops to {Riga} <in June=2026-06-01/2026-07-01>",
    "5 hedged: {NATO} sent [3,200=3200;troops] troops to {Riga} <in June=2026-06-01/2026-07-01>",
    "5 @Vaals: {NATO} sent [3,200=3200;troops] troops to {Riga} <in June=2026-06-01/2026-07-01>",
    "5: {NATO} offered [3,200=3200;troops] troops to {Riga} <in June=2026-06-01/2026-07-01>",
    "5: {NATO} will not have sent [3,200=3200;troops] troops to {Riga} <in June=2026-06-01/2026-07-01>",
]


@pytest.mark.parametrize("row", SAME)
def test_one_claim_however_it_is_written(pair, row):
    a, b = pair(BASE, row)
    assert ledger_claim_id(a.claim) == ledger_claim_id(b.claim)


@pytest.mark.parametrize("row", OTHER)
def test_what_changes_the_truth_makes_another_claim(pair, row):
    a, b = pair(BASE, row)
    assert ledger_claim_id(a.claim) != ledger_claim_id(b.claim)


@pytest.mark.parametrize(
    "row", ["5: The company will appeal the fine", "5: It sent troops to {Riga}", "5: They joined {NATO}"]
)
def test_a_claim_that_cannot_stand_alone_is_only_itself(pair, row):
    a, b = pair(row, row)
    assert ledger_claim_id(a.claim) == ledger_claim_id(a.claim.model_copy())
    assert ledger_claim_id(a.claim) != ledger_claim_id(b.claim)


def test_what_the_article_leaves_open_makes_a_claim_only_itself(pair):
    one, other = (side.claim for side in pair(BASE, SAME[0]))
    assert ledger_claim_id(one) == ledger_claim_id(other)
    one, other = (claim.model_copy(update={"settled": False}) for claim in (one, other))
    assert ledger_claim_id(one) != ledger_claim_id(other)


def test_a_preposition_changes_what_is_said(pair):
    def sent(preposition: str) -> Claim:
        harbour = Argument(text="the harbour", head="harbour", preposition=preposition)
        return pair(BASE, BASE)[0].claim.model_copy(update={"complements": (harbour,)})

    assert ledger_claim_id(sent("to")) == ledger_claim_id(sent("to"))
    assert ledger_claim_id(sent("to")) != ledger_claim_id(sent("from"))


speakers = st.builds(
    Speaker,
    kind=st.sampled_from(SpeakerKind),
    name=st.none() | st.text(max_size=8),
    entity_id=st.none() | st.text(max_size=8),
    distanced=st.booleans(),
)


@given(st.text(min_size=1, max_size=40), st.lists(st.text(max_size=6), max_size=4), speakers)
def test_an_id_depends_on_what_is_said_and_not_on_where(text, names, speaker):
    def claim(identifier: str, start: int) -> Claim:
        return Claim(
            id=identifier,
            quote=text,
            start=start,
            end=start + len(text),
            text=text,
            entity_ids=tuple(names),
            terms=tuple(text.split()),
            speaker=speaker,
        )

    here, there = ledger_claim_id(claim("x", 0)), ledger_claim_id(claim("x", 99))
    assert here == there
    assert len(here) == 32
