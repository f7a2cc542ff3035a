"""The web application under load: a million harms in 200,000 incidents, 20 readers who never pause, one writer.

The home is filled by the bulk writer (rows, ledger and words as an import makes them), then served by the real
command. Readers sign in as people of one desk and ask for one kind of page each, in a process of their own; the
writer records cases through the service all the while. Beside each kind of page stands a bare SQL query that answers
the same question, asked by as many readers of the same file: the ratio of the two 95th percentiles is the figure.
"""

from __future__ import annotations

import contextlib
import http.client
import importlib
import json
import multiprocessing
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

from benchmarks.generate import FAMILY, GIVEN, skewed, words
from benchmarks.measure import Measured, Row
from tawthiq.cli.opening import open_records
from tawthiq.config.home import create_home

INCIDENTS = int(os.environ.get("TAWTHIQ_BENCH_INCIDENTS", "200000"))
PER_INCIDENT = 5
READERS = 20
SECONDS = float(os.environ.get("TAWTHIQ_BENCH_SECONDS", "15"))
AIM_MS = 200.0
FIRST_DAY = date(2011, 3, 15)
DAYS = 3300
SERVED = f"--processes {os.cpu_count() or 1} --threads 2"
"""How the manual says to serve many people: a process for each core."""
GRID = (13, 20)
"""Governorates, and communities in each."""


def run() -> list[Row]:
    """Fill a home, serve it, and measure each kind of page."""
    kept = os.environ.get("TAWTHIQ_BENCH_HOME")
    with contextlib.ExitStack() as stack:
        folder = (
            Path(kept)
            if kept
            else Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tawthiq-web-")))
        )
        home = folder / "home"
        if not (home / "tawthiq.toml").exists():
            _in_a_process(fill, home)
        cookies = _in_a_process(sign_in, home)
        return _measured(home, cookies)


