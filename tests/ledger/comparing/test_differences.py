"""Which parts of two claims exclude each other: for each comparer what it finds, and the many things that it passes by."""

from dataclasses import replace

import pytest

from services.ledger.comparing.features import RULES, differences
from services.ledger.comparing.frames import frame_of
from services.ledger.comparing.overlay import overlay

ROWS = [
    # quantities of one thing
    ("5: [183 passengers=183;passengers] were aboard the ferry {Awatea}", "5: [138=138;passengers] passengers were on board the {Awatea}", "quantities.disjoint"),
    ("5 who=NATO does=send: {NATO} sent [3,200=3200;troops] troops", "5 who=NATO does=send: {NATO} will send [2,300=2300;soldiers] soldiers", "quantities.disjoint"),
    ("5: The drill of {Kestrel} reached [3.2 metres=3.2 m;]", "5: The drill of {Kestrel} went down [3.2 feet=3.2 foot;]", "quantities.same_figure_other_unit"),
    ("5: {Poland} signed a contract worth [2.4 billion zlotys=2400000000 PLN;]", "6: {Poland} signed a contract of [2.4 million zlotys=2400000 PLN;]", "quantities.same_figure_other_unit"),
    ("5: A quake struck at a depth of [12 kilometres=12 km;depth]", "5: The quake lay [12 miles=12 mile;depth] deep", "quantities.same_figure_other_unit"),
    ("5: A quake struck at a depth of [10 kilometres=10 km;depth]", "5: The depth was [10 miles=10 mile;depth]", "quantities.same_figure_other_unit"),
    ("5: The bank set the rate at [2 per cent=2 percent;]", "5: The bank set the rate at [3 per cent=3 percent;]", "quantities.disjoint"),
    ("5: Turnout fell by [10 per cent=10 percent;]", "5: Turnout fell by [14 per cent=14 percent;]", "quantities.disjoint"),
    ("5: The blast killed [100=100;people] people", "5: The blast killed [200=200;people] people", "quantities.disjoint"),
    ("5: The blast killed [12 people=12;people] and injured [12 others=12;others]", "5: The blast killed [12 people=12;people] and injured [45 others=45;others]", "quantities.disjoint"),
    ("5: Leaders from [29 countries=29;countries] met in {Paris}", "5: Leaders from [12 countries=12;countries] met in {Paris}", "quantities.disjoint"),
    ("5: A contract worth [2.4 billion zlotys=2400000000 PLN;]", "5: A contract worth [2.4 billion euros=2400000000 EUR;]", "quantities.same_figure_other_unit"),
    # and of one value, or no thing in common
    ("5: It weighs [20 tonnes=20 tonne;]", "5: It is [20 tons=20 ton;] in weight", None),
    ("5: More than [20=>20;countries] countries came", "5: [29=29;countries] countries came", None),
    ("5: The road is [25 km=25 km;] long", "5: The road is [15.5 miles=15.5 mile;] long", None),
    ("5: About [300=~300;people] people marched", "5: [312=312;people] people marched", None),
    ("5: The plant cost [37 million euros=37000000 EUR;]", "5: The plant cost [40 million dollars=40000000 USD;]", None),
    ("5: It rose from [58 per cent=58 percent;]", "5: It rose to [71 per cent=71 percent;]", None),
    ("5: She is [26=26 year;age] years old", "5: She waited [5 years=5 year;wait]", None),
    ("5: The [first=1 ordinal;day] day", "5: The [third=3 ordinal;day] day", None),
    ("5: [22=22;seats] of [47=47;seats] seats", "5: [47=47;seats] seats are filled", None),
    # times of one event
    ("5 who=the_ferry does=sail: The ferry sailed <on Friday=2026-03-06/2026-03-07>", "8 who=the_ferry does=sail: The ferry sailed <on Sunday=2026-03-08/2026-03-09>", "timing.disjoint"),
    ("5 does=form whom=Pact: The {Pact} was formed <in 2001=2001-01-01/2002-01-01>", "8 does=form whom=Pact: The {Pact} was formed <in 2025=2025-01-01/2026-01-01>", "timing.one_origin"),
    ("5 does=build whom=the_ferry: The ferry was built <in 1998=1998-01-01/1999-01-01>", "8 does=build whom=the_ferry: The ferry was built <in 2004=2004-01-01/2005-01-01>", "timing.one_origin"),
    ("5 does=found whom=Pact: The {Pact} was founded <in 2001=2001-01-01/2002-01-01>", "8 does=form whom=Pact: The {Pact} was formed <in 2025=2025-01-01/2026-01-01>", "timing.one_origin"),
    ("5 does=set_up whom=Pact: The {Pact} was set up <in 2001=2001-01-01/2002-01-01>", "8 does=launch whom=Pact: The {Pact} was launched <in 2025=2025-01-01/2026-01-01>", "timing.one_origin"),
    ("5 does=found whom=Pact: The {Pact} was founded <in 2001=2001-01-01/2002-01-01>", "8 does=found whom=Pact: The {Pact} was founded <in 2001=2001-01-01/2002-01-01>", None),
    ("5: The ferry sailed <in March=2026-03-01/2026-04-01>", "8: The ferry sailed <on Sunday=2026-03-08/2026-03-09>", None),
    ("5: Prices rose more than <in 2024=2024-01-01/2025-01-01>", "8: Prices rose <in 2025=2025-01-01/2026-01-01>", None),
    ("5 who=the_envoy does=return: The envoy returned from {Paris} <on Monday=2026-03-02/2026-03-03>", "5 who=the_envoy does=return: The envoy returned from {Paris} <on Thursday=2026-03-05/2026-03-06>", "timing.disjoint"),
    # what did not happen then, or by this one, may have happened at another time, or by another
    ("5 negated who=the_ferry does=sail: The ferry did not sail <on Friday=2026-03-06/2026-03-07>", "8 who=the_ferry does=sail: The ferry sailed <on Sunday=2026-03-08/2026-03-09>", None),
    ("5 negated who=France does=win whom=the_cup: {France} did not win the cup", "5 negated who=Spain does=win whom=the_cup: {Spain} did not win the cup", None),
    ("5 negated: Prices did not rise", "5 negated: Prices did not fall", None),
    ("5 negated who=Marquette does=ram whom=Algoma: {Marquette} did not ram {Algoma}", "5 negated who=Algoma does=ram whom=Marquette: {Algoma} did not ram {Marquette}", None),
    # polarity and existence
    ("5: The {Bank} has given its consent", "5 negated: The {Bank} has not given its consent", "opposites.affirmed_and_negated"),
    ("5: Sirens were sounded", "5 negated: Not one siren sounded", "opposites.affirmed_and_negated"),
    ("5 negated: There was no fog", "5: Fog lay on the lake", "opposites.affirmed_and_negated"),
    ("5 who=Riga does=join whom=the_pact: {Riga} joined the pact", "5 negated who=Tallinn does=join whom=the_pact: {Tallinn} has not joined the pact", None),
    ("5: {Kwong} leads the bank", "5 negated: {Kwong} did not resign", None),
    ("5: Deaths from cholera were counted", "5 negated: There were no cholera deaths", "opposites.affirmed_and_negated"),
    ("5 join=Riga;the_pact: {Riga} joined the pact", "5 join=Tallinn;the_pact: {Tallinn} joined the pact", None),
    ("5: The price rose", "5 negated: The price did not fall", None),
    # opposites
    ("5 who=the_margin does=widen: The margin widened", "5 who=the_margin does=narrow: The margin narrowed", "opposites.antonyms"),
    ("5: The owner was acquitted", "5: The owner was found guilty", "opposites.antonyms"),
    ("5: Macau is included in the sale", "5: Macau is excluded from the sale", "opposites.antonyms"),
    ("5: The bridge is open", "5: The bridge is a long one", None),
    ("5: The drill began at dawn", "5: The drill ended at dusk", None),
    ("5: The envoy arrived in {Baku}", "5: The envoy left {Baku}", None),
    ("5: The hut lends boots", "5: Boots can be borrowed at the hut", None),
    ("5: {Noor} sold the ship", "5: {Berg} bought the ship", None),
    ("5: The chapel stands by the lake", "5: The chapel lies by the lake", None),
    # participants
    ("5 who=Latvia does=chair whom=the_meeting: {Latvia} chaired the meeting", "5 who=Norway does=chair whom=the_meeting: {Norway} chaired the meeting", "participants.other_actor"),
    ("5 who=Marquette does=ram whom=Algoma: {Marquette} rammed {Algoma}", "5 who=Algoma does=ram whom=Marquette: {Algoma} rammed {Marquette}", "participants.reversed"),
    ("5 who=Funaro does=meet whom=Lawson: {Funaro} met {Lawson}", "5 who=Lawson does=meet whom=Funaro: {Lawson} met {Funaro}", None),
    ("5 does=build whom=the_batteries where=Radom: The batteries are built in {Radom}", "5 does=build whom=the_batteries where=Kielce: The batteries are built in {Kielce}", "places.apart"),
    ("5 who=Latvia does=chair whom=the_meeting: {Latvia} chaired the meeting", "5 who=Norway does=leave whom=the_meeting: {Norway} left the meeting", None),
    ("5 who=Latvia does=chair whom=the_meeting: {Latvia} chaired the meeting", "5 who=Latvia does=chair whom=the_meeting: {Latvia} chaired the meeting", None),
    ("5 does=elect whom=Ruiz,mayor_of_Lima: {Ruiz} was elected mayor", "6 does=elect whom=Vega,mayor_of_Lima: {Vega} was elected mayor of Lima", "participants.other_holder"),
    ("5 does=elect whom=Ruiz,mayor_of_Lima: {Ruiz} was elected mayor", "6 does=elect whom=Ruiz,the_mayor: {Ruiz} was elected mayor", None),
    ("5 does=elect whom=Ruiz,mayor_of_Lima: {Ruiz} was elected mayor", "6 does=elect whom=Vega,deputy: {Vega} was elected deputy", None),
    ("5 does=see whom=Ruiz,the_mayor: {Ruiz} and the mayor were seen", "6 does=see whom=Vega,the_mayor: {Vega} and the mayor were seen", None),
    ("5 who=Berg,Ruiz does=found whom=Acme: {Berg} and {Ruiz} founded {Acme}", "8 who=Ruiz does=found whom=Acme: {Ruiz} founded {Acme}", None),
    ("5 who=Berg does=propose whom=Pact: {Berg} proposed the {Pact}", "8 who=Ruiz does=launch whom=Pact: {Ruiz} launched the {Pact}", None),
    ("5 who=Berg does=announce whom=Pact: {Berg} announced the {Pact}", "8 who=Ruiz does=found whom=Pact: {Ruiz} founded the {Pact}", None),
    ("5 who=Berg does=sell whom=its_pipeline_and_terminal_units: {Berg} sold its pipeline and terminal units", "6 who=Berg does=sell whom=its_subsidiaries: {Berg} sold its subsidiaries engaged in pipeline and terminal operations", None),
    ("5 who=Berg does=sell whom=its_pipeline_and_terminal_units: {Berg} sold its pipeline and terminal units", "6 who=Berg does=sell whom=its_bakeries: {Berg} sold its bakeries", "participants.other_object"),
    # turned round by a small word, or by two parts exchanged
    ("5: The president left the palace before the mutineers reached it", "5: The president left the palace only after the mutineers had reached it", "turned.order"),
    ("5: The firm stopped its sales before it announced the recall", "5: The firm announced the recall before it stopped its sales", "turned.order"),
    ("5: The slab broke loose above the party", "5: The slab broke loose below the party", "turned.small_words"),
    ("5: Fares will go up after the strike", "5: Fares will go down after the strike", "turned.small_words"),
    ("5: The bus had 44 seats and 61 passengers", "5: The bus had 61 seats and 44 passengers", "turned.exchanged"),
    ("5: The patrol drove from Bria to Ndoukou", "5: The patrol drove from Ndoukou to Bria", "turned.exchanged"),
    ("5: Rojas flew it and Villena slept", "5: Villena flew it and Rojas slept", "turned.exchanged"),
    ("5 does=speak: Carter spoke for the firm and Shaw for the town", "5 does=speak: Shaw spoke for the firm and Carter for the town", "turned.exchanged"),
    ("5: The verdict was read in the prison, not in the court", "5: The verdict was read in the court, not in the prison", "turned.exchanged"),
    # and no more than told in another order
    ("5: The president left before the mutineers came", "5: The mutineers came after the president left", None),
    ("5: More than [20=>20;boats] boats sailed", "5: Fewer than [30=<30;boats] boats sailed", None),
    ("5: France and Germany signed", "5: Germany and France signed", None),
    ("5: France, Spain and Germany signed", "5: Germany, Spain and France signed", None),
    ("5: Under the pact fees will rise", "5: Fees will rise under the pact", None),
    ("5: The choir sang before the vote", "5: The guards slept after the storm", None),
    ("5 who=Funaro does=meet whom=Lawson: Funaro met Lawson", "5 who=Lawson does=meet whom=Funaro: Lawson met Funaro", None),
    # places
    ("5 does=land where=Bariloche: The plane landed in {Bariloche}", "5 does=land where=Toulouse: The plane landed in {Toulouse}", "places.apart"),
    ("5 does=land where=New_York: The plane landed in {New York}", "5 does=land where=New_Delhi: The plane landed in {New Delhi}", "places.apart"),
    ("5 does=hurt where=Acme_plant: Seven were hurt at the {Acme} plant near {Houston}", "5 does=hurt where=Houston_plant: Seven were hurt at the {Houston plant}", None),
    ("5 does=land where=Oaxaca: The plane landed in {Oaxaca}", "5 does=land where=Oaxaca_city: The plane landed in {Oaxaca city}", None),
    ("5 does=land where=Radès: The plane landed in {Radès}", "5 does=land where=Tunis: The plane landed in {Tunis}, near {Radès}", None),
    ("5 does=close where=Mayo: {Kilmurragh School} in {Mayo} was closed", "5 does=close where=Kilmurragh: The school in {Kilmurragh} was closed", None),
    ("5 does=land where=Bariloche: The plane landed in {Bariloche}", "5 does=vote where=Toulouse: A council voted in {Toulouse}", None),
    # gatherings
    ("5 who=Pact does=hold whom=a_summit: The {Pact} held a summit", "5 negated who=Pact does=hold whom=a_summit: The {Pact} has not held a summit", "opposites.affirmed_and_negated"),
    ("5 who=Pact does=hold whom=a_summit: The {Pact} held a summit", "5 negated who=League does=hold whom=a_summit: The {League} has not held a summit", None),
    ("5 who=the_victim does=be whom=a_doctor: The victim was a doctor", "6 who=the_victim does=be whom=a_nurse: The victim was a nurse", "participants.other_identity"),
    ("5 who=the_victim does=be whom=down_on_a_doctor: The victim was down on a doctor", "6 who=the_victim does=be whom=a_nurse: The victim was a nurse", None),
    ("5 who=Pact does=bring_together whom=leaders: The {Pact} summit brought together leaders", "5 negated who=Pact does=hold whom=a_summit: The {Pact} has not held a summit", None),
    # membership
    ("5 join=Germany,France;the_coalition: {Germany} and {France} joined the coalition", "5 negated join=France;coalition_of_the_willing: {France} has yet to join", "membership.joined_and_not_joined"),
    ("5 join=Germany;the_coalition: {Germany} joined the coalition", "5 negated join=France;the_coalition: {France} has yet to join the coalition", None),
    ("5 join=France;the_coalition: {France} joined the coalition", "5 negated join=France;the_bank: {France} has yet to join the bank", None),
]  # fmt: skip


