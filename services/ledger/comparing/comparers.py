"""All comparers in one table, and the one verdict that they come to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from schemas.alerts import Relation, Verdict
from services.ledger.comparing import antonyms, dates, figures, membership, numbers, polarity
from services.ledger.comparing.statement import Statement, in_order

__all__ = ["COMPARERS", "Comparer", "blocking_keys", "judge"]


@dataclass(frozen=True, slots=True)
class Comparer:
    """How a rule finds statements worth comparing, and what it makes of two of them, the earlier first."""

    keys: Callable[[Statement], tuple[str, ...]]
    compare: Callable[[Statement, Statement], Verdict | None]


COMPARERS = (
    Comparer(membership.keys, membership.compare),
    Comparer(figures.keys, figures.compare),
    Comparer(numbers.keys, numbers.compare),
    Comparer(dates.keys, dates.compare),
    Comparer(polarity.keys, polarity.compare),
    Comparer(antonyms.keys, antonyms.compare),
)

_TELLING = (
    Relation.CONTRADICTS,
    Relation.DISPUTES,
    Relation.UPDATES,
    Relation.SUPPORTS,
    Relation.SAME,
    Relation.UNRELATED,
)


def blocking_keys(statement: Statement) -> tuple[str, ...]:
    """Everything to index the statement by and to look for: two statements without a common key are never compared.

    A claim that leans on what its article leaves open has none.
    """
    if not statement.claim.settled:
        return ()
    return tuple(dict.fromkeys(key for comparer in COMPARERS for key in comparer.keys(statement)))


def judge(a: Statement, b: Statement) -> Verdict | None:
    """Return the most telling verdict of all comparers, or None where none saw one thing in both.

    The order of the arguments does not matter. Versions of one text revise each other and are not compared.
    """
    if a.document_id == b.document_id:
        return None
    earlier, later = in_order(a, b)
    verdicts = [found for comparer in COMPARERS if (found := comparer.compare(earlier, later)) is not None]
    return min(verdicts, key=lambda found: (_TELLING.index(found.relation), -found.confidence), default=None)
