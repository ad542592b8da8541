"""What a third attack got at by way of records, jobs and files: each way in, closed."""

from __future__ import annotations

import json
from typing import Any

from chalicelib.exchange import source
from chalicelib.records.permissions import system
from chalicelib.records.work import Work
from chalicelib.store import keys
from chalicelib.users import founding
from tests.edge import Api
from tests.security.test_attacks_people import invited, key_of
from tests.security.test_attacks_stack import imported
from tests.security.test_fields_hidden import limited
from tests.security.test_privilege import with_grants

MARK = "Zanzibarian"


def test_a_report_tells_no_hidden_address(api: Api) -> None:
    roles = [founding.role_id(api.world.crm, "rep")]
    nameless, named = (invited(api, name, role_ids=roles, **more).body["id"] for name, more in (
        ("nameless", {}), ("named", {"last_name": "Ruiz"})))
    for owner in (nameless, named):
        assert api("POST", "/v1/contacts", {"last_name": "Ruiz", "owner_id": owner}).status == 201
    report = api("POST", "/v1/reports", {"name": "Whose", "object": "contacts", "group_by": ["owner_id"], "visibility": "shared"}).body["id"]
    me = limited(api, "blind", {"users": {"email": "none"}}, {"contacts": {"*": "all"}, "users": {"read": "all"}, "reports": {"read": "all"}})
    api.world.settle(60)
    told = api("GET", f"/v1/reports/{report}/data", user=me).body
    assert told["state"] == "ready" and told["labels"]["owner_id"][named] == "Ruiz"
    assert "nameless@" in json.dumps(api("GET", f"/v1/reports/{report}/data").body) and "nameless@" not in json.dumps(told)


def ended(api: Api) -> tuple[str, str, Any]:
    """An administrator, their key of the same rights, and what ends these."""
    roles = {key: founding.role_id(api.world.crm, key) for key in ("admin", "read_only")}
    other = invited(api, "second", role_ids=[roles["admin"]]).body["id"]
    key = key_of(api, roles["admin"], user=other)["id"]
    return other, key, lambda: api("PATCH", f"/v1/users/{other}", {"role_ids": [roles["read_only"]]}).status


def test_what_a_key_began_ends_with_the_rights_of_who_made_it(api: Api) -> None:
    _other, key, end = ended(api)
    contact = api("POST", "/v1/contacts", {"last_name": "Ruiz"}).body["id"]
    begun = api("POST", "/v1/contacts/bulk", {"ids": [contact], "set": {"job_title": MARK}}, user=key)
    assert begun.status == 202 and end() == 200
    api.world.settle(20)
    assert api("GET", f"/v1/contacts/{contact}").body["job_title"] is None
    assert api("GET", f"/v1/jobs/{begun.body['job_id']}").body["state"] == "failed"


def test_what_a_key_scheduled_ends_with_the_rights_of_who_made_it(api: Api) -> None:
    _other, key, end = ended(api)
    contact = api("POST", "/v1/contacts", {"last_name": "Ruiz"}).body["id"]
    rule = {"name": "Nightly", "object": "contacts", "kind": "tag", "tag": MARK, "schedule": "daily"}
    assert api("POST", "/v1/cleaning_rules", rule, user=key).status == 201 and end() == 200
    api.world.settle(20)
    api.world.later(days=1)
    api.world.tick()
    api.world.settle(20)
    assert [each["state"] for each in api("GET", "/v1/jobs").body["data"] if each["what"] == "clean"] == ["failed"]
    assert not api("GET", f"/v1/contacts/{contact}").body["tags"]


def taken_back(api: Api, id: str, by: str) -> Any:
    """An import after it was reverted, as it is stored."""
    assert api("POST", f"/v1/imports/{id}/revert", user=by).status == 202
    api.world.settle(20)
    record = api.world.crm.table.get(keys.record(id), consistent=True) or {}
    assert record["state"] == "reverted"
    return record


