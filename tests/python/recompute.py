"""The marts' figures, computed a second time from the raw files with pandas and numpy alone.

No line here comes from the SQL: each function follows the text of the method (its section is in
the docstring), so that a slip on either side shows as a difference. Choices the method leaves
open are stated where they are made.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from pathlib import Path

LATEST = "latest"
AS_REPORTED = "as_reported"
BASES = (LATEST, AS_REPORTED)
FIELD_TEST_ATTENDANCES = 1000
GROUP_KINDS = ("England", "region", "size band", "trust type")
YEARS = ("2023-24", "2024-25")
YEAR = "2024-25"

# §2: names of the 2023-24 accounts that are not the name ODS holds
ALIASES = {
    "KINGSTON HOSPITAL": "RAX",
    "SOUTH WARWICKSHIRE": "RJC",
    "EAST AND NORTH HERTFORDSHIRE": "RWH",
    "MID YORKSHIRE HOSPITALS": "RXF",
    "UNITED LINCOLNSHIRE HOSPITALS": "RWD",
    "WEST HERTFORDSHIRE HOSPITALS": "RWG",
}
# §7.1: districts that became North and West Northamptonshire
AREA_CHANGES = {
    "E07000150": "E06000061",
    "E07000152": "E06000061",
    "E07000153": "E06000061",
    "E07000156": "E06000061",
    "E07000151": "E06000062",
    "E07000154": "E06000062",
    "E07000155": "E06000062",
}
# §3: the groups of lines that the bundled 2023-24 accounts hold
LINE_CATEGORIES = {
    "EXP0130": "staff",
    "EXP0150": "clinical supplies",
    "EXP0160": "general supplies",
    "EXP0170": "drugs",
    "EXP0200": "other",
    "EXP0210": "premises",
    "EXP0220": "premises",
    "EXP0230A": "other",
    "EXP0240": "depreciation and amortisation",
    "EXP0250": "depreciation and amortisation",
    "EXP0260": "impairments",
    "EXP0340A": "leases",
    "EXP0370": "PFI/LIFT",
    "EXP0379": "other",
    "EXP0380Z": "other",
}
TEMPORARY_STAFF = ("STA0300", "STA0310")
STAFF_GROUPS = {
    "STA0370": "medical_and_dental_wte",
    "STA0410": "nursing_and_midwifery_wte",
    "STA0400": "healthcare_assistants_wte",
    "STA0430": "scientific_and_technical_wte",
    "STA0440": "scientific_and_technical_wte",
    "STA0390": "administration_and_estates_wte",
    "STA0380": "other_staff_wte",
    "STA0420": "other_staff_wte",
    "STA0450": "other_staff_wte",
    "STA0480": "other_staff_wte",
}
BAND_EDGES = [0.0, 4e8, 6e8, 1e9, 1.5e9, np.inf]
BAND_NAMES = ["under £400m", "£400–600m", "£600m–1bn", "£1–1.5bn", "over £1.5bn"]
REGIONS = {
    "Y56": "London",
    "Y58": "South West",
    "Y59": "South East",
    "Y60": "Midlands",
    "Y61": "East of England",
    "Y62": "North West",
    "Y63": "North East and Yorkshire",
}
TRUST_TYPES = {
    "Acute - Teaching": "Teaching",
    "Acute - Large": "Large",
    "Acute - Medium": "Medium",
    "Acute - Small": "Small",
    "Acute - Multi-Service": "Multi-service",
}
BASKETS: dict[str, dict[str, float]] = {
    "none": {},
    "mortality": {"mortality": 1.0},
    "balanced": {"mortality": 0.25, "readmissions": 0.25, "rtt_18_weeks": 0.25, "ae_4_hours": 0.25},
    "broad": dict.fromkeys(
        (
            "mortality",
            "readmissions",
            "rtt_18_weeks",
            "ae_4_hours",
            "cancer_62_days",
            "c_difficile",
            "staff_engagement",
        ),
        1 / 7,
    ),
}
MEASURES = ("mortality", "readmissions", "rtt_18_weeks", "ae_4_hours")
LOWER_IS_BETTER = ("mortality", "readmissions")
# §5.6: metric, unit it is read in, and what the published value is multiplied by
FRAMEWORK = {
    "cancer_28_days": ("OF0010", "%", 0.01),
    "cancer_62_days": ("OF0011", "%", 0.01),
    "mrsa": ("OF0020", "count", 1),
    "e_coli": ("OF0048", "rate", 1),
    "c_difficile": ("OF0088", "rate", 1),
    "raising_concerns": ("OF0061", "score", 1),
    "staff_engagement": ("OF0084", "score", 1),
    "planned_surplus": ("OF0079", "%", 0.01),
    "implied_productivity": ("OF0085", "%", 0.01),
}
ENTER_AS_INVERSE = (*LOWER_IS_BETTER, "e_coli", "c_difficile")
WITHOUT_FACTOR = ("mrsa", "planned_surplus", "implied_productivity")
WITHOUT_TRUE_ZERO = (
    *("health_alpha", "staff_engagement", "raising_concerns"),
    *("planned_surplus", "implied_productivity"),
)
NEED_CONDITIONS = ("CHD", "HF", "STIA", "AF", "COPD", "DM", "CKD", "CAN", "DEM", "PAD")
NON_ELECTIVE = ("Non-Elective Inpatient - Long Stay", "Non-Elective Inpatient - Short Stay")
ELECTIVE = ("Elective Inpatients", "Daycase", "Regular Day or Night Admissions")
SPEND_COLUMNS = {
    "costed": "costed_expenditure_gbp",
    "operating": "operating_expenditure_gbp",
    "operating_mff": "operating_mff_expenditure_gbp",
    "comparable": "comparable_expenditure_gbp",
}
REFERENCES = ("mean", "spend-weighted", "median")
LARGEST = ("over £1.5bn", "top 13", "top 11")
Z95 = 1.959964
ENOUGH_COVERED = 0.9


@cache
def seed(seeds: Path, name: str) -> pd.DataFrame:
    """Rows of a seed of the method as text; empty cells are missing, `none` is a level."""
    return pd.read_csv(seeds / f"{name}.csv", dtype=str, keep_default_na=False, na_values=[""])


# ---------------------------------------------------------------- trusts, successions, cohort


def in_folder(root: Path, folder: str, pattern: str = "*.csv") -> list[Path]:
    """Every file of a return, in order."""
    return sorted((root / folder).rglob(pattern))


def read_all(files: list[Path], **options: object) -> pd.DataFrame:
    """Rows of several files of one layout, with the file's name beside them."""
    return pd.concat(
        [pd.read_csv(file, **options).assign(file_name=file.name) for file in files],
        ignore_index=True,
    )


def trust_of(code: pd.Series) -> pd.Series:
    """Trust of a published code: the suffix after a hyphen is no part of it (§2)."""
    return code.str.strip().str.replace(r"-.*$", "", regex=True)


def name_key(names: pd.Series) -> pd.Series:
    """Name by which accounts find their trust (§2)."""
    key = names.str.upper().str.replace("&", " AND ", regex=False)
    key = key.str.replace(r"['’]", "", regex=True).str.replace(r"[^A-Z0-9]+", " ", regex=True)
    key = key.str.strip().str.replace(r"^THE ", "", regex=True)
    return key.str.replace(r" NHS (FOUNDATION )?TRUST$", "", regex=True)


