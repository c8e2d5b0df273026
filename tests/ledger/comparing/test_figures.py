"""One figure with two units."""

import pytest

from services.ledger.comparing.comparers import judge

CONTRADICTS, SCALE = "contradicts", "figures.same_figure_other_unit"
ROWS = [
    ("5: The {San Lorenzo} spill let out [70,000 cubic metres=70000 m³;] of slurry", "5: The {San Lorenzo} spill of slurry came to [71,000 litres=71000 litre;]", "contradicts", "numbers.disjoint"),
    ("5: About [18,000 barrels=~18000 barrel;diesel] of diesel were lost in {Marsa Zerga}", "6: {Marsa Zerga} lost [18,000 litres=18000 litre;diesel] of diesel", CONTRADICTS, SCALE),
    ("5: The ranch of {Olmesutye} extends to [8,600 hectares=8600 hectare;]", "6: The ranch of {Olmesutye} measures [8,600 acres=8600 acre;]", CONTRADICTS, SCALE),
    ("5: The drill of {Kestrel} reached [3.2 metres=3.2 m;]", "5: The drill of {Kestrel} went down [3.2 feet=3.2 foot;]", CONTRADICTS, SCALE),
    ("5: {Poland} signed a contract worth [2.4 billion zlotys=2400000000 PLN;]", "6: {Poland} signed an agreement, a contract of [2.4 million zlotys=2400000 PLN;]", CONTRADICTS, SCALE),
    ("5: The quake at {Washkol} had a focus [12 kilometres=12 km;] deep", "6: The focus of the {Washkol} quake lay [12 miles=12 mile;] down", CONTRADICTS, SCALE),
    ("5: Penguins off {Antipodes} dive to [240 metres=240 m;]", "5: Penguins off {Antipodes} dive to [240 feet=240 foot;]", CONTRADICTS, SCALE),
    ("5: Revenue of {Mirae} came to [412 billion won=412000000000 KRW;]", "6: Revenue of {Mirae} was [412 million won=412000000 KRW;]", CONTRADICTS, SCALE),
    ("5: The cavern at {Celle} will hold [250 gigawatt-hours=250 GWh;]", "6: The cavern at {Celle} will hold [250 megawatt-hours=250 MWh;]", CONTRADICTS, SCALE),
    # unit_conversion: other figures, one size
    ("5: Cable off {Cape Town} lies [1,150 metres=1150 m;] deep", "5: Cable off {Cape Town} lies [3,773 feet=3773 foot;] deep", "supports", "numbers.compatible"),
    ("5: The road to {Mananpur} is [40 km=40 km;] long", "5: The road to {Mananpur} is [40,000 metres=40000 m;] long", "supports", "numbers.compatible"),
    # Money of two countries cannot be compared without a rate.
    ("5: The unit at {Suswa} cost [121 million dollars=121000000 USD;]", "5: The unit at {Suswa} cost [121 million shillings=121000000 KES;]", None, None),
    # A single digit comes up too often to be one figure; as lengths the two still differ.
    ("5: The {Riga} line runs [5 km=5 km;] north", "5: The {Riga} line runs [5 miles=5 mile;] north", "contradicts", "numbers.disjoint"),
    # different_entity, different_time, negation
    ("5: The drill of {Kestrel} reached [3.2 metres=3.2 m;]", "5: The drill of {Heron} reached [3.2 feet=3.2 foot;]", None, None),
    ("5: {Mirae} earned [412 billion won=412000000000 KRW;] <in 2025=2025-01-01/2026-01-01>", "5: {Mirae} earned [412 million won=412000000 KRW;] <in 2012=2012-01-01/2013-01-01>", None, None),
    ("5 negated: The drill of {Kestrel} did not reach [3.2 metres=3.2 m;]", "5: The drill of {Kestrel} reached [3.2 feet=3.2 foot;]", "unrelated", "numbers.negated"),
    # hedged, attributed_dispute; a plan and its outcome do not differ by a unit
    ("5 hedged: The drill of {Kestrel} may reach [3.2 metres=3.2 m;]", "5: The drill of {Kestrel} reached [3.2 feet=3.2 foot;]", "unrelated", "figures.hedged"),
    ("5 planned: The drill of {Kestrel} will reach [3.2 metres=3.2 m;]", "9: The drill of {Kestrel} reached [3.2 feet=3.2 foot;]", CONTRADICTS, SCALE),
    ("5 @Vaals: The drill of {Kestrel} reached [3.2 metres=3.2 m;]", "9 @Moreau: The drill of {Kestrel} reached [3.2 feet=3.2 foot;]", "disputes", "figures.attributed"),
    # One speaker misheard by one of two outlets.
    ("5 @Vaals: The drill of {Kestrel} reached [3.2 metres=3.2 m;]", "9 @Jan_Vaals: The drill of {Kestrel} reached [3.2 feet=3.2 foot;]", CONTRADICTS, SCALE),
    ("5 @Vaals: The drill of {Kestrel} reached [3.2 metres=3.2 m;]", "9: The drill of {Kestrel} reached [3.2 feet=3.2 foot;]", CONTRADICTS, SCALE),
]  # fmt: skip


@pytest.mark.parametrize(("earlier", "later", "relation", "rule"), ROWS)
def test_figures(pair, earlier, later, relation, rule):
    verdict = judge(*pair(earlier, later))
    assert (verdict and verdict.relation, verdict and verdict.rule) == (relation, rule)


def test_a_person_can_read_why(pair):
    verdict = judge(*pair(ROWS[3][0], ROWS[3][1].replace("5:", "6:")))
    assert verdict.explanation == (
        "Alpha Post says “The drill of Kestrel reached 3.2 metres”; "
        "Beta Times says “The drill of Kestrel went down 3.2 feet”."
    )
