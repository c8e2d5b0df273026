"""By which keys the ledger finds claims worth comparing."""

from __future__ import annotations

from itertools import combinations

from services.ledger.comparing.statement import Statement

__all__ = ["blocking_keys"]

_PAIRED = 6
_SINGLE = 8


def blocking_keys(statement: Statement) -> tuple[str, ...]:
    """Keys to index a claim by and to look for, the most specific first; without a common key two claims never meet.

    What an article leaves unsaid in one claim it tells in another, so a claim goes by what its article is about as well
    as by what it names itself: first by two of these together, then by each alone.
    """
    named = [name for name in statement.claim.entity_ids if name != statement.claim.speaker.entity_id]
    about = list(dict.fromkeys((*statement.topic[:_PAIRED], *named)))
    pairs = (f"{x}|{y}" for x, y in combinations(sorted(about[:_PAIRED]), 2))
    return tuple(dict.fromkeys((*pairs, *about[:_SINGLE], *(_last_word(name) for name in about[:_SINGLE]))))


def _last_word(name: str) -> str:
    """The word that a fuller and a shorter name share where nothing links them: the surname, mostly."""
    return f"…{name.rpartition(':')[2].rpartition(' ')[2]}"
