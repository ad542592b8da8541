"""Every role x object x action x whose record it is, over HTTP, for two people of the role."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.http import limits
from chalicelib.records import trees
from chalicelib.records.objects import ObjectType
from tests.edge import Api
from tests.security.matrix import GRANTS, NEEDED, OWN_ENTRANCE, VALUES, Company, expected, granted, reached

BY_WHOM = {("api_keys", "rotate"), ("api_keys", "assign")}  # its owner or an administrator, whatever the roles say
NOTHING_YET = {("cleaning_rules", "undo"), ("cleaning_rules", "report")}  # such a rule has not run
Call = tuple[str, str, str, Any]


def calls(company: Company, type: ObjectType, whose: str, me: str) -> Iterator[Call]:
    """Every call on one record: what it is, method, path, body. What ends a record gets one of its own."""
    id = company.copy(type, whose, me)
    path = f"/v1/{type.plural}/{id}"
    yield "read", "GET", path, None
    yield "gone", "GET", f"/v1/{type.plural}/{company.deleted(type, whose, me)}", None
    if type.plural in OWN_ENTRANCE:
        return
    yield "read", "GET", f"{path}?include=links,timeline", None
    for part in ("timeline", "history", "links", "shares", *(["tree"] if trees.is_tree(type) else [])):
        yield part, "GET", f"{path}/{part}", None
    yield "update", "PATCH", path, {"tags": ["x"]}
    contact = company.copy(company.crm.registry.named("contact"), "own", me, last_name="X")
    yield "link", "PUT", f"{path}/links/{contact}?label=x", None
    yield "unlink", "DELETE", f"{path}/links/{contact}", None
    yield "share", "PUT", f"{path}/shares/{company.mate}", None
    yield "share", "DELETE", f"{path}/shares/{company.mate}", None
    yield "assign", "PATCH", path, {type.owner_field: company.other(me), "tags": ["y"]}
    yield "restore", "POST", f"/v1/{type.plural}/{company.deleted(type, whose, me)}/restore", None
    yield "delete", "DELETE", f"/v1/{type.plural}/{company.copy(type, whose, me)}", None
    for action in type.actions:
        if not action.on_collection:
            path = f"/v1/{type.plural}/{company.copy(type, whose, me)}/{action.name}"
            yield action.name, "POST", path, company.arguments(type, action, whose, me)


def wanted(company: Company, type: ObjectType, action: str, whose: str) -> int:
    """The status that the roles' words ask for; 200 stands for whatever it is that the record's own rules answer."""
    declared = {each.name: (each.permission,) for each in type.actions}
    needed = NEEDED[action] if action in NEEDED else declared[action]
    status = expected(company.grants, type, action, whose, needed)
    contact = company.crm.registry.named("contact")
    if action == "link" and status == 200 and not reached(company.grants, contact, "read", "own"):
        return 403 if granted(company.grants, contact, "read") == "none" else 404
    return status


def right(type: ObjectType, action: str, status: int, wished: int) -> bool:
    """Where it is allowed the record's own rules may still refuse; the system's records for good."""
    refused = (403,) if not type.editable or (type.plural, action) in BY_WHOM else ()
    missing = (404,) if action == "unlink" or (type.plural, action) in NOTHING_YET else ()
    return status in (200, 202, 204, 409, 422, *refused, *missing) if wished == 200 else status == wished


def found(company: Company, type: ObjectType, me: str, whose: str, seen_as: str) -> Iterator[str]:
    """What is wrong with one person's calls on somebody's record of one type."""
    limits.forget()  # a thousand calls within a minute are a test's right alone
    for action, method, path, body in calls(company, type, whose, me):
        status, wished = company.api(method, path, body, user=me).status, wanted(company, type, action, seen_as)
        if not right(type, action, status, wished):
            yield f"{type.plural} {method} {action} of {whose}, seen as {seen_as}: {status}, not {wished}"


def made(company: Company, type: ObjectType, me: str) -> Iterator[str]:
    """Whether a record can be made exactly by whom the role lets make one; for somebody else by whom it lets assign."""
    if type.plural in OWN_ENTRANCE:
        return
    create, assign = (granted(company.grants, type, each) if type.creatable else "none" for each in ("create", "assign"))
    for owner in (me, company.mate, company.other(me)):
        body = {**company.templates[type.name], type.owner_field: owner, "tags": ["n"]}
        body = {name: value for name, value in body.items() if name in VALUES.get(type.name, {}) or name in (type.owner_field, "tags")}
        status = company.api("POST", f"/v1/{type.plural}", body, user=me).status
        mates = (me, owner) == (company.one, company.mate)
        allowed = create != "none" and (owner == me or assign == "all" or (assign == "team" and mates))
        fits = status in (201, 409, 422) if allowed else status == 403 or (status == 422 and type.configuration)
        if not fits:
            yield f"{type.plural} create for {'me' if owner == me else 'another'}: {status}, allowed: {allowed}"


@pytest.mark.parametrize("role", GRANTS)
def test_every_action_on_everybodys_records(api: Api, role: str) -> None:
    company = Company(api, role)
    wrong = [each for me, kinds in company.people for type in company.types
             for each in (*(each for whose, seen in kinds.items() for each in found(company, type, me, whose, seen)), *made(company, type, me))]
    assert not wrong, "\n".join(wrong)
