"""The rival: spaCy's own small convolutional pipeline, trained on the same corpora, for the comparison in the card."""

import random
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

from models.train.corpora import Document, Sentence
from models.train.inventory import SCHEMES
from models.train.recipe import Corpora
from models.train.tokenizer import treebank_tokenizer
from services.extraction.newsmodel.wordforms import Gap

WIDTH = 96
LISTENER = {"@architectures": "spacy.Tok2VecListener.v1", "width": WIDTH}
BATCH_WORDS = 2000
WINDOW_SENTENCES = 8


def train_tok2vec(corpora: Corpora, rounds: int, out: Path, report: Callable[[str], None]) -> Language:
    """Trains tags, morphology and a parser on the treebanks and entities on the newswire; saves to ``out``.

    Lemmas are left out. Grammar shares one tok2vec, entities have their own, as spaCy's small pipelines do.
    """
    random.seed(1)
    nlp = spacy.blank("en")
    nlp.tokenizer = treebank_tokenizer(nlp)
    nlp.add_pipe("tok2vec")
    nlp.add_pipe("morphologizer", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": LISTENER}})
    nlp.add_pipe("parser", config={"model": {"tok2vec": LISTENER}})
    nlp.add_pipe("ner")
    grammar = [example for d in corpora.treebank for example in _examples(nlp, d)]
    names = [example for d in corpora.newswire for example in _examples(nlp, d)]
    optimizer = nlp.initialize(lambda: grammar[:500] + names[:500])
    for number in range(rounds):
        for part, others in ((grammar, ["ner"]), (names, ["tok2vec", "morphologizer", "parser"])):
            losses: dict[str, float] = {}
            random.shuffle(part)
            for batch in _batches(part):
                nlp.update(batch, sgd=optimizer, losses=losses, drop=0.1, exclude=others)
            report(f"round {number + 1}: {losses}")
        nlp.to_disk(out)
    return nlp


def _examples(nlp: Language, document: Document) -> Iterator[Example]:
    for low in range(0, len(document.sentences), WINDOW_SENTENCES):
        run = document.sentences[low : low + WINDOW_SENTENCES]
        reference = _reference(nlp, run)
        words, spaces = [t.text for t in reference], [bool(t.whitespace_) for t in reference]
        yield Example(Doc(nlp.vocab, words=words, spaces=spaces), reference)


def _reference(nlp: Language, sentences: list[Sentence]) -> Doc:
    words = [w for s in sentences for w in s.words]
    gaps = [g for s in sentences for g in s.gaps]
    spaces = [gap != Gap.NONE for gap in gaps[1:]] + [False]
    if any(s.syntax is None for s in sentences):
        kinds = SCHEMES["worldwide"]
        tags = [t if t == "O" else t[:2] + kinds[t[2:]][0] for s in sentences for t in s.entities or ()]
        return Doc(nlp.vocab, words=words, spaces=spaces, ents=tags)
    known = [s.syntax for s in sentences if s.syntax]
    heads: list[int] = []
    for syntax in known:
        base = len(heads)
        heads += [base + (head - 1 if head else i) for i, head in enumerate(syntax.heads)]
    labels = ["ROOT" if label == "root" else label for syntax in known for label in syntax.labels]
    pos = [tag[0] for syntax in known for tag in syntax.tags]
    morphs = [tag[2] for syntax in known for tag in syntax.tags]
    return Doc(nlp.vocab, words=words, spaces=spaces, heads=heads, deps=labels, pos=pos, morphs=morphs)


def _batches(examples: Iterable[Example]) -> Iterator[list[Example]]:
    batch: list[Example] = []
    for example in examples:
        batch.append(example)
        if sum(len(e.reference) for e in batch) >= BATCH_WORDS:
            yield batch
            batch = []
    if batch:
        yield batch
