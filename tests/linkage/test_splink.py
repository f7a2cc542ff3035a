"""The engine's numbers are Splink's: same pairs, same levels, same weights, from the same tables of comparisons."""

import duckdb
import numpy as np
import pytest

from tawthiq.linkage.blocking import VICTIM_BLOCKS, make_candidates
from tawthiq.linkage.comparisons import VICTIM_COMPARISONS
from tawthiq.linkage.people import open_people
from tawthiq.linkage.prepare import prepare
from tawthiq.linkage.scoring import score
from tests.linkage.people import crowd, people_list

splink_engine = pytest.importorskip("tawthiq.linkage.splink_engine")


@pytest.mark.filterwarnings("ignore")
def test_splink_gives_the_same_pairs_levels_and_weights() -> None:
    rows = crowd(300)
    again = [{**r, "id": f"t{r['id']}", "birth": r["birth"][:5] + "01-01"} for r in rows[:120]]
    con = duckdb.connect()
    open_people(con, prepare([people_list("one", rows), people_list("two", again)]), VICTIM_COMPARISONS)
    make_candidates(con, "people", VICTIM_BLOCKS, within=True, everyone=False)
    ours = score(con, "people", VICTIM_COMPARISONS, candidates="candidates", floor=0.0)
    theirs = splink_engine.score_with_splink(
        con, "people", VICTIM_COMPARISONS, blocks=len(VICTIM_BLOCKS), floor=0.0
    )
    assert len(ours.left) > 120
    assert ours.left.tolist() == theirs.left.tolist() and ours.right.tolist() == theirs.right.tolist()
    for comparison in VICTIM_COMPARISONS:
        assert ours.levels[comparison.name].tolist() == theirs.levels[comparison.name].tolist()
    assert np.allclose(ours.weight, theirs.weight, atol=1e-4)
