"""The returns other than accounts, at national size: A&E, costs, prevalence, catchments."""

import io
import zipfile
from datetime import date
from pathlib import Path

import duckdb

from accounts import UNIFORM
from workbook import Sheet, write_workbook

COST_ROWS, PRACTICES, AREAS = 1_600_000, 6_200, 6_791
COSTS_NAME = "NCC organisation level costs FY2024-25"
CATCHMENTS_NAME = "2022 Trust Catchment Populations_Supplementary MSOA Analysis.xlsx"

KEY = '"Provider Code" || "Department code" || "Currency code"'
# the pot a department is costed in; the rest is in neither of the three
POTS = """
case
    when regexp_matches("Department code", 'Outpatient|onsultant Led') then '05_OP'
    when "Department code" = 'Emergency Care' then '11_A&E'
    when regexp_matches("Department code", 'Inpatient|Daycase|Regular Day') then 'APC'
    else 'OTHER'
end
"""

COSTS = """
with schedule as (
    select *, {pots} as pot, try_cast("National average unit cost" as double) as unit_cost
    from read_csv('{returns}/ncc/national-schedule-of-NHS-costs-FY2024-25.csv', all_varchar = true)
),
every as (
    select schedule.*, costs.*, {pick} as pick, 1 + floor(400 * pow({size}, 3)) as activity
    from costs inner join schedule on costs."Mapping Pot" = schedule.pot
    where costs."Provider Code" in (select code from providers)
),
picked as (
    select *, (activity * coalesce(unit_cost, 250))::decimal(18, 2) as cost
    from every qualify row_number() over (order by pick, "Currency code") <= {rows}
),
shares as (
    select *, cost / sum(cost) over (partition by "Provider Code", pot) as share from picked
)
select
    "Provider Code", "Department code" as "Department Code", "Currency code", "Mapping Pot",
    activity::bigint as "Activity",
    round("MFFd Actual Cost" * share, 2) as "MFFd Actual Cost",
    round("MFFd Expected Cost" * share, 2) as "MFFd Expected Cost"
from shares
order by "Provider Code", "Department code", "Currency code"
"""

PRACTICE = "chr((65 + practice // 500)::int) || lpad((81000 + practice)::varchar, 5, '0')"

PREVALENCE = """
with groups as (
    select distinct group_code, percent from read_csv('{returns}/qof/qof-prevalence-icb-*.csv')
    where code = 'ENG' order by group_code limit 21
),
practices as (
    select {practice} as code, cast(2000 + 16000 * {size} as bigint) as list
    from range({practices}) as numbers (practice)
)
select
    code as "PRACTICE_CODE", group_code as "GROUP_CODE",
    cast(least(list, list * percent / 100 * (0.6 + 0.8 * {level})) as bigint) as "REGISTER",
    'TOTAL' as "PATIENT_LIST_TYPE", list as "PRACTICE_LIST_SIZE"
from practices cross join groups order by code, group_code
"""

MAPPING = """
with boards as (
    select code, name, row_number() over (order by code) - 1 as place, count(*) over () as boards
    from (
        select distinct code, name from read_csv('{returns}/qof/qof-prevalence-icb-*.csv')
        where code <> 'ENG'
    )
)
select
    'E92000001' as "COUNTRY_ONS_CODE", {practice} as "PRACTICE_CODE",
    'PRACTICE ' || practice as "PRACTICE_NAME", code as "ICB_ODS_CODE", name as "ICB_NAME"
from range({practices}) as numbers (practice)
inner join boards on practice % boards = place
order by "PRACTICE_CODE"
"""

CATCHMENTS = """
create or replace temp table catchments as
with patients as (
    select area, code, name, 1 + floor(600 * pow({size}, 4)) as patients
    from range({areas}) as numbers (area)
    inner join providers on (providers.number * 7 + area) % 202 < 30
),
whole as (
    select
        *, sum(patients) over (partition by area) as area_patients,
        (8400 * patients / sum(patients) over (partition by area))::decimal(18, 4) as catchment
    from patients
)
select
    row_number() over (order by area, code) as r, 2022::bigint as "CatchmentYear",
    'E02' || lpad(cast(area + 1 as varchar), 6, '0') as "msoa", code as "TrustCode",
    name as "TrustName", patients as "patients", area_patients as "total_patients",
    round(patients / area_patients, 12) as "proportion",
    cast(catchment as double) as "msoa_total_catchment",
    cast(sum(catchment) over (partition by code) as double) as "trust_total_catchment"
from whole
"""

