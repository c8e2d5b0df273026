"""What a judge behind an endpoint said is kept in the ledger, and decides once more without being asked."""

from datetime import UTC, datetime

import httpx
import pytest
from structlog.testing import capture_logs

from schemas.alerts import Relation
from schemas.claims import Claim
from services.ledger.comparing.opinions import Ruling
from services.ledger.comparing.statement import Statement
from services.ledger.judgements import JudgementStore
from services.ledger.verdictmodel.arbiter import EndpointArbiter
from services.ledger.verdictmodel.endpoint import EndpointJudge, Judgement

NOW = datetime(2026, 3, 2, tzinfo=UTC)
ANSWER = {"choices": [{"message": {"content": '{"relation": "contradicts", "reason": "four or five"}'}}]}


def statement(text):
    claim = Claim(id=text, quote=text, start=0, end=len(text), text=text)
    return Statement(claim, f"document {text}", f"version {text}", "wire.example", NOW, True)


FOUR, FIVE = statement("Four people died."), statement("Five people died.")


@pytest.fixture
def kept(engine):
    return JudgementStore(engine, lambda: NOW)


def arbiter(kept, answer):
    client = httpx.Client(transport=httpx.MockTransport(answer))
    return EndpointArbiter(EndpointJudge("http://judge.example/v1", "large", kept, client), 0.3)


def test_a_judgement_is_on_record_and_the_first_stays(kept):
    first = Judgement(relation=Relation.SAME, reason="one", model="large", prompt_hash="a" * 64)
    kept.put(first)
    kept.put(first.model_copy(update={"relation": Relation.UPDATES}))
    assert kept.get("a" * 64) == first
    assert kept.get("b" * 64) is None


def test_a_ruling_names_model_and_request_and_is_had_once(kept):
    asked = []

    def answer(request):
        asked.append(request)
        return httpx.Response(200, json=ANSWER)

    ruling = arbiter(kept, answer)(FOUR, FIVE)
    assert isinstance(ruling, Ruling)
    assert (ruling.relation, ruling.reason) == (Relation.CONTRADICTS, "four or five")
    assert ruling.by.startswith("judge large, request ")
    assert arbiter(kept, answer)(FOUR, FIVE) == ruling, "after a restart too"
    assert len(asked) == 1


def test_a_judge_that_does_not_answer_is_logged_and_gives_no_ruling(kept):
    with capture_logs() as logs:
        assert arbiter(kept, lambda _: httpx.Response(503))(FOUR, FIVE) is None
    assert [(line["event"], line["log_level"]) for line in logs] == [("the judge gave no ruling", "warning")]
    assert logs[0]["claims"] == [FOUR.claim.id, FIVE.claim.id]
