"""Asking a time-stamping authority over HTTP: the one place where trusted time touches a network."""

from __future__ import annotations

import urllib.error
import urllib.request
from dataclasses import dataclass, field

from tawthiq.custody.timestamps import QUERY_TYPE, REPLY_TYPE, SealedTime, Token, accept, ask
from tawthiq.domain.errors import InvalidFile, InvalidValue, Refused

LONGEST_REPLY = 1 << 20


@dataclass(frozen=True, slots=True)
class TimeAuthority:
    """An authority as configured: its name here, its address, its root certificates (PEM or DER)."""

    name: str
    url: str
    roots: tuple[bytes, ...] = field(repr=False)


def stamp(message: bytes, authority: TimeAuthority, *, timeout: float = 30) -> tuple[Token, SealedTime]:
    """Get a token over a message and check it at once. Raises Refused when there is no answer, InvalidFile when bad."""
    if not authority.url.startswith(("https://", "http://")):
        raise InvalidValue(
            f"The address of the authority {authority.name} must begin with https:// or http://."
        )
    query = ask(message)
    headers = {"Content-Type": QUERY_TYPE, "Accept": REPLY_TYPE}
    request = urllib.request.Request(authority.url, data=query.der, headers=headers, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            reply = answer.read(LONGEST_REPLY + 1)
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise Refused(
            "authority-silent",
            f"The time authority {authority.name} gave no answer ({type(error).__name__}). Try again, or another.",
        ) from error
    if len(reply) > LONGEST_REPLY:
        raise InvalidFile(f"The answer of the time authority {authority.name} is no token: it is too long.")
    return accept(reply, query, roots=authority.roots)
