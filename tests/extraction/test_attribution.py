import pytest

# sentence, kind, name, distanced
ONE_SENTENCE = [
    ("Kellogg told reporters the plan was ready.", "named", "Kellogg", False),
    ("“We agree,” Kellogg told reporters.", "named", "Kellogg", False),
    (
        "“We agree; it works,” declared Belgian Foreign Minister Isabelle Dubois in a speech.",
        "named",
        "Isabelle Dubois",
        False,
    ),
    ("According to the UN, 9 million are displaced.", "named", "UN", False),
    ("Nine million are displaced, according to Maria Lopez, a spokeswoman.", "named", "Maria Lopez", False),
    ('"Steam is the one fuel," said the chief executive, Joyce Tipis.', "named", "Joyce Tipis", False),
    ("The mayor, who was there, said the bridge fell.", "described", "The mayor", False),
    ("Joyce Tipis, the chief executive, said the bridge fell.", "named", "Joyce Tipis", False),
    ("On Tuesday, the minister said that the bridge fell.", "described", "the minister", False),
    ("The bridge fell, the mayor said on Tuesday.", "described", "the mayor", False),
    ("The bridge fell, police said.", "described", "police", False),
    ("Sirens were sounded before the collapse, allowing many to climb, it added.", "described", "it", False),
    ("The army claimed that the town had fallen.", "described", "The army", True),
    ("Officials alleged that he had fled.", "described", "Officials", True),
    ("No customer has lost money, the firm maintains.", "described", "the firm", False),
    (
        "Some 2,900 people are on strike, union leader Efraín Tlapale said at the gate.",
        "named",
        "Efraín Tlapale",
        False,
    ),
    ("His lawyer said that he would not appeal.", "described", "His lawyer", False),
    ("Analysts caution that it will fail.", "described", "Analysts", False),
    ("Standard Oil Co said it plans to form a venture.", "named", "Standard Oil", False),
    ("Petrova has indicated that the summit could happen.", "named", "Petrova", False),
    ("The vessel, officials warned, could sink.", "described", "officials", False),
    ("The contributors are Nigeria and Chad, the communiqué says.", "described", "the communiqué", False),
    ("The bridge, the mayor said, had been closed since May.", "described", "the mayor", False),
    ("Two diplomats said the talks had failed.", "described", "Two diplomats", False),
    ("The ministry also said that the road was open.", "described", "The ministry", False),
    ("The ministry insisted: the road was open.", "described", "The ministry", False),
]
OUTLET = [
    "Russian forces have claimed new ground in the region.",
    "The minister disputed claims that the town had fallen.",
    "The man is said to have fled.",
    "Some member states voiced concerns over mandates.",
    "The bank confirmed the deal in May.",
    "The team added five goals.",
    "He noted the time.",
    "Originally formed to stop wars, the group had faded as states pursued initiatives.",
    "The court found him guilty.",
    "The firm reported a loss.",
]


@pytest.mark.parametrize(("sentence", "kind", "name", "distanced"), ONE_SENTENCE)
def test_speaker_of_one_sentence(read, sentence, kind, name, distanced):
    speaker = read(sentence).claims[0].speaker
    assert (speaker.kind, speaker.name, speaker.distanced) == (kind, name, distanced)


@pytest.mark.parametrize("sentence", OUTLET)
def test_the_outlet_speaks_for_itself(read, sentence):
    assert {claim.speaker.kind for claim in read(sentence).claims} == {"outlet"}


def speakers(enriched):
    return [claim.speaker.name for claim in enriched.claims]


def test_a_quotation_of_several_sentences_has_one_speaker(read):
    text = "“The dam held. Nobody was hurt,” said Maria Lopez. “We were lucky.” The road is closed."
    assert speakers(read(text)) == ["Maria Lopez", "Maria Lopez", "Maria Lopez", None]


def test_a_passage_of_quotation_after_a_colon_has_the_speaker_named_before(read):
    text = "Zora Petrova said:\n\n“The dam held. Nobody was hurt.”\n\nThe road is closed."
    assert speakers(read(text)) == ["Zora Petrova", "Zora Petrova", None]


def test_he_is_the_person_who_spoke_last(read):
    text = "Maria Lopez said the dam held. She said that nobody was hurt."
    assert speakers(read(text)) == ["Maria Lopez", "Maria Lopez"]


def test_he_is_nobody_known_when_nobody_spoke_nearby(read):
    text = "Maria Lopez said the dam held.\n\nIt rained.\n\nIt rained more.\n\nShe said that nobody was hurt."
    assert speakers(read(text))[-1] == "She"


def test_turns_of_a_transcript_are_spoken_by_whom_they_name(read):
    text = "HOST: Good evening to you all.\n\nGURUNG: We will close the road. It is unsafe.\n\nThe road is closed."
    assert [name and name.upper() for name in speakers(read(text))] == ["GURUNG", "GURUNG", None]


def test_a_named_speaker_has_an_entity(read):
    [claim] = read("“The dam held,” said Prime Minister Maria Lopez.").claims
    assert claim.speaker.entity_id == "person:maria lopez"


def test_what_is_said_decides_polarity_and_modality(read):
    [claim] = read("The minister, who had not slept, said the road will reopen.").claims
    assert (claim.polarity, claim.modality) == ("affirmed", "planned")
