"""tawthiq serve: the web application of a home, until it is stopped."""

from __future__ import annotations

import socket

import click
from django.core.management import call_command

from tawthiq.cli.acting import this_home
from tawthiq.cli.passphrases import unlock_for_serving
from tawthiq.config.beside import worker_beside
from tawthiq.config.serving import serve
from tawthiq.config.vaults import clear_uploads, has_keys
from tawthiq.domain.errors import InvalidValue
from tawthiq.services.accounts import adopt_accounts
from tawthiq.services.invitations import welcome_first_administrator


@click.command("serve")
@click.option("--port", default=8000, show_default=True, help="Where to listen; 0 takes a free port.")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Which address of this machine to listen on."
)
@click.option("--threads", default=8, show_default=True, help="Requests answered at the same time.")
@click.option(
    "--processes", default=1, show_default=True, help="Processes that answer; one for each core is enough."
)
@click.option("--without-worker", is_flag=True, help="Start no worker: `tawthiq worker` runs elsewhere.")
def command(port: int, host: str, threads: int, processes: int, without_worker: bool) -> None:
    """Serve the web application of a home, with a worker beside it, until it is stopped with Ctrl-C."""
    home = this_home()
    call_command("migrate", verbosity=0, interactive=False)
    adopt_accounts()
    is_open = unlock_for_serving(home)
    clear_uploads(home)
    port = _free_port(host, port)
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    click.echo(f"Tawthiq serves {home.path} at {address}/ (stop with Ctrl-C)")
    if not is_open and has_keys(home):
        click.echo(
            "The vault is locked: evidence is listed, not shown. Set TAWTHIQ_PASSPHRASE to open it.",
            err=True,
        )
    _welcome(home.web_address.rstrip("/") or address)
    if without_worker:
        serve(host, port, threads=threads, processes=processes)
        return
    with worker_beside(home.path):
        serve(host, port, threads=threads, processes=processes)


def _welcome(address: str) -> None:
    """Print the link with which the first administrator sets a password, while none has one."""
    invited = welcome_first_administrator()
    if invited is None:
        return
    click.echo(
        f"No administrator has a password yet. {invited.account.username} sets one here, once, "
        f"until {invited.expires_at:%Y-%m-%d %H:%M} UTC:\n  {address}/welcome/{invited.secret}/"
    )


def _free_port(host: str, port: int) -> int:
    """Return the port where it can be listened on, or a free one for 0."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            return int(probe.getsockname()[1])
    except OSError as error:
        raise InvalidValue(
            f"Nothing can listen at {host}:{port}: {error.strerror}. Choose another with --port."
        ) from error
