"""The words with a grammar of their own in names: particles, titles, compounds, placeholders and common names.

All Arabic entries are in the folded spelling of tawthiq.domain.scripts.fold_arabic; all Latin ones as fold_latin gives them.
"""

from tawthiq.domain.scripts import fold_arabic


def _folded(text: str) -> frozenset[str]:
    return frozenset(fold_arabic(text).split())


CHILD_OF_ARABIC = _folded("بن ابن بنت ابنه")
CHILD_OF_LATIN = _folded("bin ibn ben bint bn binti")

# A first word that is a title is dropped when at least two words remain ("الشهيد محمد علي").
TITLES_ARABIC = _folded(
    "الشهيد شهيد الشهيده شهيده الدكتور دكتور الدكتوره دكتوره د الحاج الحاجه حاجه الشيخ الشيخه المهندس مهندس الاستاذ استاذ"
    " السيده الانسه المرحوم المرحومه المغدور الطفل الطفله الشاب الرضيع الرضيعه الجنين العقيد النقيب المقدم الملازم الصحفي"
    " الصحافي الاعلامي المسعف المسعفه المحامي المعلم المعلمه المربي الجريح المفقود"
)
TITLES_LATIN = _folded(
    "martyr dr doctor mr mrs ms miss hajj haj hajja sheikh shaykh shaikh eng engineer prof the child baby infant journalist"
    " colonel captain lieutenant late shahid alshahid"
)

# Words written apart or together with the next one.
JOIN_NEXT_ARABIC = _folded("عبد ابو ابا ابي ام ال ذو ذي بو")
JOIN_NEXT_LATIN = _folded("abd abdul abdel abdal abdol abdu abo abu abou aboo um umm om omm oum al el ul")
SUN_ARTICLES_LATIN = _folded("ar as ash an ad at az adh ath es er en ed esh ur us un ud")

# A second word that makes one name with the word before it ("نور الدين", "فتح الله", "زين العابدين").
JOIN_PREVIOUS_ARABIC = _folded(
    "الدين الله الاسلام العابدين الرحمن الحق بالله الايمان النصر الزهراء الهدي الاله"
)
JOIN_PREVIOUS_LATIN = _folded(
    "eddin eddine uddin addin aldin eldin ldin allah ullah eddeen aldeen eldeen al-din"
)
DIN_LATIN = _folded("din deen dine addin eddin eddine eddeen uddin aldin eldin aldeen eldeen")

# A name made of these words only, or beginning with one of the second table, is no name: such rows never merge.
PLACEHOLDERS = _folded(
    "مجهول مجهوله مجهولين الهويه هويه الاسم اسم غير معروف معروفه معلوم معلومه محدد محدده بلا بدون لا يوجد لم يعرف تعرف"
    " طفل طفله رضيع رضيعه جنين مولود مولوده حديث حديثه الولاده خديج شخص اشخاص شهيد شهيده رجل امراه سيده شاب فتاه"
    " جثه جثمان رفات اشلاء مدني مدنيه مواطن مواطنه مفقود رقم عائله من افراد"
    " unidentified unknown unnamed unb anonymous anon noname no name nameless not identified named known recorded stated"
    " child baby infant newborn neonate fetus foetus stillborn boy girl man woman male female person body remains civilian"
    " victim martyr na nan none null nil tbc tbd xxx xx x john jane doe number nr"
)
STARTS_UNNAMED = _folded("مجهول مجهوله جثه جثمان رفات اشلاء unidentified unknown unnamed unb anonymous")
# A relation in the first place names somebody else ("ابن احمد", "Ahmad's child", "wife of …").
RELATIONS = _folded(
    "ابن بنت ابنه زوجه زوج والده والد شقيق شقيقه اخت اخو طفل طفله رضيع رضيعه جنين مولود مولوده عائله"
    " son daughter wife husband mother father brother sister child baby infant newborn fetus family children"
)

