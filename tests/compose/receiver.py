"""A webhook receiver: keeps each delivery's headers and body as a line of JSON."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

DELIVERIES = Path("deliveries.jsonl")


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        with DELIVERIES.open("a", encoding="utf-8") as deliveries:
            deliveries.write(json.dumps({"headers": headers, "body": body}) + "\n")
        self.send_response(204)
        self.end_headers()


if __name__ == "__main__":
    DELIVERIES.touch()
    HTTPServer(("", 9000), Receiver).serve_forever()
