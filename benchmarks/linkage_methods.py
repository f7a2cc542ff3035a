"""One method on one set, in a process of its own: `python -m benchmarks.linkage_methods METHOD SET DIR` prints JSON.

Peers get what their documentation recommends for many rows and the threshold best for them: recordlinkage blocks long lists
on several columns at once and compares them on all cores, dedupe learns from a sample of the rows, and from 300 true and 300
false pairs, and uses all cores. The clock runs from the tables in memory to the pairs.
"""

from __future__ import annotations

import importlib
import io
import json
import os
import random
import resource
import sys
import time
import warnings
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa

from benchmarks.linkage_sets import TestSet, pairs_of, read_set

Scored = list[tuple[str, str, float]]
SAMPLED_ROWS = 1000  # dedupe learns its blocks from so many rows: with 5,000 it was killed for memory (23 GB)
SINGLE_BLOCK_ROWS = (
    15_000  # up to so many, recordlinkage can compare all that share one name or birth: it finds more
)
CODES = ("state",)  # of a handful of values: dedupe compares them as a whole
THRESHOLDS = (0.3, 0.5, 0.7, 0.9, 0.95, 0.99)


def ours(data: TestSet) -> Scored:
    """Link with the shipped settings of Tawthiq."""
    linking, lists, results = (
        importlib.import_module(f"tawthiq.linkage.{m}") for m in ("linking", "lists", "results")
    )
    people = [lists.as_people(f"list {n}", t, data.roles, data.others) for n, t in enumerate(data.tables)]
    pairs = results.pairs_table(linking.link(people))
    rows = zip(*(pairs[c].to_pylist() for c in ("left_id", "right_id", "decision")), strict=True)
    return [(left, right, 1.0) for left, right, decision in rows if decision == "accepted"]


def exact(data: TestSet) -> Scored:
    """Take rows with the same name and birth for one person."""
    keys = [data.roles[r] for r in ("given", "family", "birth")]
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for table in data.tables:
        for row in zip(
            table[data.roles["id"]].to_pylist(), *(table[k].to_pylist() for k in keys), strict=True
        ):
            if all(row[1:]):
                groups[row[1:]].append(row[0])
    return [(a, b, 1.0) for a, b in pairs_of(groups.values())]


def splink_defaults(data: TestSet) -> Scored:
    """Use the comparisons of Splink's own library with their defaults, blocks and training as in its tutorials."""
    splink, cl = importlib.import_module("splink"), importlib.import_module("splink.comparison_library")
    roles = data.roles
    comparisons = [
        cl.NameComparison(roles["given"]).configure(term_frequency_adjustments=True),
        cl.NameComparison(roles["family"]).configure(term_frequency_adjustments=True),
        cl.LevenshteinAtThresholds(roles["birth"], [1, 2]),
        *(cl.ExactMatch(roles[r]) for r in ("number", "sex") if r in roles),
        *(cl.LevenshteinAtThresholds(o, [2]).configure(term_frequency_adjustments=True) for o in data.others),
    ]
    block = splink.block_on
    rules = [block(*columns) for columns in _blocks(data)]
    settings = splink.SettingsCreator(
        link_type="dedupe_only" if len(data.tables) == 1 else "link_only",
        unique_id_column_name=roles["id"], comparisons=comparisons, blocking_rules_to_generate_predictions=rules,
    )  # fmt: skip
    api = splink.DuckDBAPI()
    tables = [api.register(t) for t in data.tables]
    linker = splink.Linker(tables if len(tables) > 1 else tables[0], settings)
    linker.training.estimate_probability_two_random_records_match([rules[0]], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block(roles["birth"]))
    linker.training.estimate_parameters_using_expectation_maximisation(rules[0])
    found = linker.inference.predict(threshold_match_probability=0.2).as_record_list()
    return [(r[f"{roles['id']}_l"], r[f"{roles['id']}_r"], r["match_probability"]) for r in found]


def recordlinkage_ecm(data: TestSet) -> Scored:
    """Index by several blocks, compare by Jaro-Winkler and exact, classify by ECM, its unsupervised best."""
    rl = importlib.import_module("recordlinkage")
    frames = [t.to_pandas().set_index(data.roles["id"]) for t in data.tables]
    index = rl.Index()
    many = sum(map(len, frames)) > SINGLE_BLOCK_ROWS
    single = [(data.roles[r],) for r in ("given", "family", "birth")]
    for columns in _blocks(data) if many else single:
        index.block(list(columns))
    pairs = index.index(*frames)
    compare = rl.Compare(
        n_jobs=(os.cpu_count() or 1) if many else 1
    )  # starting workers costs more than few pairs
    for column in (data.roles["given"], data.roles["family"], *data.others):
        compare.string(column, column, method="jarowinkler", threshold=0.85)
    for role in ("birth", "number", "sex"):
        if role in data.roles:
            compare.exact(data.roles[role], data.roles[role])
    features = compare.compute(pairs, *frames)
    chances = rl.ECMClassifier(binarize=0.5)
    chances.fit(features)
    return [(a, b, float(p)) for (a, b), p in chances.prob(features).items() if p > 0.2]


