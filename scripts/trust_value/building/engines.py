"""What dbt builds on, a target of profiles.yml each: DuckDB, or Apache Spark."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Protocol

from trust_value.project import SPARK_TARGET, Project

# dbt reads these when it is imported
QUIET = {"DBT_LOG_LEVEL_FILE": "none", "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}
QUIETLY = ("--log-level", "none", "--no-use-colors")


class Engine(Protocol):
    """What a build needs of it, in the process in which dbt has worked.

    errors: what `rows` raises where the engine refuses the query.
    """

    errors: type[Exception]

    def rows(self, query: str) -> tuple[list[str], list[tuple]]:
        """Columns and rows of a query."""

    def keep_marts(self) -> None:
        """Puts the marts of a green build into the project's DuckDB file."""

    def close(self) -> None:
        """Lets go of what dbt keeps open."""


class DuckDBEngine:
    """The warehouse is the file that is published from."""

    def __init__(self, project: Project) -> None:
        import duckdb

        self.project = project
        self.errors = duckdb.Error

    def rows(self, query: str) -> tuple[list[str], list[tuple]]:
        """Columns and rows of a query. Raises duckdb.Error."""
        import duckdb

        self.close()
        # the landed tables are views with paths relative to the project
        folder, path = self.project.root, str(self.project.database)
        with contextlib.chdir(folder), duckdb.connect(path) as warehouse:
            found = warehouse.sql(query)
            return found.columns, found.fetchall()

    def keep_marts(self) -> None:
        """They are where they belong."""

    def close(self) -> None:
        """Lets go of the file, which dbt keeps open."""
        from dbt.adapters.duckdb.connections import DuckDBConnectionManager

        DuckDBConnectionManager.close_all_connections()


@contextlib.contextmanager
def engine(project: Project) -> Iterator[Engine]:
    """The engine of the project's target, for as long as dbt works on it.

    Raises TrustValueError where Spark is wanted and is not installed.
    """
    if project.target == SPARK_TARGET:
        from trust_value.building.spark import SparkEngine

        built_on = SparkEngine(project)
    else:
        built_on = DuckDBEngine(project)
    try:
        yield built_on
    finally:
        built_on.close()


def profile_of(project: Project) -> list[str]:
    """Arguments of dbt for the target, from the project's folder."""
    return ["--profiles-dir", ".", "--target", project.target]
