import pytest

from services.extraction.acronyms import initials
from services.extraction.entities import normalised_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the United Nations", "United Nations"),
        ("Sir Keir Starmer's", "Keir Starmer"),
        ("Dr. Amina Sharif", "Amina Sharif"),
        ("Prime Minister Keir Starmer", "Keir Starmer"),
        ("Suswa Power PLC", "Suswa Power"),
        ("Surma river", "Surma river"),
        ("Maria\n  Lopez", "Maria Lopez"),
        ("United States’", "United States"),
        ("Mr", "Mr"),
        ("President (Abdelmadjid) Tebboune", "Abdelmadjid Tebboune"),
    ],
)
def test_normalised_name(text, name):
    assert normalised_name(text) == name


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("World Food Programme", "wfp"),
        ("European Union", "eu"),
        ("Bank of Canada Trust", "bct"),
        ("WFP", "wfp"),
        ("AfDB", "adb"),
        ("U.N.", "un"),
        ("University of Nairobi", ""),
        ("WeChat", ""),
        ("non-EC", ""),
        ("MD-11", ""),
        ("Harvik", ""),
        ("US Navy", "usn"),
        ("SubCom", ""),
        ("UN Development Programme", "undp"),
        ("OPEC headquarters", ""),
    ],
)
def test_initials(name, letters):
    assert initials(name) == letters


def ids(enriched):
    """The entity at each place that mentions one, whatever the extents of the phrase there."""
    told = [(mention.end, mention.entity_id) for mention in enriched.entities]
    return [entity_id for _, entity_id in dict.fromkeys(told)]


