"""Claims: the propositions of an article with the parts that decide what they say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer
from spacy.lang.en.stop_words import STOP_WORDS

from schemas.articles import Article, EntityLabel, Mention
from schemas.base import stable_id
from schemas.claims import Argument, Claim, Modality, Polarity, Quantity, Speaker, TimeSpan
from services.extraction.attribution import attribute, referent_of
from services.extraction.clauses import SPEECH, Clause, ClauseKind, find_clauses
from services.extraction.convened import Convened, find_convened
from services.extraction.lexicon.nouns import nouns_for
from services.extraction.memberships import Gatherings, Membership, find_membership
from services.extraction.modality import modality, polarity
from services.extraction.origins import Origin, announced, find_origins, takes_up
from services.extraction.passages import CAPTIONS, PassageKind
from services.extraction.reference import Referent, Referents
from services.extraction.syntax import Sentence, Word, phrase
from services.extraction.wording import Wording, filling, noun_phrase, word_clause
from services.extraction.worth import worth

__all__ = ["Reading", "claims_of"]

_FEWEST_WORDS = 2
_FEWEST_WORDS_IN_PASSING = 4
_IN_PASSING = frozenset({ClauseKind.RELATIVE, ClauseKind.PARTICIPLE, ClauseKind.APPOSITION})
_SIDE_BY_SIDE = frozenset({ClauseKind.COORDINATED, ClauseKind.ADVERBIAL})
_EDGES = " \t\n,;:–—-(\u00a0"
_MEMBERSHIP = "join"
_PLACES = frozenset({EntityLabel.GPE, EntityLabel.LOC, EntityLabel.FAC})
_WHERE = frozenset("in at near inside outside on off around above below beneath under over across".split())
_INTO = frozenset("into onto through from".split())

_stemmer = snowballstemmer.stemmer("english")


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence with what has been read in it."""

    sentence: Sentence
    mentions: Sequence[Mention]
    quantities: Sequence[Quantity]
    times: Sequence[TimeSpan]


def claims_of(article: Article, readings: Sequence[Reading]) -> list[Claim]:
    """The claims of an article, in order of their quotes, from its sentences in order."""
    sentences = [reading.sentence for reading in readings]
    mentions = [reading.mentions for reading in readings]
    referents = Referents(sentences, mentions)
    gatherings = Gatherings(sentences, mentions)
    clauses = [find_clauses(sentence) for sentence in sentences]
    speakers = attribute(article.text, sentences, clauses, referents)
    claims: dict[str, Claim] = {}
    before: Sequence[Clause] = ()
    for reading, lead, inside, said_by in zip(readings, _leads(readings), clauses, speakers, strict=True):
        maker = _Maker(article, reading, lead, inside, before, referents, gatherings)
        before = inside
        for clause, speaker in zip(inside, said_by, strict=True):
            for claim in maker.claims(clause, speaker):
                claims.setdefault(claim.id, claim)
    return sorted(claims.values(), key=lambda claim: (claim.start, -claim.end))


def _leads(readings: Sequence[Reading]) -> Iterator[Reading | None]:
    """For each sentence what leads up to the list that it is an item of: "Countries that have signed:"."""
    lead = None
    for reading in readings:
        if reading.sentence.kind in CAPTIONS:
            yield None
            continue
        listed = reading.sentence.kind is PassageKind.BULLET
        yield lead if listed else None
        if not listed:
            leads = reading.sentence.kind is PassageKind.HEADING or reading.sentence.words[-1].text in {":", "?"}
            lead = reading if leads else None


