"""Pairs of persons in the review queue, judgements of them, and what they do to the counting."""

from datetime import date
from pathlib import Path

import pytest

from tawthiq.analysis.snapshot import Snapshot
from tawthiq.domain.counts import CountRange
from tawthiq.domain.dates import PartialDate
from tawthiq.domain.errors import InvalidValue, NotFound, Refused
from tawthiq.queries.audit import audit_ledger
from tawthiq.queries.matching import PairLine, pair_shown, pairs_to_judge
from tawthiq.records.cases.models import Harm, Incident, Person
from tawthiq.records.ledger.models import Entry
from tawthiq.records.matching.models import CandidatePair, Judgement
from tawthiq.services.accounts import grant_access
from tawthiq.services.cases.facts import CaseFacts, HarmFacts, IncidentFacts, PersonFacts
from tawthiq.services.cases.recording import record_case
from tawthiq.services.matching import judge_pair, propose_matches, withdraw_judgement
from tawthiq.services.snapshots import take_snapshot
from tests.conftest import Cast
from tests.services.cases import make_places, record_accepted
from tests.services.matching import DAY, NAMES, record_person


def queue(cast: Cast) -> tuple[PairLine, ...]:
    propose_matches(cast.documenter)
    return pairs_to_judge(cast.reviewer)


def the_pair(cast: Cast, **facts: object) -> PairLine:
    """Record one invented person twice and return their pair."""
    record_person(cast.documenter, cast.reviewer, NAMES[0], **facts)
    record_person(cast.documenter, cast.reviewer, NAMES[1], **facts)
    record_person(cast.documenter, cast.reviewer, "وسيم راغب الساحلي", day=date(2019, 3, 2), age=61)
    (pair,) = queue(cast)
    return pair


def test_a_person_recorded_twice_comes_into_the_queue_with_both_sides(cast: Cast) -> None:
    alder = make_places(cast.documenter)["alder"]
    pair = the_pair(cast, place=alder)
    assert {pair.left.name, pair.right.name} == set(NAMES[:2])
    assert pair.probability > 0.5 and pair.verdict is None
    for side in (pair.left, pair.right):
        assert (side.sex, side.age, side.died, side.place) == ("male", 34, "2019-07-22", "Alder Village")
        assert side.incident_code.startswith("INC-2019-")
    assert "The names are written in two scripts and sound alike word by word." in pair.sentences_en
    assert "The dates of the event are the same (2019-07-22)." in pair.sentences_en
    assert len(pair.sentences_ar) == len(pair.sentences_en) and "العمر واحد." in pair.sentences_ar
    assert pair_shown(cast.reviewer, pair.id) == pair
    assert audit_ledger().faults == ()


def test_running_it_again_changes_nothing(cast: Cast) -> None:
    the_pair(cast)
    entries = Entry.objects.count()
    again = propose_matches(cast.documenter)
    assert (again.new, again.changed, again.gone, again.unchanged) == (0, 0, 0, 1)
    assert Entry.objects.count() == entries


def test_a_judged_pair_leaves_the_queue_and_stays_judged_through_the_next_run(cast: Cast) -> None:
    pair = the_pair(cast)
    judged = judge_pair(cast.reviewer, pair.id, "same", "One family named him to both lists.")
    assert judged.verdict == "same" and judged.pair.version == pair.version + 1
    assert queue(cast) == ()
    assert pair_shown(cast.reviewer, pair.id).verdict == "same"
    assert audit_ledger().faults == ()


def test_an_unsure_pair_stays_in_the_queue_after_the_others(cast: Cast) -> None:
    pair = the_pair(cast)
    judge_pair(cast.reviewer, pair.id, "unsure", "The photographs do not decide it.")
    record_person(cast.documenter, cast.reviewer, "وسيم راغب الساحلى", day=date(2019, 3, 2), age=61)
    other, unsure = queue(cast)
    assert (other.verdict, unsure.verdict, unsure.id) == (None, "unsure", pair.id)


def test_withdrawing_brings_back_what_stood_before(cast: Cast) -> None:
    pair = the_pair(cast)
    judge_pair(cast.reviewer, pair.id, "unsure", "Not yet.")
    judge_pair(cast.reviewer, pair.id, "same", "His brother said so.")
    assert withdraw_judgement(cast.reviewer, pair.id, "It was another brother.").verdict == "unsure"
    assert withdraw_judgement(cast.reviewer, pair.id, "Too early.").verdict is None
    with pytest.raises(Refused, match="No judgement stands"):
        withdraw_judgement(cast.reviewer, pair.id, "Once more.")
    assert Judgement.objects.count() == 4
    judge_pair(cast.reviewer, pair.id, "not-same", "Two graves.")
    assert pair_shown(cast.reviewer, pair.id).verdict == "not-same"


