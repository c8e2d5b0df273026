from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr
from sqlalchemy import Column, Engine, Integer, MetaData, String, Table, inspect, select, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from services.alerting.deliveries import MIGRATIONS, VERSION_TABLE
from services.runtime.database import (
    ReadOnlyError,
    UtcDateTime,
    close,
    insert_all_new,
    insert_new,
    is_away,
    make_engine,
    migrate,
    ping,
    read_only,
)
from services.runtime.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

metadata = MetaData()
things = Table(
    "things", metadata, Column("id", Integer, primary_key=True), Column("name", String), Column("at", UtcDateTime)
)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = make_engine(SecretStr(database_url))
    metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def sqlite(sqlite_url: str) -> Iterator[Engine]:
    engine = make_engine(SecretStr(sqlite_url))
    metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.mark.parametrize(("pragma", "expected"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)])
def test_sqlite_keeps_every_commit(sqlite: Engine, pragma: str, expected: object) -> None:
    with sqlite.connect() as connection:
        assert connection.execute(text(f"PRAGMA {pragma}")).scalar_one() == expected


@pytest.mark.parametrize("url", ["mysql://host/db", "oracle://host/db"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(ConfigurationError, match=r"database_url: \w+ is not supported"):
        make_engine(SecretStr(url))


@pytest.mark.parametrize("url", ["", "gainsay.db", "://"])
def test_what_is_no_url_is_refused(url: str) -> None:
    with pytest.raises(ConfigurationError, match="database_url"):
        make_engine(SecretStr(url))


def test_rows_whose_keys_are_there_are_left_alone(engine: Engine) -> None:
    with engine.begin() as connection:
        assert insert_new(connection, things, {"id": 1, "name": "one"})
        assert not insert_new(connection, things, {"id": 1, "name": "other"})
        insert_all_new(connection, things, [])
        insert_all_new(connection, things, [{"id": 1, "name": "other"}, {"id": 2, "name": "two"}])
        assert connection.execute(select(things.c.name).order_by(things.c.id)).scalars().all() == ["one", "two"]


def test_moments_come_back_in_utc(engine: Engine) -> None:
    at = datetime(2026, 3, 10, 1, 30, 0, 123456, tzinfo=timezone(timedelta(hours=2)))
    with engine.begin() as connection:
        insert_all_new(connection, things, [{"id": 1, "at": at}, {"id": 2, "at": None}])
        back, nothing = connection.execute(select(things.c.at).order_by(things.c.id)).scalars()
    assert (back, back.tzinfo, nothing) == (at, UTC, None)


def test_failed_transaction_leaves_nothing(engine: Engine) -> None:
    with pytest.raises(SQLAlchemyError), engine.begin() as connection:  # noqa: PT012 - both belong to it
        insert_new(connection, things, {"id": 1})
        connection.execute(text("SELECT nonsense"))
    with engine.begin() as connection:
        assert connection.execute(select(things.c.id)).all() == []


def test_writers_wait_for_one_another(engine: Engine) -> None:
    with engine.begin() as connection:
        insert_new(connection, things, {"id": 1, "name": "0"})

    def count() -> None:
        for _ in range(25):
            with engine.begin() as connection:
                name = connection.execute(select(things.c.name).with_for_update()).scalar_one()
                connection.execute(things.update().values(name=str(int(name) + 1)))

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with engine.begin() as connection:
        assert connection.execute(select(things.c.name)).scalar_one() == "100"


def test_readers_hold_up_no_writer(sqlite: Engine) -> None:
    with read_only(sqlite).connect() as reader:
        assert reader.execute(select(things.c.id)).all() == []
        with sqlite.begin() as connection:
            connection.execute(text("PRAGMA busy_timeout = 0"))
            insert_new(connection, things, {"id": 1})
        assert reader.execute(select(things.c.id)).all() == []


def test_closing_waits_for_a_connection_that_is_in_use(engine: Engine) -> None:
    in_use, told_to_end = threading.Event(), threading.Event()

    def work() -> None:
        with engine.connect() as connection:
            in_use.set()
            told_to_end.wait(10)
            connection.execute(text("SELECT 1"))

    with ThreadPoolExecutor() as threads:
        working = threads.submit(work)
        assert in_use.wait(10)
        threads.submit(told_to_end.wait, 0.2).add_done_callback(lambda _: told_to_end.set())
        pool = engine.pool
        close(engine)
        assert told_to_end.is_set()
        working.result()
    assert "Connections in pool: 0" in pool.status()


def test_ping_answers_and_fails_with_the_database(engine: Engine, tmp_path: Path) -> None:
    ping(engine)
    gone = make_engine(SecretStr(f"sqlite:///{tmp_path}/no/folder.db"))
    with pytest.raises(OperationalError):
        ping(gone)
    gone.dispose()


def test_tables_come_up_to_date_and_stay_so(database_url: str) -> None:
    engine = make_engine(SecretStr(database_url))
    for _ in range(2):
        migrate(engine, MIGRATIONS, VERSION_TABLE)
    assert set(inspect(engine).get_table_names()) == {"deliveries", "endpoints", "attempts", VERSION_TABLE}
    engine.dispose()


MIGRATE = """
import sys
from pydantic import SecretStr
from services.alerting.deliveries import MIGRATIONS, VERSION_TABLE
from services.runtime.database import make_engine, migrate
print("ready", flush=True)
sys.stdin.readline()
migrate(make_engine(SecretStr(sys.argv[1])), MIGRATIONS, VERSION_TABLE)
"""


def test_processes_may_migrate_at_once(database_url: str) -> None:
    command = [sys.executable, "-c", MIGRATE, database_url]
    processes = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    assert [(process.communicate()[1], process.returncode) for process in processes] == [("", 0)] * 2


def test_a_new_file_that_another_is_about_to_write_is_waited_for(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "new.db", isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        release = threading.Timer(0.3, other.execute, ["COMMIT"])
        release.start()
        ping(make_engine(SecretStr(f"sqlite:///{tmp_path / 'new.db'}")))
        release.join()


def test_database_of_a_newer_version_is_refused(database_url: str) -> None:
    engine = make_engine(SecretStr(database_url))
    migrate(engine, MIGRATIONS, VERSION_TABLE)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alerting_schema_version SET version_num = '9999'"))
    with pytest.raises(ConfigurationError, match="of a newer Gainsay: its alerting_schema_version is 9999"):
        migrate(engine, MIGRATIONS, VERSION_TABLE)
    engine.dispose()


def _failure(engine: Engine, statement: str) -> Exception:
    with pytest.raises(SQLAlchemyError) as failed, engine.begin() as connection:
        connection.execute(text(statement))
    return failed.value


def test_wrong_statement_does_not_mean_that_the_database_is_away(engine: Engine) -> None:
    assert not is_away(_failure(engine, "SELECT nothing FROM nowhere"))
    with engine.begin() as connection:
        connection.execute(things.insert().values(id=1))
    assert not is_away(_failure(engine, "INSERT INTO things (id) VALUES (1)"))
    assert not is_away(ValueError("something else"))


@pytest.mark.parametrize(
    ("make_full", "make_room"),
    [
        ("PRAGMA max_page_count = 1", "PRAGMA max_page_count = 1000000"),  # what a full disk gives: SQLITE_FULL
        ("PRAGMA query_only = 1", "PRAGMA query_only = 0"),
    ],
)
def test_full_or_read_only_sqlite_is_away_and_comes_back(sqlite_url: str, make_full: str, make_room: str) -> None:
    engine = make_engine(SecretStr(sqlite_url))
    metadata.create_all(engine)
    big = {"id": 1, "name": "x" * 100_000}
    with engine.connect() as connection:
        connection.exec_driver_sql(make_full)
        connection.commit()
        with pytest.raises(SQLAlchemyError) as failed:
            connection.execute(things.insert(), big)
        assert is_away(failed.value)
        connection.rollback()
        connection.exec_driver_sql(make_room)
        connection.execute(things.insert(), big)
    engine.dispose()


def test_postgresql_that_ends_sessions_deadlocks_or_does_not_answer_is_away(postgres_url: str) -> None:
    engine = make_engine(SecretStr(postgres_url))
    with pytest.raises(SQLAlchemyError) as ended, engine.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    assert is_away(ended.value)
    timed_out = _failure(
        engine, "SET LOCAL lock_timeout = 1; DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '53100'; END $$"
    )
    assert is_away(timed_out)
    engine.dispose()
    nobody = make_engine(SecretStr("postgresql+psycopg://x@127.0.0.1:1/y"))
    assert is_away(_failure(nobody, "SELECT 1"))


def test_postgresql_that_takes_no_writes_is_away_and_not_ready(postgres_url: str) -> None:
    url = f"{postgres_url}&options=-c%20default_transaction_read_only%3Don"
    standby = make_engine(SecretStr(url))
    assert is_away(_failure(standby, "CREATE TABLE things (id int)"))
    with pytest.raises(ReadOnlyError):
        ping(standby)
    standby.dispose()
