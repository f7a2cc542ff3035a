"""Parties: the shipped list put into a home, further ones, and finding the party that a text names."""

from __future__ import annotations

from datetime import datetime

from tawthiq.domain.errors import InvalidValue
from tawthiq.domain.vocabularies import find, unknown_code_sentence, vocabulary
from tawthiq.records.accounts.models import Account
from tawthiq.records.parties.models import Party
from tawthiq.services.cases.checking import check_vocabularies
from tawthiq.services.writing import writing


def record_shipped_parties(actor: Account, *, at: datetime | None = None) -> list[Party]:
    """Put the vocabulary's parties into a home, parents first; those already there are left as they are."""
    terms = vocabulary("party")
    known = {party.code: party for party in Party.objects.all()}
    made = []
    with writing(
        actor, action="parties recorded", reason=f"vocabulary {terms.id} {terms.version}", at=at
    ) as write:
        waiting = [term for term in terms.values() if term.code not in known]
        while waiting:
            term = next(t for t in waiting if t.parent is None or t.parent in known)
            waiting.remove(term)
            party = Party(
                code=term.code,
                parent=None if term.parent is None else known[term.parent],
                kind=term.links.get("kind", "other"),
                name_en=term.en,
                name_ar=term.ar,
                names=[{"text": text} for text in term.also],
                desk=actor.desk,
            )
            check_vocabularies(party)
            known[term.code] = party
            made.append(write.add(party))
    return made


def party_named(text: str) -> Party:
    """Return the party that a code, label or spelling names; InvalidValue lists the near ones."""
    code = find("party", text) or text
    party = Party.objects.filter(code=code).first()
    if party is None:
        raise InvalidValue(unknown_code_sentence("party", text))
    return party