class _Maker:
    """Makes the claims of one sentence."""

    def __init__(
        self,
        article: Article,
        reading: Reading,
        lead: Reading | None,
        clauses: Sequence[Clause],
        before: Sequence[Clause],
        referents: Referents,
        gatherings: Gatherings,
    ) -> None:
        self.article, self.reading, self.lead, self.clauses = article, reading, lead, clauses
        self.before = before
        self.referents, self.gatherings = referents, gatherings
        self.tiles = _tiles(reading.sentence, clauses)
        words = reading.sentence.words
        self.sentence = " ".join(article.text[words[0].start : words[-1].end].split())
        self.asked = "?" in reading.sentence.words[-1].text or (
            len(reading.sentence.words) > 1 and reading.sentence.words[-2].text == "?"
        )

    def claims(self, clause: Clause, speaker: Speaker) -> Iterator[Claim]:
        """The claims that a clause makes: itself, and what follows from it of memberships, origins and gatherings."""
        start, end = self._span(clause)
        lead = self.lead if clause.kind is ClauseKind.FRAGMENT else None
        told = not _says_nothing(clause) if lead is None else any(word.entity for word in clause.own)
        if start >= end or not told:
            return
        words = [*clause.own, *(clause.echoes.own if clause.echoes is not None else ())]
        own = {word.start for word in words}
        names = [m for m in self.reading.mentions if m.start in own]
        quantities = tuple(
            q for q in self.reading.quantities if start <= q.start and q.end <= end and _touches(q, words)
        )
        times = tuple(t for t in self.reading.times if start <= t.start and t.end <= end and _touches(t, words))
        if self.reading.sentence.kind is PassageKind.FILE_CAPTION and not times:
            return  # When it was is not told.
        wording = word_clause(clause, self.referents, referent_of(speaker), times)
        mode = modality(clause, asked=self.asked, ahead=self._lies_ahead(clause, times))
        arguments = _Arguments(clause, self.referents, wording, times)
        base = Claim(
            id=stable_id("claim", self.article.version_id, start, end, wording.text),
            quote=self.article.text[start:end],
            start=start,
            end=end,
            text=wording.text,
            sentence=self.sentence,
            settled=wording.settled,
            subjects=arguments.all(clause.subjects),
            predicate="have" if clause.predicate == "lack" else clause.predicate or None,
            objects=arguments.all(clause.objects),
            complements=arguments.complements(clause),
            place=arguments.place(clause),
            polarity=polarity(clause),
            modality=mode,
            speaker=speaker,
            quantities=quantities,
            times=times,
            said=self._said(clause),
            entity_ids=_entities(names, wording.filled, clause, self.referents),
            terms=_terms(clause, names, quantities, times),
        )
        if lead is not None:
            base = _as_item(base, lead)
        membership = find_membership(clause, self.referents, self.gatherings)
        if membership is not None and membership.stated:
            base = _as_membership(base, membership)
        yield base.model_copy(update={"worth": worth(base, clause)})
        if membership is not None and not membership.stated:
            yield self._consequence(base, membership, clause)
        for origin in self._origins(clause, times):
            claim = _as_origin(base, origin)
            yield claim.model_copy(update={"worth": worth(claim, clause)})
        for convened in find_convened(clause, self.referents, self.gatherings):
            claim = _as_convened(base, convened, self.article.version_id)
            yield claim.model_copy(update={"worth": worth(claim, clause)})

    def _origins(self, clause: Clause, times: Sequence[TimeSpan]) -> Iterator[Origin]:
        now = self.article.published_at.replace(tzinfo=None)
        yield from find_origins(clause, self.referents, times, now)
        yield from announced(clause, self.referents, times)
        for earlier in (*self.before, *self.clauses):
            if takes_up(clause, earlier):
                yield from announced(earlier, self.referents, times, clause)

    def _lies_ahead(self, clause: Clause, times: Sequence[TimeSpan]) -> bool:
        """Whether a time that the clause gives for what happens begins after the day of publication."""
        when = {part.start for word in clause.complements for part in word.subtree()}
        when |= {part.start for word in clause.dependents("obl", "obl:tmod", "advmod") for part in word.subtree()}
        day = self.article.published_at.date()
        return any(time.since is not None and time.since.date() > day and time.start in when for time in times)

    def _consequence(self, base: Claim, membership: Membership, clause: Clause) -> Claim:
        names = [member.text for member in membership.members]
        listed = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
        negated = membership.polarity is Polarity.NEGATED
        text = f"{listed} {'did not join' if negated else 'joined'} {membership.group.text}."
        claim = base.model_copy(
            update={
                "id": stable_id("claim", base.id, _MEMBERSHIP, text),
                "text": text,
                "complements": (),
                "quantities": (),
                "settled": True,
            }
        )
        claim = _as_membership(claim, membership)
        return claim.model_copy(update={"worth": worth(claim, clause)})

    def _span(self, clause: Clause) -> tuple[int, int]:
        if clause in self.tiles:
            start, end = self.tiles[clause]
        else:
            words = clause.top.subtree()
            start, end = words[0].start, words[-1].end
            if clause.kind is ClauseKind.APPOSITION and clause.antecedent is not None:
                start = min(start, noun_phrase(clause.antecedent)[0].start)
        if clause.echoes is not None:
            # "and so did Italy" says nothing without what it repeats.
            start = min(start, self._span(clause.echoes)[0])
        return _trimmed(self.article.text, start, end, clause)

    def _said(self, clause: Clause) -> TimeSpan | None:
        apart = {index for source in clause.sources for index in source.when}
        words = [word for word in self.reading.sentence.words if word.i in apart]
        return next((time for time in self.reading.times if _touches(time, words)), None)


