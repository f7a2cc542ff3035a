"""The screen as one table: which fields each section asks for, in the order in which people tell an attack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tawthiq.domain.vocabularies import vocabulary

Kind = Literal[
    "text", "long", "number", "code", "choice", "yes-no", "place", "facility", "source", "person", "item", "strike",
    "group", "party", "hidden",
]  # fmt: skip
Text = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One field: its name in the form and in the facts, what it is called, how it is asked."""

    name: str
    label: Text = ""
    kind: Kind = "text"
    vocabulary: str = ""
    default: str = ""
    help: Text = ""
    is_more: bool = False
    is_wide: bool = False
    is_defined: bool = False
    """Whether the definitions of its codes stand beside it."""
    direction: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Rows of one kind: what a row is called, what it asks."""

    name: str
    title: Text
    row: Text
    add: Text
    boxes: tuple[Box, ...]
    empty_rows: int = 0
    lead: Text = ""


def _code(name: str, label: Text, vocabulary_name: str, default: str = "unknown", **more: object) -> Box:
    return Box(name=name, label=label, kind="code", vocabulary=vocabulary_name, default=default, **more)  # type: ignore[arg-type]  # options of Box


ID = Box(name="id", kind="hidden")
KEY = Box(name="key", kind="hidden")

WHEN = (
    Box(
        name="when",
        label=_("When"),
        is_wide=True,
        help=_("As people write it: 22 July 2019 around 08:35, July 2019, 2019-07-22, ٢٢ تموز ٢٠١٩ ليلاً."),
    ),
    _code("kind", _("One attack or several in sum"), "incident_kind", "attack", is_more=True),
    Box(name="zone", label=_("Time zone"), default="", is_more=True, direction="ltr"),
    Box(name="occurred_as_reported", label=_("When, as reported"), is_more=True, is_wide=True),
)
WHERE = (
    Box(
        name="place",
        label=_("Place"),
        kind="place",
        is_wide=True,
        help=_("A name in Arabic or Latin letters, or a P-code. Or press the map."),
    ),
    Box(name="site", label=_("Where in the place"), is_wide=True),
    Box(name="latitude", label=_("Latitude"), direction="ltr"),
    Box(name="longitude", label=_("Longitude"), direction="ltr"),
    Box(name="radius_m", label=_("Within metres"), kind="number"),
    _code("point_method", _("How the point was found"), "point_method"),
    Box(name="place_as_reported", label=_("Where, as reported"), is_more=True, is_wide=True),
)
WORDS = (
    Box(name="title_en", label=_("Title in English"), is_wide=True, direction="ltr"),
    Box(name="title_ar", label=_("Title in Arabic"), is_wide=True, direction="rtl"),
    Box(
        name="narrative_en", label=_("What happened, in English"), kind="long", is_wide=True, direction="ltr"
    ),
    Box(name="narrative_ar", label=_("What happened, in Arabic"), kind="long", is_wide=True, direction="rtl"),
)
JUDGEMENT = (
    _code("certainty", _("Did it happen? Certainty"), "certainty", is_defined=True),
    _code("confidentiality", _("Who may see it"), "confidentiality", "open", is_defined=True),
    _code("basis", _("How the record came about"), "basis", "recorded", is_more=True),
    Box(name="tags", label=_("Tags"), is_more=True, help=_("With commas between.")),
    Box(name="note", label=_("Note"), kind="long", is_more=True, is_wide=True),
    Box(name="note_ar", label=_("Note in Arabic"), kind="long", is_more=True, is_wide=True, direction="rtl"),
)
OWN = (*WHEN, *WHERE, *WORDS, *JUDGEMENT)
"""The incident's own fields."""

_UNBORN = Box(
    name="unborn_as", label=_("Unborn, as reported"), kind="choice", vocabulary="unborn_as", is_more=True
)
CHOICES: Mapping[str, tuple[tuple[str, Text], ...]] = MappingProxyType(
    {
        "unborn_as": (
            ("", "—"),
            ("child", _("counted as a child")),
            ("beside", _("counted beside the children")),
        ),
        "yes-no": (("", _("not stated")), ("yes", _("yes")), ("no", _("no"))),
    }
)
"""Choices that are no vocabulary."""

