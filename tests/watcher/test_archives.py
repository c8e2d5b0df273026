"""Saved pages and web archives, sound and broken."""

import gzip
from datetime import UTC, datetime

import pytest
import structlog

from services.watcher.archives import read_any_file
from services.watcher.formats import Found, Unreadable
from services.watcher.publishing import take

STORY = "Latvia joined the Harbour Pact on Monday, the government in Riga said after a vote in parliament. " * 5
NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


def html(text=STORY, head=""):
    return f"<html lang='en'><head><title>Latvia joins</title>{head}</head><body><p>{text}</p></body></html>".encode()


def archive(path, *answers):
    records = []
    for url, status, content_type, body in answers:
        answer = f"HTTP/1.1 {status} X\r\nContent-Type: {content_type}\r\n\r\n".encode() + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-03-02T08:00:00Z\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
        )
        records.append(head.encode() + answer + b"\r\n\r\n")
    path.write_bytes(b"".join(map(gzip.compress, records) if path.suffix == ".gz" else records))


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_pages_of_an_archive(tmp_path, parser_process, name):
    archive(
        tmp_path / name,
        ("https://a.example/1", 200, "text/html; charset=utf-8", html()),
        ("https://a.example/i.png", 200, "image/png", b"\x89PNG"),
        ("https://a.example/old", 301, "text/html", b""),
        ("https://a.example/2", 404, "text/html", html()),
        (
            "https://a.example/3",
            200,
            "text/html",
            html("Der Hund bellt im Garten, und die Katze schläft im Haus. " * 8),
        ),
        ("https://a.example/4", 200, "text/html", b"<html></html>"),
    )
    found, missing, german, empty = read_any_file(tmp_path / name, parser_process)
    article = take(found, NOW).article
    assert (article.url, article.title, article.language) == ("https://a.example/1", "Latvia joins", "en")
    assert article.fetched_at == datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
    assert article.text == STORY.strip()
    assert "HTTP 404" in missing.reason
    assert "'de'" in german.reason
    assert empty.reason.startswith("no article text")


@pytest.mark.parametrize(
    ("damage", "whole", "reason"),
    [
        (lambda data: data[:-60], 2, "is cut off after 2 records: its end is missing"),
        (lambda data: data + b"no record", 3, "is broken after 3 records"),
        (lambda _: b"no archive", 0, "is broken after 0 records"),
        (lambda _: b"", 0, "holds no records"),
    ],
)
def test_a_broken_archive_gives_what_can_be_read_and_a_reason(tmp_path, parser_process, damage, whole, reason):
    path = tmp_path / "a.warc.gz"
    archive(path, *((f"https://a.example/{n}", 200, "text/html", html(f"Number {n}. {STORY}")) for n in range(3)))
    path.write_bytes(damage(path.read_bytes()))
    found = list(read_any_file(path, parser_process))
    assert len([one for one in found if isinstance(one, Found)]) >= whole
    assert isinstance(found[-1], Unreadable)
    assert found[-1].origin == str(path)
    assert found[-1].reason.startswith(reason)


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.html", "a.jsonl.gz"])
def test_a_file_that_cannot_be_opened_is_named_with_the_reason(tmp_path, parser_process, name):
    (tmp_path / name).mkdir()
    (refused,) = read_any_file(tmp_path / name, parser_process)
    assert refused == Unreadable(str(tmp_path / name), "cannot be read: Is a directory")


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_an_archive_that_is_cut_anywhere_gives_no_half_article(tmp_path, parser_process, name):
    path = tmp_path / name
    archive(path, ("https://a.example/1", 200, "text/html", html()), ("https://a.example/2", 200, "text/html", html()))
    whole = path.read_bytes()
    for cut in (80, 150, len(whole) // 4):
        path.write_bytes(whole[:-cut])
        found = list(read_any_file(path, parser_process))
        assert [one.sent["text"] for one in found if isinstance(one, Found)] == [STORY.strip()]
        assert found[-1].origin == str(path)
        assert "its end is missing" in found[-1].reason


def test_records_that_are_no_pages_are_counted(tmp_path, parser_process):
    archive(
        tmp_path / "a.warc",
        ("https://a.example/1", 200, "text/html", html()),
        *((f"https://a.example/{n}.png", 200, "image/png", b"PNG") for n in range(3)),
    )
    with structlog.testing.capture_logs() as logs:
        list(read_any_file(tmp_path / "a.warc", parser_process))
    assert [(one["records"], one["passed_over"]) for one in logs] == [(4, 3)]


def test_a_saved_page_knows_where_it_came_from(tmp_path, parser_process):
    saved = b"<!-- saved from url=(0031)https://a.example/news/latvia-joins -->" + html()
    (tmp_path / "page.html").write_bytes(saved)
    canonical = html(head='<link rel="canonical" href="https://b.example/news/latvia-joins">')
    (tmp_path / "other.htm").write_bytes(canonical)
    (tmp_path / "none.html").write_bytes(html())
    urls = {}
    for name in ("page.html", "other.htm", "none.html"):
        (found,) = read_any_file(tmp_path / name, parser_process)
        urls[name] = take(found, NOW).article.url
    assert urls == {
        "page.html": "https://a.example/news/latvia-joins",
        "other.htm": "https://b.example/news/latvia-joins",
        "none.html": None,
    }


def test_other_files_are_read_as_ever(tmp_path, parser_process):
    (tmp_path / "a.txt").write_text("Latvia joined.", encoding="utf-8")
    (found,) = read_any_file(tmp_path / "a.txt", parser_process)
    assert found.sent == {"text": "Latvia joined."}
