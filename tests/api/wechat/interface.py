"""WeChat's customer-service interface for tests: over HTTP, with its limits and its tokens, keeping
what it took.
"""

from __future__ import annotations

import json
import threading
from collections import Counter, defaultdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket
from typing import Any
from urllib.parse import parse_qs, urlsplit

ANSWERS = 5
LONGEST = 2048


class Server(ThreadingHTTPServer):
    """For many clients at once, of which some are killed."""

    request_queue_size = 256
    daemon_threads = True

    def handle_error(self, request: socket | tuple[bytes, socket], client_address: Any) -> None:
        """Silent."""


class Interface:
    """Lets through five messages for each of a citizen's; a token is good for `uses` calls."""

    def __init__(self, *, uses: int = 200) -> None:
        self.taken: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.refused: Counter[int] = Counter()
        self.menu: dict[str, Any] = {}
        self.away = False
        self._left: dict[str, int] = defaultdict(int)
        self._uses, self._used, self._issued = uses, 0, 0
        self._lock = threading.Lock()
        self._server = Server(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def heard_from(self, openid: str) -> None:
        """The citizen wrote: five more may be sent."""
        with self._lock:
            self._left[openid] = ANSWERS

    def texts(self, openid: str) -> list[str]:
        return [one["text"]["content"] for one in self.taken[openid] if one["msgtype"] == "text"]

    def answer(self, address: str, body: dict[str, Any]) -> dict[str, Any]:
        with self._lock:
            if self.away:
                return {"errcode": -1}
            path, query = urlsplit(address).path, parse_qs(urlsplit(address).query)
            if path == "/cgi-bin/stable_token":
                if body["secret"] != "secret":
                    return {"errcode": 40125}
                return {"access_token": f"token-{self._issued}", "expires_in": 7200}
            code = self._code(query["access_token"][0], path, body)
            self.refused[code] += 1
            return {"errcode": code}

    def _code(self, token: str, path: str, body: dict[str, Any]) -> int:
        if token != f"token-{self._issued}":
            return 42001
        self._used += 1
        if self._used % self._uses == 0:
            self._issued += 1
        if path == "/cgi-bin/menu/create":
            self.menu = body
            return 0
        openid = body["touser"]
        if len(body.get("text", {}).get("content", "").encode()) > LONGEST:
            return 45002
        if self._left[openid] < 1:
            return 45047
        self._left[openid] -= 1
        self.taken[openid].append(body)
        return 0

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        interface = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                said = json.dumps(interface.answer(self.path, body)).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, format: str, *args: Any) -> None:
                """Silent."""

        return Handler