def _as_item(base: Claim, lead: Reading) -> Claim:
    """An item of a list, which says nothing without what leads up to it."""
    opening = phrase(lead.sentence.words).rstrip(" :?")
    named = (mention.entity_id for mention in lead.mentions)
    return base.model_copy(
        update={
            "text": f"{opening}: {base.text}",
            "sentence": f"{opening}: {base.sentence}",
            "settled": True,
            "entity_ids": tuple(dict.fromkeys((*named, *base.entity_ids))),
        }
    )


class _Arguments:
    """Turns the words that head a clause's arguments into claim parts."""

    def __init__(self, clause: Clause, referents: Referents, wording: Wording, times: Sequence[TimeSpan]) -> None:
        self.referents, self.wording, self.times = referents, wording, times
        # What is told of an argument is no part of it.
        self.anchor, self.hung = clause.antecedent, clause.top.subtree()

    def all(self, words: Sequence[Word]) -> tuple[Argument, ...]:
        return tuple(argument for word in words if (argument := self.one(word)).text)

    def one(self, word: Word, preposition: str = "") -> Argument:
        referent = self.wording.filled.get(word.start)
        if referent is not None:
            return Argument(
                text=referent.text, entity_id=referent.entity_id, head=referent.head, preposition=preposition
            )
        words = [part for part in noun_phrase(word) if word is not self.anchor or part not in self.hung]
        while words and words[-1].text in {".", ","}:
            words.pop()
        mention = self.referents.mention(word)
        filled = self.wording.filled
        owners = [w for w in words if w.start in filled and w.tag in {"PRP$", "WP$"}]
        replaced = [(w, w, filling(w, filled[w.start])) for w in owners]
        text = phrase(words, replaced)
        if mention is None:
            return Argument(text=text, head=word.lemma, preposition=preposition)
        bare = all(mention.start <= w.start and w.end <= mention.end for w in words if w.dep != "det")
        return Argument(text=text, entity_id=mention.entity_id, head="" if bare or word.pos == "PROPN" else word.lemma,
                        preposition=preposition)  # fmt: skip

    def complements(self, clause: Clause) -> tuple[Argument, ...]:
        found = []
        for word in clause.complements:
            if any(time.start <= word.start < time.end for time in self.times):
                continue
            preposition = word.preposition or (word.head.preposition if word.dep == "conj" else "")
            if word.dep == "iobj":
                preposition = "to"
            found.append(self.one(word, preposition))
        return tuple(one for one in found if one.text)

    def place(self, clause: Clause) -> Argument | None:
        """Where it happens, as exactly as the clause tells: a town before its country."""
        found = [one for word in clause.complements for one in self._places(word, _WHERE | _INTO)]
        if not found:
            nouns = (word for word in clause.objects if word.pos in {"NOUN", "PROPN"})
            found = [one for word in nouns for one in self._places(word, frozenset({""}))]
        exact = (one for one in found if not _is_country(one))
        return next(exact, found[0] if found else None)

    def _places(self, word: Word, prepositions: frozenset[str]) -> Iterator[Argument]:
        """The place that an argument is, or those that it lies in: "a river near Pokhara in Nepal"."""
        preposition, mention = word.preposition, self.referents.mention(word)
        named = mention is not None and mention.label in _PLACES
        if mention is not None and named and preposition in _WHERE:
            place = Argument(text=mention.text, entity_id=mention.entity_id, preposition=preposition)
            several = any(part.pos == "PROPN" for part in (word, *word.every("conj")) if part.dep == "conj")
            if several or (preposition == "on" and _is_country(place)):
                return
            yield place
        if preposition not in prepositions:
            return
        for inner in word.every("nmod"):
            if inner.preposition != "on" or inner.pos == "PROPN" or _is_spot(inner):
                # "took off from Kourou in Guiana" tells where, but not that it is all over the country.
                yield from (one for one in self._places(inner, _WHERE) if not named or not _is_country(one))


