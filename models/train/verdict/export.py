"""The trained network as a folder that ``services.ledger.verdictmodel`` loads."""

import json
import shutil
from pathlib import Path
from typing import cast

import numpy as np
import torch
from onnx import TensorProto
from torch import nn

from models.train.encoder import minilm
from models.train.export import MICROSOFT, Graph
from models.train.network import Layer
from models.train.verdict.alignment import ClaimNetwork
from models.train.verdict.examples import QUESTIONS
from models.train.verdict.network import VerdictNetwork
from services.ledger.verdictmodel.model import ALIGNMENT, DESCRIPTION, FILES, GRAPH, VOCABULARY
from services.runtime.models import seal


def export(network: VerdictNetwork, alone: ClaimNetwork, version: str, out: Path) -> None:
    """Writes both graphs, vocabulary, description and checksums into the folder ``out``."""
    out.mkdir(parents=True, exist_ok=True)
    (out / GRAPH).write_bytes(graph_of(network))
    (out / ALIGNMENT).write_bytes(alignment_graph_of(alone))
    shutil.copyfile(minilm() / "vocab.txt", out / VOCABULARY)
    (out / DESCRIPTION).write_text(json.dumps({"version": version}) + "\n", encoding="utf-8")
    seal(out, FILES)


def graph_of(network: VerdictNetwork, eight_bit: bool = True, question: slice = QUESTIONS[0]) -> bytes:
    """The graph, from the arrays of one pair to the probabilities of a question's labels and of kinds, as ONNX."""
    network.eval()
    outer = _part_of(network.outer, question)
    graph = Graph(eight_bit)
    x = graph.embedding({"pieces": network.pieces, "marks": network.marks}, network.positions, network.norm)
    for number, layer in enumerate(network.layers):
        x = graph.layer(x, cast(Layer, layer), f"layer{number}")
    zero, one = graph.index(0), graph.index(1)
    flat = graph.add("Squeeze", [x, zero], "flat")
    start = graph.add("Gather", [flat, zero], "start")
    means = graph.add("MatMul", ["sides", flat], "means")
    earlier = graph.add("Gather", [means, zero], "earlier")
    later = graph.add("Gather", [means, one], "later")
    apart = graph.add("Abs", [graph.add("Sub", [earlier, later], "difference")], "apart")
    product = graph.add("Mul", [earlier, later], "product")
    compared = graph.add("Concat", [start, earlier, later, apart, product], "compared", axis=1)
    inner = graph.linear(compared, network.inner, "inner", bias=False)
    active = graph.add("BiasGelu", [inner, graph.const("inner.bias", network.inner.bias)], "active", MICROSOFT)
    for name, head in (("probabilities", outer), ("kinds", network.kind)):
        logits = graph.add("Squeeze", [graph.linear(active, head, f"{name}.head"), zero], f"{name}.logits")
        graph.add("Softmax", [logits], name, axis=-1)
    integers, floats = TensorProto.INT64, TensorProto.FLOAT
    model = graph.model(
        "verdict",
        {"pieces": integers, "marks": integers, "sides": floats},
        {"probabilities": floats, "kinds": floats},
        {
            "pieces": [1, "P"],
            "marks": [1, "P"],
            "sides": [2, "P"],
            "probabilities": [outer.out_features],
            "kinds": [network.kind.out_features],
        },
    )
    return model.SerializeToString()


def _part_of(layer: nn.Linear, rows: slice) -> nn.Linear:
    part = nn.Linear(layer.in_features, rows.stop - rows.start)
    with torch.no_grad():
        part.weight.copy_(layer.weight[rows])
        part.bias.copy_(layer.bias[rows])
    return part


def alignment_graph_of(network: ClaimNetwork, eight_bit: bool = True) -> bytes:
    """The graph, from the pieces of one claim to its vector before it is brought to length 1, as ONNX."""
    network.eval()
    graph = Graph(eight_bit)
    x = graph.embedding({"pieces": network.pieces}, network.positions, network.norm)
    for number, layer in enumerate(network.layers):
        x = graph.layer(x, cast(Layer, layer), f"layer{number}")
    graph.add("ReduceMean", [x, graph.const("pieces_axis", np.array([1]))], "vector", keepdims=0)
    model = graph.model(
        "alignment",
        {"pieces": TensorProto.INT64},
        {"vector": TensorProto.FLOAT},
        {"pieces": [1, "P"], "vector": [1, network.pieces.embedding_dim]},
    )
    return model.SerializeToString()
