"""vCards of real programs become rows."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.records.imports import vcard_files
from chalicelib.records.imports.vcard_lines import LONGEST, lines

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "contacts" / "vcard"


def read(raw: bytes, size: int = 0) -> list[dict[str, str]]:
    pieces = [raw[at:at + size] for at in range(0, len(raw), size)] if size else [raw]
    return [cells for _number, cells in vcard_files.rows(pieces, vcard_files.charset_of(raw))]


def card(*properties: str, version: str = "3.0") -> bytes:
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *properties, "END:VCARD", ""]).encode()


@pytest.mark.skipif(not DATA.exists(), reason="needs the shared test data")
@pytest.mark.parametrize(("name", "count", "expected"), [
    ("John_Doe_ANDROID.vcf", 6, {"Email": "john.doe@company.com (primary)", "Categories": "My Contacts"}),
    ("John_Doe_EVOLUTION.vcf", 1, {"Middle Name": "Richter, James", "Phone": "905-666-1234 (mobile) ::: 905-555-1234 (work)",
                                   "Website": "http://www.ibm.com", "Country": "United States of America"}),
    ("John_Doe_GMAIL.vcf", 1, {"Last Name": "Doe", "Name Suffix": "Sr.", "Birthday": "1980-03-22"}),
    ("John_Doe_MS_OUTLOOK.vcf", 1, {"Company": "IBM", "Department": "Accounting", "Birthday": "1980-03-22"}),
    ("fullcontact.vcf", 1, {"First Name": "FirstName", "Company": "Organization1", "Notes": "Notes line 1\nNotes line 2"}),
    ("gmail-list.vcf", 3, {"First Name": "Arnold", "Last Name": "Smith", "Email": "asmithk@gmail.com"}),
    ("gmail-single.vcf", 1, {"Phone": "555 555 1111 (mobile) ::: 555 555 2222", "Nickname": "Gman"}),
    ("outlook-2003.vcf", 1, {"Company": "Company, The", "Fax": "BusinessFaxPhone (work)", "Address Line 2": "TheOffice",
                             "Notes": "This is the note field!!\nSecond line\n\nThird line is empty"}),
    ("rfc2426-example.vcf", 2, {"First Name": "Frank", "Last Name": "Dawson", "City": "Raleigh", "Region": "NC"}),
    ("rfc6350-example.vcf", 1, {"Language": "fr", "Postal Code": "G1V 2M2",
                                "Phone": "+1-418-656-9254 (work, primary) ::: +1-418-262-6501 (mobile)"})])
def test_every_real_file_reads(name: str, count: int, expected: dict[str, str]) -> None:
    raw = (DATA / name).read_bytes()
    found = read(raw)
    assert vcard_files.is_vcard(raw) and len(found) == count
    assert expected.items() <= found[0].items()
    assert read(raw, 7) == found


def test_character_sets() -> None:
    latin = "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=ISO-8859-1:Müller;Jörg\r\nEND:VCARD\r\n".encode("latin-1")
    quoted = card("N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;J=F6rg", version="2.1")
    wide = card("N:Müller;Jörg").decode().encode("utf-16")
    marked = b"\xef\xbb\xbf" + card("N:Müller;Jörg")
    for raw in (latin, quoted, wide, marked):
        assert vcard_files.is_vcard(raw)
        assert read(raw) == [{"First Name": "Jörg", "Last Name": "Müller"}]


def test_a_soft_line_break_of_quoted_printable() -> None:
    raw = card("NOTE;ENCODING=QUOTED-PRINTABLE:one=20=", "two=0D=0A=", "three", "FN:A B", version="2.1")
    assert read(raw) == [{"First Name": "A", "Last Name": "B", "Notes": "one two\nthree"}]


def test_names_without_parts() -> None:
    assert read(card("FN:Ann van der Lee")) == [{"First Name": "Ann van der", "Last Name": "Lee"}]
    assert read(card("FN:Acme GmbH", "ORG:Acme GmbH", "N:;;;;")) == [{"Company": "Acme GmbH"}]
    assert read(card("FN:ann@example.com", "EMAIL:ann@example.com")) == [{"Email": "ann@example.com"}]


def test_photos_are_left_out_and_cost_no_memory() -> None:
    photo = "PHOTO;ENCODING=b;TYPE=JPEG:" + "A" * 5 * LONGEST
    folded = ["PHOTO;ENCODING=b:", *(" " + "B" * 74 for _ in range(10_000))]
    assert read(card("FN:A B", photo, *folded, "TITLE:Dr"), 65_536) == [
        {"First Name": "A", "Last Name": "B", "Job Title": "Dr"}]


def test_a_card_that_was_cut_off_and_one_within_another() -> None:
    agent = card("FN:A B", "AGENT:", "BEGIN:VCARD", "FN:Inner One", "END:VCARD", "TITLE:Dr")
    assert read(agent) == [{"First Name": "A", "Last Name": "B", "Job Title": "Dr"}]
    assert read(card("FN:A B").partition(b"END")[0]) == [{"First Name": "A", "Last Name": "B"}]
    assert read(card("X-NOTHING:here")) == []


@pytest.mark.parametrize("head", [b"", b"Name,Email\n", b"BEGIN:VCALENDAR\r\n", b"PK\x03\x04"])
def test_other_files_are_none(head: bytes) -> None:
    assert not vcard_files.is_vcard(head)


@given(st.binary(max_size=300), st.integers(1, 50))
def test_nothing_raises_and_pieces_do_not_matter(raw: bytes, size: int) -> None:
    whole = b"BEGIN:VCARD\r\n" + raw + b"\r\nEND:VCARD\r\n"
    pieces = [whole[at:at + size] for at in range(0, len(whole), size)]
    assert list(lines(pieces, "utf-8")) == list(lines([whole], "utf-8"))
    read(whole)
