"""The server: granian over WSGI, as many threads and processes as asked; writers stand in a line in any case."""

import multiprocessing

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server


def serve(host: str, port: int, *, threads: int, processes: int = 1) -> None:
    """Serve until a signal ends it; a process that dies is started again.

    Processes are spawned, not forked: a fork in the moment in which the keeper of the background worker starts one
    inherits the pipe on which it waits, and the keeper would wait for ever.
    """
    multiprocessing.set_start_method("spawn", force=True)
    Server(
        "tawthiq.server.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=threads,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
    ).serve()
