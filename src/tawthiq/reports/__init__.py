"""Reports: a folder of Markdown and calls becomes HTML, PDF, Word and data, every number with its proof.

from tawthiq.analysis import Snapshot, counting_rule
from tawthiq.reports import build_report

built = build_report("my-report", snapshot=Snapshot.open("my-snapshot"), output="out",
                     formats=("pdf", "html"), rule=counting_rule("snhr-2019"))
"""

from tawthiq.reports.build import FORMATS, Built, build_report

__all__ = ["FORMATS", "Built", "build_report"]
