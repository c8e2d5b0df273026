"""SQL databases: how we connect to them, and how their tables come up to date."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from pydantic import SecretStr
from sqlalchemy import Connection, DateTime, Dialect, Engine, Table, TypeDecorator, create_engine, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import QueuePool

from services.runtime.errors import ConfigurationError

__all__ = [
    "ReadOnlyError",
    "UtcDateTime",
    "close",
    "insert_all_new",
    "insert_new",
    "is_away",
    "make_engine",
    "migrate",
    "ping",
    "read_only",
]

_MIGRATION_LOCK = 7_246_524_529
"""PostgreSQL advisory lock held while tables are migrated: an arbitrary number that is ours."""


_WRITE_AHEAD_WITHIN = 10.0
_WRITE_AHEAD_AGAIN = 0.05
"""Seconds for which a new SQLite file may be held by another that opens it too, and after which it is tried again."""


_CLOSE_WITHIN = 5.0
_CLOSE_AGAIN = 0.01
"""Seconds that a statement on its way is given to end, and after which it is looked at again."""


class ReadOnlyError(SQLAlchemyError):
    """The database answers, and takes no writes."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in time. SQLite knows no time zones, so moments go in and come out as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def make_engine(url: SecretStr) -> Engine:
    """An engine for SQLite (write-ahead log, every commit on disk) or PostgreSQL.

    Its errors do not show the values of a statement: they would put whole articles into the log.

    Raises:
        ConfigurationError: It is no URL, or one for another database.
    """
    try:
        parsed = make_url(url.get_secret_value())
    except ArgumentError as error:
        raise ConfigurationError("database_url: is no URL; use sqlite:///FILE or postgresql+psycopg://…") from error
    match parsed.get_backend_name():
        case "sqlite":
            engine = create_engine(parsed, connect_args={"timeout": 60}, hide_parameters=True)
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
            return engine
        case "postgresql":
            return create_engine(parsed, pool_pre_ping=True, hide_parameters=True)
        case other:
            raise ConfigurationError(
                f"database_url: {other} is not supported; use sqlite:///FILE or postgresql+psycopg://…"
            )


def close(engine: Engine) -> None:
    """Close all connections, those too that work which was cancelled still holds in its thread and soon gives back."""
    deadline = time.monotonic() + _CLOSE_WITHIN
    while isinstance(engine.pool, QueuePool) and engine.pool.checkedout() and time.monotonic() < deadline:
        time.sleep(_CLOSE_AGAIN)
    engine.dispose()


def read_only(engine: Engine) -> Engine:
    """The same database for reading alone: on SQLite such transactions hold up no writer."""
    return engine.execution_options(gainsay_read_only=True)


def migrate(engine: Engine, migrations: Path, version_table: str) -> None:
    """Bring a service's tables up to date; several processes may do so at once.

    Args:
        engine: The database.
        migrations: Folder with the service's Alembic environment.
        version_table: Where this service's schema version is kept.

    Raises:
        ConfigurationError: The database cannot be reached or opened, or a newer Gainsay has written it.
    """
    config = Config()
    config.set_main_option("script_location", str(migrations))
    config.set_main_option("path_separator", "os")
    try:
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
            config.attributes.update(connection=connection, version_table=version_table)
            _refuse_newer(connection, config, version_table)
            command.upgrade(config, "head")
    except OperationalError as error:
        raise ConfigurationError(f"the database cannot be used: {str(error.orig).partition(chr(10))[0]}") from error


def _refuse_newer(connection: Connection, config: Config, version_table: str) -> None:
    known = ScriptDirectory.from_config(config)
    at = MigrationContext.configure(connection, opts={"version_table": version_table}).get_current_revision()
    if at is not None and at not in {script.revision for script in known.walk_revisions()}:
        raise ConfigurationError(
            f"the database is of a newer Gainsay: its {version_table} is {at}, and this one knows no later than "
            f"{known.get_current_head()}; use the newer Gainsay, or another database"
        )


_SQLITE_AWAY = {"SQLITE_BUSY", "SQLITE_CANTOPEN", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_LOCKED", "SQLITE_READONLY"}
_POSTGRES_AWAY = ("08", "40", "53", "57", "25006")
"""How SQLSTATE begins: connection, rolled back, out of resources, stopped by the operator; and read only, as a standby
is that has yet to take over, or a managed server whose storage is full."""


def is_away(error: Exception) -> bool:
    """Whether an error means that the database is away, full or busy: the same statement may succeed later.

    See https://www.postgresql.org/docs/current/errcodes-appendix.html and https://www.sqlite.org/rescode.html.
    """
    if isinstance(error, PoolTimeoutError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if isinstance(error.orig, sqlite3.Error):
        name = getattr(error.orig, "sqlite_errorname", "")
        return any(name == away or name.startswith(f"{away}_") for away in _SQLITE_AWAY)
    state = getattr(error.orig, "sqlstate", None)
    if state is None:  # the server was not even reached, or was lost
        return error.connection_invalidated or isinstance(error, OperationalError)
    return str(state).startswith(_POSTGRES_AWAY)


def insert_new(connection: Connection, table: Table, row: dict[str, Any]) -> bool:
    """Insert a row unless its key is there already, and tell whether it was new."""
    # Not every driver counts rows: what the database gives back is what it inserted.
    inserted = _insert_or_leave(connection, table).values(row).returning(*table.primary_key)
    return connection.execute(inserted).first() is not None


def insert_all_new(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert the rows whose keys are not there yet, and leave those that are."""
    if rows:
        connection.execute(_insert_or_leave(connection, table), rows)


def _insert_or_leave(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()


def ping(engine: Engine) -> None:
    """See that the database answers, and of PostgreSQL that it takes writes.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: It does not.
    """
    with read_only(engine).connect() as connection:
        if engine.dialect.name == "postgresql":
            if connection.execute(text("SHOW transaction_read_only")).scalar_one() == "on":
                raise ReadOnlyError("the database takes no writes")
        else:
            connection.execute(text("SELECT 1"))


def _prepare_sqlite(dbapi_connection: Any, _record: object) -> None:
    dbapi_connection.isolation_level = None  # the driver's own transaction handling would commit behind our back
    _write_ahead(dbapi_connection)
    for pragma in ("synchronous=FULL", "foreign_keys=ON"):
        dbapi_connection.execute(f"PRAGMA {pragma}")


def _write_ahead(dbapi_connection: Any) -> None:
    """Turn the write-ahead log on; here SQLite itself waits for nobody who is about to do the same to a new file."""
    until = time.monotonic() + _WRITE_AHEAD_WITHIN
    while True:
        try:
            dbapi_connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > until:
                raise
            time.sleep(_WRITE_AHEAD_AGAIN)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    read = connection.get_execution_options().get("gainsay_read_only")
    # A writer takes its lock at once: upgrading a read lock later fails when another writer was faster.
    connection.exec_driver_sql("BEGIN" if read else "BEGIN IMMEDIATE")
