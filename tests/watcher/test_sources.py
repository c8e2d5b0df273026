import traceback

import pytest

from services.watcher.sources import InvalidSourcesError, read_sources


@pytest.fixture
def listed(tmp_path):
    def write(text):
        file = tmp_path / "sources.yml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    return write


def test_everything_that_can_be_said_of_a_source(listed):
    file = listed(
        """
- name: wire
  url: https://wire.example/feed
- name: desk
  kind: listing
  url: https://desk.example/news
  interval: 2h
  outlet: The Desk
  language: en
  headers: {Authorization: Bearer x}
  allow_private: true
"""
    )
    wire, desk = read_sources(file)
    assert (wire.kind, wire.interval, wire.outlet, wire.allow_private) == ("feed", 300, None, False)
    assert (desk.kind, desk.interval, desk.outlet, desk.host) == ("listing", 7200, "The Desk", "desk.example")
    assert desk.headers["Authorization"].get_secret_value() == "Bearer x"
    assert "Bearer" not in repr(desk)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("- name: a\n  url: ftp://a.example/", "source 1 (a): url: is no http or https address"),
        ("- name: a\n  url: https://a.example/\n- url: https://b.example/", "source 2: name: Field required"),
        ("- name: a\n  url: https://a.example/\n  interval: often", "source 1 (a): interval: expected seconds, or"),
        ("- name: a\n  url: https://a.example/\n  interval: 0s", "source 1 (a): interval: Input should be greater"),
        ("- name: a\n  url: https://a.example/\n  kind: blog", "source 1 (a): kind: Input should be 'feed', 'page' or"),
        ("- name: a\n  url: https://a.example/\n  langauge: en", "source 1 (a): langauge: Extra inputs are not"),
        ("- name: a b\n  url: https://a.example/", "source 1 (a b): name: String should match pattern"),
        ("- https://a.example/", "source 1: entry: Input should be a valid dictionary"),
        ("name: a", "expected a list of sources"),
        ("- name: [", "line 1: while parsing a flow node, expected the node content, but found '<stream end>'"),
        ("- name: a\n  url: b: c", "line 2: mapping values are not allowed here"),
        ("- name: a\x00", "special characters are not allowed"),
        (b"\xff\xfe\xfa", "sources.yml: "),
        ("- {name: a, url: https://a.example/}\n- {name: a, url: https://b.example/}", "name: a is used twice"),
    ],
)
def test_what_is_wrong_is_named_with_file_entry_and_field(listed, text, reason):
    with pytest.raises(InvalidSourcesError) as error:
        read_sources(listed(text))
    assert "sources.yml: " in str(error.value)
    assert reason in str(error.value)


@pytest.mark.parametrize(
    "headers", ["{Authorization: Bearer SECRET", "Authorization: Bearer: SECRET", '{Authorization: "SECRET}', "SECRET"]
)
def test_what_is_wrong_is_told_without_the_headers(listed, headers):
    with pytest.raises(InvalidSourcesError) as error:
        read_sources(listed(f"- name: a\n  url: https://a.example/\n  headers: {headers}\n  interval: 5m\n"))
    assert "SECRET" not in "".join(traceback.format_exception(error.value))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InvalidSourcesError, match=r"none\.yml"):
        read_sources(tmp_path / "none.yml")


def test_an_empty_file_has_no_sources(listed):
    assert read_sources(listed("# none yet\n")) == []
