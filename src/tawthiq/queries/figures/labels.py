"""Say the keys of figures in a language; an incident that is not the reader's to see is not named."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import islice

from tawthiq.analysis import AXES, FigureTable, Snapshot
from tawthiq.domain.errors import InvalidValue
from tawthiq.domain.vocabularies import vocabulary
from tawthiq.queries.figures.asked import key_of
from tawthiq.queries.visibility import visible_to
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import Incident
from tawthiq.reports.language import dates
from tawthiq.reports.language.phrases import phrase
from tawthiq.vocab import Language

CHUNK = 500
NOT_YOURS = {"en": "not yours to see", "ar": "غير متاح لك"}


def visible_incidents(actor: Account, ids: Iterable[str]) -> set[str]:
    """Return those of the incidents that the actor may see now."""
    rest, seen = iter(dict.fromkeys(ids)), set[str]()
    while chunk := list(islice(rest, CHUNK)):
        seen |= set(visible_to(actor, Incident).filter(pk__in=chunk).values_list("pk", flat=True))
    return seen


def labels_of(
    actor: Account, snapshot: Snapshot, tables: Sequence[FigureTable], axis: str, language: Language
) -> dict[str, str]:
    """Return what each key of an axis is called, in the order in which the figures give them."""
    shown: dict[str, tuple[object, str]] = {}
    for table in tables:
        at = table.question.by.index(axis)
        for row in table.rows:
            shown.setdefault(key_of(row.codes[at]), (row.codes[at], row.keys[axis]))
    if AXES[axis].kind == "incident":
        seen = visible_incidents(actor, (key for key in shown if key != "-"))
        return {key: label if key in seen or key == "-" else NOT_YOURS[language]
                for key, (_, label) in shown.items()}  # fmt: skip
    if axis == "party":
        named = _party_names(snapshot, shown.keys(), language)
        return {key: named.get(key) or _label("party", key, language) for key in shown}
    return {key: _said(axis, code, label, language) for key, (code, label) in shown.items()}


def _said(axis: str, code: object, label: str, language: Language) -> str:
    known = AXES[axis]
    if code is None:
        return phrase("unknown", language)
    if known.vocabulary is not None:
        return _label(known.vocabulary, str(code), language)
    if axis in ("day", "month", "year"):
        try:
            return dates.written(label, language)
        except InvalidValue:
            return label
    return label


def _label(name: str, code: str, language: Language) -> str:
    term = vocabulary(name).get(code)
    if term is not None:
        return term.label(language)
    return phrase("unknown", language) if code in ("-", "unknown") else code


def _party_names(snapshot: Snapshot, codes: Collection[str], language: Language) -> dict[str, str]:
    first, second = ("name_ar", "name_en") if language == "ar" else ("name_en", "name_ar")
    rows = snapshot.rows(
        f"SELECT code, coalesce({first}, {second}) FROM parties WHERE list_contains($codes, code)",
        {"codes": list(codes)},
    )
    return {code: name for code, name in rows if name}
