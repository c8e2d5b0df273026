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
    secret: SecretStr


class _Listed(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9._-]+$")]
    url: HttpUrl
    secret_file: Path


_WHSEC = "whsec_"

_LISTED = TypeAdapter(list[_Listed])


def read_endpoints(file: Path) -> Sequence[Endpoint]:
    """Read a list of ``name``, ``url`` and ``secret_file``. A relative path counts from the folder of the file.

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
    return [Endpoint(name=one.name, url=one.url, secret=_secret(file, one)) for one in listed]


def _secret(file: Path, listed: _Listed) -> SecretStr:
    path = file.parent / listed.secret_file
    try:
        secret = path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError as error:
        raise InvalidEndpointsError(f"{file}: {listed.name}: secret_file: {error}") from error
    if not _is_webhook_secret(secret):
        raise InvalidEndpointsError(
            f"{file}: {listed.name}: secret_file: {path} holds no webhook secret (whsec_ and 24 to 64 bytes in base64)"
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
