"""Figures in the browser: the same numbers as anywhere, each with its records, each only for who may read them."""

from __future__ import annotations

import json
import shutil
from urllib.parse import urlencode

import pytest

from tawthiq.analysis import Snapshot, counting_rule, figures
from tawthiq.domain.errors import NotFound
from tawthiq.queries.snapshots import open_readable, snapshots_readable
from tawthiq.records.cases.models import Incident
from tawthiq.records.releases.models import SnapshotTaken
from tawthiq.reports.calls import calls_in
from tests.web.conftest import SignIn
from tests.web.homes import World, world

__all__ = ["world"]

pytestmark = pytest.mark.usefixtures("db")
"""What a test writes into the home that they share is taken back."""


def test_the_page_shows_what_the_snapshot_counts(world: World, signed_in: SignIn) -> None:
    snapshot = Snapshot.open(world.home.snapshots / "july")
    expected = figures(snapshot, measure="killed", by=["party"], rule=counting_rule("snhr-2019"))
    assert sorted(row.minimum for row in expected.rows) == [3, 7]
    answer = signed_in(world.cast.analyst).get("/figures/", {"snapshot": "july", "rows": "party"})
    page = answer.content.decode()
    assert all(f">{number}</a>" in page for number in (3, 7, 10))
    assert (
        "<svg" in page
        and " style=" not in page
        and "Northmark" not in page.split("<table")[1].split("</table")[0]
    )


def test_every_number_opens_the_records_behind_it(world: World, signed_in: SignIn) -> None:
    question = {"snapshot": "july", "rows": "party", "columns": "governorate", "row": "russian"}
    page = signed_in(world.cast.documenter).get("/figures/records/", question).content.decode()
    assert world.incident.code in page and page.count("HRM-") == 2
    assert "{{ killed(party=&quot;russian&quot;) }}" in page
    assert "Zahra" not in page


def test_the_call_of_a_cell_names_its_place_and_can_be_read(world: World, signed_in: SignIn) -> None:
    place = Snapshot.open(world.home.snapshots / "july").rows("SELECT governorate_id FROM harms LIMIT 1")[0][
        0
    ]
    question = {
        "snapshot": "july",
        "of": "woman",
        "rows": "party",
        "columns": "governorate",
        "row": "russian",
    }
    page = signed_in(world.cast.analyst).get("/figures/records/", {**question, "column": place})
    call = page.context["behind"].call
    assert call == '{{ killed("woman", governorate="Northmark", party="russian") }}'
    assert [str(found.call) for found in calls_in(call, "report.en.md")] == [call[3:-3]]


def test_an_outsider_finds_no_snapshot_and_no_number(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.cast.outsider)
    assert b"no snapshot to count yet" in client.get("/figures/").content
    there = client.get("/figures/", {"snapshot": "july"})
    nowhere = client.get("/figures/", {"snapshot": "never-taken"})
    assert there.status_code == nowhere.status_code == 404
    assert there.content == nowhere.content
    assert client.get("/figures/records/", {"snapshot": "july"}).content == nowhere.content
    assert client.get("/figures/", {"snapshot": "july", "earlier": "july"}).content == nowhere.content


@pytest.mark.parametrize("address", ["/figures/", "/figures/records/"])
def test_the_administrator_reads_no_figures(world: World, signed_in: SignIn, address: str) -> None:
    answer = signed_in(world.cast.administrator).get(address, {"snapshot": "july"})
    assert answer.status_code == 403 and b"<table" not in answer.content


def test_records_that_are_not_yours_are_counted_and_not_shown(world: World, signed_in: SignIn) -> None:
    Incident.objects.filter(pk=world.incident.pk).update(
        confidentiality="restricted", created_by=world.cast.reviewer
    )
    client = signed_in(world.cast.analyst)
    question = {"snapshot": "july", "rows": "party", "row": "russian"}
    page = client.get("/figures/records/", question).content.decode()
    assert world.incident.code not in page
    assert "2 records more, of at least 7 together, are not yours to see" in page
    table = client.get("/figures/", {"snapshot": "july", "rows": "incident"}).content.decode()
    assert world.incident.code not in table and "not yours to see" in table


