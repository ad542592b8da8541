"""What a form or a rule must look like before it is stored: all of its mistakes at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from chalicelib import rooms
from chalicelib.errors import FieldError, Invalid
from chalicelib.records.fields import FIELD_TYPES, Field
from chalicelib.records.fields.text import printable
from chalicelib.records.permissions import Actor, hidden_fields, locked_fields

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.leads import forms, rules
    from chalicelib.records import conditions
else:
    forms = rooms.Later("leads.forms")
    rules = rooms.Later("leads.rules")
    conditions = rooms.Later("records.conditions")

Record = dict[str, Any]
FORM_TYPES = ("text", "long_text", "email", "phone", "number", "choice", "boolean", "country", "date", "url")
MOST_FIELDS = 50


def form(crm: Crm, actor: Actor, before: Record | None, form: Record) -> None:
    """Each form field has a name of its own, a type, and maps to a lead's field that its keeper writes, or to none."""
    listed = form.get("fields")
    if not isinstance(listed, list) or not listed or len(listed) > MOST_FIELDS:
        raise Invalid.one("fields", "invalid_fields", f"A form has 1 to {MOST_FIELDS} fields")
    lead, names, errors = crm.registry.named("lead"), set[str](), list[FieldError]()
    for place, each in enumerate(listed):
        path = f"fields[{place}]"
        if not isinstance(each, Mapping) or not isinstance(each.get("name"), str) or not each["name"].strip():
            errors.append(FieldError(path, "invalid_field", "Each field has a name"))
            continue
        if each["name"] in names:
            errors.append(FieldError(f"{path}.name", "duplicate", "Two fields have this name"))
        names.add(each["name"])
        errors += _form_field(path, each, lead.own_fields)
    errors += _forbidden(locked_fields(actor, lead), before or {}, form)
    if errors:
        raise Invalid(errors)


def _forbidden(locked: Collection[str], before: Mapping[str, Any], form: Mapping[str, Any]) -> Iterator[FieldError]:
    """What the form would write on leads though this person may not; what stood there before passes."""
    stood = {each["name"]: forms.target(each) for each in before.get("fields") or ()}
    for place, each in enumerate(form["fields"]):
        target = forms.target(each) if isinstance(each, Mapping) and isinstance(each.get("name"), str) else None
        if isinstance(target, str) and target in locked and stood.get(each["name"]) != target:
            yield FieldError(f"fields[{place}].maps_to", "field_forbidden",
                             "Your roles do not allow to write this field")
    for name in forms.ORIGIN:
        if name in locked and form.get(name) and form[name] != before.get(name):
            yield FieldError(name, "field_forbidden", "Your roles do not allow to write this field")


def scoring_rule(crm: Crm, actor: Actor, before: Record | None, rule: Record) -> None:
    """The condition speaks of a lead's fields."""
    conditions.parse(rule.get("condition"), _known_fields(crm, actor, before, rule), path="condition")


def routing_rule(crm: Crm, actor: Actor, before: Record | None, rule: Record) -> None:
    """The condition speaks of leads, the pool names people and teams that exist."""
    errors: list[FieldError] = []
    try:
        conditions.parse(rule.get("condition"), _known_fields(crm, actor, before, rule), path="condition")
    except Invalid as invalid:
        errors += invalid.errors
    errors += [*_pool(crm, rule.get("pool")), *_fitting(crm, actor, before, rule)]
    errors += [*_weights(rule.get("weights")), *_task(rule.get("task"))]
    if errors:
        raise Invalid(errors)


def _known_fields(crm: Crm, actor: Actor, before: Record | None, rule: Record) -> Mapping[str, Field]:
    """The fields of a lead that this person reads, of which a new condition may speak; all where it stays as it was."""
    unchanged = before is not None and before.get("condition") == rule.get("condition")
    return crm.registry.named("lead").all_fields if unchanged else _readable(crm, actor, "lead")


