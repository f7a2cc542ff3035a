"""Every page of the work, asked by everybody: the outsider finds nothing of it, the administrator is refused."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.conftest import Cast
from tests.web.conftest import SignIn
from tests.web.work.scenes import Scene, make_scene


@pytest.fixture
def scene(cast: Cast) -> Scene:
    """Records of the main desk."""
    return make_scene(cast)


def pages_of(scene: Scene) -> list[str]:
    """Return the address of each page about one record."""
    return [
        reverse("lead", args=[scene.lead.code]),
        reverse("lead", args=[scene.attached.code]),
        reverse("review", args=[scene.case.code]),
        reverse("pair", args=[scene.pair.pk]),
        *(
            reverse("history", args=[one.code])
            for one in (scene.lead, scene.case, scene.source, scene.consent, scene.pair)
        ),
    ]


def steps_on(scene: Scene) -> list[str]:
    """Return the address of each step that a form sends."""
    leads = ("attach", "detach", "dismiss", "restore", "split", "rejoin", "merge", "unmerge")
    reviews = (
        "submit",
        "withdraw",
        "accept",
        "send-back",
        "reopen",
        "certainty",
        "attribution",
        "reliability",
    )
    return [
        *(reverse("lead_step", args=[scene.lead.code, step]) for step in leads),
        *(reverse("review_step", args=[scene.case.code, step]) for step in reviews),
        reverse("pair_judge", args=[scene.pair.pk]),
    ]


LISTS = ("leads", "review_queue", "pairs", "consents")


def test_who_reads_cases_sees_every_page(cast: Cast, signed_in: SignIn, scene: Scene) -> None:
    for actor in (cast.documenter, cast.reviewer, cast.analyst):
        client = signed_in(actor)
        for address in [*pages_of(scene), *(reverse(name) for name in LISTS), reverse("start")]:
            assert client.get(address).status_code == 200, address


def test_not_yours_looks_like_not_there_byte_for_byte(cast: Cast, signed_in: SignIn, scene: Scene) -> None:
    client = signed_in(cast.outsider)
    for address, mark in [(a, a.rstrip("/").rsplit("/", 1)[1]) for a in pages_of(scene)]:
        theirs, nothing = client.get(address), client.get(address.replace(mark, "XXX-2019-999999"))
        assert theirs.status_code == nothing.status_code == 404, address
        assert theirs.content == nothing.content, address


def test_an_outsider_does_no_step_and_is_told_nothing(cast: Cast, signed_in: SignIn, scene: Scene) -> None:
    client = signed_in(cast.outsider)
    for address in steps_on(scene):
        answer = client.post(address, {"version": 1, "reason": "x"})
        assert answer.status_code == 404, address
        assert scene.lead.text.encode() not in answer.content


def test_lists_and_start_show_an_outsider_nothing_of_it(cast: Cast, signed_in: SignIn, scene: Scene) -> None:
    client = signed_in(cast.outsider)
    for name in (*LISTS, "start"):
        content = client.get(reverse(name)).content.decode()
        for secret in (scene.lead.code, scene.case.code, scene.source.alias, "Zahra", "Alder"):
            assert secret not in content, (name, secret)


def test_the_administrator_reads_no_case_and_no_list(cast: Cast, signed_in: SignIn, scene: Scene) -> None:
    client = signed_in(cast.administrator)
    for address in [*pages_of(scene), *(reverse(name) for name in LISTS)]:
        assert client.get(address).status_code == 403, address
    for address in steps_on(scene):
        assert client.post(address, {"version": 1}).status_code == 403, address
    start = client.get(reverse("start")).content.decode()
    assert scene.case.code not in start and scene.lead.code not in start and "cedar" not in start


def test_a_get_changes_nothing(cast: Cast, signed_in: SignIn, scene: Scene) -> None:
    client = signed_in(cast.reviewer)
    for address in [*steps_on(scene), reverse("audit_now")]:
        assert client.get(address).status_code == 405, address
