"""Sources against a local server that plays outlets, most of which misbehave: nothing stops, each oddity is counted."""

import asyncio
import gzip
import json
import os
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from redis.exceptions import OutOfMemoryError
from structlog.testing import capture_logs

from schemas.sources import Source
from schemas.streams import ARTICLES
from services.runtime.clock import utc_now
from services.runtime.serving import end_tasks
from services.runtime.wire import create_groups
from services.watcher.fetching import Fetcher, may_share
from services.watcher.memory import Memory
from services.watcher.parsing import Parser, Parsers
from services.watcher.politeness import HostGate
from services.watcher.polling import Polling, SourceWatcher, Tools
from services.watcher.robots import Robots

STORY = (
    "Latvia joined the Harbour Pact on Monday, the government in Riga said after a vote in parliament. "
    "The pact was founded in 2019 by six states on the Baltic Sea and has its seat in Gdynia. "
    "Twelve ministers attended the ceremony, and the president signed the instrument of accession at noon. "
    "Lithuania is expected to follow next year, according to the foreign ministry in Vilnius. "
)
LONG = STORY * 3


def page(text, title="Latvia joins", lang="en", head=""):
    paragraphs = "".join(f"<p>{part}</p>" for part in text.split("\n"))
    return (
        f'<html lang="{lang}"><head><title>{title}</title>{head}</head>'
        f"<body><nav>Home News Sport</nav><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    )


def item(url, title="Latvia joins", guid=None, content=None, extra=""):
    guid = f"<guid isPermaLink='false'>{guid}</guid>" if guid else ""
    encoded = f"<content:encoded><![CDATA[<p>{content}</p>]]></content:encoded>" if content else ""
    return f"<item><title>{title}</title><link>{url}</link>{guid}{encoded}{extra}</item>"


def rss(*items):
    head = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
    return f"{head}<channel><title>Outlet</title>{''.join(items)}</channel></rss>"


async def texts(streams):
    return [event.data.text for event in await streams.articles()]


async def test_a_feed_with_full_text_needs_no_page(watch, outlets, answer, streams):
    outlets.answers["/feed"] = answer(
        rss(item(outlets.url("/1"), content=LONG), item(outlets.url("/2"), content=LONG + "x"))
    )
    source = watch(outlet="Baltic Wire")
    assert await source.look() == {"looks": 1, "new": 2}
    assert outlets.times("/1") == 0
    first, _ = await streams.articles()
    assert (first.data.source, first.data.title, first.data.language) == ("Baltic Wire", "Latvia joins", "en")
    assert first.data.text == LONG.strip()


async def test_what_did_not_change_is_asked_for_conditionally(watch, outlets, answer, streams):
    def feed(headers):
        if (
            headers.get("if-none-match") == '"1"'
            and headers.get("if-modified-since") == "Mon, 02 Mar 2026 08:00:00 GMT"
        ):
            return answer(status=304)
        tags = {"etag": '"1"', "last-modified": "Mon, 02 Mar 2026 08:00:00 GMT"}
        return answer(rss(item(outlets.url("/1"), content=LONG)), headers=tags)

    outlets.answers["/feed"] = feed
    source = watch()
    await source.look()
    assert await source.look() == {"looks": 2, "new": 1, "unchanged": 1}
    assert len(await streams.articles()) == 1


async def test_a_feed_of_teasers_has_its_pages_read(watch, outlets, answer, streams):
    outlets.answers["/feed"] = answer(
        rss(item(outlets.url("/1?utm_source=rss"), extra="<description>Latvia …</description>"))
    )
    outlets.answers["/1?utm_source=rss"] = answer(page(STORY), headers={"content-type": "text/html"})
    source = watch()
    assert await source.look() == {"looks": 1, "new": 1}
    (event,) = await streams.articles()
    assert STORY.strip() in event.data.text
    assert event.data.title == "Latvia joins"


@pytest.mark.parametrize("kind", ["page", "listing"])
async def test_pages_and_listings(watch, outlets, answer, kind):
    links = "".join(
        f'<p><a href="/2026/03/02/story-number-{n}.html">Story number {n} of today</a></p>' for n in range(3)
    )
    outlets.answers["/news"] = answer(
        page(STORY)
        if kind == "page"
        else f"<html><body>{links}<a href='https://other.example/2026/x.html'>Other</a></body></html>"
    )
    for n in range(3):
        outlets.answers[f"/2026/03/02/story-number-{n}.html"] = answer(page(f"Number {n}. {STORY}"))
    source = watch("/news", kind=kind)
    counts = await source.look()
    assert counts["new"] == (1 if kind == "page" else 3), counts
    assert await source.look() | {"new": 0} == {"looks": 2, "unchanged": 1, "new": 0}


async def test_an_edited_article_is_a_new_version_of_the_same(watch, outlets, answer, streams):
    source = watch()
    for content, updated in ((LONG, "08"), (LONG.replace("Twelve", "Nine"), "09")):
        extra = f"<pubDate>Mon, 02 Mar 2026 {updated}:00:00 GMT</pubDate>"
        outlets.answers["/feed"] = answer(rss(item(outlets.url("/1"), content=content, extra=extra)))
        await source.look()
    first, second = [event.data for event in await streams.articles()]
    assert first.document_id == second.document_id
    assert "Nine ministers" in second.text


async def test_an_edit_that_is_taken_back_is_a_version_again_and_other_sources_do_not_double_it(
    watch, outlets, answer, streams
):
    one, other = watch(), watch("/other", name="other")
    edited = LONG.replace("Twelve", "Nine")
    for content in (LONG, edited, LONG, LONG + " "):
        for path in ("/feed", "/other"):
            outlets.answers[path] = answer(rss(item(outlets.url("/1"), content=content)))
        await one.look()
        await other.look()
    told = [event.data for event in await streams.articles()]
    assert [article.text for article in told] == [LONG.strip(), edited.strip(), LONG.strip()]
    assert len({article.version_id for article in told}) == 3
    assert len({article.document_id for article in told}) == 1


async def test_a_silent_edit_is_found_when_the_page_is_read_again(watch, outlets, answer, streams, now):
    outlets.answers["/feed"] = answer(rss(item(outlets.url("/1"))), headers={"etag": '"1"'})
    outlets.answers["/1"] = answer(page(STORY))
    source = watch()
    await source.look()
    outlets.answers["/1"] = answer(page(STORY.replace("Twelve", "Nine")))
    await source.look()
    assert len(await streams.articles()) == 1, "not yet time to read it again"
    now.at += timedelta(minutes=16)
    await source.look()
    first, second = [event.data for event in await streams.articles()]
    assert first.document_id == second.document_id
    assert "Nine ministers" in second.text
    now.at += timedelta(minutes=1)
    assert (await source.look())["new"] == 2
    assert outlets.times("/1") == 2


@pytest.mark.parametrize("kind", ["feed", "page"])
async def test_an_edited_page_that_names_another_address_as_its_own_stays_one_text(
    watch, outlets, answer, streams, now, kind
):
    canonical = f'<link rel="canonical" href="{outlets.url("/latvia-joins-harbour-pact")}">'
    outlets.answers["/feed"] = answer(rss(item(outlets.url("/1"))))
    source = watch("/1" if kind == "page" else "/feed", kind=kind)
    for text in (STORY, STORY.replace("Twelve", "Nine")):
        outlets.answers["/1"] = answer(page(text, head=canonical))
        await source.look()
        now.at += timedelta(minutes=16)
    first, second = [event.data for event in await streams.articles()]
    assert first.url == second.url == outlets.url("/latvia-joins-harbour-pact")
    assert first.document_id == second.document_id


async def test_a_page_whose_edit_is_taken_back_says_again_what_it_said(watch, outlets, answer, streams):
    source = watch("/1", kind="page")
    edited = STORY.replace("Twelve", "Nine")
    for text, day in ((STORY, 2), (edited, 3), (STORY, 2), (edited, 1)):
        date = f'<meta property="article:published_time" content="2026-03-{day:02}T08:00:00Z">'
        outlets.answers["/1"] = answer(page(text, head=date))
        await source.look()
    told = [event.data for event in await streams.articles()]
    assert ["Nine" in article.text for article in told] == [False, True, False, True]
    assert len({article.document_id for article in told}) == 1
    days = [article.published_at.day for article in told]
    assert days == sorted(days), "none is older than what it revises"


@pytest.mark.parametrize("gone", [{"status": 404}, {"body": "<html></html>"}])
async def test_pages_that_are_gone_keep_no_others_from_being_read_again(watch, outlets, answer, streams, now, gone):
    outlets.answers["/feed"] = answer(rss(*(item(outlets.url(f"/{n:02}")) for n in range(21))))
    for n in range(21):
        outlets.answers[f"/{n:02}"] = answer(page(f"Number {n}. {STORY}"))
    source = watch()
    await source.look()
    for n in range(20):
        outlets.answers[f"/{n:02}"] = answer(**gone)
    outlets.answers["/20"] = answer(page(f"Number 20. {STORY.replace('Twelve', 'Nine')}"))
    now.at += timedelta(minutes=16)
    for _ in range(2):
        await source.look()
    assert "Nine ministers" in (await texts(streams))[-1]
    assert outlets.times("/00") == 2, "at the next look it is not yet time again"
    for _ in range(9):
        now.at += timedelta(days=1)
        await source.look()
    assert outlets.times("/00") == 4, "in the end they are left in peace"
    assert not await streams.redis.exists("{gainsay}:source:outlet:revisits")


async def test_a_page_that_was_refused_at_first_is_not_read_again(watch, outlets, answer, now):
    outlets.answers["/feed"] = answer(rss(item(outlets.url("/1"))))
    outlets.answers["/1"] = answer(status=404)
    source = watch()
    await source.look()
    now.at += timedelta(minutes=16)
    await source.look()
    assert outlets.times("/1") == 1


async def test_changed_guids_and_moved_addresses_make_no_new_article(watch, outlets, answer, streams):
    source = watch()
    for path, guid, content in (
        ("/1", "a", LONG),
        ("/1", "b", LONG),
        ("/1-latvia-joins", "b", LONG.replace("Twelve", "Nine")),
    ):
        outlets.answers["/feed"] = answer(rss(item(outlets.url(path), guid=guid, content=content)))
        counts = await source.look()
    first, second = [event.data for event in await streams.articles()]
    assert first.document_id == second.document_id
    assert first.url != second.url
    assert (counts["new"], counts["changed guid"]) == (2, 1)


async def test_a_guid_that_all_entries_share_tells_nothing(watch, outlets, answer, streams):
    outlets.answers["/feed"] = answer(
        rss(*(item(outlets.url(f"/{n}"), guid="x", content=f"{n} {LONG}") for n in range(3)))
    )
    await watch().look()
    assert len({event.data.document_id for event in await streams.articles()}) == 3


async def test_feeds_of_two_hosts_may_number_their_entries_alike(watch, outlets, answer, streams):
    feed = {"items": [{"id": "1", "content_text": LONG}]}
    outlets.answers["/feed"] = answer(json.dumps(feed))
    await watch().look()
    await watch(name="same").look()
    await watch(name="other", url=outlets.url("/feed", "127.0.0.3")).look()
    one, other = [event.data for event in await streams.articles()]
    assert one.document_id != other.document_id


BOMB = gzip.compress(b"<rss>" + b" " * 40_000_000)


@pytest.mark.parametrize(
    ("reply", "counted", "reason"),
    [
        ({"status": 500}, "error status", "HTTP 500"),
        ({"status": 302, "headers": {"location": "/feed"}}, "too many redirects", "more than 5 redirects"),
        (
            {"status": 302, "headers": {"location": "file:///etc/passwd"}},
            "unreachable",
            "redirected to file:///etc/passwd",
        ),
        (
            {"status": 302, "headers": {"location": "http://127.0.0.2:1/"}},
            "address not public",
            "127.0.0.2, which is not public",
        ),
        ({"body": "x" * 5000, "pause": 0.05}, "too slow", "no complete answer in 2 s"),
        ({"body": BOMB, "headers": {"content-encoding": "gzip"}}, "too large", "over 20 MB unpacked"),
        ({"body": b"x" * 10_000_001}, "too large", "over 10 MB as sent"),
        ({"body": b"no gzip", "headers": {"content-encoding": "gzip"}}, "bad content encoding", "incorrect header"),
        (
            {"body": b"?", "headers": {"content-encoding": "br"}},
            "bad content encoding",
            "unasked content encoding 'br'",
        ),
        ({"body": "<html><body>Welcome</body></html>"}, "unreadable", "is neither RSS nor Atom nor JSON Feed"),
        ({"body": b"\x00\xff" * 100}, "unreadable", "is neither RSS"),
        ({"body": '{"items": 3}'}, "unreadable", "JSON without a list of items"),
        ({"body": '{"items": [}'}, "unreadable", "is no JSON"),
    ],
)
async def test_a_source_that_fails_is_counted_explained_and_left_alone_for_longer(
    watch, outlets, answer, reply, counted, reason, now
):
    outlets.answers["/feed"] = answer(**reply)
    source = watch(interval="5m")
    assert await source.look() == {"looks": 1, counted: 1}
    assert reason in source.state.last_error
    waits = [source.state.next_attempt - now.at]
    for _ in range(2):
        await source.look()
        waits.append(source.state.next_attempt - now.at)
    assert waits[0] >= timedelta(minutes=9)
    assert waits[2] > waits[1] > waits[0]
    outlets.answers["/feed"] = answer(rss(item(outlets.url("/1"), content=LONG)))
    assert (await source.look())["new"] == 1
    assert source.state.failures == 0


async def test_retry_after_is_honoured(watch, outlets, answer, now):
    outlets.answers["/feed"] = answer(status=429, headers={"retry-after": "7200"})
    source = watch(interval="1m")
    assert await source.look() == {"looks": 1, "throttled": 1}
    assert source.state.next_attempt == now.at + timedelta(hours=2)


async def test_a_page_that_fails_is_tried_again_and_then_given_up(watch, outlets, answer, streams):
    outlets.answers["/feed"] = answer(rss(item(outlets.url("/1")), item(outlets.url("/2"))), headers={"etag": '"1"'})
    outlets.answers["/1"] = answer(status=500)
    outlets.answers["/2"] = answer(page(STORY))
    source = watch()
    for _ in range(5):
        counts = await source.look()
    assert (counts["new"], counts["refused"], counts["error status"]) == (1, 1, 3)
    assert outlets.times("/1") == 3
    (letter,) = await streams.dead_letters()
    assert "HTTP 500" in letter.data.reason


async def test_a_host_that_asks_for_a_rest_in_the_middle_gets_it(watch, outlets, answer, now):
    outlets.answers["/feed"] = answer(rss(*(item(outlets.url(f"/{n}")) for n in range(5))))
    for n in range(5):
        outlets.answers[f"/{n}"] = answer(page(f"Number {n}. {STORY}"))
    outlets.answers["/2"] = answer(status=429, headers={"retry-after": "3600"})
    source = watch()
    assert (await source.look())["new"] == 2
    assert source.state.next_attempt >= now.at + timedelta(hours=1)
    assert outlets.times("/3") == 0
    outlets.answers["/2"] = answer(page(f"Number 2. {STORY}"))
    assert (await source.look())["new"] == 5


REFUSED = {
    "paywall": (page("Latvia joined the pact. Subscribe now to continue reading this story. " + STORY), "paywall"),
    "closed": (
        page(
            STORY,
            head='<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>',
        ),
        "paywall",
    ),
    "consent": (
        page(
            "We and our partners use cookies. We ask for your consent to store cookies and process personal data. " * 3,
            title="Before you continue",
        ),
        "consent page",
    ),
    "soft 404": (
        page(
            "The page that you asked for is not here any more. Perhaps it was moved. Try our search, or go home.",
            title="404 - Page not found",
        ),
        "error page",
    ),
    "robot check": (
        page(
            "Please stand by while we check your browser before you may go on to the site that you asked for.",
            title="Just a moment...",
        ),
        "error page",
    ),
    "nothing": ("<html><body><div id=app></div></body></html>", "no article text"),
    "german": (
        page(
            "Lettland ist am Montag dem Hafenpakt beigetreten, teilte die Regierung in Riga nach einer Abstimmung im Parlament mit. "
            * 4,
            lang="de",
        ),
        "other language",
    ),
    "french": (
        page(
            "La Lettonie a adhéré lundi au Pacte du port, a annoncé le gouvernement à Riga après un vote au parlement. "
            * 4,
            lang="en",
        ),
        "other language",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_what_is_no_article_is_reported_once_and_not_published(watch, outlets, answer, streams, name):
    html, counted = REFUSED[name]
    outlets.answers["/feed"] = answer(rss(item(outlets.url("/1"))))
    outlets.answers["/1"] = answer(html)
    source = watch()
    assert await source.look() == {"looks": 1, counted: 1, "refused": 1}
    await source.look()
    assert await streams.articles() == []
    (letter,) = await streams.dead_letters()
    assert letter.data.reason.startswith(counted)
    assert letter.data.origin == f"outlet {outlets.url('/1')}"


async def test_a_feed_in_another_language_is_skipped_with_the_reason(watch, outlets, answer):
    content = "Lettland ist am Montag dem Hafenpakt beigetreten, teilte die Regierung in Riga mit. " * 12
    outlets.answers["/feed"] = answer(rss(item(outlets.url("/1"), content=content)))
    assert await watch().look() == {"looks": 1, "other language": 1, "refused": 1}


@pytest.mark.parametrize(
    ("encoded", "declared"),
    [
        ("café".encode("cp1252"), "text/html; charset=utf-8"),
        ("café".encode("cp1252"), "text/html; charset=iso-8859-1"),
        ("café".encode(), "text/html"),
        ("café".encode(), "text/html; charset=nonsense"),
    ],
)
async def test_wrong_charsets_are_read_all_the_same(watch, outlets, answer, streams, encoded, declared):
    outlets.answers["/feed"] = answer(rss(item(outlets.url("/1"))))
    body = page(STORY.replace("Monday", "Monday in a CAFE")).encode().replace(b"CAFE", encoded)
    outlets.answers["/1"] = answer(body, headers={"content-type": declared})
    await watch().look()
    (text,) = await texts(streams)
    assert "in a café" in text


@pytest.mark.parametrize(
    "spoil",
    [
        lambda xml: xml.replace("</channel></rss>", ""),
        lambda xml: xml.replace("<title>Outlet</title>", "<title>A & B &bogus; <b></title>"),
        lambda xml: xml.replace("utf-8", "utf-16"),
        lambda xml: "\n\n" + xml,
        lambda xml: xml.replace("<channel>", "<channel>\x0b&#x1F;&#xD800;"),
    ],
)
async def test_invalid_xml_gives_what_can_be_read(watch, outlets, answer, streams, spoil):
    outlets.answers["/feed"] = answer(spoil(rss(item(outlets.url("/1"), content=LONG))))
    await watch().look()
    assert await texts(streams) == [LONG.strip()]


@pytest.mark.parametrize("odd", ["\x0b", "\x08", "&#11;", "<script>x</script>\x0b"])
async def test_an_entry_with_control_characters_is_mended_and_costs_no_other(watch, outlets, answer, streams, odd):
    outlets.answers["/feed"] = answer(
        rss(item(outlets.url("/1"), content=f"Odd.{odd} {LONG}"), item(outlets.url("/2"), content=LONG))
    )
    assert (await watch().look())["new"] == 2
    assert await texts(streams) == [f"Odd. {LONG.strip()}", LONG.strip()]


@pytest.mark.parametrize(
    ("odd", "expected"),
    [
        ({"title": "Half an emoji \ud83d"}, {"title": "Half an emoji"}),
        ({"content_html": f"<p>Half \ud83d {LONG}</p>"}, {"text": f"Half {LONG.strip()}"}),
        ({"content_html": f"<p>A control.\x0b {LONG}</p>"}, {"text": f"A control. {LONG.strip()}"}),
        ({"url": "http://[::1"}, {"url": None}),
        ({"url": "https://a.example:99999/"}, {"url": None}),
        ({"id": "\ud83d"}, {}),
    ],
)
async def test_an_odd_entry_of_a_json_feed_is_mended_and_costs_no_other(watch, outlets, answer, streams, odd, expected):
    items = [
        {"id": str(n), "url": f"/{n}", "content_html": f"<p>Number {n}. {LONG}</p>"} | (odd if n == 1 else {})
        for n in (1, 2)
    ]
    outlets.answers["/feed"] = answer(json.dumps({"items": items}))
    assert await watch().look() == {"looks": 1, "new": 2}
    told, _ = [event.data for event in await streams.articles()]
    assert {field: getattr(told, field) for field in expected} == expected


async def test_ten_thousand_entries_are_read_to_the_limit(watch, outlets, answer):
    entries = [
        item(outlets.url(f"/{n}"), guid=str(n), content=f"Number {n}. {LONG}" if n < 3 else "Short.")
        for n in range(10_000)
    ]
    outlets.answers["/feed"] = answer(rss(*entries))
    for n in range(3, 1000):
        outlets.answers[f"/{n}"] = answer(status=404)
    counts = await watch().look()
    assert (counts["too many entries"], counts["new"], counts["refused"]) == (1, 3, 997)


async def test_json_feed(watch, outlets, answer, streams):
    items = [
        {
            "id": 1,
            "url": "/1",
            "title": "One",
            "content_html": f"<p>{LONG}</p>",
            "date_published": "2026-03-02T08:00:00Z",
        },
        {"id": "2", "content_text": "Latvia joined the Harbour Pact.", "authors": [{"name": "A. Ozola"}, 3]},
        {"id": "3"},
        "nonsense",
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Outlet", "language": "en-GB", "items": items}
    outlets.answers["/feed"] = answer(json.dumps(feed), headers={"content-type": "application/feed+json"})
    assert await watch().look() == {"looks": 1, "new": 2, "entry without address or text": 1}
    one, two = [event.data for event in await streams.articles()]
    assert (one.url, one.published_at.isoformat()) == (outlets.url("/1"), "2026-03-02T08:00:00+00:00")
    assert (two.id, two.author, two.language) == ("2", "A. Ozola", "en")


async def test_atom(watch, outlets, answer, streams):
    outlets.answers["/feed"] = answer(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Outlet</title><entry><id>tag:1</id><title>One</title>'
        f'<link href="/1"/><updated>2026-03-02T08:00:00Z</updated><content type="html">&lt;p&gt;{LONG}&lt;/p&gt;</content></entry></feed>'
    )
    await watch().look()
    (event,) = await streams.articles()
    assert (event.data.url, event.data.text) == (outlets.url("/1"), LONG.strip())


async def test_robots_txt_is_obeyed(watch, outlets, answer):
    outlets.answers["/robots.txt"] = answer(
        "User-agent: *\nDisallow: /closed/\n\nUser-agent: gainsay\nDisallow: /secret/"
    )
    outlets.answers["/feed"] = answer(rss(item(outlets.url("/secret/1")), item(outlets.url("/closed/2"))))
    outlets.answers["/closed/2"] = answer(page(STORY))
    assert await watch().look() == {"looks": 1, "new": 1, "refused": 1, "forbidden by robots.txt": 1}
    assert outlets.times("/robots.txt") == 1
    assert outlets.times("/secret/1") == 0


@pytest.mark.parametrize(("status", "counted"), [(503, "throttled"), (429, "throttled"), (500, "error status")])
async def test_nothing_is_fetched_while_robots_txt_cannot_be_read(watch, outlets, answer, status, counted):
    outlets.answers["/robots.txt"] = answer(status=status)
    assert await watch().look() == {"looks": 1, counted: 1}
    assert outlets.times("/feed") == 0


@pytest.mark.parametrize(
    "reply",
    [
        *({"status": status} for status in (400, 401, 403, 404, 405, 406, 410, 418, 451)),
        {"status": 302, "headers": {"location": "/robots.txt"}},
    ],
)
async def test_a_host_without_robots_txt_has_no_rules(watch, outlets, answer, reply):
    outlets.answers["/robots.txt"] = answer(**reply)
    outlets.answers["/feed"] = answer(rss())
    assert await watch().look() == {"looks": 1}


async def test_robots_txt_is_found_behind_five_redirects(watch, outlets, answer):
    outlets.answers["/robots.txt"] = answer(status=301, headers={"location": "/1"})
    for n in range(1, 5):
        outlets.answers[f"/{n}"] = answer(status=301, headers={"location": f"/{n + 1}"})
    outlets.answers["/5"] = answer("User-agent: *\nDisallow: /")
    assert await watch().look() == {"looks": 1, "forbidden by robots.txt": 1}


async def test_of_a_long_robots_txt_the_first_whole_lines_count(watch, outlets, answer):
    rules = "User-agent: *\nDisallow: /secret/\n" + "Disallow: /" + "*" * 700_000 + "nobody\n"
    outlets.answers["/robots.txt"] = answer(rules)
    outlets.answers["/feed"] = answer(rss(item(outlets.url("/secret/1")), item(outlets.url("/2"))))
    outlets.answers["/2"] = answer(page(STORY))
    assert await watch().look() == {"looks": 1, "new": 1, "refused": 1, "forbidden by robots.txt": 1}


async def test_we_say_who_we_are_and_send_the_sources_headers_to_its_host_alone(watch, outlets, answer):
    outlets.answers["/feed"] = answer(status=302, headers={"location": outlets.url("/feed", "localhost")})
    source = watch(headers={"Authorization": "Bearer secret"})
    await source.look()
    (_, robots), (_, first) = outlets.asked
    assert first["user-agent"].startswith("Gainsay/")
    assert first["authorization"] == "Bearer secret"
    assert "authorization" not in robots
    assert source.state.last_error.startswith("address not public"), "localhost was not allowed by name"


async def test_a_sources_headers_go_to_the_pages_on_its_own_host_alone(watch, outlets, answer, now):
    outlets.answers["/feed"] = answer(rss(item(outlets.url("/1")), item(outlets.url("/2", "127.0.0.3"))))
    for n in (1, 2):
        outlets.answers[f"/{n}"] = answer(page(f"Number {n}. {STORY}"))
    source = watch(headers={"Authorization": "Bearer secret"})
    await source.look()
    now.at += timedelta(minutes=16)
    await source.look()
    sent = {(path, headers.get("authorization")) for path, headers in outlets.asked if path != "/robots.txt"}
    assert sent == {("/feed", "Bearer secret"), ("/1", "Bearer secret"), ("/2", None)}
    assert outlets.times("/2") == 2


@pytest.mark.parametrize(
    ("url", "other", "may"),
    [
        ("https://a.example/feed", "https://a.example/1", True),
        ("http://a.example/feed", "https://a.example/1", True),
        ("https://me:word@A.example/feed", "https://a.example/1", True),
        ("https://a.example/feed", "http://a.example/1", False),
        ("https://a.example/feed", "https://a.example:8443/1", False),
        ("https://a.example/feed", "https://www.a.example/1", False),
        ("https://a.example/feed", "https://a.example.evil.example/1", False),
    ],
)
def test_with_whom_an_address_may_share_a_secret(url, other, may):
    assert may_share(url, other) is may


async def test_local_addresses_are_refused_unless_allowed(watch, outlets, answer):
    outlets.answers["/feed"] = answer(rss())
    source = watch(allow_private=False)
    assert await source.look() == {"looks": 1, "address not public": 1}
    assert outlets.asked == []


async def test_a_broker_that_forgot_everything_is_told_again_with_the_same_ids(watch, outlets, answer, streams):
    outlets.answers["/feed"] = answer(rss(item(outlets.url("/1"), content=LONG)), headers={"etag": '"1"'})
    source = watch()
    await source.look()
    before = [event.id for event in await streams.articles()]
    await streams.redis.flushall()
    await source.look()
    assert [event.id for event in await streams.articles()] == before


async def test_while_readers_lag_nothing_is_fetched_again(
    watch, outlets, answer, streams, tools, eventually, monkeypatch
):
    monkeypatch.setattr("services.watcher.publishing._CATCH_UP", 0.05)
    await create_groups(streams.redis)
    outlets.answers["/feed"] = answer(rss(*(item(outlets.url(f"/{n}")) for n in range(3))))
    for n in range(3):
        outlets.answers[f"/{n}"] = answer(page(f"Number {n}. {STORY}"))
    tools.publisher._max_backlog = 1
    look = asyncio.create_task(watch().look())
    for n in range(3):

        async def published(number=n + 1) -> bool:
            return await streams.redis.xlen(ARTICLES.key) == number

        await eventually(published, "published")
        await asyncio.sleep(0.2)
        assert await published()
        await streams.redis.xreadgroup("extraction", "one", {ARTICLES.key: ">"})
    assert (await look)["new"] == 3
    assert [outlets.times(path) for path in ("/feed", "/0", "/1", "/2")] == [1, 1, 1, 1]


async def test_a_broker_that_takes_nothing_has_the_source_looked_at_ever_less_often(
    watch, outlets, answer, tools, eventually, monkeypatch
):
    outlets.answers["/feed"] = answer(rss(item(outlets.url("/1"), content=LONG)))
    asked = []

    async def full(*_args, **_fields):
        raise OutOfMemoryError("command not allowed when used memory > 'maxmemory'")

    def pause(looks):
        asked.append(looks)
        return 0.0

    monkeypatch.setattr("services.watcher.polling.broker_pause", pause)
    monkeypatch.setattr(tools.publisher, "publish", full)
    with capture_logs() as logged:
        running = asyncio.create_task(watch().watcher.run())
        await eventually(lambda: len(asked) >= 3, "three looks")
        await end_tasks([running])
    assert asked[:3] == [1, 2, 3]
    assert all("exc_info" not in line for line in logged)


class LosingMemory(Memory):
    """Loses one cancellation, as the Redis client does when an answer meets it on its way."""

    async def settle(self, *of):
        with suppress(asyncio.CancelledError):
            asyncio.current_task().cancel()
            await asyncio.sleep(0)
        await super().settle(*of)


async def test_a_source_ends_although_its_cancellation_was_lost(watch, outlets, answer, tools, streams):
    outlets.answers["/feed"] = answer(rss())
    source = watch().source
    watcher = SourceWatcher(source, replace(tools, memory=LosingMemory(streams.redis)))
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(asyncio.shield(asyncio.create_task(watcher.run())), 10)


async def test_500_sources_of_which_one_hangs_are_all_looked_at(outlets, answer, publisher, streams, eventually):
    """What a round of 500 costs is well below the five minutes that one core has for it."""
    hosts = [f"127.0.{number // 250}.{number % 250 + 1}" for number in range(500)]
    for number, host in enumerate(hosts):
        outlets.answers[f"/{number}"] = _feed_of(answer, f"http://{host}/{number}/story", f"Number {number}. {LONG}")
    outlets.answers["/250"] = answer(pause=-1)
    sources = [
        Source(name=f"s{number}", url=outlets.url(f"/{number}", host), interval=300, allow_private=True)
        for number, host in enumerate(hosts)
    ]
    gate = HostGate(lambda: 0.5, pause=0.0)
    fetcher = Fetcher(utc_now, frozenset(hosts), gate=gate, seconds=90)  # a busy machine is no slow outlet
    memory = Memory(streams.redis)
    tools = Tools(fetcher, Robots(fetcher), Parsers([Parser()]), publisher, memory, utc_now)
    began = sum(os.times()[:4])
    running = asyncio.create_task(Polling(sources, tools).run())

    async def all_but_one() -> bool:
        return await streams.redis.xlen(ARTICLES.key) == 499

    try:
        await eventually(all_but_one, "499 sources read", 100)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    seconds = sum(os.times()[:4]) - began
    print(f"\n500 sources: {seconds:.0f} s of computing, the outlets' own included")  # noqa: T201 - a measure
    assert seconds < 150, "half of what one core has in five minutes"
    assert (await memory.counts("s250")) == {}, "it still hangs"


def _feed_of(answer, url, text):
    def reply(headers):
        if headers.get("if-none-match"):
            return answer(status=304)
        return answer(rss(item(url, content=text)), headers={"etag": '"1"'})

    return reply
