"""What the records are called that a record names: told with it, from what is at hand, so without another read.

Of another record that is the snapshot in `refs`, of a role, team or form the configuration in memory. Only who reads
all of the other type is told a title, and only where it is made of nothing that is hidden from them or not kept.
What `titled` fields name has no snapshot: for a page of rows it is looked up, all in one call, where there is any.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.records import permissions, readable
from chalicelib.records.fields.shape import Field
from chalicelib.records.objects import ObjectType, everybody
from chalicelib.records.permissions import Actor, Scope
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = Mapping[str, Any]
Titles = dict[str, str]
Telling = Callable[[Record, str], Iterator[tuple[str, str]]]
Teller = Callable[[Record, Mapping[str, Any]], Titles]
NAMING = ("reference", "references")
LONGEST = 200


class _Asked(dict[str, Any]):
    """A record that remembers which of its fields a title was made of."""

    def __init__(self, record: Record) -> None:
        super().__init__(record)
        self.names: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:
        self.names.add(name)
        return super().get(name, default)

    def __getitem__(self, name: str) -> Any:
        self.names.add(name)
        return super().__getitem__(name)


def teller(crm: Crm, actor: Actor, type: ObjectType) -> Teller:
    """`tell(record, shown)`: titles by id, of those that the record names in the fields that are `shown`."""
    ways = {name: way for name, field in readable.fields(crm.registry, actor, type).items()
            if field.kind in NAMING and (way := _way(crm, actor, field))}

    def tell(record: Record, shown: Mapping[str, Any]) -> Titles:
        return {id: title for name, way in ways.items() if shown.get(name) for id, title in way(record, name)}
    return tell


def rows(crm: Crm, actor: Actor, type: ObjectType, page: list[tuple[Record, dict[str, Any]]]) -> list[dict[str, Any]]:
    """A page's answers, each of `(record, shown)` with its titles."""
    tell, looked_up = teller(crm, actor, type), _looked_up(crm, actor, type, page)

    def every(record: Record, shown: Mapping[str, Any]) -> Titles:
        asked = [shown.get(name) for name, field in type.all_fields.items() if field.titled]
        return {**tell(record, shown), **{id: looked_up[id] for id in asked if id in looked_up}}
    return [beside(every, record, shown) for record, shown in page]


def beside(tell: Teller, record: Record, shown: dict[str, Any]) -> dict[str, Any]:
    """The answer with the `titles` that its record gives, if it gives any."""
    found = tell(record, shown)
    return {"titles": found, **shown} if found else shown


def _looked_up(crm: Crm, actor: Actor, type: ObjectType, page: list[tuple[Record, dict[str, Any]]]) -> Titles:
    others = {name: crm.registry.named(field.to) for name, field in readable.fields(crm.registry, actor, type).items()
              if field.titled and crm.registry.known(field.to) and _open(actor, crm.registry.named(field.to))}
    wanted = {shown[name]: other for _record, shown in page for name, other in others.items() if shown.get(name)}
    found = crm.table.get_many([keys.record(id) for id in wanted]) if wanted else {}
    return dict(each for record in found.values() for each in _named(actor, wanted[record["id"]], record))


def _named(actor: Actor, type: ObjectType, record: Record) -> Iterator[tuple[str, str]]:
    title, names = _titled(type, record)
    if title and not record.get("deleted_at") and not names & permissions.hidden_fields(actor, type):
        yield record["id"], title


def _open(actor: Actor, type: ObjectType) -> bool:
    """Whether this reader reads all of a type, as it stands."""
    return not type.gate and type.visible is everybody and actor.scope(type, "read") == Scope.ALL


def _way(crm: Crm, actor: Actor, field: Field) -> Telling | None:
    """How the titles behind a field are told to this reader; None where they are not."""
    other = crm.registry.named(field.to) if crm.registry.known(field.to) else None
    if other is None or not _open(actor, other):
        return None
    if other.configuration:
        hidden = permissions.hidden_fields(actor, other)
        known = {each["id"]: each for each in crm.configuration.all(other.name)}
        return lambda record, name: _configured(other, known, hidden, record.get(name))
    kept = frozenset(field.snapshot)
    return (lambda record, name: _kept(other, kept, record, name)) if kept else None


def _configured(type: ObjectType, known: Mapping[str, Record], hidden: frozenset[str],
                value: Any) -> Iterator[tuple[str, str]]:
    for id in value if isinstance(value, list) else [value]:
        title, names = _titled(type, known.get(id))
        if title and not names & hidden:
            yield id, title


def _kept(type: ObjectType, kept: frozenset[str], record: Record, name: str) -> Iterator[tuple[str, str]]:
    """From the snapshot; one of a record that is gone holds nothing but the id."""
    snapshot = (record.get("refs") or {}).get(name) or {}
    title, names = _titled(type, snapshot)
    if title and snapshot.get("id") == record.get(name) and names <= kept and names & snapshot.keys():
        yield snapshot["id"], title


def _titled(type: ObjectType, record: Record | None) -> tuple[str, set[str]]:
    """A title, and the fields that it was made of."""
    asked = _Asked(record or {})
    return (type.title(asked)[:LONGEST] if record else ""), asked.names
