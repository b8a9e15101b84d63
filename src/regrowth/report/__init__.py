"""Reports: figures of every level and one self-contained page."""

from __future__ import annotations

from regrowth.report.cascade import cascade_figure
from regrowth.report.evidence import Dot, Finding, dots, findings
from regrowth.report.level_figures import level_figure
from regrowth.report.page import report_html, write_report

__all__ = ["Dot", "Finding", "cascade_figure", "dots", "findings", "level_figure", "report_html", "write_report"]
