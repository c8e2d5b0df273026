"""The sources to watch, as a YAML file lists them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import yaml
from pydantic import TypeAdapter, ValidationError

from schemas.sources import Source
from services.runtime.errors import ConfigurationError

__all__ = ["InvalidSourcesError", "read_sources"]

_SOURCES = TypeAdapter(list[Source])


class InvalidSourcesError(ConfigurationError):
    """The sources file cannot be used; the message names the file, the entry, the field and what is wrong."""


def read_sources(file: Path) -> Sequence[Source]:
    """Read a list of sources.

    Raises:
        InvalidSourcesError: The file is missing, no YAML, or an entry is wrong.
    """
    try:
        listed = yaml.safe_load(file.read_text(encoding="utf-8")) or []
        sources = _SOURCES.validate_python(listed)
    except yaml.MarkedYAMLError as error:
        raise InvalidSourcesError(f"{file}: {_place(error)}") from None  # the error itself shows secret headers
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InvalidSourcesError(f"{file}: {error}") from error
    except ValidationError as error:
        problems = "; ".join(_describe(listed, problem["loc"], problem["msg"]) for problem in error.errors()[:5])
        raise InvalidSourcesError(f"{file}: {problems}") from None  # the error itself shows secret headers
    counts = Counter(source.name for source in sources)
    if repeated := [name for name, count in counts.items() if count > 1]:
        raise InvalidSourcesError(f"{file}: name: {', '.join(repeated)} is used twice")
    return sources


def _place(error: yaml.MarkedYAMLError) -> str:
    where = f"line {error.problem_mark.line + 1}: " if error.problem_mark else ""
    return where + ", ".join(filter(None, (error.context, error.problem)))


def _describe(listed: object, where: tuple[int | str, ...], message: str) -> str:
    if not where:
        return "expected a list of sources, each beginning with '- name: …'"
    number, *field = where
    entry = listed[int(number)] if isinstance(listed, list) else None
    name = entry.get("name") if isinstance(entry, dict) else None
    about = f"source {int(number) + 1}" + (f" ({name})" if name else "")
    return f"{about}: {'.'.join(map(str, field)) or 'entry'}: {message.removeprefix('Value error, ')}"
