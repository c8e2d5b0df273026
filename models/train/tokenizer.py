"""spaCy's English tokenizer, brought nearer to the English treebanks' words."""

import re
from typing import Any

from spacy.language import Language
from spacy.symbols import ORTH
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

# Prefixes that both treebanks leave joined by their hyphen.
_BOUND_PREFIXES = (
    "anti|co|e|ex|extra|inter|intra|mid|micro|mini|multi|neo|"
    "non|para|post|pre|pro|pseudo|quasi|re|semi|sub|super|ultra|un"
)
_RUN = r"={2,}|_{2,}|\*{2,}|~{2,}|#{2,}|<{2,}|>{2,}|-{2,}|\+{2,}|[!?]{2,}"
_WHOLE = rf"(?:(?:{_BOUND_PREFIXES})-[A-Za-z]+|\d{{3}}-\d{{3}}-\d{{4}}|{_RUN})"
_SPLIT_SLASH = r"(?<=[A-Za-z])/(?=[A-Za-z])"
# News leaves out the space after a quotation, a bracket or a dash ('the "Willing"—a group'); a range keeps its dash.
_JOINED = (
    r"[\"“”«»„—―]",
    r"(?<!\d)–|–(?!\d)",
    r"(?<=\w)[()\[\]](?=[\w-])|(?<=[)\]])-(?=\w)",
    r"(?<=\w)[:;,](?=[\"“”])",
)
_ABBREVIATIONS = ("etc.", "al.", "Ft.", "Sgt.", "Capt.", "Maj.", "Cmdr.", "Hon.", "Pvt.")


def treebank_tokenizer(nlp: Language) -> Tokenizer:
    """A tokenizer on ``nlp``'s vocabulary; all that is changed is saved with the pipeline."""
    defaults: Any = nlp.Defaults
    tokenizer = Tokenizer(
        nlp.vocab,
        rules=dict(defaults.tokenizer_exceptions),
        prefix_search=compile_prefix_regex([_RUN, *defaults.prefixes]).search,
        suffix_search=compile_suffix_regex([_RUN, *defaults.suffixes]).search,
        infix_finditer=compile_infix_regex([_RUN, *defaults.infixes, _SPLIT_SLASH, *_JOINED]).finditer,
        token_match=re.compile(rf"(?i)^{_WHOLE}$").match,
        url_match=defaults.url_match,
    )
    for abbreviation in _ABBREVIATIONS:
        tokenizer.add_special_case(abbreviation, [{ORTH: abbreviation}])
    return tokenizer
