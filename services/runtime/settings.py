"""What every service can be told, by environment variables that begin with ``GAINSAY_``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Self
from urllib.parse import quote, urlsplit, urlunsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from redis.connection import parse_url

from services.runtime.errors import ConfigurationError

__all__ = ["RuntimeSettings", "read_secret"]

_SHORTEST_TOKEN = 16


class RuntimeSettings(BaseSettings):
    """Where the broker and the database are, and how a service shows itself.

    A password comes from the file that ``…_PASSWORD_FILE`` names, as container secrets do, or stands in the URL.
    """

    model_config = SettingsConfigDict(env_prefix="GAINSAY_", frozen=True, env_ignore_empty=True)

    redis_url: str = "redis://localhost:6379/0"
    redis_password_file: Path | None = None
    database_url: str = "sqlite:///gainsay.db"
    database_password_file: Path | None = None
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=8081, ge=0, le=65535, description="0 picks a free port")
    token_file: Path | None = Field(default=None, description="Holds the token that HTTP requests must show")
    private_hosts: Annotated[frozenset[str], NoDecode] = Field(
        default=frozenset(), description="Hosts that we may reach although their addresses are not public"
    )
    log_level: str = Field(default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$")
    batch_size: int = Field(default=32, ge=1, description="Entries read from a stream at once")
    reclaim_after: float = Field(
        default=60.0, gt=0, description="Seconds after which an unacknowledged entry is retried"
    )
    handling_limit: float = Field(
        default=900.0, gt=0, description="Seconds that a batch may take before its worker ends itself as stuck"
    )
    max_deliveries: int = Field(default=5, ge=1, description="Attempts before an entry goes to the dead letters")
    max_backlog: int = Field(
        default=10_000, ge=1, description="Entries that may wait on a stream before nobody writes to it"
    )
    keep_done: float = Field(default=60.0, ge=0, description="Seconds for which a stream keeps what every reader has")
    grace_period: float = Field(default=15.0, gt=0, description="Seconds that work in flight has to finish on SIGTERM")

    parent: int | None = Field(default=None, description="Process id without which this service has no work")

    @field_validator("redis_url")
    @classmethod
    def _is_a_broker(cls, url: str) -> str:
        try:
            parse_url(url)  # type: ignore[no-untyped-call]  # redis has no types for it
        except ValueError as error:  # whose words may hold a part of a password
            raise ValueError("is no URL of a broker; use redis://HOST:PORT/NUMBER, rediss://… or unix://…") from error
        return url

    @field_validator("private_hosts", mode="before")
    @classmethod
    def _listed_by_commas(cls, hosts: object) -> object:
        return {host.strip() for host in hosts.split(",") if host.strip()} if isinstance(hosts, str) else hosts

    @model_validator(mode="after")
    def _reclaim_leaves_time(self) -> Self:
        if self.reclaim_after <= self.grace_period:
            raise ValueError(
                f"GAINSAY_RECLAIM_AFTER ({self.reclaim_after} s) must be longer than "
                f"GAINSAY_GRACE_PERIOD ({self.grace_period} s), "
                "or entries are retried while they are still being handled"
            )
        return self

    @property
    def broker_url(self) -> SecretStr:
        """The Redis URL with its password; raises ``ConfigurationError`` where the file cannot be read."""
        return _with_password(self.redis_url, "GAINSAY_REDIS_PASSWORD_FILE", self.redis_password_file)

    @property
    def token(self) -> SecretStr | None:
        """What HTTP requests must show as their bearer token; None lets everybody in.

        Raises:
            ConfigurationError: The file cannot be read, or what it holds is too short to guard anything.
        """
        if self.token_file is None:
            return None
        token = read_secret("GAINSAY_TOKEN_FILE", self.token_file)
        if len(token) < _SHORTEST_TOKEN or not token.get_secret_value().isascii():
            raise ConfigurationError(
                f"GAINSAY_TOKEN_FILE: {self.token_file} must hold at least {_SHORTEST_TOKEN} ASCII characters"
            )
        return token

    @property
    def sql_url(self) -> SecretStr:
        """The SQLAlchemy URL with its password; raises ``ConfigurationError`` where the file cannot be read."""
        return _with_password(self.database_url, "GAINSAY_DATABASE_PASSWORD_FILE", self.database_password_file)


def read_secret(variable: str, path: Path) -> SecretStr:
    """What the file that a variable names holds, without space around it; raises ``ConfigurationError``."""
    try:
        return SecretStr(path.read_text(encoding="utf-8").strip())
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{variable}: {path} cannot be read: {error}") from error


def _with_password(url: str, variable: str, password_file: Path | None) -> SecretStr:
    """Put the password of the file that a variable names into a URL."""
    if password_file is None:
        return SecretStr(url)
    password = quote(read_secret(variable, password_file).get_secret_value(), safe="")
    parts = urlsplit(url)
    user, _, host = parts.netloc.rpartition("@")
    return SecretStr(urlunsplit(parts._replace(netloc=f"{user.partition(':')[0]}:{password}@{host}")))
