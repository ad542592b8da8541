"""Workbooks and vCards are imported as CSV files are; odd tables have a clear outcome."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook

from chalicelib.crm import Crm
from chalicelib.errors import Invalid
from chalicelib.exchange import formats, service
from chalicelib.records.objects import Record
from chalicelib.records.permissions import Actor
from tests.exchange.conftest import shared
from tests.exchange.test_run import counts, failed

Imported = Callable[..., Record]
Stored = Callable[[str], list[Record]]
Upload = Callable[..., str]


def workbook(*rows: list[Any]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def test_a_workbook(crm: Crm, admin: Actor, imported: Imported, upload: Upload, stored: Stored) -> None:
    raw = workbook(["Exported on 1 May"], [], ["First Name", "Last Name", "E-mail", "Phone"],
                   ["Ada", "Lovelace", "ada@x.example", 4930901820.0], [None, None, None, None], ["Alan", "Turing", "wrong"])
    seen = service.preview(crm, admin, upload(raw, options={"region": "DE"}), None)
    assert (seen["total"], seen["estimated"], seen["columns"][0], len(seen["rows"])) == (2, False, "First Name", 2)
    record = imported(raw, options={"region": "DE"})
    assert counts(record) == (2, 2, 1, 0, 0, 1)
    assert stored("lead")[0]["phones"][0]["typed"] == "4930901820"
    assert failed(crm, record["id"])[0]["row"] == "2"


def test_a_long_workbook_is_counted_by_what_it_says_of_itself(crm: Crm, admin: Actor, upload: Upload) -> None:
    raw = workbook(["Last Name"], *([f"N{number}"] for number in range(500)))
    seen = service.preview(crm, admin, upload(raw), None)
    assert (seen["total"], seen["estimated"]) == (500, True)


def test_a_bomb_is_refused_with_what_to_do(imported: Imported) -> None:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"<workbook/>")
        packed.writestr("xl/worksheets/sheet1.xml", bytes(250_000_000))
    record = imported(into.getvalue())
    assert (record["state"], "Save the sheet as CSV" in record["message"]) == ("failed", True)


@pytest.mark.parametrize("name", [
    "gmail-list.vcf", "gmail-single.vcf", "John_Doe_EVOLUTION.vcf", "rfc2426-example.vcf", "rfc6350-example.vcf",
    "John_Doe_GMAIL.vcf", "fullcontact.vcf", "outlook-2003.vcf", "John_Doe_MS_OUTLOOK.vcf"])
def test_cards_become_contacts(crm: Crm, imported: Imported, stored: Stored, name: str) -> None:
    record = imported(shared(f"contacts/vcard/{name}"), "contacts", options={"create_missing": True})
    assert (record["state"], record["rows"]) == ("done", record["created"]), failed(crm, record["id"])
    assert all(contact.get("emails") for contact in stored("contact"))


def test_a_cards_wrong_number_is_told(crm: Crm, imported: Imported) -> None:
    record = imported("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:A B\r\nTEL:12345\r\nEND:VCARD\r\n", "contacts")
    assert (counts(record), record["warned"]) == ((1, 1, 1, 0, 0, 0), 1), "the row is kept without the number"


def test_four_hundred_columns(imported: Imported, stored: Stored, crm: Crm, admin: Actor, upload: Upload) -> None:
    names = ["Last Name", *(f"Column {number} " + "x" * 400 for number in range(399))]
    content = ",".join(names) + "\n" + ",".join(f"v{number}" for number in range(400)) + "\n"
    assert len(service.preview(crm, admin, upload(content), None)["columns"]) == 400
    record = imported(content)
    assert (counts(record), record["mapping"]) == ((1, 1, 1, 0, 0, 0), {"Last Name": "last_name"})
    assert stored("lead")[0]["last_name"] == "v0"


def test_every_column_may_be_mapped(imported: Imported, stored: Stored) -> None:
    content = ",".join(f"T{number}" for number in range(400)) + ",Last Name\n" + ",".join(["x"] * 401) + "\n"
    record = imported(content, mapping={**{f"T{number}": "message" for number in range(400)}, "Last Name": "last_name"})
    assert counts(record) == (1, 1, 1, 0, 0, 0)


def test_columns_with_one_name_or_none(crm: Crm, admin: Actor, upload: Upload) -> None:
    seen = service.preview(crm, admin, upload("Last Name,Phone,Phone,,\nA,+4930901820,+4930901821,x,y\n"), None)
    assert seen["columns"] == ["Last Name", "Phone", "Phone (2)", "Column 4", "Column 5"]
    assert [path for path in seen["mapping"].values()] == ["last_name", "phones", "phones"]
    assert len(seen["rows"][0]["values"]["phones"]) == 2


def test_the_kind_is_told_by_the_content() -> None:
    assert formats.look(b"Name,B\nBEGIN:VCARD,x\n", 22).kind == "csv"
    assert formats.look(b"begin:vcard\nfn:A B\nend:vcard\n", 29).kind == "vcard"


NAMES = {"cp1251": "Иван;Петров", "cp1253": "Γιώργος;Παπαδόπουλος", "shift_jis": "太郎;山田", "gb18030": "伟;张三丰", "big5": "小明;陳大文",
         "cp1250": "Wałęsa;Gałąź"}


@pytest.mark.parametrize("encoding", NAMES)
def test_letters_that_cannot_be_told_are_refused(crm: Crm, admin: Actor, upload: Upload, encoding: str) -> None:
    raw = f"First Name;Last Name\n{NAMES[encoding]}\n{NAMES[encoding]}\n".encode(encoding)
    with pytest.raises(Invalid) as refused:
        service.preview(crm, admin, upload(raw, "contacts"), None)
    assert [error.code for error in refused.value.errors] == ["unknown_encoding"]


@pytest.mark.parametrize("text", [
    "José María Núñez;Ångström", "Œuvres „à“ l’été…;Straße – 5 €", "100 m³;½ º ª © ®", "d´Ångelo;Crème brûlée", "Bjørnæs;Åse Øyås", "«\u00a0À l’été\u00a0»;«\u00a0Été\u00a0»", "À;¿Qué?"])
def test_western_letters_are_read(crm: Crm, admin: Actor, upload: Upload, text: str) -> None:
    raw = f"First Name;Last Name\n{text}\nJörg;Müßig\n".encode("cp1252")
    seen = service.preview(crm, admin, upload(raw, "contacts", mapping={"First Name": "first_name", "Last Name": "last_name"}), None)
    assert seen["rows"][0]["values"]["last_name"] == text.partition(";")[2].replace("\u00a0", " ")


def test_a_stray_byte_spoils_no_other_letters(crm: Crm, admin: Actor, upload: Upload) -> None:
    raw = "First Name,Last Name\nÄnne,Müßig\nJörg,Çelik\n".encode() + b"Zo\xeb,Ende\n"
    seen = service.preview(crm, admin, upload(raw, "contacts"), None)
    assert [row["values"]["first_name"] for row in seen["rows"]] == ["Änne", "Jörg", "Zoë"]
