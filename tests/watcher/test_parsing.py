"""A parser that runs away is stopped, and the next document is read by a new one."""

import subprocess
import sys

import pytest

from services.watcher.feeds import Feed
from services.watcher.oddities import Odd, Oddity
from services.watcher.parsing import Parser

FEED = b"<rss version='2.0'><channel><title>A</title></channel></rss>"


@pytest.fixture
def parser():
    found = Parser(seconds=20)
    yield found
    found.close()


def test_work_that_takes_too_long_is_stopped(parser):
    parser._seconds = 0
    found = parser.feed(
        b"<rss version='2.0'><channel>" + b"<item><title>A</title></item>" * 100_000, "", "https://a.example/"
    )
    assert isinstance(found, Odd)
    assert found.oddity is Oddity.PARSER_STOPPED
    parser._seconds = 20
    assert parser.feed(FEED, "", "https://a.example/") == Feed(())


@pytest.mark.parametrize(
    "body",
    [
        b"<html><body>" + b"<div>" * 300_000,
        b"<p>" + b"&amp;" * 1_000_000,
        b"\x00" * 1_000_000,
        b"<!DOCTYPE x [<!ENTITY a 'aa'>]><x>&a;",
    ],
)
def test_no_page_ends_more_than_its_own_reading(parser, body):
    found = parser.page(body, "", "https://a.example/")
    assert isinstance(found, Odd)
    assert parser.feed(FEED, "", "https://a.example/") == Feed(())


def test_half_an_answer_is_none(parser):
    parser._process = subprocess.Popen(
        [sys.executable, "-c", "input(); print('{\"entries\": [', end='')"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    found = parser.feed(FEED, "", "https://a.example/")
    assert isinstance(found, Odd)
    assert found.oddity is Oddity.PARSER_STOPPED
    assert parser.feed(FEED, "", "https://a.example/") == Feed(())


def test_a_process_that_was_killed_is_replaced(parser):
    assert parser.feed(FEED, "", "https://a.example/") == Feed(())
    parser._process.kill()
    parser._process.wait()
    assert parser.feed(FEED, "", "https://a.example/") == Feed(())
