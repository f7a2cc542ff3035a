"""One HTML page on a linkage: what was linked, what was decided, how each agreement weighs, one pair step by step."""

import html
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from tawthiq.linkage.accuracy import expected_accuracy
from tawthiq.linkage.explain import PAGE, title_of
from tawthiq.linkage.linking import Linked, prior_bits
from tawthiq.linkage.results import circular_lists, decision_counts, overlap_counts

_STYLE = """
body{font:16px/1.5 system-ui,'Noto Sans','Noto Sans Arabic',sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}
table{border-collapse:collapse;margin:.5rem 0 1.5rem;width:100%}th,td{border-bottom:1px solid #ccc;padding:.25rem .6rem;text-align:start}
td.n{text-align:end;font-variant-numeric:tabular-nums}svg{width:100%;height:auto}h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}
.warn{border-inline-start:4px solid #a33;padding-inline-start:1rem}@media print{body{margin:0}}
"""
_BANDS = (
    (0.999, "≥ 0.999"),
    (0.99, "0.99 – 0.999"),
    (0.9, "0.9 – 0.99"),
    (0.5, "0.5 – 0.9"),
    (0.05, "0.05 – 0.5"),
    (0.0, "< 0.05"),
)


def summary_page(linked: Linked, *, language: str = "en") -> str:
    """Return the page as HTML that needs nothing else: no script, no file, no network."""
    words = PAGE[language]
    direction = "rtl" if language == "ar" else "ltr"
    parts = [
        f"<h1>{words['title']}</h1>",
        *(f"<p class=warn>{html.escape(words['circular'].format(copy=c.copy, origin=c.origin, share=c.share))}</p>" for c in circular_lists(linked)),
        _table((words["lists"], words["rows"]), _sizes(linked)),
        _table((words["decisions"], words["pairs"]), [(words[d], n) for d, n in decision_counts(linked).items()]),
        _table(("", ""), _facts(linked, words)),
        f"<h2>{words['certainty']}</h2>", _table(("", words["pairs"]), _bands(linked.probability)),
        f"<h2>{words['overlap']}</h2>", _table((words["lists"], words["persons"]), [(" + ".join(k), n) for k, n in overlap_counts(linked).items()]),
        f"<h2>{words['accuracy']}</h2>",
        _table((words["threshold"], words["pairs"], words["precision"], words["recall"]),
               [(f"{a.threshold:.2f}", a.pairs, f"{a.precision:.4f}", f"{a.recall:.4f}") for a in expected_accuracy(linked.probability)]),
        f"<h2>{words['step']}</h2>", _waterfall(linked, words, language),
        f"<h2>{words['weights']}</h2>", _bars(_level_weights(linked, language)),
    ]  # fmt: skip
    return (
        f'<!doctype html><html lang="{language}" dir="{direction}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{words["title"]}</title>'
        f"<style>{_STYLE}</style><body>{''.join(parts)}</body></html>\n"
    )


def _sizes(linked: Linked) -> list[tuple[str, int]]:
    sizes = np.bincount(linked.prepared.people["list"].to_numpy(), minlength=len(linked.prepared.lists))
    order = sorted(range(len(linked.prepared.lists)), key=lambda n: linked.asked[n])
    return [(linked.prepared.lists[n], int(sizes[n])) for n in order]


def _facts(linked: Linked, words: Mapping[str, str]) -> list[tuple[str, object]]:
    return [
        (words["model"], linked.kind),
        (words["persons"], len(np.unique(linked.groups))),
        (words["unnamed"], linked.prepared.unnamed),
        (words["comparisons"], sum(linked.blocked.comparisons)),
        (words["left_out"], max(linked.blocked.rows_left_out, default=0)),
    ]


def _bands(probability: np.ndarray) -> list[tuple[str, int]]:
    upper = 2.0
    found = []
    for lower, label in _BANDS:
        found.append((label, int(np.sum((probability >= lower) & (probability < upper)))))
        upper = lower
    return found


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    body = "".join("<tr>" + "".join(_cell(v) for v in row) + "</tr>" for row in rows)
    return f"<table><tr>{''.join(f'<th>{html.escape(h)}</th>' for h in head)}</tr>{body}</table>"


def _cell(value: object) -> str:
    if isinstance(value, int):
        return f"<td class=n>{value:,}</td>"
    return f"<td>{html.escape(str(value))}</td>"


def _level_weights(linked: Linked, language: str) -> list[tuple[str, float]]:
    """Return each outcome met with its mean weight over the pairs, comparisons in order, strongest outcome first."""
    found = []
    for comparison in linked.comparisons:
        gammas, weights = linked.scored.levels[comparison.name], linked.scored.parts[comparison.name]
        for gamma in range(len(comparison.levels) - 1, -1, -1):
            here = gammas == gamma
            if here.any():
                level = comparison.levels[len(comparison.levels) - 1 - gamma]
                found.append((title_of(comparison, level.code, language), float(weights[here].mean())))
    return found


def _waterfall(linked: Linked, words: Mapping[str, str], language: str) -> str:
    """Show how the accepted pair nearest the threshold came to its weight; no value of any person is shown."""
    at = np.flatnonzero(linked.accepted)
    if not len(at):
        return "<p>–</p>"
    nearest = at[np.lexsort((at, np.abs(linked.probability[at] - 0.9)))[0]]
    steps = [(words["start"], prior_bits(linked.prior))]
    for comparison in linked.comparisons:
        gamma = int(linked.scored.levels[comparison.name][nearest])
        if gamma >= 0:
            code = comparison.levels[len(comparison.levels) - 1 - gamma].code
            steps.append(
                (title_of(comparison, code, language), float(linked.scored.parts[comparison.name][nearest]))
            )
    return _bars([*steps, (words["total"], sum(w for _, w in steps))])


def _bars(rows: Sequence[tuple[str, float]]) -> str:
    reach = max((abs(w) for _, w in rows), default=1.0) or 1.0
    drawn = []
    for n, (label, weight) in enumerate(rows):
        width = abs(weight) / reach * 130
        start = 700 if weight >= 0 else 700 - width
        colour = "#2a6f97" if weight >= 0 else "#b23a48"
        drawn.append(
            f'<text x="0" y="{n * 26 + 17}" font-size="13" direction="ltr">{html.escape(label)}</text>'
            f'<rect x="{start:.1f}" y="{n * 26 + 4}" width="{width:.1f}" height="17" fill="{colour}"/>'
            f'<text x="900" y="{n * 26 + 17}" font-size="13" text-anchor="end" direction="ltr">{weight:+.1f}</text>'
        )
    return f'<svg viewBox="0 0 900 {len(rows) * 26 + 6}" role="img" direction="ltr">{"".join(drawn)}</svg>'
