"""Units as the descriptions of columns give them: in brackets, from a list that is closed."""

import re

# what a bracket in a description must begin with, or hold between commas, to be read as a unit
UNITS = (
    "£ per £1,000", "£ per WTE", "£ a year", "£", "0–1", "share", "−1 to 1", "ratio", "log ratio",
    "log scale", "square-root scale", "per cent", "index", "count", "rank", "number", "order",
    "beds", "days", "WTE", "elasticity", "segment", "band", "measure's unit", "opportunity_unit",
    "unit of the claim", "year",
)  # fmt: skip
BY_TYPE = {
    "VARCHAR": "text",
    "BOOLEAN": "true or false",
    "DATE": "date",
    "TIMESTAMP": "date and time, UTC",
}
BRACKETS = re.compile(r"\(([^()]+)\)")
PARTS = re.compile(r"(?<!\d),|,(?!\d)|[;:]")


def unit_of(about: str, kind: str) -> str:
    """The unit of a column, by its DuckDB type or from its description; empty where none is given.

    The last bracket that holds a unit counts. What follows the unit in its part of the bracket
    qualifies it: `£ per £1,000 of costed expenditure` is £ per £1,000.
    """
    if kind in BY_TYPE:
        return BY_TYPE[kind]
    found = ""
    for bracket in BRACKETS.findall(about):
        for part in PARTS.split(bracket):
            words = part.strip()
            fitting = (unit for unit in UNITS if words == unit or words.startswith(f"{unit} "))
            found = next(fitting, found)
    return found
