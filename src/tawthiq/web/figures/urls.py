"""Addresses of `figures`."""

from django.urls import URLPattern, path

from tawthiq.web.figures import views

urlpatterns: list[URLPattern] = [
    path("figures/", views.figures, name="figures"),
    path("figures/records/", views.records, name="figures_records"),
    path("figures/snapshot/", views.take_snapshot, name="snapshot_take"),
]
