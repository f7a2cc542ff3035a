"""Who is said to have struck, and how sure the text is; who controlled the place is kept apart."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from tawthiq.reading.labels import party_hits
from tawthiq.reading.lexicon import Hit, word_table
from tawthiq.reading.prose import Prose, Span

NEAR_HEDGE = 60
"""How many characters a hedge may stand from the party it hedges."""

_NOT_ACTOR_BEFORE = re.compile(
    r"(?:headquarters?|military (?:base|point|position|camp|presence)|checkpoints?|positions?|presence|members?|fighters?|defectors?|commanders?|soldiers?|officers?|detention cent(?:er|re)s?|prisons?) (?:of|for|from|with|in|belonging to|affiliated (?:to|with)|"
    r"linked to)(?: an?)?(?: faction of)?(?: the)?(?: \w+){0,2} $|(?:fighting|clashes|battles|exchanges?)[ ](?:[a-z]+[ ]){0,3}?between[ ][^.;]{3,50}[ ]and[ ](?:the[ ])?(?:pro-)?$|(?:between|against|clashes with|frontlines? with|backed by|liberated from|defected from|targeting|border with) (?:the )?$|\b(?:areas?|territor(?:y|ies)|places?) (?:where|in which) [^.]{0,40}$|منطقه (?:فيها|تتواجد فيها|يتواجد فيها) [^.]{0,30}$|"
    r"(?:مقر|مقرات|نقطه عسكريه|حاجز|مواقع|عناصر|مقاتلي|مقاتل من|عنصر من|عنصرا من|عنصرين من|عنصران من|جندي من|جنديا من|جنديين من|جنديان من|جنود من|ضابط من|ضابطا من|قتلي من|قتيل من|قتلي في صفوف|تواجد|وجود|خط تماس مع|تماس مع|اشتباكات مع|بين)[ ](?:\w+[ ])?(?:ل)?$|(?<!\w)(?:الي|نحو)[ ]$|(?<!\w)(?:ال)?(?:حدود|اراضي|مدن|مناطق)[ ](?:ال\w+[ ])?(?:ال)?$|(?:نازح|نازحه|مهجر|مهجره|ابنا|اهالي|سكان|مواليد)[ ]من[ ](?:(?:قريه|بلده|مدينه)[ ])?(?:\w+[ ])?(?:ال)?$|(?:وزاره الصحه|وزاره الدفاع|وزاره الخارجيه|وزاره|وكاله|تلفزيون|اعلام|قناه|الدفاع المدني|المرصد|الشبكه|الاحمر|الاحمر العربي|الشعب|الايتلاف|المجلس)[ ](?:ال)?$"
)
_ACCUSES = re.compile(
    r",[ ]\d{1,2}[ ](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|[ ](?:(?:officials?|spokes\w+|state|sources?|media|side)[ ])?(?:accus(?:es|ed?|ing)|blam(?:es|ed?|ing)|den(?:y|ies|ied)|rejects?|rejected|says|insists?|maintains?)(?!\w)(?![ ](?:its|it|that its)[ ](?:forces|fired|shelled))"
)
"""Words after a party that speaks of another, or of itself, and is not said to act here."""
_CONTROL_AFTER = re.compile(
    r"(?:[ ](?:make|made|manufacture|manufactured|design|built|hospital|border|frontier|territory|language|flag|lira)(?!\w)|-made|-built|-held|-controlled| controlled| held|-run|-backed|(?:'s?)?[ ](?:control|rule|authority)(?!\w))"
)


_MEMBERS_ACT = re.compile(
    r"(?:^|[.;,] |\bby |\bwhen |\bafter |\bas |\bbefore |\bthat )(?:(?:armed|masked|some|several|the|a group of) )*(?:an? )?(?:fighters?|members?|soldiers?|elements|gunm[ae]n|personnel|snipers?) (?:of|from|belonging to|affiliated (?:to|with))(?: the)?(?: \w+){0,2} $|"
    r"(?:(?:اطلاق|ذبح|اطلق|قنص|اقدم|نفذ|اعتقل|قتل|اقتحم|داهم|شن|فتح|استهدف|احتجز|اختطف|خطف|اعدم|قصف|القي|هاجم|دهم)ت?(?:هم|ها|ه)?|[ب]?(?:رصاص|نيران|قذايف)|قبل|علي (?:يد|ايدي)|اطلاق|قيام)[ ](?:\w+[ ]){0,2}?(?:عناصر|مقاتلي|مقاتلين|مقاتلون|مسلحين|مسلحون|مسلحي|عنصر|مسلح|جنود)[ ](?:(?:حاجز|دوريه|نقطه|حرس)[ ])?(?:(?:من|تابعين|تابعون|تابع|تابعه|يتبعون|في|ل)[ ]?)?(?:ل)?$"
)
"""Members of a party who do something themselves: 'Fighters of X stormed', 'أطلق عناصر من قوات … النار'."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who struck, one party or several together, with the level the words give: believed, suspected, claimed, stated …"""

    parties: tuple[str, ...]
    attribution: str | None
    span: Span


