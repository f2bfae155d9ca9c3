"""Apache Spark, as dbt's session in this process; its marts are kept in a DuckDB file as well.

What is published reads that file, as it reads the warehouse of a build on DuckDB.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from trust_value.duck import literal, quoted
from trust_value.errors import TrustValueError

if TYPE_CHECKING:
    import duckdb
    from pyspark.sql import SparkSession

    from trust_value.project import Project

MARTS = "marts"


class SparkEngine:
    """A session made by dbt, with the settings of profiles.yml.

    Raises TrustValueError where Spark is not installed.
    """

    def __init__(self, project: Project) -> None:
        try:
            from pyspark.errors import PySparkException
        except ImportError as error:
            raise TrustValueError(
                "Spark is not installed in this environment.\n"
                "  what to do: `make .venv-spark/ready`, then .venv-spark/bin/trust-value "
                "(docs/spark.md)."
            ) from error
        self.project = project
        self.errors = PySparkException

    @property
    def session(self) -> SparkSession:
        """The one that dbt works in."""
        from pyspark.sql import SparkSession

        return SparkSession.builder.getOrCreate()

    def rows(self, query: str) -> tuple[list[str], list[tuple]]:
        """Columns and rows of a query. Raises PySparkException."""
        found = self.session.sql(query)
        return found.columns, [tuple(row) for row in found.collect()]

    def keep_marts(self) -> None:
        """Copies every mart, with types and descriptions, into the project's DuckDB file.

        The file is replaced at once. Raises OSError or duckdb.Error where it cannot be written.
        """
        import duckdb

        spark, database = self.session, self.project.database
        beside = database.with_suffix(".new")
        beside.unlink(missing_ok=True)
        with duckdb.connect(str(beside)) as connection:
            connection.execute(f"create schema {MARTS}")
            for table in spark.catalog.listTables(MARTS):
                if table.tableType != "VIEW" and not table.isTemporary:
                    keep(spark, connection, table.name, table.description)
            connection.execute("checkpoint")
        os.replace(beside, database)

    def close(self) -> None:
        """Ends the session, so that another process can open its catalogue."""
        from pyspark.sql import SparkSession

        session = SparkSession.getActiveSession()
        if session is not None:
            session.stop()


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
