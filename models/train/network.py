"""The network: a BERT encoder (Devlin et al. 2019) that forks in its last layer into grammar and names.

Shapes: B windows, P pieces, W words and a root before them, H hidden units.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from services.extraction.newsmodel.wordforms import FORMS


@dataclass(frozen=True)
class Size:
    """The dimensions of the network; those of the encoder are MiniLM's."""

    vocabulary: int = 30522
    hidden: int = 384
    inner: int = 1536
    attention_heads: int = 12
    shared_layers: int = 5
    branch_layers: int = 1
    positions: int = 512
    arc: int = 256
    label: int = 128
    tags: int = 0
    edits: int = 0
    labels: int = 0
    spans: int = 0


class Scores(NamedTuple):
    """What the heads say of each word, the root (column 0) included."""

    starts: Tensor
    """(B, W): logit that a sentence starts here."""
    tags: Tensor
    """(B, W, tags)."""
    edits: Tensor
    """(B, W, edits)."""
    arcs: Tensor
    """(B, W, W): dependent by head."""
    dependents: Tensor
    """(B, W, label): the word as a dependent, for ``label_scores``."""
    heads: Tensor
    """(B, W, label): the word as a head."""
    spans: Tensor
    """(B, W, spans)."""


class Dropout(nn.Module):
    """Dropout that draws bytes from NumPy's generator, far faster on a CPU than one Bernoulli draw an element."""

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.limit = round(256 * rate)
        self.draw = np.random.Generator(np.random.SFC64(0))

    def forward(self, x: Tensor) -> Tensor:
        """Zeroes a share of ``x`` and scales up the rest; does nothing outside training."""
        if not self.training or not self.limit:
            return x
        drawn = torch.frombuffer(bytearray(self.draw.bytes(x.numel())), dtype=torch.uint8).view(x.shape)
        return x * (drawn >= self.limit).to(x.dtype) * (256 / (256 - self.limit))


class Layer(nn.Module):
    """A transformer layer, normalised after each residual."""

    def __init__(self, size: Size, dropout: float) -> None:
        super().__init__()
        self.attention_heads = size.attention_heads
        self.attention_in = nn.Linear(size.hidden, 3 * size.hidden)
        self.attention_out = nn.Linear(size.hidden, size.hidden)
        self.attention_norm = nn.LayerNorm(size.hidden, eps=1e-12)
        self.inner = nn.Linear(size.hidden, size.inner)
        self.outer = nn.Linear(size.inner, size.hidden)
        self.outer_norm = nn.LayerNorm(size.hidden, eps=1e-12)
        self.dropout = Dropout(dropout)

    def forward(self, x: Tensor, present: Tensor) -> Tensor:
        """Maps (B, P, H) to the same; ``present`` (B, 1, 1, P) is false on padding."""
        b, p, h = x.shape
        query, key, value = self.attention_in(x).view(b, p, 3, self.attention_heads, -1).permute(2, 0, 3, 1, 4)
        # Written out: the fused kernel's backward pass takes twice as long on a CPU in bfloat16.
        weights = (query @ key.transpose(2, 3)) * query.shape[-1] ** -0.5
        seen = weights.masked_fill(~present, -1e4).softmax(-1, dtype=weights.dtype) @ value
        x = self.attention_norm(x + self.dropout(self.attention_out(seen.transpose(1, 2).reshape(b, p, h))))
        out: Tensor = self.outer_norm(x + self.dropout(self.outer(functional.gelu(self.inner(x)))))
        return out


