"""The menu: where one can go, and which activity opens each place. Areas add their line here."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tawthiq.domain.roles import MAY, Activity
from tawthiq.records.accounts.models import Account


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the menu: the URL's name, what people call it, who may go there."""

    url: str
    label: str | Promise
    activity: Activity | None = None


MENU: tuple[Place, ...] = (
    Place("start", _("Start")),
    Place("leads", _("Leads"), "read-case"),
    Place("incidents", _("Incidents"), "read-case"),
    Place("persons", _("Persons"), "read-case"),
    Place("review_queue", _("Review"), "read-case"),
    Place("pairs", _("Possible duplicates"), "read-case"),
    Place("evidence", _("Evidence"), "read-case"),
    Place("incident_new", _("Enter an attack"), "record-case"),
    Place("figures", _("Figures"), "read-figures"),
    Place("reports", _("Reports"), "write-report"),
    Place("people", _("People"), "manage-users"),
)
"""In the order of the work."""


def menu_for(account: Account) -> list[Place]:
    """Return the places that an account may go to."""
    return [
        place for place in MENU if place.activity is None or not MAY[place.activity].isdisjoint(account.roles)
    ]
