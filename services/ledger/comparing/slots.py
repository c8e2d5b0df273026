"""Which places in an event hold one value: two different ones exclude each other, while most others may both be true.

"The firm makes buses" and "the firm makes trams" go together; "A signed the pact" and "B signed the pact" may, too, but
who won, who led and where a thing lies is told once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from services.ledger.comparing.lexicon.meaning import alike, bases

__all__ = ["SLOTS", "Slot", "one_happening", "slot_of"]

_SYNONYM = 0.8


@dataclass(frozen=True, slots=True)
class Slot:
    """Predicates of one sort, and which of who, whom, where and when has one value for them.

    ``once`` says that the event happens once to a thing, so that two dates are never two events.
    """

    name: str
    predicates: tuple[str, ...]
    single: frozenset[str]
    once: bool = False


SLOTS = (
    Slot(
        "origin",
        ("found", "form", "establish", "create", "launch", "set_up"),
        frozenset({"who", "where", "when"}),
        once=True,
    ),
    Slot("making", ("build", "invent"), frozenset({"who", "where", "when"}), once=True),
    Slot("birth", ("bear",), frozenset({"where", "when"}), once=True),
    Slot("discovery", ("discover",), frozenset({"who", "where", "when"}), once=True),
    Slot("opening", ("inaugurate",), frozenset({"who", "where", "when"}), once=True),
    Slot("death", ("die", "kill", "drown"), frozenset({"where", "when"}), once=True),
    Slot("victory", ("win", "beat", "defeat"), frozenset({"who", "where", "when"})),
    Slot(
        "lead",
        ("lead", "head", "chair", "preside", "command", "captain", "run", "steer", "operate", "own", "belong"),
        frozenset({"who", "whom"}),
    ),
    Slot(
        "cause",
        ("cause", "trigger", "break", "destroy", "cut", "attack", "ram", "strike"),
        frozenset({"who", "where", "when"}),
    ),
    Slot("agreement", ("sign", "conclude", "agree", "seal"), frozenset({"where", "when"})),
    Slot(
        "decision",
        ("table", "propose", "request", "order", "appoint", "design", "draw", "write", "score"),
        frozenset({"who", "when"}),
    ),
    Slot(
        "place",
        ("lie", "stand", "sit", "locate", "base", "happen", "occur", "land", "crash", "sink"),
        frozenset({"where", "when"}),
    ),
    Slot(
        "start",
        ("begin", "start", "open", "end", "close", "leave", "arrive", "depart", "sail", "hit"),
        frozenset({"where", "when"}),
    ),
    Slot("identity", ("be", "become", "serve"), frozenset({"whom"})),
)


@lru_cache(maxsize=4096)
def slot_of(predicate: str) -> Slot | None:
    """The slot of a predicate, by its own name or that of a synonym."""
    whole, first = predicate.replace(" ", "_"), predicate.partition(" ")[0]
    for word in dict.fromkeys((whole, first)):
        named = (slot for slot in SLOTS if word in slot.predicates)
        meant = (
            slot for slot in SLOTS if any(alike(word, one) >= _SYNONYM for one in slot.predicates if _is_plain(one))
        )
        if (slot := next(named, None) or next(meant, None)) is not None:
            return slot
    return None


def _is_plain(verb: str) -> bool:
    """Whether a verb is no form of another one: what was found was not founded."""
    return bases(verb) == (verb,)


def one_happening(x: str, y: str) -> bool:
    """Whether two predicates tell of what happens to a thing once: a pact that is founded is formed, too."""
    slot, one, other = slot_of(x), x.replace(" ", "_"), y.replace(" ", "_")
    if slot is None or not slot.once or slot is not slot_of(y):
        return False
    return {one, other} <= {*slot.predicates} or alike(one, other) >= _SYNONYM
