"""What claims say: their parts, the wording that stands alone, and when they were said."""

import json
from pathlib import Path

import pytest
import yaml

from services.extraction.passages import passages
from services.extraction.reading import read_articles

TABLE = yaml.safe_load(Path(__file__).with_name("claims.yaml").read_text(encoding="utf-8"))


def written(argument):
    return f"{argument.preposition} {argument.text}".strip()


def parts(claim):
    columns = [claim.subjects, None, claim.objects, claim.complements]
    cells = [claim.predicate if column is None else " & ".join(map(written, column)) for column in columns]
    return " | ".join(cells).strip()


@pytest.mark.parametrize(("text", "expected"), [(row["text"], row["claims"]) for row in TABLE])
def test_each_proposition_is_a_claim_with_its_parts(read, text, expected):
    claims = sorted(read(text).claims, key=lambda claim: (claim.start, claim.end))
    assert list(map(parts, claims)) == expected


# text, wordings
ALONE = [
    ("Ana Ruiz resigned in May. She had led the party since 2019.", ["Ana Ruiz resigned in May 2025.", "Ana Ruiz had led the party since 2019."]),
    ("Ana Ruiz, who led the party, resigned.", ["Ana Ruiz resigned.", "Ana Ruiz led the party."]),
    ("Ana Ruiz, the mayor of Lima, resigned.", ["Ana Ruiz resigned.", "Ana Ruiz is the mayor of Lima."]),
    ("Ana Ruiz signed the treaty and left the hall.", ["Ana Ruiz signed the treaty.", "Ana Ruiz left the hall."]),
    ("The plant will be sold and demolished.", ["The plant will be sold.", "The plant will be demolished."]),
    ("The plant, built in 1970, was sold to Acme.", ["The plant was sold to Acme.", "The plant was built in 1970."]),
    ("France joined the pact, and so did Italy.", ["Italy joined the pact.", "France joined the pact."]),
    ("Spain did not sign the treaty, nor did Portugal.", ["Portugal did not sign the treaty.", "Spain did not sign the treaty."]),
    ("The bridge reopened on Tuesday.", ["The bridge reopened on 14 April 2026."]),
    ("The bridge reopened yesterday.", ["The bridge reopened on 15 April 2026."]),
    ("The bridge will reopen on Friday, the mayor said.", ["The bridge will reopen on 17 April 2026."]),
    ("“The bridge is safe,” the mayor said.", ["The bridge is safe."]),
    ("The mayor said that the bridge was safe and that it would reopen.", ["The bridge was safe.", "The bridge would reopen."]),
    ("Toyota said it would cut 300 jobs.", ["Toyota would cut 300 jobs."]),
    ("Toyota cut 300 jobs. It blamed weak demand. Its shares fell.", ["Toyota cut 300 jobs.", "Toyota blamed weak demand.", "Toyota's shares fell."]),
    ("Maria Lopez praised her party.", ["Maria Lopez praised her party."]),
    ("The ferry, which carried 183 passengers, ran aground.", ["The ferry ran aground.", "The ferry carried 183 passengers."]),
    ("The firm bought a ship. It carries grain.", ["The firm bought a ship.", "It carries grain."]),
    ("A treaty was signed. It takes effect in 60 days.", ["A treaty was signed.", "The treaty takes effect in 60 days."]),
    ("“I sold the boat,” Tom Berg said.", ["Tom Berg sold the boat."]),
    ("The Baltic Pact is old. France joined the pact.", ["The Baltic Pact is old.", "France joined the Baltic Pact."]),
    ("Nine countries, Estonia among them, signed up to the Arctic Data Network in Tromsø.", ["Nine countries, Estonia among them, signed up to the Arctic Data Network in Tromsø."]),
    ("The council adopted a resolution extending its mission by six months.", ["The council adopted a resolution extending its mission by six months."]),
    ("A rocket carrying 23 satellites took off.", ["A rocket carrying 23 satellites took off.", "A rocket was carrying 23 satellites."]),
    ("The ministers parted without signing the treaty.", ["The ministers parted without signing the treaty.", "The ministers did not sign the treaty."]),
    ("Soldiers dug a six-year-old boy alive out of the mud in Yanahirca on Tuesday, hours after a landslide buried 12 houses in the Peruvian village.", ["Soldiers dug a six-year-old boy alive out of the mud in Yanahirca on 14 April 2026.", "A landslide buried 12 houses in the Peruvian village."]),
    ("At least four people are dead after the Santa Ligaya sank this evening, coast guards say.", ["At least four people are dead after the Santa Ligaya sank this evening.", "The Santa Ligaya sank this evening."]),
    ("Petra Vondrasek, physiotherapist to Giulia Ferrandi and never her coach, broke the news.", ["Petra Vondrasek broke the news.", "Petra Vondrasek is physiotherapist to Giulia Ferrandi and never her coach."]),
    ("All Aberdeen city schools are closed today, Thursday 16 April, because of snow.", ["All Aberdeen city schools are closed on 16 April 2026, because of snow."]),
    ("Sales came to 2.4 billion crowns in January to March.", ["Sales came to 2.4 billion crowns in January to March."]),
    ("The state had nine deaths in the first half of March.", ["The state had nine deaths in the first half of March."]),
    ("Agne Brazdeikyte won Lithuania's presidential runoff on Sunday, the electoral commission said after counting all votes.", ["Agne Brazdeikyte won Lithuania's presidential runoff on 12 April 2026 after counting all votes."]),
    ("Romania said on Friday it would buy 54 howitzers.", ["Romania would buy 54 howitzers."]),
    ("“The text was a slogan and not a policy,” said Anselm Tuilagi, who heads the group Nodule Forum.", ["The text was a slogan and not a policy.", "Anselm Tuilagi heads the group Nodule Forum."]),
    ("“The river was grey and it was roaring,” said Pasang Doma.", ["The river was grey.", "The river was roaring."]),
    ("The contracts that the commission has granted since 2001 remain valid.", ["The contracts that the commission has granted since 2001 remain valid.", "The commission has granted the contracts since 2001."]),
    ("The fine of 210 million euros that the European Commission imposed on Lumagas was annulled.", ["The fine of 210 million euros that the European Commission imposed on Lumagas was annulled.", "The European Commission imposed the fine of 210 million euros on Lumagas."]),
    ("The latest victims were a couple whose car was swept off a bridge.", ["The latest victims were a couple whose car was swept off a bridge.", "A couple's car was swept off a bridge."]),
    ("Police are looking for the organiser, who slipped out of the house, and who has been seen by nobody since.", ["Police are looking for the organiser.", "The organiser slipped out of the house.", "The organiser has been seen by nobody since."]),
    ("No alert had been issued before the storm struck. The mayor signed nothing that his lawyers had not approved.", ["No alert had been issued before the storm struck.", "The storm struck.", "The mayor signed nothing that his lawyers had not approved."]),
    ("Shanique Dowdell won the race at the Antilles Games in 49.62 seconds, the fastest time of the season.", ["Shanique Dowdell won the race at the Antilles Games in 49.62 seconds, the fastest time of the season."]),
    ("“Everything is in the road,” said Philomène Auguste, 61, who spent the night in the church.", ["Everything is in the road.", "Philomène Auguste spent the night in the church."]),
    ("Portugal does not sit on the council and had to ask Chile for the text.", ["Portugal does not sit on the council.", "Portugal had to ask Chile for the text."]),
    ("Across the district 31 homes are damaged, according to a first survey by the Red Cross.", ["Across the district 31 homes are damaged."]),
    ("Skarvholm field: the outage that began at 04:00 CET on Monday is expected to end at 06:00 CET on 14 April.", ["The outage that began at 04:00 CET on Monday is expected to end at 06:00 CET on 14 April 2026.", "The outage began at 04:00 CET on 13 April 2026."]),
    ("A silver reliquary was stolen from Antwerp's Van Oeckel museum around noon on Thursday while visitors were in the building.", ["A silver reliquary was stolen from Antwerp's Van Oeckel museum around noon on 16 April 2026 while visitors were in the building.", "Visitors were in the building."]),
    ("Mariela Peguero of the Dominican Republic took silver in 49.88, and Kezia Alleyne of Barbados was third.", ["Mariela Peguero of the Dominican Republic took silver in 49.88.", "Kezia Alleyne of Barbados was third."]),
    ("The helicopter that crashed near Lukla on Saturday, killing all five on board, hit a ridge.", ["The helicopter that crashed near Lukla on Saturday, killing all five on board, hit a ridge.", "The helicopter crashed near Lukla on 11 April 2026, killing all five on board."]),
    ("The Castelo Branco wildfire has spread. Firefighters hope to have it under control.", ["The Castelo Branco wildfire has spread.", "Firefighters hope to have the Castelo Branco wildfire under control."]),
    ("“I hope I am wrong and I’ve been late,” Tom Berg said.", ["Tom Berg hopes Tom Berg is wrong.", "Tom Berg has been late."]),
    ("Nobody noticed the time a patrol car drew up.", ["Nobody noticed the time a patrol car drew up.", "A patrol car drew up."]),
    ("The crew rang the race office, which saw that the yacht had stopped.", ["The crew rang the race office.", "The yacht had stopped."]),
    ("The shop that the thieves broke into on Sunday is shut.", ["The shop that the thieves broke into on Sunday is shut.", "The thieves broke into the shop on 12 April 2026."]),
    ("Management and workers at Daeyang Heavy will resume talks on Monday, a mediator said on Wednesday, one day after 4,120 employees walked out.", ["Management and workers at Daeyang Heavy will resume talks on 20 April 2026."]),
    ("Hurricane Marisol crossed the south of Saint Lucia on Sunday with sustained winds of 165 kilometres per hour, tearing off roofs and cutting power to most of the island.", ["Hurricane Marisol crossed the south of Saint Lucia on 12 April 2026 with sustained winds of 165 kilometres per hour."]),
    ("Tom Berg retired. He sold his boat.", ["Tom Berg retired.", "Tom Berg sold his boat."]),
    ("The Ecumenical Patriarch arrived in Nairobi. The foreign minister met him at the airport.", ["The Ecumenical Patriarch arrived in Nairobi.", "The foreign minister met the Ecumenical Patriarch at the airport."]),
    ("Ana Ruiz is not expected to visit Oslo or sign the pact.", ["Ana Ruiz is not expected to visit Oslo.", "Ana Ruiz is not expected to sign the pact."]),
    ("The club has yet to pay its players or sell the bus.", ["The club has yet to pay its players.", "The club has yet to sell the bus."]),
    ("Acme is due to open a plant and hire 200 people.", ["Acme is due to open a plant.", "Acme is due to hire 200 people."]),
    ("The plant is to close in May and be sold in June.", ["The plant is to close in May 2026.", "The plant is to be sold in June 2026."]),
    ("Acme has neither paid nor apologised.", ["Acme has neither paid.", "Acme has not apologised."]),
    ("Tom Berg neither resigned nor paid.", ["Tom Berg neither resigned.", "Tom Berg did not pay."]),
    ("Tom Berg left as though Ana Ruiz had won.", ["Tom Berg left as though Ana Ruiz had won."]),
    ("The port was shut so that divers could work.", ["The port was shut so that divers could work."]),
    ("The port was shut in case it rained.", ["The port was shut in case it rained."]),
    ("The dam broke, so that the port was flooded.", ["The dam broke.", "The port was flooded."]),
    ("The port is shut in that the crane is broken.", ["The port is shut in that the crane is broken.", "The crane is broken."]),
    ("Eva Novak spoke. Ana Ruiz, the envoy who lost her bag in Oslo, left.", ["Eva Novak spoke.", "Ana Ruiz left.", "The envoy lost Ana Ruiz's bag in Oslo."]),
    ("Cyclone Hasina crossed the coast. No storm alert had been issued before it struck, officials said.", ["Cyclone Hasina crossed the coast.", "No storm alert had been issued before Cyclone Hasina struck.", "Cyclone Hasina struck."]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ALONE)
def test_a_wording_stands_alone(read, text, expected):
    assert [claim.text for claim in read(text).claims] == expected


def test_a_second_infinitive_under_nothing_is_lent_nothing(read):
    told = read(
        "The bank is to close branches and to cut jobs. Ministers to meet on Friday and to sign the pact, officials said."
    )
    assert len(told.claims) >= 3


# text, whether each of its claims is settled
SETTLED = [
    ("Ana Ruiz resigned. She had led the party.", [True, True]),
    ("She had led the party.", [False]),
    ("Ana Ruiz met Eva Novak. She left early.", [True, False]),
    ("It was sold in May.", [False]),
    ("This was a mistake.", [False]),
    ("It is likely that the bridge collapsed.", [True]),
    ("“We will not pay,” the mayor said.", [False]),
    ("The firm bought a ship and a crane. They were sold.", [True, False]),
    ("The finance minister, Ana Ruiz, and the health minister, Eva Novak, agreed. The minister left.", [True, True, True, False]),
    ("Berlin sold the line. Its buyer is French.", [True, True]),
    ("Norway and Finland signed a treaty. It was printed in Oslo.", [True, False]),
    ("The miners learned it from the radio. Investors did not love it.", [False, False]),
    ("The officer pulled a slip out of a hat. It bore a name.", [True, False]),
    ("The hospital burned. It was evacuated.", [True, True]),
    ("Ana Ruiz stood on the tower. It was 12 degrees on the tower.", [True, True]),
    ("A man found a hoard near York. It holds 212 coins, the Ryedale Museum said.", [True, False]),
    ("The foreign minister met him at the airport.", [False]),
    ("The crew opened the valves when they saw the warship.", [False, False]),
    ("No one was harmed.", [True]),
    ("The mayor thanked a shrine in Sakai which lost the money that it had collected for a roof.", [False, False, False]),
    ("It was Tuvalu that first put forward the scheme and wrote its opening draft two years ago.", [True, True, False]),
    ("The killing of Eva Novak shocked Oslo. He was arrested.", [True, False]),
    ("The death of Tom Berg shocked Oslo. He was 24.", [True, True]),
    ("Eva Novak lost her job. He was arrested.", [True, False]),
    ("Eva Novak lost her job. She was arrested.", [True, True]),
    ("Eva Novak met Tom Berg. Berg praised her work. He left.", [True, True, True]),
    ("The actress Eva Novak left. He stayed.", [True, False]),
    ("Eva Novak, a policewoman from Oslo, left. He stayed.", [True, True, False]),
    ("Tom Berg, a policeman from Oslo, left. She stayed.", [True, True, False]),
    ("“It was an ordinary hurricane that took an odd path,” Keturah Maxwell said.", [False, True]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SETTLED)
def test_what_the_article_leaves_open_is_not_settled(read, text, expected):
    assert [claim.settled for claim in read(text).claims] == expected


def test_who_is_taken_up_by_a_pronoun_speaks(read):
    _, claim = read("The alarm was raised by the race office, which saw that the yacht had stopped.").claims
    assert claim.speaker.name == "the race office"


def test_when_it_was_said_is_no_time_of_the_claim(read):
    [claim] = read("The minister said on Monday that the bridge will reopen in June.").claims
    assert claim.said is not None
    assert claim.said.text == "Monday"
    assert [time.text for time in claim.times] == ["June"]


def test_what_stands_apart_from_the_words_of_speech_has_its_own_numbers(read):
    [claim] = read("Two ministers said on Friday that 12 people died.").claims
    assert [quantity.text for quantity in claim.quantities] == ["12"]


def test_numbers_and_times_belong_to_the_clause_that_states_them(read):
    main, relative = read("The ferry, which carried 183 passengers in May, sank in June with 12 cars.").claims
    assert [[q.text for q in claim.quantities] for claim in (main, relative)] == [["12"], ["183"]]
    assert [[t.text for t in claim.times] for claim in (main, relative)] == [["June"], ["May"]]


def test_arguments_carry_entities_heads_and_prepositions(read):
    [claim] = read("Lena Ortiz opened the new bridge on Monday in Kenya.").claims
    [subject], [opened], [where] = claim.subjects, claim.objects, claim.complements
    assert (subject.entity_id, subject.head) == ("person:lena ortiz", "")
    assert (opened.entity_id, opened.head, opened.preposition) == (None, "bridge", "")
    assert (where.entity_id, where.preposition) == ("country:KE", "in")
    assert claim.place == where


# text, the place of its first claim
PLACES = [
    ("Cyclone Hasina crossed the coast of Madagascar near Morondava, in the west, at dawn.", "Morondava"),
    ("A bus fell into a river near Pokhara in Nepal on Monday.", "Pokhara"),
    ("A tyre warehouse burned down in Vénissieux, south of Lyon.", "Vénissieux"),
    ("Chile and Argentina signed a treaty in Santiago on Thursday.", "Santiago"),
    ("A wildfire near Ourense in northern Spain was put out on Thursday.", "Ourense"),
    ("Helivara will build a solar park near Gafsa, Tunisia.", "Gafsa"),
    ("Russia vetoed a resolution on a ceasefire in Sudan.", None),
    ("Montenegro borders on Croatia.", None),
]


@pytest.mark.parametrize(("text", "place"), PLACES)
def test_the_place_of_a_claim_is_the_most_exact_one(read, text, place):
    claim = read(text).claims[0]
    assert (claim.place and claim.place.text) == place


def test_whose_somebody_is_says_not_who_it_is(read):
    [claim] = read("Okafor supporters were arrested in Oslo.").claims
    assert [(one.text, one.entity_id) for one in claim.objects] == [("Okafor supporters", None)]


def test_a_relative_clause_has_a_quote_of_its_own(read):
    _, relative = read("Keith Kellogg, who took up his post in June, said the bridge was shut.").claims
    assert relative.quote == "who took up his post in June"
    assert relative.subjects[0].entity_id == "person:keith kellogg"
    assert relative.speaker.kind == "outlet"


# text, parts, whether it is settled
FRAGMENTS = [
    ("Cost: 11 million rupees.", ["Cost | be | 11 million rupees |"], [True]),
    ("Casualties: four dead, all combatants.", ["Casualties | be | four dead |"], [True]),
    ("• Germany: not yet", ["Germany | be | yet |"], [False]),
    ("Fire destroys market hall in Accra", ["Fire | destroy | market hall in Accra |"], [True]),
    ("What happened", [], []),
    ("Flood in the north", [], []),
    ("Twelve coffins.", [], []),
]


@pytest.mark.parametrize(("text", "expected", "settled"), FRAGMENTS)
def test_fragments_claim_what_they_label(read, text, expected, settled):
    claims = read(text).claims
    assert [parts(claim) for claim in claims] == expected
    assert [claim.settled for claim in claims] == settled


# text, the wording of its claims
LISTS = [
    (
        "Who has joined the Harbour Pact?\n\n- Latvia: since May\n- Germany: not yet\n- Norway has joined",
        ["Who has joined the Harbour Pact: Latvia: since May", "Who has joined the Harbour Pact: Germany: not yet", "Norway has joined."],
    ),
    ("Countries that signed the treaty:\n• France\n• Germany", ["Countries that signed the treaty: France", "Countries that signed the treaty: Germany"]),
    ("The ferry sank on Monday.\n\n• France", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), LISTS)
def test_an_item_of_a_list_says_what_leads_up_to_it(read, text, expected):
    items = [claim for claim in read(text).claims if claim.start > text.index("\n")]
    assert [claim.text for claim in items] == expected
    assert all(claim.quote == text[claim.start : claim.end] for claim in items)


def test_an_item_of_a_list_names_what_its_lead_names(read):
    text = "Members of the Harbour Pact:\n• France\n• Germany"
    assert read(text).claims[-1].entity_ids == ("name:harbour pact", "country:DE")


def test_a_claim_keeps_the_whole_sentence_that_it_stands_in(read):
    told = read("Rain fell. The ferry, which carried  183 passengers, ran aground. It sank.").claims
    whole = "The ferry, which carried 183 passengers, ran aground."
    assert [claim.sentence for claim in told] == ["Rain fell.", whole, whole, "It sank."]


def test_an_item_of_a_list_stands_in_one_sentence_with_its_lead(read):
    told = read("Countries that have signed:\n- Latvia\n- Malta, on Monday").claims
    assert "Countries that have signed: Malta, on Monday" in {claim.sentence for claim in told}


def test_a_fragment_can_deny(read):
    [claim] = read("• Germany: not yet").claims
    assert claim.polarity == "negated"


def test_every_quote_of_the_labelled_stories_stands_in_its_paragraph(nlp, make_article, shared):
    texts = [
        article["text"]
        for path in sorted(shared.glob("clusters/*/*.json"))
        for article in json.loads(path.read_text(encoding="utf-8"))["articles"]
    ]
    assert texts
    sentences = claims = 0
    for enriched in read_articles(nlp, [make_article(text, str(n)) for n, text in enumerate(texts)]):
        text = enriched.article.text
        spans = [(one.start, one.end) for one in passages(text)]
        for claim in enriched.claims:
            assert claim.quote == text[claim.start : claim.end]
            assert any(start <= claim.start and claim.end <= end for start, end in spans)
        claims += len(enriched.claims)
        sentences += sum(1 for start, end in spans for _ in nlp(text[start:end]).sents)
    assert claims <= 1.7 * sentences
