"""The comparisons of the victim-list model as tables: what is compared, at which levels, with which weights.

A level with a rarity weighs log2(m / rarity): how often that agreement is seen among true pairs, over how often
a name of this frequency agrees by chance. A level without one weighs log2(m / u). m and u are shares of true and of
random pairs: set by judgement after an error model measured on two official Arabic lists, of which only the shares of
identical and of joined names are near the measured ones.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Level:
    """One outcome of a comparison: its condition, shares among true and random pairs, the column of its rarity."""

    code: str
    sql: str
    m: float
    u: float
    rarity: str | None = None
    veto: bool = False  # such a pair is never accepted without a person
    taught: float = 0.0  # bits added to the weight by people's judgements


@dataclass(frozen=True, slots=True)
class Comparison:
    """One thing compared; the first level whose condition holds is the outcome. The null condition says nothing."""

    name: str
    unknown: str
    levels: tuple[Level, ...]
    title: str = ""
    columns: tuple[str, ...] = ()  # what it reads; a training block on one of them teaches it nothing


_BOTH = "{1}_l = {1}_r AND ({0}_l LIKE {0}_pattern_r OR {0}_r LIKE {0}_pattern_l)"
_SHORT = "(least(words_l, words_r) >= 2)"
_GIVEN = "(given_l = given_r OR given_readings_l && given_readings_r)"
_OTHER_SCRIPT = "arabic_l <> arabic_r"
_MISSPELT = (
    "(NOT (given_known_l AND given_known_r) AND (given_sound_l = given_sound_r"
    " OR jaro_winkler_similarity(given_l, given_r) >= 0.85 OR jaro_winkler_similarity(given_sound_l, given_sound_r) >= 0.9))"
)
_NEAR_LETTERS = "(abs(length(skeleton_l) - length(skeleton_r)) <= 2 AND levenshtein(skeleton_l, skeleton_r) <= 2 AND least(length(skeleton_l), length(skeleton_r)) >= 9)"
_NEAR_SOUND = f"({_OTHER_SCRIPT} AND words_l = words_r AND words_l >= 2 AND levenshtein(sound_l, sound_r) <= length(sound_l) / 5)"
_ENDS = f"{_GIVEN} AND last_sound_l = last_sound_r AND (last_l = last_r OR {_OTHER_SCRIPT})"

NAME = Comparison(
    "name",
    "skeleton_l IS NULL OR skeleton_r IS NULL",
    (
        Level("same-name", "skeleton_l = skeleton_r AND words_l >= 2", 0.78, 1e-7, "skeleton"),
        Level("same-words-joined", "solid_l = solid_r AND words_l + words_r >= 4", 0.03, 1e-7, "skeleton"),
        Level("short-in-long", f"{_SHORT} AND {_BOTH.format('chain', 'given')}", 0.75, 1e-6, "skeleton"),
        Level("same-sound", f"{_OTHER_SCRIPT} AND sound_l = sound_r AND words_l >= 2 AND {_GIVEN}", 0.30, 1e-6, "sound"),
        Level(
            "short-in-long-sound", f"{_OTHER_SCRIPT} AND {_SHORT} AND {_BOTH.format('tune', 'given_sound')} AND {_GIVEN}", 0.30, 1e-5, "sound"
        ),
        Level(
            "short-at-start",
            f"given_l = given_r AND {_SHORT} AND (chain_l LIKE chain_pattern_r || '%' OR chain_r LIKE chain_pattern_l || '%')",
            0.06, 1e-6, "skeleton",
        ),
        Level(
            "short-at-start-sound",
            f"{_OTHER_SCRIPT} AND {_SHORT} AND {_GIVEN} AND"
            " (tune_l LIKE tune_pattern_r || '%' OR tune_r LIKE tune_pattern_l || '%')",
            0.03, 1e-6, "sound",
        ),
        Level("other-order", "words_sorted_l = words_sorted_r AND words_l >= 2", 0.002, 1e-7, "sound"),
        Level("near-name", f"({_GIVEN} OR {_MISSPELT}) AND ({_NEAR_LETTERS} OR {_NEAR_SOUND})", 0.02, 1e-6, "sound"),
        Level("same-ends", _ENDS, 0.01, 1e-5, "ends"),
        Level("only-given-differs", "tail_l = tail_r AND tail_words_l >= 2", 0.001, 0.02, veto=True),
        Level("same-given", f"{_GIVEN} AND words_l + words_r > 2", 0.006, 0.03),
        Level("other-name", "ELSE", 0.002, 0.95, veto=True),
    ),
)  # fmt: skip

BIRTH = Comparison(
    "birth",
    "(birth_year_l IS NULL OR birth_year_r IS NULL) AND (age_l IS NULL OR age_r IS NULL)",
    (
        Level("same-birth", "birth_l = birth_r", 0.90, 5e-5, "birth"),
        Level("birth-swapped", "birth_year_l = birth_year_r AND birth_swapped_l = birth_day_r", 0.006, 3e-5),
        Level(
            "birth-year-only",
            "birth_year_l = birth_year_r AND (birth_day_l IS NULL OR birth_day_r IS NULL OR birth_day_l = '01-01'"
            " OR birth_day_r = '01-01')",
            0.04, 0.003,
        ),
        Level("birth-other-year", "birth_day_l = birth_day_r AND abs(birth_year_l - birth_year_r) <= 2", 0.02, 1e-4),
        Level("birth-digit", "levenshtein(birth_l, birth_r) = 1", 0.008, 6e-4),
        Level("same-birth-year", "birth_year_l = birth_year_r", 0.008, 0.015),
        Level("same-age", "birth_l IS NULL AND age_l = age_r OR birth_r IS NULL AND age_l = age_r", 0.72, 0.022),
        Level("age-within-1", "(birth_l IS NULL OR birth_r IS NULL) AND abs(age_l - age_r) <= 1", 0.20, 0.045),
        Level("births-within-3", "abs(birth_year_l - birth_year_r) <= 3", 0.025, 0.085),
        Level("age-within-3", "(birth_l IS NULL OR birth_r IS NULL) AND abs(age_l - age_r) <= 3", 0.06, 0.085),
        Level("age-within-11", "abs(coalesce(birth_year_l - birth_year_r, age_l - age_r)) <= 11", 0.012, 0.30),
        Level("other-generation", "ELSE", 0.004, 0.60, veto=True),
    ),
)  # fmt: skip

SEX = Comparison(
    "sex",
    "sex_l IS NULL OR sex_r IS NULL",
    (Level("same-sex", "sex_l = sex_r", 0.985, 0.55), Level("other-sex", "ELSE", 0.015, 0.45)),
)

DATE = Comparison(
    "date",
    "date_l IS NULL OR date_r IS NULL",
    (
        Level("same-date", "date_l = date_r", 0.80, 0.01, "date"),
        Level(
            "date-swapped",
            "substr(date_l, 1, 4) = substr(date_r, 1, 4) AND date_swapped_l = substr(date_r, 6)",
            0.01,
            0.003,
        ),
        Level("date-within-2", "abs(date_number_l - date_number_r) <= 2", 0.09, 0.02),
        Level("date-within-31", "abs(date_number_l - date_number_r) <= 31", 0.07, 0.15),
        Level("other-date", "ELSE", 0.03, 0.82),
    ),
)

_COARSE = (
    "(governorate_l = governorate_r AND (community_l IS NULL OR community_r IS NULL)"
    " AND (subdistrict_l IS NULL OR subdistrict_r IS NULL OR subdistrict_l = subdistrict_r))"
)
_PLACES_APART = "coalesce(community_l <> community_r OR governorate_l <> governorate_r, false)"
# Aleppo and حلب have no letter in common: without a gazetteer, places of two scripts that sound apart say nothing.
_PLACE_SCRIPTS = "place_arabic_l <> place_arabic_r"
PLACE = Comparison(
    "place",
    "place_l IS NULL OR place_r IS NULL"
    f" OR ({_PLACE_SCRIPTS} AND place_sound_l <> place_sound_r AND (governorate_l IS NULL OR governorate_r IS NULL))",
    (
        Level(
            "same-place",
            f"NOT {_PLACES_APART} AND (place_l = place_r OR community_l = community_r"
            f" OR ({_PLACE_SCRIPTS} AND place_sound_l = place_sound_r))",
            0.70, 0.05, "place",
        ),
        Level("same-subdistrict", "subdistrict_l = subdistrict_r AND community_l <> community_r", 0.05, 0.02),
        Level("same-governorate", "governorate_l = governorate_r AND community_l <> community_r", 0.06, 0.10),
        Level(
            "place-within",
            f"{_COARSE} OR NOT {_PLACES_APART} AND (place_l LIKE place_r || '%' OR place_r LIKE place_l || '%'"
            " OR place_words_l && place_words_r)",
            0.15, 0.05,
        ),
        Level("near-place", f"NOT {_PLACES_APART} AND jaro_winkler_similarity(place_l, place_r) >= 0.9", 0.04, 0.01),
        Level("other-place", "ELSE", 0.11, 0.89),
    ),
)  # fmt: skip

NUMBER = Comparison(
    "number",
    "number_l IS NULL OR number_r IS NULL",
    (
        Level("same-number", "number_l = number_r", 0.93, 1e-6),
        Level(
            "near-number", "length(number_l) >= 6 AND damerau_levenshtein(number_l, number_r) = 1", 0.04, 1e-5
        ),
        Level("other-number", "ELSE", 0.03, 1.0),
    ),
)

VICTIM_COMPARISONS = (NAME, BIRTH, SEX, DATE, PLACE, NUMBER)
