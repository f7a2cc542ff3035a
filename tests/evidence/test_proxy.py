"""The gate lets programs reach what they may, and nothing else, whatever they send."""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Iterator

import pytest

from tawthiq.evidence.guard import PUBLIC_ONLY, Reach
from tawthiq.evidence.proxy import Gate, gate
from tests.evidence import site as sites

LOCAL = Reach((ipaddress.ip_network("127.0.0.1/32"),))


@pytest.fixture
def echo() -> Iterator[int]:
    """Serve a line that sends back, many times over, the first thing it hears."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                line, _ = listener.accept()
            except OSError:
                return
            with line:
                line.settimeout(10)
                try:
                    line.sendall(line.recv(100) * 1000)
                except OSError:
                    continue

    thread = threading.Thread(target=serve)
    thread.start()
    yield listener.getsockname()[1]
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join()


def ask(opened: Gate, *sent: bytes) -> bytes:
    """Send to the gate, each part after an answer to the one before; return all that came back."""
    with socket.create_connection(("127.0.0.1", opened.port), timeout=10) as line:
        heard = b""
        for number, part in enumerate(sent):
            if number:
                heard += line.recv(65536)
            line.sendall(part)
        while piece := line.recv(65536):
            heard += piece
    return heard


def test_a_tunnel_passes_both_ways(echo: int) -> None:
    with gate(LOCAL, most_bytes=1 << 20) as opened:
        heard = ask(opened, b"CONNECT 127.0.0.1:%d HTTP/1.1\r\n\r\n" % echo, b"hello")
    assert heard == b"HTTP/1.1 200 Connection established\r\n\r\n" + b"hello" * 1000
    assert opened.refusals == []


def test_a_tunnel_to_the_inside_is_refused_and_listed(echo: int) -> None:
    with gate(PUBLIC_ONLY, most_bytes=1 << 20) as opened:
        for host in (b"127.0.0.1", b"localhost", b"[::1]", b"2130706433"):
            assert ask(opened, b"CONNECT %s:%d HTTP/1.1\r\n\r\n" % (host, echo)).startswith(b"HTTP/1.1 403")
    assert len(opened.refusals) == 4


def test_more_than_allowed_is_cut_and_said(echo: int) -> None:
    with gate(LOCAL, most_bytes=3000) as opened:
        heard = ask(opened, b"CONNECT 127.0.0.1:%d HTTP/1.1\r\n\r\n" % echo, b"hello")
    assert len(heard) < 5000 and opened.refusals == ["it loads too much; the rest was not let through"]


def test_plain_requests_are_passed_on_without_what_concerns_the_gate() -> None:
    with sites.site() as (home, asked), gate(LOCAL, most_bytes=1 << 20) as opened:
        request = f"GET {home}/style.css?a=b HTTP/1.1\r\nHost: x\r\nProxy-Authorization: secret\r\n\r\n"
        heard = ask(opened, request.encode())
    assert b"h1 { color: teal }" in heard and asked == ["/style.css"]


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"CONNECT :80 HTTP/1.1\r\n\r\n",
        b"GET ftp://a/ HTTP/1.1\r\n\r\n",
        b"\r\n\r\n",
    ],
)
def test_what_is_no_request_is_answered_as_such(sent: bytes) -> None:
    with gate(LOCAL, most_bytes=1 << 20) as opened:
        assert ask(opened, sent).startswith(b"HTTP/1.1 400")


def test_hosts_dropped_without_a_word_are_not_listed() -> None:
    with gate(LOCAL, most_bytes=1 << 20, unheard=("own.example",)) as opened:
        assert ask(opened, b"CONNECT own.example:443 HTTP/1.1\r\n\r\n").startswith(b"HTTP/1.1 400")
    assert opened.refusals == []
