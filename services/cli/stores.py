"""Where the commands that look after a running Gainsay find its broker and its database."""

from __future__ import annotations

from pathlib import Path

from pydantic import SecretStr

from services.runtime.database import make_engine
from services.runtime.errors import ConfigurationError
from services.runtime.settings import RuntimeSettings

__all__ = ["broker_of", "database_of"]


def broker_of(data: Path | None, settings: RuntimeSettings) -> SecretStr:
    """The broker of ``gainsay run`` on a data folder, or the one that the environment names.

    Raises:
        ConfigurationError: Gainsay does not run on that folder.
    """
    if data is None:
        return settings.broker_url
    note = data / "broker" / "broker.socket"
    if not note.is_file() or not Path(note.read_text(encoding="utf-8")).exists():
        raise ConfigurationError(f"no gainsay run is using {data}; its broker runs only while it does")
    return SecretStr(f"unix://{note.read_text(encoding='utf-8')}")


def database_of(data: Path | None, named: str | None, settings: RuntimeSettings) -> SecretStr:
    """The ledger that a URL names, or the one in a data folder, or the one that the environment names.

    Raises:
        ConfigurationError: There is none. A new one, as SQLite would make it, holds nothing to look after.
    """
    if named is not None:
        url = SecretStr(named)
    elif data is not None:
        url = SecretStr(f"sqlite:///{(data / 'ledger.db').resolve()}")
    else:
        url = settings.sql_url
    at = make_engine(url).url
    if at.get_backend_name() == "sqlite" and not Path(at.database or "").is_file():
        hint = "; gainsay run keeps its own in the folder that --data names" if data is None else ""
        raise ConfigurationError(f"there is no ledger at {at.database or 'sqlite://'}{hint}")
    return url
