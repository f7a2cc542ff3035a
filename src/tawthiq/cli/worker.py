"""tawthiq worker: do the work that waits in the background, until it is stopped."""

from __future__ import annotations

import os
import signal
import threading
from types import FrameType

import click

from tawthiq.cli.acting import this_home
from tawthiq.services.jobs.working import Stopping, work, work_once, worker_name


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what waits now, then end.")
@click.option("--parent", type=int, hidden=True, help="End when this process, which started it, is gone.")
def command(once: bool, parent: int | None) -> None:
    """Do background work of a home: reports, snapshots, evidence. `serve` starts one by itself."""
    home = this_home()
    stop = threading.Event()
    _stop_on_signals(stop)
    try:
        if once:
            while work_once(worker_name()):
                pass
            return
        if parent is None:
            click.echo(f"Working for {home.path} (stop with Ctrl-C)")
        work(stop, on_beat=lambda: _end_with(parent))
    except Stopping:
        return


def _stop_on_signals(stop: threading.Event) -> None:
    def told(number: int, frame: FrameType | None) -> None:
        for one in (signal.SIGTERM, signal.SIGINT):
            signal.signal(
                one, signal.SIG_IGN
            )  # the first is enough; what is put in order now is not disturbed
        stop.set()
        raise Stopping

    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, told)


def _end_with(parent: int | None) -> None:
    """Stop this process where the one that started it is gone."""
    if parent is not None and os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGTERM)