# The common given and family names, so that lists in Latin script alone also know their spellings for one name.
COMMON_NAMES = ["محمد", "احمد", "محمود", "حسن", "حسين", "حسان", "علي", "عمر", "عثمان", "يوسف", "خالد", "مصطفي", "ابراهيم", "اسماعيل", "اسحاق", "يعقوب", "موسي", "عيسي", "هارون", "داود", "سليمان", "صالح", "صلاح", "يونس", "ايوب", "زكريا", "يحيي", "ادم", "نوح", "ادريس", "عبدالله", "عبدالرحمن", "عبدالرحيم", "عبدالكريم", "عبدالعزيز", "عبدالقادر", "عبدالحميد", "عبدالمجيد", "عبدالسلام", "عبدالناصر", "عبداللطيف", "عبدالغني", "عبدالفتاح", "عبدالهادي", "عبدالواحد", "عبدالرزاق", "عبدالحكيم", "عبدالجبار", "عبدالمنعم", "عبدالباسط", "عبدالوهاب", "عبدالحليم", "عبدالخالق", "عبدالستار", "عبدالرؤوف", "عبدالمالك", "عبدالملك", "عبدالحي", "عبده", "عبد", "جمال", "كمال", "سمير", "سامر", "سامي", "سالم", "سليم", "سلمان", "سعيد", "سعد", "سعود", "مسعود", "اسعد", "كريم", "اكرم", "كامل", "جميل", "جمال", "خليل", "جلال", "بلال", "هلال", "رامي", "رائد", "رياض", "رشيد", "راشد", "رضوان", "رمضان", "شعبان", "رجب", "زيد", "زياد", "زاهر", "ظاهر", "طارق", "طاهر", "طلال", "عادل", "عماد", "عامر", "عمار", "عمران", "عمرو", "عصام", "عاصم", "وسام", "وسيم", "وائل", "وليد", "ولاء", "وفاء", "هاني", "هشام", "هيثم", "ماهر", "مازن", "ماجد", "مجد", "مجدي", "مهند", "معاذ", "معتز", "معتصم", "منير", "منصور", "منذر", "ناصر", "نصر", "نصار", "نضال", "نبيل", "نادر", "نزار", "نعيم", "نور", "نورالدين", "صلاحالدين", "عزالدين", "علاءالدين", "بدرالدين", "سيفالدين", "شمسالدين", "خيرالدين", "محيالدين", "حسامالدين", "ضياءالدين", "بهاءالدين", "عطاالله", "فتحالله", "نصرالله", "عبيدالله", "علاء", "الاء", "ضياء", "بهاء", "انس", "ايمن", "ايهاب", "اياد", "ايات", "ايه", "اسامه", "اسلام", "اشرف", "امجد", "امين", "امير", "انور", "باسم", "باسل", "بشار", "بشير", "بسام", "بكر", "بدر", "تامر", "توفيق", "ثائر", "جابر", "جاسم", "جهاد", "حاتم", "حازم", "حامد", "حمد", "حمدان", "حمدي", "حميد", "حمزه", "خضر", "خليفه", "رافت", "رفيق", "زهير", "سهيل", "شادي", "شاكر", "شريف", "صابر", "صبحي", "صادق", "عدنان", "عدي", "عزام", "غسان", "غازي", "فارس", "فاروق", "فادي", "فراس", "فؤاد", "فهد", "فيصل", "فايز", "فوزي", "قاسم", "قصي", "قيس", "لؤي", "ليث", "مالك", "مراد", "مروان", "ممدوح", "ياسر", "ياسين", "يزن", "يزيد", "فاطمه", "عائشه", "خديجه", "مريم", "زينب", "امنه", "امينه", "اسماء", "ايمان", "امل", "امال", "امينه", "بتول", "بيان", "تسنيم", "حنان", "حنين", "خوله", "دعاء", "ديانا", "رانيا", "ربي", "رحمه", "رغد", "ريم", "رنا", "رهف", "روان", "زهره", "ساره", "سعاد", "سلمي", "سلوي", "سميره", "سميه", "سناء", "سوسن", "شيماء", "صفاء", "عبير", "غاده", "فرح", "كوثر", "لمي", "لينا", "ليلي", "مني", "مها", "ميساء", "ناديه", "نجوي", "نسرين", "نهي", "نوره", "هبه", "هدي", "هناء", "هند", "وعد", "ياسمين", "يسري", "عباس", "مهدي", "كاظم", "جواد", "باقر", "حيدر", "هادي", "رضا", "جعفر", "صباح", "نجم", "غانم", "هاشم", "قدور", "حاج", "شيخ", "خطيب", "حلبي", "شامي", "حمصي", "مصري", "نجار", "حداد", "خياط", "عطار", "صباغ", "قاضي", "بكري", "سيد", "درويش", "ديب", "عيد", "حمود", "حسون", "عيسي", "حموي", "ادلبي"]
