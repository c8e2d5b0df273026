"""Who belongs to, joins or takes part in what, where a sentence says so in a settled pattern."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from schemas.articles import EntityLabel, Mention
from schemas.claims import Argument, Polarity
from services.extraction.attribution import Sentence

__all__ = ["Groups", "Membership", "find_memberships"]

_GROUP_LABELS = frozenset(
    {EntityLabel.ORG, EntityLabel.EVENT, EntityLabel.GPE, EntityLabel.PRODUCT, EntityLabel.LOC, EntityLabel.FAC}
)
_MEMBER_LABELS = frozenset({EntityLabel.PERSON, EntityLabel.ORG, EntityLabel.GPE, EntityLabel.NORP})
_GROUP_NOUN = (
    r"coalition|alliance|pact|bloc|union|league|group|grouping|organi[sz]ation|treaty|agreement|accord|deal|"
    r"initiative|partnership|mission|force|"
    r"council|committee|commission|party|club|federation|consortium|association|band|team|squad|board|cabinet|"
    r"network|community|scheme|programme|program"
)
_GATHERING = r"summit|talks|meeting|conference|forum|gathering|session|congress|convention|negotiations|ceremony"


@dataclass(frozen=True, slots=True)
class Membership:
    """``subjects`` belong, or do not belong, to ``group``, as ``text[start:end]`` of the article says."""

    subjects: tuple[Argument, ...]
    group: Argument
    polarity: Polarity
    start: int
    end: int


_ADVERB = (
    r"(?:(?:formally|officially|also|already|now|since|recently|finally|later|then|fully|directly|so far|yet|still|"
    r"ever|reportedly)\s+)*"
)
_DEGREE = r"(?:\s+(?:formally|officially|directly|fully|actively))*"
_NEGATED_LINK = (
    rf"(?:(?:has|have|had)\s+{_ADVERB}yet\s+to\s+{_ADVERB}(?:join|sign\s+up\s+(?:to|for)|take\s+part\s+in|attend|"
    rf"enter|become\s+(?:a\s+)?members?\s+of)"
    rf"|(?:has|have|had|did|does|do|will|would)(?:\s+not|n['’]t)\s+{_ADVERB}(?:join(?:ed)?|sign(?:ed)?\s+up\s+(?:to|"
    rf"for)|take(?:n)?\s+part\s+in|attend(?:ed)?|belong\s+to)"
    rf"|(?:has|have|had)\s+never\s+{_ADVERB}(?:joined|been\s+(?:a\s+)?(?:members?|part)\s+of|belonged\s+to|"
    rf"attended)|never\s+joined"
    rf"|(?:(?:has|have|had)\s+)?(?:stopped|stops|stop|stopping)\s+short\s+of\s+{_ADVERB}joining"
    rf"|(?:(?:has|have|had)\s+)?{_ADVERB}(?:withdrew|withdrawn|pulled\s+out|quit|walked\s+out|"
    rf"withdraws)(?:\s+(?:from|of))?"
    rf"|(?:has|have|had)\s+left(?=\s+the\b)|stayed\s+out\s+of|stayed\s+away\s+from|boycotted|skipped"
    rf"|(?:refused|declined|failed)\s+to\s+(?:join|attend|take\s+part\s+in)"
    rf"|(?:is|are|was|were)(?:\s+(?:not|no\s+longer)|n['’]t)\s+{_ADVERB}(?:an?\s+|the\s+)?(?:members?\s+of|"
    rf"part\s+of|party\s+to|among\s+the\s+members\s+of|signator(?:y|ies)\s+(?:to|of)))"
)
_POSITIVE_LINK = (
    rf"(?:(?:(?:has|have|had)\s+)?{_ADVERB}(?:joined|signed\s+up\s+(?:to|for)|took\s+part\s+in|taken\s+part\s+in|"
    rf"participated\s+in|attended|acceded\s+to)"
    rf"|joins|(?:belongs?|belonged)\s+to|(?:became|become|becomes)\s+(?:an?\s+|the\s+\w+\s+)?(?:\w+\s+)?members?\s+of"
    rf"|(?:is|are|was|were|has\s+been|have\s+been)\s+{_ADVERB}(?:an?\s+|the\s+|all\s+|both\s+|"
    rf"among\s+the\s+)?(?:founding\s+|full\s+|\w+\s+)?(?:members?|part|participants?|signator(?:y|ies))\s+(?:of|in|to))"
)
_OBJECT = r"(?P<object>(?:the|this|that|its|their|a|an)?\s*[^,;:.]{2,80})"
_SUBJECT_VERB_GROUP = re.compile(
    rf"(?P<link>(?P<negative>{_NEGATED_LINK})|"
    rf"(?P<positive>{_POSITIVE_LINK}))(?:\s+as\s+(?:an?\s+)?\w+)?{_DEGREE}\s+{_OBJECT}"
)
_LIST_AFTER = re.compile(
    r"(?P<group>[^,;:.]{2,80}?)(?:['’]s?\s+(?:\w+\s+)?(?:members|participants|signatories|contributors|founders|"
    r"backers)\s+(?P<ex>include[sd]?|are|were)"
    r"|\s+(?:saw|brought\s+together|gathered|drew|united|hosted)\s+(?:\w+\s+)*?(?:representatives|leaders|delegates|"
    r"delegations|ministers|officials|envoys|members)[^;:.]{0,60}?,?\s+including"
    r"|\s+(?:comprises|comprised|consists\s+of|is\s+made\s+up\s+of|groups|brings\s+together|brought\s+together|"
    r"includes|included))\s+"
)
_MEMBERS_OF = re.compile(
    r"\b(?:[Mm]embers|[Pp]articipants|[Ss]ignatories|[Cc]ontributors)\s+(?:of|in|"
    r"to)\s+(?P<group>[^,;:.]{2,60}?)\s+(?:include[sd]?|are|were)\s+",
)
_TRIGGER = re.compile(
    r"\b(?:join|sign|memb|tak|took|part|attend|belong|acced|enter|becom|becam|withdr|pulled|quit|walked|left|stay|"
    r"boycott|"
    r"skip|refus|declin|fail|stop|saw|brought|bring|gather|drew|unit|host|compris|consist|made|group|inclu|contribut)",
    re.IGNORECASE,
)
_LIST_ITEM_GAP = re.compile(
    r"[\s,]*(?:(?:and|or|as well as|plus|both|the|including|key|its|particularly|namely|&|[-–—:]|\w+ partners?)[\s,]*)*"
)
_HEAD = re.compile(
    rf"^(?:the|this|that|its|their|a|an|our)?\s*(?:[\w’'-]+\s+){{0,3}}?(?P<noun>{_GROUP_NOUN}|{_GATHERING})\b",
    re.IGNORECASE,
)
_HEAD_WORD = re.compile(rf"\b(?:{_GROUP_NOUN}|{_GATHERING})\b", re.IGNORECASE)
_GATHERING_WORD = re.compile(rf"\b(?:{_GATHERING})\b", re.IGNORECASE)
_SUBJECT_TAIL = re.compile(
    r"^[\s,–—-]*(?:(?:also|too|both|each|all|however|meanwhile|though)[\s,–—-]*)*$|^,\s+(?:who|which)\s+$|"
    r"^\s+(?:has|have|had)?[^,;.]{0,90}\s+(?:but|and)\s+$"
)


class Groups:
    """The groups of one article that a definite description can stand for.

    "The pact" is the one named entity whose head noun is "pact". A gathering ("the summit") stands for a group where
    one sentence of the article names both. Where two could be meant, none is.
    """

    def __init__(self, text: str, sentences: Sequence[tuple[Sentence, Sequence[Mention]]]) -> None:
        self._by_noun: Mapping[str, set[str]] = defaultdict(set)
        self._names: dict[str, Mention] = {}
        for mention in chain.from_iterable(mentions for _, mentions in sentences):
            if mention.label not in _GROUP_LABELS:
                continue
            for noun in _HEAD_WORD.findall(mention.name):
                self._by_noun[noun.lower()].add(mention.entity_id)
                self._names.setdefault(mention.entity_id, mention)
        self._tie_gatherings(text, sentences)

    def _tie_gatherings(self, text: str, sentences: Sequence[tuple[Sentence, Sequence[Mention]]]) -> None:
        tied: dict[str, set[str]] = defaultdict(set)
        for sentence, inside in sentences:
            named = {mention.entity_id for mention in inside if mention.entity_id in self._names}
            if len(named) == 1:
                for gathering in _GATHERING_WORD.findall(text, sentence.start, sentence.end):
                    tied[gathering.lower()] |= named
        for noun, ids in tied.items():
            if not self._by_noun.get(noun):
                self._by_noun[noun] |= ids

    def described(self, phrase: str) -> Argument | None:
        """The group that a description such as "the coalition" stands for, if the article settles it."""
        head = _HEAD.match(phrase)
        if head is None:
            return None
        ids = self._by_noun.get(head["noun"].lower(), set())
        if len(ids) != 1:
            return None
        mention = self._names[next(iter(ids))]
        return Argument(text=mention.name, entity_id=mention.entity_id)


def find_memberships(text: str, start: int, end: int, mentions: Sequence[Mention], groups: Groups) -> list[Membership]:
    """Memberships that the clause ``text[start:end]`` states; ``mentions`` are those inside it, in order."""
    body = text[start:end]
    found: list[Membership] = []
    if len(mentions) < 1 or not _TRIGGER.search(body):
        return found
    for match in _SUBJECT_VERB_GROUP.finditer(body):
        link_start, link_end = start + match.start("link"), start + match.end("link")
        subjects = _members_before(text, start, link_start, mentions)
        group = _group_after(
            text, start + match.start("object"), start + match.end("object"), link_end, mentions, groups
        )
        if subjects and group and group[0].entity_id not in {s.entity_id for s in subjects}:
            polarity = Polarity.NEGATED if match["negative"] else Polarity.AFFIRMED
            found.append(Membership(subjects, group[0], polarity, start, group[1]))
    for pattern in (_LIST_AFTER, _MEMBERS_OF):
        if found or (match_list := pattern.search(body)) is None:
            continue
        group_argument = _group_in(
            text, start + match_list.start("group"), start + match_list.end("group"), mentions, groups
        )
        members = _members_after(text, start + match_list.end(), mentions)
        if group_argument and members and group_argument.entity_id not in {m.entity_id for m in members}:
            found.append(Membership(members, group_argument, Polarity.AFFIRMED, start, end))
    return found


def _argument(mention: Mention) -> Argument:
    return Argument(text=mention.name, entity_id=mention.entity_id)


def _members_before(text: str, start: int, link: int, mentions: Sequence[Mention]) -> tuple[Argument, ...]:
    """The coordinated names that are the verb's subject, reading leftwards from it."""
    candidates = [m for m in mentions if start <= m.start and m.end <= link]
    if not candidates or not _SUBJECT_TAIL.match(text[candidates[-1].end : link]):
        return ()
    return tuple(map(_argument, reversed(_coordinated(text, list(reversed(candidates)), leftwards=True))))