def test_what_a_revert_kept_is_told_to_who_took_it_back(api: Api) -> None:
    me = with_grants(api, "narrow", {"contacts": {"*": "own", "import": "own"}, "imports": {"*": "own"}})
    boss = with_grants(api, "boss", {"contacts": {"*": "all"}, "imports": {"*": "all"}})
    record, failed = imported(api, me, "last_name\nRuiz\n", object="contacts", mapping={"last_name": "last_name"})
    assert record["created"] == 1, failed
    (contact,) = api("GET", "/v1/contacts", user=me).body["data"]
    assert api("PATCH", f"/v1/contacts/{contact['id']}", {"owner_id": api.admin, "last_name": MARK}).status == 200
    api.world.settle()
    stored = taken_back(api, record["id"], boss)
    assert MARK in api.world.crm.files.get(api.world.crm.settings.files_bucket, stored["report_key"]).decode()

    def link(user: str) -> Any:
        return api("GET", f"/v1/imports/{record['id']}", user=user).body["report_url"]
    assert link(me) is None and link(boss)
    role = api("GET", "/v1/me", user=boss).body["role_ids"][0]
    assert api("PATCH", f"/v1/roles/{role}", {"fields": {"contacts": {"last_name": "none"}}}).status == 200
    assert link(boss) is None


def test_a_revert_takes_no_record_back_that_its_starter_may_not_assign(api: Api) -> None:
    colleague = invited(api, "colleague", role_ids=[founding.role_id(api.world.crm, "rep")]).body["id"]
    grants = {"contacts": {"*": "all"}, "imports": {"*": "own"}, "users": {"read": "all"}}
    me = with_grants(api, "mover", grants)
    role = api("GET", "/v1/me", user=me).body["role_ids"][0]
    contact = api("POST", "/v1/contacts", {"last_name": "Ruiz", "emails": ["ana@client.example"], "owner_id": me}).body["id"]
    api.world.settle()
    record, failed = imported(api, me, "emails,owner\nana@client.example,colleague@kith.example\n", object="contacts", mode="update",
                              key="email", mapping={"emails": "emails", "owner": "owner_id.email"})
    assert record["updated"] == 1, failed
    assert api("PATCH", f"/v1/roles/{role}", {"grants": {**grants, "contacts": {"*": "all", "assign": "own"}}}).status == 200
    api.world.settle()
    stored = taken_back(api, record["id"], me)
    assert stored["kept"] == 1 and api("GET", f"/v1/contacts/{contact}").body["owner_id"] == colleague


def test_a_revert_deletes_nothing_that_others_changed_by_a_file_or_were_given(api: Api) -> None:
    grants = {"contacts": {"*": "all"}, "imports": {"*": "own"}}
    one, two = (with_grants(api, name, grants) for name in ("one", "two"))
    mapping = {"last_name": "last_name", "emails": "emails"}
    record, failed = imported(api, one, "last_name,emails\nRuiz,ana@client.example\nKept,bo@client.example\nGone,cy@client.example\n",
                              object="contacts", mapping=mapping)
    assert record["created"] == 3, failed
    api.world.settle()
    ids = {each["last_name"]: each["id"] for each in api("GET", "/v1/contacts").body["data"]}
    other, failed = imported(api, two, "emails,job\nana@client.example,Boss\n", object="contacts", mode="update", key="email",
                             mapping={"emails": "emails", "job": "job_title"})
    assert other["updated"] == 1, failed
    stored = api.world.crm.table.get(keys.record(ids["Kept"]), consistent=True) or {}
    work = Work(api.world.crm, system("reassign", "job_1"))
    work.change(stored, {"owner_id": two})
    work.commit()
    api.world.settle()
    assert taken_back(api, record["id"], one)["kept"] == 2
    assert [api("GET", f"/v1/contacts/{ids[name]}").status for name in ("Ruiz", "Kept", "Gone")] == [200, 200, 404]


