"""What an attack on the running stack got at: each way in, closed."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.exchange import exports, service, source
from chalicelib.records.permissions import system
from chalicelib.records.work import Collision, Work
from chalicelib.store import keys
from tests.edge import Api
from tests.installation import World, actor
from tests.leads.desk import Desk
from tests.security.test_fields_hidden import limited
from tests.security.test_privilege import with_grants

MARK = "Zanzibarian"


@pytest.fixture
def desk(api: Api, world: World) -> Desk:
    return Desk(api, world, 1)


def test_who_knows_a_customers_number_is_told_nothing_of_them(desk: Desk) -> None:
    """The automatic answer says what this submission said; answers do not go to a stranger's address."""
    lead = desk.come(first_name="Victoria", phone="+49 30 901820", message="first words")
    again = desk.come(last_name="Q", phone="+49 30 901820", email="evil@evil.example", message="second words")
    assert again["id"] == lead["id"] and [each["value"] for each in again["emails"]] == ["ana@client.example"]
    (sent,) = [each for each in desk.api("GET", "/v1/emails").body["data"] if each["to"] == "evil@evil.example"]
    told = json.dumps(desk.record(sent["id"]))
    assert "Victoria" not in told and "Ruiz" not in told
    said = {each["summary"]: each["notes"] for each in desk.api("GET", f"/v1/submissions?lead_id={lead['id']}").body["data"]}
    assert set(said) == {"first words", "second words"} and "evil@evil.example" in str(said["second words"])


def test_a_hidden_field_of_a_lead_is_not_told_by_what_is_made_of_it(desk: Desk) -> None:
    api = desk.api
    me = limited(api, "part", {"leads": {"message": "none"}}, {"leads": {"*": "all"}, "contacts": {"read": "all"}})
    rule = {"field": "message", "op": "contains", "value": MARK}
    assert api("PATCH", f"/v1/routing_rules/{desk.rule}", {"condition": rule}).status == 200
    lead = desk.come(message=MARK)
    assert MARK in json.dumps(api("GET", f"/v1/leads/{lead['id']}?include=timeline").body)
    paths = [f"/v1/leads/{lead['id']}", f"/v1/leads/{lead['id']}?include=timeline", f"/v1/leads/{lead['id']}/timeline", "/v1/submissions",
             f"/v1/decisions?lead_id={lead['id']}", "/v1/emails", f"/v1/search?q={MARK}"]
    for path in paths:
        answer = api("GET", path, user=me)
        assert MARK not in json.dumps(answer.body) and "routing" not in answer.body and "score_reasons" not in answer.body, path
        assert answer.status == (403 if path.split("?")[0] in ("/v1/submissions", "/v1/decisions", "/v1/emails") else 200), path


@pytest.mark.parametrize("plural", ["scoring_rules", "routing_rules"])
def test_a_rule_is_no_way_to_ask_for_a_hidden_field(desk: Desk, plural: str) -> None:
    api = desk.api
    me = limited(api, "rules", {"leads": {"message": "none"}}, {plural: {"*": "all"}, "leads": {"*": "all"}})
    condition = {"field": "message", "op": "contains", "value": "x"}
    more: dict[str, Any] = {"points": 5} if plural == "scoring_rules" else {"pool": {"team_ids": [desk.team]}}
    refused = api("POST", f"/v1/{plural}", {"name": "Ask", "condition": condition, **more}, user=me)
    assert refused.status == 422 and "condition" in refused.body["errors"][0]["field"]
    known = api("POST", f"/v1/{plural}", {"name": "Known", "condition": condition, **more}).body["id"]
    assert api("PATCH", f"/v1/{plural}/{known}", {"active": False}, user=me).status == 200
    changed = {**condition, "value": "y"}
    assert api("PATCH", f"/v1/{plural}/{known}", {"condition": changed}, user=me).status == 422


