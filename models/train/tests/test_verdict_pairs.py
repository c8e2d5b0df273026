import random
from datetime import date

import numpy as np
import pytest
import torch

from models.train.verdict import cases, claimsets, disguise, generated, stories
from models.train.verdict.cases import Case, Fact, Trap
from models.train.verdict.claimsets import ClaimSet, Partner
from models.train.verdict.examples import (
    KINDS,
    LABELS,
    NO_KIND,
    QUESTIONS,
    VERDICTS,
    Example,
    Pair,
    batches,
    collate,
    example,
)
from models.train.verdict.fit import Schedule, fit
from models.train.verdict.folds import fold_of
from models.train.verdict.measure import CASES_APART, average_precision, recall_at
from models.train.verdict.network import VerdictNetwork
from models.train.verdict.recipe import CASES, encoder, taught
from models.train.verdict.stories import Label, Rivals, Story, Wording
from services.ledger.verdictmodel.encoding import Encoded
from services.ledger.verdictmodel.rendering import Side

DAY = date(2026, 3, 2)


def side(text, speaker=None):
    return Side(text, DAY, speaker)


CLAIM_SET = ClaimSet(
    "A-0001",
    side("base"),
    (
        Partner(side("again"), "same", "paraphrase"),
        Partner(side("not so", "Peiu"), "contradicts", "negation"),
        Partner(side("elsewhere"), "unrelated", "different_entity"),
        Partner(side("earlier"), "unrelated", "different_time"),
    ),
)


def test_labels_of_partners_imply_labels_between_them():
    found = {(one.text, other.side.text): other.verdict for one, other in claimsets.implied(CLAIM_SET)}
    assert found == {
        ("again", "not so"): "contradicts",
        ("again", "elsewhere"): "unrelated",
        ("again", "earlier"): "unrelated",
        ("elsewhere", "not so"): "unrelated",
    }


def test_speakers_are_masked_in_training_alone():
    drawn = claimsets.training_pairs([CLAIM_SET] * 200, random.Random(1), share=0, strangers=0)
    named = [pair for pair in drawn if pair.label == VERDICTS.index("contradicts")]
    share = sum("Peiu" not in pair.texts[0] + pair.texts[1] for pair in named) / len(named)
    assert share == pytest.approx(claimsets.MASKED, abs=0.1)
    assert all("Peiu" in str(pair.texts) for pair in claimsets.labelled(CLAIM_SET) if pair in named)


def fact(name, kind, *traps):
    accounts = (tuple(side(f"{name} {account}{at}") for at in range(3)) for account in "AB")
    return Fact(kind, tuple(accounts), traps)


def test_accounts_of_a_fact_contradict_each_other_and_agree_within():
    trap = Trap(side("dead trap"), (0,), "updates")
    case = Case("3001", (fact("dead", "numeric", trap), fact("hurt", "numeric")))
    found = {}
    for pair in (pair for seed in range(20) for pair in cases.training_pairs([case], random.Random(seed))):
        words = frozenset(text.partition(": ")[2] for text in pair.texts)
        found.setdefault(VERDICTS[pair.label], set()).add(words)

    def told(words):
        return [one.split() for one in words]

    of_a_fact = found["contradicts"] | found["same"] | found["updates"]
    assert all(len({name for name, _ in told(words)}) == 1 for words in of_a_fact)
    assert all({which[0] for _, which in told(words)} == {"A", "B"} for words in found["contradicts"])
    assert all(len({which[0] for _, which in told(words)}) == 1 for words in found["same"])
    assert {words - {"dead trap"} for words in found["updates"]} == {frozenset({f"dead A{at}"}) for at in range(3)}
    assert all({name for name, _ in told(words)} == {"dead", "hurt"} for words in found["unrelated"])
    assert (len(found["contradicts"]), len(found["same"])) == (2 * 9, 2 * 6)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The pact was signed on Monday. Mr. Peiu was absent.", 2),
        ("The U.S. delegation left the hall. It came back at noon.", 2),
        ('"Nobody surrendered an inch," he said. "It is a good pact."', 2),
        ("One line without an end mark\n\nAnother line, quite as long.", 2),
        ("Short. Too short.", 0),
    ],
)
def test_sentences(text, expected):
    assert len(stories.sentences(text)) == expected


