"""``gainsay demo``: the seeds through the whole pipeline, webhooks included."""

from __future__ import annotations

import base64
import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import yaml
from rich.console import Console
from standardwebhooks import Webhook, WebhookVerificationError

from services.cli.checking import check

__all__ = ["demonstrate"]


def demonstrate(seeds: Path, console: Console) -> None:
    """Check the seeds, and receive the alerts as a user's own system would."""
    with tempfile.TemporaryDirectory(prefix="gainsay-demo-") as folder:
        secret = "whsec_" + base64.b64encode(os.urandom(24)).decode()
        with _receiver(Webhook(secret)) as (url, received):
            (Path(folder) / "secret").write_text(secret, encoding="utf-8")
            webhooks = Path(folder) / "webhooks.yml"
            webhooks.write_text(
                yaml.safe_dump([{"name": "demo", "url": url, "secret_file": "secret"}]), encoding="utf-8"
            )
            console.print(f"Checking the articles in {seeds}\n", soft_wrap=True)
            alerts = check([seeds], console, webhooks=webhooks)
            console.print(f"\n{len(received)} of {len(alerts)} alerts arrived as webhooks with a valid signature.")
    console.print(f"What a careful reader finds in them: {seeds}/contradictions.yaml", soft_wrap=True)


@contextmanager
def _receiver(webhook: Webhook) -> Iterator[tuple[str, set[str]]]:
    received: set[str] = set()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            try:
                webhook.verify(body, dict(self.headers.items()))
            except WebhookVerificationError:
                self.send_response(401)
            else:
                received.add(self.headers["webhook-id"])
                self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/", received
        finally:
            server.shutdown()
