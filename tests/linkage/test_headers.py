"""Headers of lists in English and Arabic are recognised, whole or within a longer header; nobody else's name is taken."""

from tawthiq.linkage.lists import guess_roles


def test_longer_headers_in_english_are_recognised() -> None:
    headers = [
        "Record No.",
        "Victim's Full Name",
        "Date of Birth",
        "Age (years)",
        "Gender",
        "Date of Death",
        "Province",
    ]
    roles = dict(zip(("id", "name", "birth", "age", "sex", "date", "place"), headers, strict=True))
    assert guess_roles(headers) == roles


def test_longer_headers_in_arabic_are_recognised() -> None:
    headers = [
        "رقم السجل",
        "الاسم الثلاثي للضحية",
        "تاريخ الميلاد",
        "العمر عند الوفاة",
        "الجنس",
        "تاريخ الوفاة",
        "مكان الوفاة",
    ]
    roles = dict(zip(("id", "name", "birth", "age", "sex", "date", "place"), headers, strict=True))
    assert guess_roles(headers) == roles


def test_the_name_of_a_mother_or_a_reporter_is_not_the_name() -> None:
    assert guess_roles(["id", "Mother full name", "Reporter's full name", "الاسم الكامل للأم"]).keys() <= {
        "id",
        "name",
    }
    assert guess_roles(["id", "Mother full name", "Reporter's full name"]) == {"id": "id"}
