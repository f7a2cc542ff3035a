"""Where an Arabic news text turns to another attack, or goes on with the one just told, and what a like attack shares with it."""

from __future__ import annotations

import re

from tawthiq.reading.clauses import Clause
from tawthiq.reading.counted import PEOPLE
from tawthiq.reading.drafts import Draft
from tawthiq.reading.filling import CONTEXT, WEAK
from tawthiq.reading.place_names import PlaceSaid
from tawthiq.reading.prose import Prose, Span
from tawthiq.reading.quantities import number_word
from tawthiq.reading.sources_arabic import retells
from tawthiq.reading.turns import place_key

_TURNS = re.compile(
    r"[وف]?(?:الي ذلك|في (?:ال)?سياق(?: (?:ال)?(?:متصل|اخر|منفصل|مشابه|ذاته|نفسه))?|من (?:جهه|ناحيه) (?:اخري|ثانيه)|من جانب اخر|في (?:ال)?مقابل|علي صعيد اخر|"
    r"في غضون ذلك|في (?:ال)?اثنا|في حادث(?:ه)?(?: \w+)? (?:اخر|منفصل|مشابه|مماثل)(?:ي|ه)?|كذلك|كما|ايضا|بالتزامن|تزامنا|مضيفا ان|بدور(?:ه|ها)|سبق ذلك|تلا ذلك|"
    r"في (?:ال)?ريف (?:ذاته|نفسه)|في (?:ريف|محافظه|مدينه|بلده|قريه))(?!\w)"
)
"""What opens a sentence on another attack: 'إلى ذلك', 'وفي سياق آخر', 'كما', 'وفي مدينة …'."""
_ANOTHER = re.compile(
    r"(?<!\w)(?:ال)?(?:تفجير|انفجار|قصف|هجوم|غاره|ضربه|استهداف|عمليه|حادثه)(?:ا)?[ ](?:\w+[ ])?(?:اخر|اخري|ثان|ثانيه)(?!\w)"
)
_ALIKE = re.compile(
    r"(?<!\w)(?:ب|ل)?(?:ال)?(?:قصف|قصفا|هجوم|انفجار|انفجارا|غارات|غاره|استهداف|تفجير)[ ](?:\w+[ ])?(?:مماثل|مشابه)"
)
_SAME_REGION = re.compile(r"(?<!\w)(?:ال)?(?:ريف|محافظه|منطقه)[ ](?:ال\w+[ ])?(?:ذات|نفس)(?:ه|ها)(?!\w)")


_SAME_SUBJECT = re.compile(
    r"[,;]?[ ]?(?:و|ف)?(?:كما|ايضا|كذلك)[ ,]+(?:و)?(?:اعتقل|احتجز|اختطف|خطف|داهم|قصف|استهدف|شن|القي|اطلق|نفذ|اعدم|قتل)(?:ت|وا)?[ ]"
)
"""A verb whose subject was said before: 'كما اعتقلت ثلاثة مدنيين في بلدة …'."""
_SAME_TOWN = re.compile(r"(?<!\w)(?:في|من)[ ](?:المدينه|البلده|الحي[ ](?:ذاته|نفسه))(?!\w)")


_WOUNDED_AGO = re.compile(
    r"(?:اصيبت?|تعرضت?|اصابته|اصابتها)[ ][^.;,]{0,30}?قبل[ ](?:ذلك[ ])?ب?(?:(?P<two>يومين)|(?P<one>يوم(?: واحد)?)(?!\w)|(?P<week>اسبوع)(?!\w)|(?P<n>\w+)[ ]ايام)"
)


def days_of_the_wound(prose: Prose, within: Span) -> int | None:
    """Give how many days before a death somebody was wounded: 'متأثراً بجراح أصيب بها قبل ثلاثة أيام'; None where it is not said."""
    said = _WOUNDED_AGO.search(prose.folded, within.start, within.end)
    if said is None:
        return None
    for group, days in (("two", 2), ("one", 1), ("week", 7)):
        if said.group(group):
            return days
    return int(said.group("n")) if said.group("n").isdecimal() else number_word(said.group("n"), "ar")


