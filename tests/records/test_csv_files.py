"""CSV in and out: files that other programs wrote, broken ones, and cells that a spreadsheet would run."""

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chalicelib.records.imports.csv_cells import LONGEST_CELL, lines_of
from chalicelib.records.imports.csv_files import Cuts, Dialect, detect, guarded, rows, unguarded, write

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
SPECTRUM = sorted((DATA / "hostile" / "csv_spectrum" / "csvs").glob("*.csv"))
real = pytest.mark.skipif(not DATA.exists(), reason="the files of ../shared/data are not here")

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\ufeff"), max_size=12)
TABLES = st.integers(1, 5).flatmap(lambda width: st.lists(
    st.lists(TEXT, min_size=width, max_size=width).filter(any), max_size=6).map(lambda table: (width, table)))


def read(raw: bytes, dialect: Dialect | None = None) -> list[dict[str, str]]:
    return [cells for _, cells in rows([raw], dialect or detect(raw))]


@real
@pytest.mark.parametrize("path", SPECTRUM, ids=lambda path: path.stem)
def test_the_spectrum_becomes_its_json(path):
    # The stored files lost their CRLF line ends; what they hold is the same.
    wanted = (path.parents[1] / "json" / f"{path.stem}.json").read_text(encoding="utf-8").replace("\\r\\n", "\\n")
    assert read(path.read_bytes()) == json.loads(wanted)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_line_ends_and_chunks_do_not_matter(end, size):
    raw = f'a,b{end}1,"x{end}""y"""{end}{end}2,'.encode()
    chunks = [raw[at:at + size] for at in range(0, len(raw), size)]
    assert list(rows(chunks, Dialect())) == [(1, {"a": "1", "b": f'x{end}"y"'}), (2, {"a": "2", "b": ""})]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_dialects_are_detected(delimiter, encoding):
    raw = f'Vorname{delimiter}Firma\r\nJürgen{delimiter}"Müller, Söhne"\r\n'.encode(encoding)
    assert detect(raw).delimiter == delimiter
    assert read(raw) == [{"Vorname": "Jürgen", "Firma": "Müller, Söhne"}]


def test_the_delimiter_that_excel_states_is_taken():
    raw = b"sep=;\r\nName;Price\r\nA,B;1,5\r\n"
    assert detect(raw) == Dialect("utf-8", ";", 1)
    assert read(raw) == [{"Name": "A,B", "Price": "1,5"}]


def test_notes_above_the_header_are_passed_over():
    raw = (b'Notes:\n"When exporting your connection data, you may notice that some of the addresses, are missing"\n\n'
           b"First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
           b"Ann,Lee,,a@example.com,,,01 Jan 2024\n")
    assert detect(raw).header_row == 3
    assert read(raw)[0]["Connected On"] == "01 Jan 2024"


def test_a_single_column_stays_one():
    assert read(b"Email\na@example.com\nb@example.com; c@example.com\n" + b"d@example.com\n" * 9)[1] == {
        "Email": "b@example.com; c@example.com"}


def test_short_rows_end_early_and_surplus_is_kept():
    assert read(b"a,b,c\n1\n1,2,3,4,,5\n1,2,3\n", Dialect()) == [
        {"a": "1"}, {"a": "1", "b": "2", "c": "3", "": "4 ::: 5"}, {"a": "1", "b": "2", "c": "3"}]


def test_headers_are_made_different():
    found = read(b"Phone,Phone,,Phone (2)\n1,2,3,4\n", Dialect())
    assert list(found[0]) == ["Phone", "Phone (2)", "Column 3", "Phone (2) (2)"]


def test_blank_rows_are_not_counted():
    assert list(rows([b"a,b\n\n1,2\n,,\n  \n3,4\n"], Dialect())) == [
        (1, {"a": "1", "b": "2"}), (2, {"a": "  "}), (3, {"a": "3", "b": "4"})]


@pytest.mark.parametrize(("raw", "cells"), [
    ('5" pipe,x', ['5" pipe', "x"]), ('"5" pipe",x', ['5" pipe', "x"]), ('"Bob" Smith,x', ['Bob" Smith', "x"]),
    ('"Bob" Smith,"x"', ['Bob" Smith', "x"]), ('a,"b\n', ["a", '"b']), ('a\0b,"c\0"', ["a\0b", "c\0"]),
    ('"a ""b"" c",""', ['a "b" c', ""]), (' "a",b', [' "a"', "b"]),
])
def test_stray_quotes_and_nul_bytes_survive(raw, cells):
    assert list(read(b"h,i\n" + raw.encode(), Dialect())[0].values()) == cells


def test_an_unclosed_quote_does_not_swallow_the_rest():
    cuts = Cuts()
    raw = b'h,i\n"open,2\n' + b"3,4\n" * 100_000
    assert sum(1 for _ in rows([raw], Dialect(), cuts)) == 100_001
    assert cuts.notes == ['A quote that is never closed was taken as a letter: "open,2']


