"""Accounts at national size: two workbooks a year, every provider, some 6,500 cells each.

Lines of the bundled 2023-24 accounts, moved by year and seed, keep their codes, so that the models
have what they need; a trust without them has only a total, in proportion to its costs. The other
sheets of the schedule fill the files to their published size.
"""

from pathlib import Path

import duckdb

from trust_value.landing.lookups import name_key
from trust_value.landing.readable import read_readable
from workbook import Sheet, write_workbook

CELLS_IN_ALL, YEARS_IN_ALL = 9_600_000, 7
KINDS = {"FTs": True, "Trusts": False}

# a number in (0, 1) that depends on seed and text alone, on any machine
UNIFORM = "((md5_number_lower({seed} || {text}) % 1000003) + 0.5) / 1000003"

PROVIDERS = """
create table providers as
with ods as (
    select column00 as code, column01 as name, column02 as region, {ods_key} as key
    from read_csv('{returns}/ods/etr.csv', header = false, all_varchar = true)
    where column11 is null
),
aliases as (
    select organisation_key as key, trust_code as code from read_csv('{aliases}', all_varchar = true)
),
named as (
    select distinct "OrganisationName" as name, {accounts_key} as key, filename like '%2023-24%' as is_first
    from read_csv('{returns}/tac/TAC_*.csv', all_varchar = true, filename = true)
),
coded as (
    select ods.code, coalesce(named.name, ods.name) as name, named.is_first
    from ods
    left join aliases on ods.code = aliases.code
    left join named on named.key in (ods.key, aliases.key)
    where (select count(*) from ods as other where other.key = ods.key) = 1
    qualify row_number() over (partition by ods.code order by named.is_first desc nulls last, named.name) = 1
)
select
    coded.code, coded.name, ods.region, contains(upper(coded.name), 'FOUNDATION') as is_foundation,
    row_number() over (order by coded.code) as number
from coded inner join ods using (code)
where ods.region is not null
"""  # noqa: E501

LINES = """
create table lines as
select
    providers.code, accounts."WorkSheetName" as sheet, accounts."TableID" as table_id,
    accounts."MainCode" as main_code, accounts."RowNumber" as row_number,
    accounts."SubCode" as subcode, cast(accounts."Total" as double) as total
from read_csv('{returns}/tac/TAC_*_2023-24.csv', all_varchar = true) as accounts
inner join providers on accounts."OrganisationName" = providers.name
"""

# 26 sheets, 8 tables a sheet, this and last year's columns, as many lines as fill the files
TEMPLATE = """
create table template as
select
    'TAC' || lpad(cast(9 + cell // 16 % 26 as varchar), 2, '0') || 'F' as sheet,
    cast(1 + cell % 8 as varchar) as table_id,
    'F' || lpad(cast(9 + cell // 16 % 26 as varchar), 2, '0') || if(cell // 8 % 2 = 0, 'CY', 'PY')
        || lpad(cast(1 + cell % 8 as varchar), 2, '0') as main_code,
    cast(10 + cell // 416 as varchar) as row_number,
    'LIN' || lpad(cast(100 + 10 * (cell // 416) as varchar), 4, '0') as subcode,
    cell
from range({cells}) as numbers (cell)
"""

YEAR = """
create or replace temp table moved as
select
    code, sheet, table_id, main_code, row_number, subcode,
    round(total * pow(1.045, {year} - 2023) * (0.97 + 0.06 * {noise})) as total
from lines where subcode <> 'EXP0390';
create or replace temp table cells as
select * from moved
union all
select code, 'TAC08 Op Exp', '1', 'A08CY01', '74', 'EXP0390', sum(total)
from moved where main_code = 'A08CY01' group by code
union all
select code, 'TAC08 Op Exp', '1', 'A08CY01', '74', 'EXP0390', coalesce(
    (select round(sum("MFFd Actual Cost") / 850) from costs where "Provider Code" = code),
    round(80000 + 400000 * {own})
)
from providers where code not in (select code from lines)
"""

WORKBOOK = """
create or replace temp table all_data as
with every as (
    select code, 0 as part, 0 as cell, cells.* exclude (code) from cells
    union all
    select code, 1, cell, sheet, table_id, main_code, row_number, subcode,
        round(100000 * ({filler} - 0.3)) as total
    from providers cross join template
)
select
    row_number() over (order by providers.number, part, sheet, main_code, subcode, cell) as r,
    providers.name as "{name_header}", sheet as "WorkSheetName", cast(table_id as bigint) as "TableID",
    main_code as "MainCode", cast(row_number as bigint) as "RowNumber", subcode as "SubCode",
    if(main_code = 'A09CY02', round(total, 1), round(total)) as "{total_header}"
from every inner join providers using (code)
where providers.is_foundation = {is_foundation};
create or replace temp table list_of_providers as
select
    row_number() over (order by number) as r, name as "Full name of Provider", code as "NHS code",
    region as "Region", 'Acute' as "Sector", cast(null as varchar) as "Comments"
from providers where is_foundation = {is_foundation}
"""  # noqa: E501


def prepare(connection: duckdb.DuckDBPyConnection, returns: Path, aliases: Path) -> int:
    """Makes providers, their lines and the template of the rest; the number of providers."""
    root = Path(__file__).resolve().parents[1]
    rules = read_readable(root, []).name_rules
    keys = {"ods_key": name_key(rules, "column01"), "aliases": aliases}
    keys["accounts_key"] = name_key(rules, '"OrganisationName"')
    connection.execute(PROVIDERS.format(returns=returns, **keys))
    connection.execute(LINES.format(returns=returns))
    costs = f"{returns}/ncc/NCC_FY2024-25_trust_totals_by_pot.csv"
    connection.execute(f"create table costs as select * from read_csv('{costs}')")
    query = "select (select count(*) from providers), (select count(*) from lines)"
    providers, lines = connection.execute(query).fetchall()[0]
    cells = (CELLS_IN_ALL / YEARS_IN_ALL - lines) / providers
    connection.execute(TEMPLATE.format(cells=round(cells)))
    return providers


def write_accounts(
    connection: duckdb.DuckDBPyConnection, folder: Path, year: int, seed: int
) -> dict[Path, int]:
    """Writes both workbooks of the financial year that begins in `year`; rows of 'All data'."""
    text = "code || main_code || subcode || table_id"
    own = UNIFORM.format(seed=f"'{seed}-{year}-'", text="code")
    noise = UNIFORM.format(seed=f"'{seed}-{year}-'", text=text)
    filler = UNIFORM.format(seed=f"'{seed}-{year}-'", text="code || cell")
    connection.execute(YEAR.format(year=year, noise=noise, own=own))
    is_renamed = year == 2021  # the accounts of 2021-22 call two columns otherwise
    written = {}
    for kind, is_foundation in KINDS.items():
        connection.execute(
            WORKBOOK.format(
                filler=filler,
                is_foundation=is_foundation,
                name_header="Organisation Name" if is_renamed else "OrganisationName",
                total_header="Value number" if is_renamed else "Total",
            )
        )
        path = folder / f"TAC_{kind}_{year}-{(year + 1) % 100:02d}.xlsx"
        sheets = [Sheet("List of Providers", "list_of_providers"), Sheet("All data", "all_data")]
        write_workbook(connection, path, sheets)
        query = "select count(*) from all_data"
        written[path] = connection.execute(query).fetchall()[0][0]
    return written
