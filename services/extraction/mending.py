"""What a parser takes amiss in the news, set right in its trees."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from services.extraction.syntax import Word

__all__ = ["mend"]

_ADJUNCTS = frozenset({"obl", "obl:unmarked", "obl:tmod", "advmod"})
_SUBJECTS = ("nsubj", "nsubj:pass")
_CLAUSAL = frozenset({"ccomp", "acl", "acl:relcl", "advcl", "parataxis"})
_SUBORDINATING = frozenset({"while", "after", "before", "because", "although", "since"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_ALSO_MARKS = frozenset({"after", "before", "since", "until"})
_INSIDE_NAMES = frozenset("flat compound nummod nmod nmod:unmarked nmod:poss amod appos".split())
_SOURCES = frozenset({"according to", "per"})


def mend(words: Sequence[Word]) -> None:
    """Set right what a parser takes amiss where somebody is quoted or paraphrased, and around what is inserted."""
    for position, word in enumerate(words):
        if word.dep == "acl" and any("PronType=Rel" in child.morph for child in word.children):
            word.dep = "acl:relcl"
        if word.pos in {"VERB", "AUX"} or word.dep in _CLAUSAL or (word.dep == "conj" and word.find("cop")):
            _mend_clause(word)
        else:
            _mend_noun(word)
        if "PronType=Rel" in word.morph and position and words[position - 1].text == ",":
            _hang_beside(word, words[:position])


def _mend_clause(word: Word) -> None:
    if word.dep == "ccomp" and word.head.pos == "VERB":
        _give_back(word, word.head)
    elif word.dep == "acl" and word.head.dep == "obl" and any(mark.lower == "that" for mark in word.every("mark")):
        # "said in a statement that …"
        if word.head.head.find("obj", "ccomp") is None:
            word.move(word.head.head, "ccomp")
    elif word.dep == "parataxis":
        _swap_subjects(word, word.head)
    elif word.dep == "acl:relcl" and any(mark.lower in _SUBORDINATING for mark in word.every("mark")):
        # "at noon while visitors were inside"
        word.move(word.head.head, "advcl")
    elif word.dep == "acl:relcl" and word.find(*_SUBJECTS) is None:
        _claim_pronoun(word, word.head)
    elif word.dep == "conj" and word.find(*_SUBJECTS) is None:
        _lend_later_subject(word.head, word)
    if word.dep in {"advcl", "acl:relcl"} and word.tag in _FINITE and word.find(*_SUBJECTS, "csubj", "expl") is None:
        _find_subject(word)


def _mend_noun(word: Word) -> None:
    if word.dep == "compound" and word.head.dep in _SUBJECTS and word.find("case") is not None:
        # "On Friday police said …"
        word.move(word.head.head, "obl")
    elif word.dep in _SUBJECTS and word.head.dep == "xcomp" and word.i < word.head.head.i < word.head.i:
        # "Ana Ruiz was named head"
        _take_subject(word.head.head, word)
    elif word.dep == "nmod" and word.head.dep == "obl" and word.preposition == "by":
        # "was signed in Rome by Peru"
        _take_agent(word.head.head, word)
    elif word.dep == "conj" and word.pos == "NOUN":
        _join_apposition(word, word.head)


def _give_back(clause: Word, verb: Word) -> None:
    """Give a verb that reports a clause what stands with it, though the parser hung it on the clause.

    As in: X said *on Monday* that …; X said *on Monday* it …; …, the ministry said *on Tuesday*; “…,” *the mayor*
    told reporters.
    """
    opening = next((child for child in clause.children if child.dep == "mark" and child.lower == "that"), None)
    opening = opening or clause.find(*_SUBJECTS, "expl")
    for child in list(clause.children):
        if child.dep in _ADJUNCTS and child.tag != "WRB":
            between = opening is not None and verb.i < child.i < opening.i and _first(child).i == verb.i + 1
            between = between or (opening is not None and opening.dep == "mark" and verb.i < child.i < opening.i)
            trailing = clause.i < verb.i < child.i and verb.i < _first(child).i <= verb.i + 2
            if between or (trailing and _first(child).text != ","):
                child.move(verb, child.dep)
        elif child.dep in _SUBJECTS and _stands_with(child, verb, clause):
            child.move(verb, "nsubj")
    if clause.i < verb.i:
        _take_time(verb, clause)
        _lend_subject(verb, clause)
    addressed = verb.find("iobj", "obj")
    if clause.i < verb.i and addressed is not None and addressed.pos == "PROPN" and verb.find(*_SUBJECTS) is None:
        addressed.dep = "nsubj"


def _take_time(verb: Word, clause: Word) -> None:
    """Give a verb of speech the day right after it that the parser hung somewhere inside what is said."""
    for word in clause.subtree():
        inside = verb.i < word.head.i < word.i
        first = next((part.i for part in word.subtree() if part.pos != "PUNCT"), word.i)
        if word.i > verb.i and word.entity in {"DATE", "TIME"} and not inside and first == verb.i + 1:
            word.move(verb, "obl")
            return


def _lend_subject(verb: Word, clause: Word) -> None:
    """Give a clause that lacks a subject the one before it, where the verb after it has another one of its own."""
    subjects = verb.every("nsubj")
    before = [word for word in subjects if word.i < clause.i]
    if before and any(clause.i < word.i for word in subjects) and clause.find(*_SUBJECTS, "csubj", "expl") is None:
        before[-1].move(clause, "nsubj" if clause.find("aux:pass") is None else "nsubj:pass")


def _lend_later_subject(verb: Word, clause: Word) -> None:
    """Give the second of two clauses the subject that stands before it: "X won silver, and Y was third"."""
    subjects, cc = verb.every("nsubj"), clause.find("cc")
    if cc is not None and len(subjects) > 1 and subjects[0].i < verb.i < cc.i < subjects[-1].i < clause.i:
        subjects[-1].move(clause, "nsubj")


def _join_apposition(noun: Word, anchor: Word) -> None:
    """Join what goes on with an apposition to it: "X, editor of one paper and owner of another, …"."""
    joined = noun.find("cc") is not None and noun.find("case") is None
    for apposition in anchor.every("appos"):
        if apposition.pos == "NOUN" and apposition.i < noun.i and anchor.pos == "PROPN" and joined:
            marks = [child.i for child in (*anchor.children, *noun.children, *apposition.children) if child.text == ","]
            if any(mark < apposition.i for mark in marks) and not any(apposition.i < mark < noun.i for mark in marks):
                noun.move(apposition, "conj")
                return


def _find_subject(verb: Word) -> None:
    """Find the subject of a finite verb in the noun before it that the parser made its object, or hung on "after"."""
    for noun in reversed(verb.every("obj", "obl")):
        if noun.i > verb.i or noun.pos not in {"NOUN", "PROPN"}:
            continue
        case = noun.find("case")
        if noun.dep == "obj" and any(mark.i < noun.i for mark in verb.every("mark")):
            noun.dep = "nsubj"
            return
        if noun.dep == "obl" and case is not None and case.lower in _ALSO_MARKS and verb.find("mark") is None:
            noun.dep = "nsubj"
            case.move(verb, "mark")
            return


def _hang_beside(pronoun: Word, words: Sequence[Word]) -> None:
    """Hang "…, who" on the name right before it, where the parser went further back."""
    clause = pronoun
    while clause.dep != "acl:relcl" and clause.head is not clause and clause.head.i > pronoun.i:
        clause = clause.head
    if clause.dep != "acl:relcl" or pronoun.lower not in {"who", "whose", "whom"} or _first(clause).i < pronoun.i - 1:
        return
    name = next((word for word in reversed(words) if word.i < pronoun.i and word.text != ","), None)
    within = {word.i for word in clause.subtree()}
    if name is None or any(word.i == name.i for word in clause.head.subtree() if word.i not in within):
        return
    while name.head is not name and name.dep in _INSIDE_NAMES and name.head.i < pronoun.i:
        name = name.head
    if name.pos in {"NOUN", "PROPN"} and name.entity in {"", "PERSON"} and name not in clause.subtree():
        clause.move(name, "acl:relcl")


def _take_subject(verb: Word, noun: Word) -> None:
    if verb.find(*_SUBJECTS) is None:
        noun.move(verb, "nsubj" if verb.find("aux:pass") is None else "nsubj:pass")


def _take_agent(verb: Word, noun: Word) -> None:
    """Give a passive verb the agent that the parser hung on the place or the time before it."""
    told = any(one.preposition == "by" for one in verb.every("obl", "obl:agent"))
    told = told or noun.head.preposition in _SOURCES
    if verb.find("aux:pass") is not None and noun.pos == "PROPN" and verb.i < noun.head.i < noun.i and not told:
        noun.move(verb, "obl:agent")


def _claim_pronoun(clause: Word, noun: Word) -> None:
    """Give a relative clause the "which" before it that the parser made a subject of the verb around it."""
    for child in noun.head.every(*_SUBJECTS):
        if "PronType=Rel" in child.morph and noun.i < child.i < clause.i and noun.head is not clause:
            child.move(clause, child.dep)
            return


def _stands_with(subject: Word, verb: Word, clause: Word) -> bool:
    """Whether a verb of speech that lacks a subject has lost it to the clause, which has one of its own."""
    if verb.find(*_SUBJECTS) is not None or clause.find(*_SUBJECTS, besides=subject) is None:
        return False
    last = clause.every(*_SUBJECTS)[-1]
    if clause.i < verb.i < last.i:  # "There is no doctor, said two nurses"
        return subject is last
    return clause.i < subject.i < verb.i or subject.i < verb.i < clause.i


def _swap_subjects(inserted: Word, clause: Word) -> None:
    """Set right "The pool, said the mayor, is shut", where the verbs have each other's subjects."""
    before = next((child for child in inserted.every(*_SUBJECTS) if child.i < inserted.i < clause.i), None)
    after = next((child for child in clause.every(*_SUBJECTS) if inserted.i < child.i < clause.i), None)
    if before is not None and after is not None and inserted.find("obj", "ccomp") is None:
        label = after.dep
        after.move(inserted, "nsubj")
        before.move(clause, label)


def _first(word: Word) -> Word:
    return word.subtree()[0]
