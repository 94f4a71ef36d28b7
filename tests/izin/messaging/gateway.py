"""A WhatsApp gateway of our own on the loopback: real sockets, and the answers that Fonnte gives."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

TOKEN = "token-rahasia-gerbang"
OK = {"detail": "success! message in queue", "id": ["80367170"], "process": "pending", "requestid": 1, "status": True}


class Gateway:
    """Takes messages; can be told what to answer instead, once for each entry: a status and a body."""

    def __init__(self) -> None:
        self.messages: list[dict[str, str]] = []
        self.headers: list[dict[str, str]] = []
        self.answers: list[tuple[int, bytes]] = []
        self.delay = 0.0
        self.drip = 0.0
        self.url = ""

    def refuse(self, reason: str, **more: Any) -> None:
        """Answer as the gateway does when it fails: with 200."""
        self.answers.append((200, json.dumps({"status": False, "reason": reason, **more}).encode()))

    def answer(self) -> tuple[int, bytes]:
        return self.answers.pop(0) if self.answers else (200, json.dumps(OK).encode())


@contextmanager
def gateway_running() -> Iterator[Gateway]:
    """Listen until the block ends."""
    gateway = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            form = parse_qs(self.rfile.read(length).decode(), strict_parsing=True)
            gateway.headers.append({name.lower(): value for name, value in self.headers.items()})
            time.sleep(gateway.delay)
            if self.headers["Authorization"] != TOKEN:
                status, body = 200, b'{"Status": false, "reason": "token invalid"}'
            else:
                status, body = gateway.answer()
                if b'"status": true' in body.lower():
                    gateway.messages.append({name: values[0] for name, values in form.items()})
            try:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self._write(body)
            except OSError:
                pass  # the other side has had enough

        def _write(self, body: bytes) -> None:
            if not gateway.drip:
                self.wfile.write(body)
                return
            for byte in body:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(gateway.drip)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    gateway.url = f"http://127.0.0.1:{server.server_port}/send"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield gateway
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
