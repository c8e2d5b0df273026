"""What is to be delivered to whom, and how far that is."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, MetaData, String, Table, Text

from services.runtime.database import UtcDateTime

__all__ = ["deliveries", "metadata"]

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
