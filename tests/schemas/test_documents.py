import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from schemas.documents import documents
from schemas.streams import STREAMS

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", sorted(documents()))
def test_published_documents_are_current(name):
    assert json.loads((DOCS / name).read_text(encoding="utf-8")) == documents()[name], "run make docs"


@pytest.mark.parametrize("stream", STREAMS, ids=lambda stream: stream.name)
def test_event_schemas_are_valid_json_schema(stream):
    Draft202012Validator.check_schema(documents()[f"events/{stream.event_type}.schema.json"])


def test_every_stream_has_a_channel_and_its_services_have_operations():
    document = documents()["asyncapi.json"]
    assert {channel["address"] for channel in document["channels"].values()} == {stream.key for stream in STREAMS}
    assert len(document["operations"]) == sum(len(stream.writers) + len(stream.readers) for stream in STREAMS)
