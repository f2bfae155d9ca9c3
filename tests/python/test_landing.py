"""Landing: what is found in published files, and what is refused."""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trust_value import duck
from trust_value.errors import TrustValueError
from trust_value.landing.convert import Converter, Job
from trust_value.landing.declared import read_declared
from trust_value.landing.land import land
from trust_value.landing.readable import read_readable

HEADER = "Org Code,Available\n"


def cells(rows):
    return [(row["org_code"], row["available"], row["_row"]) for row in rows]


def parquet_files(project):
    return {path: path.read_bytes() for path in project.landing.glob("*/*/*.parquet")}


def test_every_cell_lands_as_published_with_where_it_came_from(project, publishes, landed):
    path = publishes(HEADER + "R0A,1013602.0000000000001\nR0B,\nR0C, *\n")
    result = land(project)
    assert cells(landed()) == [
        ("R0A", "1013602.0000000000001", 2),
        ("R0B", None, 3),
        ("R0C", " *", 4),
    ]
    row = landed()[0]
    assert (row["_file"], row["_sheet"], row["_year"], row["note"]) == (
        path.name,
        None,
        "2024-25",
        None,
    )
    assert len(row["_sha256"]) == 64
    assert result.in_use[0].rows_landed == 3


def test_the_header_is_found_below_notes(project, publishes, landed):
    publishes('Title,"with\na break"\n\n,,,\nOrg Code , AVAILABLE\nR0A,1\n')
    land(project)
    assert cells(landed()) == [("R0A", "1", 5)]


def test_renamed_and_moved_columns_land_under_their_declared_names(project, publishes, landed):
    publishes("Available,Region,Org Code,Note\n1,North,R0A,as is\n")
    land(project)
    assert cells(landed()) == [("R0A", "1", 2)]
    assert landed()[0]["note"] == "as is"


def test_a_synonym_that_is_no_anchor_is_enough_for_other_columns(project, publishes, landed):
    source = project.staging / "small" / "_small__sources.yml"
    source.write_text(
        source.read_text().replace("header: [Org Code, Available]", "header: [Available]")
    )
    publishes("Organisation Code,Available\nR0A,1\n")
    land(project)
    assert cells(landed()) == [("R0A", "1", 2)]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [("utf-8-sig", "R0A,£1 – é"), ("cp1252", "R0A,£1 – é"), ("latin-1", "R0A,£1 é")],
)
def test_other_encodings_land_as_the_same_text(project, publishes, landed, encoding, text):
    publishes((HEADER + text + "\n").encode(encoding))
    land(project)
    assert cells(landed()) == [(*text.split(","), 2)]


def test_a_cell_with_line_breaks_is_one_row(project, publishes, landed):
    publishes(HEADER + 'R0A,"1\n\n2"\nR0B,"3\n4"\nR0C,5\n')
    land(project)
    assert cells(landed()) == [("R0A", "1\n\n2", 2), ("R0B", "3\n4", 3), ("R0C", "5", 4)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_do_not_matter(project, publishes, landed, end):
    publishes(f"note{end}{end}Org Code,Available{end}R0A,1{end}R0B,2{end}")
    land(project)
    assert cells(landed()) == [("R0A", "1", 4), ("R0B", "2", 5)]


def test_mixed_line_ends_land(project, publishes, landed):
    publishes("Org Code,Available\r\nR0A,1\nR0B,2\r\n")
    land(project)
    assert cells(landed()) == [("R0A", "1", 2), ("R0B", "2", 3)]


@pytest.mark.parametrize("blank", ["", ",", " , "])
def test_stop_blank_ends_at_the_first_blank_record(project, publishes, landed, blank):
    publishes(HEADER + f"R0A,1\n{blank}\nSource: the publisher, its notes, and more\n")
    land(project)
    assert cells(landed()) == [("R0A", "1", 2)]


def test_stop_end_passes_blank_records_and_keeps_row_numbers(project, publishes, landed):
    publishes('"R0A","x",""\n\n,,\n"R0B","y","2024"\n', "codes.csv")
    land(project)
    rows = landed("codes.trusts")
    assert [(row["trust_code"], row["closed"], row["_row"]) for row in rows] == [
        ("R0A", None, 1), ("R0B", "2024", 4)
    ]  # fmt: skip


@settings(
    max_examples=25,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(
        st.tuples(*[st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)] * 2)
        .filter(
            lambda pair: any(pair)
            and all(cell == "" or (cell.strip() and cell[0] != "=") for cell in pair)
        ),
        min_size=1, max_size=6,
    )
)  # fmt: skip
def test_any_text_lands_verbatim(project, publishes, landed, pairs):
    quoted = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in pair] for pair in pairs]
    publishes(HEADER + "".join(",".join(pair) + "\n" for pair in quoted))
    assert not land(project).refused
    expected = [(code or None, value or None, row) for row, (code, value) in enumerate(pairs, 2)]
    assert cells(landed()) == expected


