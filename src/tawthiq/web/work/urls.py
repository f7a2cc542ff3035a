"""Addresses of `work`."""

from django.urls import URLPattern, path

from tawthiq.web.work.views import history, leads

urlpatterns: list[URLPattern] = [
    path("leads/", leads.leads, name="leads"),
    path("leads/new/", leads.lead_new, name="lead_new"),
    path("leads/<str:code>/", leads.lead, name="lead"),
    path("leads/<str:code>/<str:step>/", leads.lead_step, name="lead_step"),
    path("history/<str:code>/", history.history, name="history"),
]
