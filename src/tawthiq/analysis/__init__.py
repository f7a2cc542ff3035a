"""Snapshots and figures: immutable tables, counted under a named rule; needs no server and no database.

    from tawthiq.analysis import Snapshot, Where, counting_rule, explain, figures

    snapshot = Snapshot.open("my-snapshot")
    table = figures(snapshot, measure="killed", of="child", by=["party", "governorate"],
                    where=Where(incident_class="massacre"), rule=counting_rule("snhr-2019"))
    for row in table.rows:
        print(row.keys["party"], row.keys["governorate"], "at least", row.minimum)
    explain(snapshot, table).rows[0].record_ids  # the records behind the first number

A list of victims becomes a snapshot with `snapshot_from_list`, what the public may see with
`public_snapshot`.
"""

from tawthiq.analysis.axes import AXES, CATEGORIES, MEASURES
from tawthiq.analysis.codebook import Meaning, codebook
from tawthiq.analysis.disclosure import Disclosed, suppressed
from tawthiq.analysis.figures import FigureRow, FigureTable, Question, explain, figures
from tawthiq.analysis.lists import ListTaken, snapshot_from_list
from tawthiq.analysis.places import find_place
from tawthiq.analysis.public import public_snapshot
from tawthiq.analysis.question import Period, Where
from tawthiq.analysis.schema import PLACE_LEVELS, SCHEMA_VERSION, TABLES, Column, table_schema
from tawthiq.analysis.snapshot import Snapshot, latest_snapshot, write_snapshot
from tawthiq.analysis.within import with_remaining
from tawthiq.domain.counting import CountingRule, counting_rule, counting_rule_from

__all__ = [
    "AXES",
    "CATEGORIES",
    "MEASURES",
    "PLACE_LEVELS",
    "SCHEMA_VERSION",
    "TABLES",
    "Column",
    "CountingRule",
    "Disclosed",
    "FigureRow",
    "FigureTable",
    "ListTaken",
    "Meaning",
    "Period",
    "Question",
    "Snapshot",
    "Where",
    "codebook",
    "counting_rule",
    "counting_rule_from",
    "explain",
    "figures",
    "find_place",
    "latest_snapshot",
    "public_snapshot",
    "snapshot_from_list",
    "suppressed",
    "table_schema",
    "with_remaining",
    "write_snapshot",
]
