"""The options of an import."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.errors import FieldError
from chalicelib.records.fields import FIELD_TYPES, Errors, Field

if TYPE_CHECKING:
    from chalicelib.crm import Crm

SWITCHES = ("route", "notify", "replace", "create_missing", "erased_again")
OPTIONS = (*SWITCHES, "owner_id", "region")


def wrong_options(crm: Crm, options: Any) -> Iterator[FieldError]:
    """Everything that is wrong with the options of a new import."""
    if options is None:
        return
    if not isinstance(options, Mapping):
        yield FieldError("options", "invalid_options", f"An object with any of {', '.join(OPTIONS)}")
        return
    for name in options:
        if name not in OPTIONS:
            yield FieldError(f"options.{name[:60]}", "unknown_field", f"One of {', '.join(OPTIONS)}")
    for name in SWITCHES:
        if not isinstance(options.get(name, True), bool):
            yield FieldError(f"options.{name}", "invalid_boolean", "true or false")
    yield from _people(crm, options)
    wrong = Errors()
    if options.get("region") is not None:
        FIELD_TYPES["country"].parse(Field("region", "country"), options["region"], "options.region", wrong, "US")
    yield from wrong


def _people(crm: Crm, options: Mapping[str, Any]) -> Iterator[FieldError]:
    id = options.get("owner_id")
    person = crm.configuration.find("user", id) if isinstance(id, str) else None
    if id is not None and (person is None or not person.get("active", True)):
        yield FieldError("options.owner_id", "not_found", "There is no such active user")
