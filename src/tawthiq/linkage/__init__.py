"""Who is recorded twice: names that compare across spellings and scripts, pairs scored and explained,
groups without chaining."""

from tawthiq.linkage.accuracy import Accuracy, expected_accuracy
from tawthiq.linkage.decisions import Decision, Thresholds
from tawthiq.linkage.judgements import Judgement, RowKey, Verdict, conflicts, judge, standing, withdraw
from tawthiq.linkage.linking import Linked, link
from tawthiq.linkage.lists import ROLES, PeopleList, as_people, guess_roles
from tawthiq.linkage.names import Name, Parts, name_parts, parse_name
from tawthiq.linkage.results import (
    Circular,
    circular_lists,
    clusters_table,
    decision_counts,
    overlap_counts,
    overlap_table,
    pairs_table,
)
from tawthiq.linkage.summary import summary_page

__all__ = [
    "ROLES",
    "Accuracy",
    "Circular",
    "Decision",
    "Judgement",
    "Linked",
    "Name",
    "Parts",
    "PeopleList",
    "RowKey",
    "Thresholds",
    "Verdict",
    "as_people",
    "circular_lists",
    "clusters_table",
    "conflicts",
    "decision_counts",
    "expected_accuracy",
    "guess_roles",
    "judge",
    "link",
    "name_parts",
    "overlap_counts",
    "overlap_table",
    "pairs_table",
    "parse_name",
    "standing",
    "summary_page",
    "withdraw",
]
