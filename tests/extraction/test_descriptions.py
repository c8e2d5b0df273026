"""What "the minister" and "the firm" stand for."""

import pytest

SETTLED = [
    ("Paylane, a payments firm, lost data. On Monday the firm apologised.", "the firm", "name:paylane", "apposition"),
    ("Environment Minister Vlasta Nemcova resigned. The minister gave no reason.", "The minister", "person:vlasta nemcova", "apposition"),
    ("Riikka Hallamaa is the director of the zoo. The director will resign.", "The director", "person:riikka hallamaa", "apposition"),
    ("The Capricorn Reef Institute found bleaching. The institute warned of more.", "The institute", "name:capricorn reef institute", "head noun"),
    ("The Court of Appeal met on Monday. The court ruled against him.", "The court", "name:court of appeal", "head noun"),
]  # fmt: skip

UNSETTLED = [
    # Two could be meant.
    ("Finance Minister Ana Lopez met Trade Minister Ruth Chanda. The minister said no.", "The minister"),
    ("The Bank of Canada met the Royal Bank. The bank said no.", "The bank"),
    # Said of another.
    ("Finance Minister Ana Lopez spoke. The trade minister said no.", "The trade minister"),
    ("Finance Minister Ana Lopez spoke. The minister of a neighbouring state said no.", "The minister"),
    # Several, or any.
    ("Finance Minister Ana Lopez spoke. The ministers said no.", "The ministers"),
    ("Finance Minister Ana Lopez spoke. A minister said no.", "A minister"),
    # Not named yet.
    ("The firm apologised on Monday. Later Paylane, a payments firm, lost data.", "The firm"),
]


@pytest.mark.parametrize(("text", "phrase", "entity_id", "rule"), SETTLED)
def test_a_description_that_the_article_settles_is_a_mention(read, text, phrase, entity_id, rule):
    found = [m for m in read(text).entities if m.text == phrase]
    assert [(m.entity_id, m.link) for m in found] == [(entity_id, rule)]


@pytest.mark.parametrize(("text", "phrase"), UNSETTLED)
def test_any_other_description_is_none(read, text, phrase):
    assert phrase not in [m.text for m in read(text).entities]
