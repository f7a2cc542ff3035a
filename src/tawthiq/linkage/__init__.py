"""Who is recorded twice: names that compare across spellings and scripts, pairs scored and explained,
groups without chaining.

What needs no engine is here; linking itself is `tawthiq.linkage.linking`, its tables and page `results` and `summary`:
who only shows a pair or judges one does not load them.
"""

from tawthiq.linkage.judgements import Judgement, RowKey, Verdict, conflicts, judge, standing, withdraw
from tawthiq.linkage.names import Name, Parts, name_parts, parse_name

__all__ = [
    "Judgement",
    "Name",
    "Parts",
    "RowKey",
    "Verdict",
    "conflicts",
    "judge",
    "name_parts",
    "parse_name",
    "standing",
    "withdraw",
]
