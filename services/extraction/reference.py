"""What pronouns and definite descriptions stand for, where the article settles it.

Conservative: the nearest sentence that offers anything that agrees in number, animacy and gender must offer one thing
only, or one that is its subject; else nothing is said. Subjects before others after centering theory (Grosz, Joshi and
Weinstein 1995).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from schemas.articles import EntityLabel, LinkRule, Mention
from services.extraction.clauses import SPEECH, is_cleft
from services.extraction.lexicon.nouns import nouns_for
from services.extraction.syntax import Sentence, Word, in_sentence, phrase

__all__ = ["Referent", "Referents", "Settlement"]

_REACH = 1
_REACH_OF_PEOPLE = 2
"""Sentences before its own in which a pronoun finds what it stands for; "he" and "she" reach further."""

_MALE = frozenset("he him his himself".split())
_FEMALE = frozenset("she her hers herself".split())
_NEUTER = frozenset("it its itself".split())
_PLURAL = frozenset("they them their theirs themselves".split())
_FIRST = frozenset("i me my mine myself".split())
_OPEN = frozenset("we us our ours you your yours ourselves yourself this that these those one ones".split())
_THIRD = _MALE | _FEMALE | _NEUTER | _PLURAL
_STANDING_IN = _THIRD | _FIRST | _OPEN
_QUOTATION = frozenset({'"', "“", "”", "``", "''"})
_UNRESTRICTIVE = frozenset("det amod compound punct case cc conj cop nsubj aux advmod mark".split())
_POINTING = frozenset("the this that these those".split())
_TITLES = {"mr": "m", "sir": "m", "lord": "m", "mrs": "f", "ms": "f", "miss": "f", "dame": "f", "lady": "f"}
_GENDERED = dict.fromkeys("man boy husband father son brother king prince".split(), "m") | dict.fromkeys(
    "woman girl wife mother daughter sister queen princess actress widow".split(), "f"
)
_DEEDS = frozenset("abduction assassination assault kidnapping killing murder rape shooting stabbing".split())
_ARGUMENTS = frozenset("nsubj nsubj:pass nsubj:outer obj iobj obl obl:agent nmod conj appos ROOT".split())
_SUBJECTS = frozenset("nsubj nsubj:pass nsubj:outer".split())
_OF_TIME = frozenset("DATE TIME CARDINAL ORDINAL PERCENT MONEY QUANTITY".split())
_ABOUT_TIME = frozenset("day week month year hour minute decade century morning evening afternoon night time".split())
_NAMED_BY_A_NOUN = frozenset({EntityLabel.ORG, EntityLabel.EVENT, EntityLabel.PRODUCT})
_DESCRIBING = frozenset({LinkRule.APPOSITION, LinkRule.HEAD_NOUN})


class Settlement(StrEnum):
    """Whether the article says what a word stands for."""

    PLAIN = "plain"
    SETTLED = "settled"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Referent:
    """What an expression stands for: its wording, its entity if it is one, and its head noun.

    Without wording it is something that the article leaves open itself.

    ``start`` is where the article says so last.
    """

    text: str
    entity_id: str | None
    head: str
    person: bool = False
    plural: bool = False
    start: int = -1


@dataclass(frozen=True, slots=True)
class _Candidate:
    word: Word
    referent: Referent
    gender: str
    subject: bool
    speaks: bool


class Referents:
    """What one article offers its pronouns and descriptions, from its sentences and mentions in order."""

    def __init__(self, sentences: Sequence[Sentence], mentions: Sequence[Sequence[Mention]]) -> None:
        self._at: dict[int, int] = {}
        self.mentioned: dict[int, Mention] = {}
        for number, (sentence, inside) in enumerate(zip(sentences, mentions, strict=True)):
            position = 0
            for word in sentence.words:
                self._at[word.start] = number
                while position < len(inside) and inside[position].end <= word.start:
                    position += 1
                if position < len(inside) and inside[position].start <= word.start:
                    self.mentioned[word.start] = inside[position]
        self._genders = self._told_genders(sentences)
        self._roles = self._told_roles(sentences)
        self._sentences = sentences
        self._candidates: list[list[_Candidate]] = []
        for sentence in sentences:
            self._candidates.append(list(self._offered(sentence)))
            self._candidates[-1].extend(self._taken_up(sentence))

    def mention(self, word: Word) -> Mention | None:
        """The mention that a noun phrase is, told from its head: a name, or a role with a name.

        "The Trump administration" is not Trump: a name before the noun says whose it is.
        """
        if (own := self.mentioned.get(word.start)) is not None and own.label is not EntityLabel.NORP:
            return own
        for child in word.every("flat", "compound", "nmod:desc", "appos"):
            named = self.mentioned.get(child.start)
            whose = child.dep == "compound" and child.i < word.i
            if named is not None and named.label is EntityLabel.PERSON and word.pos != "PROPN" and not whose:
                return named
        return None

    def headed(self, noun: str) -> Mention | None:
        """The one group that the article names by a noun: "Coalition of the Willing" by "coalition"."""
        named = {
            one.entity_id: one
            for one in self.mentioned.values()
            if one.label in _NAMED_BY_A_NOUN and one.link not in _DESCRIBING and _head_of(one.name) == noun
        }
        return next(iter(named.values())) if len(named) == 1 else None

    def settle(self, word: Word, speaker: Referent | None = None) -> tuple[Settlement, Referent | None]:
        """What a noun or pronoun stands for; ``speaker`` is who says the words around it, if anybody does."""
        if word.pos == "NOUN":
            return self._described(word)
        pronoun = word.pos == "PRON" or word.tag in {"PRP", "PRP$"}
        if not pronoun or word.lower not in _STANDING_IN or "PronType=Rel" in word.morph or _is_plain(word):
            return Settlement.PLAIN, None
        found = self._meant(word, speaker)
        return (Settlement.SETTLED, found) if found is not None else (Settlement.OPEN, None)

    def _meant(self, word: Word, speaker: Referent | None) -> Referent | None:
        if word.lower == "it" and is_cleft(word.head):
            return None
        if word.lower in _FIRST:
            return speaker
        if word.lower in {"we", "our", "us"} and speaker is not None and not speaker.person and speaker.entity_id:
            return speaker
        return self._antecedent(word, speaker) if word.lower in _THIRD else None

    def _described(self, word: Word) -> tuple[Settlement, Referent | None]:
        """Such as "the alliance", "the deputy minister": what has been linked, or left open between several."""
        mention = self.mentioned.get(word.start)
        if mention is not None and mention.link in _DESCRIBING and mention.end == word.end:
            person = mention.label is EntityLabel.PERSON
            name = f"the {mention.name}" if mention.link is LinkRule.HEAD_NOUN else mention.name
            return Settlement.SETTLED, Referent(name, mention.entity_id, "", person=person)
        determiner = word.find("det")
        if mention is not None or determiner is None or determiner.lower not in _POINTING or "Plur" in word.morph:
            return Settlement.PLAIN, None
        several = len(self._roles.get(word.lemma, ())) > 1
        restricted = any(child.dep not in _UNRESTRICTIVE for child in word.children)
        return (Settlement.OPEN if several and not restricted else Settlement.PLAIN), None

    def _antecedent(self, word: Word, speaker: Referent | None) -> Referent | None:
        lower = word.lower
        gender = "m" if lower in _MALE else "f" if lower in _FEMALE else ""
        at = self._at[word.start]
        possessive = word.dep == "nmod:poss"
        told = word.head.lemma in {"say", "tell"} or word.head.find("obj") is None  # the museum "holds 212 coins"
        speaking = word.dep == "nsubj" and word.head.lemma in SPEECH and told
        if (
            lower in _NEUTER
            and speaker is not None
            and speaker.entity_id is not None
            and word.dep in _SUBJECTS
            and _in_content(word)
            and self._after_speaker(word)
        ):
            return speaker
        if possessive and (subject := _own_subject(word)) is not None:
            if subject.lower in _THIRD:
                return self._antecedent(subject, speaker) if _alike(subject.lower, lower) else None
            own = [one for one in self._candidates[at] if one.word is subject and _agrees(one, lower, gender)]
            if own or not gender:
                return own[0].referent if own else None
        for distance in range((_REACH_OF_PEOPLE if gender else _REACH) + 1):
            number = at - distance
            if number < 0 or self._sentences[at].passage - self._sentences[number].passage > 1:
                return None
            fitting = [
                candidate
                for candidate in self._candidates[number]
                if (distance or candidate.word.start < word.start)
                and _agrees(candidate, lower, gender)
                and not _within(word, candidate.word)
                and not (candidate.word.dep == "nmod" and _within(word, candidate.word.head))
                and not _beside(word, candidate.word)
                and (candidate.speaks or not speaking)
            ]
            own_words = speaker is not None and _in_content(word) and self._after_speaker(word)
            if gender and distance == 0 and speaker is not None and speaker.person and own_words:
                fitting = [one for one in fitting if one.referent.entity_id == speaker.entity_id] or fitting
            if fitting:
                chosen = _only(fitting, subject=possessive or word.dep in _SUBJECTS)
                near = distance == 0
                return chosen.referent if chosen is not None and _is_meant(chosen, lower, near=near) else None
        return None

    def _after_speaker(self, word: Word) -> bool:
        """Whether who speaks may take himself up by "it" or "she": not in a quotation, nor before he is named."""
        above = word
        while above.head is not above and above.dep != "ccomp":
            above = above.head
        quoted = [part for part in self._sentences[self._at[word.start]].words if part.text in _QUOTATION]
        return above.head.i < word.i and sum(part.i < word.i for part in quoted) % 2 == 0

    def _offered(self, sentence: Sentence) -> Iterator[_Candidate]:
        for word in sentence.words:
            named = word.dep == "xcomp" and word.pos == "PROPN" and word.head.dep != "acl"  # "elected Ana Ruiz"
            argued = word.dep in _ARGUMENTS or named
            if not argued or word.pos not in {"NOUN", "PROPN"} or self._names_nothing(word):
                continue
            mention = self.mention(word)
            joined = word.find("conj") is not None
            subject = word.dep in _SUBJECTS
            names = [self.mention(part) for part in word.conjuncts()] if joined else []
            if len(names) > 1 and all(names):
                text = _listed([name.name for name in names if name is not None])
                yield _Candidate(
                    word, Referent(text, None, "", plural=True, start=word.start), "", subject, speaks=True
                )
            if mention is not None:
                person = mention.label is EntityLabel.PERSON
                if not person and _in_apposition(word):
                    continue
                referent = Referent(mention.name, mention.entity_id, "", person=person, start=word.start)
                # The first of several is no more the subject than the others are.
                gender = self._genders.get(mention.entity_id, "")
                yield _Candidate(word, referent, gender, subject and not joined, speaks=True)
            elif (word.pos == "NOUN" or self._is_titled(word)) and not _is_unfit(word):
                yield self._unnamed(word, subject=subject)

    def _taken_up(self, sentence: Sentence) -> Iterator[_Candidate]:
        """Subjects that are pronouns themselves stand for what they stand for."""
        for word in sentence.words:
            if word.dep in _SUBJECTS and word.lower in _THIRD:
                found = self._antecedent(word, None)
                person, plural = word.lower in _MALE | _FEMALE, word.lower in _PLURAL
                referent = found or Referent("", None, "", person=person, plural=plural)
                yield _Candidate(word, replace(referent, start=word.start), "", subject=True, speaks=True)

    def _names_nothing(self, noun: Word) -> bool:
        """Such as "no alarm"; and what a named person is: "X, mayor of Y", "elected X as mayor"."""
        own = self.mentioned.get(noun.start)
        if own is not None and own.label is not EntityLabel.NORP:
            return False
        denied = any(child.dep == "det" and child.lower in {"no", "neither"} for child in noun.children)
        named = self.mention(noun.head) if noun.dep == "appos" else None
        said_of = named is not None and named.label is EntityLabel.PERSON
        return denied or said_of or (noun.preposition == "as" and noun.find("det", "nmod:poss") is None)

    def _is_titled(self, name: Word) -> bool:
        """Whether what is written as a name is a person's office: "the Ecumenical Patriarch"."""
        return name.find("det") is not None and name.lower in nouns_for("person")

    def _unnamed(self, word: Word, *, subject: bool) -> _Candidate:
        person = self._is_person(word)
        words = _noun_phrase(word)
        text = in_sentence(phrase(words), words[0])
        if (first := word.find("det")) is not None and first.lower in {"a", "an"}:
            text = f"the {text.partition(' ')[2]}"
        plural = "Number=Plur" in word.morph
        if any(below.tag == "PRP$" for below in word.children):
            text = ""
        referent = Referent(text, None, word.lemma, person=person, plural=plural, start=word.start)
        speaks = person or (word.dep == "nsubj" and word.head.lemma in SPEECH)
        return _Candidate(word, referent, _gender_of(word.lemma), subject, speaks)

    def _is_person(self, word: Word) -> bool:
        """Whether a common noun is somebody: told by "who", by speaking, by a name that goes with it."""
        who = any(below.lower == "who" for child in word.every("acl:relcl") for below in child.children)
        speaks = word.dep == "nsubj" and word.head.lemma in SPEECH - {"show"} and "Sing" in word.morph
        return who or speaks or word.lemma in nouns_for("person") or word.lemma in self._roles

    def _told_genders(self, sentences: Sequence[Sentence]) -> dict[str, str]:
        """The gender of the people whose titles, roles or own possessives tell it, and do not disagree."""
        told: dict[str, set[str]] = defaultdict(set)
        met: set[str] = set()
        for sentence in sentences:
            inside = {word.i: one for word in sentence.words if (one := self.mentioned.get(word.start)) is not None}
            met.update(one.entity_id for one in inside.values() if one.label is EntityLabel.PERSON)
            for before, word in zip(sentence.words, sentence.words[1:], strict=False):
                if word.i in inside and (gender := _TITLES.get(before.lower.rstrip("."))):
                    told[inside[word.i].entity_id].add(gender)
            for word in sentence.words:
                own = _own_subject(word) if word.tag == "PRP$" and word.lower in _MALE | _FEMALE else None
                if word.i in inside and inside[word.i].label is EntityLabel.PERSON:
                    told[inside[word.i].entity_id].update(_gender_of(role.lemma) for role in _roles_of(word))
                elif own is not None and own.i in inside and met == {inside[own.i].entity_id}:
                    # Nobody else has been named of whom "her" might tell.
                    told[inside[own.i].entity_id].add("m" if word.lower in _MALE else "f")
        return {one: next(iter(genders - {""})) for one, genders in told.items() if len(genders - {""}) == 1}

    def _told_roles(self, sentences: Sequence[Sentence]) -> dict[str, set[str]]:
        """For each noun that says what somebody is, the people of whom it is said."""
        roles: dict[str, set[str]] = defaultdict(set)
        for sentence in sentences:
            for word in sentence.words:
                mention = self.mentioned.get(word.start)
                if mention is None or mention.label is not EntityLabel.PERSON or mention.link in _DESCRIBING:
                    continue
                for role in _roles_of(word):
                    if role.pos == "NOUN" or self.mentioned.get(role.start) is not mention:
                        roles[role.lemma].add(mention.entity_id)
        return roles


