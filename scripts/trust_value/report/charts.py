"""The charts of money and value: rows of marts in, Altair charts out."""

from typing import Any

import altair as alt

from trust_value.report.look import BLUE, INK, ORANGE, PINK, POUNDS, TEAL, WIDTH, data

Rows = list[dict[str, Any]]


def spend_bars(rows: Rows) -> alt.LayerChart:
    """Spend of all trusts by category, with its share written at the end of each bar."""
    base = alt.Chart(data(rows)).encode(
        y=alt.Y("category:N", sort=None, title=None),
        x=alt.X("spend_gbp:Q", title="£ a year", axis=alt.Axis(labelExpr=POUNDS, tickCount=5)),
    )
    bars = base.mark_bar(color=BLUE)
    labels = base.mark_text(align="left", dx=4).encode(text="label:N")
    return (bars + labels).properties(width=WIDTH - 110, height=26 * len(rows))


def size_and_value(rows: Rows, means: Rows, spend: str) -> alt.LayerChart:
    """Value against size: circles, the largest group as filled diamonds; both means as lines."""
    groups = ["over £1.5bn", "others"]
    colors = alt.Scale(domain=groups, range=[PINK, BLUE])
    stroke = alt.Stroke("group:N", legend=None, scale=colors)
    fill = alt.Scale(domain=groups, range=[PINK, "transparent"])
    shapes = alt.Scale(domain=groups, range=["diamond", "circle"])
    dashes = alt.Scale(domain=groups, range=[[1, 0], [6, 4]])
    x = alt.X(
        "size:Q",
        scale=alt.Scale(type="log", nice=False, padding=12),
        title="Operating expenditure, £ a year (each step doubles)",
        axis=alt.Axis(labelExpr=POUNDS, values=[2.5e8, 5e8, 1e9, 2e9, 4e9], grid=False),
    )
    y = alt.Y(
        "value:Q",
        scale=alt.Scale(zero=False, nice=True),
        title=f"Value, £ per £1,000 of {spend} expenditure",
    )
    points = (
        alt.Chart(data(rows))
        .mark_point(size=55, strokeWidth=1.5, opacity=1)
        .encode(
            x=x,
            y=y,
            stroke=stroke,
            fill=alt.Fill("group:N", legend=None, scale=fill),
            shape=alt.Shape("group:N", legend=None, scale=shapes),
        )
    )
    lines = (
        alt.Chart(data(means))
        .mark_rule(strokeWidth=2)
        .encode(
            y="value:Q",
            stroke=stroke,
            strokeDash=alt.StrokeDash("group:N", legend=None, scale=dashes),
        )
    )
    return (points + lines).properties(width=WIDTH, height=300)


def savings(rows: Rows, claimed: Rows) -> alt.LayerChart:
    """A stroke a specification: the saving by spend basis and activity basis, and the claim."""
    names = ["case mix", "points of delivery", "contacts"]
    base = alt.Chart(data(rows)).encode(
        x=alt.X(
            "saving_gbp:Q",
            title="Saving were the largest at the value of the others, £ a year",
            axis=alt.Axis(labelExpr=POUNDS, tickCount=6),
        ),
        y=alt.Y("spend:N", sort=None, title=None, axis=alt.Axis(labelPadding=6)),
        yOffset=alt.YOffset("activity:N", sort=names),
    )
    colors = alt.Scale(domain=names, range=[BLUE, TEAL, ORANGE])
    shapes = alt.Scale(domain=names, range=["circle", "square", "triangle-up"])
    ticks = base.mark_point(size=70, opacity=1, strokeWidth=1.5).encode(
        stroke=alt.Stroke("activity:N", legend=None, scale=colors),
        shape=alt.Shape("activity:N", legend=None, scale=shapes),
    )
    line = alt.Chart(data(claimed))
    rule = line.mark_rule(color=PINK, strokeWidth=2, strokeDash=[6, 4]).encode(x="value:Q")
    label = line.mark_text(align="right", dx=-6, dy=8, color=INK).encode(
        x="value:Q", y=alt.value(0), text="label:N"
    )
    return (ticks + rule + label).properties(width=WIDTH - 90, height=240)


def band_shares(rows: Rows) -> alt.FacetChart:
    """Share of operating expenditure by category and size band: small bars, a scale each."""
    base = alt.Chart().encode(
        y=alt.Y("size_band:N", sort=None, title=None),
        x=alt.X(
            "spend_share:Q",
            title=None,
            axis=alt.Axis(format="%", tickCount=3, grid=False, labels=False, ticks=False),
        ),
    )
    bars = base.mark_bar(color=BLUE)
    labels = base.mark_text(align="left", dx=3).encode(text="label:N")
    facet = alt.Facet("category:N", sort=list({row["category"]: None for row in rows}))
    return (
        alt.layer(bars, labels, data=data(rows))
        .properties(width=150, height=100)
        .facet(facet=facet, columns=2, spacing={"row": 14, "column": 70})
        .resolve_scale(x="independent")
    )


def drivers(rows: Rows) -> alt.LayerChart:
    """Share of the saving's variance over specifications, a bar a choice."""
    base = alt.Chart(data(rows)).encode(
        y=alt.Y("name:N", sort=None, title=None),
        x=alt.X(
            "share_of_variance:Q",
            title="Share of the variance of the saving",
            axis=alt.Axis(format="%", tickCount=5),
        ),
    )
    labels = base.mark_text(align="left", dx=4).encode(text="label:N")
    chart = base.mark_bar(color=BLUE) + labels
    return chart.properties(width=WIDTH - 130, height=28 * len(rows))


def segment_bars(rows: Rows) -> alt.LayerChart:
    """Cost by need segment."""
    return spend_bars(
        [{**row, "category": row["segment"], "spend_gbp": row["cost_gbp"]} for row in rows]
    )
