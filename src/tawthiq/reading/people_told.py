"""The people of a bulletin told piece by piece: one harm for a whole sentence, labels with numbers, who the dead were."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tawthiq.reading.clauses import Clause
from tawthiq.reading.counted import PEOPLE
from tawthiq.reading.drafts import Draft
from tawthiq.reading.harmed import harm_hits, is_pool
from tawthiq.reading.lexicon import word_table
from tawthiq.reading.prose import Prose, Span
from tawthiq.reading.quantities import quantities
from tawthiq.reading.single import ADULT


def with_one_harm(prose: Prose, clause: Clause, language: str) -> Clause:
    """Give the people of a sentence that has one kind of harm that harm: 'A nurse aged 26 and an infant in her arms lost their lives'."""
    codes = {h.code for h in harm_hits(prose.folded, clause.span, language)}
    if len(codes) != 1 or word_table(language, "not_dead").has(prose.folded, clause.span):
        return clause
    if any(
        prose.folded.startswith("lost ", h.span.start) for h in harm_hits(prose.folded, clause.span, language)
    ):
        return clause
    code = next(iter(codes))
    counts = tuple(
        c.harmed(code) if not c.harm and c.category in PEOPLE and not is_pool(prose, c) else c
        for c in clause.counts
    )
    return replace(clause, counts=counts)


_WERE = {
    "en": re.compile(r"[ ](?:of[ ](?:them|whom|these)[ ])?(?:(?:were|was|are|being|is)[ ])(?:all[ ]|just[ ]|only[ ])?(?:(?P<child>children|minors|infants|(?:below|under|younger than)[ ](?:the[ ]age[ ]of[ ])?(?:ten|twelve|fifteen|sixteen|eighteen|18|1[0-7]|[1-9])(?!\d))|(?P<woman>women|female|mothers)|(?P<girl>girls)|(?P<boy>boys))(?!\w)"),
    "ar": re.compile(r"[ ](?:منهم|منهن|من الضحايا|من القتلي)[ ](?:كانوا[ ])?(?:(?P<child>(?:من[ ])?(?:ال)?(?:اطفال|قاصرون|صغار)|دون[ ]الثامنه[ ]عشره)|(?P<woman>نسا|سيدات)|(?P<girl>بنات)|(?P<boy>صبيه))(?!\w)"),
}  # fmt: skip
_LABELS = re.compile(
    r"(?:(?<=^)|(?<=[\s,;.|(]))(?:(?P<child>children|minors|kids|(?:ال)?اطفال)|(?P<woman>women|female|females|f|(?:ال)?نسا|(?:ال)?سيدات|انا?ث)|(?P<boy>boys)|(?P<girl>girls)|(?P<man>men|male|males|m|(?:ال)?رجال)|"
    r"(?P<injured>wounded|injured|(?:ال)?جرحي|(?:ال)?مصابون|(?:ال)?مصابين|جرحي القصف|الاصابات)|(?P<civilians_killed>(?:total[ ])?(?:killed|dead|deaths|fatalities|victims|victim\(s\))|(?:ال)?(?:قتلي|ضحايا|شهدا)|عدد (?:ال)?(?:قتلي|ضحايا|شهدا)))"
    r"[ ]?[:=][ ]?"
)
_ENDS = re.compile(
    r"[ ]*(?:$|[.,;|/()\n]|civilian|people|persons?|killed|dead|wounded|injured|(?:ال)?(?:مدني|شخص|قتيل|جريح|طفل|سيد))"
)
"""What may stand after the number of a label."""
_KEYS = {"child": "children", "woman": "women", "boy": "boys", "girl": "girls", "man": "men"}


def labelled_tolls(prose: Prose, draft: Draft, within: Span, language: str, confidence: float) -> None:
    """Take what stands as label and number: 'M: 2, F: 1, boys: 1', 'Wounded: 21', 'Total killed: 4'."""
    for match in _LABELS.finditer(prose.folded, within.start, within.end):
        window = Span(match.end(), min(match.end() + 30, within.end))
        said = next(iter(quantities(prose.folded, window, language)), None)
        if said is None or said.value is None or said.value > 2_000 or said.span.start - match.end() > 16:
            continue
        key = next(k for k, v in match.groupdict().items() if v)
        if prose.folded[match.end() : said.span.start].strip() not in (
            "",
            "around",
            "about",
            "at least",
            "some",
            "نحو",
            "قرابه",
        ):
            continue
        if said.value and _ENDS.match(prose.folded, said.span.end):
            draft.say(_KEYS.get(key, key), said.value, prose.source_span(said.span), confidence)
    _children_of_both(draft, confidence)


def composed(prose: Prose, draft: Draft, within: Span, language: str, confidence: float) -> None:
    """Take who the dead already counted were: 'Thirty-two were children below ten', 'six being women'."""
    whole = draft.get("civilians_killed")
    if whole is None:
        return
    for said in quantities(prose.folded, within, language):
        match = _WERE[language].match(prose.folded, said.span.end, within.end)
        if match is None or said.value is None or not 0 < said.value <= whole:
            continue
        key = next(k for k, v in match.groupdict().items() if v)
        draft.say(_KEYS[key], said.value, prose.source_span(said.span), confidence)
    _children_of_both(draft, confidence)


def _children_of_both(draft: Draft, confidence: float) -> None:
    young: list[int] = [draft.get(k) or 0 for k in ("boys", "girls")]
    total = sum(young)
    if draft.get("children") is None and total:
        draft.say("children", total, draft.spans.get("boys") or draft.spans.get("girls"), confidence)


def listed(prose: Prose, draft: Draft, clause: Clause, confidence: float) -> None:
    """Take the women and children named once beside a whole: 'Fifty-one lives lost, a rescuer among them, ten women, nine children'."""
    whole = draft.get("civilians_killed")
    killed = [c for c in clause.counts if c.harm == "killed"]
    if whole is None or not any(c.value == whole for c in killed):
        return
    flat = [p for c in killed for p in (c, *c.parts)]
    for category, key in (("child", "children"), ("woman", "women")):
        said = [c for c in flat if c.category == category]
        if len(said) == 1 and said[0].value is not None and said[0].value <= whole:
            draft.say(key, said[0].value, prose.source_span(said[0].span), confidence)


_CARD = re.compile(
    r"(?:^|[.:;|] ?)(?:name|victim|الاسم|اسم الضحيه) ?: ?(?P<name>[^.;:|,()]{3,60})(?: ?\((?P<sex>[fm]|female|male)?,? ?(?P<age>\d{1,3})?\))?"
)
_CARD_OF_DEATH = re.compile(
    r"(?:place|date|cause|manner) of death|cause ?:|killed|بطاقه ضحيه|(?:مكان|تاريخ|سبب) الوفاه|سبب ?:"
)
_AGE_LABEL = re.compile(r"(?:^|[.;|,\s])(?:age|العمر|عمره|عمرها)[ ]?:[ ]?(?P<age>\d{1,3})(?!\d)")
_FEMALE = re.compile(r"(?<!\w)(?:female|woman|مدنيه|انثي|سيده|طفله)(?!\w)")
_YOUNG = re.compile(r"(?<!\w)(?:child|infant|طفل|طفله|رضيع)(?!\w)")


def victim_card(prose: Prose, draft: Draft, within: Span, confidence: float) -> None:
    """Count the one person a victim's card is about, and those killed with him: 'Name: … (F, 34). Place of death: …'."""
    card = _CARD.search(prose.folded, within.start, within.end)
    if card is None or _CARD_OF_DEATH.search(prose.folded, within.start, within.end) is None:
        return
    span = prose.source_span(Span(*card.span("name")))
    with_him = draft.get("civilians_killed") or 0
    also = (
        re.search(r"with (?:her|him)(?!\w)|معه[اـ]?(?!\w)", prose.folded[within.start : within.end])
        is not None
    )
    if with_him and not also:
        return
    draft.put("civilians_killed", with_him + 1, span, confidence)
    head = prose.folded[card.start() : min(card.end() + 60, within.end)]
    said = card.group("age") or next(
        (m.group("age") for m in _AGE_LABEL.finditer(prose.folded, within.start, within.end)), ""
    )
    young = int(said) < ADULT if said else _YOUNG.search(head) is not None
    female = (card.group("sex") or "").startswith("f") or (
        not card.group("sex") and _FEMALE.search(head) is not None
    )
    key = "children" if young else "women" if female else ""
    if key:
        draft.put(key, (draft.get(key) or 0) + 1, span, confidence)


