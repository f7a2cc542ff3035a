"""The server: granian over WSGI, as many threads as asked, one process (SQLite has one writer)."""

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server


def serve(host: str, port: int, *, threads: int) -> None:
    """Serve until a signal ends it; a worker that dies is started again."""
    Server(
        "tawthiq.server.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=threads,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
    ).serve()
