"""``gainsay check`` and ``gainsay demo`` as people run them."""

import gzip
import itertools
import json
import os
import re
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
import redis
import yaml

SEEDS = Path(__file__).parents[2] / "seeds"


def overlaps(article, quote, side):
    start = article["text"].index(quote)
    return side["article_id"] == article["id"] and max(start, side["start"]) < min(start + len(quote), side["end"])


@pytest.fixture(scope="module")
def seeds():
    expected = yaml.safe_load((SEEDS / "contradictions.yaml").read_text(encoding="utf-8"))
    articles = {
        article["id"]: article for article in map(json.loads, (p.read_text("utf-8") for p in SEEDS.rglob("*.json")))
    }

    def which(alert):
        for number, one in enumerate(expected):
            if all(overlaps(articles[one[s]["article"]], one[s]["quote"], alert[s]) for s in "ab"):
                return number
        return None

    return expected, which


@pytest.fixture(scope="module")
def checked_seeds(gainsay, tmp_path_factory):
    """The folder of results of a check of the seeds."""
    out = tmp_path_factory.mktemp("seeds")
    gainsay("check", SEEDS, "--out", out)
    return out


def test_seeds_give_the_true_contradictions_and_no_false_one(checked_seeds, lines, seeds):
    expected, which = seeds
    found = [which(alert) for alert in lines(checked_seeds / "alerts.jsonl")]
    assert None not in found, "an alert that a reader would not raise"
    assert len(found) >= 3
    assert {number for number, one in enumerate(expected) if one["found"]} == set(found)


def test_every_quote_stands_in_its_article(checked_seeds, lines):
    texts = {article["version_id"]: article["text"] for article in lines(checked_seeds / "articles.jsonl")}
    places = [
        *(e for claim in lines(checked_seeds / "claims.jsonl") for e in claim["evidence"]),
        *(alert[side] for alert in lines(checked_seeds / "alerts.jsonl") for side in "ab"),
        *(miss[side] for miss in lines(checked_seeds / "near_misses.jsonl") for side in "ab"),
    ]
    assert places
    assert all(place["quote"] == texts[place["version_id"]][place["start"] : place["end"]] for place in places)


def test_demo_shows_alerts_and_receives_them_as_signed_webhooks(gainsay):
    shown = gainsay("demo").stdout
    assert "This ledger is not kept" in shown
    number = sum(one["found"] for one in yaml.safe_load((SEEDS / "contradictions.yaml").read_text("utf-8")))
    assert f"{number} of {number} alerts arrived as webhooks with a valid signature" in shown
    for expected in (
        "contradiction",
        "confidence",
        "brussels-ledger.example, 8 Jul 2025",
        "https://kyiv-herald.example/",
    ):
        assert expected in shown


BAD = {
    "empty.json": (b"", "is empty"),
    "empty.txt": (b"  \n", "is empty"),
    "binary.txt": (bytes(range(256)) * 40, "is a binary file"),
    "huge.txt": (b"word " * 10_000_000, "50 MB is over the limit"),
    "broken.json": (b'{"text": "The story', "is not JSON"),
    "no-text.json": (b'{"id": "x", "title": "Only a title"}', "text: Field required"),
    "wrong-types.json": (b'{"text": 12, "title": ["a"]}', "text: "),
    "blank.json": (b'{"text": "   "}', "text: is empty"),
    "deep.json": (b"[" * 200_000, "nested too deeply"),
    "cut.jsonl.gz": (gzip.compress(b'{"text": "A story that is cut off."}\n' * 50_000)[:60], "cannot be read"),
}

MENDED = {
    "future.json": (b'{"text": "The year 3000 has come.", "published_at": "3000-01-01"}', "3000-01-01 cannot be right"),
    "no-date.json": (b'{"text": "Some day it will rain.", "published_at": "soon"}', "no ISO 8601 date"),
    "surrogate.json": (rb'{"text": "Half a pair \ud83d here."}', "1 lone surrogates removed"),
    "nul.json": (rb'{"text": "A NUL \u0000 here."}', "1 control characters removed"),
}


