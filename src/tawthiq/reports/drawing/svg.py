"""Write SVG: every text and attribute is escaped here; the same drawing gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from tawthiq.domain.scripts import is_arabic
from tawthiq.reports.tree import clean

Point = tuple[float, float]

FONTS: Final = "Noto Sans, Noto Sans Arabic, sans-serif"
FONTS_ARABIC: Final = "Noto Sans Arabic, Noto Sans, sans-serif"
_FIRST_STRONG_RTL: Final = "\u2067"
_FIRST_STRONG_LTR: Final = "\u2066"
_POP: Final = "\u2069"


def number(value: float) -> str:
    """Write a coordinate with at most two decimals."""
    written = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


@dataclass(slots=True)
class Canvas:
    """A drawing under construction: shapes in the order in which they are painted."""

    width: float
    height: float
    title: str
    language: str
    parts: list[str] = field(default_factory=list)
    clips: list[str] = field(default_factory=list)

    def add(self, tag: str, **attributes: str | float) -> None:
        """Add a shape; `_` in a name stands for `-`."""
        self.parts.append(f"<{tag}{_attributes(attributes)}/>")

    def path(
        self, rings: Iterable[Sequence[Point]], *, closed: bool = True, **attributes: str | float
    ) -> None:
        """Add lines or areas through points."""
        steps = "".join(
            "M" + "L".join(f"{number(x)} {number(y)}" for x, y in ring) + ("Z" if closed else "")
            for ring in rings
            if len(ring) > 1
        )
        if steps:
            self.add("path", d=steps, **attributes)

    def text(self, at: Point, content: str, *, size: float = 11, anchor: str = "middle", halo: bool = False,
             **attributes: str | float) -> None:  # fmt: skip
        """Add a text; `anchor` start is its left end and end its right, whatever the script."""
        shown = clean(content)
        arabic = is_arabic(shown)
        mark = _FIRST_STRONG_RTL if arabic else _FIRST_STRONG_LTR
        given: dict[str, str | float] = {
            "x": number(at[0]), "y": number(at[1]), "font-size": size, "text-anchor": anchor,
            "font-family": FONTS_ARABIC if arabic else FONTS, **attributes,
        }  # fmt: skip
        body = f"{mark}{escape(shown)}{_POP}"
        if halo:  # the outline first, as a text of its own: paint-order is not known to every renderer
            outline = {
                **given,
                "stroke": "#fff",
                "stroke-width": 3,
                "stroke-linejoin": "round",
                "fill": "#fff",
            }
            outline["aria-hidden"] = "true"
            self.parts.append(f"<text{_attributes(outline)}>{body}</text>")
        self.parts.append(f"<text{_attributes(given)}>{body}</text>")

    def open_clip(self, x: float, y: float, width: float, height: float, name: str) -> None:
        """Begin a group that shows only inside a rectangle."""
        frame = _attributes(
            {"x": number(x), "y": number(y), "width": number(width), "height": number(height)}
        )
        self.clips.append(f'<clipPath id="{escape(name)}"><rect{frame}/></clipPath>')
        self.parts.append(f'<g clip-path="url(#{escape(name)})">')

    def close_clip(self) -> None:
        """End the group."""
        self.parts.append("</g>")

    def to_svg(self) -> str:
        """Write the drawing; its title is the text alternative."""
        box = f"0 0 {number(self.width)} {number(self.height)}"
        clips = f"<defs>{''.join(self.clips)}</defs>" if self.clips else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" width="{number(self.width)}" '
            f'height="{number(self.height)}" role="img" direction="ltr" xml:lang="{self.language}" '
            f"aria-label={quoteattr(clean(self.title))}>{clips}{''.join(self.parts)}</svg>"
        )


def text_width(content: str, size: float) -> float:
    """Estimate how wide a text runs, rather too wide than too narrow; fonts are not measured."""
    factor = 0.56 if is_arabic(content) else 0.58
    return len(clean(content)) * size * factor + size * 0.3


def _attributes(given: dict[str, str | float]) -> str:
    return "".join(
        f" {name.replace('_', '-')}={quoteattr(number(value) if isinstance(value, float) else str(value))}"
        for name, value in given.items()
    )
