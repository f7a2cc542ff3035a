"""Any file is analysed within limits; what cannot be is said, tool by tool, and never stalls or crashes
intake.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tawthiq.evidence import worker
from tawthiq.evidence.fingerprints import distance, fingerprint
from tawthiq.evidence.sandbox import TOOLS, USUAL_LIMITS, Limits, analyse, analyse_open
from tawthiq.evidence.values import Analysis, ProvenanceState
from tests.evidence import files

QUICK = Limits(wall_seconds=30, cpu_seconds=20, memory_bytes=3 << 30, written_bytes=16 << 20, most_frames=60)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


def because(analysis: Analysis) -> dict[str, str]:
    return {one.tool: one.because for one in analysis.not_analysed}


def test_the_tools_named_are_the_tools_there_are() -> None:
    assert {family: tuple(tools) for family, tools in worker.TOOLS.items()} == dict(TOOLS)


def test_a_photograph_tells_when_where_and_with_what(tmp_path: Path, out: Path) -> None:
    analysis = analyse(files.photograph(tmp_path / "p.jpg"), out)
    claims = analysis.claims
    assert claims is not None and analysis.not_analysed == ()
    assert (claims.taken_local, claims.taken_offset) == ("2019-07-22T08:35:10", "+03:00")
    assert (claims.gps_time, claims.modified) == ("2019-07-22T05:35:10Z", "2019-07-22T10:00:00")
    assert claims.latitude == pytest.approx(35.6450333) and claims.longitude == pytest.approx(36.6717)
    assert (claims.device, claims.software) == ("Testmaker One", ("Snapseed 2.19",))
    assert analysis.provenance is not None and analysis.provenance.state is ProvenanceState.ABSENT
    assert [d.kind for d in analysis.derived] == ["thumbnail", "grey", "blurred"]


def test_working_copies_carry_nothing_of_the_original(tmp_path: Path, out: Path) -> None:
    for derived in analyse(files.photograph(tmp_path / "p.jpg"), out).derived:
        with Image.open(out / derived.file) as copy:
            assert dict(copy.getexif()) == {} and max(copy.size) <= 1600
            assert not {"exif", "xmp", "comment", "icc_profile"} & copy.info.keys()


def test_a_blurred_copy_keeps_the_scene_and_loses_the_detail(tmp_path: Path, out: Path) -> None:
    lines = Image.new("L", (800, 600))
    lines.putdata([255 * ((n // 3) % 2) for n in range(480_000)])
    lines.convert("RGB").save(tmp_path / "lines.png")
    analyse(tmp_path / "lines.png", out)
    with Image.open(out / "blurred.jpg") as copy:
        levels = np.asarray(copy.convert("L"))
    assert np.ptp(levels) < 16  # black and white stripes of 3 pixels have become one grey


def test_a_film_tells_its_streams_and_gives_key_frames(tmp_path: Path, out: Path) -> None:
    analysis = analyse(files.film(tmp_path / "f.mp4"), out)
    claims = analysis.claims
    assert claims is not None and analysis.not_analysed == ()
    assert (claims.taken_local, claims.taken_offset) == ("2019-07-22T08:35:00", "+03:00")
    assert (claims.latitude, claims.longitude, claims.altitude) == (35.645, 36.6717, 400.0)
    assert claims.device == "Testphone 3" and claims.duration == pytest.approx(4, abs=0.2)
    assert claims.streams == ("video mpeg4 320×240 10 frames/s",)
    frames = [d for d in analysis.derived if d.kind == "key-frame"]
    assert [round(d.at or 0) for d in frames] == [0, 1, 2, 3] and all((out / d.file).exists() for d in frames)
    first = fingerprint(files.scene(0, (320, 240)))
    assert distance(analysis.fingerprints[0].pdq, first.pdq) <= 31


def test_a_file_without_a_name_is_analysed_as_one_with(tmp_path: Path, out: Path) -> None:
    for path in (
        files.photograph(tmp_path / "p.jpg"),
        files.film(tmp_path / "f.mp4"),
        files.pdf(tmp_path / "d.pdf"),
    ):
        descriptor = os.memfd_create("unnamed")
        os.write(descriptor, path.read_bytes())
        unnamed = analyse_open(descriptor, out)
        os.close(descriptor)
        assert unnamed == analyse(path, out) and unnamed.not_analysed == ()


def test_documents_tell_their_properties(tmp_path: Path, out: Path) -> None:
    claims = analyse(files.pdf(tmp_path / "a.pdf"), out).claims
    assert claims is not None
    assert (claims.title, claims.author, claims.pages) == ("A list of names", "An Office", 1)
    assert (claims.taken_local, claims.taken_offset) == ("2019-07-22T08:35:00", "+03:00")
    assert claims.software == ("Testwriter 2",)
    claims = analyse(files.docx(tmp_path / "a.docx"), out).claims
    assert claims is not None and (claims.title, claims.taken_local) == ("كشف", "2019-07-22T05:35:00")


def jpeg(tmp_path: Path) -> bytes:
    return files.photograph(tmp_path / "honest.jpg").read_bytes()


HOSTILE: dict[str, Callable[[Path], bytes]] = {
    "nothing": lambda _: b"",
    "zip bomb": lambda _: files.zip_bomb(),
    "gzip bomb": lambda _: files.gzip_bomb(),
    "billion laughs": lambda _: files.laughing_docx(),
    "50 gigapixels": lambda _: files.giant_png(),
    "film with broken boxes": lambda p: files.broken_mp4(files.film(p / "f.mp4").read_bytes()),
    "film cut in half": lambda p: files.film(p / "f.mp4").read_bytes()[:9000],
    "polyglot": lambda p: files.polyglot(jpeg(p)),
    "only a beginning": lambda p: jpeg(p)[:40],
    "noise called a picture": lambda _: b"\xff\xd8\xff\xe0" + random.Random(1).randbytes(5000),
    "noise called a film": lambda _: b"\0\0\0\x20ftypisom" + random.Random(2).randbytes(5000),
    "noise called a PDF": lambda _: b"%PDF-1.7\n" + random.Random(3).randbytes(5000),
    "noise called a ZIP": lambda _: b"PK\3\4" + random.Random(4).randbytes(5000),
    "noise": lambda _: random.Random(5).randbytes(5000),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_neither_crashes_nor_stalls(tmp_path: Path, out: Path, what: str) -> None:
    path = tmp_path / "hostile"
    path.write_bytes(HOSTILE[what](tmp_path))
    analysis = analyse(path, out, limits=QUICK)
    done = set(TOOLS.get(analysis.kind.family, ())) - set(because(analysis))
    assert len(because(analysis)) + len(done) == len(TOOLS.get(analysis.kind.family, ()))
    assert all(reason and "Traceback" not in reason for reason in because(analysis).values())
    assert sum(p.stat().st_size for p in out.iterdir()) < 16 << 20


def test_what_was_not_analysed_is_said_with_the_reason(tmp_path: Path, out: Path) -> None:
    (tmp_path / "giant").write_bytes(files.giant_png())
    reasons = because(analyse(tmp_path / "giant", out))
    assert "250000 × 200000 pixels" in reasons["fingerprint"] and "fingerprint" in reasons
    (tmp_path / "bomb").write_bytes(files.zip_bomb())
    assert "unpacks to more than" in because(analyse(tmp_path / "bomb", out))["metadata"]


def test_a_polyglot_is_named_as_both(tmp_path: Path, out: Path) -> None:
    (tmp_path / "two").write_bytes(files.polyglot(jpeg(tmp_path)))
    kind = analyse(tmp_path / "two", out).kind
    assert (kind.media_type, kind.also) == ("image/jpeg", ("application/zip", "text/html"))


def test_tools_over_their_time_are_stopped_one_by_one(tmp_path: Path, out: Path) -> None:
    path = files.photograph(tmp_path / "p.jpg")
    reasons = because(analyse(path, out, limits=replace(USUAL_LIMITS, wall_seconds=0.05)))
    assert set(reasons) == {"metadata", "c2pa", "fingerprint", "copies"}
    assert set(reasons.values()) == {"it took longer than 0.05 seconds"}


def test_a_tool_over_its_disk_is_stopped_and_the_others_still_run(tmp_path: Path, out: Path) -> None:
    path = files.photograph(tmp_path / "p.jpg")
    reasons = because(analyse(path, out, limits=replace(USUAL_LIMITS, written_bytes=2000)))
    assert set(reasons) == {"copies"}


@pytest.mark.parametrize(
    "name", ["../../escape.jpg", "‮gpj.exe", "name\nwith line", "-rf", "اسم عربي.jpg", "%s%n"]
)
def test_names_of_any_kind_are_only_names(tmp_path: Path, out: Path, name: str) -> None:
    path = tmp_path / name.replace("../", "")
    path.write_bytes(jpeg(tmp_path))
    assert analyse(path, out).not_analysed == ()
