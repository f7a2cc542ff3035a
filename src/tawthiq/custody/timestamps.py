"""Trusted time (RFC 3161): a token that binds a message to a moment, checked again later and offline.

Bytes in, bytes out: what is sent to an authority and what came back are values; sending is done elsewhere.
A token is checked as of the moment it names, so it stays good after its authority's certificate has
expired.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from tawthiq.domain.errors import InvalidFile, InvalidValue

QUERY_TYPE, REPLY_TYPE = "application/timestamp-query", "application/timestamp-reply"
SEQUENCE, CONTEXT_0 = 0x30, 0xA0
HASHES = {
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}


@dataclass(frozen=True, slots=True)
class Query:
    """What is sent to an authority (media type QUERY_TYPE), and the nonce its answer must repeat."""

    message: bytes
    der: bytes
    nonce: int | None


@dataclass(frozen=True, slots=True)
class Token:
    """An authority's answer as it came, and its SHA-256: a few of its bits bear no meaning, none may
    change.
    """

    der: bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class SealedTime:
    """What a token that holds says: the moment (UTC), how exact, which authority, under which serial and
    policy.
    """

    sealed_at: datetime.datetime
    accuracy: datetime.timedelta | None
    authority: str
    serial: str
    policy: str


def ask(message: bytes) -> Query:
    """Make a query for a token over a message; the authority sees its SHA-512 only."""
    if not message:
        raise InvalidValue("There is nothing to be stamped: the message is empty.")
    request = (
        TimestampRequestBuilder()
        .data(message)
        .hash_algorithm(HashAlgorithm.SHA512)
        .cert_request(cert_request=True)
        .nonce(nonce=True)
        .build()
    )
    return Query(message, request.as_bytes(), request.nonce)


def accept(reply: bytes, query: Query, *, roots: Sequence[bytes]) -> tuple[Token, SealedTime]:
    """Check an authority's answer to our query: the token to keep, and what it says.

    `roots` are the authority's root certificates (PEM or DER). Raises InvalidFile, saying which step failed.
    """
    sealed = _checked(reply, query.message, roots=roots, nonce=query.nonce)
    return Token(reply, hashlib.sha256(reply).hexdigest()), sealed


def verify(token: Token, message: bytes, *, roots: Sequence[bytes]) -> SealedTime:
    """Check a kept token over a message, offline, at any later time. Raises InvalidFile, saying which step
    failed.
    """
    if hashlib.sha256(token.der).hexdigest() != token.sha256:
        raise InvalidFile("The token was changed since it was kept: it has another digest. Use a copy.")
    return _checked(token.der, message, roots=roots, nonce=None)


def certificates(content: bytes) -> list[x509.Certificate]:
    """Read certificates from PEM (one or many) or DER."""
    try:
        if b"-----BEGIN" in content:
            return x509.load_pem_x509_certificates(content)
        return [x509.load_der_x509_certificate(content)]
    except ValueError as error:
        raise InvalidFile("The authority's certificate cannot be read; expected PEM or DER.") from error


def _checked(token: bytes, message: bytes, *, roots: Sequence[bytes], nonce: int | None) -> SealedTime:
    # 1. The token is read as DER; a set out of order (common, harmless, unsigned) is put in order first.
    response = _decoded(token)
    try:
        # 2. The authority granted it. 3. It is over this message.
        _refuse_other(response, message)
        # 4. It answers our query and no older one. 5. It is signed by a time-stamping certificate
        #    whose chain ends in a trusted root and was valid at the moment it names.
        _refuse_bad_signature(response, message, roots, nonce)
        return _reading(response)
    except (ValueError, OverflowError, KeyError, TypeError) as error:
        if isinstance(error, InvalidValue):
            raise
        raise InvalidFile("The token cannot be read: a part of it is malformed, or was changed.") from error


def _refuse_other(response: TimeStampResponse, message: bytes) -> None:
    if response.status != 0:
        raise InvalidFile(
            f"The authority refused to stamp (status {response.status}). Ask it again, or another."
        )
    imprint = response.tst_info.message_imprint
    algorithm = HASHES.get(imprint.hash_algorithm.dotted_string)
    if algorithm is None:
        raise InvalidFile(f"The token's digest {imprint.hash_algorithm.dotted_string} is not accepted.")
    if imprint.message != hashlib.new(algorithm, message).digest():
        raise InvalidFile("The token is over another message than this one.")


def _refuse_bad_signature(
    response: TimeStampResponse, message: bytes, roots: Sequence[bytes], nonce: int | None
) -> None:
    trusted = [certificate for content in roots for certificate in certificates(content)]
    if not trusted:
        raise InvalidValue("No root certificate was given, so no authority is trusted. Name at least one.")
    try:
        VerifierBuilder(roots=trusted, nonce=nonce).build().verify_message(response, message)
    except (VerificationError, ValueError) as error:
        raise InvalidFile(f"The token does not hold: {str(error)[:160]}.") from error
    except BaseException as error:
        if not is_panic(error):
            raise
        raise InvalidFile(
            "The token, or a certificate to check it with, is malformed or was changed."
        ) from error


def is_panic(error: BaseException) -> bool:
    """Say whether a library written in Rust gave up on what it read: such an error is no Exception."""
    return type(error).__name__ == "PanicException"


def _decoded(token: bytes) -> TimeStampResponse:
    for attempt in (token, _with_ordered_certificates(token)):
        try:
            return decode_timestamp_response(attempt)
        except ValueError as error:
            failure = error
    raise InvalidFile("The token cannot be read: it is not an RFC 3161 reply, or was changed.") from failure


def _reading(response: TimeStampResponse) -> SealedTime:
    info = response.tst_info
    accuracy = info.accuracy
    exact = None
    if accuracy is not None:
        micros = (accuracy.millis or 0) * 1000 + (accuracy.micros or 0)
        exact = datetime.timedelta(seconds=accuracy.seconds, microseconds=micros)
    (signer,) = response.signed_data.signer_infos
    held = [x509.load_der_x509_certificate(der) for der in response.signed_data.certificates]
    names = [c.subject.rfc4514_string() for c in held if c.serial_number == signer.serial_number]
    return SealedTime(
        info.gen_time.astimezone(datetime.UTC),
        exact,
        names[0] if names else signer.issuer.rfc4514_string(),
        f"{info.serial_number:x}",
        info.policy.dotted_string if info.policy is not None else "",
    )


def fingerprint_of(certificate: bytes) -> str:
    """Give the SHA-256 of a certificate (PEM or DER), by which people compare roots."""
    (first, *_) = certificates(certificate)
    return hashlib.sha256(first.public_bytes(Encoding.DER)).hexdigest()


def _with_ordered_certificates(token: bytes) -> bytes:
    """Sort the certificates of a reply as DER asks (X.690 §11.6): many authorities send them as they come.

    The set is not under the signature and its length does not change, so nothing else in the reply moves.
    """
    try:
        start, end = _certificate_set(token)
        items = [token[a:b] for a, b in _items(token, start, end)]
    except (IndexError, ValueError, StopIteration):
        return token
    return token[:start] + b"".join(sorted(items)) + token[end:]


def _certificate_set(token: bytes) -> tuple[int, int]:
    """Find where the certificates lie: TimeStampResp, token, its content [0], SignedData, certificates [0]."""
    start, end = _inside(token, 0, SEQUENCE)
    _, (content, _) = list(_items(token, start, end))[:2]
    start, end = _inside(token, content, SEQUENCE)
    _, (wrapped, _) = list(_items(token, start, end))[:2]
    start, _ = _inside(token, wrapped, CONTEXT_0)
    start, end = _inside(token, start, SEQUENCE)
    place = next(a for a, _ in _items(token, start, end) if token[a] == CONTEXT_0)
    return _inside(token, place, CONTEXT_0)


def _items(token: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        _, stop = _inside(token, start, token[start])
        yield start, stop
        start = stop


def _inside(token: bytes, place: int, tag: int) -> tuple[int, int]:
    """Give where the content of the element at a place starts and ends."""
    if token[place] != tag:
        raise ValueError("another element than expected")
    length, start = token[place + 1], place + 2
    if length & 0x80:
        count = length & 0x7F
        length, start = int.from_bytes(token[start : start + count], "big"), start + count
    if start + length > len(token):
        raise ValueError("cut short")
    return start, start + length
