"""What Prometheus is told. Counts grow where things happen; gauges are measured when someone asks."""

from __future__ import annotations

from faststream.redis.prometheus import RedisPrometheusMiddleware
from prometheus_client import REGISTRY, Counter, Gauge, Histogram
from redis.asyncio import Redis

from schemas.streams import DEAD_LETTERS, STREAMS
from services.runtime.groups import group_states

__all__ = ["DEAD_LETTERS_WRITTEN", "SECONDS", "STAGE_SECONDS", "broker_metrics", "measure_streams"]

SECONDS = (0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200)
"""Upper ends of the ranges in which durations are counted."""

STAGE_SECONDS = Histogram(
    "gainsay_stage_seconds",
    "From the writing of an event to the end of its handling",
    ["stage"],
    buckets=SECONDS,
)
DEAD_LETTERS_WRITTEN = Counter("gainsay_dead_letters_written", "Dead letters that this process wrote", ["stage"])

_LAG = Gauge("gainsay_stream_lag", "Entries that a group was not yet given", ["stream", "group"])
_PENDING = Gauge("gainsay_stream_pending", "Entries that a group was given and has not settled", ["stream", "group"])
_OLDEST = Gauge("gainsay_stream_oldest_pending_seconds", "Age of the oldest unsettled entry", ["stream", "group"])
_LENGTH = Gauge("gainsay_stream_length", "Entries that the broker keeps", ["stream"])
_DEAD = Gauge("gainsay_dead_letters", "Dead letters that wait for a human")

broker_metrics = RedisPrometheusMiddleware(registry=REGISTRY)
"""Messages received and published, as FastStream counts them."""


async def measure_streams(redis: Redis) -> None:
    """Set the gauges of all streams, whoever reads them."""
    for gauge in (_LAG, _PENDING, _OLDEST):
        gauge.clear()  # a group may be gone
    for stream in STREAMS:
        _LENGTH.labels(stream.name).set(await redis.xlen(stream.key))
        for state in await group_states(redis, stream):
            _LAG.labels(stream.name, state.name).set(state.lag)
            _PENDING.labels(stream.name, state.name).set(state.pending)
            _OLDEST.labels(stream.name, state.name).set(state.oldest_pending)
    _DEAD.set(await redis.xlen(DEAD_LETTERS.key))
