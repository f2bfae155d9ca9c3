"""Which pages there are, and the rows each shows."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from trust_value.report.figure import CHOICES
from trust_value.report.missing import lacked, missing_by_reason
from trust_value.report.reading import Marts, Row

# rows of trusts on the page of segments: 300 bytes each
TRUST_ROWS = 600
MENU = [
    ("index.html", "The story"),
    ("trusts.html", "Find a trust"),
    ("league.html", "League table"),
    ("funnels.html", "Funnel plots"),
    ("variation.html", "Variation"),
    ("spend.html", "Spend"),
    ("segments.html", "Segments"),
    ("claims.html", "Claims"),
    ("about.html", "About the data"),
]


@dataclass
class Page:
    """A page: where it lies, its template, its rows, the charts it shows."""

    path: str
    template: str
    rows: dict[str, Any]
    figures: list[str] = field(default_factory=list)


def main_pages(marts: Marts, release: Path) -> list[Page]:
    """Every page but those of single trusts. release: the folder whose files are linked to."""
    pages = [story(marts), league(marts), trusts(marts), funnels(marts), variation(marts)]
    pages += [spend(marts), claims(marts), about(marts, release)]
    if marts["segments"] or marts["trust_segments"]:
        pages.append(segments(marts))
    return pages


def taken(marts: Marts, *names: str) -> dict[str, list[Row]]:
    """Parts of the rows, by name."""
    return {name: marts[name] for name in names}


def story(marts: Marts) -> Page:
    names = ["spend", "bands", "largest", "largest_missing", "size_effect", "regions", "ledger"]
    rows: dict[str, Any] = taken(
        marts, *names, "region_counts", "specifications", "saving_range", "trusts"
    )
    rows["missing_spend"] = missing_by_reason(marts).get("spend_share_staff", {})
    shown = ["spend", "value-costed", "value-operating", "savings"]
    return Page("index.html", "story.html.jinja", rows, shown)


def league(marts: Marts) -> Page:
    with_value = marts.one("values", "trust_code")
    without = [row for row in marts["trusts"] if row["trust_code"] not in with_value]
    rows = {**taken(marts, "values", "trust_coverage"), "without": without}
    return Page("league.html", "league.html.jinja", rows)


def trusts(marts: Marts) -> Page:
    return Page("trusts.html", "trusts.html.jinja", {"regions": marts.by("trusts", "region_name")})


def funnels(marts: Marts) -> Page:
    rows = taken(marts, "funnel_counts", "band_agreement", "trend")
    rows["funnels"] = marts.by("funnels", "measure_id")
    shown = [f"funnel-{row['measure_id']}" for row in marts["funnel_counts"]]
    return Page("funnels.html", "funnels.html.jinja", rows, [*shown, "readmission-trend"])


def variation(marts: Marts) -> Page:
    positions = marts.by("positions", "measure_id")
    rows = {
        **taken(marts, "measures", "measures_without_values"),
        "values": {
            measure: [row["value"] for row in rows if row["value"] is not None]
            for measure, rows in positions.items()
        },
        "groups": marts.by("groups", "measure_id"),
        "missing": missing_by_reason(marts),
    }
    return Page("variation.html", "variation.html.jinja", rows)


def spend(marts: Marts) -> Page:
    bands = [row for row in marts["spend"] if row["size_band"] != "England"]
    cells = {(row["category"], row["size_band"]): row for row in bands}
    names = list({row["size_band"]: None for row in bands})
    rows = {
        "england": [row for row in marts["spend"] if row["size_band"] == "England"],
        "bands": names,
        "heads": ["Category", *(f">{name}" for name in names)],
        "cells": {
            category: {band: row for (name, band), row in cells.items() if name == category}
            for category in {row["category"]: None for row in marts["spend"]}
        },
        "extremes": marts.by("spend_extremes", "category"),
        "missing": missing_by_reason(marts).get("spend_share_staff", {}),
    }
    return Page("spend.html", "spend.html.jinja", rows, ["spend", "spend-by-size"])


def claims(marts: Marts) -> Page:
    rows: dict[str, Any] = taken(marts, "ledger", "drivers", "specifications", "saving_range")
    rows["choices"] = CHOICES
    return Page("claims.html", "claims.html.jinja", rows, ["savings", "drivers"])


def about(marts: Marts, release: Path) -> Page:
    rows: dict[str, Any] = taken(marts, "coverage", "years", "files", "build")
    exports = sorted(path for path in release.glob("*/*") if path.parent.name != "report")
    rows["marts"] = [
        {
            **mart,
            "exports": [
                {"path": f"{path.parent.name}/{path.name}", "kind": path.parent.name}
                for path in exports
                if path.name.partition(".")[0] == mart["table_name"]
            ],
        }
        for mart in marts["marts"]
    ]
    rows["downloads"] = sorted(
        path.name for path in release.iterdir() if path.is_file() and path.suffix != ".wal"
    )
    return Page("about.html", "about.html.jinja", rows)


def segments(marts: Marts) -> Page:
    costs = marts["trust_segments"]
    rows = {
        "segments": marts["segments"],
        # by segment instead of by pot a page of them all would be too heavy
        "trust_segments": costs if len(costs) <= TRUST_ROWS else [],
        "on_trust_pages": len(costs) > TRUST_ROWS,
        "trust_year": costs[0]["financial_year"] if costs else None,
        "reasons": list({row["reason"]: 0 for row in costs if row["status"] == "published"}),
        "names": {row["trust_code"]: row["short_name"] for row in marts["trusts"]},
    }
    return Page("segments.html", "segments.html.jinja", rows, ["segments"])


def trust_pages(marts: Marts) -> list[Page]:
    """A page a trust of the cohort."""
    grouped = ["trust_spend", "trust_quality", "trust_activity", "trust_prevalence", "trust_alpha"]
    grouped += ["trust_coverage", "trust_segments", "funnels", "positions", "missing_positions"]
    groups = {name: marts.by(name, "trust_code") for name in grouped}
    values, capacity = marts.one("values", "trust_code"), marts.one("trust_capacity", "trust_code")
    measures = marts.one("measures", "measure_id")
    medians = {(row["measure_id"], row["kind"], row["group_name"]): row for row in marts["groups"]}
    pages = []
    for trust in marts["trusts"]:
        code = trust["trust_code"]
        rows: dict[str, Any] = {name: group.get(code, []) for name, group in groups.items()}
        rows["trust"], rows["value"] = trust, values.get(code)
        rows["capacity"] = capacity.get(code)
        rows["positions"] = [
            {
                **row,
                "measure": measures[row["measure_id"]],
                "type": medians.get((row["measure_id"], "type", trust["trust_type"])),
                "region": medians.get((row["measure_id"], "region", trust["region_name"])),
            }
            for row in rows["positions"]
            if row["value"] is not None
        ]
        order = list(measures)
        rows["positions"].sort(key=lambda row: order.index(row["measure_id"]))
        rows["missing"] = lacked(rows.pop("missing_positions"), measures)
        shown = [f"funnel-{row['measure_id']}" for row in rows["funnels"]]
        pages.append(Page(f"trust/{code}.html", "trust.html.jinja", rows, shown))
    return pages


def menu(pages: list[Page]) -> list[tuple[str, str]]:
    """The menu of the pages that there are."""
    paths = {page.path for page in pages}
    return [(path, title) for path, title in MENU if path in paths]