@pytest.mark.parametrize(("earlier", "later", "rule"), ROWS)
def test_differences(pair, earlier, later, rule):
    a, b = pair(earlier, later)
    found = {difference.rule for difference in differences(overlay(frame_of(a), frame_of(b)))} - {
        "opposites.other_kind"
    }
    assert rule in found if rule else not found


@pytest.mark.parametrize(("earlier", "later", "rule"), ROWS)
def test_every_difference_has_a_known_rule_and_two_sides(pair, earlier, later, rule):
    a, b = pair(earlier, later)
    assert rule is None or rule in RULES
    for difference in differences(overlay(frame_of(a), frame_of(b))):
        assert difference.rule in RULES
        assert 0 < difference.strength <= 1
        assert difference.a.said
        assert difference.b.said


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("5 does=build whom=the_tomb: The tomb was built <in 1200=1200-01-01/1201-01-01>", "8 does=discover whom=the_tomb: The tomb was discovered <in 1922=1922-01-01/1923-01-01>"),
        ("5 does=build whom=the_bridge: The bridge was built <in 1998=1998-01-01/1999-01-01>", "8 does=inaugurate whom=the_bridge: The bridge was inaugurated <in 2001=2001-01-01/2002-01-01>"),
        ("5 does=find whom=Acme: {Acme} was found <in 1998=1998-01-01/1999-01-01>", "8 does=found whom=Acme: {Acme} was founded <in 2001=2001-01-01/2002-01-01>"),
        ("5 who=Mirae does=launch whom=drones: {Mirae} launched drones <on Friday=2026-03-06/2026-03-07>", "8 who=Mirae does=launch whom=drones: {Mirae} launched drones <on Sunday=2026-03-08/2026-03-09>"),
        ("5 does=found whom=Baltic_Pact: The {Baltic Pact} was founded <in 1998=1998-01-01/1999-01-01>", "8 does=found whom=Warsaw_Pact: The {Warsaw Pact} was founded <in 1955=1955-01-01/1956-01-01>"),
    ],
)  # fmt: skip
def test_what_happens_to_other_things_or_often_has_no_one_origin(pair, earlier, later):
    found = {difference.rule for difference in differences(overlay(*map(frame_of, pair(earlier, later))))}
    assert "timing.one_origin" not in found


