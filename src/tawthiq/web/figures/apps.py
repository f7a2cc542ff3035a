"""The area `figures` as a Django app: templates, scripts, translations."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    """Figures: measure, rows, columns, period, rule; every number opens the list behind it."""

    name = "tawthiq.web.figures"
    label = "web_figures"
