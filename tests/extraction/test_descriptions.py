"""What "the minister" and "the firm" stand for."""

import pytest

from services.extraction.reading import read_articles

SETTLED = [
    ("Paylane, a payments firm, lost data. On Monday the firm apologised.", "the firm", "name:paylane", "apposition"),
    ("Environment Minister Vlasta Nemcova resigned. The minister gave no reason.", "The minister", "person:vlasta nemcova", "apposition"),
    ("Riikka Hallamaa is the director of the zoo. The director will resign.", "The director", "person:riikka hallamaa", "apposition"),
    ("The Capricorn Reef Institute found bleaching. The institute warned of more.", "The institute", "name:capricorn reef institute", "head noun"),
    ("Paylane, a payments firm, lost data. The bank paid for the firm.", "the firm", "name:paylane", "apposition"),
    ("Paylane, a payments firm, lost data. The firm, which was set up in 2006, apologised.", "The firm", "name:paylane", "apposition"),
    # It names one firm, and is about it.
    ("Adrian Teo founded Golden Bight Resources. Golden Bight Resources borrowed. The company went under.", "The company", "name:golden bight resources", "kind"),
    # Named beside it.
    ("On Monday the owner, Bantay Lines, apologised.", "the owner", "name:bantay lines", "apposition"),
    ("Nile Breeze Holdings, the Finnish maker of boards, lost a tenth on Monday.", "the Finnish maker", "name:nile breeze holdings", "apposition"),
    # Called so behind its name.
    ("The Tsukuyo lander reached the crater. The lander weighs a tonne.", "The lander", "name:tsukuyo", "apposition"),
    ("The Tsukuyo spacecraft reached the crater. The craft weighs a tonne.", "The craft", "name:tsukuyo", "apposition"),
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
    ("Golden Bight Resources borrowed from Nile Breeze Holdings. Police searched Golden Bight Resources and Nile Breeze Holdings. The company went under.", "The company"),
    # An institution is no company, and what is named in passing not the one that it is about.
    ("Lawyers wrote to the Transport Ministry. Lawyers met the Transport Ministry. The company went under.", "The company"),
    ("Lawyers of the Transport Ministry wrote to Golden Bight Resources. The company went under.", "The company"),
    # The name of who built it, and where it goes to.
    ("They built the Boeing airliner in May. The airliner crashed.", "The airliner"),
    ("They took the Hamburg ferry in May. The ferry sank.", "The ferry"),
    ("The Lomas warehouse shut on Monday. On Tuesday the house shut.", "the house"),
    # Named near it, and another.
    ("On Monday the owner of Bantay Lines apologised to Teo.", "the owner"),
    # With a name of its own, and beside the one that it would stand for.
    ("The yacht Golden Hind won. On Monday it rammed the yacht Mistral.", "the yacht"),
    ("Nada Kos heads the clinic and Branko Vidic the crisis staff.", "the crisis staff"),
    # Not named yet.
    ("The firm apologised on Monday. Later Paylane, a payments firm, lost data.", "The firm"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "phrase", "entity_id", "rule"), SETTLED)
def test_a_description_that_the_article_settles_is_a_mention(read, text, phrase, entity_id, rule):
    found = [m for m in read(text).entities if m.text == phrase]
    assert [(m.entity_id, m.link) for m in found] == [(entity_id, rule)]


@pytest.mark.parametrize(("text", "phrase"), UNSETTLED)
def test_any_other_description_stands_for_no_name(read, text, phrase):
    found = [m for m in read(text).entities if m.text == phrase]
    assert all(m.entity_id.startswith("described:") and m.link is None for m in found)


def test_a_description_that_is_written_as_a_name_is_mentioned_without_the_article_too(read):
    said, bare = read("The Safety Board has its people there.").entities
    assert (said.text, bare.text, said.entity_id) == ("The Safety Board", "Safety Board", bare.entity_id)


def test_whose_somebody_is_said_to_be_stays_a_mention(read):
    assert "the consortium" in [m.text for m in read("Mokoena, the consortium's top engineer, left.").entities]


