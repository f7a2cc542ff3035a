"""Manifests of files handed over: every file by digest and size, signed, checked without a home and without a network.

A package is a set of named files. `manifest.json` is canonical JSON and lists every other file but the signatures;
`signatures.json` holds Ed25519 signatures over it. Who checks needs the public key of the sender, by another way.
"""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tawthiq.custody.canonical import Plain, canonical_bytes
from tawthiq.domain.errors import InvalidFile, InvalidValue

FORMAT = "tawthiq-package-1"
MANIFEST, SIGNATURES = "manifest.json", "signatures.json"
LONGEST_MANIFEST = 256 << 20
_PATH = re.compile(r"(?!/)(?!.*(?:^|/)\.\.?(?:/|$))[^\0\\:]{1,500}")
_SHA256 = re.compile(r"[0-9a-f]{64}")

Opener = Callable[[str], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class PackedFile:
    """One file of a package: its path in it, SHA-256, size, and what it is (original, derived, metadata, custody)."""

    path: str
    sha256: str
    size: int
    role: str

    def __post_init__(self) -> None:
        if not _PATH.fullmatch(self.path) or self.path in (MANIFEST, SIGNATURES):
            raise InvalidValue(
                "A packed file's path has no '..', ':' or backslash, and is not the manifest's own."
            )
        if not _SHA256.fullmatch(self.sha256) or self.size < 0:
            raise InvalidValue("A packed file needs a SHA-256 of 64 hex digits and a size of 0 or more.")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a check: what was looked at, whether it holds, and the finding in words."""

    name: str
    holds: bool
    finding: str


def write_manifest(files: Iterable[PackedFile], *, about: Mapping[str, Plain]) -> bytes:
    """Write the manifest of these files; `about` says who made it when, for whom and from which ledger head."""
    listed = sorted(files, key=lambda file: file.path)
    if len({file.path for file in listed}) != len(listed):
        raise InvalidValue("Two files of the package have the same path; give each its own.")
    rows: list[Plain] = [
        {"path": file.path, "sha256": file.sha256, "size": file.size, "role": file.role} for file in listed
    ]
    return canonical_bytes({"format": FORMAT, "about": dict(about), "files": rows})


def read_manifest(content: bytes) -> tuple[dict[str, Plain], tuple[PackedFile, ...]]:
    """Read a manifest: what it says about the package, and its files. Raises InvalidFile."""
    try:
        document = json.loads(content)
        if not isinstance(document, dict) or document.get("format") != FORMAT:
            raise InvalidFile(f"Not a package's manifest: expected format {FORMAT}.")
        files = tuple(
            PackedFile(str(row["path"]), str(row["sha256"]), int(row["size"]), str(row["role"]))
            for row in document["files"]
        )
        if canonical_bytes(document) != content:
            raise InvalidFile(
                "The manifest is not written as it was signed (canonical JSON); it was changed."
            )
        return dict(document["about"]), files
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        if isinstance(error, InvalidFile):
            raise
        raise InvalidFile("The manifest cannot be read; it was changed or cut.") from error


def sign(manifest: bytes, seed: bytes) -> bytes:
    """Sign a manifest with an Ed25519 seed (32 bytes); returns the content of `signatures.json`."""
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public = private.public_key().public_bytes_raw()
    return canonical_bytes({"signatures": [_signature(public, private.sign(_signed(manifest)))]})


def public_key_of(seed: bytes) -> bytes:
    """Give the public key (32 bytes) that belongs to a signing seed."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def key_id(public: bytes) -> str:
    """Name a public key by the beginning of its SHA-256, in groups that can be read out over the telephone."""
    digest = hashlib.sha256(public).hexdigest()[:32]
    return "-".join(digest[i : i + 4] for i in range(0, 32, 4))


def check_package(names: Iterable[str], open_file: Opener, *, trusted: Iterable[bytes]) -> list[Step]:
    """Check a package step by step; every step is done, so that one fault does not hide another.

    `trusted` are public keys (32 bytes) known by another way. Without any, the signature's own key is used, and the
    step says that who signed is not established.
    """
    present = set(names)
    # 1. The manifest is there, whole, and written canonically.
    try:
        manifest = _short(MANIFEST, present, open_file)
        _, files = read_manifest(manifest)
    except InvalidFile as error:
        return [Step("manifest", False, str(error))]
    digest = hashlib.sha256(manifest).hexdigest()
    steps = [Step("manifest", True, f"The manifest lists {len(files)} files; its SHA-256 is {digest}.")]
    # 2. A trusted key signed exactly this manifest.
    steps.append(_signature_step(manifest, present, open_file, tuple(trusted)))
    # 3. Every listed file is there, with its size and digest.
    steps += [_file_step(file, present, open_file) for file in files]
    # 4. Nothing is there that is not listed.
    extra = sorted(present - {file.path for file in files} - {MANIFEST, SIGNATURES})
    steps.append(Step("nothing else", not extra, _extra_words(extra)))
    return steps


def _signature_step(
    manifest: bytes, present: set[str], open_file: Opener, trusted: tuple[bytes, ...]
) -> Step:
    try:
        held = _signatures_in(_short(SIGNATURES, present, open_file))
    except (InvalidFile, KeyError, TypeError, ValueError, RecursionError):
        return Step("signature", False, "The package holds no signature that can be read.")
    names = []
    for public, signature in held:
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, _signed(manifest))
        except (InvalidSignature, ValueError):
            return Step(
                "signature", False, f"The signature of key {key_id(public)} does not fit the manifest."
            )
        names.append(key_id(public))
    if not held:
        return Step("signature", False, "The package is not signed.")
    if not trusted:
        words = "Give the sender's key, received by another way, to establish who signed."
        return Step(
            "signature", True, f"Signed by key {', '.join(names)}; whose key this is was not checked. {words}"
        )
    if not any(public in trusted for public, _ in held):
        return Step("signature", False, f"Signed by key {', '.join(names)}, which is none of the keys given.")
    return Step("signature", True, f"Signed by the trusted key {', '.join(names)}.")


