"""What the ledger holds, in the form that people and programs read: one JSON object a line."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import groupby
from operator import attrgetter
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Engine, func, select

from schemas.alerts import Alert, Verdict
from schemas.articles import Article, Mention
from schemas.base import stable_id
from schemas.claims import Claim
from schemas.events import ARTICLE_ENRICHED
from services.ledger.closing import is_superseded
from services.ledger.evidence import Evidence, alert_id, make_alert, make_side
from services.ledger.groups import SameLink, all_groups, same_links
from services.ledger.linking import EntityLink, link_entities
from services.ledger.origins import all_origins
from services.ledger.revisions import counterpart
from services.ledger.sides import Sides
from services.ledger.stories import LinkableArticle, entities_of, telling_words
from services.ledger.tables import alerts, articles, closures, evidence, inbox, outbox, verdicts
from services.runtime.database import read_only

__all__ = ["LedgerReader", "judged_verdicts"]

_AT_ONCE = 500
_MENTIONS = TypeAdapter(tuple[Mention, ...])
_VERDICT = tuple(verdicts.c[name] for name in Verdict.model_fields)


class LedgerReader:
    """Reads the ledger and never writes. What it gives is in an order of its own, not in that of arrival."""

    def __init__(self, engine: Engine) -> None:
        self._engine = read_only(engine)

    def entered(self) -> int:
        """How many events have been recorded and reconciled."""
        done = select(func.count()).select_from(inbox).where(inbox.c.reconciled_at.is_not(None))
        with self._engine.connect() as connection:
            return connection.execute(done).scalar_one()

    def entered_versions(self, versions: Sequence[str]) -> set[str]:
        """Which of these article versions have been recorded and reconciled."""
        by_event = {stable_id(ARTICLE_ENRICHED, version): version for version in versions}
        events, found = list(by_event), set[str]()
        with self._engine.connect() as connection:
            for start in range(0, len(events), _AT_ONCE):
                done = select(inbox.c.event_id).where(
                    inbox.c.event_id.in_(events[start : start + _AT_ONCE]), inbox.c.reconciled_at.is_not(None)
                )
                found.update(by_event[event] for event in connection.scalars(done))
        return found

    def waiting(self) -> int:
        """How many alerts are still to be sent to their stream."""
        unsent = select(func.count()).select_from(outbox).where(outbox.c.sent_at.is_(None))
        with self._engine.connect() as connection:
            return connection.execute(unsent).scalar_one()

    def articles(self) -> Iterator[dict[str, Any]]:
        """Article versions with their entities and claims, in order of publication.

        An entity that others tell more of has their id and name, and ``linked``: its own id, the rule, and on which
        article versions that rests.
        """
        with self._engine.connect() as connection:
            links = _links(connection)
            rows = connection.execution_options(yield_per=_AT_ONCE).execute(
                select(articles.c.version_id, articles.c.article, articles.c.entities, articles.c.extractor).order_by(
                    articles.c.published_at, articles.c.version_id
                )
            )
            for some in rows.partitions():
                claims = _claims_of(connection, [row.version_id for row in some])
                for row in some:
                    yield {
                        **json.loads(row.article),
                        "extractor": row.extractor,
                        "entities": [
                            _linked(mention, links.get((row.version_id, mention["entity_id"])))
                            for mention in json.loads(row.entities)
                        ],
                        "claims": claims[row.version_id],
                    }

    def claims(self) -> Iterator[dict[str, Any]]:
        """What the ledger's articles claim, once each, with all evidence; the wording is that of the earliest.

        Ledger claims that say one thing in different words are told as one, and ``same`` says which verdicts that rests
        on. ``origins`` counts independent origins: copies and versions of one text share one. Evidence that the latest
        version of its article does not bear out is ``revised``: what became of it, and by which version.
        """
        with self._engine.connect() as connection:
            revised, origin = _revised(connection), all_origins(connection)
            grouped = all_groups(connection)
            links = same_links(connection, grouped)
            rows = connection.execution_options(yield_per=_AT_ONCE).execute(
                select(
                    evidence.c.ledger_claim_id,
                    evidence.c.claim_id,
                    evidence.c.claim,
                    articles.c.article_id,
                    articles.c.version_id,
                    articles.c.source,
                    articles.c.published_at,
                    articles.c.document_id,
                )
                .join(articles)
                .order_by(
                    evidence.c.ledger_claim_id, articles.c.published_at, articles.c.version_id, evidence.c.claim_id
                )
            )
            held: dict[str, list[Any]] = defaultdict(list)
            for which, said in groupby(rows, key=attrgetter("ledger_claim_id")):
                if which in grouped:
                    held[grouped[which]].extend(said)
                else:
                    yield _ledger_claim(which, list(said), (), origin, revised)
            for which, told in sorted(held.items()):
                told.sort(key=attrgetter("published_at", "version_id", "claim_id"))
                yield _ledger_claim(which, told, links[which], origin, revised)

    def alerts(self, versions: AbstractSet[str] | None = None) -> list[Alert]:
        """Every alert that stands, the surest first; of the pairs of quotes that one rests on, the earliest is shown.

        Pairs of which a revision took back a side count no longer.

        Args:
            versions: Only pairs with one of these article versions on a side.
        """
        found: dict[str, Alert] = {}
        with self._engine.connect() as connection:
            for a, b, verdict in judged_verdicts(connection, verdicts.c.alert_id.is_not(None), standing=True):
                if versions is None or not versions.isdisjoint({a.article.version_id, b.article.version_id}):
                    found.setdefault(alert_id(a.ledger_claim_id, b.ledger_claim_id), make_alert(a, b, verdict))
        return sorted(found.values(), key=lambda alert: (-alert.confidence, alert.b.published_at, alert.id))

    def closures(self) -> Iterator[dict[str, Any]]:
        """Alerts that a revision closed, and what it changed: of those that came back, how they closed last."""
        open_ids = {alert.id for alert in self.alerts()}
        with self._engine.connect() as connection:
            later = closures.alias()
            again = later.c.alert_id == closures.c.alert_id, later.c.closed_before > closures.c.closed_before
            rows = (
                select(closures.c.closure)
                .where(~select(later.c.alert_id).where(*again).correlate(closures).exists())
                .order_by(closures.c.closed_at, closures.c.alert_id)
            )
            for row in connection.execute(rows):
                closure = json.loads(row.closure)
                if closure["alert_id"] not in open_ids:
                    yield closure

    def alerts_by_kind(self) -> dict[str, int]:
        """How many alerts there are of each kind."""
        told = select(verdicts.c.kind, func.count(verdicts.c.alert_id.distinct())).where(
            verdicts.c.alert_id.is_not(None)
        )
        with self._engine.connect() as connection:
            return {str(kind): number for kind, number in connection.execute(told.group_by(verdicts.c.kind))}

    def near_misses(self) -> Iterator[dict[str, Any]]:
        """Pairs that were compared and not told, with the reason."""
        with self._engine.connect() as connection:
            for a, b, verdict in judged_verdicts(connection, verdicts.c.alert_id.is_(None)):
                yield {
                    "relation": verdict.relation,
                    "rule": verdict.rule,
                    "confidence": verdict.confidence,
                    "explanation": verdict.explanation,
                    "a": make_side(a, verdict.normalized_a).model_dump(mode="json"),
                    "b": make_side(b, verdict.normalized_b).model_dump(mode="json"),
                }

    def counts(self) -> dict[str, int]:
        """How much of everything there is."""
        tables = {"articles": articles, "claims": evidence, "verdicts": verdicts, "alerts": alerts}
        with self._engine.connect() as connection:
            found = {
                name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for name, table in tables.items()
            }
            ledger_claims = select(func.count(evidence.c.ledger_claim_id.distinct()))
            grouped = all_groups(connection)
            merged = len(grouped) - len(set(grouped.values()))
            found["ledger_claims"] = connection.execute(ledger_claims).scalar_one() - merged
            told = select(func.count()).where(verdicts.c.alert_id.is_(None))
            found["near_misses"] = connection.execute(told).scalar_one()
        found["closed"] = sum(1 for _ in self.closures())
        found["alerts"] -= found["closed"]
        return found


def _links(connection: Connection) -> dict[tuple[str, str], EntityLink]:
    rows = connection.execution_options(yield_per=_AT_ONCE).execute(
        select(articles.c.version_id, articles.c.published_at, articles.c.article, articles.c.entities)
    )
    return link_entities([_linkable(row) for row in rows])


def _linkable(row: Any) -> LinkableArticle:
    article = json.loads(row.article)
    return LinkableArticle(
        version_id=row.version_id,
        published_at=row.published_at,
        entities=entities_of(_MENTIONS.validate_json(row.entities)),
        words=telling_words(f"{article['title'] or ''}\n{article['text']}"),
    )


def _linked(mention: dict[str, Any], link: EntityLink | None) -> dict[str, Any]:
    told = {name: value for name, value in mention.items() if name != "aliases"}
    if link is None:
        return told
    linked = {"entity_id": mention["entity_id"], "rule": link.rule, "versions": link.versions}
    return {**told, "entity_id": link.entity_id, "name": link.name, "linked": linked}


def _claims_of(connection: Connection, versions: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in connection.execute(
        select(evidence.c.version_id, evidence.c.claim).where(evidence.c.version_id.in_(versions))
    ):
        found[row.version_id].append(json.loads(row.claim))
    for claims in found.values():
        claims.sort(key=lambda claim: (claim["start"], claim["end"], claim["id"]))
    return found


def _ledger_claim(
    which: str,
    rows: Sequence[Any],
    same: Sequence[SameLink],
    origin: Mapping[str, str],
    revised: Mapping[str, dict[str, Any]],
) -> dict[str, Any]:
    claims = [json.loads(row.claim) for row in rows]
    return {
        "id": which,
        "text": claims[0]["text"],
        "evidence": [
            {
                "article_id": row.article_id,
                "version_id": row.version_id,
                "source": row.source,
                "published_at": row.published_at.isoformat(),
                "claim_id": claim["id"],
                "origin": origin[row.version_id],
                "revised": revised.get(claim["id"]),
                **{name: claim[name] for name in ("quote", "start", "end", "speaker", "polarity", "modality")},
            }
            for row, claim in zip(rows, claims, strict=True)
        ],
        "same": [{"a": one.a_claim_id, "b": one.b_claim_id, "rule": one.rule} for one in same],
        "origins": len({origin[row.version_id] for row in rows}),
    }


def _origin_counts(connection: Connection) -> dict[str, int]:
    """How many independent origins each ledger claim has, with those that say the same."""
    origin, grouped = all_origins(connection), all_groups(connection)
    found: dict[str, set[str]] = defaultdict(set)
    said = connection.execute(select(evidence.c.ledger_claim_id, evidence.c.version_id)).all()
    for row in said:
        found[grouped.get(row.ledger_claim_id, row.ledger_claim_id)].add(origin[row.version_id])
    return {row.ledger_claim_id: len(found[grouped.get(row.ledger_claim_id, row.ledger_claim_id)]) for row in said}


def _revised(connection: Connection) -> dict[str, dict[str, Any]]:
    """What became of claims that stand in a superseded version only: dropped, or changed into what."""
    old = select(articles.c.document_id).where(is_superseded()).distinct()
    rows = connection.execute(
        select(
            articles.c.document_id,
            articles.c.version_id,
            is_superseded().label("superseded"),
            evidence.c.ledger_claim_id,
            evidence.c.claim,
        )
        .join(evidence, isouter=True)
        .where(articles.c.document_id.in_(old))
    ).all()
    latest = {row.document_id: row.version_id for row in rows if not row.superseded}
    said: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        if row.claim is not None:
            said[row.version_id][row.ledger_claim_id] = json.loads(row.claim)["text"]
    found = {}
    for row in rows:
        now = said[latest[row.document_id]]
        if row.superseded and row.claim is not None and row.ledger_claim_id not in now:
            claim = json.loads(row.claim)
            new = [text for which, text in now.items() if which not in said[row.version_id]]
            into = counterpart(claim["text"], sorted(new))
            change = "changed" if into else "dropped"
            found[claim["id"]] = {"by": latest[row.document_id], "change": change, "into": into}
    return found


def judged_verdicts(
    connection: Connection, which: Any, *, standing: bool = False
) -> Iterator[tuple[Evidence, Evidence, Verdict]]:
    """Verdicts on record that meet a condition, with both sides, in order of publication.

    Args:
        connection: To the ledger.
        which: The condition.
        standing: Only those between the latest versions of their articles.
    """
    sides = Sides.named()
    current = (~is_superseded(sides.article_a), ~is_superseded(sides.article_b)) if standing else ()
    counts = _origin_counts(connection)
    wanted = select(
        *_VERDICT,
        sides.a.c.claim.label("a_claim"),
        sides.b.c.claim.label("b_claim"),
        sides.a.c.ledger_claim_id.label("a_ledger_claim_id"),
        sides.b.c.ledger_claim_id.label("b_ledger_claim_id"),
        sides.article_a.c.article.label("a_article"),
        sides.article_b.c.article.label("b_article"),
    )
    rows = connection.execution_options(yield_per=_AT_ONCE).execute(sides.joined(wanted).where(which, *current))
    for row in rows:
        yield (
            _evidence(row.a_claim, row.a_article, row.a_ledger_claim_id, counts),
            _evidence(row.b_claim, row.b_article, row.b_ledger_claim_id, counts),
            _verdict(row),
        )


def _verdict(row: Any) -> Verdict:
    told = {name: getattr(row, name) for name in Verdict.model_fields}
    return Verdict.model_validate({**told, "judged_by": json.loads(row.judged_by)}, strict=False)


def _evidence(claim: str, article: str, ledger_claim_id: str, origins: Mapping[str, int]) -> Evidence:
    return Evidence(
        Claim.model_validate_json(claim),
        Article.model_validate_json(article),
        ledger_claim_id,
        origins[ledger_claim_id],
    )
