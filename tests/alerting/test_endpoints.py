from __future__ import annotations

import base64
from pathlib import Path

import pytest

from services.alerting.endpoints import InvalidEndpointsError, read_endpoints

GOOD = "- {name: desk, url: 'https://desk.example/hook', secret_file: secret}\n"


@pytest.fixture
def file(tmp_path: Path, secret: str) -> Path:
    (tmp_path / "secret").write_text(f"{secret}\n")
    return tmp_path / "webhooks.yml"


def test_endpoints_are_read_with_their_secrets(file: Path, secret: str) -> None:
    elsewhere = file.parent / "elsewhere"
    elsewhere.write_text("whsec_" + base64.b64encode(bytes(64)).decode())
    file.write_text(GOOD + f"- {{name: press-2, url: 'http://127.0.0.1:9/a?b=c', secret_file: {elsewhere}}}\n")
    desk, press = read_endpoints(file)
    assert (desk.name, str(desk.url), _secrets(desk)) == ("desk", "https://desk.example/hook", [secret])
    assert (press.name, str(press.url)) == ("press-2", "http://127.0.0.1:9/a?b=c")
    assert _secrets(press) == [elsewhere.read_text()]


def _secrets(endpoint) -> list[str]:
    return [secret.get_secret_value() for secret in endpoint.secrets]


def test_secret_that_is_replaced_signs_too(file: Path, secret: str) -> None:
    previous = "whsec_" + base64.b64encode(bytes(64)).decode()
    (file.parent / "previous").write_text(previous)
    file.write_text(GOOD.replace("secret_file: secret", "secret_file: secret, previous_secret_file: previous"))
    (desk,) = read_endpoints(file)
    assert _secrets(desk) == [secret, previous]
    (file.parent / "previous").write_text("none")
    with pytest.raises(InvalidEndpointsError, match=r"desk: previous_secret_file: .* holds no webhook secret"):
        read_endpoints(file)


@pytest.mark.parametrize("content", ["", "# none yet\n", "[]"])
def test_file_may_list_none(file: Path, content: str) -> None:
    file.write_text(content)
    assert read_endpoints(file) == []


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("name: desk", "value: Input should be a valid list"),
        ("- desk", "0: Input should be a valid dictionary or instance of _Listed"),
        (GOOD + "- {url: 'https://a.example', secret_file: secret}", "1.name: Field required"),
        (
            GOOD + "- {name: '', url: 'https://a.example', secret_file: secret}",
            "1.name: String should have at least 1 character",
        ),
        (GOOD + "- {name: a b, url: 'https://a.example', secret_file: secret}", "1.name: String should match pattern"),
        (
            f"- {{name: {'a' * 101}, url: 'https://a.example', secret_file: secret}}",
            "0.name: String should have at most 100 characters",
        ),
        ("- {name: a, secret_file: secret}", "0.url: Field required"),
        ("- {name: a, url: desk, secret_file: secret}", "0.url: Input should be a valid URL"),
        ("- {name: a, url: 'ftp://a.example', secret_file: secret}", "0.url: URL scheme should be 'http' or 'https'"),
        ("- {name: a, url: 'https://a.example'}", "0.secret_file: Field required"),
        (
            "- {name: a, url: 'https://a.example', secret_file: secret, secert: x}",
            "0.secert: Extra inputs are not permitted",
        ),
        (GOOD + GOOD, "name: desk is used twice"),
        (
            "- {name: a, url: 'https://a.example', secret_file: missing}",
            "a: secret_file: [Errno 2] No such file or directory",
        ),
        ("- {name: a", "while parsing a flow mapping"),
        ("\x00", "unacceptable character"),
    ],
)
def test_refusal_names_file_entry_and_field(file: Path, content: str, problem: str) -> None:
    file.write_text(content)
    with pytest.raises(InvalidEndpointsError) as refused:
        read_endpoints(file)
    assert str(refused.value).startswith(f"{file}: ")
    assert problem in str(refused.value)


@pytest.mark.parametrize(
    "content", [b"", b"whsec_", b"hunter2", b"not a secret", b"whsec_" + b"A" * 31, b"whsec_!" + b"A" * 40, b"\xff\xfe"]
)
def test_what_is_no_webhook_secret_is_refused_without_showing_it(file: Path, content: bytes) -> None:
    (file.parent / "secret").write_bytes(content)
    file.write_text(GOOD)
    with pytest.raises(InvalidEndpointsError) as refused:
        read_endpoints(file)
    path = file.parent / "secret"
    assert (
        str(refused.value)
        == f"{file}: desk: secret_file: {path} holds no webhook secret (whsec_ and 24 to 64 bytes in base64)"
    )


def test_missing_or_unreadable_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidEndpointsError, match=r"none\.yml: .*No such file"):
        read_endpoints(tmp_path / "none.yml")
    (tmp_path / "latin.yml").write_bytes(b"- name: \xe9")
    with pytest.raises(InvalidEndpointsError, match=r"latin\.yml: .*utf-8"):
        read_endpoints(tmp_path / "latin.yml")


def test_secret_is_not_shown(file: Path, secret: str) -> None:
    file.write_text(GOOD)
    assert secret not in repr(read_endpoints(file))
