"""The phrases around names, from a parse: how far a name reaches, what describes it, what it does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from schemas.articles import EntityLabel
from services.extraction import gazetteer
from services.extraction.clauses import AHEAD, AVERTED, SPEECH
from services.extraction.lexicon.nouns import is_institution, nouns_for
from services.extraction.syntax import lemma_of

__all__ = ["Description", "Name", "descriptions", "names_of"]


@dataclass(frozen=True, slots=True)
class Name:
    """A name as the pipeline found it, at ``text[start:end]`` of the article."""

    start: int
    end: int
    label: EntityLabel
    modifies: bool = False
    """It stands before a noun that it modifies ("the Surma embankment")."""
    acts: bool = False
    """It is the subject of a verb that only somebody can be: it says or decides something."""


@dataclass(frozen=True, slots=True)
class Description:
    """A noun phrase at ``text[start:end]`` that describes without naming ("the Dutch central bank")."""

    start: int
    end: int
    text: str
    noun: str
    """Its head, in small letters."""
    modifiers: tuple[str, ...]
    """The words before the head, in small letters, without determiners and names."""
    definite: bool
    """It begins with "the", is singular, and nothing after the noun, unless after a comma, says which one is meant."""
    whose: tuple[int, int] | None
    """Where the name stands with which it begins ("Chile's central bank", "the Dutch central bank")."""
    described: tuple[int, int] | None
    """Where the name stands that it is said of, in apposition, as a title or by "is"."""


_HEADS = {
    EntityLabel.FAC: ("structure",),
    EntityLabel.LOC: ("landform", "water"),
    EntityLabel.GPE: ("region",),
}
_PLACES = frozenset({EntityLabel.GPE, EntityLabel.LOC, EntityLabel.FAC, EntityLabel.ORG, EntityLabel.PERSON})
_INSIDE = frozenset({"compound", "amod", "flat", "nmod:desc"})
_TIES = frozenset({"appos", "nmod:desc"})
_OF_TOWNS = frozenset("add continue feel find forget hold mean prepare record see show".split())
_DECIDING = frozenset(
    """
    accept approve arm back ban condemn criticise criticize demand deploy expel file freeze give grant halt impose
    invite lift lobby lodge make negotiate oppose order pay pressure ratify reject repeal request retaliate sanction
    send sign suspend summon supply support take veto warn welcome withdraw
    """.split()
)
_ACTS_OF_STATES = (SPEECH | AHEAD | AVERTED | _DECIDING) - _OF_TOWNS
"""What a government does, named by its capital: "Paris agreed", but not "Paris woke to snow", "Paris saw riots"."""
_OFFICE = frozenset({"ADJ", "NOUN"})
_WHICH = frozenset({"nmod", "acl", "acl:relcl"})
_BEFORE_THE_PHRASE = frozenset({"case", "cc", "punct", "mark"})


def names_of(entity: Span, label: EntityLabel, offset: int) -> Iterator[Name]:
    """The names that the pipeline took for one.

    "Kandahar's Zherai district" names a town and a district, "Moa Aerospace of New Zealand" a firm and a country; the
    "Central Bank of Kenya" is one name, for a bank is always somebody's.
    """
    for token in entity[1:-1]:
        if label is EntityLabel.ORG and token.lower_ == "of" and _is_complete(entity.doc[entity.start : token.i]):
            place = entity.doc[token.i + 1 : entity.end]
            if gazetteer.is_place(place.text):
                yield _name_of(entity.doc[entity.start : token.i], label, offset)
                yield _name_of(place, EntityLabel.GPE, offset)
                return
        owner = entity.doc[entity.start : token.i]
        if token.tag_ == "POS" and gazetteer.is_place(owner.text):
            yield _name_of(owner, EntityLabel.GPE, offset)
            entity = entity.doc[token.i + 1 : entity.end]
            break
    yield _name_of(entity, label, offset)


def _is_complete(name: Span) -> bool:
    """Whether an organisation's name needs no place after it: several words, and the last is no institution's noun."""
    several = len(name) > 1 and all(word.text[0].isupper() for word in name)
    return several and not any(map(is_institution, (name[-1].text, name[-2:].text)))


def _name_of(entity: Span, label: EntityLabel, offset: int) -> Name:
    """A name with what its place in the sentence tells; ``offset`` is where the Doc begins in the article.

    A place's name goes on to the noun that says what it is: "Kabuto tunnel", "Surma river", "Zherai district".
    """
    end = entity.end
    root = entity.root
    modifies = root.dep_ in _INSIDE and root.head.i >= entity.end
    if modifies and label in _PLACES and (kind := _headed(entity, root.head)) is not None:
        label, end = kind, root.head.i + 1
        modifies = False
    stop = entity.doc[end - 1]
    verb = root.head
    acts = root.dep_ == "nsubj" and lemma_of(verb.lower_, verb.lemma_.lower(), verb.tag_) in _ACTS_OF_STATES
    return Name(offset + entity.start_char, offset + stop.idx + len(stop), label, modifies, acts)


def _headed(entity: Span, head: Token) -> EntityLabel | None:
    """The kind of place that the noun after a name makes of it, if they are one name."""
    between = entity.doc[entity.end : head.i]
    indefinite = any(child.dep_ == "det" and child.lower_ in {"a", "an"} for child in head.children)
    if head.text != head.lower_ or head.lemma_ != head.lower_ or indefinite or len(between) > 2:
        return None
    if gazetteer.country_code(entity.text) is not None:
        return None
    if any(not word.is_lower or word.ent_type for word in between) or head.ent_type:
        return None
    return next(
        (label for label, kinds in _HEADS.items() if any(head.lower_ in nouns_for(kind) for kind in kinds)), None
    )


def descriptions(doc: Doc, offset: int) -> Iterator[Description]:
    """The descriptions of a passage, in order of the text."""
    named = {token.i: entity for entity in doc.ents for token in entity}
    for token in doc:
        if token.pos_ not in {"NOUN", "PROPN"} or token.i in named:
            continue
        described = _described(token, named)
        start = _start(token, named)
        definite = _is_definite(token, start, named)
        whose = _whose(token, start, named)
        if not definite and described is None and whose is None:
            continue
        words = (word for word in doc[start : token.i] if word.i not in named and word.dep_ not in {"det", "case"})
        yield Description(
            start=offset + doc[start].idx,
            end=offset + token.idx + len(token),
            text=doc[start : token.i + 1].text,
            noun=token.lemma_.lower(),
            modifiers=tuple(word.lower_ for word in words if word.is_alpha),
            definite=definite,
            whose=_placed(whose, offset),
            described=_placed(described, offset),
        )


def _placed(name: Span | None, offset: int) -> tuple[int, int] | None:
    return (offset + name.start_char, offset + name.end_char) if name is not None else None


def _whose(noun: Token, start: int, named: dict[int, Span]) -> Span | None:
    """The name that says whose the one and only thing is: a possessor, or an adjective after "the"."""
    doc = noun.doc
    first = start + 1 if doc[start].lower_ == "the" else start
    name = named.get(first)
    if name is None or name.end > noun.i or noun.lemma_.lower() != noun.lower_:
        return None
    possessor = name.root.dep_ == "nmod:poss"
    return name if name.root.head == noun and (possessor or first > start) else None


def _start(noun: Token, named: dict[int, Span]) -> int:
    start = noun.i
    while start > noun.left_edge.i and (start - 1 not in named or named[start - 1].label_ in {"NORP", "GPE"}):
        start -= 1
    while start < noun.i and noun.doc[start].dep_ in _BEFORE_THE_PHRASE and noun.doc[start].head == noun:
        start += 1
    return start


def _is_definite(noun: Token, start: int, named: dict[int, Span]) -> bool:
    first = noun.doc[start]
    return (
        first.lower_ == "the"
        and first.head == noun
        and noun.lemma_.lower() == noun.lower_
        and not any(word in named for word in range(start, noun.i))
        and (_comma_follows(noun) or not any(child.dep_ in _WHICH for child in noun.rights))
    )


def _comma_follows(noun: Token) -> bool:
    return noun.i + 1 < len(noun.doc) and noun.nbor().text == ","


def _described(noun: Token, named: dict[int, Span]) -> Span | None:
    """The name that a noun is said of: "X, the minister", "the minister, X", "minister X", "X is the minister"."""
    if noun.dep_ in _TIES and noun.head.i in named:
        return named[noun.head.i]
    for child in noun.children:
        if child.i in named and (
            child.dep_ == "appos"
            or (child.dep_ == "nsubj" and any(other.dep_ == "cop" for other in noun.children))
            or _is_titled(child, named[child.i], noun)
        ):
            return named[child.i]
    return None


def _is_titled(head: Token, name: Span, noun: Token) -> bool:
    """Whether a title with its office stands right before a person's name: "director of public health X".

    The mother of pilot X has another name than his.
    """
    office = noun.doc[noun.i + 2 : name.start]
    return (
        name.label_ == EntityLabel.PERSON.value
        and head.dep_ == "nmod"
        and noun.lower_ in nouns_for("person")
        and len(office) > 0
        and noun.nbor().lower_ in {"of", "for"}
        and all(word.is_lower and word.pos_ in _OFFICE and word.lower_ not in nouns_for("person") for word in office)
    )
