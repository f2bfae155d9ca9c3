"""What the statistical macros hold for any figures: rendered by jinja2, run on DuckDB.

Examples are drawn in batches of rows, one query a batch; they are the same on every run.
"""

from __future__ import annotations

import re
from functools import cache
from statistics import NormalDist
from typing import TYPE_CHECKING, NoReturn

import duckdb
import jinja2
import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from built_database import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable

MACROS = re.compile(r"{%-?\s*macro\s+(\w+)\(.*?{%-?\s*endmacro\s*-?%}", re.DOTALL)
FOLDERS = ("stats", "cross_db")
LEVELS = ("95", "99.8")
MEASURES = ("mortality", "readmissions")
KINDS = ("spend", "excess", "share")
# a failing batch is shown as drawn: to shrink one takes a minute of queries
EXAMPLES = settings(
    deadline=None, max_examples=15, derandomize=True, database=None, phases=[Phase.generate]
)
# what rounding may leave of an equality between doubles
CLOSE = 1e-9


# ------------------------------------------------------------------------ macros without dbt


class Returned(Exception):  # noqa: N818
    """What dbt's `return` leaves a macro with."""

    def __init__(self, value: object) -> None:
        super().__init__()
        self.value = value


def give_back(value: object) -> NoReturn:
    """dbt's `return`: the value itself, not its text."""
    raise Returned(value)


class Adapter:
    """dbt's adapter as far as the macros use it: DuckDB's own variant of a macro."""

    def __init__(self, environment: jinja2.Environment) -> None:
        self.environment = environment

    def dispatch(self, name: str, *_: object) -> Callable[..., object]:
        """The macro for DuckDB."""
        return self.environment.globals[f"duckdb__{name}"]


def callable_macro(environment: jinja2.Environment, name: str, text: str) -> Callable[..., object]:
    """A macro as a function that gives its text, or what it returns."""
    template = environment.from_string(text)

    def call(*arguments: object, **named: object) -> object:
        try:
            return str(getattr(template.module, name)(*arguments, **named))
        except Returned as returned:
            return returned.value

    return call


@cache
def macros() -> dict[str, Callable[..., object]]:
    """Every macro of the statistics and of what differs between engines."""
    environment = jinja2.Environment(extensions=["jinja2.ext.do"], autoescape=False)  # noqa: S701
    environment.globals |= {"return": give_back, "adapter": Adapter(environment)}
    for folder in FOLDERS:
        for file in sorted((PROJECT / "macros" / folder).glob("*.sql")):
            for found in MACROS.finditer(file.read_text(encoding="utf-8")):
                name = found.group(1)
                environment.globals[name] = callable_macro(environment, name, found.group(0))
    return environment.globals


def sql(name: str, *arguments: object, **named: object) -> str:
    """The SQL of a macro call."""
    return str(macros()[name](*arguments, **named))


@cache
def engine() -> duckdb.DuckDBPyConnection:
    """One database in memory for every test."""
    return duckdb.connect()


def over(rows: dict[str, list], select: str) -> pd.DataFrame:
    """A query over drawn rows, which it finds as `rows`, with their place in `place`."""
    columns = ", ".join(f"unnest(${name}) as {name}" for name in rows)
    place = {"place": list(range(len(next(iter(rows.values())))))}
    query = f"with rows as (select {columns}, unnest($place) as place) {select}"
    return engine().execute(query, rows | place).df()


def each(rows: dict[str, list], **expressions: str) -> pd.DataFrame:
    """One expression a column, in the order of the rows."""
    listed = ", ".join(f"{expression} as {name}" for name, expression in expressions.items())
    return over(rows, f"select {listed} from rows order by place")


def columns(drawn: list[tuple], *names: str) -> dict[str, list]:
    """Drawn tuples as named columns."""
    return dict(zip(names, (list(column) for column in zip(*drawn, strict=True)), strict=True))


def shuffled(rows: dict[str, list], seed: int) -> dict[str, list]:
    """The same rows in another order."""
    order = np.random.default_rng(seed).permutation(len(next(iter(rows.values()))))
    return {name: [column[place] for place in order] for name, column in rows.items()}


def scaled(rows: dict[str, list], factors: dict[str, float]) -> dict[str, list]:
    """The same rows in other units."""
    return rows | {name: [factor * x for x in rows[name]] for name, factor in factors.items()}


def same(one: pd.DataFrame, other: pd.DataFrame) -> None:
    """Two answers agree but for rounding."""
    pd.testing.assert_frame_equal(one, other, check_dtype=False, rtol=CLOSE, atol=CLOSE)


