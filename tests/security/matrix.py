"""The rule of who may do what, written down once more, and a company to try it on.

It is taken from what the roles say, not from how the gate works: if the gate errs, the tests that use this fail.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.records.objects import Action, ObjectType
from chalicelib.store import keys
from chalicelib.store.table import Put
from chalicelib.users import founding
from chalicelib.users.founding import ROLES
from tests.edge import Api

Grants = Mapping[str, Mapping[str, str]]
REACHES = {"none": set[str](), "shared": set[str](), "own": {"own"}, "team": {"own", "mate"}, "all": {"own", "mate", "stranger", "lent"}}
APART = {"users"}  # who keeps them is asked what those may, which has tests of its own
OWN_ENTRANCE = {"imports", "exports"}  # they are read as others are, and changed by calls of their own
NEEDED: Mapping[str, tuple[str, ...]] = {
    "read": (), "timeline": (), "history": (), "links": (), "shares": (), "tree": (), "gone": (), "update": ("update",),
    "assign": ("update", "assign"), "link": ("update",), "unlink": ("update",), "share": ("update",), "delete": ("delete",), "restore": ("delete",),
    "merge": ("update", "delete")}
VALUES: dict[str, dict[str, Any]] = {
    "contact": {"last_name": "X"}, "company": {"name": "X"}, "lead": {"last_name": "X", "status": "new"}, "task": {"subject": "X"},
    "note": {"body": "X"}, "form": {"name": "X", "fields": [{"name": "email", "type": "email"}]}, "team": {"name": "X"},
    "role": {"name": "X", "grants": {}}, "scoring_rule": {"name": "X", "points": 1}, "field": {"object": "contacts", "object_type": "contact", "name": "x_1", "field_type": "text"},
    "cleaning_rule": {"name": "X", "object": "contacts", "object_type": "contact", "kind": "tag", "tag": "x"}, "submission": {"state": "queued"}, "consent": {"purpose": "newsletter", "status": "granted", "at": "2026-01-01T00:00:00.000Z"},
    "decision": {"kind": "routing", "at": "2026-01-01T00:00:00.000Z", "lead_id": "lea_00000000000000000000000000"}, "job": {"what": "x", "state": "done"},
    "import": {"object": "contacts", "state": "waiting"}, "export": {"object": "contacts", "state": "done", "job_id": "job_00000000000000000000000000"}}
SAMPLED = ("contacts", "tasks", "submissions", "forms")
MIXED: Grants = {"contacts": {"read": "team", "update": "own", "create": "own"}, "*": {"read": "shared", "delete": "all", "assign": "team"}}
GRANTS: Mapping[str, Grants] = {**ROLES, "mixed": MIXED, **{f"*{word}": {"*": {"*": word}} for word in REACHES}}
# Whose a record is, and how the first (in a team with the mate) and the second person (in none) stand to it.
FIRST, SECOND = {"own": "own", "mate": "mate", "stranger": "stranger"}, {"own": "own", "mate": "stranger"}


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


def expected(grants: Grants, type: ObjectType, action: str, whose: str, needed: tuple[str, ...] | None = None) -> int:
    """403 for a type that is not read at all, 404 for a record that is not seen, 403 for what is only looked at."""
    if granted(grants, type, "read") == "none":
        return 403
    if not reached(grants, type, "read", whose):
        return 404
    if not all(reached(grants, type, each, whose) for each in (NEEDED[action] if needed is None else needed)):
        return 403
    if action == "gone":
        return 404
    if action in ("update", "assign") and not type.editable:
        return 403
    return 403 if action == "share" and (type.configuration or type.personal or not type.editable) else 200


class Company:
    """Two people of one role, one of them in a team, and a record of each kind for each owner."""

    def __init__(self, api: Api, role: str) -> None:
        self.api, self.crm, self.grants, self.whole = api, api.world.crm, GRANTS[role], role in ROLES
        self.types = [type for type in self.crm.registry if by_roles_alone(type) and (self.whole or type.plural in SAMPLED)]
        self.north = api("POST", "/v1/teams", {"name": "North"}).body["id"]
        self.mate = api.person("read_only", "mate@kith.example", team_ids=[self.north])
        id = founding.role_id(self.crm, role) if self.whole else api("POST", "/v1/roles", {"name": role, "grants": self.grants}).body["id"]
        self.one, self.two = (str(api("POST", "/v1/users", {"email": f"{name}@kith.example", "role_ids": [id], "team_ids": teams}).body["id"])
                              for name, teams in (("one", [self.north]), ("two", [])))
        lent = {} if self.whole else {"lent": "lent"}
        self.people = ((self.one, {**FIRST, **lent}), (self.two, {**SECOND, **lent}))
        self.templates = {type.name: self._template(type) for type in self.types}

    def other(self, me: str) -> str:
        """The other one of the same role."""
        return self.two if me == self.one else self.one

    def _template(self, type: ObjectType) -> dict[str, Any]:
        """A record as the table has it; what its type's rules would say of it is not asked here."""
        values = {"routing_rule": {"name": "X", "pool": {"user_ids": [self.mate]}},
                  "api_key": {"name": "X", "role_id": founding.role_id(self.crm, "read_only")}}.get(type.name) or VALUES.get(type.name, {})
        now, admin = self.crm.clock.now(), self.api.admin
        return {**values, "version": 1, "revision": 1, "created_at": now, "created_by": admin, "updated_at": now, "updated_by": admin}

    def copy(self, type: ObjectType, whose: str, me: str, **more: Any) -> str:
        """A fresh record of a type that belongs to me, my team mate or a stranger; its id."""
        owner, team = {"own": (me, None), "mate": (self.mate, self.north)}.get(whose, (self.api.admin, None))
        record = {**self.templates.get(type.name, {}), "type": type.name, "id": self.crm.ids.new(type.prefix, self.crm.clock.now()),
                  "owner_id": owner, type.owner_field: owner, "team_id": team, **more}
        record = {**record, "shares": [{"to": me, "access": "write"}]} if whose == "lent" else record
        pk, sk = keys.record(record["id"])
        stored = {name: value for name, value in record.items() if value is not None}
        self.crm.table.write(Put({"pk": pk, "sk": sk, **stored, **keys.index_values(stored, type.group, type.parent, type.order)}))
        return str(record["id"])

    def deleted(self, type: ObjectType, whose: str, me: str) -> str:
        """The same, hidden a moment ago."""
        return self.copy(type, whose, me, deleted_at=self.crm.clock.now())

    def arguments(self, type: ObjectType, action: Action, whose: str, me: str) -> dict[str, Any]:
        """What an action must be given, so that nothing but the right to it is in question."""
        known = {"text": "x", "choice": "", "instant": "2030-01-01T00:00:00Z", "user": self.mate}
        given = {field.name: field.options[0] if field.options else known.get(field.kind) for field in action.fields if field.required}
        return {**given, **({"other_id": self.copy(type, whose, me)} if "other_id" in given else {})}
