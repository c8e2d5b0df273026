"""Where alerts go, as a YAML file lists it."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, HttpUrl, SecretStr, TypeAdapter, ValidationError

from services.runtime.consuming import describe_invalid
from services.runtime.errors import ConfigurationError

__all__ = ["Endpoint", "InvalidEndpointsError", "read_endpoints"]


class InvalidEndpointsError(ConfigurationError):
    """The webhooks file cannot be used; the message names the file, the entry and the field."""


class Endpoint(BaseModel):
    """One receiver of webhooks."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=100)
    url: HttpUrl
    secrets: tuple[SecretStr, ...]
    """The one to sign with first, and while it replaces another, that too."""


class _Listed(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9._-]+$")]
    url: HttpUrl
    secret_file: Path
    previous_secret_file: Path | None = None


_WHSEC = "whsec_"

_LISTED = TypeAdapter(list[_Listed])


def read_endpoints(file: Path) -> Sequence[Endpoint]:
    """Read a list of ``name``, ``url``, ``secret_file`` and, while a secret is replaced, ``previous_secret_file``.

    A relative path counts from the folder of the file.

    Raises:
        InvalidEndpointsError: The file is missing, no YAML, or an entry is wrong.
    """
    try:
        listed = _LISTED.validate_python(yaml.safe_load(file.read_text(encoding="utf-8")) or [])
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InvalidEndpointsError(f"{file}: {error}") from error
    except ValidationError as error:
        raise InvalidEndpointsError(f"{file}: {describe_invalid(error)}") from error
    names = [one.name for one in listed]
    if repeated := sorted({name for name in names if names.count(name) > 1}):
        raise InvalidEndpointsError(f"{file}: name: {', '.join(repeated)} is used twice")
    return [Endpoint(name=one.name, url=one.url, secrets=_secrets(file, one)) for one in listed]


def _secrets(file: Path, listed: _Listed) -> tuple[SecretStr, ...]:
    named = (("secret_file", listed.secret_file), ("previous_secret_file", listed.previous_secret_file))
    return tuple(_secret(file, f"{listed.name}: {field}", path) for field, path in named if path is not None)


def _secret(file: Path, field: str, named: Path) -> SecretStr:
    path = file.parent / named
    try:
        secret = path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError as error:
        raise InvalidEndpointsError(f"{file}: {field}: {error}") from error
    if not _is_webhook_secret(secret):
        raise InvalidEndpointsError(
            f"{file}: {field}: {path} holds no webhook secret (whsec_ and 24 to 64 bytes in base64)"
        )
    return SecretStr(secret)


def _is_webhook_secret(secret: str) -> bool:
    """Whether the library would sign with all of it: it passes over what is no base64, and takes an empty rest."""
    key = secret.removeprefix(_WHSEC)
    try:
        size = len(base64.b64decode(key + "=" * (-len(key) % 4), validate=True))
    except ValueError:
        return False
    return secret.startswith(_WHSEC) and 24 <= size <= 64
