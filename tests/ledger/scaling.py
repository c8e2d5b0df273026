"""Measures what it takes to compare an article with a small and with a large ledger.

python tests/ledger/scaling.py [--claims 2000 200000]

Articles are made of words and numbers drawn at random, the frequent words often: up to four articles to a story, a
hundred articles a day, twelve claims an article. Larger ledgers reach further back. Filling one with 200,000 claims
takes minutes.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

from pydantic import SecretStr

from schemas.articles import Article, EnrichedArticle, EntityLabel, Mention
from schemas.base import stable_id
from schemas.claims import Argument, Claim, Quantity
from schemas.events import Event, article_enriched
from services.ledger.comparing.judging import Judge
from services.ledger.comparing.lexicon.rarity import counts
from services.ledger.comparing.lexicon.table import entry
from services.ledger.store import MIGRATIONS, VERSION_TABLE, LedgerStore
from services.runtime.clock import utc_now
from services.runtime.database import make_engine, migrate

CLAIMS_PER_ARTICLE = 12
ARTICLES_PER_DAY = 100
MEASURED = 50
BATCH = 50
SYLLABLES = ["bra", "len", "vor", "ta", "mi", "dor", "kel", "su", "ran", "po", "gri", "as", "hu", "net", "zo"]
LAST = datetime(2026, 3, 2, tzinfo=UTC)


class Newsroom:
    """Writes articles, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        often = counts()[1]
        self.words = {
            part: [word for word in often if (found := entry(word)) and found.parts.startswith(part)] for part in "nv"
        }
        self.often = {part: list(accumulate(often[word] for word in words)) for part, words in self.words.items()}

    def draw(self, part: str, number: int) -> list[str]:
        return self.chance.choices(self.words[part], cum_weights=self.often[part], k=number)

    def articles(self, number: int) -> Iterator[Event[EnrichedArticle]]:
        written = 0
        while written < number:
            names = ["".join(self.chance.choices(SYLLABLES, k=3)).capitalize() for _ in range(3)]
            nouns, verbs = self.draw("n", 60), self.draw("v", 30)
            for outlet in range(min(self.chance.randint(1, 4), number - written)):
                written += 1
                yield self.article(f"{number}/{written}", f"outlet-{outlet}", number - written, names, nouns, verbs)

    def article(self, id_: str, source: str, age: int, names: list[str], nouns: list[str], verbs: list[str]) -> Event:
        text, claims, mentions = "", [], []
        for number in range(CLAIMS_PER_ARTICLE):
            name, verb, noun = self.chance.choice(names), self.chance.choice(verbs), self.chance.choice(nouns)
            figure, *others = str(self.chance.randint(2, 900)), *self.draw("n", 3)
            start, quote = len(text), f"{name} {verb} {figure} {noun} {' '.join(others)}."
            text += f"{quote} "
            at = start + len(name) + len(verb) + 2
            entity = f"name:{name.lower()}"
            mentions.append(
                Mention(
                    text=name, label=EntityLabel.ORG, start=start, end=start + len(name), entity_id=entity, name=name
                )
            )
            claims.append(
                Claim(
                    id=stable_id("claim", id_, number),
                    quote=quote,
                    start=start,
                    end=start + len(quote),
                    text=quote,
                    subjects=(Argument(text=name, entity_id=entity),),
                    predicate=verb,
                    objects=(Argument(text=f"{figure} {noun}", head=noun),),
                    quantities=(
                        Quantity(
                            text=figure,
                            start=at,
                            end=at + len(figure),
                            lower=float(figure),
                            upper=float(figure),
                            counted=noun,
                        ),
                    ),
                    entity_ids=(entity,),
                    terms=(name.lower(), verb, noun, *others),
                )
            )
        published_at = LAST - timedelta(days=age / ARTICLES_PER_DAY)
        article = Article(
            id=id_,
            document_id=stable_id("document", id_),
            version_id=stable_id("version", id_),
            content_hash=stable_id("content", text),
            source=source,
            url=None,
            title=None,
            text=text,
            published_at=published_at,
            published_at_known=True,
            fetched_at=published_at,
        )
        enriched = EnrichedArticle(article=article, entities=tuple(mentions), claims=tuple(claims), extractor="random")
        return article_enriched(enriched, stable_id("trace", id_), utc_now())


def measure(url: str, claims: int) -> float:
    """Seconds of a core that reconciling one of the last articles of a ledger of so many claims takes."""
    engine = make_engine(SecretStr(url))
    migrate(engine, MIGRATIONS, VERSION_TABLE)
    store = LedgerStore(engine, judge=Judge(), threshold=0.5, clock=utc_now)
    events = list(Newsroom(seed=claims).articles(claims // CLAIMS_PER_ARTICLE))
    for start in range(0, len(events), BATCH):
        store.record(events[start : start + BATCH])
    for event in events[-MEASURED:][: MEASURED // 5]:
        store.reconcile([event])  # until words, claims and pages that many articles need have been read
    began = time.process_time()
    for event in events[-MEASURED:][MEASURED // 5 :]:
        store.reconcile([event])
    seconds = (time.process_time() - began) / (MEASURED - MEASURED // 5)
    engine.dispose()
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, nargs="+", default=[2_000, 200_000])
    options = parser.parse_args()
    smallest = 0.0
    for claims in options.claims:
        with tempfile.TemporaryDirectory() as folder:
            seconds = measure(f"sqlite:///{Path(folder) / 'ledger.db'}", claims)
        smallest = smallest or seconds
        sys.stdout.write(f"{claims:>9,} claims: {1000 * seconds:.1f} ms an article, {seconds / smallest:.2f} times\n")


if __name__ == "__main__":
    main()
