"""Take over the marts that dbt built on Apache Spark: copy them into the project's DuckDB file.

What is published reads that file, as it reads the warehouse of a build on DuckDB.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import jinja2
import yaml

from trust_value.duck import literal, quoted
from trust_value.errors import TrustValueError

if TYPE_CHECKING:
    import duckdb
    from pyspark.sql import SparkSession

    from trust_value.project import Project

MARTS = "marts"


@contextlib.contextmanager
def session(project: Project) -> Iterator[SparkSession]:
    """A session with the settings that profiles.yml gives dbt; ended afterwards.

    Raises TrustValueError where Spark is not installed.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise TrustValueError(
            "Spark is not installed in this environment.\n"
            "  what to do: `make .venv-spark/ready`, then .venv-spark/bin/trust-value "
            "(docs/spark.md)."
        ) from error
    profiles = (project.root / "profiles.yml").read_text(encoding="utf-8")
    text = jinja2.Template(profiles).render(env_var=lambda name, other: os.environ.get(name, other))
    settings = yaml.safe_load(text)["trust_value"]["outputs"][project.target]
    builder = SparkSession.builder.enableHiveSupport()
    for name, value in settings["server_side_parameters"].items():
        builder = builder.config(name, str(value))
    # the catalogue and the warehouse are named relative to the project
    with contextlib.chdir(project.root):
        spark = builder.getOrCreate()
        try:
            yield spark
        finally:
            spark.stop()


def rows_of(project: Project, query: str) -> tuple[list[str], list[tuple]]:
    """Columns and rows of a query."""
    with session(project) as spark:
        found = spark.sql(query)
        return found.columns, [tuple(row) for row in found.collect()]


def keep_marts(project: Project) -> None:
    """Copies every mart of a green build, with types and descriptions, into the DuckDB file.

    The file is replaced at once. Raises OSError or duckdb.Error where it cannot be written.
    """
    import duckdb

    beside = project.database.with_suffix(".new")
    beside.unlink(missing_ok=True)
    with session(project) as spark, duckdb.connect(str(beside)) as connection:
        connection.execute(f"create schema {MARTS}")
        for row in spark.sql(f"show tables in {MARTS}").collect():
            table = spark.catalog.getTable(f"{MARTS}.{row.tableName}")
            if table.tableType != "VIEW" and not table.isTemporary:
                keep(spark, connection, table.name, table.description)
        connection.execute("checkpoint")
    os.replace(beside, project.database)


def keep(
    spark: SparkSession, connection: duckdb.DuckDBPyConnection, name: str, about: str | None
) -> None:
    """Copies one mart."""
    built, table = spark.table(f"{MARTS}.{name}"), f"{MARTS}.{quoted(name)}"
    # a Spark timestamp is a moment, and is read in the session's zone, which is UTC
    zoned = {
        name: built[name].cast("timestamp_ntz")
        for name, kind in built.dtypes
        if kind == "timestamp"
    }
    connection.register("rows_built", built.withColumns(zoned).toArrow())
    connection.execute(f"create table {table} as select * from rows_built")
    connection.unregister("rows_built")
    connection.execute(f"comment on table {table} is {literal(about or '')}")
    for field in built.schema.fields:
        comment = literal(field.metadata.get("comment", ""))
        connection.execute(f"comment on column {table}.{quoted(field.name)} is {comment}")
