"""Small drawings inside tables: a place on a scale, made by the template in microseconds.

Colour is never alone: each mark has a shape of its own, and the figures stand in the same row.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup

WIDTH, HEIGHT, EDGE = 240, 28, 8
MIDDLE = HEIGHT / 2


def place(value: float, low: float, high: float) -> float:
    """Where a value lies between the ends of a scale, in units of the drawing."""
    share = (value - low) / (high - low) if high > low else 0.5
    return round(EDGE + (WIDTH - 2 * EDGE) * min(max(share, 0.0), 1.0), 1)


def drawing(parts: Iterable[str]) -> Markup:
    """The parts as one picture that assistive technology passes over: the row has the figures."""
    inside = "".join(parts)
    # figures and class names of this module only
    return Markup(  # noqa: S704
        f'<svg class="strip" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'aria-hidden="true" focusable="false">{inside}</svg>'
    )


def spread(row: dict[str, Any], low: float, high: float) -> list[str]:
    """Line from minimum to maximum, box from quartile to quartile, bar at the median."""
    ends = [place(row[name], low, high) for name in ("minimum", "maximum", "p25", "p75", "median")]
    start, end, left, right, middle = ends
    width = round(max(right - left, 0.5), 1)
    return [
        f'<path class="s-line" d="M{start},{MIDDLE:g}H{end}"/>',
        f'<rect class="s-box" x="{left}" y="7" width="{width}" height="14"/>',
        f'<path class="s-median" d="M{middle},5v18"/>',
    ]


def ticks(values: Iterable[float], low: float, high: float) -> str:
    """A short stroke a trust, all in one path."""
    strokes = "".join(f"M{place(value, low, high)},1v5" for value in values)
    return f'<path class="s-ticks" d="{strokes}"/>'


def mark(kind: str, value: float | None, low: float, high: float) -> str:
    """A mark by kind: `own` diamond, `type` triangle, `region` circle; nothing without a value."""
    if value is None:
        return ""
    x = place(value, low, high)
    if kind == "own":
        return f'<path class="s-own" d="M{x},6l7,8l-7,8l-7,-8z"/>'
    if kind == "type":
        return f'<path class="s-type" d="M{x},22l5,6h-10z"/>'
    return f'<circle class="s-region" cx="{x}" cy="3.5" r="3"/>'


def measure_strip(
    measure: dict[str, Any],
    values: Sequence[float] = (),
    own: float | None = None,
    of_type: float | None = None,
    of_region: float | None = None,
) -> Markup:
    """A measure over all trusts, with the marks of one trust where they are given."""
    low, high = measure["minimum"], measure["maximum"]
    parts = spread(measure, low, high)
    if values:
        parts.append(ticks(values, low, high))
    parts += [mark("type", of_type, low, high), mark("region", of_region, low, high)]
    return drawing([*parts, mark("own", own, low, high)])


def group_strip(group: dict[str, Any], measure: dict[str, Any]) -> Markup:
    """A region or type on the scale of all trusts."""
    return drawing(spread(group, measure["minimum"], measure["maximum"]))


def rank_strip(rank: int, low: int, high: int, last: int) -> Markup:
    """A rank with its interval on a scale from first to last."""
    start, end = place(low, 1, last), place(high, 1, last)
    return drawing(
        [
            f'<path class="s-line" d="M{EDGE},{MIDDLE:g}H{WIDTH - EDGE}"/>',
            f'<rect class="s-rank" x="{start}" y="9" width="{max(end - start, 2):g}" height="10"/>',
            f'<path class="s-point" d="M{place(rank, 1, last)},5v18"/>',
        ]
    )


def claim_strip(claim: dict[str, Any]) -> Markup:
    """The range over specifications, with the claimed value (circle) and ours (diamond)."""
    row = {
        "minimum": claim["grid_min"], "p25": claim["grid_p25"], "median": claim["grid_median"],
        "p75": claim["grid_p75"], "maximum": claim["grid_max"],
    }  # fmt: skip
    if any(value is None for value in row.values()):
        return Markup("")
    known = [value for value in (claim["claimed_value"], claim["our_value"]) if value is not None]
    low, high = min(row["minimum"], *known), max(row["maximum"], *known)
    parts = [*spread(row, low, high), mark("region", claim["claimed_value"], low, high)]
    return drawing([*parts, mark("own", claim["our_value"], low, high)])


GLOBALS = {
    "measure_strip": measure_strip,
    "group_strip": group_strip,
    "rank_strip": rank_strip,
    "claim_strip": claim_strip,
}
