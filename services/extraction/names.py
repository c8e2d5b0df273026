"""Names in English text, told from capitals, titles, head words and gazetteers, without a trained model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from schemas.articles import EntityLabel
from services.extraction import gazetteer

__all__ = ["HONORIFICS", "ROLE", "find_names"]

_UPPER = "".join(character for character in map(chr, range(0x250)) if character.isupper())
# Second parts that make an adjective of a name ("Tokyo-based"); other parts belong to it ("Min-jae", "Saint-Denis").
_COMPOUND = (
    r"(?:led|based|born|run|made|backed|owned|style|era|wide|like|speaking|controlled|aligned|related|held|trained|"
    r"funded|dominated|sponsored|friendly|listed|occupied|year|day|old|bound|free|only|to|and|turned|identified|"
    r"bashing|family|imposed|appointed|built|brokered|mediated|supported|leaning|wing|month|week|hour|minute|hand|"
    r"level|type|class)\b"
)
_WORD = (
    rf"(?:(?:[A-Z]\.){{2,}}|[A-Z]\.(?=\s[{_UPPER}])|(?:[dDlLO]['’]|al-|el-|"
    rf"Mc)?[{_UPPER}][\w&]*(?:['’][{_UPPER}]\w+)?(?:-(?!{_COMPOUND})\w+)*)"
)
_PARTICLE = (
    r"(?:of the|of|de la|de los|de|del|della|di|da|dos|du|van der|van den|van|von der|von|der|den|al|el|bin|ibn|ole|"
    r"la|le|y|e|es|sur|ten|upon|for|on|and|&)"
)
_RUN = re.compile(rf"(?<![\w@#/.-]){_WORD}(?:[ \u00a0](?:{_PARTICLE}[ \u00a0])?{_WORD}){{0,11}}")
_LONGER_WORD = re.compile(r"[^\W\d_]{4,}")
_STOPS = (".", "!", "?", ":", "”", '"')
_RUN_WORD = re.compile(r"\S+")
_ACRONYM = re.compile(rf"[{_UPPER}][{_UPPER}\d&+-]+s?")

HONORIFICS = frozenset(
    "Mr Mrs Ms Miss Dr Prof Professor Sir Dame Lord Lady Baron Baroness Sheikh Sheikha Haji Hajiya Imam Ayatollah "
    "Rabbi Father Sister Brother Reverend Rev Bishop Archbishop Cardinal Pope King Queen Prince Princess Emperor "
    "Judge "
    "Justice".split()
)
_RANKS = frozenset(
    "General Gen Colonel Col Lieutenant Lt Major Maj Captain Capt Sergeant Sgt Brigadier Brig Admiral Adm Commander "
    "Corporal "
    "Ambassador Headmistress Headmaster Inspector Superintendent Constable Detective Commodore Marshal".split()
)
ROLE = re.compile(
    r"(?:(?:Deputy|Vice|Acting|Former|Interim|First|Second|Assistant|Under|Chief|Senior|Permanent|Lead|Head|Co|"
    r"Ex)[ -])*(?:(?:Prime|Foreign|Defen[cs]e|Interior|Finance|Health|Home|Justice|Trade|Energy|Transport|Education|"
    r"Economy|Environment|Treasury|State|Executive|Press|Opposition|Party|Majority|Minority|Police|District|Attorney|"
    r"Solicitor|Secretary|Governor|Special|National|Security)[ -])*(?:President|Minister|Premier|Chancellor|"
    r"Secretary(?: of State| General|-General)?|Governor|Mayor|Senator|Congressman|Congresswoman|Representative|"
    r"Chairman|Chairwoman|Chair|Chief|Director|Officer|Spokesman|Spokeswoman|Spokesperson|Envoy|Commissioner|Speaker|"
    r"General|Adviser|Advisor|Leader|Councillor|Coach|Captain|Analyst|Economist|Editor|Attorney|"
    r"Prosecutor)(?=[ \u00a0]|$)"
)
_ROLE_BEFORE = re.compile(
    r"\b(?:president|minister|premier|chancellor|secretary|governor|mayor|senator|chair(?:man|woman|person)?|chief|"
    r"director|officer|spokes(?:man|woman|person)|envoy|commissioner|speaker|leader|coach|captain|analyst|economist|"
    r"lawyer|farmer|driver|teacher|brother|sister|husband|wife|son|daughter|father|mother|widow|singer|actor|actress|"
    r"author|professor|engineer|candidate|nurse|"
    r"fisherman|resident|headteacher|general|judge|prosecutor|striker|goalkeeper|rapporteur),? $",
)
_AGE_AFTER = re.compile(r", (?:aged )?\d{1,2}(?:,| and|\.|;)")
_SPEAKS_AFTER = re.compile(
    r",? (?:who|said|says|told|added|adds|wrote|argued|insisted|explained|recalled|tweeted|conceded|died|resigned)\b"
)
_SPEAKS_BEFORE = re.compile(r"(?:said|says|added|told|asked|by|Mr|Mrs|Ms) $")
_PLACE_BEFORE = re.compile(
    r"\b(?:in|at|near|from|to|outside|around|across|into|towards?|north of|south of|east of|west of|town of|city of|"
    r"village of) $"
)
_PLURAL_VERB_AFTER = re.compile(r" (?:are|were|have|do|say)\b")
_VERB_AFTER = re.compile(
    r"(?:['’]s)? (?:[a-z]{2,}ed|said|says|told|added|was|were|is|are|has|have|had|will|would|did|does|can|could|may|"
    r"might|also|plans?|expects?|wants?|agreed|announced|denied|rejected|confirmed)\b|['’]s? "
)

_COMMON_ENDING = re.compile(
    r"(?:ing|ly|ed|ion|ment|ity|ness|ics|ance|ence|ers|ors|age|ure|ive|ous|al|ic|ful|ists|out)$"
)

_ORG_HEADS = frozenset(
    "Agency Airlines Airways Alliance Army Assembly Association Authority Bank Battalion Board Brigade Broadcasting "
    "Bureau Cabinet Chamber Church Club Coalition College Commission Committee Company Confederation Congress "
    "Consortium Cooperative Corporation Council Court Department Directorate Division Estates Federation Fields "
    "Force Forces Foundation Front Fund Government Group Guard Holdings Industries Initiative Inquiry Institute "
    "Institution International Laboratory League Legislature Ministry Mission Movement Navy Network Observatory "
    "Office Orchestra Organisation Organization Parliament Partners Partnership Party Police Press Programme Program "
    "Railway Railways Red Regiment Republicans Reserve School Secretariat Senate Service Services Shield Society "
    "Squad Store Stores Superleague Syndicate System Systems Task Team Telecom Times Treasury Tribunal Trust Union "
    "Unit United University Works Workers "
    "Broadcaster Post Herald".split()
)
_ORG_SUFFIXES = frozenset(
    "Inc Ltd LLC PLC Plc plc Corp Co GmbH AG SA SpA NV BV Oy AB ASA LP LLP Pty Limited Bhd Bancshares".split()
)
_LOC_HEADS = frozenset(
    "Bay Basin Beach Cape Canyon Channel Coast Desert Forest Gulf Island Islands Lake Mountain Mountains Mount "
    "Ocean Peninsula Point "
    "Reef Reefs Ridge River Sea Strait Valley Volta Plateau Cordillera Falls Hills Glacier".split()
)
_FAC_HEADS = frozenset(
    "Airport Arena Avenue Barracks Bridge Building Camp Cathedral Center Centre Dam Embassy Gallery Hall Harbour "
    "Harbor Highway Hospital Hotel "
    "House Junction Monument Mosque Museum Palace Park Port Prison Square Stadium Station Street Terminal Theatre "
    "Tower Tunnel Road".split()
)
_EVENT_HEADS = frozenset(
    "Agreement Accord Accords Championship Championships Conference Convention Cup Cyclone Deal Election Elections "
    "Fair Festival Final Forum Games "
    "Hurricane Marathon Olympics Pact Prix Summit Talks Tournament Treaty Typhoon War Week".split()
)
_PLACE_TAILS = frozenset(
    "County District Province Region State City Town Township Prefecture Governorate Oblast".split()
)
_LOWER_HEADS = {
    head: label
    for label, heads in (
        (EntityLabel.LOC, "river bay basin valley ridge peninsula island islands lake strait desert glacier reef"),
        (EntityLabel.GPE, "district province county prefecture governorate oblast"),
        (
            EntityLabel.FAC,
            (
                "airport dam checkpoint camp tunnel terminal refinery depot junction crossing bridge stadium prison "
                "hospital"
            ),
        ),
    )
    for head in heads.split()
}
_LOWER_HEAD = re.compile(rf"[ \u00a0](?P<head>{'|'.join(_LOWER_HEADS)})\b")
_SECRETARY_OF_STATE = ["Secretary", "of", "State"]
_CALENDAR = frozenset(
    "January February March April May June July August September October November December Jan Feb Mar Apr Jun Jul "
    "Aug Sep Sept Oct Nov Dec "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Tues Wed Thu Thurs Fri Sat Sun Christmas "
    "Easter Ramadan".split()
)
# Words that are capitalised because they open a sentence.
_OPENERS = frozenset(
    """a about above according across additionally after afterwards again against all allowing almost along already
    also although among amid an and another any anyone are around as asked at away back based be because been before
    behind being below beneath beside besides between beyond both but by can claims compared consequently could
    critics currently days despite did do does don't dozens due during each earlier early either eleven else
    elsewhere even ever every everyone everything except few fewer finally first five following for former forty
    four fourth from further furthermore given had half has have having he her here him his how however hundreds i
    if in including indeed initially inside instead into is isn't it its just last late later less let like likewise
    local many may maybe me meanwhile might millions more moreover most much must my names nearly neither never
    nevertheless new next nine no nobody none nonetheless nor not nothing now of off officials often old on once one
    only onto or other others otherwise our out outside over overall people per perhaps police previously put rather
    recently residents roughly said same says second separately seven seventeen several shall she should similarly
    since six sixty small so some somebody someone soon sources speaking still such ten than that that's the their
    them then there there's thereafter these they third thirty this those though thousands three through throughout
    thus to today together tomorrow too towards twelve twenty two under unless unlike until up upon us very was we
    we're well were what what's whatever when whenever where whereas wherever whether which while who whoever whom
    whose why will with within without witnesses workers would year years yes yesterday yet you your""".split()
)


@cache
def _longest_country() -> int:
    return max(name.count(" ") for name in gazetteer.countries()) + 1


def find_names(text: str) -> Iterator[tuple[int, int, EntityLabel]]:
    """Yield ``(start, end, label)`` of each name in one paragraph, in order and without overlap."""
    if _is_title_case(text):
        return
    for run in _RUN.finditer(text):
        words = [(run.start() + m.start(), run.start() + m.end()) for m in _RUN_WORD.finditer(run.group())]
        yield from _names_in_run(text, words, _opens_sentence(text, run.start()))


def _is_title_case(text: str) -> bool:
    """Whether capitals tell nothing: a heading that capitalises all its longer words, or a line in capitals."""
    if text.isupper():
        return True
    words = _LONGER_WORD.findall(text[:400])
    return (
        len(words) > 2
        and sum(word[0].isupper() for word in words) > 0.75 * len(words)
        and not text.rstrip().endswith(_STOPS)
    )


def _opens_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 4) : start].rstrip("\"'“‘«([ \u00a0\n\t")
    return start == 0 or not before or before[-1] in '.!?:;…”"—–-•'


def _names_in_run(text: str, words: list[tuple[int, int]], opening: bool) -> Iterator[tuple[int, int, EntityLabel]]:
    """Cut a run of capitalised words and particles into names."""
    first = text[slice(*words[0])].lower()
    if first in {"the", "a", "an"} or (opening and first in _OPENERS and not _is_acronym(text[slice(*words[0])])):
        words, opening = words[1:], False
    stretch: list[tuple[int, int]] = []
    for word in [*words, None]:
        if word is not None and text[slice(*word)].rstrip(".") not in _CALENDAR:
            stretch.append(word)
            continue
        yield from _names_in_stretch(text, stretch, opening)
        stretch, opening = [], False


def _names_in_stretch(text: str, words: list[tuple[int, int]], opening: bool) -> Iterator[tuple[int, int, EntityLabel]]:
    while words:
        words = _without_outer_particles(text, words)
        if not words:
            return
        count, label = _leading_name(text, words, opening)
        if label is not None:
            start, end = words[0][0], words[count - 1][1]
            head = _LOWER_HEAD.match(text, end) if label is not EntityLabel.PERSON and count == len(words) else None
            yield (start, head.end(), _LOWER_HEADS[head["head"]]) if head else (start, end, label)
        words, opening = words[count:], False


def _without_outer_particles(text: str, words: list[tuple[int, int]]) -> list[tuple[int, int]]:
    first, last = 0, len(words)
    while first < last and text[slice(*words[first])].islower():
        first += 1
    while last > first and text[slice(*words[last - 1])].islower():
        last -= 1
    return words[first:last]


def _leading_name(text: str, words: list[tuple[int, int]], opening: bool) -> tuple[int, EntityLabel | None]:  # noqa: PLR0911 -- a cascade of rules, the first that fits
    """The first name of a stretch, as its number of words and its label; no label: those words name nothing."""
    plain = [text[slice(*word)] for word in words]
    whole = " ".join(plain)
    if " and " in whole and gazetteer.country_key(whole) in gazetteer.countries():
        return len(plain), EntityLabel.GPE
    cut = _cut_at_connective(plain)
    if cut < len(plain):
        return _leading_name(text, words[:cut], opening)
    if (head := _headed(plain)) is not None:
        return len(plain), head
    for count in range(min(len(plain), _longest_country()), 0, -1):
        name = gazetteer.country_key(" ".join(plain[:count]))
        if name in gazetteer.countries() and not (count == 1 and name in {"US", "Us"} and plain[0] == "Us"):
            return count, EntityLabel.GPE
        if name in gazetteer.nationalities() or name in gazetteer.people():
            return count, EntityLabel.NORP
        if name in gazetteer.continents():
            return count, EntityLabel.LOC
    if (role := ROLE.match(whole)) and (skipped := len(role.group().split())):
        return (skipped, None) if skipped < len(plain) or skipped == 1 else (len(plain), None)
    if plain[0].rstrip(".") in HONORIFICS | _RANKS:
        return (len(plain), EntityLabel.PERSON) if len(plain) > 1 else (1, None)
    return _unlisted(text, words, plain, opening)


def _cut_at_connective(plain: list[str]) -> int:
    """Where a run falls apart: at "and", "for", "on" and "of" that do not belong to one name."""
    for index, word in enumerate(plain):
        if word in {"and", "&", "for", "on", "e", "y"} and index:
            left, right = plain[:index], plain[index + 1 :]
            inside_org = left[-1] in _ORG_HEADS | {"Centre", "Center"} or (
                word in {"and", "&"} and right and right[-1] in _ORG_HEADS | _ORG_SUFFIXES
            )
            if not (inside_org or word == "&" or (word in {"e", "y"})):
                return index
        if (
            word == "of"
            and index
            and not _takes_of(plain[:index])
            and plain[index - 1 : index + 2] != _SECRETARY_OF_STATE
        ):
            return index
    return len(plain)


def _is_acronym(word: str) -> bool:
    """``US`` opening a sentence is no pronoun."""
    return len(word) > 1 and word.isupper()


def _takes_of(left: list[str]) -> bool:
    """Whether the words before "of" can begin a name: "Bank of …", "Coalition of …"; not a person's."""
    if ROLE.fullmatch(" ".join(left)):
        return False
    heads = _ORG_HEADS | _FAC_HEADS | _EVENT_HEADS | _LOC_HEADS | _PLACE_TAILS | {"Republic", "Kingdom"}
    return left[-1] in heads or (len(left) == 1 and not left[0].endswith("s") and not _is_gazetted(left[0]))