@cache
def ods_trusts(root: Path) -> pd.DataFrame:
    """Trusts of the ODS file with region and dates, by code."""
    ods = pd.read_csv(root / "ods" / "etr.csv", header=None, dtype=str)
    ods = ods[[0, 1, 2, 10, 11]].set_axis(["trust_code", "name", "region", "from", "to"], axis=1)
    ods["region_name"] = ods["region"].map(REGIONS)
    return ods.set_index("trust_code")


@cache
def final_successors(root: Path) -> dict[str, str | None]:
    """Where every succeeded trust ended; None for one that was split (§2)."""
    pairs = pd.read_csv(root / "ods" / "succ.csv", header=None, dtype=str)
    successors = pairs.groupby(0)[1].agg(lambda codes: sorted(set(codes)))

    def follow(code: str, seen: tuple[str, ...] = ()) -> str | None:
        if code not in successors.index or code in seen:
            return code
        after = successors[code]
        return follow(after[0], (*seen, code)) if len(after) == 1 else None

    return {code: follow(code) for code in successors.index}


def on_basis(root: Path, codes: pd.Series, basis: str) -> pd.Series:
    """Code under which a trust's figures stand; missing where its predecessor was split."""
    if basis == AS_REPORTED:
        return codes
    ends = final_successors(root)
    unique = {code: ends.get(code, code) for code in codes.dropna().unique()}
    return codes.map(unique)


@cache
def cohort(root: Path) -> pd.DataFrame:
    """Acute trusts other than specialist, with type and region (§2)."""
    table = pd.read_csv(in_folder(root, "nof", "*league-table*.csv")[0])
    table = table[table["Trust_type"].eq("Acute trust")]
    table = table.assign(trust_type=table["Trust_subtype"].map(TRUST_TYPES))
    table = table[table["trust_type"].notna()].set_index("Trust_code")
    table["region_name"] = ods_trusts(root)["region_name"].reindex(table.index)
    table["oversight_segment"] = table["Segment"]
    table.index.name = "trust_code"
    return table[["trust_type", "region_name", "oversight_segment"]]


@cache
def cohort_codes(root: Path, basis: str) -> pd.Series:
    """Type of each cohort code; a predecessor has its successor's (§2)."""
    types = cohort(root)["trust_type"]
    if basis == LATEST:
        return types
    ends = pd.Series(final_successors(root), dtype="object").dropna()
    return pd.concat([types, ends[ends.isin(types.index)].map(types)])


def keep_cohort(frame: pd.DataFrame, root: Path, basis: str) -> pd.DataFrame:
    """Rows of trusts in the cohort."""
    codes = cohort_codes(root, basis).index
    return frame[frame.index.get_level_values("trust_code").isin(codes)]


# ------------------------------------------------------------------------------------- spend


@cache
def accounts(root: Path) -> pd.DataFrame:
    """Accounts lines in £000 by reporting trust and year: SubCodes as columns (§3)."""
    lines = read_all(in_folder(root, "tac", "TAC_*.csv"), dtype=str)
    lines["financial_year"] = lines["file_name"].str.extract(r"(\d{4}-\d{2})", expand=False)
    wanted = {"TAC08 Op Exp": ["A08CY01"], "TAC09 Staff": ["A09CY01", "A09CY02"]}
    current = [
        lines["WorkSheetName"].eq(sheet) & lines["MainCode"].isin(codes)
        for sheet, codes in wanted.items()
    ]
    lines = lines[np.logical_or.reduce(current)].copy()
    ods = ods_trusts(root)
    ended = ods["to"].fillna("99991231")
    alive = ods[ended >= "20230401"]
    codes_by_name = pd.Series(alive.index, index=name_key(alive["name"]))
    repeated = codes_by_name.index[codes_by_name.index.duplicated()]
    key = name_key(lines["OrganisationName"])
    lines["trust_code"] = key.map(ALIASES).fillna(
        key.map(codes_by_name.drop(index=repeated, errors="ignore"))
    )
    if lines["trust_code"].isna().any():
        lost = sorted(lines.loc[lines["trust_code"].isna(), "OrganisationName"].unique())
        message = f"accounts without a trust: {lost}"
        raise ValueError(message)
    lines["amount"] = pd.to_numeric(lines["Total"])
    return lines.pivot_table(
        index=["trust_code", "financial_year"], columns="SubCode", values="amount", aggfunc="sum"
    )


@cache
def accounts_on_basis(root: Path, basis: str) -> pd.DataFrame:
    """Accounts lines of the cohort in £000, predecessors added to the successor."""
    own = accounts(root).reset_index()
    own["trust_code"] = on_basis(root, own["trust_code"], basis)
    summed = own.groupby(["trust_code", "financial_year"]).sum(min_count=1)
    return keep_cohort(summed, root, basis)


@cache
def sizes(root: Path, basis: str) -> pd.DataFrame:
    """Operating expenditure, rank and band; carried from the nearest year with accounts (§2)."""
    spend = accounts_on_basis(root, basis)["EXP0390"].mul(1000).unstack("financial_year")
    spend = spend[list(YEARS)]
    frames = []
    for year, other in (YEARS, YEARS[::-1]):
        size = spend[year].fillna(spend[other])
        frame = pd.DataFrame({"size": size, "size_is_carried": spend[year].isna()})
        frame["financial_year"] = year
        # a trust that had closed before the year began has no size in it
        frames.append(frame[frame["size"].notna() & open_in(root, frame.index, year)])
    table = pd.concat(frames).set_index("financial_year", append=True)
    table["size_rank"] = table.groupby("financial_year")["size"].rank(ascending=False, method="min")
    table["size_band"] = pd.cut(table["size"], BAND_EDGES, right=False, labels=BAND_NAMES).astype(
        object
    )
    return table


def open_in(root: Path, codes: pd.Index, year: str) -> np.ndarray:
    """Whether each trust had not closed before the year began."""
    ended = ods_trusts(root)["to"].reindex(codes).fillna("99991231")
    return (ended >= f"{year[:4]}0401").to_numpy()


@cache
def market_forces(root: Path) -> pd.Series:
    """Market forces factor by trust code; the bundled one is carried (§3)."""
    table = pd.read_csv(in_folder(root, "mff")[0])
    return table.set_index("Provider code")["MFF"]


@cache
def pot_costs(root: Path, basis: str) -> pd.DataFrame:
    """Actual, expected and re-based expected cost of each cohort trust and pot (§4.3)."""
    table = read_all(in_folder(root, "ncc", "NCC_*.csv"))
    table["trust_code"] = on_basis(root, trust_of(table["Provider Code"]), basis)
    table = (
        table.groupby(["trust_code", "Mapping Pot"])[["MFFd Actual Cost", "MFFd Expected Cost"]]
        .sum()
        .set_axis(["actual", "expected"], axis=1)
    )
    table = keep_cohort(table, root, basis).copy()
    sums = table.groupby("Mapping Pot")[["actual", "expected"]].transform("sum")
    table["rebase_factor"] = sums["actual"] / sums["expected"]
    table["rebased"] = table["expected"] * table["rebase_factor"]
    return table