REFUSALS = {
    "empty file": ("", "is empty"),
    "only blank lines": ("\n\n", "is empty"),
    "a web page": ("<!DOCTYPE html><html></html>", "web page"),
    "a workbook under another name": (b"PK\x03\x04\0\0", "not a CSV text"),
    "UTF-16": ("Org Code,Available\n".encode("utf-16"), "not a CSV text"),
    "an unknown encoding": (HEADER.encode() + b"R0A,\x81\x8d\n", "encoding"),
    "no header": ("Code,Beds\nR0A,1\n", "none of its first 200 rows"),
    "a double column": ("Org Code,Available,Available beds\nR0A,1,2\n", "2 times, in cells 2, 3"),
    "no records": (HEADER, "no record below the header"),
    "too many cells": (HEADER + "R0A,1\nR0B,1,234\n", "row 3: 3 cells"),
    "an open quote": (HEADER + 'R0A,1\nR0B,"2\nR0C,3\n', "cannot be read as CSV"),
}


@pytest.mark.parametrize(("text", "message"), REFUSALS.values(), ids=REFUSALS.keys())
def test_bad_files_are_refused_and_the_others_land(project, publishes, landed, text, message):
    publishes(HEADER + "R0A,1\n", "beds-2023-24.csv")
    publishes(text)
    result = land(project)
    assert len(result.refused) == 1
    assert message in str(result.refused[0])
    assert "beds-2024-25.csv" in str(result.refused[0])
    assert [row["_year"] for row in landed()] == ["2023-24"]


def test_a_missing_column_is_named_with_what_to_do(project, publishes):
    source = project.staging / "small" / "_small__sources.yml"
    source.write_text(
        source.read_text().replace("header: [Org Code, Available]", "header: [Available]")
    )
    publishes("notes\nTrust,Available\nR0A,1\n")
    message = str(land(project).refused[0])
    assert "beds-2024-25.csv, row 2, column Org Code or Organisation Code" in message
    assert "published_as" in message


def test_a_file_that_fits_two_declarations_is_refused(project, publishes):
    source = project.staging / "small" / "_small__sources.yml"
    twin = project.staging / "twin" / "_twin__sources.yml"
    twin.parent.mkdir()
    twin.write_text(
        source.read_text().replace("name: beds", "name: bunks").split("  - name: codes")[0]
    )
    publishes(HEADER + "R0A,1\n")
    assert "beds.quarterly and bunks.quarterly" in str(land(project).refused[0])


def test_an_unknown_file_is_left_with_a_hint(project, publishes):
    publishes(HEADER + "R0A,1\n", "download.csv")
    publishes("a picture", "map.png")
    publishes("# about", "README.md")
    result = land(project)
    assert [(path.name, table and table.label) for path, table in result.unknown] == [
        ("download.csv", "beds.quarterly"), ("map.png", None)
    ]  # fmt: skip
    assert not result.in_use


