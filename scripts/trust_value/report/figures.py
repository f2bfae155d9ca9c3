"""Which charts there are: what each is drawn from, its title and what it says in words."""

from trust_value.report.figure import (
    ACTIVITIES,
    BASES,
    CHOICES,
    EVENTS,
    FUNNEL_KEY,
    SAVINGS_KEY,
    SIZE_KEY,
    Figure,
)
from trust_value.report.formats import number, percent, period, plural, pounds
from trust_value.report.reading import Marts, Row


def figures(marts: Marts) -> dict[str, Figure]:
    """The charts that the rows allow, by name; one without rows is not there."""
    made = [spend(marts), band_shares(marts), savings(marts), trend(marts), drivers(marts)]
    made += [size_and_value(marts, basis) for basis in ("costed", "operating")]
    made += [funnel(marts, counts) for counts in marts["funnel_counts"]]
    made.append(segments(marts))
    return {figure.name: figure for figure in made if figure is not None}


def spend(marts: Marts) -> Figure | None:
    rows = [
        {
            "category": row["category"],
            "spend_gbp": row["spend_gbp"],
            "label": f"{pounds(row['spend_gbp'])}, {percent(row['spend_share'])}",
        }
        for row in marts["spend"]
        if row["size_band"] == "England" and row["spend_gbp"] is not None
    ]
    if not rows:
        return None
    year = marts["facts"][0]["spend_year"]
    says = "; ".join(f"{row['category']} {row['label']}" for row in rows[:4])
    title = f"Operating expenditure by category, England's acute trusts, {year}"
    return Figure("spend", "spend_bars", [rows], title, f"Largest first: {says}.")


def band_shares(marts: Marts) -> Figure | None:
    reported = [row for row in marts["spend"] if row["spend_share"] is not None]
    order = [row["category"] for row in reported if row["size_band"] == "England"]
    bands = [row for row in reported if row["size_band"] != "England"]
    bands.sort(key=lambda row: (order.index(row["category"]), row["size_band_order"]))
    if not bands:
        return None
    rows = [
        {
            "category": row["category"],
            "size_band": row["size_band"],
            "spend_share": row["spend_share"],
            "label": percent(row["spend_share"], 1 if row["spend_share"] >= 0.01 else 2),
        }
        for row in bands
    ]
    of_staff = [row for row in rows if row["category"] == order[0]]
    says = (
        f"{order[0].capitalize()} takes "
        + ", ".join(f"{row['label']} in trusts {row['size_band']}" for row in of_staff)
        + ". Each category has a scale of its own."
    )
    year = marts["facts"][0]["spend_year"]
    title = f"Share of operating expenditure by category and size of trust, {year}"
    return Figure("spend-by-size", "band_shares", [rows], title, says)


def size_and_value(marts: Marts, basis: str) -> Figure | None:
    suffix = "" if basis == "costed" else "_operating"
    summary = next((row for row in marts["largest"] if "over" in row["largest_definition"]), None)
    rows = [
        {
            "size": row["operating_expenditure_gbp"],
            "value": row[f"value_per_1000_gbp{suffix}"],
            "group": "over £1.5bn" if row["is_largest"] else "others",
        }
        for row in marts["values"]
        if row["operating_expenditure_gbp"] and row[f"value_per_1000_gbp{suffix}"] is not None
    ]
    if not rows or summary is None:
        return None
    largest, others = summary[f"value_mean_largest{suffix}"], summary[f"value_mean_others{suffix}"]
    means = [{"value": largest, "group": "over £1.5bn"}, {"value": others, "group": "others"}]
    above = summary[f"trusts_at_or_above_others_mean{suffix}"]
    says = (
        f"Mean of the {summary[f'trusts{suffix}']} largest £{number(largest)} per £1,000 (solid "
        f"line), of the others £{number(others)} (dashed line); {above} of the largest are at or "
        "above the mean of the others."
    )
    what = "costed" if basis == "costed" else "operating"
    title = f"Value per £1,000 of {what} expenditure against size, {summary['financial_year']}"
    arguments = [rows, [row for row in means if row["value"] is not None], what]
    return Figure(f"value-{basis}", "size_and_value", arguments, title, says, SIZE_KEY)


