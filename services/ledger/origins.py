"""Copies in the ledger: linking them, and counting independent origins."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, func, or_, select

from schemas.articles import Article
from services.ledger.copies import COPY, bands, origins, signature, similarity
from services.ledger.tables import articles, copies, copy_bands, evidence, partition_of
from services.runtime.database import insert_all_new

__all__ = ["all_origins", "count_origins", "index_text", "link_copies"]

_CANDIDATES = 50
"""Texts that one is compared with at most, those with most bands in common: enough to join every group of copies."""

_STEPS = 10


def index_text(connection: Connection, article: Article) -> None:
    """Make a text be found by its copies."""
    if (sign := signature(article.text)) is not None:
        rows = [{"band": band, "version_id": article.version_id} for band in bands(sign)]
        insert_all_new(connection, copy_bands, rows)


def link_copies(connection: Connection, article: Article) -> None:
    """Link a text with those that it is a copy of, or that are copies of it."""
    if (ours := signature(article.text)) is None:
        return
    shared = func.count().label("shared")
    alike = (
        select(copy_bands.c.version_id)
        .where(copy_bands.c.band.in_(bands(ours)), copy_bands.c.version_id != article.version_id)
        .group_by(copy_bands.c.version_id)
        .order_by(shared.desc(), copy_bands.c.version_id)
        .limit(_CANDIDATES)
    )
    texts = select(articles.c.version_id, articles.c.article).where(
        articles.c.version_id.in_(alike.scalar_subquery()), articles.c.document_id != article.document_id
    )
    found = []
    for row in connection.execute(texts):
        theirs = signature(Article.model_validate_json(row.article).text)
        if theirs is not None and (resemblance := similarity(ours, theirs)) >= COPY:
            a, b = sorted((article.version_id, row.version_id))
            found.append(
                {"a_version_id": a, "b_version_id": b, "partition_key": partition_of(a), "similarity": resemblance}
            )
    found.sort(key=lambda link: (str(link["a_version_id"]), str(link["b_version_id"])))
    insert_all_new(connection, copies, found)


def count_origins(connection: Connection, ledger_claims: Iterable[str]) -> int:
    """How many independent origins ledger claims that say one thing have, by the links that are known now."""
    said = select(evidence.c.version_id).where(evidence.c.ledger_claim_id.in_(sorted(ledger_claims)))
    versions = set(connection.scalars(said))
    links: set[tuple[str, str]] = set()
    known, new = set[str](), set(versions)
    for _ in range(_STEPS):
        if not new:
            break
        either = or_(copies.c.a_version_id.in_(new), copies.c.b_version_id.in_(new))
        links |= {
            (a, b) for a, b in connection.execute(select(copies.c.a_version_id, copies.c.b_version_id).where(either))
        }
        of_text = select(articles.c.version_id, articles.c.document_id).where(articles.c.version_id.in_(new))
        links |= {(version, document) for version, document in connection.execute(of_text)}
        known |= new
        new = {version for pair in links for version in pair} - known
    found = origins(sorted(versions), sorted(links))
    return len({found[version] for version in versions})


def all_origins(connection: Connection) -> dict[str, str]:
    """The origin of every article version: copies and versions of one text have one."""
    texts = [
        (version, document)
        for version, document in connection.execute(select(articles.c.version_id, articles.c.document_id))
    ]
    links = [(a, b) for a, b in connection.execute(select(copies.c.a_version_id, copies.c.b_version_id))]
    return origins(_versions(texts), texts + links)


def _versions(texts: Iterable[tuple[str, str]]) -> list[str]:
    return sorted(version for version, _ in texts)
