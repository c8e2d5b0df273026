"""The network: a BERT encoder over both sides of a pair at once, and a head that compares their means.

Shapes: B pairs, P pieces, H hidden units.
"""

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from models.train.encoder import minilm
from models.train.network import Dropout, Layer, Size, copy_layer, copy_part
from models.train.verdict.examples import LABELS
from schemas.alerts import Kind
from services.ledger.verdictmodel.encoding import MARKS

SIZE = Size()
LAYERS = 6


class VerdictNetwork(nn.Module):
    """Encoder and two heads: one for all labels, one for the kind of a contradiction."""

    def __init__(self, dropout: float = 0.0) -> None:
        super().__init__()
        self.pieces = nn.Embedding(SIZE.vocabulary, SIZE.hidden)
        self.positions = nn.Embedding(SIZE.positions, SIZE.hidden)
        self.marks = nn.Embedding(MARKS, SIZE.hidden)
        self.norm = nn.LayerNorm(SIZE.hidden, eps=1e-12)
        self.layers = nn.ModuleList(Layer(SIZE, dropout) for _ in range(LAYERS))
        self.inner = nn.Linear(5 * SIZE.hidden, SIZE.hidden)
        self.outer = nn.Linear(SIZE.hidden, len(LABELS))
        self.kind = nn.Linear(SIZE.hidden, len(Kind))
        self.dropout = Dropout(dropout)

    def forward(self, pieces: Tensor, marks: Tensor, sides: Tensor, present: Tensor) -> tuple[Tensor, Tensor]:
        """Logits of the labels (B, labels) and of the kinds (B, kinds).

        ``pieces`` and ``marks`` (B, P) are ids, ``sides`` (B, 2, P) averages over a side, ``present`` (B, P) is false
        on padding.
        """
        position = torch.arange(pieces.shape[1])
        x = self.dropout(self.norm(self.pieces(pieces) + self.positions(position) + self.marks(marks)))
        present = present[:, None, None, :]
        for layer in self.layers:
            x = layer(x, present)
        means = sides.to(x.dtype) @ x
        one, other = means[:, 0], means[:, 1]
        compared = torch.cat((x[:, 0], one, other, (one - other).abs(), one * other), dim=-1)
        read = self.dropout(functional.gelu(self.inner(self.dropout(compared))))
        return self.outer(read), self.kind(read)


def start_from_minilm(network: VerdictNetwork) -> None:
    """Copies all-MiniLM-L6-v2 in; the marks start from its two token types. Raises ``EncoderError``."""
    weights = load_file(minilm() / "model.safetensors")
    types = weights["embeddings.token_type_embeddings.weight"]
    with torch.no_grad():
        network.pieces.weight.copy_(weights["embeddings.word_embeddings.weight"])
        network.positions.weight.copy_(weights["embeddings.position_embeddings.weight"])
        network.marks.weight.copy_(types.repeat_interleave(MARKS // 2, dim=0))
        copy_part(network.norm, weights, "embeddings.LayerNorm")
        for number, layer in enumerate(network.layers):
            copy_layer(layer, weights, number)
