"""Say in one sentence for each comparison, in English or Arabic, why two rows may be one person or not."""

from collections.abc import Mapping, Sequence

from tawthiq.linkage.comparisons import Comparison

# For each outcome: English, Arabic. {l} and {r} are the two rows' values as read.
SENTENCES: Mapping[str, tuple[str, str]] = {
    "same-name": ("The names are the same word by word.", "الاسمان متطابقان كلمةً كلمة."),
    "same-words-joined": ("The names are the same, with words written joined or apart.", "الاسمان متطابقان مع اختلاف في وصل الكلمات أو فصلها."),
    "short-in-long": ("The shorter name stands in the longer one in order, with the same first and last word.", "الاسم الأقصر وارد في الأطول بالترتيب نفسه، وأوله وآخره واحد."),
    "same-sound": ("The names are written in two scripts and sound alike word by word.", "الاسمان مكتوبان بأبجديتين مختلفتين ويتوافقان لفظًا كلمةً كلمة."),
    "short-in-long-sound": ("The shorter name, in another script, stands in the longer one in order by its sound.", "الاسم الأقصر، بأبجدية أخرى، وارد لفظًا في الأطول بالترتيب نفسه."),
    "short-at-start": ("The shorter name stands in the longer one in order, without its last word.", "الاسم الأقصر وارد في الأطول بالترتيب نفسه من دون كلمته الأخيرة."),
    "short-at-start-sound": ("The shorter name, in another script, sounds like the longer one without its last word.", "الاسم الأقصر، بأبجدية أخرى، يوافق الأطول لفظًا من دون كلمته الأخيرة."),
    "other-order": ("The names have the same words in another order.", "في الاسمين الكلمات نفسها بترتيب آخر."),
    "near-name": ("The names differ by a few letters.", "يختلف الاسمان في أحرف قليلة."),
    "same-ends": ("The first and the last name agree, what stands between them does not.", "يتفق الاسم الأول والأخير ويختلف ما بينهما."),
    "only-given-differs": ("Only the given name differs, as with siblings: never accepted without a person.", "يختلف الاسم الأول وحده، كما بين الإخوة: لا يُقبل إلا بقرار شخص."),
    "same-given": ("Only the given name agrees.", "يتفق الاسم الأول وحده."),
    "other-name": ("The names differ: never accepted without a person.", "الاسمان مختلفان: لا يُقبل إلا بقرار شخص."),
    "same-birth": ("The dates of birth are the same ({l}).", "تاريخ الميلاد واحد ({l})."),
    "birth-swapped": ("Day and month of birth are swapped ({l}, {r}).", "اليوم والشهر في تاريخ الميلاد متبادلان ({l}، {r})."),
    "birth-year-only": ("The year of birth is the same; one side gives no day, or only 1 January ({l}, {r}).", "سنة الميلاد واحدة، وأحد الطرفين بلا يوم أو يذكر 1 كانون الثاني ({l}، {r})."),
    "birth-other-year": ("Day and month of birth agree, the year is one or two off ({l}, {r}).", "يتفق يوم الميلاد وشهره وتختلف السنة بسنة أو سنتين ({l}، {r})."),
    "birth-digit": ("The dates of birth differ by one digit ({l}, {r}).", "يختلف تاريخا الميلاد في رقم واحد ({l}، {r})."),
    "same-birth-year": ("Only the year of birth agrees ({l}, {r}).", "تتفق سنة الميلاد وحدها ({l}، {r})."),
    "same-age": ("The ages are the same.", "العمر واحد."),
    "age-within-1": ("The ages are within one year.", "الفرق بين العمرين سنة أو أقل."),
    "age-within-3": ("The ages are two or three years apart.", "الفرق بين العمرين سنتان أو ثلاث."),
    "age-within-11": ("The ages are four to eleven years apart.", "الفرق بين العمرين من أربع سنوات إلى إحدى عشرة سنة."),
    "other-generation": ("The ages are more than eleven years apart: never accepted without a person.", "الفرق بين العمرين أكثر من إحدى عشرة سنة: لا يُقبل إلا بقرار شخص."),
    "same-sex": ("The sex is the same.", "الجنس واحد."),
    "other-sex": ("The sex differs.", "الجنس مختلف."),
    "same-date": ("The dates of the event are the same ({l}).", "تاريخ الحادثة واحد ({l})."),
    "date-swapped": ("Day and month of the event are swapped ({l}, {r}).", "اليوم والشهر في تاريخ الحادثة متبادلان ({l}، {r})."),
    "date-within-2": ("The dates of the event are at most two days apart ({l}, {r}).", "الفرق بين تاريخي الحادثة يومان أو أقل ({l}، {r})."),
    "date-within-31": ("The dates of the event are at most a month apart ({l}, {r}).", "الفرق بين تاريخي الحادثة شهر أو أقل ({l}، {r})."),
    "other-date": ("The dates of the event differ ({l}, {r}).", "تاريخا الحادثة مختلفان ({l}، {r})."),
    "same-place": ("The place is the same.", "المكان واحد."),
    "place-within": ("One place lies in the other, or the two share a word.", "أحد المكانين ضمن الآخر، أو بينهما كلمة مشتركة."),
    "near-place": ("The places differ by a few letters.", "يختلف المكانان في أحرف قليلة."),
    "other-place": ("The places differ.", "المكانان مختلفان."),
    "same-number": ("The identity numbers are the same.", "رقم الهوية واحد."),
    "near-number": ("The identity numbers differ by one character.", "يختلف رقما الهوية في خانة واحدة."),
    "other-number": ("The identity numbers differ.", "رقما الهوية مختلفان."),
}  # fmt: skip
GENERIC = {
    "same": ("{what}: the same.", "{what}: متطابق."),
    "near": ("{what}: nearly the same.", "{what}: متقارب."),
    "alike": ("{what}: alike.", "{what}: متشابه."),
    "swapped": ("{what}: exchanged with another field.", "{what}: متبادل مع حقل آخر."),
    "other": ("{what}: different.", "{what}: مختلف."),
}
_THROUGH_OTHERS = ("Joined through other rows of the group.", "جُمعا عبر صفوف أخرى من المجموعة.")
_UNKNOWN = ("{what}: not known on both sides.", "{what}: غير معلوم في الطرفين.")


def explain(
    comparisons: Sequence[Comparison],
    gammas: Sequence[int],
    left: Mapping[str, object],
    right: Mapping[str, object],
    *,
    language: str,
) -> str:
    """Return the sentences of a pair, in the order of the comparisons; comparisons that say nothing are left out."""
    at = 1 if language == "ar" else 0
    sentences = []
    for comparison, gamma in zip(comparisons, gammas, strict=True):
        if gamma >= 0:
            level = comparison.levels[len(comparison.levels) - 1 - gamma]
            text = (SENTENCES.get(level.code) or GENERIC[level.code.rsplit("/", 1)[-1]])[at]
            sentences.append(
                text.format(l=left.get(comparison.name), r=right.get(comparison.name), what=comparison.title)
            )
    return " ".join(sentences)


def through_others(language: str) -> str:
    """Say that two rows share a group by way of others."""
    return _THROUGH_OTHERS[1 if language == "ar" else 0]


def title_of(comparison: Comparison, code: str, language: str) -> str:
    """Return the sentence of an outcome without the values of any pair."""
    text = (SENTENCES.get(code) or GENERIC[code.rsplit("/", 1)[-1]])[1 if language == "ar" else 0]
    return (
        text.replace(" ({l}, {r})", "")
        .replace(" ({l})", "")
        .replace(" ({l}، {r})", "")
        .format(what=comparison.title)
    )
