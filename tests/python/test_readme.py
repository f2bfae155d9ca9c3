"""What the README quotes is what the build says."""

from pathlib import Path

import click
import duckdb
import pytest

from built_database import PROJECT, database_path, open_bundled
from readme_blocks import BLOCK, filled
from trust_value.project import Project
from trust_value.serving.contents import attached
from trust_value.serving.database import write_database
from trust_value.serving.marts import read_marts
from trust_value.summary import summarise

README = (PROJECT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def summary(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The summary of the built marts, published to a folder of its own."""
    open_bundled().close()
    folder: Path = tmp_path_factory.mktemp("served")
    release = folder / "serve" / "releases" / "built"
    release.mkdir(parents=True)
    with attached(database_path()) as built:
        write_database(built, read_marts(built, {}), release / "trust_value.duckdb")
    (folder / "serve" / "current").symlink_to(release)
    return click.unstyle(summarise(Project(folder)))


def test_the_blocks_of_the_readme_are_those_of_the_summary(summary: str) -> None:
    assert len(BLOCK.findall(README)) >= 3
    assert filled(README, summary) == README, "`make run`, then `make readme`"


def test_the_readme_shows_no_table_that_is_not_held() -> None:
    assert BLOCK.sub("", README).count("```") == 2 * README.count("```sh\n")


def test_the_savings_the_readme_quotes_are_those_of_the_mart() -> None:
    query = """
        select printf('£%.2fbn', saving_gbp / 1e9) from marts.claim_specifications
        where
            financial_year = '2024-25' and quality_basket = 'none' and reference = 'mean'
            and largest_definition = 'over £1.5bn' and (activity_basis, spend_basis) in (
                ('pod_weighted', 'operating'), ('casemix_weighted', 'operating'),
                ('casemix_weighted', 'costed')
            )
    """
    open_bundled().close()
    with duckdb.connect(str(database_path()), read_only=True) as built:
        savings = [saving for (saving,) in built.execute(query).fetchall()]
        count = built.execute("select count(*) from marts.claim_specifications").fetchall()[0][0]
    assert len(savings) == 3
    assert [saving for saving in savings if saving not in README] == []
    assert f"all {count} combinations" in README


def test_the_readme_says_where_money_would_do_most() -> None:
    with open_bundled() as connection:
        floored, beyond, share, spend = connection.execute(
            """
            select
                printf('£%.1fbn', max(saving_floored_gbp) / 1e9),
                printf('£%.1fbn', max(saving_beyond_interval_gbp) / 1e9),
                min(saving_beyond_interval_share),
                min(spend_share)
            from marts.opportunity
            where spend_basis = 'costed' and reference = 'peers'
                and financial_year = '2024-25' and group_name in ('England', 'over £1.5bn')
            """
        ).fetchone()
    said = " ".join(README.split())
    assert f"would spend {floored} less on the same care, {beyond} of it beyond chance" in said
    assert "have a third of that, on a third of the spend" in said
    assert (share, spend) == (pytest.approx(1 / 3, abs=0.02), pytest.approx(1 / 3, abs=0.02))
