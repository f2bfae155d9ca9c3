"""The report: static pages that show the marts of one publication, and nothing else.

`render_report` is all that the rest of the project calls. Rows are read by queries.sql, put on
pages by the templates in pages/, charts drawn by Altair in a process of their own.
"""

from trust_value.report.render import Rendered, render_report

__all__ = ["Rendered", "render_report"]
