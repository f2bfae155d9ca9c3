"""The grid of specifications and the ledger of claims, computed a second time (§8).

Written from the text of the method; values, regions, deaths and draws are those of the other
recompute modules. Claims, levels, exclusions and the reader's own specification are data: they
are read from the seeds. Choices the method leaves open are stated where they are made.
"""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

import recompute
import recompute_outcomes as outcomes
import recompute_peers
import recompute_segments as segments
from recompute import BASKETS, LATEST, YEAR, seed
from recompute_intervals import intervals

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

VALUE_DIMENSIONS = (
    "activity_basis",
    "spend_basis",
    "quality_basket",
    "reference",
    "largest_definition",
)
OUTCOME_DIMENSIONS = ("variant", "benchmark", "sum", "outcome_group")
COHORT_DIMENSIONS = VALUE_DIMENSIONS[:3]
INTERACTION = "interaction"
MINE = "my specification"
TWO_LARGEST = 2


# -------------------------------------------------------------------------------- the seeds


def levels(seeds: Path, dimension: str) -> list[str]:
    """Levels of a dimension."""
    rows = seed(seeds, "specification_levels")
    return rows.loc[rows["dimension"].eq(dimension), "level"].tolist()


def default(seeds: Path, *dimensions: str) -> tuple[str, ...]:
    """Default level of each dimension."""
    rows = seed(seeds, "specification_levels")
    rows = rows[rows["is_default"].eq("true")].set_index("dimension")["level"]
    return tuple(rows[list(dimensions)])


def named(parts: Iterable[str]) -> str:
    """Name of a specification in the marts."""
    return " | ".join(parts)


@cache
def claims(seeds: Path) -> pd.DataFrame:
    """The claims by id."""
    table = seed(seeds, "claims").set_index("claim_id")
    numbers = ["claimed_value", "tolerance_share", "holds_from_share"]
    return table.assign(**{name: pd.to_numeric(table[name]) for name in numbers})


@cache
def group_members(root: Path, seeds: Path, basis: str) -> dict[str, frozenset[str]]:
    """Trusts of each largest group, carried sizes counted."""
    groups = recompute.largest_members(root, basis)
    return {
        name: frozenset(groups.index[groups[name].isin(["largest", "missing"])])
        for name in levels(seeds, "largest_definition")
    }


def are_twins(root: Path, seeds: Path, basis: str, level: str, other: str) -> bool:
    """Whether two levels are one and the same in the year: spend by trust, or who is in a group."""
    if level in recompute.SPEND_COLUMNS:
        spend = recompute.spend_totals(root, basis).xs(YEAR, level="financial_year")
        columns = recompute.SPEND_COLUMNS
        return spend[columns[level]].equals(spend[columns[other]].rename(columns[level]))
    members = group_members(root, seeds, basis)
    return members[level] == members[other]


def is_excluded(root: Path, seeds: Path, basis: str, specification: dict[str, str]) -> bool:
    """Whether a row of specification_exclusions leaves a combination out."""
    for _, row in seed(seeds, "specification_exclusions").iterrows():
        given = row[[name for name in VALUE_DIMENSIONS if name in row]].dropna()
        if any(specification.get(name) != level for name, level in given.items()):
            continue
        if row["condition"] == "always":
            return True
        (level,) = given
        if are_twins(root, seeds, basis, level, row["identical_to"]):
            return True
    return False


# ------------------------------------------------------------------- claims about value (§8)


def chances(likely: Iterable[float], hits: int) -> tuple[float, float]:
    """Exact chance of as many regions or more, and of all (Poisson-binomial, by convolution)."""
    counts = np.ones(1)
    for share in likely:
        counts = np.convolve(counts, [1 - share, share])
    return float(counts[hits:].sum()), float(counts[-1])


