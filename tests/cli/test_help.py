"""The help of every command, as one golden file: a changed option is seen in review.

Write it anew with: .venv/bin/python -m pytest tests/cli/test_help.py --rewrite-golden
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tawthiq.cli import COMMANDS, tawthiq

GOLDEN = Path(__file__).parent / "help.txt"
WIDTH = 100


def test_the_help_of_every_command_is_as_last_agreed(request: pytest.FixtureRequest) -> None:
    now = "\n".join(_helps())
    if request.config.getoption("--rewrite-golden"):
        GOLDEN.write_text(now, encoding="utf-8")
    assert now == GOLDEN.read_text(encoding="utf-8")


def test_every_command_says_what_it_does() -> None:
    assert not [context.command_path for context in _contexts() if not context.command.help]


def _helps() -> Iterator[str]:
    for context in _contexts():
        yield f"═══ {context.command_path}\n{context.get_help()}\n"


def _contexts() -> Iterator[click.Context]:
    root = _context(tawthiq, "tawthiq", None)
    yield root
    for name, entry in COMMANDS.items():
        yield from _below(importlib.import_module(entry.module).command, name, root)


def _below(command: click.Command, name: str, parent: click.Context) -> Iterator[click.Context]:
    context = _context(command, name, parent)
    yield context
    if isinstance(command, click.Group):
        for inner, found in command.commands.items():
            yield from _below(found, inner, context)


def _context(command: click.Command, name: str, parent: click.Context | None) -> click.Context:
    command._help_option = None  # click keeps the option that the first caller of all made
    return click.Context(
        command, info_name=name, parent=parent, terminal_width=WIDTH, max_content_width=WIDTH,
        help_option_names=["-h", "--help"],
    )  # fmt: skip
