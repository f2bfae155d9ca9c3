"""Peers, and what every trust would save at their value, computed a second time (§6.6, §6.7).

Written from the text of the method with numpy; features, values and draws are those of the other
recompute modules. Weights, counts and sets of peers are data: they are read from the seeds.
Choices the method leaves open are stated where they are made.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

import recompute
from recompute import BASKETS, LATEST, YEAR, seed
from recompute_intervals import drawn_values, rank_bounds

if TYPE_CHECKING:
    from pathlib import Path

POT_SHARES = {
    "APC": "admitted_share",
    "05_OP": "outpatient_share",
    "11_A&E": "a_and_e_share",
    "OTHER": "other_share",
}
# the default specification and its twin: spend column, suffix of the columns of value_index
SPENDS = {
    "costed": ("costed_expenditure_gbp", ""),
    "operating": ("operating_expenditure_gbp", "_operating"),
}
REFERENCES = ("mean", "peers")
SAVINGS = ("saving_gbp", "saving_floored_gbp", "saving_beyond_interval_gbp")
# distances that differ by rounding alone are a tie, which the code breaks
DECIMALS = 9


class Choice(NamedTuple):
    """One way to choose peers: how many, and the weight of each feature."""

    peers: int
    weights: dict[str, float]


@cache
def choices(seeds: Path) -> dict[str, Choice]:
    """Every set of peers of the seeds, the default first."""
    weights = seed(seeds, "peer_features").set_index("feature")["weight"].astype(float)
    found = {}
    for row in seed(seeds, "peer_settings").sort_values("is_default", ascending=False).itertuples():
        own = weights.mask(weights > 0, 1.0) if row.is_equally_weighted == "true" else weights
        own = own.drop(index=row.left_out_feature, errors="ignore")
        found[row.peer_set] = Choice(int(row.peers), dict(own))
    return found


@cache
def features(root: Path, basis: str = LATEST) -> pd.DataFrame:
    """What makes trusts alike, as measured, by trust that has all of it.

    A trust that runs no A&E has none of its activity there, which is a share of 0.
    """
    rebased = recompute.pot_costs(root, basis)["rebased"].unstack("Mapping Pot")
    activity = rebased.sum(axis=1)
    shares = rebased.fillna(0.0).div(activity, axis=0).rename(columns=POT_SHARES)
    types = recompute.cohort_codes(root, basis)
    table = pd.DataFrame(
        {
            "activity": activity,
            "need": recompute.need_index(root, basis)["need_index"],
            "market_forces": recompute.market_forces(root),
            "teaching": types.eq("Teaching").astype(float),
        }
    )
    return table.join(shares).reindex(types.index).dropna().rename_axis("trust_code").sort_index()


@cache
def standardised(root: Path, basis: str = LATEST) -> pd.DataFrame:
    """Features in logs where they are ratios, with mean 0 and sample standard deviation 1."""
    table = features(root, basis).copy()
    in_logs = ["activity", "need", "market_forces"]
    table[in_logs] = np.log(table[in_logs])
    return (table - table.mean()) / table.std(ddof=1)


def nearest(scores: pd.DataFrame, choice: Choice) -> pd.DataFrame:
    """Peers of every trust by rank: code, distance and the feature that counts most in it."""
    weights = np.array([choice.weights.get(name, 0.0) for name in scores.columns])
    codes = scores.index.to_numpy()
    figures = scores.to_numpy()
    rows = {}
    for position, code in enumerate(codes):
        apart = weights * (figures - figures[position]) ** 2
        distance = np.sqrt(apart.sum(axis=1))
        order = [
            other
            for other in np.lexsort((codes, np.round(distance, DECIMALS)))
            if other != position
        ]
        for rank, other in enumerate(order[: choice.peers], start=1):
            rows[code, rank] = {
                "peer_trust_code": codes[other],
                "distance": distance[other],
                "differs_most_in": scores.columns[apart[other].argmax()],
            }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis(["trust_code", "peer_rank"])


@cache
def peers(
    root: Path, seeds: Path, basis: str = LATEST, peer_set: str | None = None
) -> pd.DataFrame:
    """Peers by trust and rank; of the default where no set is named."""
    found = choices(seeds)
    return nearest(standardised(root, basis), found[peer_set or next(iter(found))])


def trust_peers(root: Path, seeds: Path, basis: str = LATEST) -> pd.DataFrame:
    """The mart trust_peers: each pair with what the two are like."""
    rows = peers(root, seeds, basis)
    names = seed(seeds, "peer_features").set_index("feature")["feature_name"]
    published = features(root, basis).rename(
        columns={
            "activity": "weighted_activity_gbp",
            "need": "need_index",
            "market_forces": "mff",
            "teaching": "is_teaching",
        }
    )
    published["is_teaching"] = published["is_teaching"].eq(1.0)
    own = published.reindex(rows.index.get_level_values("trust_code")).set_index(rows.index)
    theirs = published.reindex(rows["peer_trust_code"]).set_index(rows.index)
    rows = rows.assign(differs_most_in=rows["differs_most_in"].map(names))
    return rows.join(own).join(theirs.rename(columns=lambda name: f"peer_{name}"))


def peer_values(value: pd.Series, pairs: pd.DataFrame) -> pd.DataFrame:
    """How many peers of each trust have a value, and their mean; for trusts with a value."""
    theirs = pd.Series(value.reindex(pairs["peer_trust_code"]).to_numpy(), pairs.index)
    grouped = theirs.groupby("trust_code")
    table = pd.DataFrame({"peers_valued": grouped.count(), "peer_value": grouped.mean()})
    return table[table.index.isin(value.dropna().index)]


def values(root: Path, spend_basis: str, basis: str = LATEST) -> pd.DataFrame:
    """Value and spend of every trust by the default specification on a spend basis."""
    return recompute.specification_values(
        root, "casemix_weighted", spend_basis, BASKETS["balanced"], basis
    )


@cache
def ranks_among_peers(root: Path, seeds: Path, spend_basis: str, basis: str) -> pd.DataFrame:
    """Rank of each trust among itself and its peers with a value, with the bounds of the draws."""
    column, _ = SPENDS[spend_basis]
    value = values(root, spend_basis, basis)["value"]
    drawn = drawn_values(root, basis, column)
    pairs = peers(root, seeds, basis)["peer_trust_code"]
    rank, draws = {}, {}
    for trust in value.index.intersection(pairs.index.get_level_values("trust_code")):
        theirs = value.index.intersection(pairs.loc[trust])
        rank[trust] = 1 + (value[theirs] > value[trust]).sum()
        draws[trust] = 1 + drawn.loc[theirs].gt(drawn.loc[trust], axis=1).sum(axis=0)
    low, high = rank_bounds(pd.DataFrame(draws).T)
    return pd.DataFrame({"rank": pd.Series(rank), "rank_low": low, "rank_high": high})


def value_index(root: Path, seeds: Path, basis: str = LATEST) -> pd.DataFrame:
    """The columns of value_index about peers, by trust."""
    pieces = []
    for spend_basis, (_, suffix) in SPENDS.items():
        value = values(root, spend_basis, basis)["value"]
        against = peer_values(value, peers(root, seeds, basis))
        ranks = ranks_among_peers(root, seeds, spend_basis, basis)
        table = pd.DataFrame(
            {
                "peers_valued": against["peers_valued"],
                "peer_value_per_1000_gbp": against["peer_value"],
                "value_to_peers_ratio": value / against["peer_value"],
                "value_rank_among_peers": ranks["rank"],
            }
        ).add_suffix(suffix)
        # bounds carry the suffix before their own
        table[f"value_rank_among_peers{suffix}_low"] = ranks["rank_low"]
        table[f"value_rank_among_peers{suffix}_high"] = ranks["rank_high"]
        pieces.append(table)
    return pd.concat(pieces, axis=1).rename_axis("trust_code").sort_index()


@cache
def savings(
    root: Path, seeds: Path, spend_basis: str, basis: str = LATEST, peer_set: str | None = None
) -> pd.DataFrame:
    """What every trust would spend less at each reference: net, floored, beyond the interval.

    The mean is that of the trusts outside the default largest group, for a trust among them as
    well: one reference for all, the claim's.
    """
    column, _ = SPENDS[spend_basis]
    cell = values(root, spend_basis, basis)
    group = recompute.largest_members(root, basis)["over £1.5bn"].reindex(cell.index)
    drawn = drawn_values(root, basis, column)
    high = pd.Series(np.percentile(drawn, 97.5, axis=1), drawn.index)
    against = {
        "mean": pd.Series(cell.loc[group.eq("others"), "value"].mean(), cell.index),
        "peers": peer_values(cell["value"], peers(root, seeds, basis, peer_set))["peer_value"],
    }
    pieces = []
    for reference, theirs in against.items():
        gap = 1 - cell["value"] / theirs
        pieces.append(
            pd.DataFrame(
                {
                    "reference": reference,
                    "spend_gbp": cell["spend"],
                    "reference_value_per_1000_gbp": theirs,
                    "value_gap_share": gap,
                    "saving_gbp": cell["spend"] * gap,
                    "saving_floored_gbp": cell["spend"] * gap.clip(lower=0),
                    "saving_beyond_interval_gbp": cell["spend"] * (1 - high / theirs).clip(lower=0),
                }
            ).dropna()
        )
    return pd.concat(pieces).rename_axis("trust_code").set_index("reference", append=True)


def groups(root: Path, basis: str) -> dict[str, pd.Series]:
    """Every kind of group with the group of each trust; a trust without a size is in none."""
    codes = recompute.cohort_codes(root, basis)
    bands = recompute.sizes(root, basis).xs(YEAR, level="financial_year")["size_band"]
    return {
        "England": pd.Series("England", codes.index),
        "region": recompute.ods_trusts(root)["region_name"].reindex(codes.index),
        "size band": bands.reindex(codes.index).fillna("not known"),
        "trust type": codes,
    }


def opportunity(root: Path, seeds: Path, basis: str = LATEST) -> pd.DataFrame:
    """The mart opportunity: savings summed by group, with the share of the total."""
    pieces = []
    for spend_basis in SPENDS:
        rows = savings(root, seeds, spend_basis, basis)
        for reference in REFERENCES:
            of_one = rows.xs(reference, level="reference")
            for kind, names in groups(root, basis).items():
                grouped = of_one.groupby(names.reindex(of_one.index).rename("group_name"))
                table = grouped[["spend_gbp", *SAVINGS]].sum()
                table = table.rename(columns={"saving_gbp": "saving_net_gbp"})
                totals = table.sum()
                table["trusts"] = grouped.size()
                table["spend_share"] = table["spend_gbp"] / totals["spend_gbp"]
                for name in ("saving_floored", "saving_beyond_interval"):
                    table[f"{name}_share"] = table[f"{name}_gbp"] / totals[f"{name}_gbp"]
                pieces.append(
                    table.reset_index().assign(
                        spend_basis=spend_basis, reference=reference, group_kind=kind
                    )
                )
    keys = ["spend_basis", "reference", "group_kind", "group_name"]
    return pd.concat(pieces).set_index(keys)


def peer_robustness(root: Path, seeds: Path, basis: str = LATEST) -> pd.DataFrame:
    """How much the savings against peers move with the choice of peers.

    The largest are those of the claim: trusts over £1.5bn by the year's own accounts.
    """
    largest = recompute.largest_members(root, basis)["over £1.5bn"]
    ours = peers(root, seeds, basis)["peer_trust_code"].groupby("trust_code").agg(set)
    rows = {}
    for spend_basis in SPENDS:
        for peer_set, choice in choices(seeds).items():
            pairs = peers(root, seeds, basis, peer_set)
            theirs = pairs["peer_trust_code"].groupby("trust_code").agg(set)
            shared = sum(len(ours[trust] & theirs[trust]) for trust in theirs.index)
            saved = savings(root, seeds, spend_basis, basis, peer_set).xs(
                "peers", level="reference"
            )
            inside = saved[largest.reindex(saved.index).eq("largest")]
            rows[spend_basis, peer_set] = {
                "peers": choice.peers,
                "trusts": len(saved),
                "distance_mean": pairs["distance"].mean(),
                "peers_in_default_share": shared / len(pairs),
                "saving_net_gbp": saved["saving_gbp"].sum(),
                "saving_floored_gbp": saved["saving_floored_gbp"].sum(),
                "saving_beyond_interval_gbp": saved["saving_beyond_interval_gbp"].sum(),
                "largest_trusts": len(inside),
                "largest_saving_net_gbp": inside["saving_gbp"].sum(),
                "largest_saving_floored_gbp": inside["saving_floored_gbp"].sum(),
                "largest_saving_beyond_interval_gbp": inside["saving_beyond_interval_gbp"].sum(),
            }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis(["spend_basis", "peer_set"])


def positions(root: Path, seeds: Path) -> pd.DataFrame:
    """Quartiles of each measure of the year over the peers of each trust that has the measure."""
    pairs = peers(root, seeds)["peer_trust_code"]
    pieces = {}
    for (measure, year), figures in recompute.measures(root).items():
        if year != YEAR:
            continue
        known = figures.dropna()
        theirs = pd.Series(known.reindex(pairs).to_numpy(dtype=float), pairs.index).dropna()
        grouped = theirs[theirs.index.get_level_values("trust_code").isin(known.index)].groupby(
            "trust_code"
        )
        pieces[measure] = pd.DataFrame(
            {
                "peers_measured": grouped.size(),
                **{
                    name: grouped.quantile(share)
                    for name, share in (
                        ("peer_p25", 0.25),
                        ("peer_median", 0.5),
                        ("peer_p75", 0.75),
                    )
                },
            }
        )
    return pd.concat(pieces, names=["measure_id"])
