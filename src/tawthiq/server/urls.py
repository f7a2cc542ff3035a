"""Every address of the application: one line for each area."""

from django.urls import include, path

from tawthiq.api.app import api
from tawthiq.server import refusing

urlpatterns = [
    path("", include("tawthiq.web.running.urls")),
    path("api/v1/", api.urls),
    path("", include("tawthiq.web.shell.urls")),
    path("", include("tawthiq.web.people.urls")),
    path("", include("tawthiq.web.look.urls")),  # before the areas whose addresses end in a record's code
    path("", include("tawthiq.web.incidents.urls")),
    path("", include("tawthiq.web.work.urls")),
    path("", include("tawthiq.web.media.urls")),
    path("", include("tawthiq.web.figures.urls")),
    path("", include("tawthiq.web.reports.urls")),
]

handler400 = refusing.bad_request
handler403 = refusing.forbidden
handler404 = refusing.not_there
handler429 = refusing.too_many
handler500 = refusing.broken
