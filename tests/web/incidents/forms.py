"""A form as a browser without JavaScript sends it: what the page holds, with some fields filled in."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any


class _Fields(HTMLParser):
    """Collects the fields of the form `entry`; what stands in a template is no part of it."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.depth = 0
        self.inside = False
        self.area = ""
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "form":
            self.inside = given.get("id") == "entry"
        if not self.inside:
            return
        kind = given.get("type")
        if tag == "input" and (kind not in ("checkbox", "radio") or "checked" in given):
            self.values[name] = given.get("value") or ""
        if tag == "textarea":
            self.area = name
            self.values[name] = ""
        if tag == "select":
            self.select = name
        if tag == "option" and self.select and (self.select not in self.values or "selected" in given):
            self.values[self.select] = given.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        if tag == "textarea":
            self.area = ""
        if tag == "select":
            self.select = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.values[self.area] += data


def fields_of(answer: Any) -> dict[str, str]:
    """Return the fields of the answer's form as a browser would send them."""
    parser = _Fields()
    parser.feed(answer.content.decode())
    return {name: value for name, value in parser.values.items() if name}
