from __future__ import annotations

import json

import pytest

from services.alerting.body import LIMIT, webhook_body

LONG = "“Zwölf” \U0001f525 " * 30_000


def test_body_is_the_alert_in_the_specification_s_fields(raised) -> None:
    event = raised(1, quote="“Zwölf”")
    body = json.loads(webhook_body(event))
    assert body == {
        "type": "gainsay.alert.raised.v1",
        "timestamp": "2026-03-10T12:00:00+00:00",
        "data": json.loads(event.data.model_dump_json()),
    }


@pytest.mark.parametrize(
    ("texts", "shortened"),
    [
        ({"quote": LONG}, ["a.quote", "b.quote"]),
        ({"before": LONG, "after": LONG}, ["a.after", "a.before", "b.after", "b.before"]),
        ({"title": LONG, "article_id": LONG}, ["a.article_id", "a.title", "b.article_id", "b.title"]),
        ({"quote": "x" * 9_800}, ["a.quote"]),
    ],
)
def test_body_stays_below_the_limit_and_names_what_was_cut(raised, texts: dict[str, str], shortened: list[str]) -> None:
    event = raised(1, **texts)
    text = webhook_body(event)
    assert len(text.encode()) <= LIMIT
    body = json.loads(text)
    assert body["shortened"] == shortened
    whole = json.loads(event.data.model_dump_json())
    for name in shortened:
        side, field = name.split(".")
        cut = body["data"][side].pop(field)
        assert cut.endswith("…")
        assert whole[side].pop(field).startswith(cut[:-1])
    assert body["data"] == whole, "nothing else is changed"
