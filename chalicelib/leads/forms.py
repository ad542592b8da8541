"""Public forms: what they ask for, whether a submission is sound, and how its fields become a lead's."""

from __future__ import annotations

import hashlib
import hmac
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chalicelib import instants
from chalicelib.errors import FieldError, Invalid, NotFound
from chalicelib.records.fields import FIELD_TYPES, Errors, Field
from chalicelib.records.fields.countries import country_code
from chalicelib.records.fields.text import clean

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
HONEYPOT, STARTED = "_website", "_started"
FASTEST_SECONDS = 2
INLINE = 200_000
DEEPEST = 12
ORIGIN = ("source", "campaign")  # of the form, for each of its leads
ADDRESSES = frozenset({"emails", "phones"})
LISTED = ADDRESSES | {"tags"}
# Whose a lead is, what it belongs to and how far it is are no stranger's to say.
RESERVED_KINDS, RESERVED = frozenset({"reference", "references", "user", "users"}), frozenset({"status"})
KINDS = {"text": "text", "long_text": "long_text", "email": "email", "phone": "phone", "number": "number",
         "choice": "text", "boolean": "boolean", "country": "text", "date": "date", "url": "url"}


@dataclass(frozen=True)
class Accepted:
    """A submission that is durably queued."""

    submission_id: str
    form: Record


def find(crm: Crm, id: str) -> Record:
    """An active form; NotFound otherwise."""
    form = crm.configuration.find("form", id) if id.startswith("frm_") else None
    if form is None or not form.get("active", True):
        raise NotFound("There is no such form")
    return form


def accept(crm: Crm, form: Record, raw: Mapping[str, Any], address: str) -> Accepted:
    """Check a submission at once and queue it durably: one queue call. Invalid with every wrong field."""
    now = crm.clock.now()
    spam = suspicion(crm, form, raw, now)
    kept = sound({name: value for name, value in raw.items() if name not in (HONEYPOT, STARTED)})
    if not spam:
        check(form, raw, crm.company.country)
    id = crm.ids.new("sub", now)
    message: Record = {"submission_id": id, "channel": "form", "form_id": form["id"], "raw": kept, "at": now}
    if spam:
        message["spam"] = spam
    _queue(crm, message)
    return Accepted(id, form)


def _queue(crm: Crm, message: Record) -> None:
    """Large submissions travel by S3: a queue message has its limit."""
    import json
    text = json.dumps(message["raw"]).encode()
    if len(text) > INLINE:
        key = f"submissions/{message['submission_id']}/raw.json"
        crm.files.put(crm.settings.files_bucket, key, text, "application/json")
        message = {**message, "raw": None, "raw_key": key}
    crm.queues.send(crm.settings.intake_queue, message)


def check(form: Mapping[str, Any], raw: Mapping[str, Any], region: str) -> None:
    """Required fields are there and each value has the shape of its type."""
    errors, region = Errors(), region_of(form, mapped(form, raw), region)
    for each in form["fields"]:
        name, value = each["name"], raw.get(each["name"])
        blank = value is None or (isinstance(value, str) and not value.strip()) or value == []
        if blank and each.get("required"):
            errors.append(FieldError(name, "required", f"{each.get('label') or name} is required"))
        elif not blank:
            _shape(each, name, value, region, errors)
    if errors:
        raise Invalid(errors)


def region_of(form: Mapping[str, Any], values: Mapping[str, Any], default: str) -> str:
    """Where a phone number without a country code is from: the country that was given, else the form's, else ours."""
    country = values.get("country")
    given = country_code(country) if isinstance(country, str) else None
    return given or form.get("region") or default


def mapped(form: Mapping[str, Any], raw: Mapping[str, Any]) -> Record:
    """The raw values under the lead's field names; a form that is gone maps by equal names."""
    values: Record = {}
    for name, field in _pairs(form, raw):
        value = raw.get(name)
        if not field or value in (None, "", []):
            continue
        if field in LISTED:
            values.setdefault(field, []).extend(_typed(field, value))
        else:
            values.setdefault(field, value)
    return values


