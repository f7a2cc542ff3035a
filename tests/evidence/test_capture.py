"""A page is captured whole, through a browser or without; what fails comes back as words and reaches
nothing inside.
"""

from __future__ import annotations

import datetime
import hashlib
import ipaddress
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from tawthiq.evidence.capture import Captured, CaptureLimits, capture, find_browser
from tawthiq.evidence.extractors import YT_DLP, Extractor
from tawthiq.evidence.guard import PUBLIC_ONLY, Reach
from tawthiq.evidence.webarchive import check_wacz
from tests.evidence import site as sites

LOCAL = Reach((ipaddress.ip_network("127.0.0.1/32"),))
BROWSER = find_browser()
WAYS = [
    pytest.param(None, id="plain"),
    pytest.param(BROWSER, id="browser", marks=pytest.mark.skipif(BROWSER is None, reason="no Chromium here")),
]


@pytest.fixture(scope="module")
def site() -> Iterator[tuple[str, list[str]]]:
    with sites.site() as served:
        yield served


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "captured").mkdir()
    return tmp_path / "captured"


def taken(url: str, folder: Path, *, browser: str | None = None, seconds: float = 40) -> Captured:
    return capture(url, folder, browser=browser, reach=LOCAL, limits=CaptureLimits(seconds, 4 << 20))


def urls_in(wacz: Path, folder: Path) -> set[str]:
    shutil.unpack_archive(wacz, folder / "open", "zip")
    with (folder / "open/archive/data.warc.gz").open("rb") as file:
        records = ArchiveIterator(file, check_digests="raise")
        return {r.rec_headers.get_header("WARC-Target-URI") for r in records if r.rec_type == "response"}


@pytest.mark.parametrize("browser", WAYS)
def test_a_page_is_kept_with_what_it_shows(
    site: tuple[str, list[str]], folder: Path, tmp_path: Path, browser: str | None
) -> None:
    home, _ = site
    found = taken(f"{home}/moved", folder, browser=browser)
    assert (found.reached, found.status, found.title) == (f"{home}/page", 200, "سوق القرية")
    roles = {file.role for file in found.files}
    assert roles >= {"web-archive", "media"} and (browser is None or roles >= {"screenshot", "pdf"})
    assert check_wacz(folder / "page.wacz").faults == ()
    kept = urls_in(folder / "page.wacz", tmp_path)
    assert kept >= {f"{home}/{name}" for name in ("moved", "page", "style.css", "photo.jpg", "missing.jpg")}
    assert (f"{home}/late.jpg" in kept) == (browser is not None)
    assert sum(file.role == "media" for file in found.files) == (2 if browser else 1)


@pytest.mark.parametrize("browser", WAYS)
def test_nothing_inside_is_reached_and_the_refusals_are_told(
    site: tuple[str, list[str]], folder: Path, browser: str | None
) -> None:
    found = taken(f"{site[0]}/page", folder, browser=browser)
    refused = [problem for problem in found.problems if "inside this machine or its network" in problem]
    assert any("169.254.169.254" in problem for problem in refused)
    assert browser is None or any("10.1.2.3" in problem for problem in refused)


def test_the_record_of_collection_is_complete(site: tuple[str, list[str]], folder: Path) -> None:
    found = taken(f"{site[0]}/page?id=1", folder)
    assert found.url.endswith("/page?id=1") and found.started_at <= found.ended_at
    assert found.started_at.tzinfo is datetime.UTC and "plain HTTP" in found.tools[0]
    for file in found.files:
        content = (folder / file.file).read_bytes()
        assert (file.sha256, file.size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert {file.file for file in found.files} == {path.name for path in folder.iterdir()}


FAILING = {
    "/gone-host": ("http://no-such-host.invalid/", "cannot be found"),
    "loopback": ("http://127.0.0.1:1/", "inside this machine"),
    "metadata": ("http://169.254.169.254/latest", "inside this machine"),
    "file": ("file:///etc/passwd", "Not a web address"),
    "not an address": ("فيديو القصف", "Not a web address"),
}


@pytest.mark.parametrize("what", FAILING)
def test_a_link_that_may_not_or_cannot_be_fetched_is_a_value(folder: Path, what: str) -> None:
    url, reason = FAILING[what]
    found = capture(url, folder, browser=BROWSER, reach=PUBLIC_ONLY)
    assert not found.is_kept and list(folder.iterdir()) == []
    assert reason in " ".join(found.problems)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/inside", "192.168.1.1, inside this machine"),
        ("/to-file", "expected http:// or https://"),
        ("/round", "redirects more than 10 times"),
        ("/cut", "gave no answer that can be kept|bytes are missing"),
        ("/endless", "larger than 4194304 bytes"),
        ("/slow", "no answer that can be kept|longer than"),
    ],
)
def test_a_site_that_misbehaves_is_a_value(
    site: tuple[str, list[str]], folder: Path, path: str, reason: str
) -> None:
    found = taken(site[0] + path, folder, seconds=3)
    assert not found.is_kept and list(folder.iterdir()) == []
    assert any(word in " ".join(found.problems) for word in reason.split("|"))


