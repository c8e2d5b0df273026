"""What stands below a picture: what it tells, whose the picture is, and what of it is claimed."""

import re

import pytest

from services.extraction.passages import passages


def plain(text):
    """What is read of a line, with a low line for each stretch that is skipped, and its kind."""
    told = []
    for passage in passages(text):
        cut = text
        for start, end in reversed(passage.skipped):
            cut = cut[:start] + "_" * (end - start) + cut[end:]
        told.append((re.sub("_+", "_", cut[passage.start : passage.end]), passage.kind.value))
    return told


CREDITS = [
    "Photo: Reuters",
    "Photo : Jane Doe",
    "PHOTO: JANE DOE/AFP",
    "Getty Images",
    "(Getty Images)",
    "AP",
    "REUTERS/Jane Doe",
    "Jane Doe/AFP",
    "Jane Doe / AFP via Getty Images",
    "Photograph: Jane Doe/The Guardian",
    "Photo by Jane Doe",
    "Photo by Jane Doe/Getty Images",
    "Photo courtesy of the Oslo Museum",
    "Image credit: gargantiopa / Getty Images",
    "(Image credit: All About Space)",
    "Image: Wikimedia Commons/public domain",
    "Main image credit: Getty",
    "Credit: EPA",
    "File photo",
    "FILE PHOTO",
    "© AFP",
]


@pytest.mark.parametrize("line", CREDITS)
def test_a_credit_alone_tells_nothing(line):
    assert plain(f"The dam broke on Monday.\n\n{line}\n\nTwo people died.") == [
        ("The dam broke on Monday.", "prose"),
        ("Two people died.", "prose"),
    ]


