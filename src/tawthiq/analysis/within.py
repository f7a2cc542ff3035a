"""What is left of a group when its members are also recorded one by one: naming never counts twice."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from tawthiq.domain.errors import InvalidValue


def with_remaining(harms: pa.Table) -> pa.Table:
    """Set `remaining_minimum` and `remaining_maximum`: each harm less the minimums of those `within` it.

    Needs harm_id, kind, within, minimum and maximum. Never below zero (`CountRange.less_part`). Only parts of
    the same kind are taken away: a wounded member of a killed group is not one of its dead.
    """
    parts = harms.filter(pc.is_valid(harms["within"]))
    missing = parts.filter(pc.invert(pc.is_in(parts["within"], harms["harm_id"]))).num_rows
    if missing:
        raise InvalidValue(
            f"{missing} harms lie within a harm that is not in the table. Add it, or empty their 'within'."
        )
    sums = (
        pa.table({"key": _key(parts["within"], parts["kind"]), "minimum": parts["minimum"]})
        .group_by("key")
        .aggregate([("minimum", "sum")])
    )
    place = pc.index_in(_key(harms["harm_id"], harms["kind"]), sums["key"])
    named = pc.fill_null(pc.take(sums["minimum_sum"], place), 0).cast(pa.int32())
    for whole, left in (("minimum", "remaining_minimum"), ("maximum", "remaining_maximum")):
        column = pc.max_element_wise(
            pc.subtract(harms[whole], named), pa.scalar(0, pa.int32()), skip_nulls=False
        )
        if left in harms.column_names:
            harms = harms.drop_columns([left])
        harms = harms.append_column(left, column)
    return harms


def _key(ids: pa.ChunkedArray, kinds: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.binary_join_element_wise(ids, kinds, "\x1f")
