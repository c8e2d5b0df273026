from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def shared():
    """The folder of labelled stories and corpora that developers have beside the project."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the developers' shared folder is not here")
    return folder


@pytest.fixture
def gainsay():
    """Runs the program as a user does and gives its output."""

    def run(*arguments, check=True, **options):
        return subprocess.run(
            [sys.executable, "-m", "services.cli", *map(str, arguments)],
            check=check,
            capture_output=True,
            text=True,
            timeout=300,
            cwd=ROOT,
            **options,
        )

    return run


@pytest.fixture
def lines():
    def read(path):
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

    return read


@pytest.fixture
def port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
