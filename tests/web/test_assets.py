"""Styles and scripts are named by their content, kept for a year, and sent compressed."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.test import Client

from tests.conftest import Cast
from tests.web.conftest import SignIn


def test_a_page_names_its_files_by_their_content(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.documenter)
    address = re.search(
        r'href="(/static/tawthiq/tawthiq.css\?v=[0-9a-f]{12})"', client.get("/").content.decode()
    )
    assert address is not None
    kept = Client().get(address[1], headers={"accept-encoding": "gzip"})
    assert kept.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert kept.headers["Content-Encoding"] == "gzip" and "Accept-Encoding" in kept.headers["Vary"]
    found = finders.find("tawthiq/tawthiq.css")
    assert isinstance(found, str)
    whole = Path(found).read_bytes()
    assert gzip.decompress(kept.content) == whole and len(kept.content) < len(whole) / 2


def test_without_its_digest_or_with_another_a_file_is_kept_an_hour_at_most(db: None) -> None:
    for query in ("", "?v=000000000000"):
        answer = Client().get("/static/tawthiq/tawthiq.css" + query)
        assert "immutable" not in answer.headers["Cache-Control"] and "Content-Encoding" not in answer.headers
        assert answer.getvalue().startswith(b"/*")


def test_a_first_page_weighs_little(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.documenter)
    page = client.get("/").content
    files = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page.decode()))
    sizes = []
    for address in files:
        answer = client.get(address, headers={"accept-encoding": "gzip"})
        sizes.append(len(answer.getvalue()))
    assert len(page) + sum(sizes) < 60_000