def _is_gazetted(word: str) -> bool:
    key = gazetteer.country_key(word)
    return (
        key in gazetteer.countries()
        or key in gazetteer.nationalities()
        or key in gazetteer.people()
        or word in gazetteer.cities()
    )


def _headed(plain: list[str]) -> EntityLabel | None:  # noqa: PLR0911 -- a cascade of rules
    """The label that a name's head word gives it: "… Bank", "University of …", "Lake …"."""
    if len(plain) < 2:
        return None
    head, first = plain[-1], plain[0]
    before_of = plain[plain.index("of") - 1] if "of" in plain[1:] else head
    if head.rstrip(".") in _ORG_SUFFIXES:
        return EntityLabel.ORG
    for heads, label in (
        (_ORG_HEADS, EntityLabel.ORG),
        (_FAC_HEADS, EntityLabel.FAC),
        (_EVENT_HEADS, EntityLabel.EVENT),
        (_LOC_HEADS, EntityLabel.LOC),
        (_PLACE_TAILS, EntityLabel.GPE),
    ):
        if head in heads or before_of in heads:
            return label
    if first in {"Lake", "Mount", "Cape", "Gulf", "Cordillera"}:
        return EntityLabel.LOC
    if first in {"Cyclone", "Hurricane", "Typhoon", "Operation"}:
        return EntityLabel.EVENT
    if first == "Port" and "of" in plain:
        return EntityLabel.FAC
    return None


