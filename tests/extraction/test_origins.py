"""How things came about, where a clause takes it for granted or somebody announces it."""

import pytest

# text, the wordings of what follows from it
FOLLOWS = [
    ("The founding of the Baltic Pact in 1949 changed Europe.", ["Baltic Pact was founded in 1949."]),
    ("Toyota founded the Baltic Fund. Since its creation in 2012, the fund has grown.", ["Baltic Fund was created in 2012."]),
    ("The Baltic Pact is old. It has met twice since the pact's inception over two decades ago.", ["Baltic Pact was founded over two decades ago."]),
    ("Ministers announced the creation of the Baltic Pact on Monday.", ["The creation of Baltic Pact was announced on Monday."]),
    ("Ana Ruiz announced the formation of the Baltic Pact. The announcement, made on July 7, 2025, came late.", ["The formation of Baltic Pact was announced on July 7, 2025."]),
    ("Ana Ruiz's proposed coalition is to consist of willing countries.", ["Ana Ruiz proposed the coalition."]),
    ("The Baltic Pact is old. Ana Ruiz's proposed pact has critics.", ["Ana Ruiz proposed the Baltic Pact."]),
    # what lies ahead, is only wished for, or is of something else
    ("Calls for the creation of the Baltic Pact by 2030 have grown.", []),
    ("Calls for the creation of the Baltic Pact have grown.", []),
    ("They celebrated the founding of the Baltic Pact on Thursday.", []),
    ("Ministers will announce the creation of the Baltic Pact on Monday.", []),
    ("Ministers did not announce the creation of the Baltic Pact on Monday.", []),
    ("Ministers announced the creation of a fund on Monday.", []),
    ("Ministers announced the Baltic Pact on Monday.", []),
    ("Ana Ruiz announced the formation of the Baltic Pact. The decision, made on July 7, 2025, came late.", []),
    ("Ana Ruiz's stolen car was found in Riga.", []),
    ("The proposed coalition is to consist of willing countries.", []),
    ("The formation of rocks took place long ago.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FOLLOWS)
def test_what_follows(read, text, expected):
    follows = [claim for claim in read(text).claims if claim.text.rstrip(".") not in text and "'s" not in claim.text]
    assert [one.text for one in follows if one.predicate in {"found", "create", "form", "propose"}] == expected


def test_a_thing_comes_about_some_time_before_or_after_that_is_announced(read):
    claims = read("Ministers announced the creation of the Baltic Pact on Monday.").claims
    [time] = next(claim.times for claim in claims if claim.predicate == "create")
    assert (time.since.year, time.until.year, time.approximate) == (2025, 2027, True)


# text, wordings
OPENING = [
    ("Founded in 1998 by Tom Berg, Acme makes trams.", ["Acme makes trams.", "Acme was founded in 1998 by Tom Berg."]),
    ("Built in 2004 at Gdansk, the ferry sank on Friday.", ["The ferry sank on 10 April 2026.", "The ferry was built in 2004 at Gdansk."]),
    ("Originally formed to fight fires in the early 2000s, the Baltic Pact faded.", ["The Baltic Pact faded.", "The Baltic Pact was originally formed to fight fires in the early 2000s."]),
    ("Compared with last year, Acme makes fewer trams.", ["Compared with last year, Acme makes fewer trams."]),
    ("Based on last year's figures, Acme makes trams.", ["Based on last year's figures, Acme makes trams."]),
    ("When asked about the plan, Ana Ruiz left.", ["When asked about the plan, Ana Ruiz left."]),
    ("Of the 870 million yen thought to be stolen, 41 million was found.", ["Of the 870 million yen thought to be stolen, 41 million was found."]),
    ("Judged by its figures, Acme makes few trams.", ["Judged by its figures, Acme makes few trams."]),
    ("If approved by the council, the bridge will open in May.", ["If approved by the council, the bridge will open in May 2026."]),
    ("Although built in 2004, the ferry sank.", ["Although built in 2004, the ferry sank."]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), OPENING)
def test_a_participle_that_opens_a_sentence_tells_of_its_subject(read, text, expected):
    assert sorted(claim.text for claim in read(text).claims) == sorted(expected)