def actor_in(prose: Prose, within: Span, language: str) -> Actor | None:
    """Find who is said to have struck: the first party that is neither target nor holder of the ground."""
    hits = [h for h in party_hits(prose, within, language) if _acts(prose, h)]
    named = [h for h in hits if h.code != "unknown"]
    unknown = [h for h in hits if h.code == "unknown"]
    alliance = [h for h in named if h.code == "syrian-russian-alliance"]
    if alliance and {h.code for h in named} <= {"syrian-russian-alliance", "syrian-regime", "russian"}:
        named = alliance
    if not named and language == "ar":
        named = _said_before(prose, within)
    if not named and not unknown:
        return _shooter(prose, within, language)
    if not named or (
        unknown and unknown[0].span.start < named[0].span.start and _is_source(prose, unknown[0])
    ):
        return Actor(("unknown",), None, unknown[0].span) if unknown else None
    chosen = _joint(named)
    if chosen is None:
        parties, span = _together(prose, named)
        chosen = Hit(parties[0], span)
    else:
        parties = (chosen.code,)
    return Actor(parties, _level(prose, chosen, within, language), chosen.span)


_BY_ITS_KIND = re.compile(
    r"(?<!\w)[وفبل]?(?:ال|لل)(?P<kind>تنظيم|هييه)(?!\w)(?![ ](?:ال)?(?:عام|وطني|دولي|طبي|حكومي))"
)
_FULL_NAME = {
    "تنظيم": ("isis", re.compile(r"(?<!\w)(?:ب|ل)?(?:داعش|تنظيم الدوله)(?!\w)")),
    "هييه": ("hts", re.compile(r"(?<!\w)(?:ب|ل)?(?:هييه تحرير الشام)(?!\w)")),
}
"""Organisations called by their kind once their name was said: 'التنظيم' after 'تنظيم داعش'."""


def _said_before(prose: Prose, within: Span) -> list[Hit]:
    """Read 'the organisation' as the one named before in the text."""
    for match in _BY_ITS_KIND.finditer(prose.folded, within.start, within.end):
        code, name = _FULL_NAME[match.group("kind")]
        hit = Hit(code, Span(*match.span()))
        if name.search(prose.folded, 0, match.start()) and _acts(prose, hit):
            return [hit]
    return []


_GROUND = {
    "en": re.compile(
        r"(?:fired|launched|came|coming|originat\w+|shelling|shells?|rockets?|missiles?|source\w*|shots?)[ ][^.;]{0,40}?\b(?:from|in)[ ](?P<said>(?:the[ ])?[^.;,]{0,40}?(?:areas?|positions?|territor(?:y|ies)|zones?|points?|frontlines?|places?)(?:[^.;]{0,60}))"
    ),
    "ar": re.compile(
        r"(?:مصدر(?:ه|ها)?|اطلقت|انطلقت|اطلق|المنطلقه|قادمه|مصدره)[ ][^.;]{0,30}?(?P<said>(?:مناطق|منطقه|مواقع|نقاط)[ ][^.;]{0,60})"
    ),
}
"""Where shells came from: 'fired from positions held by X' says who fired where one party holds the ground."""


def _shooter(prose: Prose, within: Span, language: str) -> Actor | None:
    """Read who holds the ground that the shells came from; two holders leave it unknown."""
    match = _GROUND[language].search(prose.folded, within.start, within.end)
    if match is None:
        return None
    ground = Span(match.start("said"), match.end("said"))
    holders = list(word_table(language, "parties").hits(prose.folded, ground))
    codes = {h.code for h in holders}
    if len(codes) > 1:
        return Actor(("unknown",), None, ground)
    if not codes or not _HOLDS.search(prose.folded, ground.start, ground.end):
        return None
    return Actor((holders[0].code,), _level(prose, holders[0], within, language), holders[0].span)


_HOLDS = re.compile(
    r"held|control|run|positions of|by|سيطره|تسيطر|خاضعه|تابعه|مواقع|نقاط|تمركز|انتشار|نفوذ|تواجد"
)


