"""What BI tools and notebooks read with: other DuckDB versions, SQLAlchemy, ADBC, data frames."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import adbc_driver_duckdb
import adbc_driver_manager.dbapi as adbc
import duckdb
import pandas as pd
import polars as pl
import pytest
import sqlalchemy as sa

from built_database import PROJECT, database_path
from trust_value.serving.contents import attached
from trust_value.serving.database import write_database
from trust_value.serving.files import write_csv, write_parquet
from trust_value.serving.marts import read_marts
from trust_value.serving.publish import publish

READERS = PROJECT / ".venv-readers"
VERSIONS = [path.stem.removeprefix("duckdb-")
            for path in sorted((PROJECT / "requirements" / "readers").glob("*.txt"))]  # fmt: skip
MARTS = ("value_index", "variation", "dim_trust")
ASK = """
import json, sys
import duckdb
with duckdb.connect(sys.argv[1], read_only=True) as served:
    rows = served.execute(
        "select trust_code, financial_year, value_per_1000_gbp from value_index order by all"
    ).fetchall()
    about = served.execute(
        "select count(*) from duckdb_columns() where not internal and length(comment) > 0"
    ).fetchall()[0][0]
    print(json.dumps([duckdb.__version__, about, rows]))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """The built marts as they are published; skips where nothing is built."""
    if not database_path().exists():
        pytest.skip(f"no database at {database_path()}")
    made = tmp_path_factory.mktemp("served")
    with attached(database_path()) as built:
        marts = read_marts(built, {})
        write_database(built, marts, made / "trust_value.duckdb")
        for mart in marts:
            if mart.name in MARTS:
                write_parquet(built, mart, made / f"{mart.name}.parquet", "a build")
                write_csv(built, mart, made / f"{mart.name}.csv")
    return made


@pytest.fixture(scope="module")
def expected() -> dict[str, list[tuple]]:
    """The rows of some marts, as the built warehouse has them; with `folder`, which skips."""
    with duckdb.connect(str(database_path()), read_only=True) as built:
        return {name: built.execute(f"from marts.{name} order by all").fetchall() for name in MARTS}


def same(found: list[tuple], rows: list[tuple]) -> bool:
    """Whether these are the same rows, whatever their order."""
    return sorted(map(repr, found)) == sorted(map(repr, rows)) != []


@pytest.mark.parametrize("version", VERSIONS)
def test_every_duckdb_from_1_0_reads_the_served_file(folder, version):
    library = READERS / version
    if not (library / "duckdb").is_dir():
        if version == "1.0.0" and sys.version_info >= (3, 13):
            pytest.skip("DuckDB 1.0 has no wheel for this Python")
        pytest.fail(f"DuckDB {version} is not there: run `make .venv-readers/ready`")
    command = [sys.executable, "-c", ASK, str(folder / "trust_value.duckdb")]
    environment = os.environ | {"PYTHONPATH": str(library)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    used, described, rows = json.loads(done.stdout)
    assert used == version
    with duckdb.connect(str(database_path()), read_only=True) as built:
        query = "select trust_code, financial_year, value_per_1000_gbp from marts.value_index"
        assert same([tuple(row) for row in rows], built.execute(query).fetchall())
        columns = "select count(*) from duckdb_columns() where schema_name = 'marts'"
        assert described == built.execute(columns).fetchall()[0][0]


def test_sqlalchemy_reflects_tables_types_and_descriptions(folder):
    arguments = {"read_only": True}
    engine = sa.create_engine(f"duckdb:///{folder / 'trust_value.duckdb'}", connect_args=arguments)
    inspector = sa.inspect(engine)
    assert set(MARTS) <= set(inspector.get_table_names())
    columns = {column["name"]: column for column in inspector.get_columns("value_index")}
    assert "(£ per £1,000)" in columns["value_per_1000_gbp"]["comment"]
    assert isinstance(columns["value_per_1000_gbp"]["type"], sa.Float)
    assert isinstance(columns["value_rank"]["type"], sa.BigInteger)
    assert "One row a trust" in inspector.get_table_comment("value_index")["text"]
    engine.dispose()


@pytest.mark.parametrize("mart", MARTS)
def test_adbc_gives_the_rows_as_arrow_and_writes_nothing(folder, expected, mart):
    options = {"path": str(folder / "trust_value.duckdb"), "access_mode": "READ_ONLY"}
    with adbc.connect(
        driver=adbc_driver_duckdb.driver_path(),
        entrypoint="duckdb_adbc_init",
        db_kwargs=options,
        autocommit=True,
    ) as connection, connection.cursor() as cursor:  # fmt: skip
        cursor.execute(f"select * from {mart}")
        table = pl.DataFrame(cursor.fetch_arrow())
        with pytest.raises(adbc.ProgrammingError, match="read-only"):
            cursor.execute("create table other as select 1 as one")
    assert same(table.rows(), expected[mart])


@pytest.mark.parametrize("mart", MARTS)
def test_pandas_and_polars_read_parquet_and_csv_alike(folder, expected, mart):
    parquet, csv = folder / f"{mart}.parquet", folder / f"{mart}.csv"
    assert same(pl.read_parquet(parquet).rows(), expected[mart])
    lazily = pl.scan_csv(csv, infer_schema_length=None).select(pl.len()).collect().item()
    assert lazily == len(expected[mart])
    columns = pl.read_csv(csv, infer_schema_length=None).columns
    by_pandas = pd.read_csv(csv)
    assert list(by_pandas.columns) == columns == pl.read_parquet(parquet).columns
    figures = by_pandas.select_dtypes("number")
    sums = pl.read_parquet(parquet).select(figures.columns.tolist()).sum().row(0)
    assert figures.sum().tolist() == pytest.approx([0 if each is None else each for each in sums])


def test_a_tool_that_keeps_its_connection_reads_the_new_publication_after_opening_anew(
    project, builds
):
    builds(1)
    publish(project)
    engine = sa.create_engine(
        f"duckdb:///{project.served_database}",
        connect_args={"read_only": True},
        poolclass=sa.pool.NullPool,
    )

    def served() -> float:
        with engine.connect() as connection:
            return connection.execute(sa.text("select value from value_index")).scalar()

    assert served() == 1.0
    builds(2)
    publish(project)
    assert served() == 2.0
