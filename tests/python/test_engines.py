"""What is said of the engines, held against what there is."""

import re

from built_database import PROJECT

DISPATCHED = re.compile(r"adapter\.dispatch\('([a-z_]+)'\)|macro spark__([a-z_]+)|adapter=.duckdb")


def test_every_macro_that_differs_by_engine_is_explained():
    page = (PROJECT / "docs" / "spark.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"^\| `([a-z_]+/[a-z_]+)` \| .{20,}\|$", page, re.M))
    macros = PROJECT / "macros"
    differing = {
        str(path.relative_to(macros).with_suffix(""))
        for path in macros.rglob("*.sql")
        if DISPATCHED.search(path.read_text(encoding="utf-8"))
    }
    assert explained == differing