@cache
def spend_totals(root: Path, basis: str) -> pd.DataFrame:
    """The columns of trust_spend_total for both years (§3)."""
    lines = accounts_on_basis(root, basis)
    costed = pot_costs(root, basis)["actual"].groupby("trust_code").sum()
    costed = costed.rename("costed_expenditure_gbp").to_frame().assign(financial_year=YEAR)
    table = pd.DataFrame({"operating_expenditure_gbp": lines["EXP0390"] * 1000})
    table = table.join(costed.set_index("financial_year", append=True), how="outer")
    year = table.index.get_level_values("financial_year")
    trust = table.index.get_level_values("trust_code")
    deflators = pd.read_csv(in_folder(root, "deflators")[0], index_col=0).iloc[:, 0]
    table["operating_expenditure_real_gbp"] = table["operating_expenditure_gbp"] / (
        deflators.reindex(year).to_numpy() / 100
    )
    table["mff"] = market_forces(root).reindex(trust).to_numpy()
    both = table[["operating_expenditure_gbp", "mff"]].dropna()
    weighted = (both["mff"] * both["operating_expenditure_gbp"]).groupby("financial_year").sum()
    national = weighted / both.groupby("financial_year")["operating_expenditure_gbp"].sum()
    table["operating_mff_expenditure_gbp"] = table["operating_expenditure_gbp"] / (
        table["mff"] / national.reindex(year).to_numpy()
    )
    # of what is taken out, the bundled accounts have impairments as a line, in 2023-24 alone
    table["comparable_expenditure_gbp"] = (
        table["operating_expenditure_gbp"] - lines["EXP0260"].reindex(table.index).fillna(0) * 1000
    )
    table["scope_share"] = table["costed_expenditure_gbp"] / table["operating_expenditure_gbp"]
    return table.join(sizes(root, basis)[["size_rank", "size_band", "size_is_carried"]])


def spend_categories(root: Path, basis: str) -> pd.DataFrame:
    """Spend and share by category of 2023-24, the only year with lines (§3)."""
    lines = accounts_on_basis(root, basis).xs("2023-24", level="financial_year")
    present = lines[[code for code in LINE_CATEGORIES if code in lines]].fillna(0)
    if not np.allclose(present.sum(axis=1), lines["EXP0390"], rtol=0, atol=0.5):
        message = "accounts lines do not add up to EXP0390"
        raise ValueError(message)
    by_category = present.T.groupby(LINE_CATEGORIES).sum().T
    temporary = lines[[code for code in TEMPORARY_STAFF if code in lines]].sum(axis=1)
    by_category["agency and bank"] = temporary
    by_category["staff"] -= temporary
    table = (by_category * 1000).rename_axis(columns="category").stack().rename("spend_gbp")
    total = lines["EXP0390"].mul(1000)
    share = table / total.reindex(table.index.get_level_values("trust_code")).to_numpy()
    return pd.DataFrame({"spend_gbp": table, "spend_share": share})


def spend_by_size_band(root: Path) -> pd.DataFrame:
    """Spend of 2023-24 by category, pooled over the trusts of each band and over all (§3)."""
    lines = spend_categories(root, LATEST).reset_index()
    band = sizes(root, LATEST).xs("2023-24", level="financial_year")["size_band"]
    banded = lines.assign(size_band=lines["trust_code"].map(band)).dropna(subset=["size_band"])
    every = pd.concat([banded, lines.assign(size_band="England")])
    every["operating"] = every["spend_gbp"] / every["spend_share"].where(every["spend_gbp"] != 0)
    total = every.groupby(["size_band", "trust_code"])["operating"].max()
    total = total.groupby("size_band").sum()
    groups = every.groupby(["size_band", "category"])
    table = groups.agg(
        trusts=("spend_gbp", "size"), spend_gbp=("spend_gbp", "sum"),
        share_median=("spend_share", "median"),
    )  # fmt: skip
    bands = table.index.get_level_values("size_band")
    table["spend_share"] = table["spend_gbp"] / total.reindex(bands).to_numpy()
    return table


# ---------------------------------------------------------------------------------- activity


def without_uncounted_predecessors(
    frame: pd.DataFrame, root: Path, basis: str, year: str
) -> pd.DataFrame:
    """Rows whose trust-months are in the accounts of the year too (§2).

    On the latest basis a predecessor counts only when it has accounts or costs of the year:
    otherwise its activity would stand over a successor's spend that does not hold its own.
    """
    if basis == AS_REPORTED:
        return frame
    code = frame["reported_code"]
    is_predecessor = code.isin(final_successors(root))
    with_accounts = accounts(root).xs(year, level="financial_year").index
    with_costs = trust_of(read_all(in_folder(root, "ncc", "NCC_*.csv"))["Provider Code"])
    counted = code.isin(with_accounts) | (code.isin(with_costs) & (year == YEAR))
    return frame[~is_predecessor | counted]


@cache
def emergency_months(root: Path) -> pd.DataFrame:
    """A&E attendances and those over 4 hours by organisation and month, all types (§5.3).

    A month of thousands of type 1 attendances and no wait over 4 hours reported no waits: they are
    missing there, not none.
    """
    months = read_all(in_folder(root, "ae"), dtype=str)
    months = months[~months["Org Code"].str.upper().eq("TOTAL")]
    figures = months.columns[4:-1]
    months[figures] = months[figures].apply(pd.to_numeric, errors="coerce")
    when = months["Period"].str.extract(r"-(?P<month>[A-Z]+)-(?P<year>\d{4})$")
    start = pd.to_datetime(when["month"].str.title() + " " + when["year"], format="%B %Y")
    april = start.dt.year - (start.dt.month < 4)
    months["financial_year"] = april.astype(str) + "-" + ((april + 1) % 100).astype(str)
    types = ("Type 1", "Type 2", "Other A&E Department")
    late = ("Type 1", "Type 2", "Other Department")
    arrivals = [f"A&E attendances {kind}" for kind in types]
    over = [f"Attendances over 4hrs {kind}" for kind in late]
    booked = [column for column in figures if "Booked" in column]
    if months[booked].notna().to_numpy().any():
        message = "booked attendances are published: recompute reads the bundled months only"
        raise ValueError(message)
    months["attendances"] = months[arrivals].sum(axis=1)
    months["over_4_hours"] = months[over].sum(axis=1)
    untold = (months[arrivals[0]] >= FIELD_TEST_ATTENDANCES) & (months[over[0]] == 0)
    months["over_4_hours"] = months["over_4_hours"].mask(untold)
    months["reported_code"] = trust_of(months["Org Code"])
    months["month"] = start.dt.month
    return months[["reported_code", "financial_year", "month", "attendances", "over_4_hours"]]


@cache
def admissions(root: Path) -> pd.DataFrame:
    """Published admitted-care measures by provider, suppressed figures missing (§4)."""
    rows = pd.read_csv(in_folder(root, "hes_apc")[0], dtype=str)
    rows["figure"] = pd.to_numeric(rows["MEASURE_VALUE"], errors="coerce")
    rows["reported_code"] = trust_of(rows["ORG_CODE"])
    return rows.pivot_table(index="reported_code", columns="MEASURE", values="figure").rename_axis(
        columns=None
    )


@cache
def outpatients(root: Path) -> pd.DataFrame:
    """Attended outpatient appointments by provider."""
    rows = pd.read_csv(in_folder(root, "hes_op")[0], dtype=str)
    rows["outpatient"] = pd.to_numeric(rows["ATTENDED"], errors="coerce")
    rows["reported_code"] = trust_of(rows["ORG_CODE"])
    return rows[["reported_code", "outpatient"]]


def months_of(root: Path, rows: pd.DataFrame, basis: str) -> pd.Series:
    """How many months of the year some code of each trust reported."""
    trusts = on_basis(root, rows["reported_code"], basis)
    return rows["month"].groupby(trusts).nunique().rename_axis("trust_code")


