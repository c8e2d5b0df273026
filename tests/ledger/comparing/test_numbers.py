"""Counted and measured quantities: what contradicts, and the many things that only look like it."""

import pytest

from services.ledger.comparing.comparers import judge

ROWS = [
    # One figure against another, in the same news.
    ("5: {NATO} agreed to keep [3,200=3200;troops] troops in its battlegroups", "6: {NATO} agreed to send a further force of [2,300=2300;soldiers] soldiers to its battlegroups", "unrelated", "numbers.different_scope"),
    ("5: {NATO} agreed to add [3,200=3200;troops] troops to its battlegroups", "6: {NATO} will add [2,300=2300;soldiers] soldiers to its battlegroups", "contradicts", "numbers.disjoint"),
    ("5: The ferry {Aurora} ran aground with [183=183;passengers] passengers aboard", "5: [138=138;passengers] passengers were aboard the ferry {Aurora} when it ran aground", "contradicts", "numbers.disjoint"),
    ("5: The reception centre on {Samos} has room for [800=800;people] people", "6: The centre on {Samos} takes [1,800=1800;people] people, reception staff say", "contradicts", "numbers.disjoint"),
    ("5: The {Regional Union} is strongest with [22=22;seats] seats in the assembly", "6: The {Regional Union} won [24=24;seats] seats in the assembly", "contradicts", "numbers.disjoint"),
    ("5: The quake struck {Huarinca} at a depth of [18 km=18 km;]", "6: The quake that struck {Huarinca} had a depth of [80 km=80 km;]", "contradicts", "numbers.disjoint"),
    ("5: The union {VLR} demands a rise of [420 euros=420 EUR;] a month", "5: The union {VLR} wants a rise of [240 euros=240 EUR;] a month and demands talks", "contradicts", "numbers.disjoint"),
    # approximation
    ("5: About [600=~600;people] people live on the island of {Migoro}", "6: The island of {Migoro} has [612=612;people] people who live there", "supports", "numbers.compatible"),
    ("5: The summit in {Brussels} drew leaders of [more than 20=>20;countries] countries", "6: Leaders of [29=29;countries] countries came to the summit in {Brussels}", "supports", "numbers.compatible"),
    ("5: Up to [400=<=400;lorries] lorries cross the border at {Tell Shihan}", "6: Some [247=~247;lorries] lorries cross the border at {Tell Shihan}", "supports", "numbers.compatible"),
    ("5: [Close to 150=~150;turbines] turbines will turn at {Gabal}", "6: [148=148;turbines] turbines will turn at {Gabal}", "supports", "numbers.compatible"),
    ("5: The bill for {Aquila} is [70 million euros=70000000 EUR;]  for repairs", "6: Repairs bring a bill of [between 60 and 80 million euros=60000000..80000000 EUR;] for {Aquila}", "supports", "numbers.compatible"),
    # rounding
    ("5: Sales of {Korvala} were [1.41 billion euros=1410000000 EUR;] in the region", "6: Sales of {Korvala} in the region were [1.4 billion euros=1400000000 EUR;]", "supports", "numbers.compatible"),
    ("5: Turnout in {Chilonga} was [38 percent=38 percent;]  of voters", "6: In {Chilonga} [38.4 percent=38.4 percent;] of voters was the turnout", "supports", "numbers.compatible"),
    # unit_conversion
    ("5: The road to {Mananpur} runs [25 km=25 km;] along the coast", "6: The coast road to {Mananpur} runs [15.5 miles=15.5 mile;]", "supports", "numbers.compatible"),
    ("5: The drill of {Tsukuyo} can reach a depth of [one metre=1 m;]", "6: The drill of {Tsukuyo} can reach a depth of [100 centimetres=100 cm;]", "supports", "numbers.compatible"),
    # update
    ("5: The flood in {Surma} killed [9=9;people] people", "6: The flood in {Surma} has killed [14=14;people] people", "updates", "numbers.later_toll"),
    ("5: [22=22;pupils] pupils have died of measles in {Kano}", "8: Measles deaths among pupils in {Kano} stand at [25=25;Measles deaths]", "updates", "numbers.later_toll"),
    ("5: The vaccine drive in {Kano} has [210,000=210000;doses] doses in store", "20: The vaccine drive in {Kano} has [98,000=98000;doses] doses in store", "updates", "numbers.later_figure"),
    # A toll that shrinks within a day is no running count.
    ("5: The blast in {Riga} killed [17=17;people] people at the station", "5: The blast in {Riga} killed [12=12;people] people at the station", "contradicts", "numbers.disjoint"),
    # different_scope
    ("5: The mine in {Kabiyo} made [19,000=19000;ounces] ounces of gold in total", "6: The mine in {Kabiyo} made [400=400;ounces] ounces of gold each week", "unrelated", "numbers.different_scope"),
    ("5: {Crater} has [1,214=1214;cases] suspected cholera cases", "6: {Crater} has [163=163;cases] confirmed cholera cases", "unrelated", "numbers.different_scope"),
    ("5: Core inflation in {Chile} was [3.4%=3.4 percent;Core inflation]", "6: Inflation in {Chile} was [3.2%=3.2 percent;Inflation]", "unrelated", "numbers.different_scope"),
    # different_time
    ("5: {Mbiko} counted [31=31;cases] cases of fever <in 2025=2025-01-01/2026-01-01>", "6: {Mbiko} counted [54=54;cases] cases of fever <in 2018=2018-01-01/2019-01-01>", "unrelated", "numbers.different_time"),
    # different_entity
    ("5: The mine in {Kabiyo} made [19,000=19000;ounces] ounces of gold", "6: The mine in {Migori} made [4,000=4000;ounces] ounces of gold", None, None),
    # hedged, plan_vs_outcome
    ("5 hedged: The fire in {Orlitsa} may have injured [40=40;workers] workers at the plant", "5: The fire in {Orlitsa} injured [3=3;workers] workers at the plant", "unrelated", "numbers.hedged"),
    ("5 planned: {Poland} will order [12=12;batteries] batteries of the missile", "8: {Poland} ordered [8=8;batteries] batteries of the missile", "updates", "numbers.plan_and_outcome"),
    ("5 planned: {Poland} will order [12=12;batteries] batteries of the missile", "9 planned: {Poland} will order [8=8;batteries] batteries of the missile", "updates", "numbers.changed_plan"),
    ("5 planned: {Poland} will order [12=12;batteries] batteries of the missile", "6 planned: {Poland} will now order [8=8;batteries] batteries of the missile", "updates", "numbers.changed_plan"),
    ("5 planned: {Poland} will order [12=12;batteries] batteries of the missile", "6 planned: {Poland} will order [8=8;batteries] batteries of the missile", "contradicts", "numbers.disjoint"),
    # different_entity in one sentence frame
    ("5: Britain and {Norway} raised the cod quota in Arctic waters to [8,900 tonnes=8900 tonne;]", "5: Britain and {Norway} raised the haddock quota in Arctic waters to [890 tonnes=890 tonne;]", "unrelated", "numbers.different_thing"),
    # A claim that gives the other's figure as well knows of it.
    ("5: {Løvbjerg} plans to open [25=25;shops] shops in Poland", "6: {Løvbjerg} plans to open [nine=9;shops] shops in Poland this year, the first of [25=25;]", "unrelated", "numbers.both_told"),
    # News without a time is not about a year long past.
    ("5: {Mbiko} counted [31=31;cases] cases of fever", "5: {Mbiko} counted [54=54;cases] cases of fever <in 2018=2018-01-01/2019-01-01>", "unrelated", "numbers.different_time"),
    # specificity: a part of the whole
    ("5: A convoy of [eleven=11;lorries] lorries left {Kosti} for the camp", "5: [Four=4;lorries] of the [eleven=11;lorries] lorries that left {Kosti} reached the camp", "unrelated", "numbers.both_told"),
    ("5: [Twelve=12;villagers] villagers are missing in {Surma}", "5: [Ten=10;] of the missing in {Surma} have been found", "unrelated", "numbers.part_of_whole"),
    ("5: The {Regional Union} won [22=22;seats] of the [47=47;seats] seats", "5: The {Regional Union} won [24=24;seats] seats", "contradicts", "numbers.disjoint"),
    # attributed_dispute
    ("5 @Ethiopia: [40=40;citizens] citizens of {Ethiopia} sit in a camp in {Eritrea}", "5 @Eritrea: [3=3;citizens] citizens of {Ethiopia} sit in a camp in {Eritrea}", "disputes", "numbers.attributed"),
    ("5 @the_Banner~distanced: The army in {Tessara} lost [60=60;tanks] tanks in the assault", "5: The army in {Tessara} lost [16=16;tanks] tanks in the assault", "disputes", "numbers.attributed"),
    # One speaker's words reported in two ways are a contradiction between the reports.
    ("5 @Maritime_New_Zealand: [183=183;passengers] passengers were aboard the ferry {Aurora}", "5 @Maritime_New_Zealand: [138=138;passengers] passengers were aboard the ferry {Aurora}", "contradicts", "numbers.disjoint"),
    # A yardstick is not the message; and where one claim has two such numbers, nobody can tell which is meant.
    ("5: Turnout in {Madeira} was [54=54 percent;] of voters, up from [51=51 percent;]", "6: Turnout in {Madeira} was [54=54 percent;] of voters", "supports", "numbers.compatible"),
    ("5: {Samos} took [200=200;families] families and sent [90=90;families] families on", "6: {Samos} took [150=150;families] families", None, None),
    # paraphrase
    ("5: [Twelve=12;people] people were killed when the bridge at {Faraony} fell", "6: The fall of the bridge at {Faraony} left [12=12;] dead", "supports", "numbers.compatible"),
]  # fmt: skip


@pytest.mark.parametrize(("earlier", "later", "relation", "rule"), ROWS)
def test_numbers(pair, earlier, later, relation, rule):
    verdict = judge(*pair(earlier, later))
    assert (verdict and verdict.relation, verdict and verdict.rule) == (relation, rule)


def test_a_person_can_read_why(pair):
    verdict = judge(
        *pair(
            "5: {NATO} agreed to add [3,200=3200;troops] troops to its battlegroups",
            "6 @Vaals: {NATO} will add [2,300=2300;soldiers] soldiers to its battlegroups",
        )
    )
    assert verdict.explanation == "Alpha Post says 3,200 troops; Beta Times, citing Vaals, says 2,300 soldiers."
    assert (verdict.normalized_a, verdict.normalized_b) == ("troops: 3,200", "soldiers: 2,300")
