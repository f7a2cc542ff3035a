"""The vault beside sha256sum, cp and age on the same 2 GB of mixed files; near-duplicates beside a NumPy scan.

TAWTHIQ_BENCH_FILES names a folder whose files are taken instead of made ones. Where the program age is not installed,
its library (pyrage) stands in for it, within this process: the table says which.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.measure import Prepared, Row, at_least, at_most, measure
from tawthiq.evidence.similar import build_index, nearest
from tawthiq.vault.blobs import Vault, add_file
from tawthiq.vault.fixity import check
from tawthiq.vault.keys import Keys
from tawthiq.vault.recipients import decrypt_with, encrypt_for, new_identity
from tawthiq.vault.stores import FolderStore

KEYS = Keys("bench", b"n" * 32, b"s" * 32, {1: b"1" * 32})
# how many files of how many bytes: one long film, clips, photographs, messages; 2 GB in all
MIX = ((1, 1 << 30), (8, 64 << 20), (100, 4 << 20), (400, 256 << 10))
GIVEN = "TAWTHIQ_BENCH_FILES"
HASHES, QUERIES = 1_000_000, 200
LEAST_RECALL = 0.99


def run() -> list[Row]:
    """Measure ingest, fixity and look-up."""
    with tempfile.TemporaryDirectory(prefix="tawthiq-bench-") as name:
        folder = Path(name)
        size = files_at(folder / "files")
        age = "age" if shutil.which("age") else "age (its library)"
        task = f"{size / 1e9:.1f} GB of {'given' if os.environ.get(GIVEN) else 'mixed'} files"
        ingest = at_most(
            f"{task}: hash twice, encrypt, keep durably",
            f"sha256sum + cp + {age}",
            measure(ours_ingest, folder, repeats=1, warm=0),
            measure(peer_ingest, folder, repeats=1, warm=0),
            times=1.5,
        )
        fixity = at_most(
            f"{task}: fixity, all of it",
            f"sha256sum + {age} -d",
            measure(ours_fixity, folder, repeats=1, warm=0),
            measure(peer_fixity, folder, repeats=1, warm=0),
            times=1 / 0.8,
        )
    lookup = at_least(
        f"near-duplicate among {HASHES:,} PDQ hashes, recall ≥ {LEAST_RECALL}",
        "NumPy scan",
        measure(ours_lookup),
        measure(peer_lookup, repeats=3, warm=1),
        times=50,
    )
    return [ingest, fixity, lookup]


def files_at(folder: Path) -> int:
    """Lay the files to be measured into a folder, given ones as links; return their size."""
    given = os.environ.get(GIVEN)
    if not given:
        return make_files(folder)
    folder.mkdir()
    found = sorted(path for path in Path(given).rglob("*") if path.is_file() and not path.is_symlink())
    for number, path in enumerate(found):
        (folder / f"{number:06d}{path.suffix}").symlink_to(path.resolve())
    return sum(path.stat().st_size for path in found)


def make_files(folder: Path) -> int:
    """Write the mix of files; return their size."""
    folder.mkdir()
    chance = np.random.default_rng(3)
    for kind, (count, size) in enumerate(MIX):
        for number in range(count):
            with (folder / f"{kind}-{number:04d}").open("wb") as file:
                for _ in range(max(1, size >> 26)):
                    file.write(chance.bytes(min(size, 1 << 26)))
    return sum(path.stat().st_size for path in folder.iterdir())


def ours_ingest(folder: Path) -> Prepared:
    """Keep every file in a new vault."""
    files = sorted((folder / "files").iterdir())

    def task() -> None:
        with tempfile.TemporaryDirectory(dir=folder) as name:
            vault = Vault(FolderStore(Path(name)), KEYS)
            for path in files:
                add_file(vault, path)

    return task


def peer_ingest(folder: Path) -> Prepared:
    """Hash, copy and encrypt every file with the usual programs."""
    files = sorted((folder / "files").iterdir())
    encrypt, _ = _age()

    def task() -> None:
        with tempfile.TemporaryDirectory(dir=folder) as name:
            out = Path(name)
            subprocess.run(["sha256sum", *files], check=True, stdout=subprocess.DEVNULL)
            subprocess.run(["cp", "-L", *files, out], check=True)
            for path in files:
                encrypt(path, out / f"{path.name}.age")

    return task


def ours_fixity(folder: Path) -> Prepared:
    """Read every blob against its digest."""
    vault = Vault(FolderStore(folder / "vault"), KEYS)
    digests = [add_file(vault, path).sha256 for path in sorted((folder / "files").iterdir())]

    def task() -> None:
        report = check(vault, digests)
        if report.faults:
            raise RuntimeError(f"{len(report.faults)} blobs of the benchmark do not hold")

    return task


def peer_fixity(folder: Path) -> Prepared:
    """Decrypt every file and hash it."""
    files, sealed = sorted((folder / "files").iterdir()), folder / "sealed"
    sealed.mkdir(exist_ok=True)
    encrypt, decrypt = _age()
    for path in files:
        encrypt(path, sealed / path.name)

    def task() -> None:
        with tempfile.TemporaryDirectory(dir=folder) as name:
            for path in files:
                decrypt(sealed / path.name, Path(name) / path.name)
            subprocess.run(["sha256sum", *Path(name).iterdir()], check=True, stdout=subprocess.DEVNULL)

    return task


def ours_lookup() -> Prepared:
    """Look hashes up in the index; every changed one must be found again."""
    hashes, wanted, queries = _hashes()
    index = build_index(hashes)
    found = sum(any(n == item for _, n in nearest(index, q)) for item, q in zip(wanted, queries, strict=True))
    if found < LEAST_RECALL * len(queries):
        raise RuntimeError(f"recall {found / len(queries):.3f} is below {LEAST_RECALL}")

    def task() -> None:
        for query in queries:
            nearest(index, query)

    return task


def peer_lookup() -> Prepared:
    """Compare each hash with all."""
    hashes, _, queries = _hashes()
    words = hashes.view(np.uint64)

    def task() -> None:
        for query in queries:
            far = np.bitwise_count(words ^ np.frombuffer(query, np.uint64)).sum(axis=1)
            np.flatnonzero(far <= 31)

    return task


def _hashes() -> tuple[np.ndarray[tuple[int, int], np.dtype[np.uint8]], list[int], list[bytes]]:
    chance = np.random.default_rng(5)
    hashes = chance.integers(0, 256, (HASHES, 32), dtype=np.uint8)
    wanted = [int(n) for n in chance.integers(0, HASHES, QUERIES)]
    queries = []
    for item in wanted:
        changed = bytearray(hashes[item].tobytes())
        for bit in chance.choice(256, int(chance.integers(0, 32)), replace=False):
            changed[bit // 8] ^= 1 << int(bit) % 8
        queries.append(bytes(changed))
    return hashes, wanted, queries


def _age() -> tuple[Callable[[Path, Path], object], Callable[[Path, Path], object]]:
    """Give age's encryption and decryption: the program where it is installed, else its library."""
    identity, recipient = new_identity()
    if shutil.which("age") is None:
        return (lambda source, target: encrypt_for([recipient], source, target)), (
            lambda source, target: decrypt_with(identity, source, target)
        )
    key = Path(tempfile.mkdtemp(prefix="tawthiq-age-")) / "key"
    key.write_text(identity)

    def encrypt(source: Path, target: Path) -> object:
        return subprocess.run(["age", "-r", recipient, "-o", target, source], check=True)

    def decrypt(source: Path, target: Path) -> object:
        return subprocess.run(["age", "-d", "-i", key, "-o", target, source], check=True)

    return encrypt, decrypt
