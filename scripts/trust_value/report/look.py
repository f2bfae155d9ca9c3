"""The look that all charts share: the Analysis Function's colours, type, lines."""

from typing import Any

import altair as alt

BLUE, TEAL, PINK, ORANGE = "#12436D", "#28A197", "#801650", "#F46A25"
# colours that the style sheet replaces in dark mode
INK, GRID = "#0b0c0c", "#d0d4d8"
WIDTH = 480
FONT = "Liberation Sans, Arial, sans-serif"
AXIS = {
    "labelFontSize": 13, "titleFontSize": 13, "titleFontWeight": "normal", "labelColor": INK,
    "titleColor": INK, "gridColor": GRID, "domainColor": INK, "tickColor": INK, "labelLimit": 0,
    "titleLimit": 0, "titlePadding": 8,
}  # fmt: skip
# axis labels as people write them: £ in bn or m, never d3's G
POUNDS = (
    "datum.value === 0 ? '£0' : (datum.value < 0 ? '−' : '') + '£' + (abs(datum.value) >= 1e9"
    " ? format(abs(datum.value) / 1e9, '~f') + 'bn' : format(abs(datum.value) / 1e6, '~f') + 'm')"
)


def data(rows: list[dict[str, Any]]) -> alt.Data:
    """The rows inside the chart: nothing is asked of any other place."""
    return alt.Data(values=rows)


CONFIG = {
    "background": None, "font": FONT, "aria": False, "axis": AXIS, "padding": 6,
    "view": {"stroke": None},
    "text": {"fontSize": 13, "color": INK, "font": FONT},
    "header": {
        "labelFontSize": 13, "labelColor": INK, "labelLimit": 0, "title": None,
        "labelAnchor": "start", "labelFontWeight": "bold",
    },
    "axisY": {
        "titleAngle": 0, "titleAlign": "left", "titleAnchor": "start", "titleX": 0, "titleY": -14,
    },
}  # fmt: skip


def finished(chart: Any) -> dict[str, Any]:  # noqa: ANN401
    """The chart's specification in the common look."""
    return {**chart.to_dict(validate=False), "config": CONFIG}
