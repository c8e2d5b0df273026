"""``gainsay run`` as one process that people start and stop."""

import json
import signal
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
import redis
from pydantic import SecretStr

from schemas.streams import ALERTS, DEAD_LETTERS
from services.cli.processes import rotated
from services.cli.together import _is_open
from services.ledger.export import LedgerReader
from services.runtime.database import make_engine
from services.runtime.embedded import _end_orphan
from services.runtime.wire import FIELD


@pytest.fixture
def gainsay_run(tmp_path, port):
    """Starts ``gainsay run`` on one data folder; gives the process and the file of what it prints."""
    started = []

    def start(*options):
        command = [
            sys.executable,
            "-m",
            "services.cli",
            "run",
            "--data",
            tmp_path / "data",
            "--port",
            str(port),
            *options,
        ]
        printed = tmp_path / f"printed-{len(started)}"
        with printed.open("w") as output:
            process = subprocess.Popen(command, stdout=output, stderr=output)
        started.append(process)
        return process, printed

    yield start
    for process in started:
        process.terminate()
        process.wait(30)
    _end_orphan(tmp_path / "data" / "broker" / "broker.socket")


def until(condition, timeout=60):
    deadline = time.monotonic() + timeout
    while not condition():
        assert time.monotonic() < deadline, "not done in time"
        time.sleep(0.1)


def ready(port):
    try:
        return httpx.get(f"http://127.0.0.1:{port}/health/ready").is_success
    except httpx.HTTPError:
        return False


def push(port, **article):
    answer = httpx.post(f"http://127.0.0.1:{port}/articles", json=article)
    assert answer.status_code == 202
    return answer.json()


JOINED = {"source": "Baltic Wire", "published_at": "2026-03-02T08:00:00Z", "text": "Latvia joined the Harbour Treaty."}
NOT_JOINED = {
    "source": "Le Courant",
    "published_at": "2026-03-02T09:00:00Z",
    "text": "Latvia has not joined the Harbour Treaty.",
}


@pytest.mark.timeout(180)
def test_it_prints_alerts_and_goes_on_after_a_restart(gainsay_run, port, tmp_path):
    inbox = tmp_path / "inbox"
    process, _ = gainsay_run("--watch", inbox)
    until(lambda: ready(port))
    assert push(port, **JOINED)["new"]
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0

    process, printed = gainsay_run("--watch", inbox)
    until(lambda: ready(port))
    assert not push(port, **JOINED)["new"], "an article that is known stays known"
    (inbox / "later.json").write_text(json.dumps(NOT_JOINED))
    until(lambda: "Le Courant, 2 Mar 2026 09:00 UTC" in printed.read_text())
    assert "membership contradiction" in printed.read_text()
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 0


@pytest.mark.timeout(120)
def test_a_second_one_on_the_same_data_says_so(gainsay_run, port):
    gainsay_run()
    until(lambda: ready(port))
    second, printed = gainsay_run()
    assert second.wait(30) == 2
    assert "another gainsay run is using" in printed.read_text()


@pytest.mark.timeout(180)
def test_killed_outright_it_leaves_nothing_running_that_stops_the_next(gainsay_run, port):
    process, _ = gainsay_run()
    until(lambda: ready(port))
    assert push(port, **JOINED)["new"]
    process.kill()
    until(lambda: not ready(port))
    gainsay_run()
    until(lambda: ready(port))
    assert not push(port, **JOINED)["new"]


class Anything(BaseHTTPRequestHandler):
    """Some other program, which answers whatever it is asked."""

    def do_GET(self):
        self.send_response(404)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.mark.timeout(60)
def test_a_port_at_which_another_program_answers_is_said(gainsay_run, port):
    with ThreadingHTTPServer(("127.0.0.1", port), Anything) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        process, printed = gainsay_run()
        try:
            assert process.wait(30) == 2
        finally:
            other.shutdown()
    assert (
        printed.read_text()
        == f"gainsay: port {port} cannot be used (Address already in use); name another with --port\n"
    )


@pytest.mark.timeout(120)
def test_it_serves_this_machine_whatever_host_the_environment_names(gainsay_run, port, monkeypatch):
    monkeypatch.setenv("GAINSAY_HTTP_HOST", "::1")
    gainsay_run()
    until(lambda: ready(port))


@pytest.mark.timeout(10)
def test_it_waits_no_longer_for_a_service_once_it_is_to_stop(port):
    stop = threading.Event()
    threading.Timer(0.2, stop.set).start()
    assert not _is_open(port, [], stop)


