"""Users, teams, roles, and the jobs that people start."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from chalicelib import rooms
from chalicelib.activities import preferences
from chalicelib.errors import FieldError, Invalid
from chalicelib.people.objects import person_name
from chalicelib.records import field_rules, jobs, trees
from chalicelib.records.audit_log import AUDIT
from chalicelib.records.bulk import named
from chalicelib.records.bulk import undo as bulk_undo
from chalicelib.records.fields import Field
from chalicelib.records.objects import Action, Identity, ObjectType, Reaction
from chalicelib.records.permissions import ACTIONS, SCOPES, SHARED_ACTIONS
from chalicelib.users import access_objects, privilege, service

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.records import rebuilding
    from chalicelib.records.permissions import Actor
else:
    rebuilding = rooms.Later("records.rebuilding")

Record = dict[str, Any]


def _refresh(crm: Crm, record: Record) -> None:
    rebuilding.refresh(crm, record)


def _address(record: Record) -> Iterable[Identity]:
    if record.get("email"):
        yield Identity("email", record["email"].lower())


def _check_grants(crm: Crm, actor: Actor, before: Record | None, role: Record) -> None:
    """Grants are `{objects or "*": {action or "*": scope}}`, field rules `{objects: {field: none, read or write}}`."""
    grants, errors = role.get("grants") if role.get("grants") is not None else {}, []
    if not isinstance(grants, Mapping):
        errors.append(FieldError("grants", "invalid_grants", 'Such as {"leads": {"read": "all", "update": "own"}}'))
        grants = {}
    if not actor.all_powerful:  # the system founds roles for what is yet to come
        errors += _mistyped(crm, grants, (before or {}).get("grants") or {})
    for objects, actions in grants.items():
        if not isinstance(actions, Mapping):
            errors.append(
                FieldError(f"grants.{objects[:60]}", "invalid_grants", "An object has actions with a scope each")
            )
            continue
        errors += [FieldError(f"grants.{objects[:60]}.{str(action)[:60]}", "invalid_scope", _scopes(action))
                   for action, scope in actions.items() if not _is_scope(action, scope)]
    errors += field_rules.problems(crm.registry, role.get("fields"), before)
    if errors:
        raise Invalid(errors)
    privilege.check_role(crm, actor, before, role)


def _mistyped(crm: Crm, grants: Mapping[str, Any], stood: Mapping[str, Any]) -> Iterable[FieldError]:
    """Objects and actions that there are not: they would grant nothing, or limit nothing, and nobody be told. What
    `stood` there may stay."""
    known = {"*", AUDIT, *(name for type in crm.registry for name in (type.plural, type.governed_by))}
    for objects, actions in grants.items():
        where = f"grants.{objects[:60]}"
        if objects not in known and objects not in stood:
            yield FieldError(where, "unknown_object", "There are no such objects to grant")
        for action in actions if isinstance(actions, Mapping) else ():
            if action not in ("*", *ACTIONS) and action not in (stood.get(objects) or {}):
                yield FieldError(f"{where}.{str(action)[:60]}", "unknown_action",
                                 f"An action is one of {', '.join(ACTIONS)}, or * for all")


def _is_scope(action: str, scope: object) -> bool:
    """Sharing one by one is for reading and updating; `shared` under `*` means these two."""
    known = isinstance(scope, str) and scope in SCOPES
    return known and (scope != "shared" or action in ("*", *SHARED_ACTIONS))


def _scopes(action: str) -> str:
    known = [scope for scope in SCOPES if _is_scope(action, scope)]
    return f"A scope is one of {', '.join(known)}"


def _may_hide_more(before: Record | None, after: Record | None) -> bool:
    """Whether what a role may see has changed, and with it what derived rows are kept for."""
    names = ("grants", "fields", "kind", "deleted_at")
    return any((before or {}).get(name) != (after or {}).get(name) for name in names)


USER = ObjectType(
    name="user",
    plural="users",
    prefix="usr",
    label="User",
    label_plural="Users",
    configuration=True,
    title=lambda record: (
        person_name(record) if record.get("last_name") or record.get("first_name") else record.get("email", "")
    ),
    sorts=("created_at",),
    identities=_address,
    timeline=False,
    in_order=True,
    prepare=service.prepare,
    before_purge=service.before_purge,
    help="Somebody who works here. Creating one mails an invitation.",
    fields=(
        Field("email", "email", required=True, personal=True),
        Field("first_name", "person_name"),
        Field("last_name", "person_name"),
        Field("role_ids", "references", label="Roles", to="role", required=True, missing="Choose at least one role",
              help="Without a role somebody would see nothing."),
        Field("team_ids", "references", label="Teams", to="team"),
        Field("active", "boolean", default=True, read_only=True),
        Field("capacity", "integer", minimum=0, maximum=100000, help="Open leads at most; empty is no limit."),
        Field("skills", "tags"),
        Field("languages", "tags"),
        Field("regions", "tags"),
        Field("working_hours", "json"),
        Field("away_from", "instant"),
        Field("away_until", "instant"),
        Field("time_zone", "time_zone", help="Empty is the company's."),
        Field("locale", "language", help="Empty is the company's language."),
        Field("bell_off", "multi_choice", options=preferences.SILENCEABLE, label="No bell for",
              help="What stands among the read notifications at once. Leads of one's own, missed answers and reminders "
                   "always ring."),
        Field("mail_off", "multi_choice", options=preferences.MAILED, label="No mail for",
              help="What is told by the bell alone. Invitations and codes are always mailed, finished files never."),
    ),
    actions=(
        Action("deactivate", service.deactivate, help="End access; answers what the person still owns."),
        Action("activate", service.activate, help="Let the person sign in again."),
        Action("invite", service.invite_again, help="Mail another invitation."),
        Action(
            "reassign",
            service.reassign,
            fields=(
                Field("to", "user", required=True),
                Field("team_id", "reference", to="team", help="One of that person's teams; empty is their first."),
            ),
            help="Hand everything over to somebody else, as a job.",
        ),
    ),
    reactions=(
        Reaction("invite", lambda before, after: before is None and after is not None, service.invite),
        Reaction("change_email", service.email_changed, service.change_email),
    ),
)

def _team(crm: Crm, actor: Actor, before: Record | None, team: Record) -> None:
    """A team stands below no team that stands below it; nobody takes in a team that is not theirs."""
    privilege.check_team(crm, actor, before, team)
    trees.require_no_cycle(crm, before, team, "parent_id")


TEAM = ObjectType(
    name="team", plural="teams", prefix="tea", label="Team", label_plural="Teams", configuration=True,
    title=lambda record: record.get("name") or "Team", sorts=("created_at",), timeline=False,
    parent="parent_id", in_order=True, prepare=_team,
    help="People who share their records; a team includes the teams below it.",
    fields=(Field("name", "text", required=True), Field("parent_id", "reference", label="Parent team", to="team"),
            Field("manager_id", "user", label="Manager")))

ROLE = ObjectType(
    name="role", plural="roles", prefix="rol", label="Role", label_plural="Roles", configuration=True,
    title=lambda record: record.get("name") or "Role", sorts=("created_at",), timeline=False, in_order=True,
    prepare=_check_grants,
    help=f"What people may do: per object and action ({', '.join(ACTIONS)}) none, shared, own, team or "
         "all; per field none, read or write. People with external roles alone see only what is shared with them.",
    fields=(Field("name", "text", required=True), Field("key", "text", help="Name of a default role."),
            Field("kind", "choice", options=("internal", "external"), default="internal"),
            Field("grants", "json", default={}),
            Field("fields", "json", help='{objects: {field: none, read or write}}; a field not named is write.')),
    reactions=(Reaction("definitions", _may_hide_more, _refresh, of_deleted=True),))

JOB = ObjectType(
    name="job", plural="jobs", prefix="job", label="Job", label_plural="Jobs", creatable=False, editable=False,
    title=lambda record: record.get("what") or "Job", group="state", sorts=("created_at",), timeline=False,
    searchable=False, visible=jobs.visible, due=jobs.due, timers={"start": jobs.start_again}, computed=named.computed,
    erased=("arguments", "result", "message"),
    help="Work over many records, with its progress.",
    fields=(Field("what", "text", read_only=True), Field("state", "text", read_only=True),
            Field("rows", "integer", read_only=True), Field("done", "integer", read_only=True),
            Field("failed", "integer", read_only=True), Field("arguments", "json", read_only=True),
            Field("result", "json", read_only=True), Field("message", "text", read_only=True),
            Field("started_at", "instant", read_only=True), Field("finished_at", "instant", read_only=True)),
    actions=(Action("cancel", jobs.cancel, permission="read", help="Stop after the part that is running."),
             Action("undo", bulk_undo.undo, permission="read", help="Put back what a bulk change found, as a job.")))

TYPES = (USER, TEAM, ROLE, JOB, *access_objects.TYPES)
