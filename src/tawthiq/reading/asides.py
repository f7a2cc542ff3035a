"""An earlier strike mentioned in passing, taken off a sentence: 'Two days after nine people were killed there, …'."""

from __future__ import annotations

import re

from tawthiq.reading.lexicon import word_table
from tawthiq.reading.prose import Prose, Span

_UNITS_EN = r"(?:minutes?|hours?|days?|weeks?|months?|years?)"
_LEAD = {
    "en": re.compile(
        rf"(?:[\w-]+[ ]){{1,4}}?{_UNITS_EN}[ ](?:after|on[ ]from|on[ ]since|since|following)[ ](?P<said>[^,;.]{{4,160}}),[ ]"
    ),
    "ar": re.compile(
        r"(?:و)?بعد[ ](?:\w+[ ]){0,2}?(?:ساعه|ساعات|ساعتين|يوم|يومين|ايام|اسبوع|اسبوعين|اسابيع|شهر|شهرين|اشهر|عام|عامين|سنه|سنتين|سنوات)"
        r"[ ](?:\w+[ ])?(?:من|علي)[ ](?P<said>[^,;.]{4,160}),[ ]"
    ),
}
_TAIL = {
    "en": re.compile(
        rf",?[ ](?:(?:just|only|about|less[ ]than)[ ])*(?:[\w-]+[ ]){{0,2}}?{_UNITS_EN}[ ](?:after|since)[ ][^.;]{{0,80}}?\b(?:was|were|had been)[ ]killed\b[^.;]*$"
    ),
    "ar": re.compile(
        r",[ ](?:مع[ ]العلم|علما|وللتذكير|يذكر|ويذكر|والجدير بالذكر|وكانت البلده|وكانت المدينه|وكانت القريه)[ ][^.;]*\.?$|"
        r",?[ ](?:وذلك[ ])?بعد[ ](?:\w+[ ])?(?:ساعه|ساعات|ساعتين|يوم|يومين|ايام|اسبوع|اسبوعين|شهر|شهرين)[ ](?:واحد[ ])?(?:من|علي)[ ](?:سقوط|مقتل|استشهاد|قصف|انفجار|هجوم|مجزره|غاره|غارات|استهداف|حادثه)[ ][^.;]*\.?$|"
        r",[ ](?:و|ف|ل|مما[ ])?(?:بذلك[ ])?(?:ي|ت)?رتفع[ ](?:بذلك[ ])?[^.;]{0,60}?(?:عدد|حصيله)[ ](?=[^.;]{0,240}(?:منذ|خلال|ساع))[^.;]*\.?$"
    ),
}


def without_asides(prose: Prose, sentence: Span, language: str) -> Span:
    """Give the part of a sentence that tells its own attack; the whole where nothing else would be left of one."""
    attack = word_table(language, "attack")
    lead = _LEAD[language].match(prose.folded, sentence.start, sentence.end)
    if lead is not None:
        said, rest = Span(*lead.span("said")), Span(lead.end(), sentence.end)
        if attack.has(prose.folded, said) and attack.has(prose.folded, rest):
            sentence = rest
    tail = _TAIL[language].search(prose.folded, sentence.start, sentence.end) if language in _TAIL else None
    if tail is not None and attack.has(prose.folded, Span(sentence.start, tail.start())):
        sentence = Span(sentence.start, tail.start())
    return sentence