@pytest.mark.timeout(120)
def test_what_another_program_writes_on_its_streams_does_not_end_it(gainsay_run, port, tmp_path):
    process, printed = gainsay_run("--watch", tmp_path / "inbox")
    until(lambda: ready(port))
    with redis.Redis(unix_socket_path=(tmp_path / "data" / "broker" / "broker.socket").read_text()) as client:
        for stream in (ALERTS, DEAD_LETTERS):
            client.xadd(stream.key, {"note": "no field of ours"})
            client.xadd(stream.key, {FIELD: b"\xff"})
    (tmp_path / "inbox" / "report.json").write_text("no json")
    until(lambda: "report.json: is not JSON" in printed.read_text() or process.poll() is not None)
    assert process.poll() is None


@pytest.mark.timeout(120)
def test_a_wrong_webhooks_file_is_said_at_once(gainsay_run, tmp_path):
    (tmp_path / "webhooks.yml").write_text("- name: newsroom\n")
    process, printed = gainsay_run("--webhooks", tmp_path / "webhooks.yml")
    assert process.wait(30) == 2
    assert "webhooks.yml: 0.url: Field required" in printed.read_text()


@pytest.mark.timeout(120)
def test_a_file_is_named_as_it_is(gainsay_run, tmp_path):
    inbox = tmp_path / "inbox"
    (inbox / "a[").mkdir(parents=True)
    (inbox / "report [draft].json").write_text("no json")
    (inbox / "a[" / "b].json").write_text("no json")
    process, printed = gainsay_run("--watch", inbox)
    until(lambda: printed.read_text().count("not taken in") == 2 or process.poll() is not None)
    assert "report [draft].json: is not JSON" in printed.read_text()
    assert "a[/b].json: is not JSON" in printed.read_text()


def test_its_log_does_not_grow_for_ever(tmp_path, monkeypatch):
    monkeypatch.setattr("services.cli.processes._LOG_SIZE", 1_000)
    log = tmp_path / "services.log"
    with rotated(log) as output:
        command = [sys.executable, "-c", "for n in range(1000): print('line', n)"]
        subprocess.run(command, stdout=output, check=True)
        subprocess.run(command, stdout=output, check=True)
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == ["services.log", *(f"services.log.{n}" for n in (1, 2, 3))]
    assert all(file.stat().st_size <= 1_000 for file in files)
    assert log.read_text().splitlines()[-1] == "line 999"


@pytest.fixture
def feed_of_50():
    """A feed that serves 50 articles, and how often it was asked; odd ones stand on pages of their own."""
    text = "Latvia joined the Harbour Treaty number {} on Monday, the government in Riga said after a vote. " * 12
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            host = f"http://127.0.0.1:{self.server.server_port}"
            number = self.path.removeprefix("/story-")
            if self.path == "/feed":
                items = [
                    {"id": str(n), "url": f"{host}/story-{n}?utm_source=feed", "title": f"Story {n}"}
                    | ({"content_text": text.replace("{}", str(n))} if n % 10 else {"summary": "More …"})
                    for n in range(50)
                ]
                body, status = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}), 200
            elif number != self.path:
                number = number.partition("?")[0]
                body = f"<html lang=en><title>Story</title><body><p>{text.replace('{}', number)}</p></body></html>"
                status = 200
            else:
                body, status = "", 404
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/feed", asked
        server.shutdown()


@pytest.mark.timeout(300)
def test_each_article_of_a_feed_is_entered_once_over_polls_and_a_restart(
    gainsay, gainsay_run, port, feed_of_50, tmp_path
):
    url, asked = feed_of_50
    sources = tmp_path / "sources.yml"
    sources.write_text(f"- name: wire\n  url: {url}\n  interval: 1s\n  allow_private: true\n", encoding="utf-8")
    engine = make_engine(SecretStr(f"sqlite:///{tmp_path / 'data' / 'ledger.db'}"))
    reader = LedgerReader(engine)
    process, _ = gainsay_run("--sources", sources)
    until(lambda: ready(port))
    until(lambda: asked.count("/feed") >= 3 and reader.entered() == 50, 150)
    shown = gainsay("sources", "--data", tmp_path / "data").stdout
    assert "wire" in shown
    assert "50 new" in " ".join(shown.split())
    process.terminate()
    assert process.wait(30) == 0
    before = asked.count("/feed")
    gainsay_run("--sources", sources)
    until(lambda: asked.count("/feed") >= before + 2, 100)
    until(lambda: ready(port))
    assert reader.entered() == 50
    entered = list(reader.articles())
    assert len({article["url"].partition("?")[0] for article in entered}) == len(entered) == 50
    engine.dispose()


def test_a_sources_file_that_cannot_be_used_is_named_at_once(gainsay, tmp_path):
    sources = tmp_path / "sources.yml"
    sources.write_text("- name: wire\n  url: wire.example\n", encoding="utf-8")
    done = gainsay("run", "--data", tmp_path / "data", "--sources", sources, check=False)
    assert done.returncode == 2
    assert "source 1 (wire): url: is no http or https address" in done.stderr
