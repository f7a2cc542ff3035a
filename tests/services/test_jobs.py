"""Background work: taken once, never lost when its worker is killed, done in the name of who asked."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from django.conf import settings

from tawthiq.config.home import Home
from tawthiq.domain.errors import InvalidValue, NotFound, Refused
from tawthiq.queries.jobs import job_shown
from tawthiq.queries.snapshots import open_readable
from tawthiq.records.accounts.models import Account
from tawthiq.records.jobs.models import Job
from tawthiq.services.jobs import asking, line, working
from tawthiq.services.jobs.asking import ask_job
from tawthiq.services.jobs.evidence import check_nothing
from tawthiq.services.jobs.line import finish, give_back, take_back_lost, take_next
from tawthiq.services.jobs.values import Arguments, Kind, Progress
from tawthiq.services.jobs.working import Stopping, work_once
from tests.conftest import Cast
from tests.web.homes import own_home

__all__ = ["own_home"]

A_WORKER = """
import json, os, sys
import django
from django.conf import settings
settings.DATABASES["default"] = json.loads(sys.argv[1])
django.setup()
from types import MappingProxyType
from tawthiq.services.jobs import line, working
from tawthiq.services.jobs.values import Kind

def run(actor, job_id, arguments, progress):
    progress("reading", 1, 2)
    print("began", flush=True)
    sys.stdin.read()  # until it is killed
    return {}

kinds = MappingProxyType({"wait": Kind("read-case", lambda actor, arguments: None, run)})
line.KINDS = working.KINDS = kinds
working.work_once("doomed")
"""


def _run(actor: Account, job_id: str, arguments: Arguments, progress: Progress) -> dict[str, Any]:
    progress("reading", 1, 1)
    if arguments.get("told") == "stop":
        raise Stopping
    if arguments.get("told") == "refuse":
        raise InvalidValue("There is nothing to do.")
    if arguments.get("told") == "break":
        raise KeyError("a name of a person")
    return {"by": actor.username}


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have one kind of work, for the reader of cases."""
    kinds = MappingProxyType({"wait": Kind("read-case", check_nothing, _run)})
    for module in (asking, line, working):
        monkeypatch.setattr(module, "KINDS", kinds)
    yield


def test_it_is_done_in_the_name_of_who_asked(cast: Cast, waiting: None) -> None:
    job = ask_job(cast.documenter, "wait")
    assert work_once("first") and not work_once("first")
    shown = job_shown(cast.documenter, job.pk)
    assert (shown.state, shown.result, shown.done, shown.total) == ("done", {"by": "documenter"}, 1, 1)


def test_what_is_asked_twice_while_it_waits_stands_in_line_once(cast: Cast, waiting: None) -> None:
    first = ask_job(cast.documenter, "wait", told="x")
    assert ask_job(cast.documenter, "wait", told="x").pk == first.pk
    assert ask_job(cast.documenter, "wait", told="y").pk != first.pk
    assert ask_job(cast.reviewer, "wait", told="x").pk != first.pk


@pytest.mark.parametrize("other", ["reviewer", "outsider", "administrator"])
def test_others_work_is_not_there(cast: Cast, waiting: None, other: str) -> None:
    job = ask_job(cast.documenter, "wait")
    with pytest.raises(NotFound, match="no such record"):
        job_shown(getattr(cast, other), job.pk)


def test_a_role_that_may_not_cannot_ask(cast: Cast, waiting: None) -> None:
    with pytest.raises(Refused, match="may not do this"):
        ask_job(cast.administrator, "wait")
    with pytest.raises(InvalidValue, match="no work named 'dance'"):
        ask_job(cast.documenter, "dance")


def test_rules_are_asked_again_when_it_runs(cast: Cast, waiting: None) -> None:
    job = ask_job(cast.documenter, "wait")
    Account.objects.filter(pk=cast.documenter.pk).update(is_active=False)
    work_once("first")
    job.refresh_from_db()
    assert job.state == "failed" and "may not do this" in job.error["en"] and job.error["ar"]