def turns_away(prose: Prose, clause: Clause) -> bool:
    """Say whether a clause opens on another attack than the one just told."""
    span = clause.span
    return (
        _TURNS.match(prose.folded, span.start, span.end) is not None
        or _ANOTHER.search(prose.folded, span.start, span.end) is not None
    )


def is_alike(prose: Prose, clause: Clause) -> bool:
    """Say whether an attack is only told as like the one before: 'قصف مماثل استهدف بلدة …'."""
    return _ALIKE.search(prose.folded, clause.span.start, clause.span.end) is not None


def tells_another(prose: Prose, clause: Clause, place: PlaceSaid | None, draft: Draft) -> bool:
    """Say whether a clause of a news text tells another attack: its own sure place and means, and a turn, a day or people harmed."""
    if place is None or not place.sure or clause.update or clause.late or clause.earlier:
        return False
    if place_key(place.name) == place_key(str(draft.get("place"))):
        return False
    if clause.taking:
        return clause.casualties and any(draft.get(k) is not None for k in ("arrested", "civilians_killed"))
    means = clause.actor or clause.arms.platform or clause.arms.munition or is_alike(prose, clause)
    if not means or clause.attack is None:
        return False
    return clause.day is not None or turns_away(prose, clause) or is_alike(prose, clause)


def tells_something_else(prose: Prose, clause: Clause, place: PlaceSaid | None, draft: Draft) -> bool:
    """Say whether a clause turns to people harmed elsewhere by no weapon, such as a fire: nothing of it is the open attack's."""
    if place is None or not place.sure or not clause.casualties or not turns_away(prose, clause):
        return False
    means = clause.actor or clause.arms.platform or clause.arms.munition
    return not means and place_key(place.name) != place_key(str(draft.get("place")))


def goes_on(prose: Prose, clause: Clause, place: PlaceSaid | None, draft: Draft) -> bool:
    """Say whether a sentence that names its source tells the attack of the open draft once more: a place not sure yet, the same toll."""
    if not retells(prose, clause.span) or turns_away(prose, clause):
        return False
    said, told = _dead(clause), draft.get("civilians_killed")
    unsure = draft.get("place") is None or draft.confidence.get("place", 1.0) <= WEAK
    if unsure:
        return said is None or told is None or said == told
    return place is None or (said is not None and said == told)


def _dead(clause: Clause) -> int | None:
    return next((c.value for c in clause.counts if c.harm == "killed" and c.category in PEOPLE), None)


def take_place(draft: Draft, place: PlaceSaid | None) -> None:
    """Make room for a surer place than the draft has."""
    if place is None or not place.sure or draft.confidence.get("place", 1.0) > WEAK:
        return
    for key in ("place", "place_kind", "side"):
        for said in (draft.values, draft.spans, draft.confidence):
            said.pop(key, None)


def share(prose: Prose, draft: Draft, before: Draft, clause: Clause) -> None:
    """Give a like attack what the one before was done with, and 'the same countryside' its governorate."""
    same = clause.actor is None and _SAME_SUBJECT.match(prose.folded, clause.span.start, clause.span.end)
    if same and clause.arms.platform in (None, before.get("platform")):
        for key in ("party", "attribution"):
            draft.say(key, before.get(key), before.spans.get(key), CONTEXT)
    if is_alike(prose, clause):
        for key in ("party", "attribution", "platform", "munition"):
            draft.say(key, before.get(key), before.spans.get(key), CONTEXT)
    if _SAME_TOWN.search(prose.folded, clause.span.start, clause.span.end) and (
        draft.get("place_kind") in (None, "", "neighborhood") and before.get("place") is not None
    ):
        for key in ("place", "place_kind", "governorate"):
            draft.put(key, before.get(key), before.spans.get(key), CONTEXT)
    if _SAME_REGION.search(prose.folded, clause.span.start, clause.span.end):
        draft.say("governorate", before.get("governorate"), before.spans.get("governorate"), CONTEXT)
