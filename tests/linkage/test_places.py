"""Places by the tree they lie in: one community under two names, two of one subdistrict, two far apart that look alike."""

import pytest

from tawthiq.linkage.linking import Linked, link
from tawthiq.linkage.places import Site, gazetteer
from tawthiq.linkage.results import outcomes_of
from tests.linkage.people import crowd, people_list

TREE = gazetteer(
    [
        Site("Alder", "North", "Hills", "Alder"),
        Site("ألدر", "North", "Hills", "Alder"),
        Site("Birch", "North", "Hills", "Birch"),
        Site("Cedar", "North", "Coast", "Cedar"),
        Site("Aldera", "South", "Plain", "Aldera"),
        Site("North", "North"),
        Site("Twin", "North", "Hills", "Twin of the hills"),
        Site("Twin", "South", "Plain", "Twin of the plain"),
    ]
)


def outcome(one: str, other: str, *, known: bool = True) -> str:
    person = {"name": "صبحي مروان هاشم الزعفراني", "birth": "1951-03-02", "sex": "m"}
    rows = [{"id": "x", **person, "place": one}, {"id": "y", **person, "place": other}]
    linked: Linked = link([people_list("list", [*crowd(60), *rows])], places=TREE if known else {})
    ids = linked.prepared.people["id"].to_pylist()
    pairs = zip(linked.scored.left.tolist(), linked.scored.right.tolist(), strict=True)
    at = next(n for n, (a, b) in enumerate(pairs) if {ids[a], ids[b]} == {"x", "y"})
    return next((code for name, code, _ in outcomes_of(linked, at) if name == "place"), "unknown")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Alder", "ألدر", "same-place"),
        ("Alder", "Birch", "same-subdistrict"),
        ("Alder", "Cedar", "same-governorate"),
        ("Alder", "North", "place-within"),
        ("Alder, North", "Alder", "same-place"),
        ("Alder", "Aldera", "other-place"),
        ("Twin", "Twin", "same-place"),
        ("Elsewhere", "Elsewhere", "same-place"),
        ("Alder", "Elsewhere", "other-place"),
    ],
)
def test_places_compare_by_the_tree(one: str, other: str, expected: str) -> None:
    assert outcome(one, other) == expected == outcome(other, one)


def test_without_a_tree_they_compare_as_text() -> None:
    assert outcome("Alder", "Aldera", known=False) == "place-within"
    assert outcome("Alder", "ألدر", known=False) == "same-place"


def test_places_of_two_scripts_that_sound_apart_say_nothing_without_a_tree() -> None:
    assert outcome("Aleppo", "حلب", known=False) == "unknown"
    assert outcome("Hama", "حماة", known=False) == "same-place"
    assert outcome("Birch", "Cedar", known=False) == "other-place"
