"""Sign-in and language; the start page is the work's."""

from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("accounts/", include("tawthiq.web.people.signing_urls")),
    path("language/", set_language, name="set_language"),
]
