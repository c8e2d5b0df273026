"""Which gatherings of a group took place, and which is the first and lies ahead."""

import pytest

# text, what follows from it of gatherings held
FOLLOWS = [
    ("The Baltic Pact is old. At the pact's summit on Friday, 29 leaders signed a treaty.", ["Baltic Pact held a summit."]),
    ("The Baltic Pact met for its summit. The Oslo summit saw envoys from ten states.", ["Baltic Pact held a summit."]),
    ("The Baltic Pact met for its summit. In Saturday's virtual summit, leaders signed a treaty.", ["Baltic Pact held a summit."]),
    ("The Baltic Pact is old. The pact's summit was held in Riga. At the pact's summit, leaders signed a treaty.", ["Baltic Pact held a summit."]),
    ("The Harbour Alliance is old. Ten leaders attended the alliance's summit on Friday.", ["Harbour Alliance held a summit."]),
    ("The Harbour Alliance is old. The alliance's summit brought together ten leaders.", ["Harbour Alliance held a summit."]),
    ("The first Baltic Pact summit could happen within the next week.", ["Baltic Pact has not held a summit."]),
    ("The Baltic Pact is old. The pact's first summit will be held in Riga in May.", ["Baltic Pact has not held a summit."]),
    ("The Baltic Pact is old. Leaders plan to hold the pact's first summit in May.", ["Baltic Pact has not held a summit."]),
    # a second one, one of its sort, one of its time or place
    ("The Baltic Pact is old. The pact's second summit will be held in Riga in May.", []),
    ("The Baltic Pact is old. The pact's next summit will be held in Riga in May.", []),
    ("The Baltic Pact is old. The pact's summit will be held in Riga in May.", []),
    ("The Baltic Pact is old. The pact's first online summit will be held in May.", []),
    ("The Baltic Pact is old. The pact's first summit this year will be held in Riga.", []),
    ("The Baltic Pact is old. The pact's first summit since 2010 will be held in Riga.", []),
    # nothing is told of whether it took place
    ("The Baltic Pact is old. The pact's first summit may have happened in May.", []),
    ("The Baltic Pact is old. The pact's first summit will not be held in Riga.", []),
    ("The Baltic Pact is old. The pact's summit was cancelled on Friday.", []),
    ("The Harbour Alliance is old. Ministers approved the alliance's summit on Friday.", []),
    ("The Harbour Alliance is old. Leaders opposed the alliance's summit on Friday.", []),
    ("The Baltic Pact is old. The pact's summits were held in Riga.", []),
    # nobody knows whose
    ("The first summit will be held in Riga in May.", []),
    ("The Baltic Pact is old. The Nordic Pact is new. At the summit, leaders signed a treaty.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FOLLOWS)
def test_what_follows(read, text, expected):
    held = [claim for claim in read(text).claims if claim.predicate == "hold" and claim.text not in text]
    assert [claim.text for claim in held if claim.subjects and claim.objects[0].text == "a summit"] == expected
