"""The area `work` as a Django app: templates, scripts, translations."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """What waits for whom: leads, drafts, review, possible duplicates, consents; and the history of records."""

    name = "tawthiq.web.work"
    label = "web_work"