def _is_country(place: Argument) -> bool:
    return (place.entity_id or "").startswith("country:")


def _is_spot(noun: Word) -> bool:
    """Whether one can be on it: "on a beach", but not "a resolution on a ceasefire"."""
    return any(noun.lemma in nouns_for(kind) for kind in ("structure", "landform", "water", "region", "vehicle"))


def _tiles(sentence: Sentence, clauses: Sequence[Clause]) -> dict[Clause, tuple[int, int]]:
    """Stretches of a sentence, one for each of its main and coordinated clauses, that cover it together."""
    standing = [
        clause
        for clause in clauses
        if clause.kind in {ClauseKind.MAIN, ClauseKind.FRAGMENT}
        or (clause.kind in _SIDE_BY_SIDE and _is_outermost(clause))
    ]
    starts = sorted((min(word.start for word in clause.told), position) for position, clause in enumerate(standing))
    tiles = {}
    for number, (start, position) in enumerate(starts):
        following = starts[number + 1][0] if number + 1 < len(starts) else sentence.end
        tiles[standing[position]] = (sentence.start if number == 0 else start, following)
    return tiles


def _says_nothing(clause: Clause) -> bool:
    """Whether a clause only names something, or only says who speaks: "Zora Petrova said:"."""
    words = [word for word in clause.own if word.pos != "PUNCT"]
    kind = clause.sentence.kind
    if (kind is PassageKind.HEADING and not _is_headline(clause)) or (kind in CAPTIONS and not _has_both(clause)):
        return True
    if len(words) < _FEWEST_WORDS or any(subject.pos == "PUNCT" for subject in clause.subjects):
        return True
    if _is_no_predicate(clause) or (clause.antecedent is not None and _tells_nothing_of(clause.antecedent, clause)):
        return True
    if clause.kind is ClauseKind.FRAGMENT:
        return not clause.predicate and not (len(words) >= _FEWEST_WORDS_IN_PASSING and any(w.entity for w in words))
    if clause.kind in _IN_PASSING and len(words) < _FEWEST_WORDS_IN_PASSING and not any(w.entity for w in words):
        return True
    return clause.head.lemma in SPEECH and not clause.objects and clause.own[-1].text in {":", ","}


def _is_no_predicate(clause: Clause) -> bool:
    """Whether it is a participle beside a verb that has another form: "…, tearing off roofs and cutting power"."""
    outer, top = clause.outer, clause.top
    if clause.kind is not ClauseKind.COORDINATED or outer is None or top.tag != "VBG":
        return False
    going_on = outer.top.tag == "VBG" and outer.top.find("aux") is not None
    return not going_on and top.find("aux", "aux:pass", "cop") is None


def _tells_nothing_of(antecedent: Word, clause: Clause) -> bool:
    """Whether what a clause hangs on is nobody, or is not what the parser took it for."""
    denied = any(child.lower in {"no", "neither"} for child in antecedent.every("det"))
    nobody = antecedent.lower in {"nothing", "nobody", "none"}
    if denied or nobody or antecedent.tag == "WP" or antecedent.pos == "PUNCT":
        return True
    if clause.kind is not ClauseKind.RELATIVE or clause.top.dep != "acl:relcl":
        return False
    if clause.relative is None:
        opening = [word for word in clause.own if word.i < clause.head.i]
        parted = any(word.text == "," for word in opening[1:]) and not any(word.tag == "WRB" for word in opening)
        return parted or any(word.tag == "WDT" or word.lower == "that" for word in opening)
    return clause.relative.lower == "whom" and clause.relative.dep == "nmod" and "Plur" not in antecedent.morph


def _is_headline(clause: Clause) -> bool:
    """Whether a heading says something: "Fire destroys market hall", "Germany: not yet", but not "What happened"."""
    return _has_both(clause) and not any(word.tag in {"WP", "WRB", "WDT"} for word in clause.told)


def _has_both(clause: Clause) -> bool:
    """Whether a clause tells what is done, and who does it or what it is done to."""
    return bool(clause.predicate) and bool(clause.subjects or (clause.passive and clause.objects))


def _is_outermost(clause: Clause) -> bool:
    if clause.kind is ClauseKind.ADVERBIAL and not any(
        mark.lower in {"while", "whereas"} for mark in clause.top.every("mark")
    ):
        return False
    while clause.outer is not None and clause.kind in _SIDE_BY_SIDE:
        clause = clause.outer
    return clause.kind in {ClauseKind.MAIN, ClauseKind.FRAGMENT, *_SIDE_BY_SIDE}


