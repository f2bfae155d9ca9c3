"""Outcome, variation and position marts, computed a second time with pandas and numpy alone.

Written from the text of the method (§5, §7, §9), section by section; the readers of the raw files
are those of recompute.py. Choices the method leaves open are stated where they are made.
"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

import recompute
from recompute import LATEST, LOWER_IS_BETTER, YEAR, Z95

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Z998 = 3.090232
LEVELS = {"95": (Z95, 0.05), "998": (Z998, 0.002)}
BYAR_FROM = 10
SPLIT = ("R0A", "RM3")
RATIOS_THAT_DESCRIBE = (0.6, 1.6)
VARIANTS = ("casemix", "population")
BENCHMARKS = ("1", "others", "need")
SHARES = ("rtt_18_weeks", "ae_4_hours")
HIGHER, AS_EXPECTED, LOWER = 1, 2, 3
PUBLISHED_SCALE = {"A1": HIGHER, "A5": HIGHER, "W": AS_EXPECTED, "B5": LOWER, "B1": LOWER}
POTS = {"admitted": "APC", "outpatient": "05_OP", "a_and_e": "11_A&E", "other": "OTHER"}


# ------------------------------------------------------------------------- limits of counts


def gamma_share(shape: float, x: float) -> float:
    """Share of a gamma distribution of scale 1 below x, by its power series."""
    term = math.exp(shape * math.log(x) - x - math.lgamma(shape + 1))
    total, n = 0.0, 0
    while term > 1e-18 * total or n < x:
        total += term
        n += 1
        term *= x / (shape + n)
    return total


@cache
def gamma_quantile(shape: float, share: float) -> float:
    """Where the share lies below, by bisection: half a chi-squared quantile of 2 × shape."""
    low, high = 1e-12, 100.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if gamma_share(shape, middle) < share else (low, middle)
    return (low + high) / 2


def exact_lower(count: float, alpha: float) -> float:
    """Exact lower Poisson limit, χ²(α/2; 2O)/2 (§9.1)."""
    return 0.0 if count == 0 else gamma_quantile(count, alpha / 2)


def exact_upper(count: float, alpha: float) -> float:
    """Exact upper Poisson limit, χ²(1 − α/2; 2O + 2)/2 (§9.1)."""
    return gamma_quantile(count + 1, 1 - alpha / 2)


def between_whole(limit: Callable[[float, float], float], count: float, alpha: float) -> float:
    """Exact at whole counts and on a straight line between: an expected count is no whole one."""
    below = math.floor(count)
    first, second = limit(below, alpha), limit(below + 1, alpha)
    return first + (count - below) * (second - first)


def poisson_limits(count: np.ndarray, level: str) -> tuple[np.ndarray, np.ndarray]:
    """Byar's limits of the mean of a count, exact below 10 (§9.1)."""
    z, alpha = LEVELS[level]
    count = np.asarray(count, float)
    safe = np.maximum(count, 1.0)
    after = safe + 1
    lower = safe * (1 - 1 / (9 * safe) - z / (3 * np.sqrt(safe))) ** 3
    upper = after * (1 - 1 / (9 * after) + z / (3 * np.sqrt(after))) ** 3
    for place in np.flatnonzero(count < BYAR_FROM):
        lower[place] = between_whole(exact_lower, count[place], alpha)
        upper[place] = between_whole(exact_upper, count[place], alpha)
    return lower, upper


# -------------------------------------------------------------------------- over-dispersion


class Dispersion(NamedTuple):
    """φ and τ² of a group."""

    phi: float
    tau_squared: float


def dispersion(z: np.ndarray, weight: np.ndarray) -> Dispersion:
    """φ = Σz²/m and τ² by moments, 0 where mφ < m − 1 (§9.2)."""
    count = len(z)
    total = float(np.sum(z**2))
    spread = weight.sum() - np.sum(weight**2) / weight.sum()
    tau_squared = 0.0 if total < count - 1 else max(0.0, (total - (count - 1)) / spread)
    return Dispersion(total / count, float(tau_squared))


