"""Canonical JSON, held against the rfc8785 library."""

from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.custody.canonical import Plain, canonical_bytes, canonical_text
from tawthiq.domain.errors import InvalidValue

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
LEAVES = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT
KEYS = st.text(st.characters(max_codepoint=127), max_size=8)
PLAIN: st.SearchStrategy[Plain] = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(PLAIN)
def test_it_writes_what_rfc_8785_asks_for(value: Plain) -> None:
    assert canonical_bytes(value) == rfc8785.dumps(value)
    assert canonical_text(value).encode() == canonical_bytes(value)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (1.5, "float has no canonical form"),
        (2**53, "too large"),
        ({"é": 1}, "must be ASCII"),
        ("\ud800", "half a character"),
        ([{"a": b"x"}], "bytes has no canonical form"),
    ],
)
def test_it_refuses_what_readers_could_read_differently(value: Any, said: str) -> None:
    with pytest.raises(InvalidValue, match=said):
        canonical_bytes(value)
