"""Figures on the report's pages are those of the marts: read from both, compared cell by cell."""

from __future__ import annotations

import re

import duckdb
import pytest

from page_tables import read_page, rows

IN_YEAR = "financial_year = (select max(financial_year) from value_index)"


@pytest.fixture(scope="module")
def marts(report):
    with duckdb.connect(str(report.parent / "trust_value.duckdb"), read_only=True) as served:
        yield served


def asked(marts, query):
    found = marts.execute(query)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def whole(value):
    return "n/a" if value is None else f"{value:,.0f}".replace("-", "−")


def money(text):
    """A written amount in pounds."""
    found = re.fullmatch(r"(−?)£([\d,.]+)(bn|m|k)?", text)
    size = {"bn": 1e9, "m": 1e6, "k": 1e3, None: 1}[found[3]]
    return (-1 if found[1] else 1) * float(found[2].replace(",", "")) * size


def is_written(text, value):
    """Whether an amount is written to within half its last digit."""
    if value is None:
        return text == "n/a"
    step = 5.1e6 if abs(value) >= 995e6 else 0.51e6 if abs(value) >= 995e3 else 510
    return abs(money(text) - value) <= step


def test_the_league_table_has_every_value_with_its_interval(report, marts):
    expected = asked(marts, f"from value_index where {IN_YEAR} order by value_rank, trust_code")
    shown = rows(read_page(report / "league.html"), "league")
    assert len(shown) == len(expected) > 100
    for cells, row in zip(shown, expected, strict=True):
        rank = f"{row['value_rank']} ({row['value_rank_low']} to {row['value_rank_high']})"
        bounds = f"{row['value_index_low']:.0f} to {row['value_index_high']:.0f}"
        assert cells[0] == rank
        assert row["trust_name"].startswith(cells[1])
        assert cells[5] == whole(row["value_per_1000_gbp"])
        assert cells[6] == f"{row['value_index']:.0f} ({bounds})"
        assert cells[7] == whole(row["value_per_1000_gbp_operating"])


def test_size_bands_and_the_largest_group_are_those_of_the_marts(report, marts):
    page = read_page(report / "index.html")
    bands = asked(marts, "from size_band_summary order by financial_year desc, size_band_order")
    for cells, row in zip(rows(page, "bands", heads=2), bands, strict=False):
        assert cells[0] == row["size_band"]
        assert is_written(cells[2], row["spend_gbp"])
        assert cells[3] == f"£{row['value_mean']:,.0f}"
        assert cells[10] == f"£{row['value_median_operating']:,.0f}"
    groups = {row["largest_definition"]: row for row in asked(marts, "from largest_group_summary")}
    shown = rows(page, "largest")
    assert len(shown) == 2 * len(groups)
    for cells in shown:
        row, suffix = groups[cells[0]], "" if cells[1] == "costed" else "_operating"
        assert is_written(cells[7], row[f"saving_gbp{suffix}"])
        assert cells[4] == f"£{row[f'value_mean_largest{suffix}']:,.0f}"


def test_spend_by_category_is_that_of_the_mart(report, marts):
    expected = {
        row["category"]: row
        for row in asked(
            marts,
            "from spend_by_size_band where size_band = 'England' and financial_year = "
            "(select max(financial_year) from spend_by_size_band where spend_gbp is not null)",
        )
    }
    shown = rows(read_page(report / "spend.html"), "spend-england")
    assert {cells[0] for cells in shown} == set(expected)
    for cells in shown:
        row = expected[cells[0]]
        assert is_written(cells[1], row["spend_gbp"])
        assert cells[2] == ("n/a" if row["spend_share"] is None else f"{row['spend_share']:.1%}")


def test_every_specification_is_on_the_page_of_claims(report, marts):
    expected = asked(
        marts, "from claim_specifications where saving_gbp is not null order by specification_id"
    )
    shown = rows(read_page(report / "claims.html"), "specifications")
    assert len(shown) == len(expected) > 100
    for cells, row in zip(shown, expected, strict=True):
        assert cells[4] == row["largest_definition"]
        assert is_written(cells[8], row["saving_gbp"])


def test_the_ledger_has_every_claim_with_its_range_and_verdict(report, marts):
    year = "financial_year = (select max(financial_year) from claims_ledger)"
    expected = asked(marts, f"from claims_ledger where {year} order by claim_id")
    for page in ("claims.html", "index.html"):
        shown = rows(read_page(report / page), "ledger")
        assert len(shown) == 2 * len(expected) >= 14
        for cells, why, row in zip(shown[::2], shown[1::2], expected, strict=True):
            assert cells[0].startswith(f"{row['claim_id']}: {row['claim']}")
            assert cells[1].endswith(row["verdict"])
            assert why == [" ".join(row["why"].split())]
            held = f"{row['specifications_holding']} of {row['specifications']}"
            assert cells[8] == (held if row["specifications"] else "n/a")
            if row["unit"] == "£ a year":
                assert is_written(cells[5], row["grid_min"])
                assert is_written(cells[7], row["grid_max"])
    ranked = next(cells for cells in shown if cells[0].startswith("C5"))
    rank = next(row for row in expected if row["claim_id"] == "C5")
    bounds = f"({rank['our_value_low']:.0f} to {rank['our_value_high']:.0f})"
    assert ranked[3] == f"{rank['our_value']:.0f} {bounds}"


