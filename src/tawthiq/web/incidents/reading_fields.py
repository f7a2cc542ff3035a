"""Read single fields of the form: a value, or a sentence beside the field; what was understood is said back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Literal, TypeVar

from django.utils.translation import gettext as _

from tawthiq.domain.dates import PartialDate
from tawthiq.domain.errors import InvalidValue
from tawthiq.domain.names import script_of
from tawthiq.domain.reported_dates import parse_reported
from tawthiq.domain.scripts import ascii_digits
from tawthiq.domain.times import TimeOfDay
from tawthiq.domain.vocabularies import vocabulary
from tawthiq.domain.when_written import When
from tawthiq.queries.picking import Choice, facilities_like, place_meant, places_by_id, places_like
from tawthiq.queries.stated import Known
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import Facility
from tawthiq.reports.language.dates import written
from tawthiq.services.cases.facts import CaseFacts, FacilityFacts
from tawthiq.web.incidents.typed import Row, Typed

T = TypeVar("T")
NEW = "new"
"""What a person chooses for “none of these: a new one”."""


@dataclass(slots=True)
class Read:
    """What was made of a form: facts where nothing is wrong, else sentences by field; names are those of the form."""

    facts: CaseFacts | None = None
    errors: dict[str, str] = field(default_factory=dict)
    understood: dict[str, str] = field(default_factory=dict)
    warnings: dict[str, str] = field(default_factory=dict)
    choices: dict[str, tuple[Choice, ...]] = field(default_factory=dict)
    when: When | None = None
    place_id: str | None = None


@dataclass(slots=True)
class Fields:
    """The fields of one form being read: each gives its value, or says what is wrong and gives none."""

    actor: Account
    typed: Typed
    language: Literal["en", "ar"]
    read: Read = field(default_factory=Read)
    known: Known = field(init=False)

    def __post_init__(self) -> None:
        self.known = Known(self.actor, self._named_ids())

    def _named_ids(self) -> set[str]:
        rows = [self.typed.own, *(row for rows in self.typed.rows.values() for row in rows)]
        return {value for row in rows for name, value in row.items() if name.endswith("_id") and value}

    # one field

    def _wrong(self, name: str, sentence: str) -> None:
        self.read.errors.setdefault(name, sentence)

    def _try(self, name: str, make: Callable[[], T], otherwise: T) -> T:
        try:
            return make()
        except InvalidValue as error:
            self._wrong(name, error.sentence_in(self.language))
            return otherwise

    def _number(self, row: Row, prefix: str, name: str) -> int | None:
        text = ascii_digits(row.get(name, "")).strip()
        if not text:
            return None
        if not text.isdigit() or len(text) > 7:
            self._wrong(prefix + name, _("Write a whole number."))
            return None
        return int(text)

    def _degrees(self, row: Row, prefix: str, name: str, most: int) -> Decimal | None:
        text = ascii_digits(row.get(name, "")).replace(",", ".").replace("°", "").strip()
        if not text:
            return None
        try:
            value = Decimal(text)
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite() or abs(value) > most:
            self._wrong(prefix + name, _("Write degrees with a point, such as 35.6432."))
            return None
        return round(value, 6)

    def _code(self, row: Row, prefix: str, name: str, vocabulary_name: str, default: str = "unknown") -> str:
        code = row.get(name, "") or default
        if code and code not in vocabulary(vocabulary_name):
            self._wrong(prefix + name, _("Choose one of the list."))
        return code

    def _date(self, row: Row, prefix: str, name: str) -> PartialDate | None:
        text = row.get(name, "")
        if not text:
            return None
        found = self._try(prefix + name, lambda: parse_reported(text), None)
        if found is not None and found.edtf != text:
            self.read.understood[prefix + name] = written(found.edtf, self.language)
        return found

    def _day(self, row: Row, prefix: str, name: str) -> date | None:
        found = self._date(row, prefix, name)
        if found is None:
            return None
        if not found.is_exact:
            self._wrong(prefix + name, _("Write one day, such as 22 July 2019."))
        return found.lower

    def _time(self, row: Row, prefix: str, name: str) -> tuple[str, int | None]:
        text = row.get(name, "")
        found = self._try(prefix + name, lambda: TimeOfDay.parse(text), None) if text else None
        if found is None:
            return "", None
        if str(found) != text:
            self.read.understood[prefix + name] = str(found)
        return found.clock_text or found.part or "", found.margin_minutes or None

    def _answer(self, row: Row, name: str) -> bool | None:
        return {"yes": True, "no": False}.get(row.get(name, ""))

    # what is picked

    def _picked_id(self, row: Row, name: str) -> str:
        """Return the id chosen for the text as it stands; one chosen for another text does not hold."""
        chosen, was = row.get(f"{name}_id", ""), row.get(f"{name}_was", "")
        return chosen if chosen and was == row.get(name, "") else ""

    def _place_id(self, row: Row, prefix: str, name: str) -> str | None:
        text, chosen = row.get(name, ""), self._picked_id(row, name)
        if not text:
            return None
        if chosen and chosen != NEW:
            if chosen in self.known.places:
                return chosen
            self._wrong(prefix + name, _("This place is not in the gazetteer any more. Choose again."))
            return None
        meant = place_meant(self.actor, text)
        if meant is None:
            self._ask_which_place(prefix + name, text)
            return None
        self.known.add_place(meant)
        choice = places_by_id([meant]).get(meant)
        if choice is not None:
            arabic = self.language == "ar"
            called = choice.label_ar if arabic else choice.label_en
            self.read.understood[prefix + name] = (
                f"{called} — {choice.context_ar if arabic else choice.context_en}"
            )
        row[f"{name}_id"], row[f"{name}_was"] = meant, text
        return meant

    def _ask_which_place(self, name: str, text: str) -> None:
        self.read.choices[name] = places_like(self.actor, text)
        if self.read.choices[name]:
            self._wrong(name, _("Which place is meant? Choose one."))
            return
        sentence = _(
            "No place of the gazetteer is called so. Name a larger one; write this under “where in the place”."
        )
        self._wrong(name, sentence)

    def _of_several(self, row: Row, prefix: str, name: str, found: tuple[Choice, ...]) -> str:
        """Return the id of the one record of exactly this name, `new` for none, or ask which one is meant."""
        same = [one for one in found if one.is_same]
        if len(same) > 1:
            self.read.choices[prefix + name] = tuple(same)
            self._wrong(prefix + name, _("Several are called so. Which one is meant?"))
            return ""
        if same:
            row[f"{name}_id"], row[f"{name}_was"] = same[0].id, row[name]
            return same[0].id
        return NEW

    def _facility(self, row: Row, prefix: str) -> Facility | FacilityFacts | None:
        text = row.get("facility", "")
        if not text:
            return None
        chosen = self._picked_id(row, "facility") or self._of_several(
            row, prefix, "facility", facilities_like(self.actor, text)
        )
        if chosen not in ("", NEW):
            found = self.known.facility(chosen)
            if found is None:
                self._wrong(prefix + "facility", _("This facility is not there any more. Choose again."))
            return found
        kind = row.get("facility_kind", "")
        if chosen == NEW and not kind:
            kind = next(
                (
                    r["facility_kind"]
                    for r in self._all_facility_rows()
                    if r.get("facility") == text and r.get("facility_kind")
                ),
                "",
            )
        if chosen == NEW and not kind:
            self._wrong(prefix + "facility_kind", _("This facility is new: say of which kind it is."))
            return None
        arabic = script_of(text) == "arabic"
        return FacilityFacts(
            kind=self._code({"facility_kind": kind}, prefix, "facility_kind", "facility_kind"),
            name_ar=text if arabic else "",
            name_en="" if arabic else text,
            place=self.known.place(self.read.place_id),
        )

    def _all_facility_rows(self) -> list[Row]:
        return [*self.typed.section("strikes"), *self.typed.section("damages")]