def test_bad_input_gets_its_message_and_the_good_around_it_goes_through(gainsay, lines, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for name, (content, _) in {**BAD, **MENDED}.items():
        (folder / name).write_bytes(content)
    good = [json.dumps({"id": f"good-{n}", "text": f"Story number {n} took place in Lima."}).encode() for n in range(3)]
    (folder / "mixed.jsonl").write_bytes(good[0] + b"\nnot json\n" + good[1] + b'\n{"title": "no text"}\n\n' + good[2])
    out = tmp_path / "out"
    shown = " ".join(gainsay("check", folder, "--out", out).stdout.split())
    rejected = {row["origin"].removeprefix(f"{folder}/"): row["reason"] for row in lines(out / "rejected.jsonl")}
    for name, (_, reason) in BAD.items():
        assert reason in rejected.pop(name), name
    assert "is not JSON" in rejected.pop("mixed.jsonl:2")
    assert rejected.pop("mixed.jsonl:4") == "text: Field required"
    assert rejected == {}
    for name, (_, notice) in MENDED.items():
        assert f"/{name}: " in shown
        assert notice in shown
    stored = {article["id"] for article in lines(out / "articles.jsonl")}
    assert {"good-0", "good-1", "good-2"} <= stored
    assert len(stored) == 3 + len(MENDED)
    summary = json.loads((out / "summary.json").read_text())
    assert (summary["read"], summary["stored"], summary["rejected"]) == (len(BAD) + len(MENDED) + 5, 7, len(BAD) + 2)


def test_articles_from_standard_input(gainsay):
    article = json.dumps({"text": "The river rose by two metres in Lima."})
    shown = gainsay("check", "-", input=f"{article}\n{article}\n").stdout.split()
    counts = dict(itertools.pairwise(shown))
    assert (counts["read"], counts["stored"], counts["repeated"]) == ("2", "1", "1")


def test_a_ledger_goes_on_over_several_runs(gainsay, lines, tmp_path):
    files = sorted((SEEDS / "coalition").glob("*.json"))
    ledger = f"sqlite:///{tmp_path / 'ledger.db'}"
    alerts = []
    for number, file in enumerate([*files, files[0]]):
        gainsay("check", file, "--ledger", ledger, "--out", tmp_path / str(number))
        alerts.append(lines(tmp_path / str(number) / "alerts.jsonl"))
    assert alerts[0] == []
    assert len(alerts[2]) >= 1
    assert alerts[3] == alerts[2], "an article that is known changes nothing"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("check", "nowhere.json"), "no such file or folder: nowhere.json"),
        (("check", SEEDS, "--ledger", "mysql://x/y"), "mysql is not supported"),
        (("check", SEEDS, "--ledger", "sqlite:////nowhere/x.db"), "the database cannot be used: unable to open"),
        (("check", SEEDS, "--ledger", "postgresql+psycopg://x@127.0.0.1:1/y"), "the database cannot be used: "),
        (("check", SEEDS, "--out", __file__), "is no folder"),
        (("check", SEEDS, "--out", f"{__file__}/results"), "results cannot be written to: Not a directory"),
    ],
)
def test_what_the_user_must_mend_is_one_line(gainsay, arguments, message):
    ended = gainsay(*arguments, check=False)
    assert ended.returncode == 2
    assert message in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
    assert ended.stdout.strip() == "", "it is said before anything is read"


def test_alerts_are_shown_although_they_cannot_be_written(gainsay, tmp_path):
    (tmp_path / "alerts.jsonl").mkdir()
    says = {"A": "Latvia joined the Harbour Treaty.", "B": "Latvia has not joined the Harbour Treaty."}
    articles = [{"source": source, "published_at": "2026-03-02", "text": text} for source, text in says.items()]
    ended = gainsay("check", "-", "--out", tmp_path, input="\n".join(map(json.dumps, articles)), check=False)
    assert "membership contradiction" in ended.stdout
    assert (ended.returncode, ended.stderr) == (2, f"gainsay: --out: {tmp_path} cannot be written to: Is a directory\n")