def dedupe_trained(data: TestSet) -> Scored:
    """Train dedupe on 300 true and 300 false pairs and a sample of the rows, then cluster or join all of them."""
    dd = importlib.import_module("dedupe")
    codes = (data.roles.get("sex"), *CODES)
    roles = [data.roles[r] for r in ("given", "family", "birth", "number", "sex") if r in data.roles]
    columns = (*roles, *data.others)
    kinds = {c: dd.variables.Exact if c in codes else dd.variables.String for c in columns}
    fields = [kind(c, has_missing=True) for c, kind in kinds.items()]
    rows = [_rows(t, data.roles["id"], columns) for t in data.tables]
    model = dd.Dedupe(fields) if len(rows) == 1 else dd.RecordLink(fields)
    told = io.StringIO()
    dd.serializer.write_training(_training(data, rows), told)
    told.seek(0)
    random.seed(1)
    sample = [dict(random.sample(sorted(r.items()), min(SAMPLED_ROWS, len(r)))) for r in rows]
    model.prepare_training(*sample, training_file=told)
    model.train()
    if len(rows) == 2:
        return [(a, b, float(p)) for (a, b), p in model.join(*rows, THRESHOLDS[0])]
    scores = model.score(model.pairs(rows[0]))
    found: dict[tuple[str, str], float] = {}
    for threshold in THRESHOLDS:
        groups = [list(ids) for ids, _ in model.cluster(scores, threshold)]
        found |= dict.fromkeys(pairs_of(groups), threshold)
    return [(a, b, p) for (a, b), p in found.items()]


def _blocks(data: TestSet) -> list[tuple[str, ...]]:
    """Return the columns that two rows share to be compared, for peers that are told them."""
    given, family, others = data.roles["given"], data.roles["family"], data.others
    return [(given, family), (data.roles["birth"],), (given, others[-1]), (family, others[-1]),
            *((family, o) for o in others[:2])]  # fmt: skip


def _rows(table: pa.Table, key: str, columns: tuple[str, ...]) -> dict[str, dict[str, str | None]]:
    return {row[key]: {c: row[c] for c in columns} for row in table.to_pylist()}


def _training(data: TestSet, rows: list[dict[str, Any]]) -> dict[str, list[tuple[Any, Any]]]:
    rng = random.Random(1)
    left, right = rows[0], rows[-1]
    by_entity: dict[str, list[str]] = defaultdict(list)
    for i in sorted(right):
        by_entity[data.entity(i)].append(i)
    true = [(a, b) for a in sorted(left) for b in by_entity[data.entity(a)] if a != b]
    false = [(rng.choice(sorted(left)[:2000]), rng.choice(sorted(right)[:2000])) for _ in range(400)]
    chosen = rng.sample(true, min(300, len(true)))
    return {
        "match": [(left[a], right[b]) for a, b in chosen],
        "distinct": [(left[a], right[b]) for a, b in false if data.entity(a) != data.entity(b)][:300],
    }


METHODS: dict[str, Callable[[TestSet], Scored]] = {
    "Tawthiq": ours,
    "Splink defaults": splink_defaults,
    "recordlinkage": recordlinkage_ecm,
    "dedupe": dedupe_trained,
    "exact matching": exact,
}


def main(method: str, name: str, folder: str) -> None:
    """Run the method, and print its best F1 over the thresholds, its seconds and its peak memory."""
    warnings.simplefilter("ignore")  # of the peers' dependencies
    data = read_set(name, Path(folder))
    start = time.perf_counter()
    scored = METHODS[method](data)
    seconds = time.perf_counter() - start
    best = max((data.quality((a, b) for a, b, p in scored if p >= t) for t in THRESHOLDS), key=lambda q: q[2])
    told = {"precision": best[0], "recall": best[1], "f1": best[2], "seconds": seconds, "peak_mb": _peak_mb()}
    print(json.dumps(told))


def _peak_mb() -> float:
    """Return this program's own peak; what getrusage says begins with that of the process that started it."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    line = next(each for each in status.read_text(encoding="ascii").splitlines() if each.startswith("VmHWM"))
    return int(line.split()[1]) * 1024 / 1e6


if __name__ == "__main__":
    main(*sys.argv[1:4])
