import pytest

from services.extraction.entities import normalised_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the United Nations", "United Nations"),
        ("Sir Keir Starmer's", "Keir Starmer"),
        ("Dr. Amina Sharif", "Amina Sharif"),
        ("Prime Minister Keir Starmer", "Keir Starmer"),
        ("Suswa Power PLC", "Suswa Power"),
        ("Surma river", "Surma"),
        ("Maria\n  Lopez", "Maria Lopez"),
        ("United States’", "United States"),
        ("Mr", "Mr"),
    ],
)
def test_normalised_name(text, name):
    assert normalised_name(text) == name


def ids(enriched):
    return [mention.entity_id for mention in enriched.entities]


LINKS = [
    ("Keir Starmer spoke in Paris. Starmer left.", ["person:keir starmer", "name:paris", "person:keir starmer"]),
    ("Sir Keir Starmer spoke. Sir Keir left.", ["person:keir starmer", "person:keir starmer"]),
    ("Ruth Mwansa Chanda won. Ruth Chanda left.", ["person:ruth mwansa chanda", "person:ruth mwansa chanda"]),
    ("Maria Lopez met Ana Lopez. Lopez said no.", ["person:maria lopez", "person:ana lopez", "person:lopez"]),
    ("French voters like France and the French.", ["country:FR", "country:FR", "country:FR"]),
    ("The U.S. agreed. The United States paid. America won.", ["country:US", "country:US", "country:US"]),
    ("The World Health Organization met. The WHO agreed.", ["name:world health organization", "name:world health organization"]),
    ("The Suswa Power PLC grew. Shares in Suswa Power rose.", ["name:suswa power", "name:suswa power"]),
    ("He crossed London Bridge to London.", ["name:london bridge", "name:london"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), LINKS)
def test_mentions_of_one_thing_share_an_id(read, text, expected):
    assert ids(read(text)) == expected


def test_a_country_and_its_people_have_their_own_labels(read):
    assert [(m.text, m.label) for m in read("French voters like France.").entities] == [
        ("French", "NORP"),
        ("France", "GPE"),
    ]


def test_a_linked_surname_has_the_full_name(read):
    assert [m.name for m in read("Keir Starmer spoke. Starmer left.").entities] == ["Keir Starmer", "Keir Starmer"]


def test_amounts_and_dates_are_mentions_without_their_bounds(read):
    found = {
        m.text: m.label for m in read("It paid more than USD 121 million for 3.5 percent until 30 April.").entities
    }
    assert found == {"USD 121 million": "MONEY", "3.5 percent": "PERCENT", "30 April": "DATE"}
