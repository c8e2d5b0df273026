"""Pairs in disguise, so that a network that meets them again learns what is said and not of whom.

Names that nobody knows are exchanged for others, and some pieces are hidden; what both sides have, on both.
"""

import calendar
import random
import re
from collections.abc import Iterable, Sequence

import numpy as np

from models.train.fit import MASK
from models.train.verdict.examples import Example, Pair
from services.extraction.gazetteer import is_place
from services.ledger.comparing.frames import is_function_word
from services.ledger.comparing.lexicon.meaning import bases
from services.ledger.comparing.lexicon.table import entry
from services.ledger.comparing.places import countries_of
from services.ledger.verdictmodel.encoding import Encoded, Mark

RENAMED, COVERED = 0.5, 0.5
"""Shares of the pairs of which names are exchanged, and of which pieces are hidden."""
HIDDEN_SHARED, HIDDEN_ALONE = 0.1, 0.04
"""Shares of the pieces that are hidden there: of those that both sides have, and of the others."""
_BEGINNING = 4
"""Letters in which two forms of one name agree."""
_NAME = re.compile(r"\b[^\W\d_a-z][^\W\d_]{2,}")
_CALENDAR = frozenset((*calendar.month_name, *calendar.month_abbr, *calendar.day_name, *calendar.day_abbr))
_SHARED = (int(Mark.SHARED_WORD), len(Mark) + int(Mark.SHARED_WORD))
_FRAME = (int(Mark.FRAME), len(Mark) + int(Mark.FRAME))


def names_in(texts: Iterable[str]) -> list[str]:
    """Names that stand for nothing else: no words of the language, no cities or countries."""
    found = {name for text in texts for name in _NAME.findall(text)}
    return sorted(name for name in found if not name.isupper() and not _is_known(name))


def renamed(pair: Pair, names: Sequence[str], rng: random.Random) -> Pair:
    """The pair with each of its unknown names exchanged for another, the same on both sides."""
    own = names_in(pair.texts)
    if not own or rng.random() >= RENAMED or len({name[:_BEGINNING].casefold() for name in own}) < len(own):
        return pair
    instead = dict(zip(own, rng.sample(names, len(own)), strict=True))
    one, other = (_NAME.sub(lambda found: instead.get(found.group(), found.group()), text) for text in pair.texts)
    return pair._replace(texts=(one, other))


def covered(example: Example, rng: np.random.Generator) -> Example:
    """The example with some of its pieces hidden."""
    if rng.random() >= COVERED:
        return example
    pieces, marks, sides = example.encoded
    is_shared = np.isin(marks, _SHARED)
    kinds, where = np.unique(pieces, return_inverse=True)
    hidden = np.where(
        is_shared, (rng.random(len(kinds)) < HIDDEN_SHARED)[where], rng.random(len(pieces)) < HIDDEN_ALONE
    )
    hidden &= ~np.isin(marks, _FRAME)
    return Example(Encoded(np.where(hidden, MASK, pieces), marks, sides), example.label, example.weight, example.kind)


def _is_known(name: str) -> bool:
    word = name.casefold()
    if name in _CALENDAR or is_place(name) or countries_of(name) or is_function_word(word):
        return True
    return any(entry(base) is not None for base in bases(word))
