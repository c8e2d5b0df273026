"""What is to be delivered to whom, how far that is, and how the receivers do."""

from __future__ import annotations

from sqlalchemy import Column, Float, Index, Integer, MetaData, String, Table, Text

from services.runtime.database import UtcDateTime

__all__ = ["attempts", "deliveries", "endpoints", "metadata"]

metadata = MetaData(naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "pk": "pk_%(table_name)s"})

deliveries = Table(
    "deliveries",
    metadata,
    Column("endpoint", String(100), primary_key=True),
    Column("event_id", String(32), primary_key=True),
    Column("body", Text, nullable=False),  # The same for every attempt
    Column("state", String(16), nullable=False),  # waiting, delivered or parked
    Column("attempts", Integer, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),  # While an attempt is made, when another may take over
    Column("last_result", Text),
    Index("ix_deliveries_endpoint_state_due_at", "endpoint", "state", "due_at"),
)

endpoints = Table(
    "endpoints",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("disabled", Text),  # Why nothing is sent there any more
    Column("slowed_until", UtcDateTime),
    Column("slowed", Integer, nullable=False),  # How often in a row it has asked us to slow down
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("endpoint", String(100), nullable=False),
    Column("event_id", String(32), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("result", Text, nullable=False),
    Index("ix_attempts_endpoint_event_id", "endpoint", "event_id"),
)
