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
    ("The minister said the bridge would reopen.", "described", "The minister", False),
    ("“The bridge will reopen,” the minister said.", "described", "the minister", False),
    ("“The bridge,” the minister said, “will reopen.”", "described", "the minister", False),
    ('"The bridge will reopen," said Transport Minister Lena Ortiz.', "named", "Lena Ortiz", False),
    ('"The bridge will reopen," said Lena Ortiz, the transport minister.', "named", "Lena Ortiz", False),
    ("The transport minister, Lena Ortiz, said the bridge would reopen.", "named", "Lena Ortiz", False),
    ("Lena Ortiz, who runs the transport ministry, said the bridge would reopen.", "named", "Lena Ortiz", False),
    ("According to Lena Ortiz, the bridge will reopen.", "named", "Lena Ortiz", False),
    ("The bridge will reopen, according to Lena Ortiz.", "named", "Lena Ortiz", False),
    (
        "The bridge will reopen, according to a statement from the ministry.",
        "described",
        "a statement from the ministry",
        False,
    ),
    ("The bridge, according to two engineers, will reopen.", "described", "two engineers", False),
    ("Police said two men had been arrested.", "described", "Police", False),
    ("Two men had been arrested, police said.", "described", "police", False),
    ("Two men had been arrested, police said on Friday.", "described", "police", False),
    ("On Friday police said that two men had been arrested.", "described", "police", False),
    ("A police spokesman told Reuters that two men had been arrested.", "described", "A police spokesman", False),
    ("A spokeswoman for the firm said nobody was hurt.", "described", "A spokeswoman for the firm", False),
    ("The company's chief executive said nobody was hurt.", "described", "The company's chief executive", False),
    ("The company announced that it had cut 300 jobs.", "described", "The company", False),
    ("Toyota said it had cut 300 jobs.", "named", "Toyota", False),
    ("Toyota announced on Monday that it had cut 300 jobs.", "named", "Toyota", False),
    ("The United Nations says nine million people are displaced.", "named", "United Nations", False),
    ("Nine million people are displaced, the United Nations says.", "named", "United Nations", False),
    ("Witnesses reported that shots were fired.", "described", "Witnesses", False),
    ("Shots were fired, witnesses reported.", "described", "witnesses", False),
    ("Residents told the newspaper that the water was brown.", "described", "Residents", False),
    ("The report found that the dam was unsafe.", "described", "The report", False),
    ("The inquiry concluded that the dam was unsafe.", "described", "The inquiry", False),
    ("The judge ruled that the sale was void.", "described", "The judge", False),
    ("Analysts expect that prices will rise.", "described", "Analysts", False),
    ("Economists predicted that prices would rise.", "described", "Economists", False),
    ("The opposition claims that the vote was rigged.", "described", "The opposition", True),
    ("The opposition claimed the vote was rigged.", "described", "The opposition", True),
    ("The vote was rigged, the opposition claimed.", "described", "the opposition", True),
    ("Prosecutors allege that he took bribes.", "described", "Prosecutors", True),
    ("Prosecutors alleged he had taken bribes.", "described", "Prosecutors", True),
    ("Juan Perez claimed that his rivals had cheated.", "named", "Juan Perez", True),
    ("The army denied that its troops had crossed the river.", "described", "The army", False),
    ("The army insists that its troops never crossed the river.", "described", "The army", False),
    ("The army's troops never crossed the river, a general insisted.", "described", "a general", False),
    ("The coach admitted that his team had been lucky.", "described", "The coach", False),
    ("The coach conceded his team had been lucky.", "described", "The coach", False),
    ("The bank confirmed that it had lost the data.", "described", "The bank", False),
    ("The bank confirmed it had lost the data.", "described", "The bank", False),
    ("The union warned that members would strike.", "described", "The union", False),
    ("Members would strike, the union warned.", "described", "the union", False),
    ("The mayor pledged that the pool would reopen.", "described", "The mayor", False),
    ("The mayor added that the pool would reopen in May.", "described", "The mayor", False),
    ("The pool would reopen in May, the mayor added.", "described", "the mayor", False),
    ("“The pool is shut,” Ms Novak wrote in a letter to parents.", "named", "Novak", False),
    ("“The pool is shut,” wrote Ms Novak.", "named", "Novak", False),
    ("“Who would do this?” asked Ivan Novak.", "named", "Ivan Novak", False),
    ("Ivan Novak told the court that he had been asleep.", "named", "Ivan Novak", False),
    ("He had been asleep, Ivan Novak told the court.", "named", "Ivan Novak", False),
    ("“I was asleep,” Ivan Novak told the court on Tuesday.", "named", "Ivan Novak", False),
    ("As the mayor said, the pool is shut.", "described", "the mayor", False),
    ("The pool is shut, as the mayor explained.", "described", "the mayor", False),
    ("The pool, the mayor explained, is shut.", "described", "the mayor", False),
    ("The pool, said the mayor, is shut.", "described", "the mayor", False),
    ("Officials in Lima said the road was blocked.", "described", "Officials in Lima", False),
    ("Three diplomats who attended the talks said they had failed.", "described", "Three diplomats", False),
    ("A source close to the talks said they had failed.", "described", "A source close to the talks", False),
    ("One of the survivors said the boat had no lights.", "described", "One of the survivors", False),
    ("The boat had no lights, one of the survivors said.", "described", "one of the survivors", False),
    ("Survivors said that the boat had no lights and that nobody wore a life jacket.", "described", "Survivors", False),
    ("The health ministry said 12 people died.", "described", "The health ministry", False),
    ("Russia's defence ministry said it had shot down four drones.", "named", "defence ministry of Russia", False),
    ("Russia said it had shot down four drones.", "named", "Russia", False),
    ("Ukraine's General Staff said four drones had been shot down.", "described", "Ukraine's General Staff", False),
    ("Mr Haddad said the figures were wrong.", "named", "Haddad", False),
    ("Dr Amira Haddad said the figures were wrong.", "named", "Amira Haddad", False),
    ("President Amira Haddad said the figures were wrong.", "named", "Amira Haddad", False),
    ("The figures were wrong, President Amira Haddad said.", "named", "Amira Haddad", False),
    ("The figures were wrong, said Amira Haddad, president of the society.", "named", "Amira Haddad", False),
    ("The former president Amira Haddad said the figures were wrong.", "named", "Amira Haddad", False),
    ("Her lawyer, Tom Reyes, said she would appeal.", "named", "Tom Reyes", False),
    ("Her lawyer said she would appeal.", "described", "Her lawyer", False),
    ("She would appeal, her lawyer said.", "described", "her lawyer", False),
    ("Scientists at the institute estimate that 300 whales died.", "described", "Scientists at the institute", False),
    ("Some 300 whales died, scientists estimate.", "described", "scientists", False),
    ("The study suggests that 300 whales died.", "described", "The study", False),
    ("A survey showed that most voters opposed the plan.", "described", "A survey", False),
    ("Figures released on Monday showed that exports fell.", "described", "Figures", False),
    ("Exports fell, figures showed.", "described", "figures", False),
    ("The governor argued that the law was needed.", "described", "The governor", False),
    ("The governor acknowledged the law had failed.", "described", "The governor", False),
    ("The airline said in a statement that all flights were cancelled.", "described", "The airline", False),
    ("In a statement, the airline said all flights were cancelled.", "described", "the airline", False),
    ("All flights were cancelled, the airline said in a statement.", "described", "the airline", False),
    (
        "All flights were cancelled, an airline spokesman told reporters at the airport.",
        "described",
        "an airline spokesman",
        False,
    ),
    ("Speaking in Geneva, the envoy said the truce had held.", "described", "the envoy", False),
    ("The truce had held, the envoy said, speaking in Geneva.", "described", "the envoy", False),
    ("The envoy, speaking in Geneva, said the truce had held.", "described", "The envoy", False),
    ("The truce has held, says the envoy.", "described", "the envoy", False),
    ("The villagers believe that the river is cursed.", "described", "The villagers", False),
    ("The firefighters' union said that two engines were broken.", "described", "The firefighters' union", False),
    (
        "The fire service said two engines were broken, but the union said five were.",
        "described",
        "The fire service",
        False,
    ),
    ("The Guardian reported that the deal was dead.", "named", "Guardian", False),
    ("The deal was dead, the Guardian reported.", "named", "Guardian", False),
    ("The Okafor administration said the dam was safe.", "described", "The Okafor administration", False),
    ("An Okafor aide said the dam was safe.", "described", "An Okafor aide", False),
    ("Okafor aide Tom Berg said the dam was safe.", "named", "Tom Berg", False),
    (
        '"There is no nurse on the site," said four divers and a member of staff.',
        "described",
        "four divers and a member of staff",
        False,
    ),
    ("The dam is safe, per two divers.", "described", "two divers", False),
    ("State television reported that the deal was dead.", "described", "State television", False),
    ("Local media say the deal is dead.", "described", "Local media", False),
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
    "Juan Perez claims to have found gold.",
    "The deal is dead.",
    "The minister signed the deal in May.",
    "The minister announced a new deal.",
    "The minister denied the report.",
    "The minister has confirmed the appointment.",
    "The minister wants to sign the deal.",
    "The minister plans to sign the deal in May.",
    "The minister agreed to sign the deal.",
    "It was announced that the deal had been signed.",
    "It is believed that the deal was signed.",
    "The deal is said to be worth $5m.",
    "The rebels claimed the town on Friday.",
    "The storm claimed 12 lives.",
    "The court heard three witnesses.",
    "The firm reported a profit of $3m.",
    "The firm added 200 jobs.",
    "The team found the wreck in June.",
    "The law states the age limit.",
    "The mayor welcomed the decision.",
    "The mayor called the decision a mistake.",
    "The mayor told a story.",
    "The mayor spoke for an hour.",
    "The mayor asked the council to vote.",
    "The rules require that doors be locked.",
    "The minister is sending ten lakh rupees per family.",
    "The bill came to 30 euros per household.",
    "The rate fell to 12 per 10,000 babies in May.",
    "The lorry burns 30 litres per 100 kilometres.",
    "Divers never said that the dam was safe.",
    "The mayor did not deny that the dam was unsafe.",
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("‘The dam’s wall held,’ said Eva Novak. ‘The road is shut.’", ["Eva Novak", "Eva Novak"]),
        (
            "'The dam held. Nobody was hurt,' said Eva Novak. 'We were lucky.' The road is shut.",
            ["Eva Novak"] * 3 + [None],
        ),
        ("Eva Novak said:\n\n‘The dam held. Nobody was hurt.’\n\nThe road is shut.", ["Eva Novak", "Eva Novak", None]),
        ("‘Jaws’ was shown, said Eva Novak. The miners’ leader left. The road is shut.", ["Eva Novak", None, None]),
        ("'Til noon the dam held. The miners' leader left. The road is shut.", [None, None, None]),
        ("“It was a ‘day.’ The dam held,” said Eva Novak. The road is shut.", ["Eva Novak", "Eva Novak", None]),
    ],
)
def test_single_quotation_marks_quote_as_double_ones_do(read, text, expected):
    assert speakers(read(text)) == expected


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


def test_a_place_before_a_colon_is_where_it_was_written(read):
    assert speakers(read("KARACHI: Two ferries sank in the harbour here on Monday night.")) == [None]


def test_what_marks_a_report_speaks_for_nobody(read):
    assert speakers(read("BREAKING: The central bank raises its key rate.")) == [None]


def test_a_named_speaker_has_an_entity(read):
    [claim] = read("“The dam held,” said Prime Minister Maria Lopez.").claims
    assert claim.speaker.entity_id == "person:maria lopez"


def test_what_is_said_decides_polarity_and_modality(read):
    claim, _ = read("The minister, who had not slept, said the road will reopen.").claims
    assert (claim.polarity, claim.modality) == ("affirmed", "planned")