def test_a_pool_is_no_way_to_ask_for_a_hidden_field(desk: Desk) -> None:
    api = desk.api
    hiding = {"leads": {"message": "none"}, "users": {"languages": "none"}}
    me = limited(api, "pools", hiding, {name: {"*": "all"} for name in ("routing_rules", "leads", "users")})

    def asked(field: str, value: Any, user: str = "") -> Any:
        pool = {"team_ids": [desk.team], "condition": {"any": [{"not": {"field": field, "op": "has", "value": value}}]}}
        return api("POST", "/v1/routing_rules", {"name": "Ask", "pool": pool}, user=user)

    for field, value in (("regions", {"lead": "message"}), ("languages", {"lead": "language"}), ("languages", "de")):
        refused = asked(field, value, me)
        assert (refused.status, {each["field"].partition(".any")[0] for each in refused.body["errors"]}) == (422, {"pool.condition"})
    for field, value in (("regoins", "DE"), ("regions", {"lead": "contry"}), ("regions", {"lead": "country", "x": 1})):
        assert asked(field, value).status == 422, "no such field, for anybody"
    assert asked("regions", {"lead": "country"}, me).status == 201
    known = asked("languages", {"lead": "message"}).body["id"]
    assert api("PATCH", f"/v1/routing_rules/{known}", {"active": False}, user=me).status == 200


def test_no_accomplice_reaches_a_team_that_its_keeper_does_not(api: Api) -> None:
    team = api("POST", "/v1/teams", {"name": "Growth"}).body["id"]
    grants = {name: {"*": "all"} for name in ("users", "teams", "roles")} | {"leads": {"*": "team"}}
    keeper = with_grants(api, "keeper", grants)
    role = api("GET", "/v1/me", user=keeper).body["role_ids"]
    outside = api("POST", "/v1/users", {"email": "friend@kith.example", "role_ids": role}, user=keeper)
    assert outside.status == 201
    friend = outside.body["id"]
    inside = {"email": "other@kith.example", "role_ids": role, "team_ids": [team]}
    assert api("POST", "/v1/users", inside, user=keeper).status == 403
    assert api("PATCH", f"/v1/users/{friend}", {"team_ids": [team]}, user=keeper).status == 403
    assert api("PATCH", f"/v1/teams/{team}", {"manager_id": friend}, user=keeper).status == 403
    own = api("POST", "/v1/teams", {"name": "Own", "manager_id": friend}, user=keeper)
    assert own.status == 201
    assert api("PATCH", f"/v1/teams/{team}", {"parent_id": own.body["id"]}, user=keeper).status == 403
    reader = with_grants(api, "reader", {**grants, "leads": {"*": "all"}})
    assert api("PATCH", f"/v1/users/{friend}", {"team_ids": [team]}, user=reader).status == 200


def test_a_key_hears_no_bell_and_reads_no_file_of_its_owners_imports(api: Api) -> None:
    crm = api.world.crm
    grants = {"imports": {"read": "own"}, "notifications": {"read": "own"}}
    role = api("POST", "/v1/roles", {"name": "Narrow", "grants": grants}).body["id"]
    made = service.create(crm, actor(crm, api.admin), {"object": "contacts"}).record
    crm.files.put(crm.settings.files_bucket, source.key(made["id"]), b"last_name,emails\nBad,no address\nGood,good@x.example\n")
    service.start(crm, actor(crm, api.admin), made["id"], {})
    api.world.work("jobs")
    person = actor(crm, api.admin)
    key = replace(person, grants=(grants,), all_powerful=False, role_ids=(role,), via="key_01")
    record = service.find(crm, person, made["id"])
    assert service.shown(crm, person, record)["errors_url"] and not service.shown(crm, key, record)["errors_url"]
    bell = crm.registry.named("notification")
    assert not key.scope(bell, "read") and replace(key, via="").scope(bell, "read")


def imported(api: Api, me: str, content: str, **asked: Any) -> tuple[dict[str, Any], str]:
    """An import by somebody, and the file of its failed rows."""
    crm = api.world.crm
    made = service.create(crm, actor(crm, me), asked).record
    crm.files.put(crm.settings.files_bucket, source.key(made["id"]), content.encode())
    service.start(crm, actor(crm, me), made["id"], {})
    api.world.work("jobs")
    record = service.find(crm, actor(crm, me), made["id"])
    failed = crm.files.get(crm.settings.files_bucket, record["errors_key"]).decode() if record.get("errors_key") else ""
    return record, failed


