"""One page and what it shows, by plain HTTP: every hop passes the guard, every body is bounded and kept as
it came.
"""

from __future__ import annotations

import datetime
import http.client
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urljoin

from tawthiq.domain.errors import InvalidFile, Refused, TawthiqError
from tawthiq.evidence.guard import Reach, Target, connect, target_of

CHUNK = 1 << 16
MOST_REDIRECTS = 10
# where a page names what it shows: element, attribute
SHOWN = {
    ("img", "src"),
    ("script", "src"),
    ("video", "src"),
    ("video", "poster"),
    ("audio", "src"),
    ("source", "src"),
    ("link", "href"),
    ("iframe", "src"),
}
LINKS = ("stylesheet", "icon", "shortcut icon", "apple-touch-icon")
SHOWN_PROPERTIES = ("og:image", "og:video", "og:video:url", "twitter:image")


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What fetching one page may take in all."""

    seconds: float = 60
    most_bytes: int = 512 << 20
    most_parts: int = 200
    connect_seconds: float = 15


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer; the body lies in a file, with content coding removed where `is_decoded`."""

    url: str
    method: str
    request_headers: tuple[tuple[str, str], ...]
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: Path
    at: datetime.datetime
    is_decoded: bool = False

    def header(self, name: str) -> str:
        """Give a header of the answer, empty when it is not there."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


@dataclass(frozen=True, slots=True)
class Budget:
    """What is left to spend: until when, and how many bytes lie in the folder already."""

    until: float
    folder: Path
    limits: FetchLimits

    def seconds_left(self) -> float:
        """Give the seconds left; raise Refused when there are none."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise Refused("over-time", f"Fetching took longer than {self.limits.seconds:g} seconds.")
        return left

    def bytes_left(self) -> int:
        """Give the bytes left to fetch."""
        return self.limits.most_bytes - sum(path.stat().st_size for path in self.folder.glob("body-*"))


def budget(folder: Path, limits: FetchLimits) -> Budget:
    """Start spending now."""
    return Budget(time.monotonic() + limits.seconds, folder, limits)


def fetch_page(
    url: str, spend: Budget, *, reach: Reach, agent: str, clock: Callable[[], datetime.datetime]
) -> tuple[list[Exchange], list[str]]:
    """Fetch a page with its redirects and what it shows; also what could not be fetched, in words.

    Raises Refused or InvalidFile when the page itself cannot be fetched.
    """
    fetched = list(fetch(url, spend, reach=reach, agent=agent, clock=clock))
    page, problems = fetched[-1], list[str]()
    if "html" not in page.header("content-type"):
        return fetched, problems
    for number, part in enumerate(shown_by(page)):
        if number >= spend.limits.most_parts:
            problems.append(
                f"the page shows more than {spend.limits.most_parts} parts; the rest was not fetched"
            )
            break
        try:
            fetched += fetch(part, spend, reach=reach, agent=agent, clock=clock)
        except TawthiqError as error:
            problems.append(f"part {number + 1}: {error}")
            if isinstance(error, Refused) and error.code in ("over-time", "over-size"):
                break
    return fetched, problems


def fetch(
    url: str, spend: Budget, *, reach: Reach, agent: str, clock: Callable[[], datetime.datetime]
) -> Iterator[Exchange]:
    """Fetch an address, yielding each redirect and at last the answer. Raises Refused or InvalidFile."""
    for _ in range(MOST_REDIRECTS + 1):
        exchange = _one(url, spend, reach=reach, agent=agent, clock=clock)
        yield exchange
        location = exchange.header("location")
        if exchange.status not in (301, 302, 303, 307, 308) or not location:
            return
        url = urldefrag(urljoin(url, location)).url
    raise Refused("redirects", f"The address redirects more than {MOST_REDIRECTS} times.")


def shown_by(page: Exchange) -> list[str]:
    """List the addresses of what a page shows, in order, each once."""
    finder = _Finder()
    finder.feed(page.body.read_bytes()[: 16 << 20].decode("utf-8", "replace"))
    base = urljoin(page.url, finder.base) if finder.base else page.url
    found = (urldefrag(urljoin(base, link.strip())).url for link in finder.found)
    return list(dict.fromkeys(link for link in found if link.startswith(("http://", "https://"))))


def title_of(page: Exchange) -> str:
    """Give a page's title, empty when it has none."""
    finder = _Finder()
    finder.feed(page.body.read_bytes()[: 1 << 20].decode("utf-8", "replace"))
    return " ".join(finder.title.split())


def _one(
    url: str, spend: Budget, *, reach: Reach, agent: str, clock: Callable[[], datetime.datetime]
) -> Exchange:
    target, at = target_of(url), clock()
    asked = (
        ("Host", target.authority),
        ("User-Agent", agent),
        ("Accept", "*/*"),
        ("Accept-Encoding", "identity"),
        ("Connection", "close"),
    )
    connection = _connection(target, spend, reach)
    try:
        connection.putrequest("GET", target.path, skip_host=True, skip_accept_encoding=True)
        for name, value in asked:
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        body = spend.folder / f"body-{len(list(spend.folder.glob('body-*'))):06d}"
        _keep(answer, body, spend, connection)
    except (http.client.HTTPException, OSError, ValueError) as error:
        raise Refused(
            "no-answer", f"{target.host} gave no answer that can be kept ({type(error).__name__})."
        ) from error
    finally:
        connection.close()
    return Exchange(url, "GET", asked, answer.status, answer.reason, tuple(answer.getheaders()), body, at)


def _connection(target: Target, spend: Budget, reach: Reach) -> http.client.HTTPConnection:
    timeout = min(spend.seconds_left(), spend.limits.connect_seconds)
    sock = connect(target.host, target.port, reach=reach, timeout=timeout)
    if target.scheme == "https":
        try:
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=target.host)
        except (ssl.SSLError, OSError) as error:
            sock.close()
            raise Refused(
                "not-secure", f"No secure connection to {target.host}: its certificate fails."
            ) from error
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.sock = sock  # connected already, to the address that was judged
    return connection


def _keep(
    answer: http.client.HTTPResponse, body: Path, spend: Budget, connection: http.client.HTTPConnection
) -> None:
    left = spend.bytes_left()
    with body.open("wb") as file:
        while True:
            if connection.sock is not None:
                connection.sock.settimeout(spend.seconds_left())
            else:
                spend.seconds_left()
            piece = answer.read1(CHUNK)
            if not piece:
                break
            left -= len(piece)
            if left < 0:
                raise Refused(
                    "over-size", f"It is larger than {spend.limits.most_bytes} bytes; it was not kept."
                )
            file.write(piece)
    if answer.length:
        raise InvalidFile(f"The answer was cut: {answer.length} bytes are missing.")


class _Finder(HTMLParser):
    """Collects what a page shows, its base address and its title."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = list[str]()
        self.base, self.title = "", ""
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self._in_title = tag == "title"
        if tag == "base":
            self.base = self.base or values.get("href", "")
        elif tag == "meta" and (values.get("property") or values.get("name")) in SHOWN_PROPERTIES:
            self.found.append(values.get("content", ""))
        elif tag != "link" or values.get("rel", "").lower() in LINKS:
            self.found += [value for name, value in values.items() if (tag, name) in SHOWN and value]
            self.found += [one.split()[0] for one in values.get("srcset", "").split(",") if one.split()]

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