# line, what is read of it, kind
LINES = [
    ("Men dig in Antakya on Monday. (AP Photo/Emrah Gurel)", "Men dig in Antakya on Monday.", "caption"),
    ("Men dig in Antakya on Monday (AP Photo/Emrah Gurel)", "Men dig in Antakya on Monday", "caption"),
    ("Men dig in Antakya. (Joshua Roberts/Reuters)", "Men dig in Antakya.", "caption"),
    ("Men dig in Antakya. (Elias Funez/The Union via AP)", "Men dig in Antakya.", "caption"),
    ("A ship leaves Miami, on Aug. 31, 2019. (AP)", "A ship leaves Miami, on Aug. 31, 2019.", "caption"),
    ("Men dig in Antakya. (Photo: Getty Images) Getty", "Men dig in Antakya.", "caption"),
    ("Men dig in Antakya. [Jane Doe/The Oslo Times]", "Men dig in Antakya.", "caption"),
    ("Men dig in Antakya. Photograph: Jane Doe/AFP", "Men dig in Antakya.", "caption"),
    ("Men dig in Antakya. Photo: Bloomberg", "Men dig in Antakya.", "caption"),
    ("Men dig in Antakya. Photo by Jane Doe.", "Men dig in Antakya.", "caption"),
    ("Men dig in Antakya. Photo illustration by Slate. Photo by Jane Doe.", "Men dig in Antakya.", "caption"),
    ("Men dig in Antakya. REUTERS/Jane Doe", "Men dig in Antakya.", "caption"),
    ("Men dig in Antakya. Handout via REUTERS", "Men dig in Antakya.", "caption"),
    ("Men dig in Antakya. AFP", "Men dig in Antakya.", "caption"),
    ("Men dig in Antakya Credit: Getty - Contributor", "Men dig in Antakya", "caption"),
    ("Men dig in Antakya. Credit... Doug Mills/The New York Times", "Men dig in Antakya.", "caption"),
    ("Men dig in N.Y. J. Scott Applewhite / AP", "Men dig in N.Y.", "caption"),
    ("1 of 4 A shopper looks at cords. (Elias Funez/The Union via AP)", "A shopper looks at cords.", "caption"),
    ("[1/3] Men dig in Oslo May 3, 2024. REUTERS/Jane Doe", "Men dig in Oslo May 3, 2024.", "caption"),
    ("Image: Men dig in Antakya", "Men dig in Antakya", "caption"),
    ("PHOTO/VIDEO: Men dig in Antakya", "Men dig in Antakya", "caption"),
    ("Video: Bridge collapses in Genoa", "Bridge collapses in Genoa", "caption"),
    ("Image caption Men dig in Antakya", "Men dig in Antakya", "caption"),
    ("Picture: Men dig in Antakya. (Staff)", "Men dig in Antakya.", "caption"),
    ("Pictured: the mayor, left, with Ana Ruiz", "the mayor_ with Ana Ruiz", "caption"),
    ("(L-R) Ana Ruiz and Tom Berg attend a fair.", "Ana Ruiz and Tom Berg attend a fair.", "caption"),
    ("From left, Ana Ruiz and Tom Berg attend a fair.", "Ana Ruiz and Tom Berg attend a fair.", "caption"),
    ("From left to right: Ana Ruiz and Tom Berg at a fair.", "Ana Ruiz and Tom Berg at a fair.", "caption"),
    ("Ana Ruiz (left) greets Tom Berg (right).", "Ana Ruiz_ greets Tom Berg_.", "caption"),
    ("Ana Ruiz (L) greets Tom Berg (R).", "Ana Ruiz_ greets Tom Berg_.", "caption"),
    ("Ana Ruiz, left, greets Tom Berg, right, in Oslo.", "Ana Ruiz_ greets Tom Berg_ in Oslo.", "caption"),
    ("Ana Ruiz, left, Tom Berg, centre, and Eva Novak eat. AFP", "Ana Ruiz,_ Tom Berg_ and Eva Novak eat.", "caption"),
    ("Ana Ruiz, second from left, eats. AFP", "Ana Ruiz_ eats.", "caption"),
    ("In this photo provided by the police, men dig.", "men dig.", "caption"),
    ("In this image taken on Tuesday, Feb. 7, 2023, men dig.", "on Tuesday, Feb. 7, 2023, men dig.", "caption"),
    ("FILE - Men dig in Oslo on May 3, 2019. (AP Photo/Jane Doe)", "Men dig in Oslo on May 3, 2019.", "file_caption"),
    ("FILE PHOTO: Men dig in Oslo. REUTERS/Jane Doe", "Men dig in Oslo.", "file_caption"),
    ("(FILES) Men dig in Oslo.", "Men dig in Oslo.", "file_caption"),
    ("Men dig in Oslo. Jane Doe / Reuters file", "Men dig in Oslo.", "file_caption"),
    ("Men dig in Oslo [File: Reuters]", "Men dig in Oslo", "file_caption"),
    ("FILE - In this Jan. 6, 2021 file photo, men dig.", "Jan. 6, 2021_, men dig.", "file_caption"),
    # Nothing of these is below a picture.
    ("He told the Associated Press (AP).", "He told the Associated Press (AP).", "prose"),
    ("The plan was announced on Monday, he told Reuters.", "The plan was announced on Monday, he told Reuters.", "prose"),
    ("Gov. Kristi Noem (R) is defending a campaign.", "Gov. Kristi Noem (R) is defending a campaign.", "prose"),
    ("The minister left, and the mayor, right or wrong, stayed.", "The minister left, and the mayor, right or wrong, stayed.", "prose"),
    ("The party, left with no choice, quit.", "The party, left with no choice, quit.", "prose"),
    ("Maria Benoit leads the Carcross First Nation (C/TFN).", "Maria Benoit leads the Carcross First Nation (C/TFN).", "prose"),
    ("The mayor, left alone, wept, right after the vote, in Oslo.", "The mayor, left alone, wept, right after the vote, in Oslo.", "prose"),
    ("Ten died. Photos by the army showed a crater.", "Ten died. Photos by the army showed a crater.", "prose"),
    ("Ten died. Photo-sharing sites were shut.", "Ten died. Photo-sharing sites were shut.", "prose"),
    ("Ten died. Published Monday, the report says why.", "Ten died. Published Monday, the report says why.", "prose"),
    ("Ten died. Courtesy visits were cancelled, and the port was shut.", "Ten died. Courtesy visits were cancelled, and the port was shut.", "prose"),
    ("Ten died. Bloomberg was wrong.", "Ten died. Bloomberg was wrong.", "prose"),
    ("Men dig in Antakya. Photo courtesy of the family", "Men dig in Antakya.", "caption"),
    ("Farmers sold 24 tonnes (August/July).", "Farmers sold 24 tonnes (August/July).", "prose"),
    ("In this picture of decline, one town stands out.", "In this picture of decline, one town stands out.", "prose"),
    ("File-sharing site closes in Oslo", "File-sharing site closes in Oslo", "heading"),
    ("- Getty Images", "Getty Images", "bullet"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "told", "kind"), LINES)
def test_what_a_caption_tells_is_apart_from_its_furniture(line, told, kind):
    assert plain(line) == [(told, kind)]


