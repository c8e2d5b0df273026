"""Finds in the ledger what a new article's claims are worth comparing with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, case, func, or_, select

from schemas.articles import Article, EnrichedArticle, Mention
from schemas.base import stable_id
from schemas.claims import Claim
from services.ledger.closing import is_superseded, latest_versions
from services.ledger.comparing.candidates import NEAR, STORIES_APART, TOLD_FAR, TOLD_NEAR, story_keys
from services.ledger.comparing.identity import ledger_claim_id
from services.ledger.comparing.statement import Statement, statements_of
from services.ledger.tables import article_keys, articles, evidence

__all__ = ["ARTICLES_MET", "Entered", "candidates", "entered", "index_rows", "tells_one_story"]

ARTICLES_MET = 100
"""Article versions that a new one meets at most: those with which it shares the keys that tell most.

Where more tell its story, which of them meet depends on the order of arrival.
"""


@dataclass(frozen=True, slots=True)
class Entered:
    """A claim as the ledger knows it."""

    statement: Statement
    ledger_claim_id: str
    superseded: bool = False
    """A later version of its article is known."""


def entered(enriched: EnrichedArticle) -> list[Entered]:
    """An article's claims for comparison, the first of those that say the same: the others would only repeat it."""
    first: dict[str, Entered] = {}
    for statement in statements_of(enriched):
        same = ledger_claim_id(statement.claim)
        first.setdefault(same, Entered(statement, same))
    return list(first.values())


def index_rows(article: Article, entities: Iterable[Mention]) -> list[dict[str, Any]]:
    """What makes an article be found by others of its story."""
    keys = story_keys(article, entities)
    total = sum(keys.values())
    return [
        {
            "key": stable_id("key", key),
            "version_id": article.version_id,
            "document_id": article.document_id,
            "published_at": article.published_at,
            "told": told,
            "total": total,
        }
        for key, told in keys.items()
    ]


def tells_one_story(shared: Any, least: Any, *totals: Any) -> ColumnElement[bool]:
    """Whether two articles share keys that tell ``least``, or three fifths of all that one of them tells."""
    return or_(shared >= least, *(5 * shared >= 3 * total for total in totals))


_shared, _moment = func.sum(article_keys.c.told), article_keys.c.published_at
_first, _from, _to, _last = (bindparam(name, type_=_moment.type) for name in ("first", "from", "to", "last"))
_MET = (
    select(article_keys.c.version_id)
    .where(
        article_keys.c.key.in_(bindparam("keys", expanding=True)),
        article_keys.c.document_id != bindparam("document_id"),
        _moment.between(_first, _last),
    )
    .group_by(article_keys.c.version_id, article_keys.c.total, _moment)
    .having(
        tells_one_story(
            _shared,
            case((_moment.between(_from, _to), TOLD_NEAR), else_=TOLD_FAR),
            article_keys.c.total,
            bindparam("total"),
        )
    )
    .order_by(_shared.desc(), article_keys.c.version_id)
    .limit(ARTICLES_MET)
)
"""Articles that tell one story with ours, those that share most with it first."""

_ENTERED = (
    select(
        evidence.c.claim,
        evidence.c.ledger_claim_id,
        articles.c.document_id,
        articles.c.version_id,
        articles.c.source,
        articles.c.published_at,
        articles.c.published_at_known,
        articles.c.topic,
        articles.c.title,
        is_superseded().label("superseded"),
    )
    .join(articles)
    .where(articles.c.version_id.in_(bindparam("versions", expanding=True)))
)


def candidates(connection: Connection, enriched: EnrichedArticle) -> Iterator[tuple[Entered, Entered]]:
    """Each claim of an article with each claim of other texts of its story that says something else."""
    article = enriched.article
    versions = _met(connection, article, enriched.entities)
    if not versions:
        return
    superseded = latest_versions(connection, [article.document_id]) != {article.document_id: article.version_id}
    ours = [replace(one, superseded=superseded) for one in entered(enriched)]
    others = _entered_in(connection, versions)
    yield from ((one, other) for one in ours for other in others if one.ledger_claim_id != other.ledger_claim_id)


def _met(connection: Connection, article: Article, entities: Iterable[Mention]) -> list[str]:
    rows = index_rows(article, entities)
    if not rows:
        return []
    asked = {
        "keys": [row["key"] for row in rows],
        "total": rows[0]["total"],
        "document_id": article.document_id,
        "first": article.published_at - STORIES_APART,
        "from": article.published_at - NEAR,
        "to": article.published_at + NEAR,
        "last": article.published_at + STORIES_APART,
    }
    return list(connection.scalars(_MET, asked))


def _entered_in(connection: Connection, versions: Sequence[str]) -> list[Entered]:
    """The claims of article versions, of those in one version that say the same the first."""
    first: dict[tuple[str, str], Entered] = {}
    rows = connection.execute(_ENTERED, {"versions": versions})
    for one in sorted((_entered_row(row) for row in rows), key=lambda one: one.statement.order):
        first.setdefault((one.statement.version_id, one.ledger_claim_id), one)
    return list(first.values())


def _entered_row(row: Any) -> Entered:
    statement = Statement(
        claim=_claim(row.claim),
        document_id=row.document_id,
        version_id=row.version_id,
        source=row.source,
        published_at=row.published_at,
        published_at_known=row.published_at_known,
        topic=tuple(json.loads(row.topic)),
        title=row.title,
    )
    return Entered(statement, row.ledger_claim_id, row.superseded)


_claim = lru_cache(maxsize=8192)(Claim.model_validate_json)
"""Articles of one story come close upon one another, so their claims are read many times."""
