"""What every column of a snapshot means, in English and Arabic: the data dictionary of each release."""
# ruff: noqa: E501  (one line per column reads as a table)

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tawthiq.analysis.schema import PLACE_LEVELS, TABLES

Texts = tuple[str, str]

TABLE_TEXTS: Final[Mapping[str, Texts]] = {
    "harms": ("One act against one person, or against a group of unnamed people.", "فعل واحد وقع على شخص واحد أو على مجموعة أشخاص لم تُذكر أسماؤهم."),
    "incidents": ("One event at one time and place, or several known only in sum.", "واقعة واحدة في زمان ومكان واحد، أو وقائع عدة معروفة بمجموعها فقط."),
    "strikes": ("One hit within an incident.", "ضربة واحدة ضمن الحادثة."),
    "attributions": ("Which party an incident is attributed to, and how firmly.", "الطرف الذي تُنسب إليه الحادثة ودرجة الإسناد."),
    "damages": ("Damage to one facility in one incident.", "الضرر الذي لحق بمنشأة واحدة في حادثة واحدة."),
    "facilities": ("Hospitals, schools, markets and other civilian facilities.", "المشافي والمدارس والأسواق وغيرها من المنشآت المدنية."),
    "statements": ("Accounts of sources under an alias; never their identity.", "شهادات المصادر بأسماء مستعارة دون ما يكشف هويتهم."),
    "denials": ("A party's statement against an incident, and our assessment of it.", "تصريح طرف ينفي الحادثة وتقييمنا له."),
    "evidence": ("Preserved items that support an incident.", "المواد المحفوظة التي تدعم الحادثة."),
    "places": ("The tree of places, from countries down to sites.", "شجرة الأماكن من الدول حتى المواقع."),
    "parties": ("The parties to the conflict and their alliances.", "أطراف النزاع وتحالفاتها."),
    "sightings": ("Aircraft seen by observers.", "الطائرات التي رصدها المراقبون."),
}  # fmt: skip

