"""Forms of the pages of the work: what people type, as values; nothing typed is lost when something is refused."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tawthiq.vocab import vocabulary
from tawthiq.web.refusing import language


def terms(name: str) -> list[tuple[str, str]]:
    """Return the choices of a vocabulary in the language of the page."""
    return vocabulary(name).choices(language())


class LeadForm(forms.Form):
    """A lead filed by hand."""

    text = forms.CharField(
        label=_("What was reported, word for word"),
        strip=False,
        widget=forms.Textarea({"rows": 12, "dir": "auto"}),
    )
    channel = forms.ChoiceField(label=_("How it reached us"))
    reported_at = forms.DateTimeField(
        label=_("When it was reported"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        help_text=_("In UTC. Leave it empty where it is not known."),
    )
    source = forms.CharField(
        label=_("Source"), required=False, max_length=40,
        help_text=_("Code of a source (SRC-…), never a name. Leave it empty where nobody of ours told it."),
    )  # fmt: skip
    published = forms.DateField(
        label=_("Day of publication"),
        required=False,
        widget=forms.DateInput({"type": "date"}),
        help_text=_("Helps the reader with “yesterday” and with days without a year."),
    )
    confidentiality = forms.ChoiceField(label=_("Who may see it"))
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea({"rows": 2, "dir": "auto"}))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, of in (("channel", "channel"), ("confidentiality", "confidentiality")):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = terms(of)
