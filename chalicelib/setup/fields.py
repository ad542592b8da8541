"""What a field that a company adds may be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from chalicelib import rooms
from chalicelib.errors import Conflict, FieldError, Invalid
from chalicelib.records.custom_fields import as_field
from chalicelib.records.fields import FIELD_TYPES, SYSTEM_FIELDS
from chalicelib.records.fields.shape import Errors, Field
from chalicelib.records.objects import ObjectType
from chalicelib.records.work import INDEX_ATTRIBUTES
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.records import conditions
    from chalicelib.records.permissions import Actor
else:
    conditions = rooms.Later("records.conditions")

Record = dict[str, Any]
MOST = 200
NAME = re.compile(r"[a-z][a-z0-9_]{0,49}")
FIXED = ("object", "name", "field_type", "to", "roll_up")
CHOICES = ("choice", "multi_choice")
KINDS = tuple(name for name in FIELD_TYPES if name not in ("condition",))
UNSEARCHED = ("json", "boolean", "reference", "references", "user", "users", "date", "instant")


def prepare(crm: Crm, actor: Actor, before: Record | None, field: Record) -> None:
    """Invalid with everything that is wrong with a new or changed field."""
    if field.get("deleted_at"):
        return
    errors = [FieldError(name, "fixed", "This cannot be changed later; make another field")
              for name in FIXED if before and before.get(name) != field.get(name)]
    type = customizable(crm, str(field.get("object")))
    if type is None:
        errors.append(FieldError("object", "unknown_object", f"Fields can be added to {_known(crm)}"))
    else:
        field["object_type"] = type.name
        errors += _taken_errors(crm, type, field)
    errors += [*_name_errors(field), *_shape_errors(crm, type, field), *_default_errors(crm, field)]
    if errors:
        raise Invalid(errors)
    if before is None:
        _require_unused(crm, field)


def customizable(crm: Crm, plural: str) -> ObjectType | None:
    """The type that gets the field; None where none may be added."""
    return next((each for each in _customizables(crm) if each.plural == plural), None)


def _customizables(crm: Crm) -> list[ObjectType]:
    return [each for each in crm.registry if each.kept_by_people]


def _known(crm: Crm) -> str:
    return ", ".join(each.plural for each in _customizables(crm))


def _name_errors(field: Record) -> Iterator[FieldError]:
    if not NAME.fullmatch(str(field.get("name") or "")):
        yield FieldError("name", "invalid_name", "A small letter, then small letters, digits and _; 50 at most")


def _taken_errors(crm: Crm, type: ObjectType, field: Record) -> Iterator[FieldError]:
    name = str(field.get("name") or "")
    declared = next(each for each in crm.registry.declared if each.name == type.name)
    if name in declared.all_fields or name in SYSTEM_FIELDS or name in declared.aliases or name in RESERVED:
        yield FieldError("name", "name_taken", f"{type.label_plural} have a field `{name}` already")
    others = [each for each in crm.configuration.all("field")
              if each.get("object_type") == type.name and each["id"] != field["id"]]
    if any(each["name"] == name for each in others):
        yield FieldError("name", "name_taken", f"There is a field `{name}` on {type.label_plural.lower()} already")
    if len(others) >= MOST:
        yield FieldError("object", "too_many", f"{type.label_plural} have {MOST} added fields, and that is the most")


# Names that answers, lists or the engine use beside fields.
RESERVED = frozenset({*INDEX_ATTRIBUTES, "links", "timeline", "refs", "titles", "edges", "fired", "shares",
                      "merged_into", "schema", "request_id", "hash", "ttl", "erased_at", "purging", "limit", "cursor",
                      "sort", "fields", "filter", "view", "shared", "deleted", "include", "part", "place", "quiet",
                      "merge_id", "merged_by", "merged_from", "key", "if_match", "job_id", "allow_duplicate"})


def _shape_errors(crm: Crm, type: ObjectType | None, field: Record) -> Iterator[FieldError]:
    kind, options = str(field.get("field_type")), field.get("options")
    if field.get("field_type") and kind not in KINDS:  # a missing one is told already
        yield FieldError("type", "invalid_choice", f"One of {', '.join(sorted(KINDS))}")
    if kind in CHOICES and not options:
        yield FieldError("options", "required", "A choice needs options")
    if options and not _words(options):
        yield FieldError("options", "invalid_options", "A list of words to choose from")
    elif options and kind in KINDS and kind not in CHOICES:
        yield FieldError("options", "not_supported", "Only choices have options")
    if kind in ("reference", "references") and not crm.registry.known(str(field.get("to") or "")):
        yield FieldError("to", "unknown_object", "To which type does it refer? For example company")
    if field.get("searchable") and (kind in UNSEARCHED or field.get("roll_up")):
        yield FieldError("searchable", "not_supported", "Search finds texts, numbers, addresses and phones")
    low, high = field.get("minimum"), field.get("maximum")
    if low is not None and high is not None and low > high:
        yield FieldError("maximum", "out_of_range", "The maximum is below the minimum")
    if field.get("roll_up") is not None:
        yield from _roll_up_errors(crm, type, field, kind)


def _roll_up_errors(crm: Crm, type: ObjectType | None, field: Record, kind: str) -> Iterator[FieldError]:
    rule = field["roll_up"]
    wrong = rule.keys() - {"object", "via", "filter", "sum", "currency"} if isinstance(rule, Mapping) else {"roll_up"}
    named = rule.get("object") if isinstance(rule, Mapping) else None
    counted = next((each for each in crm.registry if each.plural == named), None)
    if wrong or counted is None:
        yield FieldError("roll_up", "invalid_roll_up", 'Such as {"object": "contacts", "via": "company_id"}')
        return
    via = counted.all_fields.get(str(rule.get("via")))
    if type and (via is None or via.kind not in ("reference", "user") or via.to not in ("", type.name)):
        yield FieldError("roll_up.via", "invalid_roll_up",
                         f"A field of {counted.label_plural.lower()} that refers to one {type.label.lower()}")
    summed = counted.all_fields.get(str(rule.get("sum"))) if rule.get("sum") else None
    if rule.get("sum") and (summed is None or summed.roll_up or summed.kind not in ("integer", "money")):
        yield FieldError("roll_up.sum", "invalid_roll_up", "What is added up is a field with whole numbers or money")
    if summed and summed.kind == "money" and not isinstance(rule.get("currency"), str):
        yield FieldError("roll_up.currency", "required", "Money is added up in one currency, such as EUR")
    if kind in KINDS and kind != (summed.kind if summed else "integer"):
        yield FieldError("type", "invalid_roll_up", "A count is an integer, a sum has the type of what is added up")
    if field.get("required") or field.get("default") is not None:
        yield FieldError("roll_up", "invalid_roll_up", "What is counted has no default and cannot be required")
    try:
        conditions.parse(rule.get("filter"), counted.all_fields, path="roll_up.filter")
    except Invalid as invalid:
        yield from invalid.errors


def _default_errors(crm: Crm, field: Record) -> list[FieldError]:
    """A default that the field itself would not take helps nobody."""
    wrong = Errors()
    kind = field.get("field_type")
    if field.get("default") is not None and kind in KINDS and (kind not in CHOICES or _words(field.get("options"))):
        declared: Field = as_field(field)
        FIELD_TYPES[declared.kind].parse(declared, field["default"], "default", wrong, crm.company.country)
    return wrong


def _words(options: Any) -> bool:
    return isinstance(options, list) and all(isinstance(each, str) and each.strip() for each in options)


def _require_unused(crm: Crm, field: Record) -> None:
    """A deleted field keeps its values until they are erased: another of its name would show them again."""
    page = crm.table.query(keys.deleted("field"), index="i1", descending=True, limit=1000)
    if any(each["name"] == field["name"] and each["object_type"] == field["object_type"] for each in page.items):
        raise Conflict("A deleted field had this name; restore it, or erase its values first", code="name_in_bin")
