"""The services of docker-compose.yml on the container engine that is here: docker, or podman with podman-compose."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
PROJECT = "gainsay-test"
IMAGES = {
    "PYTHON_IMAGE": ("python:3.12-slim", "localhost/gainsay-standin-python"),
    "REDIS_IMAGE": ("redis:7-alpine", "localhost/gainsay-standin-redis"),
    "POSTGRES_IMAGE": ("postgres:17-alpine", "localhost/gainsay-standin-postgres"),
}
"""By setting: the official image, and its stand-in where no registry is reached."""


class Stack:
    """docker-compose.yml, brought up under a project name, a port and passwords of its own."""

    def __init__(self, engine: str, compose: list[str], secrets: Path, images: dict[str, str]) -> None:
        self.engine = engine
        self.secrets = secrets
        self.url = f"http://127.0.0.1:{_free_port()}"
        files = ["-f", str(ROOT / "docker-compose.yml"), "-f", str(HERE / "receiver.yml")]
        self._compose = [*compose, "-p", PROJECT, *files]
        settings = {
            "GAINSAY_IMAGE": "gainsay-test",
            "GAINSAY_INBOX": "inbox",
            "GAINSAY_PORT": self.url.rpartition(":")[2],
            "GAINSAY_PRIVATE_HOSTS": "receiver",
            "GAINSAY_SECRETS": str(secrets),
        }
        self._env = os.environ | images | settings

    def build(self) -> None:
        if self.engine == "docker":
            self.compose("build", "extraction", timeout=600)
            return
        # A machine that reaches the package index by settings of its own lends them to the build.
        lent = [path for path in ("/etc/ssl/certs", "/etc/pip.conf") if Path(path).exists()]
        mounts = [option for path in lent for option in ("--volume", f"{path}:{path}:ro")]
        image = ["--build-arg", f"PYTHON_IMAGE={self._env['PYTHON_IMAGE']}", "--tag", self._env["GAINSAY_IMAGE"]]
        self.run("podman", "build", "--pull=never", "--network=host", *mounts, *image, str(ROOT), timeout=600)

    def up(self, *scale: str) -> None:
        self.compose("up", "--detach", "--no-build", *[word for part in scale for word in ("--scale", part)])

    def down(self) -> None:
        for _ in range(2):  # podman-compose removes scaled containers only after the services they depend on
            self.compose("down", "--volumes", "--remove-orphans")

    def compose(self, *args: str, timeout: float = 120) -> str:
        return self.run(*self._compose, *args, timeout=timeout)

    def containers(self, service: str | None = None) -> list[str]:
        labels = [f"project={PROJECT}", *([f"service={service}"] if service else [])]
        filters = [option for label in labels for option in ("--filter", f"label=com.docker.compose.{label}")]
        return self.run(self.engine, "ps", "--all", "--quiet", *filters).split()

    def volumes(self) -> list[str]:
        names = self.run(self.engine, "volume", "ls", "--quiet").split()
        return [name for name in names if name.startswith(PROJECT)]

    def exec(self, container: str, *command: str) -> str:
        return self.run(self.engine, "exec", container, *command)

    def signal(self, container: str, name: str) -> None:
        """Send a signal to all that a container runs, as if from within: only its init process is spared."""
        _run([self.engine, "exec", container, "sh", "-c", f"kill -s {name} -- -1"])

    def restarts(self, container: str) -> int:
        state = json.loads(self.run(self.engine, "inspect", container))[0]
        return int(state["RestartCount"])

    def healthy(self, container: str) -> bool:
        """What the health check says. Podman runs it here, for without systemd nobody else does."""
        if self.engine == "podman":
            return _run(["podman", "healthcheck", "run", container]).returncode == 0
        state = json.loads(self.run("docker", "inspect", container))[0]["State"]
        return bool(state["Running"] and state["Health"]["Status"] == "healthy")

    def query(self, sql: str) -> list[str]:
        (postgres,) = self.containers("postgres")
        return self.exec(postgres, "psql", "-U", "gainsay", "-d", "gainsay", "-Atc", sql).splitlines()

    def redis(self, *command: str) -> str:
        (redis,) = self.containers("redis")
        login = 'REDISCLI_AUTH=$(cat /run/secrets/redis_password) exec redis-cli -e "$@"'
        return self.exec(redis, "sh", "-c", login, "sh", *command)

    def deliveries(self) -> list[dict[str, Any]]:
        (receiver,) = self.containers("receiver")
        return [json.loads(line) for line in self.exec(receiver, "cat", "deliveries.jsonl").splitlines()]

    def publish(self, article: dict[str, str]) -> None:
        token = (self.secrets / "push_token.txt").read_text().strip()
        shown = {"Authorization": f"Bearer {token}"}
        response = httpx.post(f"{self.url}/articles", json=article, headers=shown, timeout=10)
        assert response.status_code == 202, response.text

    def eventually(self, true: Callable[[], object], what: str, timeout: float = 60) -> None:
        """Wait until something is true; the test fails when it is not in time."""
        deadline = time.monotonic() + timeout
        while not true():
            if time.monotonic() > deadline:
                pytest.fail(f"not within {timeout:.0f} s: {what}")
            time.sleep(1)

    def logs(self) -> str:
        text = ""
        for container in self.containers():
            name = self.run(self.engine, "inspect", "--format", "{{.Name}}", container).strip()
            done = _run([self.engine, "logs", "--tail=60", container])
            text += f"--- {name}\n{done.stdout}{done.stderr}\n"
        return text

    def run(self, *command: str, timeout: float = 60) -> str:
        done = _run(command, timeout, self._env)
        if done.returncode:
            pytest.fail(f"{' '.join(command)}\nended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
        return done.stdout


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    secrets = tmp_path_factory.mktemp("secrets")
    subprocess.run(["make", "--silent", "secrets", f"SECRETS={secrets}"], cwd=ROOT, check=True)
    (secrets / "webhooks" / "webhooks.yml").write_text(
        "- name: receiver\n  url: http://receiver:9000/\n  secret_file: secret.txt\n"
    )
    if _answers("docker", "info") and _answers("docker", "compose", "version"):
        stack = Stack("docker", ["docker", "compose"], secrets, {})
    else:
        stack = Stack("podman", [sys.executable, "-m", "podman_compose"], secrets, _podman_images())
    stack.down()  # what an interrupted run left
    stack.build()
    try:
        stack.up()
        yield stack
    finally:
        stack.down()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    report = yield
    if report.failed and "stack" in getattr(item, "funcargs", {}):
        report.sections.append(("services", item.funcargs["stack"].logs()))
    return report


def _answers(*command: str) -> bool:
    return shutil.which(command[0]) is not None and _run(command).returncode == 0


def _podman_images() -> dict[str, str]:
    if all(_answers("podman", "image", "exists", official) for official, _ in IMAGES.values()):
        return {setting: official for setting, (official, _) in IMAGES.items()}
    subprocess.run([HERE / "standin" / "prepare.sh"], check=True, timeout=600)
    return {setting: standin for setting, (_, standin) in IMAGES.items()}


def _run(
    command: Sequence[str], timeout: float = 60, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, check=False, timeout=timeout, env=env, capture_output=True, text=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
