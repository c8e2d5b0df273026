"""Which claims say the same in other words, and which part keeps others apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ledger.comparing.frames import frame_of
from services.ledger.comparing.overlay import overlay
from services.ledger.comparing.sameness import sameness

SAME = [
    ("5: {NATO} sent [3,200=3200;troops] troops to {Riga}", "6: {NATO} dispatched [3200=3200;troops] troops to {Riga}", "same.figures"),
    ("5: The hull measures [25 km=25 km;] along the {Vistula}", "5: Along the {Vistula} it is [25,000 metres=25000 m;] long", "same.figures"),
    ("5: The bill came to [an eighth=12.5 percent;] of {Delta} sales", "6: It was [12.5 per cent=12.5 percent;] of what {Delta} sold", "same.figures"),
    ("5 who=Ruth_Chanda does=found whom=the_firm: {Ruth Chanda} founded the firm {Delta Power}",
     "6 who=Ruth_Chanda does=be whom=the_founder: {Ruth Chanda} is the founder of {Delta Power}", "same.wording"),
    ("5 who=Noor does=buy whom=the_vessel: {Noor} bought the vessel {Awatea}",
     "6 who=Noor does=purchase whom=the_ship: {Noor} purchased the ship {Awatea} at an auction", "same.wording"),
    ("5 @Vaals: {NATO} sent [3,200=3200;troops] troops", "6 @Vaals: {NATO} dispatched [3200=3200;troops] troops", "same.figures"),
    ("5 negated: {NATO} sent no [3,200=3200;troops] troops", "6 negated: {NATO} did not send [3200=3200;troops] troops", "same.figures"),
]  # fmt: skip

BASE = "5 who=NATO does=send whom=Riga to=Riga: {NATO} sent [3,200=3200;troops] troops to {Riga} <in June=2026-06-01/2026-07-01>"
APART = [
    ("6: {NATO} sent [3,200=3200;troops] troops to {Riga}, of whom [2,300=2300;troops] troops left", "number"),
    ("6 negated: {NATO} sent [3,200=3200;troops] troops to {Riga}", "polarity"),
    ("6 planned: {NATO} will send [3,200=3200;troops] troops to {Riga}", "modality"),
    ("6 hedged: {NATO} may have sent [3,200=3200;troops] troops to {Riga}", "modality"),
    ("6 @Vaals: {NATO} sent [3,200=3200;troops] troops to {Riga}", "speaker"),
    ("6 @Vaals~distanced: {NATO} sent [3,200=3200;troops] troops to {Riga}", "speaker"),
    ("6 @two_diplomats~described: {NATO} sent [3,200=3200;troops] troops to {Riga}", "speaker"),
    ("6: {NATO} sent [3,200=3200;troops] troops to {Riga} <in July=2026-07-01/2026-08-01>", "date"),
    ("6: {NATO} sent [3,200=3200;troops] troops to {Tallinn}", "name"),
    ("6: {NATO} sent another [3,200=3200;troops] troops to {Riga}", "scope"),
    ("6 who=Riga does=send whom=NATO: {Riga} sent [3,200=3200;troops] troops to {NATO}", "role"),
    ("6 from=Riga: {NATO} sent [3,200=3200;troops] troops from {Riga}", "role"),
    ("6 who=NATO does=lose whom=Riga: {NATO} lost [3,200=3200;troops] troops at {Riga}", "verb"),
]  # fmt: skip

TOO_LITTLE = [
    ("5: {NATO} sent [three=3;ships] ships", "6: {NATO} lost [three=3;ships] ships"),
    ("5: {NATO} sent [about 3,200=~3200;troops] troops", "6: {NATO} sent [3,200=3200;troops] troops"),
    ("5: {NATO} sent [more than 3,200=>3200;troops] troops", "6: {NATO} sent [3,200=3200;troops] troops"),
    ("5: Sales rose to [184 million=184000000 EUR;] at {Delta}", "6: Sales rose from [184 million=184000000 EUR;] at {Delta}"),
    ("5 who=Noor does=buy whom=the_vessel: {Noor} bought the vessel {Awatea}",
     "6 who=Noor does=scrap whom=the_vessel: {Noor} scrapped the vessel {Awatea}"),
    ("5 who=Noor does=buy whom=the_vessel: {Noor} bought the vessel", "6 who=Imani does=buy whom=the_vessel: {Imani} bought the vessel"),
]  # fmt: skip


def judged(pair, earlier, later):
    a, b = pair(earlier, later)
    return sameness(overlay(frame_of(a), frame_of(b)))


@pytest.mark.parametrize(("earlier", "later", "rule"), SAME)
def test_one_thing_however_worded(pair, earlier, later, rule):
    found = judged(pair, earlier, later)
    assert found is not None
    assert (found.rule, found.apart) == (rule, None)


@pytest.mark.parametrize(("later", "part"), APART)
def test_a_part_that_differs_keeps_them_apart(pair, later, part):
    found = judged(pair, BASE, later)
    assert found is not None
    assert found.apart == part


@pytest.mark.parametrize(("earlier", "later"), TOO_LITTLE)
def test_too_little_in_common_is_not_asked(pair, earlier, later):
    found = judged(pair, earlier, later)
    assert found is None or found.apart is not None


@given(st.sampled_from([row[:2] for row in SAME] + TOO_LITTLE))
def test_the_order_of_the_two_does_not_matter(read_pair, rows):
    there, back = judged(read_pair, *rows), judged(read_pair, *reversed(rows))
    assert (there and (there.rule, there.apart)) == (back and (back.rule, back.apart))
