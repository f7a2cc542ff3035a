"""Arabic as news tells it: sources named beside the attack, names in quotation marks, several attacks in one text, arrests, later deaths."""

from __future__ import annotations

import pytest

from tawthiq.reading.incidents import draft_incidents

DAY = " يوم الأحد 9 شباط 2020"


def _told(text: str, *keys: str) -> list[tuple[object, ...]]:
    return [tuple(draft[key] for key in keys) for draft in draft_incidents(text)]


@pytest.mark.parametrize(
    "source",
    [
        "قال مراسلنا إن {0}",
        "وأفاد ناشطون أن {0}",
        "ذكر الدفاع المدني أن {0}",
        "{0}، بحسب ما ذكر المرصد.",
        "أكد مصدر طبي، في اتصال هاتفي، أن {0}",
        'قال المجلس المحلي: "{0}"',
    ],
)
def test_a_source_named_beside_the_attack_leaves_it_told(source: str) -> None:
    told = "قصفاً مدفعياً لقوات النظام على بلدة آفس بريف إدلب" + DAY + " أسفر عن مقتل ثلاثة مدنيين"
    keys = ("date", "place", "party", "platform", "civilians_killed")
    assert _told(source.format(told), *keys) == [("2020-02-09", "آفس", "syrian-regime", "artillery", 3)]


def test_what_follows_a_lead_gives_it_its_place_and_is_no_second_attack() -> None:
    text = (
        "9 شباط 2020\n\nقتل مدنيان، اليوم الأحد، جراء قصف لقوات النظام على ريف إدلب الجنوبي.\n"
        "وقال مراسلنا إن القصف استهدف بقذائف الهاون منازل في قرية كفر عويد بريف إدلب الجنوبي، ما أدى إلى مقتل مدنيين اثنين."
    )
    keys = ("date", "place", "party", "munition", "civilians_killed")
    assert _told(text, *keys) == [("2020-02-09", "كفر عويد", "syrian-regime", "mortar shell", 2)]


def test_the_words_of_a_party_about_itself_and_a_total_tell_no_attack() -> None:
    assert (
        draft_incidents("صرحت وزارة الدفاع الروسية بأن طائراتها دمرت مستودعاً في ريف إدلب" + DAY + ".") == []
    )
    assert (
        draft_incidents("وثق المرصد مقتل 93 مدنياً في قصف للنظام على المنطقة المستهدفة خلال تموز الفائت.")
        == []
    )


@pytest.mark.parametrize(
    ("where", "place"),
    [
        ("بلدة “كنصفرة” بريف إدلب", "كنصفرة"),
        ("مدينة الباب السورية", "الباب"),
        ("سوق مدينة اعزاز الرئيسي المكتظ بالمدنيين", "اعزاز"),
        ("قرية الدير الشرقي في ريف إدلب", "الدير الشرقي"),
        ("أطراف بلدة سرجة الشرقية بريف إدلب", "سرجة"),
        ("حي القابون بدمشق", "دمشق"),
        ("قرية الوهمية التابعة لناحية معدان بريف الرقة", "الوهمية"),
        ("الطريق الواصل بين بلدتي تسيل وسحم الجولان بريف درعا", "بين تسيل وسحم الجولان"),
        ("سوقاً في معرة النعمان", "معرة النعمان"),
        ("مدن وبلدات ريف إدلب، وبينها قرى معرة حرمة والشيخ مصطفى", "معرة حرمة"),
        ("الطريق بين طفس والمزيريب", "بين طفس والمزيريب"),
        ("سيارتين في بلدة بداما بريف جسر الشغور غربي إدلب", "بداما"),
    ],
)
def test_the_place_is_the_name_and_nothing_beside_it(where: str, place: str) -> None:
    text = f"استهدفت قوات النظام السوري بالمدفعية {where}{DAY}، ما أدى إلى مقتل مدني في المدينة المستهدفة."
    assert _told(text, "place") == [(place,)]


def test_letters_parted_by_dots_against_filters_are_read() -> None:
    text = (
        "قامت طائرات حـ.ـربية روسية بقـ.ـصف قرية “شنان” بريف إدلب"
        + DAY
        + "، ما أدى إلى مقـ.ـتل مدنيين اثنين."
    )
    keys = ("place", "party", "platform", "civilians_killed")
    assert _told(text, *keys) == [("شنان", "russian", "fixed-wing warplane", 2)]


