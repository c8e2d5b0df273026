import json
import shutil
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from services.ledger.verdictmodel.model import DESCRIPTION, FILES, GRAPH, load
from services.ledger.verdictmodel.opinion import Reader
from services.ledger.verdictmodel.rendering import Side
from services.ledger.verdictmodel.scores import KINDS, RELATIONS
from services.runtime.errors import ConfigurationError
from services.runtime.models import seal

SHIPPED = Path(__file__).parents[3] / "models/en_gainsay_verdict"
DAY, NEXT_DAY = date(2026, 3, 2), date(2026, 3, 3)
CONTRADICTS = RELATIONS.index("contradicts")

SIGNED = Side("Norway and Chile signed the fisheries pact in Oslo on Sunday.", DAY)
PAIRS = [
    (SIGNED, Side("The fisheries pact was signed in Santiago, not in Oslo.", NEXT_DAY)),
    (SIGNED, Side("In Oslo, Norway and Chile put their names to the pact on fisheries.", NEXT_DAY)),
    (SIGNED, Side("The chairman of the bank has resigned.", NEXT_DAY)),
    (Side("Four people were killed in the blast.", DAY), Side("Nobody was killed in the blast.", DAY)),
    (Side("Four people were killed in the blast.", DAY, "Plata Wire"), Side("The blast left four people dead.", DAY)),
]


@pytest.fixture(scope="module")
def model():
    return load(SHIPPED)


def test_every_pair_gets_the_probabilities_of_relations_and_kinds(model):
    for scores, nothing, names in zip(model.score(PAIRS), model.score([]), (RELATIONS, KINDS), strict=True):
        assert scores.shape == (len(PAIRS), len(names))
        assert scores.sum(axis=1) == pytest.approx(1, abs=1e-5)
        assert nothing.shape == (0, len(names))


def test_a_score_hangs_on_nothing_but_the_pair(model):
    together = model.score(PAIRS).relations
    alone = [model.score([pair]).relations for pair in reversed(PAIRS)]
    assert np.array_equal(together, np.concatenate(alone)[::-1])
    assert np.array_equal(together, load(SHIPPED, threads=2).score(PAIRS).relations)
    assert np.array_equal(together, model.score([(other, one) for one, other in PAIRS]).relations)


@pytest.mark.parametrize(("more", "less"), [(0, 1), (0, 2), (3, 4), (3, 2)])
def test_contradictions_stand_out(model, more, less):
    scores = model.score(PAIRS).relations[:, CONTRADICTS]
    assert scores[more] > scores[less]


def test_the_likeliest_relation_of_strangers_is_none(model):
    assert RELATIONS[int(model.score(PAIRS[2:3]).relations.argmax())] == "unrelated"


@pytest.fixture
def copied(tmp_path):
    return Path(shutil.copytree(SHIPPED, tmp_path / "model"))


@pytest.mark.parametrize("name", [*FILES, "checksums.json"])
def test_a_missing_file_is_one_clear_error(copied, name):
    (copied / name).unlink()
    with pytest.raises(ConfigurationError, match=rf"incomplete: .*{name}"):
        Reader(copied)


def test_a_damaged_file_is_one_clear_error(copied):
    content = bytearray((copied / GRAPH).read_bytes())
    content[len(content) // 2] ^= 1
    (copied / GRAPH).write_bytes(content)
    with pytest.raises(ConfigurationError, match=r"damaged: model\.onnx"):
        Reader(copied)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [(GRAPH, b"no graph", "graph cannot be read"), (DESCRIPTION, b"[", "description.json")],
)
def test_a_wrong_file_under_its_own_seal_is_one_clear_error(copied, name, content, message):
    (copied / name).write_bytes(content)
    seal(copied, FILES)
    with pytest.raises(ConfigurationError, match=message):
        Reader(copied)


def test_the_description_names_the_version(model):
    assert model.version == json.loads((SHIPPED / DESCRIPTION).read_text())["version"]
