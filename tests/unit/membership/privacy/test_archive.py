"""An export is a ZIP file that any program opens, whatever is in it."""

import csv
import io
import json
import zipfile
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kit.spreadsheet import BOM, harmless
from membership.privacy.archive import Archive

NOW = datetime(2026, 11, 11, 20, tzinfo=UTC)
values = st.one_of(st.none(), st.integers(-(2**53), 2**53), st.booleans(), st.text(max_size=40))
rows = st.lists(st.fixed_dictionaries({"a": values, "b": values}), max_size=8)


def opened(archive: Archive, parts: list[bytes]) -> zipfile.ZipFile:
    archive.close()
    return zipfile.ZipFile(io.BytesIO(b"".join([*parts, archive.take()])))


@given(st.lists(rows, max_size=4))
def test_rows_are_read_as_they_were_added_wherever_it_was_cut(pages: list[list[Any]]) -> None:
    archive = Archive(NOW)
    parts = []
    archive.begin("things.json", ("b", "a"))
    for each in pages:
        archive.add(each)
        parts.append(archive.take())
    archive.end()
    with opened(archive, parts) as file:
        assert json.loads(file.read("things.json")) == [row for each in pages for row in each]


@given(rows)
def test_a_table_has_its_columns_and_nothing_that_is_computed(added: list[Any]) -> None:
    archive = Archive(NOW)
    archive.begin("things.csv", ("a", "b"))
    archive.add(added)
    archive.end()
    with opened(archive, []) as file:
        text = file.read("things.csv").decode().removeprefix(BOM)
    read = list(csv.DictReader(io.StringIO(text, newline="")))
    texts = [row["a"] for row in added]
    assert [row["a"] for row in read] == [
        harmless(value) if isinstance(value, str) else "" if value is None else str(value)
        for value in texts
    ]


def test_a_time_is_told_in_utc() -> None:
    archive = Archive(NOW)
    archive.begin("things.csv", ("at",))
    archive.add([{"at": NOW}])  # type: ignore[list-item]
    archive.end()
    with opened(archive, []) as file:
        assert "2026-11-11T20:00:00+00:00" in file.read("things.csv").decode()
