"""Put a report together: calls become text and blocks, headings get numbers, references find what they name.

1. Every call stands as a placeholder in the parsed tree; references of the text are marked.
2. In reading order, a paragraph that is only a placeholder becomes a block, any other placeholder text or a figure.
3. The appendix that proves the figures is added, headings are numbered, references are resolved.
4. What was promised is checked: accounts and footnotes, typed citations of law, pictures and their alternatives.
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
from tawthiq.reports.taken_back import STOPS, sentence_about
from tawthiq.reports.tree import Node, headings, link, plain_text, span, text, walk


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
_STR, _SPAN, _IMAGE = frozenset({"Str"}), frozenset({"Span"}), frozenset({"Image"})
_TEXTS: Final = frozenset({"Str", "Code", "CodeBlock", "Image", "Link"})
_TO: Final = "reference-to"
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
    _check_taken_back(edition)
    parts = [_part(node, edition) for node in walk(list(edition.source.blocks), _STR, _marked)]
    title, subtitle = (
        _plain(inlines, edition) for inlines in (edition.source.front.title, edition.source.front.subtitle)
    )
    parts.append(_Part(records.proof_appendix(edition), made=True))
    if edition.source.front.text("number_sections") == "yes":
        parts = _numbered(parts, edition)
    known = {node["c"][1][0]: node["c"][2] for part in parts for node in headings(part.nodes)}
    blocks: list[Node] = []
    for part in parts:
        if part.made:
            blocks += part.nodes
        else:
            blocks += walk(part.nodes, _SPAN, lambda node: _reference(node, edition, known))
    accounts.check_accounts(edition)
    return Assembled(edition, title, subtitle, tuple(blocks))


@dataclass(frozen=True, slots=True)
class _Part:
    """What one paragraph or heading of the source became; what a block made holds no placeholder or reference."""

    nodes: list[Node]
    made: bool


def _plain(inlines: tuple[Node, ...], edition: Edition) -> str:
    return plain_text(walk(list(inlines), _TEXTS, lambda node: _inline(node, edition)))


def _part(node: Node, edition: Edition) -> _Part:
    call = _lone_call(node, edition)
    if call is not None:
        return _Part(_made(call, edition), made=True)
    nodes = walk([_with_blocks(node, edition)], _TEXTS, lambda node: _inline(node, edition))
    return _Part(walk(nodes, _IMAGE, lambda node: _picture(node, edition)), made=False)


def _lone_call(node: Node, edition: Edition) -> Call | None:
    """Find the block that a paragraph is, if it is one."""
    if node["t"] not in ("Para", "Plain") or len(node["c"]) != 1 or node["c"][0]["t"] != "Str":
        return None
    alone = _PLACEHOLDER.fullmatch(node["c"][0]["c"])
    call = edition.source.calls[int(alone[1])] if alone is not None else None
    return call if call is not None and call.name in BLOCKS else None


def _with_blocks(node: Node, edition: Edition) -> Node:
    """Make the blocks that stand within a division or quotation of the source."""
    if node["t"] not in ("Div", "BlockQuote"):
        return node
    content = node["c"][1] if node["t"] == "Div" else node["c"]
    inner: list[Node] = []
    for child in content:
        call = _lone_call(child, edition)
        inner += _made(call, edition) if call is not None else [_with_blocks(child, edition)]
    return {**node, "c": [node["c"][0], inner] if node["t"] == "Div" else inner}


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
            f"The block '{call.name}' stands within a sentence. Put it alone in a paragraph, between empty lines."
        )
    return shown(evaluate(call, edition), edition)


def _picture(node: Node, edition: Edition) -> Node | None:
    if node["t"] != "Image" or any(key == "drawing" for key, _ in node["c"][0][2]):
        return None
    return add_picture(node, edition)


def _numbered(parts: list[_Part], edition: Edition) -> list[_Part]:
    """Number the headings; references to them name the number."""
    counts = [0] * 7
    numbered = []
    for part in parts:
        made = []
        for node in part.nodes:
            if node["t"] == "Header" and not {"unnumbered", "appendix"} & set(node["c"][1][1]):
                level, attributes, inlines = node["c"]
                counts[level] += 1
                counts[level + 1 :] = [0] * (6 - level)
                number = ".".join(str(count) for count in counts[1 : level + 1] if count)
                edition.captions[attributes[0]] = edition.phrase("section", number=number)
                lead = span(text(number), classes=["section-number"])
                node = {**node, "c": [level, attributes, [lead, {"t": "Space"}, *inlines]]}
            made.append(node)
        numbered.append(_Part(made, part.made))
    return numbered


def _marked(node: Node) -> list[Node] | None:
    """Mark the references of the report's own text, before any text from the records stands beside it."""
    if node["t"] != "Str" or "@" not in node["c"]:
        return None
    made: list[Node] = []
    at = 0
    for found in _REFERENCE.finditer(node["c"]):
        before = node["c"][found.start() - 1] if found.start() else ""
        if before and (before in "._-" or (before.isascii() and before.isalnum())):
            continue  # an address of e-mail
        made += [{"t": "Str", "c": node["c"][at : found.start()]}] if found.start() > at else []
        made.append(span([], classes=[_TO], pairs=[("to", found[1])]))
        at = found.end()
    if not made:
        return None
    return made + ([{"t": "Str", "c": node["c"][at:]}] if at < len(node["c"]) else [])


def _reference(node: Node, edition: Edition, known: Mapping[str, Any]) -> Node | None:
    if node["t"] != "Span" or node["c"][0][1] != [_TO]:
        return None
    name = dict(node["c"][0][2])["to"]
    label = edition.captions.get(name) or (plain_text(known[name]) if name in known else None)
    if label is None:
        names = ", ".join(sorted(edition.captions)) or "none"
        raise edition.source.place_of(f"@{name}").error(
            f"@{name} refers to nothing in this report. There are: {names}."
        )
    return link(text(label), f"#{name}", classes=["reference"])


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


def _check_taken_back(edition: Edition) -> None:
    """Refuse words of accounts that were taken back, typed into the text; notice those never asked about."""
    outside = _without_calls(edition)
    for found in edition.taken_back.found_in(outside):
        place = SourcePlace(edition.source.file, line_of(outside, found.offset))
        if found.account.standing in STOPS:
            raise place.error(sentence_about(found.account))
        edition.notices.append(
            f"{place}: words of the account {found.account.code}, whose source was not asked whether it may be quoted."
        )


def _without_calls(edition: Edition) -> str:
    """Give the text with every call blanked out, so that offsets still tell their lines."""
    outside = edition.source.text
    for literal in edition.source.literals:
        blank = "".join("\n" if c == "\n" else " " for c in literal)
        outside = outside.replace(literal, blank, 1)
    return outside