def test_the_same_file_twice_is_refused(project, publishes, landed):
    publishes(HEADER + "R0A,1\n")
    publishes(HEADER + "R0A,1\n", "beds-2024-25 (1).csv")
    for _ in range(2):
        (error,) = land(project).refused
        assert "byte for byte" in str(error)
        assert [row["_file"] for row in landed()] == [
            ({"beds-2024-25.csv", "beds-2024-25 (1).csv"} - {error.file}).pop()
        ]


def test_two_files_of_one_name_are_refused_each_time(project, publishes, landed):
    publishes(HEADER + "R0A,1\n", "a/beds-2024-25.csv")
    publishes(HEADER + "R0A,2\n", "b/beds-2024-25.csv")
    for _ in range(2):
        assert "two files of this name" in str(land(project).refused[0])
        assert cells(landed()) == [("R0A", "1", 2)]


def test_the_same_file_lands_as_the_same_bytes(project, publishes):
    publishes(HEADER + "".join(f"R{i},{i}\n" for i in range(5000)))
    land(project)
    first = {
        path: content
        for path, content in parquet_files(project).items()
        if "manifest" not in str(path)
    }
    for path in first:
        path.unlink()
    land(project)
    assert {path: path.read_bytes() for path in first} == first


def test_unchanged_files_are_left_alone(project, publishes):
    publishes(HEADER + "R0A,1\n")
    land(project)
    before = {path: path.stat().st_mtime_ns for path in (project.root / "build").rglob("*.*")}
    assert not land(project).new
    assert {
        path: path.stat().st_mtime_ns for path in (project.root / "build").rglob("*.*")
    } == before


def test_a_changed_declaration_lands_the_file_anew(project, publishes, landed):
    publishes("Org Code,Available,Remark\nR0A,1,as is\n")
    land(project)
    source = project.staging / "small" / "_small__sources.yml"
    source.write_text(source.read_text().replace("[Note]", "[Note, Remark]"))
    assert len(land(project).new) == 1
    assert landed()[0]["note"] == "as is"


def test_a_file_refused_under_a_changed_declaration_stays_as_it_was_landed(
    project, publishes, landed
):
    publishes(HEADER + "R0A,as is\n")
    land(project)
    source = project.staging / "small" / "_small__sources.yml"
    told = source.read_text().replace(
        "        columns:\n          - {name: org_code",
        "        data_tests: [{numbers_are_readable: {arguments: {columns: [available]}}}]\n"
        "        columns:\n          - {name: org_code",
        1,
    )
    source.write_text(told)
    for _ in range(2):
        assert "'as is' is neither a figure" in str(land(project).refused[0])
        assert cells(landed()) == [("R0A", "as is", 2)]


def test_changed_content_takes_the_place_of_the_old(project, publishes, landed):
    publishes(HEADER + "R0A,1\n")
    land(project)
    publishes(HEADER + "R0A,2\n")
    land(project)
    assert cells(landed()) == [("R0A", "2", 2)]
    manifest = {row["is_superseded"]: row["reason"] for row in landed("landing.manifest")}
    assert manifest[False] == "in use instead of beds-2024-25.csv"
    assert manifest[True].startswith("superseded by a file of the same name")


def test_a_newer_file_from_elsewhere_stays_in_use(project, publishes, landed, tmp_path_factory):
    publishes(HEADER + "R0A,1\n")
    land(project)
    inbox = tmp_path_factory.mktemp("inbox")
    (inbox / "beds-2024-25.csv").write_text(HEADER + "R0A,2\n")
    land(project, [inbox])
    land(project)
    assert cells(landed()) == [("R0A", "2", 2)]
    (inbox / "beds-2024-25.csv").unlink()
    land(project)
    assert cells(landed()) == [("R0A", "1", 2)]


def test_a_vanished_file_leaves_the_landing(project, publishes, landed):
    publishes(HEADER + "R0A,1\n", "beds-2023-24.csv")
    path = publishes(HEADER + "R0A,2\n")
    land(project)
    path.unlink()
    result = land(project)
    assert [entry.file_name for entry in result.removed] == ["beds-2024-25.csv"]
    assert cells(landed()) == [("R0A", "1", 2)]
    assert len(landed("landing.manifest")) == 1


