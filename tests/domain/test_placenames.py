"""Names of places: written in many ways they are one place; what may be two places is neither."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.domain.place_keys import distance, likeness, sounds_of
from tawthiq.domain.placenames import MOST_ALTERNATIVES, PlaceEntry, PlaceIndex


def entry(place_id: str, kind: str, *names: str, path: Sequence[str] = ()) -> PlaceEntry:
    return PlaceEntry(place_id, kind, names, tuple(path), f"P-{place_id}")


GOVERNORATES = (
    ("SY01", "Damascus", "دمشق"), ("SY02", "Aleppo", "حلب"), ("SY03", "Rural Damascus", "ريف دمشق"),
    ("SY04", "Homs", "حمص"), ("SY05", "Hama", "حماة"), ("SY06", "Lattakia", "اللاذقية"), ("SY07", "Idleb", "إدلب"),
    ("SY08", "Al-Hasakeh", "الحسكة"), ("SY09", "Deir-ez-Zor", "دير الزور"), ("SY10", "Tartous", "طرطوس"),
    ("SY11", "Ar-Raqqa", "الرقة"), ("SY12", "Dar'a", "درعا"), ("SY13", "As-Sweida", "السويداء"),
    ("SY14", "Quneitra", "القنيطرة"),
)  # fmt: skip
TOWNS = (
    ("marra", "SY07", "معرة النعمان"), ("sheikhoun", "SY07", "خان شيخون"), ("nabl", "SY07", "كفرنبل"),
    ("jisr", "SY07", "جسر الشغور"), ("saraqib", "SY07", "سراقب"), ("jawz", "SY07", "أورم الجوز"),
    ("azaz", "SY02", "أعزاز"), ("mhambal", "SY07", "محمبل"), ("ariha", "SY07", "أريحا"), ("idlib", "SY07", "إدلب"),
    ("zita", "SY05", "كفر زيتا"), ("jableh", "SY06", "جبلة"), ("hamacity", "SY05", "حماة"), ("hass", "SY07", "حاس"),
    ("sarmin", "SY07", "سرمين"),
)  # fmt: skip
TREE = [
    *(entry(code, "governorate", *names, path=("SY",)) for code, *names in GOVERNORATES),
    *(entry(code, "community", *names, path=("SY", above)) for code, above, *names in TOWNS),
]
INDEX = PlaceIndex(TREE)


def found(text: str, *, within: str | None = None, kinds: Sequence[str] | None = None) -> str | None:
    best = INDEX.match(text, within=within, kinds=kinds).best
    return None if best is None else best.place_id


@pytest.mark.parametrize(
    ("code", "spellings"),
    [
        ("SY07", "Idlib/Idleb/إدلب/ادلب/Idlib governorate/محافظة إدلب"),
        ("SY02", "Aleppo/Alep/Halab/حلب/Aleppo Governorate"),
        ("SY05", "Hama/حماه/حماة"),
        ("SY04", "Homs/Hims/حمص"),
        ("SY01", "Damascus/Damas/Dimashq/دمشق"),
        (
            "SY03",
            "Damascus Suburbs/Damascus countryside/Rural Damascus/Rif Dimashq/campagne de Damas/ريف دمشق",
        ),
        ("SY03", "Rural Damascus governorate/محافظة ريف دمشق"),
        ("SY12", "Daraa/Deraa/Dar'a/Dara'a/Darʿā"),
        ("SY09", "Deir Ez-Zour/Der Ezzor/Deir az-Zor/Deir Al Zour/Deir Ezzor/Deir ez Zor/دير الزور"),
        ("SY11", "Raqqa/Ar-Raqqa/Al Raqqa/ar-Raqqah/الرقه"),
        ("SY08", "Hasaka/Al-Hassaka/Al-Haskah/Al-Hasakeh/al-Ḥasakah"),
        ("SY06", "Latakia/Lattakia/Lattaquié/اللاذقيه"),
        ("SY10", "Tartus/Tartous"),
        ("SY13", "Suwayda/Sweida/As-Sweida/As-Suwayda/السويدا"),
        ("SY14", "Quneitra/Kuneitra"),
    ],
)
def test_every_spelling_of_a_governorate_is_that_governorate(code: str, spellings: str) -> None:
    assert {spelling: found(spelling) for spelling in spellings.split("/")} == dict.fromkeys(
        spellings.split("/"), code
    )


@pytest.mark.parametrize(
    ("town", "spellings"),
    [
        (
            "marra",
            "Ma'aret al Numan/Maarrat an-Numan/معرة النعمان/Ma`arrat an-Nu`man/Maaret al-Nuuman/معره النعمان",
        ),
        ("sheikhoun", "Khan Sheikhoun/Khan Shaykhun/Khan Shaykun/Khan Sheikhun/خان شيخون/خانشيخون"),
        ("nabl", "Kafranbel/Kafr Nabl/Kafr Nobol/Kafr Nubl/كفرنبل/كفر نبل"),
        ("jisr", "Jisr al Shoghour/Jisr ash-Shughur/Jisr-Ash-Shugur/Jisr al-Shughour"),
        ("saraqib", "Saraqeb/Sarqeb/Saraqib/Saraqip"),
        ("jawz", "Urm al Jawz/Urm al Jouz/Urem al-Jawz/اورم الجوز"),
        ("azaz", "Izaz/A'zaz/Azaz/اعزاز"),
        ("mhambal", "Mhambel/Muhambal/Mhambal/Muhambel"),
        ("zita", "Kafr Zita/Kafr Zeita/KafrZita/كفرزيتا"),
        ("jableh", "Jabala/Jableh/جبله"),
        ("sarmin", "Sarmin/Sarmeen"),
    ],
)
def test_every_spelling_of_a_town_is_that_town(town: str, spellings: str) -> None:
    assert {spelling: found(spelling) for spelling in spellings.split("/")} == dict.fromkeys(
        spellings.split("/"), town
    )


@pytest.mark.parametrize(
    ("text", "place", "side"),
    [
        ("southern suburbs of Idlib", "SY07", "south"),
        ("ريف إدلب الجنوبي", "SY07", "south"),
        ("ريف حلب الشمالي الغربي", "SY02", "north-west"),
        ("Western Aleppo suburbs", "SY02", "west"),
        ("northern countryside of Hama", "SY05", "north"),
        ("Rural Idlib", "SY07", None),
    ],
)
def test_words_for_the_side_are_taken_apart(text: str, place: str, side: str | None) -> None:
    match = INDEX.match(text)
    assert match.best is not None
    assert (match.best.place_id, match.side, match.around) == (place, side, True)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Saraqeb city, Idlib governorate", "saraqib"),
        ("بلدة محمبل في ريف إدلب الغربي", "mhambal"),
        ("مدينة معرة النعمان بريف إدلب الجنوبي", "marra"),
        ("Khan Sheikhoun city in the southern suburbs of Idlib", "sheikhoun"),
        ("Hass (Idlib)", "hass"),
        ("Idlib city", "idlib"),
        ("مدينة حماة", "hamacity"),
    ],
)
def test_a_town_is_found_among_the_words_around_it(text: str, place: str) -> None:
    assert found(text) == place


def test_an_unknown_village_tells_what_it_lies_in() -> None:
    match = INDEX.match("Testabad, southern suburbs of Idlib")
    assert match.best is None
    assert match.within is not None and match.within.place_id == "SY07"


def test_a_bare_name_of_a_governorate_and_its_city_is_the_governorate_and_says_so() -> None:
    match = INDEX.match("Idlib")
    assert match.best is not None and match.best.kind == "governorate"
    assert "The same name: إدلب (community)" in match.sentence
    assert found("Idlib", within="SY07") == "idlib"
    assert found("Idlib", kinds=["community"]) == "idlib"


def test_two_places_of_one_name_are_never_chosen_between() -> None:
    index = PlaceIndex(
        [
            *TREE,
            entry("a", "community", "Al Karama", "الكرامة", path=("SY", "SY11")),
            entry("b", "community", "Karama", "كرامة", path=("SY", "SY05")),
        ]
    )
    match = index.match("Karameh")
    assert match.best is None
    assert {candidate.entry.place_id for candidate in match.alternatives} == {"a", "b"}
    assert match.sentence == (
        "“Karameh” can be 2 places: Al Karama (community), Karama (community). Say in which governorate or district."
    )
    chosen = index.match("Karameh", within="SY11").best
    assert chosen is not None and chosen.place_id == "a"
    named = index.match("Karameh, Hama").best
    assert named is not None and named.place_id == "b"


def test_a_neighbourhood_yields_to_a_town_unless_its_town_is_named() -> None:
    index = PlaceIndex([*TREE, entry("q", "neighbourhood", "Hass", "حاس", path=("SY", "SY04"))])
    town, quarter = index.match("Hass").best, index.match("Hass, Homs").best
    assert town is not None and town.place_id == "hass"
    assert quarter is not None and quarter.place_id == "q"


def test_a_name_inside_the_wrong_place_is_offered_not_taken() -> None:
    match = INDEX.match("Saraqib", within="SY05")
    assert match.best is None
    assert [candidate.entry.place_id for candidate in match.alternatives][:1] == ["saraqib"]


def test_a_town_that_is_not_known_is_the_area_called_after_it() -> None:
    index = PlaceIndex(
        [entry("d", "district", "Testa"), entry("s", "subdistrict", "مركز تستا", "Testa", path=("d",))]
    )
    match = index.match("Testa town").best
    assert match is not None and match.place_id == "s"
    seat = index.match("تستا").best
    assert seat is not None and seat.place_id == "s"


def test_a_p_code_is_its_place() -> None:
    assert found("p-sy07") == "SY07"


@pytest.mark.parametrize(
    "text", ["", "   ", "n/a", "?", "Qwxyz", "123", "لا يوجد", "Eastern Ghouta", "Harem"]
)
def test_what_is_not_there_is_not_found(text: str) -> None:
    match = INDEX.match(text)
    assert match.best is None and match.sentence


@given(st.text(max_size=60))
def test_any_text_gets_an_answer(text: str) -> None:
    match = INDEX.match(text)
    assert (match.best is None) == (match.score == 0.0)
    assert len(match.alternatives) <= MOST_ALTERNATIVES


@given(st.permutations(TREE), st.sampled_from([name for one in TREE for name in one.names]))
def test_the_order_of_the_places_makes_no_difference(places: list[PlaceEntry], name: str) -> None:
    assert PlaceIndex(places).match(name).best == INDEX.match(name).best


@given(st.sampled_from(TREE), st.sampled_from(["SY02", "SY05", "SY07"]))
def test_within_is_always_kept_to(place: PlaceEntry, within: str) -> None:
    best = INDEX.match(place.names[0], within=within).best
    assert best is None or best.lies_in(within)


@given(st.text("abdehiklmnqrstuwyz'- ", max_size=14), st.text("ابتحدرسشعقكلمنهويةأ ", max_size=14))
def test_likeness_is_the_same_both_ways_and_whole_with_itself(latin: str, arabic: str) -> None:
    one, other = sounds_of(latin), sounds_of(arabic)
    assert distance(one, other) == pytest.approx(distance(other, one))
    assert likeness(one, one) == 1.0
    assert 0.0 <= likeness(one, other) <= 1.0
