"""The API under /api/v1: its description, its token, its errors, its parts."""

from __future__ import annotations

from ninja.errors import AuthenticationError

from tawthiq.api import problems
from tawthiq.api.describing import Described
from tawthiq.api.evidence import router as evidence
from tawthiq.api.figures import router as figures
from tawthiq.api.incidents import router as incidents
from tawthiq.api.keys import Token
from tawthiq.api.leads import router as leads
from tawthiq.api.persons import router as persons
from tawthiq.api.vocabularies import router as vocabularies

DESCRIPTION = """\
Records of attacks on civilians, for programs that work with an organisation's own archive.

Send a token of your account (`Authorization: Bearer …`); it may do what its scopes and your roles allow. What is not
yours and what is not there get the same answer. A record is named by its code. Reading answers an `ETag`; changing
needs it back as `If-Match`, so that nobody's save is lost. A write with an `Idempotency-Key` is done once, however
often it is sent. Lists give a `next` cursor. Errors are `application/problem+json` with a `code` that does not change.
"""

api = Described(
    title="Tawthiq",
    version="1",
    description=DESCRIPTION,
    auth=Token(),
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
)
problems.register(api, AuthenticationError)
api.add_router("/vocabularies", vocabularies, tags=["vocabularies"])
api.add_router("/incidents", incidents, tags=["incidents"])
api.add_router("/persons", persons, tags=["persons"])
api.add_router("/leads", leads, tags=["leads"])
api.add_router("/evidence", evidence, tags=["evidence"])
api.add_router("/figures", figures, tags=["figures"])