@cache
def counts(root: Path, basis: str, year: str) -> pd.DataFrame:
    """Published counts by cohort trust (§4.1, §4.2)."""
    arrivals = emergency_months(root).query("financial_year == @year")
    arrivals = arrivals.rename(columns={"attendances": "a_and_e"})
    pieces = [arrivals[["reported_code", "a_and_e"]]]
    if year == YEAR:
        admitted = admissions(root).reset_index()
        admitted["non_elective"] = admitted["FAE_EMERGENCY_SUM"] + admitted["FAE_OTHER_SUM"]
        admitted["elective"] = admitted["FAE_WAITLIST_SUM"] + admitted["FAE_PLANNED_SUM"]
        admitted = admitted.rename(columns={"FAE_SUM": "admission"})
        pieces.append(admitted[["reported_code", "admission", "non_elective", "elective"]])
        pieces.append(outpatients(root))
    totals = []
    for piece in pieces:
        kept = without_uncounted_predecessors(piece, root, basis, year).copy()
        kept["trust_code"] = on_basis(root, kept["reported_code"], basis)
        totals.append(kept.drop(columns="reported_code").groupby("trust_code").sum(min_count=1))
    # a trust without every month has no count for the year
    totals[0] = totals[0][months_of(root, arrivals, basis).eq(12).reindex(totals[0].index)]
    return keep_cohort(pd.concat(totals, axis=1).rename_axis("trust_code"), root, basis)


@cache
def prices(root: Path, basis: str, year: str = YEAR) -> dict[str, float]:
    """Price of each point of delivery: national cost ÷ the count it multiplies (§4.2)."""
    schedule = pd.read_csv(root / "ncc" / f"national-schedule-of-NHS-costs-FY{year}.csv")
    by_department = schedule.groupby("Department code")[["Number of activities", "Total cost"]]
    department = by_department.sum()
    cost = department["Total cost"]
    emergency = department.loc["Emergency Care"]
    found = {"a_and_e": emergency["Total cost"] / emergency["Number of activities"]}
    if year == YEAR:
        england = admissions(root).sum()
        found["non_elective"] = cost[list(NON_ELECTIVE)].sum() / (
            england["FAE_EMERGENCY_SUM"] + england["FAE_OTHER_SUM"]
        )
        found["elective"] = cost[list(ELECTIVE)].sum() / (
            england["FAE_WAITLIST_SUM"] + england["FAE_PLANNED_SUM"]
        )
        expected = pot_costs(root, basis)["expected"].xs("05_OP", level="Mapping Pot")
        both = pd.concat([expected, counts(root, basis, year)["outpatient"]], axis=1).dropna()
        found["outpatient"] = both["expected"].sum() / both["outpatient"].sum()
    return found


def activity_rows(root: Path, basis: str, year: str = YEAR) -> pd.DataFrame:
    """The rows of trust_activity: three bases by point of delivery (§4)."""
    counted = counts(root, basis, year)
    in_count = [
        column for column in ("admission", "a_and_e", "outpatient") if column in counted.columns
    ]
    price = prices(root, basis, year)
    keys = ["activity_basis", "trust_code", "point_of_delivery"]

    def long(columns: list[str], name: str) -> pd.DataFrame:
        rows = counted[columns].rename_axis(columns="point_of_delivery").stack().dropna()
        return rows.rename("activity_count").reset_index().assign(activity_basis=name)

    plain = long(in_count, "count")
    priced = long(list(price), "pod_weighted")
    priced["unit_price_gbp"] = priced["point_of_delivery"].map(price)
    priced["weighted_activity_gbp"] = priced["activity_count"] * priced["unit_price_gbp"]
    pieces = [plain, priced]
    if year == YEAR:
        costed = pot_costs(root, basis)[["rebase_factor", "rebased"]].reset_index()
        costed = costed.rename(
            columns={"Mapping Pot": "point_of_delivery", "rebased": "weighted_activity_gbp"}
        )
        pieces.append(costed.assign(activity_basis="casemix_weighted"))
    return pd.concat(pieces, ignore_index=True).set_index(keys)


@cache
def activity(root: Path, basis: str) -> pd.DataFrame:
    """Weighted activity of each basis, 2024-25; missing where a part is (§4)."""
    counted = counts(root, basis, YEAR)
    price = prices(root, basis)
    parts = ["admission", "a_and_e", "outpatient"]
    weighted = sum(counted[pod] * value for pod, value in price.items())
    return pd.DataFrame(
        {
            "count": counted[parts].sum(axis=1, skipna=False),
            "pod_weighted": weighted,
            "casemix_weighted": pot_costs(root, basis)["rebased"].groupby("trust_code").sum(),
        }
    )


# ----------------------------------------------------------------------------------- quality


@cache
def mortality_rows(root: Path) -> pd.DataFrame:
    """Spells, observed and expected deaths; the bundled period serves 2024-25 (§2, §5.1)."""
    rows = pd.read_csv(in_folder(root, "shmi")[0])
    rows["reported_code"] = trust_of(rows["PROVIDER_CODE"])
    rows = rows.rename(columns={"OBSERVED": "numerator", "EXPECTED": "expected"})
    rows = rows.rename(columns={"SPELLS": "denominator"})
    return rows[["reported_code", "numerator", "denominator", "expected"]]


@cache
def readmission_rows(root: Path) -> pd.DataFrame:
    """Readmissions within 30 days by provider and year, Age Breakdown All (§5.2)."""
    rows = pd.read_csv(in_folder(root, "readmissions")[0], dtype=str)
    rows = rows[rows["Age Breakdown"].eq("All") & rows["Sex Breakdown"].eq("Persons")]
    rows = rows[rows["Diagnosis /Procedure Breakdown"].eq("All")].copy()
    rows["financial_year"] = rows["Year"].str.replace("/", "-", regex=False)
    rows["reported_code"] = trust_of(rows["Level"])
    figures = {"Numerator": "numerator", "Denominator": "denominator", "Expected": "expected"}
    rows = rows.rename(columns=figures)
    columns = list(figures.values())
    rows[columns] = rows[columns].apply(pd.to_numeric, errors="coerce")
    return rows[["reported_code", "financial_year", *columns]].dropna()


@cache
def waits_rows(root: Path) -> pd.DataFrame:
    """Incomplete pathways within 18 weeks and all, summed over the year's months (§5.3)."""
    rows = pd.read_csv(in_folder(root, "rtt")[0])
    when = rows["Period"].str.extract(r"-(?P<month>[A-Z]+)-(?P<year>\d{4})$")
    start = pd.to_datetime(when["month"].str.title() + " " + when["year"], format="%B %Y")
    april = start.dt.year - (start.dt.month < 4)
    rows["financial_year"] = april.astype(str) + "-" + ((april + 1) % 100).astype(str)
    rows["reported_code"] = trust_of(rows["Provider Org Code"])
    rows = rows.rename(columns={"Within 18 Weeks": "numerator", "Total All": "denominator"})
    rows["month"] = start.dt.month
    return rows[["reported_code", "financial_year", "month", "numerator", "denominator"]]


@cache
def framework_metrics(root: Path) -> pd.DataFrame:
    """Values of the framework's acute trust data: (metric, unit) by trust, as published."""
    rows = pd.read_csv(in_folder(root, "nof", "*acute-trust-data*.csv")[0])
    rows["trust_code"] = trust_of(rows["Trust_code"])
    return rows.pivot(index="trust_code", columns=["Metric_ID", "Units"], values="Value")


