"""Make a home with the shipped gazetteer and everybody of the story; print their session keys as JSON.

python -m tests.web.story.home FOLDER [full]

A full home holds besides every attack of the demo, a lead, a photograph, persons to compare, a snapshot and a report:
something for each page to show. What the addresses of these pages name stands in the second half of the JSON.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from pathlib import Path
from typing import Any

import django

from tawthiq.config.home import create_home

PEOPLE = {
    "documenter": ["documenter"],
    "reviewer": ["reviewer"],
    "analyst": ["analyst", "publisher"],
    "custodian": ["custodian"],
}


def _make() -> tuple[dict[str, str], Any]:
    from tawthiq.demo.loading import demo_facts  # noqa: PLC0415  the home must be named before Django is set up
    from tawthiq.demo.recording import record_world  # noqa: PLC0415
    from tawthiq.services.accounts import account_named, create_account  # noqa: PLC0415
    from tawthiq.services.founding import found_home  # noqa: PLC0415
    from tests.web.sessions import session_key_of  # noqa: PLC0415

    found_home(administrator="administrator", accounts=PEOPLE)
    world = record_world(account_named("documenter"), demo_facts())
    administrator = account_named("administrator")
    create_account(
        administrator, "outsider", roles=["documenter", "reviewer", "analyst", "publisher"], desk="elsewhere"
    )
    people = (*PEOPLE, "administrator", "outsider")
    return {name: session_key_of(account_named(name)) for name in people}, world


if __name__ == "__main__":
    home = Path(sys.argv[1])
    create_home(home, organisation="Tests", zone="Asia/Damascus", counting_rule="snhr-2019")
    os.environ |= {"TAWTHIQ_HOME": str(home), "DJANGO_SETTINGS_MODULE": "tawthiq.config.settings"}
    django.setup()
    keys, world = _make()
    shown = {}
    if "full" in sys.argv:
        shown = importlib.import_module("tests.web.story.furnishing").furnish(home, world)
    print(json.dumps({"keys": keys, "shown": shown}))
