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
from services.runtime.errors import ConfigurationError

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


def load_language(model: str = "") -> Language:
    """Load the pipeline that reads articles.

    Args:
        model: Folder or package of a trained spaCy pipeline that finds sentences and entities. Empty: spaCy's English
            tokens, sentences by rule, names by rule and gazetteer.

    Raises:
        ConfigurationError: The pipeline cannot be loaded, or finds no sentences or no entities.
    """
    nlp = _trained(model) if model else _by_rule()
    nlp.max_length = 10_000_000
    return nlp


def _by_rule() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("gainsay_sentences")
    nlp.add_pipe("gainsay_names")
    return nlp


def _trained(model: str) -> Language:
    try:
        nlp = spacy.load(model)
    except (OSError, ValueError, ImportError, KeyError) as error:
        reason = str(error).strip().partition("\n")[0]
        raise ConfigurationError(f"GAINSAY_LANGUAGE_MODEL: {model} cannot be loaded: {reason}") from error
    found = {assigned for pipe in nlp.pipe_names for assigned in nlp.get_pipe_meta(pipe).assigns}
    if not found & {"doc.sents", "token.is_sent_start"} or "doc.ents" not in found:
        raise ConfigurationError(f"GAINSAY_LANGUAGE_MODEL: {model} must find sentences and entities, both")
    return nlp
