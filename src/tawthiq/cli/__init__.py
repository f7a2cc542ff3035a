"""The command `tawthiq`: parses, calls one service or query, prints; exit codes as the design says.

Django is loaded by the commands that use records and by no other: who checks a package needs none of it.
"""

from __future__ import annotations

import importlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import click

from tawthiq.domain.errors import TawthiqError


@dataclass(frozen=True, slots=True)
class Entry:
    """A sub-command: where it lives and whether it works on a home's records."""

    module: str
    summary: str
    uses_records: bool = True


COMMANDS: Final[dict[str, Entry]] = {
    "init": Entry("tawthiq.cli.init", "make a home: settings, database, first accounts", uses_records=False),
    "serve": Entry("tawthiq.cli.serve", "serve the web application of a home"),
    "worker": Entry("tawthiq.cli.worker", "do what waits in the background; serve starts one"),
    "account": Entry("tawthiq.cli.account", "add people who use the system, invite them, list them"),
    "import": Entry("tawthiq.cli.importing", "import victims, incidents, sources or places from a file"),
    "keys": Entry("tawthiq.cli.keys", "make, rotate and recover the keys of the vault"),
    "evidence": Entry("tawthiq.cli.evidence", "keep files untouched, encrypted, every step recorded"),
    "capture": Entry("tawthiq.cli.capture", "keep a web page and what it shows as evidence"),
    "source": Entry("tawthiq.cli.source", "sources under aliases, their consent and its withdrawal"),
    "identity": Entry("tawthiq.cli.identity", "seal who a source is; only a custodian opens it"),
    "review": Entry("tawthiq.cli.review", "list what waits; submit, accept, send back, reopen"),
    "snapshot": Entry("tawthiq.cli.snapshot", "write all records of this moment as tables for counting"),
    "figures": Entry("tawthiq.cli.figures", "count over a snapshot, by stated rules", uses_records=False),
    "report": Entry(
        "tawthiq.cli.report", "build a report from its source and a snapshot", uses_records=False
    ),
    "read": Entry("tawthiq.cli.read", "draft incidents from prose", uses_records=False),
    "proofread": Entry(
        "tawthiq.cli.proofread", "check a report's numbers, dates and citations", uses_records=False
    ),
    "link": Entry(
        "tawthiq.cli.link", "find who is recorded twice, on one list or several", uses_records=False
    ),
    "history": Entry("tawthiq.cli.history", "who changed what in a record, when and why"),
    "audit": Entry("tawthiq.cli.audit", "walk the ledger and name the first thing that does not fit"),
    "backup": Entry("tawthiq.cli.backup", "make encrypted backups, check them, clear old ones"),
    "restore": Entry("tawthiq.cli.restore", "bring a home back from a backup", uses_records=False),
    "verify": Entry(
        "tawthiq.cli.verify", "check a package that was handed over; needs no home", uses_records=False
    ),
    "move-database": Entry(
        "tawthiq.cli.move_database", "move the records from SQLite to PostgreSQL, or back"
    ),
    "doctor": Entry("tawthiq.cli.doctor", "check that a home is complete and its parts work"),
}
"""Every command, in the order in which the work is done."""


class Commands(click.Group):
    """Loads a sub-command's module only when it is asked for, after the home it works on is known."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command; records are opened for those that use them."""
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        home = ctx.params.get("home")
        if home is not None:
            os.environ["TAWTHIQ_HOME"] = str(home)
        if entry.uses_records:
            importlib.import_module("tawthiq.cli.opening").open_records(home)
        command = importlib.import_module(entry.module).command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table, so that help needs nothing loaded."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.summary) for name, entry in COMMANDS.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--home", type=click.Path(path_type=Path), envvar="TAWTHIQ_HOME", help="The home's folder.")
@click.version_option(package_name="tawthiq")
def tawthiq(home: Path | None) -> None:
    """Turn reports of attacks on civilians into records that stand up, and records into figures anyone can check."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command and exit: 0 done, 1 a check found faults, 2 bad input or use, 3 refused, 4 not found."""
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code; every error a person can cause is one sentence on standard error."""
    try:
        result: Any = tawthiq.main(args=arguments, prog_name="tawthiq", standalone_mode=False)
    except TawthiqError as error:
        click.echo(f"tawthiq: {error}", err=True)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return 2
    except click.exceptions.Exit as error:
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("tawthiq: stopped; nothing was written after the last message.", err=True)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except OSError as error:
        click.echo(f"tawthiq: {error.filename or 'the file'}: {error.strerror}.", err=True)
        return 2
    except Exception as error:  # the last door: a person is told, nothing of a case is printed
        if is_of_database(error):
            click.echo(
                "tawthiq: the home's database could not be used; nothing was written. Run: tawthiq doctor "
                "(after an update of Tawthiq: tawthiq doctor --migrate).",
                err=True,
            )
            return 2
        if os.environ.get("TAWTHIQ_DEBUG"):
            raise
        click.echo(
            f"tawthiq: a fault of the program itself ({type(error).__name__}); nothing of this command was written. "
            "Please report it; TAWTHIQ_DEBUG=1 shows where.",
            err=True,
        )
        return 70
    return result if isinstance(result, int) else 0


def is_of_database(error: Exception) -> bool:
    """Say whether an error is one of Django's database; commands that need no records never load Django."""
    loaded = sys.modules.get("django.db")
    return loaded is not None and isinstance(error, loaded.DatabaseError)
