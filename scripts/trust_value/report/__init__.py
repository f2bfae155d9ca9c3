"""The report: static pages that show the marts of one publication, and nothing else.

`render_report` is what the rest of the project calls, with a `Drawing` started as early as it can.
Rows are read by queries.sql, put on pages by the templates in pages/, charts drawn by Altair in a
process of their own.
"""

from trust_value.report.draw import Drawing
from trust_value.report.render import render_report

__all__ = ["Drawing", "render_report"]