def test_an_unsettled_description_is_its_article_s_own(nlp, make_article):
    texts = ["The minister said no. Later the minister said yes.", "The minister said no."]
    articles = [make_article(text, f"a{number}") for number, text in enumerate(texts)]
    ids = [[m.entity_id for m in enriched.entities] for enriched in read_articles(nlp, articles)]
    assert [len(some) for some in ids] == [2, 1]
    assert len(set(ids[0])) == 1
    assert not set(ids[0]) & set(ids[1])


ORGANS = [
    ("Chile's central bank agreed.", "Chile's central bank", "name:central bank of chile"),
    ("The Dutch parliament met.", "The Dutch parliament", "name:parliament of netherlands"),
    ("The Russian foreign ministry said no.", "The Russian foreign ministry", "name:foreign ministry of russia"),
]  # fmt: skip
NO_ORGANS = [
    "A Dutch bank closed.",
    "The Dutch company closed.",
    "Chile's central banks closed.",
    "A French army left.",
]


@pytest.mark.parametrize(("text", "phrase", "entity_id"), ORGANS)
def test_a_state_has_one_organ_of_a_kind(read, text, phrase, entity_id):
    assert [(m.entity_id, m.link) for m in read(text).entities if m.text == phrase] == [(entity_id, "organ")]


@pytest.mark.parametrize("text", NO_ORGANS)
def test_what_a_country_has_several_of_is_no_organ(read, text):
    assert "organ" not in [m.link for m in read(text).entities]


def test_a_description_may_stand_for_an_organ(read):
    found = [m.entity_id for m in read("Chile's central bank agreed. The bank gave no reason.").entities]
    assert found == ["country:CL", "name:central bank of chile", "name:central bank of chile"]


CALLED = [
    ("The Capricorn Reef Institute found bleaching.", "name:capricorn reef institute", "the institute", "head noun"),
    ("The National Water Authority agreed.", "name:national water authority", "the water authority", "head noun"),
    ("Paylane, a payments firm, lost data.", "name:paylane", "the firm", "apposition"),
    ("The antitrust authority CADE agreed.", "name:cade", "the antitrust authority", "apposition"),
    ("Environment Minister Vlasta Nemcova resigned.", "person:vlasta nemcova", "the minister", "apposition"),
    (
        "A vaccination campaign will begin on March 2, national director of public health Armindo Saide told a briefing.",
        "person:armindo saide",
        "the director",
        "apposition",
    ),
    ("Delegates signed the Treaty of Lisbon.", "name:treaty of lisbon", "the treaty", "head noun"),
    ("They saw the Tsukuyo lander.", "name:tsukuyo", "the lander", "apposition"),
    ("The World Food Programme left.", "name:world food programme", "WFP", "acronym"),
    ("Grace Auma Wekesa left.", "person:grace auma wekesa", "vekesa", "name part"),
    ("Harvest Alliance lost.", "name:harvest alliance", "harvest", "short form"),
]


NOT_CALLED = [
    # What a number or "women's" tells apart.
    ("Harbour Pride 2021 began on Monday.", "harbour pride"),
    ("The Women's Africa Cup of Nations began.", "africa cup of nations"),
    # Whose mother somebody is, and what a rule is named after.
    ("She is the mother of pilot Armindo Saide.", "the mother"),
    ("The bill seeks approval in Congress for an emergency measure that would replace the State of Exception.", "the state"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "alias"), NOT_CALLED)
def test_what_an_entity_is_not_called(read, text, alias):
    aliases = [m.aliases for m in read(text).entities if m.aliases]
    assert aliases
    assert all(alias not in some for some in aliases)


def test_what_stands_before_a_name_is_no_description_by_itself(read):
    assert "the official" not in [
        m.text for m in read("It fell, according to the official Xinhua News Agency.").entities
    ]


@pytest.mark.parametrize(("text", "entity_id", "alias", "rule"), CALLED)
def test_what_an_entity_may_be_called_elsewhere(read, text, entity_id, alias, rule):
    [aliases] = [m.aliases for m in read(text).entities if m.entity_id == entity_id and m.aliases]
    assert aliases[alias] == rule