def _members_after(text: str, position: int, mentions: Sequence[Mention]) -> tuple[Argument, ...]:
    candidates = [m for m in mentions if m.start >= position]
    while candidates and candidates[0].label is EntityLabel.NORP and not _ends_item(text, candidates[0].end):
        candidates.pop(0)
    if (
        not candidates
        or candidates[0].start - position > 60
        or re.search(r"[.;]", text[position : candidates[0].start])
    ):
        return ()
    return tuple(map(_argument, _coordinated(text, candidates, leftwards=False)))


def _ends_item(text: str, position: int) -> bool:
    return re.match(r"\s*(?:,|and\b|or\b|\.|;|$)", text[position : position + 6]) is not None


def _coordinated(text: str, mentions: Sequence[Mention], *, leftwards: bool) -> list[Mention]:
    """The run of names joined by commas and "and", from the first one on."""
    run: list[Mention] = []
    for mention in mentions:
        if mention.label not in _MEMBER_LABELS:
            break
        if run:
            gap = text[mention.end : run[-1].start] if leftwards else text[run[-1].end : mention.start]
            if not gap.strip() or not _LIST_ITEM_GAP.fullmatch(gap):
                break
        run.append(mention)
    return run


def _group_in(text: str, start: int, end: int, mentions: Sequence[Mention], groups: Groups) -> Argument | None:
    named = [m for m in mentions if start <= m.start and m.end <= end and m.label in _GROUP_LABELS]
    phrase = text[start:end].strip()
    if named and named[-1].end == end:
        return _argument(named[-1])
    head = re.search(
        rf"\b(?:the|this|that|its)\s+(?:[\w’'-]+\s+){{0,3}}?(?:{_GROUP_NOUN}|{_GATHERING})$", phrase, re.IGNORECASE
    )
    return groups.described(head.group()) if head else None


def _group_after(
    text: str, start: int, end: int, link_end: int, mentions: Sequence[Mention], groups: Groups
) -> tuple[Argument, int] | None:
    """What is joined, and where its words end: a group named right after the verb, else one that is described."""
    named = next((m for m in mentions if m.start >= link_end), None)
    between = text[link_end : named.start] if named is not None and named.start < end else None
    if (
        named is not None
        and between is not None
        and named.label in _GROUP_LABELS
        and re.fullmatch(r"\s*(?:(?:the|its|their)\s+)?(?:[a-z]\w*\s+){0,2}[\"“‘]?", between)
    ):
        return _argument(named), named.end
    head = _HEAD.match(text[start:end])
    described = groups.described(text[start:end])
    if described is not None and head is not None:
        return described, start + head.end()
    return None
