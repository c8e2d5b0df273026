import json
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx
import pytest
from pydantic import SecretStr

from schemas.alerts import Relation
from services.ledger.verdictmodel.endpoint import EndpointError, EndpointJudge, Judgement
from services.ledger.verdictmodel.rendering import Side

FOUR = Side("Four people died.", date(2026, 3, 2), "Plata Wire")
FIVE = Side("Five people died.", date(2026, 3, 3))


class Kept:
    """Judgements in memory."""

    def __init__(self) -> None:
        self.judgements: dict[str, Judgement] = {}

    def get(self, prompt_hash: str) -> Judgement | None:
        return self.judgements.get(prompt_hash)

    def put(self, judgement: Judgement) -> None:
        self.judgements[judgement.prompt_hash] = judgement


class Endpoint:
    """A chat completions endpoint that gives one fixed answer and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str], dict]] = []
        self.status, self.content = 200, json.dumps({"relation": "contradicts", "reason": "four or five"})
        self.body: bytes | None = None
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                endpoint.asked.append((self.path, dict(self.headers), request))
                answer = {"choices": [{"message": {"role": "assistant", "content": endpoint.content}}]}
                body = endpoint.body if endpoint.body is not None else json.dumps(answer).encode()
                self.send_response(endpoint.status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    endpoint = Endpoint()
    thread = Thread(target=endpoint.server.serve_forever, args=(0.01,))
    thread.start()
    yield endpoint
    endpoint.server.shutdown()
    thread.join()
    endpoint.server.server_close()


@pytest.fixture
def judge(endpoint: Endpoint) -> Iterator[EndpointJudge]:
    with httpx.Client(timeout=5) as client:
        yield EndpointJudge(endpoint.url, "large", Kept(), client, SecretStr("sk-secret"))


def test_the_endpoint_is_asked_as_openai_would_be(judge, endpoint):
    judgement = judge(FIVE, FOUR)
    assert (judgement.relation, judgement.reason, judgement.model) == (Relation.CONTRADICTS, "four or five", "large")
    (path, headers, request) = endpoint.asked[0]
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == "Bearer sk-secret"
    assert request["model"] == "large"
    assert request["temperature"] == 0
    assert json.loads(request["messages"][1]["content"]) == [
        {"claim": "Four people died.", "published": "2026-03-02", "speaker": "Plata Wire"},
        {"claim": "Five people died.", "published": "2026-03-03", "speaker": None},
    ]


def test_a_pair_is_asked_about_once_in_either_order(judge, endpoint):
    assert judge(FOUR, FIVE) == judge(FIVE, FOUR)
    assert len(endpoint.asked) == 1
    judge(FOUR, FIVE._replace(text="Six people died."))
    assert len(endpoint.asked) == 2


@pytest.mark.parametrize(
    ("status", "content", "body", "message"),
    [
        (401, "{}", None, "answered 401"),
        (500, "{}", None, "answered 500"),
        (200, "They contradict each other.", None, "form asked for"),
        (200, '{"relation": "maybe"}', None, "form asked for"),
        (200, "", b"<html>", "form asked for"),
        (200, "", b"[]", "form asked for"),
        (200, "", b'{"choices": []}', "form asked for"),
    ],
)
def test_a_useless_answer_is_one_clear_error_and_not_kept(judge, endpoint, status, content, body, message):
    endpoint.status, endpoint.content, endpoint.body = status, content, body
    with pytest.raises(EndpointError, match=message) as error:
        judge(FOUR, FIVE)
    assert "sk-secret" not in str(error.value)
    assert not judge.cache.judgements


def test_an_endpoint_that_is_down_is_one_clear_error(judge):
    nowhere = EndpointJudge("http://127.0.0.1:9/v1", "large", Kept(), judge.client)
    with pytest.raises(EndpointError, match="cannot be reached: ConnectError"):
        nowhere(FOUR, FIVE)
