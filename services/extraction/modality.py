"""How far a clause commits itself, and whether it says that something is so, told from surface cues."""

from __future__ import annotations

import re

from schemas.claims import Modality, Polarity

__all__ = ["modality", "polarity"]

_SUBORDINATE = re.compile(
    r",?\s+(?:who|whom|whose|which|although|though|because|since|unless|if|whether|despite|where|while|whereas|"
    r"until|when|after|before|"
    r"so that|even if|except|rather than|instead of|as if|to avoid|in case)\b",
    re.IGNORECASE,
)
_FRONTED = re.compile(
    r"^(?:Although|Though|Because|Since|While|Whereas|When|After|Before|Despite|Without|Unless|Until|As|Once|Even "
    r"though|In spite of|Not only)\b[^,]{0,200},\s*",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’(?!\w)")

_SHORTEST_CLAUSE = 5

_NEGATION = re.compile(
    r"\b(?:not|never|nobody|nothing|nowhere|neither|nor|cannot|none|no one)\b|\w+n['’]t\b"
    r"|\bno\b(?!\.? \d| doubt| longer than| more than| less than| fewer than| later than| sooner|t only)"
    r"|\byet to\b|\bno longer\b|\bstopp(?:ed|ing|s) short of\b|\bfail(?:ed|s|ing)? to\b|\brefus(?:e|ed|es|ing) to\b|"
    r"\bdeclin(?:e|ed|es|ing) to\b"
    r"|\brul(?:e|ed|es|ing) out\b|\bremain(?:s|ed)? un\w+ed\b|\bwithout (?:\w+ing|a|any)\b|\bstay(?:ed|s)? out of\b|"
    r"\bleft out\b|\bhardly\b|\bscarcely\b"
    r"|\bunable to\b|\bhas yet\b|\bhave yet\b|\bfree of\b|\black(?:s|ed|ing)?\b",
    re.IGNORECASE,
)
_NOT_NEGATION = re.compile(
    r"\bnot (?:only|just|merely|simply|least|to mention|until|without|un\w+|in\w{4,}able)\b|\bno (?:doubt|more than|"
    r"less than|fewer than|later than|sooner|matter)\b"
    r"|\bnothing (?:but|less than|short of)\b|\bnone other than\b|\bwhether or not\b|\bor not\b|\bno\.? \d|\bnot "
    r"(?:more|less|fewer) than\b"
    r"|\b(?:not|never|n['’]t|cannot) (?:fail|refuse|decline|rule out|deny|lack)\w*(?: to)?\b|\w+n['’]t (?:fail|"
    r"refuse|decline|rule out|deny|lack)\w*(?: to)?\b",
    re.IGNORECASE,
)

_QUESTION = re.compile(r"\?[\"”’')\]]*$")
_DENIAL = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|disput(?:es?|ed|ing)|rebut(?:s|ted)?|refut(?:es?|ed)|disavow(?:s|ed)?|dismiss(?:es|"
    r"ed)? (?:the |a |any |such |all )?"
    r"(?:claims?|reports?|allegations?|rumou?rs?|suggestions?|accusations?|accounts?)|reject(?:s|ed)? (?:the |a |"
    r"any |such |all )?"
    r"(?:claims?|reports?|allegations?|rumou?rs?|suggestions?|accusations?))\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"^(?:if|unless|should|provided|were|assuming|in the event|had (?:he|she|they|it|we))\b|\b(?:if|unless|provided "
    r"that|as long as|on condition that|in case|in the event)\b"
    r"|\bwould have \w+|\bcould have \w+|\bwould be\b.*\bif\b",
    re.IGNORECASE,
)
_WHETHER = re.compile(r"\b(?:as if|even if|what if|asked if|wonders? if|see if|know if)\b", re.IGNORECASE)
_HEDGE = re.compile(
    r"(?<![A-Z])(?:\b(?:may|might|could|possibly|perhaps|probably|presumably|reportedly|apparently|allegedly|"
    r"purportedly|supposedly|potentially|seemingly|maybe|likely|unlikely|unconfirmed|unverified|rumou?red|suspected|"
    r"alleged|believed to|thought to|understood to|said to (?:be|have)|feared|appear(?:s|ed)? to|seem(?:s|ed)? (?:to|"
    r"likely)|suggest(?:s|ed|ing)? that|tend(?:s|ed)? to|is possible|it is possible|can not be ruled out|"
    r"cannot be ruled out|"
    r"in (?:his|her|their|my|our) (?:view|opinion)|considering)\b)",
)
_PLAN = re.compile(
    r"\b(?:will|shall|won['’]t)\b|['’]ll\b|\b(?:is|are|was|were|be)(?: \w+ly)? (?:to (?!blame)\w+|due(?: to)?|set "
    r"to|expected to|scheduled|slated|planned|poised to|"
    r"about to|going to|bound to|likely to|expected (?:on|in|by|next)|to be)\b|\b(?:plan|intend|aim|hope|expect|"
    r"propos|pledg|promis|vow|agree|threaten|prepar|want)"
    r"(?:s|es|ed|e|ing|ning|ned)? to\b|\b(?:expected|scheduled|due|planned|set|slated) (?:to|for|on|next|in|by|"
    r"later)\b|\bwould\b(?! have)"
    r"|\b(?:plans|planning) (?:for|a|an)\b|\bon course to\b|\b(?:upcoming|forthcoming)\b",
    re.IGNORECASE,
)


def _main_clause(clause: str) -> str:
    """The clause without fronted and trailing subordinate clauses."""
    clause = _FRONTED.sub("", clause, count=1)
    border = _SUBORDINATE.search(clause)
    return clause[: border.start()] if border and border.start() >= _SHORTEST_CLAUSE else clause


def polarity(clause: str) -> Polarity:
    """Whether the clause's main statement is negated.

    ``clause`` is one claim without the words that say who said it. Cues in subordinate clauses and in quoted words
    inside a longer clause do not count; neither do "not only", "no fewer than" and two cues that cancel ("did not
    refuse to").
    """
    main = _NOT_NEGATION.sub(" ", _main_clause(clause))
    quoted = [m.span() for m in _QUOTED.finditer(main)]
    inside = sum(end - start for start, end in quoted)
    if quoted and inside < 0.6 * len(main):
        main = _QUOTED.sub(" ", main)
    return Polarity.NEGATED if _NEGATION.search(main) else Polarity.AFFIRMED


def modality(clause: str) -> Modality:
    """The commitment of one claim, given without the words that say who said it."""
    if _QUESTION.search(clause):
        return Modality.ASKED
    main = _main_clause(clause)
    if _DENIAL.search(main):
        return Modality.DENIED
    if _CONDITION.search(_WHETHER.sub(" ", clause)):
        return Modality.CONDITIONAL
    if _HEDGE.search(main):
        return Modality.HEDGED
    if _PLAN.search(main):
        return Modality.PLANNED
    return Modality.ASSERTED
