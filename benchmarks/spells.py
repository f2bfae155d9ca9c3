"""Writes admitted spells in the layout of docs/spells.md: `python benchmarks/spells.py FILE`.

Trusts and their share of the spells are those of the bundled SHMI file; everything else is made up,
so that deaths rise with age, costs are log-normal, trusts differ in whom they treat, and each has a
known effect of its own on deaths, readmissions and cost. They measure speed, and show that the
ratios find the effects again; they mean nothing else. The same seed gives the same rows.
"""

import argparse
from pathlib import Path

import duckdb

from accounts import UNIFORM

ROOT = Path(__file__).resolve().parents[1]
SHMI = ROOT / "data" / "returns" / "shmi" / "SHMI data at trust level*.csv"
SLOTS = 20_000

# log effects of a trust, its tilt to older and to more deprived patients, and its slots of 20,000
TRUSTS = """
create or replace temp table spell_trusts as
select
    PROVIDER_CODE as code,
    0.6 * {mortality} - 0.3 as mortality,
    0.4 * {readmissions} - 0.2 as readmissions,
    0.3 * {unit_cost} - 0.15 as unit_cost,
    0.4 + 0.4 * {age} as age_power,
    0.7 + 0.6 * {deprivation} as deprivation_power,
    greatest(1, round({slots} * SPELLS / sum(SPELLS) over ())) as slots
from read_csv('{shmi}')
order by code
limit {trusts}
"""

PLACES = """
create or replace temp table spell_places as
select spell_trusts.*, row_number() over (order by code, slot) - 1 as place
from spell_trusts inner join range({slots}) as each (slot) on slot < slots
"""

SPELLS = """
with drawn as (
    select
        numbers.number, spell_places.*,
        {u_kind} as u_kind, {u_age} as u_age, {u_sex} as u_sex, {u_month} as u_month,
        {u_died} as u_died, {u_where} as u_where, {u_back} as u_back, {u_group} as u_group,
        1 + floor(5 * pow({u_deprived}, deprivation_power))::integer as fifth,
        sqrt(-2 * ln({u_cost})) * cos(2 * pi() * {u_turn}) as z_cost,
        sqrt(-2 * ln({u_cost})) * sin(2 * pi() * {u_turn}) as z_stay
    from (
        select number, floor({u_trust} * {places})::bigint as place
        from range({rows}) as each (number)
    ) as numbers
    inner join spell_places on numbers.place = spell_places.place
),
kinds as (
    select
        *,
        case
            when u_kind < 0.46e0 then 'elective' when u_kind < 0.89e0 then 'emergency'
            when u_kind < 0.95e0 then 'maternity' when u_kind < 0.99e0 then 'other' else 'unknown'
        end as kind
    from drawn
),
people as (
    select
        *,
        case
            when kind = 'maternity' then 4 + floor(6 * u_age)::integer
            when kind = 'other' then 0
            else floor(20 * pow(u_age, age_power))::integer
        end as age,
        case when kind = 'maternity' then '2' when u_sex < 0.005e0 then '9'
            when u_sex < 0.48e0 then '1' else '2' end as sex,
        1 + floor({groups} * pow(u_group, 3))::integer as diagnosis
    from kinds
),
stays as (
    select
        *,
        case
            when kind = 'elective' and u_where < 0.7e0 then 0
            else floor(exp(0.2e0 + 0.06e0 * age + 0.9e0 * z_stay))::integer
        end as nights,
        ((diagnosis * 37) % 101) / 100.0e0 as weight
    from people
),
outcomes as (
    select
        *,
        kind = 'elective' and nights = 0 as is_day_case,
        u_died < exp(
            mortality - 7.5e0 + 0.21e0 * age + 1.4e0 * weight + 0.05e0 * (3 - fifth)
            + case kind when 'emergency' then 0.9e0 when 'maternity' then -3 else 0 end
        ) as has_died
    from stays
)
select
    code as "Provider Code",
    '{financial_year}' as "Financial Year",
    strftime(date '{year}-04-01' + to_months(floor(12 * u_month)::integer), '%Y-%m')
        as "Discharge Month",
    diagnosis::varchar as "Diagnosis Group",
    case when age = 0 then '0' when age = 1 then '1-4' when age = 19 then '90+'
        else (5 * age - 5)::varchar || '-' || (5 * age - 1)::varchar end as "Age Band",
    sex as "Sex",
    case kind when 'elective' then '11' when 'emergency' then case when u_sex < 0.8e0 then '21'
        else '2A' end when 'maternity' then '31' when 'other' then '82' else '99' end
        as "Admission Method",
    case when u_where > 0.99e0 then null else fifth end as "IMD Quintile",
    round(
        (exp(6.4e0 + 0.8e0 * weight + 0.02e0 * age + 0.6e0 * z_cost) + 320 * nights)
        * exp(unit_cost), 2
    ) as "Cost",
    nights as "Length of Stay",
    case when is_day_case then '-' when has_died then '1' else '0' end as "Died Within 30 Days",
    case
        when is_day_case or kind = 'maternity' or (has_died and u_where < 0.6e0) then '-'
        when u_back < exp(
            readmissions - 3.4e0 + 0.6e0 * weight + 0.06e0 * age + 0.06e0 * (3 - fifth)
            + case kind when 'emergency' then 0.4e0 else 0 end
        ) then '1'
        else '0'
    end as "Readmitted Within 30 Days"
from outcomes
"""
# quicker than md5, and the same in the one version of DuckDB that is locked
UNIFORM_FAST = "((hash({number}) >> 12)::double + 0.5e0) / 4503599627370496e0"
DRAWS = ("kind", "age", "sex", "month", "died", "where", "back", "group", "deprived", "cost",
         "turn", "trust")  # fmt: skip