def test_a_cell_finds_nothing_by_a_field_that_is_hidden(api: Api) -> None:
    api("POST", "/v1/contacts", {"last_name": "Private", "emails": ["priv@hz.example"]})
    api.world.settle()
    grants = {"contacts": {"read": "all"}, "tasks": {"*": "all"}, "imports": {"*": "own"}}
    for name, rules, found in (("sees", {}, 1), ("blind", {"contacts": {"emails": "none"}}, 0)):
        me = limited(api, name, rules, grants)
        api.world.settle()
        record, failed = imported(api, me, "subject,related\nCall,priv@hz.example\n", object="tasks",
                                  mapping={"subject": "subject", "related": "related.email"})
        assert ((record["created"], "There is no record" in failed) == (1, False)) is bool(found), failed


@pytest.mark.parametrize("key", ["name", "domain"])
def test_an_import_does_not_tell_which_companies_others_have(api: Api, key: str) -> None:
    api("POST", "/v1/companies", {"name": "Covert", "domain": "covert.example"})
    me = limited(api, "own", {}, {"companies": {"*": "own"}, "imports": {"*": "own"}})
    api.world.settle()
    content = {"name": "name,industry\nCovert,Steel\nNobody Ltd,Steel\n",
               "domain": "domain,industry\ncovert.example,Steel\nnobody.example,Steel\n"}[key]
    record, failed = imported(api, me, content, object="companies", mode="update", key=key)
    reasons = {line.rpartition(",")[2] for line in failed.splitlines()[1:]}
    assert record["failed"] == 2 and len(reasons) == 1, failed


def test_a_ring_of_parents_is_not_closed_by_writers_at_once(api: Api) -> None:
    first, second = (api("POST", "/v1/companies", {"name": name}).body["id"] for name in ("A", "B"))
    crm = api.world.crm
    work = Work(crm, system("test"))
    work.change(crm.table.get(keys.record(first), consistent=True) or {}, {"parent_id": second})
    assert api("PATCH", f"/v1/companies/{second}", {"parent_id": first}).status == 200
    with pytest.raises(Collision):
        work.commit()
    assert api("PATCH", f"/v1/companies/{first}", {"parent_id": second}).status == 422


def test_teams_are_asked_as_they_stand_and_not_as_a_process_remembers_them(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (api("POST", "/v1/teams", {"name": name}).body["id"] for name in ("A", "B"))
    crm = api.world.crm
    stale = {id: crm.configuration.find("team", id) for id in (first, second)}
    assert api("PATCH", f"/v1/teams/{second}", {"parent_id": first}).status == 200
    find = crm.configuration.find
    monkeypatch.setattr(crm.configuration, "find", lambda type, id: stale.get(id) or find(type, id))
    assert api("PATCH", f"/v1/teams/{first}", {"parent_id": second}).status == 422


def test_a_file_made_with_rights_that_have_gone_is_not_handed_out(api: Api) -> None:
    api("POST", "/v1/contacts", {"last_name": "Seen"})
    me = limited(api, "seer", {}, {"contacts": {"read": "all", "export": "all"}})
    api.world.settle()
    made = api("POST", "/v1/exports", {"object": "contacts"}, user=me).body["id"]
    api.world.work("jobs")
    assert api("GET", f"/v1/exports/{made}", user=me).body["download_url"]
    role = api("GET", "/v1/me", user=me).body["role_ids"][0]
    for change in ({"fields": {"contacts": {"last_name": "none"}}}, {"grants": {"contacts": {"read": "own", "export": "all"}}, "fields": {}}):
        assert api("PATCH", f"/v1/roles/{role}", change).status == 200
        api.world.settle()
        told = api("GET", f"/v1/exports/{made}", user=me).body
        assert not told["download_url"] and "export again" in told["message"]
    assert exports.find(api.world.crm, actor(api.world.crm, me), made)["state"] == "done"
