"""The area `look` as a Django app: templates, scripts, translations."""

from django.apps import AppConfig


class LookConfig(AppConfig):
    """Looking: incidents and persons as list, map and timeline over the same filters; search; export."""

    name = "tawthiq.web.look"
    label = "web_look"
