"""The area `media` as a Django app: templates, scripts, translations."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    """Evidence as people look at it: covered until asked for, every full view recorded."""

    name = "tawthiq.web.media"
    label = "web_media"
