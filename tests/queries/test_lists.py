"""Lists of incidents and persons: who sees what, what a filter means, that pages are whole, on both databases."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tawthiq.domain.counts import CountRange
from tawthiq.domain.dates import PartialDate
from tawthiq.domain.errors import InvalidValue, NotFound
from tawthiq.queries.cases import case_shown
from tawthiq.queries.filters import Filters, parse_filters
from tawthiq.queries.incident_lists import incidents_page
from tawthiq.queries.mirror.following import MOST_SIGHTS, followed
from tawthiq.queries.mirror.sight import seen, sight_of
from tawthiq.queries.person_lists import person_shown, persons_page
from tawthiq.queries.visibility import visible_to
from tawthiq.records.accounts.models import Account, Grant
from tawthiq.records.cases.models import Harm, Incident, Person
from tawthiq.records.gazetteer.models import Place
from tawthiq.records.parties.models import Party
from tawthiq.records.record import Record
from tawthiq.records.search.keys import key_of
from tawthiq.records.search.models import Text
from tawthiq.services.accounts import grant_access
from tawthiq.services.bulk import add_rows
from tawthiq.services.cases.facts import (
    CaseFacts,
    HarmFacts,
    IncidentFacts,
    PersonFacts,
)
from tawthiq.services.cases.recording import change_record, record_case
from tawthiq.services.texts import rebuild_texts
from tawthiq.services.withholding import withhold_field
from tawthiq.services.writing import writing
from tests.conftest import Cast
from tests.services.cases import make_places, record_draft, simple_case


def codes(actor: Account, **asked: object) -> list[str]:
    return [row.code for row in incidents_page(actor, Filters(**asked)).rows]  # type: ignore[arg-type]  # by name


def names(actor: Account, **asked: object) -> list[str]:
    return [row.name for row in persons_page(actor, Filters(**asked)).rows]  # type: ignore[arg-type]  # by name


def case(
    day: date,
    *,
    title: str = "",
    place: Place | None = None,
    harms: tuple[HarmFacts, ...] = (),
    **more: object,
) -> CaseFacts:
    incident = IncidentFacts(occurred=PartialDate.exactly(day), title_en=title, place=place, **more)  # type: ignore[arg-type]  # by name
    return CaseFacts(incident=incident, harms=harms)


def harm_to(name: str, **more: object) -> HarmFacts:
    return HarmFacts(kind="killed", person=PersonFacts(name=name, **more))  # type: ignore[arg-type]  # by name


def test_the_newest_come_first_and_pages_are_whole(cast: Cast) -> None:
    made = [
        record_case(cast.documenter, case(date(2019, 1, 1 + n % 9), title=f"Case {n}")).code
        for n in range(23)
    ]
    found: list[str] = []
    cursor = ""
    while True:
        page = incidents_page(cast.reviewer, Filters(), cursor=cursor, size=5)
        assert page.total == 23
        found += [row.code for row in page.rows]
        cursor = page.next
        if not cursor:
            break
    assert sorted(found) == sorted(made) and len(set(found)) == 23
    assert codes(cast.reviewer, sort="oldest") == found[::-1]


def test_somebody_from_another_desk_and_the_administrator_see_nothing(cast: Cast) -> None:
    record_draft(cast.documenter)
    for stranger in (cast.outsider, cast.administrator):
        for text in ("", "Market", "Zahra"):
            assert incidents_page(stranger, Filters(text=text)).total == 0
            assert persons_page(stranger, Filters(text=text)).total == 0


def test_a_restricted_case_is_found_by_who_made_it_and_who_was_let_in(cast: Cast) -> None:
    hidden = record_case(cast.reviewer, case(date(2019, 5, 1), title="Hidden well", confidentiality="restricted",
                                               harms=(harm_to("Quill Fictional"),)))  # fmt: skip
    for asked in (
        {},
        {"text": "Quill"},
        {"text": "hidden"},
        {"secrecy": ("restricted",)},
        {"harm": ("killed",)},
    ):
        assert codes(cast.reviewer, **asked) == [hidden.code]
        assert codes(cast.documenter, **asked) == [] and codes(cast.analyst, **asked) == []
    assert names(cast.analyst) == []
    grant_access(cast.reviewer, hidden, to=cast.analyst)
    assert codes(cast.analyst, text="hidden") == [hidden.code] and names(cast.analyst, text="Quill") == [
        "Quill Fictional"
    ]


def test_a_restricted_person_of_an_open_incident_is_counted_and_not_told(cast: Cast) -> None:
    secret = harm_to("Vesper Fictional", confidentiality="restricted", mother="Marrow Fictional")
    made = record_case(cast.documenter, case(date(2019, 7, 7), title="Open one", harms=(secret,)))
    person = Person.objects.get()
    assert names(cast.documenter, text="Vesper") == ["Vesper Fictional"]
    for text in ("Vesper", ""):
        assert names(cast.reviewer, text=text) == []
    assert codes(cast.reviewer, text="Vesper") == []
    assert codes(cast.reviewer, text="Open one", harm=("killed",)) == [made.code]
    with pytest.raises(NotFound):
        person_shown(cast.reviewer, person.code)
    (harm,) = case_shown(cast.reviewer, made.code).harms
    assert harm.minimum == 1 and harm.person is not None and harm.person.id == person.pk
    assert "Fictional" not in repr(case_shown(cast.reviewer, made.code))
    assert "Vesper Fictional" in repr(case_shown(cast.documenter, made.code))
    grant_access(cast.documenter, person, to=cast.reviewer)
    assert names(cast.reviewer, text="Vesper") == ["Vesper Fictional"]
    assert "Vesper Fictional" in repr(case_shown(cast.reviewer, made.code))


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("محمد الخيالي", "Mohammad"), ("Muhammad Fictional", "محمد"), ("Mohamed Fictional", "Muhammad"),
        ("عبد الرحمن الخيالي", "Abdulrahman"), ("فاطمة", "فاطمه"), ("أحمد", "احمد"), ("إسراء", "اسراء"),
        ("مُحَمَّد", "محمد"), ("محمـــد", "محمد"), ("مصطفى", "مصطفي"), ("Fatimah Fictional", "فاطمة"),
        ("Zubayr-Example", "zub"), ("José Fictional", "jose"),
    ],
)  # fmt: skip
def test_a_person_is_found_however_the_name_is_spelt(cast: Cast, written: str, asked: str) -> None:
    made = record_case(
        cast.documenter, case(date(2019, 1, 1), harms=(harm_to(written), harm_to("Nobody Else")))
    )
    assert names(cast.reviewer, text=asked) == [written]
    assert codes(cast.reviewer, text=asked) == [made.code]


def test_another_name_is_not_found(cast: Cast) -> None:
    record_case(
        cast.documenter, case(date(2019, 1, 1), harms=(harm_to("محمود"), harm_to("Mahmoud Fictional")))
    )
    assert names(cast.reviewer, text="Mohammad") == [] and names(cast.reviewer, text="محمد") == []


def test_a_case_is_found_by_words_of_its_places_however_spelt(cast: Cast) -> None:
    place = make_places(cast.documenter)["alder"]
    made = record_case(cast.documenter, case(date(2019, 1, 1), title="Hit on the market", place=place))
    for text in ("alder", "Northmark", "ارض الإختبار", "market Northmark", made.code, made.code.lower()):
        assert codes(cast.reviewer, text=text) == [made.code], text
    assert codes(cast.reviewer, text="market Southmark") == []


def test_words_follow_the_record_and_are_the_same_when_made_anew(cast: Cast) -> None:
    made = record_case(cast.documenter, case(date(2019, 1, 1), title="First title"))
    assert codes(cast.reviewer, text="first") == [made.code]
    change_record(cast.documenter, Incident, made.pk, expected_version=1, title_en="Second wording")
    assert codes(cast.reviewer, text="first") == [] and codes(cast.reviewer, text="wording") == [made.code]
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, words FROM search_text ORDER BY key")
        before = cursor.fetchall()
        rebuild_texts()
        cursor.execute("SELECT key, words FROM search_text ORDER BY key")
        assert cursor.fetchall() == before
    assert codes(cast.reviewer, text="wording") == [made.code]


def test_each_part_of_a_filter_chooses(cast: Cast) -> None:
    places = make_places(cast.documenter)
    simple = simple_case(places["alder"])
    one = record_case(cast.documenter, simple)
    two = record_case(cast.documenter, case(date(2019, 8, 1), title="Other", certainty="possible"))
    fits: dict[str, object] = {
        "place": (places["country"].code,), "party": ("russian",), "last": date(2019, 7, 31), "platform": ("fixed-wing",),
        "munition": ("missile",), "certainty": ("confirmed",), "harm": ("killed",), "sex": ("female",), "age": ("adult",),
        "status": ("civilian",),
    }  # fmt: skip
    for name, value in fits.items():
        assert codes(cast.reviewer, **{name: value}) == [one.code], name
        assert codes(cast.outsider, **{name: value}) == [], name
    assert codes(cast.reviewer, **fits) == [one.code]
    assert names(cast.reviewer, **fits) == ["Zahra Example-Person"]
    assert codes(cast.reviewer, place=("TL01",)) == [one.code]
    assert codes(cast.reviewer, first=date(2019, 8, 1)) == [two.code]
    assert (
        codes(cast.documenter, author="me") == [two.code, one.code]
        and codes(cast.reviewer, author="me") == []
    )
    assert codes(cast.reviewer, state=("draft",), secrecy=("open",)) == [two.code, one.code]
    assert codes(cast.reviewer, state=("accepted",)) == []


def test_a_filter_by_an_alliance_follows_who_joins_it(cast: Cast) -> None:
    places = make_places(cast.documenter)
    one = record_case(cast.documenter, simple_case(places["alder"]))
    alliance, member = (Party.objects.get(code=code) for code in ("coalition", "russian"))
    assert codes(cast.reviewer, party=(alliance.code,)) == []
    with writing(cast.documenter, action="party changed") as write:
        write.change(member, expected_version=member.version, parent=alliance)
    assert codes(cast.reviewer, party=(alliance.code,)) == [one.code]


def test_sex_and_age_must_fit_one_and_the_same_harm(cast: Cast) -> None:
    harms = (
        HarmFacts(
            kind="killed", group_label="women", sex="female", age_group="adult", count=CountRange.exactly(2)
        ),
        HarmFacts(
            kind="killed", group_label="boys", sex="male", age_group="child", count=CountRange.exactly(2)
        ),
    )
    made = record_case(cast.documenter, case(date(2019, 1, 1), harms=harms))
    assert codes(cast.reviewer, sex=("female",), age=("adult",)) == [made.code]
    assert codes(cast.reviewer, sex=("female",), age=("child",)) == []


def test_the_numbers_of_a_row_count_nobody_twice(cast: Cast) -> None:
    record_draft(cast.documenter)
    row = incidents_page(cast.reviewer, Filters()).rows[0]
    assert row.killed == (7, 7) and row.injured is None


def test_a_person_is_shown_with_all_spellings_and_harms(cast: Cast) -> None:
    record_case(cast.documenter, case(date(2019, 1, 1), title="Hit", harms=(
        harm_to("Zahra Example", name_ar="زهرة مثال", names=({"text": "Zehra Example"},)),)))  # fmt: skip
    row = persons_page(cast.reviewer, Filters()).rows[0]
    shown = person_shown(cast.reviewer, row.code)
    assert shown.spellings == ("Zahra Example", "زهرة مثال", "Zehra Example") and len(shown.row.harms) == 1
    for stranger in (cast.outsider, cast.administrator):
        with pytest.raises(NotFound):
            person_shown(stranger, row.code)


@pytest.mark.parametrize("seed", range(4))
def test_the_mirror_sees_exactly_what_the_one_filter_of_visibility_sees(cast: Cast, seed: int) -> None:
    chance = random.Random(seed)
    for author in (cast.documenter, cast.outsider):
        with writing(author, action="filled") as write:
            persons = [{"name": f"Person {n}", **somewhere(chance)} for n in range(20)]
            incidents = [{"occurred": "2019", **somewhere(chance)} for _ in range(20)]
            add_rows(write, Person, persons)
            add_rows(write, Incident, incidents)
            stored = (
                list(Incident.objects.values_list("pk", flat=True)),
                list(Person.objects.values_list("pk", flat=True)),
            )
            harms = [
                {"incident_id": chance.choice(stored[0]), "person_id": chance.choice([None, *stored[1]]), "kind": "killed",
                 "minimum": 1, "maximum": 1, "withdrawn_at": chance.choice([None, None, write.at]), **somewhere(chance)}
                for _ in range(60)
            ]  # fmt: skip
            add_rows(write, Harm, harms)
    hidden = visible_to(cast.documenter, Incident).filter(confidentiality="restricted").first()
    if hidden is not None:
        Grant.objects.create(
            account=cast.analyst, record_id=hidden.pk, granted_at=hidden.created_at, granted_by=cast.reviewer
        )
    the_mirror_agrees(cast)
    for _ in range(12):
        write_something(cast, chance)
        the_mirror_agrees(cast)


def test_more_people_may_look_than_are_remembered(cast: Cast) -> None:
    record_draft(cast.documenter)
    with followed() as mirror:
        mine = sight_of(cast.reviewer, mirror)
        assert seen(mirror, mine, "harm").any()
        for number in range(MOST_SIGHTS + 1):
            assert not seen(mirror, replace(mine, desk=1_000 + number, account=1_000), "harm").any()
        assert seen(mirror, mine, "harm").any()


def the_mirror_agrees(cast: Cast) -> None:
    for actor in (cast.documenter, cast.reviewer, cast.analyst, cast.outsider, cast.administrator):
        with followed() as mirror:
            for model, name in ((Incident, "incident"), (Person, "person"), (Harm, "harm")):
                table = mirror.table(name)
                flags = seen(mirror, sight_of(actor, mirror), name)
                assert set(table["key"][flags].tolist()) == keys_of(visible_to(actor, model)), (actor, name)
    assert np.count_nonzero(flags) == 0


def write_something(cast: Cast, chance: random.Random) -> None:
    """Record a case, or restrict, open, withdraw or point elsewhere something that is there."""
    author = chance.choice([cast.documenter, cast.reviewer])
    if chance.random() < 0.4:
        harm_facts = harm_to("Somebody", confidentiality=secrecy(chance))
        record_case(author, case(date(2019, 1, 1), harms=(harm_facts,), confidentiality=secrecy(chance)))
        return
    with writing(author, action="changed") as write:
        incident = chance.choice(list(Incident.objects.order_by("pk")))
        person = chance.choice(list(Person.objects.order_by("pk")))
        harm = chance.choice(list(Harm.objects.order_by("pk")))
        change = chance.choice(["incident", "person", "harm", "withdrawn"])
        if change == "harm":
            write.change(harm, expected_version=harm.version, person_id=person.pk, incident_id=incident.pk)
        elif change == "withdrawn":
            stands = None if harm.withdrawn_at else write.at
            write.change(harm, expected_version=harm.version, withdrawn_at=stands)
        else:
            record: Record = incident if change == "incident" else person
            write.change(record, expected_version=record.version, confidentiality=secrecy(chance))


def secrecy(chance: random.Random) -> str:
    return chance.choice(["open", "restricted"])


def somewhere(chance: random.Random) -> dict[str, str]:
    return {
        "desk": chance.choice(["main", "elsewhere"]),
        "confidentiality": chance.choice(["open", "restricted"]),
    }


def keys_of(rows: object) -> set[int]:
    return {key_of(row.pk) for row in rows}  # type: ignore[attr-defined]


def test_what_was_undone_is_not_seen(cast: Cast) -> None:
    record_draft(cast.documenter)
    assert incidents_page(cast.reviewer, Filters()).total == 1
    with pytest.raises(ZeroDivisionError), writing(cast.documenter, action="filled") as write:
        write.add(Incident(title_en="Undone"))
        raise ZeroDivisionError
    assert incidents_page(cast.reviewer, Filters()).total == 1 and codes(cast.reviewer, text="undone") == []


def test_a_page_asks_the_same_few_questions_however_long_it_is(cast: Cast) -> None:
    def queries(actor: Account) -> int:
        with CaptureQueriesContext(connection) as asked:
            incidents_page(actor, Filters(harm=("killed",)))
        return len(asked)

    record_draft(cast.documenter)
    incidents_page(cast.reviewer, Filters())
    one = queries(cast.reviewer)
    for _ in range(6):
        record_draft(cast.documenter)
    incidents_page(cast.reviewer, Filters())
    assert queries(cast.reviewer) == one == 5


@pytest.mark.parametrize(
    "given",
    [
        {"state": ["no-such"]},
        {"first": ["yesterday"]},
        {"sort": ["sideways"]},
        {"first": ["2020-01-01"], "last": ["2019-01-01"]},
    ],
)
def test_a_filter_that_cannot_be_is_refused(given: dict[str, list[str]]) -> None:
    with pytest.raises(InvalidValue):
        parse_filters(given)


def test_a_filter_written_and_read_again_is_the_same() -> None:
    made = Filters(
        text="market", party=("russian",), first=date(2019, 1, 1), sex=("female", "male"), sort="oldest"
    )
    again: dict[str, list[str]] = {}
    for name, value in made.pairs():
        again.setdefault(name, []).append(value)
    assert parse_filters(again) == made


def test_a_cursor_that_nobody_gave_is_refused(cast: Cast) -> None:
    for cursor in ("x", "9" * 30, "1e5"):
        with pytest.raises(InvalidValue):
            incidents_page(cast.reviewer, Filters(), cursor=cursor)


def test_what_is_withheld_is_neither_shown_nor_found_by(cast: Cast) -> None:
    made = record_case(
        cast.documenter,
        case(
            date(2019, 1, 1),
            title="Kept",
            harms=(harm_to("Secretname Fictional"),),
            narrative_en="Hiddenword",
        ),
    )
    person = Person.objects.get()
    withhold_field(cast.documenter, Person, person.pk, "name", reason="threats")
    withhold_field(cast.documenter, Incident, made.pk, "narrative", reason="threats")
    for actor in (cast.reviewer, cast.documenter):
        assert codes(actor, text="Secretname") == [] and codes(actor, text="Hiddenword") == []
        assert names(actor, text="Secretname") == [] and codes(actor, text="kept") == [made.code]
    assert names(cast.reviewer) == [""] and names(cast.documenter) == ["Secretname Fictional"]
    assert person_shown(cast.reviewer, person.code).spellings == ()
    before = [row.words for row in Text.objects.order_by("key")]
    rebuild_texts()
    assert before == [row.words for row in Text.objects.order_by("key")]
    assert not any("secretname" in words for words in before)