def framework(root: Path, basis: str) -> pd.DataFrame:
    """Measures of the framework by trust and measure: those of the trust that reports (§5.6).

    Calendar 2025 starts within twelve months of 2024-25 and of no other year landed.
    """
    published = framework_metrics(root)
    pieces = {}
    for measure, (metric, unit, factor) in FRAMEWORK.items():
        piece = (published[metric, unit] * factor).rename("value").to_frame()
        if measure == "mrsa":
            piece["numerator"] = piece["value"]
            piece["denominator"] = capacity(root, basis)["beds_available"].reindex(piece.index)
            piece["value"] = 1000 * piece["numerator"] / piece["denominator"]
        pieces[measure] = piece[piece["value"].notna()]
    rows = pd.concat(pieces, names=["measure_id"]).swaplevel().assign(months_reported=12)
    return keep_cohort(rows, root, basis)


@cache
def quality(root: Path, basis: str, year: str = YEAR) -> pd.DataFrame:
    """The measures with their parts and quality factors, by trust and measure (§5)."""
    arrivals = emergency_months(root).rename(columns={"attendances": "denominator"})
    arrivals = arrivals.dropna(subset="over_4_hours")
    arrivals["numerator"] = arrivals["denominator"] - arrivals["over_4_hours"]
    pieces = {
        "readmissions": readmission_rows(root).query("financial_year == @year"),
        "rtt_18_weeks": waits_rows(root).query("financial_year == @year"),
        "ae_4_hours": arrivals.query("financial_year == @year").drop(columns="over_4_hours"),
    }
    if year == YEAR:
        pieces["mortality"] = mortality_rows(root)
    rows = pd.concat(pieces, names=["measure_id"]).reset_index("measure_id")
    rows["trust_code"] = on_basis(root, rows["reported_code"], basis)
    of_trust = rows.groupby(["trust_code", "measure_id"])
    table = of_trust[["numerator", "denominator", "expected"]].sum(min_count=1)
    # of deaths and readmissions the year is published whole
    table["months_reported"] = of_trust["month"].nunique().replace(0, 12)
    table = keep_cohort(table, root, basis).copy()
    indirect = table.index.get_level_values("measure_id").isin(LOWER_IS_BETTER)
    base = table["expected"].where(indirect, table["denominator"])
    table["value"] = (table["numerator"] / base).where(base > 0)
    if year != YEAR:
        return table.assign(quality_factor=np.nan)
    table = pd.concat([table, framework(root, basis)])
    names = table.index.get_level_values("measure_id")
    better = (1 / table["value"]).where(names.isin(ENTER_AS_INVERSE), table["value"])
    better = better.where(~names.isin(WITHOUT_FACTOR))
    weight = activity(root, basis)["casemix_weighted"].reindex(
        table.index.get_level_values("trust_code")
    )
    weight = pd.Series(weight.to_numpy(), index=table.index).where(better.notna())
    by_measure = (better * weight).groupby("measure_id").sum()
    mean = by_measure / weight.where(better.notna()).groupby("measure_id").sum()
    factor = better / mean.reindex(table.index.get_level_values("measure_id")).to_numpy()
    # a trust without casemix-weighted activity is not in the scaling and has no factor
    return table.assign(quality_factor=factor.where(weight.notna()))


def basket_factor(root: Path, basis: str, weights: dict[str, float]) -> pd.Series:
    """Quality factor Q of a basket by trust: product of factors to their weights (§5.4)."""
    trusts = activity(root, basis)["casemix_weighted"].dropna().index
    if not weights:
        # no outcome enters: every trust has the factor 1
        return pd.Series(1.0, index=cohort_codes(root, basis).index)
    factors = quality(root, basis)["quality_factor"].unstack("measure_id").reindex(trusts)
    weights = pd.Series(weights)
    logs = np.log(factors[weights.index]).mul(weights).sum(axis=1, skipna=False)
    return np.exp(logs)


# ------------------------------------------------------------------------------------- value


@cache
def value_table(root: Path, basis: str) -> pd.DataFrame:
    """The default value index with its operating twin, parts and ranks (§6)."""
    spend = spend_totals(root, basis).xs(YEAR, level="financial_year")
    table = cohort_codes(root, basis).rename("trust_type").to_frame()
    table.index.name = "trust_code"
    table["region_name"] = ods_trusts(root)["region_name"].reindex(table.index)
    table = table.join(spend)
    table["weighted_activity_gbp"] = activity(root, basis)["casemix_weighted"]
    table["quality_factor"] = basket_factor(root, basis, BASKETS["balanced"])
    table["cost_efficiency"] = table["weighted_activity_gbp"] / table["costed_expenditure_gbp"]
    produced = 1000 * table["weighted_activity_gbp"] * table["quality_factor"]
    table["value_per_1000_gbp"] = produced / table["costed_expenditure_gbp"]
    table["value_per_1000_gbp_operating"] = produced / table["operating_expenditure_gbp"]
    ratings = pd.read_csv(in_folder(root, "cqc")[0])
    ratings = ratings[ratings["Domain"].eq("Overall")].set_index("Provider ODS Code")
    table["cqc_overall_rating"] = ratings["Latest Rating"].reindex(table.index)
    table["oversight_segment"] = cohort(root)["oversight_segment"].reindex(table.index)
    table = table[table["value_per_1000_gbp"].notna()].copy()
    pooled = np.average(table["value_per_1000_gbp"], weights=table["costed_expenditure_gbp"])
    table["value_index"] = 100 * table["value_per_1000_gbp"] / pooled

    def ranks(within: str | None, column: str = "value_per_1000_gbp") -> pd.Series:
        figures = table[column] if within is None else table.groupby(within)[column]
        return figures.rank(ascending=False, method="min")

    table["value_rank"] = ranks(None)
    table["value_rank_in_region"] = ranks("region_name")
    table["value_rank_in_size_band"] = ranks("size_band")
    table["value_rank_in_trust_type"] = ranks("trust_type")
    table["value_rank_operating"] = ranks(None, "value_per_1000_gbp_operating")
    return table


@cache
def largest_members(root: Path, basis: str = LATEST) -> pd.DataFrame:
    """Who is in each largest group: `largest`, `others`, `missing` or `no size` (§8).

    Ranks count a trust with a carried size. It is itself neither among the largest nor the
    others (`carried`), but missing from the group it would belong to. A trust with no size in any
    year can be placed on neither side.
    """
    codes = cohort_codes(root, basis).index
    size = sizes(root, basis).xs(YEAR, level="financial_year").reindex(codes)
    inside = {
        "over £1.5bn": size["size"] > 1.5e9,
        "top 13": size["size_rank"] <= 13,
        "top 11": size["size_rank"] <= 11,
    }
    carried = size["size_is_carried"].eq(True)
    groups = {}
    for definition, member in inside.items():
        group = pd.Series("others", index=size.index).mask(member, "largest")
        group = group.mask(member & carried, "missing").mask(~member & carried, "carried")
        groups[definition] = group.mask(size["size"].isna(), "no size")
    return pd.DataFrame(groups)


def reference_value(value: pd.Series, spend: pd.Series, reference: str) -> float:
    """Value of the others that a saving is measured against (§8)."""
    if reference == "mean":
        return float(value.mean())
    if reference == "median":
        return float(np.percentile(value, 50))
    return float(np.average(value, weights=spend))


