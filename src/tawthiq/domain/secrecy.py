"""What can be kept secret within a record, and which roles must sign in with a second factor: two tables.

Nothing that is counted can be withheld (sex, age, status, numbers, kind, date, place of the incident): a figure would
change without anybody seeing why.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final

from tawthiq.domain.roles import Role

WITHHOLDABLE: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = MappingProxyType(
    {
        "person": {
            "name": ("name", "name_en", "name_ar", "names", "may_name"),
            "born": ("born",),
            "mother": ("mother",),
            "family": ("family",),
            "origin": ("origin", "origin_as_reported"),
            "note": ("note",),
        },
        "harm": {
            "family": ("family",),
            "displaced-from": ("displaced_from",),
            "as-reported": ("as_reported",),
            "note": ("note", "note_ar"),
        },
        "incident": {
            "point": ("latitude", "longitude", "radius_m", "site"),
            "narrative": ("narrative_en", "narrative_ar"),
            "as-reported": ("occurred_as_reported", "place_as_reported"),
            "note": ("note", "note_ar"),
        },
        "statement": {
            "source": ("source", "consent"),
            "interviewer": ("interviewer",),
            "text": ("text", "translation_en", "translation_ar"),
            "note": ("note",),
        },
        "item": {
            "source": ("source",),
            "original-name": ("original_name",),
            "collection": ("collection",),
            "note": ("note",),
        },
        "lead": {
            "source": ("source",),
            "text": ("text", "attachments"),
            "note": ("note",),
        },
        "facility": {
            "point": ("latitude", "longitude"),
            "note": ("note",),
        },
    }
)
"""For each kind of record: the name of what can be withheld, and the columns that hold it."""

SEES_WITHHELD: Final[frozenset[Role]] = frozenset({"custodian"})
"""Who sees what is withheld in a record that they may see, beside its author and whom it was disclosed to."""

NEEDS_SECOND_FACTOR: Final[Mapping[Role, bool]] = MappingProxyType(
    {
        "documenter": True,  # sees the restricted records of their own
        "reviewer": True,  # lets people in to restricted records
        "analyst": True,  # can be let in
        "publisher": True,  # can be let in
        "custodian": True,  # opens identities
        "administrator": True,  # decides who has an account
    }
)
"""Whether a role can see restricted records, be let in to them, or decide who can: each does, so each needs one."""


def needs_second_factor(roles: Collection[str]) -> bool:
    """Say whether somebody with these roles must sign in with a second factor."""
    return any(needed and role in roles for role, needed in NEEDS_SECOND_FACTOR.items())


def columns_withheld(kind: str, fields: Collection[str]) -> frozenset[str]:
    """Return the columns of a kind of record that the withheld fields cover."""
    known = WITHHOLDABLE.get(kind, {})
    return frozenset(column for field in fields for column in known.get(field, ()))
