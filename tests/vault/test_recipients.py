"""A package opens with its recipient's key only; an authority's answer is checked as it arrives."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tawthiq.custody.timestamps import verify
from tawthiq.domain.errors import InvalidFile, InvalidValue, Refused
from tawthiq.vault.authorities import TimeAuthority, stamp
from tawthiq.vault.recipients import decrypt_with, encrypt_for, new_identity
from tests.custody import authority as authorities

AUTHORITY = authorities.make_authority()


def test_the_recipient_opens_it_and_nobody_else(tmp_path: Path) -> None:
    source, sealed, out = tmp_path / "package", tmp_path / "package.age", tmp_path / "out"
    source.write_bytes(bytes(3_000_000) + b"the end")
    (identity, recipient), (stranger, _) = new_identity(), new_identity()
    encrypt_for([recipient], source, sealed)
    assert (
        sealed.read_bytes().startswith(b"age-encryption.org/v1\n") and b"the end" not in sealed.read_bytes()
    )
    decrypt_with(identity, sealed, out)
    assert out.read_bytes() == source.read_bytes()
    out.unlink()
    with pytest.raises(Refused, match="does not open with this key"):
        decrypt_with(stranger, sealed, out)
    assert not out.exists()


def test_a_package_changed_on_its_way_leaves_nothing(tmp_path: Path) -> None:
    source, sealed, out = tmp_path / "package", tmp_path / "package.age", tmp_path / "out"
    source.write_bytes(bytes(3_000_000))
    identity, recipient = new_identity()
    encrypt_for([recipient], source, sealed)
    content = bytearray(sealed.read_bytes())
    content[2_000_000] ^= 1
    sealed.write_bytes(content)
    with pytest.raises(Refused, match="changed on its way"):
        decrypt_with(identity, sealed, out)
    assert not out.exists()


def test_it_refuses_what_is_no_key(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="Not a recipient's key"):
        encrypt_for(["age1notakey"], tmp_path / "a", tmp_path / "b")
    with pytest.raises(InvalidValue, match="at least one recipient"):
        encrypt_for([], tmp_path / "a", tmp_path / "b")
    with pytest.raises(InvalidValue, match="Not an age identity"):
        decrypt_with("AGE-SECRET-KEY-1X", tmp_path / "a", tmp_path / "b")


class _Answering(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        query = self.rfile.read(int(self.headers["Content-Length"]))
        reply = b"no token" if self.path == "/bad" else authorities.stamp(AUTHORITY, query)
        self.send_response(500 if self.path == "/broken" else 200)
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the tests' output clean."""


@pytest.fixture
def home() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Answering)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_authority_is_asked_and_its_answer_checked_now_and_later(home: str) -> None:
    token, sealed = stamp(b"ledger head 1", TimeAuthority("test", home + "/", (AUTHORITY.root,)))
    assert verify(token, b"ledger head 1", roots=[AUTHORITY.root]) == sealed


def test_an_authority_that_fails_is_named(home: str) -> None:
    roots = (AUTHORITY.root,)
    with pytest.raises(Refused, match="test gave no answer"):
        stamp(b"head", TimeAuthority("test", home + "/broken", roots))
    with pytest.raises(InvalidFile, match="cannot be read"):
        stamp(b"head", TimeAuthority("test", home + "/bad", roots))
    with pytest.raises(InvalidValue, match="https://"):
        stamp(b"head", TimeAuthority("test", "file:///etc/passwd", roots))
