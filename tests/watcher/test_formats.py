from __future__ import annotations

import gzip
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.watcher.formats import SIZE_LIMIT, Found, Unreadable, article_files, read_file
from services.watcher.intake import Accepted
from services.watcher.publishing import take

NOW = datetime(2026, 3, 10, tzinfo=UTC)
GOOD = b'{"text": "A ferry ran aground."}'


def _texts_and_problems(path: Path) -> tuple[list[str], list[str]]:
    """What a file's articles say, and what is wrong with the rest, without the folder's name."""
    taken = [take(found, NOW) for found in read_file(path)]
    texts = [one.article.text for one in taken if isinstance(one, Accepted)]
    problems = [f"{one.origin}: {one.reason}" for one in taken if isinstance(one, Unreadable)]
    return texts, [problem.replace(f"{path.parent}/", "") for problem in problems]


@pytest.mark.parametrize(
    ("name", "data", "texts", "problems"),
    [
        ("a.json", GOOD, ["A ferry ran aground."], []),
        ("a.json", b"\xef\xbb\xbf" + GOOD, ["A ferry ran aground."], []),
        ("a.json", b"[" + GOOD + b"," + GOOD + b"]", ["A ferry ran aground."] * 2, []),
        (
            "a.json",
            b"[" + GOOD + b', 7, {"text": 1}]',
            ["A ferry ran aground."],
            [
                "a.json[2]: article: expected an object with a text, got a number",
                "a.json[3]: text: Input should be a valid string",
            ],
        ),
        ("a.json", b"[]", [], []),
        ("a.json", b"", [], ["a.json: is empty"]),
        ("a.json", b" \n", [], ["a.json: is empty"]),
        ("a.json", b'{"text": "A ferry"', [], ["a.json: is not JSON: Expecting ',' delimiter (line 1, column 19)"]),
        ("a.json", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xfe", [], ["a.json: is not UTF-8 at byte 0"]),
        ("a.json", b"[" * 100_000, [], ["a.json: is nested too deeply"]),
        ("a.json", b'{"text": "A", "n": ' + b"9" * 5000 + b"}", [], ["a.json: holds a number of too many digits"]),
        ("a.json", b'{"text": "A", "n": 1e999}', ["A"], []),
        ("a.json", b'{"title": "Ferry"}', [], ["a.json: text: Field required"]),
        ("a.jsonl", GOOD + b"\n\n" + GOOD, ["A ferry ran aground."] * 2, []),
        ("a.jsonl", b"", [], ["a.jsonl: is empty"]),
        (
            "a.jsonl",
            GOOD + b'\n{"text": "A fe\n' + GOOD + b"\n",
            ["A ferry ran aground."] * 2,
            [
                "a.jsonl:2: is not JSON: Unterminated string starting (line 1, column 10)",
            ],
        ),
        (
            "a.jsonl",
            GOOD + b"\n\xff\xf8\n" + GOOD + b"\n",
            ["A ferry ran aground."] * 2,
            ["a.jsonl:2: is not UTF-8 at byte 0"],
        ),
        (
            "a.jsonl",
            GOOD + b"\n" + b"[" * 100_000 + b"\n" + GOOD,
            ["A ferry ran aground."] * 2,
            ["a.jsonl:2: is nested too deeply"],
        ),
        (
            "a.jsonl",
            GOOD + b"\n" + b"9" * 5000 + b"\n" + GOOD,
            ["A ferry ran aground."] * 2,
            [
                "a.jsonl:2: holds a number of too many digits",
            ],
        ),
        (
            "a.jsonl",
            b'{"text": "A", "published_at": 3}\n' + GOOD,
            ["A ferry ran aground."],
            [
                "a.jsonl:1: published_at: Input should be a valid string",
            ],
        ),
        (
            "a.jsonl.gz",
            gzip.compress(GOOD + b"\nno\n" + GOOD),
            ["A ferry ran aground."] * 2,
            [
                "a.jsonl.gz:2: is not JSON: Expecting value (line 1, column 1)",
            ],
        ),
        ("a.jsonl.gz", GOOD, [], ["a.jsonl.gz: cannot be read: Not a gzipped file (b'{\"')"]),
        (
            "a.jsonl.gz",
            gzip.compress(GOOD)[:-4],
            [],
            [
                "a.jsonl.gz: cannot be read: Compressed file ended before the end-of-stream marker was reached",
            ],
        ),
        ("a.txt", "Ein Fährunglück".encode(), ["Ein Fährunglück"], []),
        ("a.txt", "\ufeffA ferry".encode(), ["A ferry"], []),
        ("a.txt", "A ferry".encode("utf-16"), ["A ferry"], []),
        (
            "a.txt",
            "Un ferry s'est échoué près de Nîmes, à côté du port. ".encode("latin-1") * 5,
            ["Un ferry s'est échoué près de Nîmes, à côté du port. " * 5],
            [],
        ),
        ("a.txt", b"", [], ["a.txt: is empty"]),
        ("a.txt", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0", [], ["a.txt: is a binary file, not text"]),
        ("a.txt", bytes(range(256)) * 40, [], ["a.txt: is a binary file, not text"]),
        (
            "a.pdf",
            b"%PDF-1.7",
            [],
            [
                "a.pdf: unknown kind of file; known are .json, .jsonl, .jsonl.gz, .txt, .md, .html, .htm, .warc, .warc.gz"
            ],
        ),
    ],
)
def test_what_a_file_holds(tmp_path: Path, name: str, data: bytes, texts: list[str], problems: list[str]) -> None:
    (tmp_path / name).write_bytes(data)
    assert _texts_and_problems(tmp_path / name) == (texts, problems)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "a.md",
            "# Ferry aground \n\nTwelve hurt.",
            {"title": "Ferry aground", "text": "# Ferry aground \n\nTwelve hurt."},
        ),
        ("a.md", "\n# Ferry aground", {"title": "Ferry aground", "text": "\n# Ferry aground"}),
        ("a.md", "## Ferry aground", {"text": "## Ferry aground"}),
        ("a.txt", "# Ferry aground", {"text": "# Ferry aground"}),
    ],
)
def test_first_heading_of_markdown_is_the_title(tmp_path: Path, name: str, text: str, expected: dict[str, str]) -> None:
    (tmp_path / name).write_text(text)
    assert list(read_file(tmp_path / name)) == [Found(expected, str(tmp_path / name), name)]


