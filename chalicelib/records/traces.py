"""What is left of a record elsewhere: the records that name it, the values that it had, the files below it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from chalicelib.errors import Problem, Refused, Unavailable
from chalicelib.records.objects import Identity, ObjectType
from chalicelib.records.permissions import Actor
from chalicelib.records.work import Collision, Work, retried
from chalicelib.store import keys
from chalicelib.store.table import Condition, Delete

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
PAGE = 50
REFERENCES = ("reference", "references")
UNDECLARED = ("around",)  # ids that the system keeps beside the declared fields


def parts(crm: Crm, type: ObjectType) -> list[str]:
    """The ways by which others may name a record of this type."""
    children = [each.name for each in crm.registry
                if each.parent and (each.all_fields[each.parent].to or type.name) == type.name]
    return ["own", "link#", "event#", "lookup#pointer", "lookup#pair", *(f"children#{name}" for name in children)]


def naming(crm: Crm, record: Mapping[str, Any], part: str, after: str) -> tuple[list[str], str]:
    """Ids of records that name this one, one page of one way; and where the next page begins, "" for the last."""
    id = record["id"]
    if part == "own":
        return [*(record.get("merged_from") or ()), *filter(None, (record.get("merge_id"),))], ""
    if part.startswith("children#"):
        page = crm.table.query(keys.children(part.partition("#")[2], id), index="i5", after=after, limit=PAGE)
    elif part.startswith("lookup#"):
        page = crm.table.query(f"{part}#{id}", after=after, limit=PAGE)
    else:
        page = crm.table.query(id, begins=part, after=after, limit=PAGE, consistent=True)
    return [other for other in dict.fromkeys(item["id"] for item in page.items) if other != id], page.last


def named(record: Mapping[str, Any], fields: Iterable[str]) -> Iterator[list[str]]:
    """The ids in each of these fields."""
    for field in fields:
        value = record.get(field)
        value = value.get("id") if isinstance(value, Mapping) else value
        yield value if isinstance(value, list) else [value] if value else []


def belongs(type: ObjectType, record: Mapping[str, Any], gone: set[str] | frozenset[str]) -> bool:
    """Whether a record is nothing without those that are gone."""
    if record.get("merged_into") in gone:
        return True
    return any(ids and gone.issuperset(ids) for ids in named(record, type.belongs))


def let_go(type: ObjectType, record: Mapping[str, Any], gone: set[str] | frozenset[str]) -> Record:
    """The fields of a record that change where it no longer names those that are gone."""
    fields = [*(each.name for each in type.fields if each.kind in REFERENCES), *UNDECLARED]
    changes: Record = {}
    for field, ids in zip(fields, named(record, fields), strict=True):
        if not gone.isdisjoint(ids):
            changes[field] = [id for id in ids if id not in gone] or None if isinstance(record[field], list) else None
    edges = record.get("edges") or []
    if any(edge["to"] in gone for edge in edges):
        changes["edges"] = [edge for edge in edges if edge["to"] not in gone] or None
    return changes


def changed(crm: Crm, actor: Actor, id: str, what: Any) -> bool:
    """Change another record by what `what(type, record)` says of it as it is; False where nothing could be done.

    Where the type's own rules object, it is done all the same, quietly.
    """
    for quiet in (False, True):
        try:
            return retried(partial(_changed, crm, actor, id, what, quiet))
        except Unavailable:
            raise
        except (Problem, Collision):
            continue
    return False


def _changed(crm: Crm, actor: Actor, id: str, what: Any, quiet: bool) -> bool:
    record = crm.table.get(keys.record(id), consistent=True)
    if record is None or not crm.registry.known(record["type"]):
        return False
    changes = what(crm.registry.named(record["type"]), record)
    if changes:
        work = Work(crm, actor)
        work.change(record, changes, quiet=quiet, strict=False)
        work.commit()
    return bool(changes)


def history(crm: Crm, id: str) -> Iterator[Record]:
    """Every history row of a record, oldest first."""
    after = ""
    while True:
        page = crm.table.query(id, begins="audit#", after=after, limit=200, consistent=True)
        yield from page.items
        if not page.more:
            return
        after = page.last


def images(record: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]) -> Iterator[Record]:
    """The record as it is, then with the values that its history tells, one side of one row at a time."""
    yield dict(record)
    for row in rows:
        for side in (0, 1):
            told = {name: pair[side] for name, pair in (row.get("changes") or {}).items() if pair[side] is not None}
            yield {**record, **told}


def identities(type: ObjectType, images: Iterable[Record]) -> set[Identity]:
    """Every identity that a record has ever had."""
    found: set[Identity] = set()
    for image in images:
        plain = {name: value for name, value in image.items() if name not in ("deleted_at", "merged_into")}
        found |= set(type.identities(plain))
    return found


def drop_empty_claims(crm: Crm, type: ObjectType, identities: Iterable[Identity]) -> None:
    """A claim that nobody holds still has the address in its key."""
    for each in identities:
        if each.strict:
            try:
                crm.table.write(Delete(keys.claim(type.name, each.kind, each.value),
                                       Condition("attribute_not_exists(holders)")))
            except Refused:
                continue  # somebody else has this address by right


def drop_links(crm: Crm, type: ObjectType, id: str) -> None:
    """The link rows of a record that is gone, on its own page and on the others'."""
    while rows := crm.table.query(id, begins="link#", limit=200, consistent=True).items:
        others = [keys.link(row["id"], type.name, id, incoming=not row["sk"].endswith("#in")) for row in rows]
        crm.table.delete_many([*others, *((row["pk"], row["sk"]) for row in rows)])


def drop_files(crm: Crm, type: ObjectType, record: Mapping[str, Any]) -> int:
    """The files of a record, with every version of them; how many."""
    buckets = {"files": crm.settings.files_bucket, "mail": crm.settings.mail_bucket}
    listed = [each for each in record.get("files") or () if isinstance(each, Mapping) and each.get("key")]
    places = [(buckets[each.get("bucket", "files")], str(each["key"])) for each in listed]
    return sum(crm.files.erase(bucket, key) for bucket, key in [
        *places, (crm.settings.files_bucket, f"{type.plural}/{record['id']}/"),
        (crm.settings.failures_bucket, f"changes/{record['id']}/")])
