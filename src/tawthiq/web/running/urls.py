"""Addresses that machines ask."""

from django.urls import path

from tawthiq.web.running import views

urlpatterns = [
    path("health/live", views.live, name="live"),
    path("health/ready", views.ready, name="ready"),
    path("metrics", views.metrics, name="metrics"),
]
