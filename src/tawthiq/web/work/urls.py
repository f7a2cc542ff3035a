"""Addresses of `work`."""

from django.urls import URLPattern, path

from tawthiq.web.work.views import history, leads, pairs, review, start

urlpatterns: list[URLPattern] = [
    path("", start.start, name="start"),
    path("audit/", start.audit, name="audit_now"),
    path("consents/", start.consents, name="consents"),
    path("leads/", leads.leads, name="leads"),
    path("leads/new/", leads.lead_new, name="lead_new"),
    path("leads/<str:code>/", leads.lead, name="lead"),
    path("leads/<str:code>/<str:step>/", leads.lead_step, name="lead_step"),
    path("review/", review.review_queue_page, name="review_queue"),
    path("review/<str:code>/", review.review, name="review"),
    path("review/<str:code>/<str:step>/", review.review_step, name="review_step"),
    path("duplicates/", pairs.pairs, name="pairs"),
    path("duplicates/<str:code>/", pairs.pair, name="pair"),
    path("duplicates/<str:code>/judge/", pairs.pair_judge, name="pair_judge"),
    path("history/<str:code>/", history.history, name="history"),
]
