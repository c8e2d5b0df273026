"""Processes for reading what others wrote: one that computes or grows without end is ended by the system."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from contextlib import suppress
from typing import IO

__all__ = ["MEMORY", "allow", "confine", "start"]

MEMORY = 2 << 30
"""Bytes that such a process may have."""


def start(module: str, log: IO[str] | int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    """Run a module of ours as a process that is asked on standard input and answers on standard output.

    Args:
        module: Its name.
        log: Takes what it writes on standard error.
    """
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-P", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=log,
        env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        start_new_session=True,
    )


def confine() -> tuple[IO[bytes], IO[bytes]]:
    """Bound this process's memory, and give where requests come from and where answers go."""
    with suppress(ValueError, OSError):  # macOS knows no such limit
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get among the answers
    return sys.stdin.buffer, answers


def allow(seconds: int) -> None:
    """Have the system end this process when it computes for longer than that from now on."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(usage.ru_utime + usage.ru_stime) + seconds + 1, hard))
