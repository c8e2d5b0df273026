"""CloudEvents JSON as FastStream's message format, and the broker that speaks it."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from faststream.redis import RedisBroker
from faststream.redis.parser import MessageFormat
from pydantic import BaseModel, SecretStr
from redis.asyncio.connection import DefaultParser
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import ResponseError
from redis.exceptions import TimeoutError as RedisTimeoutError

from schemas.streams import STREAMS, Stream
from services.runtime.metrics import broker_metrics

if TYPE_CHECKING:
    from fast_depends.library.serializer import SerializerProto
    from faststream._internal.basic_types import SendableMessage
    from faststream._internal.parser import CodecProto
    from redis.asyncio import Redis

__all__ = ["CONNECTIONS", "FIELD", "BrokerRefusesError", "CloudEventFormat", "create_groups", "make_broker"]

FIELD = b"__data__"
"""The one field of a stream entry (FastStream's name for it)."""

CONNECTIONS = 2_000
"""That one service may have to the broker: one a source at worst. The client's own limit, 100, refuses the next one."""


class CloudEventFormat(MessageFormat):
    """The event's own JSON, with no envelope around it, so that any Redis client can read and write it."""

    @classmethod
    async def encode(
        cls,
        *,
        message: Sequence[SendableMessage] | SendableMessage,
        reply_to: str | None,  # noqa: ARG003 - ids and traces travel in the event
        headers: dict[str, Any] | None,  # noqa: ARG003
        correlation_id: str,  # noqa: ARG003
        serializer: SerializerProto | None = None,  # noqa: ARG003
        codec: CodecProto | None = None,  # noqa: ARG003
    ) -> bytes:
        """Turn an event into its JSON.

        Raises:
            TypeError: The message is no pydantic model.
        """
        if not isinstance(message, BaseModel):
            raise TypeError(f"only events are published, not {type(message).__name__}")
        return message.model_dump_json().encode()

    @classmethod
    def parse(cls, data: bytes | Mapping[bytes, bytes]) -> tuple[bytes, dict[str, Any]]:  # noqa: ARG003
        """Parse nothing; consumers read the raw entries.

        FastStream puts what this gives into one JSON array, so that one entry that is not UTF-8 would cost its batch.
        """
        return b"null", {}


class BrokerRefusesError(RedisConnectionError):
    """The broker answers and takes nothing: its disk is full, or it is a replica, or lacks replicas of its own.

    It passes, like a broker that is away; as a ``ResponseError`` it would end a FastStream subscription.
    """


class _Parser(DefaultParser):  # type: ignore[misc, valid-type]  # the fastest that is installed
    EXCEPTION_CLASSES = DefaultParser.EXCEPTION_CLASSES | dict.fromkeys(
        ("MISCONF", "READONLY", "NOREPLICAS"), BrokerRefusesError
    )


def make_broker(url: SecretStr, grace_period: float = 15.0) -> RedisBroker:
    """A broker that retries through short interruptions. It is not connected yet.

    Args:
        url: ``redis://``, ``rediss://`` or ``unix://``.
        grace_period: Seconds that handlers in flight have to finish when the broker stops.
    """
    return RedisBroker(
        url.get_secret_value(),
        message_format=CloudEventFormat,
        apply_types=False,
        graceful_timeout=grace_period,
        logger=logging.getLogger("faststream"),
        log_level=logging.DEBUG,
        retry=Retry(ExponentialBackoff(cap=1.0, base=0.05), retries=6),
        retry_on_error=[RedisConnectionError, RedisTimeoutError],
        max_connections=CONNECTIONS,
        parser_class=_Parser,
        middlewares=[broker_metrics],
    )


async def create_groups(redis: Redis, streams: Sequence[Stream] = STREAMS) -> None:
    """Make every stream and its readers' groups, reading from the very beginning."""
    for stream in streams:
        for group in stream.readers:
            try:
                await redis.xgroup_create(stream.key, group, id="0", mkstream=True)
            except ResponseError as error:
                if "BUSYGROUP" not in str(error):
                    raise