@pytest.mark.parametrize(
    ("turn", "second"),
    [
        (
            "إلى ذلك، قصفت طائرات حربية روسية محيط بلدة البارة بريف إدلب بعدة غارات.",
            ("البارة", "russian", None),
        ),
        (
            "وفي سياق آخر، انفجرت عبوة ناسفة في مدينة كفرتخاريم بريف إدلب دون إصابات.",
            ("كفرتخاريم", None, None),
        ),
        ("كما استهدف قصف مماثل بلدة سرجة في الريف ذاته.", ("سرجة", "syrian-regime", None)),
        (
            "كذلك أصيب مدنيان برصاص قناصة قوات النظام في بلدة النيرب بريف إدلب.",
            ("النيرب", "syrian-regime", 2),
        ),
    ],
)
def test_a_turn_of_the_text_tells_another_attack(turn: str, second: tuple[object, ...]) -> None:
    text = "قتل مدني بقصف مدفعي لقوات النظام على بلدة آفس بريف إدلب" + DAY + ".\n" + turn
    assert _told(text, "place", "party", "injured") == [("آفس", "syrian-regime", None), second]


def test_a_like_attack_at_the_same_time_is_one_of_its_own() -> None:
    text = (
        "شنت الطائرات الحربية الروسية غارات على أطراف مدينة أريحا جنوب إدلب" + DAY + "، "
        "بالتزامن مع قصف مماثل طال بلدة سرجة، أسفر عن إصابة أربعة مدنيين."
    )
    keys = ("place", "party", "platform", "injured")
    plane = "fixed-wing warplane"
    assert _told(text, *keys) == [("أريحا", "russian", plane, None), ("سرجة", "russian", plane, 4)]


def test_a_fire_told_in_between_adds_nobody_to_the_attack() -> None:
    text = (
        "قتل مدني بقصف مدفعي لقوات النظام على بلدة آفس بريف إدلب" + DAY + ".\n"
        "وفي سياق آخر، أصيب طفلان جراء نشوب حريق في مدينة سرمين بريف إدلب."
    )
    assert _told(text, "place", "injured") == [("آفس", None)]


def test_a_lead_that_sums_up_is_no_attack_beside_those_it_sums() -> None:
    text = (
        "استشهد 9 مدنيين جراء قصف جوي على مدينة حلب وقرية بريف إدلب"
        + DAY
        + "، حيث استشهدت سيدة و3 من أطفالها جراء "
        "قصف لمروحيات النظام على حي الميسر بمدينة حلب، فيما استشهد 5 مدنيين جراء قصف للطيران الحربي على قرية كفرموس بريف إدلب."
    )
    keys = ("place", "civilians_killed", "children", "women")
    assert _told(text, *keys) == [("حلب", 4, 3, 1), ("كفرموس", 5, None, None)]


def test_the_total_and_the_earlier_attack_at_the_end_of_a_sentence_are_left_aside() -> None:
    rising = (
        "قتل مدنيان بقصف لقوات النظام على بلدة آفس بريف إدلب"
        + DAY
        + "، ليرتفع عدد القتلى إلى 37 خلال 24 ساعة."
    )
    alike = (
        "أصيب طفلان بانفجار لغم قرب بلدة آفس بريف إدلب"
        + DAY
        + "، وذلك بعد يومين من سقوط 4 ضحايا بانفجار مشابه."
    )
    assert _told(rising, "civilians_killed") == [(2,)]
    assert _told(alike, "civilians_killed", "injured") == [(None, 2)]


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("نادر الوهمي وشقيقه، من أبناء بلدة تسيل، اعتقلتهما عناصر من قوات النظام في مدينة درعا{0}.", [("درعا", 2)]),
        ("اعتقلت “قسد” المدعو “نادر الوهمي” واثنين من أقاربه في بلدة الصبحة بريف دير الزور{0}.", [("الصبحة", 3)]),
        ("اعتقلت هيئة تحرير الشام الناشط نادر الوهمي واثنين من أصدقائه في مدينة سلقين{0}.", [("سلقين", 3)]),
        ("اعتقلت قسد مدنياً في بلدة الصبحة{0}. وفي السياق، داهم عناصرها بلدة البصيرة واعتقلوا 4 أشخاص.", [("الصبحة", 1), ("البصيرة", 4)]),
        ("احتجزت قسد مدنيين اثنين في مدينة الرقة{0}، كما احتجزت في ذات اليوم 10 آخرين في قرية الوهمية.", [("الرقة", 2), ("الوهمية", 10)]),
    ],
)  # fmt: skip
def test_arrests_count_those_named_before_and_beside(text: str, taken: list[tuple[str, int]]) -> None:
    assert _told(text.format(DAY), "place", "arrested") == taken