def test_the_customers_articles(gainsay, lines, shared, tmp_path):
    gainsay("check", shared / "seeds", "--out", tmp_path)
    alerts = lines(tmp_path / "alerts.jsonl")
    told = {
        "membership": "says France and Germany joined Coalition of the Willing",
        "existence": "says “Coalition of the Willing held a summit”",
        "temporal": "says “Coalition of the Willing was founded over two decades ago”",
    }
    for kind, expected in told.items():
        assert any(a["kind"] == kind and expected in a["explanation"] for a in alerts)
    assert sum(told.get(a["kind"], "nothing") not in a["explanation"] for a in alerts) <= 1
    assert not any("20 countries" in a["a"]["normalized"] and "29" in a["b"]["normalized"] for a in alerts)
    third = next(a for a in lines(tmp_path / "articles.jsonl") if a["source"].startswith("002_"))
    repeated = third["text"].index("Despite this progress", third["text"].index("Despite this progress") + 1)
    assert [claim for claim in third["claims"] if claim["start"] >= repeated] == []


@pytest.mark.timeout(400)
def test_wire_stories_are_all_accounted_for(gainsay, lines, shared, tmp_path):
    stories = tmp_path / "stories.jsonl"
    with gzip.open(shared / "data/load/reuters.jsonl.gz", "rt", encoding="utf-8") as file:
        stories.write_text("".join(itertools.islice(file, 200)), encoding="utf-8")
    gainsay("check", stories, "--out", tmp_path)
    summary = json.loads((tmp_path / "summary.json").read_text())
    assert summary["read"] == 200
    assert summary["read"] == summary["stored"] + summary["repeated"] + summary["rejected"]
    assert summary["articles_per_second"] > 0
    assert len(lines(tmp_path / "articles.jsonl")) == summary["stored"]


def test_a_folder_of_the_same_name_where_it_is_run_does_no_harm(tmp_path):
    (tmp_path / "services").mkdir()
    (tmp_path / "services" / "__init__.py").write_text("raise RuntimeError('this is another project')")
    program = Path(sys.executable).with_name("gainsay")
    ended = subprocess.run(
        [program, "check", SEEDS / "ferry"], cwd=tmp_path, capture_output=True, text=True, timeout=100, check=False
    )
    assert ended.returncode == 0, ended.stderr


@pytest.mark.timeout(180)
def test_what_a_later_stage_gives_up_is_rejected_with_its_reason(gainsay, lines, tmp_path):
    """A worker that always fails on one text stands for whatever no retry can mend."""
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\n"
        "if 'serve' in sys.orig_argv and 'extraction' in sys.orig_argv:\n"
        "    import services.extraction.reading as reading\n"
        "    good = reading.claims_of\n"
        "    def claims_of(article, readings):\n"
        "        assert 'POISON' not in article.text\n"
        "        return good(article, readings)\n"
        "    reading.claims_of = claims_of\n"
    )
    stories = "".join(json.dumps({"text": text}) + "\n" for text in ("A POISON story.", "A story of Lima."))
    path = os.pathsep.join([str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])])
    gainsay("check", "-", "--out", tmp_path / "out", input=stories, env={**os.environ, "PYTHONPATH": path})
    summary = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert (summary["read"], summary["stored"], summary["rejected"]) == (2, 1, 1)
    (refused,) = lines(tmp_path / "out" / "rejected.jsonl")
    assert refused["reason"] == "extraction: given up after 2 deliveries: AssertionError"
    assert "POISON" in refused["original"]


def test_another_outlet_repeating_a_known_contradiction_is_shown(gainsay, tmp_path):
    ledger = f"sqlite:///{tmp_path / 'ledger.db'}"
    says = {"A": "Latvia joined the Harbour Treaty.", "B": "Latvia has not joined the Harbour Treaty."}
    for hour, (source, text) in enumerate([("A", says["A"]), ("B", says["B"]), ("C", says["B"] + " It rained.")]):
        article = {"source": source, "published_at": f"2026-03-02T0{hour}:00:00Z", "text": text}
        shown = gainsay("check", "-", "--ledger", ledger, input=json.dumps(article)).stdout
    assert "membership contradiction" in shown
    assert "C, 2 Mar 2026 02:00 UTC" in shown


