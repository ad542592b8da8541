"""Every role x object x action x whose record it is, over HTTP, against the rule written down here once more.

The rule is taken from what the roles say, not from how the gate works: if the gate errs, this fails.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from chalicelib.records.objects import ObjectType
from chalicelib.store import keys
from chalicelib.store.table import Put
from chalicelib.users import founding
from chalicelib.users.founding import ROLES
from tests.edge import Api

Grants = Mapping[str, Mapping[str, str]]
REACHES = {"none": set[str](), "shared": set[str](), "own": {"own"}, "team": {"own", "mate"}, "all": {"own", "mate", "stranger", "lent"}}
APART = {"users"}  # who keeps them is asked what those may, which has tests of its own
OWN_ENTRANCE = {"imports", "exports"}  # they are read as others are, and changed by calls of their own
VALUES: dict[str, dict[str, Any]] = {
    "contact": {"last_name": "X"}, "company": {"name": "X"}, "lead": {"last_name": "X", "status": "new"}, "task": {"subject": "X"},
    "note": {"body": "X"}, "form": {"name": "X", "fields": [{"name": "email", "type": "email"}]}, "team": {"name": "X"},
    "role": {"name": "X", "grants": {}}, "scoring_rule": {"name": "X", "points": 1}, "field": {"object": "contacts", "name": "x_1", "field_type": "text"},
    "submission": {"state": "queued"}, "consent": {"purpose": "newsletter", "status": "granted"},
    "decision": {"kind": "routing", "lead_id": "lea_00000000000000000000000000"}, "job": {"what": "x", "state": "done"},
    "import": {"object": "contacts", "state": "waiting"}, "export": {"object": "contacts", "state": "done", "job_id": "job_00000000000000000000000000"}}
SAMPLED = ("contacts", "tasks", "submissions", "forms")
CUSTOM = {word: {"*": {"*": word}} for word in REACHES}
MIXED: Grants = {"contacts": {"read": "team", "update": "own", "create": "own"}, "*": {"read": "shared", "delete": "all", "assign": "team"}}


def by_roles_alone(type: ObjectType) -> bool:
    """Whether nothing but roles decides: views, reports and pairs of duplicates have rules of their own, and tests."""
    declared = ObjectType.__dataclass_fields__["visible"].default
    return type.gate is None and type.visible is declared and type.plural not in APART


def granted(grants: Grants, type: ObjectType, action: str) -> str:
    """The word that a role has for this."""
    actions = grants.get(type.permission or type.plural, grants.get("*", {}))
    word = actions.get(action, actions.get("*", "none"))
    if word == "shared" and (type.configuration or action not in ("read", "update")):
        return "none"
    return "own" if type.personal and word in ("team", "all") else word


def reached(grants: Grants, type: ObjectType, action: str, whose: str) -> bool:
    """Whether the role lets do it with such a record; `lent`: a stranger's that is shared with the reader to write."""
    word = granted(grants, type, action)
    return whose in REACHES[word] or (whose == "lent" and word != "none" and action in ("read", "update"))


def expected(grants: Grants, type: ObjectType, action: str, whose: str) -> int:
    """403 for a type that is not read at all, 404 for a record that is not seen, 403 for what is only looked at."""
    if granted(grants, type, "read") == "none":
        return 403
    if not reached(grants, type, "read", whose):
        return 404
    needed = {"read": (), "timeline": (), "history": (), "links": (), "shares": (), "update": ("update",), "assign": ("update", "assign"),
              "link": ("update",), "share": ("update",), "delete": ("delete",), "restore": ("delete",)}[action]
    if not all(reached(grants, type, each, whose) for each in needed):
        return 403
    if action in ("update", "assign") and not type.editable:
        return 403
    if action == "share" and (type.configuration or type.personal or not type.editable):
        return 403
    return 200


class Company:
    """Two people of one role, one of them in a team, and a record of each kind for each owner."""

    def __init__(self, api: Api, role: str, grants: Grants, types: list[ObjectType]) -> None:
        self.api, self.crm, self.types, self.grants = api, api.world.crm, types, grants
        self.north = api("POST", "/v1/teams", {"name": "North"}).body["id"]
        self.mate = api.person("read_only", "mate@kith.example", team_ids=[self.north])
        if role in ROLES:
            self.one = api.person(role, "one@kith.example", team_ids=[self.north])
            self.two = api.person(role, "two@kith.example")
        else:
            id = api("POST", "/v1/roles", {"name": role, "grants": grants}).body["id"]
            self.one, self.two = (api("POST", "/v1/users", {"email": f"{name}@kith.example", "role_ids": [id], "team_ids": teams}).body["id"]
                                  for name, teams in (("one", [self.north]), ("two", [])))
        self.templates = {type.name: self._template(type) for type in types}
        self.contact = self.copy(self._named("contact"), "own", self.one)

    def _named(self, name: str) -> ObjectType:
        return self.crm.registry.named(name)

    def _template(self, type: ObjectType) -> dict[str, Any]:
        """A record as the table has it; what its type's rules would say of it is not asked here."""
        values = {"routing_rule": {"name": "X", "pool": {"user_ids": [self.mate]}},
                  "api_key": {"name": "X", "role_id": founding.role_id(self.crm, "read_only")}}.get(type.name) or VALUES.get(type.name, {})
        now, admin = self.crm.clock.now(), self.api.admin
        return {**values, "version": 1, "revision": 1, "created_at": now, "created_by": admin, "updated_at": now, "updated_by": admin}

    def copy(self, type: ObjectType, whose: str, me: str) -> str:
        """A fresh record of a type that belongs to me, my team mate or a stranger; its id."""
        owner, team = {"own": (me, None), "mate": (self.mate, self.north)}.get(whose, (self.api.admin, None))
        record = {**self.templates.get(type.name, {}), "type": type.name, "id": self.crm.ids.new(type.prefix, self.crm.clock.now()),
                  "owner_id": owner, type.owner_field: owner, "team_id": team}
        record = {**record, "shares": [{"to": me, "access": "write"}]} if whose == "lent" else record
        pk, sk = keys.record(record["id"])
        stored = {name: value for name, value in record.items() if value is not None}
        self.crm.table.write(Put({"pk": pk, "sk": sk, **stored, **keys.index_values(stored, type.group, type.parent, type.order)}))
        return str(record["id"])


