"""The area `reports` as a Django app: templates, scripts, translations."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Reports: source on one side, preview on the other; built as a background job."""

    name = "tawthiq.web.reports"
    label = "web_reports"
