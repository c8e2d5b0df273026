"""The stories that the verdict model learns from, and those kept apart: each label quotes its articles, once."""

import json
from pathlib import Path

import pytest

from schemas.alerts import Kind

VERDICT = Path(__file__).parents[3] / "models/train/verdict"
TOLD, APART = (sorted((VERDICT / name).glob("*.json")) for name in ("told", "apart"))


def test_there_are_stories():
    assert min(len(TOLD), len(APART)) >= 100


def test_no_story_is_both_learned_from_and_kept_apart():
    assert {path.name for path in TOLD}.isdisjoint(path.name for path in APART)


@pytest.mark.parametrize("path", TOLD + APART, ids=lambda path: path.stem)
def test_a_story_s_labels_quote_its_articles(path):
    story = json.loads(path.read_text(encoding="utf-8"))
    texts = {article["id"]: article["text"] for article in story["articles"]}
    assert story["id"] == path.stem
    assert story["contradictions"] or "matters" in story, "look-alikes may contradict each other in nothing"
    assert {one for matter in story.get("matters", ()) for one in matter} <= texts.keys()
    for field in ("contradictions", "not_contradictions", "duplicates"):
        for label in story[field]:
            for side in (label["a"], label["b"]):
                assert texts[side["article"]].count(side["quote"]) == 1
    for label in story["contradictions"]:
        assert label["type"] in set(Kind)
        assert label["a"]["article"] != label["b"]["article"]
