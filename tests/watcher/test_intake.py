from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.articles import Article
from services.watcher.intake import TEXT_LIMIT, Accepted, InvalidArticleError, accept

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
TEXT = "Twelve people were hurt when a ferry ran aground."


def _accept(**sent: Any) -> Accepted:
    return accept({"text": TEXT, **sent}, now=NOW, default_source="desk")


def _article(**sent: Any) -> Article:
    return _accept(**sent).article


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({}, {"text": "Field required"}),
        ({"text": None}, {"text": "Input should be a valid string"}),
        ({"text": 7}, {"text": "Input should be a valid string"}),
        ({"text": ["a"]}, {"text": "Input should be a valid string"}),
        ({"text": ""}, {"text": "is empty"}),
        ({"text": " \n\t"}, {"text": "is empty"}),
        ({"text": "\0\u202e\ud800"}, {"text": "is empty"}),
        ({"text": TEXT, "id": 7}, {"id": "Input should be a valid string"}),
        ({"text": TEXT, "source": {}}, {"source": "Input should be a valid string"}),
        ({"text": TEXT, "title": True}, {"title": "Input should be a valid string"}),
        ({"text": TEXT, "published_at": 1741608000}, {"published_at": "Input should be a valid string"}),
        ({"text": TEXT, "url": 1}, {"url": "Input should be a valid string"}),
        ({"text": TEXT, "url": "ferry"}, {"url": "is no http or https address"}),
        ({"text": TEXT, "url": "ftp://news.example/1"}, {"url": "is no http or https address"}),
        ({"text": TEXT, "url": "javascript:alert(1)"}, {"url": "is no http or https address"}),
        ({"text": TEXT, "url": "https:///1"}, {"url": "is no http or https address"}),
        ({"text": TEXT, "url": "http://[::1/1"}, {"url": "Invalid IPv6 URL"}),
        ({"text": TEXT, "url": "http://post.example:b/1"}, {"url": "Port could not be cast to integer value as 'b'"}),
        ({"text": TEXT, "url": "http://post.example:99999/1"}, {"url": "Port out of range 0-65535"}),
        ({"text": 1, "id": 2}, {"text": "Input should be a valid string", "id": "Input should be a valid string"}),
        ("text", {"article": "expected an object with a text, got a string"}),
        (["text"], {"article": "expected an object with a text, got a list"}),
        (7.5, {"article": "expected an object with a text, got a number"}),
        (True, {"article": "expected an object with a text, got true or false"}),
        (None, {"article": "expected an object with a text, got null"}),
    ],
)
def test_refusal_names_each_field_and_its_problem(sent: object, expected: dict[str, str]) -> None:
    with pytest.raises(InvalidArticleError) as refused:
        accept(sent, now=NOW, default_source="desk")
    assert refused.value.problems == expected


@pytest.mark.parametrize("field", ["id", "source", "url", "title", "published_at"])
@pytest.mark.parametrize("empty", [None, "", " \n"])
def test_empty_optional_field_is_as_good_as_missing(field: str, empty: str | None) -> None:
    assert _accept(**{field: empty}) == _accept()


def test_article_without_anything_but_text() -> None:
    article = _article()
    assert article.id == article.document_id
    assert (article.source, article.url, article.title, article.truncated) == ("desk", None, None, False)
    assert (article.published_at, article.published_at_known, article.fetched_at) == (NOW, False, NOW)


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"source": "Harbour Post", "url": "https://post.example/1"}, "Harbour Post"),
        ({"url": "https://Post.example:8443/1"}, "post.example"),
        ({}, "desk"),
    ],
)
def test_outlet_is_named_by_source_then_url_then_default(sent: dict[str, str], expected: str) -> None:
    assert _article(**sent).source == expected


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("2026-03-09T08:30:00Z", datetime(2026, 3, 9, 8, 30, tzinfo=UTC)),
        ("2026-03-09T08:30:00+02:00", datetime(2026, 3, 9, 6, 30, tzinfo=UTC)),
        ("2026-03-09T08:30:00", datetime(2026, 3, 9, 8, 30, tzinfo=UTC)),
        ("2026-03-09", datetime(2026, 3, 9, tzinfo=UTC)),
        (" 20260309T083000Z ", datetime(2026, 3, 9, 8, 30, tzinfo=UTC)),
        ("1987-10-19", datetime(1987, 10, 19, tzinfo=UTC)),
        ("1900-01-01T00:00:00Z", datetime(1900, 1, 1, tzinfo=UTC)),
        ("1970-01-01T00:00:01Z", datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)),
        ("2026-03-11T12:00:00Z", NOW + timedelta(hours=24)),
    ],
)
def test_date_is_kept_in_utc(sent: str, expected: datetime) -> None:
    accepted = _accept(published_at=sent)
    assert (accepted.article.published_at, accepted.article.published_at_known) == (expected, True)
    assert accepted.article.published_at.utcoffset() == timedelta(0)
    assert not accepted.notices


