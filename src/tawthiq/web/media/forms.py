"""The collection record beside the files: who gave them, how and when they were collected, what they bear on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tawthiq.vocab import vocabulary
from tawthiq.web.refusing import language

AREA = forms.Textarea({"rows": 2, "dir": "auto"})
GROUPS = (
    (_("What it bears on"), ("incident", "link", "graphic_level", "confidentiality", "made", "note")),
    (_("Who gave it"), ("source", "given_by", "collector")),
    (_("How and when it was collected"), ("collected_at", "method", "language", "warnings")),
    (_("Where it was published"), ("url", "uploader", "posted_at", "context")),
    (_("With what it was collected"), ("machine", "network", "account_used", "tools")),
)
"""The fields in the order in which people are asked."""


class UploadForm(forms.Form):
    """What is stated about the files of one upload; the files themselves are read by the view."""

    incident = forms.CharField(
        label=_("Incident"), required=False, max_length=40, help_text=_("Its code: INC-2019-000123.")
    )
    link = forms.CharField(
        label=_("Another record"), required=False, max_length=80,
        help_text=_("Kind and code: person:PER-2019-000012, lead:LED-2019-000003."),
    )  # fmt: skip
    graphic_level = forms.ChoiceField(label=_("Graphic level"))
    confidentiality = forms.ChoiceField(label=_("Who may see it"))
    made = forms.CharField(
        label=_("When it was made, as stated"),
        required=False,
        max_length=120,
        help_text=_("2019-07-22, or 2019-07."),
    )
    note = forms.CharField(label=_("Note"), required=False, widget=AREA)
    source = forms.CharField(
        label=_("Source"),
        required=False,
        max_length=120,
        help_text=_("Alias or code of a source, never a name."),
    )
    given_by = forms.CharField(
        label=_("Handed over by"),
        required=False,
        max_length=120,
        help_text=_("A pseudonym or a role, never a name."),
    )
    collector = forms.CharField(label=_("Collected by (staff)"), required=False, max_length=120)
    collected_at = forms.DateTimeField(
        label=_("Collected at (UTC)"), required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"], help_text=_("Now, where it is left empty."),
    )  # fmt: skip
    method = forms.CharField(
        label=_("How"),
        required=False,
        max_length=200,
        help_text=_("Handed over, messenger, downloaded …"),
    )
    language = forms.CharField(
        label=_("Language of what is said or shown"), required=False, max_length=12, help_text=_("ar, en …")
    )
    warnings = forms.CharField(
        label=_("Warnings"),
        required=False,
        max_length=300,
        help_text=_("A person at risk, a child, a face …"),
    )
    url = forms.CharField(
        label=_("Link"), required=False, max_length=2000, widget=forms.TextInput({"dir": "ltr"})
    )
    uploader = forms.CharField(label=_("Published there by"), required=False, max_length=200)
    posted_at = forms.CharField(label=_("Published there at, as stated"), required=False, max_length=80)
    context = forms.CharField(label=_("What was said beside it"), required=False, widget=AREA)
    machine = forms.CharField(label=_("Machine"), required=False, max_length=200)
    network = forms.CharField(label=_("Network or VPN"), required=False, max_length=200)
    account_used = forms.CharField(label=_("Account used"), required=False, max_length=200)
    tools = forms.CharField(label=_("Tools and versions"), required=False, max_length=300)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("graphic_level", "confidentiality"):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = vocabulary(name).choices(language())

    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Return the fields in their groups."""
        return [(title, [self[name] for name in names]) for title, names in GROUPS]