def group_saving(
    value: pd.Series, spend: pd.Series, group: pd.Series, reference: str
) -> dict[str, float]:
    """Saving of the largest group brought to the reference, with its counts (§8)."""
    group = group.reindex(value.index)
    others, largest = group.eq("others"), group.eq("largest")
    against = reference_value(value[others], spend[others], reference)
    saving = spend[largest] * (1 - value[largest] / against)
    return {
        "reference_value_per_1000": against,
        "saving_gbp": float(saving.sum()),
        "saving_floored_gbp": float(saving.clip(lower=0).sum()),
        "largest_at_or_above_reference": float((value[largest] >= against).sum()),
        "largest_valued": float(largest.sum()),
    }


def specification_values(
    root: Path,
    activity_basis: str,
    spend_basis: str,
    weights: dict[str, float],
    basis: str = LATEST,
) -> pd.DataFrame:
    """Value and spend of every trust that a specification can value (§6.2)."""
    spend = spend_totals(root, basis).xs(YEAR, level="financial_year")[SPEND_COLUMNS[spend_basis]]
    produced = activity(root, basis)[activity_basis] * basket_factor(root, basis, weights)
    table = pd.DataFrame({"spend": spend, "value": 1000 * produced / spend})
    return table.rename_axis("trust_code").dropna()


@cache
def region_sizes(root: Path, basis: str) -> pd.DataFrame:
    """Region and rank of size within it, carried sizes counted (§2)."""
    codes = cohort_codes(root, basis).index
    region = ods_trusts(root)["region_name"].reindex(codes)
    size = sizes(root, basis).xs(YEAR, level="financial_year")["size"]
    table = pd.DataFrame({"region_name": region, "size": size.reindex(codes)})
    table.index.name = "trust_code"
    table["rank"] = table.groupby("region_name")["size"].rank(ascending=False, method="min")
    return table


def regions_of(root: Path, value: pd.Series, basis: str = LATEST) -> pd.DataFrame:
    """Lowest and highest of each region and whether the lowest is one of its two largest (§8)."""
    table = region_sizes(root, basis).assign(value=value).reset_index()
    largest_missing = (table["rank"] <= 2) & table["value"].isna()
    unknown = largest_missing.groupby(table["region_name"]).any()
    valued = table[table["value"].notna()].copy()
    valued["rank_among_valued"] = valued.groupby("region_name")["size"].rank(
        ascending=False, method="min", na_option="bottom"
    )
    lowest = valued.loc[valued.groupby("region_name")["value"].idxmin()].set_index("region_name")
    highest = valued.loc[valued.groupby("region_name")["value"].idxmax()].set_index("region_name")
    # a lowest trust of no known size may be large or small
    unknown |= lowest["rank"].isna()
    answer = pd.Series("no", index=lowest.index).mask(unknown, "not determinable")
    answer = answer.mask(lowest["rank"] <= 2, "yes")
    return pd.DataFrame(
        {
            "trusts": valued.groupby("region_name").size(),
            "lowest_trust_code": lowest["trust_code"],
            "lowest_value_per_1000_gbp": lowest["value"],
            "lowest_trust_size_rank_in_region": lowest["rank"],
            "lowest_trust_size_rank_among_valued": lowest["rank_among_valued"],
            "is_lowest_largest_or_second": answer,
            "both_largest_valued": ~largest_missing.groupby(table["region_name"]).any(),
            "highest_trust_code": highest["trust_code"],
            "highest_value_per_1000_gbp": highest["value"],
        }
    )


def region_extremes(root: Path) -> pd.DataFrame:
    """region_extremes of the default value on each spend basis."""
    pieces = {
        basis: regions_of(
            root,
            specification_values(root, "casemix_weighted", basis, BASKETS["balanced"])["value"],
        ).drop(columns="both_largest_valued")
        for basis in ("costed", "operating", "operating_mff")
    }
    return pd.concat(pieces, names=["spend_basis", "region_name"])


def size_band_summary(root: Path) -> pd.DataFrame:
    """Value of each size band on costed and operating expenditure."""
    table = value_table(root, LATEST)

    def summary(value: str, spend: str, suffix: str) -> pd.DataFrame:
        valued = table[table[value].notna()]
        by_band = valued.groupby("size_band")
        produced = (valued[value] * valued[spend]).groupby(valued["size_band"]).sum()
        columns = {
            "trusts": by_band.size(),
            "spend_gbp": by_band[spend].sum(),
            "value_mean": by_band[value].mean(),
            "value_weighted": produced / by_band[spend].sum(),
            "value_median": by_band[value].median(),
        }
        return pd.DataFrame(columns).add_suffix(suffix)

    return summary("value_per_1000_gbp", "costed_expenditure_gbp", "").join(
        summary("value_per_1000_gbp_operating", "operating_expenditure_gbp", "_operating")
    )


def largest_group_summary(root: Path) -> pd.DataFrame:
    """Largest groups against the mean of the others, costed and operating."""
    pieces = []
    for spend_basis, suffix in (("costed", ""), ("operating", "_operating")):
        cell = specification_values(root, "casemix_weighted", spend_basis, BASKETS["balanced"])
        rows = {}
        for definition in LARGEST:
            group = largest_members(root)[definition]
            figures = group_saving(cell["value"], cell["spend"], group, "mean")
            inside = group.reindex(cell.index).eq("largest")
            rows[definition] = {
                "trusts": figures["largest_valued"],
                "trusts_missing": group.isin(["largest", "missing"]).sum()
                - figures["largest_valued"],
                "spend_gbp": cell.loc[inside, "spend"].sum(),
                "value_mean_largest": cell.loc[inside, "value"].mean(),
                "value_mean_others": figures["reference_value_per_1000"],
                "trusts_at_or_above_others_mean": figures["largest_at_or_above_reference"],
                "saving_gbp": figures["saving_gbp"],
                "saving_floored_gbp": figures["saving_floored_gbp"],
            }
        pieces.append(pd.DataFrame(rows).T.add_suffix(suffix))
    return pd.concat(pieces, axis=1).rename_axis("largest_definition")


def savings_opportunity(root: Path, basis: str) -> pd.DataFrame:
    """Saving of each trust of a largest group, by reference and spend basis."""
    pieces = []
    for spend_basis in ("costed", "operating", "operating_mff"):
        cell = specification_values(
            root, "casemix_weighted", spend_basis, BASKETS["balanced"], basis
        )
        for definition in LARGEST:
            group = largest_members(root, basis)[definition].reindex(cell.index)
            others, inside = group.eq("others"), group.eq("largest")
            for reference in REFERENCES:
                against = reference_value(
                    cell.loc[others, "value"], cell.loc[others, "spend"], reference
                )
                rows = cell[inside].rename(columns={"spend": "spend_gbp"})
                rows["value_gap_share"] = 1 - rows["value"] / against
                rows["saving_gbp"] = rows["spend_gbp"] * rows["value_gap_share"]
                rows["saving_floored_gbp"] = rows["saving_gbp"].clip(lower=0)
                pieces.append(
                    rows.drop(columns="value").assign(
                        largest_definition=definition, reference=reference, spend_basis=spend_basis
                    )
                )
    keys = ["largest_definition", "reference", "spend_basis"]
    return pd.concat(pieces).set_index(keys, append=True)


# --------------------------------------------------------------------- need and Health Alpha