def _trimmed(text: str, start: int, end: int, clause: Clause) -> tuple[int, int]:
    """Without the punctuation and conjunction at the edges."""
    leading = {
        word.start: word.end
        for word in clause.told
        if word.dep in {"cc", "mark"} and word.head in clause.chain and word.lower != "to"
    }
    while start < end and (text[start] in _EDGES or start in leading):
        start = leading.get(start, start + 1)
    while end > start and (text[end - 1] in _EDGES):
        end -= 1
    trailing = text[:end].rsplit(None, 1)[-1] if end > start else ""
    if trailing in {"and", "but", "or"} and end - start > len(trailing):
        return _trimmed(text, start, end - len(trailing), clause)
    return start, end


def _touches(value: Quantity | TimeSpan, words: Sequence[Word]) -> bool:
    return any(value.start <= word.start < value.end for word in words)


def _is_content(word: Word) -> bool:
    if word.pos in {"PUNCT", "SYM", "NUM"} or not word.lower[0].isalpha():
        return False
    return len(word.lower) > 1 and word.lower not in STOP_WORDS and word.lower != "n't"


def _entities(
    names: Sequence[Mention], filled: dict[int, Referent], clause: Clause, referents: Referents
) -> tuple[str, ...]:
    placed = [(name.start, name.entity_id) for name in names]
    placed.extend((start, one.entity_id) for start, one in filled.items() if one.entity_id)
    arguments = (referents.mention(word) for word in (*clause.subjects, *clause.objects))
    placed.extend((mention.start, mention.entity_id) for mention in arguments if mention is not None)
    return tuple(dict.fromkeys(entity_id for _, entity_id in sorted(placed)))


def _as_membership(claim: Claim, membership: Membership) -> Claim:
    ids = [one.entity_id for one in (*membership.members, membership.group) if one.entity_id]
    return claim.model_copy(
        update={
            "subjects": membership.members,
            "predicate": _MEMBERSHIP,
            "objects": (membership.group,),
            "polarity": membership.polarity,
            "entity_ids": tuple(dict.fromkeys([*claim.entity_ids, *ids])),
        }
    )


def _as_origin(base: Claim, origin: Origin) -> Claim:
    ids = [one.entity_id for one in (*origin.makers, origin.made) if one.entity_id]
    return base.model_copy(
        update={
            "id": stable_id("claim", base.id, origin.predicate, origin.text),
            "text": origin.text,
            "settled": True,
            "subjects": origin.makers,
            "predicate": origin.predicate,
            "objects": (origin.made,),
            "complements": (),
            "place": None,
            "polarity": Polarity.AFFIRMED,
            "modality": Modality.ASSERTED,
            "quantities": (),
            "times": origin.times,
            "entity_ids": tuple(dict.fromkeys(ids)),
        }
    )


def _as_convened(base: Claim, convened: Convened, version_id: str) -> Claim:
    """Once an article: its id does not tell which clause it follows from."""
    return base.model_copy(
        update={
            "id": stable_id("claim", version_id, convened.text),
            "text": convened.text,
            "settled": True,
            "subjects": (convened.group,),
            "predicate": "hold",
            "objects": (Argument(text=f"a {convened.gathering}", head=convened.gathering),),
            "complements": (),
            "polarity": convened.polarity,
            "modality": Modality.ASSERTED,
            "quantities": (),
            "times": (),
            "entity_ids": (convened.group.entity_id,) if convened.group.entity_id else (),
        }
    )


@lru_cache(maxsize=65_536)
def _stem(word: str) -> str:
    return str(_stemmer.stemWord(word))


def _terms(
    clause: Clause, names: Sequence[Mention], quantities: Sequence[Quantity], times: Sequence[TimeSpan]
) -> tuple[str, ...]:
    """Stems of the content words, in order, outside names, numbers and times."""
    masked = [(name.start, name.end) for name in names]
    masked.extend((quantity.start, quantity.end) for quantity in quantities)
    masked.extend((time.start, time.end) for time in times)
    return tuple(
        _stem(word.lower.removesuffix("'s"))
        for word in clause.own
        if _is_content(word) and not any(start <= word.start < end for start, end in masked)
    )
