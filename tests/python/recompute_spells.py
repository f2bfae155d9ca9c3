"""Ratios of spells, computed a second time with pandas from the file itself (docs/spells.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from recompute_outcomes import (
    LEVELS,
    Z95,
    dispersion_shmi,
    dispersion_winsorised,
    poisson_limits,
    widened,
)  # fmt: skip

if TYPE_CHECKING:
    from pathlib import Path

KINDS = {"1": "elective", "2": "emergency", "3": "maternity", "8": "other", "9": "unknown"}
STRATUM = ["Diagnosis Group", "Age Band", "Sex", "kind", "IMD Quintile"]
EVENTS = {"mortality": "Died Within 30 Days", "readmissions": "Readmitted Within 30 Days"}
AMOUNTS = {"unit_cost": "Cost", "length_of_stay": "Length of Stay"}
FEW = 5
SMALL = 7


def spells(path: Path) -> pd.DataFrame:
    """The rows of a file as published, with the kind of admission."""
    rows = pd.read_csv(path, dtype=str)
    rows["kind"] = rows["Admission Method"].str[0].map(KINDS)
    rows["Sex"] = rows["Sex"].where(rows["Sex"].isin(["1", "2"]), "unknown")
    rows["IMD Quintile"] = rows["IMD Quintile"].fillna("unknown")
    return rows


def ratios(rows: pd.DataFrame) -> pd.DataFrame:
    """Every figure of the mart, by trust and measure."""
    tables = []
    for measure, column in (EVENTS | AMOUNTS).items():
        figure = pd.to_numeric(rows[column], errors="coerce")
        counted = rows.assign(figure=figure)[figure.notna()]
        within = counted.groupby(STRATUM)
        trusts = within["Provider Code"].transform("nunique")
        own = counted.groupby([*STRATUM, "Provider Code"])["figure"].transform("sum")
        counted = counted.assign(
            mean=within["figure"].transform("mean"),
            # spells of a stratum with one spell differ from nothing
            variance=within["figure"].transform("var").fillna(0),
            own=own / within["figure"].transform("size"),
            is_few=trusts < FEW,
        )
        by_trust = counted.groupby("Provider Code")
        table = pd.DataFrame({
            "spells_count": by_trust.size().astype(float),
            "observed": by_trust["figure"].sum(),
            "expected": by_trust["mean"].sum(),
            "variance": by_trust["variance"].sum(),
            "own_share": by_trust["own"].sum() / by_trust["mean"].sum(),
            "few_trusts_share": by_trust["is_few"].mean(),
        })  # fmt: skip
        table["crude_rate"] = table.observed / table.spells_count
        table["ratio"] = table.observed / table.expected
        tables.append(limited(measure, table).assign(measure_id=measure))
    together = pd.concat(tables).drop(columns="variance")
    return together.rename_axis("trust_code").set_index("measure_id", append=True)


def limited(measure: str, table: pd.DataFrame) -> pd.DataFrame:
    """The table with intervals and control limits; small counts withheld."""
    small = table.spells_count <= SMALL
    if measure in EVENTS:
        small |= table.observed.between(1, SMALL)
    table = table.mask(small)
    ratio, expected = table.ratio.to_numpy(), table.expected.to_numpy()
    if measure in EVENTS:
        low, high = poisson_limits(table.observed.to_numpy(), "95")
        table["ratio_low"], table["ratio_high"] = low / expected, high / expected
    else:
        half = Z95 * np.sqrt(table.variance.to_numpy()) / expected
        table["ratio_low"], table["ratio_high"] = np.maximum(ratio - half, 0), ratio + half
    error = np.sqrt(table.variance.to_numpy()) / expected
    used = ratio > 0
    if measure == "mortality":
        found = dispersion_shmi(np.log(ratio[used]), expected[used])
    elif measure == "readmissions":
        z = 2 * np.sqrt(expected[used]) * (np.sqrt(ratio[used]) - 1)
        found = dispersion_winsorised(z, 4 * expected[used])
    else:
        found = dispersion_winsorised((ratio[used] - 1) / error[used], 1 / error[used] ** 2)
    for name, (z, _) in LEVELS.items():
        if measure in EVENTS:
            lower, upper = widened(measure, expected, found.tau_squared, z)
        else:
            half = z * np.sqrt(error**2 + found.tau_squared)
            lower, upper = np.maximum(1 - half, 0), 1 + half
        table[f"lower_{name}_overdispersed"] = lower
        table[f"upper_{name}_overdispersed"] = upper
    return table.assign(phi=found[0], tau_squared=found.tau_squared)
