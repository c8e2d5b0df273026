"""Times of one event."""

import pytest

from services.ledger.comparing.comparers import judge

ROWS = [
    ("9: The pact between {Kwong Tai} and the lender was signed late <on Sunday=2026-03-08/2026-03-09>", "10: The pact between {Kwong Tai} and the lender was signed <on Friday=2026-03-06/2026-03-07>", "contradicts", "dates.disjoint"),
    ("9: The derailment of the {Howrah} express took place <at 2.17 a.m.=2026-03-09T02:17/2026-03-09T02:18>", "9: The {Howrah} express derailment took place <at ten to five=2026-03-09T04:50/2026-03-09T04:51>", "contradicts", "dates.disjoint"),
    ("9: The repair ship {Indlovu} left harbour <on Saturday=2026-03-07/2026-03-08>", "9: The repair ship {Indlovu} left harbour <on Sunday=2026-03-08/2026-03-09>", "contradicts", "dates.disjoint"),
    ("9: {Oldham} tore a calf muscle <on Thursday=2026-03-05/2026-03-06> in training", "10: {Oldham} tore her calf muscle <on Sunday=2026-03-08/2026-03-09>", "contradicts", "dates.disjoint"),
    # A founding happens once: no gap between the reports makes it an update.
    ("1: The {Alliance} was founded by six states <in 1998=1998-01-01/1999-01-01>", "30: Six states founded the {Alliance} <in 2003=2003-01-01/2004-01-01>", "contradicts", "dates.disjoint"),
    ("1?: The {Alliance} was founded by six states <in the 1990s=1990-01-01/2000-01-01>", "30?: Six states founded the {Alliance} <in 2025=2025-01-01/2026-01-01>", "contradicts", "dates.disjoint"),
    ("1: The singer {Oda} was born in the harbour district <in 1951=1951-01-01/1952-01-01>", "30: The singer {Oda} was born in the harbour district <in 1949=1949-01-01/1950-01-01>", "contradicts", "dates.disjoint"),
    ("9: The {Coalition} was formed <in the early 2000s=2000-01-01/2004-01-01> to answer threats of that day and soon faded", "9: The {Coalition} was formed <on 7 July 2025=2025-07-07/2025-07-08> after a call between two leaders", "contradicts", "dates.disjoint"),
    # Who founds may do so often.
    ("1: {Germany} formed a coalition government <in 2005=2005-01-01/2006-01-01>", "9: {Germany} formed a coalition government <in 2021=2021-01-01/2022-01-01>", "unrelated", "dates.another_event"),
    # specificity, approximation
    ("9: The outbreak in {Rangaza} began at a naming ceremony <on February 9=2026-02-09/2026-02-10>", "10: The outbreak in {Rangaza} began at the naming ceremony <in February=2026-02-01/2026-03-01>", "supports", "dates.compatible"),
    ("9: The ferry {Aurora} was built in a yard <in 1998=1998-01-01/1999-01-01>", "10: The ferry {Aurora} was built in a yard <in the 1990s=1990-01-01/2000-01-01>", "supports", "dates.compatible"),
    ("9: {Larkspur} must leave the ranch <by late January=/2027-02-01>", "10: {Larkspur} must leave the ranch <by 22 January=/2027-01-23>", "supports", "dates.compatible"),
    # A decade is told loosely.
    ("9: The {Alliance} was founded by six states <in the early 2000s=2000-01-01/2004-01-01>", "10: The {Alliance} was founded by six states <in 2003=2003-01-01/2004-01-01>", "supports", "dates.compatible"),
    # different_time: the later report is of something that the earlier could not know
    ("9: The ministers of {Tarvania} met union leaders <on Monday=2026-03-09/2026-03-10>", "13: The ministers of {Tarvania} met union leaders <on Thursday=2026-03-12/2026-03-13>", "unrelated", "dates.another_event"),
    ("1: {Bowen} fired its rocket engine on the stand <on Sunday=2026-03-01/2026-03-02>", "28: {Bowen} fired its rocket engine on the stand <on 20 March=2026-03-20/2026-03-21>", "unrelated", "dates.another_event"),
    # different_scope
    ("9: The first train of {Regiobahn} left the depot <on Saturday=2026-03-07/2026-03-08>", "9: The last train of {Regiobahn} left the depot <on Sunday=2026-03-08/2026-03-09>", "unrelated", "dates.different_scope"),
    # different_entity
    ("9: The ship {Indlovu} left harbour for repairs <on Saturday=2026-03-07/2026-03-08>", "9: The ship {Amandla} left harbour for repairs <on Sunday=2026-03-08/2026-03-09>", None, None),
    # Other events of one entity
    ("9: {Oldham} tore a calf muscle <on Thursday=2026-03-05/2026-03-06>", "9: {Oldham} flew home <on Sunday=2026-03-08/2026-03-09>", None, None),
    # When it was said is not when it happened.
    ("9: The mayor of {Riga} signed the harbour treaty, he said <on Saturday=2026-03-07/2026-03-08>", "9: The mayor of {Riga} signed the harbour treaty <on Sunday=2026-03-08/2026-03-09>", None, None),
    # Two times in one claim: which one dates the event?
    ("9: The mayor of {Riga} signed the harbour treaty <on Saturday=2026-03-07/2026-03-08> after talks <on Friday=2026-03-06/2026-03-07>", "9: The mayor of {Riga} signed the harbour treaty <on Sunday=2026-03-08/2026-03-09>", None, None),
    # update, plan_vs_outcome
    ("5 planned: Vaccination in {Crater} is to begin at the port <on Saturday=2026-03-07/2026-03-08>", "7 planned: Vaccination in {Crater} will now begin at the port <on Tuesday=2026-03-10/2026-03-11>", "updates", "dates.changed_plan"),
    ("5 planned: The vaccine plane for {Mbiko} will land at the airfield <on Monday=2026-03-09/2026-03-10>", "11: The vaccine plane landed at the {Mbiko} airfield <on Tuesday=2026-03-10/2026-03-11>", "updates", "dates.plan_and_outcome"),
    ("5 planned: The court of {Brno} said the clause will lapse <on 31 December=2026-12-31/2027-01-01>", "5 planned: The court of {Brno} said the clause will lapse <on 30 June=2026-06-30/2026-07-01>", "contradicts", "dates.disjoint"),
    # hedged, attributed_dispute
    ("9 hedged: The pact between {Kwong Tai} and the lender may have been signed <on Sunday=2026-03-08/2026-03-09>", "9: The pact between {Kwong Tai} and the lender was signed <on Friday=2026-03-06/2026-03-07>", "unrelated", "dates.hedged"),
    ("9 @Teo: The pact between {Kwong Tai} and the lender was signed <on Sunday=2026-03-08/2026-03-09>", "9 @Koh: The pact between {Kwong Tai} and the lender was signed <on Friday=2026-03-06/2026-03-07>", "disputes", "dates.attributed"),
    ("9 negated: The pact between {Kwong Tai} and the lender was not signed <on Sunday=2026-03-08/2026-03-09>", "9: The pact between {Kwong Tai} and the lender was signed <on Friday=2026-03-06/2026-03-07>", "unrelated", "polarity.different_time"),
]  # fmt: skip


@pytest.mark.parametrize(("earlier", "later", "relation", "rule"), ROWS)
def test_dates(pair, earlier, later, relation, rule):
    verdict = judge(*pair(earlier, later))
    assert (verdict and verdict.relation, verdict and verdict.rule) == (relation, rule)


def test_a_person_can_read_why(pair):
    verdict = judge(*pair(ROWS[4][0], ROWS[4][1]))
    assert verdict.explanation == (
        "Alpha Post says “The Alliance was founded by six states in 1998”; "
        "Beta Times says “Six states founded the Alliance in 2003”."
    )
    assert verdict.normalized_a == "1998-01-01 00:00 to 1999-01-01 00:00"
