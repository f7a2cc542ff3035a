"""The browsing process: one page in Chromium, behind the gate, with everything it loaded, a picture and a
PDF.

Started by `capture`: `python -m tawthiq.evidence.browser`, an order as JSON on standard input, one JSON
answer.
"""

from __future__ import annotations

import datetime
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Page, Response, sync_playwright

ARGUMENTS = (
    "--proxy-bypass-list=<-loopback>",  # not even this machine is reached around the gate
    "--disable-quic",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--mute-audio",
)
WIDTH, HEIGHT, TALLEST = 1280, 900, 16_000
MOST_SCROLLS = 20


def main() -> int:
    """Open the page that the order names and say what came of it."""
    order = json.load(sys.stdin)
    folder = Path(order["folder"])
    problems: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=order["browser"],
            args=list(ARGUMENTS),
            proxy={"server": order["proxy"]},
            chromium_sandbox=os.geteuid() != 0,  # Chromium has no sandbox of its own for root
        )
        context = browser.new_context(
            viewport={"width": WIDTH, "height": HEIGHT},
            service_workers="block",
            accept_downloads=False,
            locale=order["language"],
        )
        page = context.new_page()
        answers: list[tuple[Response, str]] = []
        page.on("response", lambda answer: answers.append((answer, _now())))
        first = page.goto(order["url"], wait_until="load", timeout=order["seconds"] * 500)
        _show_all(page, order["seconds"], problems)
        _picture(page, folder, problems)
        exchanges = [kept for n, (a, at) in enumerate(answers) if (kept := _kept(a, at, folder, n, problems))]
        answer = {
            "url": page.url,
            "title": page.title(),
            "status": first.status if first is not None else None,
            "version": browser.version,
            "exchanges": exchanges,
            "problems": problems,
        }
        browser.close()
    sys.stdout.write(json.dumps(answer))
    return 0


def _show_all(page: Page, seconds: float, problems: list[str]) -> None:
    """Scroll to the end, so that what loads late is loaded, and wait until the line is quiet."""
    try:
        for _ in range(MOST_SCROLLS):
            before = page.evaluate("window.scrollY")
            page.mouse.wheel(0, HEIGHT)
            page.wait_for_timeout(100)
            if page.evaluate("window.scrollY") == before:
                break
        page.evaluate("window.scrollTo(0, 0)")
        page.wait_for_load_state("networkidle", timeout=min(10.0, seconds / 4) * 1000)
    except Error as error:
        problems.append(f"the page never came to rest ({type(error).__name__})")


def _picture(page: Page, folder: Path, problems: list[str]) -> None:
    try:
        tall = min(int(page.evaluate("document.documentElement.scrollHeight")), TALLEST)
        clip: Any = {"x": 0, "y": 0, "width": WIDTH, "height": max(tall, HEIGHT)}
        page.screenshot(path=folder / "screenshot.png", full_page=True, clip=clip)
    except Error as error:
        problems.append(f"no screenshot could be taken ({type(error).__name__})")
    try:
        page.pdf(path=folder / "page.pdf", print_background=True, format="A4")
    except Error as error:
        problems.append(f"no PDF could be made ({type(error).__name__})")


def _kept(
    answer: Response, at: str, folder: Path, number: int, problems: list[str]
) -> Mapping[str, Any] | None:
    """Keep one answer's body in a file; redirects have none."""
    if not answer.url.startswith(("http://", "https://")):
        return None
    body = folder / f"body-{number:06d}"
    try:
        is_redirect = 300 <= answer.status < 400
        body.write_bytes(b"" if is_redirect else answer.body())
        headers = [(one["name"], one["value"]) for one in answer.headers_array()]
        asked = list(answer.request.all_headers().items())
    except Error as error:
        problems.append(f"one part of the page could not be kept ({type(error).__name__})")
        return None
    return {
        "url": answer.url,
        "method": answer.request.method,
        "request_headers": asked,
        "status": answer.status,
        "reason": answer.status_text,
        "headers": headers,
        "body": body.name,
        "at": at,
    }


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat()


if __name__ == "__main__":
    sys.exit(main())
