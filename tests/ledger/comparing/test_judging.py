"""What holds for verdicts whatever they are about."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.alerts import Kind, Relation
from schemas.articles import EntityLabel, Mention
from services.ledger.comparing.confidence import Confidence, load
from services.ledger.comparing.judging import Judge
from services.ledger.comparing.opinions import Opinion, Ruling
from services.ledger.comparing.statement import in_order, topic_of

SURE = Confidence(4.0, {}, "sure")
ONE_MATTER = Confidence(30.0, {}, "one matter")
NAMES = st.sampled_from(["{Riga}", "{NATO}", "{Mirae}", "the mayor", "the union"])
VERBS = st.sampled_from(["sent", "approved", "rejected", "raised", "cut", "did not send", "opened"])
THINGS = st.sampled_from(
    [
        "[3,200=3200;troops] troops",
        "[2,300=2300;soldiers] soldiers",
        "[more than 20=>20;countries] countries",
        "[12 km=12 km;road] of road",
        "[12 miles=12 mile;road] of road",
        "the treaty on fishing",
    ]
)
TIMES = st.sampled_from(["", " <on Friday=2026-03-06/2026-03-07>", " <in 1998=1998-01-01/1999-01-01>"])
HEADS = st.sampled_from(
    ["5", "6", "9", "5?", "5 planned", "6 negated", "6 hedged", "7 denied", "5 @Vaals", "6 @Koh~distanced", "8 asked"]
)
ROWS = st.builds("{}: {} {} {}{}".format, HEADS, NAMES, VERBS, THINGS, TIMES)


@settings(max_examples=200)
@given(ROWS, ROWS)
def test_a_verdict_does_not_depend_on_the_order_of_arrival(read_pair, first, second):
    a, b = read_pair(first, second)
    assert [one.verdict for one in Judge(brief=ONE_MATTER)([(a, b)])] == [
        one.verdict for one in Judge(brief=ONE_MATTER)([(b, a)])
    ]


@settings(max_examples=200)
@given(ROWS, ROWS)
def test_only_a_contradiction_has_a_kind(read_pair, first, second):
    for verdict in filter(
        None, (judged.verdict for judged in Judge(brief=ONE_MATTER, confidence=SURE)([read_pair(first, second)]))
    ):
        assert (verdict.kind is not None) == (verdict.relation == "contradicts")
        assert verdict.rule.count(".") == 1
        assert verdict.explanation.endswith(".")
        assert verdict.judged_by[-1] == "confidence sure"


FROST = "5{}: The {{Bank}} has given its consent", "6 negated{}: The {{Bank}} has not given its consent"
SPOKEN = [
    ("", "", "contradicts", "opposites.affirmed_and_negated"),
    (" conditional", "", "unrelated", "opposites.conditional"),
    (" asked", "", "unrelated", "opposites.asked"),
    (" denied", "", None, None),
    (" @Vaals", " @Moreau", "disputes", "opposites.attributed"),
    (" @Vaals", " @Jan_Vaals", "contradicts", "opposites.affirmed_and_negated"),
    (" @_", " @_", "disputes", "opposites.attributed"),
    (" @Vaals~distanced", "", "disputes", "opposites.attributed"),
    (" @Vaals", "", "contradicts", "opposites.affirmed_and_negated"),
]


@pytest.mark.parametrize(("one", "other", "relation", "rule"), SPOKEN)
def test_who_speaks_and_how_decides_what_a_difference_is(pair, one, other, relation, rule):
    a, b = pair(FROST[0].format(one), FROST[1].format(other))
    (judged,) = Judge(brief=ONE_MATTER, confidence=SURE)([(a, b)])
    if relation is not None:
        assert (judged.verdict.relation, judged.verdict.rule) == (relation, rule)
    else:
        assert not judged.differences


def test_what_may_be_news_is_an_update_unless_a_contradiction_is_likelier(pair):
    a, b = pair("5: The {Bank} has given its consent", "9 negated: The {Bank} has not given its consent")
    unsure = Confidence(-1.0, {}, "unsure")
    assert [one.verdict.relation for one in Judge(brief=ONE_MATTER, confidence=unsure)([(a, b)])] == ["updates"]


TOLLS = [
    (
        "5 does=kill: The quake in {Ica} killed [40=40;people] people",
        "7 does=kill: The quake in {Ica} killed [62=62;people] people",
        "updates",
    ),
    (
        "5 does=kill: The quake in {Ica} killed [62=62;people] people",
        "7 does=kill: The quake in {Ica} killed [40=40;people] people",
        None,
    ),
    (
        "5 does=kill: The quake in {Ica} killed [40=40;people] people",
        "5 does=kill: The quake in {Ica} killed [62=62;people] people",
        None,
    ),
    (
        "5? does=kill: The quake in {Ica} killed [40=40;people] people",
        "7 does=kill: The quake in {Ica} killed [62=62;people] people",
        None,
    ),
    (
        "5 does=kill: The quake in {Ica} killed [40=40;people] people",
        "7: The quake in {Ica} left [at least 62=>=62;people] people dead",
        "updates",
    ),
    (
        "5 does=arrest: Police in {Ica} arrested [three=3;men] men over the raid",
        "9 does=arrest: Police in {Ica} arrested [seven=7;men] men over the raid",
        "updates",
    ),
    ("5: The {Bank} lends [five=5;loans] loans", "9: The {Bank} lends [nine=9;loans] loans", None),
    (
        "5 does=have: The battery in {Ica}, which killed a bear, has [six=6;launchers] launchers",
        "9 does=have: The battery in {Ica}, which killed a bear, has [eight=8;launchers] launchers",
        None,
    ),
    (
        "5: The advisory body of {Ica} has [12=12;members] members",
        "9: The advisory body of {Ica} has [15=15;members] members",
        None,
    ),
]


@pytest.mark.parametrize(("one", "other", "relation"), TOLLS)
def test_a_toll_that_has_risen_a_day_later_is_news_and_any_other_is_not(pair, one, other, relation):
    (judged,) = Judge(brief=ONE_MATTER, confidence=SURE)([pair(one, other)])
    told = judged.verdict.relation, judged.verdict.rule
    assert told == (("updates", "quantities.toll_rose") if relation else ("contradicts", "quantities.disjoint"))


NOBODY = "negated does=hurt whom=Nobody: Nobody was hurt in {Ica}"
TWO = "does=hurt whom=two_people: [Two=2;people] people were hurt in {Ica}"


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        (f"5 {NOBODY}", f"5 {TWO}", ("contradicts", "existence.none_and_some")),
        (f"5 {NOBODY}", f"8 {TWO}", ("updates", "existence.some_since")),
        (f"5 {TWO}", f"8 {NOBODY}", ("contradicts", "existence.none_and_some")),
    ],
)
def test_some_may_have_come_to_be_known_after_there_were_none_but_not_before(pair, one, other, told):
    (judged,) = Judge(brief=ONE_MATTER, confidence=SURE)([pair(one, other)])
    assert (judged.verdict.relation, judged.verdict.rule) == told


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        (
            "5: The {Bank} lent [5=5;firms] firms money <in 2024=2024-01-01/2025-01-01>",
            "5: The {Bank} lent [9=9;firms] firms money <in 2025=2025-01-01/2026-01-01>",
            ("unrelated", "scopes.other_time"),
        ),
        (
            "5: The {Bank} lent [5=5;firms] firms money <in 2024=2024-01-01/2025-01-01>",
            "5: The {Bank} lent [9=9;firms] firms money <in May=2024-05-01/2024-06-01>",
            ("contradicts", "quantities.disjoint"),
        ),
        (
            "5 does=found whom=Pact: The {Pact} was founded with [5=5;members] members <in 1998=1998-01-01/1999-01-01>",
            "5 does=found whom=Pact: The {Pact} was founded with [9=9;members] members <in 2003=2003-01-01/2004-01-01>",
            ("contradicts", "quantities.disjoint"),
        ),
    ],
)
def test_figures_of_two_times_contradict_nothing_unless_both_tell_when_one_thing_came_about(pair, one, other, told):
    (judged,) = Judge(brief=ONE_MATTER, confidence=SURE)([pair(one, other)])
    assert (judged.verdict.relation, judged.verdict.rule) == told


def test_when_a_thing_came_about_is_never_brought_up_to_date(pair):
    a, b = pair(
        "5 does=found whom=Pact: The {Pact} was founded <in 1998=1998-01-01/1999-01-01>",
        "12 does=found whom=Pact: The {Pact} was founded <in 2003=2003-01-01/2004-01-01>",
    )
    (judged,) = Judge(brief=ONE_MATTER, confidence=Confidence(-1.0, {}, "unsure"))([(a, b)])
    assert (judged.verdict.relation, judged.verdict.rule) == ("contradicts", "timing.one_origin")


def test_what_no_comparer_can_name_is_no_contradiction(pair):
    a, b = pair("5: The {Bank} lends", "5: The {Bank} lends money")
    (judged,) = Judge(brief=ONE_MATTER, confidence=SURE)([(a, b)])
    assert (judged.verdict.relation, judged.verdict.rule) == ("supports", "overlay.one_thing")


@pytest.mark.parametrize(
    ("one", "other"),
    [("{Riga} led talks", "{Riga} led talks"), ("{Riga} stabilised its harbour", "{Riga} stabilized its harbor")],
)
def test_one_wording_contradicts_itself_in_nothing_whatever_was_read_in_it(pair, one, other):
    a, b = pair(f"5 who=Riga does=lead whom=talks: {one}", f"5 who=Oslo does=lead whom=talks: {other}")
    (judged,) = replace(HEARD, confidence=SURE)([(a, b)])
    assert not judged.differences
    assert judged.verdict is None or judged.verdict.relation != "contradicts"


def test_how_surely_two_claims_contradict_is_how_surely_their_articles_tell_of_one_matter_and_they_do_if_so(pair):
    told = pair("5: The {Bank} has given its consent", "5 negated: The {Bank} has not given its consent")
    (judged,) = Judge(brief=Confidence(0.0, {}, "perhaps"), confidence=SURE)([told])
    assert judged.verdict.confidence == pytest.approx(0.5 * 0.982, abs=0.001)
    assert list(judged.voices) == ["brief", "rules"]


def test_claims_of_articles_that_tell_of_two_matters_are_not_compared(pair):
    told = pair("5: The {Bank} has given its consent", "5 negated: The {Bank} has not given its consent")
    assert Judge(brief=Confidence(-3.0, {}, "two"), confidence=SURE)([told]) == []


def test_the_same_said_of_two_matters_is_two_claims(pair):
    told = pair(
        "5 who=Noor does=buy whom=the_vessel: {Noor} bought the vessel {Awatea}",
        "6 who=Noor does=purchase whom=the_ship: {Noor} purchased the ship {Awatea} at an auction",
    )
    relations = [
        judged.verdict.relation
        for matter in (Confidence(0.5, {}, "one"), Confidence(-0.5, {}, "two"))
        for judged in Judge(brief=matter)([told])
    ]
    assert relations == ["same", "unrelated"]


def test_what_names_one_thing_by_its_id_needs_no_other_matter_in_common(pair):
    other_matters = Judge(brief=Confidence(-9.0, {}, "two"), confidence=SURE)
    joined = pair("5 join=Riga;NATO: {Riga} joined {NATO}", "5 negated join=Riga;NATO: {Riga} has yet to join {NATO}")
    for told in (joined, pair(f"5 {HELD}", f"9 {NOT_YET}")):
        (judged,) = other_matters([told])
        assert judged.verdict.confidence == pytest.approx(0.982)
        assert list(judged.voices) == ["rules"]


def test_what_holds_has_held_no_gathering(pair):
    told = pair("5 who=Truce does=hold: The {Truce} held", "6 negated who=Truce does=hold: The {Truce} did not hold")
    assert Judge(brief=Confidence(-9.0, {}, "two"), confidence=SURE)([told]) == []


def test_a_plan_to_join_is_no_membership(pair):
    told = pair(
        "5 planned join=Riga;NATO: {Riga} will join {NATO}", "6 negated join=Riga;NATO: {Riga} has not joined {NATO}"
    )
    (judged,) = Judge(brief=ONE_MATTER, confidence=SURE)([told])
    assert "membership.joined_and_not_joined" not in [found.rule for found in judged.differences]


def test_what_other_claims_of_the_two_articles_agree_in_speaks_for_one_matter(pair):
    told = pair("5: The {Bank} has given its consent", "5 negated: The {Bank} has not given its consent")
    others = [
        tuple(replace(one, version_id=two.version_id) for one, two in zip(pair(*rows), told, strict=True))
        for rows in (("5: The {Dam} broke", "5: The {Dam} broke again"), ("5: The mayor slept", "5: The mayor slept"))
    ]
    judged = Judge(brief=ONE_MATTER, confidence=SURE)([told, *others])
    (found,) = (one for one in judged if told[0] in {one.a, one.b})
    assert found.features["articles: share that agrees"] == pytest.approx(2.5 / 3)
    (other,) = (one for one in judged if others[0][0] in {one.a, one.b})
    assert other.features["articles: share that agrees"] == pytest.approx(1.5 / 3), "one agrees, one differs"
    one_entry = tuple(
        replace(one, version_id=two.version_id)
        for one, two in zip(pair("5: {Riga} voted", "5: {Riga} voted"), told, strict=True)
    )
    (found, *_) = Judge(brief=ONE_MATTER, confidence=SURE)([told, *others, one_entry])
    assert found.features["articles: share that agrees"] == pytest.approx(3.5 / 4), (
        "what is one entry of the ledger agrees"
    )


def test_versions_of_one_document_are_not_compared(pair):
    a, b = pair("5: The {Bank} lends", "5 negated: The {Bank} does not lend")
    assert Judge(brief=ONE_MATTER)([(a, replace(b, document_id=a.document_id))]) == []


NEVER = Confidence(-9.0, {}, "never")


class Model:
    version = "a model"

    def __call__(self, pairs):
        return [Opinion({Relation.CONTRADICTS: 1.0, Relation.UNRELATED: 0.0}, Kind.OUTCOME) for _ in pairs]

    def of_sentences(self, pairs):
        return [Opinion({Relation.CONTRADICTS: 0.5}) for _ in pairs]

    def likeness(self, earlier, later):
        return np.array([[0.9 if a.claim.entity_ids == b.claim.entity_ids else 0.3 for b in later] for a in earlier])


HEARD = Judge(
    brief=ONE_MATTER,
    opinion=Model(),
    confidence=Confidence(0.5, {}, "rules"),
    look=Confidence(9.0, {}, "ask"),
    with_opinion=Confidence(0.0, {"model: contradicts": 1.0, "model: unrelated": -2.0}, "heard"),
)


def test_a_model_is_asked_for_its_opinion_and_weighs_in(pair):
    (judged,) = HEARD([pair("5: The {Bank} has given its consent", "5 negated: The {Bank} has given no consent")])
    assert judged.verdict.confidence == 0.99, "nothing is certain"
    assert judged.verdict.rule == "opposites.affirmed_and_negated"
    assert judged.verdict.judged_by[-3] == "confidence heard"
    assert judged.verdict.judged_by[-1] == "a model"


def test_what_the_comparers_say_is_heard_with_the_model_and_decides_nothing_alone(pair):
    told = pair("5: The {Bank} has given its consent", "5 negated: The {Bank} has given no consent")
    (judged,) = replace(HEARD, confidence=SURE, with_opinion=Confidence(0.0, {"comparers": -2.0}, "doubts"))([told])
    assert judged.features["comparers"] == 4.0
    assert judged.verdict is None
    assert list(judged.voices) == ["brief", "rules", "model"]


def test_where_an_article_tells_hardly_more_the_pair_counts_as_far_as_both_tell_of_one_matter(pair):
    told = pair("5: The {Bank} has given its consent", "5 negated: The {Bank} has given no consent")
    (judged,) = replace(HEARD, brief=Confidence(0.0, {}, "perhaps"))([told])
    assert list(judged.voices) == ["brief", "rules", "model"]
    assert judged.verdict.confidence == pytest.approx(0.5, abs=0.01)


def test_where_articles_tell_more_one_voice_that_has_heard_all_others_counts_for_three_times_as_much(pair):
    told = pair("5: The {Bank} has given its consent", "5 negated: The {Bank} has given no consent")
    more = [pair(f"5: {{Riga}} opened a {thing}", f"5: {{Oslo}} closed a {thing}") for thing in ("school", "port")]
    one, other = (side.version_id for side in told)
    pairs = [told, *((replace(a, version_id=one), replace(b, version_id=other)) for a, b in more)]
    perhaps, all_told = Confidence(-1.0, {}, "perhaps"), Confidence(0.0, {"matter": -1.0}, "all")
    judged = replace(HEARD, brief=perhaps, with_all=all_told)(pairs)[0]
    assert list(judged.voices) == ["brief", "rules", "model", "network"]
    matter = 1 / (1 + math.exp(1.0))
    told = matter * judged.voices["model"](judged.features)
    said = (math.log(told / (1 - told)) + 3 * 1.0) / 4
    assert judged.verdict.confidence == pytest.approx(1 / (1 + math.exp(-said)), abs=0.003)


def test_an_opinion_is_weighed_with_what_is_known_without_it(pair):
    class Doubts(Model):
        def __call__(self, pairs):
            return [Opinion({Relation.CONTRADICTS: 0.1}) for _ in pairs]

    told = pair("5: The {Bank} has given its consent", "5 negated: The {Bank} has given no consent")
    (judged,) = replace(HEARD, opinion=Doubts())([told])
    doubt = judged.features["model: contradicts"]
    assert doubt == pytest.approx(math.log(0.1))
    assert judged.features["model: contradicts × model: likeness"] == pytest.approx(0.9 * doubt)
    assert judged.features["model: contradicts × comparers"] == pytest.approx(0.5 * doubt)
    assert judged.features["model: likeness²"] == pytest.approx(0.81)


def test_what_the_model_says_of_whole_sentences_counts_where_it_may_be_a_contradiction(pair):
    class Asked(Model):
        def __init__(self):
            self.sentences = []

        def of_sentences(self, pairs):
            self.sentences += [{a.claim.text, b.claim.text} for a, b in pairs]
            return super().of_sentences(pairs)

    told = pair("5: The {Bank} has given its consent", "5 negated: The {Bank} has given no consent")
    model = Asked()
    (judged,) = replace(HEARD, opinion=model)([told])
    assert model.sentences == [{side.claim.text for side in told}]
    assert judged.features["sentences: contradicts"] == pytest.approx(math.log(0.5))
    (judged,) = replace(HEARD, opinion=model, look=NEVER)([told])
    assert len(model.sentences) == 1
    assert not any(name.startswith("sentences") for name in judged.features)


@pytest.mark.parametrize(("look", "asked", "told_of"), [(-2.9, True, True), (-3.0, False, False)])
def test_the_model_is_asked_of_pairs_that_a_first_look_finds_possible(pair, look, asked, told_of):
    told = pair("5: The {Bank} has given its consent", "5 negated: The {Bank} has given no consent")
    (judged,) = replace(HEARD, look=Confidence(0.0, {"comparers": 2 * look}, "look"))([told])
    assert ("model" in judged.voices) is asked
    assert (judged.verdict is not None) is told_of


def test_how_like_a_model_finds_two_claims_counts_and_how_far_ahead_they_are_of_the_next_likest(pair):
    told = pair("5: The {Bank} has given its consent", "6 negated: The {Bank} has given no consent")
    _, rival = pair("5: x", "6: The {Dam} has given way")
    judged = HEARD([told, (told[0], replace(rival, version_id=told[1].version_id))])
    (features,) = (one.features for one in judged if one.b == told[1])
    assert features["model: likeness"] == 0.9
    assert features["model: of the earlier"] == pytest.approx(0.6)
    assert features["model: of the later"] == 0.9, "it has no other"


@pytest.mark.parametrize(
    ("likeness", "other", "looked"),
    [
        (0.3, "The {Bank} has given nothing", 0),
        (0.4, "The {Bank} has given nothing", 1),
        (0.4, "All slept", 0),
        (0.9, "All slept", 1),
    ],
)
def test_pairs_are_looked_at_that_share_words_and_are_somewhat_alike_or_that_the_model_finds_alike(
    pair, likeness, other, looked
):
    class Alike(Model):
        def likeness(self, earlier, later):
            return np.full((len(earlier), len(later)), likeness)

    told = pair("5: The {Bank} has given its consent", f"5: {other}")
    assert len(replace(HEARD, opinion=Alike())([told])) == looked


class Reads(Model):
    """Finds whatever it is asked about the same, and tells what it was asked."""

    def __init__(self, likeness):
        self.likenesses, self.asked = likeness, []

    def __call__(self, pairs):
        self.asked += [(a.claim.text, b.claim.text) for a, b in pairs]
        return [Opinion({Relation.SAME: 0.8, Relation.UNRELATED: 0.2}) for _ in pairs]

    def likeness(self, earlier, later):
        return np.array([[self.likenesses.get(b.claim.text, 0.0) for b in later] for _ in earlier])


OUT = "The current went off in the city"


@pytest.mark.parametrize(
    ("likeness", "later", "relation"),
    [
        (0.6, "6: The lights went out across town", "same"),
        (0.4, "6: The lights went out across town", None),
        (0.6, "6 negated: The lights did not go out across town", None),
        (0.6, "6 @Vaals: The lights went out across town", None),
        (0.6, "6 planned: The lights will go out across town", None),
        (0.6, "6: The lights went out in {Riga} and {Tallinn}", "same"),
    ],
)
def test_a_model_is_asked_whether_the_likest_are_the_same_where_no_part_keeps_them_apart(
    pair, likeness, later, relation
):
    told = pair(f"5: {OUT}", later)
    model = Reads({told[1].claim.text: likeness})
    judged = Judge(brief=ONE_MATTER, opinion=model, look=NEVER)([told])
    found = [one.verdict for one in judged if one.verdict is not None]
    assert [(one.relation, one.rule) for one in found] == ([("same", "same.reading")] if relation else [])
    assert bool(model.asked) == bool(relation), "no opinion is asked that could not count"


def test_another_pair_that_is_much_likelier_leaves_no_doubt_which_are_the_same(pair):
    told = pair(f"5: {OUT}", "6: The lights went out across town")
    rival = replace(pair("5: x", "6: The lamps were dark")[1], version_id=told[1].version_id)
    model = Reads({told[1].claim.text: 0.8, rival.claim.text: 0.6})
    judged = Judge(brief=ONE_MATTER, opinion=model, look=NEVER)([told, (told[0], rival)])
    assert [one.b for one in judged if one.verdict is not None] == [told[1]]
    assert len(model.asked) == 1


def test_the_order_in_which_pairs_are_given_changes_nothing(pair):
    told = pair(f"5: {OUT}", "6: The lights went out across town")
    rival = replace(pair("5: x", "6: The lamps were dark")[1], version_id=told[1].version_id)
    judge = Judge(brief=ONE_MATTER, opinion=Reads({told[1].claim.text: 0.8, rival.claim.text: 0.78}), look=NEVER)
    there, back = judge([told, (told[0], rival)]), judge([(rival, told[0]), told[::-1]])
    assert {one.b.claim.id: one.verdict for one in there} == {one.b.claim.id: one.verdict for one in back}


def test_within_one_article_the_model_is_not_asked(pair):
    a, b = pair(f"5: {OUT}", "5: The lights went out across town")
    model = Reads({b.claim.text: 0.9, a.claim.text: 0.9})
    assert not list(
        Judge(brief=ONE_MATTER, opinion=model).repeats(
            [a, replace(b, document_id=a.document_id, version_id=a.version_id)]
        )
    )
    assert not model.asked


HELD = "who=Pact does=hold whom=a_summit: The {Pact} held a summit"
NOT_YET = "negated who=Pact does=hold whom=a_summit: The {Pact} has not held a summit"


@pytest.mark.parametrize(
    ("earlier", "later", "relation", "rule"),
    [
        (f"5 {HELD}", f"9 {NOT_YET}", "contradicts", "opposites.affirmed_and_negated"),
        (f"5? {NOT_YET}", f"5? {HELD}", "contradicts", "opposites.affirmed_and_negated"),
        (f"5 {NOT_YET}", f"6 {HELD}", "updates", "opposites.held_later"),
    ],
)
def test_a_first_summit_that_lay_ahead_may_have_been_held_since(pair, earlier, later, relation, rule):
    (judged,) = Judge(brief=ONE_MATTER, confidence=SURE)([pair(earlier, later)])
    assert (judged.verdict.relation, judged.verdict.rule) == (relation, rule)
    assert judged.verdict.kind in {None, "existence"}


def test_the_model_is_not_asked_where_ids_settle_it(pair):
    told = pair("5 join=Riga;NATO: {Riga} joined {NATO}", "5 negated join=Riga;NATO: {Riga} has yet to join {NATO}")
    (judged,) = replace(HEARD, confidence=SURE, with_opinion=Confidence(-9.0, {}, "doubts"))([told])
    assert (judged.verdict.rule, judged.verdict.confidence) == ("membership.joined_and_not_joined", 0.982)


def test_who_belongs_to_a_group_is_not_asked_of_the_model(pair):
    told = pair("5 join=Riga;NATO: {Riga} joined {NATO}", "5 negated join=Oslo;NATO: {Oslo} has yet to join {NATO}")
    judged = HEARD([told])
    assert all(list(one.voices) == ["brief", "rules"] and not one.differences for one in judged)


@pytest.mark.parametrize(
    ("later", "vague"),
    [
        ("5: The {Bank} opened a library", {"only another kind"}),
        ("5 negated: The {Bank} opened no museum", set()),
        ("5: The {Bank} opened a new museum", {"no difference"}),
    ],
)
def test_what_differs_may_be_nothing_certain(pair, later, vague):
    (judged,) = Judge(brief=ONE_MATTER)([pair("5: The {Bank} opened a museum", later)])
    assert {name for name in ("only another kind", "no difference") if judged.features[name]} == vague


def test_where_only_the_model_sees_a_contradiction_the_words_that_differ_are_named(pair):
    (judged,) = HEARD([pair("5: The bridge of {Faraony} holds", "5: The bridge of {Faraony} was washed into the sea")])
    assert (judged.verdict.relation, judged.verdict.rule) == ("contradicts", "opposites.told_otherwise")
    assert judged.verdict.kind == "outcome", "as the model says"
    assert (judged.verdict.normalized_a, judged.verdict.normalized_b) == ("holds", "washed sea")


@pytest.mark.parametrize(
    ("earlier", "later", "rule", "kind"),
    [
        ("6: The {Bank} opened a library", "5: The {Bank} opened a museum", "opposites.other_kind", "outcome"),
        ("5: The {Bank} raised fees", "5: The {Bank} lowered fees", "opposites.antonyms", "outcome"),
        (
            "5: The {Bank} consents",
            "5 negated: The {Bank} does not consent",
            "opposites.affirmed_and_negated",
            "outcome",
        ),
        (
            "5: The {Bank} lent [12=12;firms] firms money",
            "5: The {Bank} lent [9=9;firms] firms money",
            "quantities.disjoint",
            "numeric",
        ),
    ],
)
def test_of_which_kind_opposite_words_are_the_model_tells_and_of_which_two_figures_are_they_themselves(
    pair, earlier, later, rule, kind
):
    (judged,) = HEARD([pair(earlier, later)])
    assert (judged.verdict.rule, judged.verdict.kind) == (rule, kind)


def test_where_no_words_differ_the_models_score_alone_tells_nothing(pair):
    (judged,) = HEARD([pair("5: The {Bank} lends", "5: The {Bank} still lends")])
    assert (judged.verdict.relation, judged.verdict.rule) == ("unrelated", "overlay.nothing_differs")


class Arbiter:
    version, least = "the court", 0.5

    def __init__(self, ruling):
        self.ruling, self.asked = ruling, []

    def __call__(self, a, b):
        self.asked.append((a.claim.text, b.claim.text))
        return self.ruling


@pytest.mark.parametrize(
    ("ruling", "relation", "rule", "kind", "confidence"),
    [
        (Ruling(Relation.CONTRADICTS, "5 or 9", "it"), "contradicts", "quantities.disjoint", "numeric", 0.982),
        (Ruling(Relation.UPDATES, "", "it"), "updates", "judge.updates", None, 0.982),
        (None, "contradicts", "quantities.disjoint", "numeric", 0.982),
    ],
)
def test_an_arbiter_has_the_last_word_where_it_has_one(pair, ruling, relation, rule, kind, confidence):
    arbiter = Arbiter(ruling)
    judge = Judge(brief=ONE_MATTER, arbiter=arbiter, confidence=SURE)
    (judged,) = judge([pair("5: The {Bank} lends [5=5;loans] loans", "5: The {Bank} lends [9=9;loans] loans")])
    verdict = judged.verdict
    assert (verdict.relation, verdict.rule, verdict.kind, verdict.confidence) == (relation, rule, kind, confidence)
    assert verdict.explanation.endswith("The judge: 5 or 9") is (ruling is not None and bool(ruling.reason))
    assert verdict.judged_by[-1] == ("it" if ruling else "the court")
    assert len(arbiter.asked) == 1


def test_an_arbiter_is_not_asked_of_pairs_that_do_not_matter(pair):
    arbiter = Arbiter(None)
    Judge(brief=ONE_MATTER, arbiter=arbiter, confidence=Confidence(-1.0, {}, "unsure"))(
        [pair("5: The {Bank} lends [5=5;loans] loans", "5: The {Bank} lends [9=9;loans] loans")]
    )
    assert arbiter.asked == []


def test_the_shares_of_a_confidence_add_up(pair):
    (judged,) = Judge(brief=ONE_MATTER)(
        [pair("5: The {Bank} lends [5=5;loans] loans", "5: The {Bank} lends [9=9;loans] loans")]
    )
    confidence = load()
    total = confidence.intercept + sum(share for _, _, share in confidence.shares(judged.features))
    assert confidence(judged.features) == pytest.approx(1 / (1 + 2.718281828459045**-total))


def test_the_earlier_comes_first(pair):
    a, b = pair("9: {Riga} sent troops", "5: {Riga} sent troops")
    assert in_order(a, b) == in_order(b, a) == (b, a)


def test_a_topic_is_what_an_article_names_most():
    def mention(name: str, start: int, label: EntityLabel = EntityLabel.ORG) -> Mention:
        return Mention(text=name, label=label, start=start, end=start + 1, entity_id=name, name=name)

    mentions = [mention("a", 0), mention("b", 1), mention("b", 2), mention("m", 3, EntityLabel.DATE), mention("c", 4)]
    assert topic_of(mentions) == ("b", "a", "c")
    assert topic_of(mentions, limit=1) == ("b",)