@pytest.mark.parametrize("name", ["a.json", "a.txt", "a.md"])
def test_file_of_50_megabytes_is_refused_unread(tmp_path: Path, name: str) -> None:
    with (tmp_path / name).open("wb") as file:
        file.truncate(50_000_000)
    assert _texts_and_problems(tmp_path / name) == ([], [f"{name}: 50 MB is over the limit of 10 MB for one article"])


def test_json_lines_have_no_limit_together(tmp_path: Path) -> None:
    line = json.dumps({"text": "x" * 1_000_000}).encode() + b"\n"
    (tmp_path / "a.jsonl").write_bytes(line * 12)
    texts, problems = _texts_and_problems(tmp_path / "a.jsonl")
    assert (len(texts), problems) == (12, [])


@pytest.mark.parametrize("compress", [False, True])
def test_line_over_the_limit_is_passed_over(tmp_path: Path, compress: bool) -> None:
    data = GOOD + b"\n" + b"x" * (3 * SIZE_LIMIT + 7) + b"\n" + GOOD
    path = tmp_path / ("a.jsonl.gz" if compress else "a.jsonl")
    path.write_bytes(gzip.compress(data, 1) if compress else data)
    assert _texts_and_problems(path) == (
        ["A ferry ran aground."] * 2,
        [f"{path.name}:2: the line is over the limit of 10 MB for one article"],
    )


def test_line_of_exactly_the_limit_is_read(tmp_path: Path) -> None:
    padding = b" " * (SIZE_LIMIT - len(GOOD) - 1)
    (tmp_path / "a.jsonl").write_bytes(GOOD + padding + b"\n" + GOOD)
    assert _texts_and_problems(tmp_path / "a.jsonl") == (["A ferry ran aground."] * 2, [])


def test_lines_before_a_truncation_go_through(tmp_path: Path) -> None:
    lines = b"".join(json.dumps({"text": os.urandom(500).hex()}).encode() + b"\n" for _ in range(500))
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(lines)[:-100_000])
    texts, problems = _texts_and_problems(tmp_path / "a.jsonl.gz")
    assert len(texts) > 100
    assert problems == ["a.jsonl.gz: cannot be read: Compressed file ended before the end-of-stream marker was reached"]


