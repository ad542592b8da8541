"""Files cut into parts lose nothing."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.exchange import source
from chalicelib.records.imports.csv_files import Dialect, rows

PLACE = {"a": 0, "b": 1, "c": 2}
CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters='"\r\n,'), max_size=8)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=5), max_size=20))
def test_rows_come_out_of_their_part_as_they_went_in(table: list[list[str]]) -> None:
    content = "\n".join(["a,b,c", *(",".join(cells) for cells in table)]).encode()
    found = list(rows([content], Dialect()))
    lines = [line for part in source._parts(found, PLACE) for line in part]
    read = [source._row(["a", "b", "c"], line) for line in lines]
    assert [(row.number, row.cells) for row in read] == found


def test_a_part_is_bounded_by_rows_and_by_letters() -> None:
    short = source._parts(((number, {"a": "x"}) for number in range(1, source.PART_ROWS * 2 + 2)), PLACE)
    assert [len(part) for part in short] == [source.PART_ROWS, source.PART_ROWS, 1]
    long = source._parts(((number, {"a": "x" * 100_000}) for number in range(1, 61)), PLACE)
    assert max(sum(map(len, part)) for part in long) < source.PART_LETTERS + 200_000


def test_the_head_of_a_longer_file_leaves_out_the_row_that_was_cut_off() -> None:
    head = source.look(b"Name,City\nAda,London\nAlan,Man", 300)
    assert ([row.cells["Name"] for row in head.rows], head.estimated) == (["Ada"], True)


def test_a_few_odd_letters_are_a_dirty_file() -> None:
    content = b"Name\nA\0da\x01\nB\n"
    head = source.look(content, len(content))
    assert (len(head.rows), head.total, head.columns) == (2, 2, ("Name",))


def test_utf_16_is_text() -> None:
    content = "Name\tCity\nAda\tLondon\n".encode("utf-16")
    assert source.look(content, len(content)).columns == ("Name", "City")


def test_parts_are_plain_json() -> None:
    (line,), = source._parts([(7, {"a": "ü", "": "more"})], PLACE)
    assert json.loads(line) == [7, ["ü", "more"], True]
