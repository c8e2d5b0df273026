import numpy as np
import pytest

from services.extraction.newsmodel.spans import Span, SpanDecoder

TAGS = ("O", "B-PERSON", "I-PERSON", "E-PERSON", "S-PERSON", "B-ORG", "I-ORG", "E-ORG", "S-ORG")


def decode(
    path: list[str], starts: list[int] | None = None, hints: dict[tuple[int, str], float] | None = None
) -> list[Span]:
    scores = np.zeros((len(path), len(TAGS)), dtype=np.float32)
    for i, tag in enumerate(path):
        scores[i, TAGS.index(tag)] = 2
    for (i, tag), score in (hints or {}).items():
        scores[i, TAGS.index(tag)] = score
    begins = np.zeros(len(path), dtype=bool)
    begins[[0, *(starts or [])]] = True
    return SpanDecoder(TAGS).decode(scores, begins)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (["O", "O"], []),
        (["S-ORG"], [Span(0, 1, "ORG")]),
        (["O", "B-PERSON", "E-PERSON", "O"], [Span(1, 3, "PERSON")]),
        (["B-ORG", "I-ORG", "E-ORG", "S-PERSON"], [Span(0, 3, "ORG"), Span(3, 4, "PERSON")]),
        (["S-ORG", "O", "S-ORG"], [Span(0, 1, "ORG"), Span(2, 3, "ORG")]),
    ],
)
def test_well_formed_tags_are_read_off(path: list[str], expected: list[Span]) -> None:
    assert decode(path) == expected


def test_an_unfinished_span_is_finished_by_the_next_best_tag() -> None:
    assert decode(["B-PERSON", "O"], hints={(1, "E-PERSON"): 1.5}) == [Span(0, 2, "PERSON")]


def test_no_span_crosses_the_start_of_a_sentence() -> None:
    spans = decode(["B-ORG", "E-ORG"], starts=[1])
    assert all(span.end - span.start == 1 for span in spans)


def test_the_outside_tag_comes_first() -> None:
    with pytest.raises(ValueError, match="must be O"):
        SpanDecoder(("B-ORG", "O"))