@pytest.mark.parametrize(
    ("sent", "notice"),
    [
        ("3000-01-01T00:00:00Z", "published_at: 3000-01-01T00:00:00Z cannot be right"),
        ("2026-03-11T12:00:01Z", "published_at: 2026-03-11T12:00:01Z cannot be right"),
        ("1899-12-31T23:59:59Z", "published_at: 1899-12-31T23:59:59Z cannot be right"),
        ("0001-01-01T00:00:00+14:00", "published_at: 0001-01-01T00:00:00+14:00 cannot be right"),
        ("9999-12-31T23:59:59-14:00", "published_at: 9999-12-31T23:59:59-14:00 cannot be right"),
        ("1970-01-01T00:00:00Z", "published_at: 1970-01-01T00:00:00Z cannot be right"),
        ("1970-01-01", "published_at: 1970-01-01 cannot be right"),
        ("1970-01-01T01:00:00+01:00", "published_at: 1970-01-01T01:00:00+01:00 cannot be right"),
        ("yesterday", "published_at: 'yesterday' is no ISO 8601 date"),
        ("2026-02-30", "published_at: '2026-02-30' is no ISO 8601 date"),
    ],
)
def test_time_of_fetching_stands_in_for_a_date_that_cannot_be(sent: str, notice: str) -> None:
    accepted = _accept(published_at=sent)
    assert (accepted.article.published_at, accepted.article.published_at_known) == (NOW, False)
    assert accepted.notices == (f"{notice}; the time of fetching stands in",)


@pytest.mark.parametrize(
    ("sent", "expected", "notices"),
    [
        ("a\ud83db", "ab", ("text: 1 lone surrogates removed",)),
        ("a\0\x1bb", "ab", ("text: 2 control characters removed",)),
        ("a\u202eb\u2066c\u061cd\u200f", "abcd", ("text: 4 control characters removed",)),
        ("a\x92b", "ab", ("text: 1 control characters removed",)),
        ("a\r\nb\rc\n\rd", "a\nb\nc\n\nd", ()),
        ("a\fb\vc\x85d", "a\nb\nc\nd", ()),
        ("a\tb\n", "a\tb\n", ()),
        ("  a ", "  a ", ()),
        ("Andre\u0301", "André", ()),
        ("e\0\u0301", "é", ("text: 1 control characters removed",)),
        ("👩\u200d🚒", "👩\u200d🚒", ()),
    ],
)
def test_text_is_cleaned_of_what_harms_readers(sent: str, expected: str, notices: tuple[str, ...]) -> None:
    accepted = _accept(text=sent)
    assert (accepted.article.text, accepted.notices) == (expected, notices)


def test_every_field_is_cleaned() -> None:
    sent = dict.fromkeys(("id", "source", "title"), "\u202eAndre\u0301\0\r\n ")
    accepted = _accept(**sent, url="https://post.example/\0a")
    article = accepted.article
    assert (article.id, article.source, article.title) == ("André", "André", "André")
    assert article.url == "https://post.example/a"
    assert len(accepted.notices) == 4


@pytest.mark.parametrize(("length", "truncated"), [(TEXT_LIMIT, False), (TEXT_LIMIT + 1, True)])
def test_text_is_cut_at_the_limit(length: int, truncated: bool) -> None:
    accepted = _accept(text="x" * length)
    assert (len(accepted.article.text), accepted.article.truncated) == (TEXT_LIMIT, truncated)
    assert accepted.notices == ((f"text: cut after 200000 of {length} characters",) if truncated else ())


def test_ids_and_hashes_are_the_same_on_every_machine() -> None:
    article = _article(url="https://post.example/1", title="Ferry")
    assert article.document_id == "6fd78bebc00fe1f432b4a503b8c93e32"
    assert article.version_id == "ca6da2797a35e875665436681c21dd46"
    assert article.content_hash == "f5738bb05d4330295de26e67c7af814be0de9ee653f27318dde3f42a4e8deab1"