COLUMN_TEXTS: Final[Mapping[str, Texts]] = {
    "harm_id": ("Id of the harm; never changes and names nobody.", "معرّف الضرر، وهو ثابت ولا يدل على أي شخص."),
    "harm_code": ("Code of the harm for people to read.", "رمز الضرر المقروء."),
    "incident_id": ("Id of the incident.", "معرّف الحادثة."),
    "incident_code": ("Code of the incident for people to read.", "رمز الحادثة المقروء."),
    "incident_kind": ("attack, or aggregate: several attacks known only in sum, never a massacre.", "حادثة واحدة، أو حوادث عدة معروفة بمجموعها فقط ولا تُعد مجزرة."),
    "strike_id": ("Id of the strike.", "معرّف الضربة."),
    "harms.kind": ("What was done: killed, injured, missing, arrested …", "نوع الضرر: قتل أو إصابة أو فقدان أو اعتقال وغير ذلك."),
    "incidents.kind": ("attack, or aggregate: several attacks known only in sum.", "حادثة واحدة، أو حوادث عدة معروفة بمجموعها فقط."),
    "facilities.kind": ("Kind of facility.", "نوع المنشأة."),
    "evidence.kind": ("Kind of item, such as video or photograph.", "نوع المادة، كتسجيل مصور أو صورة."),
    "places.kind": ("Level of the place: country, governorate … community, site.", "مستوى المكان: دولة أو محافظة حتى البلدة والموقع."),
    "parties.kind": ("Kind of party: state, armed group, alliance …", "نوع الطرف: دولة أو جماعة مسلحة أو تحالف وغير ذلك."),
    "sightings.kind": ("What was seen: take-off, over a place, landing …", "ما جرى رصده: إقلاع أو تحليق أو هبوط وغير ذلك."),
    "person_id": ("Id of the person, when the harm is against one person.", "معرّف الشخص إذا وقع الضرر على شخص واحد."),
    "group_label": ("What the group of unnamed people is called.", "وصف مجموعة الأشخاص غير المسمّين."),
    "within": ("The group harm that already counts this person.", "ضرر المجموعة الذي يشمل هذا الشخص في عدده."),
    "minimum": ("At least how many people.", "الحد الأدنى لعدد الأشخاص."),
    "maximum": ("At most how many people; empty where no upper bound is stated.", "الحد الأعلى لعدد الأشخاص، ويُترك فارغاً إن لم يُذكر."),
    "remaining_minimum": ("The minimum less those recorded one by one within it; sum this column.", "الحد الأدنى بعد طرح من سُجلوا فرادى ضمنه، وهذا العمود هو الذي يُجمع."),
    "remaining_maximum": ("The maximum less those recorded one by one within it.", "الحد الأعلى بعد طرح من سُجلوا فرادى ضمنه."),
    "status": ("Civilian, combatant or unknown.", "مدني أو مقاتل أو غير معروف."),
    "sex": ("Male, female or unknown.", "ذكر أو أنثى أو غير معروف."),
    "age_group": ("Unborn, infant, child, adult, elderly or unknown; age in years decides where known.", "جنين أو رضيع أو طفل أو بالغ أو مسن أو غير معروف، والعمر بالسنوات هو الحاسم إن عُرف."),
    "age_years": ("Age in completed years.", "العمر بالسنوات الكاملة."),
    "occupation": ("Occupation group, such as media, medical, civil defense.", "الفئة المهنية، كالإعلام والطب والدفاع المدني."),
    "unborn_as": ("Whether the source counted an unborn among the children (child) or beside them.", "هل عدّ المصدر الجنين ضمن الأطفال أم إلى جانبهم."),
    "torture": ("Whether the death was under torture.", "هل وقعت الوفاة بسبب التعذيب."),
    "cause": ("Cause by SDG indicator 16.1.2.", "السبب وفق مؤشر التنمية المستدامة 16.1.2."),
    "munition": ("Munition used.", "الذخيرة المستخدمة."),
    "platform": ("What delivered the munition, such as helicopter or artillery.", "وسيلة الهجوم، كالطيران المروحي أو المدفعية."),
    "target": ("What was hit.", "الهدف الذي أصيب."),
    "incident_edtf": ("When the incident happened, in EDTF (ISO 8601-2).", "تاريخ الحادثة بصيغة EDTF (ISO 8601-2)."),
    "incident_first": ("First day on which the incident can have happened.", "أول يوم يمكن أن تكون الحادثة قد وقعت فيه."),
    "incident_last": ("Last day on which the incident can have happened.", "آخر يوم يمكن أن تكون الحادثة قد وقعت فيه."),
    "death_edtf": ("When the person died, if later than the incident, in EDTF.", "تاريخ الوفاة إن تأخرت عن الحادثة، بصيغة EDTF."),
    "death_first": ("First possible day of a later death.", "أول يوم ممكن للوفاة المتأخرة."),
    "death_last": ("Last possible day of a later death.", "آخر يوم ممكن للوفاة المتأخرة."),
    "edtf": ("When it happened, in EDTF (ISO 8601-2).", "تاريخ الوقوع بصيغة EDTF (ISO 8601-2)."),
    "first": ("First possible day.", "أول يوم ممكن."),
    "last": ("Last possible day.", "آخر يوم ممكن."),
    "date": ("Day, where it is known exactly.", "اليوم إن عُرف بدقة."),
    "time_of_day": ("Local time or part of the day, as stated.", "الوقت المحلي أو جزء اليوم كما ذُكر."),
    "time_margin_minutes": ("By how many minutes the time may be off.", "هامش الخطأ في الوقت بالدقائق."),
    "zone": ("IANA time zone of the local time.", "المنطقة الزمنية للوقت المحلي وفق IANA."),
    "place_id": ("Id of the place.", "معرّف المكان."),
    "place_name_en": ("Name of the place in English.", "اسم المكان بالإنكليزية."),
    "place_name_ar": ("Name of the place in Arabic.", "اسم المكان بالعربية."),
    "place_path": ("Ids from the country down to the place itself.", "المعرّفات من الدولة نزولاً إلى المكان نفسه."),
    "death_place_path": ("Path to the place of death, if elsewhere.", "مسار مكان الوفاة إن كان مختلفاً."),
    "origin_place_path": ("Path to the place that the person was from.", "مسار المكان الذي ينحدر منه الشخص."),
    "longitude": ("Longitude in degrees, WGS 84.", "خط الطول بالدرجات وفق WGS 84."),
    "latitude": ("Latitude in degrees, WGS 84.", "خط العرض بالدرجات وفق WGS 84."),
    "radius_m": ("How far the true point may lie away, in metres.", "مدى ابتعاد النقطة الحقيقية بالأمتار."),
    "point_method": ("How the point was found.", "طريقة تحديد النقطة."),
    "site": ("The site as described.", "الموقع كما وُصف."),
    "parties": ("All parties named, but for denied attributions; several: joint or contested.", "كل الأطراف المذكورة عدا الإسناد المنفي، وتعددها يعني هجوماً مشتركاً أو محل خلاف."),
    "party": ("The party responsible; the alliance's code when joint; unknown when none.", "الطرف المسؤول، أو رمز التحالف إن كان الهجوم مشتركاً، أو غير معروف."),
    "attribution_level": ("How firmly the incident is attributed.", "درجة إسناد الحادثة إلى الطرف."),
    "level": ("How firmly the incident is attributed to this party.", "درجة إسناد الحادثة إلى هذا الطرف."),
    "attribution_id": ("Id of the attribution.", "معرّف الإسناد."),
    "certainty": ("How certain it is that the incident happened.", "درجة التيقن من وقوع الحادثة."),
    "harm_certainty": ("How certain this harm is, where it differs from its incident.", "درجة التيقن من هذا الضرر إن اختلفت عن الحادثة."),
    "state": ("State of review; only accepted records were checked by a second person.", "حالة المراجعة، والسجلات المقبولة وحدها دققها شخص ثانٍ."),
    "facility_kinds": ("Kinds of facilities that the incident hit.", "أنواع المنشآت التي أصابتها الحادثة."),
    "name": ("The person's name as written by the source.", "اسم الشخص كما كتبه المصدر."),
    "harms.name_en": ("The person's name in Latin letters.", "اسم الشخص بالأحرف اللاتينية."),
    "harms.name_ar": ("The person's name in Arabic.", "اسم الشخص بالعربية."),
    "name_en": ("Name in English.", "الاسم بالإنكليزية."),
    "name_ar": ("Name in Arabic.", "الاسم بالعربية."),
    "may_name": ("Whether the name may be published.", "هل يجوز نشر الاسم."),
    "family": ("Label shared by members of one family in an incident.", "وسم يجمع أفراد العائلة الواحدة في الحادثة."),
    "as_reported": ("The text of the report from which this was read.", "نص البلاغ الذي استُخرجت منه المعلومة."),
    "harms.basis": ("recorded, or reconstructed from published totals.", "مسجل أو مستنتج من المجاميع المنشورة."),
    "attributions.basis": ("On what the attribution rests.", "ما يستند إليه الإسناد."),
    "title_en": ("Title in English.", "العنوان بالإنكليزية."),
    "title_ar": ("Title in Arabic.", "العنوان بالعربية."),
    "narrative_en": ("What happened, in English.", "رواية ما حدث بالإنكليزية."),
    "narrative_ar": ("What happened, in Arabic.", "رواية ما حدث بالعربية."),
    "note_en": ("Note in English, such as where sources disagree.", "ملاحظة بالإنكليزية، كمواضع اختلاف المصادر."),
    "note_ar": ("Note in Arabic, such as where sources disagree.", "ملاحظة بالعربية، كمواضع اختلاف المصادر."),
    "control": ("Who controlled the area at the time.", "الجهة المسيطرة على المنطقة وقت الحادثة."),
    "tags": ("Tags given by the documenters.", "وسوم وضعها الموثقون."),
    "incidents.parent_id": ("The incident that this one is part of.", "الحادثة التي تتبع لها هذه الحادثة."),
    "places.parent_id": ("The place that holds this one.", "المكان الذي يضم هذا المكان."),
    "order": ("Order of the strike within its incident.", "ترتيب الضربة ضمن الحادثة."),
    "platform_count": ("How many aircraft or launchers.", "عدد الطائرات أو منصات الإطلاق."),
    "aircraft_type": ("Type of aircraft as stated.", "طراز الطائرة كما ذُكر."),
    "munition_count": ("How many munitions.", "عدد الذخائر."),
    "facility_id": ("Id of the facility.", "معرّف المنشأة."),
    "damage_id": ("Id of the damage.", "معرّف الضرر المادي."),
    "grade": ("How severe the damage is.", "درجة الضرر."),
    "out_of_service": ("Whether the facility was put out of service.", "هل خرجت المنشأة عن الخدمة."),
    "times_hit_before": ("How often the facility had been hit before.", "عدد مرات استهداف المنشأة سابقاً."),
    "damages.first": ("First possible day of the damage.", "أول يوم ممكن لوقوع الضرر."),
    "deconflicted": ("Whether the facility was on the United Nations de-confliction list.", "هل كانت المنشأة مدرجة في آلية الأمم المتحدة لتجنب الاستهداف."),
    "deconflicted_from": ("On the list since.", "تاريخ الإدراج في القائمة."),
    "deconflicted_to": ("On the list until.", "تاريخ انتهاء الإدراج في القائمة."),
    "statement_id": ("Id of the statement.", "معرّف الشهادة."),
    "alias": ("Pseudonym of the source.", "الاسم المستعار للمصدر."),
    "source_kind": ("Kind of source, such as eyewitness.", "نوع المصدر، كشاهد عيان."),
    "channel": ("How the statement was taken, such as messenger.", "وسيلة أخذ الشهادة، كتطبيق مراسلة."),
    "language": ("Language of the text (ISO 639).", "لغة النص وفق ISO 639."),
    "text": ("The statement in its language.", "نص الشهادة بلغتها."),
    "translation_en": ("Translation into English.", "الترجمة إلى الإنكليزية."),
    "translation_ar": ("Translation into Arabic.", "الترجمة إلى العربية."),
    "may_quote": ("Whether the source agreed to be quoted.", "هل وافق المصدر على الاقتباس منه."),
    "consent": (
        "How the source stands to being quoted: given, refused, withdrawn, expired or not-asked.",
        "موقف المصدر من الاقتباس منه: موافقة أو رفض أو موافقة مسحوبة أو منتهية أو لم يُسأل.",
    ),
    "statement_code": ("Human code of the statement.", "رمز الشهادة المقروء."),
    "note_key": ("Key by which a report's footnote cites it.", "المفتاح الذي تشير به حاشية التقرير إليها."),
    "denial_id": ("Id of the denial.", "معرّف النفي."),
    "summary_en": ("What the party said, in English.", "ملخص ما قاله الطرف بالإنكليزية."),
    "summary_ar": ("What the party said, in Arabic.", "ملخص ما قاله الطرف بالعربية."),
    "assessment": ("Our assessment: refuted, upheld or open.", "تقييمنا: مدحوض أو مؤيَّد أو مفتوح."),
    "reasons_en": ("The reasons of the assessment, in English.", "أسباب التقييم بالإنكليزية."),
    "reasons_ar": ("The reasons of the assessment, in Arabic.", "أسباب التقييم بالعربية."),
    "item_id": ("Id of the item of evidence.", "معرّف مادة الدليل."),
    "sha256": ("SHA-256 of the preserved file.", "بصمة SHA-256 للملف المحفوظ."),
    "may_publish": ("Whether the item may be published.", "هل يجوز نشر المادة."),
    "pcode": ("P-code of the United Nations (OCHA).", "رمز المكان لدى الأمم المتحدة (أوتشا)."),
    "spellings": ("Other names and spellings, in any script.", "الأسماء والتهجئات الأخرى بأي كتابة."),
    "path": ("Ids from the country down to the place itself.", "المعرّفات من الدولة نزولاً إلى المكان نفسه."),
    "approximate": ("Whether the point is approximate.", "هل النقطة تقريبية."),
    "boundary": ("Boundary as well-known binary, WGS 84.", "الحدود بصيغة WKB وفق WGS 84."),
    "code": ("Code of the party.", "رمز الطرف."),
    "parent": ("The alliance or side that the party belongs to.", "التحالف أو الجهة التي ينتمي إليها الطرف."),
    "sighting_id": ("Id of the sighting.", "معرّف الرصد."),
    "aircraft": ("Aircraft as described by the observer.", "الطائرة كما وصفها المراقب."),
    "base": ("Air base.", "القاعدة الجوية."),
    "heading": ("Direction of flight as stated.", "اتجاه الطيران كما ذُكر."),
}  # fmt: skip

