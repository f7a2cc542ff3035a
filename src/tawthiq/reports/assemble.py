"""Put a report together: calls become text and blocks, headings get numbers, references find what they name.

1. Every call stands as a placeholder in the parsed tree. A paragraph that is only a placeholder is a block.
2. Blocks are made first, in order, so that captions are numbered as they come.
3. Placeholders within text become text and figures.
4. Headings are numbered, the appendix that proves the figures is added, references are resolved.
5. What was promised is checked: accounts and footnotes, typed citations of law, pictures and their alternatives.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tawthiq.domain.errors import TawthiqError
from tawthiq.reports.blocks import accounts, charts, figure_table, incidents, maps, records, victims
from tawthiq.reports.calls import Call
from tawthiq.reports.edition import Edition
from tawthiq.reports.functions import FUNCTIONS, evaluate, shown
from tawthiq.reports.language.nouns import nouns
from tawthiq.reports.law import faulty_citations
from tawthiq.reports.pictures import add_picture
from tawthiq.reports.places import SourcePlace, line_of
from tawthiq.reports.signatures import Parameter, Values, bind
from tawthiq.reports.source import CLOSE, OPEN
from tawthiq.reports.tree import Node, link, nodes, plain_text, span, text, walk


@dataclass(frozen=True, slots=True)
class Block:
    """What a call that stands alone stands for."""

    parameters: tuple[Parameter, ...]
    make: Callable[[Values, Edition, Call], list[Node]]


BLOCKS: Final[Mapping[str, Block]] = {
    "table": Block(figure_table.PARAMETERS, figure_table.figure_table),
    "map": Block(maps.PARAMETERS, maps.attack_map),
    "chart": Block(charts.PARAMETERS, charts.chart),
    "victims": Block(victims.PARAMETERS, victims.victims),
    "incident": Block(incidents.PARAMETERS, incidents.incident),
    "statements": Block(accounts.STATEMENTS, accounts.statements),
    "denials": Block(accounts.DENIALS, accounts.denials),
    "massacres": Block(records.MASSACRES, records.massacres),
    "law_table": Block(records.LAW, records.law_table),
    "inconsistencies": Block(records.INCONSISTENCIES, records.inconsistencies),
    "data": Block(records.NOTHING, records.data_note),
    "contents": Block(records.CONTENTS, records.contents),
}

_PLACEHOLDER: Final = re.compile(f"{OPEN}(\\d+){CLOSE}")

_REFERENCE: Final = re.compile(r"@([a-z]+(?:[:-][\w-]*\w)+)")
_TYPED: Final = re.compile(
    r"(?<![\w\d.,:/-])(\d{1,3}(?:,\d{3})*|\d+) ("
    + "|".join(sorted({w for n in nouns().values() for w in n.en}))
    + r")\b"
)


@dataclass(frozen=True, slots=True)
class Assembled:
    """An edition put together: title, subtitle and the blocks of its text."""

    edition: Edition
    title: str
    subtitle: str
    blocks: tuple[Node, ...]


def assemble(edition: Edition) -> Assembled:
    """Put one edition together."""
    _check_typed(edition)
    blocks: list[Node] = []
    for node in edition.source.blocks:
        blocks += _block_or_self(node, edition)
    blocks = walk(blocks, lambda node: _inline(node, edition))
    title = plain_text(walk(list(edition.source.front.title), lambda node: _inline(node, edition)))
    subtitle = plain_text(walk(list(edition.source.front.subtitle), lambda node: _inline(node, edition)))
    blocks += records.proof_appendix(edition)
    blocks = walk(blocks, lambda node: _picture(node, edition))
    if edition.source.front.text("number_sections") == "yes":
        blocks = _numbered(blocks, edition)
    known = {node["c"][1][0]: node["c"][2] for node in nodes(blocks) if node["t"] == "Header"}
    blocks = walk(blocks, lambda node: _reference(node, edition, known))
    accounts.check_accounts(edition)
    return Assembled(edition, title, subtitle, tuple(blocks))


def _block_or_self(node: Node, edition: Edition) -> list[Node]:
    if node["t"] in ("Para", "Plain") and len(node["c"]) == 1 and node["c"][0]["t"] == "Str":
        alone = _PLACEHOLDER.fullmatch(node["c"][0]["c"])
        if alone is not None:
            call = edition.source.calls[int(alone[1])]
            if call.name in BLOCKS:
                return _made(call, edition)
    if node["t"] in ("Div", "BlockQuote"):
        content = node["c"][1] if node["t"] == "Div" else node["c"]
        inner = [made for child in content for made in _block_or_self(child, edition)]
        return [{**node, "c": [node["c"][0], inner] if node["t"] == "Div" else inner}]
    return [node]


def _made(call: Call, edition: Edition) -> list[Node]:
    block = BLOCKS[call.name]
    try:
        return block.make(bind(call, block.parameters), edition, call)
    except TawthiqError as error:
        if str(error).startswith(f"{call.place.file}:"):
            raise
        raise call.place.error(str(error)) from error


def _inline(node: Node, edition: Edition) -> Node | list[Node] | None:
    if node["t"] in ("Code", "CodeBlock"):
        attributes, content = node["c"]
        as_written = _PLACEHOLDER.sub(lambda found: edition.source.literals[int(found[1])], content)
        return {**node, "c": [attributes, as_written]}
    if node["t"] in ("Image", "Link"):
        *before, target = node["c"]
        restored = [_PLACEHOLDER.sub(lambda f: edition.source.literals[int(f[1])], part) for part in target]
        return {**node, "c": [*before, restored]}
    if node["t"] != "Str" or OPEN not in node["c"]:
        return None
    made: list[Node] = []
    at = 0
    for found in _PLACEHOLDER.finditer(node["c"]):
        made += [{"t": "Str", "c": node["c"][at : found.start()]}] if found.start() > at else []
        made += _shown(edition.source.calls[int(found[1])], edition)
        at = found.end()
    made += [{"t": "Str", "c": node["c"][at:]}] if at < len(node["c"]) else []
    return made


def _shown(call: Call, edition: Edition) -> list[Node]:
    if call.name in BLOCKS and call.name not in FUNCTIONS:
        raise call.place.error(
            f"The block '{call.name}' stands within a sentence. Put it alone in a paragraph, with empty lines around it."
        )
    return shown(evaluate(call, edition), edition)


def _picture(node: Node, edition: Edition) -> Node | None:
    if node["t"] != "Image" or any(key == "drawing" for key, _ in node["c"][0][2]):
        return None
    return add_picture(node, edition)


def _numbered(blocks: list[Node], edition: Edition) -> list[Node]:
    counts = [0] * 7
    made: list[Node] = []
    for node in blocks:
        if node["t"] == "Header" and not {"unnumbered", "appendix"} & set(node["c"][1][1]):
            level, attributes, inlines = node["c"]
            counts[level] += 1
            counts[level + 1 :] = [0] * (6 - level)
            number = ".".join(str(count) for count in counts[1 : level + 1] if count)
            edition.captions[attributes[0]] = edition.phrase("section", number=number)
            lead = span(text(number), classes=["section-number"])
            node = {**node, "c": [level, attributes, [lead, {"t": "Space"}, *inlines]]}
        made.append(node)
    return made


def _reference(node: Node, edition: Edition, known: Mapping[str, Any]) -> list[Node] | None:
    if node["t"] != "Str" or "@" not in node["c"]:
        return None
    made: list[Node] = []
    at = 0
    for found in _REFERENCE.finditer(node["c"]):
        name = found[1]
        before = node["c"][found.start() - 1] if found.start() else ""
        if before and (before in "._-" or (before.isascii() and before.isalnum())):
            continue  # an address of e-mail
        label = edition.captions.get(name) or (plain_text(known[name]) if name in known else None)
        if label is None:
            names = ", ".join(sorted(edition.captions)) or "none"
            raise edition.source.place_of(f"@{name}").error(
                f"@{name} refers to nothing in this report. There are: {names}."
            )
        made += [{"t": "Str", "c": node["c"][at : found.start()]}] if found.start() > at else []
        made.append(link(text(label), f"#{name}", classes=["reference"]))
        at = found.end()
    if not made:
        return None
    return made + ([{"t": "Str", "c": node["c"][at:]}] if at < len(node["c"]) else [])


def _check_typed(edition: Edition) -> None:
    """Refuse a typed citation that does not exist; notice a number that was typed where a figure should be counted."""
    outside = _without_calls(edition)
    file = edition.source.file
    for offset, sentence in faulty_citations(outside):
        raise SourcePlace(file, line_of(outside, offset)).error(f'{sentence} Cite it with law("…").')
    for found in _TYPED.finditer(outside):
        place = SourcePlace(file, line_of(outside, found.start()))
        edition.notices.append(
            f'{place}: the number “{found.group()}” is typed. Let it be counted, or write it as quoted("…").'
        )


def _without_calls(edition: Edition) -> str:
    """Give the text with every call blanked out, so that offsets still tell their lines."""
    outside = edition.source.text
    for literal in edition.source.literals:
        blank = "".join("\n" if c == "\n" else " " for c in literal)
        outside = outside.replace(literal, blank, 1)
    return outside
