"""Names that must lead to a code: what knows them, and the one message where nothing does."""

import pytest

from built_database import PROJECT, open_bundled
from files_to_publish import write, xlsx
from trust_value.errors import TrustValueError
from trust_value.landing.land import land
from trust_value.landing.lookups import name_key
from trust_value.landing.readable import read_readable

SOURCES = """
sources:
  - name: grants
    tables:
      - name: payments
        config:
          meta:
            landing:
              files: "grants-(?P<year>[0-9-]+)(?P<revised>-revised)?[.](csv|xlsx)"
              sheet: "Payments"
              header: [Body, Sum]
              names:
                body:
                  - {table: grants.members, name: body, code: member_code}
                  - {table: register.bodies, name: body, code: body_code}
                  - {seed: seeds/reference/aliases.csv, name: organisation_key, code: code}
        columns:
          - {name: body, config: {meta: {published_as: [Body]}}}
          - {name: amount, config: {meta: {published_as: [Sum]}}}
      - name: members
        config:
          meta:
            landing:
              files: "grants-(?P<year>[0-9-]+)(?P<revised>-revised)?[.]xlsx"
              sheet: "Members"
              header: [Member]
              optional: true
        columns:
          - {name: body, config: {meta: {published_as: [Member]}}}
          - {name: member_code, config: {meta: {published_as: [Code]}}}
  - name: register
    tables:
      - name: bodies
        config: {meta: {landing: {files: "register[.]csv", header: [Code, Full name]}}}
        columns:
          - {name: body_code, config: {meta: {published_as: [Code]}}}
          - {name: body, config: {meta: {published_as: [Full name]}}}
"""
REGISTER = "Code,Full name\nB1,HULL NHS TRUST\nB2,YORK NHS FOUNDATION TRUST\nB3,LEEDS & BRADFORD\n"
ALIASES = "organisation_key,code,source\nOLD HULL,B1,renamed\n"
KNOWN = "Body,Sum\nHull,1\nthe York NHS FT,2\nLeeds and  Bradford NHS Trust,3\nOld Hull,4\n,5\n"
UNKNOWN = "Notes\n\nBody,Sum\nHull,1\nYorke NHS Trust,2\nYORKE,3\n"
MESSAGE = """\
grants-2023-24.csv, row 5, column Body: 'Yorke NHS Trust' (row 5; nearest: B2 YORK NHS FOUNDATION \
TRUST; B1 HULL NHS TRUST; B1 OLD HULL) is a name that leads to no code.
  expected: names that stand in register.bodies or seeds/reference/aliases.csv.
  what to do: add to seeds/reference/aliases.csv the row `YORKE,<its code>,"<why>"`, put the name \
in the file right, or land a newer register.bodies that has it."""


@pytest.fixture
def grants(project):
    """The small project with a return whose names are looked up; its bodies as landed."""
    write(project.staging / "grants" / "_grants__sources.yml", SOURCES)
    write(project.root / "seeds" / "reference" / "aliases.csv", ALIASES)
    return project


def bodies(landed):
    return [row["body"] for row in landed("grants.payments")]


def book(*names, members=()):
    sheets = {"Payments": [["Body", "Sum"], *[[name, 1] for name in names]]}
    return xlsx(sheets | {"Members": [["Member", "Code"], *members]} if members else sheets)


def test_names_lead_on_by_register_or_alias_whatever_their_dress(grants, publishes, landed):
    publishes(KNOWN, "grants-2023-24.csv")
    # its name comes after: what knows the names may land in the same run
    publishes(REGISTER, "register.csv")
    assert not land(grants).refused
    assert len(bodies(landed)) == 5


def test_a_name_that_leads_nowhere_is_refused_with_the_nearest(grants, publishes, landed):
    publishes(REGISTER, "register.csv")
    publishes(UNKNOWN, "grants-2023-24.csv")
    publishes(KNOWN, "grants-2022-23.csv")
    result = land(grants)
    assert [str(error) for error in result.refused] == [MESSAGE]
    assert {row["_file"] for row in landed("grants.payments")} == {"grants-2022-23.csv"}
    assert len(landed("register.bodies")) == 3
    assert not list(grants.landing.rglob("*.fresh"))


def test_what_the_message_says_to_do_lands_the_file(grants, publishes, landed):
    publishes(REGISTER, "register.csv")
    publishes(UNKNOWN, "grants-2023-24.csv")
    assert land(grants).refused
    seed = grants.root / "seeds" / "reference" / "aliases.csv"
    seed.write_text(ALIASES + 'YORKE,B2,"a slip of the pen"\n')
    assert not land(grants).refused
    assert bodies(landed) == ["Hull", "Yorke NHS Trust", "YORKE"]


def test_a_refused_re_issue_leaves_the_first_in_use(grants, publishes, landed):
    publishes(REGISTER, "register.csv")
    publishes("Body,Sum\nHull,1\n", "grants-2023-24.csv")
    land(grants)
    publishes("Body,Sum\nHull,2\nNowhere,1\nElsewhere,1\n", "grants-2023-24-revised.csv")
    (error,) = land(grants).refused
    assert "row 3, column Body: 2 names lead to no code: 'Nowhere' (row 3; " in str(error)
    assert "'Elsewhere' (row 4; " in str(error)
    assert 'the rows `NOWHERE,<its code>,"<why>"`, `ELSEWHERE,' in str(error)
    assert bodies(landed) == ["Hull"]


def test_the_list_of_a_workbook_is_known_to_it_and_to_the_others(grants, publishes, landed):
    publishes(REGISTER, "register.csv")
    publishes(book("Selby"), "grants-2022-23.xlsx")
    publishes(book("Selby", "Hull", members=[["Selby", "B9"], ["Goole", None]]),
              "grants-2023-24.xlsx")  # fmt: skip
    publishes(book("Goole"), "grants-2021-22.xlsx")
    (error,) = land(grants).refused
    assert "grants-2021-22.xlsx, sheet Payments, row 2, column Body: 'Goole'" in str(error)
    assert sorted(bodies(landed)) == ["Hull", "Selby", "Selby"]


def test_without_the_register_landed_nothing_is_looked_up(grants, publishes, landed):
    publishes(UNKNOWN, "grants-2023-24.csv")
    assert not land(grants).refused
    assert len(bodies(landed)) == 3


@pytest.mark.parametrize("place", ["table: register.bodies", "seed: seeds/reference/aliases.csv"])
def test_names_looked_up_in_what_is_not_there_are_an_error_of_the_declaration(grants, place):
    path = grants.staging / "grants" / "_grants__sources.yml"
    path.write_text(path.read_text().replace(place, f"{place}x"))
    with pytest.raises(TrustValueError, match="which is not there"):
        land(grants)


def test_a_name_is_made_comparable_as_the_models_make_it():
    with open_bundled() as warehouse:
        for table in ("stg_tac__all_data", "stg_ods__trusts"):
            names = "trust_name" if table.startswith("stg_ods") else "organisation_name"
            key = name_key(read_readable(PROJECT, []).name_rules, names)
            query = f"select count(*), count(*) filter (where organisation_key = {key})"
            rows, same = warehouse.execute(f"{query} from staging.{table}").fetchall()[0]
            assert rows == same > 200
