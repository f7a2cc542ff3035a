"""No request to this machine or its network: every host is resolved once, judged, and reached at that
address.

Used for what a stranger's link makes us fetch (SSRF). Resolving and connecting are one step, so a name that
changes its address in between gains nothing; redirects and everything a page loads pass the same gate.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from tawthiq.domain.errors import InvalidValue, Refused

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

NAT64 = ipaddress.ip_network("64:ff9b::/96")
LONGEST_URL = 8192
_UNFIT = re.compile(r"[\x00-\x20\x7f\\]")


@dataclass(frozen=True, slots=True)
class Reach:
    """Which networks beyond the public internet may be reached, by the operator's own choice."""

    also: tuple[Network, ...] = ()


PUBLIC_ONLY = Reach()


@dataclass(frozen=True, slots=True)
class Target:
    """A web address taken apart: what to connect to and what to ask for there."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Give the value of the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == {"http": 80, "https": 443}[self.scheme] else f"{host}:{self.port}"


def target_of(url: str) -> Target:
    """Take a web address apart; refuse what is none, or holds a password, or other than http and https."""
    if len(url) > LONGEST_URL or _UNFIT.search(url):
        raise InvalidValue("Not a web address: it holds blanks, controls or backslashes, or is too long.")
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
        host = host.encode("idna").decode() if not host.isascii() else host
    except ValueError as error:
        raise InvalidValue("Not a web address: its host or port cannot be read.") from error
    if parts.scheme not in ("http", "https") or not host:
        raise InvalidValue("Not a web address: expected http:// or https:// and a host.")
    if parts.username is not None or parts.password is not None:
        raise InvalidValue("The address holds a user name or password; give it without.")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~") + (
        f"?{_query(parts.query)}" if parts.query else ""
    )
    return Target(parts.scheme, host, port or {"http": 80, "https": 443}[parts.scheme], path)


def addresses_of(host: str, port: int, reach: Reach = PUBLIC_ONLY) -> list[str]:
    """Resolve a host; refuse it when any of its addresses is not public and not allowed by the operator."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Refused("host-unknown", f"The host {host} cannot be found.") from error
    addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    for text in addresses:
        if not is_reachable(ipaddress.ip_address(text.partition("%")[0]), reach):
            raise Refused(
                "address-not-public",
                f"The host {host} leads to {text}, inside this machine or its network; nothing was sent. "
                "An administrator can allow the network by name.",
            )
    return addresses


def is_reachable(address: Address, reach: Reach) -> bool:
    """Say whether an address is public, seen through the ways IPv6 wraps IPv4, or allowed by the operator."""
    inner = _inner(address)
    if any(
        one in network for network in reach.also for one in (address, inner) if one.version == network.version
    ):
        return True
    return inner.is_global and not inner.is_multicast and not inner.is_reserved


def connect(host: str, port: int, *, reach: Reach, timeout: float) -> socket.socket:
    """Resolve, judge and connect in one step, trying each address in turn."""
    failure: OSError | None = None
    for address in addresses_of(host, port, reach):
        try:
            return socket.create_connection((address, port), timeout=timeout)
        except OSError as error:
            failure = error
    raise Refused("host-unreachable", f"The host {host} does not answer on port {port}.") from failure


def _inner(address: Address) -> Address:
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else address)


def _query(query: str) -> str:
    return quote(query, safe="/%:@!$&'()*+,;=~?[]")
