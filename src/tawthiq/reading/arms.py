"""What struck and with what: the platform, the munition, how many; the more telling word wins, nothing is inferred."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tawthiq.reading.lexicon import Hit, word_table
from tawthiq.reading.prose import Prose, Span
from tawthiq.reading.quantities import number_word

_TELLING = (
    "cluster munition",
    "war remnant",
    "chemical",
    "incendiary",
    "car bomb",
    "suicide belt",
    "sniper",
    "execution",
)
"""Munitions that say more than the missile or shell that carried them."""
_LEFT = re.compile(r"unexploded|uxo|left over|غير منفجر|لم تنفجر")
"""Words that make any munition a remnant; 'remnants' alone leaves a cluster munition what it is."""
_CARRIED_OUT = re.compile(
    r"[ ](?:[\w-]+[ ]){0,3}(?:air[ ]?strikes?|strikes?|raids?|attacks?|operations?|campaigns?)(?!\w)"
)
"""What was executed where it was no person: 'executed several airstrikes'."""
_BEFORE_IT = re.compile(
    r"\b(?:after|following|amid)[ ](?:[\w-]+[ ]){0,2}(?:hours|days|weeks|months|years)[ ]of[ ](?:[\w-]+[ ])?$|(?<!\w)بعد[ ](?:ساعات|ايام|اسابيع|اشهر|شهور|سنوات)[ ]من[ ](?:ال)?$"
)
"""What went on before the attack: 'stormed the city after days of shelling'."""
_MODEL = re.compile(
    r"(?<!\w)(?P<model>su-?\d\d|mig-?\d\d|l-?39|mi-?\d{1,2}|tu-?\d\d)(?!\w)|سوخوي[ -]?(?P<su>\d\d)|ميغ[ -]?(?P<mig>\d\d)"
)
_BEFORE_COUNT = {
    "en": re.compile(r"(?<!\w)(two|three|four|five|six|a|an|one|\d{1,2})[ ](?:[\w-]+[ ]){0,3}$"),
    "ar": re.compile(r"(?<!\w)(ثلاث|اربع|خمس|ست|\d{1,2})[ ](?:\w+[ ]){0,1}$"),
}
_DUALS = re.compile(r"طايرتان|طايرتين|مروحيتان|مروحيتين")


@dataclass(frozen=True, slots=True)
class Arms:
    """What was found of platform and munition, with spans."""

    platform: str | None = None
    platform_span: Span | None = None
    platform_count: int | None = None
    munition: str | None = None
    munition_span: Span | None = None


def arms_in(prose: Prose, within: Span, language: str) -> Arms:
    """Read platform and munition from a piece of text."""
    platforms = list(word_table(language, "platforms").hits(prose.folded, within))
    suicide = [
        h.span
        for h in word_table(language, "munitions").hits(prose.folded, within)
        if h.code == "suicide belt"
    ]
    platforms = [h for h in platforms if not any(s.covers(h.span) for s in suicide)]
    named = [
        h
        for h in platforms
        if h.code != "air-unspecified"
        and not _is_shell(prose, h)
        and not prose.folded.endswith(_NO_PLATFORM, within.start, h.span.start)
    ]
    platform = _platform(prose, named)
    munition = _munition(prose, within, language, platforms)
    if platform is not None and platform.code == "surface missile" and munition is None:
        munition = Hit("missile", platform.span)
    launched = platform is not None and platform.code == "rocket launcher" and language == "ar"
    if launched and munition is not None and munition.code == "missile":
        munition = Hit("rocket", munition.span)
    name = None if platform is None else platform.code + _model(prose, within, platform.code)
    return Arms(
        name, platform.span if platform else None, _number(prose, platform, language),
        munition.code if munition else None, munition.span if munition else None,
    )  # fmt: skip


_NO_PLATFORM = (
    "anti-",
    "water ",
    "fuel ",
    "gas ",
    "oil ",
    "diesel ",
    "septic ",
    "storage ",
    "فصايل ",
    "فصايلا ",
    "قوات ",
    "مجموعات ",
)
"""Said before a tank that is no vehicle, and before what a weapon is against."""


_ROTARY = re.compile(r"[ ](?:\w+[ ]){1,3}ال(?:مروحي|مروحيه)(?!\w)")
"""'طيران النظام المروحي': the kind of aircraft after its owner."""
_SHELL_OF = re.compile(r"(?:قذيف|قذاي?ف|قنابل|قنبل)\w*[ ](?:ال)?$")


def _is_shell(prose: Prose, hit: Hit) -> bool:
    """Say whether the word names the shell and not the weapon: 'قذائف هاون'."""
    return (
        hit.code == "mortar"
        and _SHELL_OF.search(prose.folded, max(hit.span.start - 12, 0), hit.span.start) is not None
    )


def _platform(prose: Prose, named: list[Hit]) -> Hit | None:
    """Take the first platform; 'aircraft' beside 'helicopter' is the helicopter, beside 'drone' the drone."""
    if not named:
        return None
    first = named[0]
    if first.code == "fixed-wing warplane":
        if _ROTARY.match(prose.folded, first.span.end):
            return next((h for h in named if h.code == "helicopter"), first)
        closer = [
            h for h in named if h.code in ("helicopter", "drone") and 0 <= h.span.start - first.span.end <= 3
        ]
        return closer[0] if closer else first
    return first


def _munition(prose: Prose, within: Span, language: str, platforms: list[Hit]) -> Hit | None:
    parted = _FIRE_OPENED.search(prose.folded, within.start, within.end) if language == "ar" else None
    hits = [Hit("gunfire", Span(*parted.span()))] if parted is not None else []
    hits += [
        h
        for h in word_table(language, "munitions").hits(prose.folded, within)
        if not prose.folded.endswith("to ", within.start, h.span.start)
        and not _is_verb(prose, h)
        and not (
            h.code == "gunfire"
            and _FIRED_ON.search(prose.folded, h.span.start, h.span.end)
            and any(p.code in ("fixed-wing warplane", "helicopter", "drone") for p in platforms)
        )
        and not _BEFORE_IT.search(prose.folded, max(h.span.start - 34, within.start), h.span.start)
        and not (h.code == "execution" and _CARRIED_OUT.match(prose.folded, h.span.end))
        and not any(
            p.span.covers(h.span) and p.code != h.code and p.code not in ("surface missile", "tank")
            for p in platforms
        )
    ]
    if not hits:
        return None
    left = next(
        (h for h in hits if h.code == "war remnant" and _LEFT.search(prose.folded, h.span.start, h.span.end)),
        None,
    )
    if left is not None and not any(h.code == "landmine" for h in hits):
        return left
    belt = next((h for h in hits if h.code == "suicide belt"), None)
    if belt is not None and _DRIVEN.search(prose.folded, within.start, within.end):
        return Hit("car bomb", belt.span)
    if any(h.code == "landmine" for h in hits):
        hits = [h for h in hits if h.code != "war remnant"]
    telling = [h for h in hits if h.code in _TELLING]
    return min(telling, key=lambda h: _TELLING.index(h.code)) if telling else hits[0]


_FIRE_OPENED = re.compile(
    r"(?<!\w)[وف]?(?:اطلق|فتح)(?:ت|وا)?[ ](?:(?!صاروخ|قذيف|قذايف)\w+[ ]){1,6}?(?:ال)?(?:نار|نيران|رصاص)(?!\w)"
)
"""Fire that is opened by those named between verb and fire: 'أطلق مجهولان يستقلان دراجة نارية النار'."""


_FIRED_ON = re.compile(r"fir(?:ed|ing|e) on")
"""What aircraft do without saying with what: 'warplanes fired on the hospital'."""
_DRIVEN = re.compile(
    r"\bsuicide (?:bomber|attacker|driver)s?[ ](?:[\w-]+[ ]){0,3}?(?:driving|drove|rammed|in|at the wheel of|behind the wheel of)[ ](?:an?|the|his)[ ](?:[\w-]+[ ]){0,3}?(?:car|vehicle|truck|van|pick-?up|lorry|tanker|minibus|bus)\b|\b(?:car|vehicle|truck|van|lorry|tanker|minibus)[ ](?:driven|steered)[ ]by[ ]an?[ ]suicide|"
    r"(?<!\w)(?:ال)?(?:سياره|شاحنه|اليه|صهريج|فان|حافله|عربه|سيارته|شاحنته)[ ](?:\w+[ ]){0,2}?(?:يقودها|يقوده|كان يقودها|قادها)[ ](?:ال)?انتحاري|(?<!\w)انتحاري[ ](?:يقود|كان يقود|قاد)[ ]"
)
"""A car or truck that somebody drove to blow up with himself: 'سيارة يقودها انتحاري'."""


def _is_verb(prose: Prose, hit: Hit) -> bool:
    """Say whether 'bomb' is what warplanes do: 'Regime warplanes bomb Kafr Hamra'."""
    ahead = prose.plain[hit.span.end + 1 : hit.span.end + 2]
    return prose.folded[hit.span.start : hit.span.end] == "bomb" and ahead.isupper()


def _model(prose: Prose, within: Span, platform: str) -> str:
    match = _MODEL.search(prose.folded, within.start, within.end)
    if match is None or platform not in ("fixed-wing warplane", "helicopter"):
        return ""
    model = match.group("model") or (
        f"su-{match.group('su')}" if match.group("su") else f"mig-{match.group('mig')}"
    )
    return (
        f" ({model.upper()})"
        if "-" in model
        else f" ({re.sub(r'([a-z]+)', lambda m: m.group().upper() + '-', model)})"
    )


def _number(prose: Prose, platform: Hit | None, language: str) -> int | None:
    if platform is None:
        return None
    if language == "ar" and _DUALS.search(prose.folded, platform.span.start, platform.span.end):
        return 2
    before = _BEFORE_COUNT[language].search(
        prose.folded[max(platform.span.start - 40, 0) : platform.span.start]
    )
    if before is None or before.group(1) in ("a", "an", "one"):
        return None
    said = before.group(1)
    return number_word(said, language)