IDENTITY = ("id", "document_id", "version_id", "content_hash")


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ({}, {"published_at": "2026-03-09", "source": "Wire"}, IDENTITY),
        ({}, {"text": TEXT + "!"}, ()),
        ({}, {"title": "Ferry"}, ()),
        ({"id": "7"}, {"id": "8"}, ("content_hash",)),
        ({"id": "7"}, {"id": "7", "text": "Nine were hurt."}, ("id", "document_id")),
        (
            {"url": "https://a.example/1"},
            {"url": "https://a.example/1", "text": "Nine were hurt."},
            ("id", "document_id"),
        ),
        ({"url": "https://a.example/1"}, {"url": "https://a.example/2"}, ("content_hash",)),
        ({"url": "https://a.example/1", "id": "7"}, {"url": "https://a.example/1", "id": "8"}, IDENTITY[1:]),
        ({"url": "https://a.example/?id=1"}, {"url": "https://a.example/?id=2"}, ("content_hash",)),
        ({"url": "https://a.example/1"}, {"url": "https://a.example/1?utm_source=x&utm_medium=y"}, IDENTITY),
        ({"url": "https://a.example/1?id=7"}, {"url": "https://a.example/1?fbclid=x&id=7&gclid=y"}, IDENTITY),
        ({"url": "https://a.example/1"}, {"url": "https://a.example/1#comments"}, IDENTITY),
        ({"url": "https://a.example/?a=1&b=2"}, {"url": "https://A.example?b=2&a=1"}, IDENTITY),
    ],
)
def test_what_two_articles_share(one: dict[str, str], other: dict[str, str], shared: tuple[str, ...]) -> None:
    a, b = _article(**one), _article(**other)
    assert tuple(name for name in IDENTITY if getattr(a, name) == getattr(b, name)) == shared


def test_title_and_text_cannot_be_shifted_into_one_another() -> None:
    assert _article(title="a", text="bc").content_hash != _article(title="ab", text="c").content_hash


ANY_TEXT = st.text(st.characters(exclude_categories=()))
HOSTS = ANY_TEXT | st.text("a1:.@[]%-_é\u3002")
URLS = st.builds("{}://{}/{}".format, st.sampled_from(["http", "https", "HTTP"]), HOSTS, ANY_TEXT)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT | URLS
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(ANY_TEXT, inner), max_leaves=5)
DATES = st.datetimes(timezones=st.none() | st.timezones()).map(datetime.isoformat)
SENT = st.fixed_dictionaries(
    {"text": ANY_TEXT | JSON},
    optional={"id": JSON, "source": JSON, "title": JSON, "url": URLS | JSON, "published_at": DATES | JSON},
)


@given(JSON | SENT)
def test_any_json_gives_a_sound_article_or_a_refusal(sent: object) -> None:
    try:
        article = accept(sent, now=NOW, default_source="desk").article
    except InvalidArticleError as refused:
        assert refused.problems  # noqa: PT017 - either is right
    else:
        assert Article.model_validate_json(article.model_dump_json()) == article


@given(ANY_TEXT, ANY_TEXT, st.none() | URLS)
def test_an_article_that_is_sent_on_stays_the_same_version(text: str, title: str, url: str | None) -> None:
    try:
        article = _article(text=text, title=title, url=url)
    except InvalidArticleError:
        return
    again = _article(text=article.text, title=article.title, url=article.url)
    assert (again.version_id, again.text, again.title) == (article.version_id, article.text, article.title)


@pytest.mark.parametrize(
    ("sent", "numbered_in", "same"),
    [
        ({"id": "1"}, ("a.jsonl", "b.jsonl"), False),
        ({"id": "1"}, ("a.jsonl", "a.jsonl"), True),
        ({"id": "1"}, (None, None), True),
        ({"id": "1", "source": "Baltic Wire"}, ("a.jsonl", "b.jsonl"), True),
        ({"id": "1", "url": "https://a.example/1"}, ("a.jsonl", "b.jsonl"), True),
        ({}, ("a.jsonl", "b.jsonl"), True),
    ],
)
def test_an_id_without_outlet_tells_apart_where_it_was_given(
    sent: dict[str, str], numbered_in: tuple[str | None, str | None], same: bool
) -> None:
    one, other = (
        accept({"text": TEXT, **sent}, now=NOW, default_source=f"x:{number}", numbered_in=place).article
        for number, place in enumerate(numbered_in)
    )
    assert (one.document_id == other.document_id) is same


def test_two_outlets_may_number_their_articles_alike() -> None:
    first, second = (
        accept({"id": "1", "source": source, "text": "A ferry sank."}, now=NOW, default_source="x").article
        for source in ("Baltic Wire", "Le Courant")
    )
    assert first.document_id != second.document_id
