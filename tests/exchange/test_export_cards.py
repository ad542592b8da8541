"""vCards by the letter of RFC 6350."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.exchange.export_cards import card, escaped, folded
from chalicelib.records.imports import vcard_files

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"]), min_size=1, max_size=200)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=400))
def test_a_line_is_folded_between_letters_and_unfolds_to_itself(text: str) -> None:
    line = f"NOTE:{escaped(text)}"
    lines = folded(line).split(b"\r\n")
    assert all(len(each) <= 75 and each.decode() is not None for each in lines)
    assert folded(line).replace(b"\r\n ", b"").removesuffix(b"\r\n").decode() == line


@given(TEXT, TEXT, TEXT)
def test_names_read_back(first: str, last: str, company: str) -> None:
    raw = card({"id": "con_1", "first_name": first, "last_name": last}, "x", company)
    ((_number, cells),) = vcard_files.rows([raw], "utf-8")
    assert (cells["First Name"], cells["Last Name"], cells["Company"]) == (first, last, company)


def test_a_line_break_begins_no_property() -> None:
    raw = card({"id": "con_1", "last_name": "x\r\nTEL:1", "tags": ["a,b", "c"]}, "x\nEND:VCARD", "")
    assert b"\nTEL" not in raw and raw.count(b"\r\nEND:VCARD\r\n") == 1
    assert b"CATEGORIES:a\\,b,c\r\n" in raw
