import pytest
import spacy
from spacy.tokens import Doc

from services.extraction.newsmodel.dependencies import adapted, universal_dependencies

NLP = spacy.blank("en")

# word/POS/lemma/label/head, counted from 1; a root's head is 0.
CASES = [
    (
        "He/PRON/he/nsubj/2 went/VERB/go/ROOT/0 to/ADP/to/prep/2 Kyiv/PROPN/Kyiv/pobj/3",
        [("He", "nsubj", "went"), ("went", "ROOT", "went"), ("to", "case", "Kyiv"), ("Kyiv", "obl", "went")],
    ),
    (
        (
            "The/DET/the/det/2 head/NOUN/head/nsubj/6 of/ADP/of/prep/2 state/NOUN/state/pobj/3 has/AUX/have/aux/6 "
            "died/VERB/die/ROOT/0"
        ),
        [
            ("The", "det", "head"),
            ("head", "nsubj", "died"),
            ("of", "case", "state"),
            ("state", "nmod", "head"),
            ("has", "aux", "died"),
            ("died", "ROOT", "died"),
        ],
    ),
    (
        (
            "Ali/PROPN/Ali/nsubj/2 is/AUX/be/ROOT/0 not/PART/not/neg/2 a/DET/a/det/5 minister/NOUN/minister/attr/2 "
            "./PUNCT/./punct/2"
        ),
        [
            ("Ali", "nsubj", "minister"),
            ("is", "cop", "minister"),
            ("not", "advmod", "minister"),
            ("a", "det", "minister"),
            ("minister", "ROOT", "minister"),
            (".", "punct", "minister"),
        ],
    ),
    (
        "They/PRON/they/nsubjpass/3 were/AUX/be/auxpass/3 seen/VERB/see/ROOT/0 by/ADP/by/agent/3 us/PRON/we/pobj/4",
        [
            ("They", "nsubj:pass", "seen"),
            ("were", "aux:pass", "seen"),
            ("seen", "ROOT", "seen"),
            ("by", "case", "us"),
            ("us", "obl:agent", "seen"),
        ],
    ),
    (
        (
            "Iran/PROPN/Iran/nsubj/6 ,/PUNCT/,/punct/1 Iraq/PROPN/Iraq/conj/1 and/CCONJ/and/cc/3 "
            "Oman/PROPN/Oman/conj/3 met/VERB/meet/ROOT/0"
        ),
        [
            ("Iran", "nsubj", "met"),
            (",", "punct", "Iran"),
            ("Iraq", "conj", "Iran"),
            ("and", "cc", "Oman"),
            ("Oman", "conj", "Iran"),
            ("met", "ROOT", "met"),
        ],
    ),
    (
        "He/PRON/he/nsubj/2 ran/VERB/run/ROOT/0 out/ADP/out/prep/2 of/ADP/of/prep/3 fuel/NOUN/fuel/pobj/4",
        [
            ("He", "nsubj", "ran"),
            ("ran", "ROOT", "ran"),
            ("out", "case", "fuel"),
            ("of", "case", "fuel"),
            ("fuel", "obl", "ran"),
        ],
    ),
    (
        "He/PRON/he/nsubj/2 left/VERB/leave/ROOT/0 after/ADP/after/prep/2 winning/VERB/win/pcomp/3 it/PRON/it/dobj/4",
        [
            ("He", "nsubj", "left"),
            ("left", "ROOT", "left"),
            ("after", "mark", "winning"),
            ("winning", "advcl", "left"),
            ("it", "obj", "winning"),
        ],
    ),
    (
        "She/PRON/she/nsubj/2 seems/VERB/seem/ROOT/0 angry/ADJ/angry/acomp/2",
        [("She", "nsubj", "seems"), ("seems", "ROOT", "seems"), ("angry", "xcomp", "seems")],
    ),
]


def doc_of(text: str) -> Doc:
    rows = [word.split("/") for word in text.split()]
    return Doc(
        NLP.vocab,
        words=[row[0] for row in rows],
        pos=[row[1] for row in rows],
        lemmas=[row[2] for row in rows],
        deps=[row[3] for row in rows],
        heads=[int(row[4]) - 1 if row[4] != "0" else i for i, row in enumerate(rows)],
    )


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_clearnlp_becomes_universal(text: str, expected: list[tuple[str, str, str]]) -> None:
    doc = universal_dependencies(doc_of(text))
    assert [(t.text, t.dep_, t.head.text) for t in doc] == expected
    assert len(list(doc.sents)) == 1


@pytest.mark.parametrize(
    ("labels", "components"),
    [(["nsubj", "obj"], ["parser"]), (["nsubj", "dobj"], ["parser", "universal_dependencies"])],
)
def test_a_pipeline_is_adapted_if_its_parser_needs_it(labels: list[str], components: list[str]) -> None:
    nlp = spacy.blank("en")
    parser = nlp.add_pipe("parser")
    for label in labels:
        parser.add_label(label)
    assert adapted(nlp).pipe_names == components
