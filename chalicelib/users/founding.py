"""The first day of a company: default roles, the first administrator."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from chalicelib.errors import Conflict
from chalicelib.records import needed
from chalicelib.records.derivations import DERIVE_VERSION
from chalicelib.records.permissions import system
from chalicelib.records.work import Collision, Work, retried
from chalicelib.setup import company
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
READ = {"read": "all"}
OWN = {"read": "all", "create": "own", "update": "own", "delete": "own"}
TEAM = {"read": "all", "create": "team", "update": "team", "delete": "team", "assign": "team", "import": "all",
        "export": "all"}
WRITE = {"*": "all"}
CONFIGURE = {"read": "all", "create": "all", "update": "all", "delete": "all"}
MINE = {
    "notifications": {"read": "own", "update": "own"},
    "jobs": {"read": "own"},
    "sign_ins": {"read": "own"},
    "imports": {"read": "own", "update": "own"},
    "exports": {"read": "own", "update": "own"},
}
PROFILES, ACTIVITIES = ("contacts", "companies"), ("leads", "deals", "tasks", "notes", "calls", "meetings")
SUPPORT, MARKETING = ("tickets", "articles"), ("campaigns", "segments")
CONFIGURATION = ("users", "teams", "roles", "forms", "routing_rules", "scoring_rules", "fields", "views", "api_keys",
                 "webhooks", "workflows", "company_settings")
FOUNDED = "2000-01-01T00:00:00.000Z"


def _grants(profiles: Record, activities: Record, support: Record, marketing: Record, **more: Record) -> Record:
    groups = ((PROFILES, profiles), (ACTIVITIES, activities), (SUPPORT, support), (MARKETING, marketing))
    return {**{name: grant for names, grant in groups for name in names}, **MINE, **more}


ROLES: dict[str, Record] = {
    "rep": _grants(OWN, OWN, READ, READ),
    "manager": _grants(
        TEAM,
        TEAM,
        READ,
        READ,
        forms=CONFIGURE,
        routing_rules=CONFIGURE,
        scoring_rules=CONFIGURE,
        **{name: READ for name in CONFIGURATION if name not in ("forms", "routing_rules", "scoring_rules")},
    ),
    "marketing": _grants(WRITE, READ, READ, WRITE, forms=CONFIGURE),
    "support": _grants(WRITE, READ, WRITE, READ),
    "read_only": _grants(READ, READ, READ, READ),
    "admin": {"*": {"*": "all"}},
}


def found(crm: Crm) -> dict[str, str]:
    """The default roles by key, made once as the company's settings are: by fixed ids, so a repeat changes nothing."""
    kept = needed.audiences([{"grants": grants} for grants in ROLES.values()], crm.registry)
    crm.configuration.found(DERIVE_VERSION, {"audiences": kept} if kept else {})
    made = {}
    for key, grants in ROLES.items():
        made[key] = role_id(crm, key)
        values = {"name": key.replace("_", " ").capitalize(), "key": key, "kind": "internal", "grants": grants}
        with suppress(Collision):  # it stands, perhaps edited meanwhile
            retried(partial(_role, crm, made[key], values))
    company.make(crm)
    return made


def _role(crm: Crm, id: str, values: Record) -> None:
    work = Work(crm, system("founding"))
    work.create("role", values, id=id)
    work.commit()


def role_id(crm: Crm, key: str) -> str:
    """The id of a default role."""
    return crm.ids.derived("rol", f"default#{key}", FOUNDED)


def first_admin(crm: Crm, email: str, first_name: str = "", last_name: str = "") -> Record:
    """The administrator who invites all others; their invitation is mailed. Conflict where the address is taken."""
    roles = found(crm)
    address = email.strip().lower()

    def step() -> Record:
        work = Work(crm, system("founding"))
        user = work.create("user", {"email": address, "first_name": first_name or None,
                                    "last_name": last_name or None, "role_ids": [roles["admin"]], "active": True})
        try:
            work.commit()
        except Collision as collision:
            if not collision.claims:
                raise
            holders = (crm.table.get(keys.claim("user", "email", address)) or {}).get("holders")
            raise Conflict(f"There is already a user with this address: {sorted(holders or ())}") from collision
        return user
    return retried(step)
