"""The work as people do it on the pages: leads, review, duplicates, history; nothing typed is lost on a refusal."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tawthiq.queries.audit import audit_ledger
from tawthiq.queries.reviewing import open_remarks_by_field
from tawthiq.records.accounts.models import Account, Withholding
from tawthiq.records.cases.models import Harm, Incident, Lead
from tawthiq.records.matching.models import Judgement
from tawthiq.records.sources.models import Source
from tawthiq.services.cases.recording import change_record
from tawthiq.services.review import send_back_incident
from tawthiq.services.withholding import withhold_field
from tests.conftest import Cast
from tests.web.conftest import SignIn
from tests.web.work.scenes import TEXT, Scene, make_scene


@pytest.fixture
def scene(cast: Cast) -> Scene:
    """Records of the main desk."""
    return make_scene(cast)


def test_what_waits_is_counted_for_each_role(cast: Cast, signed_in: SignIn, scene: Scene) -> None:
    reviewer = signed_in(cast.reviewer).get("/").content.decode()
    assert "incident to review" in reviewer and "possible duplicate" in reviewer and "cedar" in reviewer
    documenter = signed_in(cast.documenter).get("/").content.decode()
    assert "lead to triage" in documenter and "incident to review" not in documenter
    assert "Nothing waits for you." in signed_in(cast.analyst).get("/").content.decode()


def test_a_return_waits_for_who_keeps_the_case_with_its_remark(
    cast: Cast, signed_in: SignIn, scene: Scene
) -> None:
    send_back_incident(cast.reviewer, scene.case.pk, expected_version=2, reason="Which of the two counts?")
    page = signed_in(cast.documenter).get("/").content.decode()
    assert "returned to you with remarks" in page and "Which of the two counts?" in page
    assert "Which of the two counts?" not in signed_in(cast.reviewer).get("/").content.decode()


def test_the_start_page_takes_few_statements(
    cast: Cast, signed_in: SignIn, scene: Scene, django_assert_max_num_queries: object
) -> None:
    client = signed_in(cast.reviewer)
    with django_assert_max_num_queries(32):  # type: ignore[operator]  # the fixture of pytest-django
        client.get("/")


def test_the_administrator_is_told_of_the_system(cast: Cast, signed_in: SignIn, scene: Scene) -> None:
    client = signed_in(cast.administrator)
    page = client.get("/").content.decode()
    assert "without a second factor" in page and "No backup was ever made" in page
    answer = client.post(reverse("audit_now"), follow=True)
    assert b"The ledger fits" in answer.content


def test_a_lead_is_filed_by_hand_with_drafts_beside_it(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.documenter)
    typed = {"text": TEXT, "channel": "phone", "confidentiality": "open"}
    shown = client.post(reverse("lead_new"), {**typed, "read": ""})
    assert b"a proposal, not a record" in shown.content and Lead.objects.count() == 0
    filed = client.post(reverse("lead_new"), {**typed, "file": ""})
    lead = Lead.objects.get()
    assert filed.status_code == 303 and filed.headers["Location"] == reverse("lead", args=[lead.code])
    assert lead.text == TEXT and lead.channel == "phone"
    assert lead.attachments and lead.attachments[0]["values"]["civilians_killed"] == 3


def test_a_lead_without_words_loses_nothing_that_was_typed(cast: Cast, signed_in: SignIn) -> None:
    typed = {"text": "", "channel": "phone", "confidentiality": "open", "note": "from the second caller"}
    answer = signed_in(cast.documenter).post(reverse("lead_new"), {**typed, "file": ""})
    assert answer.status_code == 422 and b"from the second caller" in answer.content


def test_a_lead_is_attached_by_choosing_an_incident_with_its_context(
    cast: Cast, signed_in: SignIn, scene: Scene
) -> None:
    client = signed_in(cast.documenter)
    page = client.get(reverse("lead", args=[scene.lead.code])).content.decode()
    assert scene.case.code in page and "Market hit" in page
    nothing = client.post(reverse("lead_step", args=[scene.lead.code, "attach"]), {"version": 1})
    assert nothing.status_code == 422 and b"No incident was chosen" in nothing.content
    client.post(
        reverse("lead_step", args=[scene.lead.code, "attach"]), {"version": 1, "incident": scene.case.code}
    )
    assert Lead.objects.get(pk=scene.lead.pk).incident_id == scene.case.pk


def test_a_lead_is_split_by_putting_its_sentences_to_parts(
    cast: Cast, signed_in: SignIn, scene: Scene
) -> None:
    client = signed_in(cast.documenter)
    page = client.get(reverse("lead", args=[scene.lead.code])).content.decode()
    assert 'name="part-0"' in page
    second = TEXT.index(" On Tuesday")
    answer = client.post(
        reverse("lead_step", args=[scene.lead.code, "split"]),
        {"version": 1, "part-0": "1", f"part-{second}": "2"},
    )
    assert answer.status_code == 303
    parts = Lead.objects.filter(split_from=scene.lead).order_by("span_first")
    assert [TEXT[p.span_first or 0 : p.span_last].strip()[:10] for p in parts] == ["On Monday ", "On Tuesday"]
    assert [p.attachments[0]["values"]["place"] for p in parts] == ["Alder Village", "Birch Village"]


def test_a_dismissal_without_reason_is_refused_in_the_language_of_the_page(
    cast: Cast, signed_in: SignIn, scene: Scene
) -> None:
    client = signed_in(cast.documenter)
    address = reverse("lead_step", args=[scene.lead.code, "dismiss"])
    assert b"This needs a reason" in client.post(address, {"version": 1, "reason": " "}).content
    client.post("/language/", {"language": "ar", "next": "/"})
    assert "يحتاج إلى سبب" in client.post(address, {"version": 1, "reason": " "}).content.decode()


def test_a_step_on_a_version_that_has_passed_is_refused_as_a_conflict(
    cast: Cast, signed_in: SignIn, scene: Scene
) -> None:
    answer = signed_in(cast.documenter).post(
        reverse("lead_step", args=[scene.attached.code, "detach"]), {"version": 1, "reason": "wrong"}
    )
    assert answer.status_code == 409


def test_a_reviewer_returns_with_several_remarks_and_accepts_what_was_mended(
    cast: Cast, signed_in: SignIn, scene: Scene
) -> None:
    harm = Harm.objects.filter(incident=scene.case, person__isnull=False).order_by("code")[0]
    reviewer, documenter = signed_in(cast.reviewer), signed_in(cast.documenter)
    page = reviewer.get(reverse("review", args=[scene.case.code])).content.decode()
    assert "Claims that disagree" in page and "There were nine." in page
    assert "Independent sources of different kinds agree" in page
    reviewer.post(
        reverse("review_step", args=[scene.case.code, "send-back"]),
        {"version": 2, "reason": "two things", "remark_field": ["occurred", f"{harm.code}.age_years", "site"],
         "remark_text": ["Which day?", "How old?", " "]},
    )  # fmt: skip
    assert set(open_remarks_by_field(cast.documenter, scene.case.pk)) == {
        "",
        "occurred",
        f"{harm.code}.age_years",
    }
    change_record(cast.documenter, Harm, harm.pk, expected_version=1, age_years=44)
    documenter.post(reverse("review_step", args=[scene.case.code, "submit"]), {"version": 4})
    page = reviewer.get(reverse("review", args=[scene.case.code])).content.decode()
    assert "What changed since" in page and "age in years" in page and ">44<" in page
    answer = reviewer.post(reverse("review_step", args=[scene.case.code, "accept"]), {"version": 5})
    assert answer.status_code == 303 and Incident.objects.get(pk=scene.case.pk).state == "accepted"
    assert audit_ledger().faults == ()


def test_a_return_without_reason_keeps_the_remarks_that_were_typed(
    cast: Cast, signed_in: SignIn, scene: Scene
) -> None:
    answer = signed_in(cast.reviewer).post(
        reverse("review_step", args=[scene.case.code, "send-back"]),
        {"version": 2, "reason": "", "remark_field": "occurred", "remark_text": "Which day exactly?"},
    )
    assert answer.status_code == 403 and b"Which day exactly?" in answer.content


def test_buttons_that_do_not_work_say_why(cast: Cast, signed_in: SignIn, scene: Scene) -> None:
    page = signed_in(cast.documenter).get(reverse("review", args=[scene.case.code])).content.decode()
    assert "Your role (documenter) may not do this" in page and "disabled" in page


def test_three_judgements_are_saved_apart(cast: Cast, signed_in: SignIn, scene: Scene) -> None:
    client = signed_in(cast.reviewer)

    def step(name: str) -> str:
        return reverse("review_step", args=[scene.case.code, name])

    client.post(step("certainty"), {"version": 2, "certainty": "likely", "reason": "one eyewitness"})
    client.post(
        step("reliability"),
        {"version": 1, "of": scene.source.code, "reliability": "unsure", "reason": "two numbers"},
    )
    held = scene.case.attributions.get()
    client.post(
        step("attribution"),
        {"version": 1, "of": held.code, "level": "suspected", "basis": "aircraft", "reason": "no observer"},
    )
    held.refresh_from_db()
    assert Incident.objects.get(pk=scene.case.pk).certainty == "likely"
    assert Source.objects.get(pk=scene.source.pk).reliability == "unsure" and held.level == "suspected"


def test_a_pair_is_judged_with_a_reason_and_the_verdict_is_taken_back(
    cast: Cast, signed_in: SignIn, scene: Scene
) -> None:
    client, address = signed_in(cast.reviewer), reverse("pair_judge", args=[scene.pair.pk])
    refused = client.post(address, {"verdict": "same", "reason": "", "version": 1})
    assert refused.status_code == 403 and Judgement.objects.count() == 0
    client.post(address, {"verdict": "same", "reason": "one mother, one day", "version": 1})
    assert Judgement.objects.get().verdict == "same"
    client.post(address, {"verdict": "withdraw", "reason": "two mothers", "version": 2})
    assert Judgement.objects.order_by("created_at").last().verdict == "withdrawn"  # type: ignore[union-attr]  # there are two
    assert signed_in(cast.documenter).post(address, {"verdict": "same", "reason": "x"}).status_code == 403


def test_history_says_codes_dates_and_names_as_people_do(cast: Cast, signed_in: SignIn, scene: Scene) -> None:
    client = signed_in(cast.documenter)
    page = client.get(reverse("history", args=[scene.case.code])).content.decode()
    assert "Alder Village (PLC-" in page and "22 July 2019" in page and "fixed-wing" in page
    assert "2019-07-22<" not in page and str(scene.case.place_id) not in page
    client.post("/language/", {"language": "ar", "next": "/"})
    arabic = client.get(reverse("history", args=[scene.case.code])).content.decode()
    assert "سُجِّلت الحالة" in arabic and "مرسل للمراجعة" in arabic


def test_a_record_is_shown_as_it_stood_at_any_time(cast: Cast, signed_in: SignIn, scene: Scene) -> None:
    client, address = signed_in(cast.documenter), reverse("history", args=[scene.case.code])
    assert b"As it stood then: version 2" in client.get(address, {"at": "2999-01-01"}).content
    assert b"did not exist at that time" in client.get(address, {"at": "1999-01-01T10:00"}).content
    assert client.get(address, {"at": "not a time"}).status_code == 422


def test_what_is_withheld_is_in_no_page_of_the_work(cast: Cast, signed_in: SignIn, scene: Scene) -> None:
    _withhold(cast.documenter, scene.lead, "text")
    for address in (
        reverse("leads"), reverse("lead", args=[scene.lead.code]), reverse("history", args=[scene.lead.code]), "/",
    ):  # fmt: skip
        assert "Birch Village" not in signed_in(cast.reviewer).get(address).content.decode(), address
    assert (
        "Birch Village"
        in signed_in(cast.documenter).get(reverse("lead", args=[scene.lead.code])).content.decode()
    )


def _withhold(actor: Account, lead: Lead, field: str) -> None:
    """Keep a field of a lead from others, through the service."""
    withhold_field(actor, Lead, lead.pk, field, reason="the caller asked for it")
    assert Withholding.objects.exists()


def test_consents_in_trouble_name_aliases_and_what_rests_on_them(
    cast: Cast, signed_in: SignIn, scene: Scene
) -> None:
    page = signed_in(cast.documenter).get(reverse("consents")).content.decode()
    assert "cedar" in page and "ends soon" in page and "publish words" in page and scene.case.code in page
