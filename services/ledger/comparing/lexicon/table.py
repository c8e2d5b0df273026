"""Reads the table of words that ``build.py`` makes."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = ["TABLE", "TABLE_VERSION", "Entry", "Synset", "Words", "entry", "load", "synset"]

TABLE = Path(__file__).with_name("wordnet.txt.gz")
TABLE_VERSION = "wordnet 3.0"


@dataclass(frozen=True, slots=True)
class Synset:
    """One meaning: its part of speech, and the meanings that are broader, opposite, and nearly the same."""

    part: str
    broader: tuple[int, ...]
    opposite: tuple[int, ...]
    nearby: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A word: the parts of speech it has, how often it was met, its commonest senses, and what is derived from it."""

    parts: str
    count: int
    senses: tuple[int, ...]
    kin: frozenset[str]


@dataclass(frozen=True, slots=True)
class Words:
    """The whole table. ``irregular`` gives the base forms of a form."""

    irregular: dict[str, tuple[str, ...]]
    synsets: list[tuple[str, str, str, str]]
    entries: dict[str, str]


@cache
def load() -> Words:
    """Read the table once; its lines are taken apart when a word is asked for."""
    with gzip.open(TABLE, "rt", encoding="ascii") as file:
        irregular_lines, synset_lines, word_lines = file.read().split("\n\n")
    irregular: dict[str, tuple[str, ...]] = {}
    for line in irregular_lines.splitlines():
        form, _, *bases = line.split()
        irregular[form] = tuple(dict.fromkeys((*irregular.get(form, ()), *bases)))
    synsets = [tuple(line.split(" ")) for line in synset_lines.splitlines()]
    entries = dict(line.split(" ", 1) for line in word_lines.splitlines())
    return Words(irregular, synsets, entries)  # type: ignore[arg-type]


def _numbers(told: str) -> tuple[int, ...]:
    return () if told == "-" else tuple(map(int, told.split(",")))


@cache
def entry(word: str) -> Entry | None:
    """What the table knows of a base form."""
    line = load().entries.get(word)
    if line is None:
        return None
    parts, count, senses, kin = line.split(" ")
    return Entry(parts, int(count), _numbers(senses), frozenset() if kin == "-" else frozenset(kin.split(",")))


@cache
def synset(number: int) -> Synset:
    """One meaning by its number."""
    part, broader, opposite, nearby = load().synsets[number]
    return Synset(part, _numbers(broader), _numbers(opposite), _numbers(nearby))
