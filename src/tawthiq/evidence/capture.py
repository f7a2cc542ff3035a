"""Capture of a web page as evidence: WACZ, screenshot, PDF and media; whatever fails comes back as words,
never raised.

The collection record asked for by the Berkeley Protocol is made here: address asked and reached, UTC start
and end, tool and version, and the SHA-256 of every file as it was collected.
"""

from __future__ import annotations

import datetime
import hashlib
import importlib.metadata
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tawthiq.domain.errors import Refused, TawthiqError
from tawthiq.evidence.extractors import Extractor
from tawthiq.evidence.fetch import Exchange, FetchLimits, budget, fetch_page, title_of
from tawthiq.evidence.guard import PUBLIC_ONLY, Reach, addresses_of, target_of
from tawthiq.evidence.kinds import kind_of_file
from tawthiq.evidence.programs import ProgramLimits, run, sweep_folder
from tawthiq.evidence.proxy import gate
from tawthiq.evidence.texts import clean, safe_name
from tawthiq.evidence.wacz import write_wacz

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# what Chromium asks of its makers on its own account, which no page needs: not let through, not reported
BROWSERS_OWN_HOSTS = (
    *("update.googleapis.com", "accounts.google.com", "clients2.google.com", "edgedl.me.gvt1.com"),
    *(
        "content-autofill.googleapis.com",
        "optimizationguide-pa.googleapis.com",
        "safebrowsing.googleapis.com",
    ),
    *("redirector.gvt1.com", "android.clients.google.com"),
)
MEDIA = ("image/", "video/", "audio/", "application/pdf")
SMALLEST_MEDIA = 4096  # smaller pictures are icons and counters; they stay in the WACZ
MOST_MEDIA = 50
PAGE_PARTS, EXTRACT_PARTS = ".page-", ".extract-"


@dataclass(frozen=True, slots=True)
class CaptureLimits:
    """What one capture may cost: seconds and bytes, for the page and for each extractor."""

    seconds: float = 120
    most_bytes: int = 1 << 30


