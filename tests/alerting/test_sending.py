from __future__ import annotations

import asyncio
import base64
import json
import socket
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from pydantic import HttpUrl, SecretStr
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from standardwebhooks import Webhook, WebhookVerificationError

from services.alerting.deliveries import MIGRATIONS, VERSION_TABLE, Delivery, DeliveryStore
from services.alerting.endpoints import Endpoint
from services.alerting.sending import Outcome, WebhookSender, send
from services.alerting.tables import deliveries, endpoints
from services.runtime.clock import utc_now
from services.runtime.database import close, make_engine, migrate
from services.runtime.outbound import outbound_client

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence

BODY = json.dumps({"type": "gainsay.alert.raised.v1", "data": {"quote": "“Zwölf” \u2028"}}, ensure_ascii=False)
DELIVERY = Delivery("desk", "e1", BODY, 1)
NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with outbound_client({"127.0.0.1"}) as client:
        yield client


@pytest.fixture
def endpoint(secret: str):
    def make(url: str, name: str = "desk", previous: Sequence[str] = ()) -> Endpoint:
        return Endpoint(name=name, url=HttpUrl(url), secrets=(SecretStr(secret), *map(SecretStr, previous)))

    return make


async def test_receiver_can_verify_the_signature(client, endpoint, receiving, secret) -> None:
    async with receiving() as receiver:
        assert await send(client, endpoint(receiver.url), DELIVERY, utc_now) == Outcome(True, "HTTP 204")
    (request,) = receiver.requests
    assert Webhook(secret).verify(request.body, request.headers) == json.loads(BODY)
    assert (request.path, request.body) == ("/hook", BODY.encode())
    assert (request.headers["content-type"], request.headers["webhook-id"]) == ("application/json", "e1")
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(request.body + b" ", request.headers)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("200 OK", Outcome(True, "HTTP 200")),
        ("299 Fine", Outcome(True, "HTTP 299")),
        ("304 Not Modified", Outcome(False, "HTTP 304")),
        ("400 Bad Request", Outcome(False, "HTTP 400")),
        ("410 Gone", Outcome(False, "HTTP 410", gone=True)),
        ("500 Oops", Outcome(False, "HTTP 500")),
        ("502 Away", Outcome(False, "HTTP 502", overloaded=True)),
        ("503 Away", Outcome(False, "HTTP 503")),
        ("504 Late", Outcome(False, "HTTP 504", overloaded=True)),
        ("200 OK\r\nRetry-After: 9", Outcome(True, "HTTP 200", retry_after=timedelta(seconds=9))),
        ("429 Slow\r\nRetry-After: 120", Outcome(False, "HTTP 429", overloaded=True, retry_after=timedelta(seconds=120))),
        (f"503 Away\r\nRetry-After: {format_datetime(NOW + timedelta(hours=1), usegmt=True)}",
         Outcome(False, "HTTP 503", retry_after=timedelta(hours=1))),
        ("503 Away\r\nRetry-After: soon", Outcome(False, "HTTP 503")),
        ("503 Away\r\nRetry-After: -5", Outcome(False, "HTTP 503")),
        ("503 Away\r\nRetry-After: " + "9" * 5000, Outcome(False, "HTTP 503")),
        ("503 Away\r\nRetry-After: 9999999999999999", Outcome(False, "HTTP 503")),
        ("503 Away\r\nRetry-After: ²", Outcome(False, "HTTP 503")),
    ],
)  # fmt: skip
async def test_outcome_of_an_answer(client, endpoint, receiving, answer: str, expected: Outcome) -> None:
    async with receiving(f"HTTP/1.1 {answer}\r\nContent-Length: 0\r\n\r\n".encode("latin-1")) as receiver:
        assert await send(client, endpoint(receiver.url), DELIVERY, lambda: NOW) == expected


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_redirect_is_a_failure_and_not_followed(client, endpoint, receiving, status: int) -> None:
    async with receiving() as elsewhere:
        answer = f"HTTP/1.1 {status} Moved\r\nLocation: {elsewhere.url}\r\nContent-Length: 0\r\n\r\n"
        async with receiving(answer.encode()) as receiver:
            assert await send(client, endpoint(receiver.url), DELIVERY, utc_now) == Outcome(False, f"HTTP {status}")
    assert (len(receiver.requests), elsewhere.requests) == (1, [])


