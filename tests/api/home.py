"""Make a home with one accepted case and print a token of its reviewer: `python -m tests.api.home FOLDER`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tawthiq.cli import run
from tawthiq.cli.opening import open_records


def main(folder: str) -> None:
    """Make the home."""
    os.environ.pop("TAWTHIQ_PASSPHRASE", None)
    assert run(["--home", folder, "init", "--zone", "Asia/Damascus"]) == 0
    open_records(Path(folder))
    from tawthiq.records.accounts.models import Account  # noqa: PLC0415  the home is known only now
    from tawthiq.services.tokens import make_token  # noqa: PLC0415
    from tests.services.cases import make_places, record_accepted, simple_case  # noqa: PLC0415

    documenter = Account.objects.get(username="documenter")
    reviewer = Account.objects.get(username="reviewer")
    places = make_places(documenter)
    record_accepted(documenter, reviewer, simple_case(places["alder"]))
    print(make_token(reviewer, name="tests", scopes=["read", "write", "review", "figures"], days=30))


if __name__ == "__main__":
    main(sys.argv[1])
