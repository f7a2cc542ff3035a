"""The forms of reports: begin one, save a text, build."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tawthiq.reports.source import SOURCE_NAMES

FORMATS = (
    ("pdf", _("PDF")),
    ("html", _("web page")),
    ("docx", _("Word document")),
    ("data", _("data folder")),
)


class BeginForm(forms.Form):
    """A new report; its name is checked by the rule."""

    name = forms.CharField(
        max_length=60, label=_("Name of the folder"), help_text=_("small letters, digits and hyphens")
    )
    title_en = forms.CharField(max_length=300, label=_("Title in English"))
    title_ar = forms.CharField(max_length=300, label=_("Title in Arabic"))


class TextForm(forms.Form):
    """A text as it stands in the editor."""

    file = forms.ChoiceField(choices=[(name, name) for name in SOURCE_NAMES])
    digest = forms.CharField(required=False, max_length=64)
    snapshot = forms.CharField(required=False, max_length=120)
    text = forms.CharField(required=False, strip=False)


class BuildForm(forms.Form):
    """What to build from which snapshot."""

    snapshot = forms.CharField(max_length=120)
    formats = forms.MultipleChoiceField(choices=FORMATS)
