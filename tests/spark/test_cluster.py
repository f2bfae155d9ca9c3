"""The same marts from a standalone cluster: a master and two workers, on loopback."""

from both_targets import build_both, compare_both
from cluster import cluster


def test_every_mart_is_the_same_from_two_workers(tmp_path):
    with cluster(tmp_path) as address:
        build_both(tmp_path / "checkout", TRUST_VALUE_SPARK_MASTER=address)
        executors = [list((tmp_path / f"work{number}").glob("app-*/*")) for number in (0, 1)]
        assert all(executors), "a worker had nothing to do"
    assert not [mart for mart in compare_both(tmp_path / "checkout") if mart.faults]
