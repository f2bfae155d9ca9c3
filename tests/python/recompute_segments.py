"""Segments computed a second time with pandas: the map, England by segment, trusts by segment.

The rules are read from their seed, because they are the method; how they are applied, what is
summed and how a gap is split are written anew from docs/segments.md.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

import recompute
from built_database import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

SEEDS = PROJECT / "seeds"
COSTS = ["actual", "expected"]
ADMITTED_POTS = ("APC", "01_EI", "02_NEI")


def read_seed(name: str) -> pd.DataFrame:
    """A seed as text, empty cells as empty text."""
    return pd.read_csv(next(SEEDS.rglob(f"{name}.csv")), dtype=str, keep_default_na=False)


def like(pattern: str) -> re.Pattern[str]:
    """A pattern of SQL LIKE as a regular expression for the whole text."""
    signs = {"%": ".*", "_": "."}
    return re.compile("".join(signs.get(sign, re.escape(sign)) for sign in pattern), re.DOTALL)


@cache
def rules() -> list[dict[str, object]]:
    """Every rule in order of priority, its patterns compiled; an empty one fits everything."""
    table = read_seed("segment_rules")
    table["priority"] = table["priority"].astype(int)
    found = table.sort_values("priority").to_dict("records")
    for rule in found:
        for name in ("currency", "description", "treatment_function"):
            rule[name] = like(rule[f"{name}_pattern"] or "%")
    return found


@cache
def first_rule(setting: str, kind: str, currency: str, words: str, function: str) -> dict | None:
    """The first rule that fits, or none."""
    for rule in rules():
        if (
            rule["setting"] in ("", setting)
            and rule["care_kind"] in ("", kind)
            and rule["currency"].fullmatch(currency)
            and rule["description"].fullmatch(words)
            and rule["treatment_function"].fullmatch(function)
        ):
            return rule
    return None


@cache
def settings(kind: str) -> dict[str, dict[str, str]]:
    """Setting of each department, or of each pot."""
    table = read_seed("care_settings")
    return table[table["code_kind"] == kind].set_index("code").to_dict("index")


@cache
def schedule(root: Path) -> pd.DataFrame:
    """The national schedule of every year with setting, rule and segment of each row."""
    table = recompute.read_all(
        recompute.in_folder(root, "ncc", "national-schedule-*.csv"), dtype=str
    )
    table["financial_year"] = table["file_name"].str.extract(r"(\d{4}-\d{2})[.]", expand=False)
    names = ["department_code", "currency_code", "words", "activity", "unit", "cost"]
    table = table.set_axis([*names, *table.columns[6:]], axis=1)
    for column in ("activity", "cost"):
        table[column] = pd.to_numeric(table[column])
    placed = [settings("department")[code] for code in table["department_code"]]
    table["setting"] = [place["setting"] for place in placed]
    found = [
        first_rule(place["setting"], place["care_kind"], code, words, "")
        for place, code, words in zip(placed, table["currency_code"], table["words"], strict=True)
    ]
    table["rule_priority"] = [rule["priority"] if rule else None for rule in found]
    table["segment"] = [rule["segment"] if rule else None for rule in found]
    return table


def segment_spend(root: Path) -> pd.DataFrame:
    """Cost, share and activity by year and segment."""
    rows = schedule(root).groupby(["financial_year", "segment"])
    table = rows.agg(cost_gbp=("cost", "sum"), activity_count=("activity", "sum"))
    table["currencies_count"] = rows.size()
    total = table.groupby("financial_year")["cost_gbp"].transform("sum")
    return table.assign(cost_share=table["cost_gbp"] / total)


def segment_setting_spend(root: Path) -> pd.DataFrame:
    """Cost and unit cost by year, segment and setting; a withheld count has no unit cost."""
    frame = schedule(root)
    frame = frame.assign(counted=frame["cost"].where(frame["activity"].notna(), 0.0))
    table = frame.groupby(["financial_year", "segment", "setting"]).agg(
        cost_gbp=("cost", "sum"), counted=("counted", "sum")
    )
    activity = frame.groupby(["financial_year", "segment", "setting"])["activity"]
    table["activity_count"] = activity.sum(min_count=1)
    unit = table["counted"] / table["activity_count"].where(table["activity_count"] > 0)
    return table.drop(columns="counted").assign(unit_cost_gbp=unit)


def pots_as_segments(root: Path) -> pd.DataFrame:
    """Reported costs by trust where only totals by pot are landed: the pot is the segment."""
    table = recompute.read_all(recompute.in_folder(root, "ncc", "NCC_*.csv"))
    return pd.DataFrame(
        {
            "trust_code": recompute.trust_of(table["Provider Code"]),
            "pot": table["Mapping Pot"],
            "segment": table["Mapping Pot"],
            "actual": table["MFFd Actual Cost"],
            "expected": table["MFFd Expected Cost"],
        }
    )


def records_as_segments(root: Path, records: pd.DataFrame) -> pd.DataFrame:
    """Reported costs by trust, pot and segment from records of the organisation file."""
    words = schedule(root).groupby("currency_code")["words"].max()
    rows = []
    for record in records.fillna("").to_dict("records"):
        department = settings("department").get(record["Department Code"])
        place = department or settings("pot").get(
            record["Mapping Pot"], {"setting": "not known", "care_kind": "not known"}
        )
        rule = first_rule(
            place["setting"],
            place["care_kind"],
            record["Currency code"],
            words.get(record["Currency code"], ""),
            record["Service code"],
        )
        pot = record["Mapping Pot"]
        is_admitted = pot in ADMITTED_POTS or (department or {}).get("mapping_pot") == "APC"
        rows.append(
            {
                "trust_code": record["Provider Code"],
                "pot": pot if pot in ("05_OP", "11_A&E") else "APC" if is_admitted else "OTHER",
                "segment": rule["segment"],
                "actual": float(record["MFFd Actual Cost"]),
                "expected": float(record["MFFd Expected Cost"]),
            }
        )
    return pd.DataFrame(rows)


def trust_segments(root: Path, reported: pd.DataFrame, basis: str) -> pd.DataFrame:
    """Actual and re-based expected cost of each cohort trust by segment, and its gap to peers."""
    costs = reported.assign(trust_code=recompute.on_basis(root, reported["trust_code"], basis))
    cells = costs.groupby(["trust_code", "pot", "segment"])[COSTS].sum()
    cells = recompute.keep_cohort(cells, root, basis)
    of_all = cells.groupby(["pot", "segment"])[COSTS].sum()
    factor = (of_all["actual"] / of_all["expected"]).rename("factor")
    cells = cells.join(factor, on=["pot", "segment"])
    cells["expected"] *= cells["factor"]
    wide = cells.groupby(["trust_code", "segment"])[COSTS].sum().unstack().fillna(0.0)
    actual, expected = wide["actual"], wide["expected"]
    types = recompute.cohort_codes(root, basis).reindex(actual.index)
    rows = {}
    for trust in actual.index:
        peers = actual.index[(types == types[trust]) & (actual.index != trust)]
        theirs, all_theirs = actual.loc[peers].sum(), expected.loc[peers].to_numpy().sum()
        index = (theirs / expected.loc[peers].sum()).fillna(1.0)
        for segment in actual.columns:
            mine, due = actual.loc[trust, segment], expected.loc[trust, segment]
            row = {
                "actual_cost_gbp": mine,
                "expected_cost_gbp": due,
                "unit_cost_index": 100 * mine / due if due else None,
                "cost_share": mine / actual.loc[trust].sum(),
                "peer_trusts": len(peers),
                "peer_cost_share": None,
                "gap_to_peers_gbp": None,
                "mix_effect_gbp": None,
                "unit_cost_effect_gbp": None,
            }
            if len(peers):
                alike = expected.loc[trust].sum() * theirs[segment] / all_theirs
                row["peer_cost_share"] = theirs[segment] / theirs.sum()
                row["gap_to_peers_gbp"] = mine - alike
                row["mix_effect_gbp"] = due * index[segment] - alike
                row["unit_cost_effect_gbp"] = mine - due * index[segment]
            rows[trust, segment] = row
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis(["trust_code", "segment"])


def trust_cost_gap(root: Path, basis: str) -> pd.DataFrame:
    """A trust's gap to its type for as many priced contacts, into case mix and unit cost."""
    segments = trust_segments(root, pots_as_segments(root), basis)
    costs = segments[["actual_cost_gbp", "expected_cost_gbp"]].groupby("trust_code").sum()
    contacts = recompute.activity(root, basis)["pod_weighted"].reindex(costs.index)
    types = recompute.cohort_codes(root, basis).reindex(costs.index)
    rows = {}
    for trust in costs.index:
        peers = costs.index[(types == types[trust]) & (costs.index != trust) & contacts.notna()]
        spend, due = costs.loc[peers].sum()
        mine, my_due = costs.loc[trust]
        alike = contacts[trust] * spend / contacts[peers].sum()
        case_mix = my_due * spend / due - alike
        rows[trust] = {
            "priced_contacts_gbp": contacts[trust],
            "peer_trusts": len(peers),
            "gap_to_peers_gbp": mine - alike,
            "case_mix_effect_gbp": case_mix,
            "unit_cost_effect_gbp": mine - alike - case_mix,
        }
    return costs.join(pd.DataFrame.from_dict(rows, orient="index"))


def segment_value(root: Path, basis: str) -> pd.DataFrame:
    """Value of each pot that a measure stands for the outcome of."""
    outcomes = read_seed("segment_outcomes").set_index("segment")["measure_id"]
    segments = trust_segments(root, pots_as_segments(root), basis)
    segments = segments[segments["actual_cost_gbp"] > 0]
    factors = recompute.quality(root, basis)["quality_factor"]
    measures = outcomes.reindex(segments.index.get_level_values("segment"))
    keys = zip(segments.index.get_level_values("trust_code"), measures, strict=True)
    factor = pd.Series([factors.get(key) for key in keys], index=segments.index, dtype=float)
    value = 1000 * segments["expected_cost_gbp"] * factor / segments["actual_cost_gbp"]
    return pd.DataFrame({"quality_factor": factor, "value_per_1000_gbp": value})
