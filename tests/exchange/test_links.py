"""Columns that name other records."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from unittest.mock import patch

import pytest

from chalicelib.crm import Crm
from chalicelib.exchange import finding, service, source
from chalicelib.records.objects import Record
from chalicelib.records.permissions import Actor, system
from chalicelib.records.work import Work
from tests.exchange.test_modes import emails, make
from tests.exchange.test_run import counts, failed
from tests.exchange.test_service import person
from tests.installation import World

Imported = Callable[..., Record]
Stored = Callable[[str], list[Record]]
MAPPED = {"Last Name": "last_name", "Company": "company_id"}


@pytest.mark.parametrize("cell", ["acme gmbh", "ACME.example", "https://www.acme.example/", "{id}"])
def test_a_company_by_name_domain_or_id(world: World, imported: Imported, stored: Stored, cell: str) -> None:
    acme = make(world, "company", name="Acme GmbH", domain="acme.example")
    record = imported(f"Last Name,Company\nA,{cell.format(id=acme['id'])}\n", "contacts", mapping=MAPPED)
    assert counts(record) == (1, 1, 1, 0, 0, 0), failed(world.crm, record["id"])
    assert stored("contact")[0]["company_id"] == acme["id"]
    world.settle()
    assert world.differences() == []


def test_what_is_not_there_and_what_is_there_twice(world: World, imported: Imported) -> None:
    for _ in range(2):
        make(world, "company", name="Bolt")
    record = imported("Last Name,Company\nA,Nowhere\nB,bolt\nC,\n", "contacts", mapping=MAPPED)
    assert counts(record) == (3, 3, 1, 0, 0, 2)
    assert [row["errors"] for row in failed(world.crm, record["id"])] == [
        "Company: There is no company “Nowhere”; create it first, or let the import create unknown ones (create_missing)",
        "Company: 2 records are meant by “bolt”; name one by its id"]


def test_missing_companies_are_made_once(world: World, imported: Imported, stored: Stored, admin: Actor) -> None:
    rows = "".join(f"N{number},{['Acme', 'ACME ', 'bolt.example'][number % 3]}\n" for number in range(12))
    with patch.object(source, "PART_ROWS", 4):
        record = imported("Last Name,Company\n" + rows, "contacts", mapping=MAPPED, options={"create_missing": True})
    assert counts(record) == (12, 12, 12, 0, 0, 0)
    companies = {company["name"]: company for company in stored("company")}
    assert {name: company.get("domain") for name, company in companies.items()} == {"Acme": None, "bolt.example": "bolt.example"}
    assert {company["owner_id"] for company in companies.values()} == {admin.id}
    world.settle()
    assert world.differences() == []


def test_a_preview_makes_nothing_but_tells(crm: Crm, admin: Actor, upload: Callable[..., str], stored: Stored) -> None:
    seen = service.preview(crm, admin, upload("Last Name,Company\nA,Nowhere\n", "contacts", mapping=MAPPED,
                                              options={"create_missing": True}), None)
    assert [error["code"] for error in seen["rows"][0]["errors"]] == []
    seen = service.preview(crm, admin, upload("Last Name,Company\nA,Nowhere\n", "contacts", mapping=MAPPED), None)
    assert [(error["column"], error["code"]) for error in seen["rows"][0]["errors"]] == [("Company", "not_found")]
    assert stored("company") == []


def test_owners_by_email_and_full_name(world: World, imported: Imported, stored: Stored, admin: Actor) -> None:
    rep = person(world.crm, "rep")
    record = imported("Last Name,Owner\nA,Rep@example.com\nB,ada  ADMIN\nC,Nobody Known\n", "contacts",
                      mapping={"Last Name": "last_name", "Owner": "owner_id"})
    assert counts(record) == (3, 3, 2, 0, 0, 1)
    assert [contact["owner_id"] for contact in stored("contact")] != []
    assert {contact["last_name"]: contact["owner_id"] for contact in stored("contact")} == {"A": rep.id, "B": admin.id}


def test_owners_are_guessed_only_where_one_is_known(world: World, imported: Imported, admin: Actor) -> None:
    assert "Contact owner" not in imported("Last Name,Contact owner\nA,Jane Elsewhere\n", "contacts")["mapping"]
    assert imported("First Name,Contact owner\nA,Ada Admin\n", "contacts")["mapping"]["Contact owner"] == "owner_id"


def test_contacts_by_email_and_related_records(world: World, imported: Imported, stored: Stored) -> None:
    ann = make(world, "contact", last_name="Ann", emails=emails("ann@x.example"))
    imported("Last Name,Contact\nLead,ann@x.example\n", "leads", mapping={"Last Name": "last_name", "Contact": "contact_id"})
    assert stored("lead")[0]["contact_id"] == ann["id"]
    record = imported(f"Body,About\nHi,ann@x.example; {stored('lead')[0]['id']}\nNo,x@x.example\n", "notes",
                      mapping={"Body": "body", "About": "related"})
    assert counts(record) == (2, 2, 1, 0, 0, 1)
    assert stored("note")[0]["related"] == [ann["id"], stored("lead")[0]["id"]]


def test_look_ups_are_asked_for_many_rows_at_once(world: World, crm: Crm, imported: Imported) -> None:
    make(world, "company", name="Acme")
    with patch.object(finding, "find", wraps=finding.find) as find:
        imported("Last Name,Company\n" + "".join(f"N{number},Acme\n" for number in range(90)), "contacts", mapping=MAPPED)
    assert max(len(list(call.args[1])) for call in find.call_args_list) == 0  # the generators are used up
    assert find.call_count == 1


def test_a_cell_that_names_more_than_its_field_holds_is_not_looked_up(world: World, crm: Crm, imported: Imported) -> None:
    contact = make(world, "contact", last_name="Ruiz", emails=emails("ana@client.example"))
    world.settle()
    many = ";".join(f"a{number}@client.example" for number in range(51))
    asked: list[str] = []

    def find(crm: Crm, wanted: Iterable[finding.Wanted], known: Any = finding.find) -> Any:
        found = known(crm, wanted)
        asked.extend(each.value for each in found)
        return found
    with patch.object(finding, "find", find):
        record = imported(f"Subject,About\nA,{many}\nB,ana@client.example\n", "tasks", mapping={"Subject": "subject", "About": "related"})
    assert counts(record) == (2, 2, 1, 0, 0, 1) and set(asked) == {"ana@client.example"}, contact
    assert [row["errors"] for row in failed(crm, record["id"])] == ["About: At most 50 values"]


def test_nobody_links_to_what_they_may_not_read(world: World, admin: Actor, upload: Callable[..., str],
                                                stored: Stored) -> None:
    crm = world.crm
    hidden = make(world, "company", name="Hidden", owner_id=admin.id)
    work = Work(crm, system("test"))
    role = work.create("role", {"name": "Own", "grants": {"contacts": {"*": "own", "import": "all"}, "companies": {"*": "own"},
                                                          "imports": {"*": "own"}}})
    user = work.create("user", {"email": "own@example.com", "role_ids": [role["id"]], "active": True})
    work.commit()
    world.settle()
    from tests import installation
    me = installation.actor(crm, user["id"])
    id = service.create(crm, me, {"object": "contacts", "mapping": {**MAPPED, "Owner": "owner_id"}}).record["id"]
    crm.files.put(crm.settings.files_bucket, source.key(id), (
        f"Last Name,Company,Owner\nA,Hidden,\nB,{hidden['id']},\nC,,admin@example.com\nD,,own@example.com\n").encode())
    service.start(crm, me, id, {})
    world.work("jobs")
    assert [row["Last Name"] for row in failed(crm, id)] == ["A", "B", "C"]
    assert [contact["owner_id"] for contact in stored("contact")] == [me.id]


def test_an_import_of_somebody_who_left_goes_no_further(world: World, upload: Callable[..., str], crm: Crm,
                                                        admin: Actor, stored: Stored) -> None:
    manager = person(crm, "manager")
    id = service.create(crm, manager, {"object": "contacts"}).record["id"]
    crm.files.put(crm.settings.files_bucket, source.key(id), b"Last Name\nA\n")
    service.start(crm, manager, id, {})
    work = Work(crm, system("test"))
    work.change(crm.configuration.find("user", manager.id) or {}, {"active": False})
    work.commit()
    world.work("jobs")
    assert service.find(crm, admin, id)["state"] == "failed"
    assert stored("contact") == []