def beyond(form: Mapping[str, Any], raw: Mapping[str, Any]) -> list[str]:
    """Addresses after the first of a field: a program that sends several may add its own to another's."""
    return [str(each)[:200] for name, field in _pairs(form, raw) if field in ADDRESSES
            for each in _given(raw.get(name))[1:]]


def _typed(field: str, value: Any) -> list[Any]:
    """What somebody gave in one field: one address, any number of tags."""
    return _given(value)[:1] if field in ADDRESSES else _given(value)


def _given(value: Any) -> list[Any]:
    return [each for each in (value if isinstance(value, list) else [value]) if each not in (None, "")]


def _pairs(form: Mapping[str, Any], raw: Mapping[str, Any]) -> list[tuple[str, Any]]:
    pairs = [(each["name"], target(each)) for each in form.get("fields") or ()]
    return pairs or [(name, DEFAULTS.get(name)) for name in raw]


def target(each: Mapping[str, Any]) -> Any:
    """The lead's field that a form's field fills: the one that it names, else one of the same name."""
    return each.get("maps_to") or DEFAULTS.get(each["name"])


def fillable(fields: Mapping[str, Field]) -> dict[str, Field]:
    """Those of a lead's fields that a form may fill."""
    return {name: field for name, field in fields.items()
            if not field.read_only and field.kind not in RESERVED_KINDS and name not in RESERVED}


DEFAULTS = {"email": "emails", "phone": "phones", **{name: name for name in (
    "first_name", "last_name", "company", "job_title", "country", "region", "city", "language", "product_interest",
    "message")}}


def started(crm: Crm, form_id: str) -> str:
    """A signed start time for a form's hidden field."""
    now = crm.clock.now()
    return f"{now}.{_seal(crm, form_id, now)}"


def suspicion(crm: Crm, form: Mapping[str, Any], raw: Mapping[str, Any], now: str) -> str:
    """Why this looks like a robot, or nothing."""
    if raw.get(HONEYPOT) not in (None, "", []):
        return "The hidden field was filled"
    token = raw.get(STARTED)
    if token in (None, ""):
        return ""
    time, _, seal = str(token).rpartition(".")
    if not hmac.compare_digest(seal.encode("utf-8", "replace"), _seal(crm, form["id"], time).encode()):
        return "The form's start time was forged"
    return "Filled in faster than a person can" if instants.plus(time, seconds=FASTEST_SECONDS) > now else ""


def sound(value: Any, depth: int = 0) -> Any:
    """The same value within what the database can hold: depth, digits, half surrogate pairs."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, float):
        return value if math.isfinite(value) and (value == 0 or 1e-100 < abs(value) < 1e100) else str(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value if abs(value) < 10 ** 15 else str(value)[:400]
    if depth >= DEEPEST and isinstance(value, (dict, list)):
        return str(value)
    if isinstance(value, dict):
        return {sound(name) or " ": sound(part, depth + 1) for name, part in value.items()}
    return [sound(part, depth + 1) for part in value] if isinstance(value, list) else value


def _shape(each: Mapping[str, Any], name: str, value: Any, region: str, errors: Errors) -> None:
    kind = KINDS[each.get("type", "text")]
    values = value if isinstance(value, list) and each.get("maps_to") in LISTED else [value]
    field = Field(name, kind, label=each.get("label") or "")
    for part in values:
        if kind in ("number", "boolean") and isinstance(part, str):  # a form-encoded post knows only text
            part = FIELD_TYPES[kind].from_text(field, part, region)
        FIELD_TYPES[kind].parse(field, part, name, errors, region)
    options = each.get("options")
    if options and isinstance(value, str) and clean(value) not in options:
        errors.append(FieldError(name, "invalid_choice", "Choose one of the options"))


def _seal(crm: Crm, form_id: str, time: str) -> str:
    return hmac.new(
        crm.configuration.secret(), f"{form_id}.{time}".encode("utf-8", "replace"), hashlib.sha256
    ).hexdigest()[:32]
