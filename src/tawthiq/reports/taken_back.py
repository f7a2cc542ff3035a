"""Words that sources took back, or never gave, are found wherever they stand in a report, and stop its build there.

A passage in quotation marks, or a quoted block, is held against each such account whole; elsewhere a run of words
counts that is too long to be chance. Spelling, case, marks and punctuation make no difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from tawthiq.domain.consents import Standing
from tawthiq.domain.scripts import fold

RUN: Final = 8
"""So many words in a row of one account are no chance."""
QUOTED_RUN: Final = 3
"""So many words between quotation marks are held against accounts whole."""
STOPS: Final[dict[Standing, str]] = {
    "withdrawn": "was withdrawn",
    "expired": "has expired",
    "refused": "was refused",
}
"""Standings that stop a build, in words; words never asked about are noticed only."""

_WORD: Final = re.compile("[^\\W_](?:[\\w’'\u0640\u064b-\u065f\u0670]*[^\\W_\u0640]|[\u064b-\u065f\u0670]*)")
_QUOTED: Final = re.compile('[“«"„](?!\\s)([^”»"“«]{3,2000})[”»"]|(?m:^(?:[ \t]*>[^\n]*\n?)+)')


@dataclass(frozen=True, slots=True)
class Account:
    """An account that may not be quoted now: code and id, how its source stands to it, its words in each language."""

    code: str
    id: str
    standing: Standing
    texts: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Found:
    """Words of an account met in a text: whose, and at which offset they begin."""

    account: Account
    offset: int


@dataclass(frozen=True)
class TakenBack:
    """The accounts that may not be quoted now, indexed by their runs of words."""

    accounts: tuple[Account, ...] = ()
    runs: dict[tuple[str, ...], Account] = field(default_factory=dict, repr=False)
    whole: tuple[tuple[str, Account], ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, accounts: Iterable[Account]) -> TakenBack:
        """Index accounts."""
        kept = tuple(accounts)
        runs: dict[tuple[str, ...], Account] = {}
        whole = []
        for account in kept:
            for text in account.texts:
                words = [word for word, _ in _words(text)]
                if len(words) < QUOTED_RUN:
                    continue
                whole.append((f" {' '.join(words)} ", account))
                for start in range(max(0, len(words) - RUN) + 1):
                    run = tuple(words[start : start + RUN])
                    if len(run) == RUN:
                        runs.setdefault(run, account)
        return cls(kept, runs, tuple(whole))

    def standing_of(self, statement_id: str) -> Account | None:
        """Return an account by its id, if it may not be quoted now."""
        return next((one for one in self.accounts if one.id == statement_id), None)

    def found_in(self, text: str) -> list[Found]:
        """Find every account whose words stand in a text, each once, at its first place."""
        if not self.accounts:
            return []
        found: dict[str, Found] = {}
        for one in sorted([*self._runs_in(text), *self._quoted_in(text)], key=lambda one: one.offset):
            found.setdefault(one.account.id, one)
        return list(found.values())

    def _runs_in(self, text: str) -> Iterator[Found]:
        words = list(_words(text))
        for start in range(len(words) - RUN + 1):
            account = self.runs.get(tuple(word for word, _ in words[start : start + RUN]))
            if account is not None:
                yield Found(account, words[start][1])

    def _quoted_in(self, text: str) -> Iterator[Found]:
        for quoted in _QUOTED.finditer(text):
            words = [word for word, _ in _words(quoted.group())]
            if len(words) < QUOTED_RUN:
                continue
            passage = f" {' '.join(words)} "
            yield from (Found(account, quoted.start()) for held, account in self.whole if passage in held)


NOTHING: Final = TakenBack()


def sentence_about(account: Account, where: str = "Here stand") -> str:
    """Say why words stop a build and what to do; never the words."""
    return (
        f"{where} words of the account {account.code}, and the consent to quote it {STOPS[account.standing]}. Take "
        "them out, here and in earlier editions where you can."
    )


def _words(text: str) -> Iterator[tuple[str, int]]:
    for found in _WORD.finditer(text):
        folded = fold(found.group()).replace(" ", "")
        if folded:
            yield folded, found.start()


def stopping(found: Sequence[Found]) -> Found | None:
    """Return the first that stops a build."""
    return next((one for one in found if one.account.standing in STOPS), None)