async def test_unreachable_receiver_is_a_failure(client, endpoint) -> None:
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        outcome = await send(client, endpoint(f"http://127.0.0.1:{unheard.getsockname()[1]}/"), DELIVERY, utc_now)
    assert outcome == Outcome(False, "ConnectError: All connection attempts failed")


async def test_receiver_at_an_address_that_is_not_public_gets_nothing(endpoint, receiving) -> None:
    async with receiving() as receiver, outbound_client() as client:
        outcome = await send(client, endpoint(receiver.url), DELIVERY, utc_now)
    assert outcome == Outcome(
        False, "ConnectError: 127.0.0.1 is at 127.0.0.1, which is not public, and not allowed by name"
    )
    assert receiver.requests == []


async def test_both_secrets_sign_while_one_replaces_the_other(client, endpoint, receiving, secret) -> None:
    previous = "whsec_" + base64.b64encode(bytes(32)).decode()
    async with receiving() as receiver:
        await send(client, endpoint(receiver.url, previous=[previous]), DELIVERY, utc_now)
    (request,) = receiver.requests
    assert len(request.headers["webhook-signature"].split(" ")) == 2
    for one in (secret, previous):
        Webhook(one).verify(request.body, request.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_" + base64.b64encode(bytes([1]) * 32).decode()).verify(request.body, request.headers)


@pytest.mark.parametrize("answer", [b"\r\n\r\n", b"SSH-2.0-OpenSSH_9.2\r\n", b"\0\xff" * 100, b"HTTP/1.1 200"])
async def test_answer_that_is_no_http_is_a_failure(client, endpoint, receiving, answer: bytes) -> None:
    async with receiving(answer) as receiver:
        outcome = await send(client, endpoint(receiver.url), DELIVERY, utc_now)
    assert (outcome.delivered, outcome.result.partition(":")[0]) == (False, "RemoteProtocolError")


async def test_answer_is_awaited_up_to_the_time_limit(client, endpoint, receiving) -> None:
    async with receiving(wait=60) as receiver:
        assert await send(client, endpoint(receiver.url), DELIVERY, utc_now, 0.2) == Outcome(
            False, "no answer in 0.2 s"
        )


async def test_answer_that_drips_in_is_awaited_no_longer(client, endpoint, receiving) -> None:
    async with receiving(b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 1000, drip=0.05) as receiver:
        assert await send(client, endpoint(receiver.url), DELIVERY, utc_now, 0.3) == Outcome(
            False, "no answer in 0.3 s"
        )


async def test_endless_body_of_an_answer_is_not_read(client, endpoint, receiving) -> None:
    async with receiving(b"HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\n" + b"x" * 1000, wait=0) as receiver:
        assert (await send(client, endpoint(receiver.url), DELIVERY, utc_now)).delivered


class Time:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = utc_now()

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def store(database_url: str, time: Time) -> Iterator[DeliveryStore]:
    engine = make_engine(SecretStr(database_url))
    migrate(engine, MIGRATIONS, VERSION_TABLE)
    yield DeliveryStore(engine, time)
    close(engine)


@asynccontextmanager
async def _sending(
    store: DeliveryStore, client: httpx.AsyncClient, time: Time, *endpoints: Endpoint
) -> AsyncIterator[None]:
    senders = [WebhookSender(endpoint, store, client, time) for endpoint in endpoints]
    tasks = [asyncio.create_task(sender.run()) for sender in senders]
    try:
        yield
        assert not [task.exception() for task in tasks if task.done()]
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _settled(store: DeliveryStore) -> list[tuple[Any, ...]]:
    c = deliveries.c
    with store._engine.connect() as connection:
        rows = connection.execute(select(c.event_id, c.state, c.attempts, c.last_result).order_by(c.event_id))
        return [tuple(row) for row in rows]


async def test_each_attempt_has_the_same_id_and_body(
    store, client, time, endpoint, receiving, eventually, secret
) -> None:
    store.add(["desk"], {"e1": BODY})
    async with receiving(b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n") as receiver:  # noqa: SIM117
        async with _sending(store, client, time, endpoint(receiver.url)):
            await eventually(lambda: _settled(store) == [("e1", "waiting", 1, "HTTP 500")], "failed once")
            time.now += timedelta(seconds=4.9)
            await asyncio.sleep(0)
            assert len(receiver.requests) == 1
            receiver.answer = b"HTTP/1.1 204 No Content\r\n\r\n"
            time.now += timedelta(seconds=0.7)
            await eventually(lambda: _settled(store) == [("e1", "delivered", 2, "HTTP 204")], "delivered")
    first, second = receiver.requests
    assert first.body == second.body == BODY.encode()
    assert first.headers["webhook-id"] == second.headers["webhook-id"] == "e1"
    assert int(second.headers["webhook-timestamp"]) - int(first.headers["webhook-timestamp"]) in {5, 6}
    for request in receiver.requests:
        Webhook(secret).verify(request.body, request.headers)


async def test_endpoint_that_is_gone_gets_nothing_until_it_is_enabled(
    store, client, time, endpoint, receiving, eventually
) -> None:
    store.add(["desk"], {"e1": BODY})
    time.now += timedelta(seconds=1)
    store.add(["desk"], {"e2": BODY})
    async with (
        receiving(b"HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n") as receiver,
        _sending(store, client, time, endpoint(receiver.url)),
    ):
        disabled = [("e1", "parked", 1, "disabled: HTTP 410"), ("e2", "parked", 0, "disabled: HTTP 410")]
        await eventually(lambda: _settled(store)[1:] == disabled[1:], "disabled")
        assert _settled(store)[0][1:3] == ("parked", 1)
        store.add(["desk"], {"e3": BODY})
        await asyncio.sleep(0.1)
        assert len(receiver.requests) == 1
        assert _settled(store)[2] == ("e3", "parked", 0, "disabled: HTTP 410")

        receiver.answer = b"HTTP/1.1 204 No Content\r\n\r\n"
        store.enable("desk")
        store.add(["desk"], {"e4": BODY})
        await eventually(lambda: _settled(store)[3] == ("e4", "delivered", 1, "HTTP 204"), "what is new is sent")
        assert len(receiver.requests) == 2
        assert store.resend("desk") == 3
        await eventually(lambda: {row[1] for row in _settled(store)} == {"delivered"}, "all sent")
        assert [one.headers["webhook-id"] for one in receiver.requests] == ["e1", "e4", "e1", "e2", "e3"]


async def test_overloaded_endpoint_is_left_alone_longer_each_time(
    store, client, time, endpoint, receiving, eventually
) -> None:
    store.add(["desk"], {f"e{number}": BODY for number in range(4)})
    async with (
        receiving(b"HTTP/1.1 429 Slow\r\nContent-Length: 0\r\n\r\n") as receiver,
        _sending(store, client, time, endpoint(receiver.url)),
    ):
        for made, wait in enumerate((5, 10), start=1):
            await eventually(lambda made=made: _slowed(store) == made, f"slowed down {made} times")
            time.now += timedelta(seconds=wait - 0.1)
            await asyncio.sleep(1.2)
            assert len(receiver.requests) == made
            time.now += timedelta(seconds=0.2)
        await eventually(lambda: _slowed(store) == 3, "slowed down 3 times")
        receiver.answer = b"HTTP/1.1 204 No Content\r\n\r\n"
        time.now += timedelta(hours=1)
        await eventually(lambda: _slowed(store) == 0, "as fast as before")
        await eventually(lambda: {row[1] for row in _settled(store)} == {"delivered"}, "all sent")


def _slowed(store: DeliveryStore) -> int:
    with store._engine.connect() as connection:
        return connection.execute(select(endpoints.c.slowed)).scalar() or 0


async def test_every_attempt_is_in_the_log(store, client, time, endpoint, receiving, eventually) -> None:
    store.add(["desk"], {"e1": BODY})
    async with (
        receiving(b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n") as receiver,
        _sending(store, client, time, endpoint(receiver.url)),
    ):
        await eventually(lambda: len(store.log("desk")) == 1, "failed once")
        receiver.answer = b"HTTP/1.1 204 No Content\r\n\r\n"
        time.now += timedelta(minutes=1)
        await eventually(lambda: len(store.log("desk", "e1")) == 2, "delivered")
    last, first = store.log("desk")
    assert [(one.event_id, one.result) for one in (first, last)] == [("e1", "HTTP 500"), ("e1", "HTTP 204")]
    assert last.at - first.at > timedelta(seconds=59)
    assert 0 < first.seconds < 10
    assert (store.log("desk", "e2"), store.log("press")) == ([], [])


async def test_delivery_is_parked_after_the_whole_schedule(
    store, client, time, endpoint, receiving, eventually
) -> None:
    store.add(["desk"], {"e1": BODY})
    async with receiving(b"HTTP/1.1 501 Oops\r\nContent-Length: 0\r\n\r\n") as receiver:
        sender = WebhookSender(endpoint(receiver.url), store, client, time)
        running = asyncio.create_task(sender.run())
        for attempt in range(1, 11):
            expected = [("e1", "waiting" if attempt < 10 else "parked", attempt, f"HTTP {500 + attempt}")]
            await eventually(lambda expected=expected: _settled(store) == expected, f"attempt {attempt}")
            receiver.answer = f"HTTP/1.1 {501 + attempt} Oops\r\nContent-Length: 0\r\n\r\n".encode()
            time.now += timedelta(hours=27)
            sender.alarm.ring()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert len(receiver.requests) == 10


async def test_retry_after_puts_the_next_attempt_off(store, client, time, endpoint, receiving, eventually) -> None:
    store.add(["desk"], {"e1": BODY})
    async with receiving(b"HTTP/1.1 429 Slow\r\nRetry-After: 3600\r\nContent-Length: 0\r\n\r\n") as receiver:  # noqa: SIM117
        async with _sending(store, client, time, endpoint(receiver.url)):
            await eventually(lambda: _settled(store) == [("e1", "waiting", 1, "HTTP 429")], "failed once")
    time.now += timedelta(seconds=3599)
    assert store.lease("desk") is None
    time.now += timedelta(seconds=1)
    assert store.lease("desk").attempts == 2


async def test_hanging_endpoint_holds_up_no_other(store, client, time, endpoint, receiving, eventually) -> None:
    events = {f"e{number:02}": BODY for number in range(20)}
    store.add(["hangs", "desk", "dead"], events)
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        async with receiving(wait=60) as hanging, receiving() as receiver:
            endpoints = [
                endpoint(hanging.url, "hangs"),
                endpoint(f"http://127.0.0.1:{unheard.getsockname()[1]}", "dead"),
                endpoint(receiver.url, "desk"),
            ]
            async with _sending(store, client, time, *endpoints):
                await eventually(lambda: len(receiver.requests) == 20, "all delivered")
                assert [request.headers["webhook-id"] for request in receiver.requests] == sorted(events)
                assert len(hanging.requests) == 1


async def test_new_delivery_is_sent_at_once(store, client, time, endpoint, receiving, eventually) -> None:
    async with receiving() as receiver:
        sender = WebhookSender(endpoint(receiver.url), store, client, time)
        running = asyncio.create_task(sender.run())
        for number in range(5):
            store.add(["desk"], {f"e{number}": BODY})
            sender.alarm.ring()
            await eventually(lambda number=number: len(receiver.requests) == number + 1, "delivered", seconds=0.9)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_sender_outlives_a_database_that_is_away(store, client, time, endpoint, receiving, eventually) -> None:
    class Away:
        """A store that fails once, as when its database is started again."""

        failed = False

        def lease(self, name: str) -> Delivery | None:
            if not self.failed:
                self.failed = True
                raise OperationalError("SELECT", {}, OSError("away"))
            return store.lease(name)

        settle, speed_up = store.settle, store.speed_up

    store.add(["desk"], {"e1": BODY})
    async with receiving() as receiver, _sending(Away(), client, time, endpoint(receiver.url)):
        await eventually(lambda: receiver.requests, "delivered")


async def test_host_that_no_name_can_be_is_a_failure(client, endpoint) -> None:
    outcome = await send(client, endpoint("http://☃.invalid/hook"), DELIVERY, utc_now)
    assert (outcome.delivered, outcome.gone) == (False, False)
    assert outcome.result.startswith("InvalidCodepoint: ")
