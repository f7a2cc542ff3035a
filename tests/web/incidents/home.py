"""Make a home with the shipped gazetteer, sources and facilities in a process of its own; print session keys as JSON.

python -m tests.web.incidents.home FOLDER
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import django

from tawthiq.config.home import create_home


def _make() -> dict[str, str]:
    from tawthiq.demo.loading import demo_facts  # noqa: PLC0415  the home must be named before Django is set up
    from tawthiq.demo.recording import record_world  # noqa: PLC0415
    from tawthiq.services.accounts import account_named  # noqa: PLC0415
    from tawthiq.services.founding import found_home  # noqa: PLC0415
    from tests.web.sessions import session_key_of  # noqa: PLC0415

    found_home(
        administrator="administrator", accounts={"documenter": ["documenter"], "reviewer": ["reviewer"]}
    )
    record_world(account_named("documenter"), demo_facts())
    return {name: session_key_of(account_named(name)) for name in ("documenter", "reviewer")}


if __name__ == "__main__":
    home = Path(sys.argv[1])
    create_home(home, organisation="Tests", zone="Asia/Damascus", counting_rule="snhr-2019")
    os.environ |= {"TAWTHIQ_HOME": str(home), "DJANGO_SETTINGS_MODULE": "tawthiq.config.settings"}
    django.setup()
    print(json.dumps(_make()))