@pytest.mark.parametrize(
    ("earlier", "later", "opposite"),
    [
        ("from=the_eastern_bank", "from=the_western_bank", True),
        ("to=the_eastern_bank", "to=the_western_bank", True),
        ("from=the_eastern_bank", "to=the_western_bank", False),
        ("to=the_eastern_bank", "from=the_western_bank", False),
    ],
)
def test_the_ends_of_one_way_are_no_opposites(pair, earlier, later, opposite):
    rows = [
        f"5 who=the_ferry does=run {way}: The ferry ran {way.replace('=', ' ').replace('_', ' ')}"
        for way in (earlier, later)
    ]
    found = {difference.rule for difference in differences(overlay(*map(frame_of, pair(*rows))))}
    assert ("opposites.antonyms" in found) is opposite


SURER = [
    (
        "what is denied is what the other affirms, not what stands beside it",
        ("5: {Kassala} counted deaths from cholera", "5 negated: There were no cholera deaths in {Kassala}"),
        ("5: {Kassala} counted cholera cases", "5 negated: There were no cholera deaths in {Kassala}"),
    ),
    (
        "who was acquitted is who was convicted",
        (
            "5 who=court does=acquit whom=Seabra: The court acquitted {Seabra} of fraud",
            "5 who=court does=convict whom=Seabra: The court convicted {Seabra} of fraud",
        ),
        (
            "5 who=court does=acquit whom=Seabra: The court acquitted {Seabra} of fraud",
            "5 who=court does=convict whom=Meireles: The court convicted {Meireles} of fraud",
        ),
    ),
    (
        "what fell is what rose",
        ("5 who=the_reserves does=fall: The reserves fell", "5 who=reserves does=rise: Reserves rose"),
        ("5 who=the_reserves does=fall: The reserves fell", "5 who=the_deposits does=rise: The deposits rose"),
    ),
    (
        "what happens to the thing that is counted counts, small words between aside",
        (
            "5: About [4,000 litres=4000 litre;oil] of oil ran into the {Rhine}",
            "5: Some [40,000 litres=40000 litre;oil] of oil leaked into the {Rhine}",
        ),
        (
            "5: About [4,000 litres=4000 litre;oil] of oil ran into the {Rhine}",
            "5: Some [9,000 litres=9000 litre;oil] of oil are burned by the plant",
        ),
    ),
]


@pytest.mark.parametrize(("surer", "less"), [pairs for _, *pairs in SURER], ids=[why for why, *_ in SURER])
def test_strength(pair, surer, less):
    strengths = [
        max(
            one.strength
            for one in differences(overlay(*map(frame_of, pair(*rows))))
            if one.rule != "opposites.other_kind"
        )
        for rows in (surer, less)
    ]
    assert strengths[0] > strengths[1] + 0.1


def test_opposites_tell_less_of_claims_that_name_different_people(pair):
    strengths = []
    for one, other in (("person:seabra", "person:seabra"), ("person:seabra", "person:meireles")):
        told = pair("5: The court acquitted him of fraud", "5: The court convicted him of fraud")
        a, b = (
            frame_of(
                replace(side, claim=side.claim.model_copy(update={"entity_ids": (name,)}), version_id=name + place)
            )
            for side, name, place in zip(told, (one, other), "ab", strict=True)
        )
        strengths += [found.strength for found in differences(overlay(a, b)) if found.rule == "opposites.antonyms"]
    assert strengths[0] > strengths[1] > 0
