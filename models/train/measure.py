"""The figures of the model card: grammar, entities and speed, each beside its target."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce
from itertools import islice
from pathlib import Path
from statistics import median
from typing import NamedTuple, cast

import onnx
import onnxruntime as ort
from spacy.language import Language
from spacy.tokens import Doc

from models.train.corpora import (
    Document,
    Sentence,
    add_entities,
    bio_spans,
    offsets,
    read_entities,
    read_rows,
    read_treebank,
    set_in_type,
    text_of,
)
from models.train.typesetting import typeset
from services.extraction.newsmodel.component import NewsEncoder
from services.extraction.newsmodel.wordforms import Gap

WORLDWIDE = {
    "PERSON": "Person",
    "ORG": "Organization",
    "GPE": "Location",
    "LOC": "Location",
    "FAC": "Facility",
    "NORP": "NORP",
    "DATE": "Date",
    "MONEY": "Money",
    "PRODUCT": "Product",
    "EVENT": "Misc",
    "MISC": "Misc",
}
THREE_TYPES = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}


class Row(NamedTuple):
    """One figure; ``target`` is a lower bound unless ``at_most``. Speeds are in words a second, the rest as named."""

    name: str
    value: float
    target: float | None = None
    at_most: bool = False

    def __str__(self) -> str:
        shown = f"{self.value:,.0f}" if self.value >= 100 else f"{self.value:.3f}"
        if self.target is None:
            return f"| {self.name} | {shown} | | |"
        met = self.value <= self.target if self.at_most else self.value >= self.target
        return f"| {self.name} | {shown} | {'≤' if self.at_most else '≥'} {self.target:,g} | {'yes' if met else 'no'} |"


class Counts:
    """True positives, predictions and gold items of a score."""

    def __init__(self) -> None:
        self.right = self.predicted = self.gold = 0

    def add(self, predicted: set, gold: set) -> None:  # type: ignore[type-arg]
        """Counts items that must be equal to agree."""
        self.right += len(predicted & gold)
        self.predicted += len(predicted)
        self.gold += len(gold)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / max(1, self.predicted + self.gold)


class _Words(NamedTuple):
    words: list[str]
    gaps: list[Gap]
    starts: list[int]
    """Character offsets in the document's text."""


def _words(document: Document) -> _Words:
    words = [w for s in document.sentences for w in s.words]
    gaps = [g for s in document.sentences for g in s.gaps]
    return _Words(words, gaps, offsets(words, gaps))


def gold_doc(nlp: Language, document: Document, sentences: bool) -> Doc:
    """A Doc of gold words, paragraphs marked by white space; with gold sentences too if asked."""
    words: list[str] = []
    spaces: list[bool] = []
    starts: list[bool | int | None] = []
    for sentence in document.sentences:
        for i, (word, gap) in enumerate(zip(sentence.words, sentence.gaps, strict=True)):
            if words and gap == Gap.PARAGRAPH:
                words.append("\n\n")
                spaces.append(False)
                starts.append(False)
            elif words and gap:
                spaces[-1] = True
            words.append(word)
            spaces.append(False)
            starts.append(i == 0)
    return Doc(nlp.vocab, words=words, spaces=spaces, sent_starts=starts if sentences else None)


def run(nlp: Language, docs: Iterable[Doc]) -> Iterator[Doc]:
    """Applies the pipeline's components to ready Docs."""
    for doc in docs:
        yield reduce(lambda done, part: part[1](done), nlp.pipeline, doc)


def universal(label: str) -> str:
    """A dependency label without its subtype, as the CoNLL 2018 shared task compares them."""
    return "root" if label == "ROOT" else label.partition(":")[0]


def gold_grammar(nlp: Language, documents: Sequence[Document]) -> dict[str, float]:
    """Accuracies on gold words and sentences: UPOS, XPOS, FEATS, LEMMA, UAS, LAS and LAS with subtypes."""
    right = dict.fromkeys(("UPOS", "XPOS", "FEATS", "LEMMA", "UAS", "LAS", "LAS+subtypes"), 0)
    total = 0
    for document, doc in zip(documents, run(nlp, (gold_doc(nlp, d, sentences=True) for d in documents)), strict=True):
        tokens = [t for t in doc if not t.is_space]
        # A parser may hang a word on white space, which is no word: position -1 is nobody's head.
        position = dict.fromkeys(range(len(doc)), -1) | {t.i: n for n, t in enumerate(tokens)}
        base = 0
        for sentence in document.sentences:
            for i, (tag, lemma, head, label) in enumerate(_rows(sentence)):
                token = tokens[base + i]
                predicted = 0 if token.dep_ == "ROOT" else position[token.head.i] - base + 1
                attached = predicted == head
                right["UPOS"] += token.pos_ == tag[0]
                right["XPOS"] += token.tag_ == tag[1]
                right["FEATS"] += str(token.morph) == tag[2]
                right["LEMMA"] += token.lemma_ == lemma
                right["UAS"] += attached
                right["LAS"] += attached and universal(token.dep_) == universal(label)
                right["LAS+subtypes"] += attached and token.dep_.replace("ROOT", "root") == label
                total += 1
            base += len(sentence.words)
    return {name: count / total for name, count in right.items()}


