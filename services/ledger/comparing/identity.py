"""When two claims are one: the same truth conditions, whoever prints them."""

from __future__ import annotations

from schemas.base import stable_id
from schemas.claims import Argument, Claim, Quantity, Speaker, TimeSpan
from services.ledger.comparing.wording import lexicon, untimed, words

__all__ = ["ledger_claim_id"]

# Words that stand for something the article has named elsewhere: a claim that begins with one cannot stand alone.
_PRONOUNS = lexicon("he she it they we i you this that these those his her its their")

# Function words that change who does what, when or how much; stems alone do not carry them.
_TURNING = lexicon(
    """
    not no never none nobody nothing neither nor without before after until since while during by to from against for
    with between among through over under above below up down in out off on into than if unless or but only all every
    each both some any few many most more less least first last again still already yet will would could may might
    must should can cannot was were is are be been who whom whose which
    """
)


def ledger_claim_id(claim: Claim) -> str:
    """Identify what the claim says, independent of when and where it arrived.

    Claims share an id when they have the same content words in the same order, and the same names in the same roles,
    numbers, times, polarity, modality and speaker. A claim that names nobody, or leans on what its article leaves open,
    cannot be recognised elsewhere and has an id of its own.
    """
    if not claim.settled or not claim.entity_ids or _PRONOUNS.intersection(words(claim.text)[:1]):
        return stable_id("ledger-claim", claim.id)
    roles = (*claim.subjects, *claim.objects, *claim.complements)
    return stable_id(
        "ledger-claim",
        " ".join(claim.terms),
        " ".join(word for word in words(untimed(claim)) if word in _TURNING),
        "|".join(claim.entity_ids),
        "|".join((claim.predicate or "", *map(_role, roles))),
        "|".join(map(_quantity, claim.quantities)),
        "|".join(map(_time, claim.times)),
        claim.polarity,
        claim.modality,
        _speaker(claim.speaker),
    )


def _role(role: Argument) -> str:
    return f"{role.preposition} {role.entity_id or role.text.casefold()}"


def _quantity(quantity: Quantity) -> str:
    low, high = f"{quantity.lower}{'<' * quantity.lower_open}", f"{quantity.upper}{'>' * quantity.upper_open}"
    return f"{low} {high} {'about ' * quantity.approximate}{quantity.unit}"


def _time(time: TimeSpan) -> str:
    return f"{time.since} {time.until} {'about ' * time.approximate}{time.granularity}"


def _speaker(speaker: Speaker) -> str:
    who = speaker.entity_id or (speaker.name or "").casefold()
    return f"{speaker.kind} {who} {speaker.distanced}"
