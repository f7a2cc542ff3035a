"""Every address, asked as every role, of one's own, another desk's, a restricted and a missing record.

New addresses are found by walking the resolver. Write the golden file anew with:
.venv/bin/python -m pytest tests/web/access/test_addresses.py --rewrite-golden
"""

from __future__ import annotations

import copy
import random
import re
import statistics
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from tests.web.access.people import Case, Company, make_case, make_company
from tests.web.access.samples import CODES, FIXED, INCIDENT, NOT_SAMPLED, SITUATIONS
from tests.web.conftest import SignIn

GOLDEN = Path(__file__).parent / "addresses.txt"
ARGUMENT = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>")
ASKED = ("GET", "POST")


@dataclass(frozen=True, slots=True)
class Address:
    """One pattern of the resolver."""

    route: str
    name: str

    @property
    def has_code(self) -> bool:
        """Say whether it leads to a record."""
        return "code>" in self.route and self.name not in NOT_SAMPLED

    def filled(self, cases: Mapping[str, Case], situation: str) -> str:
        """Put samples in the places of its arguments; a missing sample fails the test and says what to do."""
        sample = CODES.get(self.name, INCIDENT)

        def put(found: re.Match[str]) -> str:
            name, converter = found["name"], found["converter"] or "str"
            if name == "code":
                return sample.missing if situation == "missing" else sample.of(cases[situation])
            value = FIXED.get(f"{converter}:{name}", FIXED.get(name))
            if value is None:
                pytest.fail(
                    f"The address {self.route} ({self.name}) has an argument {name!r} ({converter}) without a sample. "
                    "Add one to tests/web/access/samples.py."
                )
            return value

        return "/" + ARGUMENT.sub(put, self.route)


def addresses(patterns: list[URLPattern | URLResolver] | None = None, before: str = "") -> Iterator[Address]:
    """Walk the resolver and return every address."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(one.pattern).lstrip("^").rstrip("$")
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, route)
        else:
            yield Address(route, one.name or "")


def _ask(client: Client, method: str, address: str) -> HttpResponse:
    """Ask once and undo whatever it did, in the database and in the browser's cookies."""
    cookies = copy.deepcopy(client.cookies)
    with transaction.atomic():
        answer = client.generic(method, address)
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer  # type: ignore[return-value]  # the stubs' own answer class


@pytest.fixture
def company(db: None) -> Company:
    return make_company()


@pytest.fixture
def cases(company: Company) -> dict[str, Case]:
    colleague, elsewhere = company.colleague, company.elsewhere
    return {
        "own": make_case(company.asking["documenter"]),
        "colleague": make_case(colleague),
        "other": make_case(elsewhere),
        "restricted": make_case(colleague, confidentiality="restricted"),
    }


def _clients(company: Company, signed_in: SignIn) -> dict[str, Client]:
    found = {role: signed_in(account) for role, account in company.asking.items()}
    clients = {"nobody": Client(), **found}
    for client in clients.values():
        client.raise_request_exception = False
    return clients


def test_every_address_answers_every_role_as_agreed(
    company: Company, cases: dict[str, Case], signed_in: SignIn, request: pytest.FixtureRequest
) -> None:
    lines, faults = [], []
    clients = _clients(company, signed_in)
    for address in sorted(set(addresses()), key=lambda one: (one.route, one.name)):
        if address.name in NOT_SAMPLED:
            continue
        situations = SITUATIONS if address.has_code else ("missing",)
        for method in ASKED:
            lines.append(f"{method:5}{address.route or '/'}")
            for who, client in clients.items():
                answers = {s: _ask(client, method, address.filled(cases, s)) for s in situations}
                lines.append(f"       {who:14}" + "  ".join(_cell(s, a) for s, a in answers.items()))
                faults += [
                    f"{method} {address.route} as {who}: not yours ({situation}) differs from not there"
                    for situation in ("other", "restricted")
                    if situation in answers
                    and _comparable(answers[situation]) != _comparable(answers["missing"])
                ]
                faults += [
                    f"{method} {address.route} as {who}: {answer.status_code}"
                    for answer in answers.values()
                    if answer.status_code >= 500
                    and answer.status_code != 503  # 503: the vault is locked here
                ]
    assert not faults, "\n".join(faults)
    now = "\n".join(lines) + "\n"
    if request.config.getoption("--rewrite-golden"):
        GOLDEN.write_text(now, encoding="utf-8")
    assert GOLDEN.read_text(encoding="utf-8") == now, "read the difference; if it is meant, --rewrite-golden"


def _cell(situation: str, answer: HttpResponse) -> str:
    return f"{situation} {answer.status_code}"


def _comparable(answer: HttpResponse) -> tuple[int, bytes, tuple[tuple[str, str], ...]]:
    """Everything a person could compare: status, every byte, every header; a redirection to the sign-in or to the
    second factor names the address asked for, which who asks knows already; each answer's number is random."""
    headers = tuple(
        sorted((k, v.partition("?next=")[0]) for k, v in answer.headers.items() if k != "X-Request-Id")
    )
    return answer.status_code, answer.content, headers


def test_an_address_without_a_sample_says_what_to_do() -> None:
    with pytest.raises(pytest.fail.Exception, match=r"Add one to tests/web/access/samples.py"):
        Address("things/<int:number>/", "thing").filled({}, "missing")


def _record_pages() -> list[Address]:
    return [one for one in set(addresses()) if one.has_code and "step" not in one.route]


def test_not_yours_asks_the_database_as_often_as_not_there(
    company: Company, cases: dict[str, Case], signed_in: SignIn
) -> None:
    client = signed_in(company.asking["reviewer"])
    client.get("/")  # the session's first use is noted here, not while counting
    pages = _record_pages()
    assert pages
    for page in pages:
        counts = {}
        for situation in ("restricted", "other", "missing"):
            _ask(client, "GET", page.filled(cases, situation))
            with CaptureQueriesContext(connection) as asked:
                client.get(page.filled(cases, situation))
            counts[situation] = len(asked)
        assert len(set(counts.values())) == 1, (page.route, counts)


def test_not_yours_takes_as_long_as_not_there(
    company: Company, cases: dict[str, Case], signed_in: SignIn
) -> None:
    """Ask for both in random order, pair by pair: were one slower by as much as the noise, it would lose most pairs."""
    client = signed_in(company.asking["reviewer"])
    client.get("/")
    page = min(_record_pages(), key=lambda one: one.route)
    addresses_of = {s: page.filled(cases, s) for s in ("restricted", "missing")}
    order = random.Random(20190731)
    times: dict[str, list[float]] = {situation: [] for situation in addresses_of}
    for _ in range(120):
        for situation in order.sample(sorted(addresses_of), 2):
            began = time.perf_counter()
            client.get(addresses_of[situation])
            times[situation].append(time.perf_counter() - began)
    pairs = list(zip(times["restricted"], times["missing"], strict=True))
    share = statistics.fmean(1.0 if a > b else 0.0 for a, b in pairs)
    assert 0.25 < share < 0.75, f"not yours was the slower in {share:.0%} of {len(pairs)} pairs"
