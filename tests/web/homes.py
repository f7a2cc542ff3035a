"""Homes for tests of figures and reports: an empty one for a test, and one with snapshots for a whole module."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker

from tawthiq.config.home import Home
from tawthiq.config.opened import opened_home
from tawthiq.records.accounts.models import Grant
from tawthiq.records.cases.models import Incident
from tawthiq.records.gazetteer.models import Place
from tawthiq.services.cases.facts import CaseFacts
from tawthiq.services.parties import record_shipped_parties
from tawthiq.services.snapshots import take_snapshot
from tests.conftest import Cast, _own_database, make_cast
from tests.services.cases import make_places, record_accepted, simple_case


@pytest.fixture
def own_home(tmp_path: Path) -> Iterator[Home]:
    """Point the settings to an empty home folder; the database stays the test's."""
    with _home_at(tmp_path) as home:
        yield home


class _home_at:
    """Point the settings to a home in another folder, and back."""

    def __init__(self, folder: Path) -> None:
        self.before: Home = opened_home()
        self.home = replace(self.before, path=folder)

    def __enter__(self) -> Home:
        settings.HOME = self.home
        return self.home

    def __exit__(self, *_: object) -> None:
        settings.HOME = self.before


def civilian_case(place: Place, *, party: str = "russian", dead: int = 7) -> CaseFacts:
    """State one attack on civilians."""
    facts = simple_case(place, party=party, dead=dead)
    return replace(facts, harms=tuple(replace(harm, status="civilian") for harm in facts.harms))


@dataclass(frozen=True, slots=True)
class World:
    """A home with three snapshots: july (7 by one party, 3 by another), whole (with a restricted attack), august."""

    cast: Cast
    home: Home
    incident: Incident


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Make the world once for a module; each test that uses `db` leaves it as it was."""
    folder = tmp_path_factory.mktemp("world")
    with django_db_blocker.unblock(), _own_database(folder), _home_at(folder) as home:
        cast = make_cast()
        record_shipped_parties(cast.reviewer)
        yield World(cast, home, _recorded(cast, home))


def _recorded(cast: Cast, home: Home) -> Incident:
    place = make_places(cast.documenter)["alder"]
    first = record_accepted(cast.documenter, cast.reviewer, civilian_case(place))
    record_accepted(cast.documenter, cast.reviewer, civilian_case(place, party="syrian-regime", dead=3))
    take_snapshot(cast.analyst, folder=home.snapshots, rule="snhr-2019", name="july")
    hidden = record_accepted(cast.documenter, cast.reviewer, civilian_case(place, dead=5))
    Incident.objects.filter(pk=hidden.pk).update(confidentiality="restricted")
    Grant.objects.create(
        account=cast.analyst, record_id=hidden.pk, granted_by=cast.administrator, granted_at=hidden.created_at
    )
    take_snapshot(cast.analyst, folder=home.snapshots, rule="snhr-2019", name="whole")
    take_snapshot(cast.reviewer, folder=home.snapshots, rule="snhr-2019", name="august")
    return first
