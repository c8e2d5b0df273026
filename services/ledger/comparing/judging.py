"""What the claims of two articles are to one another: the flow from candidates to verdicts."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import TypeAlias

import numpy as np

from schemas.alerts import Relation, Verdict
from services.ledger.comparing.company import company
from services.ledger.comparing.confidence import Confidence, Voice, between, load, load_network, log_odds_of
from services.ledger.comparing.differences import Difference
from services.ledger.comparing.features import (
    AHEAD,
    COMPARERS_SAY,
    LIKENESS,
    MATTER_SAYS,
    OTHER_KIND,
    Standing,
    differences,
    features,
    heard,
    read_alike,
)
from services.ledger.comparing.frames import Frame, frame_of
from services.ledger.comparing.lexicon.table import TABLE_VERSION
from services.ledger.comparing.matter import ALONE, BRIEF, account_of, elsewhere, in_common
from services.ledger.comparing.membership import both_tell_members
from services.ledger.comparing.nearness import Nearness, nearness
from services.ledger.comparing.opinions import SENTENCES, Arbiter, Opinion, SecondOpinion
from services.ledger.comparing.opposites import of_kind, unlike
from services.ledger.comparing.overlay import Overlay, might_meet, overlay
from services.ledger.comparing.participants import tells_of_gathering
from services.ledger.comparing.sameness import Reading, readable
from services.ledger.comparing.statement import Statement, in_order
from services.ledger.comparing.verdicts import agreement, ruled, verdict_of

__all__ = ["ASK", "NETWORK", "RULES_VERSION", "Judge", "Judged"]

RULES_VERSION = "rules 11"
_MATTER, _BRIEF, _RULES, _LOOK, _MODEL = "matter", "brief", "rules", "look", "model"
NETWORK = "network"
"""The voice that has heard all others, and counts for more than they do."""
ASK = 0.05
"""Confidence, before the verdict model is asked, from which it is; hardly a pair below would come to be told."""
_OTHER_MATTER = 0.05
"""How surely two articles tell of one matter below which their claims are not compared."""
_ONE_MATTER = 0.5
"""The same from which claims of the two may be one."""
_REMOTE = 0.35
"""Likeness by the model below which two claims are not looked at, whatever their words: one labelled pair in fifty."""
_ALIKE = 0.5
"""Likeness by the model from which two claims may be the same."""
_BEHIND = -0.12
"""How far a pair may be behind the likest of its two claims for that; further, no opinion of the model suffices."""
_LIKE = 0.25
"""Likeness in words from which two claims that are each other's likest count for what their articles agree in."""
_PLAIN = 0.2
"""Strength from which a difference counts for that."""
_SETTLED = frozenset({"membership.joined_and_not_joined", "timing.one_origin"})
"""Rules by which both claims name one thing by its id. The model, which hardly learned such pairs, is not asked, nor
where both tell who belongs to what: one group has many members."""