def _rows(sentence: Sentence) -> Iterator[tuple[tuple[str, str, str], str, int, str]]:
    if sentence.syntax:
        syntax = sentence.syntax
        yield from zip(syntax.tags, syntax.lemmas, syntax.heads, syntax.labels, strict=True)


def raw_grammar(nlp: Language, documents: Sequence[Document]) -> dict[str, float]:
    """F scores on raw text: words and sentences by their character spans; UPOS, UAS and LAS on words that agree."""
    counts = {name: Counts() for name in ("words", "sentences", "UPOS", "UAS", "LAS")}
    for document in documents:
        words, gaps, starts = _words(document)
        doc = nlp(text_of(words, gaps))
        found: dict[str, set] = {name: set() for name in counts}  # type: ignore[type-arg]
        gold: dict[str, set] = {name: set() for name in counts}  # type: ignore[type-arg]
        span = lambda t: (t.idx, t.idx + len(t))  # noqa: E731
        for sent in doc.sents:
            inside = [t for t in sent if not t.is_space]
            if inside:
                found["sentences"].add((inside[0].idx, span(inside[-1])[1]))
            for token in inside:
                head = None if token.dep_ == "ROOT" else span(token.head)
                found["words"].add(span(token))
                found["UPOS"].add((span(token), token.pos_))
                found["UAS"].add((span(token), head))
                found["LAS"].add((span(token), head, universal(token.dep_)))
        base = 0
        for sentence in document.sentences:
            n = len(sentence.words)
            places = [(starts[base + i], starts[base + i] + len(sentence.words[i])) for i in range(n)]
            gold["sentences"].add((places[0][0], places[-1][1]))
            for place, (tag, _, number, label) in zip(places, _rows(sentence), strict=True):
                above = places[number - 1] if number else None
                gold["words"].add(place)
                gold["UPOS"].add((place, tag[0]))
                gold["UAS"].add((place, above))
                gold["LAS"].add((place, above, universal(label)))
            base += n
        for name, count in counts.items():
            count.add(found[name], gold[name])
    return {name: count.f1 for name, count in counts.items()}


def entity_scores(nlp: Language, documents: Sequence[Document], types: dict[str, str], raw: bool) -> dict[str, float]:
    """F scores of entities, exact in span (characters) and type: all under "", and each type of ``types``."""
    counts = {"": Counts(), **{kind: Counts() for kind in types.values()}}
    docs: Iterable[Doc]
    if raw:
        docs = nlp.pipe(text_of(w.words, w.gaps) for w in map(_words, documents))
    else:
        docs = run(nlp, (gold_doc(nlp, d, sentences=False) for d in documents))
    for document, doc in zip(documents, docs, strict=True):
        words, _, starts = _words(document)
        tags = [t for s in document.sentences for t in s.entities or ()]
        gold = {
            (starts[a], starts[b - 1] + len(words[b - 1]), kind) for a, b, kind in bio_spans(tags) if kind in counts
        }
        found = {(e.start_char, e.end_char, types[e.label_]) for e in doc.ents if e.label_ in types}
        for kind, count in counts.items():
            count.add({x for x in found if kind in ("", x[2])}, {x for x in gold if kind in ("", x[2])})
    return {kind: count.f1 for kind, count in counts.items()}


def speed(nlp: Language, texts: Sequence[str]) -> dict[str, float]:
    """Words a second, as white space parts them, of the whole pipeline and of its encoder alone."""
    encoder = cast(NewsEncoder, nlp.get_pipe("news_encoder"))
    words = sum(len(text.split()) for text in texts)
    windows = [w for text in texts for w in encoder.reader.windows(nlp.make_doc(text))]
    feeds = [{"pieces": w.pieces, "forms": w.forms} for w in windows]
    bare = _bare_encoder(encoder)
    bare_seconds = seconds(lambda: [bare.run(None, feed) for feed in feeds])
    whole_seconds = seconds(lambda: whole(nlp, texts))
    return {
        "whole": words / whole_seconds,
        "bare": words / bare_seconds,
        "share": bare_seconds / whole_seconds,
        "tokens": sum(len(w.tokens) for w in windows) / whole_seconds,
    }


def whole(nlp: Language, texts: Sequence[str]) -> None:
    """Analyses texts in memory zones, as a long-running worker does."""
    remaining = iter(texts)
    while batch := list(islice(remaining, 32)):
        with nlp.memory_zone():
            for _ in nlp.pipe(batch):
                pass


def seconds(work: Callable[[], object]) -> float:
    """Processor time, so that what else the machine does hardly counts; one thread works."""
    began = time.process_time()
    work()
    return time.process_time() - began


