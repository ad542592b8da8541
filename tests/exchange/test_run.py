"""Files become records, once per row."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest

from chalicelib.crm import Crm
from chalicelib.errors import Conflict, Unavailable
from chalicelib.exchange import run, service, source
from chalicelib.records import service as records
from chalicelib.records.objects import Record
from chalicelib.records.permissions import Actor
from chalicelib.store import keys
from tests import installation
from tests.exchange.conftest import shared
from tests.installation import World

Imported = Callable[..., Record]
Stored = Callable[[str], list[Record]]
Upload = Callable[..., str]
TWO = "First Name,Last Name,Email\r\nAda,Lovelace,ada@example.com\r\nAlan,Turing,alan@example.com\r\n"


def failed(crm: Crm, id: str) -> list[dict[str, str]]:
    """The file of failed rows."""
    content = crm.files.get(crm.settings.files_bucket, source.key(id, "failed.csv")).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content, newline="")))


def counts(record: Record) -> tuple[int, ...]:
    return tuple(record[name] for name in ("rows", "done", "created", "updated", "skipped", "failed"))


def test_rows_become_leads(imported: Imported, stored: Stored) -> None:
    record = imported(TWO)
    assert (record["state"], counts(record)) == ("done", (2, 2, 2, 0, 0, 0))
    assert [lead["emails"][0]["value"] for lead in stored("lead")] != []
    assert {lead["last_name"] for lead in stored("lead")} == {"Lovelace", "Turing"}
    assert record["errors_url"] is None
    assert record["mapping"] == {"First Name": "first_name", "Last Name": "last_name", "Email": "emails"}


def test_contacts_and_companies(imported: Imported, stored: Stored) -> None:
    assert imported(TWO, "contacts")["created"] == 2
    assert imported("Name,Domain\nAcme,acme.example\nBolt,bolt.example\n", "companies")["created"] == 2
    assert {company["name"] for company in stored("company")} == {"Acme", "Bolt"}


def test_several_parts_and_every_row_once(imported: Imported, stored: Stored) -> None:
    lines = "".join(f"Name{number},n{number}@example.com\n" for number in range(25))
    with patch.object(source, "PART_ROWS", 10):
        record = imported("Last Name,Email\n" + lines)
    assert counts(record) == (25, 25, 25, 0, 0, 0)
    assert len(stored("lead")) == 25


def test_failed_rows_are_told(crm: Crm, imported: Imported) -> None:
    record = imported("Last Name,Email,Note\nA,no address,=1+1\nB,b@example.com,\nC,also none,x\n",
                      mapping={"Last Name": "last_name", "Email": "emails"})
    assert (record["created"], record["failed"], record["state"]) == (1, 2, "done")
    rows = failed(crm, record["id"])
    assert [(row["Last Name"], row["row"], row["Note"]) for row in rows] == [("A", "1", "'=1+1"), ("C", "3", "x")]
    assert rows[0]["errors"].startswith("Email: ")
    assert "failed" in record["errors_url"]


def test_the_files_of_an_import_speak_the_language_of_who_started_it(crm: Crm, admin: Actor, imported: Imported) -> None:
    records.update(crm, admin, crm.registry.named("user"), admin.id, {"locale": "de-AT"})
    crm.configuration.reload()
    record = imported("Last Name,Email\nA,no address\n", mapping={"Last Name": "last_name", "Email": "emails"})
    assert failed(crm, record["id"]) == [{"Last Name": "A", "Email": "no address", "Zeile": "1",
                                          "Fehler": "Email: Bitte eine E-Mail-Adresse wie ann@example.com"}]


def test_failed_rows_of_several_parts_are_one_file(crm: Crm, imported: Imported) -> None:
    with patch.object(source, "PART_ROWS", 2):
        record = imported("Last Name,Email\n" + "".join(f"N{number},nothing\n" for number in range(5)),
                          mapping={"Last Name": "last_name", "Email": "emails"})
    assert [row["row"] for row in failed(crm, record["id"])] == ["1", "2", "3", "4", "5"]


def test_a_duplicate_fails_in_the_file_and_in_the_table(crm: Crm, imported: Imported, stored: Stored) -> None:
    imported(TWO)
    record = imported(TWO + "Ann,New,ann@example.com\r\nAnn,Again,ANN@example.com\r\n")
    assert counts(record) == (4, 4, 1, 0, 0, 3)
    assert [row["row"] for row in failed(crm, record["id"])] == ["1", "2", "4"]
    assert "already a lead with this email" in failed(crm, record["id"])[0]["errors"]
    assert len(stored("lead")) == 3


def test_upsert_changes_the_known_lead(imported: Imported, stored: Stored) -> None:
    imported(TWO)
    record = imported("Email,Company,Phone\nada@example.com,Engines,+14155550123\nalan@example.com,,\n"
                      "grace@example.com,Navy,\n", mode="upsert")
    assert counts(record) == (3, 3, 1, 1, 1, 0)
    ada = next(lead for lead in stored("lead") if lead.get("last_name") == "Lovelace")
    assert (ada["company"], ada["phones"][0]["value"], ada["version"]) == ("Engines", "+14155550123", 2)


def test_upsert_refuses_what_belongs_to_two(crm: Crm, imported: Imported) -> None:
    imported("Last Name,Email,Phone\nA,a@example.com,\nB,,+14155550123\n")
    record = imported("Email,Phone\na@example.com,+14155550123\n", mode="upsert")
    assert counts(record) == (1, 1, 0, 0, 0, 1)
    record = imported("Email,Phone\nnew@example.com,+14155550123\n", mode="upsert", key="email")
    assert counts(record) == (1, 1, 0, 0, 0, 1)


def test_rows_without_any_mapped_cell_are_skipped(imported: Imported) -> None:
    assert counts(imported("Last Name,Other\nA,1\n,2\n")) == (2, 2, 1, 0, 1, 0)


def test_a_repeated_part_changes_nothing(world: World, crm: Crm, imported: Imported, stored: Stored) -> None:
    with patch.object(source, "PART_ROWS", 1):
        record = imported(TWO)
    before = stored("lead")
    crm.table.write(_again(crm, record["id"]))
    run.run(crm, {"import": record["id"], "part": 0})
    run.run(crm, {"import": record["id"], "part": 0})
    world.work("jobs")
    after = crm.table.get(keys.record(record["id"])) or {}
    assert (after["state"], after["created"], after["done"], after["failed"]) == ("done", 2, 2, 0)
    assert [lead["version"] for lead in stored("lead")] == [lead["version"] for lead in before] == [1, 1]


def _again(crm: Crm, id: str) -> Any:
    """The import as it stood before its first part."""
    from chalicelib.store.table import Put
    item = crm.table.get(keys.record(id)) or {}
    fresh = {"state": "running", "part": 0, **dict.fromkeys(("done", "created", "failed"), 0)}
    return Put({**{name: value for name, value in item.items() if name != "finished_at"}, **fresh})


def test_a_repeated_upsert_is_counted_the_same(world: World, crm: Crm, imported: Imported, stored: Stored) -> None:
    imported(TWO)
    record = imported("Email,Company\nada@example.com,Engines\n", mode="upsert")
    item = _again(crm, record["id"]).item | {"updated": 0}
    crm.table.write(type(_again(crm, record["id"]))(item))
    run.run(crm, {"import": record["id"], "part": 0})
    world.work("jobs")
    assert (crm.table.get(keys.record(record["id"])) or {})["updated"] == 1
    assert max(lead["version"] for lead in stored("lead")) == 2


def test_an_outage_goes_on_later(crm: Crm, admin: Actor, upload: Callable[..., str], world: World) -> None:
    id = upload(TWO)
    service.start(crm, admin, id, {})
    with patch.object(source, "head", side_effect=Unavailable()), patch.object(run, "send") as later:
        world.work("jobs")
    assert (later.call_args.args[1], later.call_args.kwargs) == (id, {"tries": 1, "delay": 20})
    run.run(crm, {"import": id, "part": None, "tries": 1})
    world.work("jobs")
    assert service.find(crm, admin, id)["state"] == "done"


def test_an_outage_ends_somewhere(crm: Crm, admin: Actor, upload: Callable[..., str], world: World) -> None:
    id = upload(TWO)
    service.start(crm, admin, id, {})
    with patch.object(source, "head", side_effect=Unavailable()):
        run.run(crm, {"import": id, "part": None, "tries": run.PATIENCE})
    assert "did not answer" in service.find(crm, admin, id)["message"]
    assert service.find(crm, admin, id)["state"] == "failed"


def test_cancel_stops_between_parts(crm: Crm, admin: Actor, upload: Callable[..., str], stored: Stored) -> None:
    id = upload("Last Name,Email\nA,a@example.com\nB,none\nC,c@example.com\n")
    service.start(crm, admin, id, {})
    with patch.object(source, "PART_ROWS", 2):
        run.run(crm, {"import": id, "part": None})
    run.run(crm, {"import": id, "part": 0})
    assert service.cancel(crm, admin, id)["state"] == "cancelled"
    run.run(crm, {"import": id, "part": 1})
    record = service.shown(crm, admin, service.find(crm, admin, id))
    assert (record["state"], counts(record), len(stored("lead"))) == ("cancelled", (3, 2, 1, 0, 0, 1), 1)
    assert record["errors_url"]


def test_started_twice_is_started_once(world: World, crm: Crm, admin: Actor, upload: Callable[..., str],
                                       stored: Stored) -> None:
    id = upload(TWO)
    service.start(crm, admin, id, {})
    service.start(crm, admin, id, {})
    world.work("jobs")
    assert service.start(crm, admin, id, {})["created"] == 2
    assert len(stored("lead")) == 2


def test_progress_shows_within_a_part(crm: Crm, admin: Actor, upload: Callable[..., str]) -> None:
    id = upload("Last Name,Email\n" + "".join(f"N{number},n{number}@example.com\n" for number in range(250)))
    service.start(crm, admin, id, {})
    run.run(crm, {"import": id, "part": None})
    with patch.object(run.failures, "keep"), patch.object(run, "_changed", wraps=run._changed) as changed:
        run.run(crm, {"import": id, "part": 0})
    assert changed.call_count == 2
    run._changed(crm, id, lambda now: {"part": 1, "ahead": {"created": 5, "done": 5}})
    assert service.shown(crm, admin, service.find(crm, admin, id))["done"] == 255


@pytest.mark.parametrize(("content", "words"), [
    (b"", "empty"), (b"\xef\xbb\xbf", "empty"), (b"a@example.com,b\nc@example.com,d\n", "column names"),
    (b"Email\n", "no rows"), (b"PK\x03\x04" + bytes(200), "Excel"), (b"\xd0\xcf\x11\xe0" + bytes(600), ".xls format"),
    (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "remove the password"),
    (b"Ada,+49 30 1234567\nBob,+49 30 7654321\n", "column names"), (b"BEGIN:VCARD\r\nEND:VCARD\r\n", "no cards"), (bytes(range(256)) * 40, "text file"),
    (b"Nothing,Known\n1,2\n", "Map at least one column")])
def test_a_broken_file_says_what_to_do(imported: Imported, content: bytes, words: str) -> None:
    record = imported(content)
    assert record["state"] == "failed"
    assert words in record["message"]


def test_without_a_file_nothing_starts(crm: Crm, admin: Actor) -> None:
    id = service.create(crm, admin, {"object": "leads"}).record["id"]
    with pytest.raises(Conflict, match="Upload the file first"):
        service.start(crm, admin, id, {})


@pytest.mark.parametrize("gone", ["source", "rows/000000.jsonl"])
def test_a_file_that_is_gone_ends_the_import_with_what_to_do(world: World, admin: Actor, upload: Upload, gone: str) -> None:
    id = upload(TWO)
    service.start(world.crm, admin, id, {})
    if gone != "source":
        run.run(world.crm, {"import": id, "part": None})
    installation.client("s3").delete_object(Bucket=world.crm.settings.files_bucket, Key=source.key(id, gone))
    world.work("jobs")
    record = service.find(world.crm, admin, id)
    assert (record["state"], record["message"]) == (
        "failed", "The uploaded file is no longer there. Upload it in a new import.")


def test_who_started_it_is_told_once(imported: Imported, stored: Stored) -> None:
    record = imported(TWO)
    found = [each for each in stored("notification") if each["kind"] == "import_finished"]
    assert [(each["body"], each["user_id"], each["mail"]) for each in found] == [
        ("2 created, 0 updated, 0 skipped, 0 failed", record["created_by"], False)]


def test_a_salesforce_export(crm: Crm, imported: Imported, stored: Stored) -> None:
    record = imported(shared("contacts/salesforce_export/Lead.csv"))
    assert (record["rows"], record["created"] + record["failed"]) == (60, 60), json.dumps(record)
    wrong = {row["errors"] for row in warned(crm, record["id"])}
    assert (record["created"], record["warned"]) == (60, 10), wrong
    assert all(error.startswith("Phone, Home_Phone__c: Must be a phone number") for error in wrong)
    leads = stored("lead")
    assert all(lead.get("owner_id") or lead["status"] == "new" for lead in leads)
    assert {lead["country"] for lead in leads} == {"US"}


def test_web_leads_without_names(imported: Imported, stored: Stored) -> None:
    head = b"\n".join(shared("leads/x_education_leads_train.csv").split(b"\n")[:41]) + b"\n"
    record = imported(head, mapping={"Lead Source": "source", "Country": "country", "City": "city"})
    assert (record["rows"], record["created"] + record["failed"] + record["skipped"]) == (40, 40)
    assert "IN" in {lead.get("country") for lead in stored("lead")}


def test_hostile_cells(crm: Crm, imported: Imported, stored: Stored) -> None:
    strings = json.loads(shared("hostile/naughty_strings.json"))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["Last Name", "Email", "Message"])
    writer.writerows([string[:80], f"n{number}@example.com", string] for number, string in enumerate(strings))
    writer.writerow(["Long", "long@example.com", "x" * 100_000])
    writer.writerow(["Nul\0l", "nul@example.com", "\0"])
    record = imported(text.getvalue().encode("utf-8", "replace"))
    assert record["state"] == "done"
    assert record["created"] + record["failed"] + record["skipped"] == record["rows"] == len(strings) + 2
    assert record["failed"] <= 5, failed(crm, record["id"])
    assert not any("\0" in json.dumps(lead, default=str) for lead in stored("lead"))


BAD = "Last Name,Email,Phone,Mobile\nA,a@example.com,+49 30 901820,777\nB,,12,\nC,wrong,123,\nD,a@example.com,1,\n"


def warned(crm: Crm, id: str) -> list[dict[str, str]]:
    """The file of rows that lost a value."""
    content = crm.files.get(crm.settings.files_bucket, source.key(id, "warned.csv")).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content, newline="")))


def test_a_number_that_nobody_can_dial_does_not_cost_the_row(world: World, imported: Imported, stored: Stored) -> None:
    record = imported(BAD, "contacts")
    assert (counts(record), record["warned"]) == ((4, 4, 2, 0, 0, 2), 2)
    assert [(each["last_name"], [phone["value"] for phone in each.get("phones") or []]) for each in sorted(
        stored("contact"), key=lambda each: str(each["last_name"]))] == [("A", ["+4930901820"]), ("B", [])]
    assert [(row["Last Name"], row["Mobile"], row["row"]) for row in warned(world.crm, record["id"])] == [("A", "777", "1"), ("B", "", "2")]
    assert "Mobile" in warned(world.crm, record["id"])[0]["errors"] and "warned.csv" in record["warnings_url"]
    told = {row["Last Name"]: row["errors"] for row in failed(world.crm, record["id"])}
    assert "Email" in told["C"] and "Phone" in told["C"] and "already" in told["D"] and "Phone" in told["D"]
    world.settle()
    assert world.differences() == []


def test_a_part_that_comes_twice_tells_of_lost_values_again(crm: Crm, admin: Actor, upload: Upload) -> None:
    id = upload(BAD, "contacts")
    service.start(crm, admin, id, {})
    run.run(crm, {"import": id})
    with patch.object(run, "_changed", lambda *_args, **_more: False):  # it dies before it could say so
        run.run(crm, {"import": id, "part": 0})
    run.run(crm, {"import": id, "part": 0})
    run.run(crm, {"import": id, "part": 1})
    record = service.find(crm, admin, id)
    assert (record["warned"], record["created"], len(warned(crm, id))) == (2, 2, 2)


def test_a_preview_tells_what_will_be_left_out(crm: Crm, admin: Actor, upload: Upload) -> None:
    row = service.preview(crm, admin, upload(BAD, "contacts"), None)["rows"][0]
    assert row["errors"] == [] and {each["code"] for each in row["warnings"]} == {"invalid_phone"}
    assert [each["value"] for each in row["values"]["phones"]] == ["+4930901820"]
