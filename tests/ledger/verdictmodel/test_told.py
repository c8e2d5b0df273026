"""The stories that the verdict model learns from: every label stands on words of its articles, once."""

import json
from pathlib import Path

import pytest

from schemas.alerts import Kind

TOLD = Path(__file__).parents[3] / "models/train/verdict/told"
STORIES = sorted(TOLD.glob("*.json"))


def test_there_are_stories():
    assert len(STORIES) >= 100


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_a_story_s_labels_quote_its_articles(path):
    story = json.loads(path.read_text(encoding="utf-8"))
    texts = {article["id"]: article["text"] for article in story["articles"]}
    assert story["id"] == path.stem
    assert story["contradictions"]
    for field in ("contradictions", "not_contradictions", "duplicates"):
        for label in story[field]:
            for side in (label["a"], label["b"]):
                assert texts[side["article"]].count(side["quote"]) == 1
    for label in story["contradictions"]:
        assert label["type"] in set(Kind)
        assert label["a"]["article"] != label["b"]["article"]
