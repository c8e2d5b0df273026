"""The form of a word, which uncased wordpieces lose."""

from enum import IntEnum


class Gap(IntEnum):
    """What stands between a word and the one before it in the text."""

    NONE = 0
    SPACE = 1
    LINE = 2
    PARAGRAPH = 3


class Shape(IntEnum):
    """The case of a word's letters."""

    LOWER = 0
    TITLE = 1
    UPPER = 2
    INITIAL = 3
    MIXED = 4
    NUMBER = 5
    SYMBOL = 6
    CASELESS = 7


FORMS = len(Shape) * len(Gap)


def form(shape: Shape, gap: Gap) -> int:
    """The id of a piece's form, in ``range(FORMS)``."""
    return shape * len(Gap) + gap


def shape_of(word: str) -> Shape:
    """The shape of a word; digits outrank letters ("F-16" is a number)."""
    if any(c.isdigit() for c in word):
        return Shape.NUMBER
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return Shape.SYMBOL
    upper = [c.isupper() for c in letters]
    if not any(upper):
        return Shape.LOWER if any(c.islower() for c in letters) else Shape.CASELESS
    if all(upper):
        return Shape.INITIAL if len(letters) == 1 else Shape.UPPER
    return Shape.TITLE if upper[0] and not any(upper[1:]) else Shape.MIXED
