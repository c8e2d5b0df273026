"""Lists of who is in it: which contradict each other, and which leave room for more."""

from dataclasses import replace

import pytest

from services.ledger.comparing.frames import frame_of
from services.ledger.comparing.overlay import overlay
from services.ledger.comparing.rosters import differences

BOLIVIA, ECUADOR = "Chile,Peru,Bolivia", "Chile,Peru,Ecuador"


def _named(names: str) -> str:
    *first, last = (f"{{{name}}}" for name in names.split(","))
    return f"{', '.join(first)} and {last}"


def _signed(names: str, whom: str = "the_pact", when: str = "", only: str = "", day: str = "5") -> str:
    return f"{day} who={names} does=sign whom={whom}: {only}{_named(names)} signed {whom.replace('_', ' ')} {when}"


def _are(what: str, names: str, count: str = "") -> str:
    return f"5 who={what} does=be whom={names}: {what.replace('_', ' ')} are {_named(names)}{count}"


MEMBERS = "5 who=The_{}_members_of_the_pact does=be whom={}: The [{}={};members] members of the pact are {}"
CONSISTS = "5 who=The_pact does=comprise whom={}: The pact comprises {}"
SIGNED = _signed(BOLIVIA)

ROWS = [
    # as many names, and one another's
    (SIGNED, _signed(ECUADOR), 0.7),
    (SIGNED, _are("The_signatories_of_the_pact", ECUADOR), 1.0),
    (SIGNED, _are("The_signatories", ECUADOR), 0.6),
    ("5 does=elect whom=Ruiz,Berg,Noor to=the_council: {Ruiz}, {Berg} and {Noor} were elected to the council", "5 does=elect whom=Ruiz,Berg,Vega to=the_council: {Ruiz}, {Berg} and {Vega} were elected to the council", 0.7),
    # a list that says it is complete, and a name that it lacks
    (_are("The_members_of_the_pact", BOLIVIA), CONSISTS.format(ECUADOR, _named(ECUADOR)), 1.0),
    (_are("The_members_of_the_pact", "Chile,Peru"), CONSISTS.format(ECUADOR, _named(ECUADOR)), 1.0),
    (MEMBERS.format("three", BOLIVIA, "three", 3, _named(BOLIVIA)), f"5 join={ECUADOR};the_pact: {_named(ECUADOR)} joined the pact", 1.0),
    (_signed("Chile,Peru", only="Only "), SIGNED, 1.0),
    # lists that leave room for more
    (SIGNED, _signed("Chile,Peru"), None),
    (SIGNED, _signed("Chile,Ecuador,Brazil"), None),
    (_signed("Chile,Peru"), _signed("Chile,Bolivia"), None),
    (SIGNED, f"{_signed(ECUADOR)}, among others", None),
    (SIGNED, f"{_signed(ECUADOR)} too", None),
    (_are("Members_of_the_pact", BOLIVIA), f"5 join={ECUADOR};the_pact: {_named(ECUADOR)} joined the pact", None),
    (MEMBERS.format("five", BOLIVIA, "five", 5, _named(BOLIVIA)), f"5 join={ECUADOR};the_pact: {_named(ECUADOR)} joined the pact", None),
    (f"5 join={BOLIVIA};the_pact: {_named(BOLIVIA)} joined the pact", f"5 join={ECUADOR};the_pact: {_named(ECUADOR)} joined the pact", None),
    (f"5 who={BOLIVIA} does=export whom=the_copper: {_named(BOLIVIA)} export the copper", f"5 who={ECUADOR} does=export whom=the_copper: {_named(ECUADOR)} export the copper", None),
    (f"5 who={BOLIVIA} does=win whom=medals: {_named(BOLIVIA)} won medals", f"5 who={ECUADOR} does=win whom=medals: {_named(ECUADOR)} won medals", None),
    # other groups, other times, a plan, a denial, another name for one
    (SIGNED, _signed(ECUADOR, "the_treaty"), None),
    (_are("The_members_of_the_pact", BOLIVIA), _are("The_members_of_the_council", ECUADOR), None),
    (_are("The_members_of_the_pact", BOLIVIA), _are("The_guests_of_the_pact", ECUADOR), None),
    (_are("The_members_of_the_pact", BOLIVIA), _are("The_members_of_the_pact", "Riga,Oslo,Ica"), None),
    (_signed(BOLIVIA, when="<in 1998=1998-01-01/1999-01-01>"), _signed(ECUADOR, when="<in 2003=2003-01-01/2004-01-01>"), None),
    (CONSISTS.format(BOLIVIA, _named(BOLIVIA)), f"5 planned join={ECUADOR};the_pact: {_named(ECUADOR)} will join the pact", None),
    (SIGNED, _signed(ECUADOR, day="5 negated"), None),
    ("5 who=Ruiz,Berg,Noor does=sign whom=the_pact: {Ruiz}, {Berg} and {Noor} signed the pact", "5 who=Ruiz,Jan_Berg,Noor does=sign whom=the_pact: {Ruiz}, {Jan Berg} and {Noor} signed the pact", None),
    ("5 who=Acme,Bolt,BP does=found whom=the_club: {Acme}, {Bolt} and {BP} founded the club", "5 who=Acme,Bolt,British_Petroleum does=found whom=the_club: {Acme}, {Bolt} and {British Petroleum} founded the club", None),
]  # fmt: skip


NOUNS = {"members": "member", "signatories": "signatory", "guests": "guest"}


def _headed(statement):
    """The statement with the noun that heads "the members of the pact"."""

    def headed(part):
        noun = next((noun for plural, noun in NOUNS.items() if plural in part.text), part.head)
        return part.model_copy(update={"head": noun})

    return replace(
        statement,
        claim=statement.claim.model_copy(update={"subjects": tuple(map(headed, statement.claim.subjects))}),
    )


@pytest.mark.parametrize(("one", "other", "strength"), ROWS)
def test_rosters(pair, one, other, strength):
    a, b = (frame_of(_headed(statement)) for statement in pair(one, other))
    for both in (overlay(a, b), overlay(b, a)):
        found = [(difference.rule, round(difference.strength, 2)) for difference in differences(both)]
        assert found == ([("rosters.other_member", strength)] if strength else [])
