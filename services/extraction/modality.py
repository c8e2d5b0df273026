"""How far a clause commits itself, and whether it says that something is so, read off its verbs, adverbs and marks."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.claims import Modality, Polarity
from services.extraction.clauses import AHEAD, APPARENT, AVERTED, OPINIONS, PUT_FORWARD, Clause, ClauseKind, Source
from services.extraction.negation import NEGATORS, NO, is_negated, negating_adverbs, negator
from services.extraction.passages import PassageKind
from services.extraction.syntax import Word

__all__ = ["modality", "polarity"]

# "at no charge" leaves what is said as it is, "at no time" does not.
_AMID = frozenset({"amid", "at", "despite", "with", "within"})
_IDLY = frozenset({("for", "reason"), ("for", "purpose"), ("to", "avail"), ("to", "effect"), ("through", "fault")})
_TIMES = frozenset({"time", "point", "stage"})
_MAYBE = frozenset(
    """
    reportedly possibly perhaps probably presumably apparently allegedly purportedly supposedly potentially seemingly
    maybe likely ostensibly conceivably
    """.split()
)
_MAY = frozenset({"may", "might", "could"})
_UNREAL = frozenset({"would", "could", "should", "'d"})
_WILL = frozenset({"will", "'ll", "wo", "shall", "would", "'d"})
_DUTIES = frozenset({"must", "should"})
_MANDATING = frozenset("advise ask insist propose recommend rule suggest urge".split())
_CONDITIONS = frozenset({"if", "unless", "provided", "providing", "lest"})
_LONG_CONDITIONS = (["only", "if"], ["as", "long"], ["so", "long"])
_CONCESSIVE = frozenset({"even", "as", "what"})
_AHEAD = AHEAD | {"expect", "schedule", "set", "slate", "project", "forecast", "predict", "tip", "determine"}
_LOOKING_AHEAD = frozenset("due set poised bound ready sure scheduled slated expected planned".split())
_KNOWN = frozenset({"know", "see", "find", "show"})
_DENIES = frozenset({"deny", "dispute", "dismiss", "rebut", "refute", "reject"})
_REPORTS = frozenset("report claim allegation accusation suggestion assertion rumour rumor charge".split())
_DOUBTFUL = frozenset({"likely", "possible", "probable", "conceivable", "unlikely", "unclear", "uncertain", "doubtful"})
_HEARSAY = frozenset({"allege", "claim", "believe", "report", "rumour", "rumor", "fear", "think", "suggest", "suspect"})
_PLANNING = frozenset("plan schedule expect set slate pencil".split())
_WHEN = frozenset({"for", "on", "in", "by", "at", "next", "to", ""})
_BOUNDING = frozenset({"until", "till", "once", "before"})
_SOME_TIME = frozenset({"after", "when", "whenever"})
_IN_PASSING = frozenset({ClauseKind.RELATIVE, ClauseKind.PARTICIPLE, ClauseKind.ADVERBIAL, ClauseKind.APPOSITION})


def modality(clause: Clause, *, asked: bool = False, ahead: bool = False) -> Modality:
    """The commitment of a clause.

    Args:
        clause: What is said.
        asked: Whether its sentence ends with a question mark.
        ahead: Whether what is said happens after it is said: "The team goes to work on Monday" tells a plan.
    """
    source = clause.sources[-1] if clause.sources else None
    if (asked or any(word.text == "?" for word in clause.told)) and clause.kind not in _IN_PASSING:
        return Modality.ASKED
    if _is_denied(clause, source):
        return Modality.DENIED
    if _is_conditional(clause):
        return Modality.CONDITIONAL
    if _is_hearsay(source) or _is_hedged(clause):
        return Modality.HEDGED
    return Modality.PLANNED if _is_planned(clause) or (ahead and _is_present(clause)) else Modality.ASSERTED


def polarity(clause: Clause) -> Polarity:
    """Whether the clause's statement is negated; two negations cancel out ("did not refuse to")."""
    return Polarity.NEGATED if len(set(_negations(clause))) % 2 else Polarity.AFFIRMED


def _negations(clause: Clause) -> Iterator[Word]:
    if clause.echoes is not None and not any(child.lower in NEGATORS for child in clause.head.children):
        yield from _negations(clause.echoes)
        return
    if clause.kind is ClauseKind.FRAGMENT:
        yield from [word for word in clause.own if word.lower in NO | {"not", "never"}][:1]
        return
    yield from filter(_averts, clause.governors)
    if clause.predicate in {"lack", "rule out"}:
        yield clause.head
    yield from _negating_adverbs(clause)
    yield from (found for word in _arguments(clause) if (found := negator(word)) is not None)
    if clause.kind is ClauseKind.ADVERBIAL and any(
        mark.lower == "without" for mark in clause.top.every("mark", "case")
    ):
        yield clause.top
    repeated = any(child.lower in NEGATORS for child in clause.top.every("cc"))  # "not identified nor charged"
    if _shares_auxiliary(clause) and clause.outer is not None and not repeated:
        yield from (word for word in clause.outer.dependents("advmod") if word.lower in {"not", "n't", "never"})


