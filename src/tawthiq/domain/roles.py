"""Who may do what: one table of activities and roles; the administrator runs the system and reads no case."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

Role = Literal["documenter", "reviewer", "analyst", "publisher", "custodian", "administrator"]
Activity = Literal[
    "read-case",
    "record-case",
    "import-records",
    "review-case",
    "keep-gazetteer",
    "add-evidence",
    "export-evidence",
    "destroy-evidence",
    "add-source",
    "reveal-identity",
    "take-snapshot",
    "propose-match",
    "judge-match",
    "read-figures",
    "write-report",
    "publish-release",
    "read-ledger",
    "audit-ledger",
    "manage-users",
    "back-up",
]
ROLES: tuple[Role, ...] = get_args(Role)
ACTIVITIES: tuple[Activity, ...] = get_args(Activity)


def _roles(*roles: Role) -> frozenset[Role]:
    return frozenset(roles)


MAY: Mapping[Activity, frozenset[Role]] = MappingProxyType(
    {
        "read-case": _roles("documenter", "reviewer", "analyst", "publisher", "custodian"),
        "record-case": _roles("documenter", "reviewer"),
        "import-records": _roles("documenter", "reviewer"),
        "review-case": _roles("reviewer"),
        "keep-gazetteer": _roles("documenter", "reviewer", "analyst"),
        "add-evidence": _roles("documenter", "reviewer"),
        "export-evidence": _roles("reviewer", "custodian"),
        "destroy-evidence": _roles("custodian"),
        "add-source": _roles("documenter", "reviewer", "custodian"),
        "reveal-identity": _roles("custodian"),
        "take-snapshot": _roles("reviewer", "analyst", "publisher"),
        "propose-match": _roles("documenter", "reviewer", "analyst"),
        "judge-match": _roles("reviewer"),
        "read-figures": _roles("documenter", "reviewer", "analyst", "publisher"),
        "write-report": _roles("analyst", "publisher"),
        "publish-release": _roles("publisher"),
        "read-ledger": _roles("reviewer", "custodian"),
        "audit-ledger": _roles(*ROLES),
        "manage-users": _roles("administrator"),
        "back-up": _roles("administrator", "custodian"),
    }
)


def may(role: Role, activity: Activity) -> bool:
    """Say whether a role may do an activity."""
    return role in MAY[activity]