@cache
def prevalence(root: Path, basis: str) -> pd.DataFrame:
    """Prevalence of each condition at each trust, by where its patients come from (§7.1).

    Trusts that became one share their areas in proportion to their catchment populations.
    """
    areas = pd.read_csv(in_folder(root, "qof", "*lad*.csv")[0])
    england = areas[areas["lad_code"].str.startswith("E")]
    england = england.groupby("group_code")[["register", "list"]].sum()
    areas["area"] = areas["lad_code"].replace(AREA_CHANGES)
    by_area = areas.groupby(["area", "group_code"])[["register", "list"]].sum()
    rate = (by_area["register"] / by_area["list"]).unstack("group_code")

    shares = pd.read_csv(in_folder(root, "catchment", "*shares*.csv")[0])
    shares = shares.set_axis(["reported_code", "area", "share"], axis=1)
    people = pd.read_csv(in_folder(root, "catchment", "*populations*.csv")[0])
    people = people.set_index("TrustCode")["All admissions"]
    shares["people"] = shares["reported_code"].map(people)
    shares["trust_code"] = on_basis(root, shares["reported_code"], basis)
    # one trust alone needs no population to weigh it by
    trusts_in = shares.groupby("trust_code")["reported_code"].transform("nunique")
    shares["weight"] = shares["share"] * shares["people"].where(trusts_in > 1, 1.0).fillna(0.0)
    shares = shares.groupby(["trust_code", "area"])["weight"].sum()
    shares = (shares / shares.groupby("trust_code").transform("sum")).unstack(fill_value=0.0)
    shares = keep_cohort(shares, root, basis)
    shares = shares[open_in(root, shares.index, YEAR)]

    known = rate.reindex(shares.columns)
    covered = shares.dot(known.notna().astype(float))
    figure = shares.dot(known.fillna(0.0)) / covered
    table = pd.DataFrame(
        {"prevalence_share": figure.stack(), "covered_share": covered.stack()}
    ).rename_axis(["trust_code", "condition"])
    share = (england["register"] / england["list"]).rename_axis("condition")
    table["england_share"] = share.reindex(table.index.get_level_values("condition")).to_numpy()
    table["ratio_to_england"] = table["prevalence_share"] / table["england_share"]
    return table


@cache
def need_index(root: Path, basis: str) -> pd.DataFrame:
    """Need index with the covered share; none below 0.9 (§7.2)."""
    table = prevalence(root, basis)
    ratio = table["ratio_to_england"].unstack("condition")[list(NEED_CONDITIONS)]
    covered = table["covered_share"].unstack("condition")[list(NEED_CONDITIONS)].min(axis=1)
    need = np.exp(np.log(ratio).mean(axis=1, skipna=False))
    return pd.DataFrame({"need_index": need.where(covered >= ENOUGH_COVERED), "covered": covered})


def between_variance(log_ratio: np.ndarray, expected: np.ndarray) -> float:
    """Over-dispersion τ² of log ratios, SHMI form (§9.2)."""
    expected = np.round(expected, 2)
    scores = np.sqrt(expected) * log_ratio
    rank = pd.Series(scores).rank(method="first").to_numpy()
    tenth = np.floor(10 * rank / (len(scores) + 1))
    kept = (tenth != 0) & (tenth != 9)
    count = kept.sum()
    total = np.sum(scores[kept] ** 2)
    weight = expected[kept]
    if total < count - 1:
        return 0.0
    spread = weight.sum() - np.sum(weight**2) / weight.sum()
    return float(max(0.0, (total - (count - 1)) / spread))


@cache
def health_alpha(root: Path, basis: str) -> pd.DataFrame:
    """Health Alpha, variant casemix, with its 95% interval (§7.3)."""
    deaths = quality(root, basis).xs("mortality", level="measure_id")
    table = deaths[["numerator", "expected"]].join(need_index(root, basis)).dropna()
    observed = table["numerator"].to_numpy(float)
    expected = table["expected"].to_numpy(float)
    log_ratio = np.log(observed / expected)
    start = between_variance(log_ratio, expected)
    weight = 1 / (start + 1 / expected)
    design = np.column_stack([np.ones(len(table)), np.log(table["need_index"])])
    line = np.linalg.solve(design.T @ (weight[:, None] * design), design.T @ (weight * log_ratio))
    residual = log_ratio - design @ line
    tau_squared = between_variance(residual, expected)
    shrunk = residual * tau_squared / (tau_squared + 1 / expected)
    error = np.sqrt(tau_squared / (1 + tau_squared * expected))
    result = pd.DataFrame(
        {
            "observed_deaths": observed,
            "expected_deaths": expected,
            "mortality_ratio": observed / expected,
            "need_index": table["need_index"].to_numpy(),
            "prevalence_covered_share": table["covered"].to_numpy(),
            "predicted_ratio": np.exp(design @ line),
            "tau_squared": tau_squared,
            "health_alpha": -100 * shrunk,
            "health_alpha_low": -100 * (shrunk + Z95 * error),
            "health_alpha_high": -100 * (shrunk - Z95 * error),
        },
        index=table.index,
    )
    band = np.select(
        [result["health_alpha_low"] > 0, result["health_alpha_high"] < 0],
        ["fewer deaths than need predicts", "more deaths than need predicts"],
        "as need predicts",
    )
    return result.assign(band=band)


# ------------------------------------------------------------------------------- size effect


def least_squares_hc3(outcome: np.ndarray, design: np.ndarray, column: int) -> tuple[float, float]:
    """Slope of one column and its HC3 standard error."""
    inverse = np.linalg.inv(design.T @ design)
    slopes = inverse @ design.T @ outcome
    residual = outcome - design @ slopes
    leverage = np.einsum("ij,jk,ik->i", design, inverse, design)
    scaled = (residual / (1 - leverage)) ** 2
    covariance = inverse @ (design.T @ (scaled[:, None] * design)) @ inverse
    return float(slopes[column]), float(np.sqrt(covariance[column, column]))


def residuals(outcome: np.ndarray, design: np.ndarray) -> np.ndarray:
    """What a design leaves of an outcome."""
    return outcome - design @ np.linalg.lstsq(design, outcome, rcond=None)[0]


def size_effect(root: Path) -> pd.DataFrame:
    """Elasticity of spend to weighted activity, its bound and the correlation of V (§6.5).

    Within trust type: a dummy a type, as good as taking its mean from every variable.
    """
    rows = []
    for spend_basis in ("costed", "operating", "operating_mff"):
        cell = specification_values(root, "casemix_weighted", spend_basis, BASKETS["balanced"])
        cell["size"] = activity(root, LATEST)["casemix_weighted"]
        cell["trust_type"] = cohort(root)["trust_type"]
        cell["need"] = need_index(root, LATEST)["need_index"]
        for within in ("all trusts", "trust type"):
            for adjusted_for in ("none", "need"):
                used = cell.dropna() if adjusted_for == "need" else cell.drop(columns="need")
                used = used.dropna()
                spend, size = np.log(used["spend"]).to_numpy(), np.log(used["size"]).to_numpy()
                if within == "trust type":
                    rest = pd.get_dummies(used["trust_type"]).to_numpy(float)
                else:
                    rest = np.ones((len(used), 1))
                if adjusted_for == "need":
                    rest = np.column_stack([rest, np.log(used["need"])])
                slope, error = least_squares_hc3(spend, np.column_stack([size, rest]), 0)
                reverse, _ = least_squares_hc3(size, np.column_stack([spend, rest]), 0)
                value_left = residuals(used["value"].to_numpy(), rest)
                spend_left = residuals(spend, rest)
                rows.append(
                    {
                        "spend_basis": spend_basis,
                        "within": within,
                        "adjusted_for": adjusted_for,
                        "trusts": len(used),
                        "elasticity": slope,
                        "elasticity_low": slope - Z95 * error,
                        "elasticity_high": slope + Z95 * error,
                        "elasticity_reverse": 1 / reverse,
                        "correlation_value_size": np.corrcoef(value_left, spend_left)[0, 1],
                    }
                )
    return pd.DataFrame(rows).set_index(["spend_basis", "within", "adjusted_for"])


