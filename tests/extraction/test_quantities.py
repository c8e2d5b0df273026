import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.extraction.quantities import find_quantities
from services.extraction.times import find_expressions

INF = None


def read(sentence):
    return find_quantities(sentence, 0, [(e.start, e.end) for e in find_expressions(sentence)])


# sentence, (text, lower, upper, unit, counted) of its only quantity
SINGLE = [
    ("More than 20 countries attended.", "More than 20", 20, INF, "", "countries"),
    ("The UN says over 9 million Ukrainians remain displaced.", "over 9 million", 9e6, INF, "", "Ukrainians"),
    ("He fired some two dozen artillery shells.", "some two dozen", 24, 24, "", "artillery shells"),
    ("At least 12 people were killed.", "At least 12", 12, INF, "", "people"),
    ("It will hire up to 90 technicians.", "up to 90", None, 90, "", "technicians"),
    ("Between 3 and 5 soldiers fled.", "Between 3 and 5", 3, 5, "", "soldiers"),
    ("Some 3-5 soldiers fled.", "Some 3-5", 3, 5, "", "soldiers"),
    ("From 12 to 15 people live there.", "From 12 to 15", 12, 15, "", "people"),
    ("Twenty-one men died.", "Twenty-one", 21, 21, "", "men"),
    ("She bought a dozen eggs.", "a dozen", 12, 12, "", "eggs"),
    ("Half a million people marched.", "Half a million", 5e5, 5e5, "", "people"),
    ("A hundred and twenty people marched.", "A hundred and twenty", 120, 120, "", "people"),
    ("The bank gave a $150m loan.", "$150m", 1.5e8, 1.5e8, "USD", "loan"),
    ("It raised €1.2bn.", "€1.2bn", 1.2e9, 1.2e9, "EUR", None),
    ("It won 3.5 per cent of voters.", "3.5 per cent", 3.5, 3.5, "percent", "voters"),
    ("It holds a 20% stake.", "20%", 20, 20, "percent", "stake"),
    ("It lies 25 km north of the town.", "25 km", 25, 25, "km", None),
    ("Russia sent 120,000 troops.", "120,000", 120000, 120000, "", "troops"),
    ("Twelve were killed.", "Twelve", 12, 12, "", "killed"),
    ("The death toll rose to 12.", "12", 12, 12, "", "death toll"),
    ("The death toll has risen to 1,204.", "1,204", 1204, 1204, "", "death toll"),
    ("Inflation rose to 3.5 percent in March.", "3.5 percent", 3.5, 3.5, "percent", "Inflation"),
    ("He met 29 world leaders.", "29", 29, 29, "", "world leaders"),
    ("Unit 4 has a rated output of 35 MW.", "35 MW", 35, 35, "MW", "output"),
    ("The cost came to USD 121 million.", "USD 121 million", 1.21e8, 1.21e8, "USD", "cost"),
    ("It lost 212 million naira.", "212 million naira", 2.12e8, 2.12e8, "NGN", None),
    ("It lost Rs 1.1 crore.", "Rs 1.1 crore", 1.1e7, 1.1e7, "rupee", None),
    ("It lost ten lakh rupees.", "ten lakh rupees", 1e6, 1e6, "rupee", None),
    ("The court awarded 410 million Kenyan shillings.", "410 million Kenyan shillings", 4.1e8, 4.1e8, "KES", None),
    ("It paid HK$19.6 billion.", "HK$19.6 billion", 1.96e10, 1.96e10, "HKD", None),
    ("The fare is NT$34,000.", "NT$34,000", 34000, 34000, "TWD", "fare"),
    ("It costs 60 billion crowns.", "60 billion crowns", 6e10, 6e10, "crown", None),
    ("A fifth of the shares were sold.", "A fifth", 20, 20, "percent", "shares"),
    ("Two-thirds of the bill was met.", "Two-thirds", 66.67, 66.67, "percent", "bill"),
    ("Half of the voters stayed away.", "Half", 50, 50, "percent", "voters"),
    ("Nine in ten islanders voted.", "Nine in ten", 90, 90, "percent", "islanders"),
    ("One person was hurt.", "One", 1, 1, "", "person"),
    ("They agreed a 30-day ceasefire.", "30-day", 30, 30, "day", "ceasefire"),
    ("A 34-year-old man was held.", "34-year-old", 34, 34, "year", "age"),
    ("Mayu Torii, 26, is a student.", "26", 26, 26, "year", "age"),
    ("The pilot, aged 45, survived.", "45", 45, 45, "year", "age"),
    ("NATO agreed to add 3,200 troops.", "3,200", 3200, 3200, "", "troops"),
    ("The train was doing 96 km per hour.", "96 km per hour", 96, 96, "km/h", None),
    ("The train was doing 128 km/h.", "128 km/h", 128, 128, "km/h", None),
    ("Tens of thousands of people fled.", "Tens of thousands", 2e4, INF, "", "people"),
    ("Dozens of villagers fled.", "Dozens", 24, INF, "", "villagers"),
    ("It is worth nearly $150 million.", "nearly $150 million", 1.5e8, 1.5e8, "USD", None),
    ("It is worth $3-5 million.", "$3-5 million", 3e6, 5e6, "USD", None),
    ("It is worth between $3m and $5m.", "between $3m and $5m", 3e6, 5e6, "USD", None),
    ("It is worth between two and three million euros.", "between two and three million euros", 2e6, 3e6, "EUR", None),
    ("It sold at 1,750 to 1,780 dlrs.", "1,750 to 1,780 dlrs", 1750, 1780, "USD", None),
    ("The rate fell by 0.25 percentage points.", "0.25 percentage points", 0.25, 0.25, "percentage point", "rate"),
    ("Seven more bodies were found.", "Seven", 7, 7, "", "bodies"),
    ("No fewer than 30 came.", "No fewer than 30", 30, INF, "", None),
    ("He paid forty thousand euros.", "forty thousand euros", 4e4, 4e4, "EUR", None),
    ("It was a temperature of -5 degrees.", "-5 degrees", -5, -5, "degree", "temperature"),
    ("Four of them died.", "Four", 4, 4, "", None),
    ("They moved 4,310 tonnes of rice.", "4,310 tonnes", 4310, 4310, "tonne", "rice"),
    ("He is 45 years old.", "45 years old", 45, 45, "year", "age"),
    ("The focus lay at a depth of 18 km.", "18 km", 18, 18, "km", "depth"),
    ("It drew a crowd of 5,000.", "5,000", 5000, 5000, "", "crowd"),
    ("The 47-seat chamber met.", "47", 47, 47, "", "seat"),
    ("She beat him by 412 votes.", "412", 412, 412, "", "votes"),
    ("More than 400 homes burnt.", "More than 400", 400, INF, "", "homes"),
    ("About 400 households must move.", "About 400", 400, 400, "", "households"),
    ("An estimated 4,000 homes burnt.", "An estimated 4,000", 4000, 4000, "", "homes"),
    ("Fewer than 50 staff remain.", "Fewer than 50", None, 50, "", "staff"),
    ("No more than ten may enter.", "no more than ten".capitalize(), None, 10, "", None),
    ("It covers 12 square kilometres.", "12 square kilometres", 12, 12, "km²", None),
    ("It rained for three hours.", "three hours", 3, 3, "hour", None),
    ("Turnout was 88 percent.", "88 percent", 88, 88, "percent", "Turnout"),
    ("It sells at $6.50 a barrel.", "$6.50", 6.5, 6.5, "USD", None),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "text", "lower", "upper", "unit", "counted"), SINGLE)
