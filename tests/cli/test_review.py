"""From a list to a figure by commands alone: import, submit, accept, snapshot, count."""

import json
from pathlib import Path

from tests.cli.homes import make_home, tawthiq_many


def test_an_imported_list_is_reviewed_and_counted(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    file = tmp_path / "victims.csv"
    file.write_text(
        "id,name,sex,age,status,certainty,date of incident,weapon,perpetrator,level of attribution\n"
        "1,Zahra Example,female,34,civilian,confirmed,2019-07-22,missile,russian,believed\n"
        "2,Omar Example,male,7,civilian,confirmed,2019-07-22,missile,russian,believed\n",
        encoding="utf-8",
    )
    done = tawthiq_many(
        home,
        [
            ("import", "victims", str(file)),
            ("review", "submit", "--all"),
            ("review", "accept", "--all", "--as", "documenter"),
            ("review", "list", "--format", "json"),
            ("review", "accept", "--all"),
            ("review", "reopen", "INC-2019-000001", "--reason", " "),
            ("snapshot",),
            ("figures", "--measure", "killed", "--of", "child", "--by", "party", "--format", "json"),
            ("audit",),
        ],
    )
    assert [code for code, _, _ in done] == [0, 0, 3, 0, 0, 3, 0, 0, 0], done
    assert json.loads(done[3][1])[0]["state"] == "submitted"
    assert json.loads(done[7][1])["rows"] == [{"party": "russian", "minimum": 1, "maximum": 1, "records": 1}]
