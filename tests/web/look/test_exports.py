"""Exports, saved filters and tiles, at their doors: who may, what leaves, what the ledger says of it."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.test import Client

from tawthiq.queries.saved_filters import saved_filters
from tawthiq.records.desk.models import SavedFilter
from tawthiq.records.ledger.models import Entry
from tawthiq.services.cases.recording import record_case
from tests.conftest import Cast
from tests.queries.test_lists import case, harm_to
from tests.web.conftest import SignIn

FORMATS = ("csv", "xlsx", "geojson", "jsonl")


def taken(client: Client, subject: str = "incidents", **asked: str) -> bytes:
    answer = client.post(f"/{subject}/export/", {"format": "csv", **asked})
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a streaming answer


def lines(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def a_few(cast: Cast) -> None:
    point: dict[str, Any] = {"latitude": Decimal("35.6"), "longitude": Decimal("-36.6")}
    record_case(
        cast.documenter, case(date(2019, 1, 1), title="First", harms=(harm_to("Zahra Example"),), **point)
    )
    record_case(cast.reviewer, case(date(2019, 2, 1), title="Kept apart", confidentiality="restricted"))


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("subject", ["incidents", "persons"])
def test_others_take_out_nothing(cast: Cast, signed_in: SignIn, subject: str, format: str) -> None:
    a_few(cast)
    content = taken(signed_in(cast.outsider), subject, format=format)
    assert b"First" not in content and b"Zahra" not in content and len(content) < 2_000
    assert signed_in(cast.administrator).post(f"/{subject}/export/", {"format": format}).status_code == 403
    assert Client().post(f"/{subject}/export/", {"format": format}).status_code == 302


def test_an_export_needs_its_token_and_is_never_made_by_a_link(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.reviewer)
    assert client.get("/incidents/export/?format=csv").status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert strict.post("/incidents/export/", {"format": "csv"}).status_code == 403
    assert client.post("/incidents/export/", {"format": "exe"}).status_code == 422
    assert client.post("/secrets/export/", {"format": "csv"}).status_code == 422


def test_what_leaves_is_what_is_seen_with_tags_below_the_names(cast: Cast, signed_in: SignIn) -> None:
    a_few(cast)
    rows = lines(taken(signed_in(cast.documenter)))
    assert rows[0]["code"] == "#event+code" and [row["title_en"] for row in rows[1:]] == ["First"]
    assert rows[1]["longitude"] == "-36.600000" and rows[1]["killed_minimum"] == "1"
    restricted = lines(taken(signed_in(cast.reviewer)))
    assert [row["title_en"] for row in restricted[1:]] == ["Kept apart", "First"]
    assert lines(taken(signed_in(cast.reviewer), text="apart"))[1]["title_en"] == "Kept apart"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_a_formula_in_a_cell_is_harmless(cast: Cast, signed_in: SignIn, sign: str) -> None:
    record_case(cast.documenter, case(date(2019, 1, 1), title=f"{sign}cmd|' /C calc'!A0"))
    assert lines(taken(signed_in(cast.reviewer)))[1]["title_en"].startswith("'" + sign)
    book = openpyxl.load_workbook(io.BytesIO(taken(signed_in(cast.reviewer), format="xlsx")))
    cell = book.active["F3"]
    assert cell.data_type in ("s", "inlineStr") and "calc" in cell.value


def test_every_format_holds_the_same(cast: Cast, signed_in: SignIn) -> None:
    a_few(cast)
    client = signed_in(cast.documenter)
    [code] = [row["code"] for row in lines(taken(client))[1:]]
    assert [json.loads(line)["code"] for line in taken(client, format="jsonl").splitlines()] == [code]
    [feature] = json.loads(taken(client, format="geojson"))["features"]
    assert feature["geometry"]["coordinates"] == [-36.6, 35.6] and feature["properties"]["code"] == code
    sheet = openpyxl.load_workbook(io.BytesIO(taken(client, format="xlsx"))).active
    assert [sheet["A3"].value, sheet["A1"].value, sheet["A2"].value] == [code, "code", "#event+code"]
    assert lines(taken(client, "persons"))[1]["name"] == "Zahra Example"


def test_the_ledger_says_how_many_and_by_which_filter_and_names_nobody(cast: Cast, signed_in: SignIn) -> None:
    a_few(cast)
    taken(signed_in(cast.reviewer), text="Zahra Example", state="draft", author="documenter")
    entry = Entry.objects.order_by("-sequence")[0]
    assert (entry.action, entry.actor) == ("incidents exported", cast.reviewer.pk)
    assert entry.reason.startswith("1 incidents as csv; filter: text, state=draft, author; ids sha256 ")
    assert "Zahra" not in entry.reason


def test_a_saved_filter_is_ones_own(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.reviewer)
    answer = client.post(
        "/incidents/filters/save/", {"name": "My <b>filter</b>", "party": "russian", "state": "draft"}
    )
    assert answer.status_code == 303 and answer.headers["Location"] == "/incidents/?party=russian&state=draft"
    page = client.get("/incidents/").content.decode()
    assert "My &lt;b&gt;filter&lt;/b&gt;" in page and "/incidents/?party=russian&amp;state=draft" in page
    assert saved_filters(cast.outsider, "incidents") == () and saved_filters(cast.reviewer, "persons") == ()
    number = SavedFilter.objects.get().pk
    for stranger in (cast.outsider, cast.documenter):
        assert signed_in(stranger).post("/incidents/filters/drop/", {"number": number}).status_code == 404
    assert (
        signed_in(cast.administrator).post("/incidents/filters/drop/", {"number": number}).status_code == 403
    )
    assert client.post("/incidents/filters/drop/", {"number": number}).status_code == 303
    assert not SavedFilter.objects.exists()


def test_a_filter_without_a_name_is_not_saved_and_says_so(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.reviewer)
    page = client.post("/persons/filters/save/", {"name": " ", "sex": "female"}, follow=True).content.decode()
    assert "Give the filter a name" in page and not SavedFilter.objects.exists()
    assert signed_in(cast.administrator).post("/persons/filters/save/", {"name": "x"}).status_code == 403


def test_a_tile_holds_points_for_who_sees_them_only(cast: Cast, signed_in: SignIn) -> None:
    a_few(cast)
    answer = signed_in(cast.documenter).get("/incidents/tiles/0/0/0.mvt")
    assert answer.status_code == 200 and b"incidents" in answer.content and b"INC-2019-" in answer.content
    assert answer.headers["Cache-Control"] == "no-store"
    assert signed_in(cast.outsider).get("/incidents/tiles/0/0/0.mvt").content == b""
    assert signed_in(cast.documenter).get("/incidents/tiles/0/0/0.mvt?state=accepted").content == b""
    assert signed_in(cast.administrator).get("/incidents/tiles/0/0/0.mvt").status_code == 403
    assert signed_in(cast.documenter).get("/incidents/tiles/0/9/0.mvt").status_code == 404
    assert Client().get("/incidents/tiles/0/0/0.mvt").status_code == 302


def test_outlines_are_those_of_ones_own_gazetteer(cast: Cast, signed_in: SignIn) -> None:
    for actor, status in ((cast.documenter, 200), (cast.outsider, 200), (cast.administrator, 403)):
        answer = signed_in(actor).get("/incidents/boundaries/governorate.json")
        assert answer.status_code == status
        assert status == 403 or json.loads(answer.content) == {"type": "FeatureCollection", "features": []}