def calls(company: Company, type: ObjectType, id: str, spare: str) -> Iterator[tuple[str, str, str, Any]]:
    """Every action on one record: what it is, method, path, body; a spare one like it is for the deletion."""
    path = f"/v1/{type.plural}/{id}"
    yield "read", "GET", path, None
    if type.plural in OWN_ENTRANCE:
        return
    yield "read", "GET", f"{path}?include=links,timeline", None
    for part in ("timeline", "history", "links", "shares"):
        yield part, "GET", f"{path}/{part}", None
    yield "restore", "POST", f"{path}/restore", None
    yield "update", "PATCH", path, {"tags": ["x"]}
    yield "link", "PUT", f"{path}/links/{company.contact}?label=x", None
    yield "share", "PUT", f"{path}/shares/{company.mate}", None
    if type.plural != "api_keys":  # an administrator alone hands keys over
        yield "assign", "PATCH", path, {type.owner_field: company.two, "tags": ["y"]}
    yield "delete", "DELETE", f"/v1/{type.plural}/{spare}", None


def found(company: Company, type: ObjectType, me: str, whose: dict[str, str]) -> list[str]:
    """What is wrong with one person's calls on the records of one type."""
    wrong, ids = [], {name: company.copy(type, kind, me) for name, kind in whose.items()}
    page = company.api("GET", f"/v1/{type.plural}?limit=100", user=me)
    if granted(company.grants, type, "read") == "none":
        wrong += [f"{type.plural} list: {page.status}, not 403"] if page.status != 403 else []
    elif page.status != 200:
        wrong += [f"{type.plural} list: {page.status}, not 200"]
    else:
        listed = {row["id"] for row in page.body["data"]} & set(ids.values())
        visible = {ids[name] for name, kind in whose.items() if name != "lent" and reached(company.grants, type, "read", kind)}
        wrong += [f"{type.plural} list shows {listed} not {visible}"] if listed - {ids.get("lent", "")} != visible else []
    for name, kind in whose.items():
        for action, method, path, body in calls(company, type, ids[name], company.copy(type, kind, me)):
            status = company.api(method, path, body, user=me).status
            wanted = expected(company.grants, type, action, kind)
            if action == "link" and wanted == 200 and not reached(company.grants, company._named("contact"), "read", "own" if me == company.one else "stranger"):
                wanted = 403 if granted(company.grants, company._named("contact"), "read") == "none" else 404
            wrong += [] if right(type, status, wanted) else [f"{type.plural} {action} of {name}: {status}, not {wanted}"]
    return wrong


def right(type: ObjectType, status: int, wanted: int) -> bool:
    """Where it is allowed the record's own rules may still refuse; the system's records for good."""
    return status in (200, 204, 422, *(() if type.editable else (403,))) if wanted == 200 else status == wanted


def made(company: Company, type: ObjectType, me: str) -> list[str]:
    """Whether a record can be made exactly by whom the role lets make one."""
    if type.plural in OWN_ENTRANCE:
        return []
    status = company.api("POST", f"/v1/{type.plural}", VALUES.get(type.name, {}), user=me).status
    allowed = type.creatable and granted(company.grants, type, "create") != "none"
    fits = status in (201, 422) if allowed else status == 403
    return [] if fits else [f"{type.plural} create: {status}, allowed: {allowed}"]


@pytest.mark.parametrize("role", [*ROLES, "mixed", *(f"*{word}" for word in CUSTOM)])
def test_every_action_on_everybodys_records(api: Api, role: str) -> None:
    grants: Grants = ROLES.get(role) or CUSTOM.get(role[1:]) or MIXED
    types = [type for type in api.world.crm.registry if by_roles_alone(type) and (role in ROLES or type.plural in SAMPLED)]
    company = Company(api, role, grants, types)
    kinds = {"own": "own", "mate": "mate", "stranger": "stranger", **({} if role in ROLES else {"lent": "lent"})}
    wrong = [each for type in types for each in (*found(company, type, company.one, kinds), *made(company, type, company.one))]
    outsider = {"own": "own", "mate": "stranger"}  # to who is in no team a mate's record is a stranger's
    twos = types if role not in ROLES else [type for type in types if type.plural in SAMPLED]
    for type in twos:
        ids = {"own": "own", "mate": "mate"}
        wrong += [f"two: {each}" for each in _as_outsider(company, type, ids, outsider)]
    assert not wrong, "\n".join(wrong)


def _as_outsider(company: Company, type: ObjectType, ids: dict[str, str], seen_as: dict[str, str]) -> list[str]:
    wrong = []
    for name in ids:
        id = company.copy(type, name, company.two)
        for action, method, path, body in calls(company, type, id, company.copy(type, name, company.two)):
            if action not in ("read", "update", "delete"):
                continue
            status, wanted = company.api(method, path, body, user=company.two).status, expected(company.grants, type, action, seen_as[name])
            wrong += [] if right(type, status, wanted) else [f"{type.plural} {action} of {name}: {status}, not {wanted}"]
    return wrong
