from __future__ import annotations

import asyncio
import json

import pytest
import redis
from pydantic import SecretStr

from schemas.streams import ARTICLES, STREAMS
from services.runtime.wire import create_groups, make_broker


async def test_entry_is_a_plain_cloudevent_to_any_client(broker_url, published) -> None:
    event = published(1)
    async with make_broker(SecretStr(broker_url)) as broker:
        await broker.publish(event, stream=ARTICLES.key)
    with redis.Redis.from_url(broker_url, decode_responses=True) as client:
        ((_, fields),) = client.xrange("{gainsay}:articles")
    assert list(fields) == ["__data__"]
    sent = json.loads(fields["__data__"])
    assert sent.pop("data")["text"] == event.data.text
    assert sent == {
        "specversion": "1.0",
        "id": event.id,
        "source": "/gainsay/watcher",
        "type": "gainsay.article.published.v1",
        "time": "2026-03-10T12:00:00Z",
        "subject": "article-1",
        "datacontenttype": "application/json",
        "dataschema": "urn:gainsay:schema:gainsay.article.published.v1",
        "traceparent": f"00-{event.id}-{event.id[:16]}-01",
    }


@pytest.mark.parametrize("message", ["text", b"bytes", {"text": 1}, None])
async def test_only_events_are_published(broker_url, message) -> None:
    async with make_broker(SecretStr(broker_url)) as broker:
        with pytest.raises(TypeError, match="only events are published"):
            await broker.publish(message, stream=ARTICLES.key)


async def test_hundreds_of_sources_may_ask_the_broker_at_once(broker_url) -> None:
    async with make_broker(SecretStr(broker_url)) as broker:
        client = broker.config.connection.client
        waiting = [client.blpop(["{gainsay}:nothing"], timeout=1) for _ in range(150)]
        assert await asyncio.gather(*waiting) == [None] * 150


async def test_every_stream_gets_its_readers_groups_from_the_beginning(broker_url) -> None:
    async with make_broker(SecretStr(broker_url)) as broker:
        for _ in range(2):
            await create_groups(broker.config.connection.client)
    with redis.Redis.from_url(broker_url, decode_responses=True) as client:
        for stream in STREAMS:
            groups = client.xinfo_groups(stream.key) if stream.readers else []
            assert {group["name"]: group["last-delivered-id"] for group in groups} == dict.fromkeys(
                stream.readers, "0-0"
            )