def _is_yet(governor: Word) -> bool:
    """Whether a verb is the "have" of "have yet to"."""
    parts = (governor, *governor.every("xcomp"))
    return governor.lemma == "have" and any(word.lower == "yet" for part in parts for word in part.children)


def _averts(governor: Word) -> bool:
    """Whether the infinitive under a verb did not happen: "failed to", "have yet to", "stopped short of"."""
    return _is_yet(governor) or (
        governor.lemma in AVERTED or governor.lemma == "stop" or governor.lower in {"unable", "unwilling", "unlikely"}
    )


def _negating_adverbs(clause: Clause) -> Iterator[Word]:
    # "did not open until Friday" says that it opened.
    if any(word.preposition in {"until", "till"} for word in clause.complements):
        return
    for verb in (*clause.governors, clause.head):
        yield from negating_adverbs(verb)


def _arguments(clause: Clause) -> Iterator[Word]:
    """The arguments that can negate a clause: of several that are coordinated the first one does."""
    arguments = dict.fromkeys((*clause.subjects, *clause.objects, *clause.complements))
    for word in arguments:
        joined = word.dep == "conj" and word.head in arguments
        idle = (word.preposition, word.lemma) in _IDLY or (word.preposition in _AMID and word.lemma not in _TIMES)
        if word is not clause.antecedent and not joined and not idle:
            yield word


def _shares_auxiliary(clause: Clause) -> bool:
    """Whether a coordinated verb leans on the auxiliaries before it: "will not buy or sell"."""
    return (
        clause.kind is ClauseKind.COORDINATED
        and clause.top.dep == "conj"
        and clause.outer is not None
        and clause.head.tag in {"VB", "VBN", "VBG"}
        and clause.outer.head.tag == clause.head.tag
        and clause.head.find("aux", "cop", "aux:pass", "mark", "nsubj", "nsubj:pass") is None
    )


def _auxiliaries(clause: Clause) -> list[str]:
    words = clause.dependents("aux")
    if not words and clause.outer is not None and _shares_auxiliary(clause):
        words = clause.outer.dependents("aux")
    return [word.lower for word in words]


def _is_denied(clause: Clause, source: Source | None) -> bool:
    if source is not None and source.verb.lemma in _DENIES:
        return True
    if any(one.verb.lemma in OPINIONS and is_negated(one.verb) for one in clause.sources):
        return True
    if clause.predicate == "deny":
        return clause.head.find("iobj") is None and not (clause.passive and clause.head.find("obj") is not None)
    # A court that dismisses charges ends them.
    reports = _REPORTS - {"charge"} if clause.predicate == "dismiss" else _REPORTS
    return clause.predicate in _DENIES and any(word.lemma in reports or word.dep == "ccomp" for word in clause.objects)


def _is_conditional(clause: Clause) -> bool:
    if any(_states_condition(word) for word in clause.dependents("advcl", "obl", "advmod")):
        return True
    auxiliaries = _auxiliaries(clause)
    return bool(auxiliaries) and auxiliaries[0] in _UNREAL and bool({"have", "'ve"} & set(auxiliaries[1:]))


def _states_condition(word: Word) -> bool:
    if word.lower in {"provided", "providing"}:
        return word.find("ccomp") is not None
    if word.lower == "long" and word.find("advcl") is not None:
        return True
    if word.dep == "advmod":
        return False
    marks = [mark for mark in word.every("mark", "case", "advmod") if mark.i < word.i]
    lowers = [part.lower for mark in marks for part in (mark, *mark.every("fixed"))]
    if lowers[:2] in _LONG_CONDITIONS:
        return True
    if not lowers or lowers[0] not in _CONDITIONS:
        return word.dep == "obl" and _is_case_assumed(word)
    return lowers[0] != "if" or not any(
        child.lower in _CONCESSIVE and child.i == marks[0].i - 1 for child in (*word.children, *word.head.children)
    )


def _is_case_assumed(noun: Word) -> bool:
    """Such as "in the event of rain", "on condition that they pay"; not "in stable condition"."""
    if noun.lemma == "event":
        return noun.preposition == "in" and any(part.preposition == "of" for part in noun.every("nmod"))
    return noun.lemma == "condition" and noun.preposition == "on" and noun.find("acl", "acl:relcl", "ccomp") is not None