def write_spells(
    path: Path, rows: int, seed: int = 1, *, year: int = 2024, trusts: int = 1_000,
    groups: int = 140,
) -> dict[str, dict[str, float]]:  # fmt: skip
    """Writes so many spells discharged in the financial year that begins in `year`.

    trusts: of the first so many by code; groups: diagnosis groups. Returns the log effect of each
    trust on mortality, readmissions and unit cost.
    """
    effects = ("mortality", "readmissions", "unit_cost")
    salts = {
        name: UNIFORM.format(seed=f"'{seed}-{name}-'", text="PROVIDER_CODE")
        for name in (*effects, "age", "deprivation")
    }
    start = (seed * 10_000 + year) << 40
    draws = {
        f"u_{name}": UNIFORM_FAST.format(number=f"number * {len(DRAWS)} + {start + place}")
        for place, name in enumerate(DRAWS)
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.execute(TRUSTS.format(shmi=SHMI, slots=SLOTS, trusts=trusts, **salts))
        connection.execute(PLACES.format(slots=SLOTS))
        [(places,)] = connection.execute("select count(*) from spell_places").fetchall()
        financial_year = f"{year}-{(year + 1) % 100:02}"
        query = SPELLS.format(
            rows=rows, places=places, groups=groups, year=year, financial_year=financial_year,
            **draws,
        )  # fmt: skip
        connection.execute(f"copy ({query}) to '{path}' (header)")
        found = connection.execute(f"select code, {', '.join(effects)} from spell_trusts")
        return {code: dict(zip(effects, logs, strict=True)) for code, *logs in found.fetchall()}


def main() -> None:
    """Reads the command line."""
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    words.add_argument("file", type=Path, help="such as data/inbox/admitted_spells_2024-25.csv")
    words.add_argument("--rows", type=int, default=100_000)
    words.add_argument("--seed", type=int, default=1)
    given = words.parse_args()
    year = int(given.file.stem.rpartition("_")[2][:4])
    write_spells(given.file, given.rows, given.seed, year=year)


if __name__ == "__main__":
    main()