def test_merging_and_splitting_leave_every_record_as_it_was(cast: Cast) -> None:
    pair = the_pair(cast)
    before = [list(model.objects.order_by("pk").values()) for model in (Person, Harm, Incident)]
    judge_pair(cast.reviewer, pair.id, "same", "One and the same.")
    propose_matches(cast.documenter)
    withdraw_judgement(cast.reviewer, pair.id, "They are two.")
    propose_matches(cast.documenter)
    assert [list(model.objects.order_by("pk").values()) for model in (Person, Harm, Incident)] == before
    stored = CandidatePair.objects.get(pk=pair.id)
    assert stored.probability_millionths == round(pair.probability * 1_000_000)


def test_it_asks_for_a_reason_a_known_verdict_and_the_version_seen(cast: Cast) -> None:
    pair = the_pair(cast)
    with pytest.raises(Refused, match="needs a reason"):
        judge_pair(cast.reviewer, pair.id, "same", "  ")
    with pytest.raises(InvalidValue, match="same, not-same, unsure, not 'withdrawn'"):
        judge_pair(cast.reviewer, pair.id, "withdrawn", "by the back door")
    judge_pair(cast.reviewer, pair.id, "unsure", "Not yet.", expected_version=pair.version)
    with pytest.raises(Refused, match="changed"):
        judge_pair(cast.reviewer, pair.id, "same", "Late.", expected_version=pair.version)
    assert Judgement.objects.count() == 1


def test_only_who_may_judge_judges_and_only_who_may_propose_proposes(cast: Cast) -> None:
    pair = the_pair(cast)
    for actor in (cast.documenter, cast.analyst, cast.administrator):
        with pytest.raises(Refused, match="may not do this"):
            judge_pair(actor, pair.id, "same", "I think so.")
    with pytest.raises(Refused, match="may not do this"):
        propose_matches(cast.administrator)


def test_an_outsider_sees_no_pair_proposes_none_and_judges_none(cast: Cast) -> None:
    pair = the_pair(cast)
    assert pairs_to_judge(cast.outsider) == () == pairs_to_judge(cast.administrator)
    assert propose_matches(cast.outsider).persons == 0
    with pytest.raises(NotFound):
        pair_shown(cast.outsider, pair.id)
    with pytest.raises(NotFound):
        judge_pair(cast.outsider, pair.id, "same", "Let me in.")
    with pytest.raises(NotFound):
        withdraw_judgement(cast.outsider, pair.id, "Let me in.")


def record_restricted(cast: Cast) -> Incident:
    """Record a restricted attack on a person as the reviewer, who alone sees it."""
    harm = HarmFacts(
        kind="killed", sex="male", age_group="adult", age_years=34,
        person=PersonFacts(name=NAMES[1], sex="male", confidentiality="restricted"),
    )  # fmt: skip
    incident = IncidentFacts(occurred=PartialDate.exactly(DAY), confidentiality="restricted")
    return record_case(cast.reviewer, CaseFacts(incident=incident, harms=(harm,)))


def test_a_pair_with_a_person_one_may_not_see_does_not_exist(cast: Cast) -> None:
    record_person(cast.documenter, cast.reviewer, NAMES[0])
    hidden = record_restricted(cast)
    assert propose_matches(cast.reviewer).new == 1
    (pair,) = pairs_to_judge(cast.reviewer)
    for actor in (cast.documenter, cast.analyst):
        assert pairs_to_judge(actor) == ()
        with pytest.raises(NotFound):
            pair_shown(actor, pair.id)
    assert propose_matches(cast.documenter).gone == 0
    grant_access(cast.reviewer, hidden, cast.analyst)
    assert [shown.id for shown in pairs_to_judge(cast.analyst)] == [pair.id]


