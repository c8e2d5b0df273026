"""Ledger claims that say one thing in different words, as far as verdicts tell.

A ledger claim's id depends on it alone, so that sinks agree without asking each other. That two of them say the same is
a verdict between two pieces of evidence, kept like every other; which of them are one follows from all verdicts
together, in whatever order they came, and nothing stored is merged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CompoundSelect, Connection, Select, select, union

from schemas.alerts import Relation
from services.ledger.tables import evidence, verdicts

__all__ = ["SameLink", "all_groups", "group_of", "groups", "same_links"]

_STEPS = 10
_APART = frozenset(Relation) - {Relation.SAME, Relation.SUPPORTS}


@dataclass(frozen=True, slots=True)
class SameLink:
    """Two pieces of evidence, and their ledger claims, of which a verdict says how they stand."""

    a_claim_id: str
    b_claim_id: str
    a: str
    b: str
    relation: Relation
    rule: str
    confidence: float


def groups(links: Iterable[SameLink]) -> dict[str, str]:
    """Which ledger claims are one: the surest links first, none that would join two of which a verdict keeps apart.

    Returns:
        For each ledger claim that is one with others the smallest id among them.
    """
    apart: dict[str, set[str]] = defaultdict(set)
    same = []
    for link in links:
        if link.relation is Relation.SAME:
            same.append(link)
        elif link.relation in _APART:
            apart[link.a].add(link.b)
            apart[link.b].add(link.a)
    members: dict[str, set[str]] = {}
    for link in sorted(same, key=lambda one: (-one.confidence, one.a_claim_id, one.b_claim_id)):
        one, other = (members.get(side, {side}) for side in (link.a, link.b))
        if one is not other and not any(apart[x] & other for x in one):
            joined = one | other
            members.update(dict.fromkeys(joined, joined))
    return {claim: min(group) for claim, group in members.items() if len(group) > 1}


def all_groups(connection: Connection) -> dict[str, str]:
    """The group of every ledger claim that is one with others."""
    return groups(_links(connection.execute(_verdicts_between())))


def group_of(connection: Connection, ledger_claim_id: str) -> set[str]:
    """The ledger claims that are one with this, itself included, by the verdicts that are known now."""
    known, new = set[str](), {ledger_claim_id}
    links: set[SameLink] = set()
    for _ in range(_STEPS):
        if not new:
            break
        found = set(_links(connection.execute(_verdicts_between(new))))
        links |= found
        known |= new
        new = {side for link in found if link.relation is Relation.SAME for side in (link.a, link.b)} - known
    which = groups(links)
    return {ledger_claim_id, *(claim for claim, group in which.items() if group == which.get(ledger_claim_id))}


def same_links(connection: Connection, grouped: Mapping[str, str]) -> dict[str, list[SameLink]]:
    """For each group the links that hold it together."""
    found: dict[str, list[SameLink]] = defaultdict(list)
    for link in _links(connection.execute(_verdicts_between())):
        if link.relation is Relation.SAME and (group := grouped.get(link.a)) and group == grouped.get(link.b):
            found[group].append(link)
    for links in found.values():
        links.sort(key=lambda one: (one.a_claim_id, one.b_claim_id))
    return found


def _verdicts_between(ledger_claims: Iterable[str] | None = None) -> Select[Any] | CompoundSelect[Any]:
    """Verdicts that join or keep apart, of all or some ledger claims."""
    a, b = evidence.alias(), evidence.alias()
    wanted = (
        select(
            verdicts.c.a_claim_id,
            verdicts.c.b_claim_id,
            a.c.ledger_claim_id.label("a"),
            b.c.ledger_claim_id.label("b"),
            verdicts.c.relation,
            verdicts.c.rule,
            verdicts.c.confidence,
        )
        .join(a, verdicts.c.a_claim_id == a.c.claim_id)
        .join(b, verdicts.c.b_claim_id == b.c.claim_id)
        .where(verdicts.c.relation != Relation.SUPPORTS)
    )
    if ledger_claims is None:
        return wanted
    some = sorted(ledger_claims)
    # Two queries, each led by one side's index: an OR over two tables would read every verdict.
    return union(*(wanted.where(side.c.ledger_claim_id.in_(some)) for side in (a, b)))


def _links(rows: Iterable[Any]) -> Iterable[SameLink]:
    return (
        SameLink(row.a_claim_id, row.b_claim_id, row.a, row.b, Relation(row.relation), row.rule, row.confidence)
        for row in rows
    )
