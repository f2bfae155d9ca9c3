"""One landing built on DuckDB and on Spark, and the marts of both compared."""

from pathlib import Path

from built_elsewhere import copy_checkout, trust_value
from parity import Compared, compare, table

SETTINGS = {"SPARK_CONF_DIR": str(Path(__file__).parent / "conf"), "SPARK_LOCAL_IP": "127.0.0.1"}


def done(root: Path, *arguments: str, **settings: str) -> str:
    """What a verb says that must not fail."""
    ran = trust_value(root, *arguments, **SETTINGS, **settings)
    assert ran.returncode == 0, ran.stdout + ran.stderr[-5000:]
    return ran.stdout


def build_both(root: Path, **settings: str) -> None:
    """A copy of the checkout with the bundled returns landed once, built with every data test.

    root: where it goes; settings: of Spark's environment.
    """
    copy_checkout(root)
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
