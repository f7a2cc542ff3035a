"""Building a report: figures and their proof, blocks, references, both languages, every format."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tawthiq.analysis import Snapshot, counting_rule
from tawthiq.domain.errors import InvalidFile, InvalidValue, NotFound
from tawthiq.reports import build as build_module
from tawthiq.reports import build_report
from tawthiq.reports.counting import Figures, Question
from tawthiq.reports.places import SourcePlace
from tests.reports.conftest import FRONT, Build, page
from tests.reports.world import World, small_world

ALL = """
{{ contents() }}

# Summary {#sec:summary}

{{ at_least(killed("civilian")) }} and {{ words(killed("child")) }}; see @tab:party, @map:all and @sec:summary.

{{ table("killed", of=["civilian","child"], by=["party","governorate"], id="tab:party", caption="By party") }}

{{ map(id="map:all", caption="Where", incident_class="massacre") }}

{{ chart("killed", by="governorate", series="party", caption="Bars") }}

{{ chart("killed", kind="timeline", caption="Timeline") }}

{{ massacres(caption="Massacres") }}

{{ incident("2019-07-22 Aladara") }}

{{ statements(incident="2019-07-22 Aladara") }}

{{ denials(incident="2019-07-22 Aladara") }}

{{ victims(caption="Victims") }}

{{ law_table(["8(2)(e)(i)", "rule 1"], caption="Law") }}