def test_a_refusal_is_told_and_a_fault_says_no_content(cast: Cast, waiting: None) -> None:
    refused = ask_job(cast.documenter, "wait", told="refuse")
    broken = ask_job(cast.documenter, "wait", told="break")
    assert work_once("first") and work_once("first")
    refused.refresh_from_db()
    broken.refresh_from_db()
    assert refused.error["en"] == "There is nothing to do."
    assert "KeyError" in broken.error["en"] and "person" not in str(broken.error)


def test_a_job_is_taken_by_one_worker(cast: Cast, waiting: None) -> None:
    job = ask_job(cast.documenter, "wait")
    taken = take_next("first")
    assert taken is not None and taken.pk == job.pk
    assert take_next("second") is None


def test_a_worker_told_to_stop_puts_its_job_back_in_line(cast: Cast, waiting: None) -> None:
    job = ask_job(cast.documenter, "wait", told="stop")
    with pytest.raises(Stopping):
        work_once("first")
    job.refresh_from_db()
    assert (job.state, job.attempts, job.worker) == ("queued", 0, "")


def test_a_worker_that_lost_its_lease_writes_nothing(cast: Cast, waiting: None) -> None:
    ask_job(cast.documenter, "wait")
    slow = take_next("slow", lease=timedelta(seconds=-1))
    assert slow is not None and take_back_lost() == 1
    fast = take_next("fast")
    assert fast is not None
    assert not finish(slow, {"by": "slow"})
    give_back(slow)
    assert finish(fast, {"by": "fast"})
    slow.refresh_from_db()
    assert (slow.state, slow.result) == ("done", {"by": "fast"})


def test_a_lease_that_stands_is_left_alone(cast: Cast, waiting: None) -> None:
    ask_job(cast.documenter, "wait")
    assert take_next("first") is not None
    assert take_back_lost() == 0
    assert take_back_lost(now=datetime.now(UTC) + timedelta(minutes=5)) == 1


@pytest.mark.server
def test_the_job_of_a_killed_worker_is_taken_up_again_and_fails_the_second_time(
    committed_cast: Cast, waiting: None
) -> None:
    job = ask_job(committed_cast.documenter, "wait")
    for attempt in (1, 2):
        _begin_and_kill()
        job.refresh_from_db()
        assert (job.state, job.attempts, job.step) == ("running", attempt, "reading")
        assert job.lease_until is not None
        assert take_back_lost(now=job.lease_until - timedelta(seconds=1)) == 0
        assert take_back_lost(now=job.lease_until + timedelta(seconds=1)) == 1
        job.refresh_from_db()
        assert job.state == ("queued" if attempt == 1 else "failed")
    assert "stopped twice" in job.error["en"] and "مرتين" in job.error["ar"]
    assert not work_once("another")


@pytest.mark.server
def test_what_a_killed_worker_began_another_finishes(committed_cast: Cast, waiting: None) -> None:
    job = ask_job(committed_cast.documenter, "wait")
    _begin_and_kill()
    Job.objects.filter(pk=job.pk).update(lease_until=datetime.now(UTC) - timedelta(seconds=1))
    assert work_once("another")
    job.refresh_from_db()
    assert (job.state, job.attempts, job.result) == ("done", 2, {"by": "documenter"})


def _begin_and_kill() -> None:
    """Have a worker of its own process begin the job, and kill it while it works."""
    plain = {key: value for key, value in settings.DATABASES["default"].items() if key != "TEST"}
    command = [sys.executable, "-c", A_WORKER, json.dumps(plain, default=str)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None and worker.stdout.readline() == "began\n"
        worker.kill()


def test_a_snapshot_asked_for_is_taken_once_however_often_it_is_begun(
    committed_cast: Cast, own_home: Home
) -> None:
    job = ask_job(committed_cast.analyst, "take-snapshot")
    assert work_once("first")
    job.refresh_from_db()
    name = job.result["snapshot"]
    assert open_readable(committed_cast.analyst, name)[0].name == name
    Job.objects.filter(pk=job.pk).update(state="queued", result={})
    assert work_once("second")
    job.refresh_from_db()
    assert job.result == {"snapshot": name}
    assert [path.name for path in Path(own_home.snapshots).iterdir()] == [name]
