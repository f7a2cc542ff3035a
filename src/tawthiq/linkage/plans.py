"""Choose how to compare: the shipped model for victim lists, or weights learnt from the lists for any other."""

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from tawthiq.linkage.blocking import VICTIM_BLOCKS, Block
from tawthiq.linkage.comparisons import VICTIM_COMPARISONS, Comparison
from tawthiq.linkage.generic import (
    code_comparison,
    date_comparison,
    generic_blocks,
    text_comparison,
    training_blocks,
)
from tawthiq.linkage.prepare import Prepared

FEW_VALUES = 60  # a column of fewer values is a code: it cannot bring two rows together by itself
MOST_COLUMNS = 6  # of these, the most telling are paired up for blocking


@dataclass(frozen=True, slots=True)
class Plan:
    """What to compare, which pairs to make, and which blocks to learn from; none when the weights are shipped."""

    kind: str
    comparisons: tuple[Comparison, ...]
    blocks: tuple[Block, ...]
    training: tuple[tuple[str, ...], ...] = ()


def choose_plan(prepared: Prepared) -> Plan:
    """Return the plan for prepared lists."""
    learnt = _learnt_plan(prepared) if prepared.kind == "learnt" else None
    if (
        learnt is None or not learnt.comparisons
    ):  # nothing varies in the lists: there is nothing to learn from
        return Plan("victims", VICTIM_COMPARISONS, VICTIM_BLOCKS)
    return learnt


def _learnt_plan(prepared: Prepared) -> Plan:
    people = prepared.people
    columns = _columns(prepared)
    distinct = {c: int(pc.count_distinct(people[c], mode="only_valid").as_py()) for c in columns}
    columns = {c: title for c, title in columns.items() if distinct[c] > 1}
    codes = [c for c in columns if distinct[c] <= FEW_VALUES]
    telling = sorted((c for c in columns if c not in codes), key=lambda c: (-distinct[c], c))[:MOST_COLUMNS]
    comparisons = tuple(_comparison(c, title, c in codes) for c, title in columns.items())
    return Plan("learnt", comparisons, generic_blocks(telling, codes), training_blocks(telling))


def _columns(prepared: Prepared) -> dict[str, str]:
    known = {"given_text": "given name", "family_text": "family name", "birth_text": "date of birth", "age_text": "age",
             "sex": "sex", "date_text": "date", "place": "place", "number": "number"}  # fmt: skip
    others = {f"other_{n}": name for n, name in enumerate(prepared.others)}
    return {
        c: t
        for c, t in (known | others).items()
        if c in prepared.people.column_names and _is_used(prepared.people[c])
    }


def _is_used(column: pa.ChunkedArray) -> bool:
    return bool(column.null_count < len(column))


def _comparison(column: str, title: str, is_code: bool) -> Comparison:
    if column in ("birth_text", "date_text"):
        return date_comparison(column, title)
    if is_code:
        return code_comparison(column, title, rare=column != "sex")
    return text_comparison(column, title, rare=True)
