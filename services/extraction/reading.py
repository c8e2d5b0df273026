"""From articles to what they mention and claim."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc

from schemas.articles import Article, EnrichedArticle, EntityLabel, Mention
from schemas.claims import Quantity, TimeSpan
from services.extraction.claims import Reading, claims_of
from services.extraction.descriptions import apposed, unsettled
from services.extraction.entities import link_names
from services.extraction.extents import extents
from services.extraction.passages import Passage, PassageKind, passages
from services.extraction.phrases import Description, Name, descriptions, names_of
from services.extraction.quantities import count_by_tree, find_quantities
from services.extraction.syntax import Sentence, read_sentences
from services.extraction.times import Expression, find_expressions, settle, writes_day_first

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
# Names of works, laws and programmes; a pipeline of the user's own may tell them apart.
_MADE = frozenset({"MISC", "LAW", "WORK_OF_ART"})
_BOUND = re.compile(
    r"(?:(?:(?:more|less|fewer|greater|later) than|(?:up|prior|close) to|(?:at|the) (?:least|most)|as (?:many|much|"
    r"of)|in the region of|in excess of|"
    r"over|under|above|below|about|around|some|roughly|approximately|nearly|almost|just|an estimated|until|till|by|"
    r"since|from|before|after|starting|no)\s+)+",
    re.IGNORECASE,
)
_RULES = "7"
_BATCH = 256
# Characters. What runs on for longer without a stop is a table or a list of names, and states no proposition.
_LONGEST_SENTENCE = 2_000


# As in: RIGA, Feb 12 (Baltic Wire) -
_DATELINE = re.compile(
    r"[A-Z][^\W\d_]*[A-Z][A-Z .,/'’-]*(?:,[^()–—\n]{0,40}?)?(?: ?\([^()\n]{2,40}\))? ?(?:--|[–—-])+ (?=\S)"
)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d")
# Between stretches long enough for a clause each.
_SEMICOLON = re.compile(r"(?<=[^;]{9});\s+(?=[^;]{9})")


@dataclass(slots=True)
class _Found:
    """What the pipeline has found in one article; its ``text`` is blank where a passage skips something."""

    text: str
    sentences: list[Sentence] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    descriptions: list[Description] = field(default_factory=list)


def extractor(nlp: Language) -> str:
    """The name and version of what reads the articles."""
    return f"gainsay/{_RULES} {nlp.meta['lang']}_{nlp.meta['name']}/{nlp.meta['version']}"


def read_articles(nlp: Language, articles: Sequence[Article], least_worth: float = 0.0) -> list[EnrichedArticle]:
    """Read articles in one batch, in the order given. Nothing of spaCy's outlives the call.

    Args:
        nlp: Finds sentences, dependencies and entities.
        articles: What to read.
        least_worth: Claims worth less than this, from 0 to 1, are left out.
    """
    cut = [passages(article.text) for article in articles]
    found = [_Found(_plain(article.text, inside)) for article, inside in zip(articles, cut, strict=True)]
    with nlp.memory_zone():
        for doc, (index, number, passage) in nlp.pipe(_unread(nlp, found, cut), as_tuples=True, batch_size=_BATCH):
            _collect(found[index], doc, number, passage)
    name = extractor(nlp)
    return [_enriched(article, each, name, least_worth) for article, each in zip(articles, found, strict=True)]


def _plain(text: str, inside: Sequence[Passage]) -> str:
    """The text with blanks of the same length for what its passages skip."""
    for start, end in (stretch for passage in inside for stretch in passage.skipped):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _unread(
    nlp: Language, found: Sequence[_Found], cut: Sequence[Sequence[Passage]]
) -> Iterator[tuple[Doc, tuple[int, int, Passage]]]:
    for index, (article, inside) in enumerate(zip(found, cut, strict=True)):
        for number, passage in enumerate(inside):
            yield _tokens(nlp, article.text[passage.start : passage.end]), (index, number, passage)


def _tokens(nlp: Language, text: str) -> Doc:
    """The passage's tokens, with a sentence begun after its dateline and after each semicolon."""
    doc = nlp.make_doc(text)
    borders = {border.end() for border in (_DATELINE.match(text), *_SEMICOLON.finditer(text)) if border is not None}
    if borders:
        for token in doc:
            if token.idx in borders:
                token.is_sent_start = True
    return doc


