"""Finds in the ledger what a new article's claims are worth comparing with."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select, union_all

from schemas.articles import Article, EnrichedArticle
from schemas.base import stable_id
from schemas.claims import Claim
from services.ledger.closing import is_superseded, latest_versions
from services.ledger.comparing.candidates import blocking_keys
from services.ledger.comparing.identity import ledger_claim_id
from services.ledger.comparing.statement import Statement, statements_of
from services.ledger.tables import articles, claim_keys, evidence

__all__ = ["CANDIDATES_PER_KEY", "Entered", "candidates", "entered", "index_keys"]

CANDIDATES_PER_KEY = 100
"""Claims that one key brings to comparison at most, before and after in time: those published nearest.

Where more share a key, which of them meet depends on the order of arrival.
"""

_KEYS_AT_ONCE = 64


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


def _nearest(number: int, *, before: bool) -> Select[tuple[str, str]]:
    keyed, moment = claim_keys.c, bindparam("published_at", type_=claim_keys.c.published_at.type)
    found = (
        select(keyed.key, keyed.claim_id)
        .where(
            keyed.key == bindparam(f"key_{number}"),
            keyed.document_id != bindparam("document_id"),
            keyed.published_at <= moment if before else keyed.published_at > moment,
        )
        .order_by(keyed.published_at.desc() if before else keyed.published_at, keyed.claim_id)
        .limit(CANDIDATES_PER_KEY)
        .subquery()
    )
    return select(found.c.key, found.c.claim_id)


_SHARING = union_all(*(_nearest(number, before=before) for number in range(_KEYS_AT_ONCE) for before in (True, False)))

_ENTERED = (
    select(
        evidence.c.claim_id,
        evidence.c.claim,
        evidence.c.ledger_claim_id,
        articles.c.document_id,
        articles.c.version_id,
        articles.c.source,
        articles.c.published_at,
        articles.c.published_at_known,
        articles.c.topic,
        is_superseded().label("superseded"),
    )
    .join(articles)
    .where(evidence.c.claim_id.in_(bindparam("ids", expanding=True)))
    .order_by(evidence.c.claim_id)
)


def candidates(connection: Connection, enriched: EnrichedArticle) -> Iterator[tuple[Entered, Entered]]:
    """Each claim of an article with each claim of another text that shares a key with it and says something else."""
    article = enriched.article
    superseded = latest_versions(connection, [article.document_id]) != {article.document_id: article.version_id}
    keys = {replace(ours, superseded=superseded): index_keys(ours.statement) for ours in entered(enriched)}
    sharing = _sharing(connection, sorted({key for some in keys.values() for key in some}), article)
    ids = sorted({claim_id for some in sharing.values() for claim_id in some})
    others = {row.claim_id: _entered_row(row) for row in connection.execute(_ENTERED, {"ids": ids})} if ids else {}
    for ours, its_keys in keys.items():
        for claim_id in sorted({claim_id for key in its_keys for claim_id in sharing[key]}):
            if others[claim_id].ledger_claim_id != ours.ledger_claim_id:
                yield ours, others[claim_id]


def index_keys(statement: Statement) -> list[str]:
    """Blocking keys as the index holds them: of one length, however long the names in them are."""
    return [stable_id("key", key) for key in blocking_keys(statement)]


def _sharing(connection: Connection, keys: Sequence[str], article: Article) -> dict[str, list[str]]:
    """The claims of other texts under each key, nearest in time."""
    found: dict[str, list[str]] = defaultdict(list)
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        some = keys[start : start + _KEYS_AT_ONCE]
        asked = {f"key_{number}": some[number] if number < len(some) else None for number in range(_KEYS_AT_ONCE)}
        around = {"document_id": article.document_id, "published_at": article.published_at}
        for row in connection.execute(_SHARING, {**asked, **around}):
            found[row.key].append(row.claim_id)
    return found


def _entered_row(row: Any) -> Entered:
    statement = Statement(
        claim=Claim.model_validate_json(row.claim),
        document_id=row.document_id,
        version_id=row.version_id,
        source=row.source,
        published_at=row.published_at,
        published_at_known=row.published_at_known,
        topic=tuple(json.loads(row.topic)),
    )
    return Entered(statement, row.ledger_claim_id, row.superseded)
