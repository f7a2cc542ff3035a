"""Sources named for news in Arabic: 'قال مراسلنا إن الطيران قصف …', 'بحسب ما ذكر ناشطون' tell an attack, they give nobody's mere words."""

from __future__ import annotations

import re

from tawthiq.reading.lexicon import Hit
from tawthiq.reading.prose import Prose, Span

_BY_WORD_OF = re.compile(r"(?:ب?حسب(?:ما)?|وفقا?|نقلا)")
"""Words that name a source beside what is told."""
_NEWS = (
    r"(?:مراسل|ناشط|نشطا|مصدر|مصادر|دفاع[ ]المدني|خوذ|مرصد|شبكه|وكاله|مديريه|منظمه|هييه|مسوول|شهود|شاهد|سكان|اهالي|اعلاميون|"
    r"اعلامي|صحيفه|تلفزيون|قناه|مركز|لجنه|مجلس|فريق|بيان|شرطه|اسعاف|صحفي|موقع|راديو|اذاعه|مدير|تقرير|عمال[ ]اغاثه|منسقو|حقوقي)"
)
_REPORTS = re.compile(
    r"(?:[ ,](?P<who>[^.;:]{0,110}?))?(?:[ ,](?:[وب]?ان(?:ه|ها|هم|هما)?(?!\w)|عن[ ]|"
    r"ب(?=(?:مقتل|استشهاد|وفاه|اصابه|سقوط|تعرض|استهداف|وقوع|انفجار|اعتقال|ارتقا|قيام)(?!\w)))|:[ ])"
)
_WHO = re.compile(rf"(?<!\w)(?:ال|لل)?{_NEWS}")
_OWN_SIDE = re.compile(
    r"(?<!\w)(?:وزاره|متحدث|ناطق|باسم|قياده|رياسه|حكومه|والد|والده|شقيق|قريب|ابن عم|زوج|ناج)"
)
"""Those who speak for a party or for the victims: what they say stays their word."""
_VERBS = frozenset(["قال", "قالت", "اضاف", "افاد", "صرح", "ذكر", "اكد", "اوضح", "اعلنت", "تحدث"])


def is_news(prose: Prose, hit: Hit, within: Span) -> bool:
    """Say whether a word of speech only names the source of what a clause tells: 'وأفاد ناشطون أن …', 'بحسب المرصد'."""
    word = prose.folded[hit.span.start : hit.span.end]
    if _BY_WORD_OF.fullmatch(word):
        return True
    said = _REPORTS.match(prose.folded, hit.span.end, within.end) if word in _VERBS else None
    if said is None:
        return False
    who = said.group("who") or ""
    if _OWN_SIDE.search(who):
        return False
    return len(who.strip()) < 2 or _WHO.search(who) is not None


_LEAD = re.compile(
    r"[وف]?(?:قالت?|اضافت?|افادت?|ذكرت?|اكدت?|اوضحت?|اعلنت?|تحدثت?|اشارت?|بينت?|نقلت?|كشفت?)(?:[ ,]|$)"
)


def retells(prose: Prose, within: Span) -> bool:
    """Say whether a sentence begins by naming who told it: 'وقال ناشطون إن …' goes on with the news just told."""
    return _LEAD.match(prose.folded, within.start, within.end) is not None