def real(low: float, high: float) -> st.SearchStrategy[float]:
    """Numbers without the subnormal ones, which no return holds."""
    return st.floats(low, high, allow_nan=False, allow_subnormal=False)


def batch(*fields: st.SearchStrategy, least: int = 1) -> st.SearchStrategy[list[tuple]]:
    """Rows of drawn fields."""
    return st.lists(st.tuples(*fields), min_size=least, max_size=60)


# counts as rounded as the returns give them: τ² rounds the expected to two decimals
hundredths = st.integers(100, 2_000_000).map(lambda number: number / 100)
counts = st.integers(1, 20_000)
seeds = st.integers(0, 999)
tau_squares = st.one_of(st.just(0.0), real(1e-6, 2))


# ---------------------------------------------------------------------------------- limits


@EXAMPLES
@given(batch(st.one_of(st.integers(0, 40).map(float), real(0, 30), real(30, 1e7))))
def test_poisson_limits_hold_the_count_and_widen(drawn: list[tuple]) -> None:
    """lower ≤ count ≤ upper; the 99.8% limits lie outside the 95% ones; none is below 0 (§9.1)."""
    limits = each(
        columns(drawn, "count_"),
        count_="count_",
        **{
            f"{side}_{level[:2]}": sql(f"poisson_{side}", "count_", level)
            for side in ("lower", "upper")
            for level in LEVELS
        },
    )
    assert limits["lower_99"].ge(0).all()
    assert limits["lower_99"].le(limits["lower_95"]).all()
    assert limits["lower_95"].le(limits["count_"]).all()
    assert limits["count_"].lt(limits["upper_95"]).all()
    assert limits["upper_95"].lt(limits["upper_99"]).all()


@EXAMPLES
@given(batch(st.sampled_from(MEASURES), real(0.5, 1e6), tau_squares))
def test_funnels_hold_the_target_and_widen(drawn: list[tuple]) -> None:
    """The target lies inside; 99.8 is wider than 95; τ² never narrows (§9.2, §9.3)."""
    rows = columns(drawn, "measure", "expected", "tau_squared")
    wanted = {
        f"{'lower' if sign == '-' else 'upper'}_{level[:2]}": sql(
            "overdispersed_limit", "measure", "expected", level, sign
        )
        for sign in ("-", "+")
        for level in LEVELS
    }
    wide = each(rows, **wanted)
    plain = each(rows | {"tau_squared": [0.0] * len(drawn)}, **wanted)
    for limits in (wide, plain):
        assert limits["lower_95"].lt(1).all()
        assert limits["upper_95"].gt(1).all()
        # the square has no negative root: both lower limits may be zero
        lower_is_zero = limits["lower_95"].eq(0)
        assert (limits["lower_99"].lt(limits["lower_95"]) | lower_is_zero).all()
        assert limits["upper_99"].gt(limits["upper_95"]).all()
        assert limits["lower_99"].ge(0).all()
    for name in wanted:
        outward = plain[name] - wide[name] if "lower" in name else wide[name] - plain[name]
        assert outward.ge(0).all(), name


@EXAMPLES
@given(batch(st.integers(1, 1_000_000), real(0, 1)))
def test_wilson_limits_are_shares(drawn: list[tuple]) -> None:
    """0 ≤ lower ≤ share ≤ upper ≤ 1, and 99.8 outside 95 (§10)."""
    whole = [(round(share * units), units) for units, share in drawn]
    limits = each(
        columns(whole, "met", "units"),
        share="met / units",
        **{
            f"{side}_{level[:2]}": sql(f"wilson_{side}", "met", "units", level)
            for side in ("lower", "upper")
            for level in LEVELS
        },
    )
    ordered = limits[["lower_99", "lower_95", "share", "upper_95", "upper_99"]]
    assert ordered.diff(axis=1).iloc[:, 1:].ge(-1e-12).all(axis=None)
    assert ordered.ge(-1e-12).all(axis=None)
    assert ordered.le(1 + 1e-12).all(axis=None)


# -------------------------------------------------------------------------- over-dispersion


def dispersion_of(form: str, rows: dict[str, list]) -> pd.DataFrame:
    """φ and τ² of drawn counts in one of the two forms."""
    if form == "shmi":
        deviation = "ln(observed / expected)"
        query = sql("overdispersion_shmi", "rows", deviation, "expected", ["team"])
    else:
        z = "(sqrt(observed / expected) - 1e0) * 2e0 * sqrt(expected)"
        query = sql("overdispersion_spiegelhalter", "rows", z, "4e0 * expected", ["team"])
    rows = rows | {"team": ["all"] * len(rows["observed"])}
    return over(rows, f"select units, phi, tau_squared from ({query})")