_Ask: TypeAlias = Callable[[Sequence[tuple[Statement, Statement]]], Sequence[Opinion]]
_Measured: TypeAlias = tuple[Overlay, Sequence[Difference], Mapping[str, float]]
"""Two claims laid beside each other, what differs, and the features so far."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair, the earlier first, with all that the verdict on it rests on."""

    both: Overlay
    differences: Sequence[Difference]
    features: Mapping[str, float]
    voices: Mapping[str, Confidence]
    """Whose confidence counts, by the names that their weights have.

    ``matter`` or ``brief`` tells how surely the two articles tell of one matter, ``rules``, ``look`` and ``model`` how
    surely the claims contradict if they do: the product decides. ``network`` has heard the others, and all else that is
    known of both articles; what it says counts three times as much as the product.
    """
    verdict: Verdict | None

    @property
    def a(self) -> Statement:
        """The earlier claim."""
        return self.both.a.statement

    @property
    def b(self) -> Statement:
        """The later claim."""
        return self.both.b.statement


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges pairs of claims with the rules and, where one is given, with a model's opinion."""

    opinion: SecondOpinion | None = None
    arbiter: Arbiter | None = None
    matter: Confidence = field(default_factory=lambda: load("matter"))
    brief: Confidence = field(default_factory=lambda: load("brief"))
    confidence: Confidence = field(default_factory=load)
    look: Confidence = field(default_factory=lambda: load("look"))
    with_opinion: Confidence = field(default_factory=lambda: load("model"))
    with_all: Voice = field(default_factory=load_network)

    @property
    def judged_by(self) -> tuple[str, ...]:
        """Versions of all that decides."""
        voices: list[Voice] = [self.matter, self.brief, self.confidence]
        voices += [] if self.opinion is None else [self.look, self.with_opinion, self.with_all]
        models = [model.version for model in (self.opinion, self.arbiter) if model is not None]
        return (RULES_VERSION, TABLE_VERSION, *(f"confidence {voice.version}" for voice in voices), *models)

    def __call__(self, pairs: Iterable[tuple[Statement, Statement]]) -> list[Judged]:
        """Judge pairs of claims. How a pair stands among those of the same two articles counts: give them together.

        Two that are one entry of the ledger are not judged; that both articles say so speaks for one matter.
        """
        by_articles: dict[tuple[str, str], list[tuple[Statement, Statement]]] = defaultdict(list)
        for one, other in pairs:
            if one.document_id != other.document_id:
                a, b = in_order(one, other)
                by_articles[a.version_id, b.version_id].append((a, b))
        return self._judged([one for met in by_articles.values() for one in self._of_two_articles(met)])

    def repeats(self, statements: Sequence[Statement]) -> Iterator[tuple[Statement, Statement, Verdict]]:
        """Pairs of claims of one article of which the later says again what the earlier does.

        By the rules alone: the models learned from claims of two articles, and take two sides of one sentence for one.
        """
        frames = [frame_of(one) for one in sorted(statements, key=lambda one: one.order)]
        for a, b in combinations(frames, 2):
            if not (a.names.isdisjoint(b.names) and a.measures.isdisjoint(b.measures)):
                verdict = agreement(overlay(a, b), self.judged_by)
                if verdict is not None and verdict.relation is Relation.SAME:
                    yield a.statement, b.statement, verdict

    def _of_two_articles(self, pairs: Sequence[tuple[Statement, Statement]]) -> Iterator[_Measured]:
        """Those pairs of two articles' claims that are worth a look, with how the articles stand to each other.

        None where they tell of two matters: what differs there contradicts nothing.
        """
        earlier, later = ({one.claim.id: one for one in side} for side in zip(*pairs, strict=True))
        of_a, of_b = (
            {one.claim.id: frame_of(one) for one in sorted(side.values(), key=lambda one: one.order)}
            for side in (earlier, later)
        )
        shared = in_common(account_of(of_a.values()), account_of(of_b.values()))
        repeated = {frame.ledger_claim_id for frame in of_a.values()} & {
            frame.ledger_claim_id for frame in of_b.values()
        }
        near = None if self.opinion is None else nearness(self.opinion, [*of_a.values()], [*of_b.values()])
        laid = [(of_a[a.claim.id], of_b[b.claim.id]) for a, b in pairs]
        measured = list(_measured([(a, b) for a, b in laid if a.ledger_claim_id != b.ledger_claim_id], near))
        alike = [_tell_of_one_thing(numbers) for _, _, numbers in measured]
        differ = [like and _differs(found) for like, (_, found, _) in zip(alike, measured, strict=True)]
        for like, differing, (both, found, numbers) in zip(alike, differ, measured, strict=True):
            others = elsewhere(len(repeated) + sum(alike) - like, sum(differ) - differing)
            read = {} if near is None else {**near.elsewhere(both.a, both.b), **near.around(both.a, both.b)}
            told = {**numbers, **shared, **others, **read}
            if all(voice(told) >= _OTHER_MATTER for voice in self._of_matter(both, found, told).values()):
                yield both, found, told

    def _of_matter(
        self, both: Overlay, found: Sequence[Difference], numbers: Mapping[str, float]
    ) -> dict[str, Confidence]:
        """Who tells how surely two articles tell of one matter; nobody where the claims name one thing by its id."""
        if _name_one_thing(both, found):
            return {}
        return {_BRIEF: self.brief} if numbers[BRIEF] else {_MATTER: self.matter}

    def _judged(self, measured: Sequence[_Measured]) -> list[Judged]:
        voices = [self._before_asking(both, found, numbers) for both, found, numbers in measured]
        matters = [_matter(each, numbers) for each, (_, _, numbers) in zip(voices, measured, strict=True)]
        told: list[Mapping[str, float]] = [
            {**numbers, COMPARERS_SAY: self.confidence.log_odds(numbers), MATTER_SAYS: log_odds_of(matter)}
            for matter, (_, _, numbers) in zip(matters, measured, strict=True)
        ]
        named: list[Sequence[Difference]] = [found for _, found, _ in measured]
        alike = {
            place
            for place, (both, _, read) in enumerate(measured)
            if matters[place] >= _ONE_MATTER and _is_alike(read) and readable(both)
        }
        doubted = {
            place
            for place, (each, (both, _, _)) in enumerate(zip(voices, measured, strict=True))
            if _LOOK in each and not both.one_wording and matters[place] * self.look(told[place]) >= ASK
        }
        overlays = [both for both, _, _ in measured]
        opinions: Mapping[int, Opinion] = {}
        of_sentences: Mapping[int, Opinion] = {}
        if self.opinion is not None:
            opinions = _asked(self.opinion, overlays, alike | doubted)
            of_sentences = _asked(self.opinion.of_sentences, overlays, doubted)
        read = [
            (place, heard(told[place], {**opinions[place].features(), **of_sentences[place].features(SENTENCES)}))
            for place in sorted(doubted)
        ]
        beside = company([(measured[place][0], numbers) for place, numbers in read])
        for (place, numbers), others in zip(read, beside, strict=True):
            told[place] = {**numbers, **others}
            voices[place] = {**voices[place], **self._having_asked(*measured[place][:2], told[place])}
            del voices[place][_LOOK]
            both, kind = measured[place][0], opinions[place].kind
            named[place] = of_kind(both, named[place], kind) or (unlike(both, kind),)
        readings = {place: Reading(opinions[place], measured[place][2][AHEAD]) for place in alike}
        return [
            Judged(both, found, numbers, each, self._verdict(both, found, numbers, each, matter, readings.get(place)))
            for place, ((both, _, _), found, numbers, each, matter) in enumerate(
                zip(measured, named, told, voices, matters, strict=True)
            )
        ]

    def _before_asking(
        self, both: Overlay, found: Sequence[Difference], numbers: Mapping[str, float]
    ) -> dict[str, Confidence]:
        """Whose confidence counts where no model has read both claims."""
        voices = {**self._of_matter(both, found, numbers), _RULES: self.confidence}
        settled = both_tell_members(both.a.claim, both.b.claim) or (found and found[0].rule in _SETTLED)
        return voices if self.opinion is None or settled else {**voices, _LOOK: self.look}

    def _having_asked(
        self, both: Overlay, found: Sequence[Difference], numbers: Mapping[str, float]
    ) -> dict[str, Confidence]:
        """Whose confidence counts where a model has read both claims, whose articles may add nothing."""
        pair: dict[str, Confidence] = {_MODEL: self.with_opinion}
        alone = numbers[ALONE] or _name_one_thing(both, found)
        return pair if alone else {**pair, NETWORK: self.with_all.at(numbers)}

    def _verdict(
        self,
        both: Overlay,
        found: Sequence[Difference],
        numbers: Mapping[str, float],
        voices: Mapping[str, Confidence],
        matter: float,
        reading: Reading | None,
    ) -> Verdict | None:
        """The verdict on a pair, which contradicts as surely as its articles tell of one matter and it does if so."""
        confidence = matter * [voice for name, voice in voices.items() if name != NETWORK][-1](numbers)
        if NETWORK in voices:
            confidence = between(confidence, voices[NETWORK](numbers))
        verdict = verdict_of(both, found, confidence, self.judged_by, reading, one_matter=matter >= _ONE_MATTER)
        if self.arbiter is None or verdict is None or not found or confidence < self.arbiter.least:
            return verdict
        ruling = self.arbiter(both.a.statement, both.b.statement)
        return verdict if ruling is None else ruled(verdict, found[0], ruling)


