"""From the data folder to trained weights, step by step."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import spacy
import torch
from safetensors.torch import load_file

from models.train.corpora import (
    Document,
    add_entities,
    part_places,
    read_entities,
    read_treebank,
    retokenise,
)
from models.train.fit import Corpus, Schedule, Trainer, fit
from models.train.inventory import Inventory
from models.train.network import NewsNetwork, start_from_bert
from models.train.tokenizer import treebank_tokenizer
from models.train.typesetting import typeset
from models.train.windows import Example, example
from services.runtime.wordpieces import WordPieces

SCHEDULES = (
    Schedule(steps=3750),
    Schedule(steps=2400, warmup=100, encoder_rate=1e-4, head_rate=5e-4, newswire_share=0.8, names_weight=2.0, seed=2),
    Schedule(
        steps=1300,
        warmup=100,
        encoder_rate=1e-4,
        head_rate=3e-4,
        newswire_share=1.0,
        names_weight=3.0,
        masked=0.1,
        seed=3,
    ),
)
"""Three rounds: the later ones give more weight to names, which are learned slower than grammar."""


class Corpora(NamedTuple):
    """What is learned from: treebanks with grammar (EWT with entities too), newswire with entities only."""

    treebank: list[Document]
    newswire: list[Document]


class Trained(NamedTuple):
    """A network and what its outputs stand for."""

    network: NewsNetwork
    inventory: Inventory


def read_corpora(data: Path) -> Corpora:
    """Reads the training parts under a data folder laid out as ``ud/`` and ``ner/``.

    The newswire comes without its spacing and is set by rule. The development parts of the treebanks are learned from
    too: nothing is measured on them.
    """
    treebank: list[Document] = []
    for part in ("train", "dev"):
        ewt = read_treebank(data / f"ud/en_ewt.{part}.conllu.gz")
        treebank += add_entities(ewt, read_entities(data / f"ner/uner_ewt.{part}.jsonl.gz", "uner"))
        treebank += read_treebank(data / f"ud/en_gum.{part}.conllu.gz")
    newswire = part_places(read_entities(data / "ner/worldwide.train.jsonl.gz", "worldwide"), "Location")
    tokenize = treebank_tokenizer(spacy.blank("en"))
    return Corpora(treebank, [retokenise(typeset(document), tokenize) for document in newswire])


def examples(documents: Sequence[Document], pieces: WordPieces, inventory: Inventory) -> list[list[Example]]:
    """Documents as ids."""
    return [[example(s, pieces, inventory) for s in d.sentences] for d in documents]


def train(
    data: Path, encoder: Path, work: Path, report: Callable[[str], None], schedules: Sequence[Schedule] = SCHEDULES
) -> Trained:
    """Trains on a data folder from an encoder's folder, with checkpoints in ``work`` to go on from."""
    corpora = read_corpora(data)
    inventory = Inventory.of(corpora.treebank)
    pieces = WordPieces.from_lines((encoder / "vocab.txt").read_text(encoding="utf-8").splitlines())
    torch.manual_seed(schedules[0].seed)
    network = NewsNetwork(inventory.size())
    start_from_bert(network, load_file(encoder / "model.safetensors"))
    corpus = Corpus(*(examples(documents, pieces, inventory) for documents in corpora))
    work.mkdir(parents=True, exist_ok=True)
    for number, schedule in enumerate(schedules):
        network = fit(Trainer(network, inventory, pieces, schedule), corpus, work / f"checkpoint{number}.pt", report)
    return Trained(network, inventory)