def test_what_an_agency_signs_is_no_caption():
    assert plain("Ana Ruiz resigned.\n\nThe council meets on Friday. (Yonhap)")[-1][1] != "caption"


# caption, wordings of its claims; the article is of Thursday 16 April 2026
CLAIMS = [
    ("Photo: Reuters", []),
    ("Jane Doe/AFP", []),
    ("Rescuers carry a survivor out of the rubble in Antakya on Monday. (AP Photo/Emrah Gurel)", ["Rescuers carry a survivor out of the rubble in Antakya on 13 April 2026."]),
    ("Ana Ruiz (left) and Tom Berg (right) open a bridge on Friday.", ["Ana Ruiz and Tom Berg open a bridge on 10 April 2026."]),
    ("Smoke rises over Gaza on Tuesday. Credit: AFP", ["Smoke rises over Gaza on 14 April 2026."]),
    ("Protesters march in Lyon, France, 12 May 2024. Photograph: Jane Doe/AFP", ["Protesters march in Lyon, France, 12 May 2024."]),
    ("Police officers stand guard outside the court yesterday. [Jane Doe/The Oslo Times]", ["Police officers stand guard outside the court on 15 April 2026."]),
    ("Residents are evacuated from Ourense on Friday. Handout via REUTERS", ["Residents are evacuated from Ourense on 10 April 2026."]),
    ("The minister is due to visit Oslo on Friday. Photo: Reuters", ["The minister is due to visit Oslo on 17 April 2026."]),
    ("The bridge will reopen on Friday. Photo: Reuters", ["The bridge will reopen on 17 April 2026."]),
    ("Houses and the skyline of Kuala Lumpur pictured earlier this month. Photo: Bloomberg", []),
    ("Firefighters at the scene of a fire in Oslo on Tuesday. (Jane Doe/Reuters)", []),
    ("Pictured: the mayor, left, with Ana Ruiz", []),
    ("Ana Ruiz, left, Tom Berg, centre, and Eva Novak attend a fair in Oslo.", ["Ana Ruiz, Tom Berg and Eva Novak attend a fair in Oslo."]),
    ("Image: Jose Mourinho, left, has replaced Mauricio Pochettino as manager of Tottenham", ["Jose Mourinho has replaced Mauricio Pochettino as manager of Tottenham."]),
    ("FILE - The port of Oslo is seen on June 3, 2019. (AP Photo/Jane Doe, File)", ["The port of Oslo is seen on June 3, 2019."]),
    ("FILE - Ana Ruiz speaks in Lima on Monday. (AP Photo/Jane Doe, File)", []),
    ("FILE PHOTO: Ana Ruiz speaks in Lima. REUTERS/Jane Doe", []),
    ("Trump asked voters in Louisiana for a big win. He didn’t get it. Credit... Doug Mills/The New York Times", ["Trump asked voters in Louisiana for a big win.", "Trump didn’t get it."]),
]  # fmt: skip


@pytest.mark.parametrize(("caption", "expected"), CLAIMS)
def test_the_sentence_of_a_caption_claims_what_was(read, caption, expected):
    enriched = read(caption)
    assert [claim.text for claim in enriched.claims] == expected
    for claim in enriched.claims:
        assert claim.quote == caption[claim.start : claim.end]


def test_the_present_tense_ahead_is_a_plan_outside_a_caption_only(read):
    [told] = read("The council meets on Friday.").claims
    [shown] = read("The council meets on Friday. Photo: Reuters").claims
    assert (told.modality, shown.modality) == ("planned", "asserted")


def test_a_file_caption_tells_of_its_own_date(read):
    [claim] = read("FILE - In this Jan. 6, 2021 file photo, rioters storm the Capitol in Washington.").claims
    assert [str(time.since)[:10] for time in claim.times] == ["2021-01-06"]
    assert claim.predicate == "storm"


def test_sides_and_credits_are_no_names(read):
    caption = "Finance Minister Ana Ruiz (L) greets Tom Berg (R) in Oslo on Monday. (AP Photo/Emrah Gurel)"
    enriched = read(caption)
    assert {one.name for one in enriched.entities} == {"Ana Ruiz", "Tom Berg", "Oslo", "Monday"}
    assert all(one.text == caption[one.start : one.end] for one in enriched.entities)


def test_a_caption_between_a_heading_and_its_list_does_not_part_them(read):
    text = "Countries that have signed:\n\nPhoto: Men dig in Oslo.\n\n• Norway"
    assert "Countries that have signed: Norway" in [claim.text for claim in read(text).claims]
