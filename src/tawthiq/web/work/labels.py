"""What fields of drafts are called on the pages, and which vocabulary says their codes."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DRAFT_FIELDS: Mapping[str, str | Promise] = {
    "date": _("day"),
    "time": _("time"),
    "place": _("place"),
    "place_kind": _("kind of place"),
    "side": _("side of the place"),
    "governorate": _("governorate"),
    "site": _("site"),
    "party": _("party"),
    "parties": _("parties together"),
    "attribution": _("how firmly attributed"),
    "platform": _("delivered by"),
    "platform_count": _("number of aircraft or launchers"),
    "munition": _("weapon"),
    "target": _("what was hit"),
    "civilians_killed": _("civilians killed"),
    "at_least": _("stated as “at least”"),
    "children": _("children"),
    "boys": _("boys"),
    "girls": _("girls"),
    "unborn": _("unborn"),
    "women": _("women"),
    "men": _("men"),
    "combatants_killed": _("combatants killed"),
    "injured": _("injured"),
    "arrested": _("arrested"),
    "one_family": _("of one family"),
    "displaced_from": _("displaced from"),
    "controlled_by": _("held by"),
    "massacre": _("massacre"),
    "double_tap_minutes": _("minutes until a second strike"),
    "sites": _("sites hit"),
}

DRAFT_VOCABULARIES: Mapping[str, str] = {
    "place_kind": "place_kind",
    "party": "party",
    "controlled_by": "party",
    "parties": "party",
    "attribution": "attribution_level",
    "platform": "platform",
    "munition": "munition",
    "target": "target_kind",
}
