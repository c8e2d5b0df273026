"""What negates a verb or a noun."""

from __future__ import annotations

from collections.abc import Iterator

from services.extraction.syntax import Word

__all__ = ["NEGATORS", "NO", "is_negated", "negating_adverbs", "negator"]

NEGATORS = frozenset({"not", "never", "n't", "neither", "nor", "hardly"})
NO = frozenset({"no", "neither", "none", "nobody", "nothing", "nowhere"})
_EACH = frozenset({"one", "a", "single", "any", "all", "every"})
_NO_NEGATION = frozenset({"doubt", "surprise", "matter"})
_ADVERBIAL = frozenset({"advmod", "cc:preconj", "cc"})


def is_negated(verb: Word) -> bool:
    """Whether an adverb of a verb negates it, or its subject: "did not say", "nobody said"."""
    subjects = verb.every("nsubj", "nsubj:pass")
    return any(negating_adverbs(verb)) or any(negator(subject) is not None for subject in subjects)


def negating_adverbs(verb: Word) -> Iterator[Word]:
    """The "not" of "did not open", the "longer" of "is no longer open"; not the "not" of "not only"."""
    for child in verb.children:
        no_longer = child.lower == "longer" and any(word.lower == "no" for word in (*child.children, *verb.children))
        negates = child.dep in _ADVERBIAL and child.lower in NEGATORS
        if no_longer or (negates and not _is_only(child, verb)):
            yield child


def _is_only(adverb: Word, verb: Word) -> bool:
    return any(
        child.lower in {"only", "just", "merely", "least"} and child.i == adverb.i + 1
        for child in (*verb.children, *adverb.children)
    )


def negator(word: Word) -> Word | None:
    """The "no" of "no doctor", "none of them", "not one siren"; not of "no fewer than", "no doubt", "nothing but"."""
    if word.lower in NO and word.pos in {"PRON", "DET", "NOUN"}:
        return None if any("but" in {child.lower, child.preposition} for child in word.children) else word
    if word.lemma in _NO_NEGATION or word.dep == "ccomp" or word.tag in {"JJR", "RBR"}:
        return None
    for child in word.children:
        if child.i > word.i or child.dep not in {"det", "advmod", "cc:preconj"}:
            continue
        if child.lower in {"no", "neither"}:
            return child
        if child.lower == "not" and word.find("cop") is None:
            counted = word if word.pos == "NUM" else word.find("nummod", "det")
            return child if counted is not None and counted.lower in _EACH else None
    number = word.find("nummod")
    return next((child for child in number.children if child.lower == "not"), None) if number is not None else None
