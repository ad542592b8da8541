"""An import is taken back, but for what somebody changed since."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest

from chalicelib.crm import Crm
from chalicelib.errors import Conflict
from chalicelib.exchange import joined, kept, reverting, run, service, source
from chalicelib.records import pausing
from chalicelib.records import service as records
from chalicelib.records.objects import Record
from chalicelib.records.pausing import behind
from chalicelib.records.permissions import Actor
from chalicelib.store import keys
from tests.exchange.test_modes import emails, make, now
from tests.exchange.test_service import person
from tests.installation import World

Imported = Callable[..., Record]
Stored = Callable[[str], list[Record]]
TWO = "Last Name,Email,Company\nAnn,ann@x.example,Acme\nBob,bob@x.example,Bolt\n"
MAPPED = {"Last Name": "last_name", "Email": "emails", "Company": "company_id"}


def reverted(world: World, actor: Actor, id: str) -> Record:
    service.revert(world.crm, actor, id)
    world.settle()
    return service.shown(world.crm, actor, service.find(world.crm, actor, id))


def report(crm: Crm, id: str) -> list[dict[str, str]]:
    content = crm.files.get(crm.settings.files_bucket, source.key(id, "kept.csv")).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content, newline="")))


def alive(found: list[Record]) -> list[str]:
    return sorted(str(record.get("last_name") or record.get("name")) for record in found if not record.get("deleted_at"))


def change(world: World, actor: Actor, record: Record, **values: Any) -> None:
    world.settle()
    type = world.crm.registry.named(record["type"])
    records.update(world.crm, actor, type, record["id"], values)
    world.settle()


def test_what_it_created_goes_with_what_it_made_beside(world: World, imported: Imported, admin: Actor, stored: Stored) -> None:
    record = imported(TWO, "contacts", mapping=MAPPED, options={"create_missing": True})
    world.settle()
    assert (alive(stored("contact")), alive(stored("company"))) == (["Ann", "Bob"], ["Acme", "Bolt"])
    done = reverted(world, admin, record["id"])
    assert (done["state"], done["reverted"], done["kept"], done["report_url"]) == ("reverted", 2, 0, None)
    assert (done["reverted_beside"], done["kept_beside"]) == (2, 0)
    assert stored("notification")[-1]["body"] == "2 reverted, 0 kept, 2 reverted beside"
    assert alive(stored("contact")) == alive(stored("company")) == []
    assert world.differences() == []


def test_what_somebody_changed_since_is_kept_and_listed(world: World, imported: Imported, admin: Actor, stored: Stored) -> None:
    record = imported(TWO, "contacts", mapping=MAPPED, options={"create_missing": True})
    ann = next(contact for contact in stored("contact") if contact["last_name"] == "Ann")
    change(world, admin, ann, job_title="Boss")
    done = reverted(world, admin, record["id"])
    assert (done["reverted"], done["kept"], "kept" in done["report_url"]) == (1, 1, True)
    assert (done["reverted_beside"], done["kept_beside"]) == (1, 1)
    assert (alive(stored("contact")), alive(stored("company"))) == (["Ann"], ["Acme"])
    assert [(row["row"], row["record"], row["reason"]) for row in report(world.crm, record["id"])] == [
        ("1", "Ann", "Somebody changed it since"), ("", "Acme", "Other records belong to it")]


def test_what_is_kept_is_told_in_the_language_of_who_took_it_back(world: World, imported: Imported, admin: Actor,
                                                                   stored: Stored) -> None:
    records.update(world.crm, admin, world.crm.registry.named("user"), admin.id, {"locale": "de"})
    world.crm.configuration.reload()
    record = imported(TWO, "contacts", mapping=MAPPED, options={"create_missing": True})
    change(world, admin, next(contact for contact in stored("contact") if contact["last_name"] == "Ann"), job_title="Boss")
    reverted(world, admin, record["id"])
    assert [(row["Zeile"], row["Grund"]) for row in report(world.crm, record["id"])] == [
        ("1", "Jemand hat das inzwischen geändert"), ("", "Andere Einträge gehören dazu")]


def test_fields_are_restored_unless_changed_since(world: World, imported: Imported, admin: Actor) -> None:
    ann = make(world, "contact", last_name="Ann", emails=emails("ann@x.example"), job_title="Old", language="de")
    record = imported("Email,Job Title,Language,E-mail 2,Birthday\nann@x.example,New,fr,b@x.example,1990-01-01\n", "contacts",
                      mode="update")
    change(world, admin, ann, language="it")
    done = reverted(world, admin, record["id"])
    after = now(world.crm, ann)
    assert (done["reverted"], done["kept"]) == (0, 1)
    assert (after["job_title"], after["language"], after.get("birthday"), len(after["emails"])) == ("Old", "it", None, 1)
    assert [(row["field"], row["before the import"], row["now"]) for row in report(world.crm, record["id"])] == [
        ("language", "de", "it")]
    assert imported("Email,Last Name\nb@x.example,Free again\n", "contacts")["created"] == 1
    world.settle()
    assert world.differences() == []


@pytest.fixture
def chain(world: World, imported: Imported, monkeypatch: pytest.MonkeyPatch) -> Record:
    """An import that wrote two contacts four times each, to be reverted row by row."""
    make(world, "contact", last_name="Ann", emails=emails("ann@x.example"), job_title="Old")
    rows = "".join(f"ann@x.example,Title {number}\nnew@x.example,Title {number}\n" for number in range(4))
    record = imported("Email,Job Title\n" + rows, "contacts", mode="upsert")
    assert (record["created"], record["updated"]) == (1, 7)
    world.settle()
    monkeypatch.setattr(pausing, "behind", behind)
    monkeypatch.setattr(reverting, "STEP", 1)
    return record


def test_several_rows_of_one_record_go_back_to_the_first(world: World, chain: Record, admin: Actor, stored: Stored) -> None:
    service.revert(world.crm, admin, chain["id"])
    world.work("jobs")
    ann = next(contact for contact in stored("contact") if contact.get("last_name") == "Ann")
    for part in (6, 7):
        run.run(world.crm, {"import": chain["id"], "revert": part, "tries": run.PATIENCE})
    assert now(world.crm, ann)["job_title"] == "Old"


def test_a_revert_waits_for_history_but_not_for_ever(world: World, chain: Record, admin: Actor) -> None:
    service.revert(world.crm, admin, chain["id"])
    world.work("jobs")
    done = service.find(world.crm, admin, chain["id"])
    assert (done["state"], done["reverted"]) == ("reverting", 6)
    run.run(world.crm, {"import": chain["id"], "revert": done["revert_part"], "tries": run.PATIENCE})
    world.settle()
    done = service.find(world.crm, admin, chain["id"])
    assert (done["state"], done["reverted"], done["kept"]) == ("reverted", 7, 1)


def test_several_rows_of_one_record_in_one_step_and_again(world: World, imported: Imported, admin: Actor,
                                                          stored: Stored, crm: Crm) -> None:
    ann = make(world, "contact", last_name="Ann", emails=emails("ann@x.example"), job_title="Old", language="de")
    rows = "".join(f"ann@x.example,Title {number},fr\nnew@x.example,Title {number},\n" for number in range(4))
    record = imported("Email,Job Title,Language\n" + rows, "contacts", mode="upsert")
    change(world, admin, ann, language="it")
    service.revert(crm, admin, record["id"])
    asked = service.find(crm, admin, record["id"])
    first = reverting.step(crm, asked, 0)
    again = reverting.step(crm, asked, 0)
    assert (first.reverted, first.kept, again.kept) == (7, 1, 1)
    assert (now(crm, ann)["job_title"], now(crm, ann)["language"], alive(stored("contact"))) == ("Old", "it", ["Ann"])
    assert [row["field"] for row in report_of(crm, record["id"])] == ["language"]


def report_of(crm: Crm, id: str) -> list[dict[str, str]]:
    joined.join(crm, id, kept.NAME, [0])
    return report(crm, id)


def test_it_goes_back_in_steps(world: World, imported: Imported, admin: Actor, stored: Stored) -> None:
    record = imported(TWO, "contacts", mapping=MAPPED, options={"create_missing": True})
    world.settle()
    with patch.object(reverting, "STEP", 1):
        done = reverted(world, admin, record["id"])
    assert (done["reverted"], service.find(world.crm, admin, record["id"])["revert_part"]) == (2, 4)
    assert alive(stored("contact")) == alive(stored("company")) == []


def test_only_what_is_over_can_be_reverted(world: World, admin: Actor, upload: Callable[..., str], imported: Imported) -> None:
    with pytest.raises(Conflict, match="not over yet"):
        service.revert(world.crm, admin, upload(TWO))
    record = imported("Last Name,Email\nA,a@x.example\n")
    world.later(days=31)
    with pytest.raises(Conflict, match="30 days"):
        service.revert(world.crm, admin, record["id"])


def test_nobody_reverts_what_they_may_not_delete(world: World, admin: Actor, stored: Stored) -> None:
    crm, manager = world.crm, person(world.crm, "manager")
    id = service.create(crm, manager, {"object": "contacts"}).record["id"]
    crm.files.put(crm.settings.files_bucket, source.key(id), b"Last Name\nA\nB\n")
    service.start(crm, manager, id, {})
    world.settle()
    change(world, admin, stored("contact")[0], owner_id=admin.id)
    done = reverted(world, manager, id)
    assert (done["reverted"], done["kept"]) == (1, 1)
    assert report(crm, id)[0]["reason"] == "Your roles do not allow to delete it"


def test_somebody_took_the_email_meanwhile(world: World, imported: Imported, admin: Actor) -> None:
    ann = make(world, "contact", last_name="Ann", emails=emails("old@x.example"), job_title="x")
    record = imported(f"id,Email\n{ann['id']},new@x.example\n", "contacts", mode="update", key="id", options={"replace": True})
    make(world, "contact", last_name="Bob", emails=emails("old@x.example"))
    done = reverted(world, admin, record["id"])
    assert (done["kept"], report(world.crm, record["id"])[0]["reason"]) == (
        1, "Another record holds its former email or phone by now")
    assert now(world.crm, ann)["emails"][0]["value"] == "new@x.example"


def test_receipts_go_by_themselves_after_a_while(crm: Crm, imported: Imported) -> None:
    record = imported("Last Name\nA\n")
    items = crm.table.query(keys.imported(record["id"], "")[0]).items
    assert len(items) == 1 and items[0]["ttl"] > 0
