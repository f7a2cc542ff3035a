"""Reports are read from every kind of file alike; what cannot be read is refused with its reason."""

from __future__ import annotations

import io
import zipfile

import pytest

from tawthiq.domain.errors import InvalidFile
from tawthiq.reading import files
from tawthiq.reading.files import text_of
from tawthiq.reading.proofread import proofread

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body: str, more: dict[str, bytes] | None = None) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, data in (more or {}).items():
            archive.writestr(name, data)
    return content.getvalue()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def row(*cells: str) -> str:
    return "<w:tr>" + "".join(f"<w:tc>{paragraph(c)}</w:tc>" for c in cells) + "</w:tr>"


TABLE = (("Party", "Civilians"), ("Syrian Regime forces", "10"), ("Russian forces", "5"), ("Total", "16"))


def test_a_word_table_is_checked_like_any_other() -> None:
    body = paragraph("Deaths by party") + "<w:tbl>" + "".join(row(*r) for r in TABLE) + "</w:tbl>"
    assert [f.kind for f in proofread(text_of(docx(body), "report.docx")).findings] == ["sum"]


def test_an_html_table_is_checked_and_scripts_are_left_out() -> None:
    rows = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in r) + "</tr>" for r in TABLE)
    page = (
        f"<html><script>var killed = 9;</script><h1>Deaths by party</h1><table>{rows}</table></html>".encode()
    )
    text = text_of(page, "report.html")
    assert "var killed" not in text
    assert [f.kind for f in proofread(text).findings] == ["sum"]


def test_lines_that_a_page_broke_are_joined() -> None:
    text = (
        "Report on the month\n\nWe documented the deaths of at least one hundred and\ntwenty civilians in the month, including thirty\n"
        "children (20 boys and 11 girls), at the hands of the\nparties to the conflict that are named further below.\n"
    )
    assert [f.kind for f in proofread(text).findings] == ["sum"]


def test_arabic_text_in_the_old_windows_encoding_is_read() -> None:
    assert "مقتل" in text_of("مقتل 5 مدنيين في إدلب".encode("cp1256"), "report.txt")


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"PK\x03\x04broken", "report.docx", "not a Word file"),
        (b"%PDF-1.4 nothing", "report.pdf", "PDF cannot be read"),
        (b"\x00\x01\x02\xff" * 100, "report.txt", "not text"),
        (b"text", "report.xyz", "cannot be read"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(content: bytes, name: str, reason: str) -> None:
    with pytest.raises(InvalidFile, match=reason):
        text_of(content, name)


def test_a_zip_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_BYTES", 100_000)
    with pytest.raises(InvalidFile, match="unpacks to more than"):
        text_of(docx(paragraph("a" * 200_000)), "report.docx")


def test_entities_that_multiply_are_refused() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(
            "word/document.xml", '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
        )
    with pytest.raises(InvalidFile, match="XML cannot be read"):
        text_of(content.getvalue(), "report.docx")
