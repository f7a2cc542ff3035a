"""The server: granian over WSGI, as many threads and processes as asked; writers stand in a line in any case."""

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server


def serve(host: str, port: int, *, threads: int, processes: int = 1) -> None:
    """Serve until a signal ends it; a worker that dies is started again."""
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
