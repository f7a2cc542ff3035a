"""Pairs of a home's persons, proposed by the command."""

import json
from pathlib import Path

from tests.cli.homes import make_home, tawthiq_many


def test_it_queues_pairs_of_imported_persons_and_finds_nothing_new_the_second_time(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    for name, row in (
        ("ngo", "1,سليم نعيم الزعفراني,male,34,2019-07-22"),
        ("press", "7,Salim Naim al-Zafarani,male,34,2019-07-22"),
    ):
        (tmp_path / f"{name}.csv").write_text(
            f"id,name,sex,age,date of incident\n{row}\n{row[0]}9,وسيم راغب الساحلي {name},male,61,2019-03-02\n",
            encoding="utf-8",
        )
    done = tawthiq_many(
        home,
        [
            ("import", "victims", str(tmp_path / "ngo.csv")),
            ("import", "victims", str(tmp_path / "press.csv")),
            ("link", "--propose", "--format", "json"),
            ("link", "--propose"),
            ("link", "--propose", str(tmp_path / "ngo.csv")),
            ("audit",),
        ],
    )
    assert [code for code, _, _ in done] == [0, 0, 0, 0, 2, 0], done
    first = json.loads(done[2][1])
    assert (first["persons"], first["changed"], first["gone"]) == (4, 0, 0) and first["new"] >= 1
    assert "0 pairs new in the queue" in done[3][1]
    assert "reads no lists" in done[4][2]
