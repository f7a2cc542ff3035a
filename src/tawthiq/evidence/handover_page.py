"""The page that opens a package: what it holds, its custody, how to check it; in English and Arabic, for print too.

The page is for people. What proves anything is the manifest, which covers this page as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Final

from tawthiq.domain.vocabularies import label
from tawthiq.evidence.texts import clean, seen_lines
from tawthiq.vocab import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class PageItem:
    """An item as the page tells it; `path` is None for one whose bytes were destroyed."""

    code: str
    path: str | None
    kind: str
    media_type: str
    size: int
    sha256: str
    name: str
    graphic_level: str
    collection: Mapping[str, str]
    links: tuple[str, ...]
    custody: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageStatement:
    """A statement as the page tells it."""

    code: str
    path: str
    given_on: str
    channel: str
    language: str
    text: str
    translation_en: str
    translation_ar: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """All that the page tells."""

    organisation: str
    handover: str
    recipient: str
    made_at: str
    incident: str
    title_en: str
    title_ar: str
    occurred: str
    ledger_sequence: int
    ledger_digest: str
    left_out: int
    items: tuple[PageItem, ...]
    statements: tuple[PageStatement, ...]


WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "title": ("Evidence handed over", "أدلة مُسلَّمة"),
    "from": ("From", "من"),
    "to": ("To", "إلى"),
    "made": ("Made", "تاريخ الإعداد"),
    "incident": ("Incident", "الحادثة"),
    "occurred": ("Date of the incident", "تاريخ الحادثة"),
    "ledger": ("Ledger", "السجل"),
    "ledger_end": (
        "ends at entry {sequence}, digest {digest}",
        "ينتهي عند القيد {sequence}، وبصمته {digest}",
    ),
    "left_out": (
        "Pieces that bear on this incident and were left out of this package: {count}.",
        "لم تُدرج في هذه الحزمة مواد متعلقة بهذه الحادثة، وعددها {count}.",
    ),
    "items": ("Originals", "النسخ الأصلية"),
    "statements": ("Statements", "الشهادات"),
    "open": ("Open the original", "افتح الأصل"),
    "destroyed": (
        "Its bytes were destroyed; its hash and history remain.",
        "أُتلف محتواه، وبقيت بصمته وتاريخه.",
    ),
    "graphic": (
        "The files may show the dead and the wounded. Nothing is shown on this page.",
        "قد تُظهر الملفات قتلى وجرحى. لا تعرض هذه الصفحة أياً منها.",
    ),
    "type": ("Type", "النوع"),
    "size": ("Size in bytes", "الحجم بالبايت"),
    "sha256": ("SHA-256", "SHA-256"),
    "name": ("Name as received", "الاسم كما ورد"),
    "graphic_level": ("Graphic level", "درجة قسوة المشاهد"),
    "bears_on": ("Bears on", "يتعلق بـ"),
    "collection": ("How it was collected", "كيف جُمع"),
    "custody": ("Custody", "سلسلة الحيازة"),
    "when": ("When (UTC)", "الوقت (UTC)"),
    "who": ("Who", "من"),
    "what": ("What", "ماذا"),
    "why": ("Details", "تفاصيل"),
    "given": ("Given on", "تاريخ الإدلاء"),
    "channel": ("Channel", "وسيلة التواصل"),
    "words": ("Words", "النص"),
    "translation": ("Translation", "الترجمة"),
    "check": ("How to check this package", "كيف تُفحص هذه الحزمة"),
    "receipt": ("Please confirm receipt", "يُرجى تأكيد الاستلام"),
    "receipt_words": (
        "Tell the sender the day, your office, the code {code} and the SHA-256 of the file manifest.json.",
        "أبلِغ المرسِل بتاريخ الاستلام واسم جهتكم والرمز {code} وبصمة SHA-256 للملف manifest.json.",
    ),
}
"""Every phrase of the page: English, Arabic."""

CHECKS: Final[tuple[tuple[str, str], ...]] = (
    (
        "With Tawthiq installed, on any machine and without a network: tawthiq verify PACKAGE --signer KEY, where KEY "
        "is the sender's public key, received by another way than this package. Every step is printed with what holds.",
        "باستخدام برنامج توثيق على أي جهاز ودون شبكة: tawthiq verify PACKAGE --signer KEY، حيث KEY هو المفتاح العلني "
        "للمرسِل، مُستلَماً بطريق غير هذه الحزمة. تُطبع كل خطوة ونتيجتها.",
    ),
    (
        "Without Tawthiq: manifest.json lists every file with its SHA-256; any program for digests can compare them. "
        "The Ed25519 signature in signatures.json is over the line “tawthiq-package-1”, a line feed, and the bytes of "
        "manifest.json.",
        "دون البرنامج: يسرد manifest.json كل ملف مع بصمته SHA-256، ويمكن مقارنتها بأي برنامج للبصمات. والتوقيع Ed25519 "
        "في signatures.json هو على السطر «tawthiq-package-1» ثم محرف سطر جديد ثم محتوى manifest.json.",
    ),
    (
        "The files in custody/ prove each step: its change lies under its entry, its entry under the root of the whole "
        "ledger (Merkle trees of RFC 6962), which the signature and the seals of time (RFC 3161) in ledger/ cover. "
        "That no viewing was left out is shown by the ledger alone.",
        "تُثبت الملفات في custody/ كل خطوة: التغيير ضمن قيده، والقيد ضمن جذر السجل كله (أشجار ميركل، RFC 6962)، والجذر "
        "مشمول بالتوقيع وبأختام الزمن (RFC 3161) في ledger/. أما عدم إغفال أي اطلاع فلا يُثبته إلا السجل نفسه.",
    ),
)

ACTIONS: Final[Mapping[str, str]] = {
    "evidence received": "استلام الدليل",
    "evidence linked": "ربط الدليل بسجل",
    "evidence derived": "استخراج نسخ عمل",
    "evidence viewed": "اطلاع على الأصل",
    "evidence changed": "تعديل بيانات الدليل",
    "evidence moved": "نقل الدليل",
    "evidence exported": "تسليم الدليل",
    "evidence destroyed": "إتلاف الدليل",
    "evidence bytes removed": "إزالة المحتوى",
}
"""The steps of custody in Arabic; others are told as the ledger tells them."""

METHODS: Final[Mapping[str, str]] = {
    "method": "الطريقة", "collector": "الجامع", "given_by": "المسلِّم", "url": "الرابط", "uploader": "الناشر",
    "posted_at": "وقت النشر", "context": "السياق", "machine": "الجهاز", "network": "الشبكة",
    "account_used": "الحساب المستخدم", "tools": "الأدوات", "started_at": "البدء", "ended_at": "الانتهاء",
    "language": "اللغة", "warnings": "تنبيهات",
}  # fmt: skip

_STYLE: Final = """
:root{color-scheme:light}body{font:16px/1.5 system-ui,"Noto Sans","Noto Sans Arabic",sans-serif;margin:0 auto;
max-width:60rem;padding:1rem;color:#1b1b1b;background:#fff}h1{font-size:1.6rem}h2{font-size:1.25rem;margin-top:2rem;
border-bottom:1px solid #999}h3{font-size:1.05rem;margin-bottom:.3rem}nav{text-align:end}dl{display:grid;
grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:.5rem 0}dt{color:#444}dd{margin:0;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%;font-size:.9rem}th,td{border:1px solid #bbb;padding:.25rem .5rem;
text-align:start;vertical-align:top;overflow-wrap:anywhere}article{border:1px solid #bbb;border-radius:4px;
padding:.5rem 1rem;margin:1rem 0;break-inside:avoid}code,.d{font-family:ui-monospace,monospace;font-size:.85em;
overflow-wrap:anywhere}.w{border-inline-start:4px solid #8a5a00;padding-inline-start:.75rem}blockquote{margin:.3rem 0;
white-space:pre-wrap}section+section{margin-top:4rem;border-top:3px double #666}
@media(max-width:40rem){dl{grid-template-columns:1fr}dt{margin-top:.3rem}table,tbody,tr,td{display:block}thead{display:none}
tr{border-bottom:1px solid #999;padding:.3rem 0}td{border:0;padding:.05rem 0}}
@media print{nav{display:none}section+section{break-before:page;border:0}}
"""


def index_page(view: PageView) -> str:
    """Write the page: one HTML file that loads nothing, with all of it in English and again in Arabic."""
    parts = [
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{_text(view.handover)} · {_text(view.incident)}</title><style>{_STYLE}</style></head><body>",
        *_section(view, "en"),
        *_section(view, "ar"),
        "</body></html>\n",
    ]
    return "\n".join(parts)


def _section(view: PageView, language: Language) -> Iterable[str]:
    direction, other = ("rtl", "en") if language == "ar" else ("ltr", "ar")
    yield f'<section id="{language}" lang="{language}" dir="{direction}">'
    yield f'<nav><a href="#{other}" lang="{other}">{"English" if other == "en" else "العربية"}</a></nav>'
    title = (view.title_ar or view.title_en) if language == "ar" else (view.title_en or view.title_ar)
    yield f"<h1>{_word('title', language)}: <bdi>{_text(title or view.incident)}</bdi></h1>"
    end = WORDS["ledger_end"][language == "ar"].format(
        sequence=view.ledger_sequence, digest=f"\0{view.ledger_digest}\0"
    )
    before, digest, after = end.split("\0")
    facts = [
        ("from", _text(view.organisation)),
        ("to", _text(view.recipient)),
        ("made", _code(f"{view.made_at} · {view.handover}")),
        ("incident", _code(view.incident)),
        ("occurred", _code(view.occurred)),
        ("ledger", f"{escape(before)}{_code(digest)}{escape(after)}"),
    ]
    yield _facts((_word(name, language), value) for name, value in facts)
    yield f'<p class="w">{_word("graphic", language)}</p>'
    if view.left_out:
        yield f'<p class="w">{_word("left_out", language).format(count=view.left_out)}</p>'
    yield f"<h2>{_word('items', language)} ({len(view.items)})</h2>"
    yield from (_item(item, language) for item in view.items)
    if view.statements:
        yield f"<h2>{_word('statements', language)} ({len(view.statements)})</h2>"
        yield from (_statement(statement, language) for statement in view.statements)
    yield f"<h2>{_word('check', language)}</h2><ol>"
    yield from (f"<li>{escape(words[language == 'ar'])}</li>" for words in CHECKS)
    yield f"</ol><h2>{_word('receipt', language)}</h2>"
    yield f"<p>{_word('receipt_words', language).format(code=_code(view.handover))}</p></section>"


def _item(item: PageItem, language: Language) -> str:
    link = (
        f'<a href="{escape(item.path, quote=True)}">{_word("open", language)}</a>'
        if item.path
        else _word("destroyed", language)
    )
    facts = [
        (_word("type", language), f"{escape(label('evidence_kind', item.kind, language))} {_code(item.media_type)}"),
        (_word("size", language), _code(str(item.size))),
        (_word("sha256", language), _code(item.sha256)),
        (_word("name", language), f"<bdi>{_text(item.name)}</bdi>"),
        (_word("graphic_level", language), escape(label("graphic_level", item.graphic_level, language))),
        (_word("bears_on", language), _code(", ".join(item.links))),
    ]  # fmt: skip
    facts += [
        (_collected(name, language), f"<bdi>{_text(value)}</bdi>") for name, value in item.collection.items()
    ]
    head = "".join(f"<th>{_word(name, language)}</th>" for name in ("when", "who", "what", "why"))
    rows = "".join(_step(step, language) for step in item.custody)
    return (
        f"<article><h3>{_code(item.code)} · {link}</h3>{_facts(facts)}"
        f"<h3>{_word('custody', language)}</h3><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        "</article>"
    )


def _step(step: tuple[str, str, str, str], language: Language) -> str:
    when, who, action, reason = step
    told = ACTIONS.get(action, action) if language == "ar" else action
    return (
        f"<tr><td>{_code(when[:19].replace('T', ' '))}</td><td><bdi>{_text(who)}</bdi></td>"
        f"<td>{_text(told)}</td><td><bdi>{_text(reason)}</bdi></td></tr>"
    )


def _statement(statement: PageStatement, language: Language) -> str:
    translated = statement.translation_ar if language == "ar" else statement.translation_en
    link = f'<a href="{escape(statement.path, quote=True)}">{_code(statement.path)}</a>'
    facts = [
        (_word("given", language), _code(statement.given_on)),
        (_word("channel", language), escape(label("channel", statement.channel, language))),
    ]
    spoken = escape(statement.language, quote=True)
    words = f'<blockquote lang="{spoken}" dir="auto">{_whole(statement.text)}</blockquote>'
    if translated:
        words += (
            f'<p>{_word("translation", language)}</p><blockquote dir="auto">{_whole(translated)}</blockquote>'
        )
    return f"<article><h3>{_code(statement.code)} · {link}</h3>{_facts(facts)}{words}</article>"


def _collected(name: str, language: Language) -> str:
    said = METHODS.get(name, name) if language == "ar" else name.replace("_", " ")
    return escape(f"{WORDS['collection'][language == 'ar']}: {said}")


def _facts(facts: Iterable[tuple[str, str]]) -> str:
    return "<dl>" + "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in facts if value) + "</dl>"


def _word(name: str, language: Language) -> str:
    return escape(WORDS[name][language == "ar"])


def _code(text: str) -> str:
    return f'<bdi dir="ltr" class="d">{_text(text)}</bdi>' if text else ""


def _text(text: str) -> str:
    return escape(clean(text), quote=True)


def _whole(text: str) -> str:
    return escape(seen_lines(text), quote=True)
