"""A claim as an event frame: what it says happens, to whom, and the words that tell so."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from schemas.claims import Argument, Claim, Granularity, Modality, Polarity
from services.ledger.comparing.identity import ledger_claim_id
from services.ledger.comparing.lexicon.meaning import bases, concepts, meanings, neighbours, opposites, telling
from services.ledger.comparing.statement import Statement
from services.ledger.comparing.units import scale_of

__all__ = ["Frame", "Word", "frame_of", "is_function_word", "words_of"]

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")

# Closed classes: what these words do is told by the parts of a claim.
_FUNCTION = frozenset(
    """
    a an the this that these those some any each every either neither no not never none nobody nothing nor and or but
    if then else than as at by for from in into of off on onto out over per to toward towards under until till up upon
    via with within without about above across after against along among around before behind below beneath beside
    besides between beyond despite down during except inside near outside past round since through throughout while
    whereas because although though unless whether so such too also very just only even still yet already again ever
    he him his himself she her hers herself it its itself they them their theirs themselves we us our ours ourselves i
    me my myself you your yours yourself who whom whose which what when where why how there here be is are was were
    been being am do does did done doing have has had having will would shall should can could may might must ought
    cannot s t d ll re ve m isn aren wasn weren hasn haven hadn doesn don didn won wouldn couldn shouldn mr mrs ms dr
    one ones other others another both all most more less least many much few several own same
    """.split()
)
_NAME_WEIGHT = 1.2
_COMMON = 0.25
_CLOCK = frozenset({Granularity.MINUTE, Granularity.HOUR})


@dataclass(frozen=True, slots=True)
class Word:
    """A content word in lower case, and how much it tells; ``name`` where it is (part of) a name."""

    text: str
    weight: float
    name: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """What a statement says, ready to be laid beside another."""

    statement: Statement
    words: tuple[Word, ...]
    meanings: Mapping[str | int, Sequence[int]]
    """The places of the words that have each meaning; of names, each form."""
    neighbours: Mapping[str | int, Sequence[int]]
    """The same of all that is near or above a meaning."""
    concepts: frozenset[str | int]
    opposites: frozenset[str | int]
    measures: frozenset[str]
    names: frozenset[str]
    topic: frozenset[str]
    affirmed: bool
    weight: float
    """How much all its words tell together."""
    content: float
    """The same, names aside."""
    ledger_claim_id: str
    """Claims in one wording share it."""

    @property
    def claim(self) -> Claim:
        """The claim itself."""
        return self.statement.claim


def is_function_word(word: str) -> bool:
    """Whether the word belongs to a closed class."""
    return word in _FUNCTION


@lru_cache(maxsize=4096)
def frame_of(statement: Statement) -> Frame:
    """Read a statement's frame."""
    claim = statement.claim
    words = _words(claim)
    return Frame(
        statement=statement,
        words=words,
        meanings=_places(words, meanings),
        neighbours=_places(words, neighbours),
        concepts=frozenset(concept for word in words for concept in _concepts(word)),
        opposites=frozenset(concept for word in words if not word.name for concept in opposites(word.text)),
        measures=_measures(claim),
        names=frozenset(claim.entity_ids) - {claim.speaker.entity_id or ""},
        topic=frozenset(statement.topic),
        affirmed=(claim.polarity is Polarity.AFFIRMED) is not (claim.modality is Modality.DENIED),
        weight=sum(word.weight for word in words),
        content=sum(word.weight for word in words if not word.name),
        ledger_claim_id=ledger_claim_id(claim),
    )


def _places(words: Sequence[Word], keys: Callable[[str], Iterable[str | int]]) -> Mapping[str | int, Sequence[int]]:
    found: dict[str | int, list[int]] = defaultdict(list)
    for place, word in enumerate(words):
        for key in bases(word.text) if word.name else keys(word.text):
            found[key].append(place)
    return found


def _concepts(word: Word) -> frozenset[str | int]:
    return frozenset({word.text}) if word.name or word.weight < _COMMON else concepts(word.text)


def _measures(claim: Claim) -> frozenset[str]:
    """What the claim could be compared in, whatever its words: the dimensions it measures, times of day."""
    units = {scale_of(quantity.unit).dimension for quantity in claim.quantities if quantity.unit}
    return frozenset(units | {"clock" for time in claim.times if time.granularity in _CLOCK})


def _words(claim: Claim) -> tuple[Word, ...]:
    text = claim.text
    for figure in (*(part.text for part in claim.quantities), *(part.text for part in claim.times)):
        text = text.replace(figure, " " * len(figure), 1)
    names = {
        word
        for argument in (*claim.subjects, *claim.objects, *claim.complements)
        if argument.entity_id and not argument.head
        for word in words_of(argument)
    }
    found: dict[str, Word] = {}
    for match in _TOKEN.finditer(text):
        written = match.group().replace("’", "'").removesuffix("'s")
        word = written.lower()
        acronym = written.isupper() and not text.isupper()  # "US", "WHO"
        if len(word) < 2 or (word in _FUNCTION and not acronym) or word.endswith("n't"):
            continue
        named = word in names or (written[0].isupper() and (match.start() > 0 or telling(word) == 1.0))
        found.setdefault(word, Word(word, _NAME_WEIGHT if named else telling(word), named))
    return tuple(found.values())


def words_of(argument: Argument) -> tuple[str, ...]:
    """Content words of an argument, in order."""
    return _content(argument.text)


@lru_cache(maxsize=16_384)
def _content(text: str) -> tuple[str, ...]:
    found = (match.group().lower().replace("’", "'").removesuffix("'s") for match in _TOKEN.finditer(text))
    return tuple(word for word in found if len(word) > 1 and word not in _FUNCTION)
