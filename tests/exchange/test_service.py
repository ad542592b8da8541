"""Imports as their people make, preview and see them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.crm import Crm
from chalicelib.errors import Conflict, Forbidden, Invalid, Malformed, NotFound
from chalicelib.exchange import service
from chalicelib.records.permissions import Actor, system
from chalicelib.records.work import Work
from chalicelib.users import founding
from tests import installation
from tests.exchange.conftest import shared

Upload = Callable[..., str]
TWO = "First Name,Last Name,Email\r\nAda,Lovelace,ada@example.com\r\nAlan,Turing,wrong\r\n"


def person(crm: Crm, role: str) -> Actor:
    """Somebody with a default role."""
    work = Work(crm, system("test"))
    user = work.create("user", {"email": f"{role}@example.com", "role_ids": [founding.role_id(crm, role)], "active": True})
    work.commit()
    return installation.actor(crm, user["id"])


def codes(call: Callable[[], Any]) -> set[tuple[str, str]]:
    with pytest.raises(Invalid) as wrong:
        call()
    return {(error.field, error.code) for error in wrong.value.errors}


def test_a_new_import_waits_for_its_file(crm: Crm, admin: Actor) -> None:
    record = service.create(crm, admin, {"object": "leads"}).record
    shown = service.shown(crm, admin, record)
    assert (shown["state"], shown["rows"], shown["owner_id"], shown["mode"]) == ("waiting", 0, admin.id, "create")
    form = service.upload_form(crm, record)
    assert form["fields"]["key"] == f"imports/{record['id']}/source"


def test_an_import_is_told_by_its_file(crm: Crm, admin: Actor) -> None:
    record = service.create(crm, admin, {"object": "leads", "file_name": "Fair of <b>May</b>.csv"}).record
    assert service.shown(crm, admin, record)["file_name"] == "Fair of <b>May</b>.csv"
    assert service.shown(crm, admin, service.create(crm, admin, {"object": "leads"}).record)["file_name"] is None


def test_one_key_makes_one_import(crm: Crm, admin: Actor) -> None:
    first, second = (service.create(crm, admin, {"object": "leads"}, "key-1") for _ in range(2))
    assert (second.record["id"], second.replayed) == (first.record["id"], True)


def test_everything_wrong_is_told_at_once(crm: Crm, admin: Actor) -> None:
    asked = {"object": "leads", "mode": "update", "key": "name", "mapping": {"A": "no_such", "B": "owner_id.domain"},
             "options": {"route": "yes", "speed": 9, "owner_id": "usr_1", "region": "Atlantis"}}
    assert codes(lambda: service.create(crm, admin, asked)) == {
        ("key", "not_supported"), ("mapping.A", "unknown_field"), ("mapping.B", "unknown_field"),
        ("options.route", "invalid_boolean"), ("options.speed", "unknown_field"),
        ("options.owner_id", "not_found"), ("options.region", "invalid_country")}


@pytest.mark.parametrize(("asked", "error"), [
    ({}, ("object", "required")), ({"object": "users"}, ("object", "not_supported")),
    ({"object": "leads", "more": 1}, ("more", "unknown_field")),
    ({"object": "companies", "mode": "upsert"}, ("key", "required")),
    ({"object": "contacts", "key": "email"}, ("key", "not_supported")),
    ({"object": "contacts", "mapping": {"A": "id"}}, ("mapping.A", "not_supported")),
    ({"object": "contacts", "mapping": {"A": "company_id.email"}}, ("mapping.A", "unknown_field")),
    ({"object": "contacts", "mode": "guess"}, ("mode", "invalid_choice")),
    ({"object": "leads", "mode": "upsert", "key": "name"}, ("key", "not_supported")),
    ({"object": "leads", "mapping": []}, ("mapping", "invalid_mapping")),
    ({"object": "leads", "mapping": {"A": 1}}, ("mapping", "invalid_mapping")),
    ({"object": "leads", "mapping": {}}, ("mapping", "empty_mapping")),
    ({"object": "leads", "options": []}, ("options", "invalid_options"))])
def test_a_wrong_import(crm: Crm, admin: Actor, asked: Any, error: tuple[str, str]) -> None:
    assert codes(lambda: service.create(crm, admin, asked)) == {error}


def test_a_body_that_is_no_object(crm: Crm, admin: Actor) -> None:
    with pytest.raises(Malformed):
        service.create(crm, admin, ["leads"])


def test_who_may_import(crm: Crm, admin: Actor) -> None:
    with pytest.raises(Forbidden):
        service.create(crm, person(crm, "rep"), {"object": "leads"})
    manager = person(crm, "manager")
    record = service.create(crm, manager, {"object": "leads"}).record
    assert service.find(crm, admin, record["id"])["id"] == record["id"]
    assert service.find(crm, manager, record["id"])["owner_id"] == manager.id
    with pytest.raises(Forbidden):
        service.create(crm, manager, {"object": "leads", "options": {"owner_id": admin.id}})


def test_somebody_else_sees_nothing_of_it(crm: Crm, admin: Actor) -> None:
    record = service.create(crm, admin, {"object": "leads"}).record
    with pytest.raises(NotFound):
        service.find(crm, person(crm, "manager"), record["id"])


def test_a_preview_marks_the_wrong_cells(crm: Crm, admin: Actor, upload: Upload) -> None:
    seen = service.preview(crm, admin, upload(TWO), None)
    assert seen["mapping"] == {"First Name": "first_name", "Last Name": "last_name", "Email": "emails"}
    assert (seen["total"], seen["estimated"], seen["columns"]) == (2, False, ["First Name", "Last Name", "Email"])
    good, bad = seen["rows"]
    assert (good["row"], good["errors"], good["values"]["last_name"]) == (1, [], "Lovelace")
    assert [(error["column"], error["field"], error["code"]) for error in bad["errors"]] == [
        ("Email", "emails[0].value", "invalid_email")]


def test_a_wrong_amount_is_told_as_cells_have_it(crm: Crm, admin: Actor, upload: Upload) -> None:
    seen = service.preview(crm, admin, upload("Name,Annual revenue\r\nAcme,lots\r\n", "companies"), None)
    assert [error["message"] for error in seen["rows"][0]["errors"]] == ["Must be an amount such as 1234.50 EUR"]


def test_a_preview_names_filled_columns_alone(crm: Crm, admin: Actor, upload: Upload) -> None:
    text = "Last Name,Phone 1,Phone 2,Phone 3\r\nA,,800,\r\n"
    bad = service.preview(crm, admin, upload(text, "contacts"), None)["rows"][0]
    assert [error["column"] for error in bad["warnings"]] == ["Phone 2"]


def test_a_preview_of_numbers_is_json(crm: Crm, admin: Actor, upload: Upload) -> None:
    text = "Name,Employees,Domain\r\nA,12,a.example\r\nB,-3,b.example\r\nC,1.5,c.example\r\n"
    seen = json.loads(json.dumps(service.preview(crm, admin, upload(text, "companies"), None)["rows"]))
    assert [row["values"]["employees"] for row in seen] == [12, -3, 1.5]
    assert [len(row["errors"]) for row in seen] == [0, 1, 1]


def test_a_preview_writes_no_lead(crm: Crm, admin: Actor, upload: Upload, stored: Any) -> None:
    id = upload(TWO)
    service.preview(crm, admin, id, {"mapping": {"Last Name": "last_name"}})
    assert stored("lead") == []
    assert service.find(crm, admin, id)["state"] == "previewed"


def test_a_preview_with_a_mapping_of_ones_own(crm: Crm, admin: Actor, upload: Upload) -> None:
    id = upload(TWO)
    asked = {"mapping": {"First Name": "company", "Last Name": None}}
    assert service.preview(crm, admin, id, asked)["rows"][0]["values"] == {"company": "Ada"}
    assert codes(lambda: service.preview(crm, admin, id, {"mapping": {"Nowhere": "company"}})) == {
        ("mapping.Nowhere", "unknown_column")}
    assert codes(lambda: service.preview(crm, admin, id, {"mapping": {"Email": "score"}})) == {
        ("mapping.Email", "unknown_field")}


def test_the_last_mapping_of_the_same_columns_is_remembered(crm: Crm, admin: Actor, upload: Upload,
                                                           imported: Any) -> None:
    imported(TWO, mapping={"First Name": "last_name", "Last Name": "company"})
    again = "Email,Last Name,First Name\nb@example.com,Babbage,Charles\n"
    assert service.preview(crm, admin, upload(again), None)["mapping"] == {
        "First Name": "last_name", "Last Name": "company"}


@pytest.mark.parametrize(("content", "code"), [
    (b"", "empty_file"), (b"%PDF-1.7 and more", "not_csv"), (b"a@example.com\nb@example.com\n", "no_header")])
def test_a_preview_of_a_broken_file(crm: Crm, admin: Actor, upload: Upload, content: bytes, code: str) -> None:
    id = upload(content)
    assert codes(lambda: service.preview(crm, admin, id, None)) == {("file", code)}
    assert service.find(crm, admin, id)["state"] == "waiting"


def test_what_is_over_stays_over(crm: Crm, admin: Actor, imported: Any) -> None:
    done = imported(TWO)
    assert service.cancel(crm, admin, done["id"])["state"] == "done"
    with pytest.raises(Conflict):
        service.preview(crm, admin, done["id"], None)
    fresh = service.create(crm, admin, {"object": "leads"}).record["id"]
    assert service.cancel(crm, admin, fresh)["state"] == "cancelled"
    with pytest.raises(Conflict):
        service.start(crm, admin, fresh, None)


def test_leads_for_one_person(crm: Crm, admin: Actor, imported: Any, stored: Any) -> None:
    rep = person(crm, "rep")
    imported("Last Name,Email\nA,a@example.com\n", options={"owner_id": rep.id})
    assert [(lead["owner_id"], lead["status"], lead.get("quiet")) for lead in stored("lead")] == [
        (rep.id, "assigned", None)]


def test_unrouted_leads_belong_to_who_imports(admin: Actor, imported: Any, stored: Any) -> None:
    imported("Last Name,Email,Status\nA,a@example.com,new\n", options={"route": False})
    assert stored("lead")[0]["owner_id"] == admin.id


def test_numbers_are_read_by_the_chosen_country(imported: Any, stored: Any) -> None:
    imported("Last Name,Phone\nA,030 1234567\n", options={"region": "DE"})
    assert stored("lead")[0]["phones"][0]["value"] == "+49301234567"


@pytest.mark.parametrize(("notify", "told"), [(False, 0), (True, 1)])
def test_routed_leads_are_told_of_only_where_asked(world: Any, admin: Actor, imported: Any, stored: Any, notify: bool,
                                                  told: int) -> None:
    rep = person(world.crm, "rep")
    work = Work(world.crm, system("test"))
    work.create("routing_rule", {"name": "All", "position": 1, "pool": {"user_ids": [rep.id]}, "active": True,
                                 "strategy": "round_robin", "response_minutes": 5,
                                 "task": {"subject": "Call", "due_minutes": 5}})
    work.commit()
    imported("Last Name,Email\nA,a@example.com\n", options={"notify": notify})
    world.settle()
    lead = stored("lead")[0]
    assert (lead["owner_id"], lead["status"], bool(lead.get("response_due_at"))) == (rep.id, "assigned", bool(told))
    assert len([each for each in stored("notification") if each["kind"] == "lead_assigned"]) == told
    assert len(stored("task")) == told


def test_a_preview_of_real_exports(crm: Crm, admin: Actor, upload: Upload) -> None:
    seen = service.preview(crm, admin, upload(shared("contacts/salesforce_export/Lead.csv")), None)
    assert (seen["total"], len(seen["rows"]), len(seen["columns"])) == (60, 20, 55)
    assert {"LastName": "last_name", "Email": "emails", "LeadSource": "source"}.items() <= seen["mapping"].items()


def test_a_required_field_without_a_column_is_told_once_and_before_the_start(crm: Crm, admin: Actor, upload: Upload) -> None:
    id = upload(b"Industry,City\nsteel,Ulm\nwood,Bonn\n", object="companies")
    given = {"mapping": {"Industry": "industry"}}
    for step in (service.preview, service.start):
        with pytest.raises(Invalid) as wrong:
            step(crm, admin, id, given)
        assert [(error.code, error.message) for error in wrong.value.errors] == [
            ("required_not_mapped", "Name is required: map a column to it")]
    assert service.start(crm, admin, id, {"mapping": {"Industry": "name"}})["state"] == "queued"
    upsert = upload(b"Domain,Industry\nx.example,steel\n", object="companies", mode="upsert", key="domain")
    assert service.preview(crm, admin, upsert, None)["errors"] == []  # there may be nothing new in it


def test_the_number_of_rows_of_a_long_file_is_estimated(crm: Crm, admin: Actor, upload: Upload) -> None:
    lines = "".join(f"Name{number:06d},someone{number:06d}@example.com\n" for number in range(20_000))
    seen = service.preview(crm, admin, upload("Last Name,Email\n" + lines), None)
    assert seen["estimated"]
    assert abs(seen["total"] - 20_000) < 20


@pytest.mark.parametrize(("content", "asked", "code"), [
    (b"Alpha,Beta\nx,y\n", {}, "empty_mapping"),
    (b"First Name,Beta\nx,y\n", {"object": "contacts", "mode": "update", "key": "email"}, "key_not_mapped")])
def test_what_is_not_recognised_can_still_be_mapped(crm: Crm, admin: Actor, upload: Upload, content: bytes, asked: Any, code: str) -> None:
    id = upload(content, **asked)
    for _ in range(2):
        seen = service.preview(crm, admin, id, None)
        assert (len(seen["columns"]), [error["code"] for error in seen["errors"]]) == (2, [code])
        with pytest.raises(Invalid) as wrong:
            service.start(crm, admin, id, None)  # the job would fail, and the file would have to be sent again
        assert [error.code for error in wrong.value.errors] == [code]
    assert service.preview(crm, admin, id, {"mapping": {"Beta": "emails"}})["mapping"] == {"Beta": "emails"}
