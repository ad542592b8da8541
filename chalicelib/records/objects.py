"""Object types: what a record of each kind is, declared once; API, schema, permissions, search and docs follow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from chalicelib.errors import FieldError, NotFound
from chalicelib.records.fields import SYSTEM_FIELDS, Field

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.records.matching.matching import Matching
    from chalicelib.records.permissions import Actor
    from chalicelib.records.work import Work

Record = dict[str, Any]

COMMON_FIELDS: tuple[Field, ...] = (
    Field("owner_id", "user", label="Owner"),
    Field("team_id", "reference", label="Team", to="team"),
    Field("tags", "tags"),
)


def everybody(_actor: Actor, _record: Mapping[str, Any]) -> bool:
    """Of most types the grants alone say who sees a record."""
    return True


@dataclass(frozen=True)
class Identity:
    """A value that tells who this is: claimed by its record (`strict`) or only looked up (shared by right)."""

    kind: str
    value: str
    strict: bool = True


@dataclass(frozen=True)
class Event:
    """One line of a timeline, a pure function of a record: when, what, around whom."""

    at: str
    kind: str
    title: str
    about: tuple[str, ...]
    summary: str = ""
    actor: str = ""
    key: str = ""


@dataclass(frozen=True)
class Due:
    """Something that this record wants to happen at an instant; `kind` is unique within the record."""

    kind: str
    at: str


@dataclass(frozen=True)
class Action:
    """A verb of a type: `POST /v1/{objects}/{id}/{name}`, or without an id where `on_collection`."""

    name: str
    run: Callable[[Crm, Actor, Record, Mapping[str, Any], Work], Any]
    fields: tuple[Field, ...] = ()
    permission: str = "update"
    on_collection: bool = False
    flags: tuple[str, ...] = ()
    answer: Callable[[Record], Any] | None = None
    help: str = ""
    wrong: Callable[[Crm, Record, Mapping[str, Any]], Iterable[FieldError]] | None = None  # in values that can be read


@dataclass(frozen=True)
class Reaction:
    """What a domain does, in a queue of its own, after a record changed; must bear repetition.

    It is not run for a record that is deleted by then, unless `of_deleted`. Where it looks at other records, `beside`
    names one that is read in the same call; `run` then gets that too, or None where it is not there.
    """

    name: str
    when: Callable[[Record | None, Record | None], bool]
    run: Callable[[Crm, Record], None] | Callable[[Crm, Record, *tuple[Record | None, ...]], None]
    of_deleted: bool = False
    beside: Callable[[Record], str] | None = None


Prepare = Callable[["Crm", "Actor", "Record | None", Record], None]


def nothing(_record: Record) -> Iterable[Any]:
    """For types without events, timers or identities."""
    return ()


@dataclass(frozen=True)
class ObjectType:
    """A declaration. The callables are pure functions of one record, but for `prepare`, actions, timers, reactions."""

    name: str
    plural: str
    prefix: str
    label: str
    label_plural: str
    fields: tuple[Field, ...]
    title: Callable[[Record], str]
    subtitle: Callable[[Record], str] = lambda _record: ""
    group: str = ""
    parent: str = ""
    sorts: tuple[str, ...] = ("created_at",)
    order: str = "created_at"
    permission: str = ""
    configuration: bool = False
    timeline: bool = True
    creatable: bool = True
    editable: bool = True
    searchable: bool = True
    personal: bool = False
    routed: bool = False
    owner_field: str = "owner_id"
    linked: tuple[str, ...] = ()
    important: tuple[str, ...] = ()  # without these a record is not complete
    aliases: Mapping[str, str] = field(default_factory=dict)
    once_shown: tuple[str, ...] = ()  # told in the answer to a create, kept nowhere; `prepare` leaves them with a `_`
    matching: Matching | None = None
    belongs: tuple[str, ...] = ()  # fields that say whose it is: where all that one names is gone, so is this
    erased: tuple[str, ...] = ()  # fields in which others may be named, cleaned of somebody who is erased
    before_purge: Callable[[Crm, Record], bool] | None = None  # what goes first; whether it has gone
    in_order: bool = False  # each write waits for the one before: a batch of them goes one by one
    people_only: bool = False  # told to people, never to a key that acts for one
    made_of: str = ""  # the objects (plural) whose fields its rows tell again: told to nobody from whom one is hidden
    visible: Callable[[Actor, Mapping[str, Any]], bool] = everybody
    gate: Callable[[Actor, ObjectType, str, Mapping[str, Any]], bool] | None = None  # decides instead of the grants
    computed: Callable[[Crm, Actor, Record], Mapping[str, Any]] | None = None  # told a reader beside what is stored
    prepare: Prepare | None = None
    identities: Callable[[Record], Iterable[Identity]] = nothing
    events: Callable[[Record], Iterable[Event]] = nothing
    due: Callable[[Record], Iterable[Due]] = nothing
    until: Callable[[Record, str], str | None] = lambda _record, _now: None
    roll_ups: Callable[[Record], Mapping[str, Mapping[str, int]]] = lambda _record: {}
    actions: tuple[Action, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    timers: Mapping[str, Callable[[Crm, Work, Record, Due], None]] = field(default_factory=dict)
    help: str = ""

    @cached_property
    def own_fields(self) -> dict[str, Field]:
        """What a client may name in a payload."""
        return {each.name: each for each in (*self.fields, *COMMON_FIELDS)}

    @cached_property
    def all_fields(self) -> dict[str, Field]:
        """Everything that a record of this type may show."""
        shown = {name: each for name, each in SYSTEM_FIELDS.items() if name != "revision"}
        return {**shown, **self.own_fields}

    @cached_property
    def snapshots(self) -> dict[str, tuple[str, ...]]:
        """Which fields of a referenced record are kept on this one, by the name of the reference."""
        return {each.name: each.snapshot for each in self.fields if each.snapshot}

    @cached_property
    def repeats_of(self) -> dict[str, tuple[str, ...]]:
        """Which fields tell again what other objects (plural) hold."""
        return {each.name: each.repeats_of for each in self.fields if each.repeats_of}

    @cached_property
    def rolled_up(self) -> tuple[Field, ...]:
        """Fields whose value is counted over other records, in this record's cells."""
        return tuple(each for each in self.fields if each.roll_up)

    def in_general(self, record: Mapping[str, Any], names: Iterable[str]) -> Record:
        """What these fields of a record hold, in general words; one that has none is left out."""
        ways = {name: self.all_fields[name].general for name in names if record.get(name) is not None}
        return {name: way(record[name]) for name, way in ways.items() if way}

    @property
    def governed_by(self) -> str:
        """The object whose grants decide: submissions and decisions are read as leads are."""
        return self.permission or self.plural

    @property
    def kept_by_people(self) -> bool:
        """Whether people make and change such records in daily work: then they are imported and take added fields."""
        return self.creatable and self.editable and not self.configuration

    def action(self, name: str) -> Action:
        """The declared action; NotFound where there is none."""
        for each in self.actions:
            if each.name == name:
                return each
        raise NotFound(f"{self.label_plural} have no action `{name}`")
