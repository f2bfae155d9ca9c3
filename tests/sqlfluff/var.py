"""Stands in for dbt's `var` when sqlfluff renders a macro: it says what dbt_project.yml says."""

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

PROJECT = Path(__file__).resolve().parents[2] / "dbt_project.yml"
GIVEN = yaml.safe_load(PROJECT.read_text(encoding="utf-8"))["vars"]


class Var(ModuleType):
    """A module that is called: sqlfluff knows what it imports by the name of the module."""

    def __call__(self, name: str, default: Any = "item") -> Any:
        """The value given; sqlfluff's own stand-in where there is none."""
        return GIVEN.get(name, default)


sys.modules[__name__].__class__ = Var
