"""Two imports at once make one company of a name or domain, though look-ups by these are a moment behind."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.exchange import service
from chalicelib.records import service as records
from chalicelib.records.objects import Record
from chalicelib.records.permissions import Actor
from chalicelib.store import keys
from tests.exchange.test_run import counts
from tests.exchange.test_service import person
from tests.installation import World

Imported = Callable[..., Record]
Stored = Callable[[str], list[Record]]
MAPPED = {"Last Name": "last_name", "Company": "company_id"}
MISSING = {"mapping": MAPPED, "options": {"create_missing": True}}


def test_companies_that_rows_name(world: World, imported: Imported, stored: Stored) -> None:
    imported("Last Name,Company\nA,Acme GmbH\nB,bolt.example\n", "contacts", **MISSING)
    imported("Last Name,Company\nC,ACME  gmbh\nD,www.bolt.example\n", "contacts", **MISSING)  # the stream told nothing yet
    companies = {each["name"]: each["id"] for each in stored("company")}
    assert companies.keys() == {"Acme GmbH", "bolt.example"}
    assert sorted((each["last_name"], each["company_id"]) for each in stored("contact")) == sorted(
        zip("ABCD", [companies["Acme GmbH"], companies["bolt.example"]] * 2, strict=True))
    world.settle()
    assert world.differences() == []


def test_companies_that_rows_are(world: World, imported: Imported, stored: Stored) -> None:
    asked = {"mode": "upsert", "key": "domain", "mapping": {"Name": "name", "Web": "domain", "Industry": "industry"}}
    first = imported("Name,Web\nAcme,acme.example\n", "companies", **{**asked, "mapping": {"Name": "name", "Web": "domain"}})
    second = imported("Name,Web,Industry\nAcme,acme.example,Ropes\n", "companies", **asked)
    assert (counts(first)[2], counts(second)[3]) == (1, 1)
    assert [each["industry"] for each in stored("company")] == ["Ropes"]
    world.settle()
    assert world.differences() == []


def test_one_that_was_deleted_or_renamed_is_made_anew(world: World, admin: Actor, imported: Imported, stored: Stored) -> None:
    imported("Last Name,Company\nA,Acme\nB,Bolt\n", "contacts", **MISSING)
    company = world.crm.registry.named("company")
    acme, bolt = sorted(stored("company"), key=lambda each: str(each["name"]))
    records.delete(world.crm, admin, company, acme["id"])
    records.update(world.crm, admin, company, bolt["id"], {"name": "Nut"})
    world.settle()
    imported("Last Name,Company\nC,Acme\nD,Bolt\n", "contacts", **MISSING)
    assert sorted(each["name"] for each in stored("company")) == ["Acme", "Bolt", "Nut"]


def test_what_the_starter_may_not_see_is_made_once_more(world: World, admin: Actor, imported: Imported, upload: Callable[..., str],
                                                        stored: Stored) -> None:
    imported("Last Name,Company\nA,Acme\n", "contacts", **MISSING)
    own = {"contacts": {"*": "own"}, "companies": {"*": "own"}, "imports": {"*": "own"}}
    rep = person(world.crm, "rep")
    from dataclasses import replace
    narrow = replace(rep, grants=(own,))
    assert not narrow.all_powerful
    role = next(role for role in world.crm.configuration.all("role") if role.get("key") == "rep")
    records.update(world.crm, admin, world.crm.registry.named("role"), role["id"], {"grants": own})
    id = service.create(world.crm, narrow, {"object": "contacts", **MISSING}).record["id"]
    from chalicelib.exchange import source
    world.crm.files.put(world.crm.settings.files_bucket, source.key(id), b"Last Name,Company\nB,Acme\n")
    service.start(world.crm, narrow, id, {})
    world.work("jobs")
    assert sorted((each["name"], each["owner_id"] == rep.id) for each in stored("company")) == [("Acme", False), ("Acme", True)]


def test_claims_end_by_themselves(world: World, imported: Imported) -> None:
    imported("Last Name,Company\nA,Acme\n", "contacts", **MISSING)
    claim = world.crm.table.get(keys.made("company", "name", "acme"))
    assert claim and claim["ttl"] > 0
