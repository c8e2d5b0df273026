"""Rebuilds ``nouns.json`` and ``verbs.json`` from a WordNet 3.0 database (Debian: ``wordnet-base``).

python -m services.extraction.lexicon.build /usr/share/wordnet
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOTS = {
    "person": (("person", 3),),
    "group": (("social_group", 14), ("business", 14)),
    "company": (("company", 14), ("firm", 14), ("manufacturer", 14), ("brokerage", 14), ("carrier", 14)),
    "structure": (("structure", 6), ("facility", 6), ("junction", 6), ("way", 6), ("workplace", 6)),
    "landform": (("geological_formation", 17), ("dry_land", 17)),
    "water": (("body_of_water", 17),),
    "region": (("district", 15),),
    "vehicle": (("vehicle", 6),),
    "storm": (("storm", 19),),
    "organ": (
        *(("government", 14), ("legislature", 14), ("executive_department", 14), ("ministry", 14)),
        *(("military_service", 14), ("armed_forces", 14), ("police", 14), ("central_bank", 14)),
    ),
}
"""For each kind of thing the concepts under which its nouns stand: a noun's first sense in a lexicographer file."""
SENSES = {
    "person": 2,
    "group": 3,
    "company": 2,
    "structure": 3,
    "landform": 2,
    "water": 2,
    "region": 2,
    "vehicle": 2,
    "storm": 2,
    "organ": 1,
}
"""How many of a noun's senses, the most frequent first, may be of that kind."""


def nouns(wordnet: Path) -> dict[str, list[str]]:
    """The single nouns of each kind, in order of the alphabet."""
    broader, files = _concepts(wordnet / "data.noun")
    senses = dict(_senses(wordnet / "index.noun"))
    found = {}
    for kind, keys in ROOTS.items():
        roots = {next(one for one in senses[noun] if files[one] == file) for noun, file in keys}
        below = _below(roots, broader)
        found[kind] = sorted(
            noun.replace("_", " ")
            for noun, concepts in senses.items()
            if _is_plain(noun, kind) and not below.isdisjoint(concepts[: SENSES[kind]])
        )
    return found


def verbs(wordnet: Path) -> dict[str, str]:
    """The base of each past form that is more than the base and an ending, in order of the alphabet."""
    pairs = (line.split()[:2] for line in (wordnet / "verb.exc").read_text(encoding="latin-1").splitlines())
    return {form: base for form, base in sorted(pairs) if form.isalpha() and not form.endswith(("ing", "s"))}


def _is_plain(noun: str, kind: str) -> bool:
    """Whether a noun is one word; an organ of state may be two ("central bank")."""
    words = noun.split("_")
    return (
        len(noun) > 2
        and len(words) <= 1 + (kind == "organ")
        and all(word.isascii() and word.isalpha() for word in words)
    )


def _concepts(data: Path) -> tuple[dict[str, list[str]], dict[str, int]]:
    """For each concept those right above it, and the number of its lexicographer file."""
    broader, files = {}, {}
    for line in _entries(data):
        fields = line.split(" | ")[0].split()
        pointers = 4 + 2 * int(fields[3], 16)
        marks = fields[pointers + 1 :]
        broader[fields[0]] = [marks[i + 1] for i in range(0, len(marks) - 3, 4) if marks[i] == "@"]
        files[fields[0]] = int(fields[1])
    return broader, files


def _senses(index: Path) -> Iterator[tuple[str, list[str]]]:
    for line in _entries(index):
        fields = line.split()
        yield fields[0], fields[-int(fields[2]) :]


def _entries(file: Path) -> Iterator[str]:
    return (line for line in file.read_text(encoding="latin-1").splitlines() if not line.startswith("  "))


def _below(roots: set[str], broader: dict[str, list[str]]) -> set[str]:
    narrower = defaultdict(list)
    for concept, above in broader.items():
        for one in above:
            narrower[one].append(concept)
    found, waiting = set(roots), list(roots)
    while waiting:
        for one in narrower[waiting.pop()]:
            if one not in found:
                found.add(one)
                waiting.append(one)
    return found


def main(wordnet: str) -> None:
    """Writes the tables beside this file."""
    _write("nouns", {kind: ",".join(words) for kind, words in nouns(Path(wordnet)).items()})
    _write("verbs", {"past": ",".join(f"{form} {base}" for form, base in verbs(Path(wordnet)).items())})


def _write(name: str, table: dict[str, str]) -> None:
    text = json.dumps({"source": "WordNet 3.0, Princeton University; licence in LICENSE", **table}, indent=0)
    Path(__file__).with_name(f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
