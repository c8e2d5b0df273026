import gzip
from pathlib import Path

import pytest

from models.train.corpora import (
    Document,
    Sentence,
    add_entities,
    bio_spans,
    gap_between,
    offsets,
    read_treebank,
    retokenise,
    set_in_type,
    text_of,
)
from models.train.inventory import Inventory
from services.extraction.newsmodel.wordforms import Gap

TREEBANK = """\
# newdoc id = a
# newpar
1-2\tDon't\t_\t_\t_\t_\t_\t_\t_\t_
1\tDo\tdo\tAUX\tVBP\tMood=Imp\t3\taux\t_\t_
2\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_
3\tgo\tgo\tVERB\tVB\tVerbForm=Inf\t0\troot\t_\tSpaceAfter=No
4\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\tSpaceAfter=No

1\tStay\tstay\tVERB\tVB\t_\t0\troot\t_\t_
1.1\tput\tput\t_\t_\t_\t_\t_\t_\t_

# newpar
1\tNow\tnow\tADV\tRB\t_\t0\troot\t_\t_

"""


@pytest.fixture
def treebank(tmp_path: Path) -> list[Document]:
    path = tmp_path / "x.conllu.gz"
    path.write_bytes(gzip.compress(TREEBANK.encode()))
    return read_treebank(path)


def test_a_treebank_keeps_its_text(treebank: list[Document]) -> None:
    (document,) = treebank
    words = [w for s in document.sentences for w in s.words]
    gaps = [g for s in document.sentences for g in s.gaps]
    assert text_of(words, gaps) == "Don't go.Stay\n\nNow"
    assert offsets(words, gaps) == [0, 2, 6, 8, 9, 15]
    assert document.sentences[0].syntax is not None
    assert document.sentences[0].syntax.heads == (3, 3, 0, 3)


def test_entities_join_the_sentence_with_the_same_words(treebank: list[Document]) -> None:
    tagged = Document("t", [Sentence(("Now",), (Gap.PARAGRAPH,), entities=("B-PER",), scheme="uner")])
    (document,) = add_entities(treebank, [tagged])
    assert [s.entities for s in document.sentences] == [None, None, ("B-PER",)]


@pytest.mark.parametrize(
    ("tags", "spans"),
    [
        ([], []),
        (["O", "B-A", "I-A", "O"], [(1, 3, "A")]),
        (["B-A", "B-A"], [(0, 1, "A"), (1, 2, "A")]),
        (["I-A", "I-A"], [(0, 2, "A")]),
    ],
)
def test_bio(tags: list[str], spans: list[tuple[int, int, str]]) -> None:
    assert bio_spans(tags) == spans


@pytest.mark.parametrize(
    ("blank", "gap"), [("", Gap.NONE), ("  ", Gap.SPACE), ("\n", Gap.LINE), ("\n \n\n", Gap.PARAGRAPH)]
)
def test_gaps(blank: str, gap: Gap) -> None:
    assert gap_between(blank) == gap


def test_newswire_takes_the_tokenizer_of_the_pipeline() -> None:
    import spacy

    tokens = "The U . S . Army 's here".split()
    tags = ("O", "B-ORG", "I-ORG", "I-ORG", "I-ORG", "I-ORG", "O", "O")
    gaps = (Gap.PARAGRAPH,) + (Gap.SPACE,) * 7
    (document,) = set_in_type(
        [Document("d", [Sentence(tuple(tokens), gaps, entities=tags)])], {"d": "The U.S. Army's here"}
    )
    (sentence,) = retokenise(document, spacy.blank("en")).sentences
    assert sentence.words == ("The", "U.S.", "Army", "'s", "here")
    assert sentence.entities == ("O", "B-ORG", "I-ORG", "O", "O")


@pytest.mark.parametrize(
    ("scheme", "tags", "word", "allowed"),
    [
        ("worldwide", ("B-Person", "I-Person"), 1, {"E-PERSON"}),
        ("worldwide", ("O",), 0, {"O"}),
        ("uner", ("B-LOC",), 0, {"S-LOC", "S-FAC"}),
    ],
)
def test_what_a_corpus_leaves_open(scheme: str, tags: tuple[str, ...], word: int, allowed: set[str]) -> None:
    inventory = Inventory((), (), ())
    row = inventory.allowed(scheme, tags)[word]
    assert {span for span, is_open in zip(inventory.spans, row, strict=True) if is_open} == allowed


def test_outside_in_a_corpus_without_dates_may_be_a_date() -> None:
    inventory = Inventory((), (), ())
    row = inventory.allowed("uner", ("O",))[0]
    still_open = {span[2:] for span, is_open in zip(inventory.spans, row, strict=True) if is_open}
    assert still_open == {"", "NORP", "DATE", "MONEY", "PRODUCT", "MISC"}
