"""Deleted for 30 days, then gone for good, with every trace; unless somebody restored it."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.records import purging
from chalicelib.store import keys
from tests.edge import Api
from tests.installation import World


def left(world: World, *texts: str) -> list[Any]:
    """Items of the table that still hold one of these texts; the guards' tombstones aside, which hold an id only."""
    found = [item for item in world.crm.table.scan() if any(text in repr(item) for text in texts)]
    return [item for item in found if not (item["sk"] == "applied" and item.get("ttl"))]


def due(world: World, id: str) -> list[str]:
    return [item["at"] for item in world.crm.table.scan() if item["pk"].startswith("due#") and item.get("id") == id]


def later(world: World, days: float) -> None:
    world.later(days=days)
    world.crm.configuration.forget()
    world.tick()
    world.settle()


@pytest.fixture
def contact(api: Api) -> str:
    made = api("POST", "/v1/contacts", {"last_name": "Zauber", "emails": [{"value": "old@zauber.example"}],
                                        "phones": [{"value": "+442071838750"}]})
    assert made.status == 201, made.body
    api.world.settle()
    api("PATCH", f"/v1/contacts/{made.body['id']}", {"emails": [{"value": "new@zauber.example"}]})
    api.world.settle()
    return str(made.body["id"])


def test_a_deleted_record_is_due_in_thirty_days_and_a_restored_one_is_not(api: Api, contact: str) -> None:
    api("DELETE", f"/v1/contacts/{contact}")
    api.world.settle()
    assert due(api.world, contact) == [purging.due_at(api.world.crm.table.get(keys.record(contact)) or {})]
    assert api("POST", f"/v1/contacts/{contact}/restore").status == 200
    api.world.settle()
    assert due(api.world, contact) == []
    assert api.world.differences() == []


def test_nothing_is_left_of_it_after_thirty_days(api: Api, contact: str) -> None:
    world = api.world
    company = api("POST", "/v1/companies", {"name": "Hut"}).body["id"]
    api("PUT", f"/v1/contacts/{contact}/links/{company}?label=advisor")
    api("PUT", f"/v1/companies/{company}/links/{contact}?label=partner")
    note = api("POST", "/v1/notes", {"body": "Likes tea", "related": [contact, company]}).body["id"]
    world.settle()
    api("DELETE", f"/v1/contacts/{contact}")
    world.settle()
    later(world, 29)
    assert world.crm.table.get(keys.record(contact))
    later(world, 1.1)
    assert world.crm.table.get(keys.record(contact)) is None
    assert left(world, "auber", "442071838750") == []
    assert [item["pk"] for item in left(world, contact) if not item["sk"].startswith("audit#")] == []
    assert api("GET", f"/v1/notes/{note}").body["related"] == [company]
    assert api("GET", f"/v1/companies/{company}/links").body["data"][0]["id"] == note
    assert world.differences() == []


def test_what_belongs_to_a_lead_goes_with_it_and_its_files(api: Api) -> None:
    world, crm = api.world, api.world.crm
    lead = api("POST", "/v1/leads", {"last_name": "Zauber"}).body["id"]
    from chalicelib.records.permissions import system
    from chalicelib.records.work import Work
    work = Work(crm, system("capture"))
    submission = work.create("submission", {"state": "routed", "channel": "form", "lead_id": lead, "raw": {"name": "Zauber"}, "files": [
        {"name": "a", "bucket": "mail", "key": "inbound/zauber"}]})["id"]
    mail = work.create("email", {"kind": "auto_reply", "to": "a@zauber.example", "subject": "Zauber", "text": "x", "state": "skipped",
                                 "related": [lead]})["id"]
    work.commit()
    crm.files.put("files", f"submissions/{submission}/1-a", b"Zauber")
    crm.files.put("mail", "inbound/zauber", b"Zauber")
    crm.files.put("mail", "inbound/zauber2", b"another")
    crm.files.put("failures", f"changes/{lead}/3.json", b"Zauber")
    world.settle()
    api("DELETE", f"/v1/leads/{lead}")
    world.settle()
    later(world, 31)
    assert [crm.table.get(keys.record(id)) for id in (lead, submission, mail)] == [None, None, None]
    assert left(world, "auber") == []
    assert crm.files.names("files", f"submissions/{submission}/") == crm.files.names("failures", f"changes/{lead}/") == []
    assert crm.files.names("mail", "inbound/") == ["inbound/zauber2"]
    assert world.differences() == []


def test_a_purge_that_is_repeated_or_comes_late_does_no_harm(api: Api, contact: str) -> None:
    world = api.world
    api("DELETE", f"/v1/contacts/{contact}")
    world.settle()
    message = {"id": contact, "kind": "purge", "at": due(world, contact)[0]}
    api("POST", f"/v1/contacts/{contact}/restore")
    world.settle()
    purging.fire(world.crm, message)
    assert api("GET", f"/v1/contacts/{contact}").status == 200
    api("DELETE", f"/v1/contacts/{contact}")
    world.settle()
    message["at"] = due(world, contact)[0]
    for _time in range(2):
        purging.fire(world.crm, message)
        world.settle()
    assert left(world, contact) == []
    assert world.differences() == []


def test_half_a_purge_is_finished_and_never_restored(api: Api, contact: str, monkeypatch: pytest.MonkeyPatch) -> None:
    world = api.world
    api("DELETE", f"/v1/contacts/{contact}")
    world.settle()
    message = {"id": contact, "kind": "purge", "at": due(world, contact)[0]}
    with monkeypatch.context() as broken:
        broken.setattr(purging.traces, "drop_links", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            purging.fire(world.crm, message)
    assert api("POST", f"/v1/contacts/{contact}/restore").status == 404
    world.settle()
    purging.fire(world.crm, message)
    world.settle()
    assert left(world, contact) == []


def test_many_records_that_name_it_take_several_messages(api: Api, contact: str, monkeypatch: pytest.MonkeyPatch) -> None:
    world = api.world
    monkeypatch.setattr(purging, "PAGES", 2)
    monkeypatch.setattr(purging.traces, "PAGE", 2)
    notes = [api("POST", "/v1/notes", {"body": f"Zauber {place}", "related": [contact]}).body["id"] for place in range(5)]
    world.settle()
    api("DELETE", f"/v1/contacts/{contact}")
    world.settle()
    later(world, 31)
    assert world.crm.table.get(keys.record(contact)) is None
    assert all(not api("GET", f"/v1/notes/{note}").body["related"] for note in notes)
    assert world.differences() == []


def test_a_field_takes_its_values_along(api: Api) -> None:
    world = api.world
    field = api("POST", "/v1/fields", {"object": "contacts", "name": "shoe", "type": "text", "label": "Shoe"}).body["id"]
    made = api("POST", "/v1/contacts", {"last_name": "Berg", "shoe": "Brogue"}).body["id"]
    world.settle()
    api("DELETE", f"/v1/fields/{field}")
    world.settle()
    later(world, 31)
    assert world.crm.table.get(keys.record(field)) is None
    assert "shoe" not in (world.crm.table.get(keys.record(made)) or {})
    assert world.differences() == []


def test_merged_records_are_not_due(api: Api, contact: str) -> None:
    other = api("POST", "/v1/contacts", {"last_name": "Tal"}).body["id"]
    from chalicelib.records.derivations import purge_rows
    assert list(purge_rows({"id": other, "deleted_at": "2026-01-01T00:00:00.000Z", "merged_into": contact})) == []
