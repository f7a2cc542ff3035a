"""A small web site for tests, on loopback: pages, pictures, redirects, and everything that goes wrong."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.evidence import files

PAGE = """<!doctype html><html lang="ar"><head><meta charset="utf-8"><title>سوق  القرية</title>
<link rel="stylesheet" href="/style.css"><link rel="canonical" href="/never-fetched">
<meta property="og:image" content="/shared.jpg"></head><body><h1>شهادة</h1>
<img src="photo.jpg"><img src="/missing.jpg"><img src="http://169.254.169.254/latest/meta-data">
<img id="late"><script>document.getElementById('late').src = '/late.jpg';
fetch('http://10.1.2.3/inside')</script>
<a href="/other">elsewhere</a></body></html>"""


def jpeg(seed: int) -> bytes:
    """Draw a photograph of a few dozen kilobytes."""
    out = io.BytesIO()
    files.scene(seed, (400, 300)).save(out, "JPEG")
    return out.getvalue()


PATHS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/page": (200, {"Content-Type": "text/html; charset=utf-8"}, PAGE.encode()),
    "/style.css": (200, {"Content-Type": "text/css"}, b"h1 { color: teal }"),
    "/photo.jpg": (200, {"Content-Type": "image/jpeg"}, jpeg(1)),
    "/late.jpg": (200, {"Content-Type": "image/jpeg"}, jpeg(2)),
    "/shared.jpg": (200, {"Content-Type": "image/jpeg"}, jpeg(1)),
    "/film.mp4": (200, {"Content-Type": "video/mp4"}, bytes(300_000)),
    "/moved": (302, {"Location": "/page"}, b""),
    "/inside": (302, {"Location": "http://192.168.1.1/router"}, b""),
    "/to-file": (302, {"Location": "file:///etc/passwd"}, b""),
    "/round": (302, {"Location": "/round"}, b""),
    "/gone": (404, {"Content-Type": "text/html"}, b"<title>Gone</title>"),
}


class Site(BaseHTTPRequestHandler):
    """Answers from the table; `/slow` never ends, `/cut` breaks off, `/endless` sends for ever."""

    protocol_version = "HTTP/1.1"
    asked: list[str]

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        self.server.asked.append(path)  # type: ignore[attr-defined]  # set by `site`
        if path == "/slow":
            self.server.ending.wait(60)  # type: ignore[attr-defined]  # set by `site`
        elif path == "/cut":
            self._answer(200, {"Content-Length": "5000", "Content-Type": "text/html"}, b"<p>half")
        elif path == "/endless":
            self._endless()
        else:
            status, headers, body = PATHS.get(path, (404, {"Content-Type": "text/plain"}, b"none"))
            self._answer(status, {**headers, "Content-Length": str(len(body))}, body)
        self.close_connection = True

    def _endless(self) -> None:
        self._answer(200, {"Content-Type": "video/mp4"}, b"")
        try:
            while not self.server.ending.is_set():  # type: ignore[attr-defined]  # set by `site`
                self.wfile.write(bytes(1 << 16))
        except OSError:
            return

    def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the tests' output clean."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that leaves is no fault of the site."""


@contextmanager
def site() -> Iterator[tuple[str, list[str]]]:
    """Serve the site; gives its address and the list of paths it was asked for."""
    server = _Server(("127.0.0.1", 0), Site)
    asked: list[str] = []
    ending = threading.Event()
    server.asked, server.ending = asked, ending  # type: ignore[attr-defined]  # read by `Site`
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        ending.set()
        server.shutdown()
        thread.join()
        server.server_close()
