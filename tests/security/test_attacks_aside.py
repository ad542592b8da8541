"""What a fifth attack got at from aside: by a rule that is for something else by now, by what a file makes beside its
rows, by one's own team, by what is kept of a revert, by letters."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.mail import outbox
from chalicelib.store import keys
from chalicelib.users import founding
from tests.edge import Api
from tests.security.test_attacks_people import KEEPING, invited
from tests.security.test_attacks_stack import imported
from tests.security.test_fields_hidden import limited
from tests.security.test_privilege import with_grants

MARK = "Zanzibarian"


def test_what_a_rule_did_is_judged_by_what_it_was_for_then(api: Api) -> None:
    contact = api("POST", "/v1/contacts", {"first_name": "ANA", "last_name": MARK.upper()}).body["id"]
    rule = api("POST", "/v1/cleaning_rules", {"name": "r", "object": "contacts", "kind": "case_names"}).body["id"]
    job = api("POST", f"/v1/cleaning_rules/{rule}/run", {}).body["job_id"]
    api.world.settle(20)
    me = with_grants(api, "odd", {"companies": {"*": "all"}, "cleaning_rules": {"*": "all"}, "contacts": {"read": "own", "update": "own"}})
    changed = api("PATCH", f"/v1/cleaning_rules/{rule}", {"object": "companies", "kind": "tag", "tag": "x"}, user=me)
    assert changed.status == 200
    told = api("POST", f"/v1/cleaning_rules/{rule}/report", {}, user=me)
    assert told.status == 200 and told.body["job"]["id"] == job and told.body["records"] == []
    assert MARK in json.dumps(api("POST", f"/v1/cleaning_rules/{rule}/report", {}).body), "who may read them is told"
    assert api("POST", f"/v1/cleaning_rules/{rule}/undo", {}).status in (200, 202)
    api.world.settle(20)
    assert api("GET", f"/v1/contacts/{contact}").body["last_name"] == MARK.upper(), "and it can be taken back"


MADE = {"object": "contacts", "mapping": {"last_name": "last_name", "company": "company_id.name"}}
NAMES = "last_name,company\nRuiz,acme.example\n"


def made_beside(api: Api, me: str, **options: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """An import whose one row names a company that is not there, and the companies then."""
    record, _failed = imported(api, me, NAMES, **MADE, options={"create_missing": True, **options})
    api.world.settle()
    return record, api("GET", "/v1/companies").body["data"]


@pytest.mark.parametrize("assign", ["none", "own", "all"])
def test_what_a_file_makes_beside_its_rows_is_given_to_nobody_by_whom_may_not_assign(api: Api, assign: str) -> None:
    other = invited(api, "other", role_ids=[founding.role_id(api.world.crm, "rep")]).body["id"]
    me = with_grants(api, "maker", {"contacts": {"*": "all"}, "companies": {"create": "all", "read": "all", "assign": assign}, "imports": {"*": "own"}})
    by_hand = api("POST", "/v1/companies", {"name": "By hand", "owner_id": other}, user=me)
    assert by_hand.status == (201 if assign == "all" else 403)
    record, companies = made_beside(api, me, owner_id=other)
    owners = {each["name"]: each["owner_id"] for each in companies}
    assert record["created"] == 1 and owners["acme.example"] == (other if assign == "all" else me)


@pytest.mark.parametrize("locked,made", [("name", None), ("domain", ("acme.example", None)), ("industry", ("acme.example", "acme.example"))])
def test_what_a_file_makes_beside_its_rows_has_no_value_that_its_starter_may_not_write(api: Api, locked: str, made: Any) -> None:
    everything = {name: {"*": "all"} for name in ("contacts", "companies")}
    me = limited(api, "locked", {"companies": {locked: "read"}}, {**everything, "imports": {"*": "own"}})
    record, companies = made_beside(api, me)
    assert [(each["name"], each["domain"]) for each in companies] == ([made] if made else [])
    assert record["failed"] == (0 if made else 1)


def test_a_revert_tells_no_value_of_what_one_may_not_read(api: Api) -> None:
    me = with_grants(api, "odd", {"contacts": {"*": "all", "read": "own"}, "imports": {"*": "own"}})
    contact = api("POST", "/v1/contacts", {"last_name": "Ruiz", "emails": ["a@client.example"], "job_title": "Boss", "owner_id": me}).body["id"]
    api.world.settle()
    asked = {"object": "contacts", "mode": "update", "key": "email", "mapping": {"emails": "emails", "job": "job_title"}}
    record, _failed = imported(api, me, "emails,job\na@client.example,Boy\n", **asked)
    assert record["updated"] == 1
    assert api("PATCH", f"/v1/contacts/{contact}", {"owner_id": api.admin, "job_title": MARK}).status == 200
    assert api("GET", f"/v1/contacts/{contact}", user=me).status == 404
    assert api("POST", f"/v1/imports/{record['id']}/revert", {}, user=me).status == 202
    api.world.settle()
    crm = api.world.crm
    key = (crm.table.get(keys.record(record["id"])) or {})["report_key"]
    told = crm.files.get(crm.settings.files_bucket, key).decode()
    assert contact in told and MARK not in told


def test_an_import_keeps_no_name_of_somebody_erased(api: Api) -> None:
    contact = api("POST", "/v1/contacts", {"first_name": "Ana", "last_name": MARK}).body["id"]
    record, _failed = imported(api, api.admin, "last_name\nRuiz\n", object="contacts", mapping={"last_name": "last_name"}, file_name=f"2026_Ana_{MARK}.csv")
    assert api("POST", "/v1/privacy/erasures", {"subject_id": contact, "reason": "asked for"}).status == 202
    for _turn in range(8):
        api.world.settle(20)
    for path in (f"/v1/imports/{record['id']}", f"/v1/audit/{record['id']}"):
        told = api("GET", path)
        assert told.status == 200 and MARK not in json.dumps(told.body), path


@pytest.mark.parametrize("scope,status", [("none", 403), ("own", 403), ("team", 200)])
def test_nobody_lets_an_accomplice_into_their_own_team_who_reads_more_there(api: Api, scope: str, status: int) -> None:
    team, above = (api("POST", "/v1/teams", {"name": name}).body["id"] for name in ("Growth", "Above"))
    lead = api("POST", "/v1/leads", {"last_name": "Ruiz", "team_id": team}).body["id"]
    office, wide, small = (api("POST", "/v1/roles", {"name": name, "grants": grants}).body["id"] for name, grants in (
        ("office", {**KEEPING, "leads": {"read": scope}}), ("wide", {"leads": {"read": "team"}}), ("small", {"leads": {"read": "own"}})))
    keeper = invited(api, "keeper", role_ids=[office], team_ids=[team]).body["id"]
    joins, manages, over, harmless = (invited(api, name, role_ids=[role], team_ids=[above] if name == "over" else []).body["id"] for name, role in (
        ("joins", wide), ("manages", wide), ("over", wide), ("harmless", small)))
    steps = ((joins, f"/v1/users/{joins}", {"team_ids": [team]}), (manages, f"/v1/teams/{team}", {"manager_id": manages}),
             (over, f"/v1/teams/{team}", {"parent_id": above}))
    for friend, path, body in steps:
        assert api("PATCH", path, body, user=keeper).status == status, path
        assert api("GET", f"/v1/leads/{lead}", user=friend).status == (200 if status == 200 else 404)
    assert api("PATCH", f"/v1/users/{harmless}", {"team_ids": [team]}, user=keeper).status == 200
    assert api("PATCH", f"/v1/teams/{team}", {"manager_id": keeper}, user=keeper).status == 200, "it is theirs"


def test_nobody_lets_an_accomplice_into_what_is_shared_with_their_own_team(api: Api) -> None:
    team = api("POST", "/v1/teams", {"name": "Growth"}).body["id"]
    lead = api("POST", "/v1/leads", {"last_name": "Ruiz"}).body["id"]
    for scope, status in (("none", 403), ("own", 200)):
        office, small = (api("POST", "/v1/roles", {"name": name, "grants": grants}).body["id"] for name, grants in (
            ("office", {**KEEPING, "leads": {"read": scope}}), ("small", {"leads": {"read": "own"}})))
        keeper = invited(api, f"keeper-{scope}", role_ids=[office], team_ids=[team]).body["id"]
        friend = invited(api, f"friend-{scope}", role_ids=[small]).body["id"]
        assert api("PUT", f"/v1/leads/{lead}/shares/{team}").status == 200
        api.world.settle()
        assert api("PATCH", f"/v1/users/{friend}", {"team_ids": [team]}, user=keeper).status == status
        assert api("GET", f"/v1/leads/{lead}", user=friend).status == (200 if status == 200 else 404)


def test_letters_name_colleagues_by_nothing_that_is_hidden(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: dict[str, list[str]] = {}

    def deliver(_crm: Any, _key: str, to: str, mail: Any, **_more: Any) -> dict[str, Any]:
        sent.setdefault(to.partition("@")[0], []).append(f"{mail.subject} {mail.text}")
        return {"state": "sent"}
    monkeypatch.setattr(outbox, "deliver", deliver)
    grants = {"leads": {"*": "all"}, "notifications": {"*": "own"}}
    told = {"blind": limited(api, "blind", {"users": {"last_name": "none"}}, grants), "unnamed": limited(
        api, "unnamed", {"users": {"first_name": "none", "last_name": "none"}}, grants), "seeing": limited(api, "seeing", {}, grants)}
    taker = invited(api, "taker", role_ids=[founding.role_id(api.world.crm, "rep")], first_name="Tom", last_name=MARK).body["id"]
    teams = [api("POST", "/v1/teams", {"name": name, "manager_id": id}).body["id"] for name, id in told.items()]
    assert api("PATCH", f"/v1/users/{taker}", {"team_ids": teams}).status == 200
    assert api("POST", "/v1/routing_rules", {"name": "R", "pool": {"user_ids": [taker]}, "response_minutes": 10}).status == 201
    fields = [{"name": "last_name", "label": "Name", "type": "text", "maps_to": "last_name"}]
    form = api("POST", "/v1/forms", {"name": "F", "fields": fields, "notify": [*told.values()]}).body["id"]
    api.world.settle()
    sent.clear()
    assert api("POST", f"/public/forms/{form}", {"last_name": "Ruiz"}, user=None).status == 202
    api.world.work("intake")
    api.world.settle()
    api.world.later(minutes=30)
    api.world.tick()
    api.world.settle()
    assert {name: len(letters) for name, letters in sent.items() if name in told} == dict.fromkeys(told, 2)
    for name, words in (("blind", "Tom"), ("unnamed", "A colleague"), ("seeing", f"Tom {MARK}")):
        assert all(words in each and (MARK in each) is (name == "seeing") for each in sent[name]), sent[name]
