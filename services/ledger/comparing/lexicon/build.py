"""Builds the table of words from WordNet's database files (Debian: package ``wordnet-base``).

python -m services.ledger.comparing.lexicon.build /usr/share/wordnet

The format of those files is told in wndb(5WN). Kept are single words and verbs with a particle, their commonest senses,
and of the relations those that tell whether two words may mean one thing or exclude each other.
"""

from __future__ import annotations

import argparse
import gzip
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from services.ledger.comparing.lexicon.table import TABLE

_SENSES = 5
_PARTS = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_VERB = re.compile(r"[a-z]+_(?:up|down|out|off|in|on|over|away|back|through|by|along|apart|around|into|for|to|of|with)")
_BROADER, _OPPOSITE, _NEARBY, _DERIVED, _PERTAINS = "@", "!", "&", "+", "\\"


@dataclass(slots=True)
class _Synset:
    members: list[str]
    broader: list[str] = field(default_factory=list)
    opposite: list[str] = field(default_factory=list)
    nearby: list[str] = field(default_factory=list)
    derived: list[tuple[int, str, int]] = field(default_factory=list)


def _synsets(folder: Path) -> dict[str, _Synset]:
    found = {}
    for name, part in _PARTS.items():
        for line in (folder / f"data.{name}").read_text(encoding="ascii").splitlines():
            if line.startswith("  "):  # the licence
                continue
            fields = line.partition("|")[0].split()
            count = int(fields[3], 16)
            words = [re.sub(r"\(.*\)", "", word) for word in fields[4 : 4 + 2 * count : 2]]
            synset = _Synset(words)
            pointers = fields[5 + 2 * count :]
            for at in range(0, 4 * int(fields[4 + 2 * count]), 4):
                symbol, offset, target, between = pointers[at : at + 4]
                other = target.replace("s", "a") + offset
                if symbol == _BROADER:
                    synset.broader.append(other)
                elif symbol == _OPPOSITE:
                    synset.opposite.append(other)
                elif symbol == _NEARBY:
                    synset.nearby.append(other)
                elif symbol in {_DERIVED, _PERTAINS}:
                    synset.derived.append((int(between[:2], 16), other, int(between[-2:], 16)))
            found[part + fields[0]] = synset
    return found


def _counts(folder: Path) -> dict[tuple[str, str, int], int]:
    """How often each sense of a word was met in the tagged texts, by word, part of speech and number of the sense."""
    parts = {"1": "n", "2": "v", "3": "a", "4": "r", "5": "a"}
    counts = {}
    for line in (folder / "cntlist.rev").read_text(encoding="ascii").splitlines():
        key, number, count = line.split()
        word, _, sense = key.partition("%")
        counts[word, parts[sense[0]], int(number)] = int(count)
    return counts


def _senses(folder: Path, synsets: dict[str, _Synset]) -> Iterator[tuple[str, str, int, list[str]]]:
    """Word, part of speech, count of all its senses, and the commonest of them."""
    counts = _counts(folder)
    for name, part in _PARTS.items():
        for line in (folder / f"index.{name}").read_text(encoding="ascii").splitlines():
            if line.startswith("  "):
                continue
            fields = line.split()
            word, number = fields[0], int(fields[2])
            if not (_WORD.fullmatch(word) or (part == "v" and _VERB.fullmatch(word))):
                continue
            senses = [part + offset for offset in fields[-number:]]
            told = [counts.get((word, part, place), 0) for place in range(1, number + 1)]
            kept = [
                sense
                for place, sense in enumerate(senses[:_SENSES])
                if (place == 0 or told[place]) and word in synsets[sense].members
            ]
            if kept:
                yield word, part, sum(told), kept


def _exceptions(folder: Path) -> Iterator[str]:
    for name, part in _PARTS.items():
        for line in (folder / f"{name}.exc").read_text(encoding="ascii").splitlines():
            form, *bases = line.split()
            if _WORD.fullmatch(form):
                yield f"{form} {part} {' '.join(base for base in bases if _WORD.fullmatch(base))}"


def build(folder: Path) -> str:
    """The table as text: irregular forms, synsets, words; see ``table.py`` for how it is read."""
    synsets = _synsets(folder)
    words: dict[str, list[tuple[str, int, list[str]]]] = defaultdict(list)
    for word, part, count, senses in _senses(folder, synsets):
        words[word].append((part, count, senses))
    used = {sense for senses in words.values() for _, _, some in senses for sense in some}
    reached = used | {up for sense in used for up in synsets[sense].broader}
    number = {sense: place for place, sense in enumerate(sorted(reached))}
    lines = [*_exceptions(folder), ""]
    for sense in sorted(reached):
        synset = synsets[sense]
        relations = (synset.broader, synset.opposite, synset.nearby)
        told = [",".join(str(number[one]) for one in some if one in number) for some in relations]
        lines.append(f"{sense[0]} " + " ".join(one or "-" for one in told))
    lines.append("")
    for word in sorted(words):
        kin = {
            synsets[other].members[theirs - 1]
            for _, _, senses in words[word]
            for sense in senses[:3]
            for ours, other, theirs in synsets[sense].derived
            if synsets[sense].members[ours - 1] == word
        }
        kin = {one for one in kin if one in words and one != word}
        meanings = ",".join(str(number[sense]) for _, _, some in words[word] for sense in some)
        parts = "".join(part for part, _, _ in words[word])
        lines.append(
            f"{word} {parts} {sum(count for _, count, _ in words[word])} {meanings} {','.join(sorted(kin)) or '-'}"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the table beside this module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    text = build(parser.parse_args().folder)
    TABLE.write_bytes(gzip.compress(text.encode("ascii"), mtime=0))


if __name__ == "__main__":
    main()
