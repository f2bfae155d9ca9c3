"""Who has no figure, and why: what a page says beside n of m trusts."""

from trust_value.report.reading import Marts, Row


def missing_by_reason(marts: Marts) -> dict[str, dict[str, list[str]]]:
    """Measure, reason, names of the trusts without a value for that reason."""
    measures: dict[str, dict[str, list[str]]] = {}
    for row in marts["missing_positions"]:
        reasons = measures.setdefault(row["measure_id"], {})
        reasons.setdefault(row["reason"], []).append(f"{row['short_name']} ({row['trust_code']})")
    return measures


def lacked(rows: list[Row], measures: dict[str, Row]) -> dict[str, list[str]]:
    """Reason, measures (with their years) that a trust has no value of for that reason."""
    reasons: dict[str, list[str]] = {}
    for row in rows:
        measure = measures[row["measure_id"]]
        named = f"{measure['measure_name']} ({measure['financial_year']})"
        reasons.setdefault(row["reason"], []).append(named)
    return reasons
