"""Find persons recorded twice, and judge pairs of them; nothing of a person changes, so a judgement can be undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tawthiq.domain.errors import InvalidValue
from tawthiq.linkage import RowKey, Verdict, conflicts
from tawthiq.queries.matching import standing_judgements
from tawthiq.queries.visibility import get_visible
from tawthiq.records.accounts.models import Account
from tawthiq.records.matching.models import CandidatePair, Judgement
from tawthiq.services.asking import ensure, refusal, require_allowed
from tawthiq.services.proposing import Proposed, propose_matches
from tawthiq.services.writing import Writing, writing

VERDICTS: Mapping[str, Verdict] = {verdict.value: verdict for verdict in Verdict}


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair after a judgement: the verdict that stands now (None when none does) and the pair's new version."""

    pair: CandidatePair
    judgement: Judgement
    verdict: str | None


def judge_pair(
    actor: Account,
    pair: str,
    verdict: str,
    reason: str,
    *,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Judged:
    """Say of a pair, by id or code, that it is `same`, `not-same` or `unsure`; a person counts once from then on.

    With an expected version, a pair that somebody else judged meanwhile is refused. Raises Refused without a reason, or
    where other judgements say the contrary.
    """
    require_allowed(actor, "judge-match")
    _require_reason(reason)
    if verdict not in VERDICTS:
        raise InvalidValue(f"A verdict is one of {', '.join(VERDICTS)}, not {verdict!r}.")
    with writing(actor, action="pair judged", reason=reason, at=at) as write:
        found = get_visible(actor, CandidatePair, pair)
        standing = standing_judgements(Judgement.objects.all())
        _refuse_contradiction(standing, found, VERDICTS[verdict])
        judgement = _add(write, found, verdict, reason, standing.get(_persons(found)))
        write.change(found, expected_version=_version(found, expected_version))
    return Judged(found, judgement, verdict)


def withdraw_judgement(
    actor: Account, pair: str, reason: str, *, expected_version: int | None = None, at: datetime | None = None
) -> Judged:
    """Take back the judgement that stands on a pair; what stood before it stands again."""
    require_allowed(actor, "judge-match")
    _require_reason(reason)
    with writing(actor, action="judgement withdrawn", reason=reason, at=at) as write:
        found = get_visible(actor, CandidatePair, pair)
        standing = standing_judgements(Judgement.objects.all())
        taken_back = standing.get(_persons(found))
        if taken_back is None:
            ensure(refusal("nothing-to-withdraw"))
        before = None if taken_back is None else taken_back.supersedes
        if before is not None:
            _refuse_contradiction(standing, found, VERDICTS[before.verdict])
        judgement = _add(write, found, "withdrawn", reason, taken_back)
        write.change(found, expected_version=_version(found, expected_version))
    return Judged(found, judgement, None if before is None else before.verdict)


def _require_reason(reason: str) -> None:
    if not reason.strip():
        ensure(refusal("reason-missing"))


def _version(pair: CandidatePair, expected: int | None) -> int:
    return pair.version if expected is None else expected


def _persons(pair: CandidatePair) -> tuple[str, str]:
    return pair.left_id, pair.right_id


def _add(
    write: Writing, pair: CandidatePair, verdict: str, reason: str, supersedes: Judgement | None
) -> Judgement:
    return write.add(
        Judgement(
            left_id=pair.left_id, right_id=pair.right_id, verdict=verdict, reason=reason, supersedes=supersedes,
            desk=pair.desk,
        )
    )  # fmt: skip


def _refuse_contradiction(
    standing: Mapping[tuple[str, str], Judgement], pair: CandidatePair, verdict: Verdict
) -> None:
    """Refuse a verdict by which a chain of pairs judged the same would join two persons judged not the same."""
    verdicts = {_keys(persons): VERDICTS[judgement.verdict] for persons, judgement in standing.items()}
    before = set(conflicts(verdicts))
    if set(conflicts({**verdicts, _keys(_persons(pair)): verdict})) - before:
        ensure(refusal("judgements-disagree"))


def _keys(persons: tuple[str, str]) -> tuple[RowKey, RowKey]:
    return RowKey("", persons[0]), RowKey("", persons[1])


__all__ = ["Judged", "Proposed", "judge_pair", "propose_matches", "withdraw_judgement"]
