"""Here rather than with the ledger's tests: what they need to make a model is installed for training alone."""

import json
from datetime import date

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing

from schemas.alerts import Relation
from services.ledger.verdictmodel.model import load
from services.ledger.verdictmodel.rendering import Side
from services.runtime.models import ModelError

WORDS = {"[UNK]": 0, "[SEP]": 1, "four": 2, "five": 3, "died": 4}


def write_tokenizer(path):
    tokenizer = Tokenizer(WordLevel(WORDS, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.post_processor = TemplateProcessing(
        single="$A [SEP]", pair="$A:0 [SEP]:0 $B:1 [SEP]:1", special_tokens=[("[SEP]", 1)]
    )
    tokenizer.enable_padding(length=128)
    tokenizer.save(str(path))


def write_graph(path, name="input_ids"):
    """A graph whose logits are the sums of each word's row."""
    rows = np.zeros((len(WORDS), 3), dtype=np.float32)
    rows[WORDS["five"], 0] = 4.0
    nodes = [
        helper.make_node("Gather", ["rows", name], ["looked"]),
        helper.make_node("ReduceSum", ["looked", "axis"], ["logits"], keepdims=0),
    ]
    constants = [numpy_helper.from_array(rows, "rows"), numpy_helper.from_array(np.array([1]), "axis")]
    inputs = [
        helper.make_tensor_value_info(x, TensorProto.INT64, [1, "P"]) for x in dict.fromkeys((name, "token_type_ids"))
    ]
    outputs = [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, 3])]
    graph = helper.make_graph(nodes, "tiny", inputs, outputs, constants)
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10), path)


@pytest.fixture
def folder(tmp_path):
    write_tokenizer(tmp_path / "tokenizer.json")
    write_graph(tmp_path / "model.onnx")
    (tmp_path / "labels.json").write_text(json.dumps(["contradicts", "supports", "supports"]))
    return tmp_path


FOUR, FIVE = Side("four died", date(2026, 3, 2)), Side("five died", date(2026, 3, 3))


def test_outputs_become_relations(folder):
    model = load(folder)
    scores = dict(zip(Relation, model.score([(FOUR, FIVE)])[0].tolist(), strict=True))
    assert scores[Relation.CONTRADICTS] == pytest.approx(np.exp(4) / (np.exp(4) + 2))
    assert scores[Relation.SUPPORTS] == pytest.approx(2 / (np.exp(4) + 2))
    assert scores[Relation.SAME] == 0
    assert np.array_equal(model.score([(FOUR, FIVE)]), model.score([(FIVE, FOUR)]))
    assert model.version.startswith(folder.name)


def test_labels_that_do_not_fit_the_graph(folder):
    (folder / "labels.json").write_text(json.dumps(["contradicts", "supports"]))
    with pytest.raises(ModelError, match="lists 2 labels, the model has 3 outputs"):
        load(folder).score([(FOUR, FIVE)])


def test_a_graph_that_asks_for_more(folder):
    write_graph(folder / "model.onnx", "pixel_values")
    with pytest.raises(ModelError, match="asks for pixel_values"):
        load(folder)


def test_a_tokenizer_that_cannot_be_read(folder):
    (folder / "tokenizer.json").write_text("{}")
    with pytest.raises(ModelError, match=r"tokenizer\.json cannot be read"):
        load(folder)
