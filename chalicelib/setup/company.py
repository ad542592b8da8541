"""The company's settings: one record, there from the founding, changed and never made or deleted by hand."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from chalicelib import company
from chalicelib.errors import Conflict, FieldError, Invalid
from chalicelib.records.permissions import system
from chalicelib.records.work import Collision, Work

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chalicelib.crm import Crm
    from chalicelib.records.objects import ObjectType
    from chalicelib.records.permissions import Actor

Record = dict[str, Any]


def make(crm: Crm, _message: Mapping[str, Any] | None = None) -> None:
    """The record of a company that has none yet; with the name that the deployment was given, if any.

    At the founding, and as a job after each deployment: an older installation gets its record then.
    """
    name = crm.settings.company_name
    work = Work(crm, system("founding"))
    work.create(company.TYPE, {"name": name} if name != company.UNNAMED else {}, id=company.ID)
    with suppress(Collision):  # it stands
        work.commit()


def prepare(crm: Crm, _actor: Actor, _before: Record | None, settings: Record) -> None:
    """Conflict for who would delete it; Invalid where a module is none that can be switched off."""
    if settings.get("deleted_at"):
        raise Conflict("The company's settings cannot be deleted: there is one such record, which is changed",
                       code="only_one")
    known = {type.plural: type for type in switchable(crm)}
    errors = [FieldError(f"modules_off[{place}]", "invalid_choice",
                         f"`{name[:60]}` is none of {', '.join(sorted(known))}")
              for place, name in enumerate(settings.get("modules_off") or ()) if name not in known]
    if not str(settings.get("reply_to") or "").isascii():  # SES does not know SMTPUTF8
        errors.append(FieldError("reply_to", "invalid_email", "Letters beyond ASCII before the @ cannot be mailed to"))
    if errors:
        raise Invalid(errors)


def switchable(crm: Crm) -> list[ObjectType]:
    """What a company may do without: the objects of daily work whose grants are their own."""
    return [type for type in crm.registry if type.kept_by_people and not type.permission]
