"""The contracts as documents for other programs: a JSON Schema for each event, and one AsyncAPI document.

``python -m schemas.documents FOLDER`` writes them; a test holds that those in ``docs/`` are current.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from schemas.base import Contract
from schemas.events import Event
from schemas.sources import Source
from schemas.streams import STREAMS

__all__ = ["asyncapi", "documents", "event_schema"]

_SERVICES = {
    "watcher": "Finds articles and publishes each version once",
    "extraction": "Finds the entities and claims of each article",
    "ledger": "Keeps the claims and finds what contradicts what",
    "alerting": "Delivers alerts as signed webhooks",
}


def event_schema(event_type: str, payload: type[Contract]) -> dict[str, Any]:
    """The JSON Schema (2020-12) of the entries of one type."""
    schema = Event[payload].model_json_schema(mode="serialization")  # type: ignore[valid-type]  # a run-time type
    schema["properties"]["type"] = {"const": event_type, "title": "Type", "type": "string"}
    schema["title"] = event_type
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:gainsay:schema:{event_type}",
        **schema,
    }


def asyncapi() -> dict[str, Any]:
    """The AsyncAPI 3.0 document of all streams, their writers and their readers."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Gainsay",
            "version": "1",
            "description": "Redis streams that carry CloudEvents 1.0 as JSON, in the one field __data__ of each entry.",
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/cloudevents+json",
        "channels": {
            stream.name: {
                "address": stream.key,
                "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in stream.payloads},
            }
            for stream in STREAMS
        },
        "operations": {
            f"{service}-{action}-{stream.name}": {
                "action": action,
                "title": _SERVICES[service],
                "channel": {"$ref": f"#/channels/{stream.name}"},
            }
            for stream in STREAMS
            for action, services in (("send", stream.writers), ("receive", stream.readers))
            for service in services
        },
        "components": {
            "messages": {
                name: {"name": name, "payload": {"$ref": f"events/{name}.schema.json"}}
                for stream in STREAMS
                for name in stream.payloads
            }
        },
    }


def documents() -> dict[str, dict[str, Any]]:
    """Every document by its path."""
    events = {
        f"events/{name}.schema.json": event_schema(name, payload)
        for stream in STREAMS
        for name, payload in stream.payloads.items()
    }
    sources = TypeAdapter(list[Source]).json_schema()
    return {"asyncapi.json": asyncapi(), "sources.schema.json": sources, **events}


def main(folder: Path) -> None:
    """Write the documents."""
    for name, document in documents().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