def test_an_alert_on_the_screen_can_be_explained_from_its_ledger(gainsay, tmp_path):
    ledger = f"sqlite:///{tmp_path / 'ledger.db'}"
    says = {"A": "Latvia joined the Harbour Treaty.", "B": "Latvia has not joined the Harbour Treaty."}
    articles = [{"source": source, "published_at": "2026-03-02", "text": text} for source, text in says.items()]
    shown = gainsay("check", "-", "--ledger", ledger, input="\n".join(map(json.dumps, articles))).stdout
    alert = re.search(r"alert ([0-9a-f]{8})$", shown, re.MULTILINE)[1]
    explained = gainsay("explain", alert, "--ledger", ledger).stdout
    assert all(text in explained for text in says.values())
    assert gainsay("recheck", "--ledger", ledger).stdout.strip() == "Nothing would change."


@pytest.mark.timeout(60)
def test_asked_to_stop_it_takes_its_broker_along(tmp_path):
    command = [sys.executable, "-m", "services.cli", "check", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, env={**os.environ, "TMPDIR": str(tmp_path)}) as process:
        process.stdin.write(b'{"text": "A story."}\n')
        process.stdin.close()
        while not (notes := list(tmp_path.glob("gainsay-check-*/broker/broker.socket"))):
            time.sleep(0.01)
        time.sleep(0.5)
        socket = notes[0].read_text()
        process.terminate()
        assert process.wait(30) == 143
    with redis.Redis(unix_socket_path=socket) as client, pytest.raises(redis.exceptions.ConnectionError):
        client.ping()
    assert list(tmp_path.iterdir()) == []


HARBOUR = (
    "RIGA (Wire) - {} people were killed when a ferry struck the harbour wall of Riga on Monday, police said. "
    "The ferry had left Stockholm in the morning and was due at noon. A storm had closed two other ports. "
    "Rescue boats brought the passengers ashore, and a school near the harbour took them in for the night. "
    "The company that runs the ferry said that the vessel was inspected in spring and found in good order. "
    "The president cut short a visit to Tallinn. Flags will fly at half mast until Friday, the government said."
)


def _edited_by(number, text):
    """A copy as an outlet's desk leaves it: a word of its own stands in capitals."""
    words = text.split(" ")
    words[20 + number] = words[20 + number].upper()
    return " ".join(words)


def test_twenty_copies_in_a_web_archive_are_one_origin_and_raise_nothing(gainsay, lines, tmp_path):
    """An interrupted run with a ledger is taken up, not done again."""
    records = []
    for number in range(20):
        text = _edited_by(number, HARBOUR.format("Twelve"))
        page = f"<html lang=en><head><title>Ferry</title></head><body><p>{text}</p></body></html>"
        answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}"
        records.append(
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://outlet{number}.example/2026/ferry\r\n"
            f"WARC-Date: 2026-03-02T08:{number:02}:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(answer.encode())}\r\n\r\n{answer}\r\n\r\n"
        )
    archive = tmp_path / "copies.warc"
    archive.write_text("".join(records), encoding="utf-8", newline="")
    ledger = f"sqlite:///{tmp_path / 'ledger.db'}"
    gainsay("check", archive, "--out", tmp_path / "one", "--ledger", ledger)
    assert lines(tmp_path / "one" / "alerts.jsonl") == []
    claims = lines(tmp_path / "one" / "claims.jsonl")
    assert any(len(claim["evidence"]) == 20 and claim["origins"] == 1 for claim in claims)
    assert {claim["origins"] for claim in claims} == {1}
    gainsay("check", archive, "--out", tmp_path / "two", "--ledger", ledger)
    summary = json.loads((tmp_path / "two" / "summary.json").read_text(encoding="utf-8"))
    assert (summary["read"], summary["stored"], summary["repeated"]) == (20, 0, 20)


