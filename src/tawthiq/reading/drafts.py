"""A draft of an incident: the keys and words of the field's bulletins, where each came from, how sure; nothing found is None."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from tawthiq.domain.vocabularies import find
from tawthiq.reading.counted import Count

FIELDS: Final = (
    "date", "time", "place", "place_kind", "side", "governorate", "site", "party", "parties", "attribution", "platform", "platform_count",
    "munition", "target", "civilians_killed", "at_least", "children", "boys", "girls", "unborn", "women", "men",
    "combatants_killed", "injured", "arrested", "one_family", "displaced_from", "controlled_by", "massacre", "double_tap_minutes", "sites",
)  # fmt: skip
"""Every key of a draft, in the order in which it is written."""
CODED: Final = {"platform": "platform", "munition": "munition", "target": "target_kind"}
"""The keys whose words a vocabulary has codes for; the codes stand beside the words, never in their place."""
MASSACRE_FROM: Final = 5


@dataclass(slots=True)
class Draft:
    """An incident being read; a value is set once, by the words that say it first."""

    values: dict[str, Any] = field(default_factory=dict)
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    confidence: dict[str, float] = field(default_factory=dict)
    first: int = 0
    last: int = 0
    named: str = ""
    """Who the one person hit was, where nothing was said yet of what became of him: 'snipers shot a girl'."""

    spared: bool = False
    """Whether nobody is said to have been harmed."""

    present: list[Count] = field(default_factory=list)
    """The people named of whom nothing was said yet: 'Two boys were grazing sheep when a mine exploded'."""

    def say(self, key: str, value: Any, span: tuple[int, int] | None, confidence: float) -> None:
        """Set a value that is not set yet; None sets nothing."""
        if value is None or value in ("", []) or key in self.values:
            return
        self.put(key, value, span, confidence)

    def put(self, key: str, value: Any, span: tuple[int, int] | None, confidence: float) -> None:
        """Set a value, over one set before."""
        self.values[key] = value
        self.confidence[key] = confidence
        if span is not None:
            self.spans[key] = span

    def forget(self, *keys: str) -> None:
        """Unset values."""
        for key in keys:
            for said in (self.values, self.spans, self.confidence):
                said.pop(key, None)

    def twin(self, without: Sequence[str]) -> Draft:
        """Give a draft with the same values, those of some keys left out."""
        kept = {key: value for key, value in self.values.items() if key not in without}
        spans = {key: span for key, span in self.spans.items() if key in kept}
        confidence = {key: sure for key, sure in self.confidence.items() if key in kept}
        return Draft(kept, spans, confidence, self.first, self.last)

    def without_arms_of_arrest(self) -> None:
        """Drop the weapons named beside an arrest in which nobody was hit: the torture that is feared, the aircraft that stood by."""
        if self.get("arrested") is None or any(self.get(k) for k in ("civilians_killed", "injured")):
            return
        self.forget("platform", "platform_count", "munition")

    def get(self, key: str) -> Any:
        """Give a value, or None."""
        return self.values.get(key)

    def as_json(self, text: str) -> dict[str, Any]:
        """Give the draft as programs read it; the text it was read from stands with it."""
        killed = self.get("civilians_killed")
        values: Mapping[str, Any] = {
            **self.values,
            "massacre": None if killed is None else killed >= MASSACRE_FROM,
        }
        written = {key: values.get(key) for key in FIELDS}
        return {
            **written,
            "codes": {key: _code(vocabulary, written[key]) for key, vocabulary in CODED.items()},
            "spans": {k: list(v) for k, v in self.spans.items()},
            "confidence": {k: round(v, 2) for k, v in self.confidence.items()},
            "text": text[self.first : self.last].strip(),
            "reader": "rules",
        }


def _code(vocabulary: str, words: str | None) -> str | None:
    """Give the code that words mean; of "fixed-wing warplane (SU-24)" the words before the type."""
    if words is None:
        return None
    return find(vocabulary, words) or find(vocabulary, words.split(" (")[0])