LINKS = [
    ("Keir Starmer spoke in Paris. Starmer left.", ["person:keir starmer", "name:paris", "person:keir starmer"]),
    ("Sir Keir Starmer spoke. Sir Keir left.", ["person:keir starmer", "person:keir starmer"]),
    ("Ruth Mwansa Chanda won. Ruth Chanda left.", ["person:ruth mwansa chanda", "person:ruth mwansa chanda"]),
    ("Delfina Quispe Arroyo won. Quispe left.", ["person:delfina quispe arroyo", "person:delfina quispe arroyo"]),
    ("Maria Lopez met Ana Lopez. Lopez said no.", ["person:maria lopez", "person:ana lopez", "person:lopez"]),
    ("French voters like France and the French.", ["country:FR", "country:FR", "country:FR"]),
    ("The U.S. agreed. The United States paid. America won.", ["country:US", "country:US", "country:US"]),
    ("The World Health Organization met. The WHO agreed.", ["name:world health organization", "name:world health organization"]),
    ("The Suswa Power PLC grew. Shares in Suswa Power rose.", ["name:suswa power", "name:suswa power"]),
    ("Police in Kandahar's Zherai district agreed.", ["name:kandahar", "name:zherai district"]),
    ("The U.S. Coast Guard came. The American Coast Guard left.", ["name:u.s. coast guard", "name:u.s. coast guard"]),
    ("Justice Wanjiru Kamotho spoke. Kamotho JA agreed.", ["person:wanjiru kamotho", "person:wanjiru kamotho"]),
    ("He crossed London Bridge to London.", ["name:london bridge", "name:london"]),
    ("The Surma river rose. The Surma fell.", ["name:surma river", "name:surma river"]),
    ("Ships left Sulina by the Sulina canal.", ["name:sulina", "name:sulina canal"]),
    ("President Volodymyr Zelenskyy spoke. Volodymyr Zelensky left.", ["person:volodymyr zelenskyy", "person:volodymyr zelenskyy"]),
    ("The “harbour compact” grew.\nRiga's Harbour Compact Meets Obstacles\nIt is weak.", ["name:harbour compact", "name:riga", "name:harbour compact"]),
    ('The Harbour Compact grew. Ruiz proposed a "harbour compact" in May.', ["name:harbour compact", "person:ruiz", "name:harbour compact", "time:2025-05-01 00:00:00/2025-06-01 00:00:00"]),
    ("The Harbour Compact grew. Ruiz proposed a harbour compact.", ["name:harbour compact", "person:ruiz"]),
    ('A few votes separated her from Patrick "Bulldozer" Sichone. Then the Bulldozer wept.', ["person:patrick sichone"] * 2),
    ("The Union of Metalworkers, known as SITM, met. SITM agreed.", ["name:union of metalworkers"] * 3),
    ("The drill of Moa Aerospace of New Zealand broke.", ["name:moa aerospace", "country:NZ"]),
    ("The Ministry of Health paid. The Health Ministry agreed.", ["name:ministry of health"] * 2),
    ("The University of Miami won. Miami University lost.", ["name:university of miami", "name:miami university"]),
    ("The Central Bank of Kenya raised rates.", ["name:central bank of kenya"]),
    ("Kwong Tai spoke. Simon Kwong left. Mr Kwong sold. Kwong agreed.", ["person:kwong tai"] + ["person:simon kwong"] * 3),
    ("Xi Jinping spoke. Mr Xi left.", ["person:xi jinping"] * 2),
    ("Maria Lopez met Ana Lopez. Ms Lopez said no.", ["person:maria lopez", "person:ana lopez", "person:lopez"]),
    ("Prem Lama won. Prem-ji wept.", ["person:prem lama"] * 2),
    ("The MV Santa Iluminada sank. The Santa Iluminada was old.", ["name:santa iluminada"] * 2),
    ("Harbour Pride 2021 began. Later, Harbour Pride grew.", ["name:harbour pride 2021", "name:harbour pride"]),
    ("Bénédicte Lokwa spoke. Benedicte Lokwa left.", ["person:benedicte lokwa", "person:benedicte lokwa"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), LINKS)
def test_mentions_of_one_thing_share_an_id(read, text, expected):
    assert ids(read(text)) == expected


EXTENTS = [
    # A title belongs to a mention where it stands for the rest of the name.
    ("The ministry of Dr Amina Bawazir knew. Dr Bawazir left.", "Dr Bawazir"),
    ("Prime Minister Keir Starmer spoke. Prime Minister Starmer left.", "Prime Minister Starmer"),
    ("Prime Minister Keir Starmer spoke. Prime Minister Starmer left.", "Keir Starmer"),
    ("They asked Skipper Lund and Ms Aarflot.", "Ms Aarflot"),
    ("They asked Skipper Lund and Ms Aarflot.", "Skipper Lund"),
    # "The" belongs to a name of one word that is no initials.
    ("The Farmers' Alliance lost. The Alliance had nine seats.", "The Alliance"),
    ("Voters in Norway agreed, but the Norwegians paid.", "the Norwegians"),
    ("The NATO ministers met. Then the NATO left.", "NATO"),
    # A place's name goes on to the noun that says what it is.
    ("The train left the Kabuto tunnel at noon.", "Kabuto tunnel"),
    ("The flood reached Zherai district on Monday.", "Zherai district"),
    ("The flood reached a Paris hospital on Monday.", "Paris"),
]


@pytest.mark.parametrize(("text", "mention"), EXTENTS)
def test_how_far_a_mention_reaches(read, text, mention):
    assert mention in [m.text for m in read(text).entities]


OTHER_EXTENTS = [
    # With all titles, and without any.
    ("The ministry of Dr Amina Bawazir knew.", ["Dr Amina Bawazir", "Amina Bawazir"]),
    ("The pilot, Captain Bishal Thapa, agreed.", ["Captain Bishal Thapa", "Bishal Thapa"]),
    ("On Monday Prime Minister Keir Starmer spoke.", ["Prime Minister Keir Starmer", "Keir Starmer"]),
    ("They asked Skipper Lund.", ["Skipper Lund", "Lund"]),
    ("On Monday CEO Jane Whitcombe spoke.", ["CEO Jane Whitcombe", "Jane Whitcombe"]),
    ("On Monday Keir Starmer spoke.", ["Keir Starmer"]),
    # With "the" and without, where the name is no part of a longer phrase.
    ("The Farmers' Alliance lost.", ["The Farmers' Alliance", "Farmers' Alliance"]),
    ("Voters in Norway agreed, but the Norwegians paid.", ["Norway", "the Norwegians", "Norwegians"]),
    ("The NATO ministers met.", ["NATO"]),
    ("The Bank of Canada met. On Monday the Bank spoke.", ["The Bank of Canada", "Bank of Canada", "the Bank", "Bank"]),
    # With the noun that says what sort of craft or storm has the name.
    ("They built the Tsukuyo lander.", ["the Tsukuyo lander", "Tsukuyo", "Tsukuyo lander"]),
    ("Tugs pulled the stricken ferry Awatea clear.", ["the stricken ferry Awatea", "Awatea"]),
    ("The operators Gauri Air and Nile Breeze fell.", ["Gauri Air", "Nile Breeze"]),
    ("They built the Boeing airliner in Norway.", ["Boeing", "Norway"]),
    ("They took the Hamburg ferry.", ["Hamburg"]),
]


@pytest.mark.parametrize(("text", "extents"), OTHER_EXTENTS)
def test_a_name_is_mentioned_by_the_phrase_around_it_too(read, text, extents):
    named = [m for m in read(text).entities if m.entity_id.startswith(("person:", "name:", "country:"))]
    assert [m.text for m in named] == extents
    assert all(m.text == text[m.start : m.end] for m in named)


def test_a_ship_is_no_settlement(read):
    labels = {m.label for m in read("The MV Santa Iluminada sank off Cebu.").entities if "Iluminada" in m.text}
    assert labels == {"PRODUCT"}


def test_what_has_an_article_is_no_settlement(read):
    [surma] = read("The Surma rose by a metre on Monday.").entities[:1]
    assert (surma.text, surma.label) == ("The Surma", "LOC")


CALLED = [
    ("The Union of Metalworkers, known as SITM, met.", "Union of Metalworkers", "SITM", "acronym"),
    ('A few votes separated her from Patrick "Bulldozer" Sichone. Then the Bulldozer wept.', 'Patrick "Bulldozer" Sichone', "buldozer", "nickname"),
    ("Zarqa Textiles closed. Its owner left Zarqa Textiles in May, and Zarqa sued.", "Zarqa Textiles", "zarka", "short form"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "mention", "alias", "rule"), CALLED)
def test_what_an_article_calls_a_thing_is_an_alias_of_it(read, text, mention, alias, rule):
    assert next(m.aliases.get(alias) for m in read(text).entities if m.text == mention) == rule


RULES = [
    ("Keir Starmer spoke. Starmer left.", "Starmer", "name part"),
    ("The World Health Organization met. The WHO agreed.", "WHO", "acronym"),
    ("French voters like France.", "French", "demonym"),
    ("The U.S. agreed.", "U.S.", "country"),
    ("Germany hosts the talks. Berlin says that it will pay.", "Berlin", "capital"),
    ("Germany hosts the talks. They will meet in Berlin.", "Berlin", None),
    ("Germany hosts the talks. Berlin recalled its envoy.", "Berlin", "capital"),
    ("Germany hosts the talks. Berlin was hit by a storm.", "Berlin", None),
    ("Germany hosts the talks. Berlin woke to snow.", "Berlin", None),
    ("Germany hosts the talks. Berlin saw riots.", "Berlin", None),
    ("The talks are over. Berlin says that it will pay.", "Berlin", None),
    ("Volodymyr Zelenskyy spoke. Volodymyr Zelensky left.", "Volodymyr Zelensky", "spelling"),
    ("Nile Breeze Holdings grew. Nile Breeze hired.", "Nile Breeze", "short form"),
    ("Keir Starmer spoke.", "Keir Starmer", None),
]


@pytest.mark.parametrize(("text", "mention", "rule"), RULES)
def test_a_link_says_why(read, text, mention, rule):
    assert [m.link for m in read(text).entities if m.text == mention] == [rule]


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
