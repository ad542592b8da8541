"""What derived rows depend on besides their record, compiled from how the company is set up.

The `definitions` are plain JSON in the engine's configuration row, so every worker of one generation derives by the
same ones. They say only what changes derived rows: a label or a help text starts no rebuild.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chalicelib.records import needed, roll_ups
from chalicelib.records.custom_fields import as_field, in_use
from chalicelib.records.lists import kept_views
from chalicelib.records.lists.kept_views import KeptView
from chalicelib.records.objects import ObjectType
from chalicelib.records.registry import Registry
from chalicelib.records.reports import kept as kept_reports
from chalicelib.records.reports.kept import KeptReport
from chalicelib.records.roll_ups import RollUp

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Definitions = dict[str, Any]
GENERATIONS = ("views", "reports")  # these rows carry the generation of their definition in their key


@dataclass(frozen=True)
class Compiled:
    """The definitions of one generation, ready for use."""

    registry: Registry
    audiences: Mapping[str, list[str]]
    guarded: Mapping[str, frozenset[str]]
    general: Mapping[str, tuple[str, ...]]
    views: Mapping[str, tuple[KeptView, ...]]
    reports: Mapping[str, tuple[KeptReport, ...]]
    roll_ups: Mapping[str, tuple[RollUp, ...]]

    def seen_by_all(self, type: ObjectType, record: Mapping[str, Any]) -> dict[str, Any]:
        """The record without the fields that some role may not read, or in general words what they hold of others:
        what titles, events and other pages may show."""
        hidden = self.guarded.get(type.name, frozenset())
        seen = {name: value for name, value in record.items() if name not in hidden} if hidden else dict(record)
        return {**seen, **type.in_general(record, self.general.get(type.name, ()))}


def defined(crm: Crm) -> Definitions:
    """What the company's configuration asks of derived rows now; views and reports still without a generation."""
    registry, configuration = crm.registry, crm.configuration
    roles = configuration.all("role")
    views = kept_views.definitions(configuration.all("view"), registry)
    audiences = needed.audiences(roles, registry)
    reports = kept_reports.definitions(configuration.all("report"), registry, audiences)
    sums = roll_ups.definitions(registry)
    found = {
        "audiences": audiences,
        "guarded": needed.guarded(roles, registry), "general": needed.general(roles, registry),
        "fields": in_use(configuration.all("field"), registry, [*views, *reports, *sums]),
        "views": views, "reports": reports, "roll_ups": sums,
    }
    return {name: part for name, part in found.items() if part}


def compiled(registry: Registry, definitions: Mapping[str, Any]) -> Compiled:
    """The definitions as an engine row holds them."""
    fields = {name: tuple(as_field(each) for each in rows) for name, rows in (definitions.get("fields") or {}).items()}
    known = registry.with_fields(lambda: fields)
    return Compiled(
        known, definitions.get("audiences") or {},
        {name: frozenset(hidden) for name, hidden in (definitions.get("guarded") or {}).items()},
        {name: tuple(names) for name, names in (definitions.get("general") or {}).items()},
        _by_type(known, definitions.get("views"), kept_views.compiled),
        _by_type(known, definitions.get("reports"), kept_reports.compiled),
        _by_type(known, definitions.get("roll_ups"), roll_ups.compiled))


def current(crm: Crm, reload: bool = False) -> Compiled:
    """The compiled definitions of the newest generation that this process knows."""
    engine = crm.configuration.engine(reload)
    return crm.configuration.made("compiled", lambda: compiled(crm.registry, engine.definitions))


def _by_type(registry: Registry, rows: Iterable[Mapping[str, Any]] | None, compile: Any) -> dict[str, tuple[Any, ...]]:
    found: dict[str, list[Any]] = {}
    for row in rows or ():
        if registry.known(row["type"]):
            found.setdefault(row["type"], []).append(compile(row, registry.named(row["type"])))
    return {name: tuple(each) for name, each in found.items()}
