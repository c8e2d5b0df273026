"""Main text, measured on labelled pages by their benchmark's own definition.

The pages and the definition are those of https://github.com/scrapinghub/article-extraction-benchmark: precision and
recall over shingles of four words, each the mean over pages. ``pytest -s tests/watcher/test_pages.py`` prints them.
"""

import gzip
import json
import re
import statistics
from collections import Counter

import pytest

from services.watcher.oddities import Odd
from services.watcher.pages import Page, fragment_text, language_of, links_of, main_text, read_page


def shingles(text):
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)) if words)


def rate(hits, misses, others):
    return 1.0 if misses == others == 0 else hits / (hits + misses)


def scores(pairs):
    precision, recall = [], []
    for gold, found in pairs:
        true, said = shingles(gold), shingles(found)
        hits, extra, lacking = (true & said).total(), (said - true).total(), (true - said).total()
        if hits + extra:
            precision.append(rate(hits, extra, lacking))
        if hits + lacking:
            recall.append(rate(hits, lacking, extra))
    p, r = statistics.mean(precision), statistics.mean(recall)
    return p, r, 2 * p * r / (p + r)


@pytest.fixture(scope="module")
def labelled(shared):
    pages = shared / "data" / "html"
    truth = json.loads((pages / "ground-truth.json").read_text(encoding="utf-8"))
    return {
        name: (
            one.get("url", ""),
            one["articleBody"],
            gzip.decompress((pages / "html" / f"{name}.html.gz").read_bytes()),
        )
        for name, one in truth.items()
    }


def test_main_text_of_labelled_pages(labelled):
    found = [(gold, main_text(body.decode())) for _, gold, body in labelled.values()]
    precision, recall, f1 = scores(found)
    print(f"\n{len(found)} pages: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")  # noqa: T201 - a measure
    assert f1 >= 0.95


def test_labelled_pages_are_read_as_articles(labelled):
    """As the watcher reads them, refusals included: hardly any article is taken for something else."""
    pages = {name: read_page(body, "text/html", url) for name, (url, _, body) in labelled.items()}
    refused = {name: str(page) for name, page in pages.items() if isinstance(page, Odd)}
    texts = [(labelled[name][1], page.text if isinstance(page, Page) else "") for name, page in pages.items()]
    *_, f1 = scores(texts)
    print(f"\nrefused: {refused}; F1 {f1:.3f}")  # noqa: T201 - a measure
    assert len(refused) <= 0.03 * len(pages), refused
    assert f1 >= 0.95
    assert all(page.title for page in pages.values() if isinstance(page, Page))


def test_markup_in_feeds():
    markup = "<p>Latvia joined the pact on <b>Monday</b>.</p><p>Twelve ministers came.</p>"
    assert fragment_text(markup) == "Latvia joined the pact on Monday.\n\nTwelve ministers came."
    assert fragment_text(" Plain text. ") == "Plain text."
    assert fragment_text("One<br>two<script>x</script> and<!-- x --> three<?php x?>.") == "One\n\ntwo and three."


def test_links_that_may_be_articles():
    hrefs = [
        "/about",
        "/2026/03/02/x",
        "/news/latvia-joins-pact",
        "https://b.example/news/latvia-joins-pact",
        "#top-of-page",
        "mailto:a@a.example",
        "http://[::1/news/latvia-joins-pact",
        "https://a.example:99999/news/latvia-joins-pact",
    ]
    html = "".join(f"<a href='{href}'>x</a>" for href in hrefs).encode()
    found = links_of(b"<html><body>" + html, "text/html", "https://a.example/news")
    assert found == ("https://a.example/2026/03/02/x", "https://a.example/news/latvia-joins-pact")


@pytest.mark.parametrize(
    ("text", "declared", "expected"),
    [
        ("Latvia joined the Harbour Pact on Monday, the government said. " * 5, "lv", "en"),
        ("La Lettonie a adhéré lundi au Pacte du port, selon le gouvernement. " * 5, "en", "fr"),
        ("Latvia joined.", "en", "en"),
        ("Latvia joined.", None, None),
    ],
)
def test_language(text, declared, expected):
    assert language_of(text, declared) == expected
