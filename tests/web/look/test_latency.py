"""Not yours takes no longer to say than not there: the same questions are asked of the database, in the same order."""

from __future__ import annotations

import re
import statistics
import time

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tawthiq.records.cases.models import Person
from tests.conftest import Cast
from tests.services.cases import record_draft
from tests.web.conftest import SignIn


def test_not_yours_and_not_there_ask_the_very_same_questions(cast: Cast, signed_in: SignIn) -> None:
    record_draft(cast.documenter)
    code = Person.objects.get().code
    client = signed_in(cast.outsider)
    asked = []
    for address in (f"/persons/{code}/", "/persons/PER-2099-000001/"):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 404
        asked.append([re.sub(r"'[^']*'", "?", query["sql"]) for query in queries.captured_queries])
    assert asked[0] == asked[1]


def test_not_yours_and_not_there_take_the_same_time(cast: Cast, signed_in: SignIn) -> None:
    record_draft(cast.documenter)
    code = Person.objects.get().code
    client = signed_in(cast.outsider)
    taken: dict[str, list[float]] = {f"/persons/{code}/": [], f"/persons/{code[:-1]}9/": []}
    for _ in range(40):  # in turns, so that whatever else the machine does falls on both
        for address, times in taken.items():
            start = time.process_time()
            client.get(address)
            times.append(time.process_time() - start)
    theirs, nothing = (statistics.median(times[5:]) for times in taken.values())
    assert abs(theirs - nothing) < 0.25 * max(theirs, nothing)