def cohort_figures(
    root: Path, seeds: Path, basis: str, cell: pd.DataFrame
) -> dict[str, float | int]:
    """What hangs on neither the reference nor the group.

    n_r of §8 is read as the trusts of the region that have a value: one of them is the lowest. A
    region of which one of the two largest has no value is determinable only when the answer is
    yes, so that its chance would not be 2/n_r: it stays out of the chance.
    """
    regions = recompute.regions_of(root, cell["value"], basis)
    answer = regions["is_lowest_largest_or_second"]
    told = regions[answer.ne("not determinable")]
    hits = int(answer.eq("yes").sum())
    fair = told[told["both_largest_valued"]]
    as_many, every = chances(
        np.minimum(TWO_LARGEST / fair["trusts"], 1),
        int(fair["is_lowest_largest_or_second"].eq("yes").sum()),
    )
    first = claims(seeds).loc["C5", "claimed_trust_code"]
    return {
        "trusts": len(cell),
        "correlation_value_size": np.corrcoef(cell["value"], np.log(cell["spend"]))[0, 1],
        "rank_of_claimed_first": cell["value"].rank(ascending=False, method="min")[first],
        "regions_lowest_is_largest_or_second": hits,
        "regions_determinable": len(told),
        "regions_lowest_is_largest_or_second_among_valued": int(
            regions["lowest_trust_size_rank_among_valued"].le(TWO_LARGEST).sum()
        ),
        "probability_of_as_many_by_chance": as_many,
        "probability_of_all_by_chance": every,
    }


def group_figures(
    cell: pd.DataFrame, group: pd.Series, reference: str, pairs: pd.DataFrame | None = None
) -> dict[str, object]:
    """The saving of a group, and whom of it the specification lacks; pairs: trusts and peers."""
    figures = recompute.group_saving(cell["value"], cell["spend"], group, reference)
    if reference == "peers":
        inside = group.reindex(cell.index).eq("largest")
        against = recompute_peers.peer_values(cell["value"], pairs)["peer_value"]
        saving = (cell["spend"] * (1 - cell["value"] / against))[inside]
        figures |= {
            "reference_value_per_1000": None,
            "saving_gbp": float(saving.sum()),
            "saving_floored_gbp": float(saving.clip(lower=0).sum()),
            "largest_at_or_above_reference": float((saving <= 0).sum()),
        }
    belonging = group.index[group.isin(["largest", "missing"])]
    valued = cell.index.intersection(group.index[group.eq("largest")])
    lacking = sorted(belonging.difference(valued))
    return figures | {
        "largest_missing": len(lacking),
        "largest_missing_codes": ", ".join(lacking) or None,
    }


