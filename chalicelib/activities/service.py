"""Tasks remind, notes tell who is mentioned, both count as an answer to a lead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from chalicelib import rooms
from chalicelib.activities import mentions, preferences, recipients, reminders
from chalicelib.errors import FieldError, Invalid
from chalicelib.records import field_rules
from chalicelib.records.permissions import system
from chalicelib.records.work import Collision, Work, retried
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.activities import letters
    from chalicelib.crm import Crm
    from chalicelib.records.objects import Due
    from chalicelib.records.permissions import Actor
else:
    letters = rooms.Later("activities.letters")

Record = dict[str, Any]
Words = Callable[[Record], tuple[str, str]]  # title and body, from a record as its reader sees it
RELATED = 20
MOST_REMINDERS = 10


def prepare_task(crm: Crm, actor: Actor, before: Record | None, task: Record) -> None:
    """`done_at` follows the status; reminders have a time; what hangs on a lead shows on its contact too."""
    if not task.get("assignee_id"):
        task["assignee_id"] = task.get("owner_id")
    if task.get("status") == "done":
        task["done_at"] = task.get("done_at") or task["updated_at"]
        task["done_by"] = task.get("done_by") or actor.id
    else:
        task["done_at"] = task["done_by"] = None
    _few(task)
    _timed(task)


def prepare_note(crm: Crm, actor: Actor, before: Record | None, note: Record) -> None:
    """Who is mentioned is read off the text, by what its writer may see of them: who is found by an address has it."""
    _few(note)
    user, seen = crm.registry.named("user"), {actor.id, *((before or {}).get("mentions") or ())}
    known = (field_rules.visible(actor, user, each) for each in crm.configuration.all("user")
             if not actor.external or each["id"] in seen)  # who is from outside knows no colleagues by name
    note["mentions"] = mentions.mentioned(note.get("body") or "", known) or None


def complete(crm: Crm, actor: Actor, task: Record, _values: Mapping[str, Any], work: Work) -> None:
    """Done; completing a finished task changes nothing."""
    if task.get("status") != "done":
        work.change(task, {"status": "done"})


def cancel(crm: Crm, actor: Actor, task: Record, _values: Mapping[str, Any], work: Work) -> None:
    """No longer needed."""
    if task.get("status") == "open":
        work.change(task, {"status": "cancelled"})


def remind(crm: Crm, work: Work, task: Record, due: Due) -> None:
    """A timer: tell the assignee, by the reminder's channel. A mailed one rings the bell too, so once is enough."""
    wishes = reminders.instants(task)
    channel = next((channel for _at, channel, key in wishes if due.kind == f"reminder:{key}"), "app")
    rung = channel == "app" and any(at == due.at and other == "mail" for at, other, _key in wishes)
    if task.get("assignee_id") and not rung:
        notify(crm, work, task["assignee_id"], "reminder", task, f"{task['id']}#{due.kind}",
               lambda seen: (f"Reminder: {seen.get('subject') or 'a task'}", ""), mail=channel == "mail")


def notify(crm: Crm, work: Work, user_id: str, kind: str, about: Mapping[str, Any], key: str, words: Words, *,
           mail: bool = True, details: Mapping[str, Any] | None = None) -> Record:
    """A notification in this very transaction; the key makes a repeat the same one.

    `words` says it of the record `about` as this user may see it, so that a bell and its mail tell nothing hidden.
    What they do not want to be rung for stands among the read ones from the start.
    """
    user = crm.configuration.find("user", user_id) or {}
    title, body = words(recipients.seen_by(crm, user_id, about))
    id = crm.ids.derived("ntf", f"{key}#{user_id}", work.now)
    return work.create(
        "notification",
        {
            "user_id": user_id,
            "kind": kind,
            "title": title[:300],
            "body": body[:2000] or None,
            "mail": mail and preferences.mailed(user, kind),
            "read_at": None if preferences.rings(user, kind) else work.now,
            "details": details,
            "record": {"type": about["type"], "id": about["id"]},
        },
        id=id,
    )


def read(crm: Crm, actor: Actor, notification: Record, _values: Mapping[str, Any], work: Work) -> None:
    """Seen."""
    if not notification.get("read_at"):
        work.change(notification, {"read_at": work.now, "asleep": None})


def unread(crm: Crm, actor: Actor, notification: Record, _values: Mapping[str, Any], work: Work) -> None:
    """Back to the unread ones."""
    if notification.get("read_at"):
        work.change(notification, {"read_at": None})