# ---------------------------------------------------------------------- capacity, variation


def months_open_share(root: Path, codes: pd.Index, year: str) -> pd.Series:
    """Share of the year's twelve months in which a trust stood."""
    ended = pd.to_datetime(ods_trusts(root)["to"].reindex(codes), format="%Y%m%d")
    begins = pd.Timestamp(f"{year[:4]}-04-01")
    months = (ended.dt.year - begins.year) * 12 + ended.dt.month - begins.month + 1
    return (months.fillna(12).clip(0, 12) / 12).astype(float)


@cache
def staff(root: Path, basis: str, year: str) -> pd.Series:
    """Whole-time equivalents: the mean of the months that a code of the trust reports."""
    rows = pd.read_csv(in_folder(root, "workforce")[0])
    start = pd.to_datetime(rows["Month"], format="%Y-%m")
    rows = rows[(start.dt.year - (start.dt.month < 4)) == int(year[:4])].copy()
    rows["reported_code"] = trust_of(rows["Org code"])
    rows = without_uncounted_predecessors(rows, root, basis, year)
    rows["trust_code"] = on_basis(root, rows["reported_code"], basis)
    by_month = rows.groupby(["trust_code", "Month"])["FTE"].sum()
    return by_month.groupby("trust_code").mean()


@cache
def capacity(root: Path, basis: str, year: str = YEAR) -> pd.DataFrame:
    """Staff, beds and their use (marts: trust_capacity)."""
    columns: dict[str, pd.Series] = {"staff_wte": staff(root, basis, year)}
    if year == "2023-24":
        own = accounts(root).xs(year, level="financial_year")
        share = months_open_share(root, own.index, year)
        groups = own[[code for code in STAFF_GROUPS if code in own]]
        groups = groups.T.groupby(STAFF_GROUPS).sum(min_count=1).T.mul(share, axis=0)
        under = on_basis(root, groups.index.to_series(), basis)
        columns |= dict(groups.groupby(under).sum(min_count=1).items())
        lines = accounts_on_basis(root, basis).xs(year, level="financial_year")
        temporary = lines[[code for code in TEMPORARY_STAFF if code in lines]].sum(axis=1)
        columns["temporary_share_of_staff_cost"] = temporary / lines["EXP0130"]
    if year == YEAR:
        beds = pd.read_csv(in_folder(root, "kh03")[0], dtype=str)
        beds["reported_code"] = trust_of(beds["code"])
        beds = without_uncounted_predecessors(beds, root, basis, year)
        beds["trust_code"] = on_basis(root, beds["reported_code"], basis)
        names = {"total_available": "beds_available", "total_occupied": "beds_occupied"}
        beds = beds.rename(columns=names)
        figures = beds[list(names.values())].apply(pd.to_numeric, errors="coerce")
        beds = figures.groupby(beds["trust_code"]).sum(min_count=1)
        columns |= dict(beds.items())
        occupancy = beds["beds_occupied"] / beds["beds_available"]
        columns["bed_occupancy_share"] = occupancy
        columns["length_of_stay_days"] = admissions(root)["MEAN_LOS"]
        columns["weighted_activity_per_wte_gbp"] = (
            activity(root, basis)["casemix_weighted"] / columns["staff_wte"]
        )
    return keep_cohort(pd.DataFrame(columns).rename_axis("trust_code"), root, basis)


def variation(figures: pd.Series, has_true_zero: bool) -> dict[str, float]:
    """Variation over a group, percentiles by linear interpolation (§9.5)."""
    figures = figures.dropna().astype(float)
    p10, p25, median, p75, p90 = np.percentile(figures, [10, 25, 50, 75, 90])
    return {
        "trusts": float(len(figures)),
        "minimum": float(figures.min()),
        "p10": p10,
        "p25": p25,
        "median": median,
        "p75": p75,
        "p90": p90,
        "maximum": float(figures.max()),
        "iqr": p75 - p25,
        "ratio_p90_p10": p90 / p10 if has_true_zero and p10 > 0 else np.nan,
        "coefficient_of_variation": float(figures.std(ddof=1) / figures.mean())
        if has_true_zero
        else np.nan,
    }


def measures(root: Path) -> dict[tuple[str, str], pd.Series]:
    """Every measure by trust that variation is published of: (measure, year) → figures."""
    values = value_table(root, LATEST)
    costs = pot_costs(root, LATEST)
    totals = costs.groupby("trust_code")[["actual", "rebased"]].sum()
    by_pot = (100 * costs["actual"] / costs["rebased"]).unstack("Mapping Pot")
    held = capacity(root, LATEST)
    found = {
        ("value", YEAR): values["value_per_1000_gbp"],
        ("value_operating", YEAR): values["value_per_1000_gbp_operating"],
        ("scope_share", YEAR): values["scope_share"],
        ("unit_cost_index", YEAR): 100 * totals["actual"] / totals["rebased"],
        ("unit_cost_index_admitted", YEAR): by_pot["APC"],
        ("unit_cost_index_outpatient", YEAR): by_pot["05_OP"],
        ("unit_cost_index_a_and_e", YEAR): by_pot["11_A&E"],
        ("unit_cost_index_other", YEAR): by_pot["OTHER"],
        ("bed_occupancy", YEAR): held["bed_occupancy_share"],
        ("length_of_stay", YEAR): held["length_of_stay_days"],
        ("activity_per_wte", YEAR): held["weighted_activity_per_wte_gbp"],
        ("health_alpha", YEAR): health_alpha(root, LATEST)["health_alpha"],
    }
    for year in sorted(readmission_rows(root)["financial_year"].unique()):
        by_measure = quality(root, LATEST, year)["value"].unstack("measure_id")
        found |= {(name, year): by_measure[name] for name in by_measure.columns}
    shares = spend_categories(root, LATEST)["spend_share"].unstack("category")
    for category in shares.columns:
        name = re.sub(r"[^a-z]+", "_", category.lower())
        found[(f"spend_share_{name}", "2023-24")] = shares[category]
    return found


def groups_of(root: Path, kind: str, year: str) -> pd.Series:
    """The group of each trust: England, its region, its size band of the year or its type."""
    trusts = cohort(root)
    if kind == "size band":
        return sizes(root, LATEST)["size_band"].xs(year, level="financial_year")
    if kind == "England":
        return pd.Series("England", index=trusts.index)
    return trusts["region_name" if kind == "region" else "trust_type"]


def variation_by(root: Path, kind: str) -> pd.DataFrame:
    """Variation within each group of a kind."""
    sized = sizes(root, LATEST).index.unique("financial_year")
    rows = {}
    for (measure, year), figures in measures(root).items():
        if kind == "size band" and year not in sized:
            continue
        for name, members in figures.dropna().groupby(groups_of(root, kind, year)):
            rows[measure, year, name] = variation(members, measure not in WITHOUT_TRUE_ZERO)
    return pd.DataFrame(rows).T.rename_axis(["measure_id", "financial_year", "group_name"])
