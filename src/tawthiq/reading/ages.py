"""Ages said beside people: no counts of people, and what makes a child of whoever is under eighteen."""

from __future__ import annotations

import re

from tawthiq.reading.prose import Prose, Span
from tawthiq.reading.single import ADULT

_AGE = {
    "en": re.compile(r"\bunder[ ](?:the[ ]age[ ]of[ ])?(?:\d{1,2}|five|six|seven|ten|twelve|eighteen)(?!\w)(?![ ](?:civilians|people|children))|\bthe[ ](?:oldest|eldest|youngest)(?:[ ]of[ ](?:them|whom))?(?:,|[ ](?:was|is|aged|being))?[ ](?:only[ ]|just[ ])?\d{1,2}(?!\d)|\b(?:aged|age|ages)[ ](?:of[ ])?[\w-]+(?:,[ ][\w-]+(?=[ ]and[ ][\w-]+[ ,]))?(?:[ ](?:and|to)[ ][\w-]+)?|\b(?:girls|boys|children|sons|daughters|sisters|brothers)[ ]of[ ]\d{1,2}(?:,[ ]\d{1,2})*[ ]and[ ]\d{1,2}|(?<=man|boy)[,][ ]\d{1,2}(?=,)|(?<=girl)[,][ ]\d{1,2}(?=,)"),
    "ar": re.compile(r"(?<!\w)(?:عمره|عمرها|البالغه? من العمر)[ ]\w+|(?<!\w)(?:في|ابنه?|بنت|بلغا?|بلغت|يبلغا?|تبلغ|دون)[ ]ال(?:اولي|ثانيه|ثالثه|رابعه|خامسه|سادسه|سابعه|ثامنه|تاسعه|عاشره|حاديه|عشرين|ثلاثين|اربعين|خمسين|ستين|سبعين|ثمانين|تسعين)(?:[ ]عشره?)?(?:[ ]من)?|(?<!\w)سنوات[ ]ال\w+|(?<=,[ ])\d{1,2}[ ](?:عاما|سنه|سنوات|اعوام)(?=[,.)])|(?<!\w)اعمار(?:هم|هن|هما)[ ](?:\w+[ ]){0,2}?\d{1,2}(?:[ ,]{1,2}و?[ ]?\d{1,2})*(?:[ ](?:عاما|سنه|سنوات|اعوام))?"),
}  # fmt: skip

"""How old somebody was: no count of people."""


_AGE_AFTER = re.compile(
    r"\b(?:woman|man|boy|girl|son|daughter|grandson|granddaughter|nephew|niece|father|mother|brother|sister|husband|wife|grandmother|grandfather|infant|teacher|farmer|shepherd|student|child|youth|teenager|schoolteacher|nurse|doctor|driver|worker),?[ ](?P<age>\(\d{1,2}\)|(?<=,[ ])\d{1,2}(?=[,.;)]|[ ](?:and|was|were|who|in|at|from|when|died)\b)(?![,.;][ ]?(?:january|february|march|april|may|june|july|august|september|october|november|december))|of[ ](?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w{3,5}teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w+)?)(?![\w-]))"
)
"""How old one person was, in a bracket after him: 'her grandson (6)'."""


_AGE_NAMED = re.compile(
    r"(?:killed|dead|shot|[Dd]eath of|[Kk]illing of|[Kk]illing|wounded|injured|arrested|detained|abducted)[ ](?:[a-z]+[ ]){0,2}(?:(?:Mrs|Ms|Miss|Mr|Dr)\.?[ ])?[A-Z][\w'-]+(?:[ ](?:al[ -]|el[ -])?[A-Z][\w'-]+){0,3},[ ](?P<age>\d{1,2})(?=,|[ ](?:was|were|and|who))"
)
"""How old somebody named was: 'shot dead Mrs. Warda al Namudhaj, 52,'."""


_AGE_OF_NAME = re.compile(
    r"[A-Z][\w'-]+(?:,[ ]|[ ]\((?:[FM],[ ])?)(?P<age>\d{1,2})(?=\)|[,.;](?![ ]?\d)|[ ](?:was|were|and|who|died)\b)(?!,?[ ](?:January|February|March|April|May|June|July|August|September|October|November|December))"
)
"""How old somebody was, after a name: 'Yahya, 4, Zakariya, 7'."""


def ages_said(prose: Prose, within: Span, language: str) -> list[Span]:
    if language not in _AGE:
        return []
    found = _AGE_AFTER.finditer(prose.folded, within.start, within.end) if language == "en" else ()
    bracketed = [Span(*m.span("age")) for m in found]
    if language == "en":
        bracketed += [
            Span(*m.span("age"))
            for pattern in (_AGE_NAMED, _AGE_OF_NAME)
            for m in pattern.finditer(prose.plain, within.start, within.end)
        ]
    return bracketed + [
        Span(*m.span()) for m in _AGE[language].finditer(prose.folded, within.start, within.end)
    ]


_PARENT_OF = re.compile(
    r"\b(?:mother|father|parent|widow|widower|grandmother|grandfather)s?[ ]of[ ](?P<n>\w+)(?![ ](?:killed|victims|civilians|dead))|(?<!\w)(?:ام|اب|والد|والده)[ ]ل(?P<a>\w+)"
)
"""How many children somebody had: 'a mother of four', 'أب لخمسة أطفال'."""


def parents_of(prose: Prose, within: Span, language: str) -> list[Span]:
    if language not in ("en", "ar"):
        return []
    return [
        Span(*m.span("n" if m.group("n") else "a"))
        for m in _PARENT_OF.finditer(prose.folded, within.start, within.end)
    ]


_AGES_SAID = re.compile(
    r",?[ ](?:(?:all|both)[ ])?(?:the[ ](?:oldest|eldest)(?:[ ]of[ ](?:them|whom))?(?:,|[ ](?:was|is|aged|being))?|aged|(?:under|below))[ ](?P<ages>(?:\d{1,2}|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)(?![\w-]))(?:(?:,[ ]|[ ]and[ ]|[ ]to[ ]|-|,[ ]and[ ])(?:\d{1,2}|[a-z]{3,9}(?![\w-]))){0,6})(?!\d)"
)


def by_age(prose: Prose, category: str, end: int) -> str:
    """Take people whose ages are said and under 18 for children: 'cousins aged 8, 10 and 13', 'six siblings, the oldest 15'."""
    said = _AGES_SAID.match(prose.folded, end)
    if said is None:
        return category
    ages = [int(n) for n in re.findall(r"\d+", said.group("ages"))] or [10]
    if max(ages) >= ADULT or category in ("boy", "girl"):
        return category
    return {"man": "boy", "woman": "girl"}.get(category, "child")
