import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.extraction.passages import passages


def read(text):
    return [(text[p.start : p.end], p.kind.value) for p in passages(text)]


FURNITURE = [
    "Leave a comment",
    "3 Comments",
    "Trending",
    "Trending now",
    "Most read",
    "Share this article",
    "Share on Facebook | Tweet | Email",
    "We use cookies to improve your experience on our site.",
    "Accept all cookies",
    "Subscribe to our daily newsletter",
    "Sign up for free",
    "Sign up to our newsletter and get the best of the week.",
    "Advertisement",
    "ADVERTISEMENT",
    "Story continues below",
    "© 2025 The Example. All rights reserved.",
    "Copyright 2025 Example Media",
    "Photo: Maria Lopez/Example",
    "Image credit: Example",
    "By Maria Lopez",
    "By Maria Lopez and John Smith",
    "Reporting by Maria Lopez; Editing by John Smith",
    "(Reporting by Maria Lopez in Paris; Editing by John Smith)",
    "Our Standards: The Thomson Reuters Trust Principles.",
    "Read more",
    "READ ALSO: Ten things to know",
    "Related articles",
    "Last updated: 3 May 2025, 10:14",
    "Media contact: press@example.com",
    "https://example.com/a/b",
    "Tags: economy, rates",
    "5 min read",
    "Follow us on Facebook",
    "PRESS RELEASE",
    "***",
    "🚨",
]
PROSE = [
    "The committee will share this burden with the state.",
    "Subscribers left the network in May.",
    "By Friday the river had risen.",
    "Trending topics were banned in the country.",
    "He said he would leave a comment on the plan.",
    "The bank closed its newsletter business in 2019.",
    "Cookies were sold at the fair.",
    "Comments by the minister angered farmers.",
    "Signing up for the army is easy, he said.",
    "The advertisement cost 5 million euros.",
    "By Monday, all was over.",
]


@pytest.mark.parametrize("line", FURNITURE)
def test_page_furniture_is_left_out(line):
    assert read(f"The dam broke on Monday.\n\n{line}\n\nTwo people died.") == [
        ("The dam broke on Monday.", "prose"),
        ("Two people died.", "prose"),
    ]


@pytest.mark.parametrize("line", PROSE)
def test_prose_that_resembles_furniture_stays(line):
    assert read(line) == [(line, "prose")]


KINDS = [
    ("🌏 What now", [("What now", "heading")]),
    ("⚡️ Countermoves: Russia reacts", [("Countermoves: Russia reacts", "heading")]),
    ("• Talks falter over rules.", [("Talks falter over rules.", "bullet")]),
    ("  1. Faster aid: it flows.", [("Faster aid: it flows.", "bullet")]),
    ("- Germany: not yet", [("Germany: not yet", "bullet")]),
    ("\u00a0 The dam broke. \u00a0", [("The dam broke.", "prose")]),
    ("The dam broke.\r\n\r\nIt rained.", [("The dam broke.", "prose"), ("It rained.", "prose")]),
    ("The dam broke.\nIt rained.", [("The dam broke.", "prose"), ("It rained.", "prose")]),
    (
        "The dam that held back\nthe river broke on\nMonday.",
        [("The dam that held back\nthe river broke on\nMonday.", "prose")],
    ),
    ("-5 degrees were measured.", [("-5 degrees were measured.", "prose")]),
    ("“We won,” she said.", [("“We won,” she said.", "prose")]),
    ("$5m was paid.", [("$5m was paid.", "prose")]),
    ("The dam broke. (Reporting by Maria Lopez; Editing by J. Smith)", [("The dam broke.", "prose")]),
    ("", []),
    (" \n\t\n ", []),
]


@pytest.mark.parametrize(("text", "expected"), KINDS)
def test_kinds_and_trimming(text, expected):
    assert read(text) == expected


def test_a_repeated_paragraph_counts_once():
    text = "The dam broke.\n\nTwo died.\n\nthe  dam broke\n\nThe dam broke.\nTwo died."
    assert read(text) == [("The dam broke.", "prose"), ("Two died.", "prose")]


@given(st.text(max_size=500))
def test_passages_of_any_text_are_trimmed_and_in_order(text):
    position = 0
    for passage in passages(text):
        assert position <= passage.start < passage.end <= len(text)
        assert text[passage.start : passage.end].strip() == text[passage.start : passage.end]
        position = passage.end
