"""The form as it is drawn: every field with its label, control, what was understood, what is wrong, what may be meant.

Drawn here and not in templates, for a case with hundreds of victims has thousands of fields.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tawthiq.domain.vocabularies import vocabulary
from tawthiq.queries.picking import Choice
from tawthiq.web.incidents.reading import NEW, Read, group_key
from tawthiq.web.incidents.screen import (
    CHOICES,
    CONSENTS,
    JUDGEMENT,
    PICKED,
    SECTIONS,
    WHEN,
    WHERE,
    WORDS,
    Box,
    Section,
)
from tawthiq.web.incidents.typed import Row, Typed, empty_row

Language = Literal["en", "ar"]
SPEAKING = ("text", *PICKED)
"""Kinds of field beside which stands what was understood."""

Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """One row: its heading, its fields, those kept folded, and whether it was typed in before."""

    prefix: str
    title: str
    fields: tuple[SafeString, ...]
    more: tuple[SafeString, ...]
    is_open: bool
    is_recorded: bool


@dataclass(frozen=True, slots=True)
class DrawnSection:
    """A section with its rows, and the empty row that the page copies."""

    section: Section
    rows: tuple[DrawnRow, ...]
    blank: DrawnRow

    @property
    def count(self) -> int:
        """Return the number of rows."""
        return len(self.rows)


@dataclass(slots=True)
class Sheet:
    """A form being drawn in a language."""

    typed: Typed
    read: Read
    language: Language
    parties: list[tuple[str, str, str]]

    def own(self, boxes: Iterable[Box]) -> list[SafeString]:
        """Draw fields of the incident itself."""
        return [self.field("", box, self.typed.own) for box in boxes]

    def when(self) -> list[SafeString]:
        """Draw when, what is always asked."""
        return self.own(box for box in WHEN if not box.is_more)

    def where(self) -> list[SafeString]:
        """Draw where."""
        return self.own(box for box in WHERE if not box.is_more)

    def words(self) -> list[SafeString]:
        """Draw titles and narratives."""
        return self.own(WORDS)

    def judgement(self) -> list[SafeString]:
        """Draw certainty and secrecy."""
        return self.own(box for box in JUDGEMENT if not box.is_more)

    def more(self) -> list[SafeString]:
        """Draw what is seldom asked of the incident."""
        return self.own(box for box in (*WHEN, *WHERE, *JUDGEMENT) if box.is_more)

    def sections(self) -> dict[str, DrawnSection]:
        """Draw every section."""
        return {name: self.section(section) for name, section in SECTIONS.items()}

    def section(self, section: Section) -> DrawnSection:
        """Draw a section's rows and the one to be copied."""
        rows = self.typed.section(section.name)
        drawn = tuple(self.row(section, str(number), row) for number, row in enumerate(rows))
        return DrawnSection(section, drawn, self.row(section, "__n__", empty_row(section)))

    def row(self, section: Section, number: str, row: Row) -> DrawnRow:
        """Draw one row; what is seldom asked is folded unless something is typed or wrong there."""
        prefix = f"{section.name}-{number}-"
        if section.name == "groups" and not row.get("key"):
            row["key"] = row.get("id") or f"new-{number}"
        main = tuple(self.field(prefix, box, row) for box in section.boxes if not box.is_more)
        more = tuple(self.field(prefix, box, row) for box in section.boxes if box.is_more)
        is_open = any(
            box.is_more
            and (row.get(box.name, "") not in ("", box.default) or prefix + box.name in self.read.errors)
            for box in section.boxes
        )
        title = f"{section.row} {'__m__' if number == '__n__' else int(number) + 1}"
        return DrawnRow(prefix, title, main, more, is_open, bool(row.get("id")))

    def field(self, prefix: str, box: Box, row: Row) -> SafeString:
        """Draw one field."""
        name = prefix + box.name
        if box.kind == "hidden":
            return format_html('<input type="hidden" name="{}" value="{}">', name, row.get(box.name, ""))
        error, value = self.read.errors.get(name), row.get(box.name, "")
        speaks = box.kind in SPEAKING
        described = " ".join(
            f"{name}-{end}" for end, said in (("help", box.help), ("said", speaks), ("error", error)) if said
        )
        attributes = mark_safe(
            f'id="{name}" name="{name}"'
            + (f' aria-describedby="{described}"' if described else "")
            + (' aria-invalid="true"' if error else "")
        )
        control = self._control(box, attributes, value)
        label = _label(box, self.language)
        parts = [format_html('<label for="{}">{}</label>', name, label), control]
        if box.kind in PICKED:
            parts.append(self._picker(box, name, prefix, row))
        if box.help:
            parts.append(format_html('<span class="help" id="{}-help">{}</span>', name, box.help))
        if box.is_defined:
            parts.append(_definitions(box.vocabulary, self.language))
        if speaks:
            parts.append(self._said(name))
        if error:
            parts.append(format_html('<p class="errors" id="{}-error">{}</p>', name, error))
        wide = " whole" if box.is_wide else ""
        return mark_safe(f'<div class="field{wide}">{"".join(parts)}</div>')

    def _said(self, name: str) -> SafeString:
        """Draw what was understood, and what does not fit."""
        understood, warning = self.read.understood.get(name, ""), self.read.warnings.get(name, "")
        said = format_html("<bdi>{}</bdi>", understood) if understood else ""
        if warning:
            said = format_html('{} <strong class="warn">{}</strong>', said, warning)
        return format_html('<output class="said" id="{0}-said" for="{0}">{1}</output>', name, said)

    def _control(self, box: Box, attributes: SafeString, value: str) -> SafeString:
        direction = box.direction or "auto"
        if box.kind == "long":
            return format_html('<textarea {} dir="{}" rows="3">{}</textarea>', attributes, direction, value)
        if box.kind in ("code", "yes-no", "choice", "party", "group"):
            options = self._options(box, value)
            return format_html("<select {}>{}</select>", attributes, options)
        extra = 'inputmode="numeric" dir="ltr"' if box.kind in ("number", "strike") else f'dir="{direction}"'
        if box.kind in PICKED:
            extra += f' role="combobox" aria-expanded="false" aria-autocomplete="list" data-pick="{box.kind}"'
        return format_html(
            '<input type="text" {} {} value="{}" autocomplete="off">',
            attributes,
            mark_safe(extra),
            value,
        )

    def _options(self, box: Box, value: str) -> SafeString:
        if box.kind == "party":
            at = 2 if self.language == "ar" else 1
            return _drawn_options(((("", "—"), *((p[0], p[at]) for p in self.parties))), value)
        if box.kind == "group":
            return _drawn_options(self._groups(), value)
        if box.kind == "choice":
            return _drawn_options(tuple((code, str(said)) for code, said in CHOICES[box.vocabulary]), value)
        if box.kind == "yes-no":
            return _drawn_options(tuple((code, str(said)) for code, said in CHOICES["yes-no"]), value)
        return _drawn_options(_vocabulary_options(box.vocabulary, box.default == "", self.language), value)

    def _groups(self) -> Options:
        rows = self.typed.section("groups")
        groups = [
            (group_key(row, f"groups-{n}-"), row.get("group_label") or f"{SECTIONS['groups'].row} {n + 1}")
            for n, row in enumerate(rows)
        ]
        return (("", "—"), *groups)

    def _picker(self, box: Box, name: str, prefix: str, row: Row) -> SafeString:
        """Draw what a picker chose, or the choices where several may be meant."""
        chosen, was = row.get(f"{box.name}_id", ""), row.get(f"{box.name}_was", "")
        if choices := self.read.choices.get(name):
            options = [self._choice(name, choice, chosen) for choice in choices]
            if box.kind in ("person", "facility", "source"):
                new = Choice(NEW, "", _("None of these: a new one"), _("None of these: a new one"), "", "")
                options.append(self._choice(name, new, chosen))
            return format_html(
                '<fieldset class="choices" data-choices><legend>{}</legend>{}'
                '<input type="hidden" name="{}_was" value="{}"></fieldset>',
                _("Which is meant?"), mark_safe("".join(options)), name, row.get(box.name, ""),
            )  # fmt: skip
        return format_html(
            '<input type="hidden" name="{0}_id" value="{1}"><input type="hidden" name="{0}_was" value="{2}">',
            name, chosen, was,
        )  # fmt: skip

    def _choice(self, name: str, choice: Choice, chosen: str) -> SafeString:
        arabic = self.language == "ar"
        return format_html(
            '<label><input type="radio" name="{}_id" value="{}"{}> <bdi>{}</bdi> <span class="soft">{}</span></label>',
            name, choice.id, mark_safe(" checked" if chosen == choice.id else ""),
            choice.label_ar if arabic else choice.label_en,
            choice.context_ar if arabic else choice.context_en,
        )  # fmt: skip


