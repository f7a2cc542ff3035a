"""Reports in the browser: written, previewed with their proofs, saved without loss, built in the background."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from tawthiq.queries.reports import texts_of
from tawthiq.records.jobs.models import Job
from tawthiq.records.ledger.models import Entry
from tawthiq.records.releases.models import Report
from tawthiq.services.jobs.working import work_once
from tawthiq.services.reports.writing import create_report
from tests.web.conftest import SignIn
from tests.web.homes import World, world

__all__ = ["world"]

pytestmark = pytest.mark.usefixtures("db")
"""What a test writes into the home that they share is taken back."""

NOON = datetime(2019, 7, 31, 12, tzinfo=UTC)


@pytest.fixture
def report(world: World, db: None, request: pytest.FixtureRequest) -> str:
    """A report begun from the template, under a name of the test's own."""
    name = f"t-{hashlib.sha256(request.node.name.encode()).hexdigest()[:10]}"
    create_report(world.cast.analyst, name, title_en="An {{ example }}", title_ar="مثال", at=NOON)
    return name


def _typed(world: World, name: str, text: str, **more: Any) -> dict[str, Any]:
    opened = next(one for one in texts_of(world.cast.analyst, name) if one.file == "report.en.md")
    return {"file": "report.en.md", "digest": opened.digest, "snapshot": "july", "text": text, **more}


def _text(world: World, name: str) -> str:
    return next(one.text for one in texts_of(world.cast.analyst, name) if one.file == "report.en.md")


def _previewed(client: Client, world: World, name: str, addition: str) -> Any:
    text = _text(world, name) + "\n" + addition + "\n"
    return client.post(f"/reports/{name}/preview/", _typed(world, name, text))


def test_the_template_can_be_read_in_both_languages_with_its_proofs(
    world: World, report: str, signed_in: SignIn
) -> None:
    client = signed_in(world.cast.analyst)
    for language, said in (("en", "10 civilians"), ("ar", "10 مدنيين")):
        text = next(t for t in texts_of(world.cast.analyst, report) if t.file == f"report.{language}.md")
        typed = {"file": text.file, "digest": text.digest, "snapshot": "july", "text": text.text}
        page = client.post(f"/reports/{report}/preview/", typed).content.decode()
        assert said in page and 'class="figure"' in page and "killed(&quot;civilian&quot;)" in page
        assert "/figures/records/?snapshot=july" in page and 'data-minimum="10"' in page
        assert " style=" not in page and "<script" not in page


def test_a_proof_leads_to_the_list_behind_it(world: World, report: str, signed_in: SignIn) -> None:
    client = signed_in(world.cast.analyst)
    answer = _previewed(client, world, report, '{{ killed("civilian", party="russian") }}')
    made = next(p for p in answer.context["proofs"] if 'party="russian"' in p["proof"].call)
    page = client.get(made["address"])
    assert page.status_code == 200 and world.incident.code in page.content.decode()
    assert page.context["behind"].minimum == made["proof"].minimum == 7


@pytest.mark.parametrize("who", ["outsider", "documenter", "administrator"])
def test_a_report_is_not_there_for_others(world: World, report: str, signed_in: SignIn, who: str) -> None:
    client = signed_in(getattr(world.cast, who))
    text = _typed(world, report, "# stolen", action="save")
    doors = (
        "",
        "preview/",
        "proofread/",
        "history/",
        "builds/",
        "builds/x/report.en.pdf",
        "history/" + "0" * 64 + "/",
    )
    for door in doors:
        for method in ("get", "post"):
            there = getattr(client, method)(f"/reports/{report}/{door}", text)
            nowhere = getattr(client, method)(f"/reports/not-there/{door}", text)
            assert there.status_code == nowhere.status_code and there.status_code in (403, 404, 405)
            assert there.content == nowhere.content
    listed = client.get("/reports/")
    assert report.encode() not in listed.content
    assert "# stolen" not in _text(world, report)


def test_every_save_is_a_version_that_can_be_read_again(world: World, report: str, signed_in: SignIn) -> None:
    client = signed_in(world.cast.analyst)
    first = _text(world, report)
    answer = client.post(f"/reports/{report}/", _typed(world, report, first + "Second.\r\n", action="save"))
    assert answer.status_code == 303 and _text(world, report) == first + "Second.\n"
    entry = Entry.objects.order_by("-sequence")[0]
    assert entry.action == "report saved" and entry.reason.startswith(f"{report}/report.en.md ")
    page = client.get(f"/reports/{report}/history/").content.decode()
    digest = hashlib.sha256(first.encode()).hexdigest()
    assert f"/reports/{report}/history/{digest}/" in page
    old = client.get(f"/reports/{report}/history/{digest}/").content.decode()
    assert "Second." in old and "<del>Second.</del>" in old
    again = client.get(f"/reports/{report}/", {"file": "report.en.md", "version": digest})
    assert "Second." not in again.context["shown"].text
    unchanged = client.post(f"/reports/{report}/", _typed(world, report, _text(world, report), action="save"))
    assert unchanged.status_code == 303 and Entry.objects.order_by("-sequence")[0].sequence == entry.sequence


