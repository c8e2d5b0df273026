"""Deliveries in SQL: one row for each endpoint and alert, the endpoints' states, and a log of attempts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection, Engine, func, select, update

from services.alerting.tables import attempts, deliveries, endpoints
from services.runtime.clock import Clock
from services.runtime.database import insert_all_new, insert_new, read_only

__all__ = ["MIGRATIONS", "VERSION_TABLE", "Attempt", "Delivery", "DeliveryStore", "EndpointState", "State"]

MIGRATIONS = Path(__file__).with_name("migrations")
VERSION_TABLE = "alerting_schema_version"

LEASE = timedelta(seconds=30)
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


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt that was made."""

    endpoint: str
    event_id: str
    at: datetime
    seconds: float
    result: str


@dataclass(frozen=True, slots=True)
class EndpointState:
    """How an endpoint does."""

    name: str
    deliveries: dict[State, int]
    disabled: str | None
    """Why nothing is sent there any more."""
    slowed_until: datetime | None


class DeliveryStore:
    """What is to be delivered, each method one transaction."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock

    def add(self, names: Iterable[str], bodies: dict[str, str]) -> None:
        """Queue each event's body for each endpoint, once; what is for a disabled one is parked."""
        now = self._clock()
        with self._engine.begin() as connection:
            disabled = _disabled(connection)
            rows = [
                {
                    "endpoint": name,
                    "event_id": event_id,
                    "body": body,
                    "state": State.PARKED if name in disabled else State.WAITING,
                    "attempts": 0,
                    "due_at": now,
                    "last_result": disabled.get(name),
                }
                for name in sorted(names)
                for event_id, body in sorted(bodies.items())
            ]
            insert_all_new(connection, deliveries, rows)

    def lease(self, endpoint: str) -> Delivery | None:
        """Take the delivery that is most overdue, so that no other worker attempts it at the same time.

        None while the endpoint has asked us to slow down.
        """
        now = self._clock()
        slowed = select(endpoints.c.name).where(endpoints.c.name == endpoint, endpoints.c.slowed_until > now)
        with self._engine.begin() as connection:
            due = connection.execute(
                select(deliveries.c.event_id, deliveries.c.body, deliveries.c.attempts)
                .where(
                    deliveries.c.endpoint == endpoint,
                    deliveries.c.state == State.WAITING,
                    deliveries.c.due_at <= now,
                    ~slowed.exists(),
                )
                .order_by(deliveries.c.due_at, deliveries.c.event_id)
                .limit(1)
                .with_for_update(skip_locked=True)
            ).first()
            if due is None:
                return None
            made = due.attempts + 1
            taken = update(deliveries).where(deliveries.c.endpoint == endpoint, deliveries.c.event_id == due.event_id)
            connection.execute(taken.values(attempts=made, due_at=now + LEASE))
            return Delivery(endpoint, due.event_id, due.body, made)

    def settle(
        self, delivery: Delivery, state: State, result: str, due_at: datetime | None = None, seconds: float = 0.0
    ) -> None:
        """Note what came of an attempt; a delivery that still waits is due again at ``due_at``.

        An attempt that took longer than its lease is logged, and counts for nothing once another was begun.
        """
        attempted = update(deliveries).where(
            deliveries.c.endpoint == delivery.endpoint,
            deliveries.c.event_id == delivery.event_id,
            deliveries.c.attempts == delivery.attempts,
        )
        values = {"state": state, "last_result": result} | ({"due_at": due_at} if due_at else {})
        began = self._clock() - timedelta(seconds=seconds)
        row = {"endpoint": delivery.endpoint, "event_id": delivery.event_id, "at": began, "seconds": seconds}
        with self._engine.begin() as connection:
            connection.execute(attempted.values(values))
            connection.execute(attempts.insert().values(**row, result=result))

    def disable(self, endpoint: str, reason: str) -> None:
        """Send nothing there any more: what waits is parked."""
        waiting = update(deliveries).where(deliveries.c.endpoint == endpoint, deliveries.c.state == State.WAITING)
        with self._engine.begin() as connection:
            _set(connection, endpoint, disabled=f"disabled: {reason}", slowed_until=None, slowed=0)
            connection.execute(waiting.values(state=State.PARKED, last_result=f"disabled: {reason}"))

    def enable(self, endpoint: str) -> None:
        """Send there again what is new from now on."""
        with self._engine.begin() as connection:
            _set(connection, endpoint, disabled=None, slowed_until=None, slowed=0)

    def slow_down(self, endpoint: str, until: Callable[[int], datetime]) -> datetime:
        """Send nothing there for a while.

        Args:
            endpoint: Its name.
            until: From how often in a row it was slowed down, this time included, to when to try again.
        """
        with self._engine.begin() as connection:
            slowed = (
                connection.execute(select(endpoints.c.slowed).where(endpoints.c.name == endpoint)).scalar() or 0
            ) + 1
            _set(connection, endpoint, slowed_until=until(slowed), slowed=slowed)
        return until(slowed)

    def speed_up(self, endpoint: str) -> None:
        """Forget that an endpoint asked us to slow down."""
        slowed = update(endpoints).where(endpoints.c.name == endpoint, endpoints.c.slowed > 0)
        with self._engine.begin() as connection:
            connection.execute(slowed.values(slowed_until=None, slowed=0))

    def resend(self, endpoint: str, event_ids: Collection[str] = ()) -> int:
        """Begin deliveries anew: those of the events that are named, or all that are parked.

        Returns:
            How many.
        """
        chosen = deliveries.c.event_id.in_(event_ids) if event_ids else deliveries.c.state == State.PARKED
        settled = deliveries.c.state != State.WAITING
        anew = update(deliveries).where(deliveries.c.endpoint == endpoint, settled, chosen)
        with self._engine.begin() as connection:
            return connection.execute(anew.values(state=State.WAITING, attempts=0, due_at=self._clock())).rowcount

    def untried(self) -> int:
        """How many deliveries have not been attempted yet."""
        never = select(func.count()).where(deliveries.c.state == State.WAITING, deliveries.c.last_result.is_(None))
        with read_only(self._engine).connect() as connection:
            return connection.execute(never).scalar_one()

    def states(self) -> list[EndpointState]:
        """Each endpoint that ever had a delivery or a state, by name."""
        count = select(deliveries.c.endpoint, deliveries.c.state, func.count().label("number")).group_by(
            deliveries.c.endpoint, deliveries.c.state
        )
        with read_only(self._engine).connect() as connection:
            known = {row.name: row for row in connection.execute(select(endpoints))}
            counted = {(row.endpoint, State(row.state)): row.number for row in connection.execute(count)}
        return [
            EndpointState(
                name,
                {state: counted.get((name, state), 0) for state in State},
                known[name].disabled if name in known else None,
                known[name].slowed_until if name in known else None,
            )
            for name in sorted({*known, *(endpoint for endpoint, _ in counted)})
        ]

    def log(self, endpoint: str, event_id: str | None = None, limit: int = 100) -> Sequence[Attempt]:
        """The latest attempts at an endpoint, the last one first."""
        made = select(
            attempts.c.endpoint, attempts.c.event_id, attempts.c.at, attempts.c.seconds, attempts.c.result
        ).where(attempts.c.endpoint == endpoint)
        if event_id is not None:
            made = made.where(attempts.c.event_id == event_id)
        with read_only(self._engine).connect() as connection:
            return [Attempt(*row) for row in connection.execute(made.order_by(attempts.c.id.desc()).limit(limit))]


def _disabled(connection: Connection) -> dict[str, str]:
    found = connection.execute(select(endpoints.c.name, endpoints.c.disabled).where(endpoints.c.disabled.is_not(None)))
    return {row.name: row.disabled for row in found}


def _set(connection: Connection, endpoint: str, **values: object) -> None:
    insert_new(connection, endpoints, {"name": endpoint, "slowed": 0})
    connection.execute(update(endpoints).where(endpoints.c.name == endpoint).values(**values))