def _gender_of(noun: str) -> str:
    """The gender of a person told by what he or she is: "businesswoman", and "businessman" since the other exists."""
    people = nouns_for("person")
    if noun.endswith("woman") and noun in people:
        return "f"
    if noun.endswith("man") and f"{noun.removesuffix('man')}woman" in people:
        return "m"
    return _GENDERED.get(noun, "")


def _in_apposition(word: Word) -> bool:
    """Whether a name only says what another one is: "X, secretary of the union"."""
    above = word
    while above.dep in {"nmod", "obl"}:
        above = above.head
    return above is not word and above.dep == "appos"


def _head_of(name: str) -> str:
    words = name.casefold().split()
    return words[next((at - 1 for at, word in enumerate(words) if word in {"of", "for", "on"} and at), -1)]


def _is_unfit(noun: Word) -> bool:
    """Whether a noun is a time, which nothing refers back to."""
    return noun.lemma in _ABOUT_TIME or noun.entity in _OF_TIME


def _roles_of(name: Word) -> Iterator[Word]:
    """The nouns that say what a named person is: "minister" in "the minister, X", "X, the minister", "Minister X"."""
    for child in name.every("appos", "compound", "nmod:desc"):
        if child.pos in {"NOUN", "PROPN"}:
            yield child
    if name.dep in {"appos", "flat", "nmod:desc"} and name.head.pos in {"NOUN", "PROPN"}:
        yield name.head
    if name.head.find("cop") is not None and name.dep == "nsubj" and name.head.pos == "NOUN":
        yield name.head


