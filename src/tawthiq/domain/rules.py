"""The rules: each `refuse_…` returns the Refusal with its sentence, or None when nothing speaks against it."""

import re
from collections.abc import Collection

from tawthiq.domain.counts import CountRange
from tawthiq.domain.partial_date import PartialDate
from tawthiq.domain.refusals import Refusal, bilingual, refusal
from tawthiq.domain.review import Action, State, actions_in, transition
from tawthiq.domain.roles import MAY, Activity
from tawthiq.domain.vocabularies import label, near, vocabulary

HIGHEST_AGE = 125
_REPORT_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
# Lowest and highest age in completed years. None stands for the age of majority (lowest) or one less (highest).
_AGES: dict[str, tuple[int | None, int | None]] = {
    "unborn": (0, 0),
    "infant": (0, 1),
    "child": (0, None),
    "adult": (None, HIGHEST_AGE),
    "elderly": (None, HIGHEST_AGE),
    "unknown": (0, HIGHEST_AGE),
}


def _labels(name: str, codes: Collection[str], language: str) -> str:
    joint = "، " if language == "ar" else ", "
    return joint.join(label(name, code, language) for code in vocabulary(name) if code in codes)


def refuse_role(roles: Collection[str], activity: Activity) -> Refusal | None:
    """Refuse an activity that none of the person's roles may do."""
    needed = MAY[activity]
    if needed & set(roles):
        return None
    return _role_refusal(roles, "activity", activity, needed)


def _role_refusal(roles: Collection[str], name: str, code: str, needed: Collection[str]) -> Refusal:
    english, arabic = (
        {
            "roles": _labels("role", roles, language) or none,
            "activity": label(name, code, language),
            "needed": _labels("role", needed, language),
        }
        for language, none in (("en", "none"), ("ar", "لا دور"))
    )
    return bilingual("role", english, arabic)


def refuse_report_name(name: str) -> Refusal | None:
    """Refuse a report's name that could be anything but one folder's name."""
    return None if _REPORT_NAME.fullmatch(name) else refusal("report-name")


def refuse_own_work(person: str, authors: Collection[str]) -> Refusal | None:
    """Refuse that somebody accepts what they wrote, edited or submitted; both are ids, never names."""
    return refusal("own-work") if person in authors else None


def refuse_action(
    state: State, action: Action, *, roles: Collection[str], reason: str | None = None
) -> Refusal | None:
    """Refuse an action that the table of states does not allow here, to these roles, or without a reason."""
    if action == "edit":
        found = refuse_edit(state)
        if found is not None:
            return found
    row = transition(state, action)
    if row is None:
        return _state_refusal(state, action)
    if not row.roles & set(roles):
        return _role_refusal(roles, "review_action", action, row.roles)
    return refusal("reason-missing") if row.needs_reason and not (reason or "").strip() else None


def _state_refusal(state: State, action: Action) -> Refusal:
    english, arabic = (
        {
            "state": label("review_state", state, language),
            "action": label("review_action", action, language),
            "possible": _labels("review_action", actions_in(state), language),
        }
        for language in ("en", "ar")
    )
    return bilingual("not-in-this-state", english, arabic)


def refuse_edit(state: State) -> Refusal | None:
    """Refuse to edit what is accepted or under review."""
    if state == "accepted":
        return refusal("accepted-record")
    return refusal("under-review") if state == "submitted" else None


def refuse_assessment(state: State) -> Refusal | None:
    """Refuse to judge certainty or attribution as a reviewer unless the record is under review."""
    return None if state == "submitted" else refusal("not-under-review")


def refuse_stale(yours: int, current: int, *, changed_by: str, fields: Collection[str]) -> Refusal | None:
    """Refuse a save on an older version, naming who (a user's handle) changed which fields since."""
    if yours == current:
        return None
    return refusal(
        "stale-version", yours=yours, current=current, changed_by=changed_by, fields=", ".join(sorted(fields))
    )