def _bare_encoder(encoder: NewsEncoder) -> ort.InferenceSession:
    """The part of the graph before the heads."""
    path = encoder.loaded.folder / "words.onnx"
    full = onnx.load(path)
    ends = ["grammar.flat", "names.flat"]
    full.graph.value_info.extend(
        onnx.helper.make_tensor_value_info(end, onnx.TensorProto.FLOAT, ["P", "H"]) for end in ends
    )
    extracted = onnx.utils.Extractor(full).extract_model(["pieces", "forms"], ends)
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return ort.InferenceSession(extracted.SerializeToString(), options, providers=["CPUExecutionProvider"])


_FRESH = """
import gzip, json, re, sys, time
from itertools import islice
sys.modules["torch"] = None  # not there at run time; spaCy would import it
began, busy = time.perf_counter(), time.process_time()
import spacy
nlp = spacy.load(sys.argv[1])
loaded, processor = time.perf_counter() - began, time.process_time() - busy
with gzip.open(sys.argv[2], "rt", encoding="utf-8") as lines:
    texts = [json.loads(line)["text"] for line in islice(lines, int(sys.argv[3]))]
with nlp.memory_zone():
    for _ in nlp.pipe(texts):
        pass
with open("/proc/self/status") as status:
    peak = re.search(r"VmHWM:\\s+(\\d+)", status.read())
print(json.dumps({"seconds": loaded, "processor": processor, "gigabytes": int(peak[1]) / 2**20}))
"""


def loading(pipeline: Path, texts: Path) -> dict[str, float]:
    """Seconds to load, spaCy included, by the clock and of processor time: the medians of five fresh processes."""
    runs = [_fresh(pipeline, texts, 0) for _ in range(5)]
    return {kind: median(run[kind] for run in runs) for kind in ("seconds", "processor")}


def _fresh(pipeline: Path, texts: Path, articles: int) -> dict[str, float]:
    """What a fresh process needs to load the pipeline and read some articles (Linux)."""
    command = [sys.executable, "-c", _FRESH, str(pipeline), str(texts), str(articles)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    return cast(dict[str, float], json.loads(done.stdout.splitlines()[-1]))


def grammar_rows(nlp: Language, data: Path) -> Iterator[Row]:
    """The treebank figures."""
    ewt = read_treebank(data / "ud/en_ewt.test.conllu.gz")
    for name, value in gold_grammar(nlp, ewt).items():
        yield Row(f"EWT test, gold words: {name}", value, {"UPOS": 0.965, "UAS": 0.91, "LAS": 0.885}.get(name))
    for name, value in gold_grammar(nlp, read_treebank(data / "ud/en_gum.test.conllu.gz")).items():
        yield Row(f"GUM test, gold words: {name}", value, {"LAS": 0.87}.get(name))
    for name, value in raw_grammar(nlp, ewt).items():
        yield Row(f"EWT test, raw text: {name} F", value, {"sentences": 0.88, "LAS": 0.86}.get(name))


def entity_rows(nlp: Language, data: Path) -> Iterator[Row]:
    """The entity figures."""
    texts = {row["id"]: row["text"] for row in read_rows(data / "load/worldwide.jsonl.gz")}
    worldwide = set_in_type(read_entities(data / "ner/worldwide.dev.jsonl.gz", "worldwide"), texts)
    uner = add_entities(
        read_treebank(data / "ud/en_ewt.test.conllu.gz"), read_entities(data / "ner/uner_ewt.test.jsonl.gz", "uner")
    )
    wikigold = [typeset(document) for document in read_entities(data / "ner/wikigold.jsonl.gz", "uner")]
    for name, documents, types, target in (
        ("worldwide.dev", worldwide, WORLDWIDE, 0.86),
        ("uner_ewt.test", uner, THREE_TYPES, 0.86),
        ("wikigold", wikigold, THREE_TYPES, 0.80),
    ):
        yield Row(f"{name}, raw text: entity F", entity_scores(nlp, documents, types, raw=True)[""], target)
        for kind, value in entity_scores(nlp, documents, types, raw=False).items():
            yield Row(f"{name}, gold words: {kind or 'entity'} F", value, None if kind else target)


def speed_rows(nlp: Language, pipeline: Path, data: Path) -> Iterator[Row]:
    """Speed on one core, memory, loading and size."""
    load = data / "load/worldwide.jsonl.gz"
    figures = speed(nlp, [row["text"] for row in read_rows(load)])
    yield Row("whole pipeline: words/s on one core", figures["whole"], 6000)
    yield Row("bare encoder: words/s on one core", figures["bare"])
    yield Row("whole pipeline as a share of the bare encoder", figures["share"], 0.70)
    yield Row("whole pipeline: tokens/s on one core", figures["tokens"])
    yield Row("memory at most, GB", _fresh(pipeline, load, 200)["gigabytes"], 1.0, at_most=True)
    loaded = loading(pipeline, load)
    yield Row("loading, s", loaded["seconds"], 3.0, at_most=True)
    yield Row("loading, s of processor time", loaded["processor"])
    yield Row("weights, MB", sum(p.stat().st_size for p in pipeline.rglob("*.onnx")) / 1e6, 40, at_most=True)