@cache
def claim_specifications(root: Path, seeds: Path, basis: str = LATEST) -> pd.DataFrame:
    """Every specification of 2024-25, by its levels."""
    groups = recompute.largest_members(root, basis)
    pairs = recompute_peers.peers(root, seeds, basis)
    kept = [
        combination
        for combination in product(*(levels(seeds, name) for name in VALUE_DIMENSIONS))
        if not is_excluded(
            root, seeds, basis, dict(zip(VALUE_DIMENSIONS, combination, strict=True))
        )
    ]
    cells, about = {}, {}
    for activity, spend, basket in dict.fromkeys(combination[:3] for combination in kept):
        cell = recompute.specification_values(root, activity, spend, BASKETS[basket], basis)
        cells[activity, spend, basket] = cell
        about[activity, spend, basket] = cohort_figures(root, seeds, basis, cell)
    common = sorted(set.intersection(*(set(cell.index) for cell in cells.values())))
    rows = {}
    for combination in kept:
        *levels_of_value, reference, definition = combination
        cell = cells[tuple(levels_of_value)]
        alike = group_figures(cell.loc[common], groups[definition], reference, pairs)
        rows[combination] = {
            "specification_id": named(combination),
            "specification_kind": (
                "default" if combination == default(seeds, *VALUE_DIMENSIONS) else "grid"
            ),
            "saving_common_cohort_gbp": alike["saving_gbp"],
            **about[tuple(levels_of_value)],
            **group_figures(cell, groups[definition], reference, pairs),
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis(list(VALUE_DIMENSIONS))


def claim_drivers(root: Path, seeds: Path) -> pd.DataFrame:
    """Squares between the levels of each dimension over all squares, and what is left (§8).

    The grid is all there is, not a sample: its variance divides by the count of specifications.
    """
    saving = claim_specifications(root, seeds)["saving_common_cohort_gbp"]
    squares = ((saving - saving.mean()) ** 2).sum()
    shares = {}
    for dimension in VALUE_DIMENSIONS:
        level_means = saving.groupby(level=dimension).transform("mean")
        shares[dimension] = ((level_means - saving.mean()) ** 2).sum() / squares
    shares[INTERACTION] = 1 - sum(shares.values())
    table = pd.Series(shares, name="share_of_variance").rename_axis("dimension").to_frame()
    return table.assign(standard_deviation_gbp=saving.std(ddof=0), specifications=len(saving))


# ---------------------------------------------------------------- claims about deaths (§7.5)


@cache
def claim_outcome_specifications(root: Path, seeds: Path, basis: str = LATEST) -> pd.DataFrame:
    """Deaths of each group above each benchmark, named and with whom they lack."""
    table = outcomes.claim_outcome_specifications(root, basis)
    groups = recompute.largest_members(root, basis)
    lacking, kinds = [], []
    for variant, *_, definition in table.index:
        with_alpha = outcomes.alpha(root, variant, basis).trusts.index
        group = groups[definition]
        belonging = set(group.index[group.isin(["largest", "missing"])])
        found = set(group.index[group.eq("largest")]) & set(with_alpha)
        lacking.append(", ".join(sorted(belonging - found)) or None)
    for key in table.index:
        kinds.append("default" if key == default(seeds, *OUTCOME_DIMENSIONS) else "grid")
    table = table.assign(
        specification_id=[named(key) for key in table.index],
        specification_kind=kinds,
        largest_missing_codes=lacking,
    )
    excluded = [
        is_excluded(root, seeds, basis, {"largest_definition": definition})
        for *_, definition in table.index
    ]
    return table[~np.array(excluded)]


# --------------------------------------------------------------------------------- the ledger


def answers_of_values(root: Path, seeds: Path, basis: str) -> list[pd.DataFrame]:
    """What C1, C2, C5 and C6 come to in every specification of value, and whether they hold.

    C5 and C6 hang on neither the reference nor the group: their grid has each answer once.
    """
    grid = claim_specifications(root, seeds, basis).reset_index()
    grid["is_default"] = grid["specification_kind"].eq("default")
    one = grid.assign(specification_id=grid[list(COHORT_DIMENSIONS)].agg(named, axis=1))
    one = one.assign(is_default=one.groupby("specification_id")["is_default"].transform("any"))
    one = one.drop_duplicates("specification_id")
    told = one[one["regions_determinable"] > 0]
    pieces = {
        "C1": (grid, "largest_at_or_above_reference", lambda answer, _: answer.eq(0)),
        "C2": (grid, "saving_gbp", None),
        "C5": (one, "rank_of_claimed_first", lambda answer, _: answer.eq(1)),
        "C6": (
            told,
            "regions_lowest_is_largest_or_second",
            lambda answer, rows: answer.eq(rows["regions_determinable"]),
        ),
    }
    found = []
    for claim, (rows, column, rule) in pieces.items():
        table = rows[["specification_id", "is_default"]].assign(claim_id=claim, answer=rows[column])
        holds = is_near(seeds, claim, rows[column]) if rule is None else rule(rows[column], rows)
        found.append(table.assign(holds=holds, low=np.nan, high=np.nan))
    return found


def is_near(seeds: Path, claim: str, answer: pd.Series) -> pd.Series:
    """Whether an answer is within the claim's tolerance of the figure claimed."""
    about = claims(seeds).loc[claim]
    distance = (answer - about["claimed_value"]).abs()
    return distance.le(about["tolerance_share"] * about["claimed_value"])


def answers_of_outcomes(root: Path, seeds: Path, basis: str) -> list[pd.DataFrame]:
    """What C3 and C4 come to, with their 95% bounds."""
    deaths = claim_outcome_specifications(root, seeds, basis).rename(
        columns={"deaths": "answer", "deaths_low": "low", "deaths_high": "high"}
    )
    deaths = deaths[["specification_id", "specification_kind", "answer", "low", "high"]]
    deaths = deaths.assign(
        claim_id="C4",
        is_default=deaths["specification_kind"].eq("default"),
        holds=is_near(seeds, "C4", deaths["answer"]),
    )
    slopes = []
    for variant in levels(seeds, "variant"):
        line = outcomes.alpha(root, variant, basis).line
        slopes.append(
            {
                "claim_id": "C3",
                "specification_id": variant,
                "is_default": (variant,) == default(seeds, "variant"),
                "answer": line["alpha_size_slope"],
                "low": line["alpha_size_slope_low"],
                "high": line["alpha_size_slope_high"],
                "holds": line["alpha_size_slope_high"] < 0,
            }
        )
    return [deaths.drop(columns="specification_kind"), pd.DataFrame(slopes)]


@cache
def answers(root: Path, seeds: Path, basis: str) -> pd.DataFrame:
    """Every claim under every specification of its grid."""
    pieces = answers_of_values(root, seeds, basis) + answers_of_outcomes(root, seeds, basis)
    table = pd.concat(pieces, ignore_index=True)
    claimed = table["claim_id"].map(claims(seeds)["claimed_value"])
    # a claim without a figure is nearest to holding where its upper bound is lowest
    table["distance"] = (table["answer"] - claimed).abs().fillna(table["high"])
    return table


class Kept(NamedTuple):
    """The trusts of C2 or C4 on its default, what each adds, and whose size is another year's."""

    trusts: pd.DataFrame
    claim: str
    rule: str


def kept_for(root: Path, seeds: Path, claim: str) -> Kept:
    """The trusts that leaving one out starts from, each on its side of the group.

    A trust with a carried size is on neither side unless carried sizes count; one without any
    size is on none.
    """
    if claim == "C2":
        activity, spend, basket, rule, definition = default(seeds, *VALUE_DIMENSIONS)
        table = recompute.specification_values(root, activity, spend, BASKETS[basket])
    else:
        variant, benchmark, rule, definition = default(seeds, *OUTCOME_DIMENSIONS)
        if benchmark != "others":
            message = f"C4's default benchmark is no longer the others: {benchmark}"
            raise ValueError(message)
        table = outcomes.alpha(root, variant, LATEST).trusts
    side = recompute.largest_members(root)[definition].reindex(table.index)
    table = table.assign(
        is_inside=side.isin(["largest", "missing"]), is_carried=side.isin(["missing", "carried"])
    )
    return Kept(table[side.ne("no size")], claim, rule)


def answer_of(kept: Kept, trusts: pd.DataFrame) -> float:
    """C2's saving or C4's deaths of the group inside, against the trusts outside it."""
    inside, outside = trusts[trusts["is_inside"]], trusts[~trusts["is_inside"]]
    if kept.claim == "C2":
        against = recompute.reference_value(outside["value"], outside["spend"], kept.rule)
        return float((inside["spend"] * (1 - inside["value"] / against)).sum())
    ratio = outside["observed_deaths"].sum() / outside["expected_deaths"].sum()
    above = inside["observed_deaths"] - ratio * inside["expected_deaths"]
    return float(above.clip(lower=0).sum() if kept.rule == "positive only" else above.sum())


@cache
def sensitivity(root: Path, seeds: Path, claim: str) -> dict[str, object]:
    """The default's answer with one trust left out, lowest and highest, and with carried sizes.

    Groups, re-base factors, scaling constants and need's line stay as they are: what moves is
    the reference and the sum.
    """
    kept = kept_for(root, seeds, claim)
    counted = kept.trusts[~kept.trusts["is_carried"]]
    without = pd.Series({code: answer_of(kept, counted.drop(code)) for code in counted.index})
    return {
        "leave_one_out_low": without.min(),
        "leave_one_out_low_trust_code": without.idxmin(),
        "leave_one_out_high": without.max(),
        "leave_one_out_high_trust_code": without.idxmax(),
        "our_value_with_carried_sizes": answer_of(kept, kept.trusts),
    }


def verdict(holding: int, specifications: int, from_share: float) -> str:
    """Verdict by rule (§8)."""
    if specifications == 0:
        return "not computable"
    if holding >= from_share * specifications:
        return "holds"
    return "depends on method" if holding else "does not hold"


def judged(rows: pd.DataFrame, from_share: float) -> dict[str, object]:
    """Range, share and verdict of one claim over its grid."""
    figures = {
        "specifications": len(rows),
        "specifications_holding": int(rows["holds"].sum()),
        "verdict": verdict(int(rows["holds"].sum()), len(rows), from_share),
    }
    if rows.empty:
        return figures
    ours = rows[rows["is_default"]].iloc[0]
    order = ["distance", "is_default", "specification_id"]
    nearest = rows.sort_values(order, ascending=[True, False, True]).iloc[0]
    points = np.percentile(rows["answer"], [0, 25, 50, 75, 100])
    names = ("grid_min", "grid_p25", "grid_median", "grid_p75", "grid_max")
    return figures | {
        "our_value": ours["answer"],
        "our_value_low": ours["low"],
        "our_value_high": ours["high"],
        "our_specification_id": ours["specification_id"],
        "share_of_specifications_holding": rows["holds"].mean(),
        "nearest_specification_id": nearest["specification_id"],
        "nearest_value": nearest["answer"],
        **dict(zip(names, points, strict=True)),
    }


def beside_the_default(root: Path, seeds: Path, claim: str) -> dict[str, object]:
    """What stands beside our figure: whom it lacks, chance, one trust less."""
    figures: dict[str, object] = {}
    values = claim_specifications(root, seeds).loc[default(seeds, *VALUE_DIMENSIONS)]
    if claim in ("C1", "C2"):
        figures["largest_missing_codes"] = values["largest_missing_codes"]
    if claim == "C4":
        deaths = claim_outcome_specifications(root, seeds)
        figures["largest_missing_codes"] = deaths.loc[
            default(seeds, *OUTCOME_DIMENSIONS), "largest_missing_codes"
        ]
    if claim in ("C2", "C4"):
        figures |= sensitivity(root, seeds, claim)
    if claim == "C5":
        drawn = intervals(root, LATEST).loc[claims(seeds).loc[claim, "claimed_trust_code"]]
        figures["our_value_low"] = drawn["value_rank_low"]
        figures["our_value_high"] = drawn["value_rank_high"]
    if claim == "C6":
        chance = ["probability_of_as_many_by_chance", "probability_of_all_by_chance"]
        figures |= dict(values[chance])
    return figures


def claims_ledger(root: Path, seeds: Path) -> pd.DataFrame:
    """claims_ledger, but for the sentences and the reader's own specification.

    Of 2023-24 the bundled files have no costs, admissions, outpatients, beds or deaths: nothing but
    the share of the national cost that has a need, of which C7 has no specification.
    """
    found = answers(root, seeds, LATEST)
    needs = segments.read_seed("need_segments").set_index("segment")["is_need"].eq("true")
    spent = segments.segment_spend(root)["cost_gbp"]
    rows = {}
    for claim, about in claims(seeds).iterrows():
        for year in recompute.YEARS:
            table = found[found["claim_id"].eq(claim) & (year == YEAR)]
            row = about[["claim", "claimed_value", "unit"]].to_dict()
            row |= judged(table, about["holds_from_share"])
            if claim == "C7":
                cost = spent[year]
                row["our_value"] = cost[needs.reindex(cost.index)].sum() / cost.sum()
            if len(table):
                row |= beside_the_default(root, seeds, claim)
            rows[claim, year] = row
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis(["claim_id", "financial_year"])
