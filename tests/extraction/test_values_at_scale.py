"""Quantities and times over agency copy that nobody chose, from the folder that developers keep beside the repository."""

import gzip
import itertools
import json
import re
from datetime import UTC, datetime

import pytest

from services.extraction.quantities import find_quantities
from services.extraction.times import find_expressions, settle, writes_day_first

SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?!\s)[^.!?\n]*)*[.!?\n]?")
PUBLISHED = datetime(2026, 4, 16, 5, 30, tzinfo=UTC)


@pytest.mark.parametrize("name", ["reuters", "worldwide"])
def test_every_value_quotes_its_article(name, shared):
    found = 0
    with gzip.open(shared / "data" / "load" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in itertools.islice(lines, 0, None, 40):
            found += count_values(json.loads(line)["text"])
    assert found > 100


def count_values(text):
    day_first, before, found = writes_day_first(text), None, 0
    for match in SENTENCE.finditer(text):
        sentence = match.group()[:2_000]
        expressions = find_expressions(sentence)
        times = settle(sentence, expressions, PUBLISHED, match.start(), before=before, day_first=day_first)
        quantities = find_quantities(sentence, match.start(), [(e.start, e.end) for e in expressions])
        before = times[-1] if times else None
        for value in (*times, *quantities):
            assert text[value.start : value.end] == value.text
            found += 1
    return found
