"""The same targets as ``make fuzz`` explores, with hypothesis, and every input that was ever a finding."""

from __future__ import annotations

import json

import fuzz_targets
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

FINDINGS: list[tuple[str, bytes]] = []

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
FIELDS = st.sampled_from(
    ["text", "id", "source", "url", "published_at", "title", "data", "type", "time", "specversion"]
)
ARTICLES = st.dictionaries(FIELDS, JSON | st.text(max_size=40), max_size=8)
LINES = st.lists(ARTICLES | JSON, min_size=1, max_size=3)
INPUTS = st.binary() | st.builds(
    lambda kind, objects: bytes([kind]) + b"\n".join(json.dumps(one).encode() for one in objects),
    st.integers(0, 4),
    LINES,
)


@pytest.mark.parametrize("target", fuzz_targets.TARGETS)
@settings(max_examples=150)
@given(data=INPUTS)
def test_whatever_the_bytes_are(target, data: bytes) -> None:
    target(data)


@pytest.mark.parametrize("target", fuzz_targets.TARGETS)
@settings(max_examples=150)
@given(article=ARTICLES)
def test_whatever_an_article_s_fields_are(target, article) -> None:
    target(json.dumps(article).encode())


@pytest.mark.parametrize("target", fuzz_targets.TARGETS)
@pytest.mark.parametrize("deep", [b"[" * 200_000, b'{"text":' * 100_000, b'{"text": ' + b"9" * 100_000 + b"}"])
def test_depth_and_digits_are_bounded(target, deep: bytes) -> None:
    target(deep)