def test_landing_one_folder_leaves_what_came_from_another(project, publishes, landed):
    publishes(HEADER + "R0A,1\n", "a/beds-2023-24.csv")
    publishes(HEADER + "R0A,2\n", "b/beds-2024-25.csv")
    land(project, [project.returns / "a"])
    land(project, [project.returns / "b"])
    assert len(landed()) == 2


def test_a_refused_re_issue_leaves_what_was_landed(project, publishes, landed):
    publishes(HEADER + "R0A,1\n")
    land(project)
    publishes("<html>not found</html>")
    assert land(project).refused
    assert cells(landed()) == [("R0A", "1", 2)]


def test_what_a_cut_short_landing_left_is_cleared(project, publishes, landed):
    publishes(HEADER + "R0A,1\n")
    land(project)
    folder = project.landing / "beds" / "quarterly"
    (folder / "0123456789abcdef.parquet").write_bytes(next(folder.glob("*.parquet")).read_bytes())
    (folder / "0123456789abcdef.new").write_bytes(b"half")
    land(project)
    assert len(landed()) == 1
    assert not list(folder.glob("*.new"))


def test_a_return_that_is_not_landed_is_an_empty_table_with_its_columns(project, landed):
    result = land(project)
    assert {"beds.quarterly", "codes.trusts"} <= {table.label for table in result.not_landed}
    assert landed() == []
    assert landed("landing.manifest") == []


@pytest.mark.parametrize("name", ["beds-2024-25.csv", "[1]'; drop.csv", "a\nb*.csv"])
def test_no_file_name_is_read_as_a_pattern_or_as_sql(project, publishes, landed, name):
    source = project.staging / "small" / "_small__sources.yml"
    files = '"beds-(?P<year>\\\\d{4}-\\\\d{2})( \\\\(1\\\\))?\\\\.csv"'
    source.write_text(source.read_text().replace(files, '"(?P<part>(?s:.+))\\\\.csv"'))
    publishes(HEADER + "R0A,1\n", name)
    assert not land(project).refused
    assert [(row["_file"], row["_part"]) for row in landed()] == [(name, name[:-4])]


def test_a_path_that_does_not_exist_says_so(project, tmp_path):
    with pytest.raises(TrustValueError, match="does not exist"):
        land(project, [tmp_path / "nowhere"])


def test_a_declaration_that_cannot_be_read_names_its_file(project):
    source = project.staging / "small" / "_small__sources.yml"
    source.write_text(source.read_text().replace("stop: blank", "stop: somewhere"))
    with pytest.raises(TrustValueError, match=r"_small__sources\.yml: beds\.quarterly"):
        land(project)


def test_the_landed_record_holds_no_path_outside_the_record(project, publishes, landed):
    publishes(HEADER + "R0A,1\n")
    land(project)
    assert not any(str(project.root) in str(row) for row in landed("landing.manifest"))
    assert os.fspath(project.root) not in project.landing_record.read_text()


def test_a_file_that_was_moved_stays_landed(project, publishes, landed):
    path = publishes(HEADER + "R0A,1\n", "a/beds-2024-25.csv")
    land(project)
    (project.returns / "b").mkdir()
    path.rename(project.returns / "b" / path.name)
    result = land(project)
    assert (result.new, result.removed) == ([], [])
    assert cells(landed()) == [("R0A", "1", 2)]


def test_a_large_file_lands_in_little_memory(project, publishes):
    note = "n" * 1_000
    rows = [f"R{number:05},{number},{note}\n" for number in range(40_000)]
    path = publishes("".join(["Org Code,Available,Note\n", *rows]))
    tables = read_declared(project.staging)
    connection = duck.connect()
    connection.execute("set memory_limit = '150MB'")
    converter = Converter(tables, project.landing, read_readable(project.root, tables), connection)
    outcome = converter.convert(Job(path, path.name, "0" * 64, is_bundled=True))
    assert not outcome.refused
    assert [entry.rows_landed for entry in outcome.entries] == [len(rows)]