@pytest.mark.parametrize("depth", [*range(200, 1000, 50), *range(900, 1000, 3), 2_000, 5_000, 50_000])
def test_nesting_of_any_depth_is_refused_with_a_reason(tmp_path: Path, depth: int) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"[" * depth + b"]" * depth + b"\n" + GOOD)
    texts, (problem,) = _texts_and_problems(tmp_path / "a.jsonl")
    assert texts == ["A ferry ran aground."]
    assert problem in {
        "a.jsonl:1: is nested too deeply",
        "a.jsonl:1: article: expected an object with a text, got a list",
    }


def test_missing_file_is_reported(tmp_path: Path) -> None:
    _, (problem,) = _texts_and_problems(tmp_path / "a.txt")
    assert problem == "a.txt: cannot be read: No such file or directory"


def test_unreadable_file_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"  # a folder refuses even root, whom permissions do not stop
    path.mkdir()
    _, (problem,) = _texts_and_problems(path)
    assert problem == "a.txt: cannot be read: Is a directory"


def test_refused_article_is_kept_as_the_json_it_was() -> None:
    refused = take(Found({"text": 7, "id": "é\ud800"}, "a.json", "a.json"), NOW)
    assert isinstance(refused, Unreadable)
    assert json.loads(refused.original) == {"text": 7, "id": "é\ud800"}


@pytest.mark.parametrize(
    ("name", "content", "sources"),
    [
        ("a.jsonl", GOOD + b"\n" + GOOD, ["a.jsonl:1", "a.jsonl:2"]),
        ("a.json", b"[" + GOOD + b"," + GOOD + b"]", ["a.json[1]", "a.json[2]"]),
        ("a.json", GOOD, ["a.json"]),
        ("a.txt", b"A ferry sank.", ["a.txt"]),
    ],
)
def test_two_articles_that_name_no_outlet_are_not_taken_for_one_outlets(
    tmp_path: Path, name: str, content: bytes, sources: list[str]
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    accepted = [take(found, NOW) for found in read_file(path)]
    assert [one.article.source for one in accepted if isinstance(one, Accepted)] == sources


def test_name_that_is_not_utf8_is_told_with_escapes(tmp_path: Path) -> None:
    path = Path(os.fsdecode(bytes(tmp_path) + b"/caf\xe9.jsonl"))
    path.write_bytes(b"no\n" + GOOD)
    refused, accepted = (take(found, NOW) for found in read_file(path))
    assert isinstance(refused, Unreadable)
    assert refused.origin == f"{tmp_path}/caf\\xe9.jsonl:1"
    assert isinstance(accepted, Accepted)
    assert accepted.article.source == "caf\\xe9.jsonl:2"


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.jsonl", b'{"text": "One.", "id": "1"%s}\n'), ("a.json", b'[{"text": "One.", "id": "1"%s}]')],
)
@pytest.mark.parametrize(("source", "one"), [(b"", False), (b', "source": "Wire"', True)])
def test_two_files_without_outlet_may_number_their_articles_alike(
    tmp_path: Path, name: str, data: bytes, source: bytes, one: bool
) -> None:
    files = [tmp_path / name, tmp_path / f"b{name}"]
    for file in files:
        file.write_bytes(data % source)
    first, again, other = (take(found, NOW) for file in (*files[:1], *files) for found in read_file(file))
    assert isinstance(first, Accepted)
    assert again == first
    assert isinstance(other, Accepted)
    assert (other.article.document_id == first.article.document_id) is one


def test_files_that_may_hold_articles_are_listed_by_name(tmp_path: Path) -> None:
    for name in ("b.json", "a.jsonl.gz", "c.pdf", ".hidden.json", "d.txt~", "sub/e.md", ".git/f.txt", "sub/.g/h.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).touch()
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "nowhere.json").symlink_to("nowhere")
    assert article_files(tmp_path) == [tmp_path / name for name in ("a.jsonl.gz", "b.json", "sub/e.md")]


def test_file_that_cannot_be_looked_at_is_listed_and_refused_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "a.json").symlink_to("a" * 300)
    assert article_files(tmp_path) == [tmp_path / "a.json"]
    (refused,) = read_file(tmp_path / "a.json")
    assert refused == Unreadable(str(tmp_path / "a.json"), "cannot be read: File name too long")


def test_file_of_blank_lines_is_reported(tmp_path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"\n \n")
    assert [one.reason for one in read_file(tmp_path / "a.jsonl")] == ["is empty"]