def test_a_sentence_about_an_act_one_may_not_see_is_not_told(cast: Cast) -> None:
    record_person(cast.documenter, cast.reviewer, NAMES[0])
    hidden = record_restricted(cast)
    propose_matches(cast.reviewer)
    grant_access(cast.reviewer, Person.objects.get(harms__incident=hidden), cast.analyst)
    (whole,) = pairs_to_judge(cast.reviewer)
    (shown,) = pairs_to_judge(cast.analyst)
    assert "The dates of the event are the same (2019-07-22)." in whole.sentences_en
    assert "" in (shown.left.died, shown.right.died) and "" in (
        shown.left.incident_code,
        shown.right.incident_code,
    )
    assert not any("event" in sentence or "age" in sentence for sentence in shown.sentences_en)
    assert any("sound alike" in sentence for sentence in shown.sentences_en)


def test_judgements_that_contradict_each_other_through_a_third_person_are_refused(cast: Cast) -> None:
    for name in NAMES:
        record_person(cast.documenter, cast.reviewer, name)
    record_person(cast.documenter, cast.reviewer, "وسيم راغب الساحلي", day=date(2019, 3, 2), age=61)
    one, two, three = queue(cast)
    judge_pair(cast.reviewer, one.id, "same", "One.")
    judge_pair(cast.reviewer, two.id, "same", "One.")
    with pytest.raises(Refused, match="Other judgements already say the contrary"):
        judge_pair(cast.reviewer, three.id, "not-same", "Two.")
    withdraw_judgement(cast.reviewer, two.id, "Look again.")
    judge_pair(cast.reviewer, three.id, "not-same", "Two.")
    with pytest.raises(Refused, match="Other judgements already say the contrary"):
        judge_pair(cast.reviewer, two.id, "same", "One.")


def killed(cast: Cast, folder: Path) -> dict[str, tuple[int, int | None]]:
    taken = take_snapshot(cast.analyst, folder=folder, rule="snhr-2019")
    harms = Snapshot.open(taken.folder).table("harms").to_pylist()
    return {h["incident_code"]: (h["remaining_minimum"], h["remaining_maximum"]) for h in harms}


def test_a_merged_person_dies_once_in_the_next_snapshot_and_twice_again_after_splitting(
    committed_cast: Cast, tmp_path: Path
) -> None:
    cast = committed_cast
    first = record_person(cast.documenter, cast.reviewer, NAMES[0], certainty="likely")
    surer = record_person(cast.documenter, cast.reviewer, NAMES[1], certainty="confirmed")
    (pair,) = queue(cast)
    twice = {first.code: (1, 1), surer.code: (1, 1)}
    assert killed(cast, tmp_path / "a") == twice
    judge_pair(cast.reviewer, pair.id, "same", "One and the same.")
    assert killed(cast, tmp_path / "b") == {first.code: (0, 0), surer.code: (1, 1)}
    withdraw_judgement(cast.reviewer, pair.id, "They are two.")
    assert killed(cast, tmp_path / "c") == twice


def test_two_injuries_of_one_person_on_two_days_stay_two(committed_cast: Cast, tmp_path: Path) -> None:
    cast = committed_cast
    record_person(cast.documenter, cast.reviewer, NAMES[0], kind="injured")
    record_person(cast.documenter, cast.reviewer, NAMES[1], kind="injured", day=date(2019, 7, 24))
    (pair,) = queue(cast)
    judge_pair(cast.reviewer, pair.id, "same", "Hit twice.")
    assert list(killed(cast, tmp_path).values()) == [(1, 1), (1, 1)]


def test_one_person_named_twice_within_a_group_takes_one_from_it(
    committed_cast: Cast, tmp_path: Path
) -> None:
    cast = committed_cast
    named = [
        HarmFacts(kind="killed", within="all", sex="male", age_group="adult", age_years=34,
                  person=PersonFacts(name=name, sex="male"))
        for name in NAMES[:2]
    ]  # fmt: skip
    group = HarmFacts(kind="killed", count=CountRange.exactly(7), key="all", group_label="civilians")
    facts = CaseFacts(
        incident=IncidentFacts(occurred=PartialDate.exactly(DAY), certainty="confirmed"),
        harms=(group, *named),
    )
    record_accepted(cast.documenter, cast.reviewer, facts)
    (pair,) = queue(cast)
    judge_pair(cast.reviewer, pair.id, "same", "One and the same.")
    taken = take_snapshot(cast.analyst, folder=tmp_path, rule="snhr-2019")
    left = [h["remaining_minimum"] for h in Snapshot.open(taken.folder).table("harms").to_pylist()]
    assert sorted(left) == [0, 1, 6]