def dispersion_shmi(deviation: np.ndarray, expected: np.ndarray) -> Dispersion:
    """Over-dispersion of ln(O/E) with the outer tenths of z dropped (§9.2)."""
    weight = np.round(expected, 2)
    z = np.sqrt(weight) * deviation
    rank = np.empty(len(z))
    rank[np.argsort(z, kind="stable")] = np.arange(1, len(z) + 1)
    tenth = np.floor(10 * rank / (len(z) + 1))
    kept = (tenth > 0) & (tenth < 9)
    return dispersion(z[kept], weight[kept])


def dispersion_winsorised(z: np.ndarray, weight: np.ndarray) -> Dispersion:
    """Over-dispersion with z pulled in to its 10th and 90th centiles (§9.3)."""
    low, high = np.percentile(z, [10, 90])
    return dispersion(np.clip(z, low, high), weight)


def bands(ratio: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> np.ndarray:
    """1 above the upper limit, 3 below the lower, else 2 (§9)."""
    return np.select([ratio > upper, ratio < lower], [HIGHER, LOWER], AS_EXPECTED)


# ---------------------------------------------------------------------------------- funnels


def widened(measure: str, expected: np.ndarray, tau_squared: float, z: float) -> list[np.ndarray]:
    """Lower and upper limit of a ratio, over-dispersed, in the form of its measure (§9.2, §9.3)."""
    if measure == "mortality":
        half = z * np.sqrt(1 / expected + tau_squared)
        return [np.exp(-half), np.exp(half)]
    half = z * np.sqrt(1 / (4 * expected) + tau_squared)
    # a root below zero has no square on the ratio's scale: the limit is zero
    return [np.maximum(1 - half, 0) ** 2, (1 + half) ** 2]


def funnel(measure: str, figures: pd.DataFrame) -> pd.DataFrame:
    """Limits and bands of one measure, basis and year (§9.2–9.4)."""
    observed = figures["numerator"].to_numpy(float)
    expected = figures["expected"].to_numpy(float)
    ratio = observed / expected
    if measure == "mortality":
        found = dispersion_shmi(np.log(ratio), expected)
    else:
        s = 1 / (2 * np.sqrt(expected))
        found = dispersion_winsorised((np.sqrt(ratio) - 1) / s, 1 / s**2)
    table = {"observed": observed, "expected": expected, "ratio": ratio}
    for level, (z, _) in LEVELS.items():
        lower, upper = poisson_limits(expected, level)
        table[f"lower_{level}_plain"] = lower / expected
        table[f"upper_{level}_plain"] = upper / expected
        lower, upper = widened(measure, expected, found.tau_squared, z)
        table[f"lower_{level}_overdispersed"] = lower
        table[f"upper_{level}_overdispersed"] = upper
    for form in ("plain", "overdispersed"):
        table[f"band_{form}"] = bands(ratio, table[f"lower_95_{form}"], table[f"upper_95_{form}"])
    table |= found._asdict()
    return pd.DataFrame(table, index=figures.index)


def funnel_years(root: Path) -> list[tuple[str, str]]:
    """Measures with an expected count and the years they are published for."""
    years = sorted(recompute.readmission_rows(root)["financial_year"].unique())
    return [("mortality", YEAR), *(("readmissions", year) for year in years)]


@cache
def funnel_limits(root: Path, basis: str) -> pd.DataFrame:
    """funnel_limits of mortality and every year of readmissions."""
    pieces = {}
    for measure, year in funnel_years(root):
        rows = recompute.quality(root, basis, year).xs(measure, level="measure_id")
        pieces[measure, year] = funnel(measure, rows[rows["value"].notna()])
    return pd.concat(pieces, names=["measure_id", "financial_year"])


def published_readmission_bands(root: Path) -> dict[str, pd.Series]:
    """Published bands of readmissions by year: A high, B low, 1 beyond 99.8% and 5 beyond 95%."""
    rows = pd.read_csv(recompute.in_folder(root, "readmissions")[0], dtype=str)
    rows = rows[rows["Age Breakdown"].eq("All")]
    years = rows.groupby(rows["Year"].str.replace("/", "-", regex=False))
    return {year: of_year.set_index("Level")["Banding 1"] for year, of_year in years}


def published_bands(root: Path) -> dict[tuple[str, str], pd.Series]:
    """Bands as published, by measure and year: SHMI's own, and readmissions' on its scale."""
    shmi = pd.read_csv(recompute.in_folder(root, "shmi")[0])
    found = {("mortality", YEAR): shmi.set_index("PROVIDER_CODE")["SHMI_BANDING"].astype(float)}
    for year, band in published_readmission_bands(root).items():
        found["readmissions", year] = band.map(PUBLISHED_SCALE).astype(float)
    return found


def published_band_agreement(root: Path) -> pd.DataFrame:
    """Trusts whose published band is ours: mortality over-dispersed, readmissions plain (§10)."""
    ours = funnel_limits(root, recompute.AS_REPORTED)
    rows = {}
    for (measure, year), published in published_bands(root).items():
        form = "overdispersed" if measure == "mortality" else "plain"
        band = ours.loc[(measure, year), f"band_{form}"]
        theirs = published.reindex(band.index).dropna()
        alike = int(theirs.eq(band.reindex(theirs.index)).sum())
        rows[measure, year] = {
            "limits_used": "over-dispersed" if measure == "mortality" else "plain",
            "trusts": len(theirs),
            "trusts_agreeing": alike,
            "agreeing_share": alike / len(theirs),
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis(
        ["measure_id", "financial_year"]
    )


# ----------------------------------------------------------------- need: the route of the ICB


@cache
def icb_prevalence(root: Path, basis: str) -> pd.DataFrame:
    """Prevalence of the integrated care board a trust sits in, beside the catchment's (§7.1)."""
    icb = pd.read_csv(recompute.in_folder(root, "qof", "*icb*.csv")[0])
    icb["rate"] = icb["register"] / icb["denominator"]
    rate = icb.set_index(["code", "group_code"])["rate"]
    ods = pd.read_csv(root / "ods" / "etr.csv", header=None, dtype=str)
    of_trust = ods.set_index(0)[3]
    table = recompute.prevalence(root, basis).copy()
    trust = table.index.get_level_values("trust_code")
    condition = table.index.get_level_values("condition")
    there = pd.MultiIndex.from_arrays([of_trust.reindex(trust), condition])
    england = pd.MultiIndex.from_product([["ENG"], condition.unique()])
    of_england = pd.Series(rate.reindex(england).to_numpy(), index=condition.unique())
    table["icb_prevalence_share"] = rate.reindex(there).to_numpy()
    table["icb_ratio_to_england"] = (
        table["icb_prevalence_share"] / of_england.reindex(condition).to_numpy()
    )
    return table


def prevalence_agreement(root: Path) -> pd.DataFrame:
    """How the two routes agree, each as a ratio to its own England (§7.1)."""
    table = icb_prevalence(root, LATEST)
    both = table[["ratio_to_england", "icb_ratio_to_england"]].dropna()
    rows = {}
    for condition, pair in both.groupby("condition"):
        catchment, icb = pair["ratio_to_england"], pair["icb_ratio_to_england"]
        difference = (catchment - icb).abs()
        rows[condition] = {
            "trusts": len(pair),
            "correlation": np.corrcoef(catchment, icb)[0, 1],
            "mean_difference": difference.mean(),
            "largest_difference": difference.max(),
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("condition")


# ----------------------------------------------------------------------------- Health Alpha


@cache
def catchment_people(root: Path, basis: str) -> pd.Series:
    """Catchment population of each trust, successions applied (§7.4)."""
    people = pd.read_csv(recompute.in_folder(root, "catchment", "*populations*.csv")[0])
    code = recompute.on_basis(root, people["TrustCode"], basis)
    return people.groupby(code)["All admissions"].sum()


@cache
def population_ratios(root: Path, basis: str) -> pd.DataFrame:
    """Deaths against catchment population × need, scaled to ΣO (§7.4); trusts in a split left out.

    A ratio out of range still counts in the scaling: it is the trust's figure that is withheld.
    """
    deaths = recompute.quality(root, basis).xs("mortality", level="measure_id")["numerator"]
    need = recompute.need_index(root, basis)["need_index"]
    table = pd.DataFrame({"observed_deaths": deaths, "need_index": need})
    table["raw"] = catchment_people(root, basis).reindex(table.index) * table["need_index"]
    table = table.dropna().drop(index=list(SPLIT), errors="ignore")
    scale = table["observed_deaths"].sum() / table["raw"].sum()
    table["expected_deaths"] = table["raw"] * scale
    table["mortality_ratio"] = table["observed_deaths"] / table["expected_deaths"]
    low, high = RATIOS_THAT_DESCRIBE
    table["in_range"] = table["mortality_ratio"].between(low, high)
    return table.drop(columns="raw")


class Fit(NamedTuple):
    """Health Alpha of each trust and the line it is measured from."""

    trusts: pd.DataFrame
    line: dict[str, float]


def fitted(variant: str, table: pd.DataFrame) -> Fit:
    """ln(O/E) against need, or against a constant alone, then shrunken (§7.3, §7.4)."""
    observed = table["observed_deaths"].to_numpy(float)
    expected = table["expected_deaths"].to_numpy(float)
    y = np.log(observed / expected)
    raw = dispersion_shmi(y, expected).tau_squared
    weight = 1 / (raw + 1 / expected)
    slope, error, x = np.nan, np.nan, np.zeros(len(y))
    intercept = np.average(y, weights=weight)
    if variant == "casemix":
        x = np.log(table["need_index"].to_numpy(float))
        mean_x = np.average(x, weights=weight)
        squares = np.sum(weight * (x - mean_x) ** 2)
        slope = np.sum(weight * (x - mean_x) * y) / squares
        error = math.sqrt(1 / squares)
        intercept -= slope * mean_x
    predicted = intercept + (0.0 if variant == "population" else slope) * x
    residual = y - predicted
    left = dispersion_shmi(residual, expected)
    tau_squared = left.tau_squared
    shrunk = -100 * residual * tau_squared / (tau_squared + 1 / expected)
    half = 100 * Z95 * np.sqrt(tau_squared / (1 + tau_squared * expected))
    trusts = table.assign(
        mortality_ratio=observed / expected,
        predicted_ratio=np.exp(predicted),
        tau_squared=tau_squared,
        health_alpha=shrunk,
        health_alpha_low=shrunk - half,
        health_alpha_high=shrunk + half,
        band=np.select(
            [shrunk - half > 0, shrunk + half < 0],
            ["fewer deaths than need predicts", "more deaths than need predicts"],
            "as need predicts",
        ),
    )
    line = {
        "trusts": len(table),
        "intercept": intercept,
        "slope": slope,
        "slope_low": slope - Z95 * error,
        "slope_high": slope + Z95 * error,
        "raw_tau_squared": raw,
        "phi": left.phi,
        "tau_squared": tau_squared,
    }
    return Fit(trusts, line)


@cache
def alpha(root: Path, variant: str, basis: str) -> Fit:
    """Health Alpha of one variant with its fit and its relation to size."""
    if variant == "population":
        table = population_ratios(root, basis)
        table = table[table["in_range"]].drop(columns="in_range")
    else:
        deaths = recompute.quality(root, basis).xs("mortality", level="measure_id")
        table = pd.DataFrame(
            {"observed_deaths": deaths["numerator"], "expected_deaths": deaths["expected"]}
        )
        table = table.join(recompute.need_index(root, basis)["need_index"]).dropna()
    found = fitted(variant, table)
    size = accounts_of_the_year(root, basis).reindex(found.trusts.index)
    sized = found.trusts[size.notna()]["health_alpha"].to_numpy()
    log_size = np.log(size.dropna().to_numpy())
    design = np.column_stack([log_size, np.ones(len(log_size))])
    slope, error = recompute.least_squares_hc3(sized, design, 0)
    found.line.update(
        {
            "trusts_sized": len(sized),
            "correlation_alpha_size": np.corrcoef(sized, log_size)[0, 1],
            "alpha_size_slope": slope,
            "alpha_size_slope_low": slope - Z95 * error,
            "alpha_size_slope_high": slope + Z95 * error,
        }
    )
    return found


def accounts_of_the_year(root: Path, basis: str) -> pd.Series:
    """Operating expenditure by trust, of the year itself, never carried (§2)."""
    spend = recompute.spend_totals(root, basis).xs(YEAR, level="financial_year")
    return spend["operating_expenditure_gbp"].dropna()


def health_alpha_fit(root: Path, basis: str) -> pd.DataFrame:
    """health_alpha_fit of both variants."""
    rows = {variant: alpha(root, variant, basis).line for variant in VARIANTS}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("variant")


def withheld(root: Path, basis: str) -> pd.Series:
    """Trusts with deaths of the year and no population variant, with the status (§7.4)."""
    ratios = population_ratios(root, basis)
    far = ratios.index[~ratios["in_range"]]
    return pd.concat([pd.Series("split", SPLIT), pd.Series("out of range", far, dtype=object)])


# -------------------------------------------------------------- deaths against a benchmark


def others_ratio(table: pd.DataFrame, outside: pd.Index) -> float:
    """Pooled ratio of the trusts outside the largest group (§7.5)."""
    those = table[table.index.isin(outside)]
    return float(those["observed_deaths"].sum() / those["expected_deaths"].sum())


def against(table: pd.DataFrame, benchmark: str, outside: pd.Index) -> pd.DataFrame:
    """Deaths above a benchmark, Byar interval on the observed (§7.5)."""
    ratio: float | pd.Series = 1.0
    if benchmark == "others":
        ratio = others_ratio(table, outside)
    elif benchmark == "need":
        ratio = table["predicted_ratio"]
    rows = table[["observed_deaths"]].assign(benchmark_ratio=ratio)
    rows["benchmark_deaths"] = rows["benchmark_ratio"] * table["expected_deaths"]
    rows["deaths_above_benchmark"] = rows["observed_deaths"] - rows["benchmark_deaths"]
    lower, upper = poisson_limits(rows["observed_deaths"].to_numpy(), "95")
    rows["deaths_above_benchmark_low"] = lower - rows["benchmark_deaths"]
    rows["deaths_above_benchmark_high"] = upper - rows["benchmark_deaths"]
    return rows


def outside_of(root: Path, basis: str, definition: str) -> pd.Index:
    """Trusts outside a largest group that have accounts of the year."""
    group = recompute.largest_members(root, basis)[definition]
    return group.index[group.eq("others")].intersection(accounts_of_the_year(root, basis).index)


def outcome_opportunity(root: Path, basis: str) -> pd.DataFrame:
    """outcome_opportunity of both variants and every benchmark."""
    outside = outside_of(root, basis, "over £1.5bn")
    pieces = {
        (variant, benchmark): against(alpha(root, variant, basis).trusts, benchmark, outside)
        for variant in VARIANTS
        for benchmark in BENCHMARKS
    }
    return pd.concat(pieces, names=["variant", "benchmark"])


@cache
def claim_outcome_specifications(root: Path, basis: str) -> pd.DataFrame:
    """Deaths of a largest group above a benchmark, net and positive only (§7.5, §8)."""
    members = recompute.largest_members(root, basis)
    rows = {}
    for variant in VARIANTS:
        found = alpha(root, variant, basis)
        for definition in recompute.LARGEST:
            group = members[definition]
            inside = group.index[group.eq("largest")]
            belonging = int(group.isin(["largest", "missing"]).sum())
            for benchmark in BENCHMARKS:
                figures = against(found.trusts, benchmark, outside_of(root, basis, definition))
                figures = figures[figures.index.isin(inside)]
                above = figures[figures["deaths_above_benchmark"] > 0]
                for name, summed in (("net", figures), ("positive only", above)):
                    benchmark_deaths = summed["benchmark_deaths"].sum()
                    total = summed["observed_deaths"].sum()
                    lower, upper = poisson_limits(np.array([total]), "95")
                    rows[variant, benchmark, name, definition] = {
                        "trusts": len(figures),
                        "largest_missing": belonging - len(figures),
                        "deaths": total - benchmark_deaths,
                        "deaths_low": lower[0] - benchmark_deaths,
                        "deaths_high": upper[0] - benchmark_deaths,
                    } | {key: found.line[key] for key in found.line if "size_slope" in key}
    keys = ["variant", "benchmark", "sum", "largest_definition"]
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis(keys)


# -------------------------------------------------------------------------------- variation


@cache
def parts(root: Path, measure: str, year: str) -> pd.DataFrame:
    """Numerator and base of a measure of quality by trust, with flags outside limits (§9.5).

    The limits are the national ones; a region, band or type counts its own trusts outside them.
    """
    rows = recompute.quality(root, LATEST, year).xs(measure, level="measure_id")
    rows = rows[rows["value"].notna()]
    if measure in LOWER_IS_BETTER:
        limits = funnel_limits(root, LATEST).loc[(measure, year)]
        table = limits[["observed", "expected", "tau_squared"]].copy()
        for sd, level in ((2, "95"), (3, "998")):
            for form in ("plain", "overdispersed"):
                lower, upper = limits[f"lower_{level}_{form}"], limits[f"upper_{level}_{form}"]
                table[f"outside_{sd}sd_{form}"] = ~limits["ratio"].between(lower, upper)
        return table
    pooled = math.asin(math.sqrt(rows["numerator"].sum() / rows["denominator"].sum()))
    deviation = np.arcsin(np.sqrt(rows["value"].to_numpy(float))) - pooled
    s = 1 / (2 * np.sqrt(rows["denominator"].to_numpy(float)))
    tau_squared = dispersion_winsorised(deviation / s, 1 / s**2).tau_squared
    table = pd.DataFrame({"tau_squared": tau_squared}, index=rows.index)
    for sd, (z, _) in ((2, LEVELS["95"]), (3, LEVELS["998"])):
        table[f"outside_{sd}sd_plain"] = np.abs(deviation) > z * s
        table[f"outside_{sd}sd_overdispersed"] = np.abs(deviation) > z * np.sqrt(s**2 + tau_squared)
    return table


def beyond_chance(rows: pd.DataFrame) -> dict[str, float]:
    """SCV of the group's trusts, national τ², and the counts outside limits (§9.5)."""
    scv = np.nan
    if "expected" in rows:
        relative = (rows["observed"] - rows["expected"]) / rows["expected"]
        scv = 100 * max(0.0, float(np.mean(relative**2 - 1 / rows["expected"])))
    counts = {name: rows[name].sum() for name in rows if name.startswith("outside")}
    return {"scv": scv, "tau_squared": rows["tau_squared"].iloc[0]} | counts


def variation_extras(root: Path, kind: str) -> pd.DataFrame:
    """The columns of variation that compare with chance, within each group of a kind."""
    pairs = [*funnel_years(root), *((name, year) for name in SHARES for year in recompute.YEARS)]
    sized = recompute.sizes(root, LATEST).index.unique("financial_year")
    rows = {}
    for measure, year in pairs:
        if kind == "size band" and year not in sized:
            continue
        table = parts(root, measure, year)
        groups = recompute.groups_of(root, kind, year).reindex(table.index)
        for name, of_group in table.groupby(groups):
            rows[measure, year, name] = beyond_chance(of_group)
    keys = ["measure_id", "financial_year", "group_name"]
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis(keys)


# --------------------------------------------------------------------------------- position


def read_measures(file: Path) -> pd.DataFrame:
    """Polarity and kind of opportunity of each measure, as the seed gives them."""
    return pd.read_csv(file, index_col="measure_id", keep_default_na=False)


def measures_with_base(root: Path, basis: str) -> dict[tuple[str, str], pd.DataFrame]:
    """Value by trust and what an opportunity is a share of: (measure, year) → value, base."""
    values = recompute.value_table(root, basis)
    costs = recompute.pot_costs(root, basis)
    held = recompute.capacity(root, basis)
    totals = costs.groupby("trust_code")[["actual", "rebased"]].sum()
    pairs = {
        "value": (values["value_per_1000_gbp"], values["costed_expenditure_gbp"]),
        "value_operating": (
            values["value_per_1000_gbp_operating"],
            values["operating_expenditure_gbp"],
        ),
        "scope_share": (values["scope_share"], None),
        "unit_cost_index": (100 * totals["actual"] / totals["rebased"], totals["actual"]),
        "bed_occupancy": (held["bed_occupancy_share"], None),
        "length_of_stay": (held["length_of_stay_days"], held["beds_occupied"]),
        "activity_per_wte": (held["weighted_activity_per_wte_gbp"], held["staff_wte"]),
        "health_alpha": (alpha(root, "casemix", basis).trusts["health_alpha"], None),
    }
    for name, pot in POTS.items():
        rows = costs.xs(pot, level="Mapping Pot")
        index = 100 * rows["actual"] / rows["rebased"]
        pairs[f"unit_cost_index_{name}"] = (index, rows["actual"])
    found = {(name, YEAR): pair for name, pair in pairs.items()}
    for year in {year for _, year in funnel_years(root)}:
        for name, rows in recompute.quality(root, basis, year).groupby("measure_id"):
            own = rows.droplevel("measure_id")
            base = own["numerator" if name in LOWER_IS_BETTER else "denominator"]
            found[name, year] = (own["value"], base)
    for name, shares in recompute.spend_categories(root, basis)["spend_share"].groupby("category"):
        measure = "spend_share_" + name.lower().replace("/", "_").replace(" ", "_")
        found[measure, "2023-24"] = (shares.droplevel("category"), None)
    return {
        key: pd.DataFrame({"value": value, "base": np.nan if base is None else base})
        for key, (value, base) in found.items()
    }


def change_in_base(kind: str, table: pd.DataFrame, reference: pd.Series | float) -> pd.Series:
    """What the base would lose at the reference, floored at zero (§9.6).

    `spend`: the same output for less input; `excess`: a count or cost proportional to the value;
    `share`: those of the base who are not yet served in time. Missing without a reference.
    """
    if kind == "spend":
        change = table["base"] * (1 - table["value"] / reference)
    elif kind == "excess":
        change = table["base"] * (1 - reference / table["value"])
    elif kind == "share":
        change = table["base"] * (reference - table["value"])
    else:
        change = pd.Series(np.nan, index=table.index)
    return change.clip(lower=0)


def position(table: pd.DataFrame, polarity: str, kind: str, types: pd.Series) -> pd.DataFrame:
    """Where each trust stands in one measure of one year (§9.6)."""
    value = table["value"].astype(float)
    low, median, high = np.percentile(value, [25, 50, 75])
    by_type = value.groupby(types.reindex(value.index))
    best: pd.Series | float = np.nan
    top = np.nan
    if polarity == "higher is better":
        top, best = high, by_type.transform("max")
    elif polarity == "lower is better":
        top, best = low, by_type.transform("min")
    return pd.DataFrame(
        {
            "value": value,
            "percentile": (value.rank(method="min") - 1) / (len(value) - 1),
            "distance_to_median": value - median,
            "distance_to_top_quartile": value - top,
            "opportunity_to_median": change_in_base(kind, table, median),
            "opportunity": change_in_base(kind, table, top),
            "opportunity_to_best_of_type": change_in_base(kind, table, best),
        }
    )


def trust_position(root: Path, basis: str, measures: Path) -> pd.DataFrame:
    """trust_position of every measure and year on one basis."""
    seed = read_measures(measures)
    types = recompute.cohort_codes(root, basis)
    found = measures_with_base(root, basis)
    pieces = {}
    for (name, year), table in found.items():
        table = table[table["value"].notna()]
        about = seed.loc[name]
        rows = position(table, about["polarity"], about["opportunity_kind"], types)
        before = f"{int(year[:4]) - 1}-{year[2:4]}"
        earlier = found.get((name, before), pd.DataFrame({"value": []}, dtype=float))["value"]
        rows["change_on_year"] = rows["value"] - earlier.reindex(rows.index)
        rows["opportunity_unit"] = about["opportunity_unit"] or None
        pieces[name, year] = rows.rename_axis("trust_code")
    return pd.concat(pieces, names=["measure_id", "financial_year"])


# ---------------------------------------------------------------------- trend of readmissions


@cache
def trend_rows(root: Path) -> pd.DataFrame:
    """Readmissions of the rows that can show a trend, by cohort trust, age and year (§5.2)."""
    rows = pd.read_csv(recompute.in_folder(root, "readmissions")[0], dtype=str)
    rows = rows[rows["Method"].eq("Trend")].copy()
    rows["financial_year"] = rows["Year"].str.replace("/", "-", regex=False)
    rows["age_group"] = rows["Age Breakdown"]
    rows["trust_code"] = recompute.on_basis(root, recompute.trust_of(rows["Level"]), LATEST)
    rows["observed"] = pd.to_numeric(rows["Numerator"], errors="coerce")
    rows["expected"] = pd.to_numeric(rows["Expected"], errors="coerce")
    rows = rows.dropna(subset=["observed", "expected"])
    keys = ["trust_code", "age_group", "financial_year"]
    table = rows.groupby(keys)[["observed", "expected"]].sum()
    return recompute.keep_cohort(table, root, LATEST).reset_index()


def trend_of(rows: pd.DataFrame) -> dict[str, float]:
    """Spread of a group's ratios in one year, and τ² around its pooled ratio (§5.2, §9.3).

    §9.3 has the target 1: the expected counts are brought to it by the pooled ratio, so that τ²,
    like the relative range, does not rise because every ratio does.
    """
    ratio = (rows["observed"] / rows["expected"]).to_numpy()
    expected = rows["expected"].to_numpy()
    pooled = rows["observed"].sum() / rows["expected"].sum()
    p10, p25, median, p75, p90 = np.percentile(ratio, [10, 25, 50, 75, 90])
    s = 1 / (2 * np.sqrt(expected * pooled))
    around = dispersion_winsorised((np.sqrt(ratio / pooled) - 1) / s, 1 / s**2)
    return {
        "trusts": len(rows),
        "pooled_ratio": pooled,
        "p10": p10,
        "median": median,
        "p90": p90,
        "iqr": p75 - p25,
        "relative_iqr": (p75 - p25) / pooled,
        "tau_squared": around.tau_squared,
    }


def readmission_trend(root: Path) -> pd.DataFrame:
    """readmission_trend nationally and by region."""
    rows = trend_rows(root)
    region = rows["trust_code"].map(recompute.cohort(root)["region_name"])
    both = pd.concat([rows.assign(group_name="England"), rows.assign(group_name=region)])
    keys = ["group_name", "age_group", "financial_year"]
    found = {key: trend_of(of_group) for key, of_group in both.groupby(keys)}
    return pd.DataFrame.from_dict(found, orient="index").rename_axis(keys)