def test_an_undo_names_no_field_that_was_hidden_since(api: Api) -> None:
    me = limited(api, "bulk", {}, {"contacts": {"*": "all"}, "jobs": {"read": "own"}})
    role = api("GET", "/v1/me", user=me).body["role_ids"][0]
    contact = api("POST", "/v1/contacts", {"last_name": "Ruiz"}).body["id"]
    begun = api("POST", "/v1/contacts/bulk", {"ids": [contact], "set": {"job_title": "x", "source": "y"}}, user=me).body["job_id"]
    api.world.settle()
    assert api("PATCH", f"/v1/contacts/{contact}", {"job_title": "z", "source": "z"}).status == 200
    assert api("PATCH", f"/v1/roles/{role}", {"fields": {"contacts": {"job_title": "none"}}}).status == 200
    undone = api("POST", f"/v1/jobs/{begun}/undo", {}, user=me).body["job_id"]
    api.world.settle()
    (kept,) = api("GET", f"/v1/jobs/{undone}", user=me).body["result"]["kept"]
    assert (kept["code"], kept["fields"]) == ("changed_since", ["source"])


def blind(api: Api) -> str:
    """Somebody from whom colleagues' addresses are hidden, beside a colleague without a name."""
    invited(api, "nameless", role_ids=[founding.role_id(api.world.crm, "rep")])
    grants = {name: {"*": "all"} for name in ("contacts", "notes", "leads")} | {"users": {"read": "all"}, "imports": {"*": "own"}}
    return limited(api, "blind", {"users": {"email": "none"}}, grants)


def test_an_export_names_nobody_by_a_hidden_address(api: Api) -> None:
    me, crm = blind(api), api.world.crm
    owner = next(each["id"] for each in api("GET", "/v1/users").body["data"] if each["email"].startswith("nameless"))
    assert api("POST", "/v1/contacts", {"last_name": "Ruiz", "owner_id": owner}).status == 201
    for user, told in ((me, False), (api.admin, True)):
        made = api("POST", "/v1/exports", {"object": "contacts", "fields": ["last_name", "owner_id.name"]}, user=user)
        api.world.settle(20)
        stored = crm.table.get(keys.record(made.body["id"]), consistent=True) or {}
        content = crm.files.get(crm.settings.files_bucket, stored["file_key"]).decode()
        assert "Ruiz" in content and ("nameless@" in content) is told


def test_the_explanation_of_an_owner_names_nobody_by_a_hidden_address(api: Api) -> None:
    rep = founding.role_id(api.world.crm, "rep")
    away, taker = (invited(api, name, role_ids=[rep], **more).body["id"] for name, more in (
        ("away", {"away_from": "2020-01-01T00:00:00Z"}), ("taker", {})))
    assert api("POST", "/v1/routing_rules", {"name": "All", "pool": {"user_ids": [away, taker]}}).status == 201

    def told(user: str) -> str:
        lead = api("POST", "/v1/leads", {"last_name": "Ruiz"}).body["id"]
        api.world.settle()
        paths = f"/v1/leads/{lead}", f"/v1/decisions?lead_id={lead}", f"/v1/leads/{lead}/timeline"
        return json.dumps([api("GET", path, user=user).body for path in paths])
    assert "taker@kith" in told(api.admin), "nobody is named otherwise"
    me = blind(api)
    assert away in told(me) and "away@" not in told(me) and "taker@" not in told(me)


def test_a_mention_finds_nobody_by_a_hidden_address(api: Api) -> None:
    me = blind(api)
    text = {"body": "What says @nameless@kith.example, and @nameless?"}
    assert not api("POST", "/v1/notes", text, user=me).body["mentions"]
    assert len(api("POST", "/v1/notes", text).body["mentions"]) == 1


