"""Proofreading finds what is wrong in a report and nothing else."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path

import pytest

from tawthiq.reading.checks.records import check_records
from tawthiq.reading.checks.versions import check_versions
from tawthiq.reading.figures import Figure
from tawthiq.reading.findings import KINDS
from tawthiq.reading.markup import marked_html
from tawthiq.reading.proofread import checked_reading, proofread, read_report
from tests.reading.generated import LANGUAGES, PLANTS, make_report

CONSISTENT = [
    json.loads(line)
    for line in (Path(__file__).parent / "consistent.jsonl").read_text(encoding="utf-8").splitlines()
]
"""Short reports in wordings of their own, each with a place where a fault may be planted."""


def kinds(text: str) -> list[str]:
    return [f.kind for f in proofread(text).findings]


def test_consistent_reports_in_four_languages_have_no_finding() -> None:
    for seed in range(60):
        report = make_report(random.Random(seed), LANGUAGES[seed % 4])
        assert proofread(report.text).findings == (), report.text


def test_a_planted_fault_is_found_by_its_kind() -> None:
    planted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for seed in range(len(PLANTS) * 12):
        rng = random.Random(10_000 + seed)
        report = make_report(rng, LANGUAGES[seed % 4])
        kind = list(PLANTS)[(seed // 4) % len(PLANTS)]
        plant, named = PLANTS[kind]
        if plant(report, rng):
            planted[kind] += 1
            found[kind] += any(f.kind in named for f in proofread(report.text).findings)
    missed = {k: planted[k] - found[k] for k in PLANTS if found[k] < planted[k] * 0.95}
    assert not missed


@pytest.mark.slow
def test_two_thousand_seeded_reports_keep_recall_and_precision() -> None:
    planted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    wrong = 0
    for seed in range(2_000):
        rng = random.Random(50_000 + seed)
        report = make_report(rng, LANGUAGES[seed % 4])
        wrong += bool(proofread(report.text).findings)
        kind = list(PLANTS)[(seed // 4) % len(PLANTS)]
        plant, named = PLANTS[kind]
        if plant(report, rng):
            planted[kind] += 1
            found[kind] += any(f.kind in named for f in proofread(report.text).findings)
    assert wrong <= 40
    assert all(found[kind] >= 0.95 * planted[kind] for kind in PLANTS), (found, planted)


def test_a_list_that_says_it_is_partial_is_no_fault() -> None:
    text = "Attacks\n\nWe recorded 24 attacks on vital facilities, most notably:\n- Schools: 6\n- Markets: 4"
    assert kinds(text) == []


def test_background_and_other_months_are_no_contradiction() -> None:
    text = (
        "June 2020\n\nIn June 2020, we documented the deaths of 71 civilians, including 15 children. In May 2020, 125 civilians "
        "had been killed. Since the beginning of 2020, 1,006 civilians have been killed. Russian forces killed 200 civilians in 2019."
    )
    assert kinds(text) == []


def test_both_ways_of_counting_the_unborn_are_a_warning() -> None:
    text = (
        "Report\n\nOn May 19, 2019 an attack killed 11 civilians, including seven children (three males, three females and one unborn baby).\n\n"
        "On July 5, 2019 an attack killed 13 civilians, including seven children, an unborn baby and three women."
    )
    found = proofread(text)
    assert [(f.kind, f.severity) for f in found.findings] == [("unborn", "warning")]
    assert found.faults == ()


def test_a_finding_names_both_places_and_what_was_expected() -> None:
    text = "The attacks killed 126 civilians, including 27 children\n\nIn August 2019, 126 civilians were killed, including 28 children."
    finding = proofread(text).findings[0]
    assert (finding.kind, finding.line, finding.other_line) == ("different-values", 1, 3)
    assert (finding.said, finding.expected) == ("27 children", "28 children")


def test_a_citation_that_means_another_crime_names_the_right_one() -> None:
    finding = proofread(
        "Report\n\nForced displacement is a war crime under Article 8 (2) (b) (7) of the Statute."
    ).findings[0]
    assert finding.kind == "citation"
    assert finding.expected == "8(2)(b)(viii)"


def test_table_totals_are_checked_in_rows_and_columns() -> None:
    text = "Deaths\n\n| Governorate | Regime | Russian | Total |\n|---|---|---|---|\n| Idlib | 10 | 5 | 15 |\n| Hama | 7 | 3 | 11 |\n| Total | 17 | 8 | 25 |"
    assert [(f.kind, f.line) for f in proofread(text).findings] == [("sum", 6), ("sum", 7)]


def test_two_language_versions_that_differ_are_found() -> None:
    english = read_report(
        "Deaths\n\nWe documented 71 civilians killed, including 15 children:\n- Syrian Regime forces: 40\n- Russian forces: 31"
    )
    french = read_report(
        "Décès\n\nNous avons recensé 71 civils tués, dont 15 enfants :\n- Forces du régime syrien : 40\n- Forces russes : 13"
    )
    findings = checked_reading(english, [check_versions(english, french)]).findings
    assert [(f.kind, f.said, f.expected) for f in findings] == [("languages", "31 civilians", "13 civilians")]


def test_figures_are_compared_with_the_records() -> None:
    reading = read_report(
        "Deaths\n\nWe documented 71 civilians killed, distributed as follows:\n- Syrian Regime forces: 40\n- Russian forces: 31"
    )

    def counted(figure: Figure) -> int | None:
        return {"": 71, "syrian-regime": 41}.get(figure.context.party)

    outcome = check_records(reading.document.prose, reading.figures, counted)
    assert [(f.said, f.expected) for f in outcome.findings] == [("40 civilians", "41")]


def test_one_in_words_that_means_a_is_not_compared_with_the_records() -> None:
    reading = read_report(
        "Deaths\n\nThis is seen not in the form of one massacre but in many. We documented 33 massacres."
    )
    outcome = check_records(reading.document.prose, reading.figures, lambda figure: 32)
    assert [(f.said, f.expected) for f in outcome.findings] == [("33 massacres", "32")]


def test_the_marked_copy_shows_findings_and_escapes_the_text() -> None:
    page = marked_html(
        proofread("A <b>report</b> of 2019\n\nOn Friday, July 13, 2019 nothing happened."), "<title>"
    )
    assert "&lt;b&gt;" in page and "<mark" in page and "&lt;title&gt;" in page


def test_every_kind_of_finding_has_words() -> None:
    planted = {name for _, names in PLANTS.values() for name in names}
    assert planted <= set(KINDS)


@pytest.mark.parametrize(
    "text",
    ["(" * 3_000 + ")" * 3_000, "killed 12 civilians and " * 2_000, "\u202e12 \u200bcivilians\u2066 " * 1_000, "|1" * 4_000, "9" * 30_000, "Al-" * 8_000, ""],
)  # fmt: skip
def test_hostile_text_is_read_to_its_end(text: str) -> None:
    assert proofread(text).checks is not None


def test_a_list_is_held_against_the_total_it_splits_not_the_nearest_number() -> None:
    text = (
        "126 Civilians, Including 11 Women, Killed in August 2019\n\nIn August 2019, we documented the deaths of 126 civilians, including 12 "
        "women. At least 31 individuals died due to torture.\n\nThe death toll is distributed as follows:\n\nThe main parties:\n"
        "- Syrian Regime forces: 104 civilians, including 10 women.\n- Russian forces: 22, including 2 women."
    )
    assert [(f.kind, f.said, f.expected) for f in proofread(text).findings] == [
        ("different-values", "11 women", "12 women")
    ]


def test_parties_named_in_one_sentence_split_the_total_before_it() -> None:
    text = (
        "Arrests\n\nAt least 203 cases of arbitrary arrest, including 12 children, were documented. The Syrian Regime was responsible for 98 "
        "cases, Syrian Democratic Forces for {}, Hay'at Tahrir al Sham for 20, and the armed opposition for 22."
    )
    assert kinds(text.format(63)) == []
    assert kinds(text.format(73)) == ["sum"]


def test_a_table_of_columns_in_plain_text_is_read() -> None:
    text = "Deaths\n\nGovernorate    Civilians    Children\nIdlib    483    143\nHama    91    14\nTotal    574    158"
    assert [(f.kind, f.said, f.expected) for f in proofread(text).findings] == [("sum", "158", "157")]


def test_short_reports_in_other_wordings_have_no_finding() -> None:
    for row in CONSISTENT:
        assert proofread(row["text"]).findings == (), row["text"]


def test_a_fault_planted_in_them_is_found() -> None:
    found = [kinds(row["text"].replace(row["right"], row["wrong"], 1)) != [] for row in CONSISTENT]
    assert len(found) >= 30
    assert sum(found) >= 28


@pytest.mark.parametrize(
    "text",
    [
        "Those attacks killed 381 people, including 123 children and 59 women; 48% of the victims, namely, were women and children.",
        "The toll of these attacks reached 73 civilians, consisting of 12 children and 35 women.",
        "وتسببت تلك المجازر باستشهاد 381 شخصاً، بينهم 123 طفلاً، و59 سيدة، أي أن 48% من الضحايا هم نساء وأطفال.",
        "في تقريرها الذي صدر اليوم الاثنين: مقتل 78 مدنياً على يد قوات النظام، من بينهم 13 طفلاً و3 سيدات.",
        "Ein 23-seitiger Bericht nennt die Toten im November, darunter befinden sich 72 Kinder und 32 Frauen.",
    ],
)
def test_lists_of_women_and_children_days_and_pages_are_no_faulty_totals(text: str) -> None:
    assert kinds(text) == []


def test_months_in_prose_are_held_against_their_total() -> None:
    text = (
        "Deaths in early 2021\n\nBetween 1 January 2021 and 31 March 2021 at least {} civilians were killed: 81 in January, 64 in February "
        "and 75 in March."
    )
    assert [(f.kind, f.expected) for f in proofread(text.format(210)).findings] == [("sum", "220")]
    assert proofread(text.format(220)).findings == ()


def test_the_only_attack_told_may_not_lie_outside_the_period_covered() -> None:
    text = (
        "Attacks on schools\n\nThis report covers the period from 1 March 2019 to 30 April 2019.\n\n"
        "On {} 2019 Syrian regime warplanes bombed a school in Khan Sheikhoun, killing two civilians.\n"
    )
    assert [f.kind for f in proofread(text.format("14 May")).findings] == ["outside-period"]
    assert proofread(text.format("14 April")).findings == ()


def test_a_caption_of_one_site_may_say_the_toll_of_that_site() -> None:
    text = (
        "The most notable attacks\n\n"
        "On Friday, July 5, 2019, two Syrian Regime helicopters dropped barrel bombs on Tellat town in Idlib governorate's western "
        "suburbs, which resulted in the deaths of 13 civilians, including seven children and three women, and injured 20 others.\n\n"
        "Buildings in front of the school were hit, resulting in the deaths of three civilians, including two children.\n\n"
        "Destruction to the extension building in Tellat town in Idlib caused by a Syrian air attack using barrel bombs resulting in "
        "the deaths of three civilian victims – July 5, 2019\n"
    )
    assert proofread(text).findings == ()
