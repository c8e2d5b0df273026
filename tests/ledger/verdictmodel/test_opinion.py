from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from schemas.alerts import Kind, Relation
from schemas.claims import Claim, Speaker, SpeakerKind
from services.ledger.comparing.statement import Statement
from services.ledger.verdictmodel.crossencoder import CrossEncoder
from services.ledger.verdictmodel.model import load
from services.ledger.verdictmodel.opinion import SHIPPED, Reader
from services.ledger.verdictmodel.rendering import Side


def statement(text, day, speaker=None):
    said_by = Speaker(kind=SpeakerKind.NAMED, name=speaker) if speaker else Speaker()
    claim = Claim(id=text, quote="it died", start=0, end=7, text=text, speaker=said_by)
    return Statement(claim, "document", f"version {text}", "wire.example", datetime(2026, 3, day, tzinfo=UTC), True)


@pytest.fixture(scope="module")
def opinion():
    return Reader()


def test_an_opinion_is_the_models_on_wording_day_and_speaker(opinion):
    four, five = statement("Four people died.", 2, "Ruxandra Peiu"), statement("Five people died.", 3)
    sides = Side("Four people died.", date(2026, 3, 2), "Ruxandra Peiu"), Side("Five people died.", date(2026, 3, 3))
    (found,) = opinion([(four, five)])
    assert list(found.relations.values()) == pytest.approx(load(SHIPPED).score([sides]).relations[0].tolist())
    assert set(found.relations) == set(Relation)
    assert found.kind in Kind


def test_of_sentences_it_is_the_models_on_the_whole_of_them(opinion):
    two = statement("Four people died.", 2, "Ruxandra Peiu"), statement("Five people died.", 3)
    whole = [
        replace(one, claim=one.claim.model_copy(update={"sentence": f"At the pit {one.claim.text}"})) for one in two
    ]
    sides = (
        Side("At the pit Four people died.", date(2026, 3, 2), "Ruxandra Peiu"),
        Side("At the pit Five people died.", date(2026, 3, 3)),
    )
    (found,) = opinion.of_sentences([(whole[0], whole[1])])
    assert list(found.relations.values()) == pytest.approx(load(SHIPPED).score([sides]).relations[0].tolist())
    assert opinion.of_sentences([two]) == opinion([two]), "an older ledger has kept the claims alone"


def test_a_day_that_nobody_knows_is_not_told(opinion):
    four, five = statement("Four people died.", 2), statement("Five people died.", 3)
    unknown = replace(four, published_at_known=False)
    moved = replace(unknown, published_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert opinion([(unknown, five)]) == opinion([(moved, five)])
    assert opinion([(unknown, five)]) != opinion([(four, five)])


def test_no_pairs_no_opinions(opinion):
    assert opinion([]) == []
    assert opinion.version


def test_a_model_of_ones_own_is_named_with_the_shipped_one_that_reads_claims_alone(opinion, monkeypatch, tmp_path):
    own = object.__new__(CrossEncoder)
    own.version = "mine 1"
    monkeypatch.setattr("services.ledger.verdictmodel.opinion.load", lambda *_: own)
    assert Reader(tmp_path).version == f"mine 1 with {opinion.version}"