{{ data() }}
"""


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def test_figures_are_counted_and_lead_to_their_proof(build: Build) -> None:
    built = build(
        '{{ killed("child", party="russian") }} and again {{ words(killed("child", party="russian")) }}.'
    )
    html = page(built)
    assert "4 children</a> and again" in html
    assert "four children</a>." in html
    assert 'data-figure="F001"' in html
    assert 'href="#proof-F001"' in html
    assert 'id="proof-F001"' in html
    assert len(built.figures) == 1
    assert built.figures[0].cells[0].records == 2


def test_arabic_agrees(build: Build) -> None:
    text = '{{ killed("child", party="russian") }}، {{ killed("woman") }}، {{ at_least(killed("girl")) }}'
    text += '، {{ incidents("massacre") }}'
    html = page(build("x", arabic=text), "report.ar.html")
    assert 'lang="ar" dir="rtl"' in html
    said = text_of(html)
    assert "4 أطفال، 12 سيدة، ما لا يقل عن أنثى واحدة، مجزرتان" in said


def test_a_title_can_count(build: Build) -> None:
    front = FRONT.replace("title: A report", 'title: "{{ incidents("massacre") }} in one summer"')
    assert "<title>2 massacres in one summer</title>" in page(build("x", front=front))


def test_a_table_adds_up_and_every_cell_is_proven(build: Build) -> None:
    html = page(
        build(
            '{{ table("killed", of=["civilian","child"], by=["party","governorate"], caption="By party") }}'
        )
    )
    table = html[html.index("<table") : html.index("</table>")]
    rows = [text_of(row).strip() for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL)]
    assert rows[1:] == [
        "Russian forces 34 4", "North 34 4", "Syrian Regime forces 8 1", "North 6 1", "South 2 0", "Total 42 5",
    ]  # fmt: skip
    assert table.count('class="figure"') == 11  # all but the one nought, behind which no record stands
    assert re.search(r'<th[^>]* scope="col"', table)
    assert 'scope="row"' in table


def test_an_attack_is_told_with_its_hedge(build: Build) -> None:
    said = text_of(page(build('{{ incident("2019-07-22 Aladara") }}')))
    assert (
        "On Monday 22 July 2019, at around 08:35, fixed-wing warplanes, which we believe belonged to the Russian "
        "forces, fired a missile at end of the market street in Aladara, North governorate. The second strike hit the "
        "same place about five minutes later. The attack killed at least 34 civilians, among them four children (three "
        "boys and one girl) and seven women. Inside that number, and beside the children, is one unborn child. At "
        "least two people were injured. At the time the area was under the joint control of" in said
    )


def test_an_attack_is_told_in_arabic(build: Build) -> None:
    said = text_of(page(build("x", arabic='{{ incident("2019-07-22 Aladara") }}'), "report.ar.html"))
    assert (
        "في يوم الإثنين 22 تموز/يوليو 2019، قرابة الساعة 08:35، قصف طيران ثابت الجناح نعتقد أنه تابع للقوات الروسية"
        in said
    )
    assert (
        "أسفر الهجوم عن مقتل ما لا يقل عن 34 مدنياً، بينهم أربعة أطفال (ثلاثة ذكور وأنثى واحدة) وسبع سيدات."
        in said
    )
    assert "تحت السيطرة المشتركة" in said


def test_what_is_not_recorded_is_not_told(build: Build) -> None:
    said = text_of(page(build('{{ incident("INC-0002") }}')))
    assert (
        "On the night of Sunday 19 May 2019, an attack of the Syrian Regime forces attacked targets in Barsa"
        in said
    )
    assert "control" not in said.split("Proof")[0]


def test_names_are_printed_only_where_allowed(build: Build) -> None:
    html = page(build('{{ victims(caption="V") }}'))
    assert "Fulan Ibn Fulan al Mutakhayyal" in html
    assert "فلان بن فلان المُتخيَّل" in html
    assert "علان" not in html
    assert "name withheld" in html
    assert "Umm Khayal" not in html


def test_accounts_have_a_footnote_each_and_their_number_must_agree(build: Build) -> None:
    html = page(build('{{ accounts() }}.\n\n{{ statements(incident="2019-07-22 Aladara") }}'))
    assert "one account." in text_of(html)
    assert "Via messenger on 22 July 2019." in html
    with pytest.raises(InvalidFile, match=r"report.en.md:8: The text counts 1 accounts, 0 are printed"):
        build("{{ accounts() }}.")


def test_references_and_captions_are_numbered(build: Build) -> None:
    front = FRONT.replace("period:", "number_sections: true\nperiod:")
    html = page(build(ALL, front=front))
    said = text_of(html)
    assert "see Table 1, Map 1 and section 1." in said
    assert "Table 1. By party" in said
    assert 'href="#tab:party"' in html
    assert "write to a@b.org" in text_of(page(build("write to a@b.org")))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{{ kiled("child") }}', "report.en.md:8: There is no function 'kiled'"),
        (
            '\n{{ killed("chld") }}',
            "report.en.md:9: Found 'chld' for 'of' of killed(). Did you mean 'child'?",
        ),
        ('{{ killed("child", partie="russian") }}', "killed() takes no 'partie'. Did you mean 'party'?"),
        ('{{ killed("child", party="rusian") }}', "report.en.md:8: The figure killed("),
        ('{{ killed("child", place="Nowhere") }}', "report.en.md:8: The figure killed("),
        ("see @tab:none", "report.en.md:8: @tab:none refers to nothing in this report"),
        ('so {{ table("killed") }} so', "report.en.md:8: The block 'table' stands within a sentence"),
        ('{{ incident("2019-01-01 Aladara") }}', "report.en.md:8: There is no incident '2019-01-01 Aladara'"),
        ('{{ law("8(2)(b)(7)", conduct="displacement") }}', "Cite 8(2)(e)(viii)"),
        ("War crime (Article 8 (2) (b) (7))", "report.en.md:8: '8(2)(b)(7)' is not how the Statute numbers"),
        ('{{ date("2019-02-30") }}', "report.en.md:8: "),
        ('{{ killed("child", period="July") }}', "report.en.md:8: Found the period 'July'"),
        ("![](x.png)", "has no text alternative"),
        ("![x](../../etc/passwd)", "is no file of the report's folder"),
        ('{{ inconsistencies("../../../x.toml") }}', "lies outside the report"),
        (
            '{{ table("killed", id="a") }}\n\n{{ table("killed", id="a") }}',
            "report.en.md:10: The id 'a' stands on two blocks",
        ),
        ('{{ words(party("russian")) }}', "words() needs a figure, and party() is none"),
    ],
)
def test_an_error_names_the_place_and_what_to_do(build: Build, text: str, said: str) -> None:
    with pytest.raises(InvalidFile) as caught:
        build(text)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("front", "said"),
    [
        ("---\ndate: 2019-07-31\n---\n", "report.en.md:1: The front matter has no title"),
        (
            "---\ntitle: x\ndate: 2019-02-30\n---\n",
            "report.en.md:3: Found '2019-02-30', expected a date that exists",
        ),
        (
            "---\ntitle: x\ndate: 2019-07-31\ntitel: y\n---\n",
            "report.en.md:4: The front matter holds 'titel'",
        ),
        ("---\ntitle: x\ndate: 2019-07-31\nperiod: 2019-07-27/2019-04-26\n---\n", "before it begins"),
        ("---\ntitle: x\ndate: 2019-07-31\nlanguage: fr\n---\n", "Found the language 'fr'"),
        (
            "---\ntitle: x\ndate: 2019-07-31\nsnapshot: abc\n---\n",
            "report.en.md:4: The report is pinned to snapshot abc",
        ),
        ('+++\ntitle = "x"\n', "The front matter begins with +++ and never ends"),
        ("+++\ntitle = x\n+++\n", "is not valid TOML"),
    ],
)
def test_front_matter_is_checked(build: Build, front: str, said: str) -> None:
    with pytest.raises(InvalidFile) as caught:
        build("x", front=front)
    assert said in str(caught.value)


def test_front_matter_may_be_toml(build: Build) -> None:
    html = page(build("x", front='+++\ntitle = "In TOML"\ndate = 2019-07-31\n+++\n'))
    assert "<title>In TOML</title>" in html


def test_a_typed_number_is_noticed_and_a_quoted_one_is_not(build: Build) -> None:
    built = build('The report printed {{ quoted("63 children") }}; 12 civilians died.')
    assert built.notices == (
        'report.en.md:8: the number “12 civilians” is typed. Let it be counted, or write it as quoted("…").',
    )


def test_figures_of_one_language_only_are_noticed(build: Build) -> None:
    built = build('{{ killed("child") }}', arabic="x")
    assert any("report.ar.md does not print the figure" in notice for notice in built.notices)


@pytest.mark.parametrize(
    "of", ["civilian", "child", "boy", "girl", "unborn", "unborn-beside", "woman", "person"]
)
@pytest.mark.parametrize("named", ["0001", "0003", ("0001", "0002")])
def test_a_figure_of_attacks_is_the_same_counted_alone_or_from_the_shared_count(
    snapshot: Snapshot, of: str, named: str | tuple[str, ...]
) -> None:
    figures = Figures(snapshot, counting_rule("snhr-2019"))
    question = Question("killed", of, (), (("incident", named),))
    (shared,) = figures.look(question, SourcePlace("x", 1))
    (alone,) = figures._count(question, SourcePlace("x", 1))[0]
    assert (shared.minimum, shared.maximum, shared.record_ids) == (
        alone.minimum,
        alone.maximum,
        alone.record_ids,
    )


def test_every_format_is_built_and_the_same_input_gives_the_same_bytes(build: Build) -> None:
    first = {
        path.name: path.read_bytes() for path in build(ALL, "pdf", "html", "docx", "data", arabic=ALL).paths
    }
    second = {
        path.name: path.read_bytes() for path in build(ALL, "pdf", "html", "docx", "data", arabic=ALL).paths
    }
    assert {
        "report.en.pdf",
        "report.ar.pdf",
        "report.en.docx",
        "report.ar.html",
        "datapackage.json",
    } <= first.keys()
    assert first == second


def test_the_pdf_is_tagged_and_states_its_language(build: Build) -> None:
    built = build("# A heading\n\nText.", "pdf", arabic="# عنوان\n\nنص.")
    pdf = next(path for path in built.paths if path.name == "report.ar.pdf").read_bytes()
    assert b"/MarkInfo" in pdf
    assert b"/Lang (ar)" in pdf or b"/Lang(ar)" in pdf


def test_the_word_document_runs_from_the_right_in_arabic(build: Build) -> None:
    built = build(ALL, "docx", arabic=ALL)
    with zipfile.ZipFile(next(path for path in built.paths if path.name == "report.ar.docx")) as file:
        parts = {name: file.read(name) for name in file.namelist() if name.endswith((".xml", ".rels"))}
    for content in parts.values():
        ElementTree.fromstring(content)
    body = parts["word/document.xml"].decode()
    assert body.count("<w:bidiVisual/>") == body.count("<w:tblPr>")
    assert "<w:rtl" in body
    assert "TOC \\o" in body
    assert 'w:val="Heading1"' in body
    assert "<w:footnoteReference" in body
    assert parts["word/footer1.xml"]


def test_the_html_needs_no_network_and_has_text_for_every_drawing(build: Build) -> None:
    html = page(build(ALL))
    assert not re.search(r"""(?:src|href)=["']https?:""", html)
    assert "<script" not in html
    for svg in re.findall(r"<svg[^>]*>", html):
        assert re.search(r'aria-label="[^"]{10,}"', svg)
    assert "<details>" in html
    identifiers = re.findall(r' id="([^"]+)"', html)
    assert len(identifiers) == len(set(identifiers))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(identifiers)