def _in_a_process(task: Callable[..., Any], *values: Any) -> Any:
    """Run a task in a fresh process, for Django knows one home only."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(task, values)


# -- filling ---------------------------------------------------------------------------------------------------------


def fill(home: Path) -> None:
    """Make the home: accounts, places, parties, then incidents with harms, persons, strikes and attributions."""
    start = time.perf_counter()
    create_home(home, organisation="Benchmark", zone="Asia/Damascus", counting_rule="snhr-2019")
    open_records(home)
    founding = importlib.import_module("tawthiq.services.founding")
    accounts = {f"reader{n}": ["documenter", "reviewer"] for n in range(READERS)}
    founding.found_home(administrator="administrator", accounts={"documenter": ["documenter"], **accounts})
    account = importlib.import_module("tawthiq.services.accounts").account_named("documenter")
    places = _places(account)
    parties = {
        one.code: one.pk
        for one in importlib.import_module("tawthiq.records.parties.models").Party.objects.all()
    }
    writing = importlib.import_module("tawthiq.services.writing")
    chance = random.Random(5)
    given, family = words(GIVEN[0], 3), words(FAMILY[0], 4)
    for first in range(0, INCIDENTS, 20_000):
        with writing.writing(account, action="filled") as write:
            _fill(write, chance, range(first, min(first + 20_000, INCIDENTS)), places, parties, given, family)
    with contextlib.closing(sqlite3.connect(home / "tawthiq.sqlite3")) as database:
        database.execute("ANALYZE")
        database.commit()
    print(f"  filled {INCIDENTS:,} incidents in {time.perf_counter() - start:.0f} s", flush=True)


def _places(account: Any) -> list[tuple[str, float, float]]:
    gazetteer = importlib.import_module("tawthiq.services.gazetteer")
    facts = [gazetteer.PlaceFacts(key="country", kind="country", name_en="Benchland", name_ar="بلاد القياس")]
    names = words(GRID[0] * GRID[1], 9)
    leaves = []
    for g in range(GRID[0]):
        facts.append(
            gazetteer.PlaceFacts(
                key=f"g{g}", kind="governorate", parent_key="country", name_en=f"Province {g}"
            )
        )
        for c in range(GRID[1]):
            key = f"g{g}c{c}"
            leaves.append((key, 32.5 + g * 0.35 + c * 0.01, 36.0 + c * 0.3))
            name = names[g * GRID[1] + c]
            facts.append(
                gazetteer.PlaceFacts(
                    key=key, kind="community", parent_key=f"g{g}", name_en=f"Town {g} {c}", name_ar=name
                )
            )
    made = gazetteer.record_places(account, facts)
    return [(made[key].pk, latitude, longitude) for key, latitude, longitude in leaves]


def _fill(
    write: Any, chance: random.Random, numbers: range, places: list[tuple[str, float, float]], parties: dict[str, str],
    given: list[str], family: list[str],
) -> None:  # fmt: skip
    np = importlib.import_module("numpy")
    decimal = importlib.import_module("decimal").Decimal
    bulk, cases = (
        importlib.import_module("tawthiq.services.bulk"),
        importlib.import_module("tawthiq.records.cases.models"),
    )
    new_id = importlib.import_module("tawthiq.records.record").new_id
    ranks = np.random.default_rng(numbers.start)
    people = len(numbers) * 2
    firsts, fathers, lasts = (skewed(people, shape, ranks) for shape in (GIVEN, GIVEN, FAMILY))
    incidents, persons, harms, strikes, attributions = [], [], [], [], []
    for at, number in enumerate(numbers):
        pk, day = new_id(), FIRST_DAY + timedelta(days=chance.randrange(DAYS))
        place, latitude, longitude = places[min(int(chance.expovariate(1 / 60)), len(places) - 1)]
        incidents.append(
            {"id": pk, "occurred": day.isoformat(), "first": day, "last": day, "place_id": place,
             "state": chance.choice(["accepted", "accepted", "accepted", "draft", "submitted"]),
             "certainty": chance.choice(["confirmed", "likely", "possible"]), "title_en": f"Attack {number} on the market",
             "confidentiality": "restricted" if number % 50 == 0 else "open",
             "narrative_en": f"A strike hit house {number % 997}; the rescue team came after {number % 53} minutes.",
             "latitude": decimal(f"{latitude + chance.gauss(0, 0.05):.6f}"),
             "longitude": decimal(f"{longitude + chance.gauss(0, 0.05):.6f}")}
        )  # fmt: skip
        strikes.append({"incident_id": pk, "order": 1, "platform": chance.choice(["fixed-wing", "helicopter", "artillery"]),
                        "munition": chance.choice(["missile", "barrel-bomb", "shell", "unknown"])})  # fmt: skip
        attributions.append(
            {
                "incident_id": pk,
                "level": "believed",
                "party_id": parties[chance.choice(["russian", "syrian-regime"])],
            }
        )
        for n in range(PER_INCIDENT):
            harm = {"incident_id": pk, "kind": chance.choice(["killed", "killed", "injured"]), "minimum": 1, "maximum": 1,
                    "sex": chance.choice(["male", "female", "unknown"]), "status": "civilian",
                    "age_group": chance.choice(["adult", "child", "unknown"]), "group_label": "" if n < 2 else "one"}  # fmt: skip
            if n < 2:
                who = at * 2 + n
                person = new_id()
                persons.append({"id": person, "name": f"{given[firsts[who]]} {given[fathers[who]]} {family[lasts[who]]}",
                                "confidentiality": "restricted" if number % 50 == 0 else "open"})  # fmt: skip
                harm["person_id"] = person
            harms.append(harm)
    for model, rows in ((cases.Incident, incidents), (cases.Person, persons), (cases.Strike, strikes),
                        (cases.Attribution, attributions), (cases.Harm, harms)):  # fmt: skip
        bulk.add_rows(write, model, rows)


def sign_in(home: Path) -> list[str]:
    """Return the session cookie of each reader."""
    os.environ["TAWTHIQ_HOME"] = str(home)
    open_records(home)
    importlib.import_module("django.core.management").call_command("migrate", verbosity=0)
    client = importlib.import_module("django.test").Client
    accounts = importlib.import_module("tawthiq.services.accounts")
    cookies = []
    for n in range(READERS):
        one = client()
        account = accounts.account_named(f"reader{n}")
        one.force_login(account)
        session = one.session
        session["account_authentication_methods"] = [
            {"method": "password", "at": time.time(), "username": account.username},
            {"method": "mfa", "at": time.time(), "id": 1, "type": "totp"},
        ]
        session["account_authentication_methods_user"] = account.pk
        session.save()
        cookies.append(one.cookies["tawthiq_session"].value)
    return cookies


# -- asking ----------------------------------------------------------------------------------------------------------


def addresses(kind: str, chance: random.Random) -> str:
    """Return an address of a kind of page, another each time."""
    period = FIRST_DAY + timedelta(days=chance.randrange(DAYS - 200))
    filters = [
        f"first={period}&last={period + timedelta(days=chance.choice([30, 180]))}",
        f"party=russian&state={chance.choice(['accepted', 'draft'])}",
        f"place=Province+{chance.randrange(GRID[0])}&platform=helicopter",
        f"sex=female&age=child&certainty={chance.choice(['confirmed', 'likely'])}",
        f"munition=barrel-bomb&harm=killed&first={period}",
        "",
    ]
    if kind == "list with filters":
        return f"/incidents/?{chance.choice(filters)}"
    if kind == "text search":
        texts = [chance.choice(_NAMES), f"{chance.choice(_NAMES)} {chance.choice(_NAMES)}", f"house {chance.randrange(997)}",
                 f"INC-2015-{chance.randrange(20000):06d}", f"market Province {chance.randrange(GRID[0])}"]  # fmt: skip
        page = chance.choice(["incidents", "persons"])
        return f"/{page}/?text={_quoted(chance.choice(texts))}"
    if kind == "map tiles":
        z = chance.choice([5, 6, 7, 8, 9, 10])
        x, y = (
            int((36 + chance.random() * 6 + 180) / 360 * 2**z),
            int((0.40 + chance.random() * 0.012) * 2**z),
        )
        return f"/incidents/tiles/{z}/{x}/{y}.mvt?{chance.choice(filters)}"
    if kind == "timeline":
        return f"/incidents/timeline/?{chance.choice(filters)}"
    return f"/persons/?{chance.choice(filters)}"


_NAMES = words(GIVEN[0], 3)[:400]
KINDS = ("list with filters", "text search", "map tiles", "timeline", "persons with filters")


def _quoted(text: str) -> str:
    return importlib.import_module("urllib.parse").quote_plus(text)


@dataclass(frozen=True, slots=True)
class Taken:
    """Milliseconds of every answer of one kind, the bytes of the heaviest, and how many came in a second."""

    times: list[float]
    heaviest: int
    rate: float

    def at(self, part: float) -> float:
        """Return a percentile in milliseconds."""
        return sorted(self.times)[min(len(self.times) - 1, int(len(self.times) * part))]


def read_pages(port: int, cookies: list[str], kind: str, seconds: float) -> Taken:
    """Ask with all readers at once, each again as soon as it is answered."""
    times: list[float] = []
    weights: list[int] = []
    until = time.perf_counter() + seconds

    def reader(number: int) -> None:
        chance = random.Random(number * 1000 + len(kind))
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        while time.perf_counter() < until:
            address = addresses(kind, chance)
            start = time.perf_counter()
            connection.request("GET", address, headers={"Cookie": f"tawthiq_session={cookies[number]}"})
            answer = connection.getresponse()
            content = answer.read()
            times.append((time.perf_counter() - start) * 1e3)
            weights.append(len(content))
            if answer.status != 200:
                raise RuntimeError(f"{address} answered {answer.status}")

    _all_at_once(reader, READERS)
    return Taken(times, max(weights), len(times) / seconds)


def _all_at_once(task: Callable[[int], None], many: int) -> None:
    failed: list[BaseException] = []

    def guarded(number: int) -> None:
        try:
            task(number)
        except BaseException as error:  # told below, where it stops the benchmark
            failed.append(error)

    threads = [threading.Thread(target=guarded, args=(number,)) for number in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]


SQL = {
    "list with filters": """SELECT i.code, i.occurred, i.title_en FROM cases_incident i WHERE i.desk = 'main' AND
        i.confidentiality = 'open' AND i.state = 'accepted' AND i.first BETWEEN ? AND ? AND EXISTS (SELECT 1 FROM
        cases_attribution a WHERE a.incident_id = i.id) ORDER BY i.first DESC, i.id LIMIT 50""",
    "text search": """SELECT t.record_id FROM search_words w JOIN search_text t ON t.key = w.rowid
        WHERE search_words MATCH ? LIMIT 50""",
    "map tiles": """SELECT CAST(latitude * 8 AS INT), CAST(longitude * 8 AS INT), count(*) FROM cases_incident
        WHERE desk = 'main' AND confidentiality = 'open' AND latitude BETWEEN ? AND ? GROUP BY 1, 2""",
    "timeline": """SELECT substr(first, 1, 7), count(*) FROM cases_incident WHERE desk = 'main' AND
        confidentiality = 'open' AND first BETWEEN ? AND ? GROUP BY 1""",
    "persons with filters": """SELECT DISTINCT h.person_id FROM cases_harm h JOIN cases_incident i ON i.id = h.incident_id
        WHERE h.sex = 'female' AND i.first BETWEEN ? AND ? AND h.person_id IS NOT NULL LIMIT 50""",
}


def read_sql(database: Path, kind: str, seconds: float) -> Taken:
    """Ask the bare question with as many readers, each on a connection of its own."""
    times: list[float] = []
    until = time.perf_counter() + seconds

    def reader(number: int) -> None:
        chance = random.Random(number)
        with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as opened:
            while time.perf_counter() < until:
                values = _values(kind, chance)
                start = time.perf_counter()
                opened.execute(SQL[kind], values).fetchall()
                times.append((time.perf_counter() - start) * 1e3)

    _all_at_once(reader, READERS)
    return Taken(times, 0, len(times) / seconds)


def _values(kind: str, chance: random.Random) -> tuple[Any, ...]:
    if kind == "text search":
        return (f'"{chance.choice(_NAMES).split()[-1].removeprefix("ال")}"*',)
    if kind == "map tiles":
        south = 32 + chance.random() * 4
        return south, south + 1
    day = FIRST_DAY + timedelta(days=chance.randrange(DAYS - 200))
    return day.isoformat(), (day + timedelta(days=180)).isoformat()


def write_cases(home: Path, stop: Event) -> int:
    """Record a case again and again through the service, with a breath between, until told to stop."""
    open_records(home)
    facts = importlib.import_module("tawthiq.services.cases.facts")
    record = importlib.import_module("tawthiq.services.cases.recording").record_case
    dates = importlib.import_module("tawthiq.domain.dates")
    account = importlib.import_module("tawthiq.services.accounts").account_named("documenter")
    made = 0
    while not stop.wait(0.2):
        incident = facts.IncidentFacts(
            occurred=dates.PartialDate.exactly(FIRST_DAY), title_en=f"Written {made}"
        )
        person = facts.PersonFacts(name="Someone Invented")
        record(
            account,
            facts.CaseFacts(incident=incident, harms=(facts.HarmFacts(kind="killed", person=person),)),
        )
        made += 1
    return made


@contextlib.contextmanager
def _served(home: Path) -> Iterator[tuple[int, int]]:
    """Serve the home by the real command; give its port and process."""
    command = [sys.executable, "-m", "tawthiq", "--home", str(home), "serve", "--port", "0"]
    command += os.environ.get("TAWTHIQ_BENCH_SERVE", SERVED).split()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            assert server.stdout is not None
            line = next(said for said in server.stdout if "http://" in said)
            yield int(line.split("http://")[1].split("/")[0].rsplit(":", 1)[1]), server.pid
        finally:
            server.terminate()
            server.wait(30)


def _memory_mb(pid: int) -> float:
    """Return the resident memory of a process and its children."""
    total = 0.0
    for status in Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(OSError, StopIteration):
            lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
            if int(status.parent.name) == pid or int(lines["PPid"]) == pid:
                total += int(lines["VmRSS"].split()[0]) * 1024 / 1e6
    return total


def _measured(home: Path, cookies: list[str]) -> list[Row]:
    context = multiprocessing.get_context("spawn")
    rows = []
    with _served(home) as (port, pid), context.Manager() as manager:
        _wait(port)
        started = time.perf_counter()
        with context.Pool(1) as pool:
            pool.apply(read_pages, (port, cookies, "list with filters", 3.0))
        print(f"  first answers after {time.perf_counter() - started:.1f} s", flush=True)
        stop = manager.Event()
        with context.Pool(2) as pool:
            writer = pool.apply_async(write_cases, (home, stop))
            for kind in KINDS:
                ours: Taken = pool.apply(read_pages, (port, cookies, kind, SECONDS))
                bare: Taken = pool.apply(read_sql, (home / "tawthiq.sqlite3", kind, SECONDS / 3))
                rows.append(_row(kind, ours, bare, _memory_mb(pid)))
            stop.set()
            print(
                f"  the writer recorded {writer.get()} cases meanwhile; load {os.getloadavg()[0]:.1f}",
                flush=True,
            )
    return rows


def _row(kind: str, ours: Taken, bare: Taken, memory: float) -> Row:
    said = {"p50": round(ours.at(0.5)), "p95": round(ours.at(0.95)), "per second": round(ours.rate),
            "mean": round(statistics.mean(ours.times)), "bytes": ours.heaviest, "bare p50": round(bare.at(0.5), 1),
            "bare p95": round(bare.at(0.95), 1)}  # fmt: skip
    print(f"  {kind}: {json.dumps(said)}", flush=True)
    aimed = kind in KINDS[:3]
    return Row(
        f"{kind}: p95 of {READERS} readers without pause, one writer", "a bare SQL query, as many readers",
        Measured(ours.at(0.95) / 1e3, memory), Measured(bare.at(0.95) / 1e3, 0.0), ours.at(0.95) / bare.at(0.95),
        f"≤ {AIM_MS:.0f} ms" if aimed else "–", not aimed or ours.at(0.95) <= AIM_MS,
    )  # fmt: skip


def _wait(port: int) -> None:
    """Ask until the server answers; the connection waits, nothing sleeps for a fixed time."""
    until = time.perf_counter() + 60
    while time.perf_counter() < until:
        with contextlib.suppress(OSError):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", "/static/tawthiq/mark.svg")
            if connection.getresponse().status == 200:
                return
    raise RuntimeError("The server did not answer.")