def _measured(pairs: Sequence[tuple[Frame, Frame]], near: Nearness | None) -> Iterator[_Measured]:
    """Features of those pairs of two articles' claims that are worth a look, with how each stands among them."""
    looked = [(overlay(a, b), alike) for a, b, alike in _worth_a_look(pairs, near)]
    stand = _standings([(both.a, both.b) for both, _ in looked], [_weight(both) for both, _ in looked])
    for (both, alike), standing in zip(looked, stand, strict=True):
        found = differences(both)
        yield both, found, {**features(both, standing, found), **alike}


def _worth_a_look(
    pairs: Sequence[tuple[Frame, Frame]], near: Nearness | None
) -> Iterator[tuple[Frame, Frame, Mapping[str, float]]]:
    """Those pairs that a closer look may be worth, by the words of both, and by a model that reads each alone.

    With what the model adds; nothing without one.
    """
    if near is None:
        yield from ((a, b, {}) for a, b in pairs if might_meet(a, b))
        return
    likeness, of_a, of_b = near.standings(pairs)
    for place in np.flatnonzero(likeness >= _REMOTE).tolist():
        a, b = pairs[place]
        alike = read_alike(float(likeness[place]), Standing(float(of_a[place]), float(of_b[place])))
        if _is_alike(alike) or might_meet(a, b):
            yield a, b, alike