def test_the_data_folder_holds_what_it_says(build: Build) -> None:
    built = build('{{ killed("child") }}', "data")
    folder = next(path for path in built.paths if path.name == "SHA256SUMS").parent
    for line in (folder / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        rows = list(csv.reader((folder / resource["path"]).read_text(encoding="utf-8").splitlines()))
        assert rows[0] == [field["name"] for field in resource["schema"]["fields"]]
        assert all(tag.startswith("#") for tag in rows[1])
    proof = json.loads((folder / "figures.json").read_text(encoding="utf-8"))
    (figure,) = proof["figures"]
    assert figure["places"] == ["report.en.md:8"]
    assert figure["cells"][0]["minimum"] == 5
    assert len(figure["cells"][0]["record_ids"]) == figure["cells"][0]["records"] == 3
    everything = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.csv"))
    assert "علان" not in everything
    assert "Not for print" not in everything
    assert "Told in the record" not in everything
    places = json.loads((folder / "places.geojson").read_text(encoding="utf-8"))
    assert any(
        feature["geometry"]["type"] == "MultiPolygon" for feature in places["features"] if feature["geometry"]
    )


def test_a_build_that_fails_leaves_the_earlier_one_whole(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build('{{ killed("child") }}', "html", "docx", "data")
    before = {path: path.read_bytes() for path in first.paths}
    output = next(path for path in first.paths if path.suffix == ".html").parent

    def broken(report: object) -> bytes:
        raise InvalidFile("This format cannot be written.")

    monkeypatch.setitem(build_module.WRITERS, "docx", broken)
    with pytest.raises(InvalidFile, match="cannot be written"):
        build('{{ killed("civilian") }}', "html", "docx", "data")
    assert {path: path.read_bytes() for path in before} == before
    assert not [path for path in output.rglob("*") if ".part" in path.name]


HOSTILE = (
    "#eval(\"1\") *b* _i_ `c` $x$ @tab:party <script>alert(1)</script> **m** [l](javascript:x) {{ killed() }} "
    "\u202egnirts\u2066 ${title} &amp; \\u{41} ]]> <w:p/> | a | ~~~"
)  # fmt: skip


def test_hostile_text_in_the_data_comes_out_as_text(tmp_path: Path) -> None:
    world = World()
    world.place("c", None, "country", HOSTILE, HOSTILE)
    world.place("a", "c", "community", HOSTILE, "مكان", longitude=36.0, latitude=35.0)
    attack = world.attack(
        "1", "a", "2019-07-01", "russian", title_en=HOSTILE, narrative_en=HOSTILE, note_en=HOSTILE
    )
    world.dead(attack, 1, person_id="p", name=HOSTILE, name_en=HOSTILE, may_name=True)
    world.dead(attack, 9)
    world.add(
        "statements", statement_id="s", incident_id="1", alias=HOSTILE, source_kind="eyewitness", channel="messenger",
        language="en", text=HOSTILE, may_quote=True,
    )  # fmt: skip
    snapshot = world.snapshot(tmp_path / "snapshot")
    folder = tmp_path / "report"
    folder.mkdir()
    text = (
        '{{ incident("1") }}\n\n{{ statements() }}\n\n{{ victims(caption="V") }}\n\n{{ map(caption="M") }}\n'
    )
    (folder / "report.en.md").write_text(FRONT + text, encoding="utf-8")
    built = build_report(folder, snapshot=snapshot, output=tmp_path / "out", rule=counting_rule("snhr-2019"))
    snapshot.close()
    html = page(built)
    assert "<script" not in html
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") > 4
    assert "javascript:x)" in html
    assert 'href="javascript' not in html
    assert "**m**" in html
    assert "\u202e" not in html
    assert "{{ killed() }}" in html
    with zipfile.ZipFile(next(path for path in built.paths if path.suffix == ".docx")) as file:
        body = ElementTree.fromstring(file.read("word/document.xml"))
    assert "<script>alert(1)</script>" in "".join(body.itertext())


def test_the_middle_of_an_area_is_no_place_of_an_attack(tmp_path: Path) -> None:
    world = small_world()
    world.places["n"] |= {"longitude": 37.0, "latitude": 36.0}
    attack = world.attack(
        "9", "n", "2019-07-01", "russian", longitude=37.0, latitude=36.0, point_method="unknown"
    )
    world.dead(attack, 6)
    snapshot = world.snapshot(tmp_path / "snapshot")
    folder = tmp_path / "report"
    folder.mkdir()
    (folder / "report.en.md").write_text(FRONT + '{{ map(caption="M") }}', encoding="utf-8")
    built = build_report(
        folder, snapshot=snapshot, output=tmp_path / "out", formats=("html",), rule=counting_rule("snhr-2019")
    )
    snapshot.close()
    assert (
        "Not drawn, because the location is known no better than the governorate: North (1 attack)."
        in text_of(page(built))
    )


def test_it_refuses_what_is_no_report(build: Build, snapshot: Snapshot, tmp_path: Path) -> None:
    rule = counting_rule("snhr-2019")
    with pytest.raises(NotFound, match="is no folder"):
        build_report(tmp_path / "none", snapshot=snapshot, output=tmp_path, rule=rule)
    with pytest.raises(NotFound, match="holds no report"):
        build_report(tmp_path, snapshot=snapshot, output=tmp_path, rule=rule)
    with pytest.raises(InvalidValue, match="There is no format odt"):
        build("x", "odt")
    (tmp_path / "report.md").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InvalidFile, match="is not UTF-8 text"):
        build_report(tmp_path, snapshot=snapshot, output=tmp_path, rule=rule)
    (tmp_path / "report.md").write_text("a\n\ue000", encoding="utf-8")
    with pytest.raises(InvalidFile, match=r"report.md:2: Found the character U\+E000"):
        build_report(tmp_path, snapshot=snapshot, output=tmp_path, rule=rule)
    (tmp_path / "report.md").write_text("", encoding="utf-8")
    with pytest.raises(InvalidFile, match="The front matter has no title"):
        build_report(tmp_path, snapshot=snapshot, output=tmp_path, rule=rule)


def test_a_failed_build_leaves_the_earlier_one_alone(build: Build) -> None:
    before = page(build("first"))
    with pytest.raises(InvalidFile):
        build("{{ nothing() }}")
    assert page(build("first")) == before
