from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError
from redis.connection import parse_url
from sqlalchemy.engine import make_url

from services.runtime.errors import ConfigurationError
from services.runtime.settings import RuntimeSettings

PASSWORDS = ["plain", "p@ss/w:rd?#[%]&+= x", "%41", "pässwörd", "a:b@c"]


@pytest.mark.parametrize("password", PASSWORDS)
@pytest.mark.parametrize("url", ["redis://cache:6379/2", "redis://:old@cache:6379/2", "rediss://cache"])
def test_broker_password_comes_from_its_file(tmp_path: Path, password: str, url: str) -> None:
    (tmp_path / "secret").write_text(f"{password}\n")
    settings = RuntimeSettings(redis_url=url, redis_password_file=tmp_path / "secret")
    parsed = parse_url(settings.broker_url.get_secret_value())
    assert (parsed["password"], parsed["host"]) == (password, "cache")


@pytest.mark.parametrize("password", PASSWORDS)
@pytest.mark.parametrize("login", ["gainsay@", "gainsay:old@"])
def test_database_password_comes_from_its_file(tmp_path: Path, password: str, login: str) -> None:
    (tmp_path / "secret").write_text(f"{password}\n")
    url = f"postgresql+psycopg://{login}db:5432/gainsay?sslmode=require"
    settings = RuntimeSettings(database_url=url, database_password_file=tmp_path / "secret")
    parsed = make_url(settings.sql_url.get_secret_value())
    assert (parsed.username, parsed.password, parsed.host, parsed.port) == ("gainsay", password, "db", 5432)
    assert (parsed.database, parsed.query) == ("gainsay", {"sslmode": "require"})


def test_url_without_password_file_is_taken_as_it_is() -> None:
    settings = RuntimeSettings(redis_url="redis://:p%40@cache", database_url="sqlite:////data/gainsay.db")
    assert settings.broker_url.get_secret_value() == "redis://:p%40@cache"
    assert settings.sql_url.get_secret_value() == "sqlite:////data/gainsay.db"


def test_password_is_not_shown(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hunter2")
    settings = RuntimeSettings(redis_password_file=tmp_path / "secret", database_password_file=tmp_path / "secret")
    assert "hunter2" not in f"{settings!r} {settings.broker_url!r} {settings.sql_url} {settings.model_dump_json()}"


@pytest.mark.parametrize("content", [None, b"\xff"])
@pytest.mark.parametrize(("store", "url"), [("redis", "broker_url"), ("database", "sql_url")])
def test_password_file_that_cannot_be_read_is_named(
    tmp_path: Path, store: str, url: str, content: bytes | None
) -> None:
    file = tmp_path / "secret"
    if content is not None:
        file.write_bytes(content)
    settings = RuntimeSettings(**{f"{store}_password_file": file})
    with pytest.raises(ConfigurationError, match=f"GAINSAY_{store.upper()}_PASSWORD_FILE: {file} cannot be read"):
        getattr(settings, url)


@pytest.mark.parametrize(
    ("name", "value", "named"),
    [
        ("RECLAIM_AFTER", "15", "GAINSAY_RECLAIM_AFTER"),
        ("GRACE_PERIOD", "60", "GAINSAY_GRACE_PERIOD"),
        ("RECLAIM_AFTER", "soon", "reclaim_after"),
        ("BATCH_SIZE", "0", "batch_size"),
        ("MAX_DELIVERIES", "0", "max_deliveries"),
        ("HTTP_PORT", "65536", "http_port"),
        ("LOG_LEVEL", "LOUD", "log_level"),
        ("REDIS_URL", "localhost:6379", "redis_url"),
        ("REDIS_URL", "redis://:pass/word@cache:6379", "redis_url"),
        ("REDIS_URL", "redis://cache:99999", "redis_url"),
    ],
)
def test_unusable_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str, named: str) -> None:
    monkeypatch.setenv(f"GAINSAY_{name}", value)
    with pytest.raises(ValidationError, match=named):
        RuntimeSettings()


def test_empty_variable_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAINSAY_REDIS_PASSWORD_FILE", "")
    monkeypatch.setenv("GAINSAY_HTTP_PORT", "")
    settings = RuntimeSettings()
    assert (settings.redis_password_file, settings.http_port) == (None, 8081)
