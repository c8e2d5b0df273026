"""Who has joined a group, and who has not."""

from __future__ import annotations

from datetime import timedelta

from schemas.alerts import Kind, Relation, Verdict
from schemas.claims import Argument, Claim, Polarity
from services.ledger.comparing.statement import Statement, elapsed
from services.ledger.comparing.verdicts import Conflict, Reading, finding, settle
from services.ledger.comparing.wording import lexicon, words

__all__ = ["compare", "keys"]

_PREDICATE = "join"
_SAME_NEWS = timedelta(days=1)
_ARTICLES = lexicon("the a an this that its his her their")
_LEAVING = lexicon("withdrew withdrawn withdraws left quit pulled walked longer expelled suspended")


def keys(statement: Statement) -> tuple[str, ...]:
    """One key for each member."""
    if statement.claim.predicate != _PREDICATE or not statement.claim.objects:
        return ()
    return tuple(dict.fromkeys(f"membership|{member}" for member in _members(statement.claim)))


def compare(a: Statement, b: Statement) -> Verdict | None:
    """Compare whether the members that both claims name belong to the group that both name."""
    if not a.claim.predicate == b.claim.predicate == _PREDICATE:
        return None
    shared = [name for member, name in _members(a.claim).items() if member in _members(b.claim)]
    groups = [(x, y) for x in a.claim.objects for y in b.claim.objects if _same_group(x, y)]
    if not shared or not groups:
        return None
    who = " and ".join(shared)
    group = max((argument.text for argument in groups[0]), key=len)
    reading_a, reading_b = _reading(a.claim, who, group), _reading(b.claim, who, group)
    if a.claim.polarity is b.claim.polarity:
        return finding(a, b, Relation.SUPPORTS, "membership.agreed", reading_a, reading_b)
    gap = elapsed(a, b)
    conflict = Conflict(
        "membership",
        "joined_and_not_joined",
        Kind.MEMBERSHIP,
        confidence=0.75 if gap is None else 0.85,
        moved=_moved(b.claim, gap),
    )
    return settle(a, b, conflict, reading_a, reading_b)


def _moved(later: Claim, gap: timedelta | None) -> str | None:
    if later.polarity is Polarity.NEGATED:
        return "left_later" if _LEAVING.intersection(words(later.quote)) else None
    return "joined_later" if gap is not None and gap >= _SAME_NEWS else None


def _members(claim: Claim) -> dict[str, str]:
    return {subject.entity_id: subject.text for subject in claim.subjects if subject.entity_id}


def _same_group(x: Argument, y: Argument) -> bool:
    """One thing by id, or one name within the other: "the coalition", "Coalition of the Willing"."""
    if x.entity_id and y.entity_id:
        return x.entity_id == y.entity_id
    name_x, name_y = _name(x.text), _name(y.text)
    return bool(name_x and name_y) and (name_x <= name_y or name_y <= name_x)


def _name(text: str) -> frozenset[str]:
    return frozenset(words(text)) - _ARTICLES


def _reading(claim: Claim, who: str, group: str) -> Reading:
    affirmed = claim.polarity is Polarity.AFFIRMED
    return Reading(
        f"{who} joined {group}" if affirmed else f"{who} had not joined {group}",
        f"{who}: {'in' if affirmed else 'not in'} {group}",
    )
