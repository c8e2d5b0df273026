import pytest

from services.extraction.newsmodel.wordforms import FORMS, Gap, Shape, form, shape_of


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("talks", Shape.LOWER),
        ("Kyiv", Shape.TITLE),
        ("NATO", Shape.UPPER),
        ("U.S.", Shape.UPPER),
        ("I", Shape.INITIAL),
        ("McDonald", Shape.MIXED),
        ("F-16", Shape.NUMBER),
        ("—", Shape.SYMBOL),
        ("北京", Shape.CASELESS),
    ],
)
def test_shape(word: str, shape: Shape) -> None:
    assert shape_of(word) == shape


def test_every_shape_and_gap_has_its_own_form() -> None:
    assert {form(shape, gap) for shape in Shape for gap in Gap} == set(range(FORMS))
