"""tawthiq verify: check a package that was handed over, step by step, with no home and no network."""

from __future__ import annotations

import json
import tempfile
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO

import click

from tawthiq.custody.container import checksum_faults, opened
from tawthiq.custody.handover import check_handover
from tawthiq.custody.manifests import MANIFEST, Step
from tawthiq.domain.errors import FaultsFound, InvalidFile, InvalidValue, NotFound, Refused
from tawthiq.evidence.texts import clean
from tawthiq.vault.recipients import decrypt_stream

AGE = b"age-encryption.org/"
PIECE = 1 << 20


@click.command("verify")
@click.argument("package", type=click.Path(path_type=Path))
@click.option("--identity", type=click.Path(path_type=Path, exists=True, dir_okay=False),
              help="Your age identity or SSH private key, for a package that is still encrypted.")  # fmt: skip
@click.option("--signer", "signers", multiple=True,
              help="The sender's public key (or a file with it), received by another way.")  # fmt: skip
@click.option("--authority", "roots", multiple=True, type=click.Path(path_type=Path, exists=True, dir_okay=False),
              help="Certificate of a time authority that you trust (PEM or DER).")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def command(
    package: Path, identity: Path | None, signers: tuple[str, ...], roots: tuple[Path, ...], form: str
) -> None:
    """Check PACKAGE: as it came (with --identity), decrypted, or unpacked into a folder; exit 1 where a step fails.

    Every step is printed with what holds or what fails. Needs nothing but the package.
    """
    trusted = [_public_key(one) for one in signers]
    authorities = [path.read_bytes() for path in roots]
    steps = steps_of(package, identity, trusted, authorities)
    failed = [step for step in steps if not step.holds]
    _print(steps, form)
    if failed:
        raise FaultsFound(
            f"{len(failed)} of {len(steps)} steps do not hold, the first is: {clean(failed[0].name)}. "
            "Keep the package as it is, and ask the sender for another copy."
        )


def steps_of(package: Path, identity: Path | None, trusted: list[bytes], roots: list[bytes]) -> list[Step]:
    """Check a package in whichever form it lies here."""
    if package.is_dir():
        return _check_folder(package, trusted, roots)
    try:
        file = package.open("rb")
    except FileNotFoundError as error:
        raise NotFound(f"There is no {package.name} here.") from error
    with file:
        is_encrypted = file.read(len(AGE)) == AGE
        file.seek(0)
        if not is_encrypted:
            return _check_file(file, trusted, roots)
        if identity is None:
            raise InvalidValue("The package is encrypted to its recipient. Give your key: --identity FILE")
        with _decrypted(file, identity.read_bytes()) as plain:
            if isinstance(plain, Step):
                return [plain]
            words = "It opens with your key; nothing of it was changed since it was encrypted."
            return [Step("encryption", True, words), *_check_file(plain, trusted, roots)]


def _check_file(file: BinaryIO, trusted: list[bytes], roots: list[bytes]) -> list[Step]:
    """Check a package in one file: every bit of it, then what it holds."""
    try:
        container = opened(file)
        faults = [*container.faults, *checksum_faults(file, container)]
    except InvalidFile as error:
        return [Step("container", False, str(error))]
    words = f"{len(container.members)} files, laid out in the one way there is."
    first = Step("container", not faults, words if not faults else f"{'; '.join(faults[:5])}.")
    return [
        first,
        *check_handover(
            container.members, lambda path: container.pieces(file, path), trusted=trusted, roots=roots
        ),
    ]


def _check_folder(folder: Path, trusted: list[bytes], roots: list[bytes]) -> list[Step]:
    """Check a package that was unpacked."""
    if not (folder / MANIFEST).is_file():
        raise NotFound(f"{folder.name} holds no {MANIFEST}; it is no unpacked package.")
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if not path.is_dir()}
    links = sorted(name for name, path in found.items() if path.is_symlink())
    words = "They lie in a folder." if not links else f"{links[0]} is a link and not a file."

    def pieces(name: str) -> Iterator[bytes]:
        with found[name].open("rb") as file:
            while piece := file.read(PIECE):
                yield piece

    held = [name for name in found if name not in links]
    return [Step("files", not links, words), *check_handover(held, pieces, trusted=trusted, roots=roots)]


@contextmanager
def _decrypted(file: BinaryIO, identity: bytes) -> Iterator[BinaryIO | Step]:
    """Decrypt into a file without a name, gone at the end; a step that fails where it does not open."""
    with tempfile.TemporaryFile(prefix="tawthiq-verify-") as plain:
        try:
            decrypt_stream(identity, file, plain)
        except Refused as error:
            yield Step("encryption", False, str(error))
            return
        plain.seek(0)
        yield plain


def _public_key(text: str) -> bytes:
    """Read a public key of 32 bytes, in base64, from the argument or from the file that it names."""
    path = Path(text)
    try:
        content = path.read_text(encoding="ascii") if len(text) < 200 and path.is_file() else text
        key = b64decode("".join(content.split()), validate=True)
    except (ValueError, OSError) as error:
        raise InvalidValue(
            "A signer's key is written in base64, as `tawthiq keys public` prints it."
        ) from error
    if len(key) != 32:
        raise InvalidValue(f"A signer's key has 32 bytes; this one has {len(key)}.")
    return key


def _print(steps: list[Step], form: str) -> None:
    if form == "json":
        click.echo(json.dumps([asdict(step) for step in steps], ensure_ascii=False))
        return
    width = len(str(len(steps)))
    for number, step in enumerate(steps, start=1):
        state = "holds" if step.holds else "FAILS"
        click.echo(f"{number:>{width}}. {state}  {clean(step.name)}: {clean(step.finding)}")
    held = sum(step.holds for step in steps)
    click.echo(f"{held} of {len(steps)} steps hold.")
