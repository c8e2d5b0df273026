"""No secret shows in help, errors or logs, whatever goes wrong."""

from __future__ import annotations

import base64
import os
import subprocess
import sys

import pytest
import redis
import yaml

MARK = "hunter2hunter2hunter2hunter2"
WEBHOOK = "whsec_" + base64.b64encode(MARK.encode()).decode()


@pytest.fixture
def secrets(tmp_path):
    for name in ("redis", "database", "token"):
        (tmp_path / name).write_text(MARK)
    (tmp_path / "webhook").write_text(WEBHOOK)
    listed = [{"name": "desk", "url": "https://desk.example/", "secret_file": "webhook"}]
    (tmp_path / "webhooks.yml").write_text(yaml.safe_dump(listed))
    return {
        "GAINSAY_REDIS_URL": "redis://127.0.0.1:1/0",
        "GAINSAY_REDIS_PASSWORD_FILE": str(tmp_path / "redis"),
        "GAINSAY_DATABASE_URL": "postgresql+psycopg://gainsay@127.0.0.1:1/gainsay",
        "GAINSAY_DATABASE_PASSWORD_FILE": str(tmp_path / "database"),
        "GAINSAY_TOKEN_FILE": str(tmp_path / "token"),
        "GAINSAY_WEBHOOKS_FILE": str(tmp_path / "webhooks.yml"),
        "GAINSAY_HTTP_PORT": "0",
        "GAINSAY_LOG_LEVEL": "DEBUG",
    }


def _said(environment, *arguments):
    command = [sys.executable, "-m", "services.cli", *arguments]
    ended = subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, timeout=100, check=False
    )
    return ended.stdout + ended.stderr


def _shows(said):
    return [secret for secret in (MARK, WEBHOOK, WEBHOOK.removeprefix("whsec_")) if secret in said]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["serve", "--help"],
        ["dead-letters", "list"],
        ["webhooks", "list"],
        ["serve", "alerting"],
        ["serve", "watcher"],
        ["health"],
    ],
    ids=" ".join,
)
def test_no_secret_in_help_and_errors(secrets, arguments) -> None:
    said = _said(secrets, *arguments)
    assert said
    assert _shows(said) == []


def test_no_secret_where_an_address_is_mistaken(secrets) -> None:
    said = _said({**secrets, "GAINSAY_REDIS_URL": f"redis://:{MARK}/x@cache:6379"}, "dead-letters", "list")
    assert said == (
        "gainsay: GAINSAY_REDIS_URL: Value error, is no URL of a broker; use redis://HOST:PORT/NUMBER, rediss://… or "
        "unix://…\n"
    )


def test_no_secret_where_stores_refuse_the_password(secrets, broker_url, sqlite_url) -> None:
    with redis.Redis.from_url(broker_url) as client:
        client.config_set("requirepass", "another")
        try:
            stores = {"GAINSAY_REDIS_URL": broker_url, "GAINSAY_DATABASE_PASSWORD_FILE": ""}
            said = _said({**secrets, **stores, "GAINSAY_DATABASE_URL": sqlite_url}, "serve", "alerting")
        finally:
            client.config_set("requirepass", "")
    assert "WRONGPASS" in said or "invalid username-password pair" in said
    assert _shows(said) == []