def test_what_drives_the_saving_is_that_of_the_mart(report, marts):
    expected = asked(marts, "from claim_drivers order by share_of_variance desc, dimension")
    shown = rows(read_page(report / "claims.html"), "drivers-table")
    assert [cells[1] for cells in shown] == [f"{row['share_of_variance']:.1%}" for row in expected]


def test_every_trust_has_its_own_value_position_and_spend(report, marts):
    values = {row["trust_code"]: row for row in asked(marts, f"from value_index where {IN_YEAR}")}
    totals = {
        row["trust_code"]: row for row in asked(marts, f"from trust_spend_total where {IN_YEAR}")
    }
    ratios = {
        row["trust_code"]: row
        for row in asked(marts, f"from funnel_limits where measure_id = 'mortality' and {IN_YEAR}")
    }
    trusts = asked(marts, "from dim_trust where is_in_cohort and closed_on is null")
    assert len(trusts) > 100
    for trust in trusts:
        code = trust["trust_code"]
        page = read_page(report / "trust" / f"{code}.html")
        assert trust["trust_name"] in page.text
        if code in values:
            row, cells = values[code], rows(page, "value-table")
            assert cells[0][1] == whole(row["value_per_1000_gbp"])
            interval = f"({row['value_rank_low']} to {row['value_rank_high']})"
            assert cells[1][1] == f"{row['value_rank']} {interval}"
        if code in totals:
            operating = totals[code]["operating_expenditure_gbp"]
            assert is_written(rows(page, "totals")[0][1], operating)
        if code in ratios:
            cells = rows(page, "funnel-mortality-table")[0]
            assert cells[2] == f"{ratios[code]['ratio']:.3f}"


def test_positions_are_written_in_the_units_of_their_measures(report, marts):
    measures = {row["measure_name"]: row for row in asked(marts, "from dim_measure")}
    values = {
        row["measure_id"]: row["value"]
        for row in asked(
            marts,
            "select measure_id, value from trust_position "
            "where trust_code = 'RFF' qualify row_number() over "
            "(partition by measure_id order by financial_year desc) = 1",
        )
    }
    shown = rows(read_page(report / "trust" / "RFF.html"), "positions-table")
    assert len(shown) > 15
    for cells in shown:
        name = max((name for name in measures if cells[0].startswith(name)), key=len)
        measure, written = measures[name], cells[1]
        value = values[measure["measure_id"]]
        number = float(written.strip("£%").replace(",", "").replace("−", "-"))
        if measure["unit"].startswith("share"):
            assert written.endswith("%")
            number /= 100
        step = 10.0 ** -measure["decimals"]
        assert abs(number - value) <= step / 2 + 1e-9, (name, written, value)


def test_the_mark_of_a_trust_lies_where_its_ratio_does(report, marts):
    # the axis is read from its printed labels, so a wrong shift of the overlay shows
    ratios = asked(
        marts,
        "select trust_code, ratio from funnel_limits where measure_id = 'mortality' and "
        f"{IN_YEAR} order by ratio",
    )
    for row in (ratios[0], ratios[len(ratios) // 2], ratios[-1]):
        html = (report / "trust" / f"{row['trust_code']}.html").read_text(encoding="utf-8")
        svg = html[html.index('id="chart-funnel-mortality"') :].split("</svg>")[0]
        top = float(re.search(r'<g [^>]*transform="translate\([\d.]+,([\d.]+)\)"', svg)[1])
        labels = {
            float(text): top + float(y)
            for y, text in re.findall(r'translate\(-[\d.]+,([\d.]+)\)"[^>]*>([\d.]+)</text>', svg)
        }
        (low, at_low), (high, at_high) = min(labels.items()), max(labels.items())
        assert high > low
        marked = float(re.search(r'class="s-here"><circle cx="[\d.]+" cy="([\d.]+)"', svg)[1])
        ratio = low + (at_low - marked) / (at_low - at_high) * (high - low)
        assert ratio == pytest.approx(row["ratio"], abs=0.012), row


def test_segments_are_those_of_the_marts(report, marts):
    year = "financial_year = (select max(financial_year) from segment_spend)"
    expected = asked(marts, f"from segment_spend where {year} order by cost_gbp desc, segment")
    page = read_page(report / "segments.html")
    for cells, row in zip(rows(page, "segments-table"), expected, strict=True):
        assert cells[0] == row["segment"]
        assert is_written(cells[1], row["cost_gbp"])
        assert cells[2] == f"{row['cost_share']:.1%}"
    costs = asked(
        marts,
        "from trust_segment_cost where financial_year = "
        "(select max(financial_year) from trust_segment_cost) order by trust_code, segment",
    )
    shown = rows(page, "trust-segments")
    assert len(shown) == len(costs) > 100
    for cells, row in zip(shown, costs, strict=True):
        assert (
            cells[2] == "nil"
            if row["status"] == "nil"
            else is_written(cells[2], row["actual_cost_gbp"])
        )
        assert is_written(cells[6], row["unit_cost_effect_gbp"])


def test_a_missing_trust_is_counted_with_the_reason(report, marts):
    page = read_page(report / "league.html")
    without = asked(marts, f"from value_index where {IN_YEAR} and operating_status != 'published'")
    assert without
    for row in without:
        assert row["operating_reason"] in page.text
        trust = read_page(report / "trust" / f"{row['trust_code']}.html")
        assert f"because {row['operating_reason']}" in trust.text
