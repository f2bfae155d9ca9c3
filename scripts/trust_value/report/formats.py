"""How figures are written: rounding, units, periods. Nothing is computed here."""

from datetime import date
from typing import Any

NOTHING = "n/a"


def number(value: float | None, decimals: int = 0) -> str:
    """A figure with thousands separators; a true minus sign."""
    if value is None:
        return NOTHING
    text = f"{value:,.{decimals}f}"
    if text.startswith("-"):
        text = text[1:] if not text.strip("-0.,") else f"−{text[1:]}"
    return text


def pounds(value: float | None) -> str:
    """£ in billions with two decimals, else in millions, else in thousands, as the method says."""
    if value is None:
        return NOTHING
    sign, size = "−" if value < 0 else "", abs(value)
    if size >= 995e6:
        return f"{sign}£{size / 1e9:.2f}bn"
    if size >= 995e3:
        return f"{sign}£{size / 1e6:.0f}m"
    return f"{sign}£{size / 1e3:.0f}k" if size >= 500 else f"{sign}£{size:.0f}"


def percent(value: float | None, decimals: int = 1) -> str:
    """A share (0 to 1) in per cent."""
    return NOTHING if value is None else f"{number(100 * value, decimals)}%"


def measured(value: float | None, measure: dict[str, Any]) -> str:
    """A value of a measure of dim_measure, with its decimals and the sign of its unit."""
    if value is None:
        return NOTHING
    unit, decimals = measure["unit"], measure["decimals"]
    if unit.startswith("share"):
        return percent(value, max(decimals - 2, 0))
    if unit.startswith("£"):
        return f"£{number(value, decimals)}".replace("£−", "−£")
    return number(value, decimals)


def changed(value: float | None, measure: dict[str, Any]) -> str:
    """A change of a measure, signed; of a share in percentage points."""
    if value is None:
        return NOTHING
    text = measured(value, measure)
    if measure["unit"].startswith("share"):
        text = f"{text[:-1]} points"
    return text if text.startswith("−") else f"+{text}"


def opportunity(value: float | None, unit: str | None) -> str:
    """An opportunity in its natural unit."""
    if value is None or unit is None:
        return NOTHING
    if value == 0:
        return "none"
    return f"{pounds(value)} a year" if unit == "£ a year" else f"{number(value)} {unit}"


def claimed(value: float | None, unit: str | None) -> str:
    """A figure of the claims ledger, by the unit that the ledger gives."""
    if value is None:
        return NOTHING
    if (unit or "").startswith("£"):
        return pounds(value)
    if (unit or "").startswith("share"):
        return percent(value, 0)
    whole = float(value).is_integer() or abs(value) >= 100
    return number(value, 0 if whole else 2)


def day(value: date | None) -> str:
    """A day as 1 April 2024."""
    return NOTHING if value is None else f"{value.day} {value:%B %Y}"


def period(row: dict[str, Any]) -> str:
    """The period of a figure, where it has one: months with their years."""
    start, end = row["period_start"], row["period_end"]
    if start is None or end is None:
        return NOTHING
    return f"{start:%B %Y} to {end:%B %Y}"


def interval(low: float | None, high: float | None, decimals: int = 0) -> str:
    """Two bounds, joined by `to`, which survives a minus sign and is read aloud."""
    return NOTHING if low is None else f"{number(low, decimals)} to {number(high, decimals)}"


def plural(count: int, one: str, many: str) -> str:
    """A count with its noun."""
    return f"{count:,} {one if count == 1 else many}"


FILTERS = {
    "number": number,
    "pounds": pounds,
    "percent": percent,
    "measured": measured,
    "changed": changed,
    "opportunity": opportunity,
    "claimed": claimed,
    "day": day,
    "period": period,
}
GLOBALS = {"interval": interval, "plural": plural}