def _is_hearsay(source: Source | None) -> bool:
    """Such as "It is alleged that …", "it is likely that …": nobody says so."""
    if source is None or source.subject is not None:
        return False
    return source.verb.lemma in _HEARSAY or source.verb.lower in _DOUBTFUL


def _is_hedged(clause: Clause) -> bool:
    if _MAY.intersection(_auxiliaries(clause)) or any(map(_makes_doubtful, clause.governors)):
        return True
    if {"must", "have"} <= set(_auxiliaries(clause)):
        return True
    modified = (*clause.chain, *clause.objects)
    if any(child.dep == "advmod" and child.lower in _MAYBE for word in modified for child in word.children):
        return True
    return clause.predicate == "be" and clause.head.pos == "ADJ" and clause.head.lemma in _DOUBTFUL


def _makes_doubtful(governor: Word) -> bool:
    if governor.lemma in APPARENT or governor.lower in {"likely", "unlikely"}:
        return True
    passive = governor.find("aux:pass", "nsubj:pass") is not None
    return passive and governor.lemma in PUT_FORWARD - _AHEAD - _KNOWN


def _is_planned(clause: Clause) -> bool:
    if _WILL.intersection(_auxiliaries(clause)) or any(map(_looks_ahead, clause.governors)):
        return True
    if _is_duty(clause) or _is_subjunctive(clause) or _is_awaited(clause):
        return True
    head = clause.head
    ahead = any(mark.lower in {"to", "due"} for mark in head.every("mark", "case"))
    if ahead and head.pos in {"VERB", "NOUN"} and head.find("cop") is not None:
        return True
    if clause.lender is not None:
        return _is_planned(clause.lender)
    if clause.predicate == "be":
        return head.lower in _LOOKING_AHEAD
    # "was set for May", but not "was set up in May", "was set on fire".
    when = {"for"} if head.lemma == "set" else _WHEN
    planned = clause.passive and clause.predicate in _PLANNING
    return planned and any(word.preposition in when for word in clause.complements)


def _is_awaited(clause: Clause) -> bool:
    """Whether a clause tells up to when, or from when on, and that lies ahead: "until a truce *is agreed*"."""
    while clause.kind is ClauseKind.COORDINATED and clause.top.dep == "conj" and clause.outer is not None:
        clause = clause.outer
    outer, marks = clause.outer, {mark.lower for mark in clause.top.every("mark", "advmod")}
    if clause.kind is not ClauseKind.ADVERBIAL or outer is None or clause.sentence.kind is PassageKind.HEADING:
        return False
    if clause.top.head.lower == "soon":
        marks.add("once")
    later = _is_planned(outer) or bool(_MAY.intersection(_auxiliaries(outer)))
    if _finite(clause).tag in {"VBZ", "VBP"}:
        return bool(marks & _BOUNDING) or (later and bool(marks & _SOME_TIME))
    return later and bool(marks & _BOUNDING - {"before"})  # "to be sold, they said before the market opened"


def _is_present(clause: Clause) -> bool:
    """Whether the first verb of a clause is in the present tense."""
    finite = _finite(clause)
    return finite.tag in {"VBZ", "VBP"} and finite.lower not in {"has", "have", "'ve"}


def _finite(clause: Clause) -> Word:
    return next((word for word in clause.dependents("aux", "aux:pass", "cop")), clause.chain[0])


def _is_duty(clause: Clause) -> bool:
    """Whether somebody must, should or has to: what came of it is not told, as it is by "had to pay"."""
    auxiliaries = _auxiliaries(clause)
    if auxiliaries and auxiliaries[0] in _DUTIES:
        return "have" not in auxiliaries
    return any(one.lemma == "have" and one.tag != "VBD" and not _is_yet(one) for one in clause.governors)


def _is_subjunctive(clause: Clause) -> bool:
    """Whether somebody asks for what a clause says: "proposed that the school *be* closed"."""
    subject = clause.top.find("nsubj", "nsubj:pass")
    if not clause.sources or subject is None or clause.is_infinitive:
        return False
    finite = _finite(clause)
    # A plain form looks like a plural's present: "recommended that the school close".
    bare = finite.tag == "VBP" and subject.tag in {"NN", "NNP"} and subject.find("conj") is None
    return finite.tag == "VB" or (bare and clause.sources[-1].verb.lemma in _MANDATING)


def _looks_ahead(governor: Word) -> bool:
    going = governor.lemma == "go" and governor.tag == "VBG"
    return going or governor.lemma in _AHEAD or governor.lemma == "be" or governor.lower in _LOOKING_AHEAD