_ALONE = {
    "en": re.compile(r"\b(?:was|is|been)[ ](?:shot dead|killed|executed|found dead|murdered|gunned down|assassinated|beheaded|stabbed to death|tortured to death|hit by a sniper)|lost (?:his|her) life|met (?:his|her) (?:death|end)|\b(?:he|she) (?:died|perished|succumbed|did not survive)|(?:killing|killed|tortured) (?:him|her)\b|\b(?:his|her) (?:life|death|murder|killing|body|corpse)\b|the life of (?:a|an|the|our|one)\b|mourns? (?:our|the|a|its)\b|does not survive|did not survive|did not live|is dead\b|died of"),
    "ar": re.compile(r"(?<!\w)[وف]?(?:حتفه|حتفها|مصرعه|مصرعها|مقتله|مقتلها|ارد(?:ته|تها|اه|اها)|جثته|جثتها|جثمانه|الفقيده?|خطفته|خطفتها|فارقت? الحياه|استشهدت?|توفيت?|قضت?|قضي|قتل|اغتيل|ارتقي|ارتقت|اغتال(?:ت|وا|ه|ته|وه)?|اودي ب\w+|اودت ب\w+|صرعت?|شهيدا|قتيلا|شهيده|قتيله)(?!\w)"),
}  # fmt: skip
_HER = re.compile(
    r"\b(?:her|she|mrs|widow|girl|woman)\b|(?<!\w)(?:حتفها|مصرعها|مقتلها|اردتها|ارداها|جثتها|الفقيده|خطفتها|فارقت|استشهدت|توفيت|قضت)(?!\w)"
)
_AGE = re.compile(
    r"\b(?:aged?[ ]|of[ ])(?P<a>\d{1,2})\b|,[ ](?P<b>\d{1,2})(?=[,.)])|(?P<c>\d{1,2})-year-old|(?P<d>\d{1,2})[ ](?:سنه|سنوات|عاما)"
)
_YOUNG_AR = re.compile(
    r"(?:ابن|ابنه|في|بنت)[ ](?:ال)?(?:ثانيه|ثالثه|رابعه|خامسه|سادسه|سابعه|ثامنه|تاسعه|عاشره|حاديه|(?:\w+))(?:[ ]عشره?)(?!\w)|(?:ابن|ابنه)[ ](?:ال)?(?:ثالثه|رابعه|خامسه|سادسه|سابعه|ثامنه|تاسعه|عاشره)(?!\w)"
)


