"""Copies of articles in which one number was changed."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from copying import EVERY, Copy, copies

from schemas.articles import Article
from services.extraction.language import load_language
from services.extraction.reading import read_articles

TEXT = "The mayor of Radom resigned on Monday. Police arrested 48 miners in Radom on Tuesday. The mine stayed shut."


def article(name: str, text: str) -> Article:
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    ids = dict.fromkeys(("id", "document_id", "version_id", "content_hash"), name)
    when = {"published_at": now, "published_at_known": True, "fetched_at": now}
    return Article(**ids, **when, source="one.example", text=text)


def read(*articles: Article):
    return list(read_articles(load_language(), articles))


def claim(start: int, end: int):
    return SimpleNamespace(claim=SimpleNamespace(start=start, end=end))


@pytest.mark.parametrize(
    ("one", "other", "contradict"),
    [
        (claim(0, 50), claim(0, 50), True),
        (claim(0, 50), claim(60, 90), False),
        (claim(60, 90), claim(60, 90), False),
        (claim(0, 50), claim(10, 50), None),
    ],
)
def test_two_claims_contradict_that_are_one_but_for_the_number(one, other, contradict):
    assert Copy(None, None, at=20).contradict(one, other) is contradict


def test_a_copy_tells_one_figure_otherwise_an_hour_later_elsewhere():
    (original,) = read(article("a", TEXT))
    (made,) = copies([original])
    assert made.copy.article.text == TEXT.replace("48", "58")
    assert TEXT[made.at] == "4"
    assert made.copy.article.source != original.article.source
    assert made.copy.article.version_id != original.article.version_id
    assert (made.copy.article.published_at - original.article.published_at).total_seconds() == 3600


def test_one_article_in_so_many_has_a_copy_and_none_that_counts_nothing():
    counting = [article(f"{place:02}", TEXT) for place in range(1, EVERY + 1)]
    silent = article("00", "The mayor of Radom resigned on Monday.")
    assert [made.original.article.id for made in copies(read(silent, *counting))] == [f"{EVERY:02}"]
