"""The spaCy pipeline that reads English news.

Everything after it reads ``doc.sents`` and ``doc.ents`` alone, so a trained pipeline takes this one's place without
further change.
"""

from __future__ import annotations

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import filter_spans

from services.extraction.names import find_names
from services.extraction.sentences import sentence_starts

__all__ = ["load_language"]


@Language.component("gainsay_sentences")
def _mark_sentences(doc: Doc) -> Doc:
    starts = np.full((len(doc), 1), -1, dtype=np.int64)
    begin = list(sentence_starts(doc.text))
    starts[np.isin(doc.to_array("IDX").astype(np.int64), [0, *begin])] = 1
    return doc.from_array(["SENT_START"], starts.view(np.uint64))  # type: ignore[arg-type]  # the stub wants thinc's


@Language.component("gainsay_names")
def _mark_names(doc: Doc) -> Doc:
    spans = (doc.char_span(start, end, label=label.value) for start, end, label in find_names(doc.text))
    doc.set_ents(filter_spans(span for span in spans if span is not None))
    return doc


def load_language() -> Language:
    """Build the pipeline: spaCy's English tokens, sentences by rule, names by rule and gazetteer."""
    nlp = spacy.blank("en")
    nlp.add_pipe("gainsay_sentences")
    nlp.add_pipe("gainsay_names")
    nlp.max_length = 10_000_000
    return nlp
