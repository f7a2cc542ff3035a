"""Start page, sign-in, language."""

from django.urls import include, path
from django.views.i18n import set_language

from tawthiq.web.shell import views

urlpatterns = [
    path("", views.start, name="start"),
    path("accounts/", include("allauth.urls")),
    path("language/", set_language, name="set_language"),
]
