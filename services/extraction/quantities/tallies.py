"""Scores and votes: "won 2-1", "52 to 48", "by 312 votes to 201"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from services.extraction.quantities.bounds import bounded
from services.extraction.quantities.found import Found
from services.extraction.quantities.numerals import NUMBER, value_of

__all__ = ["tallies"]

_TALLY = re.compile(
    rf"(?<![\w.,:/$€£-])(?<!from )(?<!between )(?P<won>{NUMBER})(?P<votes> votes)?(?P<link>[-–]| to | against )"
    rf"(?P<lost>{NUMBER})(?P<after>(?: votes)?)(?![\w%-]|[.,:/]\d)",
    re.IGNORECASE,
)
_VOTING = re.compile(
    r"\b(?:vot(?:e|es|ed|ing)|ballots?|senate|senators|parliament|lawmakers|deputies|mps|council|councillors|assembly|"
    r"judges|jury|court|motion|bill|resolution|majority|ruling|decision|ratified|adopted)\b",
    re.IGNORECASE,
)
_PLAY = re.compile(
    r"\b(?:w[io]ns?|winning|beat|beats|beaten|beating|lost|lose|loses|drew|draws?|drawn|defeat(?:ed|s)?|victory|loss|led|"
    r"lead|leading|trail(?:ed|ing)|thrash(?:ed|ing)|edged|tied?|score|scored|scoreline|equalis\w+|half-time|thumping)\b",
    re.IGNORECASE,
)
_NOUN_FOLLOWS = re.compile(
    r" (?!(?:to|at|in|on|over|against|away|home|by|for|with|after|before|and|as|but|from|thanks|win|"
    r"victory|defeat|loss|draw|lead|vote|decision|ruling|majority|through|the|that|when|last|on)\b)\w",
    re.IGNORECASE,
)


def tallies(text: str) -> Iterator[Found]:
    """Both numbers of each score (unit ``score``) or vote (counted "votes"), apart."""
    for match in _TALLY.finditer(text):
        won, lost = value_of(match["won"]), value_of(match["lost"])
        if won is None or lost is None or (match["link"] in {"-", "–"} and match["won"][-1].isalpha()):
            continue
        is_vote = bool(match["votes"] or match["after"]) or (_VOTING.search(text) is not None and won > lost)
        is_score = match["link"] in {"-", "–"} and max(won, lost) < 200 and _PLAY.search(text) is not None
        follows = _NOUN_FOLLOWS.match(text, match.end()) is not None
        if (
            not (is_vote or is_score)
            or (follows and won <= lost)
            or (follows and match["link"] == " to " and not is_vote)
        ):
            continue
        unit, counted = ("", "votes") if is_vote else ("score", None)
        for group, value in (("won", won), ("lost", lost)):
            yield Found(*match.span(group), bounded(value, value, frozenset()), unit, counted)
