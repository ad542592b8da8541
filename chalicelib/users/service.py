"""People come and go: invitation, deactivation, handing over; and what roles mean for derived rows."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib import rooms
from chalicelib.errors import Forbidden, Invalid, Unauthenticated
from chalicelib.records import jobs, permissions
from chalicelib.records.fields.emails import normal_email
from chalicelib.store import keys
from chalicelib.users import privilege

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.mail import outbox, templates
    from chalicelib.records.permissions import Actor
    from chalicelib.records.work import Work
else:
    outbox = rooms.Later("mail.outbox")
    templates = rooms.Later("mail.templates")

Record = dict[str, Any]
COUNTED = 100
MOST_ASKED = 100  # administrators who are looked at for one that stays


def prepare(crm: Crm, actor: Actor, before: Record | None, user: Record) -> None:
    """A person's records belong to their first team; nobody gives themselves more than they have."""
    user["owner_id"] = user["id"]
    user["team_id"] = next(iter(user.get("team_ids") or ()), None)
    privilege.check_user(crm, actor, before, user)
    if before and _admins(crm, [before]) and not _admins(crm, [user]):
        _another_stays(crm, user)


def deactivate(crm: Crm, actor: Actor, user: Record, _values: Mapping[str, Any], work: Work) -> Record:
    """End access at once: no sign-in, no refresh, no leads; answers how much the person still owns."""
    if user["id"] == actor.id:
        raise Invalid.one("id", "not_yourself", "You cannot deactivate yourself")
    changed = work.change(user, {"active": False})
    _quietly(lambda: crm.accounts.close(user["id"]))
    owned = {type.plural: _owned(crm, type.name, user["id"]) for type in crm.registry
             if type.timeline and not type.configuration and type.editable}
    return {"user_id": changed["id"], "active": False, "owns": {name: n for name, n in owned.items() if n},
            "counted_to": COUNTED}


def before_purge(crm: Crm, user: Record) -> bool:
    """A deleted person's account goes before their record."""
    _quietly(lambda: crm.accounts.remove(user["id"]))
    return True


def activate(crm: Crm, _actor: Actor, user: Record, _values: Mapping[str, Any], work: Work) -> None:
    """Let the person sign in again."""
    work.change(user, {"active": True})
    _quietly(lambda: crm.accounts.reopen(user["id"]))


def invite_again(crm: Crm, actor: Actor, user: Record, _values: Mapping[str, Any], work: Work) -> Record:
    """Another temporary password by mail, now."""
    privilege.require_over(crm, actor, user)
    _send_invitation(crm, user, f"invitation#{user['id']}#{work.now}")
    return {"user_id": user["id"], "invited": True}


def reassign(crm: Crm, actor: Actor, user: Record, values: Mapping[str, Any], work: Work) -> Record:
    """Start handing everything over to `to`, into `team_id` of their teams, else their first; the job can be read at
    `/v1/jobs/{job_id}`."""
    target, team = crm.configuration.find("user", values["to"]), values.get("team_id")
    if target is None or not target.get("active", True) or target["id"] == user["id"]:
        raise Invalid.one("to", "not_available", "Choose another, active person")
    if team and team not in (target.get("team_ids") or ()):
        raise Invalid.one("team_id", "not_available", "Choose one of this person's teams")
    _require_assign(crm, actor, user)
    job = jobs.begin(work, "reassign", {"from": user["id"], "to": target["id"], **({"team": team} if team else {})})
    return {"job_id": job["id"]}


def _require_assign(crm: Crm, actor: Actor, user: Record) -> None:
    """Whoever may give away what somebody owns in one of their teams may begin; the job asks for each record."""
    places = [user, *({**user, "team_id": team} for team in user.get("team_ids") or ())]
    for type in crm.registry:
        if not type.editable or type.configuration:
            continue
        if not any(permissions.may(actor, type, "assign", place) for place in places):
            raise Forbidden(f"Your roles do not allow to assign this person's {type.label_plural.lower()}")


def invite(crm: Crm, user: Record) -> None:
    """A reaction to a new user: the account with a temporary password, and the mail that brings it."""
    if user.get("active", True):
        _send_invitation(crm, user, f"invitation#{user['id']}")


def email_changed(before: Record | None, after: Record | None) -> bool:
    """Whether codes must go to another address."""
    return bool(before and after and before.get("email") != after.get("email"))


def change_email(crm: Crm, user: Record) -> None:
    """Codes for a new password go to the new address."""
    _quietly(lambda: crm.accounts.change_email(user["id"], user["email"]))


def by_email(crm: Crm, email: str) -> str:
    """The id of the active user with this address; Unauthenticated where there is none."""
    address = normal_email(email)
    claim = (crm.table.get(keys.claim("user", "email", address)) if address else None) or {}
    for id in sorted(claim.get("holders") or ()):
        user = crm.configuration.find("user", id)
        if user and user.get("active", True):
            return str(id)
    raise Unauthenticated("The email or password is wrong", code="wrong_credentials")


def temporary_password() -> str:
    """Random, and with the letters and digits that the pool's policy asks for."""
    return f"{secrets.token_urlsafe(9)}-{secrets.randbelow(90) + 10}Aa"


def _send_invitation(crm: Crm, user: Record, key: str) -> None:
    if outbox.was_sent(crm, key):
        return
    password = temporary_password()
    crm.accounts.invite(user["id"], user["email"], password)
    inviter = crm.configuration.find("user", user.get("created_by", "")) or {}
    mail = templates.invitation(crm.company.settled(user), password, crm.company.name, crm.settings.base_url,
                                inviter=" ".join(filter(None, (inviter.get("first_name"), inviter.get("last_name")))))
    outbox.deliver(crm, key, user["email"], mail)


def _admins(crm: Crm, users: list[Record] | None = None) -> set[str]:
    """The ids of those (or of all) users who can sign in as administrators."""
    admin_roles = {role["id"] for role in crm.configuration.all("role") if role.get("key") == "admin"}
    everyone = crm.configuration.all("user") if users is None else users
    return {user["id"] for user in everyone if user.get("active", True) and not user.get("deleted_at")
            and admin_roles & set(user.get("role_ids") or ())}


def _another_stays(crm: Crm, user: Record) -> None:
    """Somebody else is an administrator as things stand now, and the work checks that they stay so: two who take it
    from each other at once would leave none."""
    others = sorted(_admins(crm) - {user["id"]})[:MOST_ASKED]
    found = crm.table.get_many([keys.record(id) for id in others], consistent=True)
    staying = [each for each in found.values() if _admins(crm, [each])]
    if not staying:
        raise Invalid.one("active", "last_admin", "This is the last administrator; name another one first")
    user["_above"] = [(staying[0]["id"], staying[0]["revision"])]


def _owned(crm: Crm, type: str, user_id: str) -> int:
    return len(crm.table.query(keys.mine(type, user_id), index="i2", limit=COUNTED).items)


def _quietly(call: Any) -> None:
    """An account that the pool does not know (sample data, a half-made invitation) is closed already."""
    try:
        call()
    except Unauthenticated:
        return
