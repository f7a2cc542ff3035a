"""File drafts as leads of a home; loaded only once the home's records are open."""

from typing import Any

import click

from tawthiq.cli.acting import acting_account
from tawthiq.services.leads import file_leads


def file_drafts(name: str, text: str, drafts: list[dict[str, Any]], username: str | None) -> None:
    """File each draft as a lead and say so."""
    leads = file_leads(acting_account(username, "record-case"), text=text, drafts=drafts, origin=name)
    click.echo(f"Filed {len(leads)} leads from {name}; a person makes them records.")