def _label(box: Box, language: Language) -> str:
    if box in CONSENTS:
        return _("Consent: %(use)s") % {"use": vocabulary("consent_use")[box.vocabulary].label(language)}
    return str(box.label)


@lru_cache(maxsize=256)
def _vocabulary_options(name: str, has_blank: bool, language: Language) -> Options:
    terms = tuple((term.code, term.label(language)) for term in vocabulary(name).values())
    return (("", "—"), *terms) if has_blank else terms


@lru_cache(maxsize=4096)
def _drawn_options(options: Options, value: str) -> SafeString:
    """Draw options, the value's chosen; a value that is not among them stays, so that nothing typed is lost."""
    known = options if any(code == value for code, _ in options) else (*options, (value, value))
    return mark_safe(
        "".join(
            f'<option value="{escape(code)}"{" selected" if code == value else ""}>{conditional_escape(said)}</option>'
            for code, said in known
        )
    )


@lru_cache(maxsize=32)
def _definitions(name: str, language: Language) -> SafeString:
    """Draw the definitions of a vocabulary's codes, folded beside the field that asks for one."""
    terms = vocabulary(name)
    rows = [
        format_html("<dt>{}</dt><dd>{}</dd>", term.label(language), term.definition(language) or "")
        for term in terms.values()
        if term.definition(language)
    ]
    own = terms.definition_ar if language == "ar" else terms.definition_en
    title = "ما معنى كل منها" if language == "ar" else "What each means"
    return format_html(
        '<details class="definitions"><summary>{}</summary><p>{}</p><dl class="facts">{}</dl></details>',
        title, own or "", mark_safe("".join(rows)),
    )  # fmt: skip
