"""The spaCy pipeline that reads English news: the one that ships, or one that the user names.

Everything after it reads sentences, entities, tags, lemmas and Universal Dependencies, whoever found them.
"""

from __future__ import annotations

from importlib.resources import files

import spacy
from spacy.language import Language

from services.extraction.newsmodel.dependencies import adapted
from services.runtime.errors import ConfigurationError

__all__ = ["load_language"]

_SHIPPED = str(files("models") / "en_gainsay_news")
_NEEDED = {"sentences": {"doc.sents", "token.is_sent_start"}, "dependencies": {"token.dep"}, "entities": {"doc.ents"}}


def load_language(model: str = "") -> Language:
    """Load the pipeline that reads articles.

    Args:
        model: Folder or package of a trained spaCy pipeline. Empty: the one that ships.

    Raises:
        ConfigurationError: The pipeline cannot be loaded, or finds no sentences, no dependencies or no entities.
    """
    name = model or _SHIPPED
    try:
        nlp = spacy.load(name)
    except (OSError, ValueError, ImportError, KeyError) as error:
        reason = str(error).strip().partition("\n")[0]
        raise ConfigurationError(f"GAINSAY_LANGUAGE_MODEL: {name} cannot be loaded: {reason}") from error
    found = {assigned for pipe in nlp.pipe_names for assigned in nlp.get_pipe_meta(pipe).assigns}
    lacking = [what for what, attributes in _NEEDED.items() if not found & attributes]
    if lacking:
        raise ConfigurationError(f"GAINSAY_LANGUAGE_MODEL: {name} does not find {' and '.join(lacking)}")
    nlp.max_length = 10_000_000
    return adapted(nlp)