def test_a_stale_save_is_refused_and_shows_both_versions(
    world: World, report: str, signed_in: SignIn
) -> None:
    first, second = signed_in(world.cast.analyst), signed_in(world.cast.analyst)
    mine = _typed(world, report, _text(world, report) + "Mine.\n", action="save")
    theirs = _typed(world, report, _text(world, report) + "Theirs.\n", action="save")
    assert first.post(f"/reports/{report}/", theirs).status_code == 303
    answer = second.post(f"/reports/{report}/", mine)
    page = answer.content.decode()
    assert answer.status_code == 409 and "Nothing was overwritten" in page
    assert "<del>" in page and "Theirs.</del>" in page and "Mine.</ins>" in page
    assert "Theirs." in _text(world, report) and "Mine." not in _text(world, report)
    merged = {**mine, "digest": answer.context["shown"].digest, "text": mine["text"] + "Theirs.\n"}
    assert second.post(f"/reports/{report}/", merged).status_code == 303
    assert "Mine." in _text(world, report) and "Theirs." in _text(world, report)


def test_a_change_made_outside_the_browser_is_not_overwritten(
    world: World, report: str, signed_in: SignIn
) -> None:
    typed = _typed(world, report, _text(world, report) + "Typed.\n", action="save")
    path = world.home.reports / report / "report.en.md"
    path.write_text(path.read_text() + "By an editor.\n")
    assert signed_in(world.cast.analyst).post(f"/reports/{report}/", typed).status_code == 409
    assert "By an editor." in path.read_text()


