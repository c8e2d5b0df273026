"""How things came about, as a consequence of what clauses say: a foundation only named, a proposal of one's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from schemas.claims import Argument, Granularity, Modality, Polarity, TimeSpan
from services.extraction.clauses import Clause
from services.extraction.modality import modality, polarity
from services.extraction.reference import Referents
from services.extraction.syntax import Word, phrase
from services.extraction.wording import noun_phrase

__all__ = ["Origin", "announced", "find_origins", "takes_up"]

# Nouns for how a thing comes about, with the verb and its participle.
_COMING_ABOUT = {
    "foundation": ("found", "founded"),
    "founding": ("found", "founded"),
    "inception": ("found", "founded"),
    "formation": ("form", "formed"),
    "creation": ("create", "created"),
    "establishment": ("establish", "established"),
    "launch": ("launch", "launched"),
    "invention": ("invent", "invented"),
}
# What one does with something of one's own: "her proposed tax" is the tax that she proposed.
_OWN = {"propose": "proposed", "plan": "planned", "promise": "promised"}
_ANNOUNCING = {"announce": "announcement", "proclaim": "proclamation", "declare": "declaration"}
_NEXT = len(" in ")
_HAPPENING = frozenset("make come follow take happen issue".split())
# How long before or after it is announced a thing may come about.
_WITHIN = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Origin:
    """``made`` came about at ``times``, or ``makers`` put it forward; ``text`` says so."""

    predicate: str
    text: str
    made: Argument
    makers: tuple[Argument, ...] = ()
    times: tuple[TimeSpan, ...] = ()


def find_origins(clause: Clause, referents: Referents, times: Sequence[TimeSpan], now: datetime) -> Iterator[Origin]:
    """What the noun phrases of a clause take for granted: "since its creation in 2012", "her proposed tax".

    Args:
        clause: It may say anything of them.
        referents: What its pronouns and descriptions stand for.
        times: The times of the clause.
        now: On the article's own wall clock; what lies ahead cannot be taken for granted.
    """
    for word in clause.own:
        if word.lemma in _COMING_ABOUT and (made := _made(word, referents)) is not None:
            inside = _inside(word, times)
            if inside and all(time.until is not None and time.until <= now for time in inside):
                predicate, past = _COMING_ABOUT[word.lemma]
                yield Origin(predicate, f"{made.text} was {past} {_told(inside, clause)}.", made, times=inside)
        elif word.tag == "VBN" and word.dep == "amod" and word.lemma in _OWN:
            owners = [owner for one in word.head.every("nmod:poss") if (owner := _known(one, referents)) is not None]
            if owners:
                made = _known(word.head, referents) or _named(word.head, referents) or _thing(word)
                text = f"{owners[0].text} {_OWN[word.lemma]} {made.text}."
                yield Origin(word.lemma, text, made, makers=tuple(owners))


def announced(
    clause: Clause, referents: Referents, times: Sequence[TimeSpan], dated: Clause | None = None
) -> Iterator[Origin]:
    """That a thing comes about, which somebody announces: "Ministers announced the creation of the pact".

    Args:
        clause: What may announce it.
        referents: What its pronouns and descriptions stand for.
        times: When it is announced; the thing comes about some time before or after.
        dated: The clause that tells the times, if that is another one.
    """
    if clause.predicate not in _ANNOUNCING or polarity(clause) is Polarity.NEGATED:
        return
    if modality(clause) is not Modality.ASSERTED:
        return
    about = tuple(_about(time) for time in times if time.since is not None and time.until is not None)
    for word in clause.objects:
        if word.lemma in _COMING_ABOUT and not _inside(word, times) and about:
            made = _made(word, referents)
            if made is not None:
                text = f"The {word.lemma} of {made.text} was announced {_told(times, dated or clause)}."
                yield Origin(_COMING_ABOUT[word.lemma][0], text, made, times=about)


def takes_up(clause: Clause, earlier: Clause) -> bool:
    """Whether a clause says more of what an earlier one announces: "The announcement, made on Monday, …"."""
    noun = _ANNOUNCING.get(earlier.predicate)
    told_of = clause.objects[:1] if clause.passive else clause.subjects[:1]
    return (
        clause.predicate in _HAPPENING
        and noun is not None
        and any(
            word.lemma == noun and (which := word.find("det")) is not None and which.lower in {"the", "this"}
            for word in told_of
        )
    )


def _made(noun: Word, referents: Referents) -> Argument | None:
    """The named thing that a noun says came about: "the formation of X", "X's formation"."""
    owners = [one for one in noun.every("nmod:poss", "nmod") if one.dep == "nmod:poss" or one.preposition == "of"]
    return next((made for owner in owners if (made := _known(owner, referents)) is not None), None)


def _known(word: Word, referents: Referents) -> Argument | None:
    mention = referents.mention(word)
    if mention is not None:
        return Argument(text=mention.name, entity_id=mention.entity_id)
    _, referent = referents.settle(word)
    if referent is None or referent.entity_id is None:
        return None
    return Argument(text=referent.text, entity_id=referent.entity_id)


def _named(noun: Word, referents: Referents) -> Argument | None:
    mention = referents.headed(noun.lemma) if "Sing" in noun.morph else None
    return Argument(text=f"the {mention.name}", entity_id=mention.entity_id) if mention is not None else None


def _thing(participle: Word) -> Argument:
    noun = participle.head
    owned = {word.i for owner in noun.every("nmod:poss") for word in owner.subtree()}
    words = [word for word in noun_phrase(noun) if word is not participle and word.i not in owned]
    return Argument(text=f"the {phrase(words)}", head=noun.lemma)


def _inside(noun: Word, times: Sequence[TimeSpan]) -> tuple[TimeSpan, ...]:
    """The times of what a noun tells; after "since its creation", the next one is, wherever the parser hangs it."""
    if noun.preposition == "since" and (next_one := [time for time in times if 0 < time.start - noun.end <= _NEXT]):
        return tuple(next_one[:1])
    words = noun.subtree(lambda below: below.dep == "acl:relcl")
    return tuple(time for time in times if any(time.start <= word.start < time.end for word in words))


def _told(times: Sequence[TimeSpan], clause: Clause) -> str:
    """The times as the clause tells them, each with its preposition."""
    told = []
    for time in times:
        before = [word for word in clause.own if word.end <= time.start and word.end >= time.start - 1]
        told += [word.lower for word in before[-1:] if word.pos == "ADP" and word.lower != "since"]
        told.append(time.text)
    return " ".join(told)


def _about(time: TimeSpan) -> TimeSpan:
    since, until = time.since and time.since - _WITHIN, time.until and time.until + _WITHIN
    return time.model_copy(
        update={"since": since, "until": until, "granularity": Granularity.YEAR, "approximate": True}
    )