@pytest.mark.parametrize("form", ["shmi", "spiegelhalter"])
@EXAMPLES
@given(drawn=batch(counts, hundredths, least=5), seed=seeds)
def test_dispersion(form: str, drawn: list[tuple], seed: int) -> None:
    """φ, τ² ≥ 0, whatever the order; twice the counts at the same ratios doubles φ, not less τ²."""
    rows = columns(drawn, "observed", "expected")
    found = dispersion_of(form, rows)
    assert len(found) == 1
    assert found["phi"].item() >= 0
    assert found["tau_squared"].item() >= 0
    same(found, dispersion_of(form, shuffled(rows, seed)))
    doubled = dispersion_of(form, scaled(rows, {"observed": 2, "expected": 2}))
    assert doubled["phi"].item() == pytest.approx(2 * found["phi"].item(), rel=CLOSE)
    assert doubled["tau_squared"].item() >= found["tau_squared"].item() * (1 - CLOSE)


@EXAMPLES
@given(batch(real(0.9, 1.1), hundredths), seeds)
def test_systematic_variation(drawn: list[tuple], seed: int) -> None:
    """Never negative where chance explains it all, whatever the order of rows (§9.5)."""
    near = [(round(ratio * expected), expected) for ratio, expected in drawn]
    rows = columns(near, "observed", "expected")
    query = f"select {sql('systematic_variation', 'observed', 'expected')} as scv from rows"
    found = over(rows, query)
    assert found["scv"].item() >= 0
    same(found, over(shuffled(rows, seed), query))


# --------------------------------------------------------------------------------- shrinkage


@EXAMPLES
@given(batch(real(-3, 3), real(1, 1e5), tau_squares))
def test_shrinkage(drawn: list[tuple]) -> None:
    """Toward zero, never across it, less of it with more between trusts; an honest error (§7.3)."""
    rows = columns(drawn, "residual", "expected", "tau")
    found = each(
        rows,
        residual="100e0 * residual",
        alone="100e0 / sqrt(expected)",
        alpha=sql("shrunken_deviation", "residual", "expected", "tau"),
        more=sql("shrunken_deviation", "residual", "expected", "(2e0 * tau)"),
        error=sql("shrunken_error", "expected", "tau"),
    )
    assert found["alpha"].abs().le(found["residual"].abs() * (1 + 1e-12)).all()
    assert (found["alpha"] * found["residual"]).le(0).all()
    assert found["more"].abs().ge(found["alpha"].abs() * (1 - 1e-12)).all()
    assert found["error"].between(0, found["alone"] * (1 + 1e-12)).all()


# ------------------------------------------------------------------------------------- lines


def spread_out(drawn: list[tuple]) -> list[tuple]:
    """Rows whose x are apart, so that a slope is no quotient of rounding."""
    return [(place + first, *rest) for place, (first, *rest) in enumerate(drawn)]


@EXAMPLES
@given(batch(real(0, 0.5), real(-5, 5), real(0.1, 100), least=4).map(spread_out), seeds)
def test_weighted_line(drawn: list[tuple], seed: int) -> None:
    """The order of rows and the unit of the weights leave the line; units of x and y scale it."""
    query = f"""
        select slope, intercept, sum_of_squares
        from ({sql("weighted_line", "rows", "x", "y", "w", ["team"])})
    """
    rows = columns(drawn, "x", "y", "w") | {"team": ["all"] * len(drawn)}
    found = over(rows, query)
    assert found["sum_of_squares"].item() > 0
    same(found, over(shuffled(rows, seed), query))
    line = ["slope", "intercept"]
    same(found[line], over(scaled(rows, {"w": 7}), query)[line])
    same(found[line] * [1000 / 4, 1000], over(scaled(rows, {"x": 4, "y": 1000}), query)[line])
    by_hand = np.polyfit(rows["x"], rows["y"], 1, w=np.sqrt(rows["w"]))
    assert found[line].to_numpy()[0] == pytest.approx(by_hand, rel=1e-7, abs=1e-7)


@EXAMPLES
@given(batch(real(0, 0.5), real(-5, 5), real(-5, 5), least=6).map(spread_out), seeds)
def test_robust_slope(drawn: list[tuple], seed: int) -> None:
    """The slope lies in its interval; order leaves it; the unit of y scales all three (§6.5)."""
    line = ["slope", "slope_low", "slope_high"]
    query = f"""
        select {", ".join(line)} from ({sql("slope_hc3", "rows", "x", "y", "o", ["team"])})
    """
    rows = columns(drawn, "x", "y", "o") | {"team": ["all"] * len(drawn)}
    found = over(rows, query)
    assert found["slope_low"].item() <= found["slope"].item() <= found["slope_high"].item()
    same(found, over(shuffled(rows, seed), query))
    same(found * 1000, over(scaled(rows, {"y": 1000}), query))


