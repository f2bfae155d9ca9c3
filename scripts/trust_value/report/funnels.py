"""The charts of outcomes: funnel plots and the trend of their spread."""

from math import sqrt
from typing import Any

import altair as alt

from trust_value.report.look import BLUE, INK, ORANGE, PINK, TEAL, WIDTH, data

Rows = list[dict[str, Any]]
HEIGHT = 320
BANDS = {1: "higher than expected", 2: "as expected", 3: "lower than expected"}
LIMITS = {
    "over-dispersed 99.8%": ("998_overdispersed", BLUE, [1, 0]),
    "over-dispersed 95%": ("95_overdispersed", BLUE, [6, 4]),
    "plain 99.8%": ("998_plain", TEAL, [1, 0]),
    "plain 95%": ("95_plain", TEAL, [2, 3]),
}
EVERY = 4
LABEL_WIDTH, LABEL_HEIGHT = 32, 12
# where a code can stand beside its point: align, pixels to the right, pixels down
SPOTS = {
    "right": ("left", 6, 0),
    "left": ("right", -6, 0),
    "above": ("center", 0, -11),
    "below": ("center", 0, 11),
}


def limit_rows(rows: Rows) -> Rows:
    """The limits as lines: rows are in order of expected counts, every fourth is enough."""
    chosen = [*rows[::EVERY], rows[-1]]
    return [
        {
            "expected": row["expected"],
            "limit": row[f"{side}_{column}"],
            "limits": name,
            "side": side,
        }
        for name, (column, _, _) in LIMITS.items()
        for side in ("lower", "upper")
        for row in chosen
    ]


def label_rows(rows: Rows) -> Rows:
    """Codes of the trusts outside, each at the first spot beside its point that is free."""
    ratios, roots = [row["ratio"] for row in rows], [sqrt(row["expected"]) for row in rows]
    lowest = min(roots)
    across = WIDTH / ((max(roots) - lowest) or 1)
    up = HEIGHT / ((max(ratios) - min(ratios)) or 1)
    outside = [row for row in rows if row["band_overdispersed"] != 2]
    points = [((sqrt(row["expected"]) - lowest) * across, -row["ratio"] * up) for row in outside]
    # middle and half the size of what is taken: first the points themselves
    taken = [(x, y, 5, 5) for x, y in points]
    half = (LABEL_WIDTH / 2, LABEL_HEIGHT / 2)
    labels = []
    for row, (x, y) in zip(outside, points, strict=True):
        for spot, (align, right, down) in SPOTS.items():
            middle = x + right + {"left": half[0], "right": -half[0], "center": 0}[align]
            if middle >= half[0] and all(
                abs(middle - other[0]) >= half[0] + other[2]
                or abs(y + down - other[1]) >= half[1] + other[3]
                for other in taken
            ):
                taken.append((middle, y + down, *half))
                label = {"expected": row["expected"], "ratio": row["ratio"], "spot": spot}
                labels.append({**label, "code": row["trust_code"]})
                break
    return labels


def funnel(rows: Rows, events: str) -> alt.LayerChart:
    """Ratio against expected events with both kinds of limits; who is outside has its code."""
    names, bands = list(LIMITS), list(BANDS.values())
    points = [
        {
            "expected": row["expected"],
            "ratio": row["ratio"],
            "band": BANDS[row["band_overdispersed"]],
        }
        for row in rows
    ]
    x = alt.X(
        "expected:Q",
        title=f"Expected {events} (count)",
        scale=alt.Scale(type="sqrt", nice=False, zero=False, padding=10),
        axis=alt.Axis(grid=False, tickCount=6, format=",d"),
    )
    y = alt.Y("ratio:Q", title="Observed ÷ expected", scale=alt.Scale(zero=False))
    colors = alt.Scale(domain=names, range=[LIMITS[name][1] for name in names])
    dashes = alt.Scale(domain=names, range=[LIMITS[name][2] for name in names])
    lines = (
        alt.Chart(data(limit_rows(rows)))
        .mark_line(strokeWidth=1.5)
        .encode(
            x=x,
            y=alt.Y("limit:Q"),
            detail="side:N",
            stroke=alt.Stroke("limits:N", legend=None, scale=colors),
            strokeDash=alt.StrokeDash("limits:N", legend=None, scale=dashes),
        )
    )
    fill = alt.Scale(domain=bands, range=[ORANGE, "transparent", PINK])
    shape = alt.Scale(domain=bands, range=["triangle-up", "circle", "triangle-down"])
    symbols = (
        alt.Chart(data(points))
        .mark_point(size=45, stroke=INK, strokeWidth=1, opacity=1)
        .encode(
            x=x,
            y=y,
            fill=alt.Fill("band:N", legend=None, scale=fill),
            shape=alt.Shape("band:N", legend=None, scale=shape),
        )
    )
    texts = [
        alt.Chart(data([row for row in label_rows(rows) if row["spot"] == spot]))
        .mark_text(align=align, dx=right, dy=down, fontSize=11)
        .encode(x=x, y=y, text="code:N")
        for spot, (align, right, down) in SPOTS.items()
    ]
    return alt.layer(lines, symbols, *texts).properties(width=WIDTH, height=HEIGHT)


def trend(rows: Rows) -> alt.LayerChart:
    """The 10th, 50th and 90th percentile of the ratios over the years, labelled at their ends."""
    long = [
        {"year": row["financial_year"], "value": row[name], "line": label}
        for row in rows
        for name, label in (("p90", "P90"), ("median", "median"), ("p10", "P10"))
    ]
    last = [row for row in long if row["year"] == rows[-1]["financial_year"]]
    names = ["P90", "median", "P10"]
    x = alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap="parity", grid=False))
    y = alt.Y("value:Q", title="Observed ÷ expected", scale=alt.Scale(zero=False))
    colors = alt.Scale(domain=names, range=[PINK, BLUE, TEAL])
    dashes = alt.Scale(domain=names, range=[[6, 4], [1, 0], [2, 3]])
    lines = (
        alt.Chart(data(long))
        .mark_line(strokeWidth=2, point={"size": 40, "filled": True})
        .encode(
            x=x,
            y=y,
            color=alt.Color("line:N", legend=None, scale=colors),
            strokeDash=alt.StrokeDash("line:N", legend=None, scale=dashes),
        )
    )
    labels = alt.Chart(data(last)).mark_text(align="left", dx=8).encode(x=x, y=y, text="line:N")
    return (lines + labels).properties(width=WIDTH - 30, height=240)