def _unlisted(
    text: str, words: list[tuple[int, int]], plain: list[str], opening: bool
) -> tuple[int, EntityLabel | None]:
    start, end, count = words[0][0], words[-1][1], len(plain)
    name = " ".join(plain)
    if name in gazetteer.cities():
        return count, EntityLabel.GPE
    before, after = text[max(0, start - 24) : start], text[end : end + 24]
    if count == 1:
        return 1, _single(plain[0], before, after, opening)
    if _PLACE_BEFORE.search(before) and count == 2 and not _AGE_AFTER.match(after):
        return count, EntityLabel.GPE
    if any(_ACRONYM.fullmatch(word) and len(word) > 2 for word in plain) or count > 4:
        return count, EntityLabel.ORG
    if "of" in plain or "for" in plain:
        return count, EntityLabel.ORG
    return count, EntityLabel.PERSON


def _single(word: str, before: str, after: str, opening: bool) -> EntityLabel | None:  # noqa: PLR0911 -- a cascade of rules
    bare = word.rstrip(".")
    if bare in HONORIFICS | _RANKS or len(bare) < 2:
        return None
    if _ACRONYM.fullmatch(bare) and not bare.isdigit():
        return EntityLabel.ORG
    if opening and not (_VERB_AFTER.match(after) and bare.lower() not in _OPENERS and not _COMMON_ENDING.search(bare)):
        return None
    if opening and bare.endswith("s") and _PLURAL_VERB_AFTER.match(after):
        return None
    if not opening and bare.lower() in _OPENERS:
        return None
    if bare in _ORG_HEADS | _FAC_HEADS | _EVENT_HEADS | _LOC_HEADS | _PLACE_TAILS:
        return None
    if (
        _AGE_AFTER.match(after)
        or _ROLE_BEFORE.search(before)
        or _SPEAKS_AFTER.match(after)
        or _SPEAKS_BEFORE.search(before)
    ):
        return EntityLabel.PERSON
    if _PLACE_BEFORE.search(before):
        return EntityLabel.GPE
    return EntityLabel.ORG
