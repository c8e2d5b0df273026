from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest
import torch

from models.train.export import export
from models.train.network import NewsNetwork, Size
from services.extraction.newsmodel.wordforms import FORMS

SIZE = Size(
    vocabulary=50,
    hidden=32,
    inner=64,
    attention_heads=4,
    shared_layers=2,
    arc=16,
    label=8,
    tags=7,
    edits=5,
    labels=6,
    spans=5,
)


@pytest.fixture(scope="module")
def network() -> NewsNetwork:
    torch.manual_seed(0)
    return NewsNetwork(SIZE).eval()


@pytest.mark.parametrize(("eight_bit", "tolerance"), [(False, 1e-4), (True, 0.15)])
def test_the_graph_says_what_the_network_says(
    network: NewsNetwork, tmp_path: Path, eight_bit: bool, tolerance: float
) -> None:
    export(network, tmp_path, eight_bit)
    rng = np.random.default_rng(0)
    pieces, forms = rng.integers(0, 50, (1, 9)), rng.integers(0, FORMS, (1, 9))
    words = np.array([0, 1, 2, 5, 7])
    session = ort.InferenceSession(tmp_path / "words.onnx")
    outputs = dict(
        zip(
            [o.name for o in session.get_outputs()],
            session.run(None, {"pieces": pieces, "forms": forms, "words": words}),
            strict=True,
        )
    )
    with torch.no_grad():
        present = torch.ones(1, 9, dtype=torch.bool)
        scores = network(torch.from_numpy(pieces), torch.from_numpy(forms), present, torch.from_numpy(words)[None])
    for name in ("starts", "arcs", "dependents", "heads", "spans"):
        expected = getattr(scores, name)[0].numpy()
        assert np.abs(outputs[name] - expected).max() <= tolerance * max(1, np.abs(expected).max())
    if not eight_bit:
        assert outputs["tags"].tolist() == scores.tags[0].argmax(-1).tolist()
        assert outputs["edits"].tolist() == scores.edits[0].argmax(-1).tolist()
