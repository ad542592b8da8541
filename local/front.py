"""The one local address: hands every request to the emulated API Gateway."""

from __future__ import annotations

import gzip
import http.client
import os
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from local.settings import Place

HOP_BY_HOP = frozenset({"connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer",
                        "transfer-encoding", "upgrade"})
LARGEST_BODY = 10 * 1024 * 1024  # API Gateway's own limit
TOO_LARGE = (b'{"type":"urn:kith:problem:too_large","title":"The request is too large","status":413,'
             b'"detail":"The body is larger than 10 MB.","code":"too_large","request_id":"","errors":[]}')
UNREACHABLE = (b'{"type":"urn:kith:problem:unavailable","title":"A service we depend on does not answer","status":503,'
               b'"detail":"The local stack is not running.","code":"unavailable","request_id":"","errors":[]}')
SMALLEST_PACKED = 1400  # as MinimumCompressionSize in infra/api.yaml: the emulated gateway does not compress
CALLS_AT_ONCE = max(8, 2 * (os.cpu_count() or 1))  # each call at once is a process of the function
STALE = (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError)


class Front(ThreadingHTTPServer):
    """Listens on the local port; `api_id` is the API of the latest deployment."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, place: Place, api_id: str) -> None:
        super().__init__(("127.0.0.1", place.port), _Request)
        self.gateway = ("127.0.0.1", place.aws_port)
        self.prefix = f"/restapis/{api_id}/api/_user_request_"
        self.connections = threading.local()
        self.places = threading.BoundedSemaphore(CALLS_AT_ONCE)

    def serve_in_background(self) -> None:
        """Serve on a thread that ends with the process."""
        threading.Thread(target=self.serve_forever, name="front", daemon=True).start()


class _Request(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body leave in one packet: apart, the second waits 40 ms for the first's receipt
    server: Front

    def forward(self) -> None:
        """Pass one request on and its answer back."""
        length = int(self.headers.get("Content-Length") or 0)
        if length > LARGEST_BODY:
            self._swallow(length)
            self._reply(413, [("Content-Type", "application/problem+json")], TOO_LARGE)
            return
        body = self.rfile.read(length) if length else b""
        try:
            with self.server.places:
                status, headers, content = self._ask(body)
        except OSError:
            status, headers, content = 503, [("Content-Type", "application/problem+json")], UNREACHABLE
        self._reply(status, headers, content)

    def _swallow(self, length: int) -> None:
        """Read on for a while: who is still sending does not hear the answer."""
        self.close_connection = True
        for _ in range(min(length, 4 * LARGEST_BODY) // 65536 + 1):
            if length <= 0 or not self.rfile.read(min(65536, length)):
                return
            length -= 65536

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_HEAD = forward

    def _ask(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP_BY_HOP}
        headers["X-Forwarded-For"] = self.client_address[0]
        headers["X-Forwarded-Proto"] = "http"
        for attempt in (1, 2):
            connection = self._connection(fresh=attempt == 2)
            try:
                connection.request(self.command, self.server.prefix + self.path, body=body, headers=headers)
                answer = connection.getresponse()
                return answer.status, answer.getheaders(), answer.read()
            except STALE:
                connection.close()
                if attempt == 2:
                    raise
        raise AssertionError("unreachable")

    def _connection(self, *, fresh: bool) -> http.client.HTTPConnection:
        kept: http.client.HTTPConnection | None = getattr(self.server.connections, "gateway", None)
        if kept is None or fresh:
            kept = http.client.HTTPConnection(*self.server.gateway, timeout=60)
            kept.connect()
            kept.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.server.connections.gateway = kept
        return kept

    def _reply(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        if len(content) >= SMALLEST_PACKED and "gzip" in self.headers.get("Accept-Encoding", ""):
            headers, content = [*headers, ("Content-Encoding", "gzip")], gzip.compress(content, 5)
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in HOP_BY_HOP and name.lower() != "content-length":
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)
        self.wfile.flush()

    def log_message(self, format: str, *_arguments: object) -> None:
        """The functions log their requests themselves."""
