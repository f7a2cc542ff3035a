"""What a kind of background work is: which activity it needs, what is checked when it is asked for, what does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from tawthiq.domain.roles import Activity
from tawthiq.records.accounts.models import Account

Arguments = Mapping[str, Any]
"""Codes, names of files and choices; never a text of a case."""


class Progress(Protocol):
    """What a job tells while it works: a step (a code), and how many of how many where that is known."""

    def __call__(self, step: str, done: int = 0, total: int = 0) -> None:
        """Note how far the work is."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of work. `run` asks its rules again: roles may have changed since it was asked for.

    `attempts` says how often it is begun when its worker dies: `run` must stand being begun anew.
    """

    activity: Activity
    check: Callable[[Account, Arguments], None]
    run: Callable[[Account, str, Arguments, Progress], dict[str, Any]]
    attempts: int = 2
