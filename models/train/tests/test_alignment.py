"""Blocks of claims to learn likeness from, and what is lost on them."""

from datetime import date

import pytest
import torch

from models.train.verdict.alignment import ClaimNetwork, loss_of, rivals, set_blocks, start_from_minilm, story_blocks
from models.train.verdict.claimsets import ClaimSet, Partner
from models.train.verdict.stories import Label, Story, Wording
from services.ledger.verdictmodel.rendering import Side

A = "Four people died. The mayor went home early."
B = "Five people were killed. Nobody was hurt elsewhere."
DAY = date(2026, 3, 2)


def wording(text, part):
    start = text.index(part)
    return Wording(start, start + len(part), Side(part, DAY))


def test_a_labelled_pair_is_told_of_one_fact_and_the_rest_is_apart():
    label = Label((("a", "Four people died"), ("b", "Five people were killed")), "contradicts", "numeric")
    story = Story("1-x", (("a", DAY, A), ("b", DAY, B)), (label,))
    claims = {
        "a": [wording(A, "Four people died."), wording(A, "The mayor went home early.")],
        "b": [wording(B, "Five people were killed."), wording(B, "Nobody was hurt elsewhere.")],
    }
    (block,) = story_blocks([story], {"1-x": claims})
    assert block.told.tolist() == [[1, 0], [0, 0]]


def test_rivals_are_what_no_label_pairs_the_likest_first():
    network = ClaimNetwork()
    start_from_minilm(network)
    label = Label((("a", "Four people died"), ("b", "Five people were killed")), "contradicts", "numeric")
    story = Story("1-x", (("a", DAY, A), ("b", DAY, B)), (label,))
    claims = {
        "a": [wording(A, "Four people died."), wording(A, "The mayor went home early.")],
        "b": [wording(B, "Five people were killed."), wording(B, "Nobody was hurt elsewhere.")],
    }
    first, *others = rivals(network, story, claims)
    assert (first.one.text, first.other.text) == ("Four people died.", "Nobody was hurt elsewhere.")
    assert len(others) == 2
    assert all(first.likeness >= other.likeness for other in others)


def test_partners_belong_to_the_base_of_their_set_unless_they_are_beside_the_matter():
    sides = [Side(text, DAY) for text in ("base", "like", "unlike")]
    one = ClaimSet("s", sides[0], (Partner(sides[1], "updates", ""), Partner(sides[2], "unrelated", "")))

    class Draw:
        def sample(self, some, number):
            return some[:number]

    (block,) = set_blocks([one, one], Draw())
    assert block.told.tolist() == [[1, 0, 0, 0], [0, 0, 1, 0]]


@pytest.mark.parametrize(("turned", "more"), [(False, False), (True, True)])
def test_the_loss_is_small_where_partners_are_likest(turned, more):
    ours = torch.eye(2)
    theirs = torch.eye(2).flip(0) if turned else torch.eye(2)
    assert bool(loss_of(ours, theirs, torch.tensor([[1, 0], [0, 1]])) > 1) is more
    assert loss_of(ours, theirs, torch.tensor([[0, -1], [-1, 0]])) == 0