def _collect(found: _Found, doc: Doc, number: int, passage: Passage) -> None:
    found.sentences.extend(
        sentence
        for sentence in read_sentences(doc, passage.start, number, passage.kind)
        if sentence.end - sentence.start <= _LONGEST_SENTENCE
    )
    offset = passage.start
    for entity in doc.ents:
        label = EntityLabel.PRODUCT.value if entity.label_ in _MADE else entity.label_
        begun, ended = offset + entity.start_char, offset + entity.end_char
        whole = not any(begun < start < ended for start, _ in passage.skipped)
        if label in _NAME_LABELS and whole:
            found.names.extend(names_of(entity, EntityLabel(label), offset))
    found.descriptions.extend(descriptions(doc, offset))


def _enriched(article: Article, found: _Found, extractor_name: str, least_worth: float) -> EnrichedArticle:
    times: list[list[TimeSpan]] = []
    quantities: list[list[Quantity]] = []
    values: list[tuple[int, int]] = []
    day_first = writes_day_first(article.text)
    for number, sentence in enumerate(found.sentences):
        body = found.text[sentence.start : sentence.end]
        archived = sentence.kind is PassageKind.FILE_CAPTION
        expressions = [one for one in find_expressions(body) if not archived or _names_year(one)]
        before = (
            times[-1][-1] if number and times[-1] and found.sentences[number - 1].passage == sentence.passage else None
        )
        times.append(
            settle(
                body,
                expressions,
                article.published_at,
                sentence.start,
                before=before,
                day_first=day_first,
                words=sentence.words,
                depicts=archived or sentence.kind is PassageKind.CAPTION,
            )
        )
        figures = find_quantities(body, sentence.start, [(e.start, e.end) for e in expressions])
        quantities.append(count_by_tree(figures, sentence.words))
        values.extend((sentence.start + e.start, sentence.start + e.end) for e in expressions)
        values.extend((quantity.start, quantity.end) for quantity in quantities[-1])
    outside = list(_outside(found.names, sorted(values)))
    names = link_names(found.text, outside, found.descriptions)
    inside = _by_sentence(found.sentences, names)
    readings = list(map(Reading, found.sentences, inside, quantities, times))
    told = [*names, *apposed(found.descriptions, names)]
    told = [*told, *unsettled(found.descriptions, told, article.version_id)]
    wider = extents(found.text, outside, found.descriptions, told)
    mentions = sorted(
        [*told, *wider, *_value_mentions(times, quantities)], key=lambda mention: (mention.start, mention.end)
    )
    return EnrichedArticle(
        article=article,
        entities=tuple(mentions),
        claims=tuple(claim for claim in claims_of(article, readings) if claim.worth >= least_worth),
        extractor=extractor_name,
    )


def _names_year(expression: Expression) -> bool:
    return _YEAR.search(expression.match.group()) is not None


def _by_sentence(sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> list[list[Mention]]:
    """The mentions inside each sentence; both come in order of the text."""
    groups = []
    position = 0
    for sentence in sentences:
        while position < len(mentions) and mentions[position].start < sentence.start:
            position += 1
        inside = []
        while position < len(mentions) and mentions[position].start < sentence.end:
            inside.append(mentions[position])
            position += 1
        groups.append(inside)
    return groups


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
        yield _value_mention(time, label, f"time:{value}")
    for quantity in (quantity for group in quantities for quantity in group):
        value = f"{quantity.lower}..{quantity.upper} {quantity.unit or quantity.counted or ''}".strip()
        yield _value_mention(quantity, _value_label(quantity.unit), f"quantity:{value}")


def _value_mention(value: TimeSpan | Quantity, label: EntityLabel, entity_id: str) -> Mention:
    """The amount or date itself, without "more than", "about", "until"."""
    bound = _BOUND.match(value.text)
    skipped = bound.end() if bound and bound.end() < len(value.text) else 0
    text = value.text[skipped:]
    return Mention(text=text, label=label, start=value.start + skipped, end=value.end, entity_id=entity_id, name=text)


def _value_label(unit: str) -> EntityLabel:
    if not unit:
        return EntityLabel.CARDINAL
    if unit.startswith("percent"):
        return EntityLabel.PERCENT
    if unit in {"ordinal", "score", "times"}:
        return EntityLabel.ORDINAL if unit == "ordinal" else EntityLabel.CARDINAL
    return EntityLabel.MONEY if len(unit) == 3 and unit.isupper() else EntityLabel.QUANTITY
