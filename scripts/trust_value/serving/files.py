"""A mart as a Parquet file and as a CSV file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from trust_value.duck import literal, quoted
from trust_value.serving.licence import ATTRIBUTION, LICENCE_URL

if TYPE_CHECKING:
    import duckdb

    from trust_value.serving.marts import Column, Mart

# without it Excel takes the local code page, and shows each £ and dash as several other letters
BYTE_ORDER_MARK = "\ufeff"
# after any space, a spreadsheet reads what follows these as a formula
FORMULA = r"^\s*[=+\-@＝＋－＠]|^[\t\r]"


def write_parquet(
    connection: duckdb.DuckDBPyConnection, mart: Mart, target: Path, build_id: str
) -> None:
    """Writes a mart with licence, build and descriptions in the metadata of the file."""
    about = {column.name: f"{column.about} [{column.unit}]" for column in mart.columns}
    metadata = {
        "description": mart.about,
        "columns": json.dumps(about, ensure_ascii=False),
        "contract_version": str(mart.version),
        "licence": LICENCE_URL,
        "attribution": ATTRIBUTION,
        "build_id": build_id,
    }
    pairs = ", ".join(f"{name}: {literal(text)}" for name, text in metadata.items())
    connection.execute(
        f"copy (from {mart.source} {mart.order}) to {literal(target)} "
        f"(format parquet, compression zstd, kv_metadata {{{pairs}}})"
    )


def write_csv(connection: duckdb.DuckDBPyConnection, mart: Mart, target: Path) -> None:
    """Writes a mart as UTF-8 that Excel shows as it is: no text is read as a formula."""
    first, *others = mart.columns
    names = [BYTE_ORDER_MARK + first.name, *(column.name for column in others)]
    cells = ", ".join(
        f"{guarded(column)} as {quoted(name)}"
        for column, name in zip(mart.columns, names, strict=True)
    )
    connection.execute(
        f"copy (select {cells} from {mart.source} {mart.order}) to {literal(target)} "
        "(format csv, header)"
    )


def guarded(column: Column) -> str:
    """A cell as SQL: text that a spreadsheet would calculate gets an apostrophe before it."""
    name = quoted(column.name)
    if column.kind != "VARCHAR":
        return name
    is_formula = f"regexp_matches({name}, {literal(FORMULA)})"
    return f"case when {is_formula} then '''' || {name} else {name} end"