class NewsNetwork(nn.Module):
    """Encoder and heads."""

    def __init__(self, size: Size, dropout: float = 0.1) -> None:
        super().__init__()
        self.size = size
        self.pieces = nn.Embedding(size.vocabulary, size.hidden)
        self.positions = nn.Embedding(size.positions, size.hidden)
        self.forms = nn.Embedding(FORMS, size.hidden)
        self.norm = nn.LayerNorm(size.hidden, eps=1e-12)
        self.shared = nn.ModuleList(Layer(size, dropout) for _ in range(size.shared_layers))
        self.grammar = nn.ModuleList(Layer(size, dropout) for _ in range(size.branch_layers))
        self.names = nn.ModuleList(Layer(size, dropout) for _ in range(size.branch_layers))
        self.start = nn.Linear(size.hidden, 1)
        self.tag = nn.Linear(size.hidden, size.tags)
        self.edit = nn.Linear(size.hidden, size.edits)
        self.arc_dependent = nn.Linear(size.hidden, size.arc)
        self.arc_head = nn.Linear(size.hidden, size.arc)
        self.arc = nn.Linear(size.arc, size.arc)
        self.label_dependent = nn.Linear(size.hidden, size.label)
        self.label_head = nn.Linear(size.hidden, size.label)
        self.label = nn.Linear(3 * size.label, size.labels)
        self.span = nn.Linear(size.hidden, size.spans)
        self.dropout = Dropout(dropout)
        nn.init.zeros_(self.forms.weight)

    def forward(self, pieces: Tensor, forms: Tensor, present: Tensor, words: Tensor) -> Scores:
        """Scores the words of windows.

        ``pieces`` and ``forms`` (B, P) are ids, ``present`` (B, P) is false on padding, ``words`` (B, W) is the
        index of each word's first piece; index 0, the ``[CLS]`` piece, stands for the root.
        """
        position = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.pieces(pieces) + self.positions(position) + self.forms(forms)
        x = self.dropout(self.norm(x))
        present = present[:, None, None, :]
        for layer in self.shared:
            x = layer(x, present)
        grammar = names = x
        for layer in self.grammar:
            grammar = layer(grammar, present)
        for layer in self.names:
            names = layer(names, present)
        index = words[:, :, None].expand(-1, -1, x.shape[2])
        grammar = self.dropout(grammar.gather(1, index))
        names = self.dropout(names.gather(1, index))
        dependent = self.dropout(functional.relu(self.arc_dependent(grammar)))
        head = self.dropout(functional.relu(self.arc_head(grammar)))
        return Scores(
            starts=self.start(grammar)[..., 0],
            tags=self.tag(grammar),
            edits=self.edit(grammar),
            arcs=self.arc(dependent) @ head.transpose(1, 2),
            dependents=self.dropout(functional.relu(self.label_dependent(grammar))),
            heads=self.dropout(functional.relu(self.label_head(grammar))),
            spans=self.span(names),
        )

    def label_scores(self, scores: Scores, heads: Tensor) -> Tensor:
        """(B, W, labels), given the head (B, W) of each word."""
        head = scores.heads.gather(1, heads[:, :, None].expand(-1, -1, scores.heads.shape[2]))
        logits: Tensor = self.label(torch.cat((scores.dependents, head, scores.dependents * head), dim=-1))
        return logits


def start_from_bert(network: NewsNetwork, weights: dict[str, Tensor]) -> None:
    """Copies a BERT checkpoint in (the names of Hugging Face's BertModel); both branches start from the upper layers.

    Raises ``KeyError`` if the checkpoint lacks a weight.
    """
    shared = network.size.shared_layers
    numbered = [*enumerate(network.shared), *enumerate(network.grammar, shared), *enumerate(network.names, shared)]
    with torch.no_grad():
        kind = weights["embeddings.token_type_embeddings.weight"][0]
        network.pieces.weight.copy_(weights["embeddings.word_embeddings.weight"])
        network.positions.weight.copy_(weights["embeddings.position_embeddings.weight"] + kind)
        copy_part(network.norm, weights, "embeddings.LayerNorm")
        for number, layer in numbered:
            copy_layer(layer, weights, number)


def copy_layer(layer: nn.Module, weights: dict[str, Tensor], number: int) -> None:
    """Copies a layer of a BERT checkpoint into a ``Layer``; raises ``KeyError`` if it lacks a weight."""
    name = f"encoder.layer.{number}"
    with torch.no_grad():
        for part in ("weight", "bias"):
            projections = [weights[f"{name}.attention.self.{role}.{part}"] for role in ("query", "key", "value")]
            layer.get_parameter(f"attention_in.{part}").copy_(torch.cat(projections))
    for ours, theirs in _BERT_NAMES.items():
        copy_part(layer.get_submodule(ours), weights, f"{name}.{theirs}")


_BERT_NAMES = {
    "attention_out": "attention.output.dense",
    "attention_norm": "attention.output.LayerNorm",
    "inner": "intermediate.dense",
    "outer": "output.dense",
    "outer_norm": "output.LayerNorm",
}


def copy_part(module: nn.Module, weights: dict[str, Tensor], name: str) -> None:
    """Copies the weight and the bias of a linear layer or a normalisation."""
    with torch.no_grad():
        for part in ("weight", "bias"):
            module.get_parameter(part).copy_(weights[f"{name}.{part}"])
