"""Stands in for dbt's `adapter` when sqlfluff renders a macro: the linter knows no engine."""

from collections.abc import Callable
from typing import Any

# dispatched macros that are a whole query, not an expression
QUERIES = {"whole_numbers"}


def dispatch(name: str) -> Callable[..., str]:
    """Return a macro that renders a dispatched call as a function of its first argument."""

    def rendered(first: Any = "", *_args: Any, **_kwargs: Any) -> str:
        call = f"{name}({first})"
        return f"select {call} as {name}" if name in QUERIES else call

    return rendered
