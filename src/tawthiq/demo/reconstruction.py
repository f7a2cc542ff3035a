"""Computes what the published totals hold beyond the narrated attacks, as groups marked `reconstructed`.

Every number here follows by subtraction from published_figures.csv, but one: how the sum of several attacks that are
published only together is spread over them. The number per attack is not published; the sum is. It is spread as
evenly as whole numbers allow, the larger shares first, so that it is the same on every run and reaches no figure.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tawthiq.demo.facts import (
    DemoAttribution,
    DemoHarm,
    DemoIncident,
    PublishedFigure,
)
from tawthiq.demo.places import governorate_of, lies_in
from tawthiq.demo.tally import NAMES, NOBODY, People, is_massacre, killed, party_of
from tawthiq.domain.counting import CountingRule, counting_rule
from tawthiq.domain.counts import CountRange
from tawthiq.domain.dates import PartialDate
from tawthiq.domain.errors import InvalidValue

RULE = "snhr-2019"
PERIOD = PartialDate.parse("2019-04-26/2019-07-27")


@dataclass(frozen=True, slots=True)
class _Place:
    key: str
    published_name: str
    en: str
    ar: str


IDLIB = _Place("idlib", "Idlib", "Idlib governorate", "محافظة إدلب")
HAMA = _Place("hama", "Hama", "Hama governorate", "محافظة حماة")
ALEPPO = _Place("aleppo", "Aleppo", "Aleppo governorate", "محافظة حلب")
MAARET = _Place("maaret-al-numan", "Ma'aret al Numan", "Ma'aret al Numan", "معرة النعمان")
SARQEB = _Place("sarqeb", "Sarqeb", "Sarqeb", "سراقب")
JISR = _Place("jisr-al-shoghour", "Jisr al Shoghour", "Jisr al Shoghour", "جسر الشغور")

CITIES = (MAARET, SARQEB, JISR)
GOVERNORATES = {"syrian-regime": (IDLIB, HAMA, ALEPPO), "russian": (IDLIB, HAMA)}
"""The cities and the governorates of each party that the published tables break down by."""

UNNARRATED_IN = {"syrian-regime": IDLIB, "russian": HAMA}
"""Where the massacres of each party that are not narrated lie: in one governorate each, by subtraction."""

PARTY_WORDS = {
    "syrian-regime": ("Syrian regime forces", "قوات النظام السوري"),
    "russian": ("Russian forces", "القوات الروسية"),
}
GROUPS = (
    ("boys", "child", "male"),
    ("girls", "child", "female"),
    ("children, sex not published", "child", "unknown"),
    ("women", "adult", "female"),
    ("others, neither children nor women", "unknown", "unknown"),
)
"""The groups of each reconstructed incident: label, age group, sex."""

NOTE_EN = (
    "Reconstructed from published totals less the narrated attacks. The number per attack is not published; "
    "the sum is, and it is spread evenly."
)
NOTE_AR = (
    "مستخلص من المجاميع المنشورة بعد طرح الهجمات المفصّلة. لم يُنشر عدد كل هجوم على حدة، "
    "بل المجموع، وقد وُزّع بالتساوي."
)
NOTE_REST_EN = (
    "Reconstructed: the published total less all massacres and narrated attacks. "
    "How many attacks it covers is not published."
)
NOTE_REST_AR = (
    "مستخلص: المجموع المنشور بعد طرح جميع المجازر والهجمات المفصّلة. لم يُنشر عدد الهجمات التي يشملها."
)


def reconstruct(
    published: Sequence[PublishedFigure], narrated: Sequence[DemoIncident]
) -> tuple[DemoIncident, ...]:
    """Return the incidents that are published only in sum: massacres first, then all other deaths."""
    rule = counting_rule(RULE)
    massacres = tuple(
        massacre for party in GOVERNORATES for massacre in _massacres(published, narrated, party, rule)
    )
    known = (*narrated, *massacres)
    others = tuple(
        _rest(published, known, party, place, rule)
        for party, places in GOVERNORATES.items()
        for place in places
    )
    return massacres + tuple(part for rest in others for part in rest)


def spread(total: int, over: int) -> tuple[int, ...]:
    """Spread a number evenly, the larger shares first: 7 over 3 is 3, 2, 2."""
    share, more = divmod(total, over)
    return tuple(share + 1 if n < more else share for n in range(over))


def _massacres(
    published: Sequence[PublishedFigure], narrated: Sequence[DemoIncident], party: str, rule: CountingRule
) -> tuple[DemoIncident, ...]:
    told = [i for i in narrated if party_of(i) == party and is_massacre(i, rule)]
    number = _printed(published, "incidents", "", party=party, massacre=True) - len(told)
    total = _people(published, party=party, massacre=True)
    left = total - sum((killed(incident, rule) for incident in told), NOBODY)
    _require_whole(left, f"massacres of {party}")
    places = _places_of_massacres(published, narrated, party, number, rule)
    shares = [_share(left, number, n) for n in range(number)]
    return tuple(_massacre(party, n, places[n], shares[n]) for n in range(number))


def _places_of_massacres(
    published: Sequence[PublishedFigure],
    narrated: Sequence[DemoIncident],
    party: str,
    number: int,
    rule: CountingRule,
) -> list[_Place]:
    """Put the massacres not narrated into the cities whose number is published, the rest into the governorate."""
    home = UNNARRATED_IN[party]
    placed: list[_Place] = []
    for city in CITIES if home is IDLIB else ():
        told = sum(lies_in(i.place, city.published_name) and is_massacre(i, rule) for i in narrated)
        placed += [city] * (
            _printed(published, "incidents", "", place=city.published_name, massacre=True) - told
        )
    return placed + [home] * (number - len(placed))


def _share(left: People, number: int, n: int) -> People:
    """Give the n-th of `number` attacks its part; boys begin at the front, girls at the back."""
    boy, girl = spread(left.boy, number)[n], spread(left.girl, number)[number - 1 - n]
    return People(
        civilian=spread(left.civilian, number)[n],
        child=boy + girl,
        boy=boy,
        girl=girl,
        woman=spread(left.woman, number)[n],
    )


def _massacre(party: str, n: int, place: _Place, people: People) -> DemoIncident:
    words_en, words_ar = PARTY_WORDS[party]
    return _incident(
        f"reconstructed-massacre-{party}-{n + 1:02d}",
        party,
        place,
        people,
        kind="attack",
        title_en=f"Massacre by {words_en} in {place.en}, known from totals only ({n + 1})",
        title_ar=f"مجزرة ارتكبتها {words_ar} في {place.ar}، معروفة من المجاميع فقط ({n + 1})",
        note=NOTE_EN,
        note_ar=NOTE_AR,
        open_ended=False,
    )


def _rest(
    published: Sequence[PublishedFigure],
    known: Sequence[DemoIncident],
    party: str,
    place: _Place,
    rule: CountingRule,
) -> list[DemoIncident]:
    """Return the other deaths of a party in a governorate, those of Ma'aret al Numan apart."""
    inside = [i for i in known if party_of(i) == party and governorate_of(i.place).key == place.key]
    left = _people(published, party=party, governorate=place.published_name) - _sum(inside, rule)
    parts = []
    if place is IDLIB:
        in_city = [i for i in inside if lies_in(i.place, MAARET.published_name)]
        city = _people(published, party=party, place=MAARET.published_name) - _sum(in_city, rule)
        parts = [(MAARET, city)]
        left = left - city
    return [_aggregate(party, where, people) for where, people in [*parts, (place, left)] if people.civilian]