STORY = Story(
    "story",
    (
        ("a1", DAY, "Four people died in the harbour fire. The mayor of Riga has resigned from office."),
        ("a2", DAY, "The harbour fire killed five people. A new ferry begins its service on Monday."),
    ),
    (Label((("a1", "Four people died"), ("a2", "killed five people")), "contradicts"),),
)


CLAIMS = {
    "a1": [
        Wording(0, 40, side("In the harbour fire four people died.")),
        Wording(0, 16, side("Four people died.", "Peiu")),
        Wording(50, 70, side("The mayor has resigned.")),
    ],
    "a2": [Wording(0, 36, side("The harbour fire killed five."))],
}


def test_labelled_pairs_are_told_in_quotes_sentences_and_claims():
    (quoted,) = stories.quoted(STORY)
    (whole,) = stories.labelled(STORY, stories.sentence_wordings(STORY))
    (claimed,) = stories.labelled(STORY, CLAIMS)
    assert quoted.texts == ("2 March 2026: Four people died", "same day: killed five people")
    assert whole.texts == (
        "2 March 2026: Four people died in the harbour fire.",
        "same day: The harbour fire killed five people.",
    )
    assert claimed.texts == ("2 March 2026: Peiu: Four people died.", "same day: The harbour fire killed five.")
    assert {VERDICTS[pair.label] for pair in (quoted, whole, claimed)} == {"contradicts"}


def test_a_label_that_no_claim_fits_gives_no_pair():
    assert stories.labelled(STORY, CLAIMS | {"a2": [Wording(40, 80, side("A ferry begins."))]}) == []


def test_what_no_label_pairs_is_unrelated():
    pairs = stories.unlabelled(STORY, stories.sentence_wordings(STORY), random.Random(1), near=10, far=10)
    assert len(pairs) == 3
    assert {VERDICTS[pair.label] for pair in pairs} == {"unrelated"}
    assert not any("Four" in str(pair.texts) and "five" in str(pair.texts) for pair in pairs)


def test_the_rivals_that_are_most_alike_are_learned_from_first():
    many = [Rivals(likeness / 100, side(f"one {likeness}"), side("other")) for likeness in range(100)]
    drawn = []
    for seed in range(20):
        pairs = stories.training_pairs([STORY], {"story": CLAIMS}, {"story": many}, random.Random(seed))
        rivals = [pair for pair in pairs if "other" in pair.texts[1]]
        assert len(rivals) == stories.DRAWN
        assert {VERDICTS[pair.label] for pair in rivals} == {"unrelated"}
        drawn += [int(pair.texts[0].rpartition(" ")[2]) for pair in rivals]
    assert np.mean(drawn) > 60
    assert min(drawn) < 30


def test_both_questions_are_learned_each_for_itself(tmp_path):
    """Neither teaches the answers of the other: what is asked of claims is no premise and hypothesis."""
    encode = encoder()
    pairs = [
        Pair(("2 March 2026: Four died.", "same day: Five died."), LABELS.index("contradicts"), kind=0),
        Pair(("A man sleeps.", "Someone sleeps."), LABELS.index("entailment")),
    ]
    examples = [example(pair, encode) for pair in pairs]
    torch.manual_seed(1)
    schedule = Schedule(steps=12, warmup=1, rounded=4)
    network = fit(VerdictNetwork(), lambda _: iter(examples), schedule, tmp_path / "checkpoint.pt", print)
    logits, _ = network(*collate(examples)[:4])
    for row, (pair, question) in enumerate(zip(pairs, QUESTIONS, strict=True)):
        assert logits[row, question].argmax() + question.start == pair.label


def test_verdicts_begin_with_what_premises_taught():
    start = VerdictNetwork()
    rows = dict(zip(LABELS, taught(start).outer.weight, strict=True))
    given = dict(zip(LABELS, start.outer.weight, strict=True))
    assert torch.equal(rows["contradicts"], given["contradiction"])
    assert torch.equal(rows["same"], given["entailment"])
    assert torch.equal(rows["neutral"], given["neutral"])


@pytest.mark.parametrize(
    ("sentence", "text", "verdict"),
    [
        ("The bridge is 100 km long, they say.", "62 miles", "supports"),
        ("The bridge was built in 1990 by the state.", "199", "contradicts"),
        ("The ministers will meet on the island.", "m", "unrelated"),
        ("The ministers did not meet on the island.", "did meet", "contradicts"),
        ("The ferry carried 340 people to the island.", "more than", "supports"),
        ("The ferry carried 340 people to the island.", "fewer than", "contradicts"),
    ],
)
def test_rules_change_sentences(sentence, text, verdict):
    made = [m for seed in range(20) for m in generated.changes(sentence, random.Random(seed))]
    assert any(text in m.text and m.verdict == verdict for m in made)
    assert all(m.text != sentence for m in made)