def _noun_phrase(word: Word) -> list[Word]:
    return word.subtree(
        lambda below: (
            below.dep in {"acl:relcl", "acl", "appos", "conj", "cc", "case", "punct", "parataxis", "cop", "nsubj"}
            and below.head is word
        )
    )


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _agrees(candidate: _Candidate, lower: str, gender: str) -> bool:
    referent = candidate.referent
    if gender:
        return referent.person and not referent.plural and candidate.gender in {"", gender}
    if lower in _NEUTER:
        return not referent.person and not referent.plural
    return referent.plural or (referent.entity_id or "").startswith("org")


def _only(fitting: Sequence[_Candidate], *, subject: bool) -> _Candidate | None:
    """The one thing that the candidates are; a subject may take up the one name among them that is a subject too."""
    if not fitting:
        return None
    if len({_identity(one) for one in fitting}) == 1:
        return fitting[0]
    subjects = [one for one in fitting if one.subject]
    one = len({_identity(one) for one in subjects}) == 1
    return (
        subjects[0] if subject and one and subjects[0].referent.entity_id and not subjects[0].referent.person else None
    )


def _is_meant(chosen: _Candidate, lower: str, *, near: bool) -> bool:
    """Whether a candidate may be filled in: of things without a name, "it" is hardly ever one that was no subject.

    Nor is "they" in the same sentence: "The crew opened the valves when they saw the warship". After "the murder of X"
    it may as well be the murderer.
    """
    referent = chosen.referent
    rarely = lower in _NEUTER or (near and lower == "they" and not referent.person)
    if chosen.word.dep == "nmod" and chosen.word.preposition == "of" and chosen.word.head.lemma in _DEEDS:
        return False
    return bool(referent.text and (chosen.subject or referent.entity_id or not rarely))