def test_an_error_page_is_kept_as_what_it_is(site: tuple[str, list[str]], folder: Path) -> None:
    found = taken(f"{site[0]}/gone", folder)
    assert found.is_kept and (found.status, found.title) == (404, "Gone")


@pytest.mark.skipif(BROWSER is None, reason="no Chromium here")
def test_a_browser_that_fails_leaves_plain_http(site: tuple[str, list[str]], folder: Path) -> None:
    found = taken(f"{site[0]}/film.mp4", folder, browser="/bin/false")
    assert [file.role for file in found.files] == ["web-archive", "media"]
    assert "could not be opened" in found.problems[0]


SAVES = "import sys,pathlib;pathlib.Path(sys.argv[2], 'evil\\u202e4pm.mp4').write_bytes(sys.argv[1].encode())"
HANGS = "import time; time.sleep(60)"
FAILS = "import sys; sys.stderr.write('ERROR: no video there\\n'); sys.exit(3)"


def own(code: str) -> Extractor:
    return Extractor("own", (sys.executable, "-c", code, "{url}", "{folder}"))


def test_an_extractor_saves_what_it_finds(site: tuple[str, list[str]], folder: Path) -> None:
    found = capture(f"{site[0]}/gone", folder, browser=None, reach=LOCAL, extractors=[own(SAVES)])
    (saved,) = (file for file in found.files if file.file.startswith("own-"))
    assert (folder / saved.file).read_text() == f"{site[0]}/gone" and "\u202e" not in saved.file
    assert found.tools[-1] == "own"


@pytest.mark.parametrize(
    ("code", "reason"), [(HANGS, "was stopped for its time"), (FAILS, "code 3: ERROR: no video")]
)
def test_an_extractor_that_fails_takes_nothing_with_it(
    site: tuple[str, list[str]], folder: Path, code: str, reason: str
) -> None:
    limits = CaptureLimits(2, 4 << 20)
    found = capture(
        f"{site[0]}/gone", folder, browser=None, reach=LOCAL, extractors=[own(code)], limits=limits
    )
    assert [file.role for file in found.files] == ["web-archive"]
    assert reason in " ".join(found.problems)


def test_an_extractor_that_is_not_installed_is_named(site: tuple[str, list[str]], folder: Path) -> None:
    missing = Extractor("yt-dlp", ("no-such-program", *YT_DLP.command[1:]))
    found = capture(f"{site[0]}/gone", folder, browser=None, reach=LOCAL, extractors=[missing])
    assert found.is_kept and "no-such-program is not installed" in " ".join(found.problems)


@pytest.mark.skipif(BROWSER is None, reason="no Chromium here")
def test_a_browser_over_its_time_is_stopped_with_all_it_started(
    site: tuple[str, list[str]], folder: Path
) -> None:
    before = {pid for pid, _ in browsers()}
    found = taken(f"{site[0]}/slow", folder, browser=BROWSER, seconds=3)
    assert not found.is_kept and "could not be opened" in found.problems[0]
    for _ in range(100):  # the browser ends by itself once its driver is gone
        left = [one for one in browsers() if one[0] not in before]
        if not left:
            return
        time.sleep(0.1)
    raise AssertionError(f"{len(left)} processes of the browser are left")


def browsers() -> list[tuple[str, str]]:
    """List process ids and command lines of everything that keeps a profile in a folder of ours."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found.append(
                (path.parent.name, path.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace"))
            )
        except OSError:
            continue
    return [one for one in found if "/tw-" in one[1]]
