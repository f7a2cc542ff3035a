"""tawthiq keys: make, rotate, export and recover the keys of the vault; losing them is explained before it happens."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

import click

from tawthiq.cli.acting import acting_account, as_option, this_home
from tawthiq.cli.passphrases import NEW_VAULT, RECOVERY, VAULT, secret
from tawthiq.config.vaults import create_keys, has_keys, keyring_of, open_keys, write_key_file
from tawthiq.custody.manifests import key_id, public_key_of
from tawthiq.domain.errors import InvalidValue
from tawthiq.services.evidence.keeping import record_keys_step
from tawthiq.vault.keys import (
    LOSING_KEYS,
    change_passphrase,
    export_recovery,
    generations_in,
    lock_again,
    open_recovery,
    rotate,
)


@click.group("keys")
def command() -> None:
    """Make, rotate, export and recover the keys of the vault."""


@command.command("create")
@as_option
def create(username: str | None) -> None:
    """Make the keys of this home's vault, locked with a passphrase."""
    home, actor = this_home(), acting_account(username, "back-up")
    if has_keys(home):
        raise InvalidValue("This home's vault has keys already. Nothing was changed.")
    click.echo(LOSING_KEYS, err=True)
    create_keys(home, secret(VAULT, "New passphrase of the vault", is_new=True))
    record_keys_step(actor, "vault keys created")
    click.echo("The vault has its keys. Export a recovery file now: tawthiq keys recovery FILE")


@command.command("passphrase")
@as_option
def passphrase(username: str | None) -> None:
    """Change the passphrase; the keys stay the same."""
    home, actor = this_home(), acting_account(username, "back-up")
    old, new = secret(VAULT, "Passphrase now"), secret(NEW_VAULT, "New passphrase", is_new=True)
    write_key_file(home.keyring, change_passphrase(keyring_of(home), old=old, new=new))
    record_keys_step(actor, "vault passphrase changed")
    click.echo(
        "The passphrase is changed. Old copies of the keyring still open with the old one: destroy them."
    )


@command.command("rotate")
@as_option
def rotate_keys(username: str | None) -> None:
    """Use new keys for what is kept from now on; nothing already kept is touched."""
    home, actor = this_home(), acting_account(username, "back-up")
    keyring = rotate(keyring_of(home), secret(VAULT, "Passphrase of the vault"))
    write_key_file(home.keyring, keyring)
    record_keys_step(actor, "vault keys rotated")
    newest = max(generations_in(keyring))
    click.echo(
        f"Key generation {newest} is in use. Export a new recovery file: the old one does not hold it."
    )


@command.command("public")
def public() -> None:
    """Print the public key that packages handed over are signed with: give it to recipients, apart from any package."""
    key = public_key_of(open_keys(this_home(), secret(VAULT, "Passphrase of the vault")).signing_seed)
    click.echo(b64encode(key).decode("ascii"))
    click.echo(f"Read it out, to compare: {key_id(key)}", err=True)


@command.command("recovery")
@click.argument("file", type=click.Path(path_type=Path))
@as_option
def recovery(file: Path, username: str | None) -> None:
    """Write every key to a recovery FILE and show, once, the code that opens it."""
    home, actor = this_home(), acting_account(username, "back-up")
    if file.exists():
        raise InvalidValue(f"{file.name} is there already; nothing was written. Name another file.")
    content, code = export_recovery(open_keys(home, secret(VAULT, "Passphrase of the vault")))
    write_key_file(file, content)
    record_keys_step(actor, "vault keys exported")
    click.echo(f"{LOSING_KEYS}\nThe code, shown this once: {code}")


@command.command("recover")
@click.argument("file", type=click.Path(path_type=Path, exists=True))
@as_option
def recover(file: Path, username: str | None) -> None:
    """Put the keys of a recovery FILE in place under a new passphrase; the keyring there now is kept beside it."""
    home, actor = this_home(), acting_account(username, "back-up")
    keys = open_recovery(file.read_bytes(), secret(RECOVERY, "Code of the recovery file"))
    keyring = lock_again(keys, secret(NEW_VAULT, "New passphrase", is_new=True))
    if has_keys(home):
        there = keyring_of(home)
        if max(generations_in(there)) > keys.newest:
            raise InvalidValue(
                f"The recovery file holds keys up to generation {keys.newest}; the keyring here holds "
                f"{max(generations_in(there))}. Use a newer recovery file; nothing was changed."
            )
        write_key_file(home.keyring.with_suffix(".replaced"), there)
    write_key_file(home.keyring, keyring)
    record_keys_step(actor, "vault keys recovered")
    click.echo("The keys are in place under the new passphrase.")
