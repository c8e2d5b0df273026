from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.articles import Article, EntityLabel, Mention
from schemas.base import stable_id
from services.ledger.comparing.candidates import TOLD_NEAR, story_keys


def article(text, title=None):
    return Article(
        id="x",
        document_id=stable_id("document"),
        version_id=stable_id("version"),
        content_hash=stable_id("content", text),
        source="Alpha Post",
        url=None,
        title=title,
        text=text,
        published_at=datetime(2026, 3, 2, tzinfo=UTC),
        published_at_known=True,
        fetched_at=datetime(2026, 3, 2, tzinfo=UTC),
    )


def named(text, *names):
    return [
        Mention(text=n, label=EntityLabel.ORG, start=text.index(n), end=text.index(n) + len(n), entity_id=n, name=n)
        for n in names
    ]


@pytest.mark.parametrize(
    ("text", "names", "key", "stands"),
    [
        ("The ferry capsized off the harbour.", (), "ferry", True),
        ("The ferry capsized off the harbour.", (), "capsize", True),
        ("Ferries sank.", (), "ferry", True),
        ("The minister said on Monday that it was late.", (), "minister", False),
        ("Shr 34 cts vs 1.19 dlrs", (), "dlrs", False),
        ("Mr Okelomba left.", ("Okelomba",), "okelomba", True),
        ("Mr Okelomba left.", (), "okelomba", True),
        ("It hit okelomba hard.", (), "okelomba", False),
        ("…", (), "…", False),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_an_article_goes_by(text, names, key, stands):
    assert (key in story_keys(article(text), named(text, *names))) is stands


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ("A ferry capsized near the lighthouse.", "Divers searched the capsized ferry by the lighthouse.", True),
        ("A ferry capsized near the lighthouse.", "The bank raised its rate on Monday.", False),
        ("The minister met the president on Monday.", "The president met the minister on Tuesday.", False),
    ],
)
def test_articles_of_one_story_share_what_tells(one, other, meet):
    ours, theirs = (story_keys(article(text), ()) for text in (one, other))
    shared = sum(told for key, told in ours.items() if key in theirs)
    assert (shared >= TOLD_NEAR) is meet


@given(st.permutations(["Okelomba", "Vaals", "Radom"]))
def test_keys_do_not_depend_on_the_order_of_entities(names):
    text = "Okelomba met Vaals in Radom about the ferry."
    assert story_keys(article(text), named(text, *names)) == story_keys(article(text), named(text, *sorted(names)))
