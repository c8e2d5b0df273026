import json

import pytest

from services.ledger.verdictmodel.model import load
from services.runtime.errors import ConfigurationError


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "model.onnx"),
        ({"model.onnx": "x"}, "labels.json"),
        ({"model.onnx": "x", "labels.json": "["}, "incomplete"),
        ({"model.onnx": "x", "labels.json": "{}"}, "must list one of same, supports"),
        ({"model.onnx": "x", "labels.json": json.dumps(["contradiction"])}, "must list one of same, supports"),
    ],
)
def test_a_model_of_ones_own_that_lacks_something_is_one_clear_error(tmp_path, files, message):
    for name, content in ({"tokenizer.json": "{}"} | files).items():
        (tmp_path / name).write_text(content)
    with pytest.raises(ConfigurationError, match=message):
        load(tmp_path)