_LEVELS: Final = dict(zip(PLACE_LEVELS, ("الدولة", "المحافظة", "المنطقة", "الناحية", "البلدة"), strict=True))
_PARTS: Final[Mapping[str, Texts]] = {
    "id": ("Id of the", "معرّف"), "en": ("English name of the", "الاسم الإنكليزي"),
    "ar": ("Arabic name of the", "الاسم العربي"), "pcode": ("P-code of the", "رمز أوتشا"),
}  # fmt: skip
_OF: Final[Mapping[str, Texts]] = {
    "": ("", ""), "death_": (" where the person died, if elsewhere", " التي وقعت فيها الوفاة إن اختلفت"),
    "origin_": (" that the person was from", " التي ينحدر منها الشخص"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Meaning:
    """One line of the codebook: a column, its type, whether it may be empty, and what it means."""

    table: str
    column: str
    type: str
    maybe: bool
    en: str
    ar: str


def codebook() -> tuple[Meaning, ...]:
    """Give the meaning of every column of every table, in the order of the schema."""
    return tuple(
        Meaning(table, column.name, str(column.type), column.maybe, *meaning(table, column.name))
        for table, columns in TABLES.items()
        for column in columns
    )


def meaning(table: str, column: str) -> Texts:
    """Give what a column of a table means, in English and Arabic."""
    texts = COLUMN_TEXTS.get(f"{table}.{column}") or COLUMN_TEXTS.get(column)
    return texts or _place_meaning(column)


def _place_meaning(column: str) -> Texts:
    whose = next(prefix for prefix in ("death_", "origin_", "") if column.startswith(prefix))
    level, _, part = column.removeprefix(whose).rpartition("_")
    (english, arabic), (behind_en, behind_ar) = _PARTS[part], _OF[whose]
    place = _LEVELS[level]
    joined = place if part == "id" else f"لل{place.removeprefix('ال')}"
    return f"{english} {level}{behind_en}.", f"{arabic} {joined}{behind_ar}."