@dataclass(frozen=True, slots=True)
class CapturedFile:
    """One file of a capture, as collected: what it is, its name in the folder, type by content, SHA-256,
    size.
    """

    role: str
    file: str
    media_type: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Captured:
    """What came of a capture. Without files it failed, and `problems` say why; the link can be recorded all
    the same.
    """

    url: str
    reached: str | None
    status: int | None
    title: str | None
    started_at: datetime.datetime
    ended_at: datetime.datetime
    tools: tuple[str, ...] = ()
    files: tuple[CapturedFile, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def is_kept(self) -> bool:
        """Say whether anything was captured."""
        return bool(self.files)


@dataclass(slots=True)
class _Work:
    """What a capture gathers on its way."""

    url: str
    folder: Path
    reach: Reach
    limits: CaptureLimits
    clock: Callable[[], datetime.datetime]
    reached: str | None = None
    status: int | None = None
    title: str | None = None
    tools: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    roles: dict[str, str] = field(default_factory=dict)


def find_browser() -> str | None:
    """Find a Chromium that can be driven; None when there is none or the `browser` extra is not installed."""
    if find_spec("playwright") is None:
        return None
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def capture(
    url: str,
    folder: Path,
    *,
    browser: str | None,
    reach: Reach = PUBLIC_ONLY,
    limits: CaptureLimits = CaptureLimits(),
    extractors: Sequence[Extractor] = (),
    clock: Callable[[], datetime.datetime] = lambda: datetime.datetime.now(datetime.UTC),
) -> Captured:
    """Capture a page into an empty folder. Never raises for what a link, a site or a program does."""
    work, started_at = _Work(url, folder, reach, limits, clock), clock()
    steps: list[tuple[str, Callable[[], None]]] = [("page", lambda: _page(work, browser))]
    steps += [(one.name, lambda one=one: _extract(work, one)) for one in extractors]  # type: ignore[misc]  # bound now
    try:
        target = target_of(url)
        addresses_of(target.host, target.port, reach)  # a refused link starts no program at all
    except TawthiqError as error:
        work.problems.append(str(error))
        steps = []
    for name, step in steps:
        _try(work, name, step)
    _sweep(folder)
    files = _try(work, "files", lambda: _files(work)) or ()
    return Captured(
        url,
        work.reached,
        work.status,
        work.title,
        started_at,
        clock(),
        tuple(work.tools),
        files,
        tuple(clean(problem) for problem in work.problems),
    )


def _sweep(folder: Path) -> None:
    """Remove what a stopped program was still writing into its folder of parts while it ended."""
    for path in [*folder.glob(f"{PAGE_PARTS}*"), *folder.glob(f"{EXTRACT_PARTS}*")]:
        sweep_folder(path)


def _try(work: _Work, name: str, step: Callable[[], Any]) -> Any:
    try:
        return step()
    except TawthiqError as error:
        work.problems.append(f"{name}: {error}")
    except OSError as error:
        work.problems.append(f"{name}: {error.strerror or type(error).__name__}")
    except Exception as error:  # the door: a failed capture never blocks recording the link
        work.problems.append(f"{name}: failed ({type(error).__name__})")
    return None


def _page(work: _Work, browser: str | None) -> None:
    """Capture through the browser where there is one; through plain HTTP where there is none or it fails."""
    if browser is not None and _try(
        work, "browser", lambda: _capture_with(work, partial(_browse, browser=browser))
    ):
        return
    _capture_with(work, _fetch)


def _capture_with(work: _Work, way: Callable[[_Work, Path], list[Exchange]]) -> bool:
    """Capture in one way, into a folder of its own; what is complete is moved out of it. True when it is
    done.
    """
    with tempfile.TemporaryDirectory(dir=work.folder, prefix=PAGE_PARTS, ignore_cleanup_errors=True) as name:
        parts = Path(name)
        exchanges = way(work, parts)
        reached = work.reached or exchanges[-1].url
        software = ", ".join(work.tools)
        target = work.folder / "page.wacz"
        write_wacz(target, exchanges, page=reached, title=work.title or "", software=software, folder=parts)
        work.roles["page.wacz"] = "web-archive"
        for made, role in (("screenshot.png", "screenshot"), ("page.pdf", "pdf")):
            if (parts / made).exists():
                shutil.move(parts / made, work.folder / made)
                work.roles[made] = role
        _keep_media(work, exchanges)
    return True


def _browse(work: _Work, parts: Path, *, browser: str) -> list[Exchange]:
    order = {
        "url": work.url,
        "folder": str(parts.resolve()),
        "browser": browser,
        "language": "ar",
        "seconds": work.limits.seconds,
    }
    with gate(work.reach, most_bytes=work.limits.most_bytes, unheard=BROWSERS_OWN_HOSTS) as opened:
        command = (sys.executable, "-m", "tawthiq.evidence.browser")
        told = json.dumps({**order, "proxy": opened.address}).encode()
        # Chromium maps files far larger than it fills: a tight limit on file size kills it
        most = ProgramLimits(work.limits.seconds, cpu_seconds=max(60, int(work.limits.seconds * 4)))
        ran = run(command, limits=most, folder=parts, told=told)
        work.problems += opened.refusals
    if ran.code != 0:
        reason = (
            f"took longer than {work.limits.seconds:g} seconds"
            if ran.code is None
            else _last_line(ran.complained)
        )
        raise Refused(
            "browser-failed", f"the page could not be opened ({reason}); plain HTTP is tried instead"
        )
    answer: Mapping[str, Any] = json.loads(ran.said)
    work.problems += answer["problems"]
    work.reached, work.status, work.title = answer["url"], answer["status"], clean(answer["title"])
    work.tools.append(f"tawthiq {_version('tawthiq')} with Chromium {answer['version']}")
    return [_exchange(one, parts) for one in answer["exchanges"]]


def _fetch(work: _Work, parts: Path) -> list[Exchange]:
    tool = f"tawthiq {_version('tawthiq')} by plain HTTP"
    agent = (
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0 Safari/537.36"
    )
    spend = budget(parts, FetchLimits(work.limits.seconds, work.limits.most_bytes))
    exchanges, problems = fetch_page(work.url, spend, reach=work.reach, agent=agent, clock=work.clock)
    page = next(one for one in exchanges if not 300 <= one.status < 400 or one is exchanges[-1])
    work.problems += problems
    work.reached, work.status = page.url, page.status
    work.title = clean(title_of(page)) if "html" in page.header("content-type") else None
    work.tools.append(tool)
    return exchanges


def _keep_media(work: _Work, exchanges: Sequence[Exchange]) -> None:
    """Lay pictures, films and documents of the page beside the WACZ, each content once."""
    seen: set[str] = set()
    for exchange in exchanges:
        is_media = exchange.header("content-type").startswith(MEDIA) and exchange.status == 200
        if not is_media or exchange.body.stat().st_size < SMALLEST_MEDIA:
            continue
        digest = _sha256(exchange.body)
        if digest in seen:
            continue
        if len(seen) >= MOST_MEDIA:
            work.problems.append(
                f"the page shows more than {MOST_MEDIA} media files; the rest are in the WACZ only"
            )
            return
        seen.add(digest)
        name = f"media-{len(seen):03d}-{safe_name(exchange.url.partition('?')[0].rstrip('/'))[-60:]}"
        shutil.copyfile(exchange.body, work.folder / name)
        work.roles[name] = "media"


def _extract(work: _Work, extractor: Extractor) -> None:
    with tempfile.TemporaryDirectory(
        dir=work.folder, prefix=EXTRACT_PARTS, ignore_cleanup_errors=True
    ) as name:
        out = Path(name).resolve()
        with gate(work.reach, most_bytes=work.limits.most_bytes) as opened:
            filled = {
                "url": work.url,
                "folder": str(out),
                "proxy": opened.address,
                "bytes": str(work.limits.most_bytes),
            }
            command = [part.format(**filled) if "{" in part else part for part in extractor.command]
            most = ProgramLimits(work.limits.seconds, int(work.limits.seconds), work.limits.most_bytes)
            ran = run(command, limits=most, folder=out, proxy=opened.address)
            work.problems += [f"{extractor.name}: {refusal}" for refusal in opened.refusals]
        if ran.code != 0:
            reason = "was stopped for its time" if ran.code is None else f"ended with code {ran.code}"
            work.problems.append(f"{extractor.name} {reason}: {_last_line(ran.complained)}")
        for number, path in enumerate(
            sorted(p for p in out.rglob("*") if p.is_file() and not p.is_symlink())
        ):
            kept = f"{safe_name(extractor.name)}-{number:03d}-{safe_name(path.name)[-60:]}"
            shutil.move(path, work.folder / kept)
            work.roles[kept] = "media" if not kept.endswith(".json") else "context"
        work.tools.append(extractor.name)


def _files(work: _Work) -> tuple[CapturedFile, ...]:
    found = []
    for name, role in work.roles.items():
        path = work.folder / name
        with path.open("rb") as file:
            media_type = kind_of_file(file).media_type
        found.append(CapturedFile(role, name, media_type, _sha256(path), path.stat().st_size))
    return tuple(found)


def _exchange(one: Mapping[str, Any], parts: Path) -> Exchange:
    return Exchange(
        one["url"],
        one["method"],
        tuple((str(name), str(value)) for name, value in one["request_headers"]),
        one["status"],
        one["reason"],
        tuple((str(name), str(value)) for name, value in one["headers"]),
        parts / Path(one["body"]).name,
        datetime.datetime.fromisoformat(one["at"]),
        is_decoded=True,
    )


def _last_line(words: bytes) -> str:
    lines = [line for line in words.decode("utf-8", "replace").splitlines() if line.strip()]
    telling = [line for line in lines if "Error" in line or "ERROR" in line] or lines
    return clean(telling[-1])[:200] if telling else "it said nothing"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "(not installed)"