def _aggregate(party: str, place: _Place, people: People) -> DemoIncident:
    _require_whole(people, f"other deaths of {party} in {place.key}")
    words_en, words_ar = PARTY_WORDS[party]
    return _incident(
        f"reconstructed-rest-{party}-{place.key}",
        party,
        place,
        people,
        kind="aggregate",
        title_en=f"Other deaths caused by {words_en} in {place.en}, known from totals only",
        title_ar=f"ضحايا آخرون قتلتهم {words_ar} في {place.ar}، معروفون من المجاميع فقط",
        note=NOTE_REST_EN,
        note_ar=NOTE_REST_AR,
        open_ended=True,
    )


def _incident(
    key: str, party: str, place: _Place, people: People, *, kind: str, title_en: str, title_ar: str, note: str,
    note_ar: str, open_ended: bool,
) -> DemoIncident:  # fmt: skip
    return DemoIncident(
        key=key,
        kind=kind,
        occurred=PERIOD,
        occurred_as_reported="between April 26, 2019, and July 27, 2019",
        place=place.key,
        point_method="governorate-centroid" if place in (IDLIB, HAMA, ALEPPO) else "place-centroid",
        title_en=title_en,
        title_ar=title_ar,
        certainty="likely",
        basis="reconstructed",
        note=note,
        note_ar=note_ar,
        attributions=(
            DemoAttribution(
                party=party,
                level="believed" if party == "russian" else "established",
                basis="As in the published total that this is taken from.",
            ),
        ),
        harms=_harms(people, note=note, note_ar=note_ar, open_ended=open_ended),
    )


def _harms(people: People, *, note: str, note_ar: str, open_ended: bool) -> tuple[DemoHarm, ...]:
    unsexed = people.child - people.boy - people.girl
    numbers = (people.boy, people.girl, unsexed, people.woman, people.other)
    return tuple(
        DemoHarm(
            kind="killed",
            count=CountRange.at_least(number) if open_ended else CountRange.exactly(number),
            group_label=label,
            age_group=age_group,
            sex=sex,
            basis="reconstructed",
            note=note,
            note_ar=note_ar,
        )
        for number, (label, age_group, sex) in zip(numbers, GROUPS, strict=True)
        if number
    )


def _sum(incidents: Sequence[DemoIncident], rule: CountingRule) -> People:
    """Count people; the sex of children and the unborn are published for massacres only, so left aside here."""
    people = sum((killed(incident, rule) for incident in incidents), NOBODY)
    return People(civilian=people.civilian, child=people.child, woman=people.woman)


def _people(
    published: Sequence[PublishedFigure],
    *,
    party: str,
    governorate: str = "",
    place: str = "",
    massacre: bool = False,
) -> People:
    """Return a row of the published tables; sex and unborn stand only in the table of massacres, none is 0."""
    where = {"party": party, "governorate": governorate, "place": place, "massacre": massacre}
    return People(**{name: _printed(published, "killed", name, default=0, **where) for name in NAMES})  # type: ignore[arg-type] # the names are those of People, the rest of where


def _printed(
    published: Sequence[PublishedFigure],
    measure: str,
    category: str,
    *,
    party: str = "",
    governorate: str = "",
    place: str = "",
    massacre: bool = False,
    default: int | None = None,
) -> int:
    asked = (measure, category, party, governorate, place, "massacre" if massacre else "")
    for f in published:
        if asked == (f.measure, f.category, f.party, f.governorate, f.place, f.incident_class):
            return f.value
    if default is None:
        raise InvalidValue(
            f"No published figure for {', '.join(filter(None, asked))}. Add it to the published figures."
        )
    return default


def _require_whole(people: People, what: str) -> None:
    if people.unborn or people.other < 0 or min(getattr(people, name) for name in NAMES) < 0:
        raise InvalidValue(
            f"The published totals and the narrated attacks do not fit for the {what}: {people} is left. "
            "Correct the attack or the total."
        )
