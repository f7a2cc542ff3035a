"""What a file says of itself, held against the record: notes for the reviewer, never verdicts.

Every note says what was found beside what the record says, in English and Arabic. Nothing found is no proof
of anything: metadata can be written by anyone, and most social media strip it.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from tawthiq.evidence.values import Claims, Provenance, ProvenanceState

EARTH_RADIUS_M = 6_371_008.8
SLACK = datetime.timedelta(minutes=15)  # clocks run wrong; what differs less is no difference
FAR_M = 1_000.0  # beyond the record's own radius
DEFAULT_CLOCKS = ("1970-01-01", "1980-01-01", "2000-01-01", "1904-01-01", "2001-01-01", "2002-01-01")
EDITORS = re.compile(
    r"(?i)photoshop|lightroom|gimp|snapseed|picsart|canva|premiere|after effects|final cut|davinci|capcut|inshot"
    r"|kinemaster|vegas|ffmpeg|lavf|handbrake|filmora|movie maker|imovie|paint|pixelmator|affinity|facetune|vsco"
    r"|stable diffusion|midjourney|dall|firefly|generative"
)
# re-coding, as messengers and sites do to every film
WRAPPERS = re.compile(r"(?i)^(lavf|lavc|ffmpeg|handbrake)")

# code → English, Arabic
WORDS: dict[str, tuple[str, str]] = {
    "gps-far": (
        "The file's position is {distance} from the recorded place (recorded to within {radius}).",
        "الموقع المخزَّن في الملف يبعد {distance} عن المكان المسجَّل (بدقّة {radius}).",
    ),
    "gps-null": (
        "The file's position is 0°, 0°: the device had no fix.",
        "الموقع المخزَّن في الملف هو 0°، 0°: لم يحدّد الجهاز موقعه.",
    ),
    "taken-before": (
        "By its own clock the file was made at {taken}, {before} before the incident began.",
        "بحسب ساعة الجهاز أُنشئ الملف في {taken}، أي قبل بدء الحادثة بـ{before}.",
    ),
    "taken-before-if-local": (
        "By its own clock, if it ran on local time, the file was made at {taken}, {before} before the "
        "incident began.",
        "إن كانت ساعة الجهاز على التوقيت المحلي فقد أُنشئ الملف في {taken}، أي قبل بدء الحادثة بـ{before}.",
    ),
    "clock-without-zone": (
        "The file's time {taken} names no time zone; it was read as local time of the incident's place.",
        "وقت الملف {taken} لا يذكر المنطقة الزمنية؛ فُهم على أنه التوقيت المحلي لمكان الحادثة.",
    ),
    "clock-default": (
        "The file's time {taken} is what a device shows whose clock was never set.",
        "وقت الملف {taken} هو ما يُظهره جهاز لم تُضبط ساعته قطّ.",
    ),
    "clock-against-gps": (
        "The device's clock ({taken}) and its satellite time ({gps}) differ by {difference}.",
        "تختلف ساعة الجهاز ({taken}) عن وقت الأقمار الصناعية ({gps}) بمقدار {difference}.",
    ),
    "in-future": (
        "The file's time {taken} lies after the time it was received.",
        "وقت الملف {taken} لاحق لوقت استلامه.",
    ),
    "edited-with": (
        "The file names {software} as software it passed through.",
        "يذكر الملف أنه مرّ ببرنامج {software}.",
    ),
    "recoded-with": (
        "The file was re-coded ({software}), as messengers and websites do: it is not what the camera wrote.",
        "أُعيد ترميز الملف ({software}) كما تفعل تطبيقات المراسلة والمواقع: فهو ليس ما كتبته الكاميرا.",
    ),
    "modified-later": (
        "The file says it was changed at {modified}, after it was made at {taken}.",
        "يقول الملف إنه عُدِّل في {modified} بعد إنشائه في {taken}.",
    ),
    "says-nothing": (
        "The file says neither when nor where it was made.",
        "لا يذكر الملف متى أُنشئ ولا أين.",
    ),
    "manifest-tampered": (
        "The file carries a C2PA manifest that does not fit it: {failures}.",
        "يحمل الملف بيان C2PA لا يطابقه: {failures}.",
    ),
    "manifest-untrusted": (
        "The file's C2PA manifest fits it; its signer ({signer}) is not on the trust list.",
        "بيان C2PA مطابق للملف، لكن الموقِّع ({signer}) ليس على قائمة الموثوقين.",
    ),
    "manifest-remote": (
        "The file points to a C2PA manifest on a server; it was not fetched.",
        "يشير الملف إلى بيان C2PA على خادم؛ ولم يُجلب.",
    ),
}


@dataclass(frozen=True, slots=True)
class Record:
    """What is recorded of the incident: when it began (aware), where and how precisely, its zone, when
    received.
    """

    began: datetime.datetime | None = None
    zone: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    radius_m: float = 0.0
    received_at: datetime.datetime | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """One thing for the reviewer to look at: its code, and its sentence in English and Arabic."""

    code: str
    english: str
    arabic: str


def notes(claims: Claims, record: Record, provenance: Provenance | None = None) -> list[Note]:
    """Hold a file's claims against the record."""
    found = [*_place_notes(claims, record), *_time_notes(claims, record), *_software_notes(claims)]
    if provenance is not None:
        found += _manifest_notes(provenance)
    if claims.taken_local is None and claims.gps_time is None and claims.latitude is None:
        found.append(_note("says-nothing"))
    return found


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Give the great-circle distance of two points in degrees (haversine)."""
    (lat1, lon1), (lat2, lon2) = ((math.radians(a), math.radians(b)) for a, b in (one, other))
    across = math.sin((lat2 - lat1) / 2) ** 2
    along = math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, across + along)))


def _place_notes(claims: Claims, record: Record) -> Iterator[Note]:
    if claims.latitude is None or claims.longitude is None:
        return
    if abs(claims.latitude) < 0.01 and abs(claims.longitude) < 0.01:
        yield _note("gps-null")
    elif record.latitude is not None and record.longitude is not None:
        metres = metres_between((claims.latitude, claims.longitude), (record.latitude, record.longitude))
        if metres > record.radius_m + FAR_M:
            yield _note("gps-far", distance=_length(metres), radius=_length(record.radius_m))


def _time_notes(claims: Claims, record: Record) -> Iterator[Note]:
    stated = claims.taken_local
    if stated is None:
        return
    if stated.startswith(DEFAULT_CLOCKS):
        yield _note("clock-default", taken=stated)
        return
    taken, is_assumed = _moment(stated, claims.taken_offset, record.zone)
    shown = stated.replace("T", " ") + (f" {claims.taken_offset}" if claims.taken_offset else "")
    if claims.taken_offset is None:
        yield _note("clock-without-zone", taken=shown)
    if taken is None:
        return
    if record.began is not None and taken < record.began - SLACK:
        code = "taken-before-if-local" if is_assumed else "taken-before"
        yield _note(code, taken=shown, before=_span(record.began - taken))
    if record.received_at is not None and taken > record.received_at + SLACK:
        yield _note("in-future", taken=shown)
    yield from _clock_notes(claims, taken, shown)


def _clock_notes(claims: Claims, taken: datetime.datetime, shown: str) -> Iterator[Note]:
    by_satellite, _ = _moment((claims.gps_time or "").removesuffix("Z"), "+00:00", None)
    if by_satellite is not None and abs(taken - by_satellite) > SLACK:
        gps = str(claims.gps_time).replace("T", " ")
        yield _note("clock-against-gps", taken=shown, gps=gps, difference=_span(abs(taken - by_satellite)))
    changed = (claims.modified or "")[:19]
    if changed and claims.taken_local and changed.replace(" ", "T") > claims.taken_local:
        yield _note("modified-later", modified=changed.replace("T", " "), taken=shown)


def _software_notes(claims: Claims) -> Iterator[Note]:
    for name in claims.software:
        if WRAPPERS.search(name):
            yield _note("recoded-with", software=name)
        elif EDITORS.search(name):
            yield _note("edited-with", software=name)


def _manifest_notes(provenance: Provenance) -> Iterator[Note]:
    if provenance.state is ProvenanceState.TAMPERED:
        yield _note("manifest-tampered", failures=", ".join(provenance.failures) or "?")
    elif provenance.state is ProvenanceState.REMOTE:
        yield _note("manifest-remote")
    elif provenance.state is ProvenanceState.VALID and not provenance.is_trusted:
        yield _note("manifest-untrusted", signer=provenance.signer or "?")


def _moment(stated: str, offset: str | None, zone: str | None) -> tuple[datetime.datetime | None, bool]:
    """Place a stated time: by its own offset, else in the record's zone (then it is assumed), else not at
    all.
    """
    try:
        local = datetime.datetime.fromisoformat(stated)
        if local.tzinfo is not None:
            return local, False
        if offset is not None:
            return datetime.datetime.fromisoformat(f"{local.isoformat()}{offset}"), False
    except ValueError:
        return None, False
    return (None, False) if zone is None else (local.replace(tzinfo=ZoneInfo(zone)), True)


def _note(code: str, **values: str | tuple[str, str]) -> Note:
    sentences = (
        words.format(**{name: v if isinstance(v, str) else v[language] for name, v in values.items()})
        for language, words in enumerate(WORDS[code])
    )
    return Note(code, *sentences)


def _length(metres: float) -> tuple[str, str]:
    if metres < 1000:
        return f"{metres:.0f} m", f"{metres:.0f} م"
    return f"{metres / 1000:.1f} km", f"{metres / 1000:.1f} كم"


def _span(span: datetime.timedelta) -> tuple[str, str]:
    hours = span.total_seconds() / 3600
    if hours < 1:
        return f"{hours * 60:.0f} min", f"{hours * 60:.0f} دقيقة"
    if hours < 48:
        return f"{hours:.1f} h", f"{hours:.1f} ساعة"
    return f"{hours / 24:.0f} d", f"{hours / 24:.0f} يومًا"
