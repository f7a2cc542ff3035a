"""Shared: the snapshot of the invented country, and a way to build a report from a text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tawthiq.analysis import Snapshot, counting_rule
from tawthiq.reports import Built, build_report
from tawthiq.reports.taken_back import NOTHING, TakenBack
from tests.reports.world import small_world

FRONT = """---
title: A report
organisation: Tawthiq demonstration
date: 2019-07-31
period: 2019-04-26/2019-07-27
---

"""

Build = Callable[..., Built]


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    opened = small_world().snapshot(tmp_path_factory.mktemp("world") / "snapshot")
    yield opened
    opened.close()


@pytest.fixture
def build(snapshot: Snapshot, tmp_path: Path) -> Build:
    def run(
        text: str,
        *formats: str,
        arabic: str | None = None,
        front: str = FRONT,
        taken_back: TakenBack = NOTHING,
    ) -> Built:
        folder = tmp_path / "report"
        folder.mkdir(exist_ok=True)
        (folder / "report.en.md").write_text(front + text, encoding="utf-8")
        if arabic is not None:
            (folder / "report.ar.md").write_text(front + arabic, encoding="utf-8")
        return build_report(
            folder,
            snapshot=snapshot,
            output=tmp_path / "out",
            formats=formats or ("html",),
            rule=counting_rule("snhr-2019"),
            taken_back=taken_back,
        )

    return run


def page(built: Built, name: str = "report.en.html") -> str:
    return next(path for path in built.paths if path.name == name).read_text(encoding="utf-8")
