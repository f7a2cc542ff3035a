"""A marked-up copy of a report: the text as read, each finding marked where it stands, the list of findings above it."""

from __future__ import annotations

from html import escape

from tawthiq.reading.findings import KINDS, Finding
from tawthiq.reading.proofread import Proof

_STYLE = """
body{font:16px/1.6 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}
pre{white-space:pre-wrap;font:inherit;unicode-bidi:plaintext}
mark.fault{background:#fdd;border-bottom:2px solid #b00}mark.warning{background:#ffd;border-bottom:2px dotted #860}
table{border-collapse:collapse}td,th{border:1px solid #999;padding:.2rem .5rem;text-align:start;vertical-align:top}
"""


def marked_html(proof: Proof, title: str) -> str:
    """Write the copy as one HTML page that needs nothing else."""
    language = proof.reading.language
    direction = "rtl" if language == "ar" else "ltr"
    rows = "".join(_row(n, f) for n, f in enumerate(proof.findings, start=1))
    listed = (
        f"<table><tr><th>#</th><th>Line</th><th>Finding</th><th>Said</th><th>Expected</th></tr>{rows}</table>"
        if rows
        else ""
    )
    summary = f"<p>{len(proof.checks)} checks, {len(proof.findings)} findings.</p>"
    return (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
        f'<body><h1>{escape(title)}</h1>{summary}{listed}<pre dir="{direction}">{_marked(proof)}</pre></body></html>\n'
    )


def _row(number: int, finding: Finding) -> str:
    link = f'<a href="#f{number}">{number}</a>'
    said = f"{escape(KINDS[finding.kind])}: {escape(finding.explanation)}"
    cells = (link, str(finding.line), said, escape(finding.said), escape(finding.expected))
    return f'<tr class="{finding.severity}">' + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _marked(proof: Proof) -> str:
    """Mark the findings in the text; of two on the same words the first is marked and both are listed."""
    plain = proof.reading.document.prose.plain
    pieces: list[str] = []
    end = 0
    numbered = sorted(enumerate(proof.findings, start=1), key=lambda pair: pair[1].span.start)
    for number, finding in numbered:
        if finding.span.start < end:
            continue
        words = escape(plain[finding.span.start : finding.span.end])
        pieces.append(escape(plain[end : finding.span.start]))
        pieces.append(
            f'<mark id="f{number}" class="{finding.severity}" title="{escape(finding.explanation)}">{words}</mark>'
        )
        end = finding.span.end
    return "".join([*pieces, escape(plain[end:])])