# ------------------------------------------------------------------- variation, opportunity


@EXAMPLES
@given(batch(real(0.01, 1e4), least=2), seeds)
def test_variation(drawn: list[tuple], seed: int) -> None:
    """Percentiles rise and scale with the unit; what is relative does not; order is nothing."""
    query = f"select {sql('variation_columns', 'amount', 'true')} from rows"
    relative = ["trusts", "ratio_p90_p10", "coefficient_of_variation"]
    rising = ["minimum", "p10", "p25", "median", "p75", "p90", "maximum"]
    rows = columns(drawn, "amount")
    found = over(rows, query)
    # interpolation between equal figures may round down
    slack = CLOSE * found["maximum"].item()
    assert found[rising].diff(axis=1).iloc[:, 1:].ge(-slack).all(axis=None)
    same(found, over(shuffled(rows, seed), query))
    thousandfold = over(scaled(rows, {"amount": 1000}), query)
    same(found[relative], thousandfold[relative])
    same(found[[*rising, "iqr"]] * 1000, thousandfold[[*rising, "iqr"]])
    by_hand = np.percentile(rows["amount"], [10, 25, 50, 75, 90])
    assert found[rising[1:-1]].to_numpy()[0] == pytest.approx(by_hand, rel=CLOSE)


def opportunities(rows: dict[str, list], reference: str = "reference") -> pd.Series:
    """Opportunity of drawn trusts at a reference."""
    query = f"select {sql('opportunity', reference)} as found from rows as placed order by place"
    return over(rows, query)["found"]


@EXAMPLES
@given(batch(st.sampled_from(KINDS), real(0, 1e9), real(0.01, 1), real(0.01, 1)))
def test_opportunity(drawn: list[tuple]) -> None:
    """Never negative, nothing at one's own value, and in proportion to the base (§9.6)."""
    rows = columns(drawn, "opportunity_kind", "base", "value", "reference")
    rows |= {"polarity": ["lower is better"] * len(drawn)}
    found = opportunities(rows)
    assert found.ge(0).all()
    assert opportunities(rows, "placed.value").eq(0).all()
    doubled = opportunities(scaled(rows, {"base": 2}))
    assert doubled.to_numpy() == pytest.approx(2 * found.to_numpy(), rel=CLOSE)
    # a ratio of value to reference has no unit; a share has none to change
    other_units = opportunities(scaled(rows, {"value": 100, "reference": 100}))
    ratio = np.array(rows["opportunity_kind"]) != "share"
    assert other_units[ratio].to_numpy() == pytest.approx(
        found[ratio].to_numpy(), rel=CLOSE, abs=1e-12 * max(rows["base"])
    )


@pytest.mark.parametrize("kind", [*KINDS, None])
def test_no_opportunity_without_a_reference(kind: str | None) -> None:
    """Where nothing is known to be better, or a measure has no kind, there is none, not zero."""
    rows = columns([(kind, 10.0, 0.5)], "opportunity_kind", "base", "value")
    rows |= {"polarity": ["neutral"]}
    missing = "cast(null as double)"
    assert opportunities(rows, missing if kind else "0.4e0").isna().all()


# ------------------------------------------------------------------------ deviates and draws


@EXAMPLES
@given(batch(real(1e-12, 0.5)))
def test_normal_quantile(drawn: list[tuple]) -> None:
    """The deviate of the standard library, and its mirror image above the middle (§6.4)."""
    found = each(columns(drawn, "p"), p="p", low=sql("normal_quantile", "p"), mirrored="1e0 - p")
    high = each({"p": found["mirrored"].tolist()}, high=sql("normal_quantile", "p"))["high"]
    expected = [NormalDist().inv_cdf(p) for p in found["p"]]
    assert found["low"].to_numpy() == pytest.approx(expected, rel=CLOSE, abs=CLOSE)
    # what 1 leaves of a small p has few digits
    near = found["p"].gt(1e-4)
    assert high[near].to_numpy() == pytest.approx(-found["low"][near].to_numpy(), abs=1e-9)


@EXAMPLES
@given(batch(st.text(max_size=20)))
def test_uniforms_lie_inside_zero_and_one(drawn: list[tuple]) -> None:
    """Never 0 and never 1, whatever the key: their logarithms are drawn from (§6.4)."""
    found = each(columns(drawn, "key"), u=sql("uniform_from_key", "key"))["u"]
    assert found.gt(0).all()
    assert found.lt(1).all()
