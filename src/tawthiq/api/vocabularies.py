"""The vocabularies: every code that a field may hold, with labels and definitions in both languages."""

from django.http import HttpRequest
from ninja import Path, Router, Schema

from tawthiq.api.problems import Problem
from tawthiq.domain.errors import NotFound
from tawthiq.vocab import names, vocabulary

router = Router()


class TermOut(Schema):
    """A code, its labels, and what it means where its label does not say it all."""

    code: str
    en: str
    ar: str
    definition_en: str | None
    definition_ar: str | None
    parent: str | None


class VocabularyOut(Schema):
    """A versioned list of terms."""

    id: str
    version: str
    en: str
    ar: str
    terms: list[TermOut]


@router.get("", response={200: list[str], 401: Problem}, operation_id="list_vocabularies")
def list_vocabularies(request: HttpRequest) -> list[str]:
    """List the ids of all vocabularies."""
    return list(names())


@router.get(
    "/{name}", response={200: VocabularyOut, 401: Problem, 404: Problem}, operation_id="get_vocabulary"
)
def get_vocabulary(request: HttpRequest, name: Path[str]) -> VocabularyOut:
    """Get one vocabulary with its terms."""
    if name not in names():
        raise NotFound("There is no such vocabulary.")
    found = vocabulary(name)
    terms = [
        TermOut(
            code=t.code,
            en=t.en,
            ar=t.ar,
            definition_en=t.definition_en,
            definition_ar=t.definition_ar,
            parent=t.parent,
        )
        for t in found.values()
    ]
    return VocabularyOut(id=found.id, version=found.version, en=found.en, ar=found.ar, terms=terms)
