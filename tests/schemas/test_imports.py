"""The import rule: schemas ← runtime ← services; services never import each other; what decides does no I/O."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STAGES = {"watcher", "extraction", "ledger", "alerting"}
MODULES = sorted(path for package in ("schemas", "services") for path in (ROOT / package).rglob("*.py"))

PURE = (
    "schemas",
    "services/watcher/canonical.py",
    "services/watcher/entries.py",
    "services/watcher/feeds.py",
    "services/watcher/intake.py",
    "services/watcher/oddities.py",
    "services/watcher/pages.py",
    "services/watcher/schedule.py",
    "services/extraction",
    "services/ledger/comparing",
    "services/ledger/copies.py",
    "services/ledger/evidence.py",
    "services/ledger/revisions.py",
    "services/alerting/retrying.py",
)
WIRING = {"services/extraction/main.py"}
OUTSIDE_WORLD = {"redis", "faststream", "sqlalchemy", "alembic", "httpx", "fastapi", "uvicorn", "socket", "asyncio"}
CLOCKS = {"now", "utcnow", "today"}


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: import by full name"
            yield node.module


def name_of(path):
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_layers(path):
    package = path.relative_to(ROOT).parts[:-1]
    ours = {name for name in imported(path) if name.split(".")[0] in {"schemas", "services"}}
    if package[0] == "schemas":
        allowed = ("schemas",)
    elif package[1:2] == ("runtime",):
        allowed = ("schemas", "services.runtime")
    elif package[1:2] and package[1] in STAGES:
        allowed = ("schemas", "services.runtime", f"services.{package[1]}")
    else:
        allowed = ("schemas", "services")
    wrong = [name for name in ours if not name.startswith(allowed)]
    assert not wrong


@pytest.mark.parametrize(
    "path", [path for path in MODULES if name_of(path).startswith(PURE) and name_of(path) not in WIRING], ids=name_of
)
def test_pure_modules_know_no_outside_world(path):
    assert not {name.split(".")[0] for name in imported(path)} & OUTSIDE_WORLD
    calls = {
        node.func.attr
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert not calls & CLOCKS, "the present is passed in"
