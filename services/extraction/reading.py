"""From articles to what they mention and claim."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc

from schemas.articles import Article, EnrichedArticle, EntityLabel, Mention
from schemas.claims import Quantity, TimeSpan
from services.extraction.attribution import Sentence, attribute
from services.extraction.claims import claims_of
from services.extraction.entities import Name, link_names
from services.extraction.passages import PassageKind, passages
from services.extraction.quantities import find_quantities
from services.extraction.times import find_times, time_expressions

__all__ = ["extractor", "read_articles"]

_NAME_LABELS = frozenset(
    {
        EntityLabel.PERSON,
        EntityLabel.ORG,
        EntityLabel.GPE,
        EntityLabel.LOC,
        EntityLabel.FAC,
        EntityLabel.NORP,
        EntityLabel.EVENT,
        EntityLabel.PRODUCT,
    }
)
_RULES = "1"
_BATCH = 256


@dataclass(slots=True)
class _Reading:
    """What the pipeline has found in one article so far."""

    sentences: list[Sentence] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)


def extractor(nlp: Language) -> str:
    """The name and version of what reads the articles."""
    return f"gainsay-rules/{_RULES} {nlp.meta['lang']}_{nlp.meta['name']}/{nlp.meta['version']}"


def read_articles(nlp: Language, articles: Sequence[Article]) -> list[EnrichedArticle]:
    """Read articles in one batch, in the order given. Nothing of spaCy's outlives the call."""
    readings = [_Reading() for _ in articles]
    with nlp.memory_zone():
        for doc, (article, passage, start, heading) in nlp.pipe(_passages(articles), as_tuples=True, batch_size=_BATCH):
            _collect(readings[article], doc, passage, start, heading=heading)
    name = extractor(nlp)
    return [_enriched(article, reading, name) for article, reading in zip(articles, readings, strict=True)]


def _passages(articles: Sequence[Article]) -> Iterator[tuple[str, tuple[int, int, int, bool]]]:
    for index, article in enumerate(articles):
        for number, passage in enumerate(passages(article.text)):
            yield article.text[passage.start : passage.end], (index, number, passage.start, passage.kind is PassageKind.HEADING)


def _collect(reading: _Reading, doc: Doc, passage: int, offset: int, *, heading: bool) -> None:
    if not heading:
        reading.sentences.extend(Sentence(offset + sent.start_char, offset + sent.end_char, passage) for sent in doc.sents)
    for entity in doc.ents:
        if entity.label_ in _NAME_LABELS:
            reading.names.append(Name(offset + entity.start_char, offset + entity.end_char, EntityLabel(entity.label_)))


def _enriched(article: Article, reading: _Reading, extractor_name: str) -> EnrichedArticle:
    times: list[list[TimeSpan]] = []
    quantities: list[list[Quantity]] = []
    values: list[tuple[int, int]] = []
    for sentence in reading.sentences:
        body = article.text[sentence.start : sentence.end]
        expressions = time_expressions(body)
        times.append(find_times(body, article.published_at, sentence.start))
        quantities.append(find_quantities(body, sentence.start, expressions))
        values.extend((sentence.start + start, sentence.start + end) for start, end in expressions)
        values.extend((quantity.start, quantity.end) for quantity in quantities[-1])
    names = link_names(article.text, _outside(reading.names, sorted(values)))
    attributions = attribute(article.text, reading.sentences, names)
    mentions = sorted([*names, *_value_mentions(times, quantities)], key=lambda mention: (mention.start, mention.end))
    return EnrichedArticle(
        article=article,
        entities=tuple(mentions),
        claims=tuple(claims_of(article, reading.sentences, attributions, names, quantities, times)),
        extractor=extractor_name,
    )


def _outside(names: Sequence[Name], values: Sequence[tuple[int, int]]) -> Iterator[Name]:
    """Names that are no part of an amount or a date ("USD", "MW", "May")."""
    position = 0
    for name in names:
        while position < len(values) and values[position][1] <= name.start:
            position += 1
        if position == len(values) or name.end <= values[position][0]:
            yield name


def _value_mentions(times: Sequence[Sequence[TimeSpan]], quantities: Sequence[Sequence[Quantity]]) -> Iterator[Mention]:
    """Amounts and dates as mentions. Their ids are what they say, so that equal ones meet."""
    for time in (time for group in times for time in group):
        label = EntityLabel.TIME if time.granularity in {"minute", "hour"} else EntityLabel.DATE
        value = f"{time.since or ''}/{time.until or ''}"
        yield Mention(text=time.text, label=label, start=time.start, end=time.end, entity_id=f"time:{value}", name=time.text)
    for quantity in (quantity for group in quantities for quantity in group):
        value = f"{quantity.lower}..{quantity.upper} {quantity.unit or quantity.counted or ''}".strip()
        yield Mention(
            text=quantity.text,
            label=_value_label(quantity.unit),
            start=quantity.start,
            end=quantity.end,
            entity_id=f"quantity:{value}",
            name=quantity.text,
        )


def _value_label(unit: str) -> EntityLabel:
    if not unit:
        return EntityLabel.CARDINAL
    if unit.startswith("percent"):
        return EntityLabel.PERCENT
    return EntityLabel.MONEY if len(unit) == 3 and unit.isupper() else EntityLabel.QUANTITY
