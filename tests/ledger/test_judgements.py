"""What a judge behind an endpoint said is kept in the ledger, and decides once more without being asked."""

import time
from datetime import UTC, datetime

import httpx
import pytest
from structlog.testing import capture_logs

from schemas.alerts import Relation
from schemas.claims import Claim
from services.ledger.breaker import BreakerClient
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


class Clock:
    """Seconds that go by as a test says."""

    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


def arbiter(kept, answer, clock=time.monotonic):
    client = BreakerClient(seconds=30, rest=60, clock=clock, transport=httpx.MockTransport(answer))
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


def hangs(clock, asked):
    """Lets a request wait for as long as the client does."""

    def answer(request):
        asked.append(clock.now)
        clock.now += 30
        raise httpx.ReadTimeout("no answer", request=request)

    return answer


def trickles(clock, asked):
    """Answers a little now and then, always before the client's patience with a part ends."""

    def body():
        while True:
            clock.now += 20
            yield b" "

    def answer(_request):
        asked.append(clock.now)
        return httpx.Response(200, content=body())

    return answer


@pytest.mark.timeout(20)
@pytest.mark.parametrize(("failing", "waited"), [(hangs, 30), (trickles, 40)])
def test_a_judge_that_hangs_is_left_alone_for_a_minute(kept, failing, waited):
    clock, asked = Clock(), []
    ask = arbiter(kept, failing(clock, asked), clock)
    with capture_logs() as logs:
        for number in range(40):
            assert ask(FOUR, statement(f"{number} people died.")) is None
    assert (asked, clock.now) == ([100.0], 100.0 + waited), "forty pairs wait for it once"
    assert len(logs) == 40
    clock.now += 60
    assert ask(FOUR, FIVE) is None
    assert len(asked) == 2, "then it is asked again"


def test_what_a_judge_that_hangs_had_said_still_counts(kept):
    answers, clock = [httpx.Response(200, json=ANSWER)], Clock()
    ask = arbiter(kept, lambda request: answers.pop() if answers else hangs(clock, [])(request), clock)
    ruling = ask(FOUR, FIVE)
    assert ruling.relation is Relation.CONTRADICTS
    assert ask(FOUR, statement("Nine people died.")) is None
    assert ask(FIVE, FOUR) == ruling


def test_a_judge_that_refuses_one_pair_is_asked_about_the_next(kept):
    answers = [httpx.Response(200, json=ANSWER), httpx.Response(500)]
    ask = arbiter(kept, lambda _: answers.pop())
    assert ask(FOUR, FIVE) is None
    assert ask(FOUR, FIVE).relation is Relation.CONTRADICTS