def _identity(candidate: _Candidate) -> str:
    return candidate.referent.entity_id or candidate.referent.text


def _within(pronoun: Word, word: Word) -> bool:
    """Whether a pronoun stands inside the noun phrase that it would stand for."""
    above = pronoun
    while above.head is not above:
        above = above.head
        if above is word:
            return True
    return False


def _own_subject(pronoun: Word) -> Word | None:
    """The subject of the clause in which a possessive stands, if it is not part of it."""
    above = pronoun
    while above.head is not above:
        above = above.head
        if above.dep in _SUBJECTS:
            return None
        if (subject := above.find(*_SUBJECTS)) is not None:
            if "PronType=Rel" in subject.morph:
                subject = above.head
            while subject.dep == "appos" and pronoun.lower in _MALE | _FEMALE:  # "Ana Ruiz, the envoy who lost her bag"
                subject = subject.head
            return subject
    return None


def _alike(one: str, other: str) -> bool:
    return any(one in group and other in group for group in (_MALE, _FEMALE, _NEUTER, _PLURAL))


def _in_content(word: Word) -> bool:
    above = word
    while above.head is not above:
        if above.dep == "ccomp":
            return True
        above = above.head
    return False


def _beside(pronoun: Word, word: Word) -> bool:
    """Whether both are arguments of one verb, where only "himself" could stand for the other."""
    if pronoun.lower.endswith(("self", "selves")):
        return False
    word = word.head if word.dep == "conj" else word
    if pronoun.head.dep == "xcomp" and pronoun.i < pronoun.head.i:  # "kept them wet"
        return pronoun.head.head is word.head
    return pronoun.head is word.head and pronoun.dep in {"obj", "iobj", "obl", "obl:agent"}


def _is_plain(word: Word) -> bool:
    """Whether a pronoun stands for nothing outside its own words: "no one", "nine states, X among them"."""
    if word.lower == "one":
        return any(child.lower in {"no", "any", "every", "each"} for child in word.children)
    if word.lower == "them" and word.preposition == "among":
        return any("Plur" in before.morph and before.i < word.i for before in word.head.subtree())
    return _is_empty(word)


def _is_empty(word: Word) -> bool:
    """Such as "It is likely that …", "it rained", "It was Tuvalu that …"."""
    if word.lower != "it":
        return False
    head = word.head
    told_apart = is_cleft(head) and (head.pos == "PROPN" or any(part.lower in {"not", "n't"} for part in head.children))
    clausal = head.find("csubj", "ccomp", "csubj:pass") is not None and head.pos in {"ADJ", "NOUN"}
    measured = head.find("cop") is not None and head.lemma in _ABOUT_TIME | {"degree", "o'clock", "noon", "midnight"}
    weather = head.lemma in {"rain", "snow", "seem", "appear", "turn"}
    return told_apart or clausal or measured or weather
