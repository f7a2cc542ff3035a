"""Addresses of `reports`, and of background work."""

from django.urls import URLPattern, path

from tawthiq.web.reports import jobs, views

urlpatterns: list[URLPattern] = [
    path("reports/", views.reports, name="reports"),
    path("reports/<str:name>/", views.edit, name="report_edit"),
    path("reports/<str:name>/preview/", views.preview, name="report_preview"),
    path("reports/<str:name>/proofread/", views.proofread, name="report_proofread"),
    path("reports/<str:name>/history/", views.history, name="report_history"),
    path("reports/<str:name>/history/<str:digest>/", views.version, name="report_version"),
    path("reports/<str:name>/builds/", views.builds, name="report_build"),
    path("reports/<str:name>/builds/<str:build>/<str:file>", views.download, name="report_file"),
    path("jobs/<str:job_id>/", jobs.job, name="job"),
]
