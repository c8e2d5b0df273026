"""Assembles the spaCy pipeline that ships."""

import json
import shutil
import tempfile
from pathlib import Path
from typing import cast

import spacy
from spacy.language import Language

from models.train.export import export
from models.train.gazetteer import gazetteer
from models.train.inventory import Inventory
from models.train.network import NewsNetwork
from models.train.tokenizer import treebank_tokenizer
from services.extraction.newsmodel.component import NewsEncoder
from services.extraction.newsmodel.entities import NewsEntities
from services.extraction.newsmodel.model import FILES, INVENTORY, VOCABULARY
from services.runtime.models import seal

META = {
    "name": "gainsay_news",
    "version": "0.1.0",
    "description": "English news: Universal Dependencies and entities from one small encoder",
    "license": "CC-BY-SA-4.0",
    "requirements": ["onnxruntime>=1.20"],
    "sources": [
        {"name": "UD English EWT", "license": "CC BY-SA 4.0"},
        {"name": "UD English GUM, open-text genres", "license": "CC BY, CC BY-SA or public domain by genre"},
        {"name": "Universal NER on EWT", "license": "CC BY-SA 4.0"},
        {"name": "Worldwide newswire NER (Shan et al., EMNLP 2023)", "license": "none stated"},
        {"name": "all-MiniLM-L6-v2", "license": "Apache-2.0"},
    ],
}


def build(network: NewsNetwork, inventory: Inventory, vocabulary: Path, out: Path, eight_bit: bool = True) -> Language:
    """Exports the network and saves the pipeline around it to the folder ``out``."""
    nlp = spacy.blank("en")
    nlp.tokenizer = treebank_tokenizer(nlp)
    nlp.meta.update(META)
    encoder = cast(NewsEncoder, nlp.add_pipe("news_encoder"))
    entities = cast(NewsEntities, nlp.add_pipe("news_entities"))
    entities.gazetteer = gazetteer()
    with tempfile.TemporaryDirectory() as staging:
        folder = Path(staging)
        export(network, folder, eight_bit)
        shutil.copyfile(vocabulary, folder / VOCABULARY)
        (folder / INVENTORY).write_text(json.dumps(inventory.dump(), ensure_ascii=False), encoding="utf-8")
        seal(folder, FILES)
        encoder.load(folder)
        nlp.to_disk(out)
    return spacy.load(out)
