from __future__ import annotations

from datetime import UTC, datetime

from services.watcher.formats import Unreadable
from services.watcher.intake import Accepted, accept
from services.watcher.publishing import Published, file_read

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


def _accepted(text: str, url: str | None = None) -> Accepted:
    return accept({"text": text, "url": url}, now=NOW, default_source="desk")


async def test_article_becomes_an_event(publisher, streams) -> None:
    one = _accepted("A ferry ran aground.")
    assert await publisher.publish([one]) == Published(new=1)
    (event,) = await streams.articles()
    assert event.data == one.article
    assert (event.type, event.subject, event.time) == ("gainsay.article.published.v1", one.article.id, NOW)


async def test_articles_and_notes_are_written_in_one_transaction(publisher, recorded) -> None:
    async with recorded() as commands:
        await publisher.publish([_accepted("One."), _accepted("Two.")], file_read("file", "read"))
    assert commands[commands.index("MULTI") :] == ["MULTI", "XADD", "SET", "XADD", "SET", "SET", "SET", "HSET", "EXEC"]


async def test_version_is_published_once(publisher, streams) -> None:
    one, other = _accepted("One."), _accepted("Two.")
    assert await publisher.publish([one, other, one]) == Published(new=2, repeated=1)
    assert await publisher.publish([other, _accepted("Three.")]) == Published(new=1, repeated=1)
    assert [event.data.text for event in await streams.articles()] == ["One.", "Two.", "Three."]


async def test_changed_text_is_published_as_a_new_version(publisher, streams) -> None:
    await publisher.publish([_accepted("Nine hurt.", "https://a.example/1")])
    await publisher.publish([_accepted("Twelve hurt.", "https://a.example/1")])
    first, second = [event.data for event in await streams.articles()]
    assert first.document_id == second.document_id
    assert first.version_id != second.version_id


def _dated(text: str, hour: int) -> Accepted:
    sent = {"text": text, "url": "https://a.example/1", "published_at": f"2026-03-10T{hour:02}:00:00Z"}
    return accept(sent, now=NOW, default_source="desk")


async def test_a_wording_that_came_back_is_a_version_of_its_own(publisher, streams) -> None:
    for text in ("Nine hurt.", "Twelve hurt.", "Nine hurt.", "Twelve hurt."):
        one = _accepted(text, "https://a.example/1")
        assert await publisher.publish([one], changed=True) == Published(new=1)
        assert await publisher.publish([one], changed=True) == Published(repeated=1), "told twice by its source"
    events = await streams.articles()
    assert len({event.data.version_id for event in events}) == len({event.id for event in events}) == 4
    assert len({event.data.document_id for event in events}) == 1


async def test_a_wording_that_is_delivered_again_is_not_one_that_came_back(publisher) -> None:
    both = [_dated("Nine hurt.", 8), _dated("Twelve hurt.", 9)]
    assert await publisher.publish(both) == Published(new=2)
    assert await publisher.publish(both) == Published(repeated=2)
    assert await publisher.publish(both[::-1]) == Published(repeated=2)
    assert await publisher.publish([_dated("Nine hurt.", 10)]) == Published(new=1)
    assert await publisher.publish([*both, _dated("Nine hurt.", 10)]) == Published(repeated=3)


async def test_a_version_that_its_source_showed_last_is_not_dated_before_what_it_revises(publisher, streams) -> None:
    for one in (_dated("Nine hurt.", 8), _dated("Twelve hurt.", 9), _dated("Nine hurt.", 8)):
        await publisher.publish([one], changed=True)
    assert [event.data.published_at.hour for event in await streams.articles()] == [8, 9, 9]


async def test_version_is_remembered_for_90_days(publisher, streams) -> None:
    one = _accepted("One.")
    await publisher.publish([one])
    assert 90 * 86400 - 60 < await streams.redis.ttl(f"{{gainsay}}:seen:version:{one.article.version_id}") <= 90 * 86400


async def test_notes_tell_how_far_sources_were_read(publisher) -> None:
    await publisher.publish([], file_read("/news/é.json", "1"))
    await publisher.publish([], file_read("/news/é.json", "2"))
    assert await publisher.files_read() == {"/news/é.json": "2"}


async def test_refused_input_becomes_a_dead_letter(publisher, streams) -> None:
    refused = Unreadable("a.jsonl:2", "is not JSON", b'{"text": \xff\0')
    assert await publisher.refuse(refused) == Published(rejected=1)
    (event,) = await streams.dead_letters()
    assert (event.source, event.type, event.time) == ("/gainsay/watcher", "gainsay.dead-letter.written.v1", NOW)
    assert event.data.model_dump() == {
        "stage": "watcher",
        "reason": "is not JSON",
        "origin": "a.jsonl:2",
        "deliveries": 1,
        "original": '{"text": \\xff\\x00',
        "replayable": False,
    }
    await publisher.refuse(refused)
    assert len(await streams.dead_letters()) == 1, "a source that is read again repeats no dead letter"


async def test_refused_input_is_kept_up_to_a_limit(publisher, streams) -> None:
    await publisher.refuse(Unreadable("a.json", "is too long", "é".encode() * 1_000_000))
    (event,) = await streams.dead_letters()
    assert event.data.original == "é" * 4000
