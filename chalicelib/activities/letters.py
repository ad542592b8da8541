"""The mail of a notification: what happened, by its kind, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalicelib.activities import preferences
from chalicelib.activities.recipients import colleague_seen, seen_by
from chalicelib.mail import outbox, templates
from chalicelib.mail.templates import Mail

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]


def send(crm: Crm, notification: Record, about: Record | None) -> None:
    """Mail it to its user, unless the user left or wants no such mail, it was sent, or what it is about is gone."""
    user = crm.configuration.find("user", notification["user_id"])
    if user is None or not user.get("active", True) or not preferences.mailed(user, notification["kind"]):
        return
    if about is None or about.get("deleted_at"):
        return
    mail = _written(crm, notification, crm.company.settled(user), seen_by(crm, user["id"], about))
    outbox.deliver(crm, notification["id"], user["email"], mail)


def _written(crm: Crm, notification: Record, user: Record, about: Record) -> Mail:
    company, url = crm.company.name, crm.settings.base_url
    kind, details = notification["kind"], notification.get("details") or {}
    if kind == "lead_assigned":
        return templates.lead_assigned(about, about.get("routing") or {}, user, company, url)
    if kind == "lead_arrived":
        owner = _name(_colleague(crm, user, about.get("owner_id")))
        form = crm.configuration.find("form", details.get("form_id", "")) or {}
        return templates.lead_arrived(about, form, user, owner, company, url)
    if kind == "response_missed":
        return templates.response_missed(
            about,
            user,
            _colleague(crm, user, details.get("owner_id")),
            details.get("minutes", 0),
            details.get("next", ""),
            company,
            url,
        )
    if kind == "reminder":
        return templates.reminder(about, user, company, url)
    title = crm.registry.named(about["type"]).title(about)
    author = notification["title"].removesuffix(" mentioned you")
    author = "" if author == "Somebody" else author  # the letter has its own word
    return templates.mention({"body": notification.get("body", "")}, user, author, about, title, company, url)


def _colleague(crm: Crm, reader: Record, id: object) -> Record:
    """A colleague as the letter's reader may see them; {} for nobody."""
    known = crm.configuration.find("user", str(id or "")) or {}
    return colleague_seen(crm, reader["id"], {"id": id, **known}) if id else {}


def _name(user: Record) -> str:
    return " ".join(filter(None, (user.get("first_name"), user.get("last_name"))))
