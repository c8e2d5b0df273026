"""Copies of articles in which one number was changed: a contradiction that no labelled story has, and the world does."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from schemas.articles import Article, EnrichedArticle
from schemas.base import stable_id
from services.extraction.language import load_language
from services.extraction.reading import read_articles
from services.ledger.comparing.statement import Statement

EVERY = 10
"""One article in so many has a copy."""
_LATER = timedelta(hours=1)
_FIGURE = re.compile(r"[1-9]\d{0,2}\b")


@dataclass(frozen=True)
class Copy:
    """An article, its copy, and where in both the number stands that was changed."""

    original: EnrichedArticle
    copy: EnrichedArticle
    at: int

    def contradict(self, one: Statement, other: Statement) -> bool | None:
        """Whether two claims are one but for the number; None where both tell the number and not the same words around it."""
        told = [side.claim.start <= self.at < side.claim.end for side in (one, other)]
        if not all(told):
            return False
        return True if (one.claim.start, one.claim.end) == (other.claim.start, other.claim.end) else None


def copies(articles: Sequence[EnrichedArticle]) -> Iterator[Copy]:
    """Copies of some of the articles that count something exactly, as another outlet might print them an hour later."""
    changed = []
    for place, enriched in enumerate(sorted(articles, key=lambda one: one.article.id)):
        if place % EVERY == 0 and (at := _place_of_a_figure(enriched)) is not None:
            changed.append((enriched, at, _with_another_figure(enriched.article, at)))
    read = read_articles(load_language(), [copy for _, _, copy in changed])
    for (enriched, at, _), copy in zip(changed, read, strict=True):
        yield Copy(enriched, copy, at)


def _place_of_a_figure(enriched: EnrichedArticle) -> int | None:
    found = sorted(
        {
            quantity.start
            for claim in enriched.claims
            for quantity in claim.quantities
            if quantity.lower == quantity.upper and not quantity.approximate and _FIGURE.match(quantity.text)
        }
    )
    return random.Random(enriched.article.id).choice(found) if found else None


def _with_another_figure(article: Article, at: int) -> Article:
    """With the first digit raised by one, 9 to 1: all other offsets stay."""
    text = f"{article.text[:at]}{int(article.text[at]) % 9 + 1}{article.text[at + 1 :]}"
    told = stable_id("copy", article.id)
    return article.model_copy(
        update={
            "id": told,
            "document_id": told,
            "version_id": told,
            "content_hash": told,
            "source": "copy.example",
            "url": None,
            "text": text,
            "published_at": article.published_at + _LATER,
            "fetched_at": article.fetched_at + _LATER,
        }
    )
