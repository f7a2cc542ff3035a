"""A gate for programs we do not write: a local proxy that lets a browser or extractor reach public hosts
only.

It listens on loopback while a capture runs. Every connection the program asks for is resolved, judged and
made by `guard.connect`; what may be read in all is bounded. What was refused is listed.
"""

from __future__ import annotations

import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tawthiq.domain.errors import TawthiqError
from tawthiq.evidence.guard import Reach, connect

LONGEST_HEAD = 64 << 10
CHUNK = 1 << 16
MOST_CONNECTIONS = 256
IDLE_SECONDS = 30.0
HOP_HEADERS = (b"proxy-connection", b"proxy-authorization", b"connection", b"keep-alive")


@dataclass(slots=True)
class Gate:
    """The running gate: port, reach, bytes that may still be read, hosts dropped without a word, refusals
    so far.
    """

    port: int
    reach: Reach
    left: int
    unheard: tuple[str, ...] = ()
    refusals: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def address(self) -> str:
        """Give the address to set as proxy."""
        return f"http://127.0.0.1:{self.port}"

    def spend(self, count: int) -> bool:
        """Take bytes from what may be read; False once nothing is left."""
        with self.lock:
            self.left -= count
            if self.left < 0 and "too much" not in "".join(self.refusals[-1:]):
                self.refusals.append("it loads too much; the rest was not let through")
            return self.left >= 0

    def refuse(self, why: str) -> None:
        """Note a refusal."""
        with self.lock:
            if len(self.refusals) < 100:
                self.refusals.append(why)


@contextmanager
def gate(reach: Reach, *, most_bytes: int, unheard: tuple[str, ...] = ()) -> Iterator[Gate]:
    """Open a gate for the length of the block; requests for `unheard` hosts are dropped without a word."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=MOST_CONNECTIONS)
    opened = Gate(listener.getsockname()[1], reach, most_bytes, unheard)
    thread = threading.Thread(target=_serve, args=(listener, opened), daemon=True)
    thread.start()
    try:
        yield opened
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def _serve(listener: socket.socket, opened: Gate) -> None:
    room = threading.BoundedSemaphore(MOST_CONNECTIONS)
    workers: list[threading.Thread] = []
    ending = threading.Event()
    while True:
        try:
            client, _ = listener.accept()
        except OSError:
            break
        room.acquire()
        worker = threading.Thread(target=_attend, args=(client, opened, room, ending), daemon=True)
        worker.start()
        workers = [one for one in workers if one.is_alive()] + [worker]
    ending.set()
    for worker in workers:
        worker.join()


def _attend(client: socket.socket, opened: Gate, room: threading.Semaphore, ending: threading.Event) -> None:
    try:
        with client:
            client.settimeout(IDLE_SECONDS)
            head, rest = _head_of(client)
            if head:
                _pass_on(client, head, rest, opened, ending)
    except OSError:
        pass  # a line that breaks ends this connection and nothing else
    finally:
        room.release()


def _pass_on(client: socket.socket, head: bytes, rest: bytes, opened: Gate, ending: threading.Event) -> None:
    first, _, headers = head.partition(b"\r\n")
    method, _, wanted = first.decode("latin-1").partition(" ")
    address = wanted.rpartition(" ")[0]
    is_tunnel = method == "CONNECT"
    try:
        parts = urlsplit(f"//{address}" if is_tunnel else address)
        host, port = parts.hostname or "", parts.port or 80
    except ValueError:
        host, port = "", 0
    if not host or host in opened.unheard or (not is_tunnel and parts.scheme != "http"):
        client.sendall(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
        return
    try:
        server = connect(host, port, reach=opened.reach, timeout=IDLE_SECONDS)
    except TawthiqError as error:
        opened.refuse(str(error))
        client.sendall(b"HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
        return
    with server:
        if is_tunnel:
            client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            server.sendall(rest)
        else:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            line = f"{method} {path} HTTP/1.1\r\n".encode("latin-1")
            server.sendall(line + _own_headers(headers) + b"Connection: close\r\n\r\n" + rest)
        _pump(client, server, opened, ending)


def _head_of(client: socket.socket) -> tuple[bytes, bytes]:
    held = b""
    while b"\r\n\r\n" not in held and len(held) < LONGEST_HEAD:
        piece = client.recv(CHUNK)
        if not piece:
            return b"", b""
        held += piece
    head, _, rest = held.partition(b"\r\n\r\n")
    return head + b"\r\n", rest


def _own_headers(headers: bytes) -> bytes:
    lines = [line for line in headers.split(b"\r\n") if line]
    kept = [line for line in lines if line.partition(b":")[0].strip().lower() not in HOP_HEADERS]
    return b"".join(line + b"\r\n" for line in kept)


def _pump(client: socket.socket, server: socket.socket, opened: Gate, ending: threading.Event) -> None:
    other = {client: server, server: client}
    waited = 0.0
    while not ending.is_set() and waited < IDLE_SECONDS:
        ready, _, _ = select.select([client, server], [], [], 0.5)
        waited = 0.0 if ready else waited + 0.5
        for one in ready:
            piece = one.recv(CHUNK)
            if not piece or (one is server and not opened.spend(len(piece))):
                return
            other[one].sendall(piece)
