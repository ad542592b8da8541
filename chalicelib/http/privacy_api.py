"""`/v1/privacy`: find, export, erase; and `/v1/{contacts, leads}/{id}/consents`."""

from __future__ import annotations

from chalicelib.crm import Crm
from chalicelib.errors import Forbidden, NotAllowed, NotFound
from chalicelib.http.answers import Reply
from chalicelib.http.call import Call
from chalicelib.http.openapi_parts import JOB, RECORD, Part, operation, paths_of, query, ref, rows_of
from chalicelib.privacy import consents as given
from chalicelib.privacy import ledger, service
from chalicelib.records import field_rules, permissions
from chalicelib.records import service as records
from chalicelib.store import keys


def answer(crm: Crm, call: Call) -> Reply:
    """Find the use case by path and method."""
    shape = (len(call.path), call.method, call.path.get("id", ""))
    if shape == (2, "GET", "find"):
        return Reply(body=service.find(crm, call.actor, call.query.get("q", "")))
    if shape == (2, "POST", "erasures"):
        return _erase(crm, call)
    if (*shape, call.path.get("action")) == (3, "POST", "erasures", "again"):
        return Reply(202, {"job_id": ledger.again(crm, call.actor)["id"]})
    if shape == (3, "GET", "erasures"):
        return _receipt(crm, call)
    if shape == (2, "POST", "exports"):
        job = service.export(crm, call.actor, call.json())
        return Reply(202, {"id": job["id"], "job_id": job["id"], "state": job["state"]})
    if shape == (3, "GET", "exports"):
        return Reply(body=service.exported(crm, call.actor, call.path["action"]))
    if call.path.get("id") not in ("find", "erasures", "exports"):
        raise NotFound("Under /v1/privacy are find, exports and erasures")
    raise NotAllowed(f"{call.method} is not for this path")


def consents(crm: Crm, call: Call) -> Reply:
    """What counts per purpose, and what it follows from, newest first; for those of the company's own people who may
    read the contact or lead. What a lead's contact said elsewhere is told to who may read the contact."""
    record = records.get(crm, call.actor, crm.registry.plural(call.path["objects"]), call.path["id"])
    if call.actor.external:  # nobody shares them, and a contact's are its leads' too
        raise Forbidden("What somebody consents to is told to the company's own people")
    found = given.given(crm, record["id"])
    if record.get("contact_id") and not _readable(crm, call, record["contact_id"]):
        found = given.said_by(record, found)
    type = crm.registry.named("consent")
    states = given.states(found, crm.clock.now())
    return Reply(body={"data": [field_rules.visible(call.actor, type, each) for each in states],
                       "history": [records.shown(type, each, actor=call.actor) for each in found[:given.MOST]]})


def _readable(crm: Crm, call: Call, contact_id: str) -> bool:
    contact = crm.table.get(keys.record(contact_id))
    return bool(contact) and permissions.may(call.actor, crm.registry.named("contact"), "read", contact or {})


def _erase(crm: Crm, call: Call) -> Reply:
    if call.flag("preview"):
        return Reply(body=service.preview(crm, call.actor, call.json()))
    receipt = service.erase(crm, call.actor, call.json())
    headers = {"Location": f"{call.stage_url}/v1/privacy/erasures/{receipt['id']}"}
    return Reply(202, {**records.shown(crm.registry.named("erasure"), receipt), "job_id": receipt["job_id"]}, headers)


def _receipt(crm: Crm, call: Call) -> Reply:
    receipt = service.receipt(crm, call.actor, call.path["action"])
    return Reply(body=records.shown(crm.registry.named("erasure"), receipt))


def operations() -> Part:
    """These calls, as `/openapi.json` tells them."""
    states = rows_of(RECORD)
    return paths_of(
        "/v1/privacy/find",
        get=operation("privacy_find", "Privacy", "Everything about a person.", RECORD, parameters=[query("q")]),
    ) | paths_of(
        "/v1/privacy/exports",
        post=operation("privacy_export", "Privacy", "Everything about a person as a file.", JOB, status="202",
                       body=RECORD),
    ) | paths_of(
        "/v1/privacy/exports/{id}",
        get=operation("privacy_exported", "Privacy", "How far it is, and the link.", RECORD),
    ) | paths_of(
        "/v1/privacy/erasures",
        post=operation("privacy_erase", "Privacy", "Erase a person, or see what that would take.", JOB, status="202",
                       body=RECORD, parameters=[query("preview")], more={"200": RECORD}),
    ) | paths_of(
        "/v1/privacy/erasures/again",
        post=operation("privacy_again", "Privacy", "After a restore: carry out what this table does not know of.", JOB,
                       status="202"),
    ) | paths_of(
        "/v1/privacy/erasures/{id}",
        get=operation("privacy_receipt", "Privacy", "What was erased.", ref("Erasure")),
    ) | paths_of(
        "/v1/contacts/{id}/consents",
        get=operation("consents_contacts", "Contacts", "What the person consents to.", states),
    ) | paths_of(
        "/v1/leads/{id}/consents", get=operation("consents_leads", "Leads", "What the person consents to.", states))
