"""A worker: takes jobs one after the other, does each in the name of who asked, and tells what came of it."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import OperationalError, close_old_connections, connection

from tawthiq.domain.errors import TawthiqError
from tawthiq.domain.refusals import refusal
from tawthiq.records.jobs.models import Job
from tawthiq.services.asking import require_allowed
from tawthiq.services.jobs.kinds import KINDS
from tawthiq.services.jobs.line import (
    LEASE,
    fail,
    finish,
    give_back,
    note_progress,
    renew,
    take_back_lost,
    take_next,
)

log = logging.getLogger("tawthiq.jobs")


class Stopping(BaseException):
    """The worker was told to stop: the job under way goes back in line."""


def worker_name() -> str:
    """Make a name that no other worker has."""
    return f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(4)}"


def work_once(worker: str, *, lease: timedelta = LEASE, on_beat: Callable[[], None] = lambda: None) -> bool:
    """Take back what dead workers held, then do one job; False where none waits."""
    lost = take_back_lost()
    if lost:
        log.warning("%d jobs of workers that stopped were taken back", lost)
    job = take_next(worker, lease=lease)
    if job is None:
        return False
    try:
        with _beating(job, lease, on_beat):
            _do(job)
    except Stopping:
        give_back(job)
        raise
    return True


def work(stop: threading.Event, *, pause: float = 1.0, on_beat: Callable[[], None] = lambda: None) -> None:
    """Do jobs until told to stop; `on_beat` is called with every sign of life."""
    worker = worker_name()
    while not stop.is_set():
        close_old_connections()
        try:
            if work_once(worker, on_beat=on_beat):
                continue
        except OperationalError:  # the database is busy, or away for a moment: nothing is lost, ask again
            log.warning("the database could not be asked for jobs; trying again")
            connection.close()
        on_beat()
        stop.wait(pause)


def _do(job: Job) -> None:
    """Do a job as its actor, whose rules are asked again; whatever happens is noted, nothing of a case is logged."""
    try:
        kind = KINDS[job.kind]
        require_allowed(job.actor, kind.activity)
        kind.check(job.actor, job.arguments)
        result = kind.run(job.actor, job.pk, job.arguments, _noting(job))
    except TawthiqError as error:
        fail(job, {"en": error.sentence_in("en"), "ar": error.sentence_in("ar")})
    except Exception as error:
        log.error("job %s (%s) broke: %s", job.pk, job.kind, type(error).__name__)
        said = refusal("job-broken", fault=type(error).__name__)
        fail(job, {"en": said.sentence_in("en"), "ar": said.sentence_in("ar")})
    else:
        finish(job, result)


def _noting(job: Job) -> Callable[..., None]:
    def note(step: str, done: int = 0, total: int = 0) -> None:
        note_progress(job, step, done, total)

    return note


@contextmanager
def _beating(job: Job, lease: timedelta, on_beat: Callable[[], None]) -> Iterator[None]:
    """Renew the job's lease from a thread of its own while the job is done."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(lease.total_seconds() / 4):
            on_beat()
            try:
                if not renew(job, lease=lease):
                    return
            except OperationalError:  # a long write holds the database: the next beat tells
                continue
        connection.close()

    thread = threading.Thread(target=beat, name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