def test_a_snapshot_with_more_than_the_desk_sees_is_only_for_who_was_let_in(world: World, db: None) -> None:
    cast = world.cast
    assert {line.name for line in snapshots_readable(cast.analyst)} == {"july", "whole", "august"}
    assert {line.name for line in snapshots_readable(cast.reviewer)} == {"july", "august"}
    with pytest.raises(NotFound):
        open_readable(cast.reviewer, "whole")


def test_what_changed_since_an_earlier_snapshot_is_shown(world: World, signed_in: SignIn) -> None:
    question = {"snapshot": "whole", "earlier": "july", "rows": "party"}
    answer = signed_in(world.cast.analyst).get("/figures/", question).context["answer"]
    changed = {row.heading.key: (row.total.earlier, row.total.change) for row in answer.rows}
    assert changed == {"russian": (7, 5), "syrian-regime": (3, 0)}
    assert answer.total.total.change == 5


def test_a_changed_snapshot_is_not_counted(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.cast.reviewer)
    assert client.get("/figures/", {"snapshot": "august", "rows": "party"}).status_code == 200
    harms = world.home.snapshots / "august" / "harms.parquet"
    kept = harms.read_bytes()
    harms.write_bytes(kept[:-1] + b"\0")
    answer = client.get("/figures/", {"snapshot": "august", "rows": "party"})
    harms.write_bytes(kept)
    assert answer.status_code == 422 and b"is not the file that snapshot.json names" in answer.content


def test_a_folder_that_the_ledger_does_not_name_is_not_counted(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.cast.reviewer)
    SnapshotTaken.objects.filter(name="august").update(snapshot_id="0" * 64)
    answer = client.get("/figures/", {"snapshot": "august", "rows": "party"})
    assert answer.status_code == 422 and b"not those that the ledger names" in answer.content
    away = world.home.snapshots / "moved"
    shutil.move(world.home.snapshots / "august", away)
    gone = client.get("/figures/", {"snapshot": "august", "rows": "party"})
    shutil.move(away, world.home.snapshots / "august")
    assert gone.status_code == 422 and str(world.home.path) not in gone.content.decode()


def test_small_numbers_are_withheld_as_for_the_public(world: World, signed_in: SignIn) -> None:
    question = {"snapshot": "july", "of": "woman", "rows": "party", "columns": "sex", "for_public": "on"}
    answer = signed_in(world.cast.analyst).get("/figures/", question)
    page = answer.content.decode()
    assert answer.context["answer"].withheld > 0 and "withheld" in page and "/figures/records/" not in page


def test_a_question_that_cannot_be_asked_says_why(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.cast.analyst)
    answer = client.get("/figures/", {"measure": "incidents", "rows": "sex"})
    assert answer.status_code == 422 and b"cannot be broken down by sex" in answer.content
    assert client.get("/figures/", {"place": "Nowhere Town"}).status_code == 422
    assert client.get("/figures/", {"rows": "'; DROP TABLE harms"}).status_code == 422
    backwards = client.get("/figures/", {"first": "2020-01-02", "last": "2020-01-01"})
    assert backwards.status_code == 422 and b"Swap the two" in backwards.content
    for hostile in ("[]", "{", json.dumps({"filters": 3}), '{"measure": "killed"}'):
        assert client.get(f"/figures/records/?{urlencode({'question': hostile})}").status_code == 422


def test_htmx_gets_the_answer_alone(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.cast.analyst)
    answer = client.get("/figures/", {"rows": "party"}, headers={"HX-Request": "true"})
    assert b"<html" not in answer.content and b"<table" in answer.content


def test_only_some_roles_take_a_snapshot(world: World, signed_in: SignIn) -> None:
    assert signed_in(world.cast.documenter).post("/figures/snapshot/").status_code == 403
    assert signed_in(world.cast.administrator).post("/figures/snapshot/").status_code == 403
    answer = signed_in(world.cast.analyst).post("/figures/snapshot/")
    assert answer.status_code == 302 and answer.headers["Location"].startswith("/jobs/")
