"""Deliveries in SQL: one row for each endpoint and alert."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Engine, func, select, update

from services.alerting.tables import deliveries
from services.runtime.clock import Clock
from services.runtime.database import insert_all_new, read_only

__all__ = ["MIGRATIONS", "VERSION_TABLE", "Delivery", "DeliveryStore", "State"]

MIGRATIONS = Path(__file__).with_name("migrations")
VERSION_TABLE = "alerting_schema_version"

LEASE = timedelta(seconds=60)
"""How long an attempt may take before another worker may make it."""


class State(StrEnum):
    """How far a delivery is. A parked one waits for a human."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    PARKED = "parked"


@dataclass(frozen=True, slots=True)
class Delivery:
    """An attempt to make."""

    endpoint: str
    event_id: str
    body: str
    attempts: int
    """This one included."""


class DeliveryStore:
    """What is to be delivered, each method one transaction."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock

    def add(self, endpoints: Iterable[str], bodies: dict[str, str]) -> None:
        """Queue each event's body for each endpoint, once."""
        now = self._clock()
        rows = [
            {
                "endpoint": endpoint,
                "event_id": event_id,
                "body": body,
                "state": State.WAITING,
                "attempts": 0,
                "due_at": now,
            }
            for endpoint in sorted(endpoints)
            for event_id, body in sorted(bodies.items())
        ]
        with self._engine.begin() as connection:
            insert_all_new(connection, deliveries, rows)

    def lease(self, endpoint: str) -> Delivery | None:
        """Take the delivery that is most overdue, so that no other worker attempts it at the same time."""
        now = self._clock()
        with self._engine.begin() as connection:
            due = connection.execute(
                select(deliveries.c.event_id, deliveries.c.body, deliveries.c.attempts)
                .where(
                    deliveries.c.endpoint == endpoint, deliveries.c.state == State.WAITING, deliveries.c.due_at <= now
                )
                .order_by(deliveries.c.due_at, deliveries.c.event_id)
                .limit(1)
                .with_for_update(skip_locked=True)
            ).first()
            if due is None:
                return None
            attempts = due.attempts + 1
            taken = update(deliveries).where(deliveries.c.endpoint == endpoint, deliveries.c.event_id == due.event_id)
            connection.execute(taken.values(attempts=attempts, due_at=now + LEASE))
            return Delivery(endpoint, due.event_id, due.body, attempts)

    def settle(self, delivery: Delivery, state: State, result: str, due_at: datetime | None = None) -> None:
        """Note what came of an attempt; a delivery that still waits is due again at ``due_at``.

        An attempt that took longer than its lease counts for nothing once another was begun.
        """
        attempted = update(deliveries).where(
            deliveries.c.endpoint == delivery.endpoint,
            deliveries.c.event_id == delivery.event_id,
            deliveries.c.attempts == delivery.attempts,
        )
        values = {"state": state, "last_result": result} | ({"due_at": due_at} if due_at else {})
        with self._engine.begin() as connection:
            connection.execute(attempted.values(values))

    def untried(self) -> int:
        """How many deliveries have not been attempted yet."""
        never = select(func.count()).where(deliveries.c.state == State.WAITING, deliveries.c.last_result.is_(None))
        with read_only(self._engine).connect() as connection:
            return connection.execute(never).scalar_one()
