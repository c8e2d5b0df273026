"""The trained network as ONNX graphs, weights in eight bits.

The graph is written by hand rather than traced: the runtime's own operators for a layer are few, and layer
normalisation spelled out in plain ones makes the encoder a quarter faster than ONNX Runtime 1.31's fused operator does.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from models.train.network import Layer, NewsNetwork

MICROSOFT = "com.microsoft"
OPSET = (helper.make_opsetid("", 18), helper.make_opsetid(MICROSOFT, 1))
LARGEST = 63
"""Seven bits of weight: older processors add two products in 16 bits, where eight bits overflow and change results."""


class Graph:
    """A graph under construction; every method returns the name of its output."""

    def __init__(self, eight_bit: bool) -> None:
        self.eight_bit = eight_bit
        self.nodes: list[onnx.NodeProto] = []
        self.weights: dict[str, onnx.TensorProto] = {}

    def const(self, name: str, value: NDArray | Tensor) -> str:  # type: ignore[type-arg]
        """A weight or a constant."""
        array = value.detach().numpy() if isinstance(value, Tensor) else np.asarray(value)
        self.weights[name] = numpy_helper.from_array(np.ascontiguousarray(array), name)
        return name

    def add(self, op: str, inputs: Sequence[str], name: str, domain: str = "", **attributes: Any) -> str:
        """A node with one output."""
        self.nodes.append(helper.make_node(op, list(inputs), [name], name, domain=domain, **attributes))
        return name

    def linear(self, x: str, layer: nn.Linear, name: str, bias: bool = True) -> str:
        """``x @ weight + bias``; eight-bit weights have a scale a column, activations one for the window."""
        weight = layer.weight.detach().numpy().T
        bias_name = self.const(f"{name}.bias", layer.bias) if bias else ""
        if not self.eight_bit:
            product = self.add("MatMul", [x, self.const(f"{name}.weight", weight)], f"{name}.product" if bias else name)
            return self.add("Add", [product, bias_name], name) if bias else product
        scale = np.abs(weight).max(axis=0) / LARGEST
        inputs = [
            x,
            self.const(f"{name}.weight", np.round(weight / scale).astype(np.int8)),
            self.const(f"{name}.scale", scale.astype(np.float32)),
            self.const(f"{name}.zero", np.zeros(len(scale), dtype=np.int8)),
            bias_name,
        ]
        return self.add("DynamicQuantizeMatMul", inputs, name, MICROSOFT)

    def norm(self, x: str, layer: nn.LayerNorm, name: str) -> str:
        """Layer normalisation over the last axis."""
        axis = self.const("last_axis", np.array([-1]))
        mean = self.add("ReduceMean", [x, axis], f"{name}.mean")
        centred = self.add("Sub", [x, mean], f"{name}.centred")
        square = self.add("Mul", [centred, centred], f"{name}.square")
        variance = self.add("ReduceMean", [square, axis], f"{name}.variance")
        deviation = self.add("Sqrt", [variance], f"{name}.deviation")
        unit = self.add("Div", [centred, deviation], f"{name}.unit")
        scaled = self.add("Mul", [unit, self.const(f"{name}.weight", layer.weight)], f"{name}.scaled")
        return self.add("Add", [scaled, self.const(f"{name}.bias", layer.bias)], name)

    def table(self, ids: str, embedding: Tensor, name: str) -> str:
        """Rows of an embedding; eight-bit ones have a scale a row."""
        rows = embedding.detach().numpy()
        if not self.eight_bit:
            return self.add("Gather", [self.const(f"{name}.rows", rows), ids], name)
        scale = np.maximum(np.abs(rows).max(axis=1, keepdims=True) / 127, 1e-12).astype(np.float32)
        quantised = self.add(
            "Gather", [self.const(f"{name}.rows", np.round(rows / scale).astype(np.int8)), ids], f"{name}.quantised"
        )
        scales = self.add("Gather", [self.const(f"{name}.scale", scale), ids], f"{name}.scales")
        return self.add("Mul", [self.add("Cast", [quantised], f"{name}.cast", to=TensorProto.FLOAT), scales], name)

    def index(self, number: int) -> str:
        """A constant to pick or cut with."""
        return self.const(f"index{number}", np.array([number]))

    def embedding(self, tables: Mapping[str, nn.Embedding], positions: nn.Embedding, norm: nn.LayerNorm) -> str:
        """The normalised sum of the rows that the inputs (1, P) name, and of their positions.

        ``tables`` are the inputs with their tables; the first is large and kept in eight bits.
        """
        (large, pieces), *others = tables.items()
        summed = self.table(large, pieces.weight, f"{large}.embedded")
        for name, rows in others:
            found = self.add("Gather", [self.const(f"{name}.rows", rows.weight), name], f"{name}.embedded")
            summed = self.add("Add", [summed, found], f"{name}.summed")
        start, length = self.index(0), self.add("Shape", [large], "length", start=1)
        rows_in_order = [self.const("positions", positions.weight), start, length, start]
        return self.norm(
            self.add("Add", [summed, self.add("Slice", rows_in_order, "position")], "embedded"), norm, "embedding_norm"
        )

    def layer(self, x: str, layer: Layer, name: str) -> str:
        """A transformer layer over (1, P, H) without padding."""
        parts = [f"{name}.query", f"{name}.key", f"{name}.value"]
        projected = self.linear(x, layer.attention_in, f"{name}.attention_in")
        self.nodes.append(helper.make_node("Split", [projected], parts, f"{name}.split", axis=-1, num_outputs=3))
        seen = self.add("MultiHeadAttention", parts, f"{name}.attention", MICROSOFT, num_heads=layer.attention_heads)
        x = self.norm(
            self.add("Add", [self.linear(seen, layer.attention_out, f"{name}.attention_out"), x], f"{name}.first"),
            layer.attention_norm,
            f"{name}.attention_norm",
        )
        inner = self.linear(x, layer.inner, f"{name}.inner", bias=False)
        active = self.add(
            "BiasGelu", [inner, self.const(f"{name}.inner.bias", layer.inner.bias)], f"{name}.gelu", MICROSOFT
        )
        return self.norm(
            self.add("Add", [self.linear(active, layer.outer, f"{name}.outer"), x], f"{name}.second"),
            layer.outer_norm,
            f"{name}.outer_norm",
        )

    def model(
        self, name: str, inputs: dict[str, int], outputs: dict[str, int], shapes: dict[str, list[str | int]]
    ) -> onnx.ModelProto:
        """The checked model; inputs and outputs are names with their element types."""
        value = lambda name, kind: helper.make_tensor_value_info(name, kind, shapes[name])  # noqa: E731
        graph = helper.make_graph(
            self.nodes,
            name,
            [value(*item) for item in inputs.items()],
            [value(*item) for item in outputs.items()],
            list(self.weights.values()),
        )
        model = helper.make_model(graph, opset_imports=OPSET, ir_version=10, producer_name="gainsay")
        onnx.checker.check_model(model)
        return model

    def save(
        self, path: Path, inputs: dict[str, int], outputs: dict[str, int], shapes: dict[str, list[str | int]]
    ) -> None:
        """Writes the checked model."""
        onnx.save(self.model(path.stem, inputs, outputs, shapes), path)


def export(network: NewsNetwork, folder: Path, eight_bit: bool = True) -> None:
    """Writes ``words.onnx`` (pieces to scores) and ``labels.onnx`` (heads to labels) into ``folder``."""
    _export_words(network.eval(), folder / "words.onnx", eight_bit)
    _export_labels(network, folder / "labels.onnx", eight_bit)


def _export_words(network: NewsNetwork, path: Path, eight_bit: bool) -> None:
    graph = Graph(eight_bit)
    x = graph.embedding({"pieces": network.pieces, "forms": network.forms}, network.positions, network.norm)
    for number, layer in enumerate(network.shared):
        x = graph.layer(x, cast(Layer, layer), f"shared{number}")
    branches = {}
    for branch in ("grammar", "names"):
        y = x
        for number, layer in enumerate(getattr(network, branch)):
            y = graph.layer(y, cast(Layer, layer), f"{branch}{number}")
        flat = graph.add("Squeeze", [y, graph.index(0)], f"{branch}.flat")
        branches[branch] = graph.add("Gather", [flat, "words"], f"{branch}.words")
    grammar, names = branches["grammar"], branches["names"]
    graph.add("Squeeze", [graph.linear(grammar, network.start, "start"), graph.index(1)], "starts")
    for name in ("tag", "edit"):
        graph.add("ArgMax", [graph.linear(grammar, getattr(network, name), name)], f"{name}s", axis=1, keepdims=0)
    reps = {}
    for name in ("arc_dependent", "arc_head", "label_dependent", "label_head"):
        output = {"label_dependent": "dependents", "label_head": "heads"}.get(name, f"{name}.relu")
        reps[name] = graph.add("Relu", [graph.linear(grammar, getattr(network, name), name)], output)
    turned = graph.add("Transpose", [reps["arc_head"]], "arc_head.turned", perm=[1, 0])
    graph.add("MatMul", [graph.linear(reps["arc_dependent"], network.arc, "arc"), turned], "arcs")
    graph.linear(names, network.span, "spans")
    size = network.size
    integers, floats = TensorProto.INT64, TensorProto.FLOAT
    graph.save(
        path,
        {"pieces": integers, "forms": integers, "words": integers},
        {
            "starts": floats,
            "tags": integers,
            "edits": integers,
            "arcs": floats,
            "dependents": floats,
            "heads": floats,
            "spans": floats,
        },
        {
            "pieces": [1, "P"],
            "forms": [1, "P"],
            "words": ["W"],
            "starts": ["W"],
            "tags": ["W"],
            "edits": ["W"],
            "arcs": ["W", "W"],
            "dependents": ["W", size.label],
            "heads": ["W", size.label],
            "spans": ["W", size.spans],
        },
    )


def _export_labels(network: NewsNetwork, path: Path, eight_bit: bool) -> None:
    graph = Graph(eight_bit)
    above = graph.add("Gather", ["heads", "head"], "above")
    product = graph.add("Mul", ["dependents", above], "product")
    joined = graph.add("Concat", ["dependents", above, product], "joined", axis=1)
    graph.add("ArgMax", [graph.linear(joined, network.label, "label")], "labels", axis=1, keepdims=0)
    integers, floats = TensorProto.INT64, TensorProto.FLOAT
    width = network.size.label
    graph.save(
        path,
        {"dependents": floats, "heads": floats, "head": integers},
        {"labels": integers},
        {"dependents": ["W", width], "heads": ["W", width], "head": ["W"], "labels": ["W"]},
    )
