"""Addresses of `look`."""

from django.urls import path

from tawthiq.web.look import exports, lists, maps, saved, timelines

urlpatterns = [
    path("incidents/", lists.incidents, name="incidents"),
    path("incidents/map/", maps.incidents_map, name="incidents_map"),
    path("incidents/timeline/", timelines.incidents_timeline_page, name="incidents_timeline"),
    path("incidents/tiles/<int:z>/<int:x>/<int:y>.mvt", maps.incidents_tile, name="incidents_tile"),
    path("incidents/boundaries/<slug:level>.json", maps.boundaries_json, name="boundaries"),
    path("persons/", lists.persons, name="persons"),
    path("persons/map/", maps.persons_map, name="persons_map"),
    path("persons/timeline/", timelines.persons_timeline_page, name="persons_timeline"),
    path("<slug:subject>/export/", exports.export, name="export"),
    path("<slug:subject>/filters/save/", saved.save, name="filter_save"),
    path("<slug:subject>/filters/drop/", saved.drop, name="filter_drop"),
    path("persons/<str:code>/", lists.person, name="person"),
]
