"""None on the one side and some on the other: what contradicts, and what leaves room for both."""

import pytest

from services.ledger.comparing.existence import differences
from services.ledger.comparing.frames import frame_of
from services.ledger.comparing.opposites import polarity
from services.ledger.comparing.overlay import overlay

NO_DEATHS = "5 negated who=no_deaths does=be: There were no deaths in the fire"
NOBODY_HURT = "5 negated does=hurt whom=Nobody: Nobody was hurt in the fire"
TWO_HURT = "5 does=hurt whom=two_people: [Two=2;people] people were hurt in the fire"
KILLED = "5 who=The_fire does=kill whom=four_people: The fire killed [four=4;people] people"
NOTHING = "5 negated does=steal whom=Nothing: Nothing was stolen from the museum"
WITHOUT_WATER = "5 who=The_town does=be without=water: The town is without water"
WITHOUT_CASUALTIES = "5 who=The_fire does=burn without=casualties: The fire burned without casualties"

ROWS = [
    # nobody, nothing, no deaths, and those who were counted or named
    (NOBODY_HURT, TWO_HURT, True),
    (NOBODY_HURT, "5 does=hurt whom=Berg: {Berg} was hurt in the fire", True),
    (NO_DEATHS, KILLED, True),
    (NO_DEATHS, "5 does=die who=Berg: {Berg} died in the fire", True),
    ("5 negated who=no_casualties does=be: There were no casualties in the fire", KILLED, True),
    ("5 negated who=no_casualties does=be: There were no casualties in the fire", TWO_HURT, True),
    (NOTHING, "5 does=steal whom=three_paintings: [Three=3;paintings] paintings were stolen from the museum", True),
    ("5 negated who=No_one does=speak: No one spoke at the hearing", "5 who=eleven_people does=speak: [Eleven=11;people] people spoke at the hearing", True),
    # what has not come to be, or left no trace
    ("5 negated who=the_treaty does=exist: The treaty does not exist", "5 does=sign whom=the_treaty: The treaty was signed", True),
    ("5 negated who=the_treaty does=exist: The treaty does not exist", "5 does=reject whom=the_treaty: The treaty was rejected", False),
    ("5 negated who=the_treaty does=exist: The treaty no longer exists", "5 does=sign whom=the_treaty: The treaty was signed", False),
    ("5 negated who=the_treaty does=exist: The treaty does not exist", "5 does=sign whom=the_lease: The lease was signed", False),
    ("5 negated who=No_trace_of_the_ship does=remain: No trace of the ship remains", "5 does=find whom=the_wreck_of_the_ship: The wreck of the ship was found", True),
    ("5 negated who=No_trace_of_the_ship does=remain: No trace of the ship remains", "5 who=the_ship does=sink: The ship sank", False),
    # other harm, and no more than part of it
    (NO_DEATHS, TWO_HURT, False),
    (NO_DEATHS, "5 who=the_fire does=cause whom=nine_casualties: The fire caused [nine=9;casualties] casualties", False),
    ("5 negated who=no_Latvian_deaths does=be: There were no Latvian deaths in the fire", KILLED, False),
    ("5 negated does=hurt whom=Nobody: Nobody was seriously hurt in the fire", "5 does=hurt whom=two_people: [Two=2;people] people were slightly hurt in the fire", False),
    ("5 negated who=no_further_deaths does=be: There were no further deaths in the fire", KILLED, False),
    ("5 negated does=hurt whom=No_one: No one else was hurt in the fire", "5 does=hurt whom=Berg: {Berg} was hurt in the fire", False),
    ("5 negated does=expect whom=no_deaths: No deaths were expected in the fire", KILLED, False),
    ("5 negated does=injure whom=No_one: No one was injured", "5 does=injure: Injured: none", False),
    # without it
    (WITHOUT_CASUALTIES, KILLED, True),
    (WITHOUT_CASUALTIES, "5 who=The_fire does=destroy whom=four_houses: The fire destroyed [four=4;houses] houses", False),
    (WITHOUT_WATER, "5 who=The_town does=have whom=water: The town has water", True),
    (WITHOUT_WATER, "5 who=The_town does=have whom=power: The town has power", False),
    (WITHOUT_WATER, "5 who=The_port does=have whom=water: The port has water", False),
    # another time, another place, a plan, another event
    (f"{NOBODY_HURT} <on Monday=2026-03-02/2026-03-03>", f"{TWO_HURT} <on Friday=2026-03-06/2026-03-07>", False),
    ("5 negated does=hurt whom=Nobody where=Riga: Nobody was hurt in the fire in {Riga}", "5 does=hurt whom=two_people where=Oslo: [Two=2;people] people were hurt in the fire in {Oslo}", False),
    ("5 negated does=open whom=Nothing: Nothing was opened in the museum", "5 planned does=open whom=the_hall: The hall will be opened in the museum", False),
    ("5 negated does=hurt whom=Nobody: Nobody was hurt in the blast", "5 does=hurt whom=two_people: [Two=2;people] people were hurt in the race", False),
    (NOTHING, "5 does=rob whom=the_museum: The museum was robbed", False),
    ("5 negated who=the_buoy does=be whom=nothing: The buoy was nothing", "5 who=the_buoy does=be whom=a_warning: The buoy was a warning", False),
]  # fmt: skip


@pytest.mark.parametrize(("none", "some", "differ"), ROWS)
def test_none_and_some(pair, none, some, differ):
    a, b = map(frame_of, pair(none, some))
    for both in (overlay(a, b), overlay(b, a)):
        assert [one.rule for one in differences(both)] == ["existence.none_and_some"] * differ


def test_a_denial_counts_for_less_where_the_two_share_nothing_else(pair):
    bare, told = (
        next(differences(overlay(*map(frame_of, pair(none, KILLED))))).strength
        for none in ("5 negated who=no_deaths does=be: There were no deaths", NO_DEATHS)
    )
    assert bare < told / 2


PARTIAL = [
    ("5 negated does=report whom=cases: No new cases were reported", "5 does=report whom=cases: Cases were reported", False),
    ("5 negated does=report whom=cases: No new cases were reported", "5 does=report whom=cases: New cases were reported", True),
    ("5 negated does=report whom=cases: No cases were reported", "5 does=report whom=cases: Cases were reported", True),
    ("5 negated does=find whom=survivor: No other survivor was found", "5 does=find whom=survivor: The survivor was found", False),
    ("5 negated does=sink where=Riga: No ferry sank in {Riga}", "5 does=sink where=Oslo: A ferry sank in {Oslo}", False),
    ("5 negated does=sink where=Riga: No ferry sank in {Riga}", "5 does=sink where=Riga: A ferry sank in {Riga}", True),
]  # fmt: skip


@pytest.mark.parametrize(("none", "some", "differ"), PARTIAL)
def test_who_denies_that_there_are_more_denies_none_of_those_known(pair, none, some, differ):
    assert bool(list(polarity(overlay(*map(frame_of, pair(none, some)))))) is differ
