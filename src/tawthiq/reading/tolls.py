"""The dead, injured and taken that a clause counts, put into a draft; a toll that rose replaces the one before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from tawthiq.reading.clauses import Clause
from tawthiq.reading.counted import PEOPLE, WHOLES, Count
from tawthiq.reading.drafts import Draft
from tawthiq.reading.lexicon import word_table
from tawthiq.reading.place_names import PlaceSaid
from tawthiq.reading.prose import Prose, Span

_KEYS = {
    "child": "children",
    "woman": "women",
    "boy": "boys",
    "girl": "girls",
    "unborn": "unborn",
    "man": "men",
}
_AMONG = re.compile(
    r"\bamong (?:the|those) (?:\w+ )?(?:dead|victims|killed|fatalities)|\b(?:dead|victims|fatalities|killed) (?:also )?(?:includ|were )|"
    r"\bof (?:the|those) (?:dead|killed|victims)|(?:من )?بين (?:ال)?(?:قتلي|ضحايا|شهدا)|(?:ال)?(?:قتلي|ضحايا) (?:هم|بينهم)"
)
"""A sentence that says who the dead already counted were."""
_ONE_DEATH = re.compile(
    r"(?:^|[,;] |\b(?:and|but|that) )(?:he|she|his death|her death)\b[^.;]{0,30}?\b(?:died|killed|dead|executed|immediately|instantly)|"
    r"\b(?:killing|killed) (?:him|her)\b|causing (?:his|her) death|(?:his|her) (?:immediate )?death|"
    r"(?<!\w)(?:[بلو]?مقتل|وفات|[بل]?مصرع|فقتلت|فقتل|قتلت|اعدام)(?:ه|ها)(?!\w)|(?<!\w)فقتل احدهما|(?<!\w)ف?ارد(?:ا|ت)(?:ه|ها)(?!\w)"
)
"""One death told of somebody already named: 'He died at once', 'ما أدى إلى مقتله'."""
_ALL_TAKEN_DIED = re.compile(
    r"\b(?:execut|kill|shot|shoot|behead|murder)\w* (?:all of )?them\b|(?<!\w)و?(?:اعدم|قتل)(?:ت|وا)?هم(?!\w)"
)


def tolls(prose: Prose, draft: Draft, clause: Clause, confidence: float, *, anew: bool = False) -> None:
    """Take the dead, injured and taken of a clause."""
    if clause.late and not anew:
        return
    say = draft.put if anew else draft.say
    hurt = [
        c for c in _of(prose, clause, "injured") if not _DIED_OF_THEM.match(prose.folded, c.quantity.span.end)
    ]
    soldiers = any(c.harm == "killed" and c.category == "combatant" for c in clause.counts)
    if hurt and not (soldiers and all(not c.category for c in hurt)):
        say("injured", _sum(prose, hurt), prose.source_span(hurt[0].span), confidence)
    killed = _of(prose, clause, "killed")
    fighters = [c for c in killed if c.category == "combatant"]
    if fighters:
        say("combatants_killed", fighters[0].value, prose.source_span(fighters[0].span), confidence)
    killed = [_civilians_of(c) for c in killed]
    people = _civilians([c for c in killed if c.category != "combatant"], fighters)
    people = _risen(prose, clause, people)
    if people:
        _dead(prose, draft, clause, people, confidence, anew=anew)
    else:
        _one_death(prose, draft, clause, confidence)
    _taken(prose, draft, clause, confidence)
    draft.present = _present(clause) or draft.present


_ROSE = re.compile(
    r"\b(?:rose|risen|climbed|rising|increased|revised|updated|went up|grew|growing|now (?:stands|put)|later put)\b|(?<!\w)[وفل]{0,2}(?:ارتفع|ارتفعت|يرتفع|ترتفع|ارتفاع|وصل|وصلت|بلغ|بلغت)(?!\w)"
)


def _risen(prose: Prose, clause: Clause, people: list[Count]) -> list[Count]:
    """Take the toll that a toll of the same clause rose to: 'ارتفعت الحصيلة من تسعة إلى ستة عشر', 'from 22 to 25'."""
    rose = _ROSE.search(prose.folded, clause.span.start, clause.span.end) if clause.update else None
    if rose is None:
        return people
    after = [c for c in people if c.span.start >= rose.end() and c.category in WHOLES]
    if after and after[0].quantity.upper is not None:
        return [
            replace(after[0], quantity=replace(after[0].quantity, value=after[0].quantity.upper, upper=None))
        ]
    first = [c for c in people if c.span.end <= rose.start() and c.category in WHOLES]
    if first and after and (after[-1].value or 0) > max(c.value or 0 for c in first):
        return [after[-1]]
    return people


def _civilians_of(count: Count) -> Count:
    """Take the civilians of 'thirteen people, eight of them civilians' for the count of the dead."""
    inner = count.part("civilian")
    if count.category != "person" or inner is None or inner.value is None or inner.value > (count.value or 0):
        return count
    return replace(inner, harm=count.harm, parts=(*inner.parts, *(p for p in count.parts if p is not inner)))


def _civilians(people: list[Count], fighters: Sequence[Count]) -> list[Count]:
    """Leave out a whole that counts fighters too: of 'nine people: four civilians and five fighters' keep the four."""
    if len(people) > 1 and people[0].category in ("person", ""):
        beside = [*fighters, *(p for p in people[1].parts if p.category == "combatant")]
        whole, rest = people[0].value or 0, people[1].value or 0
        if beside and whole == rest + sum(c.value or 0 for c in beside):
            return people[1:]
    return people


_OF_THEM = re.compile(r"[ ](?:of|among)[ ](?:them|whom|these|those)(?!\w)|[ ](?:منهم|بينهم)")
"""Some of those just counted: 'seven children were injured, two of them seriously'."""


def _of(prose: Prose, clause: Clause, harm: str) -> list[Count]:
    return [
        c
        for c in clause.counts
        if c.harm == harm
        and c.value is not None
        and (c.category in PEOPLE or (not c.category and not _names_a_thing(prose, c)))
        and not (
            not c.category and _OF_THEM.match(prose.folded, c.span.end) and _follows_its_whole(clause, c)
        )
    ]


def _follows_its_whole(clause: Clause, count: Count) -> bool:
    """Say whether those of whom some are counted were counted before with the same harm."""
    return any(
        c.harm == count.harm and c.span.end <= count.span.start and (c.value or 0) >= (count.value or 0)
        for c in clause.counts
    )


_OF_A_PARTY = re.compile(
    r"[ ](?:from|of|belonging to|affiliated with|members of)[ ](?:the[ ]|their[ ]|its[ ])?(?:\w+[ ]){0,2}?(?:armed opposition|opposition factions|regime forces|forces|fighters|militias?|army|isis|factions)(?!\w)"
)
"""Fighters without the word: 'four from armed opposition factions died'."""
_PLURAL = re.compile(
    r"[ ](?:[a-z-]+(?:ed|ing|al|ive)[ ])?(?!was|has|is|us|as|its|his|this|does|perhaps|others|deaths|injuries|wounds|lives|bodies|corpses|fatalities|casualties|dies|yes|across|always|towards|besides)[a-z-]{3,}(?:s|ren)(?!\w|')"
)
"""A number with a plural that is no word for people: 'two classrooms'."""


def _names_a_thing(prose: Prose, count: Count) -> bool:
    """Say whether a number without a word for people counts things: '300 tonnes of wheat burned', 'two classrooms'."""
    folded, end = prose.folded, count.span.end
    if _OF_A_PARTY.match(folded, end):
        return True
    return _NAMES_A_THING.match(folded, end) is not None or _PLURAL.match(folded, end) is not None


_NAMES_A_THING = re.compile(
    r"[ ](?:of[ ](?:its|the|their)[ ])?(?:tons?|tonnes?|lit(?:re|er)s|hectares|acres|dunams?|sheep|goats|cows|cattle|animals|livestock|horses|trees|barrels|houses|homes|flats|apartments|"
    r"tents|shops|stalls|cars|vehicles|trucks|tractors|ambulances|motorcycles|boats|rooms|floors|buildings|families|households|villages|towns|sacks|bags|"
    r"kilos|kilograms|years|months|weeks|days|hours|minutes|metres|meters|times|percent|dollars|pounds|rounds|rockets|shells|bombs|missiles|raids|strikes|attacks|storeys|stories)(?!\w)"
)
"""Said after a number that counts no people: '300 tonnes of wheat burned'."""

_DIED_OF_THEM = re.compile(
    r"[ ](?:more )?(?:of|from among) (?:the|those) (?:injured|wounded)[^.;]{0,60}\b(?:died|dead|succumb)"
)
_OTHER = re.compile(r"\bothers?\b|(?<!\w)(?:اخرين|اخرون|اخر)(?!\w)")
_WITH = re.compile(r"[ ,]*(?:(?:and|along with|together with)[ ]+|و)|,[ ]")

_NAME_WITH = re.compile(r"(?:[ ](?!في|من|اثر|جرا|علي|قرب|ب)\w+){1,4}[ ]و")
"""The name of one person, joined to others: 'الناشط فلان الفلاني واثنين من أصدقائه'."""


def _whole(prose: Prose, told: Sequence[Count]) -> list[Count]:
    """Give the whole that is said first, or nothing: people joined to one person, or before 'others', are a list."""
    wholes = [c for c in told if c.category in WHOLES]
    if not wholes:
        return []
    first = wholes[0]
    if told[0] is not first and _OTHER.search(prose.folded, first.span.start, first.span.end):
        return []
    if first.value == 1 and not first.parts and told[0] is not first:
        return []
    alone = first.value == 1 and not first.parts and prose.folded[first.span.start].isascii()
    if alone and len(told) > 1 and told[1].category not in WHOLES:
        return []
    joined = any(
        _WITH.fullmatch(prose.folded, a.span.end, b.span.start)
        or (a.value == 1 and _NAME_WITH.fullmatch(prose.folded, a.span.end, b.span.start))
        for a, b in pairwise(told)
        if first in (a, b)
    )
    listed = joined and told[0] is not first and not first.parts and not first.of_them
    return [] if listed or (first.value == 1 and not first.parts and joined) else [first]


def _sum(prose: Prose, told: Sequence[Count]) -> int:
    """Give the whole that is said first, else the people listed, summed."""
    return sum(c.value or 0 for c in _whole(prose, told) or told)


def _dead(
    prose: Prose, draft: Draft, clause: Clause, people: Sequence[Count], confidence: float, *, anew: bool
) -> None:
    wholes = _whole(prose, people)
    told = wholes or people
    if told[0].grown or (draft.get("civilians_killed") is not None and not anew):
        if not wholes and len(told) > 1 and _makes(draft.get("civilians_killed"), told):
            _flat(prose, draft, told, confidence)
        if not wholes and _AMONG.search(prose.folded, clause.span.start, clause.span.end):
            _flat(prose, draft, told, confidence)
        _parts(prose, draft, told, confidence, anew=anew)
        return
    minimum = sum(c.value or 0 for c in told if c.category != "unborn" or len(told) == 1)
    if minimum <= 0:
        return
    span = (prose.source_span(told[0].span)[0], prose.source_span(told[-1].span)[1])
    (draft.put if anew else draft.say)("civilians_killed", minimum, span, confidence)
    if told[0].quantity.bound == "least":
        draft.say("at_least", True, span, confidence)
    _parts(prose, draft, told if wholes else [], confidence, anew=anew)
    if not wholes:
        _flat(prose, draft, told, confidence)


def _makes(whole: int | None, told: Sequence[Count]) -> bool:
    """Say whether people listed make the toll already told: 'Four drowned. A father, a mother and two sons lost their lives'."""
    return whole is not None and whole == sum(c.value or 0 for c in told)


def _one_death(prose: Prose, draft: Draft, clause: Clause, confidence: float) -> None:
    alone = [c for c in clause.counts if c.category in _WHO and c.value == 1 and not c.harm]
    if len(alone) == 1 and len(clause.counts) == 1:
        draft.named = alone[0].category
    _those_told_of(prose, draft, clause, confidence)
    match = _ONE_DEATH.search(prose.folded[clause.span.start : clause.span.end])
    if match is None or draft.get("civilians_killed") is not None or clause.only_talk:
        return
    span = (prose.source_span(clause.span)[0], prose.source_span(clause.span)[1])
    draft.say("civilians_killed", 1, span, confidence)
    if draft.get("civilians_killed") == 1:
        _who(prose, draft, clause, confidence)


_THEY_DIED = re.compile(
    r"\b(?:(?:both|all)(?:[ ](?:of[ ]them|(?:two|three|four|five)|the[ ]\w+))?|(?:the|both|all)[ ](?:two[ ]|three[ ]|four[ ])?(?:boys|girls|children|brothers|sisters|siblings|cousins|men|women|couple|family|friends|victims|pair|two|three))[ ](?:were[ ](?:all[ ]|both[ ])?(?:killed|dead|shot dead|burnt to death|burned to death)|died|perished|lost[ ]their[ ]lives|did[ ]not[ ]survive|bled[ ]to[ ]death)|"
    r"(?<!\w)[وف]?(?:قتلا|قتلوا|استشهدا|استشهدوا|توفيا|توفوا|قضيا|قضوا|فقتلوا|فقضوا|ماتا|ماتوا)[ ](?:جميعا|جميعهم|كلهم|كلاهما|معا|فورا|علي الفور)"
)
"""A death told of all who were named before: 'The boys died at once'."""


def _present(clause: Clause) -> list[Count]:
    """Give the people a clause names and nothing happens to."""
    return [c for c in clause.counts if not c.harm and c.category in PEOPLE - {"other"} and c.value]


def _those_told_of(prose: Prose, draft: Draft, clause: Clause, confidence: float) -> None:
    """Count those named in the sentence before, where all are said to have died."""
    match = _THEY_DIED.search(prose.folded, clause.span.start, clause.span.end)
    if match is None or not draft.present or draft.get("civilians_killed") is not None or clause.only_talk:
        return
    said = [replace(c, harm="killed") for c in draft.present]
    span = prose.source_span(Span(*match.span()))
    draft.say("civilians_killed", sum(c.value or 0 for c in said), span, confidence)
    _flat(prose, draft, said, confidence)


_WHO = {"child": "children", "boy": "children", "girl": "children", "woman": "women"}


def _who(prose: Prose, draft: Draft, clause: Clause, confidence: float) -> None:
    """Take who the one dead was, where the clause names one person only: 'قنص طفلة … فأرداها قتيلة'."""
    named = list(word_table("ar", "singular").hits(prose.folded, clause.span))
    if draft.named:
        draft.say(_WHO[draft.named], 1, prose.source_span(clause.span), confidence)
    keys = {_WHO.get(h.code) for h in named}
    if len(named) == 1 and (key := keys.pop()) is not None:
        draft.say(key, 1, prose.source_span(named[0].span), confidence)


_ONE_TAKEN = re.compile(
    r"\b(?:took|taking|led|dragged|drove)[ ](?:him|her)[ ](?:away|to[ ]an?[ ](?:unknown|undisclosed|unidentified)|into[ ]custody|prisoner|with[ ]them)|\b(?:arrest|detain|abduct|kidnapp|seiz|apprehend)(?:ed|ing)[ ](?:him|her)\b|"
    r"(?<!\w)[وف]?(?:اقتادته|اقتادتها|اقتادوه|اقتادوها|اعتقلته|اعتقلتها|اعتقلوه|اعتقلوها|اختطفوه|اختطفوها|خطفوه|اختطفته|احتجزته|احتجزوه)(?!\w)"
)
"""One person taken who was named before: 'broke into the house of X and took him away'."""


_TWO_TAKEN = re.compile(
    r"(?<!\w)[وف]?(?:اعتقلتهما|اعتقلهما|اعتقلوهما|احتجزتهما|احتجزوهما|اختطفتهما|اختطفوهما|خطفتهما|خطفوهما|اقتادتهما|اقتادوهما)(?!\w)"
)
"""Two people taken who were named before: 'اعتقلتهما عناصر …'."""


def _taken(prose: Prose, draft: Draft, clause: Clause, confidence: float) -> None:
    """Take the people arrested or abducted; where nobody is counted dead, who they were is told of them."""
    taken = _of(prose, clause, "arrested")
    two = _TWO_TAKEN.search(prose.folded, clause.span.start, clause.span.end)
    if two is not None and not clause.only_talk and sum(c.value or 0 for c in taken) < 2:
        draft.say("arrested", 2, prose.source_span(Span(*two.span())), confidence)
        return
    if not taken or _sum(prose, taken) <= 0:
        alone = _ONE_TAKEN.search(prose.folded, clause.span.start, clause.span.end)
        if alone is not None and not clause.only_talk and draft.get("civilians_killed") is None:
            draft.say("arrested", 1, prose.source_span(Span(*alone.span())), confidence)
        return
    wholes = _whole(prose, taken)
    span = prose.source_span(taken[0].span)
    died = _ALL_TAKEN_DIED.search(prose.folded, clause.span.start, clause.span.end) is not None
    key = "civilians_killed" if died else "arrested"
    draft.say(key, _sum(prose, taken), span, confidence)
    if died:
        _parts(prose, draft, wholes[:1], confidence, anew=False)
        if not wholes:
            _flat(prose, draft, taken, confidence)


_OTHERS = re.compile(r"\bother[ ]\w+$")


def _same_joined(prose: Prose, count: Count) -> tuple[Count, ...]:
    """Give the parts of a count, those of one kind added where the parts make the whole: 'four: a woman, her mother-in-law and two boys'."""
    others = any(_OTHERS.search(prose.text(p.span).lower()) for p in count.parts)
    whole = sum(p.value or 0 for p in count.parts) == count.value and not any(p.parts for p in count.parts)
    if not (whole or others):
        return count.parts
    joined: dict[str, Count] = {}
    for part in count.parts:
        before = joined.get(part.category)
        value = (part.value or 0) + (before.value or 0 if before else 0)
        joined[part.category] = replace(before or part, quantity=replace(part.quantity, value=value))
    return tuple(joined.values())


def _parts(prose: Prose, draft: Draft, told: Sequence[Count], confidence: float, *, anew: bool) -> None:
    for part in (p for c in told for q in _same_joined(prose, c) for p in (q, *q.parts)):
        key = _KEYS.get(part.category)
        if key is not None and part.value is not None:
            (draft.put if anew else draft.say)(key, part.value, prose.source_span(part.span), confidence)
    if told and draft.get("children") is None:
        young = [p for c in told for p in c.parts if p.category in ("boy", "girl") and p.value is not None]
        if young:
            total = sum(p.value or 0 for p in young)
            draft.say("children", total, prose.source_span(young[0].span), confidence)


def _flat(prose: Prose, draft: Draft, told: Sequence[Count], confidence: float) -> None:
    """Take 'a woman and her three children' as its parts: no whole is said."""
    for category, key in _KEYS.items():
        kinds = _YOUNG if category == "child" else (category,)
        values = [c.value or 0 for c in told if c.category in kinds]
        if values:
            draft.say(key, sum(values), prose.source_span(told[0].span), confidence)
    for count in told:
        _parts(prose, draft, [count], confidence, anew=False)


_YOUNG = ("child", "boy", "girl")

_IN_PLACE = re.compile(
    r"[ ](?:others?[ ])?(?:(?:were|was)[ ]killed[ ])?(?:in|at)[ ](?:the[ ])?|[ ](?:في|ب)[ ]?(?:مدينه|بلده|قريه|مخيم)?[ ]?"
)


def tolls_by_place(prose: Prose, clause: Clause) -> list[tuple[Count, PlaceSaid]]:
    """Give the shares of one toll that the clause parts among settlements, where they make the whole; else nothing."""
    killed = _of(prose, clause, "killed")
    if not killed or killed[0].category not in WHOLES:
        return []
    towns = [p for p in clause.places if p.sure and p.kind in ("city", "town", "village", "camp")]
    shares: list[tuple[Count, PlaceSaid]] = []
    for count in (*killed[0].parts, *killed[1:]):
        place = next((p for p in towns if 0 <= p.span.start - count.span.end <= 16), None)
        if place is not None and _IN_PLACE.fullmatch(prose.folded, count.span.end, place.span.start):
            shares.append((count, place))
    whole = sum(c.value or 0 for c, _ in shares)
    return shares if len(shares) > 1 and whole == killed[0].value else []
