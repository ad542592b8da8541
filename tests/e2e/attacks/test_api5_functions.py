"""API5:2023 Broken function level authorization: what administrators do, tried by everybody else.

| attack | what holds |
|---|---|
| every described call that writes, by who may only read, a partner from outside and a program that reads | refused; nothing of the company's set-up has changed |
| users, teams, roles, keys, fields, rules, audit, privacy, jobs by a rep | refused |
| roles, keys and users that may more than their maker | refused |
| other verbs, other letter case, doubled slashes, method overrides | no way around the gate |
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.attacks.scene import NOBODY, Attackers, hired, refused, role, sound
from tests.e2e.people import HERE, Person, acting, role_id

pytestmark = pytest.mark.e2e
SETUP = ("users", "teams", "roles", "forms", "scoring_rules", "routing_rules", "fields", "api_keys", "cleaning_rules")
THEIRS = ("/v1/me", "/v1/favourites/", "/v1/notifications/", "/v1/contacts/{id}/unmerge")     # what is everybody's own
BODIES: dict[str, dict[str, Any]] = {
    "users": {"email": f"evil.{HERE}@kith.example"}, "teams": {"name": "Evil"}, "roles": {"name": "Evil", "grants": {"*": {"*": "all"}}},
    "forms": {"name": "Evil", "fields": [{"name": "email", "type": "email"}]}, "scoring_rules": {"name": "Evil", "points": 1},
    "routing_rules": {"name": "Evil", "pool": {"user_ids": [NOBODY]}}, "fields": {"object": "contacts", "name": "evil", "type": "text"},
    "api_keys": {"name": "Evil", "role_id": NOBODY}, "cleaning_rules": {"name": "Evil", "object": "contacts", "kind": "case_names"}}
ADMINS: list[tuple[str, str, Any]] = [
    ("GET", "/v1/audit", None), ("GET", "/v1/privacy/find?q=a", None), ("POST", "/v1/privacy/exports", {"id": "con_" + 26 * "0"}),
    ("POST", "/v1/privacy/erasures", {"id": "con_" + 26 * "0"}), ("POST", "/v1/exports", {"object": "everything", "format": "json"}),
    ("POST", "/v1/exports", {"object": "users"}), ("POST", "/v1/imports", {"object": "users", "mode": "create"}), ("POST", "/v1/users/{user}/deactivate", {}),
    ("POST", "/v1/users/{user}/activate", {}), ("POST", "/v1/users/{user}/invite", {}), ("POST", "/v1/users/{user}/reassign", {"to": NOBODY}),
    ("DELETE", "/v1/users/{user}", None), ("PATCH", "/v1/users/{user}", {"role_ids": []}), ("GET", "/v1/users/{user}", None),
    ("GET", "/v1/erasures", None)]


@pytest.fixture(scope="module")
def readers(stack: Any, attackers: Attackers) -> dict[str, Person]:
    """Who may write nothing."""
    return {"read_only": acting(stack, "read_only"), "partner": attackers.partner, "key": attackers.reader}


def ids_of(admin: Person, objects: str) -> str:
    """Some record of a type, or one that there might be."""
    rows = admin.ask("GET", f"/v1/{objects}?limit=1")
    return str(rows.json["data"][0]["id"]) if rows.status == 200 and rows.json["data"] else "con_" + 26 * "0"


def test_who_only_reads_writes_by_no_call(stack: Any, admin: Person, victims: dict[str, str], readers: dict[str, Person]) -> None:
    open_to_some = set()
    for path, calls in stack.call("GET", "/openapi.json").json["paths"].items():
        objects = path.split("/")[2]
        writing = [method.upper() for method in calls if method != "get"]
        if not path.startswith("/v1/") or not writing or path.startswith(THEIRS):
            continue
        url = path.replace("{id}", victims.get(objects) or ids_of(admin, objects)).replace("{other_id}", NOBODY) if "{" in path else path
        for method in writing:
            for name, person in readers.items():
                answer = sound(person.ask(method, url, None if method in ("DELETE", "PUT") else BODIES.get(objects, {})))
                if answer.status < 400:
                    open_to_some.add((name, method, path, answer.status, answer.content[:100]))
    # a batch and a preview answer 200 with what each item got; everybody keeps views and reports of their own; links to files are read by a POST
    known = {("POST", f"/v1/{objects}/batch") for objects in BODIES} | {("POST", "/v1/views/batch"), ("POST", "/v1/reports/batch"), ("POST", "/v1/submissions/{id}/files")}
    wrong = sorted(each for each in open_to_some if each[1:3] not in known)
    assert not wrong, wrong


@pytest.mark.parametrize("who", ["rep", "support", "read_only"])
def test_the_companys_set_up_is_not_theirs(stack: Any, admin: Person, who: str) -> None:
    person = acting(stack, who)
    before = {objects: admin.get(f"/v1/{objects}?limit=1")["meta"]["total"] for objects in SETUP}
    for objects in SETUP:
        id = ids_of(admin, objects)
        refused(person.ask("POST", f"/v1/{objects}", BODIES[objects]), 403, 404)
        for method, tail, body in (("PATCH", "", {"name": "Evil"}), ("DELETE", "", None), ("POST", "/restore", {}), ("GET", "/history", None)):
            refused(person.ask(method, f"/v1/{objects}/{id}{tail}", body), 403, 404)
        answer = sound(person.ask("POST", f"/v1/{objects}/batch", {"create": [BODIES[objects]], "delete": [id]}))
        assert answer.status >= 400 or {each["status"] for each in answer.json["results"]} <= {403, 404}, answer.content
    assert {objects: admin.get(f"/v1/{objects}?limit=1")["meta"]["total"] for objects in SETUP} == before


@pytest.mark.parametrize("who", ["rep", "support", "marketing", "read_only"])
def test_what_administrators_do_others_do_not(stack: Any, who: str) -> None:
    person, user = acting(stack, who), acting(stack, "admin").get("/v1/me")["id"]
    for method, path, body in ADMINS:
        refused(person.ask(method, path.format(user=user), body), 403, 404, 422 if "{user}" not in path and method == "POST" else 404)


def test_partners_and_programs_do_not_either(stack: Any, attackers: Attackers) -> None:
    user = acting(stack, "admin").get("/v1/me")["id"]
    for person in (attackers.partner, attackers.program):
        for method, path, body in ADMINS:
            answer = person.ask(method, path.format(user=user), body)
            if method == "GET" and answer.status == 200:
                assert answer.json["data"] == []
            else:
                refused(answer, 403, 404, 422 if "{user}" not in path and method == "POST" else 404)


def test_nobody_makes_somebody_who_may_more(stack: Any, eventually: Any) -> None:
    """Who keeps users, roles and keys, and nothing else, opens no other door by them."""
    admin = acting(stack, "admin")
    keeper_role = role(stack, "Keeper", {name: {"*": "all"} for name in ("users", "roles", "api_keys", "teams")})
    user_id, keeper = hired(stack, eventually, "keeper", keeper_role)
    every = {"*": {"*": "all"}}
    refused(keeper.ask("POST", "/v1/roles", {"name": "Evil", "grants": every}))
    refused(keeper.ask("PATCH", f"/v1/roles/{keeper_role}", {"grants": every}))
    for role_ids in ([role_id(stack, "admin")], [keeper_role, role_id(stack, "admin")], [role_id(stack, "manager")]):
        refused(keeper.ask("PATCH", f"/v1/users/{user_id}", {"role_ids": role_ids}))
        refused(keeper.ask("POST", "/v1/users", {"email": f"evil2.{HERE}@kith.example", "role_ids": role_ids}))
    refused(keeper.ask("POST", "/v1/api_keys", {"name": "Evil", "role_id": role_id(stack, "admin")}))
    refused(keeper.ask("POST", "/v1/api_keys", {"name": "Evil", "role_id": keeper_role, "owner_id": admin.get("/v1/me")["id"]}))
    for call in ("deactivate", "invite"):
        refused(keeper.ask("POST", f"/v1/users/{admin.get('/v1/me')['id']}/{call}", {}))
    refused(keeper.ask("PATCH", f"/v1/users/{admin.get('/v1/me')['id']}", {"email": f"evil3.{HERE}@kith.example"}))
    assert admin.get("/v1/me")["active"]


def test_a_key_makes_no_other_key_or_user(stack: Any, attackers: Attackers) -> None:
    program = attackers.maker
    for role_name in ("admin", "manager", "rep"):
        refused(program.ask("POST", "/v1/api_keys", {"name": "Evil", "role_id": role_id(stack, role_name)}))
        refused(program.ask("POST", "/v1/users", {"email": f"evil4.{HERE}@kith.example", "role_ids": [role_id(stack, role_name)]}))


def test_no_other_spelling_goes_around_the_gate(stack: Any, attackers: Attackers) -> None:
    own = attackers.own
    for path in ("/v1/Roles", "/v1/ROLES", "/v1/roles%20", "/v1//roles", "/v1/roles%2f", "/v1/./roles", "/v1/contacts/../roles", "/v1/contacts%2f..%2froles",
                 "/V1/roles", "/v1/roles;x=1", "/v1/roles.json", "/v1/roles%00", "/public/forms/../../v1/roles", "/v1/%72oles"):
        answer = sound(stack.call("GET", path, token=own.tokens["id_token"]))
        assert answer.status in (400, 401, 403, 404, 405) or answer.json["data"] == [], (path, answer.status, answer.content[:200])
    for header in ({"X_HTTP_Method_Override": "DELETE"}, {"X_Method_Override": "DELETE"}, {"X_Original_URL": "/v1/roles"}, {"X_Rewrite_URL": "/v1/roles"}):
        answer = own.ask("GET", "/v1/me", **header)
        assert answer.json["id"] == attackers.own_id
    answer = own.ask("POST", "/v1/me?_method=PATCH", {"first_name": "x"})
    refused(answer, 403, 404, 405)