def snooze(crm: Crm, actor: Actor, notification: Record, values: Mapping[str, Any], work: Work) -> None:
    """Out of sight until an instant to come."""
    if values["until"] <= work.now:
        raise Invalid.one("until", "in_the_past", "Choose a time to come")
    work.change(notification, {"snoozed_until": values["until"], "asleep": True, "read_at": None})


def wake(crm: Crm, work: Work, notification: Record, due: Due) -> None:
    """A timer: a snoozed notification is unread again."""
    work.change(notification, {"asleep": None})


def read_all(crm: Crm, actor: Actor, _none: Record, _values: Mapping[str, Any], work: Work) -> Record:
    """Mark my unread notifications, the latest 500 of them, as read."""
    page = crm.table.query(keys.mine("notification", actor.id), index="i2", descending=True, limit=500)
    waiting = [item for item in page.items if not item.get("read_at")]
    marked = 0
    for item in waiting:
        marked += _mark_read(crm, actor, item)
    return {"read": marked}


def tell_mentioned(crm: Crm, note: Record) -> None:
    """A reaction: everybody newly mentioned is told, once per note."""
    author = crm.configuration.find("user", note["created_by"]) or {}
    for user_id in note.get("mentions") or []:
        if user_id != note["created_by"]:
            _tell(crm, user_id, note, recipients.colleague_called(crm, user_id, author) or "Somebody")


def touch_by_note(crm: Crm, note: Record) -> None:
    """A reaction: the owner's note answers the lead."""
    _touch(crm, note.get("related") or (), {"kind": "note", "actor": note["created_by"], "at": note["created_at"]})


def task_finished(before: Record | None, after: Record | None) -> bool:
    """Whether a task has just been done."""
    return bool(after and after.get("status") == "done" and (before or {}).get("status") != "done")


def touch_by_task(crm: Crm, task: Record) -> None:
    """A reaction: the owner's finished task answers the lead."""
    if task.get("done_at"):
        _touch(
            crm, task.get("related") or (), {"kind": "task_done", "actor": task.get("done_by"), "at": task["done_at"]}
        )


def mail_notification(crm: Crm, notification: Record, *about: Record | None) -> None:
    """A reaction: the notification's mail, in the reader's language. `about` is missing in messages of older code."""
    found = about or (crm.table.get(keys.record(notification["record"]["id"]), consistent=True),)
    letters.send(crm, notification, found[0])


def _mark_read(crm: Crm, actor: Actor, item: Record) -> int:
    def step() -> int:
        current = crm.table.get(keys.record(item["id"]), consistent=True)
        if current is None or current.get("read_at"):
            return 0
        work = Work(crm, actor)
        work.change(current, {"read_at": work.now, "asleep": None})
        work.commit()
        return 1
    return retried(step)


def _tell(crm: Crm, user_id: str, note: Record, author: str) -> None:
    work = Work(crm, system("mentions"))
    work.now = note["created_at"]  # the same id however often this is repeated
    about = next(iter(note.get("related") or ()), note["id"])
    type = crm.registry.of(about)
    said = mentions.named(recipients.seen_by(crm, user_id, note).get("body") or "")
    notify(crm, work, user_id, "mention", {"type": type.name if type else "note", "id": about}, f"{note['id']}#mention",
           lambda _about: (f"{author} mentioned you", said))
    try:
        work.commit()
    except Collision:  # told already
        return


def _touch(crm: Crm, related: Iterable[str], event: Mapping[str, Any]) -> None:
    from chalicelib.leads import service as leads
    for id in related:
        if id.startswith("lea_"):
            leads.touch(crm, id, event)


def _few(record: Record) -> None:
    if len(record.get("related") or ()) > RELATED:
        raise Invalid.one("related", "too_many", f"At most {RELATED} related records")


def _timed(task: Record) -> None:
    """Each reminder has a time of its own or one before the due time, and a channel."""
    entries = task.get("reminders")
    if entries is None:
        return
    errors: list[FieldError] = []
    if not isinstance(entries, list) or len(entries) > MOST_REMINDERS:
        raise Invalid.one("reminders", "invalid_reminders", f"A list of at most {MOST_REMINDERS} reminders")
    for place, entry in enumerate(entries):
        probe = {"status": "open", "due_at": task.get("due_at"), "reminders": [entry]}
        known = isinstance(entry, dict) and set(entry) <= {"at", "before_minutes", "channel"}
        if not known or entry.get("channel", "app") not in reminders.CHANNELS or not reminders.instants(probe):
            errors.append(
                FieldError(
                    f"reminders[{place}]",
                    "invalid_reminder",
                    "Give `at` (an instant) or `before_minutes` with a due time, and channel app or mail",
                )
            )
    if errors:
        raise Invalid(errors)


