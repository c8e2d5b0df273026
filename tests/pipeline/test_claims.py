"""``gainsay claims`` as people run it."""

import json
import re
from pathlib import Path

import pytest

SEEDS = Path(__file__).parents[2] / "seeds"


def test_claims_of_a_seed_are_marked_in_the_text_and_listed_with_their_parts(gainsay):
    shown = gainsay("claims", SEEDS / "coalition" / "kyiv-herald.json").stdout
    marked, _, table = shown.partition("┏")
    flat = " ".join(marked.split())
    assert re.search(r"\[\d+ Germany and France have yet to formally join the coalition", flat)
    listed = " ".join(re.sub(r"[│├┼┤─]", " ", table).split())
    assert "not join" in listed
    assert "country:DE" in listed
    assert marked.count("[") == marked.count("]")


def test_every_article_of_a_file_is_shown(gainsay):
    lines = "\n".join(
        json.dumps({"title": f"Day {n}", "text": f"The river rose by {n} metres in Lima."}) for n in (2, 3)
    )
    shown = gainsay("claims", "-", input=lines).stdout
    assert "Day 2" in shown
    assert "[1 The river rose by 3 metres in Lima. 1]" in shown


def test_what_cannot_be_read_is_told(gainsay, tmp_path):
    file = tmp_path / "broken.json"
    file.write_text("{", encoding="utf-8")
    assert "is not JSON" in gainsay("claims", file).stdout


@pytest.mark.parametrize("path", ["nowhere.json"])
def test_a_file_that_is_not_there_is_one_line(gainsay, path):
    ended = gainsay("claims", path, check=False)
    assert (ended.returncode, ended.stderr.strip()) == (2, f"gainsay: no such file: {path}")


def test_the_threshold_leaves_claims_out(gainsay, monkeypatch):
    monkeypatch.setenv("GAINSAY_LEAST_WORTH", "1")
    shown = gainsay("claims", "-", input='{"text": "The weather was fine."}').stdout
    assert "[1" not in shown
