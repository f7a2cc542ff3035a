"""Read a log of judgements on pairs of rows: a CSV file to which lines are only ever added."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tawthiq.domain.errors import InvalidFile, InvalidValue, NotFound
from tawthiq.linkage import Judgement, RowKey, Verdict, judge, withdraw

COLUMNS = ("left_id", "right_id", "verdict", "by", "at", "why")
WITHDRAWN = "withdrawn"
VERDICTS = (*(verdict.value for verdict in Verdict), WITHDRAWN)


def read_judgements(path: Path, lists: Sequence[str]) -> tuple[Judgement, ...]:
    """Return the log; columns left_list and right_list name the lists where there are more than two.

    The verdict “withdrawn” takes back the last judgement of its pair that stands. Raises InvalidFile naming the line.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except UnicodeDecodeError as error:
        raise InvalidFile(f"{path.name}: not UTF-8 text. Save the judgements as UTF-8 CSV.") from error
    log: tuple[Judgement, ...] = ()
    for line, row in enumerate(rows, start=2):
        try:
            log = _with(log, row, lists)
        except (InvalidValue, NotFound, ValueError, KeyError) as error:
            missing = f"the column {error.args[0]} is missing" if isinstance(error, KeyError) else str(error)
            raise InvalidFile(
                f"{path.name}, line {line}: {missing}. The columns are {', '.join(COLUMNS)}; at is a date or a time"
                f" with its zone; a verdict is one of {', '.join(VERDICTS)}."
            ) from error
    return log


def _with(log: tuple[Judgement, ...], row: dict[str, str], lists: Sequence[str]) -> tuple[Judgement, ...]:
    one = RowKey(row.get("left_list") or lists[0], row["left_id"])
    two = RowKey(row.get("right_list") or lists[-1], row["right_id"])
    at = datetime.fromisoformat(row["at"])
    at = at.replace(tzinfo=UTC) if len(row["at"]) == len("2021-05-01") else at
    if row["verdict"] != WITHDRAWN:
        return judge(log, one, two, verdict=Verdict(row["verdict"]), by=row["by"], at=at, why=row["why"])
    taken_back = {entry.withdraws for entry in log}
    pair = {one, two}
    standing = [
        e.number for e in log if e.verdict and {e.left, e.right} == pair and e.number not in taken_back
    ]
    if not standing:
        raise NotFound("no judgement stands on this pair, so there is none to withdraw")
    return withdraw(log, standing[-1], by=row["by"], at=at, why=row["why"])
