"""What fields and kinds of records and actions of the ledger are called, and which vocabulary says their codes."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tawthiq.services.cases.checking import VOCABULARY_OF

Said = str | Promise

KINDS: Mapping[str, Said] = {
    "incident": _("incident"), "strike": _("strike"), "person": _("person"), "harm": _("harm"),
    "attribution": _("attribution"), "facility": _("facility"), "damage": _("damage"),
    "statement": _("statement"), "denial": _("denial"), "claim": _("claim"), "lead": _("lead"),
    "review": _("step of review"), "source": _("source"), "consent": _("consent"), "item": _("evidence"),
    "derivative": _("working copy"), "link": _("link of evidence"), "capture": _("captured link"),
    "place": _("place"), "party": _("party"), "zone": _("zone"), "control": _("control of a place"),
    "candidate-pair": _("possible duplicate"), "judgement": _("judgement of a pair"),
    "sighting": _("sighting of aircraft"), "warning": _("warning"), "snapshot": _("snapshot"),
    "edition": _("edition of a report"), "erratum": _("erratum"),
}  # fmt: skip

FIELDS: Mapping[str, Said] = {
    "kind": _("kind"), "occurred": _("when"), "first": _("first day"), "last": _("last day"),
    "time_of_day": _("time of day"), "time_margin_minutes": _("± minutes"), "zone": _("time zone"),
    "occurred_as_reported": _("when, as reported"), "place_id": _("place"),
    "place_as_reported": _("place, as reported"), "site": _("site"), "latitude": _("latitude"),
    "longitude": _("longitude"), "radius_m": _("within metres"), "point_method": _("how the point was found"),
    "title_en": _("title in English"), "title_ar": _("title in Arabic"),
    "narrative_en": _("what happened, in English"), "narrative_ar": _("what happened, in Arabic"),
    "state": _("state"), "certainty": _("certainty"), "basis": _("basis"), "parent_id": _("part of"),
    "tags": _("tags"), "note": _("note"), "note_ar": _("note in Arabic"), "confidentiality": _("who may see it"),
    "order": _("order"), "platform": _("delivered by"), "platform_count": _("number of aircraft or launchers"),
    "aircraft_type": _("type of aircraft"), "munition": _("weapon"), "munition_count": _("number of weapons"),
    "target": _("what was hit"), "facility_id": _("facility"), "as_reported": _("as reported"),
    "incident_id": _("incident"), "strike_id": _("strike"), "person_id": _("person"),
    "group_label": _("group"), "within_id": _("within the group"), "minimum": _("at least"),
    "maximum": _("at most"), "status": _("status"), "sex": _("sex"), "age_group": _("age group"),
    "age_years": _("age in years"), "occupation": _("occupation"), "unborn_as": _("unborn counted"),
    "torture": _("tortured"), "cause": _("cause"), "died": _("died"), "died_first": _("died, first day"),
    "died_last": _("died, last day"), "death_place_id": _("place of death"),
    "displaced_from_id": _("displaced from"), "family": _("family"), "name": _("name"),
    "name_en": _("name in English"), "name_ar": _("name in Arabic"), "names": _("other spellings"),
    "born": _("born"), "mother": _("mother"), "origin_id": _("from"), "origin_as_reported": _("from, as reported"),
    "may_name": _("may be named"), "may_show": _("may be shown"), "party_id": _("party"),
    "level": _("how firmly attributed"), "sources": _("sources"), "deconflicted": _("on the no-strike list"),
    "deconflicted_from": _("on the list from"), "deconflicted_to": _("on the list to"), "grade": _("damage"),
    "out_of_service": _("out of service"), "times_hit_before": _("times hit before"), "source_id": _("source"),
    "consent_id": _("consent"), "given_on": _("given on"), "channel": _("how it reached us"),
    "interviewer": _("interviewer"), "interpreter": _("interpreter"), "language": _("language"), "text": _("text"),
    "translation_en": _("translation into English"), "translation_ar": _("translation into Arabic"),
    "supports": _("what it supports"), "said_on": _("said on"), "summary_en": _("summary in English"),
    "summary_ar": _("summary in Arabic"), "assessment": _("our assessment"),
    "reasons_en": _("reasons in English"), "reasons_ar": _("reasons in Arabic"), "record_kind": _("of which kind"),
    "record_id": _("of which record"), "field": _("field"), "value": _("value"), "statement_id": _("statement"),
    "evidence_id": _("evidence"), "locator": _("where in it"), "confidence": _("confidence"),
    "accepted": _("accepted"), "reported_at": _("reported at"), "attachments": _("drafts of the reader"),
    "dismissed_because": _("dismissed because"), "split_from_id": _("part of lead"),
    "span_first": _("from character"), "span_last": _("to character"), "merged_into_id": _("merged into"),
    "action": _("step"), "incident_version": _("in version"), "remark": _("remark"), "alias": _("alias"),
    "reliability": _("reliability"), "uses": _("answers, use by use"), "form": _("form"),
    "guardian": _("guardian agrees"), "assent": _("child agrees"), "expires_on": _("expires on"),
    "withdrawn_on": _("withdrawn on"), "withdrawn_uses": _("withdrawn for"),
    "withdrawn_because": _("withdrawn because"), "not_recalled": _("what could not be called back"),
    "explained": _("what was explained"), "sha256": _("SHA-256"), "blake3": _("BLAKE3"),
    "size": _("size in bytes"), "media_type": _("type"), "also_types": _("can also be read as"),
    "original_name": _("name of the file"), "capture_id": _("captured link"), "capture_role": _("part of the capture"),
    "collected_at": _("collected at"), "collection": _("how it was collected"), "made": _("made"),
    "graphic_level": _("graphic level"), "may_publish": _("may be published"),
    "destroyed_at": _("destroyed at"), "destroyed_because": _("destroyed because"),
    "destroyed_on_authority_of": _("destroyed on the authority of"), "item_id": _("evidence"),
    "at_ms": _("at millisecond"), "made_with": _("made with"), "left_id": _("one"), "right_id": _("the other"),
    "probability_millionths": _("likelihood in millionths"), "explanation": _("why"), "verdict": _("verdict"),
    "reason": _("reason"), "supersedes_id": _("in place of"), "sealed": _("sealed content"), "pcode": _("P-code"),
    "approximate": _("roughly"), "boundary": _("outline"), "places": _("places"), "parties": _("parties"),
    "held": _("held"), "held_first": _("held, first day"), "held_last": _("held, last day"), "url": _("link"),
    "reached": _("reached"), "title": _("title"), "started_at": _("began"), "ended_at": _("ended"),
    "tools": _("tools"), "problems": _("what failed"), "is_kept": _("kept"), "seen_on": _("seen on"),
    "aircraft": _("aircraft"),
    "killed": _("killed"), "injured": _("injured"), "base_id": _("base"), "heading": _("heading"),
}  # fmt: skip
"""A field that is not here is said by its own name."""

ACTIONS: Mapping[str, Said] = {
    "case recorded": _("case recorded"), "case extended": _("case extended"), "case changed": _("case changed"),
    "incident changed": _("incident changed"), "strike changed": _("strike changed"),
    "person changed": _("person changed"), "harm changed": _("harm changed"),
    "attribution changed": _("attribution changed"), "damage changed": _("damage changed"),
    "statement changed": _("statement changed"), "denial changed": _("denial changed"),
    "claim changed": _("claim changed"), "facility recorded": _("facility recorded"),
    "incident submitted": _("submitted for review"), "incident withdrawn": _("withdrawn from review"),
    "incident sent back": _("returned with remarks"), "incident accepted": _("accepted"),
    "incident reopened": _("reopened"), "certainty assessed": _("certainty assessed"),
    "attribution assessed": _("attribution assessed"), "reliability assessed": _("reliability assessed"),
    "lead filed": _("lead filed"), "leads filed": _("leads filed"), "lead attached": _("lead attached"),
    "lead detached": _("lead taken from its incident"), "lead dismissed": _("lead dismissed"),
    "lead restored": _("dismissal taken back"), "lead split": _("lead split"),
    "lead rejoined": _("split taken back"), "lead merged": _("lead merged"), "lead unmerged": _("merging taken back"),
    "evidence received": _("evidence received"), "evidence linked": _("evidence linked"),
    "evidence viewed": _("original viewed"), "evidence exported": _("original given out"),
    "evidence changed": _("evidence changed"), "evidence derived": _("working copies made"),
    "evidence destroyed": _("evidence destroyed"), "evidence bytes removed": _("bytes removed"),
    "link captured": _("link captured"), "link capture failed": _("capture of a link failed"),
    "source recorded": _("source recorded"), "consent recorded": _("consent recorded"),
    "consent withdrawn": _("consent withdrawn"), "identity sealed": _("identity sealed"),
    "identity sealed anew": _("identity sealed anew"), "identity revealed": _("identity revealed"),
    "identities sealed anew": _("identities sealed anew"), "access granted": _("access granted"),
    "access withdrawn": _("access withdrawn"), "places recorded": _("places recorded"),
    "parties recorded": _("parties recorded"), "pair judged": _("pair judged"),
    "matches proposed": _("possible duplicates proposed"), "judgement withdrawn": _("judgement withdrawn"),
    "list imported": _("list imported"),
}  # fmt: skip
"""An action that is not here is said as the ledger writes it."""

OTHER_VOCABULARIES: Mapping[str, str] = {
    "incident.state": "review_state", "lead.state": "lead_state", "lead.channel": "channel",
    "review.action": "review_action", "confidentiality": "confidentiality",
}  # fmt: skip

DATES = frozenset({"occurred", "died", "born", "held", "made"})
"""Fields that hold a date in EDTF."""


def field_label(name: str) -> str:
    """Say what a field is called."""
    return str(FIELDS.get(name, name.removesuffix("_id").replace("_", " ")))


def kind_label(kind: str) -> str:
    """Say what a kind of record is called."""
    return str(KINDS.get(kind, kind.replace("-", " ")))


def action_label(action: str) -> str:
    """Say what an entry of the ledger did."""
    return str(ACTIONS.get(action, action))


def vocabulary_of(kind: str, field: str) -> str | None:
    """Return the vocabulary that says the codes of a field; None where it holds no codes."""
    model = "".join(part.capitalize() for part in kind.split("-"))
    own = VOCABULARY_OF.get(model, {}).get(field)
    return own or OTHER_VOCABULARIES.get(f"{kind}.{field}") or OTHER_VOCABULARIES.get(field)
