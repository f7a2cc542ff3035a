"""The shell as a Django app: templates, styles, translations."""

from django.apps import AppConfig


class ShellConfig(AppConfig):
    """The frame of all pages."""

    name = "tawthiq.web.shell"
    label = "shell"