def _meant(name: str, code: str) -> tuple[str, str]:
    close = near(name, code)
    if not close:
        return "", ""
    return f" Did you mean {' or '.join(close)}?", f" هل تقصد {' أو '.join(close)}؟"


def refuse_unknown_party(code: str, known: Collection[str]) -> Refusal | None:
    """Refuse a party that is not among the known codes of the home."""
    if code in known:
        return None
    english, arabic = _meant("party", code)
    listed = ", ".join(sorted(known))
    return bilingual("unknown-party", {"meant": english, "known": listed}, {"meant": arabic, "known": listed})


def refuse_unknown_code(name: str, code: str) -> Refusal | None:
    """Refuse a code that is not in a vocabulary."""
    terms = vocabulary(name)
    if code in terms:
        return None
    english, arabic = _meant(name, code)
    known = ", ".join(terms)
    return bilingual(
        "unknown-code",
        {"vocabulary": terms.en, "meant": english, "known": known},
        {"vocabulary": terms.ar, "meant": arabic, "known": known},
    )


def refuse_count(minimum: int, maximum: int | None) -> Refusal | None:
    """Refuse a count below zero or a minimum above its maximum."""
    if minimum < 0:
        return refusal("negative-count", minimum=minimum)
    if maximum is not None and minimum > maximum:
        return refusal("minimum-above-maximum", minimum=minimum, maximum=maximum)
    return None


def refuse_part_above_whole(
    part_name: str, part: CountRange, whole_name: str, whole: CountRange
) -> Refusal | None:
    """Refuse a part whose minimum or maximum is above its whole's; names are labels, never persons' names."""
    above_maximum = part.maximum is not None and whole.maximum is not None and part.maximum > whole.maximum
    if part.minimum <= whole.minimum and not above_maximum:
        return None
    return refusal("part-above-whole", part_name=part_name, part=part, whole_name=whole_name, whole=whole)


def refuse_harm_outside_incident(incident: PartialDate, harm: PartialDate) -> Refusal | None:
    """Refuse a harm whose own date cannot be any day of the incident."""
    return None if harm.overlaps(incident) else refusal("harm-outside-incident", harm=harm, incident=incident)


def refuse_death_before_incident(incident: PartialDate, death: PartialDate) -> Refusal | None:
    """Refuse a death that lies before the incident; later is allowed, days or years (M11)."""
    if death.is_certainly_before(incident):
        return refusal("death-before-incident", death=death, incident=incident)
    return None


def refuse_age_against_group(
    years: int | None, age_group: str, *, age_of_majority: int = 18
) -> Refusal | None:
    """Refuse an age that cannot be, or that the age group contradicts; an unknown age agrees with all."""
    if years is None:
        return None
    if not 0 <= years <= HIGHEST_AGE:
        return refusal("age-impossible", years=years, highest=HIGHEST_AGE)
    lowest, highest = _AGES[age_group]
    from_age = age_of_majority if lowest is None else lowest
    to_age = age_of_majority - 1 if highest is None else highest
    if from_age <= years <= to_age:
        return None
    return bilingual(
        "age-against-group",
        {"years": years, "group": label("age_group", age_group, "en"), "majority": age_of_majority},
        {"group": label("age_group", age_group, "ar")},
    )


def refuse_empty_group(count: CountRange) -> Refusal | None:
    """Refuse an unnamed group that holds nobody for certain."""
    return refusal("empty-group") if count.maximum == 0 else None


def refuse_harmed(*, person: str | None, group_label: str | None, count: CountRange) -> Refusal | None:
    """Refuse a harm to both or neither of person and group, to a person not once, to an empty group."""
    if (person is None) == (group_label is None):
        return refusal("person-or-group")
    if person is not None:
        return None if count == CountRange.exactly(1) else refusal("person-counts-once", count=count)
    return refuse_empty_group(count)