@pytest.mark.timeout(180)
def test_a_run_that_is_killed_in_its_middle_is_taken_up(gainsay, lines, tmp_path):
    towns = [letter + rest for letter in "BCDFGKLMNPRSTV" for rest in ("arandon", "elmora", "ostevi")]
    number = 2 * len(towns)
    stories = [
        {
            "id": str(n),
            "published_at": f"2026-03-02T{n // 60:02}:{n % 60:02}:00Z",
            "text": f"The {towns[n // 2]} earthquake killed {12 + 5 * (n % 2)} people.",
        }
        for n in range(number)
    ]
    (tmp_path / "stories.json").write_text(json.dumps(stories), encoding="utf-8")
    ledger = tmp_path / "ledger.db"
    arguments = ["check", str(tmp_path / "stories.json"), "--ledger", f"sqlite:///{ledger}"]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}  # what it leaves behind goes there
    with subprocess.Popen([sys.executable, "-m", "services.cli", *arguments], env=environment) as process:
        while not 0 < (entered := _entered(ledger)) < number:
            assert process.poll() is None
            assert entered < number
            time.sleep(0.01)
        process.kill()
    gainsay(*arguments, "--out", tmp_path / "out")
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert summary["repeated"] > 0
    assert summary["stored"] + summary["repeated"] == number
    assert sorted(one["id"] for one in lines(tmp_path / "out" / "articles.jsonl")) == sorted(map(str, range(number)))
    assert len(lines(tmp_path / "out" / "alerts.jsonl")) == len(towns)


def _entered(ledger):
    try:
        with closing(sqlite3.connect(f"file:{ledger}?mode=ro", uri=True)) as connection:
            (number,) = connection.execute("SELECT count(*) FROM inbox WHERE reconciled_at IS NOT NULL").fetchone()
            return number
    except sqlite3.OperationalError:
        return 0


def test_a_copy_that_changed_a_number_raises_one_alert(gainsay, lines, tmp_path):
    story = HARBOUR.replace(
        "when a ferry struck the harbour wall of Riga on Monday, police said",
        "in Riga on Monday when a ferry struck the harbour wall",
    )
    copies = [
        {
            "url": f"https://outlet{number}.example/ferry",
            "published_at": f"2026-03-02T18:{number:02}:00Z",
            "text": _edited_by(number, story.format("Nine" if number == 10 else "Twelve")),
        }
        for number in range(20)
    ]
    (tmp_path / "copies.json").write_text(json.dumps(copies), encoding="utf-8")
    gainsay("check", tmp_path / "copies.json", "--out", tmp_path / "out")
    (alert,) = lines(tmp_path / "out" / "alerts.jsonl")
    assert (alert["kind"], alert["a"]["origins"], alert["b"]["origins"]) == ("numeric", 1, 1)
    evidence = sorted(len(c["evidence"]) for c in lines(tmp_path / "out" / "claims.jsonl") if "killed" in c["text"])
    assert evidence == [1, 19]


def test_an_edited_article_closes_the_alert_that_its_first_version_raised(gainsay, lines, tmp_path):
    said = (("a", 8, "Latvia joined the Harbour Treaty."), ("b", 9, "Latvia has not joined the Harbour Treaty."))
    versions = [
        {"url": f"https://{outlet}.example/1", "published_at": f"2026-03-02T{hour:02}:00:00Z", "text": text}
        for outlet, hour, text in (*said, ("b", 10, "Latvia joined the Harbour Treaty."))
    ]
    ledger = f"sqlite:///{tmp_path / 'ledger.db'}"
    for number, alerts, closed in ((2, 1, 0), (3, 0, 1)):
        (tmp_path / "articles.json").write_text(json.dumps(versions[:number]), encoding="utf-8")
        gainsay("check", tmp_path / "articles.json", "--out", tmp_path / "out", "--ledger", ledger)
        assert len(lines(tmp_path / "out" / "alerts.jsonl")) == alerts
        assert len(lines(tmp_path / "out" / "closed.jsonl")) == closed
    (closure,) = lines(tmp_path / "out" / "closed.jsonl")
    assert (closure["reason"], closure["removed"]) == ("source revised", "Latvia has not joined the Harbour Treaty.")
