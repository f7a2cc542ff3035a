"""What the frame of every page needs to know."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_bidi

from tawthiq.records.accounts.models import Account
from tawthiq.web.shell.menu import menu_for


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return menu, organisation, direction and the other language."""
    account = getattr(request, "user", None)
    is_rtl = get_language_bidi()
    return {
        "menu": menu_for(account) if isinstance(account, Account) else [],
        "organisation": settings.HOME.organisation if settings.HOME else "",
        "direction": "rtl" if is_rtl else "ltr",
        "other_language": ("en", "English") if is_rtl else ("ar", "العربية"),
    }
