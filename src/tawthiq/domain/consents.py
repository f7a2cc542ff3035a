"""Consent: each use is asked for apart, no answer is no, the source's last word counts, and it may be taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tawthiq.domain.refusals import Refusal, bilingual
from tawthiq.domain.vocabularies import label

Standing = Literal["given", "refused", "withdrawn", "expired", "not-asked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a source answered on one day, use by use, and what became of it.

    A withdrawal without named uses takes back all of them. A guardian's or a child's no is a no to everything.
    """

    given_on: date
    uses: Mapping[str, bool]
    expires_on: date | None = None
    withdrawn_on: date | None = None
    withdrawn_uses: tuple[str, ...] = ()
    guardian: bool | None = None
    assent: bool | None = None

    def is_withdrawn(self, use: str, *, on: date) -> bool:
        """Say whether a use was taken back by a day."""
        if self.withdrawn_on is None or self.withdrawn_on > on:
            return False
        return not self.withdrawn_uses or use in self.withdrawn_uses


def standing_of(answers: Iterable[Answers], use: str, *, on: date) -> Standing:
    """Say how a source stands to a use on a day; of several answers the latest decides.

    Answers are taken in their order where they were given on one day. A use that was taken back stays so until a
    later answer gives it anew.
    """
    asked = [one for one in answers if use in one.uses and one.given_on <= on]
    if not asked:
        return "not-asked"
    last = max(enumerate(asked), key=lambda pair: (pair[1].given_on, pair[0]))[1]
    if not last.uses[use] or last.guardian is False or last.assent is False:
        return "refused"
    if last.is_withdrawn(use, on=on):
        return "withdrawn"
    if last.expires_on is not None and last.expires_on < on:
        return "expired"
    return "given"


_REFUSALS: Mapping[Standing, str] = {
    "refused": "consent-refused",
    "withdrawn": "consent-withdrawn",
    "expired": "consent-expired",
    "not-asked": "consent-not-asked",
}


def refuse_use(answers: Iterable[Answers], use: str, *, on: date) -> Refusal | None:
    """Refuse a use that the source does not consent to on that day."""
    standing = standing_of(answers, use, on=on)
    if standing == "given":
        return None
    return bilingual(
        _REFUSALS[standing],
        {"use": label("consent_use", use, "en")},
        {"use": label("consent_use", use, "ar")},
    )
