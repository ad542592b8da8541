"""Update and upsert of every type by any identity; existing values are kept, added to or replaced as the import says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.crm import Crm
from chalicelib.exchange import run, service
from chalicelib.exchange.identities import kinds
from chalicelib.records.objects import Record
from chalicelib.records.permissions import Actor, system
from chalicelib.records.work import Work
from chalicelib.store import keys
from chalicelib.store.table import Put
from tests.exchange.test_run import counts, failed
from tests.installation import World

Imported = Callable[..., Record]
Stored = Callable[[str], list[Record]]


def make(world: World, type: str, **values: Any) -> Record:
    work = Work(world.crm, system("test"))
    record = work.create(type, values, strict=False)
    work.commit()
    world.settle()
    return record


def emails(*values: str) -> list[Record]:
    return [{"value": value, "type": "work", "primary": not place} for place, value in enumerate(values)]


def phones(*values: str) -> list[Record]:
    return [{**entry, "typed": entry["value"]} for entry in emails(*values)]


def now(crm: Crm, record: Record) -> Record:
    return crm.table.get(keys.record(record["id"])) or {}


@pytest.mark.parametrize(("plural", "known"), [
    ("leads", {"id", "email", "phone"}), ("contacts", {"id", "email", "phone"}),
    ("companies", {"id", "domain", "phone", "name"}), ("tasks", {"id"}), ("notes", {"id"})])
def test_what_finds_records(crm: Crm, plural: str, known: set[str]) -> None:
    assert known <= set(kinds(crm.registry.plural(plural)))


@pytest.mark.parametrize(("key", "header", "cell"), [
    ("email", "Email", "Ada@X.example"), ("phone", "Phone", "+1 415 555 0123"), ("", "Email", "ada@x.example")])
@pytest.mark.parametrize("mode", ["update", "upsert"])
def test_contacts_by_email_and_phone(world: World, imported: Imported, key: str, header: str, cell: str,
                                     mode: str) -> None:
    ada = make(world, "contact", last_name="L", emails=emails("ada@x.example"), phones=phones("+14155550123"), job_title="Old")
    record = imported(f"{header},Job Title,First Name\n{cell},New,\n", "contacts", mode=mode, **({"key": key} if key else {}))
    assert counts(record) == (1, 1, 0, 1, 0, 0), record["message"]
    after = now(world.crm, ada)
    assert (after["job_title"], after["last_name"], after["version"]) == ("New", "L", 2)
    world.settle()
    assert world.differences() == []


def test_by_id(world: World, imported: Imported) -> None:
    note = make(world, "note", body="Old")
    lead = make(world, "lead", last_name="L", status="qualified")
    record = imported(f"Id,Body\n{note['id']},New\n{lead['id']},No\nnot_00000000000000000000000000,No\nx,No\n,No\n",
                      "notes", mode="upsert", key="id", mapping={"Id": "id", "Body": "body"})
    assert counts(record) == (5, 5, 1, 1, 0, 3)
    assert now(world.crm, note)["body"] == "New"
    record = imported(f"id,Status\n{lead['id']},disqualified\n", "leads", mode="update", key="id")
    assert (record["updated"], now(world.crm, lead)["status"]) == (1, "disqualified")


@pytest.mark.parametrize(("key", "row"), [("name", "ACME gmbh,"), ("domain", "Other,https://www.acme.example/about")])
def test_companies_by_name_and_domain(world: World, imported: Imported, stored: Stored, key: str, row: str) -> None:
    acme = make(world, "company", name="Acme GmbH", domain="acme.example")
    make(world, "company", name="Acme GmbH & Co", domain="more.example")
    record = imported(f"Name,Domain,Industry\n{row},Tools\nNew AG,new.example,Toys\n", "companies", mode="upsert", key=key)
    assert counts(record) == (2, 2, 1, 1, 0, 0)
    assert now(world.crm, acme)["industry"] == "Tools"
    assert len(stored("company")) == 3


def test_rows_of_one_file_that_share_a_name_are_one_company(imported: Imported, stored: Stored) -> None:
    record = imported("Name,Industry\nAcme,\nBolt,\nacme,Tools\n", "companies", mode="upsert", key="name")
    assert counts(record) == (3, 3, 2, 1, 0, 0)
    assert {company["name"]: company.get("industry") for company in stored("company")} == {"acme": "Tools", "Bolt": None}


def test_rows_of_one_file_that_share_an_email_are_one_contact(imported: Imported, stored: Stored) -> None:
    record = imported("Email,Job Title\na@x.example,One\nb@x.example,\na@x.example,Two\n", "contacts", mode="upsert")
    assert counts(record) == (3, 3, 2, 1, 0, 0)
    assert [contact.get("job_title") for contact in stored("contact")].count("Two") == 1


def test_several_matches_fail_with_their_number(world: World, imported: Imported) -> None:
    for name in "ab":
        make(world, "contact", last_name=name, phones=phones("+14155550123"))
    record = imported("Phone,Job Title\n+14155550123,New\n", "contacts", mode="upsert", key="phone")
    (row,) = failed(world.crm, record["id"])
    assert row["errors"] == "Phone: 2 contacts have this phone"


def test_two_emails_of_two_contacts(world: World, imported: Imported) -> None:
    for name in "ab":
        make(world, "contact", last_name=name, emails=emails(f"{name}@x.example"))
    record = imported("Email,E-mail 2,Job Title\na@x.example,b@x.example,New\n", "contacts", mode="update")
    assert "2 contacts have this email" in failed(world.crm, record["id"])[0]["errors"]


def test_an_update_makes_nothing_new(world: World, imported: Imported, stored: Stored) -> None:
    record = imported("Email,Last Name\nnobody@x.example,N\n,M\n", "contacts", mode="update")
    assert counts(record) == (2, 2, 0, 0, 0, 2)
    assert [row["errors"] for row in failed(world.crm, record["id"])] == [
        "Email: There is no contact with this email", "Email: The row has nothing by which to find a contact: email"]
    assert stored("contact") == []


def test_a_mapping_without_the_key_fails_at_once(imported: Imported) -> None:
    record = imported("Last Name,City\nN,Bonn\n", "contacts", mode="update", key="phone")
    assert (record["state"], record["message"]) == ("failed", "Records are found by phone: map a column to it")


def test_lists_grow_and_replace_replaces(world: World, imported: Imported) -> None:
    ada = make(world, "contact", last_name="L", emails=emails("ada@x.example"), phones=phones("+14155550123"), tags=["vip"],
               address={"city": "Bonn", "country": "DE"})
    row = "Email,Phone,Tags,Country\nada@x.example ::: b@x.example,+14155550124,VIP ::: new,AT\n"
    imported(row, "contacts", mode="update", key="email")
    after = now(world.crm, ada)
    assert [entry["value"] for entry in after["emails"]] == ["ada@x.example", "b@x.example"]
    assert [(entry["value"], entry["primary"]) for entry in after["phones"]] == [("+14155550123", True), ("+14155550124", False)]
    assert (after["tags"], after["address"]) == (["vip", "new"], {"city": "Bonn", "country": "AT"})
    again = imported(row, "contacts", mode="update", key="email")
    assert counts(again) == (1, 1, 0, 0, 1, 0)
    imported(row, "contacts", mode="update", key="email", options={"replace": True})
    after = now(world.crm, ada)
    assert ([entry["value"] for entry in after["phones"]], after["tags"]) == (["+14155550124"], ["VIP", "new"])
    world.settle()
    assert world.differences() == []


def test_another_record_holds_the_second_email(world: World, imported: Imported) -> None:
    for name in "ab":
        make(world, "contact", last_name=name, emails=emails(f"{name}@x.example"), phones=phones(f"+1415555012{'ab'.index(name)}"))
    record = imported("Phone,Email\n+14155550120,b@x.example\n", "contacts", mode="update", key="phone")
    assert failed(world.crm, record["id"])[0]["errors"] == "Email: There is already a contact with this email"


def test_a_customers_message_is_never_overwritten(world: World, imported: Imported) -> None:
    lead = make(world, "lead", last_name="L", emails=emails("l@x.example"), message="First", status="new")
    imported("Email,Message\nl@x.example,Second\n", mode="update")
    assert now(world.crm, lead)["message"] == "First\n\nSecond"


def test_tasks_and_notes(imported: Imported, stored: Stored, admin: Actor) -> None:
    record = imported("Task name,Due date,Status\nCall,2026-12-01,Completed\n,2026-12-01,\n", "tasks")
    assert counts(record) == (2, 2, 1, 0, 0, 1)
    (task,) = stored("task")
    assert (task["subject"], task["assignee_id"], task["owner_id"], task["status"]) == ("Call", admin.id, admin.id, "done")
    assert imported("Body\nHello\n", "notes")["created"] == 1


def test_a_repeated_part_counts_each_row_once_though_others_came_between(world: World, imported: Imported,
                                                                        stored: Stored) -> None:
    content = "Name,Industry\nAcme,One\nAcme,Two\nBolt,\n,\nBad\x00,x\n"
    record = imported(content, "companies", mode="upsert", key="name")
    crm, before = world.crm, counts(record)
    acme = next(company for company in stored("company") if company["name"] == "Acme")
    assert service.find(crm, Actor("x", all_powerful=True), record["id"])["part"] == 1
    work = Work(crm, system("test"))
    work.change(acme, {"industry": "Theirs"})
    work.commit()
    item = crm.table.get(keys.record(record["id"])) or {}
    fresh = {"state": "running", "part": 0, **dict.fromkeys(("done", "created", "updated", "skipped", "failed"), 0)}
    crm.table.write(Put({**{name: value for name, value in item.items() if name != "finished_at"}, **fresh}))
    run.run(crm, {"import": record["id"], "part": 0})
    world.work("jobs")
    after = crm.table.get(keys.record(record["id"])) or {}
    assert tuple(after[name] for name in ("rows", "done", "created", "updated", "skipped", "failed")) == before
    assert now(crm, acme)["industry"] == "Theirs"


def test_a_concurrent_worker_of_the_same_part_changes_nothing_twice(world: World, crm: Crm, admin: Actor, upload: Any,
                                                                    monkeypatch: pytest.MonkeyPatch) -> None:
    """Another worker writes every row between this one's look at the receipts and its own commit."""
    from chalicelib.exchange import writing
    lead = make(world, "lead", last_name="L", emails=emails("l@x.example"), status="new")
    version = now(crm, lead)["version"]
    id = upload("Email,Tags,Last Name\nl@x.example,new,\nm@x.example,,M\n", mode="upsert", key="email")
    service.start(crm, admin, id, {})
    run.run(crm, {"import": id, "part": None})
    whole, other = writing._joined, []

    def joined(*args: Any) -> Work:
        if not other:
            other.append(1)
            run.run(crm, {"import": id, "part": 0})
        return whole(*args)
    monkeypatch.setattr(writing, "_joined", joined)
    run.run(crm, {"import": id, "part": 0})
    monkeypatch.undo()
    world.work("jobs")
    record = service.find(crm, admin, id)
    assert (record["created"], record["updated"], record["failed"], record["done"]) == (1, 1, 0, 2)
    assert now(crm, lead)["version"] == version + 1


def test_a_field_that_the_company_added(world: World, imported: Imported, stored: Stored, admin: Actor) -> None:
    work = Work(world.crm, system("test"))
    work.create("field", {"object": "contacts", "name": "shoe_size", "label": "Shoe size", "field_type": "integer"})
    work.commit()
    world.settle()
    record = imported("Last Name,Shoe Size\nA,42\nB,big\n", "contacts")
    assert counts(record) == (2, 2, 1, 0, 0, 1)
    assert stored("contact")[0]["shoe_size"] == 42
