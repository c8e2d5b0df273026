import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.extraction.reading import extractor, read_articles

CLAUSES = [
    ("The dam broke; two people died in the flood.", ["The dam broke", "two people died in the flood."]),
    (
        "The dam broke on Monday, but the bridge was not damaged.",
        ["The dam broke on Monday", "the bridge was not damaged."],
    ),
    (
        "The bank lent money, while the union will pay the rest.",
        ["The bank lent money", "the union will pay the rest."],
    ),
    ("The dam, but not the bridge, was damaged.", ["The dam, but not the bridge, was damaged."]),
    ("He sold apples, pears, and plums.", ["He sold apples, pears, and plums."]),
    ("Present: the mayor; the clerk.", ["Present: the mayor"]),
]


@pytest.mark.parametrize(("sentence", "expected"), CLAUSES)
def test_quotes_of_the_clauses_of_a_sentence(read, sentence, expected):
    assert [claim.quote for claim in read(sentence).claims] == expected


def test_a_claim_has_its_parts(read):
    [claim] = read("At least 12 miners were killed in Ghana on Monday.").claims
    assert claim.quote == "At least 12 miners were killed in Ghana on Monday."
    assert claim.text == "At least 12 miners were killed in Ghana on 13 April 2026."
    assert claim.terms == ("miner", "kill")
    assert claim.entity_ids == ("country:GH",)
    assert [(q.lower, q.upper, q.counted) for q in claim.quantities] == [(12, None, "miners")]
    assert [str(t.since) for t in claim.times] == ["2026-04-13 00:00:00"]


def test_the_wording_has_plain_spaces_and_the_quote_has_its_own(read):
    [claim] = read("The dam\u00a0 broke\non Monday.").claims
    assert (claim.text, claim.quote) == ("The dam broke on 13 April 2026.", "The dam\u00a0 broke\non Monday.")


def test_headings_claim_nothing_and_bullets_do(read):
    enriched = read("Flood in the north\n\n• The dam broke on Monday.\n\nIt rained.")
    assert [claim.quote for claim in enriched.claims] == ["The dam broke on Monday.", "It rained."]


def test_a_repeated_paragraph_adds_no_claim(read):
    assert len(read("The dam broke.\n\nIt rained.\n\nThe dam broke.").claims) == 2


WORTH = [
    ("The reactor at Narok produced 35 MW on Monday.", "What a day it was for all of us!"),
    ("The bank raised its rate to 3.5 percent.", "Will the bank raise its rate?"),
    ("The dam broke on Monday.", "I think the dam is beautiful."),
    ("The bank lent 3 million euros in May.", "The bank should lend more."),
    ("The mayor opened the bridge.", "You are welcome."),
    ("The mayor opened the bridge.", "Thank you for your letter."),
    ("Turnout fell to 41 per cent.", "Who would have thought so?"),
    ("The army has withdrawn from Kyiv.", "The army may withdraw from Kyiv."),
    ("The dam broke on Monday.", "If the dam breaks, we will leave."),
]


@pytest.mark.parametrize(("more", "less"), WORTH)
def test_facts_are_worth_more_than_questions_and_opinion(read, more, less):
    assert read(more).claims[0].worth > max((claim.worth for claim in read(less).claims), default=0.0)


def test_reading_twice_gives_the_same(read):
    text = "Keir Starmer said on Monday that 12 people died. “It is over,” he added."
    assert read(text) == read(text)


def test_a_batch_reads_as_its_articles_alone(nlp, make_article):
    articles = [make_article(text, str(i)) for i, text in enumerate(("Kenya won.", " ", "It rained.\n\nIt poured."))]
    assert read_articles(nlp, articles) == [read_articles(nlp, [article])[0] for article in articles]


@pytest.mark.parametrize(
    "text",
    [
        (
            "Then the thermometer melted, and the pipe came up empty. That is the disappointment of it. No piece of the magma was "
            "recovered; what had been hoped for, a finger of new glass to put under a microscope, stayed down there, and the "
            "laboratory bench has nothing on it."
        ),
        (
            "\"I want voters in Peru and Chile and Bolivia to start to look to the coast; to see how we're doing things; to wonder "
            'what the mayor of Lima is doing; and not to look at Quito, or look at the old guard."'
        ),
    ],
)
def test_what_hangs_on_a_full_stop_or_a_quotation_mark_tells_nothing(read, text):
    enriched = read(text)
    _check(enriched)
    assert all(claim.text[0].isalpha() for claim in enriched.claims)


def test_the_extractor_names_pipeline_and_version(nlp):
    assert extractor(nlp).startswith("gainsay/")


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1, max_size=400))
def test_any_text_is_read_without_error_and_quoted_exactly(read, text):
    _check(read(text))


_NEWS = st.lists(
    st.sampled_from(
        'the The Kenya Mr. Starmer said says “ ” " . , ; : ? – not will 12 $5 3.5% million on Monday July 7, 2025 joined '
        "pact of and people \n \n\n • - at 3 a.m. more than according to which U.S. ‘ ’ ( ) 🚨 \u00a0".split(" ")
    ),
    max_size=60,
).map(" ".join)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_NEWS.filter(bool))
def test_any_order_of_news_words_is_read_without_error_and_quoted_exactly(read, text):
    _check(read(text))


def _check(enriched):
    text = enriched.article.text
    for claim in enriched.claims:
        assert text[claim.start : claim.end] == claim.quote
        assert claim.quote.strip() == claim.quote
        for part in (*claim.quantities, *claim.times):
            assert text[part.start : part.end] == part.text
            assert claim.start <= part.start < part.end <= claim.end
    for mention in enriched.entities:
        assert text[mention.start : mention.end] == mention.text
    assert len({claim.id for claim in enriched.claims}) == len(enriched.claims)


LONG = 60_000
PATHOLOGICAL = {
    "one letter": "a",
    "capitals": "A ",
    "names": "Maria Lopez of ",
    "many names": None,
    "dots": ". ",
    "only dots": ".",
    "open quotes": "“",
    "brackets": "(",
    "digits": "1",
    "numbers": "1,000 ",
    "number words": "twenty two ",
    "commas": "a, ",
    "said": "he said ",
    "joined": "France joined ",
    "including": "saw leaders including ",
    "months": "May 5 ",
    "spaces": " ",
    "newlines": "\n",
    "bullets": "• ",
    "hyphens": "a-",
    "semicolons": "he is; she was; ",
    "quotes": '"',
    "apostrophes": "n't ",
    "dashes": "— ",
    "prose": "Maria Lopez said that 12 people were killed in Ghana on Monday, but the road was not closed. ",
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", PATHOLOGICAL)
def test_long_texts_take_time_in_proportion(read, name):
    unit = PATHOLOGICAL[name]
    text = (
        "".join(f"Ana{chr(97 + i % 26)}{chr(97 + i // 26 % 26)} Lopez{i % 991} met. " for i in range(9_000))
        if unit is None
        else unit * (LONG // len(unit))
    )
    quarter, whole = (_seconds(read, f"{text[:length]}x") for length in (LONG // 4, LONG))
    assert whole < 8 * quarter + 1, "were it quadratic, it would be 16 times as long"


def _seconds(read, text):
    began = time.process_time()
    _check(read(text))
    return time.process_time() - began
