"""One landing built on DuckDB and on Spark, and the marts of both compared."""

from pathlib import Path

from built_elsewhere import copy_checkout, trust_value
from cluster import LOOPBACK
from parity import Compared, compare, table
from spells import write_spells

SETTINGS = LOOPBACK | {"SPARK_CONF_DIR": str(Path(__file__).parent / "conf")}


def done(root: Path, *arguments: str, **settings: str) -> str:
    """What a verb says that must not fail."""
    ran = trust_value(root, *arguments, **SETTINGS, **settings)
    assert ran.returncode == 0, ran.stdout + ran.stderr[-5000:]
    return ran.stdout


def build_both(root: Path, **settings: str) -> None:
    """A copy of the checkout with one landing, built with every data test.

    The bundled returns, and so many spells that mortality and readmissions are taken from them.

    root: where it goes; settings: of Spark's environment.
    """
    copy_checkout(root)
    write_spells(root / "data" / "inbox" / "admitted_spells_2024-25.csv", 240_000, groups=4)
    done(root, "land")
    done(root, "build")
    done(root, "--target", "spark", "build", **settings)


def compare_both(root: Path) -> list[Compared]:
    """Every mart, cell by cell; prints what was compared."""
    built = root / "build"
    spark = built / "spark" / "trust_value.duckdb"
    marts = compare(built / "trust_value.duckdb", spark, root / "target" / "manifest.json")
    print(f"\n{table(marts)}")
    return marts
