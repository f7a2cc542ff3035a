"""Texts about other countries than Syria: there 'government forces', 'rebels' and 'the coalition' are none of Syria's parties."""

from __future__ import annotations

import re
from functools import lru_cache

from tawthiq.reading.drafts import Draft
from tawthiq.reading.prose import Prose

_COUNTRY = re.compile(
    r"(?<!\w)(?:yemen|hodeida|hudaydah|sana'?a|taiz|sudan|darfur|khartoum|omdurman|kordofan|el fasher|libya|benghazi|misrata|"
    r"ukrain|kyiv|kharkiv|donetsk|luhansk|kherson|mariupol|zaporizhzhia|belgorod|gaza|rafah|khan younis|west bank|"
    r"myanmar|burm|sagaing|rakhine|(?:ال)?يمن|[بل]?ال(?:حديده|يمني)|صنعا|تعز|(?:ال)?سودان|دارفور|(?:ال)?خرطوم|كردفان|ليبي|بنغازي|مصراته|"
    r"اوكراني|كييف|خاركيف|دونيتسك|خيرسون|غزه|رفح|خان يونس|ميانمار|بورما)"
)
_IRAQ = re.compile(
    r"(?<!\w)(?:iraq|mosul|nineveh|ninewa|baghdad|anbar|kirkuk|fallujah|tal afar|(?:ال)?عراق|الموصل|نينوي)"
)
"""Where the coalition is the same one, but provinces are others'."""
_SYRIA = re.compile(r"syria|(?<!\w)(?:ال)?سوري")
_OF_SYRIA = frozenset({"syrian-regime", "armed-opposition", "coalition", "hts", "sdf"})
"""Parties that words such as 'government forces' or 'the coalition' name in Syria only."""


@lru_cache(maxsize=4)
def is_abroad(folded: str) -> bool:
    """Say whether a whole text names another country of war, or a city of it, and never Syria."""
    return _COUNTRY.search(folded) is not None and _SYRIA.search(folded) is None


def party_abroad(folded: str, code: str) -> str:
    """Give the party a word names in this text: outside Syria its government, its rebels and its coalition are other parties."""
    return "other" if code in _OF_SYRIA and is_abroad(folded) else code


_REGION = re.compile(
    r"(?<![\w'-])(?P<en>(?:(?:North|South|East|West|Central|Al|al)[ -])?[A-Z][\w'-]+)[ ](?:[Ss]tate|[Gg]overnorate|[Pp]rovince|[Oo]blast|[Rr]egion)(?![\w'])|"
    r"(?<!\w)[بفو]?(?:محافظة|ولاية|مقاطعة|إقليم)[ ](?P<ar>(?:(?:شمال|جنوب|شرق|غرب|وسط)[ ])?\w+)"
)


_LABELLED = re.compile(
    r"(?:Location|LOCATION|Place):[ ]*[^,\n]{2,40},[ ](?P<r>[A-Z][\w' -]{2,30}),[ ][A-Z]\w+"
)
"""'Location: Mosul, Nineveh, Iraq'."""


def say_region(prose: Prose, draft: Draft, confidence: float) -> None:
    """Give a draft from another country the province that its own words name, else the only one that the text names."""
    iraq = _IRAQ.search(prose.folded) is not None and _SYRIA.search(prose.folded) is None
    if draft.get("governorate") is not None or not (iraq or is_abroad(prose.folded)):
        return
    labelled = _LABELLED.search(prose.source)
    if labelled is not None:
        draft.say("governorate", labelled.group("r").strip(), labelled.span("r"), confidence)
        return
    found = list(_REGION.finditer(prose.source))
    own = [m for m in found if draft.first <= m.start() and m.end() <= draft.last]
    for said in (own, found):
        names = {m.group("en") or m.group("ar") for m in said}
        if len(names) == 1:
            match = said[0]
            draft.say("governorate", names.pop(), match.span("en" if match.group("en") else "ar"), confidence)
            return
