import itertools

import pytest

from services.extraction.sentences import sentence_starts


def split(text):
    borders = [0, *sentence_starts(text), len(text)]
    return [text[a:b].strip() for a, b in itertools.pairwise(borders)]


# "|" marks the borders
MARKED = [
    "It rained.| The dam broke.",
    "Mr. Smith met Dr. Jones.| They left.",
    "J. K. Smith left.| She returned.",
    "The U.S. Senate voted.| It passed.",
    "He flew to the U.S.| The talks began.",
    "They met at 3 a.m.| The talks failed.",
    "They met at 3 a.m. Tuesday in Paris.",
    "It grew 3.5 per cent.| Prices fell.",
    "Apple Inc. said it grew.| Prices fell.",
    "No. 5 won.| No. 6 lost.",
    "He asked: “Who won?”| Nobody knew.",
    "“Who won?” she asked.| Nobody knew.",
    "“Stop!” Kellogg said.| They stopped.",
    "“We won.”| They left.",
    "“We won. They lost,” he said.".replace("won. They", "won.| They"),
    "It cost $5 (about £4.50).| It sold out.",
    "He won…| She lost.",
    "It was Sept. 5 then.| It ended.",
    "Gen. Diop left.| Col. Araya stayed.",
    "Was it true?| It was.",
    "It was true!| It was.",
    "The St. Louis team won.| It rained.",
    "the river rose. the dam held.",
    "It ended in 2019.| In 2020 it began again.",
    "See e.g. Smith on this.",
    "Tucson, Ariz. - The firm said it won.",
]


@pytest.mark.parametrize("marked", MARKED)
def test_sentence_borders(marked):
    assert split(marked.replace("|", "")) == [part.strip() for part in marked.split("|")]