def savings(marts: Marts) -> Figure | None:
    rows = [
        {
            "saving_gbp": row["saving_gbp"],
            "spend": BASES.get(row["spend_basis"], row["spend_basis"]),
            "activity": ACTIVITIES.get(row["activity_basis"], row["activity_basis"]),
        }
        for row in marts["specifications"]
        if row["specification_kind"] in ("default", "grid")
    ]
    if not rows:
        return None
    rows.sort(key=lambda row: [*BASES.values(), row["spend"]].index(row["spend"]))
    whole = marts["saving_range"][0]
    claim = next((row for row in marts["ledger"] if row["claim_id"] == "C2"), None)
    claimed: list[Row] = []
    says = (
        f"{plural(whole['specifications'], 'specification', 'specifications')}, from "
        f"{pounds(whole['lowest_gbp'])} to {pounds(whole['highest_gbp'])}"
    )
    if claim and claim["claimed_value"] is not None:
        label = f"claimed {pounds(claim['claimed_value'])}"
        claimed = [{"value": claim["claimed_value"], "label": label}]
        says += f"; {label} a year"
    title = "The saving under every defensible specification, by what is spent and what is counted"
    return Figure("savings", "savings", [rows, claimed], title, f"{says}.", SAVINGS_KEY)


def funnel(marts: Marts, counts: Row) -> Figure:
    rows = marts.by("funnels", "measure_id")[counts["measure_id"]]
    events = EVENTS.get(counts["measure_id"], "events")
    says = (
        f"{plural(counts['trusts'], 'trust', 'trusts')}. Outside the over-dispersed 95% limits: "
        f"{counts['higher']} higher and {counts['lower']} lower than expected. Outside the plain "
        f"95% limits, which allow for chance alone: {counts['outside_plain']}."
    )
    title = f"{events.capitalize()}: observed ÷ expected, {period(counts)}"
    name = f"funnel-{counts['measure_id']}"
    return Figure(name, "funnel", [rows, events], title, says, FUNNEL_KEY)


def trend(marts: Marts) -> Figure | None:
    rows = [row for row in marts["trend"] if row["age_group"] == "16+"]
    if len(rows) < 2:
        return None
    first, last = rows[0], rows[-1]
    says = (
        f"The interquartile range was {number(first['iqr'], 3)} in {first['financial_year']} and "
        f"{number(last['iqr'], 3)} in {last['financial_year']}; the variance beyond chance "
        f"{number(first['tau_squared'], 5)} and {number(last['tau_squared'], 5)}."
    )
    title = "Spread of emergency readmissions between trusts, ages 16 and over"
    return Figure("readmission-trend", "trend", [rows], title, says)


def drivers(marts: Marts) -> Figure | None:
    rows = [
        {
            "name": CHOICES.get(row["dimension"], row["dimension"]),
            "share_of_variance": row["share_of_variance"],
            "label": percent(row["share_of_variance"]),
        }
        for row in marts["drivers"]
        if row["share_of_variance"] is not None
    ]
    if not rows:
        return None
    title = "What the answer hangs on: share of the saving's variance over the specifications"
    says = "; ".join(f"{row['name']} {row['label']}" for row in rows)
    return Figure("drivers", "drivers", [rows], title, f"{says}.")


def segments(marts: Marts) -> Figure | None:
    rows = [
        {
            "segment": row["segment"],
            "cost_gbp": row["cost_gbp"],
            "label": f"{pounds(row['cost_gbp'])}, {percent(row['cost_share'])}",
        }
        for row in marts["segments"]
        if row["cost_gbp"] is not None
    ]
    if not rows:
        return None
    says = "; ".join(f"{row['segment']} {row['label']}" for row in rows[:4])
    year = marts["segments"][0]["financial_year"]
    title = f"Cost by need segment, England, {year}"
    return Figure("segments", "segment_bars", [rows], title, f"Largest first: {says}.")
