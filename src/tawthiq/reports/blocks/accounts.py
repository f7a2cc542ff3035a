"""The blocks `statements` and `denials`: accounts under pseudonyms with their footnotes, and what a party said against.

Every account printed has exactly one footnote saying how and when it was given; only what may be quoted is printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tawthiq.reports.calls import Call
from tawthiq.reports.edition import Edition
from tawthiq.reports.facts import Row, label_of
from tawthiq.reports.language import dates
from tawthiq.reports.signatures import Parameter, Values
from tawthiq.reports.taken_back import STOPS
from tawthiq.reports.tree import Node, div, note, paragraph, plain, strong, text

STATEMENTS: Final = (Parameter("incident"), Parameter("without", "texts", ()))
DENIALS: Final = (Parameter("incident"),)


def statements(values: Values, edition: Edition, call: Call) -> list[Node]:
    """Print the accounts of an attack, or those that belong to none, or all.

    An account whose consent was withdrawn or has expired stops the build here: it may have been printed before, so an
    editor takes note of it by naming it in `without`.
    """
    wanted = edition.incident(values["incident"], call.place)["incident_id"] if values["incident"] else None
    _refuse_taken_back(edition, call, wanted=wanted, noted=values["without"])
    found = [
        row
        for row in edition.facts.statements
        if row["may_quote"]
        and wanted in (None, row["incident_id"])
        and edition.taken_back.standing_of(row["statement_id"]) is None
    ]
    if not found:
        raise call.place.error(
            "No account that may be quoted belongs here. Take the block out, or ask for consent."
        )
    made: list[Node] = []
    for row in found:
        key = row["statement_id"]
        if key in edition.accounts:
            raise call.place.error(
                f"An account ({key}) is printed twice, first at {edition.accounts[key]}. Print it once."
            )
        edition.accounts[key] = call.place
        made += _account(edition, row)
    return made


_TAKEN_BACK: Final = {"withdrawn": "was withdrawn", "expired": "has expired"}


def _refuse_taken_back(edition: Edition, call: Call, *, wanted: str | None, noted: Sequence[str]) -> None:
    for row in edition.facts.statements:
        words = _TAKEN_BACK.get(row["consent"] or "")
        now = edition.taken_back.standing_of(row["statement_id"])
        if now is not None and row["may_quote"]:  # taken back since the snapshot was taken
            words = STOPS.get(now.standing, "is not given")
        names = {row["statement_id"], row["statement_code"]}
        if words is None or wanted not in (None, row["incident_id"]) or names & set(noted):
            continue
        code = row["statement_code"] or row["statement_id"]
        raise call.place.error(
            f"The consent to quote the account {code} {words}. Take its words out of the text and of earlier editions "
            f'where you can, then write statements(…, without="{code}").'
        )


def check_accounts(edition: Edition) -> None:
    """Refuse a text that states a number of accounts other than the number that have a footnote."""
    for stated, place in edition.accounts_counted:
        if stated != len(edition.accounts):
            raise place.error(
                f"The text counts {stated} accounts, {len(edition.accounts)} are printed with a footnote. "
                "Add a statements block for each attack that has accounts."
            )


def _account(edition: Edition, row: Row) -> list[Node]:
    translated = row["translation_ar"] if edition.language == "ar" else row["translation_en"]
    said = (
        (row["text"] if row["language"] == edition.language else translated)
        or translated
        or row["text"]
        or ""
    )
    kind = edition.label("source_kind", row["source_kind"])
    footnote = note([paragraph(text(_footnote(edition, row)))])
    opening = edition.phrase("account_said", alias=row["alias"], kind=kind)
    alias = strong(row["alias"])
    lead = [alias, *text(opening.removeprefix(row["alias"]))]
    lead.insert(1, footnote)
    quote = {"t": "BlockQuote", "c": [paragraph(_quote(edition, said))]}
    return [div([plain(lead), quote], classes=["account"])]


def _quote(edition: Edition, said: str) -> list[Node]:
    before, after = edition.phrase("account_quote", text="\0").split("\0")
    return [{"t": "Str", "c": before}, *edition.written(said), {"t": "Str", "c": after}]


def _footnote(edition: Edition, row: Row) -> str:
    channel = edition.label("channel", row["channel"])
    channel = channel[:1].upper() + channel[1:]
    if row["date"] is None:
        return edition.phrase("account_note_undated", channel=channel) + "."
    return (
        edition.phrase("account_note", channel=channel, date=dates.day(row["date"], edition.language)) + "."
    )


def denials(values: Values, edition: Edition, call: Call) -> list[Node]:
    """Print what a party said against an attack, with our assessment and its reasons."""
    wanted = edition.incident(values["incident"], call.place)["incident_id"] if values["incident"] else None
    found = [row for row in edition.facts.denials if wanted in (None, row["incident_id"])]
    if not found:
        raise call.place.error("No denial is recorded for this attack. Take the block out.")
    made: list[Node] = []
    for row in found:
        party = edition.party(row["party"])
        title = (
            edition.phrase("denial_title_undated", party=party)
            if row["date"] is None
            else edition.phrase("denial_title", party=party, date=dates.day(row["date"], edition.language))
        )
        assessment = edition.phrase(
            "denial_assessment", assessment=edition.label("denial_assessment", row["assessment"])
        )
        summary = label_of(row, "summary", edition.language) or ""
        reasons = label_of(row, "reasons", edition.language) or ""
        edition.refuse_taken_back(f"{summary}\n\n{reasons}", call.place, where=f"The denial by {party}")
        made.append(
            div(
                [
                    paragraph([strong(title)]),
                    paragraph(edition.written(summary)),
                    paragraph([strong(assessment), {"t": "Space"}, *edition.written(reasons)]),
                ],
                classes=["denial"],
            )
        )
    return made
