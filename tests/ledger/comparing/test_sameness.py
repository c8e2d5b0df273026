"""Which claims say the same in other words, and which part keeps others apart."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.alerts import Relation
from services.ledger.comparing.frames import frame_of
from services.ledger.comparing.opinions import Opinion
from services.ledger.comparing.overlay import overlay
from services.ledger.comparing.sameness import Reading, readable, sameness

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
    ("6 who=NATO does=send whom=Riga to=Riga: {Riga} sent [3,200=3200;troops] troops to {NATO} <in June=2026-06-01/2026-07-01>", "order"),
]  # fmt: skip

TOO_LITTLE = [
    # In words that share all but a small one, a figure that was not read, or the name.
    ("5 does=raise: The bill raises the price of sugar in {Fiji} to 105 dollars", "6 does=raise: The bill raises the price of sugar in {Fiji} to 91 dollars"),
    ("5 does=kill: A mine killed the mayor of {Riga}", "6 does=kill: A bomb killed the mayor of {Riga}"),
    ("5 who=NATO does=ship whom=the_tanks to=US: {NATO} shipped the tanks to the US from {Riga}", "6 who=NATO does=ship whom=the_tanks to=UK: {NATO} shipped the tanks to the UK from {Riga}"),
    ("5 where=Malpensa_airport: The strikers of {Volaria} held their rally at {Malpensa airport}", "6 where=Linate_airport: The strikers of {Volaria} held their rally at {Linate airport}"),
    ("5 does=free: All the pupils of {Zuru} were freed", "6 does=free: Some of the pupils of {Zuru} were freed"),
    ("5 does=plead: {Boateng} pleaded guilty to forging certificates", "6 does=plead: {Boateng} pleaded not guilty to forging certificates"),
    ("5 does=begin: The truce of {Zarrin} began at midnight", "6 does=begin: The truce of {Zarrin} began at noon"),
    ("5 does=vote: The deputies of {Malaita} voted with the government", "6 does=vote: The deputies of {Malaita} voted against the government"),
    ("5 does=fall: The ceiling of {Cedar} library fell in the room for children", "6 does=fall: The ceiling of {Cedar} library fell in the room for newspapers"),
    ("5 who=Marx does=lead whom=the_repairs: {Marx} leads the repairs at {Altenrode} lock", "6 who=Voss does=lead whom=the_repairs: {Voss} leads the repairs at {Altenrode} lock, not {Marx}"),
    ("5: {NATO} sent [three=3;ships] ships", "6: {NATO} lost [three=3;ships] ships"),
    ("5: {NATO} sent [about 3,200=~3200;troops] troops", "6: {NATO} sent [3,200=3200;troops] troops"),
    ("5: {NATO} sent [more than 3,200=>3200;troops] troops", "6: {NATO} sent [3,200=3200;troops] troops"),
    ("5: Sales rose to [184 million=184000000 EUR;] at {Delta}", "6: Sales rose from [184 million=184000000 EUR;] at {Delta}"),
    ("5 who=Noor does=buy whom=the_vessel: {Noor} bought the vessel {Awatea}",
     "6 who=Noor does=scrap whom=the_vessel: {Noor} scrapped the vessel {Awatea}"),
    ("5 who=Noor does=buy whom=the_vessel: {Noor} bought the vessel", "6 who=Imani does=buy whom=the_vessel: {Imani} bought the vessel"),
]  # fmt: skip


# What a model finds the same and what it finds a contradiction, how far ahead of the next likest, whether all is settled.
READINGS = [
    (0.8, 0.0, 0.1, True, "same.reading"),
    (0.55, 0.0, 0.0, True, "same.reading"),
    (0.5, 0.0, 0.0, True, None),
    (0.4, 0.0, 0.3, True, None),
    (0.6, 0.2, 0.1, True, None),
    (0.6, 0.1, 0.1, True, "same.reading"),
    (0.6, 0.0, -0.05, True, None),
    (0.8, 0.0, -0.05, True, "same.reading"),
    (0.6, 0.0, 0.0, False, None),
    (0.8, 0.0, 0.0, False, "same.reading"),
    (0.6, 0.0, 0.1, False, "same.reading"),
]

# Two wordings that share hardly a word, and whether a model may be asked about them.
WORDINGS = [
    ("5 who=the_director does=be whom=Koh: The former director is {Koh}", "6 who=Koh does=convict: {Koh} was convicted", False),
    ("5 who=the_director does=be whom=Koh: The former director is {Koh}", "6 who=Koh does=be whom=Koh: The head was {Koh}", True),
    ("5: No job would be lost at {Delta}", "6: Lay-offs will not follow", True),
    ("5: The blaze left [some 240=~240;workers] workers idle", "6: There was no shift for [240=240;people] people", True),
    ("5: It was closed for [two=2 hour;] hours", "6: The doors stayed shut for [120=120 minute;] minutes", True),
    ("5: Sales came to [412 billion=412000000000 KRW;] won", "6: It took in [412 million=412000000 KRW;takings] won", False),
    ("5: A jury of [nine=9;jurors] sat", "6: The panel had [eight=8;seats] seats", False),
    ("5: {Riga} was cut off", "6: The road to {Tallinn} is under water", False),
    ("5: It opened <in May=2026-05-01/2026-06-01>", "6: The gates swung wide <in July=2026-07-01/2026-08-01>", False),
    ("5: It opened <on Monday=2026-03-02/2026-03-03> and shut <on Friday=2026-03-06/2026-03-07>", "6: The gates swung wide <on Monday=2026-03-02/2026-03-03> and closed <on Thursday=2026-03-05/2026-03-06>", False),
    ("5: It is shut <from Monday=2026-03-09/>", "6: The gates stay closed <from Thursday=2026-03-12/>", False),
    ("5: It is shut <from Monday=2026-03-09/>", "6: The gates stay closed <from Monday=2026-03-09/>", True),
    ("5 who=Berg does=buy whom=the_castle: {Berg} bought the castle", "6 who=Berg does=buy whom=the_ship: {Berg} acquired the ship", False),
    ("5: It opened", "6 planned: The gates will swing wide", False),
    ("5: It opened", "6 negated: The gates did not swing wide", False),
    ("5: It opened", "6 @Vaals: The gates swung wide", False),
    ("1: It opened", "31: The gates swung wide", False),
    # No name of one side alone: a month, a plain word that opens the claim.
    ("5: {Riga} was cut off on 3 March 2026", "6: The road went under water on 4 April 2026", True),
    ("5: {Riga} was shaken with a force of [6.3=6.3;]", "6: Seismologists put the strength at [6.3=6.3;]", True),
    ("5: {Riga} was cut off on 3 March 2026", "6: {Tallinn} went under water on 3 March 2026", False),
    # "Not" with an opposite word.
    ("5: The panel accepted the text", "6 negated: The board rejected not a word", True),
    ("5: The panel accepted the text", "6: The board rejected every word", False),
    ("5: The panel accepted the text", "6 negated: The board accepted not a word", False),
    # What bounds a figure.
    ("5: It pays [120 pesos=120 ARS;] a share", "6: There are [120 pesos=120 ARS;] apiece for owners", True),
    ("5: It pays [120 pesos=120 ARS;] a share", "6: There are [120 pesos=120 ARS;] for owners", False),
    ("5: The noes were [11=11;votes]", "6: Only [eleven=11;members] members opposed it", True),
    ("5: It saw [3,870=3870;cases] cases, [more than half=>50 percent;] of them mild", "6: There were [3,870=3870;infections] infections", True),
    ("5: It has [eight=8;surveyors] surveyors, [four=4;] from each country", "6: A team of [eight=8;team] goes", True),
    ("5: It saw [3,870=3870;cases] cases", "6: There were another [3,870=3870;infections] infections", False),
    # A figure that does not say what it counts is none for what both count.
    ("5: An epidemic took [33=33;lives] lives", "6: In the province [33=33;] had died out of [54=54;]", True),
    ("5: An epidemic took [33=33;lives] lives", "6: In the province [54=54;] had died", False),
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


@pytest.mark.parametrize(("same", "contradicts", "ahead", "settled", "rule"), READINGS)
def test_how_sure_a_model_has_to_be(pair, same, contradicts, ahead, settled, rule):
    a, b = pair("5: The lights went out across town", "6: The current was gone everywhere in the city")
    b = replace(b, claim=b.claim.model_copy(update={"settled": settled}))
    opinion = Opinion({Relation.SAME: same, Relation.CONTRADICTS: contradicts})
    found = sameness(overlay(frame_of(a), frame_of(b)), Reading(opinion, ahead))
    assert (found and (found.rule, found.likelihood, found.apart)) == (rule and (rule, same, None))


@pytest.mark.parametrize(("earlier", "later", "may"), WORDINGS)
def test_a_part_that_differs_leaves_a_model_nothing_to_say(pair, earlier, later, may):
    a, b = pair(earlier, later)
    assert readable(overlay(frame_of(a), frame_of(b))) is may
    sure = Reading(Opinion({Relation.SAME: 0.99}), 0.5)
    found = sameness(overlay(frame_of(a), frame_of(b)), sure)
    assert (found is not None and found.apart is None) is may


# Two claims with the id of what each names, and whether a model may be asked about them.
NAMED = [
    ("5: Power came from {Senegal}", "country:SN", "6: {Senegalese} current was used", "country:SN", True),
    ("5: Power came from {Senegal}", "country:SN", "6: {Nigerian} current was used", "country:SN", False),
    ("5: Power came from {Austria}", "country:AT", "6: {Australian} current was used", "country:AU", False),
    ("5: A loan came from {AfDB}", "name:afdb", "6: {African Development Bank} money paid", "name:african development bank", True),
    ("5: A loan came from {AfDB}", "name:afdb", "6: {Asian Development Bank} money paid", "name:asian development bank", False),
    ("5: A loan came from {Afdb}", "name:afdb", "6: {African Development Bank} money paid", "name:african development bank", False),
]  # fmt: skip


@pytest.mark.parametrize(("earlier", "named", "later", "other", "may"), NAMED)
def test_one_name_in_two_forms_keeps_nothing_apart(pair, earlier, named, later, other, may):
    both = [
        replace(one, claim=one.claim.model_copy(update={"entity_ids": (entity,)}))
        for one, entity in zip(pair(earlier, later), (named, other), strict=True)
    ]
    assert readable(overlay(*map(frame_of, both))) is may


@given(st.sampled_from([row[:2] for row in SAME] + TOO_LITTLE))
def test_the_order_of_the_two_does_not_matter(read_pair, rows):
    there, back = judged(read_pair, *rows), judged(read_pair, *reversed(rows))
    assert (there and (there.rule, there.apart)) == (back and (back.rule, back.apart))
