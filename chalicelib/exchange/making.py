"""Records that an import makes because its rows name them: a company once for each name, whatever is repeated."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.errors import FieldError, Invalid
from chalicelib.exchange import choices, claiming, finding, identities, journal
from chalicelib.exchange.finding import Wanted
from chalicelib.exchange.rows import Plan
from chalicelib.records import field_rules, permissions
from chalicelib.records.fields import parse_payload
from chalicelib.records.fields.web import company_domain
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import Actor, system
from chalicelib.records.words import folded
from chalicelib.records.work import Collision, Work, retried

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
Outcome = Record | FieldError


def possible(crm: Crm, plan: Plan, to: str) -> bool:
    """Whether records of this type are made of a name alone, and the import asks for it."""
    if not plan.create_missing or not to or not crm.registry.known(to):
        return False
    type = crm.registry.named(to)
    return type.creatable and not type.configuration and identities.NAME in identities.kinds(type)


def id_of(crm: Crm, plan: Plan, to: str, text: str) -> str:
    """The id of the record that this import makes for a name: the same for every row that has it."""
    type = crm.registry.named(to)
    return crm.ids.derived(type.prefix, f"{plan.id}#{type.name}#{' '.join(folded(text).split())}", plan.at)


def make(crm: Crm, plan: Plan, starter: Actor, wanted: Mapping[str, tuple[str, str]]) -> dict[str, Outcome]:
    """Create records by id, each of a type and a name; what became of each."""
    return {id: _made(crm, plan, starter, id, *each) for id, each in wanted.items()}


def _made(crm: Crm, plan: Plan, starter: Actor, id: str, to: str, text: str) -> Outcome:
    type = crm.registry.named(to)
    owner = plan.owner_id or plan.started_by
    if not choices.may_give(crm, starter, type, owner):
        owner = starter.id
    if not starter.scope(type, "create"):
        return FieldError("", "forbidden", f"Your roles do not allow to create {type.label_plural.lower()}")
    try:
        payload = _payload(type, text, permissions.locked_fields(starter, type))
        field_rules.require_writable(starter, type, payload)
        values = parse_payload(type.own_fields, payload, partial=False, region=plan.region)
        return retried(lambda: _written(crm, plan, starter, id, type, {**values, type.owner_field: owner}))
    except Invalid as invalid:
        return invalid.errors[0]
    except Collision:
        return FieldError("", "duplicate", f"There is another {type.label.lower()} with this")


def _written(crm: Crm, plan: Plan, starter: Actor, id: str, type: ObjectType, values: Mapping[str, Any]) -> Record:
    work = Work(crm, system("import", f"{plan.id}#also"))
    record = work.create(type.name, values, id=id)
    work.add("receipt", journal.also(crm, plan.id, id))
    known = identities.kinds(type)
    wanted = [Wanted(type.name, kind, value) for kind, value in identities.values(
        type, tuple(each for each in known.values() if not each.strict), values)]
    others = {*claiming.standing(crm, wanted).values()} - {id}
    made = finding.read(crm, [*others, id])
    readable = [each for each in made.values() if permissions.may(starter, type, "read", each)]
    if readable:
        return readable[0]  # by an earlier row, before this part was repeated, or by another import
    if not others:  # what this person may not see is no reason to go without
        for each in wanted:
            work.add(*claiming.put(crm, each, id))
    try:
        work.commit()
    except Collision as collision:
        known_now = finding.read(crm, [id]) if collision.repeated else {}
        if id not in known_now:
            raise
        return known_now[id]
    return record


def _payload(type: ObjectType, text: str, locked: Collection[str]) -> Record:
    """The name, with the domain that it is, unless the person may not write that."""
    open_fields = type.own_fields.keys() - {*locked}
    domain = company_domain(text) if "." in text and " " not in text and "domain" in open_fields else None
    return {"name": text, **({"domain": domain} if domain else {})}
