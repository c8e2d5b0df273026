"""The propositions of a sentence, read off its tree: one clause each, in the active voice.

After ClausIE (Del Corro and Gemulla 2013): the verb's own dependents decide what a clause says; coordination, relative
clauses, participles, appositions and reported speech give clauses of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from services.extraction.negation import is_negated
from services.extraction.syntax import Sentence, Word

__all__ = ["Clause", "ClauseKind", "Source", "find_clauses", "is_cleft", "is_past"]


class ClauseKind(StrEnum):
    """How a clause stands in its sentence."""

    MAIN = "main"
    COORDINATED = "coordinated"
    RELATIVE = "relative"
    PARTICIPLE = "participle"
    APPOSITION = "apposition"
    ADVERBIAL = "adverbial"
    FRAGMENT = "fragment"


@dataclass(slots=True, eq=False)
class Source:
    """Who puts a clause forward: a verb of speech, or ``according to``, with its subject if there is one.

    ``words`` are the indices of all its words, ``when`` of those that may say when it was said.
    """

    verb: Word
    subject: Word | None
    words: frozenset[int]
    when: frozenset[int] = frozenset()


@dataclass(slots=True, eq=False)
class Clause:
    """A predicate with its arguments, each as the word that heads it.

    ``chain`` holds the predicate's words from the outermost ("plans" of "plans to hire") to the one that heads the
    rest. ``antecedent`` is what a relative clause, participle or apposition hangs on; ``relative`` the pronoun that
    stands for it. ``own`` are the clause's words without those of clauses inside it.
    """

    kind: ClauseKind
    chain: list[Word]
    sentence: Sentence
    predicate: str = ""
    subjects: list[Word] = field(default_factory=list)
    objects: list[Word] = field(default_factory=list)
    complements: list[Word] = field(default_factory=list)
    passive: bool = False
    sources: list[Source] = field(default_factory=list)
    outer: Clause | None = None
    antecedent: Word | None = None
    relative: Word | None = None
    echoes: Clause | None = None
    inherited: bool = False
    own: list[Word] = field(default_factory=list)
    told: list[Word] = field(default_factory=list)

    @property
    def head(self) -> Word:
        """The word that heads the predicate."""
        return self.chain[-1]

    @property
    def top(self) -> Word:
        """The word that heads the whole clause."""
        return self.chain[0]

    @property
    def governors(self) -> list[Word]:
        """Verbs above the predicate that say how it stands with it: "plans", "refused"."""
        lent = self.lender.governors if self.lender is not None else ()
        return [*lent, *self.chain[:-1]]

    @property
    def lender(self) -> Clause | None:
        """The clause whose infinitive or gerund this one goes on with: "plans to close plants and *cut* jobs"."""
        outer, top = self.outer, self.top
        if self.kind is not ClauseKind.COORDINATED or outer is None or top.dep != "conj" or top.head is not outer.head:
            return None
        # "to have collapsed and killed a man": the past form is a participle too.
        bare = not _is_finite(top) or (top.tag == "VBD" and outer.head.tag == "VBN" and top.find("aux") is None)
        own = top.find(*_OPENING_ROLES, "expl") is not None
        return outer if bare and not own and (outer.governors or outer.is_infinitive) else None

    @property
    def is_infinitive(self) -> bool:
        """Whether "to" marks the predicate."""
        return any(mark.lower == "to" for mark in self.head.every("mark"))

    def dependents(self, *deps: str) -> list[Word]:
        """The children of the whole chain with one of these labels."""
        return [child for word in self.chain for child in word.children if child.dep in deps]


# Verbs that put their complement clause forward in somebody's name.
SPEECH = frozenset(
    """
    accuse acknowledge add admit advise affirm agree allege announce answer argue ask assert assess assume assure boast
    believe calculate caution charge cite claim clarify comment complain concede conclude confess confirm contend
    continue counter declare deny deem disclose dismiss dispute emphasise emphasize estimate explain expect fear feel
    find forecast hear hint hold imply indicate inform insist joke judge know maintain mention note notify object
    observe opine persuade pledge point post predict proclaim profess promise pronounce propose protest purport quip
    quote read reason recall reckon recommend record reiterate relate remark remember remind repeat reply report respond
    reveal rule say see show signal speculate state stress suggest suppose suspect swear tell testify think threaten
    tweet underline underscore understand urge verify vow wager warn whisper write
    """.split()
)
OPINIONS = frozenset("agree believe consider deem expect feel hold judge reckon suppose think".split())
"""Verbs of which the negation is meant for what is thought: "does not think that it rained"."""
_PRESUPPOSING = frozenset("disclose know mention note recall remember reveal".split())
_CLAUSAL = frozenset({"ROOT", "ccomp", "advcl", "acl", "acl:relcl", "parataxis", "conj", "csubj", "xcomp"})
_LONGEST_LABEL = 6
_FENCES = frozenset({",", "–", "—", "-", "(", ")", ";"})
_CONDITIONS = frozenset({"if", "unless", "whether", "provided", "lest"})
_AS_PREPOSITIONS = {"compare": ("with", "to"), "base": ("on", "upon"), "give": ("",), "judge": ("as", "by")}
"""Participles that say nothing of any subject, with what follows them then: "Compared with last year, …"."""
_NOT_FACTS = _CONDITIONS | {"to", "for", "than", "like"}
_LONG_NOT_FACTS = ("as though", "so that", "in case")
_WHEN_AND_HOW = frozenset("time moment minute hour day night week month year way reason place".split())
"""What a clause without a pronoun tells the when, how, why or where of: "the day the war began"."""
_OPENING_ROLES = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "csubj", "csubj:pass"})
_SUBJECTS = ("nsubj", "nsubj:outer", "csubj")
_PASSIVE_SUBJECTS = ("nsubj:pass", "csubj:pass")
_OBLIQUE = ("obl", "obl:agent", "obl:unmarked", "obl:tmod", "obl:npmod")

# Verbs that only say how it stands with the infinitive under them, as long as nobody else is made to do it.
AHEAD = frozenset(
    """
    agree aim choose decide determine expect hope intend mean offer opt plan pledge prepare promise propose resolve seek
    threaten undertake volunteer vow want wish
    """.split()
)
AVERTED = frozenset("decline fail forget neglect omit refuse".split())
APPARENT = frozenset("appear seem tend".split())
_MANNER = AHEAD | AVERTED | APPARENT | {"manage", "use"}
PUT_FORWARD = frozenset(
    """
    allege assume believe claim consider estimate expect fear find forecast hold intend know mean plan predict
    presume project reckon report repute rumour rumor say schedule see set show slate suppose suspect tip think
    understand
    """.split()
)
PREDICATES = frozenset("able bound due likely poised ready set sure unable unlikely unwilling willing".split())


def find_clauses(sentence: Sentence) -> list[Clause]:
    """The clauses of a sentence, in order of their first own word."""
    finder = _Finder(sentence)
    finder.visit(sentence.root, ClauseKind.MAIN)
    return finder.finished()


class _Finder:
    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.found: list[Clause] = []
        self.starts: set[int] = set()
        self.apart: set[int] = set()

    def visit(self, top: Word, kind: ClauseKind, outer: Clause | None = None, sources: tuple[Source, ...] = ()) -> None:
        """Read the clause under ``top`` and those inside it."""
        content, source = _reported(top)
        if content:
            self.starts.update(word.i for word in content)
            if source is not None:
                sources = (*sources, source)
                self.apart.update(source.words)
                if source.subject is not None:
                    self.apart.difference_update(_embedded_words(source.subject))
            for word in content:
                self.visit(word, kind, outer, sources)
            if source is not None and source.subject is not None:
                self._inside([source.subject], None, sources[:-1])
            self._beside(top, outer, sources[:-1] if source is not None else sources, content)
            return
        chain = [top]
        while (below := _governed(chain[-1])) is not None:
            chain.append(below)
        clause = Clause(kind, chain, self.sentence, sources=list(sources), outer=outer)
        if kind is ClauseKind.MAIN and not _is_predicate(clause.head):
            clause.kind = ClauseKind.FRAGMENT
        for other in self._sources_within(clause):
            clause.sources.append(other)
            self.apart.update(other.words)
        self._fill(clause)
        self.starts.add(top.i)
        self.found.append(clause)
        for word in chain:
            self._beside(word, clause, tuple(clause.sources), chain)
        self._inside(chain, clause, tuple(clause.sources))

    def _sources_within(self, clause: Clause) -> Iterator[Source]:
        """Such as "according to X", "as X said", and "X said" in the middle of what is said."""
        for word in clause.dependents("obl", "advmod", "nmod"):
            if word.preposition in {"according to", "per", "in the words of", "in the view of"} and not _is_rate(word):
                yield Source(word, word, frozenset(part.i for part in word.subtree()))
        for word in clause.dependents("parataxis", "advcl"):
            subject = word.find("nsubj", "nsubj:pass")
            marks = {mark.lower for mark in word.every("mark", "advmod")}
            if (
                word.lemma in SPEECH
                and subject is not None
                and word.find("ccomp", "obj", "xcomp") is None
                and (word.dep == "parataxis" or "as" in marks)
            ):
                yield Source(word, subject, frozenset(part.i for part in word.subtree()))
        for word in clause.top.subtree():
            if (
                word.dep in {"acl:relcl", "conj"}
                and _is_parenthetic(word)
                and (subject := word.find("nsubj")) is not None
            ):
                yield Source(word, subject, frozenset(part.i for part in word.subtree()))

    def _beside(self, word: Word, clause: Clause | None, sources: tuple[Source, ...], handled: list[Word]) -> None:
        """What is coordinated with a predicate, or merely stands beside it."""
        for child in word.children:
            if child in handled or child.i in self.apart:
                continue
            if child.dep == "conj" and _is_predicate(child):
                self.visit(child, ClauseKind.COORDINATED, clause, sources if child.i > word.i else ())
            elif child.dep == "parataxis" and _is_predicate(child):
                self.visit(child, ClauseKind.COORDINATED, clause)

    def _inside(self, chain: Sequence[Word], clause: Clause | None, sources: tuple[Source, ...]) -> None:
        """Relative clauses, participles, appositions and adverbial clauses under some words."""
        stack = [child for word in chain for child in word.children]
        while stack:
            word = stack.pop()
            if word.i in self.starts or (word.i in self.apart and clause is not None) or word in chain:
                continue
            kind = _embedded(word)
            if kind is None:
                stack.extend(word.children)
            else:
                self.visit(word, kind, clause, sources)

    def _fill(self, clause: Clause) -> None:
        """Find predicate and arguments, and turn the passive."""
        head = clause.head
        if clause.kind is ClauseKind.APPOSITION:
            anchor = _anchor(clause)
            clause.antecedent, clause.predicate = anchor, "be"
            clause.subjects, clause.objects = [anchor], [head]
            if head.pos == "PROPN" and anchor.pos == "NOUN":
                clause.subjects, clause.objects = clause.objects, clause.subjects
            return
        if clause.kind is ClauseKind.FRAGMENT:
            _read_label(clause)
            return
        _read_arguments(clause)
        clause.complements = [word for word in clause.complements if word.i not in self.apart]
        if clause.kind in {ClauseKind.RELATIVE, ClauseKind.PARTICIPLE} or _goes_on_relative(clause):
            _attach(clause)
        elif not clause.dependents(*_SUBJECTS, *_PASSIVE_SUBJECTS, "expl"):
            _inherit(clause)
        if clause.head.lemma == "do" and clause.outer is not None:
            _echo(clause)

    def finished(self) -> list[Clause]:
        """The clauses with their own words, those without any left out."""
        added = {clause.top.i for clause in self.found if self._is_added(clause)}
        for clause in self.found:
            clause.own = clause.top.subtree(lambda word: word.i in self.starts or word.i in self.apart)
            told = clause.top.subtree(lambda word: word.i in added or word.i in self.apart)
            kept = {word.i for word in told}
            clause.told = [word for word in told if word.text not in _FENCES or {word.i - 1, word.i + 1} <= kept]
        self.found.sort(key=lambda clause: clause.own[0].i if clause.own else clause.top.i)
        return [clause for clause in self.found if clause.own and clause.told]

    def _is_added(self, clause: Clause) -> bool:
        """Whether the clause around this one can be told without it: a comma stands between, or "and"."""
        top = clause.top
        if clause.kind is ClauseKind.RELATIVE and is_cleft(top.head):
            return False
        if clause.kind in {ClauseKind.MAIN, ClauseKind.COORDINATED, ClauseKind.APPOSITION, ClauseKind.FRAGMENT}:
            return True
        words = top.subtree()
        edges = {words[0].i - 1, words[0].i}
        if top.dep == "advcl" and top.i < top.head.i:
            edges = {words[-1].i, words[-1].i + 1}
        return any(word.i in edges and word.text in _FENCES for word in self.sentence.words)


def is_cleft(noun: Word) -> bool:
    """Whether a noun may be what is told apart by "It was … that"."""
    empty = any(subject.lower == "it" for subject in noun.every("nsubj"))
    relative = (below for clause in noun.every("acl:relcl") for below in clause.children)
    return empty and noun.find("cop") is not None and any("PronType=Rel" in below.morph for below in relative)


def _is_predicate(word: Word) -> bool:
    if word.pos in {"VERB", "AUX"}:
        return word.tag != "VBN" or word.dep != "amod"
    return word.find("cop", *_OPENING_ROLES) is not None


def _is_finite(word: Word) -> bool:
    return any("VerbForm=Fin" in one.morph for one in (word, *word.every("aux", "aux:pass", "cop")))


def _reported(top: Word) -> tuple[list[Word], Source | None]:
    """What a verb of speech puts forward, as the words that head it, and who does.

    What somebody "did not say" is put forward by nobody.
    """
    if top.lemma not in SPEECH or top.pos not in {"VERB", "AUX"}:
        return [], None
    if top.lemma not in OPINIONS | _PRESUPPOSING and is_negated(top):
        return [], None
    subject = top.find("nsubj", "csubj", "nsubj:pass")
    content = [
        word
        for word in (*top.every("ccomp", "parataxis"), *(top.every("csubj:pass") if _is_empty(subject) else ()))
        if _is_predicate(word) and _is_told(top, word) and not _is_asked(top, word)
    ]
    if not content and subject is not None and not top.every("obj", "xcomp", "obl:agent"):
        # A fragment that is said: "“Not a chance,” said X".
        content = [word for word in top.every("ccomp") if not _is_predicate(word)]
    if not content:
        return [], None
    if top.dep == "conj" and subject is None and (above := top.head.find("nsubj")) is not None:
        subject = above
    below = {word.i for part in content for word in part.subtree()}
    beside = {word.i for child in top.every("conj") for word in child.subtree()}
    apart = frozenset(word.i for word in top.subtree() if word.i not in below and word.i not in beside)
    if top.find("aux:pass") is not None or _is_empty(subject):
        subject = None
    when = frozenset(
        word.i for child in top.every("obl", "obl:unmarked", "obl:tmod", "advmod") for word in child.subtree()
    )
    return content, Source(top, subject, apart, when)


def _embedded_words(noun: Word) -> set[int]:
    """The words of clauses that tell something of a noun beside."""
    return {
        word.i
        for below in noun.subtree()
        if below is not noun and _embedded(below) is not None
        for word in below.subtree()
    }


def _is_rate(word: Word) -> bool:
    """Whether "per" says for each what: "per family", "per 100 metres" is no source, "per the ministry" is."""
    counted = word.tag in {"NN", "CD"} or (word.find("nummod") is not None and word.find("punct") is None)
    return word.preposition == "per" and counted and word.find("det", "nmod:poss") is None


def _is_parenthetic(verb: Word) -> bool:
    """Whether what looks like a relative clause is "the mayor said" between commas."""
    return (
        verb.lemma in SPEECH
        and verb.find("obj", "ccomp", "xcomp", "aux", "mark", "cc") is None
        and (verb.dep == "conj" or verb.find("obl") is None)
        and any(part.text == "," for part in verb.every("punct") if part.i < verb.i)
        and not any("PronType=Rel" in child.morph for child in verb.children)
    )


def _is_told(verb: Word, word: Word) -> bool:
    """Whether a clause under a verb of speech is what is said: "agreed that they add", not "agreed to add"."""
    if word.dep == "parataxis":
        return _introduces(verb, word)
    return _is_finite(word) or word.find(*_OPENING_ROLES) is not None


def _introduces(verb: Word, word: Word) -> bool:
    """Whether what stands beside a verb of speech is what is said, not a sentence of its own."""
    between = [child.text for child in (*verb.children, *word.children) if child.dep == "punct"]
    return verb.find("obj", "ccomp") is None and any(mark in {":", "“", '"', ",", "”", "``", "''"} for mark in between)


def _is_empty(subject: Word | None) -> bool:
    """Whether the subject is the "it" of "it was reported that"."""
    return subject is not None and subject.lower == "it" and subject.head.find("aux:pass") is not None


def _is_asked(verb: Word, word: Word) -> bool:
    """Whether what stands under a verb of speech is an indirect question."""
    return word.i > verb.i and (
        any(mark.lower in {"whether", "if"} for mark in word.every("mark"))
        or any(
            child.tag in {"WP", "WRB", "WDT"} and child.dep in {"advmod", "obj", "nsubj", "obl", "det"}
            for child in word.children
        )
    )


def _governed(verb: Word) -> Word | None:
    """The infinitive that a verb such as "plans", "failed" or "is expected" is only the manner of."""
    for below in verb.children:
        if below.dep not in {"xcomp", "ccomp", "advcl"} or below.i < verb.i:
            continue
        infinitive = any(mark.lower == "to" for mark in below.every("mark"))
        gerund = below.tag == "VBG"
        if not (infinitive or gerund) or not _is_predicate(below):
            continue
        passive = verb.find("aux:pass") is not None or verb.find("nsubj:pass") is not None
        active = not passive and verb.find("obj") is None
        lemma = verb.lemma
        going = lemma == "go" and (verb.tag == "VBG" or any(part.lower == "on" for part in verb.children))
        if infinitive and (
            (active and (lemma in _MANNER or going))
            or (passive and lemma in PUT_FORWARD)
            or (verb.find("cop") is not None and verb.lower in PREDICATES)
            or (lemma == "have" and below.dep == "xcomp")
        ):
            return below
        alone = verb.find("obj") is None  # "stopped crowds from entering" is about the crowds
        if gerund and lemma == "stop" and alone and below.dep == "advcl" and below.find("mark") is not None:
            return below
    if verb.lemma == "stop":
        # "stopped short of joining"
        return next(
            (below for child in verb.children if child.lower == "short" for below in child.every("advcl")), None
        )
    return None


def _embedded(word: Word) -> ClauseKind | None:
    """What sort of clause begins at a word inside another clause, if any does."""
    if word.dep == "acl:relcl":
        return ClauseKind.RELATIVE if _is_predicate(word) else None
    if word.dep == "acl":
        participle = word.find("mark") is None and (word.tag == "VBN" or _goes_on(word))
        return ClauseKind.PARTICIPLE if participle and word.find("obl", "obl:agent", "obj") is not None else None
    if word.dep == "appos":
        return ClauseKind.APPOSITION if _tells(word) else None
    return _adverbial(word) if word.dep in {"advcl", "parataxis"} and _is_predicate(word) else None


def _goes_on(participle: Word) -> bool:
    """Whether "carrying grain" tells what a subject was at: not what came of it, as after a comma, or what was made."""
    anchor, before = participle.head, participle.subtree()[0].i - 1
    beside = (*anchor.children, *participle.children)
    marked = any(part.i in {before, before + 1} and part.text in _FENCES for part in beside)
    return participle.tag == "VBG" and anchor.dep in {"nsubj", "nsubj:pass"} and anchor.i < participle.i and not marked


def _adverbial(word: Word) -> ClauseKind | None:
    """What sort of clause one beside the predicate is, if it states a fact."""
    if _opens(word):
        return ClauseKind.PARTICIPLE
    opening = [mark for mark in word.every("mark", "advmod", "case") if mark.i < word.i]
    marks = " ".join(part.lower for mark in opening for part in (mark, *mark.every("fixed")))
    absolute = word.find("nsubj", "nsubj:pass") is not None and "VBG" not in {
        verb.tag for verb in (word, *word.every("aux"))
    }
    undone = "without" in marks and word.tag == "VBG" and is_past(word.head)
    parted = any(part.text == "," and part.i == opening[0].i - 1 for part in word.children) if opening else False
    unreal = _states_no_fact(marks, parted=parted)
    if unreal or not (_is_finite(word) or undone or absolute):
        return None
    return ClauseKind.ADVERBIAL


def _states_no_fact(marks: str, *, parted: bool) -> bool:
    """Whether a clause so marked is imagined or aimed at; ", so that the street was flooded" tells what came of it."""
    if parted and "so that" in marks:
        return False
    return not _NOT_FACTS.isdisjoint(marks.split()) or any(f" {mark} " in f" {marks} " for mark in _LONG_NOT_FACTS)


def is_past(verb: Word) -> bool:
    """Whether a predicate is in a past tense."""
    parts = (verb, *verb.every("aux", "aux:pass", "cop"))
    return any("Tense=Past" in part.morph and "VerbForm=Fin" in part.morph for part in parts)


def _opens(word: Word) -> bool:
    """Whether a participle opens a clause whose subject it tells of: "Founded in 1998, the firm makes trams"."""
    beside = word.every("obl", "obl:agent", "obl:unmarked", "xcomp", "advcl")
    return (
        word.dep == "advcl"
        and word.tag == "VBN"
        and word.i < word.head.i
        and all(part.dep == "advmod" and part.tag == "RB" for part in word.children if part.i < word.i)
        and word.find(*_OPENING_ROLES) is None
        and any(one.preposition not in _AS_PREPOSITIONS.get(word.lemma, ()) for one in beside)
        and (subject := word.head.find("nsubj", "nsubj:pass")) is not None
        and word.i < subject.i
        and any(part.text == "," for part in (*word.children, *word.head.children) if word.i < part.i < subject.i)
    )


def _tells(apposition: Word) -> bool:
    """Whether an apposition says something of what it stands by: "the third country on the river"."""
    anchor = apposition.head
    if apposition.preposition or not _stands_beside(apposition):
        return False
    if not any(part.text in _FENCES for part in (*apposition.children, *anchor.children) if part.i < apposition.i):
        return False
    if any(part.dep == "conj" and part.i < apposition.i for part in anchor.children):
        return False
    if anchor.pos == "PROPN":
        return apposition.pos == "NOUN" and apposition.i > anchor.i
    return anchor.pos == "NOUN" and apposition.pos == "PROPN" and apposition.i > anchor.i


def _stands_beside(apposition: Word) -> bool:
    """Whether an apposition follows right on what it stands by, and is none of several: "nine states, X among them"."""
    anchor, told = apposition.head, {word.i for word in apposition.subtree()}
    phrase = [word for word in anchor.subtree() if word.i not in told]
    before = [word.i for word in phrase if word.i < min(told)]
    among = any(word.preposition in {"among", "included"} and word.i == max(told) + 2 for word in phrase)
    return not among and max(before, default=anchor.i) >= min(told) - 2


def _read_arguments(clause: Clause) -> None:
    head = clause.head
    due = any(case.lower == "due" for case in head.every("case"))
    ahead = due or (head.pos == "VERB" and any(mark.lower == "to" for mark in head.every("mark")))
    copula = None if ahead else head.find("cop")
    clause.passive = copula is None and (
        head.find("aux:pass") is not None
        or bool(clause.dependents("nsubj:pass"))
        or (head.find("obl:agent") is not None and head.tag == "VBN")
    )
    subjects = [part for word in clause.dependents(*_SUBJECTS) for part in _conjuncts(word)]
    undergone = [part for word in clause.dependents(*_PASSIVE_SUBJECTS) for part in _conjuncts(word)]
    if undergone and head.find("aux:pass") is None and head.tag != "VBN":
        # "is expected to rise": the governor is passive, not the predicate
        subjects, undergone, clause.passive = [*subjects, *undergone], [], False
    elif clause.passive:
        undergone, subjects = [*undergone, *subjects], []
    oblique = clause.dependents(*_OBLIQUE)
    objects = [part for word in head.every("obj") for part in _conjuncts(word)]
    complements: list[Word] = []
    for word in oblique:
        if clause.passive and (word.dep == "obl:agent" or word.preposition == "by") and not _is_time_or_manner(word):
            subjects.extend(_conjuncts(word))
        else:
            complements.extend(_conjuncts(word))
    if copula is not None:
        clause.predicate = "be"
        if head.preposition:
            complements = [*_conjuncts(head), *complements]
        else:
            objects = _conjuncts(head)
    else:
        particles = [part.lower for part in head.every("compound:prt") if part.tag == "RP" and not _is_hyphened(part)]
        clause.predicate = " ".join((head.lemma, *particles))
        for word in head.every("xcomp"):
            if word.pos in {"NOUN", "PROPN", "ADJ", "VERB", "NUM", "PRON"}:
                objects.append(word)
        objects.extend(word for word in head.every("ccomp"))
        complements[:0] = head.every("iobj")
    clause.subjects, clause.objects, clause.complements = subjects, [*undergone, *objects], complements


def _conjuncts(word: Word) -> list[Word]:
    """A noun and those coordinated with it; a verb that the parser hangs on it is none."""
    return [part for part in word.conjuncts() if part is word or not _is_predicate(part)]


def _is_time_or_manner(word: Word) -> bool:
    """Such as "by Friday", "by 3 per cent": no agents."""
    if word.entity in {"DATE", "TIME"} or word.lemma in {"end", "beginning", "start", "then", "now"}:
        return True
    if word.dep == "obl:agent":
        return word.lemma in {"vote", "margin", "majority"}
    return word.pos == "NUM" or word.find("nummod") is not None or word.lemma.isdigit()


def _is_hyphened(particle: Word) -> bool:
    """Whether it is the "off" of "run-off"."""
    return any(other.text == "-" and other.end == particle.start for other in particle.head.subtree())


def _attach(clause: Clause) -> None:
    """Put what a relative clause or participle hangs on in its place."""
    clause.antecedent = anchor = _anchor(clause)
    if clause.kind is ClauseKind.PARTICIPLE:
        if clause.head.tag == "VBN":
            clause.passive = True
            clause.objects = [anchor, *clause.objects]
        else:
            clause.subjects = [anchor]
        return
    for places in (clause.subjects, clause.objects, clause.complements):
        for position, word in enumerate(places):
            inside = next((below for below in word.every("nmod:poss", "nmod") if _is_relative(below)), None)
            if _is_relative(word) or inside is not None:
                clause.relative = inside or word
                places[position] = anchor if word.preposition == "" and inside is None else word
                return
    if clause.kind is ClauseKind.COORDINATED:
        return
    if not clause.subjects and not clause.passive:
        clause.subjects = [anchor]
    elif not clause.objects and clause.subjects and _is_bare(clause):
        clause.objects = [anchor]


def _is_bare(clause: Clause) -> bool:
    """Whether a relative clause without a pronoun begins with its subject: "the price *they guarantee*"."""
    first = next(word for word in clause.top.subtree() if word.pos != "PUNCT")
    opens = any(first in subject.subtree() for subject in clause.subjects)
    return opens and clause.top.find("advmod") is None and clause.top.head.lemma not in _WHEN_AND_HOW


def _anchor(clause: Clause) -> Word:
    anchor = clause.top.head
    if clause.kind is ClauseKind.PARTICIPLE and (clause.top.dep == "advcl" or anchor.find("cop") is not None):
        anchor = anchor.find("nsubj", "nsubj:pass") or anchor
    if clause.kind is ClauseKind.COORDINATED and clause.outer is not None:
        anchor = clause.outer.antecedent or anchor
    return anchor.head if anchor.dep == "flat" else anchor


def _goes_on_relative(clause: Clause) -> bool:
    """Such as "and who has been seen by nobody" after another "who"."""
    outer = clause.outer
    joined = clause.kind is ClauseKind.COORDINATED and outer is not None and outer.antecedent is not None
    return joined and any(_is_relative(word) for word in (*clause.subjects, *clause.objects))


def _is_relative(word: Word) -> bool:
    if word.lower == "whose":
        return True
    return "PronType=Rel" in word.morph or (word.lower in {"who", "which", "that", "whom"} and word.pos == "PRON")


def _read_label(clause: Clause) -> None:
    """Read "Cost: 11 million rupees" as what the label is; of other fragments only what they name."""
    words = clause.top.subtree()
    colon = next((position for position, word in enumerate(words) if word.text == ":"), 0)
    label, value = words[:colon], words[colon + 1 :]
    # "HOST: Good evening" is a turn of a transcript.
    if not (0 < len(label) <= _LONGEST_LABEL) or not value or all(word.text.isupper() for word in label):
        clause.subjects = clause.head.conjuncts()
        return
    tops = [[word for word in part if word.head is word or word.head not in part] for part in (label, value)]
    if tops[1][0].dep == "parataxis" and _is_finite(tops[1][0]):
        clause.subjects = clause.head.conjuncts()
        return
    for top in (*tops[0], *tops[1]):
        if top is not clause.head:
            top.dep = "parataxis"
    clause.subjects, clause.predicate, clause.objects = tops[0][:1], "be", tops[1][:1]


def _inherit(clause: Clause) -> None:
    """Fill an elided subject from the clause that a predicate is coordinated with, or hangs on."""
    outer = clause.outer
    if outer is None or clause.kind not in {ClauseKind.COORDINATED, ClauseKind.ADVERBIAL}:
        return
    if clause.kind is ClauseKind.COORDINATED and clause.top.dep != "conj":
        return
    if "VerbForm=Imp" in clause.head.morph or "Mood=Imp" in clause.head.morph:
        return
    surface = outer.objects[:1] if outer.passive and not outer.subjects else outer.subjects
    if outer.passive:
        surface = [word for word in outer.objects if word.dep in _PASSIVE_SUBJECTS] or outer.objects[:1]
        surface = [part for word in surface for part in ([word] if word.dep == "conj" else word.conjuncts())]
    bare = clause.head.find("aux", "aux:pass", "cop") is None
    if outer.passive and clause.head.tag == "VBN" and bare:
        clause.passive = True
    clause.inherited = bool(surface)
    if clause.passive:
        clause.objects = [*surface, *clause.objects]
    else:
        clause.subjects = list(surface)


def _echo(clause: Clause) -> None:
    """Read "so did Italy", "nor has Spain" as the clause before with another subject."""
    words = {child.lower for child in clause.head.children}
    outer = clause.outer
    if outer is None or not words & {"so", "neither", "nor", "too", "likewise", "as"}:
        return
    if clause.objects:
        if clause.dependents(*_SUBJECTS):
            return
        clause.subjects, clause.inherited = clause.objects, False
    clause.echoes = outer
    clause.predicate = outer.predicate
    clause.objects, clause.complements = list(outer.objects), [*outer.complements, *clause.complements]
