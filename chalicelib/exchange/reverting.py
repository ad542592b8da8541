"""What an import did is taken back: records that it made are deleted, fields that it changed restored.

Whatever somebody changed since stays, and is listed, be it by another import or by handing it over. Only the system's
own changes (a lead's routing) do not count.
Each step bears repetition: what is deleted or restored already is so again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chalicelib.errors import Unavailable
from chalicelib.exchange import joined, journal, kept
from chalicelib.exchange.kept import Kept
from chalicelib.records import field_rules, pausing, permissions
from chalicelib.records.actors import actor_of
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import Actor, system
from chalicelib.records.work import Collision, Work, retried
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
STEP = 200          # rows
CHILDREN = 25
ORDERED = ("system:import", "system:reassign")  # who write down what somebody asked for


@dataclass(frozen=True)
class Step:
    """What one step did, rows and the records made beside them apart, and where the next begins ("" is the end)."""

    reverted: int
    kept: int
    reverted_beside: int
    kept_beside: int
    place: str

    @property
    def listed(self) -> bool:
        """Whether anything stays."""
        return self.kept + self.kept_beside > 0


def step(crm: Crm, record: Mapping[str, Any], part: int, *, patient: bool = True) -> Step:
    """Take back some rows, the latest first, as who asked for it may. Unavailable where it cannot be told yet whether
    somebody changed a record; who is no longer `patient` keeps it."""
    actor = actor_of(crm, str(record["reverted_by"]), "")
    entries, place = journal.backwards(crm, record["id"], str(record.get("revert_place") or ""), STEP)
    listed = list[Kept]()
    for group in _by_record(entries):
        about = Group(record["id"], part, group, patient)
        listed += retried(lambda about=about: _one(crm, actor, about))  # type: ignore[misc]
    kept.keep(crm, record["id"], part, listed, record.get("reverted_by") or record["created_by"])
    stays = {(each.entry["id"], each.entry["row"]) for each in listed}
    beside = sum(not entry["row"] for entry in entries)
    kept_beside = sum(not row for _id, row in stays)
    kept_rows = len(stays) - kept_beside
    return Step(len(entries) - beside - kept_rows, kept_rows, beside - kept_beside, kept_beside, place)


def report(crm: Crm, record: Mapping[str, Any]) -> str:
    """The key of one file of everything that was kept; "" where nothing was."""
    return joined.join(crm, record["id"], kept.NAME, record.get("kept_parts") or ())


@dataclass(frozen=True)
class Group:
    """What one step takes back of one record: the rows that wrote it, the latest first."""

    import_id: str
    part: int
    entries: list[Record]
    patient: bool

    @property
    def created(self) -> bool:
        """Whether the import made the record."""
        return bool(self.entries[-1]["did"] == journal.CREATED)

    @property
    def mark(self) -> str:
        """By which a repeat of the step knows the record that it restored already."""
        return f"{self.import_id}#revert#{self.part}"

    def kept(self, title: str, reason: str) -> list[Kept]:
        """All of it stays."""
        return [Kept(entry, title, "", reason) for entry in self.entries]


def _by_record(entries: list[Record]) -> list[list[Record]]:
    """The entries of each record together; records in the order of their latest row, so parents come last."""
    found: dict[str, list[Record]] = {}
    for entry in entries:
        found.setdefault(entry["id"], []).append(entry)
    return [sorted(group, key=lambda each: -int(each["version"])) for group in found.values()]


def _one(crm: Crm, actor: Actor, group: Group) -> list[Kept]:
    """What of one record could not be taken back."""
    current = crm.table.get(keys.record(group.entries[0]["id"]), consistent=True)
    if current is None or current.get("deleted_at"):
        return []
    type = crm.registry.named(current["type"])
    readable = permissions.may(actor, type, "read", current)
    title = type.title(field_rules.visible(actor, type, current)) if readable else ""
    names = {name for entry in group.entries for name in entry.get("before") or ()}
    moved = not names.isdisjoint({"owner_id", "team_id", type.owner_field})
    actions = ["delete"] if group.created else ["update", *(["assign"] if moved else [])]
    locked = not group.created and field_rules.forbidden(actor, type, names)
    if locked or not readable or not all(permissions.may(actor, type, action, current) for action in actions):
        return group.kept(title, f"Your roles do not allow to {actions[0]} it")
    work = Work(crm, system("import", group.mark))
    found = _unmade(crm, type, work, group, current, title) if group.created else _restored(work, group, current, title)
    try:
        work.commit()
    except Collision as collision:
        if not collision.claims:
            raise
        return group.kept(title, "Another record holds its former email or phone by now")
    return found


def _unmade(crm: Crm, type: ObjectType, work: Work, group: Group, current: Record, title: str) -> list[Kept]:
    first = group.entries[-1]
    if current.get("merged_into"):
        return group.kept(title, "It was merged into another record")
    if _changed_since(crm, current, int(first["version"]), group):
        return group.kept(title, "Somebody changed it since")
    if not first["row"] and _is_used(crm, type, current["id"]):
        return group.kept(title, "Other records belong to it")
    work.change(current, {"deleted_at": work.now})
    return []


def _restored(work: Work, group: Group, current: Record, title: str) -> list[Kept]:
    """Each field that still is what the import made of it gets back what it was before, over all of these rows."""
    repeated = current.get("request_id") == group.mark
    now, listed = dict(current), dict[str, Kept]()
    for entry in group.entries:
        for name, value in entry["before"].items():
            ours = repeated or now.get(name) == value or journal.print_of(now.get(name)) == entry["after"][name]
            if ours and name not in listed:
                now[name] = value
            elif name not in listed:
                listed[name] = _field(entry, title, name, value, current)
    changes = {name: value for name, value in now.items() if current.get(name) != value}
    if repeated:  # what differs still was kept before
        return [_field(group.entries[0], title, name, value, current) for name, value in changes.items()]
    if changes:
        work.change(current, changes)
    return list(listed.values())


def _field(entry: Record, title: str, name: str, before: Any, current: Record) -> Kept:
    return Kept(entry, title, name, "Somebody changed it since", before, current.get(name))


def _changed_since(crm: Crm, current: Mapping[str, Any], version: int, group: Group) -> bool:
    """Whether a person changed the record after this version. Its last change it tells itself, those of the import its
    journal, its history the others; of a change that history does not tell nobody knows that it was not a person's."""
    if current["version"] <= version:
        return False
    if not _counts_not(current.get("updated_by"), current, group):
        return True
    between = set(range(version + 1, current["version"])) - {int(entry["version"]) for entry in group.entries}
    told = {int(item["version"]): item for item in _history(crm, current["id"])} if between else {}
    if group.patient and not between <= told.keys() and pausing.behind(crm, current):
        raise Unavailable("The record's history is not complete yet")
    return not all(each in told and _counts_not(told[each].get("actor"), told[each], group) for each in between)


def _history(crm: Crm, id: str) -> Iterator[Record]:
    yield from crm.table.query(id, begins="audit#", descending=True, limit=100, consistent=True).items


def _counts_not(actor: object, written: Mapping[str, Any], group: Group) -> bool:
    """Whether a change is the system's own, or this import's."""
    by = str(actor or "")
    ours = str(written.get("request_id") or "").startswith(f"{group.import_id}#")
    return by.startswith("system:") and (by not in ORDERED or ours)


def _is_used(crm: Crm, type: ObjectType, id: str) -> bool:
    """Whether records stand below this one: indexes are a moment behind, so each is looked at itself."""
    children = [child for child in crm.registry if child.parent
                and getattr(child.own_fields.get(child.parent), "to", "") == type.name]
    ids = [item["id"] for child in children for item in
           crm.table.query(keys.children(child.name, id), index="i5", limit=CHILDREN).items]
    found = crm.table.get_many([keys.record(each) for each in ids], consistent=True) if ids else {}
    return any(not record.get("deleted_at") for record in found.values())
