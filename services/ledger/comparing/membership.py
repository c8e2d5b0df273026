"""Who belongs to a group, and who does not."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.alerts import Kind
from schemas.claims import Claim, Modality
from services.ledger.comparing.differences import Difference, Reading
from services.ledger.comparing.overlay import Overlay
from services.ledger.comparing.participants import JOIN, likeness_of, named_apart

__all__ = ["both_tell_members", "differences"]

_ONE_GROUP = 0.5


def differences(both: Overlay) -> Iterator[Difference]:
    """Members that both claims name, of a group that both name, in the one and not in the other."""
    a, b = both.a.claim, both.b.claim
    if not both_tell_members(a, b) or both.a.affirmed is both.b.affirmed:
        return
    if _is_plan(*((a, b) if both.a.affirmed else (b, a))):
        return
    shared = [name for member, name in _members(a).items() if member in _members(b)]
    group = likeness_of(a.objects, b.objects)
    if shared and group >= _ONE_GROUP and not named_apart(a.objects, b.objects):
        who = " and ".join(shared)
        name = max((argument.text for argument in (*a.objects, *b.objects)), key=len)
        affirmed_a, affirmed_b = both.a.affirmed, both.b.affirmed
        yield Difference(
            "membership.joined_and_not_joined",
            Kind.MEMBERSHIP,
            _reading(who, name, affirmed=affirmed_a),
            _reading(who, name, affirmed=affirmed_b),
            group,
        )


def _is_plan(affirmed: Claim, negated: Claim) -> bool:
    """Whether the one only plans what the other has not done so far."""
    return affirmed.modality is Modality.PLANNED is not negated.modality


def both_tell_members(a: Claim, b: Claim) -> bool:
    """Whether both say who belongs to a group, or does not."""
    return a.predicate == b.predicate == JOIN


def _members(claim: Claim) -> dict[str, str]:
    return {subject.entity_id: subject.text for subject in claim.subjects if subject.entity_id}


def _reading(who: str, group: str, *, affirmed: bool) -> Reading:
    return Reading(
        f"{who} joined {group}" if affirmed else f"{who} had not joined {group}",
        f"{who}: {'in' if affirmed else 'not in'} {group}",
    )
