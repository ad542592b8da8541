"""Tasks, notes and notifications."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chalicelib.activities import mentions, reminders, service
from chalicelib.records.fields import Field
from chalicelib.records.objects import Action, Due, Event, ObjectType, Reaction

Record = dict[str, Any]


def _task_events(task: Record) -> Iterable[Event]:
    about = (task["id"], *(task.get("related") or ()), *(task.get("around") or ()))
    yield Event(task["created_at"], "task", f"Task: {task.get('subject', '')}", about, actor=task["created_by"])
    if task.get("done_at"):
        yield Event(task["done_at"], "task_done", f"Done: {task.get('subject', '')}", about,
                    actor=task.get("done_by") or task["updated_by"])


def _reminders(task: Record) -> Iterable[Due]:
    return (Due(f"reminder:{key}", at) for at, _channel, key in reminders.instants(task))


def _note_events(note: Record) -> Iterable[Event]:
    title = "Promise" if note.get("kind") == "promise" else "Note"
    about = (note["id"], *(note.get("related") or ()), *(note.get("around") or ()))
    yield Event(note["created_at"], "note", title, about, summary=note.get("body", ""), actor=note["created_by"])


def _unread(notification: Record) -> dict[str, dict[str, int]]:
    counted = not notification.get("read_at") and not notification.get("asleep")
    return {notification["user_id"]: {"unread_notifications": 1}} if counted else {}


def _wakes(notification: Record) -> Iterable[Due]:
    if notification.get("snoozed_until") and notification.get("asleep") and not notification.get("read_at"):
        yield Due("wake", notification["snoozed_until"])


TASK = ObjectType(
    name="task", plural="tasks", prefix="tas", label="Task", label_plural="Tasks",
    title=lambda task: task.get("subject") or "Task", subtitle=lambda task: task.get("due_at") or "",
    group="status", sorts=("created_at", "due_at", "priority", "updated_at"), owner_field="assignee_id",
    linked=("related",), prepare=service.prepare_task, events=_task_events, due=_reminders,
    belongs=("related",), erased=("subject",),
    timers={"reminder": service.remind}, help="Something to do, with reminders.",
    fields=(
        Field("subject", "text", required=True, searchable=True),
        Field("status", "choice", options=("open", "done", "cancelled"), default="open"),
        Field("priority", "choice", options=("low", "normal", "high"), default="normal"),
        Field("due_at", "instant"),
        Field("reminders", "json", help="[{at | before_minutes, channel: app or mail}]"),
        Field("done_at", "instant", read_only=True), Field("done_by", "text", read_only=True),
        Field("assignee_id", "user", label="Assignee"), Field("related", "references", label="Related"),
    ),
    actions=(Action("complete", service.complete, help="Mark as done."),
             Action("cancel", service.cancel, help="It need not be done any more.")),
    reactions=(Reaction("touch", service.task_finished, service.touch_by_task),))

NOTE = ObjectType(
    name="note",
    plural="notes",
    prefix="not",
    label="Note",
    label_plural="Notes",
    title=lambda note: mentions.headline(note.get("body") or "") or "Note",
    sorts=("created_at", "updated_at"),
    linked=("related",),
    prepare=service.prepare_note,
    belongs=("related",),
    erased=("body",),
    events=_note_events,
    help="What was said or found out, in Markdown; @name tells a colleague.",
    fields=(
        Field("body", "long_text", required=True, searchable=True),
        Field("mentions", "users", read_only=True),
        Field("pinned", "boolean", default=False),
        Field("kind", "choice", options=("note", "promise"), default="note"),
        Field("related", "references", label="Related"),
    ),
    reactions=(
        Reaction(
            "mentions",
            lambda before, after: bool(
                after and after.get("mentions") and (before or {}).get("mentions") != after.get("mentions")
            ),
            service.tell_mentioned,
        ),
        Reaction(
            "touch",
            lambda before, after: before is None and bool(after and after.get("related")),
            service.touch_by_note,
        ),
    ),
)

NOTIFICATION = ObjectType(
    name="notification",
    plural="notifications",
    prefix="ntf",
    label="Notification",
    label_plural="Notifications",
    title=lambda notification: notification.get("title") or "Notification",
    sorts=("created_at",),
    timeline=False,
    searchable=False,
    creatable=False,
    editable=False,
    personal=True,
    people_only=True,  # a bell tells of records that the key's one role may not read
    owner_field="user_id",
    roll_ups=_unread,
    belongs=("record",),
    erased=("title", "body", "details"),
    due=_wakes,
    timers={"wake": service.wake},
    help="Something that somebody should know; the bell counts the unread ones.",
    fields=(
        Field("user_id", "user", read_only=True),
        Field("kind", "text", read_only=True),
        Field("title", "text", read_only=True),
        Field("body", "long_text", read_only=True),
        Field("record", "json", read_only=True),
        Field("details", "json", read_only=True),
        Field("read_at", "instant", read_only=True),
        Field("snoozed_until", "instant", read_only=True),
        Field("asleep", "boolean", read_only=True),
        Field("mail", "boolean", read_only=True, help="Whether it is mailed too."),
    ),
    actions=(
        Action("read", service.read, help="Mark as read."),
        Action("unread", service.unread, help="Mark as unread."),
        Action("snooze", service.snooze, fields=(Field("until", "instant", required=True),), help="Hide until then."),
        Action("read_all", service.read_all, on_collection=True, help="Mark all of mine as read."),
    ),
    reactions=(
        Reaction(
            "mail",
            lambda before, after: before is None and bool(after and after.get("mail")),
            service.mail_notification,
            beside=lambda notification: str(notification["record"]["id"]),
        ),
    ),
)

TYPES = (TASK, NOTE, NOTIFICATION)
