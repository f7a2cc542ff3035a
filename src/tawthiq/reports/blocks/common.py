"""What several blocks share: captions with numbers, labels of keys, names of categories."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import Final

from tawthiq.analysis import AXES
from tawthiq.domain.dates import PartialDate
from tawthiq.reports.calls import Call
from tawthiq.reports.edition import Edition
from tawthiq.reports.language import dates
from tawthiq.reports.language.nouns import digits, noun, nouns
from tawthiq.reports.signatures import Parameter, Values
from tawthiq.reports.tree import Node, text

LONGEST_DATE: Final = timedelta(days=31)
"""A date known no better than this stands on no timeline and as unknown in tables."""

CAPTIONED: Final = (Parameter("caption"), Parameter("id"))
"""What every block with a caption takes."""

_HEADINGS: Final = {
    "women-and-children": {"en": "Women and children", "ar": "السيدات والأطفال"},
    "unborn-beside": {"en": "Unborn, counted beside the children", "ar": "أجنّة محتسبون إلى جانب الأطفال"},
    "unknown-age": {"en": "Age unknown", "ar": "غير محدد العمر"},
    "died-of-torture": {"en": "Died of torture", "ar": "قضوا تحت التعذيب"},
}
_MEASURES: Final = {
    "incidents": {"en": "Attacks", "ar": "الهجمات"},
    "strikes": {"en": "Strikes", "ar": "الضربات"},
    "damages": {"en": "Facilities damaged", "ar": "المنشآت المتضررة"},
    "massacre": {"en": "Massacres", "ar": "المجازر"},
}


def captioned(edition: Edition, call: Call, values: Values, kind: str) -> tuple[str, list[Node], str]:
    """Number a block: its identifier, its caption, and the caption's text; refuses an id used twice."""
    label = edition.number_label(kind)
    identifier = values["id"] or f"{kind}-{edition.counters[kind]}"
    if identifier in edition.captions:
        raise call.place.error(f"The id '{identifier}' stands on two blocks. Give each its own.")
    edition.captions[identifier] = label
    said = values["caption"] or ""
    written = edition.phrase("caption", label=label, text=said) if said else label
    return identifier, [{"t": "Strong", "c": text(label)}, *text(written.removeprefix(label))], said


def after_caption(sentence: str, caption: str) -> str:
    """Write a sentence that follows a caption: the caption ends first."""
    return f" {sentence}" if not caption or caption.rstrip().endswith(".") else f". {sentence}"


def key_label(edition: Edition, axis: str, code: str) -> str:
    """Write the value of an axis: a party, a place, a label of a vocabulary, a day, an attack."""
    if axis == "party":
        return edition.party(code)
    if code == "unknown":
        return edition.phrase("unknown")
    known = AXES[axis]
    if known.kind == "place":
        return edition.place_name(code)
    if known.kind == "incident":
        return incident_label(edition, code)
    if code in _HEADINGS:
        return _HEADINGS[code][edition.language]
    if known.vocabulary is not None:
        return edition.label(known.vocabulary, code)
    return dates.written(
        code[:7] if axis == "month" else code[:4] if axis == "year" else code, edition.language
    )


def incident_label(edition: Edition, incident_id: str) -> str:
    """Write an attack shortly: its day and place."""
    row = edition.facts.incidents[incident_id]
    when = dates.written(row["edtf"], edition.language)
    return f"{when}{'،' if edition.language == 'ar' else ','} {edition.place_name(row['place_id'])}"


@lru_cache(maxsize=4096)
def _is_long(edtf: str) -> bool:
    known = PartialDate.parse(edtf)
    return known.lower is None or known.upper is None or known.upper - known.lower > LONGEST_DATE


def date_label(edition: Edition, edtf: str) -> str:
    """Write a date in a table; of one known no better than within a month, that its day is not known."""
    if _is_long(edtf):
        return edition.phrase("day_unknown")
    return dates.written(edtf, edition.language)


def category_label(edition: Edition, measure: str, of: str | None, *, massacres: bool = False) -> str:
    """Name a column: what is counted in it."""
    if measure in _MEASURES:
        return _MEASURES["massacre" if massacres else measure][edition.language]
    known = _HEADINGS.get(of or "civilian")
    if known:
        return known[edition.language]
    code = of or "civilian"
    if code not in nouns():
        return code
    word = noun(code)
    return word.plural[0] if edition.language == "ar" else word.en[1].capitalize()


def number_text(edition: Edition, value: int) -> str:
    """Write a number of a table."""
    return digits(value, edition.language, arabic_indic=edition.arabic_indic)