MONTH = """
with bundled as (
    select * from read_csv('{returns}/ae/2024-25/Monthly-AE-{name}-*.csv', all_varchar = true)
),
moved as (
    select
        'MSitAE-{upper}-{year}' as "Period", "Org Code", "Parent Org", "Org name",
        cast(round(
            coalesce(try_cast(columns(* exclude ("Period", "Org Code", "Parent Org", "Org name"))
                as double), 0)
            * pow(1.02, {year} - 2024) * (0.9 + 0.2 * {noise})
        ) as bigint)
    from bundled
)
select * from moved
union all by name
select
    'TOTAL' as "Period", 'TOTAL' as "Org Code", 'TOTAL' as "Parent Org", 'TOTAL' as "Org name",
    sum(columns(* exclude ("Period", "Org Code", "Parent Org", "Org name")))
from moved
"""


class Returns:
    """Writes them, a folder a return. bundled: data/returns; connection: has `providers`."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, bundled: Path, folder: Path, seed: int
    ) -> None:
        self.connection, self.bundled, self.folder, self.seed = connection, bundled, folder, seed

    def write_months(self, year: int) -> None:
        """Writes the twelve A&E files of the financial year that begins in `year`."""
        for number in range(12):
            month = date(year + (number + 3) // 12, (number + 3) % 12 + 1, 1)
            words = {"name": f"{month:%B}", "upper": f"{month:%B}".upper(), "year": month.year}
            noise = self._uniform(f"{month}", '"Org Code"')
            content = self._csv(MONTH.format(returns=self.bundled, noise=noise, **words))
            self._place("ae", f"Monthly-AE-{month:%B}-{month.year}.csv").write_bytes(content)

    def write_costs(self) -> None:
        """Writes the organisation file of the National Cost Collection, a zip of one CSV."""
        words = {"pick": self._uniform("p", KEY), "size": self._uniform("s", KEY), "pots": POTS}
        query = COSTS.format(returns=self.bundled, rows=COST_ROWS, **words)
        member = {f"{COSTS_NAME}.csv": self._csv(query)}
        self._place("ncc", f"{COSTS_NAME}.zip").write_bytes(zip_bytes(member))

    def write_prevalence(self) -> None:
        """Writes the practice-level prevalence with its map of practices, a zip of two CSVs."""
        shared = {"returns": self.bundled, "practices": PRACTICES, "practice": PRACTICE}
        shared["size"] = self._uniform("list", "practice")
        shared["level"] = self._uniform("register", "code || group_code")
        members = {
            "PREVALENCE_2425.csv": self._csv(PREVALENCE.format(**shared)),
            "MAPPING_NHS_GEOGRAPHIES_2425.csv": self._csv(MAPPING.format(**shared)),
        }
        self._place("qof", "QOF2425.zip").write_bytes(zip_bytes(members))

    def write_catchments(self) -> None:
        """Writes the catchments by middle layer super output area, a workbook."""
        size = self._uniform("c", "code || area")
        self.connection.execute(CATCHMENTS.format(areas=AREAS, size=size))
        path = self._place("catchment", CATCHMENTS_NAME)
        write_workbook(self.connection, path, [Sheet("All Admissions", "catchments")])

    def _uniform(self, salt: str, text: str) -> str:
        return UNIFORM.format(seed=f"'{self.seed}-{salt}-'", text=text)

    def _place(self, return_name: str, name: str) -> Path:
        path = self.folder / return_name / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def _csv(self, query: str) -> bytes:
        scratch = self.folder / ".scratch.csv"
        self.connection.execute(f"copy ({query}) to '{scratch}' (header, delimiter ',')")
        content = scratch.read_bytes()
        scratch.unlink()
        return content


def zip_bytes(members: dict[str, bytes]) -> bytes:
    """A zip of the members, always with the same date."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
