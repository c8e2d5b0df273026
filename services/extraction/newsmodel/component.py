"""The spaCy component that writes the news model's analysis onto Docs."""

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, LOWER, MORPH, ORTH, POS, TAG
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from services.extraction.newsmodel.model import FILES, Analysis, NewsModel
from services.extraction.newsmodel.spans import Span
from services.extraction.newsmodel.windows import Window, WindowReader
from services.runtime.models import CHECKSUMS, ModelError

INSIDE, OUTSIDE, BEGIN = 1, 2, 3
ATTRIBUTES = (HEAD, DEP, TAG, POS, MORPH, LEMMA, ENT_IOB, ENT_TYPE)
CACHED_LEMMAS = 100_000


@Language.factory(
    "news_encoder",
    assigns=[
        "token.dep",
        "token.head",
        "token.tag",
        "token.pos",
        "token.morph",
        "token.lemma",
        "doc.sents",
        "doc.ents",
    ],
    default_config={"threads": 1},
)
def make_news_encoder(nlp: Language, name: str, threads: int) -> "NewsEncoder":
    """The factory ``news_encoder``; ``threads`` is how many cores one pass may use."""
    return NewsEncoder(nlp.vocab, name, threads)


class NewsEncoder:
    """Fills a Doc in one pass: sentences, tags, morphology, lemmas, Universal Dependencies and entities."""

    def __init__(self, vocab: Vocab, name: str = "news_encoder", threads: int = 1) -> None:
        self.vocab = vocab
        self.name = name
        self.threads = threads
        self._model: NewsModel | None = None
        self._lemmas: dict[tuple[int, int], str] = {}

    def load(self, folder: Path) -> Self:
        """Reads the model's files; raises ``ModelError``."""
        self._model = NewsModel(folder, self.threads)
        self.reader = WindowReader(self.loaded.pieces)
        inventory = self._model.inventory
        strings = self.vocab.strings
        self._tags = np.array([strings.add(xpos) for _, xpos, _ in inventory.tags], dtype=np.uint64)
        self._pos = np.array([strings[upos] for upos, _, _ in inventory.tags], dtype=np.uint64)
        self._morphs = np.array([self.vocab.morphology.add(feats) for _, _, feats in inventory.tags], dtype=np.uint64)
        labels = ["ROOT" if label == "root" else label for label in inventory.labels]
        self._labels = np.array([strings.add(label) for label in labels], dtype=np.uint64)
        self._kinds = {tag[2:]: strings.add(tag[2:]) for tag in inventory.spans[1:]}
        self._keeps = np.array([not e.lower and not e.cut and not e.add for e in inventory.edits])
        self._lowers = np.array([e.lower and not e.cut and not e.add for e in inventory.edits])
        self._space = (strings.add("_SP"), strings["SPACE"])
        return self

    @property
    def loaded(self) -> NewsModel:
        """The loaded model; raises ``ModelError`` before ``load``."""
        if self._model is None:
            raise ModelError("the news model's files were never loaded")
        return self._model

    def __call__(self, doc: Doc) -> Doc:
        """Analyses one Doc in place."""
        model = self.loaded
        analyses = [(window, model.analyse(window)) for window in self.reader.windows(doc)]
        columns = self._columns(doc, analyses)
        doc.from_array(list(ATTRIBUTES), columns)  # type: ignore[arg-type]  # spaCy reads 64 unsigned bits
        return doc

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:  # noqa: ARG002  spaCy passes it
        """Analyses a stream of Docs one by one; a window never shares a pass with another."""
        yield from map(self, docs)

    def _columns(self, doc: Doc, analyses: list[tuple[Window, Analysis]]) -> NDArray[np.uint64]:
        words = np.asarray(doc.to_array([ORTH, LOWER]), dtype=np.uint64)
        columns = np.zeros((len(doc), len(ATTRIBUTES)), dtype=np.uint64)
        # White space hangs on the word before it, as spaCy's own parsers leave it.
        columns[:, 0] = np.uint64(2**64 - 1)
        columns[:, 2], columns[:, 3] = self._space
        columns[:, 5] = words[:, 0]
        columns[:, 6] = OUTSIDE
        leading = int(analyses[0][0].tokens[0]) if analyses else len(doc)
        columns[:leading, 0] = np.arange(leading, 0, -1) if analyses else 0
        for window, analysis in analyses:
            tokens = window.tokens
            columns[tokens, 0] = (tokens[analysis.heads] - tokens).astype(np.uint64)
            columns[tokens, 1] = self._labels[analysis.labels]
            columns[tokens, 2] = self._tags[analysis.tags]
            columns[tokens, 3] = self._pos[analysis.tags]
            columns[tokens, 4] = self._morphs[analysis.tags]
            columns[tokens, 5] = self._lemma_ids(doc, words, window, analysis)
            for span in analysis.spans:
                self._write(columns, tokens, span)
        # A gap of white space is several tokens at most in broken text; each hangs on the last word.
        for i in np.flatnonzero(columns[:, 3] == self._space[1]):
            if i > leading and columns[i - 1, 3] == self._space[1]:
                columns[i, 0] = columns[i - 1, 0] - np.uint64(1)
        return columns

    def _write(self, columns: NDArray[np.uint64], tokens: NDArray[np.int64], span: Span) -> None:
        first, last = tokens[span.start], tokens[span.end - 1]
        columns[first : last + 1, 6] = INSIDE
        columns[first, 6] = BEGIN
        columns[first : last + 1, 7] = self._kinds[span.label]

    def _lemma_ids(self, doc: Doc, words: NDArray[np.uint64], window: Window, analysis: Analysis) -> NDArray[np.uint64]:
        kept = words[window.tokens]
        ids = np.where(self._lowers[analysis.edits], kept[:, 1], kept[:, 0])
        if len(self._lemmas) > CACHED_LEMMAS:
            self._lemmas.clear()
        strings = self.vocab.strings
        for i in np.flatnonzero(~(self._lowers | self._keeps)[analysis.edits]).tolist():
            key = (int(kept[i, 0]), int(analysis.edits[i]))
            lemma = self._lemmas.get(key)
            if lemma is None:
                lemma = self._lemmas[key] = self.loaded.inventory.edits[key[1]].apply(doc[int(window.tokens[i])].text)
            # Added each time: inside a memory zone the store forgets it.
            ids[i] = strings.add(lemma)
        return ids

    def to_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> None:  # noqa: ARG002  spaCy passes it
        """Copies the model's files into the folder ``path``."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        for name in (*FILES, CHECKSUMS):
            shutil.copyfile(self.loaded.folder / name, folder / name)

    def from_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> Self:  # noqa: ARG002  spaCy passes it
        """Loads the model's files from the folder ``path``; raises ``ModelError``."""
        return self.load(Path(path))
