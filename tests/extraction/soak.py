"""Reads a long stream of articles in one process and prints what memory it holds on the way.

python soak.py ARTICLES.jsonl.gz... [--articles 20000]

The files are read again from the start, each time as other articles, until the number is reached.
"""

import argparse
import gzip
import itertools
import json
import pathlib
import re
import sys
import time
from datetime import UTC, datetime

from schemas.articles import Article
from schemas.base import stable_id
from services.extraction.language import load_language
from services.extraction.reading import read_articles

BATCH = 32
SHOWN_EVERY = 1_000


def stream(paths):
    for turn in itertools.count():
        for path in paths:
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                for number, line in enumerate(lines):
                    yield article_of(json.loads(line), f"{turn}/{path.name}/{number}")


def article_of(row, article_id):
    published_at = datetime.fromisoformat(row.get("published_at") or "2026-01-01T00:00:00+00:00")
    return Article(
        id=article_id,
        document_id=stable_id("document", article_id),
        version_id=stable_id("version", article_id),
        content_hash=stable_id("content", article_id),
        source="soak",
        text=row["text"],
        published_at=published_at if published_at.tzinfo else published_at.replace(tzinfo=UTC),
        published_at_known=True,
        fetched_at=published_at if published_at.tzinfo else published_at.replace(tzinfo=UTC),
    )


def megabytes():
    status = pathlib.Path("/proc/self/status").read_text(encoding="utf-8")
    return {name: int(re.search(rf"{name}:\s+(\d+)", status)[1]) / 1024 for name in ("VmRSS", "VmHWM")}


def show(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=pathlib.Path)
    parser.add_argument("--articles", type=int, default=20_000)
    options = parser.parse_args()
    nlp = load_language()
    articles = itertools.islice(stream(options.paths), options.articles)
    began, read, claims = time.process_time(), 0, 0
    show("articles  claims  MB now  MB at most  articles/s of processor time")
    while batch := list(itertools.islice(articles, BATCH)):
        claims += sum(len(enriched.claims) for enriched in read_articles(nlp, batch))
        before, read = read, read + len(batch)
        if before // SHOWN_EVERY < read // SHOWN_EVERY or read == options.articles:
            held, speed = megabytes(), read / (time.process_time() - began)
            show(f"{read:8} {claims:7} {held['VmRSS']:7.0f} {held['VmHWM']:11.0f} {speed:8.1f}")


if __name__ == "__main__":
    main()