def _is_source(prose: Prose, hit: Hit) -> bool:
    return len(prose.folded[hit.span.start : hit.span.end]) > 9


def _joint(named: list[Hit]) -> Hit | None:
    """Read 'Syrian or Russian' as the alliance: two parties of it right beside each other."""
    for first, second in itertools.pairwise(named):
        if {first.code, second.code} == {
            "syrian-regime",
            "russian",
        } and second.span.start - first.span.end <= 8:
            return Hit("syrian-russian-alliance", Span(first.span.start, second.span.end))
    return None


_AND = re.compile(r",? (?:and|along with|together with)(?: the)? |/| ?[،,]? و(?:ال)?")


def _together(prose: Prose, named: list[Hit]) -> tuple[tuple[str, ...], Span]:
    """Read 'A and B' as both: parties that nothing stands between but a word that joins."""
    parties, last = [named[0].code], named[0].span
    for following in named[1:]:
        if _AND.fullmatch(prose.folded[last.end : following.span.start]) is None:
            break
        parties, last = [*parties, following.code], following.span
    return tuple(dict.fromkeys(parties)), Span(named[0].span.start, last.end)


_NATION = frozenset({"سوري", "السوريه", "سوريه", "السوري"})
_ARMED_NATION = re.compile(
    r"(?<!\w)[وفبل]{0,2}(?:ال)?(?:قوات|قوا|طيران|طايرات|طايره|جيش|مدفعيه|مروحيات|مروحيه|مروحي|حربي|حربيه|حكومه|حكوميه|نظام|سلطات|مقاتلات|مقاتله|صواريخ|صاروخ|قذايف|قصف|غارات|غاره|براميل|دبابات|دبابه|امن|مخابرات|حلف|تحالف)(?:[ ](?:ال)?\w+){0,1}[ ](?:ال)?$"
)
"""What makes a party of the name of a nation: 'طائرات سورية', but not 'مواطن سوري' or 'الأراضي السورية'."""


def _acts(prose: Prose, hit: Hit) -> bool:
    if prose.folded[hit.span.start : hit.span.end] in _NATION and not _ARMED_NATION.search(
        prose.folded, max(hit.span.start - 30, 0), hit.span.start
    ):
        return False
    if _CONTROL_AFTER.match(prose.folded, hit.span.end) or _ACCUSES.match(prose.folded, hit.span.end):
        return False
    before = prose.folded[max(hit.span.start - 60, 0) : hit.span.start]
    return _NOT_ACTOR_BEFORE.search(before) is None or _MEMBERS_ACT.search(before) is not None


_OF_A_THING = re.compile(
    r"[ ]to[ ](?:contain|carry|be[ ](?:loaded|a|an|equipped|carrying)|have[ ](?:contained|carried))(?!\w)"
)
"""A hedge about the weapon: 'believed to contain mustard gas'."""


_OWNS = re.compile(r"(?<!\w)[وف]?اعلنت?[ ][^.;]{0,50}?(?:عن[ ])?مسووليت(?:ه|ها)(?!\w)")
"""'أعلن التنظيم لاحقاً مسؤوليته'."""


def _level(prose: Prose, party: Hit, within: Span, language: str) -> str:
    if language == "ar" and _OWNS.search(prose.folded, within.start, within.end):
        return "admitted"
    if any(h.code == "admitted" for h in word_table(language, "hedges").hits(prose.folded, within)):
        return "admitted"
    start, end = (
        max(party.span.start - NEAR_HEDGE, within.start),
        min(party.span.end + NEAR_HEDGE, within.end),
    )
    for hit in word_table(language, "hedges").hits(prose.folded, Span(start, end)):
        between = prose.folded[min(hit.span.end, party.span.end) : max(hit.span.start, party.span.start)]
        if _OF_A_THING.match(prose.folded, hit.span.end):
            continue
        if "." not in between and not re.search(r"(?:kill|dea|injur|مقتل|اصابه)", between):
            return hit.code
    return "stated"


def holders_in(prose: Prose, within: Span, language: str) -> tuple[list[str], Span | None]:
    """Find who is said to control the place, in the order named."""
    control = next(iter(word_table(language, "control").hits(prose.folded, within)), None)
    if control is None:
        return [], None
    window = Span(control.span.start, min(control.span.end + 130, within.end))
    hits = [h for h in word_table(language, "parties").hits(prose.folded, window) if h.code != "unknown"]
    codes = list(dict.fromkeys(h.code for h in hits))
    return codes, Span(window.start, hits[-1].span.end) if hits else None
