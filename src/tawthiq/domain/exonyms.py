"""Names in other languages that no rule of spelling finds: one row of names for one place."""

from __future__ import annotations

from tawthiq.domain.scripts import fold

# The first of a row is the name as Arabic has it. A row holds for the place of any kind that bears one of its names.
EXONYMS: tuple[tuple[str, ...], ...] = (
    ("حلب", "Aleppo", "Halab", "Alep", "Haleb", "Aleppe"),
    ("دمشق", "Damascus", "Dimashq", "Damas", "Damaskus", "Dimashk", "الشام"),
    (
        "ريف دمشق", "Rural Damascus", "Rif Dimashq", "Reef Dimashq", "Rif Dimashk", "Damascus Suburbs",
        "Damascus countryside", "Damascus rural", "Countryside of Damascus", "Suburbs of Damascus", "campagne de Damas",
        "Rif Damas", "Rif-Dimashq", "Damas campagne", "Damascus Countryside Governorate",
    ),
    ("حمص", "Homs", "Hims", "Hums"),
    ("اللاذقية", "Lattakia", "Latakia", "Lattaquié", "Al Ladhiqiyah", "Ladhiqiyah", "Latakiya", "Laodicea"),
    ("إدلب", "Idlib", "Idleb"),
    ("الرقة", "Raqqa", "Ar-Raqqa", "Al Raqqa", "Rakka"),
    ("القنيطرة", "Quneitra", "Al Qunaytirah", "Kuneitra", "Qunaitra"),
    ("السويداء", "As-Sweida", "Suwayda", "Sweida", "As Suwayda", "Soueida", "Suweida"),
    ("درعا", "Dar'a", "Daraa", "Deraa", "Dara'a"),
    ("طرطوس", "Tartous", "Tartus", "Tartouss"),
    ("تدمر", "Palmyra", "Tadmor", "Tadmur", "Palmyre"),
    ("القامشلي", "Qamishli", "Al-Qamishli", "Kamishli", "Qamishlo"),
    ("عين العرب", "Ain Al Arab", "Kobani", "Kobane", "Kobanê", "كوباني"),
    ("عفرين", "Afrin", "Efrin", "Afreen"),
    ("أعزاز", "A'zaz", "Azaz", "Izaz", "I'zaz", "Ezaz"),
    ("سوريا", "Syria", "Syrian Arab Republic", "الجمهورية العربية السورية", "سورية", "Syrie"),
)  # fmt: skip

_ROW_OF = {fold(name): row for row in EXONYMS for name in row}


def other_names_of(name: str) -> tuple[str, ...]:
    """Return every name of the row that a name belongs to; none when it belongs to no row."""
    return _ROW_OF.get(fold(name), ())