@pytest.mark.parametrize(
    "sentence", ["Boeing 737 jets were grounded.", "They met on 12 March at noon.", "Nobody came."]
)
def test_names_and_days_are_no_numbers(sentence):
    made = [m for seed in range(10) for m in generated.changes(sentence, random.Random(seed))]
    assert not any(char.isdigit() and char not in sentence for m in made for char in m.text)


def test_folds_hang_on_the_name_alone():
    assert [fold_of(name) for name in ("A-0001", "A-0002", "A-0003")] == [fold_of(f"A-000{i}") for i in (1, 2, 3)]
    sizes = np.bincount([fold_of(str(i)) for i in range(1000)])
    assert sizes.min() > 150


def test_batches_pad_little_and_hold_all():
    examples = [
        Example(Encoded(np.ones(n, np.int64), np.ones(n, np.int64), np.ones((2, n), np.float32)), 0, 1.0, NO_KIND)
        for n in range(5, 60)
    ]
    groups = list(batches(examples, 200, np.random.default_rng(1)))
    assert sorted(e.length for group in groups for e in group) == list(range(5, 60))
    for group in groups:
        batch = collate(group)
        assert batch.pieces.numel() <= 200
        assert batch.present.sum() == sum(e.length for e in group)


def test_recall_and_average_precision():
    scores = np.array([0.9, 0.8, 0.7, 0.6], np.float32)
    positive = np.array([True, False, True, False])
    assert recall_at(0.9, scores, positive) == 0.5
    assert recall_at(0.6, scores, positive) == 1.0
    assert average_precision(scores, positive) == pytest.approx((1 + 2 / 3) / 2)


def test_every_case_can_be_read_and_none_is_both_learned_from_and_measured_on():
    learned, apart = (cases.read_cases(folder) for folder in (CASES, CASES_APART))
    told = [fact for case in (*learned, *apart) for fact in case.facts]
    assert all(fact.kind in KINDS and min(map(len, fact.accounts)) == 3 for fact in told)
    assert all(trap.verdict != "contradicts" for fact in told for trap in fact.traps)
    assert {case.id for case in learned}.isdisjoint(case.id for case in apart)


def test_unknown_names_are_exchanged_alike_on_both_sides():
    pair = Pair(("2 March 2026: Zdenka Orbova left Lisbon.", "Orbova stayed in France, said Miloš."), 4)
    names = disguise.names_in(["Aino Berzina met Tivadar at the Kallavesi ferry on Monday."])
    assert names == ["Aino", "Berzina", "Kallavesi", "Tivadar"]
    found = {disguise.renamed(pair, names, random.Random(seed)).texts for seed in range(20)}
    assert pair.texts in found
    for one, other in found - {pair.texts}:
        *_, first, last, left, place = one.rstrip(".").split()
        assert (left, place) == ("left", "Lisbon")
        assert {first, last} < set(names)
        assert other.split()[0] == last
        assert other.split()[1:4] == ["stayed", "in", "France,"]


def test_pairs_whose_names_may_be_forms_of_one_are_left_alone():
    pair = Pair(("Ruritania won.", "Ruritanians won."), 4)
    assert all(disguise.renamed(pair, ["Aino", "Tivadar"], random.Random(seed)) == pair for seed in range(20))


def test_pieces_are_hidden_on_both_sides_or_on_the_one_that_has_them():
    encode = encoder()
    plain = example(Pair(("The mayor opened the new bridge", "The mayor closed the new bridge"), 4), encode)
    rng = np.random.default_rng(1)
    found = [disguise.covered(plain, rng).encoded.pieces for _ in range(200)]
    hidden = [np.flatnonzero(pieces != plain.encoded.pieces) for pieces in found]
    assert any(len(places) for places in hidden)
    assert all((pieces[places] == disguise.MASK).all() for pieces, places in zip(found, hidden, strict=True))
    half = len(plain.encoded.pieces) // 2
    of_mayor = {2, 2 + half}
    assert all(of_mayor <= set(places) or of_mayor.isdisjoint(places) for places in hidden)
    assert all({0, half, len(plain.encoded.pieces) - 1}.isdisjoint(places) for places in hidden)