_BOTH = re.compile(
    r"\bkilling both\b|\bboth (?:of them )?(?:died|were killed|perished)|(?<!\w)كلاهما(?!\w)|(?<!\w)كليهما(?!\w)"
)


def late_deaths(prose: Prose, draft: Draft, told: Sequence[Clause], confidence: float) -> None:
    """Count those who died later of their wounds where the text tells of nobody else killed: 'وفاة مدني متأثراً بجراحه'."""
    dead = [c for clause in told for c in clause.counts if c.harm == "killed" and c.category in PEOPLE]
    if draft.get("civilians_killed") is not None or any(c.category == "combatant" for c in dead):
        return
    late = [clause for clause in told if clause.late]
    if late and all(c.value == 1 for c in dead) and not any(clause.update for clause in late):
        draft.say("civilians_killed", 1, prose.source_span(late[0].span), confidence)


def one_alone(prose: Prose, draft: Draft, told: Sequence[Clause], language: str, confidence: float) -> None:
    """Count the one person a bulletin tells of by name or title alone, where nobody else is counted dead."""
    if draft.get("civilians_killed") is not None or draft.get("combatants_killed") is not None:
        return
    if any(c.harm == "killed" for clause in told for c in clause.counts):
        return
    for clause in told:
        match = _ALONE[language].search(prose.folded, clause.span.start, clause.span.end)
        if match is None or not any(
            h.code == "killed" for h in harm_hits(prose.folded, clause.span, language)
        ):
            continue
        span = prose.source_span(Span(match.start(), match.end()))
        two = _BOTH.search(prose.folded, clause.span.start, clause.span.end) is not None
        draft.say("civilians_killed", 2 if two else 1, span, confidence)
        if two:
            return
        near = prose.folded[told[0].span.start : clause.span.end]
        age = _AGE.search(near)
        years = next((int(v) for v in age.groupdict().values() if v), ADULT) if age else ADULT
        if 0 < years < ADULT or _YOUNG_AR.search(near):
            draft.say("children", 1, span, confidence)
        elif _HER.search(prose.folded, match.start(), match.end()):
            draft.say("women", 1, span, confidence)
        return
