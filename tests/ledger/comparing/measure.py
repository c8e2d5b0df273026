"""Runs the comparers over labelled stories or a stream of articles, as one ledger held in memory.

python measure.py read   CLUSTERS_DIR|ARTICLES.jsonl[.gz] ENRICHED.jsonl [--first N]   articles to claims
python measure.py judge  ENRICHED.jsonl OUT_DIR                                        claims to alerts and near-misses
python measure.py score  CLUSTERS_DIR OUT_DIR [-v]                                     with the score.py beside the stories

The labelled stories and the streams are not part of the repository; without them there is nothing to measure.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import json
import pathlib
import subprocess
import sys
from datetime import datetime

from schemas.alerts import Relation, Verdict
from schemas.articles import Article, EnrichedArticle
from schemas.base import stable_id
from services.ledger.comparing.comparers import blocking_keys, judge
from services.ledger.comparing.identity import ledger_claim_id
from services.ledger.comparing.statement import Statement, topic_of

MOST_FOR_A_KEY = 40
BATCH = 64


def rows_of(path: pathlib.Path) -> list[dict]:
    if path.is_dir():
        rows = [
            {**article, "id": f"{cluster.stem}/{article['id']}"}
            for cluster in sorted(path.glob("*.json"))
            for article in json.loads(cluster.read_text(encoding="utf-8"))["articles"]
        ]
        return sorted(rows, key=lambda row: (row["published_at"], row["id"]))
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def article_of(row: dict) -> Article:
    published_at = datetime.fromisoformat(row["published_at"])
    return Article(
        id=row["id"],
        document_id=stable_id("document", row.get("url") or row["id"]),
        version_id=stable_id("version", row["id"], row["text"]),
        content_hash=stable_id("content", row.get("title"), row["text"]),
        source=row["source"],
        url=row.get("url"),
        title=row.get("title"),
        text=row["text"],
        published_at=published_at,
        published_at_known=True,
        fetched_at=published_at,
    )


def read(source: pathlib.Path, out: pathlib.Path, first: int | None) -> None:
    from services.extraction.language import load_language
    from services.extraction.reading import read_articles

    nlp = load_language()
    articles = [article_of(row) for row in rows_of(source)[:first]]
    with out.open("w", encoding="utf-8") as file:
        for start in range(0, len(articles), BATCH):
            for enriched in read_articles(nlp, articles[start : start + BATCH]):
                file.write(enriched.model_dump_json() + "\n")


def statements_of(enriched: EnrichedArticle) -> list[Statement]:
    article, topic = enriched.article, topic_of(enriched.entities)
    return [
        Statement(
            claim=claim,
            document_id=article.document_id,
            version_id=article.version_id,
            source=article.source,
            published_at=article.published_at,
            published_at_known=article.published_at_known,
            topic=topic,
        )
        for claim in enriched.claims
    ]


def pairs_judged(articles: list[EnrichedArticle]):
    """Every pair that shares a key, once, with its verdict."""
    index: dict[str, list[Statement]] = collections.defaultdict(list)
    for enriched in articles:
        statements = statements_of(enriched)
        for statement in statements:
            candidates = {}
            for key in blocking_keys(statement):
                for other in index[key][-MOST_FOR_A_KEY:]:
                    if other.document_id != statement.document_id:
                        candidates[other.claim.id] = other
            for other in candidates.values():
                yield other, statement, judge(other, statement)
        for statement in statements:
            for key in blocking_keys(statement):
                index[key].append(statement)


def side_of(statement: Statement, normalized: str, articles: dict[str, Article]) -> dict:
    article, claim = articles[statement.version_id], statement.claim
    return {
        "article_id": article.id,
        "source": article.source,
        "published_at": article.published_at.isoformat(),
        "quote": claim.quote,
        "start": claim.start,
        "end": claim.end,
        "modality": claim.modality,
        "polarity": claim.polarity,
        "speaker": claim.speaker.name,
        "normalized": normalized,
    }


def alert_of(a: Statement, b: Statement, verdict: Verdict, articles: dict[str, Article]) -> dict:
    return {
        "relation": verdict.relation,
        "kind": verdict.kind,
        "rule": verdict.rule,
        "confidence": verdict.confidence,
        "explanation": verdict.explanation,
        "a": side_of(a, verdict.normalized_a, articles),
        "b": side_of(b, verdict.normalized_b, articles),
    }


def judge_all(source: pathlib.Path, out: pathlib.Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    with source.open(encoding="utf-8") as lines:
        read_articles = [EnrichedArticle.model_validate_json(line) for line in lines]
    articles = {enriched.article.version_id: enriched.article for enriched in read_articles}
    pairs, rules = 0, collections.Counter()
    with (out / "alerts.jsonl").open("w") as alerts, (out / "near_misses.jsonl").open("w") as near_misses:
        for a, b, verdict in pairs_judged(read_articles):
            pairs += 1
            if verdict is None:
                continue
            rules[verdict.relation, verdict.rule] += 1
            into = alerts if verdict.relation is Relation.CONTRADICTS else near_misses
            into.write(json.dumps(alert_of(a, b, verdict, articles), ensure_ascii=False) + "\n")
    claims: dict[str, list[dict]] = collections.defaultdict(list)
    for enriched in read_articles:
        for statement in statements_of(enriched):
            claims[ledger_claim_id(statement.claim)].append(side_of(statement, "", articles))
    with (out / "claims.jsonl").open("w") as file:
        for claim_id, evidence in claims.items():
            file.write(json.dumps({"id": claim_id, "evidence": evidence}, ensure_ascii=False) + "\n")
    total = sum(len(enriched.claims) for enriched in read_articles)
    sys.stdout.write(f"{len(read_articles)} articles, {total} claims, {len(claims)} ledger claims\n")
    sys.stdout.write(f"{pairs} pairs judged, {pairs / max(1, total):.2f} a claim\n")
    for (relation, rule), count in rules.most_common():
        sys.stdout.write(f"{count:6} {relation:12} {rule}\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    reading = commands.add_parser("read")
    reading.add_argument("--first", type=int)
    judging, scoring = commands.add_parser("judge"), commands.add_parser("score")
    scoring.add_argument("-v", action="store_true")
    for command in (reading, judging, scoring):
        command.add_argument("source", type=pathlib.Path)
        command.add_argument("out", type=pathlib.Path)
    options = parser.parse_args()
    if not options.source.exists():
        sys.stderr.write(f"{options.source} is not here\n")
        return 1
    if options.command == "read":
        read(options.source, options.out, options.first)
    elif options.command == "judge":
        judge_all(options.source, options.out)
    else:
        script = options.source.resolve().parent / "score.py"
        command = [sys.executable, str(script), "score", str(options.source), str(options.out)]
        return subprocess.run([*command, "-v"] if options.v else command, check=False).returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
