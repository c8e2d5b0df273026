import pytest

from schemas.claims import Modality, Polarity

NEGATED = [
    "Sichone did not concede.",
    "The firm hasn't paid.",
    "Not one siren sounded.",
    "No oil has escaped.",
    "There is no doctor on the site.",
    "None of the output has been sold.",
    "They have yet to join the coalition.",
    "He stopped short of joining the pact.",
    "The minister refused to resign.",
    "The bank failed to act.",
    "The government ruled out a rise.",
    "She is no longer a member.",
    "He has never joined the party.",
    "Neither side won.",
    "They worked for no contractor.",
    "The vote was not unusual.",
    "The clinic lacks a doctor.",
    "Nobody was hurt.",
]
AFFIRMED = [
    "Sichone conceded at about 3 a.m.",
    "Not only did he win, he won well.",
    "No fewer than 30 people died.",
    "It is nothing but sand.",
    "Oil escaped, although the valve was not open.",
    "He left because he was not paid.",
    "The minister did not refuse to resign.",
    "Whether or not it rains, they march.",
    "He won, which was no surprise.",
    'The mayor called the "never again" march a success in the town hall on Monday evening.',
    "There is no doubt he won.",
    "It cost no more than $5.",
    "No. 5 was sold.",
    "Although he had not trained, she won.",
]


@pytest.mark.parametrize("clause", NEGATED)
def test_negated(read, clause):
    assert read(clause).claims[0].polarity is Polarity.NEGATED


@pytest.mark.parametrize("clause", AFFIRMED)
def test_affirmed(read, clause):
    assert read(clause).claims[0].polarity is Polarity.AFFIRMED


MODALITIES = [
    ("The vote took place on Monday.", Modality.ASSERTED),
    ("The march was peaceful.", Modality.ASSERTED),
    ("The bridge reopened in May.", Modality.ASSERTED),
    ("The town was the first to fall.", Modality.ASSERTED),
    ("He used to live there.", Modality.ASSERTED),
    ("Will the bridge reopen?", Modality.ASKED),
    ("“Who paid for it?”", Modality.ASKED),
    ("The bridge will reopen in May.", Modality.PLANNED),
    ("The bridge is to reopen in May.", Modality.PLANNED),
    ("The firm plans to hire 90 technicians.", Modality.PLANNED),
    ("The talks are expected to resume.", Modality.PLANNED),
    ("The vote is scheduled for Monday.", Modality.PLANNED),
    ("The first deployments are slated for the Horn.", Modality.PLANNED),
    ("We'll make them put up nets.", Modality.PLANNED),
    ("She would close the stone crushers.", Modality.PLANNED),
    ("The bank pledged to lend more.", Modality.PLANNED),
    ("It won't rain.", Modality.PLANNED),
    ("The summit could happen next week.", Modality.HEDGED),
    ("The summit may be held in Warsaw.", Modality.HEDGED),
    ("Forces are reportedly under pressure.", Modality.HEDGED),
    ("The driver appears to have braked late.", Modality.HEDGED),
    ("He is believed to be in Jeddah.", Modality.HEDGED),
    ("It is likely that they lost.", Modality.HEDGED),
    ("If it rains, the match is off.", Modality.CONDITIONAL),
    ("The match is off unless it stops raining.", Modality.CONDITIONAL),
    ("The repair would have cost twice as much.", Modality.CONDITIONAL),
    ("The firm denied the report.", Modality.DENIED),
    ("Kyiv disputes claims of encirclement.", Modality.DENIED),
    ("The minister dismissed reports of a split.", Modality.DENIED),
    ("It fell on 5 May.", Modality.ASSERTED),
]


@pytest.mark.parametrize(("clause", "expected"), MODALITIES)
def test_modality(read, clause, expected):
    assert read(clause).claims[0].modality is expected
