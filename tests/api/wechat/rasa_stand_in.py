"""A process that answers on Rasa's REST channel without ever calling back; a test may stop it."""

from __future__ import annotations

import sys
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.api.wechat.interface import Server

ANSWER = b'[{"recipient_id": "x", "text": "x"}]'


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", str(len(ANSWER)))
        self.end_headers()
        self.wfile.write(ANSWER)

    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""


if __name__ == "__main__":
    server = Server(("127.0.0.1", int(sys.argv[1])), Handler)
    print("ready", flush=True)
    server.serve_forever()
