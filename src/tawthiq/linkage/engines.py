"""What trains and scores: the engine is chosen, the comparisons, blocks, decisions and groups are the same for all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import duckdb

from tawthiq.linkage.comparisons import Comparison
from tawthiq.linkage.scored import Scored
from tawthiq.linkage.scoring import score
from tawthiq.linkage.training import train


class Train(Protocol):
    """Learn the shares m and u of the comparisons from a table, by EM over blocks of columns."""

    def __call__(
        self,
        con: duckdb.DuckDBPyConnection,
        table: str,
        comparisons: Sequence[Comparison],
        blocks: Sequence[Sequence[str]],
        /,
    ) -> tuple[Comparison, ...]: ...


class Score(Protocol):
    """Compare candidate pairs (columns l, r); those above the floor in bits, without corrections by judgements."""

    def __call__(
        self,
        con: duckdb.DuckDBPyConnection,
        table: str,
        comparisons: Sequence[Comparison],
        /,
        *,
        candidates: str,
        floor: float,
    ) -> Scored: ...


@dataclass(frozen=True, slots=True)
class Engine:
    """A way to train and score, by its name in the command."""

    name: str
    train: Train
    score: Score


DIRECT: Final = Engine("direct", train, score)
