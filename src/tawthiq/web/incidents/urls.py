"""Addresses of cases: entering, seeing and changing one attack, and what its fields look up."""

from django.urls import path

from tawthiq.web.incidents import changing, pages, picks

urlpatterns = [
    path("incidents/new/", changing.new, name="incident_new"),
    path("incidents/drafts/keep/", changing.keep, name="incident_keep"),
    path("incidents/drafts/<str:entry>/discard/", changing.discard, name="incident_discard"),
    path("incidents/pick/place/", picks.place, name="pick_place"),
    path("incidents/pick/person/", picks.person, name="pick_person"),
    path("incidents/pick/source/", picks.source, name="pick_source"),
    path("incidents/pick/facility/", picks.facility, name="pick_facility"),
    path("incidents/pick/item/", picks.item, name="pick_item"),
    path("incidents/pick/when/", picks.when, name="pick_when"),
    path("incidents/pick/point/", picks.point, name="pick_point"),
    path("incidents/pick/alike/", picks.alike, name="pick_alike"),
    path("incidents/pick/map.json", picks.shapes, name="pick_map"),
    path("incidents/<str:code>/", pages.incident, name="incident"),
    path("incidents/<str:code>/change/", changing.change, name="incident_change"),
]
