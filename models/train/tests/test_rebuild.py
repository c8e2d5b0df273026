"""From a data folder to a pipeline that loads, in a few steps."""

import gzip
import json

import spacy

from models.train.build import build
from models.train.encoder import minilm
from models.train.fit import Schedule
from models.train.recipe import train

WORDS = "Latvia joined the Harbour Pact .".split()
TREEBANK = """\
# newdoc id = a
# newpar
1\tLatvia\tLatvia\tPROPN\tNNP\tNumber=Sing\t2\tnsubj\t_\t_
2\tjoined\tjoin\tVERB\tVBD\tTense=Past\t0\troot\t_\t_
3\tthe\tthe\tDET\tDT\tDefinite=Def\t5\tdet\t_\t_
4\tHarbour\tHarbour\tPROPN\tNNP\tNumber=Sing\t5\tcompound\t_\t_
5\tPact\tPact\tPROPN\tNNP\tNumber=Sing\t2\tobj\t_\tSpaceAfter=No
6\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

"""


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(text)


def entities(*tags):
    return json.dumps({"id": "a", "source": "x", "sentences": [{"tokens": WORDS, "tags": tags}]}) + "\n"


def test_every_step_of_the_recipe_runs(tmp_path):
    data, out = tmp_path / "data", tmp_path / "out"
    for part in ("train", "dev"):
        for treebank in ("ewt", "gum"):
            write(data / f"ud/en_{treebank}.{part}.conllu.gz", TREEBANK)
        write(data / f"ner/uner_ewt.{part}.jsonl.gz", entities("B-LOC", "O", "O", "O", "O", "O"))
    write(data / "ner/worldwide.train.jsonl.gz", entities("B-Location", "O", "O", "B-Misc", "I-Misc", "O"))
    rounds = (Schedule(steps=2, warmup=1), Schedule(steps=2, warmup=1, newswire_share=1.0, seed=2))
    trained = train(data, minilm(), tmp_path / "work", print, rounds)
    build(trained.network, trained.inventory, minilm() / "vocab.txt", out)
    doc = spacy.load(out)("Latvia joined the Harbour Pact.")
    assert [token.text for token in doc] == WORDS
    assert doc.has_annotation("DEP")
    assert {path.name for path in (tmp_path / "work").iterdir()} == {"checkpoint0.pt", "checkpoint1.pt"}
