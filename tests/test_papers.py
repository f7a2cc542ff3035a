"""The papers say what is so: links lead somewhere, commands exist, decisions are listed, no host is named."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import click
import pytest

from tawthiq.cli import COMMANDS, tawthiq
from tests.papers import ROOT, Shown, anchors_of, commands_of, links_of, markdown_files, project_files

DECISIONS = ROOT / "docs" / "adr"
LONGEST_DECISION = 40
REQUIRED = (
    "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "THREAT_MODEL.md", "LICENSE",
    "docs/architecture.md", "docs/architecture.svg", "docs/manual/README.md",
)  # fmt: skip
COMMANDS_SHOWN = [shown for path in markdown_files() for shown in commands_of(path)]


def _decisions() -> list[Path]:
    return sorted(path for path in DECISIONS.glob("*.md") if path.name != "README.md")


@pytest.mark.parametrize("name", REQUIRED)
def test_every_paper_is_there(name: str) -> None:
    assert (ROOT / name).stat().st_size > 0


def test_every_link_leads_to_a_file_of_the_project() -> None:
    broken = [
        f"{path.relative_to(ROOT)}: {target}"
        for path in markdown_files()
        for target in links_of(path.read_text(encoding="utf-8"))
        if not (path.parent / target.partition("#")[0]).exists()
    ]
    assert not broken


def test_every_anchor_is_a_heading() -> None:
    broken = []
    for path in markdown_files():
        for target in links_of(path.read_text(encoding="utf-8")):
            file, mark, anchor = target.partition("#")
            goal = path.parent / file if file else path
            if mark and goal.suffix == ".md" and anchor not in anchors_of(goal.read_text(encoding="utf-8")):
                broken.append(f"{path.relative_to(ROOT)}: {target}")
    assert not broken


def test_every_decision_is_short_enough_to_be_read() -> None:
    long = {
        path.name: lines
        for path in _decisions()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_DECISION
    }
    assert not long


def test_every_decision_has_a_number_of_its_own_that_its_title_repeats() -> None:
    numbers = [path.name[:4] for path in _decisions()]
    assert len(numbers) == len(set(numbers))
    for path in _decisions():
        assert re.match(rf"# {path.name[:4]}\W", path.read_text(encoding="utf-8")), path.name


def test_every_decision_is_in_the_index_once() -> None:
    listed = links_of((DECISIONS / "README.md").read_text(encoding="utf-8"))
    decisions = [target for target in listed if re.match(r"\d{4}-", target)]
    assert decisions == [path.name for path in _decisions()]


def test_the_papers_show_commands() -> None:
    assert {shown.file for shown in COMMANDS_SHOWN} >= {"README.md", "docs/manual/1-first-steps.md"}
    assert len(COMMANDS_SHOWN) > 20


@pytest.mark.parametrize("shown", COMMANDS_SHOWN, ids=lambda s: f"{s.file}:{s.line}")
def test_every_command_shown_is_one_that_the_program_takes(shown: Shown) -> None:
    _parse(shown)


@pytest.mark.parametrize("words", [("invent",), ("figures", "--sort", "x"), ("figures", "--from", "May")])
def test_a_command_that_there_is_not_would_be_found(words: tuple[str, ...]) -> None:
    with pytest.raises(click.UsageError):
        _parse(Shown("nowhere.md", 1, words, whole=True))


def _parse(shown: Shown) -> None:
    """Parse a command as click would, without running it; raises click.UsageError."""
    root = click.Context(tawthiq, info_name="tawthiq")
    parser = tawthiq.make_parser(root)
    parser.allow_interspersed_args = False
    _, rest, _ = parser.parse_args(list(shown.words))
    command: click.Command = tawthiq
    context = root
    while rest:
        name, *rest = rest
        found = _command(context, command, name)
        if found is None:
            raise click.UsageError(f"{shown.file}:{shown.line}: there is no command {name!r}")
        command = found
        if isinstance(command, click.Group):
            context = click.Context(command, info_name=name, parent=context)
            continue
        try:
            command.make_context(name, rest, parent=context)
        except click.exceptions.Exit:  # --help was asked for
            pass
        except click.MissingParameter:
            if shown.whole:
                raise
        except click.BadParameter as error:
            if error.param is None or not isinstance(error.param.type, click.Path):
                raise  # the files of the papers are not there, their options must be
        return


def _command(context: click.Context, command: click.Command, name: str) -> click.Command | None:
    if command is tawthiq:
        entry = COMMANDS.get(name)
        found = None if entry is None else importlib.import_module(entry.module).command
        assert found is None or isinstance(found, click.Command)
        return found
    assert isinstance(command, click.Group)
    return command.get_command(context, name)


def test_no_file_names_a_host_of_a_registry() -> None:
    hosts = [
        (b"pypi", b"org"), (b"pythonhosted", b"org"), (b"npmjs", b"org"), (b"npmjs", b"com"), (b"yarnpkg", b"com"),
        (b"crates", b"io"), (b"anaconda", b"org"), (b"deb.debian", b"org"), (b"docker", b"io"), (b"ghcr", b"io"),
    ]  # fmt: skip
    pattern = re.compile(b"|".join(re.escape(name + b"." + top) for name, top in hosts), re.IGNORECASE)
    naming = [str(path.relative_to(ROOT)) for path in project_files() if pattern.search(path.read_bytes())]
    assert not naming


def test_a_host_in_the_lock_file_would_be_found() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "--hash=sha256:" in lock
    assert not re.search(r"--(?:extra-)?index-url|--find-links|https?://|file:", lock)


def test_the_licence_is_the_one_that_the_project_states() -> None:
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "GNU AFFERO GENERAL PUBLIC LICENSE\n                       Version 3" in licence
    assert 'license = "AGPL-3.0-or-later"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
