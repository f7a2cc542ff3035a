"""Addresses of `media`."""

from django.urls import URLPattern, path

from tawthiq.web.media import views

urlpatterns: list[URLPattern] = [
    path("evidence/", views.evidence, name="evidence"),
    path("evidence/add/", views.evidence_add, name="evidence_add"),
    path("evidence/<str:code>/", views.evidence_item, name="evidence_item"),
    path("evidence/<str:code>/original/", views.evidence_original, name="evidence_original"),
    path("evidence/<str:code>/analyse/", views.evidence_analyse, name="evidence_analyse"),
    path("evidence/<str:code>/change/", views.evidence_change, name="evidence_change"),
    path("evidence/<str:code>/copies/<str:copy>/", views.evidence_copy, name="evidence_copy"),
]
