"""`datapackage.json`: the exports described for machines (Data Package standard, version 1)."""

from __future__ import annotations

import json
from pathlib import Path

from trust_value import __version__
from trust_value.serving.licence import ATTRIBUTION, LICENCE_NAME, LICENCE_TITLE, LICENCE_URL
from trust_value.serving.marts import Column, Mart

TYPES = {
    "VARCHAR": "string", "BOOLEAN": "boolean", "DATE": "date", "TIMESTAMP": "datetime",
    "INTEGER": "integer", "BIGINT": "integer", "DOUBLE": "number",
}  # fmt: skip
# what DuckDB writes into CSV
FORMATS = {"datetime": "%Y-%m-%d %H:%M:%S"}


def write_datapackage(
    marts: list[Mart], folder: Path, build_id: str, created: str, trust_basis: str
) -> None:
    """Writes the description of the CSV files in a folder, and of what stands beside them."""
    package = {
        "profile": "tabular-data-package",
        "name": "trust-value",
        "title": "Trust value: spend, activity, quality and value of English NHS acute trusts",
        "description": (
            "Resources are the CSV files. The same tables: trust_value.duckdb, parquet/, "
            "trust_value.xlsx. Units are given for each column; `contract_version` of a resource "
            "goes up when a column is renamed, removed or given another type."
        ),
        "version": __version__,
        "id": build_id,
        "created": created,
        "trust_basis": trust_basis,
        "licenses": [{"name": LICENCE_NAME, "title": LICENCE_TITLE, "path": LICENCE_URL}],
        "attribution": ATTRIBUTION,
        "resources": [resource(mart, folder) for mart in marts],
    }
    text = json.dumps(package, ensure_ascii=False, indent=1) + "\n"
    (folder / "datapackage.json").write_text(text, encoding="utf-8")


def resource(mart: Mart, folder: Path) -> dict[str, object]:
    """A mart's CSV file."""
    path = f"csv/{mart.name}.csv"
    return {
        "profile": "tabular-data-resource",
        "name": mart.name.replace("_", "-"),
        "title": mart.name,
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "bytes": (folder / path).stat().st_size,
        "description": mart.about,
        "contract_version": mart.version,
        "schema": {
            "fields": [field(column) for column in mart.columns],
            "missingValues": [""],
            **({"primaryKey": list(mart.key)} if mart.key else {}),
        },
    }


def field(column: Column) -> dict[str, object]:
    """A column. A type that the standard has no word for is `any`."""
    kind = TYPES.get(column.kind, "any")
    return {
        "name": column.name,
        "type": kind,
        **({"format": FORMATS[kind]} if kind in FORMATS else {}),
        "description": column.about,
        "unit": column.unit,
        **({} if column.is_nullable else {"constraints": {"required": True}}),
    }
