"""Forms of the people's pages; rules are asked by the services."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tawthiq.domain.roles import ROLES
from tawthiq.domain.tokens import SCOPES


class RolesForm(forms.Form):
    """Which roles at which desk."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=[(role, role) for role in ROLES], widget=forms.CheckboxSelectMultiple
    )
    desk = forms.CharField(label=_("Desk"), max_length=40, initial="main")


class InviteForm(RolesForm):
    """Whom to invite."""

    username = forms.CharField(
        label=_("User name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class WelcomeForm(forms.Form):
    """A new password, twice."""

    password = forms.CharField(
        label=_("New password"), strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    again = forms.CharField(
        label=_("New password again"), strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def clean(self) -> None:
        """Refuse two that differ."""
        super().clean()
        if self.cleaned_data.get("password") != self.cleaned_data.get("again"):
            self.add_error("again", _("The two are not the same."))


class TokenForm(forms.Form):
    """What a program may do for oneself, and how long."""

    name = forms.CharField(label=_("What uses it"), max_length=80)
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=[(scope, scope) for scope in SCOPES],
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.IntegerField(label=_("Days until it expires"), min_value=1, max_value=366, initial=90)
