"""The cast of every test (a documenter, a reviewer, an analyst, an administrator, an outsider) and real databases."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.db import connection, connections
from django.test.utils import setup_databases, teardown_databases
from pytest_django import DjangoDbBlocker

from tawthiq.records.accounts.models import Account
from tawthiq.services.accounts import create_account, create_first_administrator
from tawthiq.services.parties import record_shipped_parties

hypothesis.settings.register_profile(
    "tests", suppress_health_check=[hypothesis.HealthCheck.too_slow], deadline=None
)
hypothesis.settings.load_profile("tests")
"""How long making examples takes says how busy the machine is, nothing about the code."""


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of the tests; the outsider sits at another desk and must see nothing."""

    administrator: Account
    documenter: Account
    reviewer: Account
    analyst: Account
    outsider: Account


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the one flag that rewrites golden files."""
    parser.addoption("--rewrite-golden", action="store_true", help="write golden files anew from what is now")


def make_cast() -> Cast:
    """Make the cast in an empty database, through the services."""
    administrator = create_first_administrator("administrator")
    return Cast(
        administrator=administrator,
        documenter=create_account(administrator, "documenter", roles=["documenter"]),
        reviewer=create_account(administrator, "reviewer", roles=["reviewer"]),
        analyst=create_account(administrator, "analyst", roles=["analyst"]),
        outsider=create_account(
            administrator, "outsider", roles=["documenter", "reviewer", "analyst"], desk="elsewhere"
        ),
    )


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The migrated test database, made once for each worker whatever tests it gets."""
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False)
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast, in a transaction that is rolled back after the test."""
    made = make_cast()
    record_shipped_parties(made.reviewer)
    return made


@pytest.fixture
def committed_cast(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path
) -> Iterator[Cast]:
    """The cast in a database of the test's own, where every write is committed, as other processes need."""
    with django_db_blocker.unblock(), _own_database(tmp_path):
        made = make_cast()
        record_shipped_parties(made.reviewer)
        yield made


class _own_database:
    """Point Django's connection to a fresh copy of the migrated test database, and back."""

    def __init__(self, folder: Path) -> None:
        self.template = str(connection.settings_dict["NAME"])
        self.name = str(folder / "committed.sqlite3")
        if connection.vendor == "postgresql":
            self.name = f"{self.template}_committed"

    def __enter__(self) -> None:
        connection.close()
        if connection.vendor == "sqlite":
            shutil.copyfile(self.template, self.name)
        else:
            self._on_server(f'DROP DATABASE IF EXISTS "{self.name}"')
            self._on_server(f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}"')
        self._point_to(self.name)

    def __exit__(self, *_: object) -> None:
        connections.close_all()
        self._point_to(self.template)
        if connection.vendor == "postgresql":
            self._on_server(f'DROP DATABASE IF EXISTS "{self.name}"')

    def _point_to(self, name: str) -> None:
        connection.settings_dict["NAME"] = name
        settings.DATABASES["default"]["NAME"] = name

    def _on_server(self, sql: str) -> None:
        with connection._nodb_cursor() as cursor:
            cursor.execute(sql)