def test_reads_one_quantity(sentence, text, lower, upper, unit, counted):
    [quantity] = read(sentence)
    assert (quantity.text, quantity.lower, quantity.upper, quantity.unit, quantity.counted) == (
        text,
        lower,
        upper,
        unit,
        counted,
    )


SEVERAL = [
    ("12 of the 47 seats", [("12", "seats"), ("47", "seats")]),
    ("two boys and three girls", [("two", "boys"), ("three", "girls")]),
    ("dozens dead and hundreds injured", [("dozens", "dead"), ("hundreds", "injured")]),
    ("HK$19.6 billion and NT$34,000", [("HK$19.6 billion", None), ("NT$34,000", None)]),
    ("six of the eleven lorries", [("six", "lorries"), ("eleven", "lorries")]),
    ("5 million people in 3 cities", [("5 million", "people"), ("3", "cities")]),
]


@pytest.mark.parametrize(("sentence", "expected"), SEVERAL)
def test_reads_several_quantities(sentence, expected):
    assert [(q.text, q.counted) for q in read(sentence)] == expected


NONE = [
    "In 2025 the 2024 elections were held.",
    "It was the 58th member.",
    "He lives on the 3rd floor.",
    "They won 3-1.",
    "Namma 12 sailed.",
    "Route 66 and Boeing 737 and Article 5 are names.",
    "He was born on 7 July 1988.",
    "It struck at 4:52 a.m. on Sunday.",
    "One of the men fled.",
    "No one was hurt.",
    "See page 12.",
    "The F-16 and Covid-19 are names.",
    "It happened three years ago.",
]


@pytest.mark.parametrize("sentence", NONE)
def test_leaves_other_numbers_alone(sentence):
    assert read(sentence) == []


OPEN = [
    ("more than 20 people", True, False, False),
    ("at least 20 people", False, False, False),
    ("under 20 people", False, True, False),
    ("up to 20 people", False, False, False),
    ("about 20 people", False, False, True),
    ("20 people", False, False, False),
    ("some 20 people", False, False, True),
    ("20 or so people", False, False, True),
]


@pytest.mark.parametrize(("sentence", "lower_open", "upper_open", "approximate"), OPEN)
def test_says_whether_bounds_are_open_and_loose(sentence, lower_open, upper_open, approximate):
    [quantity] = read(sentence)
    assert (quantity.lower_open, quantity.upper_open, quantity.approximate) == (lower_open, upper_open, approximate)


@given(st.integers(min_value=2100, max_value=10**12))
def test_digits_with_and_without_separators_agree(number):
    plain, separated = read(f"It counted {number} votes."), read(f"It counted {number:,} votes.")
    assert [q.lower for q in plain] == [q.lower for q in separated] == [number]


@given(st.integers(min_value=1, max_value=10**6), st.integers(min_value=1, max_value=10**6))
def test_a_range_contains_both_ends(a, b):
    low, high = sorted((a, b))
    for quantity in read(f"It took between {low:,} and {high:,} votes."):
        assert (quantity.lower or 0) <= (quantity.upper or math.inf)


@given(st.text(max_size=300))
def test_any_text_gives_quotes_of_itself(text):
    for quantity in read(text):
        assert text[quantity.start : quantity.end] == quantity.text