def _form_field(path: str, field: Mapping[str, Any], lead_fields: Mapping[str, Any]) -> list[FieldError]:
    errors = []
    if field.get("type", "text") not in FORM_TYPES:
        errors.append(FieldError(f"{path}.type", "invalid_choice", f"One of {', '.join(FORM_TYPES)}"))
    target = field.get("maps_to")
    if target is not None and (not isinstance(target, str) or target not in forms.fillable(lead_fields)):
        errors.append(
            FieldError(f"{path}.maps_to", "unknown_field", "A field of a lead that a form may fill, or nothing")
        )
    if not isinstance(field.get("label") or "", str):
        errors.append(FieldError(f"{path}.label", "invalid_text", "Must be text"))
    options = field.get("options") or []
    if not isinstance(options, list) or not all(isinstance(option, str) for option in options):
        errors.append(FieldError(f"{path}.options", "invalid_options", "A list of texts"))
    if not isinstance(field.get("required", False), bool):
        errors.append(FieldError(f"{path}.required", "invalid_boolean", "true or false"))
    return errors


def _pool(crm: Crm, pool: Any) -> list[FieldError]:
    if not isinstance(pool, Mapping) or not set(pool) <= {"user_ids", "team_ids", "condition"}:
        return [FieldError("pool", "invalid_pool", "A pool is {user_ids, team_ids, condition}")]
    errors = []
    for name, type in (("user_ids", "user"), ("team_ids", "team")):
        ids = pool.get(name) or []
        if not isinstance(ids, list):
            errors.append(FieldError(f"pool.{name}", "invalid_pool", "A list of ids"))
            continue
        errors += [
            FieldError(f"pool.{name}[{place}]", "not_found", f"There is no such {type}")
            for place, id in enumerate(ids)
            if not isinstance(id, str) or crm.configuration.find(type, id) is None
        ]
    if not errors and not pool.get("user_ids") and not pool.get("team_ids"):
        errors.append(FieldError("pool", "empty_pool", "Name at least one person or team"))
    return errors


def _fitting(crm: Crm, actor: Actor, before: Record | None, rule: Record) -> Iterator[FieldError]:
    """A pool's condition speaks of its people's fields, and of the lead's by `{"lead": name}`: of those that this
    person reads, where it is new."""
    pool, stood = rule.get("pool"), (before or {}).get("pool") or {}
    condition = pool.get("condition") if isinstance(pool, Mapping) else None
    if not condition or condition == stood.get("condition"):
        return
    if wrong := conditions.check_shape(condition):
        yield FieldError("pool.condition", "invalid_filter", wrong)
        return
    known, of_lead = _readable(crm, actor, "user"), _readable(crm, actor, "lead")
    compared = list(_compared(condition))
    yield from (FieldError("pool.condition", "unknown_field", f"There is no such field of a person: {printable(field)}")
                for field, _asked in compared if field not in known)
    yield from (FieldError("pool.condition", "unknown_field", f"There is no such field of a lead: {printable(asked)}")
                for _field, asked in compared if asked not in of_lead)
    try:
        conditions.parse(rules.with_lead(condition, {}), known, path="pool.condition")
    except Invalid as invalid:
        yield from invalid.errors


def _compared(raw: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The person's field and the lead's, of each comparison with the lead."""
    for part in [*(raw.get("all") or ()), *(raw.get("any") or ()), *([raw["not"]] if "not" in raw else ())]:
        yield from _compared(part)
    value = raw.get("value")
    if isinstance(value, Mapping) and set(value) == {"lead"}:
        yield str(raw.get("field")), str(value["lead"])


def _readable(crm: Crm, actor: Actor, type: str) -> Mapping[str, Field]:
    kind = crm.registry.named(type)
    hidden = hidden_fields(actor, kind)
    return {name: field for name, field in kind.all_fields.items() if name not in hidden}


def _weights(weights: Any) -> list[FieldError]:
    if weights is None:
        return []
    good = isinstance(weights, Mapping) and all(
        isinstance(share, int) and not isinstance(share, bool) and 0 <= share <= 1000 for share in weights.values())
    return [] if good else [FieldError("weights", "invalid_weights", "Whole shares from 0 to 1000 by user id")]


def _task(task: Any) -> list[FieldError]:
    if task is None:
        return []
    if not isinstance(task, Mapping) or not set(task) <= {"subject", "due_minutes"} or not task.get("subject"):
        return [FieldError("task", "invalid_task", "A task is {subject, due_minutes}")]
    minutes = task.get("due_minutes", 0)
    good = isinstance(minutes, int) and not isinstance(minutes, bool) and 0 <= minutes <= 525600
    subject = FIELD_TYPES["text"] if isinstance(task["subject"], str) else None
    return [] if good and subject else [FieldError("task.due_minutes", "out_of_range", "Minutes from 0 to 525600")]