_STRIKE = Box(name="strike", label=_("Strike number"), kind="strike")
_OF_PEOPLE = (
    _code("cause", _("Cause"), "cause", is_more=True),
    _code("occupation", _("Occupation"), "occupation", is_more=True),
    Box(
        name="died", label=_("Died later, on"), is_more=True, help=_("Only if not on the day of the attack.")
    ),
    Box(name="death_place", label=_("Died elsewhere, in"), kind="place", is_more=True),
    Box(name="displaced_from", label=_("Displaced from"), kind="place", is_more=True),
    Box(name="family", label=_("Family"), is_more=True),
    Box(name="torture", label=_("Tortured"), kind="yes-no", is_more=True),
    _code("certainty", _("Certainty, if other than the case's"), "certainty", is_more=True),
    _code("basis", _("How the record came about"), "basis", "recorded", is_more=True),
    Box(name="as_reported", label=_("As reported"), is_more=True, is_wide=True),
    Box(name="note", label=_("Note"), is_more=True, is_wide=True),
    Box(name="note_ar", label=_("Note in Arabic"), is_more=True, is_wide=True, direction="rtl"),
)

STRIKES = Section(
    "strikes", _("Strikes"), _("Strike"), _("Add a strike"),
    (
        ID,
        Box(name="order", label=_("Number"), kind="number"),
        Box(name="time", label=_("Time"), help=_("08:35, around 21:00, night")),
        Box(name="site", label=_("Where in the place")),
        _code("platform", _("Launched from"), "platform"),
        _code("munition", _("Weapon"), "munition"),
        _code("target", _("Target"), "target_kind"),
        Box(name="facility", label=_("Facility hit"), kind="facility"),
        _code("facility_kind", _("Its kind, if new"), "facility_kind", ""),
        Box(name="munition_count", label=_("How many"), kind="number", is_more=True),
        Box(name="platform_count", label=_("Aircraft or guns"), kind="number", is_more=True),
        Box(name="aircraft_type", label=_("Type of aircraft"), is_more=True),
        Box(name="latitude", label=_("Latitude"), is_more=True, direction="ltr"),
        Box(name="longitude", label=_("Longitude"), is_more=True, direction="ltr"),
        Box(name="as_reported", label=_("As reported"), is_more=True, is_wide=True),
    ),
    empty_rows=1,
)  # fmt: skip
ATTRIBUTIONS = Section(
    "attributions", _("Who did it"), _("Party"), _("Add a party"),
    (
        ID,
        Box(name="party", label=_("Party"), kind="party"),
        _code("level", _("How firmly: level of attribution"), "attribution_level", "", is_defined=True),
        Box(name="basis", label=_("On what basis"), kind="long", is_wide=True),
    ),
    empty_rows=1,
)  # fmt: skip
GROUPS = Section(
    "groups", _("People harmed, not named"), _("Group"), _("Add a group"),
    (
        ID,
        KEY,
        _code("kind", _("Harm"), "harm_kind", "killed"),
        Box(name="group_label", label=_("Who they are, in words")),
        Box(name="minimum", label=_("At least"), kind="number"),
        Box(name="maximum", label=_("At most"), kind="number", help=_("Empty: as many as at least. “?”: not known.")),
        _code("sex", _("Sex"), "sex"),
        _code("age_group", _("Age group"), "age_group"),
        _code("status", _("Status"), "status", "civilian"),
        _STRIKE,
        Box(name="within", label=_("Counted within"), kind="group"),
        _UNBORN,
        Box(name="age_years", label=_("Age in years"), kind="number", is_more=True),
        *_OF_PEOPLE,
    ),
    lead=_("Groups count whoever is not named below. A named victim counted within a group is not counted twice."),
)  # fmt: skip
VICTIMS = Section(
    "victims", _("People harmed, by name"), _("Victim"), _("Add a victim"),
    (
        ID,
        Box(name="name", label=_("Name"), kind="person"),
        Box(name="name_ar", label=_("In Arabic letters"), direction="rtl"),
        Box(name="name_en", label=_("In Latin letters"), direction="ltr"),
        _code("kind", _("Harm"), "harm_kind", "killed"),
        _code("sex", _("Sex"), "sex"),
        Box(name="age_years", label=_("Age in years"), kind="number"),
        _code("age_group", _("Age group"), "age_group"),
        _code("status", _("Status"), "status", "civilian"),
        _STRIKE,
        Box(name="within", label=_("Counted within"), kind="group"),
        Box(name="born", label=_("Born"), is_more=True),
        Box(name="mother", label=_("Mother's name"), is_more=True),
        Box(name="person_family", label=_("Family name"), is_more=True),
        Box(name="origin", label=_("From"), kind="place", is_more=True),
        Box(name="origin_as_reported", label=_("From, as reported"), is_more=True),
        _UNBORN,
        Box(name="may_name", label=_("The family lets the name be published"), kind="yes-no", is_more=True),
        Box(name="may_show", label=_("The family lets a picture be published"), kind="yes-no", is_more=True),
        _code("confidentiality", _("Who may see the name"), "confidentiality", "open", is_more=True),
        *_OF_PEOPLE,
    ),
    empty_rows=1,
)  # fmt: skip
DAMAGES = Section(
    "damages", _("Facilities and damage"), _("Facility"), _("Add a facility"),
    (
        ID,
        Box(name="facility", label=_("Facility"), kind="facility"),
        _code("facility_kind", _("Its kind, if new"), "facility_kind", ""),
        _STRIKE,
        _code("grade", _("Damage"), "damage_grade"),
        Box(name="out_of_service", label=_("Out of service"), kind="yes-no"),
        Box(name="times_hit_before", label=_("Times hit before"), kind="number"),
        Box(name="occurred", label=_("Damaged on, if another day"), is_more=True),
        Box(name="as_reported", label=_("As reported"), is_more=True, is_wide=True),
    ),
)  # fmt: skip
CONSENTS = tuple(
    Box(name=f"consent_{use}", kind="yes-no", vocabulary=use, is_more=True)
    for use in vocabulary("consent_use")
)
STATEMENTS = Section(
    "statements", _("Statements of sources"), _("Statement"), _("Add a statement"),
    (
        ID,
        Box(name="source", label=_("Source, by alias"), kind="source", help=_("Never the name of the person.")),
        _code("source_kind", _("What kind of source, if new"), "source_kind"),
        _code("reliability", _("How good is the source? Reliability, if new"), "reliability", is_defined=True),
        _code("source_confidentiality", _("Who may see the source, if new"), "confidentiality", "open"),
        Box(name="given_on", label=_("Given on")),
        _code("channel", _("How it reached us"), "channel"),
        Box(name="interviewer", label=_("Asked by")),
        Box(name="language", label=_("Language"), default="ar", direction="ltr", help=_("ar, en, ku …")),
        Box(name="text", label=_("In the source's own words"), kind="long", is_wide=True),
        Box(name="translation_en", label=_("In English"), kind="long", is_more=True, is_wide=True, direction="ltr"),
        Box(name="translation_ar", label=_("In Arabic"), kind="long", is_more=True, is_wide=True, direction="rtl"),
        Box(name="supports", label=_("What it bears on"), is_more=True, help=_("With commas between.")),
        Box(name="consent_on", label=_("Asked for consent on"), is_more=True),
        _code("consent_form", _("Form of the consent"), "consent_form", is_more=True),
        *CONSENTS,
    ),
)  # fmt: skip
DENIALS = Section(
    "denials", _("Denials"), _("Denial"), _("Add a denial"),
    (
        ID,
        Box(name="party", label=_("Party that denies"), kind="party"),
        Box(name="said_on", label=_("Said on")),
        _code("assessment", _("Our assessment"), "denial_assessment", "open", is_defined=True),
        Box(name="summary_en", label=_("What it says, in English"), kind="long", is_wide=True, direction="ltr"),
        Box(name="summary_ar", label=_("What it says, in Arabic"), kind="long", is_wide=True, direction="rtl"),
        Box(name="reasons_en", label=_("Our reasons, in English"), kind="long", is_wide=True, direction="ltr"),
        Box(name="reasons_ar", label=_("Our reasons, in Arabic"), kind="long", is_wide=True, direction="rtl"),
    ),
)  # fmt: skip
EVIDENCE = Section(
    "evidence", _("Evidence"), _("Item"), _("Link an item"),
    (
        Box(name="item", label=_("Item, by code or file name"), kind="item"),
        Box(name="locator", label=_("Where in it"), help=_("Page or time code")),
    ),
)  # fmt: skip

SECTIONS: Mapping[str, Section] = MappingProxyType(
    {
        section.name: section
        for section in (STRIKES, ATTRIBUTIONS, GROUPS, VICTIMS, DAMAGES, STATEMENTS, DENIALS, EVIDENCE)
    }
)
PICKED = ("place", "facility", "source", "person", "item")
"""Kinds of field that are looked up as one types; each brings `…_id`, what was chosen, and `…_was`, for which text."""

RECORDED = tuple(name for name in SECTIONS if name != "evidence")
"""Sections whose rows are records of the case."""


def boxes_of(section: str) -> tuple[Box, ...]:
    """Return the fields of a section; the incident's own for an empty name."""
    return SECTIONS[section].boxes if section else OWN


def names_of(boxes: tuple[Box, ...]) -> tuple[str, ...]:
    """Return the names that a form sends for fields, those of pickers among them."""
    picked = (f"{box.name}{end}" for box in boxes if box.kind in PICKED for end in ("_id", "_was"))
    return (*(box.name for box in boxes), *picked)
