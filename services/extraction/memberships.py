"""Who belongs to what, as a consequence of what clauses say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from schemas.articles import EntityLabel, Mention
from schemas.claims import Argument, Polarity
from services.extraction.clauses import Clause
from services.extraction.lexicon.nouns import nouns_for
from services.extraction.modality import polarity
from services.extraction.reference import Referents, Settlement
from services.extraction.syntax import Sentence, Word

__all__ = ["GATHERINGS", "Gatherings", "Membership", "find_membership"]

_GROUP_LABELS = frozenset({"ORG", "EVENT", "GPE", "PRODUCT", "LOC"})
_MEMBER_LABELS = frozenset({EntityLabel.PERSON, EntityLabel.ORG, EntityLabel.GPE, EntityLabel.NORP})
_PLACES = frozenset({EntityLabel.GPE, EntityLabel.LOC, EntityLabel.FAC})
GATHERINGS = frozenset(
    "summit talk meeting conference forum gathering session congress convention negotiation ceremony".split()
)
_BELONGING = frozenset("member part party participant signatory contributor founder backer".split())
_STATES = frozenset({"state", "country", "nation"})
_NOT_NOW = frozenset(
    """
    accused alleged aspiring candidate erstwhile ex ex- former formerly future once onetime possible potential
    presumed previously prospective purported reputed supposed suspected would-be
    """.split()
)

# Predicate with the prepositions under which it takes a group; "" is the plain object.
_JOINING = {
    "join": ("",),
    "join in": ("",),
    "attend": ("",),
    "accede": ("to",),
    "belong": ("to",),
    "participate": ("in",),
    "sign up": ("to", "for", "", "up to", "up for"),
    "sign": ("up to", "up for"),
    "take": ("in",),
}
_LEAVING = {
    "leave": ("",),
    "quit": ("",),
    "boycott": ("",),
    "skip": ("",),
    "withdraw": ("from",),
    "pull out": ("of", "from", ""),
    "pull": ("out of",),
    "walk out": ("of", ""),
    "stay": ("out of", "away from"),
    "stay out": ("of", ""),
    "stay away": ("from",),
}
_COMPRISING = frozenset({"include", "comprise", "group", "unite"})
_CONVENING = frozenset({"see", "bring together", "gather", "draw", "unite", "host", "bring", "comprise", "include"})


@dataclass(frozen=True, slots=True)
class Membership:
    """``members`` belong, or do not belong, to ``group``; ``stated`` where the clause says just that."""

    members: tuple[Argument, ...]
    group: Argument
    polarity: Polarity
    stated: bool


class Gatherings:
    """The groups whose gatherings an article names: "the summit" stands for one where a sentence names both."""

    def __init__(self, sentences: Sequence[Sentence], mentions: Sequence[Sequence[Mention]]) -> None:
        tied: dict[str, dict[str, Mention]] = defaultdict(dict)
        for sentence, inside in zip(sentences, mentions, strict=True):
            named = {m.entity_id: m for m in inside if m.label in {"ORG", "EVENT"}}
            if len(named) != 1:
                continue
            for word in sentence.words:
                if word.lemma in GATHERINGS:
                    tied[word.lemma].update(named)
        self._tied = {noun: next(iter(ids.values())) for noun, ids in tied.items() if len(ids) == 1}

    def group(self, word: Word, referents: Referents) -> Argument | None:
        """The group that a noun phrase names, describes, or is a gathering of."""
        mention = referents.mention(word)
        if mention is not None and mention.label.value in _GROUP_LABELS:
            return Argument(text=mention.name, entity_id=mention.entity_id)
        settlement, referent = referents.settle(word)
        if settlement is Settlement.SETTLED and referent is not None and referent.entity_id and not referent.person:
            return Argument(text=referent.text, entity_id=referent.entity_id)
        if settlement is Settlement.OPEN or word.lemma not in GATHERINGS:
            return None
        if (owner := self._owner(word, referents)) is not None:
            return owner
        if _is_definite(word) and (tied := self._tied.get(word.lemma)):
            return Argument(text=tied.name, entity_id=tied.entity_id)
        return None

    def _owner(self, gathering: Word, referents: Referents) -> Argument | None:
        for owner in gathering.every("nmod:poss", "compound"):
            if _is_place(owner, referents):
                continue  # "the Brussels summit" tells where
            if (found := self.group(owner, referents)) is not None:
                return found
            if (named := referents.headed(owner.lemma)) is not None:
                return Argument(text=named.name, entity_id=named.entity_id)
        return None


def _is_definite(noun: Word) -> bool:
    """Such as "the summit", "that meeting", "Saturday's talks"."""
    determiner = noun.find("det")
    if determiner is not None:
        return determiner.lower in {"the", "this", "that"}
    return any(owner.entity == "DATE" for owner in noun.every("nmod:poss"))


def find_membership(clause: Clause, referents: Referents, gatherings: Gatherings) -> Membership | None:
    """The membership that a clause states, or that follows from a list in it, if any does."""
    return _stated(clause, referents, gatherings) or _listed(clause, referents, gatherings)


def _stated(clause: Clause, referents: Referents, gatherings: Gatherings) -> Membership | None:
    side = polarity(clause)
    if clause.predicate in _LEAVING:
        side = Polarity.NEGATED if side is Polarity.AFFIRMED else Polarity.AFFIRMED
    for word in _groups_of(clause):
        if clause.predicate in {"leave", "quit"} and _is_place(word, referents):
            continue
        if (group := gatherings.group(word, referents)) is not None:
            members = tuple(_members(clause.subjects, referents))
            return _membership(members, group, side, stated=True)
    return None


def _groups_of(clause: Clause) -> Iterator[Word]:
    """The arguments in whose place a clause about belonging has the group."""
    if clause.predicate in {"be", "become", "remain"}:
        for noun in (*clause.objects, *clause.complements):
            if _is_belonging(noun):
                places = (*noun.every("nmod", "obl"), *clause.complements)
                yield from (word for word in places if word is not noun and word.preposition in {"of", "to", "in"})
    elif clause.predicate != "take" or any(word.lemma == "part" for word in clause.objects):
        prepositions = _JOINING.get(clause.predicate) or _LEAVING.get(clause.predicate, ())
        yield from (word for word in clause.objects if "" in prepositions and word.dep not in {"ccomp", "xcomp"})
        yield from (word for word in clause.complements if word.preposition and word.preposition in prepositions)


def _listed(clause: Clause, referents: Referents, gatherings: Gatherings) -> Membership | None:
    """Such as "X's members include A and B", "the summit brought together leaders of many states, including A"."""
    members: tuple[Argument, ...] = ()
    group = None
    for subject in clause.subjects[:1]:
        belongs = _is_belonging(subject) or subject.lemma in _STATES
        if belongs and clause.predicate in {"include", "be"}:
            for owner in subject.every("nmod:poss", "nmod", "compound"):
                if owner.dep != "nmod" or owner.preposition in {"of", "in", "to"}:
                    group = group or gatherings.group(owner, referents)
            members = tuple(_members(clause.objects, referents))
        elif clause.predicate in _CONVENING or (clause.predicate == "consist" and clause.complements):
            group = gatherings.group(subject, referents)
            if clause.predicate in _CONVENING - _COMPRISING and not _convenes(clause, subject, referents):
                return None
            members = tuple(_members(_included(clause), referents))
            if not members and clause.predicate in _COMPRISING:
                members = tuple(_members(clause.objects, referents))
    if group is None or not members:
        return None
    return _membership(members, group, polarity(clause), stated=False)


def _convenes(clause: Clause, group: Word, referents: Referents) -> bool:
    """Whether those are listed who came: "saw envoys of ten states", not "brought charges against five people".

    A country that is host to others is not joined by them.
    """
    came = (word for word in clause.objects if word.lemma in _STATES or word.lemma in nouns_for("person"))
    listed = [word for one in came for word in one.subtree()]
    return not _is_place(group, referents) and any(word in listed for word in _included(clause))


def _is_place(noun: Word, referents: Referents) -> bool:
    mention = referents.mention(noun)
    return mention is not None and mention.label in _PLACES


def _is_belonging(noun: Word) -> bool:
    """Whether a noun says who belongs to a group: a "member", but no "suspected member" or "former member"."""
    if noun.lemma not in _BELONGING:
        return False
    return not any(child.lower in _NOT_NOW for child in noun.every("amod", "advmod", "compound"))


def _included(clause: Clause) -> Iterator[Word]:
    """The names after "including" inside a clause."""
    for word in clause.told:
        if any(child.lower == "including" and child.dep in {"case", "mark"} for child in word.children):
            yield from word.conjuncts()


def _members(words: Iterable[Word], referents: Referents) -> Iterator[Argument]:
    for word in words:
        mention = referents.mention(word)
        if mention is not None:
            if mention.label in _MEMBER_LABELS:
                yield Argument(text=mention.name, entity_id=mention.entity_id)
            continue
        _, referent = referents.settle(word)
        if referent is not None and referent.entity_id:
            yield Argument(text=referent.text, entity_id=referent.entity_id)
        else:
            # "some states, particularly Germany and France"
            yield from _members([part for child in word.every("appos") for part in child.conjuncts()], referents)


def _membership(members: tuple[Argument, ...], group: Argument, side: Polarity, *, stated: bool) -> Membership | None:
    outside = tuple(dict.fromkeys(member for member in members if member.entity_id != group.entity_id))
    return Membership(outside, group, side, stated) if outside else None
