"""Who may do what: one table of activities and the roles that may perform them."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

ROLES: Final = ("documenter", "reviewer", "analyst", "publisher", "custodian", "administrator")

CASE_READERS: Final = frozenset({"documenter", "reviewer", "analyst", "publisher", "custodian"})
"""Roles that read cases at all; the administrator runs the system and reads none."""

MAY: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "record cases": frozenset({"documenter", "reviewer"}),
        "import lists": frozenset({"documenter", "reviewer", "analyst"}),
        "submit incidents": frozenset({"documenter", "reviewer"}),
        "review incidents": frozenset({"reviewer"}),
        "keep the gazetteer": frozenset({"documenter", "reviewer", "analyst"}),
        "keep parties": frozenset({"reviewer", "analyst"}),
        "record sources": frozenset({"documenter", "reviewer", "custodian"}),
        "seal identities": frozenset({"documenter", "reviewer", "custodian"}),
        "reveal identities": frozenset({"custodian"}),
        "add evidence": frozenset({"documenter", "reviewer"}),
        "judge pairs": frozenset({"reviewer", "analyst"}),
        "take snapshots": frozenset({"analyst", "publisher", "reviewer"}),
        "publish reports": frozenset({"publisher"}),
        "grant access": frozenset({"reviewer", "custodian"}),
        "manage accounts": frozenset({"administrator"}),
        "read cases": CASE_READERS,
    }
)


def is_allowed(activity: str, roles: Iterable[str]) -> bool:
    """Say whether any of the roles may do the activity; an activity outside the table is nobody's."""
    return not MAY.get(activity, frozenset()).isdisjoint(roles)
