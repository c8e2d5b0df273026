"""A clause in words that can be understood alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from schemas.claims import Granularity, TimeSpan
from services.extraction.clauses import Clause, ClauseKind, is_past
from services.extraction.reference import Referent, Referents, Settlement
from services.extraction.syntax import Word, in_sentence, phrase

__all__ = ["Wording", "filling", "noun_phrase", "word_clause"]

_QUOTES = frozenset("\"“”‘'’«»``''") | {"``", "''"}
_MARKS = frozenset(", ; : – — - … ( )".split())
_BESIDE = frozenset("acl:relcl conj cc cop parataxis nsubj nsubj:outer aux advcl expl ccomp".split())
# What answers a heading or a question, and says nothing without it.
_ANSWERS = frozenset({"yes", "no", "yet", "not", "in", "out", "never", "maybe"})
_THIRD = frozenset({"his", "her", "its", "their"})
_THIRD_PERSON = {"am": "is", "'m": " is", "have": "has", "'ve": " has", "do": "does"}
_DID = {"VBD": "did", "VBN": "did", "VBZ": "does", "VBP": "do"}
_LONGEST_FILLING = 80
_GOVERNING = frozenset({"aux", "aux:pass", "cop", "mark"})
_ANOTHER_BOUND = frozenset("since until till by before after from through between".split())


@dataclass(frozen=True, slots=True)
class Wording:
    """How a clause reads alone; ``settled`` is false where it leans on what the article leaves open.

    ``filled`` maps the offset of each pronoun or description to what it stands for.
    """

    text: str
    settled: bool
    filled: dict[int, Referent]


def word_clause(clause: Clause, referents: Referents, speaker: Referent | None, times: Sequence[TimeSpan]) -> Wording:
    """Put a clause into words that need no others: who is meant, what is left out, and when.

    Args:
        clause: A clause of it.
        referents: What its pronouns stand for.
        speaker: Who says "I" in it, if anybody does.
        times: The times of the clause.
    """
    filled: dict[int, Referent] = {}
    inside = {word.start for word in clause.told}
    named = (referents.mention(word) for word in clause.subjects)
    doers: set[str | None] = {mention.entity_id for mention in named if mention is not None}
    settled = True
    for word in _referring(clause):
        settlement, referent = referents.settle(word, speaker)
        if settlement is Settlement.OPEN:
            settled = False
        elif (
            referent is not None
            and referent.start not in inside
            and not (_is_own(word) and referent.entity_id in doers)
        ):
            filled[word.start] = referent
    _keep_own(clause, filled, doers)
    words = _trimmed(clause)
    replaced = [(_first(word), word, filling(word, filled[word.start])) for word in words if word.start in filled]
    replaced.extend(_dates(words, times))
    replaced.extend(one for word in words if word.start in filled for one in _agreeing(word))
    words, hung = _with_antecedent(clause, words, filled, referents)
    replaced.extend(hung)
    if clause.kind is ClauseKind.ADVERBIAL and clause.head.tag == "VBG" and clause.head.find("aux") is None:
        replaced.append((clause.head, clause.head, f"did not {clause.head.lemma}"))  # "without signing"
    if clause.inherited and clause.head.tag in _DID and _is_nor(clause) and not _lent(clause):
        replaced.append((clause.head, clause.head, f"{_DID[clause.head.tag]} not {clause.head.lemma}"))
    said = phrase(words, replaced)
    if not _has_own_subject(clause):
        if clause.inherited or clause.antecedent is not None or clause.echoes is not None:
            said = _completed(clause, said, filled, replaced)
        elif clause.kind is ClauseKind.FRAGMENT:
            settled = bool(clause.predicate) and clause.objects[0].lower not in _ANSWERS
        elif not clause.dependents("expl"):
            settled = False
    return Wording(_sentence(said, clause), settled and bool(said), filled)


def _with_antecedent(
    clause: Clause, words: list[Word], filled: dict[int, Referent], referents: Referents
) -> tuple[list[Word], list[tuple[Word, Word, str]]]:
    """The words of a relative clause, with what it hangs on in the place of its pronoun, or after the verb."""
    if clause.antecedent is None:
        return words, []
    replaced = []
    anchor = _named(clause.antecedent, filled, _hung(clause))
    if clause.relative is not None:
        if clause.relative.tag == "WP$":
            mention = referents.mention(clause.antecedent)
            owner = Referent(anchor, mention.entity_id if mention else None, clause.antecedent.lemma)
            filled[clause.relative.start] = owner
            anchor = filling(clause.relative, owner)
        replaced.append((clause.relative, clause.relative, anchor))
    if (verb := _governs_antecedent(clause)) is not None:
        words = [word for word in words if word is not clause.relative]
        replaced.append((verb, verb, f"{verb.text} {anchor}"))
    return words, replaced


def _hung(clause: Clause) -> list[Word]:
    """What hangs on the antecedent with a clause, and is no part of its name."""
    top = clause.top
    while top.dep == "conj" and top.head is not clause.antecedent:
        top = top.head
    return top.subtree()


def _governs_antecedent(clause: Clause) -> Word | None:
    """The word behind which a relative clause has what it hangs on: "what they *signed*", "*put up*", "paid *for*"."""
    if clause.kind is not ClauseKind.RELATIVE or clause.passive or clause.antecedent is None:
        return None
    if clause.relative is not None:
        stranded = [word for word in clause.relative.every("case") if word.i > clause.head.i]
        if stranded or clause.relative.i > clause.head.i:
            return stranded[0] if stranded else None
    if clause.antecedent not in clause.objects:
        return None
    following = next((word for word in clause.told if word.i == clause.head.i + 1), clause.head)
    ends = following.tag == "RP" or (following.tag == "IN" and following is clause.told[-1])
    return following if ends and not following.children else clause.head


def _agreeing(pronoun: Word) -> Iterator[tuple[Word, Word, str]]:
    """The verb of "I" as it is after a name: "I hope" is "Obi hopes"."""
    if pronoun.lower != "i" or pronoun.dep != "nsubj":
        return
    verb = pronoun.head
    parts = [*verb.every("aux", "aux:pass", "cop"), verb]
    if (finite := next((part for part in parts if part.tag in {"VBP", "VBD", "VBZ", "MD"}), None)) is None:
        return
    if finite.tag == "VBP":
        yield finite, finite, _THIRD_PERSON.get(finite.lower) or _with_s(finite.text)


def _with_s(verb: str) -> str:
    if verb.endswith("y") and verb[-2:-1] not in set("aeiou"):
        return f"{verb[:-1]}ies"
    return f"{verb}es" if verb.endswith(("s", "x", "z", "ch", "sh", "o")) else f"{verb}s"


def _keep_own(clause: Clause, filled: dict[int, Referent], doers: set[str | None]) -> None:
    """Leave "his" where who it is stands beside it: "X had his medical"."""
    doers.update(filled[word.start].entity_id for word in clause.subjects if word.start in filled)
    for word in _referring(clause):
        own = word.lower in _THIRD and _is_own(word) and word.start in filled
        if own and filled[word.start].entity_id in doers - {None}:
            del filled[word.start]


def _is_own(word: Word) -> bool:
    return word.tag == "PRP$"


def noun_phrase(word: Word) -> list[Word]:
    """The words of a noun phrase but for its preposition, relative clauses, appositions and conjuncts.

    Of a clause in a noun's place, all words but the complementiser.
    """
    if word.dep in {"ccomp", "xcomp", "csubj"} and word.pos in {"VERB", "AUX"}:
        words = word.subtree(lambda below: below.head is word and below.dep in {"advcl", "parataxis"})
        return [part for part in words if part.dep != "mark" or part.head is not word or part.lower == "to"]

    words = word.subtree(lambda below: below.head is word and _is_beside(word, below))
    while words and words[-1].pos == "PUNCT":
        words.pop()
    while words and words[0].pos == "PUNCT":
        words.pop(0)
    return words


def _is_beside(noun: Word, below: Word) -> bool:
    """Whether a dependent is no part of the noun phrase proper."""
    if below.dep in {"acl", "appos"}:
        return any(part.text in _MARKS for part in (*below.children, *noun.children) if noun.i < part.i < below.i)
    if below.tag == "CD" and below.i > noun.i + 1 and noun.pos == "PROPN":
        return any(part.text == "," for part in (*below.children, *noun.children) if noun.i < part.i < below.i)
    if below.dep == "advmod" and below.i < noun.i:
        return noun.pos not in {"NOUN", "PROPN"} or below.lower in {"not", "also"}
    return below.dep in _BESIDE or (below.dep in {"case", "mark", "punct", "cc:preconj", "csubj"} and below.i < noun.i)


def _referring(clause: Clause) -> Iterator[Word]:
    """The words of a clause that may stand for something named elsewhere, those of a subject it shares included."""
    yield from (word for word in clause.told if word.pos in {"PRON", "NOUN"} or word.tag == "PRP$")
    if clause.inherited or clause.antecedent is not None:
        shared = [clause.antecedent] if clause.antecedent is not None else [*clause.subjects, *clause.objects]
        own = {word.i for word in clause.told}
        for word in shared:
            yield from (
                w for w in noun_phrase(word) if w.i not in own and (w.pos in {"PRON", "NOUN"} or w.tag == "PRP$")
            )


def _first(word: Word) -> Word:
    """Where the noun phrase begins that a description such as "the deputy minister" is."""
    if word.pos != "NOUN":
        return word
    return next((part for part in noun_phrase(word)), word)


def filling(word: Word, referent: Referent) -> str:
    """What takes the place of a pronoun or description, as a possessive where that was one."""
    text = referent.text if len(referent.text) <= _LONGEST_FILLING else f"the {referent.head}"
    possessive = word.tag in {"PRP$", "WP$"} or (word.dep == "nmod:poss" and word.pos == "PRON")
    if not possessive:
        return text
    return f"{text}'" if text.endswith("s") else f"{text}'s"


def _dates(words: Sequence[Word], times: Sequence[TimeSpan]) -> Iterator[tuple[Word, Word, str]]:
    """Days, months and years told from the day of printing, as dates: "on Thursday" is "on 12 February 2026"."""
    taken = -1
    for time in times:
        inside = [word for word in words if time.start <= word.start and word.end <= time.end]
        if not inside or inside[0].i <= taken or time.since is None or time.until is None or time.approximate:
            continue
        inside.extend(_told_again(words, inside[-1], time, times))
        if any(word.lower in _ANOTHER_BOUND for word in inside) or any(
            len(w.text) == 4 and w.text.isdigit() for w in inside
        ):
            continue
        if any(word.start == inside[-1].end and word.text in {"-", "–"} for word in words):
            continue
        following = inside[-1].find("case")
        if inside[0].dep in {"compound", "nmod:poss", "amod"} or (following is not None and following.tag == "POS"):
            continue
        before = next((word for word in reversed(words) if word.i < inside[0].i), None)
        preposition = "" if before is not None and before.pos in {"ADP", "DET", "SCONJ"} else "on "
        if time.granularity is Granularity.DAY and (time.until - time.since).days == 1:
            yield inside[0], inside[-1], f"{preposition}{time.since.day} {time.since:%B} {time.since.year}"
        elif _is_month(time) and before is not None and before.lower == "in":
            yield inside[0], inside[-1], f"{time.since:%B} {time.since.year}"
        else:
            continue
        taken = inside[-1].i


def _told_again(words: Sequence[Word], last: Word, time: TimeSpan, times: Sequence[TimeSpan]) -> list[Word]:
    """The words of the same day told once more: "today, Thursday 8 January"."""
    for other in times:
        again = [word for word in words if other.start <= word.start and word.end <= other.end]
        if (other.since, other.until) == (time.since, time.until) and again and 0 < again[0].i - last.i <= 2:
            return [word for word in words if last.i < word.i <= again[-1].i]
    return []


def _is_month(time: TimeSpan) -> bool:
    """Whether a time is one whole month: not its first half, nor several."""
    since, until = time.since, time.until
    if time.granularity is not Granularity.MONTH or since is None or until is None:
        return False
    return since.day == until.day == 1 and (until.year - since.year) * 12 + until.month - since.month == 1


def _trimmed(clause: Clause) -> list[Word]:
    """The words of a clause without the conjunction, complementiser and punctuation at its edges."""
    words = list(clause.told)
    top = clause.top
    measured = _measured(clause)
    while words and (
        words[0].text in _MARKS
        or words[0].text in _QUOTES
        or (words[0].dep in {"cc", "mark"} and words[0].head in clause.chain and words[0].lower != "to")
        or (words[0].dep == "advmod" and words[0].head is top and words[0].tag == "WRB")
        or (words[0].dep == "fixed" and words[0].head.dep == "mark" and words[0].head.head is top)
        or words[0].i in measured
    ):
        words.pop(0)
    while words and (words[-1].text in _MARKS or words[-1].text in _QUOTES or words[-1].text == "."):
        words.pop()
    inner = [word for word in words if word.text in _QUOTES and word.pos == "PUNCT"]
    if len(inner) % 2:
        words = [word for word in words if word not in inner]
    return words


def _measured(clause: Clause) -> set[int]:
    """The "hours" of "hours after a landslide buried the village"."""
    mark = clause.top.find("mark")
    if clause.kind is not ClauseKind.ADVERBIAL or mark is None:
        return set()
    measures = clause.top.every("obl:unmarked", "obl", "advmod", "obl:npmod")
    return {word.i for measure in measures if measure.i < mark.i for word in measure.subtree()}


def _has_own_subject(clause: Clause) -> bool:
    if clause.relative is not None and clause.relative.dep in {"nsubj", "nsubj:pass"}:
        return True
    return (
        bool(clause.dependents("nsubj", "nsubj:pass", "nsubj:outer", "csubj", "csubj:pass", "expl"))
        and not clause.echoes
    )


def _named(word: Word, filled: dict[int, Referent], without: Sequence[Word] | None = None) -> str:
    """A noun phrase with what it stands for filled in."""
    words = [part for part in noun_phrase(word) if without is None or part not in without]
    if word.find("conj") is not None and word.dep in {"nsubj", "nsubj:pass"}:
        words = word.subtree(
            lambda below: below.dep in {"acl:relcl", "appos"} or (below.dep == "case" and below.i < word.i)
        )
    while words and words[-1].pos == "PUNCT":
        words.pop()
    said = phrase(words, [(_first(w), w, filling(w, filled[w.start])) for w in words if w.start in filled])
    return said if words[0].start in filled else in_sentence(said, words[0])


def _completed(
    clause: Clause, said: str, filled: dict[int, Referent], replaced: Sequence[tuple[Word, Word, str]]
) -> str:
    """A clause with the subject that it shares, or the noun that it hangs on, put into words."""
    if clause.echoes is not None:
        return _echoed(clause, clause.echoes, replaced)
    if clause.antecedent is not None:
        anchor = _named(clause.antecedent, filled, clause.top.subtree())
        if clause.top.i < clause.antecedent.i:  # "Founded in 1998, the firm …"
            said = said[:1].lower() + said[1:]
        return " ".join(part for part in (anchor, _copula(clause, clause.antecedent), said) if part)
    shared = clause.objects if clause.passive else clause.subjects
    if not shared:
        return said
    outermost = shared[0]
    while outermost.dep == "conj" and outermost.head in shared:
        outermost = outermost.head
    return " ".join(part for part in (_named(outermost, filled), _lent(clause), said) if part)


def _echoed(clause: Clause, outer: Clause, replaced: Sequence[tuple[Word, Word, str]]) -> str:
    """Such as "so did Italy", "nor did Spain": the clause before with another subject."""
    subjects = {word for subject in outer.subjects for word in subject.subtree()}
    told = phrase([word for word in _trimmed(outer) if word not in subjects], replaced)
    subject = phrase([word for one in clause.subjects[:1] for word in one.subtree(lambda below: below.dep == "case")])
    return f"{subject} {told}"


def _copula(clause: Clause, anchor: Word) -> str:
    """The "is" or "was" that an apposition or participle does without."""
    plural = "Number=Plur" in anchor.morph
    if clause.kind not in {ClauseKind.APPOSITION, ClauseKind.PARTICIPLE}:
        return ""
    going_on = clause.kind is ClauseKind.PARTICIPLE and clause.head.tag == "VBG"
    if clause.kind is ClauseKind.APPOSITION or (going_on and not (clause.outer and is_past(clause.outer.head))):
        return "are" if plural else "is"
    return "were" if plural else "was"


def _lent(clause: Clause) -> str:
    """The auxiliaries that a coordinated verb shares with the one before it, or what governs both."""
    outer, head = clause.outer, clause.head
    if clause.lender is not None:
        return _governing(clause)
    if outer is None or clause.top.dep != "conj" or clause.top.find("aux", "aux:pass", "cop", "mark") is not None:
        return ""
    if head.tag not in {"VB", "VBN", "VBG"} and head.pos not in {"ADJ", "NOUN"}:
        return ""
    if clause.top.tag in {"VB", "VBD"} and clause.top.lower != clause.top.lemma:  # "does not sit and had to ask"
        return ""
    borrowed = [
        child
        for verb in outer.chain
        for child in verb.children
        if (child.dep in {"aux", "aux:pass", "cop"} or (child.dep == "advmod" and child.lower in {"not", "n't"}))
        and child.i < verb.i
        and (child.dep != "cop" or head.pos in {"ADJ", "NOUN"})
    ]
    lent = [child.text for child in sorted(borrowed, key=lambda child: child.i)]
    negated = any(child.dep == "advmod" for child in borrowed)
    return " ".join([*lent, "not"] if lent and _is_nor(clause) and not negated else lent)


def _is_nor(clause: Clause) -> bool:
    """Whether a clause is negated by the conjunction before it: "neither paid nor apologised"."""
    return any(child.lower == "nor" for child in clause.top.every("cc"))


def _governing(clause: Clause) -> str:
    """What governs a second infinitive with the first: "plans to", "is not expected to", "have yet to"."""
    first = clause.lender
    while first is not None and first.lender is not None:
        first = first.lender
    if first is None:
        return ""
    own = {part.dep for part in clause.top.children} & {"aux", "aux:pass", "cop", "mark"}
    borrowed = list(first.governors)
    for verb in first.chain:
        wanted = _GOVERNING - (own if verb is first.head else set())
        borrowed.extend(part for part in verb.every(*wanted) if part.dep != "mark" or part.lower in {"to", "due"})
    borrowed.extend(part for verb in first.chain for part in verb.every("advmod") if part.i < first.head.i)
    begins = min((part.i for part in borrowed if part.dep != "advmod"), default=None)
    if begins is None:
        return ""
    return " ".join(part.text for part in sorted(borrowed, key=lambda part: part.i) if part.i >= begins)


def _sentence(said: str, clause: Clause) -> str:
    """With a capital and a stop, as a sentence of prose has them."""
    if not said:
        return said
    said = said[0].upper() + said[1:]
    last = clause.sentence.words[-1]
    ending = last.text if last.text in {"?", "!"} and last in clause.told else ""
    if said[-1] in ".?!…":
        return said
    if (
        clause.sentence.words[-1].text in {".", "?", "!", "…", '"', "”", ",", ";"}
        or clause.kind is not ClauseKind.FRAGMENT
    ):
        return said + (ending or ".")
    return said
