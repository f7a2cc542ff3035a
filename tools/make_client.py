"""Make the typed Python client of the API from its description: tools/make_client.py FOLDER

The client is the package `tawthiq_client` in FOLDER; it needs httpx and attrs, and nothing of Tawthiq.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DESCRIPTION = ROOT / "tests" / "api" / "openapi.json"
SETTINGS = """\
project_name_override: tawthiq-client
package_name_override: tawthiq_client
literal_enums: true
"""


def main(folder: str) -> int:
    """Make the client from the description that the tests hold to be right."""
    with tempfile.TemporaryDirectory() as work:
        settings = Path(work) / "settings.yaml"
        settings.write_text(SETTINGS, encoding="utf-8")
        program = Path(sys.executable).parent / "openapi-python-client"
        done = subprocess.run(
            [
                str(program), "generate", "--path", str(DESCRIPTION), "--meta", "none", "--config", str(settings),
                "--output-path", str(Path(folder) / "tawthiq_client"), "--overwrite",
            ],
            check=False,
        )  # fmt: skip
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]) if len(sys.argv) == 2 else 2)