def _asked(read: _Ask, overlays: Sequence[Overlay], places: Iterable[int]) -> Mapping[int, Opinion]:
    """What a model says of the pairs at some places."""
    asked = sorted(places)
    pairs = [(overlays[place].a.statement, overlays[place].b.statement) for place in asked]
    return dict(zip(asked, read(pairs), strict=True))


def _matter(voices: Mapping[str, Confidence], numbers: Mapping[str, float]) -> float:
    """How surely two articles tell of one matter; certain where nobody has to say so."""
    return math.prod(voice(numbers) for name, voice in voices.items() if name in {_MATTER, _BRIEF})


def _name_one_thing(both: Overlay, found: Sequence[Difference]) -> bool:
    """Whether both claims tell of one thing that they name, whatever else their articles tell of."""
    a, b = both.a.claim, both.b.claim
    if found and found[0].rule in _SETTLED:
        return True
    hosts = ({one.entity_id for one in claim.subjects} - {None} for claim in (a, b))
    return tells_of_gathering(a) and tells_of_gathering(b) and not set.isdisjoint(*hosts)


def _is_alike(alike: Mapping[str, float]) -> bool:
    """Whether the model that reads each claim alone finds two alike, and hardly another likelier of either."""
    return alike.get(LIKENESS, 0.0) >= _ALIKE and alike[AHEAD] >= _BEHIND


def _tell_of_one_thing(numbers: Mapping[str, float]) -> bool:
    """Whether each of two claims is the other's likest, and not only for want of a liker one."""
    return bool(numbers["mutual best"]) and numbers["likeness"] >= _LIKE


def _differs(found: Sequence[Difference]) -> bool:
    return any(one.strength >= _PLAIN and one.rule != OTHER_KIND for one in found)


def _weight(both: Overlay) -> float:
    return math.sqrt(both.covered_a * both.covered_b) * min(1.0, both.shared)


def _standings(pairs: Sequence[tuple[Frame, Frame]], weights: Sequence[float]) -> list[Standing]:
    """How each pair stands among those of its two claims, by a weight for each pair."""
    likest: dict[str, list[float]] = defaultdict(list)
    for (a, b), weight in zip(pairs, weights, strict=True):
        likest[a.claim.id].append(weight)
        likest[b.claim.id].append(weight)
    for each in likest.values():
        each.sort(reverse=True)
    return [
        Standing(_margin(weight, likest[a.claim.id]), _margin(weight, likest[b.claim.id]))
        for (a, b), weight in zip(pairs, weights, strict=True)
    ]


def _margin(own: float, weights: Sequence[float]) -> float:
    """How far the pair is ahead of the claim's next likest, or behind its likest."""
    if own < weights[0]:
        return own - weights[0]
    return own - weights[1] if len(weights) > 1 else own