def test_an_arrest_without_a_court_s_warrant_is_no_trial() -> None:
    text = (
        "اعتقلت قوات النظام ثلاثة مدنيين في مدينة درعا"
        + DAY
        + ".\nلم تتم عملية الاعتقال عبر مذكرة اعتقال قانونية صادرة عن محكمة."
    )
    assert _told(text, "place", "arrested") == [("درعا", 3)]


def test_a_later_death_falls_on_the_day_of_the_wound() -> None:
    text = (
        "توفي الشاب نادر الوهمي، من أبناء بلدة تسيل بريف درعا، يوم الخميس 8 آب 2019 متأثراً بجراح أصيب بها قبل ثلاثة أيام "
        "جراء قصف لقوات النظام على مدينة الحراك بريف درعا."
    )
    assert _told(text, "date", "place", "civilians_killed") == [("2019-08-05", "الحراك", 1)]


def test_days_before_publication_are_counted_from_it() -> None:
    text = "10 شباط 2020\n\nقتل مدنيان أمس الأول جراء قصف لقوات النظام على بلدة آفس بريف إدلب.\nوقال ناشطون إن القصف كان بالمدفعية."
    assert _told(text, "date", "platform") == [("2020-02-08", "artillery")]


@pytest.mark.parametrize(
    ("ending", "people"),
    [
        ("قتل مدني وأصيب آخرون أثناء تواجده مع والده.", (1, None, None)),
        ("قتل قناص تابع لقوات النظام رجلاً وابنته.", (2, 1, None)),
        ("سقط قتيلان و13 جريحاً جراء سقوط القذائف.", (2, None, 13)),
        ("قتل أربعة أطفال ومعلمتهم.", (5, 4, None)),
        ("أدى القصف إلى مقتل 20 مدنياً وإصابة 37 جراء الشظايا.", (20, None, 37)),
        ("ثلاث سيدات من أهالي البلدة قتلن وأصيبت سيدة رابعة.", (3, None, 1)),
    ],
)
def test_people_are_counted_as_news_tells_them(ending: str, people: tuple[object, ...]) -> None:
    text = "قصفت قوات النظام السوري بلدة آفس بريف إدلب" + DAY + ". " + ending
    assert _told(text, "civilians_killed", "children", "injured") == [people]


def test_fire_opened_by_unknown_men_and_an_organisation_named_before() -> None:
    fire = (
        "أطلق مجهولان يستقلان دراجة نارية النار على مدني في بلدة اليادودة بريف درعا"
        + DAY
        + " فقتل على الفور."
    )
    named = (
        "قتل مدني برصاص تنظيم داعش في قرية الوهمية بريف الرقة" + DAY + ".\n"
        "وفي 12 شباط 2020 قتلت سيدة بانفجار لغم زرعه التنظيم في مدينة الطبقة بريف الرقة."
    )
    assert _told(fire, "party", "munition", "civilians_killed") == [("unknown", "gunfire", 1)]
    assert _told(named, "place", "party") == [("الوهمية", "isis"), ("الطبقة", "isis")]


def test_fighters_alone_and_the_unknown_place_of_the_taken_name_nobody() -> None:
    fighters = "قتل جندي من قوات النظام بانفجار لغم أرضي قرب مدينة السخنة بريف حمص" + DAY + "."
    led_away = "احتجزت دورية ثلاثة مدنيين في مدينة الطبقة بريف الرقة" + DAY + " واقتادتهم إلى جهة مجهولة."
    assert draft_incidents(fighters) == []
    assert _told(led_away, "party", "arrested") == [(None, 3)]


def test_a_death_in_custody_fell_where_the_prison_is() -> None:
    text = (
        "استشهد الشاب “نادر الوهمي” من محافظة درعا تحت التعذيب في سجن “صيدنايا” على يد قوات النظام"
        + DAY
        + "."
    )
    assert _told(text, "place", "party", "munition", "civilians_killed") == [
        ("صيدنايا", "syrian-regime", "torture", 1)
    ]