def _signatures_in(content: bytes) -> list[tuple[bytes, bytes]]:
    """Read public keys and signatures; ValueError unless every byte is as `sign` writes it."""
    entries = json.loads(content)["signatures"]
    held = [
        (b64decode(e["public"], validate=True), b64decode(e["signature"], validate=True)) for e in entries
    ]
    if canonical_bytes({"signatures": [_signature(*pair) for pair in held]}) != content:
        raise ValueError("not as it was written")
    return held


def _signature(public: bytes, signature: bytes) -> dict[str, Plain]:
    return {
        "algorithm": "ed25519",
        "key_id": key_id(public),
        "public": b64encode(public).decode(),
        "signature": b64encode(signature).decode(),
    }


def _file_step(file: PackedFile, present: set[str], open_file: Opener) -> Step:
    if file.path not in present:
        return Step(file.path, False, "It is listed and missing.")
    digest, size = hashlib.sha256(), 0
    try:
        for piece in open_file(file.path):
            digest.update(piece)
            size += len(piece)
    except (OSError, InvalidFile, ValueError) as error:
        return Step(file.path, False, f"It cannot be read ({type(error).__name__}).")
    if size != file.size:
        return Step(file.path, False, f"It has {size} bytes, {file.size} are listed.")
    if digest.hexdigest() != file.sha256:
        return Step(file.path, False, f"Its digest is {digest.hexdigest()}, {file.sha256} is listed.")
    return Step(file.path, True, f"{file.role}: {size} bytes, SHA-256 {file.sha256}.")


def _short(name: str, present: set[str], open_file: Opener) -> bytes:
    if name not in present:
        raise InvalidFile(f"The package holds no {name}.")
    content = bytearray()
    for piece in open_file(name):
        content += piece
        if len(content) > LONGEST_MANIFEST:
            raise InvalidFile(f"{name} is longer than {LONGEST_MANIFEST} bytes.")
    return bytes(content)


def _signed(manifest: bytes) -> bytes:
    return FORMAT.encode() + b"\n" + manifest


def _extra_words(extra: list[str]) -> str:
    return (
        f"{len(extra)} files are there that the manifest does not list." if extra else "Every file is listed."
    )
