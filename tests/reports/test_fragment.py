"""The preview's writer: the same words as the published page, and nothing that could act."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from tawthiq.analysis import Snapshot, counting_rule
from tawthiq.reports.assemble import Assembled, assemble
from tawthiq.reports.counting import Figures
from tawthiq.reports.edition import Edition
from tawthiq.reports.facts import Facts
from tawthiq.reports.fragment import fragment_of
from tawthiq.reports.harmless import is_harmless
from tawthiq.reports.html import html_of
from tawthiq.reports.source import source_of
from tests.reports.conftest import FRONT

EVERYTHING = """
# First *emphasised* heading {#sec:first}

{{ killed("civilian") }} and **bold**, ~~struck~~, x^2^, H~2~O, `code`, [small caps]{.smallcaps}, “quoted”, a note.[^n]

[^n]: The note's **text**.

- one
- two

3. three
4. four

> A quotation.

Term
:   Its meaning.

| line one
| line two

    code block

---

A [link](https://example.org/a?b=1&c=2) and a reference (@sec:first).

| head | other |
|------|------:|
| cell | 12    |

{{ table("killed", of=["civilian", "child"], by="party", caption="A table") }}

{{ chart("killed", of="civilian", by="party", caption="A chart") }}

{{ massacres(caption="Massacres") }}
"""


def _assembled(snapshot: Snapshot, text: str) -> Assembled:
    source = source_of((FRONT + text).encode(), "report.en.md", Path("/nowhere"))
    return assemble(Edition(source, Figures(snapshot, counting_rule("snhr-2019")), Facts(snapshot)))


def _words(html: str) -> list[str]:
    text = re.sub(r"<svg.*?</svg>|<sup>.*?</sup>|<a[^>]*footnote-back.*?</a>", " ", html, flags=re.DOTALL)
    return sorted(re.findall(r"\w+", unescape(re.sub(r"<[^>]*>", " ", text))))


def test_it_says_the_words_of_the_published_page(snapshot: Snapshot) -> None:
    report = _assembled(snapshot, EVERYTHING)
    page = html_of(report).decode()
    published = re.sub(r"<a[^>]*role=\"doc-noteref\".*?</a>", " ", page, flags=re.DOTALL)
    body = published[published.index("First") - 40 :]
    body = body[body.index("<") :]  # not from within a tag
    missing = set(_words(fragment_of(report))) ^ set(_words(body[: body.rindex("</main>")]))
    assert missing <= {"h1", "section"}, missing


def test_a_figure_carries_its_bounds_and_leads_to_its_proof(snapshot: Snapshot) -> None:
    written = fragment_of(_assembled(snapshot, '{{ killed("civilian") }}'))
    found = re.search(
        r'<a class="figure" href="#r-proof-F001" data-figure="F001" data-minimum="(\d+)"', written
    )
    assert found is not None and f">{int(found[1])} civilians<" in written and 'id="r-proof-F001"' in written


def test_only_reading_addresses_are_harmless() -> None:
    for address in ("https://example.org", "HTTP://example.org", "mailto:a@example.org", "#sec:first"):
        assert is_harmless(address)
    for address in (
        "javascript:x", " javascript:x", "java\tscript:x", "java\u200bscript:x", "%6Aavascript:x", "data:text/html,x",
        "file:///etc/passwd", "//example.org", "/reports/", "x.html", "", "blob:x", "about:blank",
    ):  # fmt: skip
        assert not is_harmless(address), address