def test_many_unclosed_quotes_take_linear_time():
    assert sum(1 for _ in rows([b"h\n", b'"x""\n' * 150_000], Dialect())) > 100


@pytest.mark.parametrize("quote", [b"", b'"'])
def test_a_huge_cell_is_cut_and_noted(quote):
    cuts = Cuts()
    raw = b"h,i\n" + quote + b"x" * (LONGEST_CELL + 1) + quote + b",2\n3,4\n"
    found = [cells for _, cells in rows([raw], Dialect(), cuts)]
    assert [len(cells["h"]) for cells in found] == [LONGEST_CELL, 1]
    assert found[0]["i"] == "2"
    assert len(cuts.notes) == 1


def test_bytes_that_are_no_utf8_are_read_as_windows():
    assert read("a,b\nGrüße,".encode() + b"Gr\xfc\xdfe \x81\n", Dialect()) == [{"a": "Grüße", "b": "Grüße \ufffd"}]


@real
def test_the_salesforce_file_reads_whole():
    found = read((DATA / "contacts" / "salesforce_export" / "Lead.csv").read_bytes())
    assert len(found) == 60
    assert "Id" in found[0]
    assert json.loads(found[0]["Address"])["city"] == "East Kellyburgh"


@real
def test_short_outlook_rows_read_whole():
    raw = (DATA / "contacts" / "csv" / "outlook_like_shared_contacts.csv").read_bytes()
    assert [cells.get("Job Title") for cells in read(raw)] == ["Sales Planner", "Receptionist", "Supervisor"]


@real
@pytest.mark.parametrize("name", ["google_contacts_old", "linkedin_connections", "outlook_classic_92_columns"])
def test_headers_alone_are_a_file(name):
    raw = (DATA / "contacts" / "csv" / f"headers_only_{name}.csv").read_bytes()
    assert detect(raw).delimiter == ","
    assert read(raw) == []


def test_ten_thousand_rows_hold_only_what_is_being_read():
    taken = 0

    def chunks():
        nonlocal taken
        yield b"Name,Email\n"
        for number in range(10_000):
            taken += 1
            yield b"Person %d,p%d@example.com\n" % (number, number)

    for number, _ in rows(chunks(), Dialect()):
        assert taken - number <= 2
    assert number == 10_000


def spreadsheet(lines) -> list[list[str]]:
    return list(csv.reader(io.StringIO("".join(lines), newline="")))


@real
def test_no_payload_runs_in_a_spreadsheet():
    payloads = (DATA / "hostile" / "csv_injection_payloads.txt").read_text(encoding="utf-8").split("\n")
    cells = [row[0] for row in spreadsheet(write(["h"], ([payload] for payload in payloads if payload)))[1:]]
    assert len(cells) == 59
    assert not [cell for cell in cells if cell[0] in "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"]
    assert [unguarded(cell) for cell in cells] == [payload for payload in payloads if payload]


@pytest.mark.parametrize("text", [
    "-5", "+4930123456", "+49 (30) 123-456", "-1,234.56", "1+1", "-3.5e-7", "+5%", "", "'quoted'",
])
def test_harmless_cells_stay_as_they_are(text):
    assert guarded(text) == text


@pytest.mark.parametrize("text", [
    "-1+1", "+1+1", "=1", "+49 30+cmd|x", "@a", "\t=1", "\n=1", "\uff1d1", "'=1", "+", "-",
])
def test_what_might_run_gets_an_apostrophe(text):
    assert guarded(text) == "'" + text


@settings(deadline=None)
@given(TEXT | st.text("'=+-@1\t", max_size=5))
def test_guarding_is_undone(text):
    assert unguarded(guarded(text)) == text


@settings(deadline=None)
@given(TABLES)
@example((3, [['"', '"', '"']]))
def test_what_is_written_reads_back(table):
    width, lines = table
    header = [f"Column {number}" for number in range(width)]
    raw = "".join(write(header, lines)).encode("utf-8")
    found = [list(map(unguarded, cells.values())) for _, cells in rows([raw], detect(raw))]
    assert found == lines


@settings(deadline=None)
@given(TABLES)
def test_any_standard_reader_agrees(table):
    width, lines = table
    lines = [[cell.replace("\0", "") for cell in line] for line in lines]
    assert spreadsheet(write(["h"] * width, lines))[1:] == [list(map(guarded, line)) for line in lines]


@settings(deadline=None)
@given(st.binary(max_size=300) | st.text('",;\n\ra\0\xff').map(lambda text: text.encode("latin-1")))
def test_any_bytes_are_some_file(raw):
    for _, cells in rows([raw], detect(raw)):
        assert all(isinstance(cell, str) for cell in cells.values())


def test_a_long_line_takes_no_square_time() -> None:
    content = b"a" * 300_000  # a pattern that looked for whole lines at each letter took minutes
    assert detect(content).delimiter == ","
    assert len(list(lines_of([content.decode()], Cuts()))) == 1
