"""The area `people` as a Django app: templates, scripts, translations."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The people of a home: invitations, roles, access, tokens; the administrator runs them and reads no case."""

    name = "tawthiq.web.people"
    label = "web_people"
