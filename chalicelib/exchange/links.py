"""Cells that name other records: by id, email, domain, phone or name; looked up for many rows at once.

A cell that names nobody, or several, is the row's error; nothing that who started the import may not read is found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from chalicelib.errors import FieldError
from chalicelib.exchange import finding, identities, making
from chalicelib.exchange.finding import Wanted
from chalicelib.exchange.rows import Plan
from chalicelib.records import field_rules, permissions
from chalicelib.records.fields import FIELD_TYPES, Field
from chalicelib.records.fields.cells import split_cell
from chalicelib.records.fields.listed import MAX_ENTRIES
from chalicelib.records.imports.csv_files import unguarded
from chalicelib.records.imports.mapping import REFERENCES
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import Actor

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]


@dataclass(frozen=True)
class Named:
    """What one cell says of one reference field."""

    field: Field
    by: str
    text: str

    @property
    def to(self) -> str:
        """The type that is named; "" is any."""
        return "user" if self.field.kind in ("user", "users") else self.field.to


@dataclass
class Links:
    """What the cells of several rows name; `unmade`: the names of records that are to be made, by their ids."""

    ids: dict[Named, str]
    wrong: dict[Named, FieldError]
    records: dict[str, Record]
    unmade: dict[str, str] = field(default_factory=dict)

    def of(self, plan: Plan, cells: Mapping[str, str]) -> tuple[Record, list[FieldError]]:
        """The references of a row with what is wrong with them."""
        values: Record = {}
        errors = list(_crowded(plan, cells))
        for named in names(plan, cells):
            if named in self.wrong:
                errors.append(self.wrong[named])
            elif FIELD_TYPES[named.field.kind].many:
                values[named.field.name] = [*values.get(named.field.name, []), self.ids[named]]
            else:
                values[named.field.name] = self.ids[named]
        return values, errors


def names(plan: Plan, cells: Mapping[str, str]) -> list[Named]:
    """The references that a row names, of each field as many as it holds: each is looked up."""
    return [named for each in _by_field(plan, cells).values() if len(each) <= MAX_ENTRIES for named in each]


def _crowded(plan: Plan, cells: Mapping[str, str]) -> Iterator[FieldError]:
    """The fields for which a row names more than they hold: none of these is looked up."""
    yield from (FieldError(name, "too_many", f"At most {MAX_ENTRIES} values")
                for name, each in _by_field(plan, cells).items() if len(each) > MAX_ENTRIES)


def _by_field(plan: Plan, cells: Mapping[str, str]) -> dict[str, list[Named]]:
    """What a row names, by field, each once; of several columns for one the first that is filled counts."""
    found: dict[str, list[Named]] = {}
    for column, path in plan.mapping.items():
        name, _, by = path.partition(".")
        field = plan.fields.get(name)
        text = unguarded(cells.get(column, "").strip())
        if not field or field.kind not in REFERENCES or name == identities.ID or not text:
            continue
        many = FIELD_TYPES[field.kind].many
        if many or name not in found:
            texts = [str(part) for part in split_cell(text)] if many else [text]
            found.setdefault(name, []).extend(Named(field, by, each[:500]) for each in texts)
    return {name: list(dict.fromkeys(each)) for name, each in found.items()}


def resolve(crm: Crm, plan: Plan, starter: Actor, rows: Iterable[Mapping[str, str]], *, make: bool = True) -> Links:
    """Every reference of these rows, in a few calls however many there are. `make`: create what is missing, where the
    import asks for it."""
    asked = list(dict.fromkeys(named for cells in rows for named in names(plan, cells)))
    links = Links({}, {}, {})
    own = [named for named in asked if _configured(crm, named)]
    for named in own:
        _settle(links, named, _configuration_ids(crm, starter, named), "")
    rest = [named for named in asked if named not in set(own)]
    readings = {named: _readings(crm, plan, starter, named) for named in rest}
    found = finding.find(crm, (wanted for each in readings.values() for wanted in each))
    made = {named: making.id_of(crm, plan, named.to, named.text) for named in rest
            if making.possible(crm, plan, named.to)}
    links.records = finding.read(crm, {id for ids in found.values() for id in ids} | set(made.values()))
    for named in rest:
        ids = _matching(crm, starter, links.records, readings[named], found)
        if not ids and made.get(named) in links.records:
            ids = (made[named],)
        _settle(links, named, ids, _hint(crm, plan, named))
    _make(crm, plan, starter, links, made, really=make)
    return links


def _make(crm: Crm, plan: Plan, starter: Actor, links: Links, made: Mapping[Named, str], *, really: bool) -> None:
    """Create once what no record has as name yet, the first spelling counts; a preview only tells that it would."""
    lacking = {named: id for named, id in made.items() if links.wrong.get(named, _NOTHING).code == "not_found"
               and named.by in ("", "name", "domain") and "@" not in named.text}
    first = {id: (named.to, named.text) for named, id in reversed(lacking.items())}
    done = making.make(crm, plan, starter, first) if really else {}
    for named, id in lacking.items():
        outcome = done.get(id, {})
        if isinstance(outcome, FieldError):
            links.wrong[named] = FieldError(named.field.name, outcome.code, outcome.message)
        else:
            del links.wrong[named]
            links.ids[named] = outcome["id"] if really else id
            links.records |= {outcome["id"]: outcome} if really else {}
            links.unmade |= {} if really else {id: named.text}


_NOTHING = FieldError("", "", "")


def _settle(links: Links, named: Named, ids: tuple[str, ...], hint: str) -> None:
    text, field = named.text[:80], named.field
    if len(ids) == 1:
        links.ids[named] = ids[0]
    elif ids:
        message = f"{len(ids)} records are meant by “{text}”; name one by its id"
        links.wrong[named] = FieldError(field.name, "ambiguous", message)
    else:
        what = (named.to or "record").replace("_", " ")
        message = f"There is no {what} “{text}”{hint}"
        links.wrong[named] = FieldError(field.name, "not_found", message)


def _configured(crm: Crm, named: Named) -> bool:
    return bool(named.to and crm.registry.known(named.to) and crm.registry.named(named.to).configuration)


def _configuration_ids(crm: Crm, starter: Actor, named: Named) -> tuple[str, ...]:
    """Users, teams and the like, which every process knows: by id, email or full name, as far as the starter sees
    them; only who is active."""
    type = crm.registry.named(named.to)
    text = named.text.strip()
    found = []
    for record in (field_rules.visible(starter, type, each) for each in crm.configuration.all(named.to)):
        ways = {"id": record["id"] == text, "email": str(record.get("email") or "").lower() == text.lower(),
                "name": identities.same_name(type.title(record), text)}
        if record.get("active", True) and (ways.get(named.by, False) if named.by else any(ways.values())):
            found.append(record["id"])
    return tuple(found)


def _readings(crm: Crm, plan: Plan, starter: Actor, named: Named) -> list[Wanted]:
    """What a cell may mean, likeliest first; nothing is found by what is hidden from who started the import."""
    types: list[ObjectType]
    if named.to:
        types = [crm.registry.named(named.to)] if crm.registry.known(named.to) else []
    else:
        about = crm.registry.of(named.text)
        types = [about] if about else [type for type in crm.registry if not type.configuration
                                       and "email" in identities.kinds(type)]
    return [Wanted(type.name, kind, value) for type in types
            for kind, value in identities.in_cell(type, named.by, named.text, plan.region)
            if permissions.hidden_fields(starter, type).isdisjoint(kind.fields)]


def _matching(crm: Crm, starter: Actor, records: Mapping[str, Record], readings: list[Wanted],
              found: Mapping[Wanted, tuple[str, ...]]) -> tuple[str, ...]:
    """The records that the likeliest reading which finds any finds, as far as the starter may read them."""
    for wanted in readings:
        type = crm.registry.named(wanted.type)
        ids = tuple(id for id in found[wanted] if id in records and records[id]["type"] == type.name
                    and permissions.may(starter, type, "read", records[id]))
        if ids:
            return ids
    return ()


def _hint(crm: Crm, plan: Plan, named: Named) -> str:
    if not named.to:
        return "; name it by its id or email"
    if "name" in identities.kinds(crm.registry.named(named.to)) and not plan.create_missing:
        return "; create it first, or let the import create unknown ones (create_missing)"
    return ""