@pytest.mark.parametrize("addition", ["{{ killd() }}", "{{ killed(", "@sec:nowhere", "{{ statements() }}"])
def test_an_error_names_its_line_and_nothing_is_lost(
    world: World, report: str, signed_in: SignIn, addition: str
) -> None:
    client = signed_in(world.cast.analyst)
    text = _text(world, report)
    line = text.count("\n") + 2
    answer = _previewed(client, world, report, addition)
    named = re.search(r"report\.en\.md:(\d+): ", answer.content.decode())
    assert answer.status_code == 422 and named is not None and line <= int(named[1]) <= line + 1
    assert answer.headers["HX-Retarget"] == "#preview-state"
    whole = client.post(
        f"/reports/{report}/", _typed(world, report, f"{text}\n{addition}\n", action="preview")
    )
    assert whole.status_code == 422 and whole.context["shown"].text == f"{text}\n{addition}\n"
    assert (
        client.post(
            f"/reports/{report}/", _typed(world, report, f"{text}\n{addition}\n", action="save")
        ).status_code
        == 303
    )


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "`<script>alert(1)</script>`{=html}",
    "``` {=html}\n<script>alert(1)</script>\n```",
    '<https://example.org/"onmouseover=alert(1)>',
    "$\\href{javascript:alert(1)}{x}$",
    "| a |\n|---|\n| <svg onload=alert(1)> |",
    '{{ quoted("<script>alert(1)</script>") }}',
    "Term\n:   <iframe src=//example.org></iframe>",
]
REFUSED = [
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt&#58;alert(1))",
    "[x](%6aavascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "[x](file:///etc/passwd)",
    "[x](/reports/)",
    "[x]{onclick=alert(1)}",
    "# Heading {onmouseover=alert(1)}",
    '::: {style="position:fixed"}\nx\n:::',
    "``` {.python onclick=alert(1)}\nx\n```",
    "![x](../../tawthiq.toml)",
    "![x](/etc/passwd)",
    "![x](https://example.org/x.png)",
    '{{ inconsistencies("../../keys/django-secret") }}',
]


@pytest.mark.parametrize("addition", HOSTILE)
def test_markup_in_a_source_stays_text(world: World, report: str, signed_in: SignIn, addition: str) -> None:
    answer = _previewed(signed_in(world.cast.analyst), world, report, addition)
    page = answer.content.decode().lower()
    assert answer.status_code == 200, page
    for opened in ("<script", "<img src=x", "<svg onload", "<iframe", 'href="javascript', "<style"):
        assert opened not in page
    tags = [part.split(">")[0] for part in page.split("<")[1:]]
    assert not any(
        " on" in f" {tag}".replace(' "on', "") and "onmouseover=" in tag.split('"')[0] for tag in tags
    )


@pytest.mark.parametrize("addition", REFUSED)
def test_what_could_act_or_read_elsewhere_is_refused_with_its_line(
    world: World, report: str, signed_in: SignIn, addition: str
) -> None:
    answer = _previewed(signed_in(world.cast.analyst), world, report, addition)
    assert answer.status_code == 422 and "report.en.md:" in answer.content.decode()


@pytest.mark.parametrize("rule", ["../../tawthiq.toml", "/etc/passwd.toml"])
def test_a_rule_outside_the_folder_is_refused(
    world: World, report: str, signed_in: SignIn, rule: str
) -> None:
    text = _text(world, report).replace("rule: snhr-2019", f"rule: {rule}")
    answer = signed_in(world.cast.analyst).post(f"/reports/{report}/preview/", _typed(world, report, text))
    assert answer.status_code == 422 and b"outside the report" in answer.content


@pytest.mark.parametrize(
    "name", ["..", "../x", "a/b", ".hidden", "UPPER", "", "a" * 61, "x\0y", "reports%2f"]
)
def test_a_name_that_is_no_folder_name_is_refused(world: World, signed_in: SignIn, name: str) -> None:
    given = {"name": name, "title_en": "x", "title_ar": "س"}
    assert signed_in(world.cast.analyst).post("/reports/", given).status_code == 422
    assert not Report.objects.filter(name=name).exists()


def test_a_name_is_given_once(world: World, report: str, signed_in: SignIn) -> None:
    given = {"name": report, "title_en": "x", "title_ar": "س"}
    answer = signed_in(world.cast.analyst).post("/reports/", given)
    assert answer.status_code == 422 and b"a folder of this name" in answer.content


def test_proofreading_names_what_does_not_add_up(world: World, report: str, signed_in: SignIn) -> None:
    text = _text(world, report) + "\n21 civilians were killed, among them 25 children.\n"
    answer = signed_in(world.cast.analyst).post(f"/reports/{report}/proofread/", _typed(world, report, text))
    assert answer.status_code == 200 and answer.context["findings"], answer.content.decode()


def test_it_is_built_in_the_background_and_handed_out_with_its_digests(
    world: World, report: str, signed_in: SignIn
) -> None:
    client = signed_in(world.cast.analyst)
    asked = {"snapshot": "july", "formats": ["html", "docx", "data"]}
    assert client.post(f"/reports/{report}/builds/", asked).status_code == 303
    job = Job.objects.get(kind="build-report")
    assert b"hx-get" in client.get(f"/reports/{report}/builds/").content
    assert work_once("worker")
    job.refresh_from_db()
    assert job.state == "done", job.error
    page = client.get(f"/reports/{report}/builds/").content.decode()
    assert "everything.zip" in page and "hx-get" not in page
    for file in job.result["files"]:
        given = client.get(f"/reports/{report}/builds/{job.pk}/{file['name']}")
        content = b"".join(given)
        assert hashlib.sha256(content).hexdigest() == file["sha256"]
        assert given.headers["Content-Disposition"].startswith("attachment")
        if file["name"] == "everything.zip":
            names = zipfile.ZipFile(io.BytesIO(content)).namelist()
            assert "data/figures.json" in names and "report.ar.html" in names
    assert client.get(f"/reports/{report}/builds/{job.pk}/..%2f..%2freport.en.md").status_code == 404
    assert client.get(f"/jobs/{job.pk}/").status_code == 200
    assert signed_in(world.cast.outsider).get(f"/jobs/{job.pk}/").status_code == 404


def test_a_faulty_source_fails_the_build_and_names_its_line(
    world: World, report: str, signed_in: SignIn
) -> None:
    client = signed_in(world.cast.analyst)
    text = _text(world, report) + "\n{{ killd() }}\n"
    client.post(f"/reports/{report}/", _typed(world, report, text, action="save"))
    client.post(f"/reports/{report}/builds/", {"snapshot": "july", "formats": ["html"]})
    assert work_once("worker")
    page = client.get(f"/reports/{report}/builds/").content.decode()
    assert "There is no function &#x27;killd&#x27;" in page and "report.en.md:" in page
    assert not (world.home.reports / report / "builds").exists() or not list(
        (world.home.reports / report / "builds").iterdir()
    )