def test_somebody_from_outside_finds_no_colleague_by_a_mention(api: Api) -> None:
    role = api("POST", "/v1/roles", {"name": "Partner", "kind": "external", "grants": {"notes": {"*": "shared"}}}).body["id"]
    partner = invited(api, "partner", role_ids=[role]).body["id"]
    known, unknown = (invited(api, name, role_ids=[founding.role_id(api.world.crm, "rep")]).body["id"] for name in ("ana", "bo"))
    note = api("POST", "/v1/notes", {"body": "Ask @ana"}).body["id"]
    assert api("PUT", f"/v1/notes/{note}/shares/{partner}?access=write").status == 200
    changed = api("PATCH", f"/v1/notes/{note}", {"body": f"Ask @ana, @bo, @partner or @[Bo]({unknown})"}, user=partner)
    assert changed.status == 200 and changed.body["mentions"] == [known, partner]


def test_a_file_is_no_way_to_ask_for_a_hidden_address(api: Api) -> None:
    me, crm = blind(api), api.world.crm
    for user, told in ((me, None), (api.admin, "owner_id")):
        made = api("POST", "/v1/imports", {"object": "contacts"}, user=user).body["id"]
        crm.files.put(crm.settings.files_bucket, source.key(made), b"last_name,owner\nRuiz,nameless@kith.example\n")
        seen = api("POST", f"/v1/imports/{made}/preview", {}, user=user)
        assert seen.status == 200 and seen.body["mapping"].get("owner") == told


def test_a_key_is_not_told_what_its_owner_was_answered(api: Api) -> None:
    role = api("POST", "/v1/roles", {"name": "small", "grants": {"companies": {"read": "own"}}}).body["id"]
    key, body = key_of(api, role)["id"], {"create": [{"last_name": "Ruiz"}]}
    first, again = (api("POST", "/v1/contacts/batch", body, idempotency_key="k") for _twice in range(2))
    assert again.body == first.body and again.headers["Idempotent-Replay"] == "true"
    other = api("POST", "/v1/contacts/batch", body, user=key, idempotency_key="k").body["results"][0]
    assert (other["status"], other["problem"]["code"]) == (403, "forbidden")


def test_a_call_that_goes_on_as_the_system_keeps_its_answer_for_who_asked(api: Api) -> None:
    rep = api.person("rep", "rep@kith.example")
    assert api("POST", "/v1/routing_rules", {"name": "All", "pool": {"user_ids": [rep]}}).status == 201
    leads = [api("POST", "/v1/leads", {"last_name": name, "owner_id": api.admin}).body["id"] for name in ("Ruiz", "Zed")]
    other = api.person("admin", "second@kith.example")
    first, again = (api("POST", f"/v1/leads/{leads[0]}/route", {}, idempotency_key="k") for _twice in range(2))
    assert first.status == again.status == 200 and again.headers.get("Idempotent-Replay") == "true"
    theirs = api("POST", f"/v1/leads/{leads[1]}/route", {}, user=other, idempotency_key="k")
    assert theirs.status == 200 and "Idempotent-Replay" not in theirs.headers


def test_an_unmerge_gives_no_record_back_that_one_may_not_assign(api: Api) -> None:
    grants = {"contacts": {"*": "all", "assign": "none"}}
    me = with_grants(api, "me", grants)
    mine, theirs = (api("POST", "/v1/contacts", {"last_name": "Ruiz", "owner_id": owner}).body["id"] for owner in (me, api.admin))
    merged = {"other_id": mine, "choose": {"owner_id": mine}}
    assert api("POST", f"/v1/contacts/{theirs}/merge", merged, user=me).status == 403
    assert api("POST", f"/v1/contacts/{theirs}/merge", merged).body["owner_id"] == me
    api.world.settle()
    assert api("POST", f"/v1/contacts/{theirs}/unmerge", {"other_id": mine}, user=me).status == 403
    assert api("GET", f"/v1/contacts/{theirs}").body["owner_id"] == me
    assert api("POST", f"/v1/contacts/{theirs}/unmerge", {"other_id": mine}).body["owner_id"] == api.admin
