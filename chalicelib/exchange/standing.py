"""The records that stand already and that rows are about: all looked up in a few calls, before any row is drafted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chalicelib.exchange import finding, identities
from chalicelib.exchange.finding import Wanted
from chalicelib.exchange.formats import Row
from chalicelib.exchange.rows import Plan
from chalicelib.records import permissions
from chalicelib.records.permissions import Actor

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]


@dataclass(frozen=True)
class Standing:
    """What the rows of an import look for, by their numbers, and what was found."""

    plan: Plan
    starter: Actor
    wanted: Mapping[int, list[Wanted]]
    own: Mapping[int, str]  # the id of the record that a row makes
    found: dict[Wanted, tuple[str, ...]]
    records: dict[str, Record]

    @classmethod
    def of(cls, crm: Crm, plan: Plan, starter: Actor, whole: Iterable[tuple[Row, Record]]) -> Standing:
        """What these rows with their values look for."""
        wanted = {row.number: [Wanted(plan.type.name, kind, value)
                               for kind, value in identities.values(plan.type, plan.kinds, values)]
                  for row, values in whole}
        found = finding.find(crm, (each for keys in wanted.values() for each in keys))
        own = {number: record_id(crm, plan, number, asked) for number, asked in wanted.items()}
        records = finding.read(crm, {id for ids in found.values() for id in ids} | set(own.values()))
        return cls(plan, starter, wanted, own, found, records)

    def about(self, number: int) -> list[Record]:
        """The records that a row is about. Of one that the starter may not read no more is told than that it holds an
        address: by its name or id it is not found."""
        wanted, own = self.wanted[number], self.own[number]
        ids = {id for each in wanted for id in (*self.found[each], own) if id in self.records}
        sure = {own, *(id for each in wanted if each.kind.strict and each.kind.name != identities.ID
                       for id in self.found[each])}
        return [self.records[id] for id in sorted(ids) if self.records[id]["type"] == self.plan.type.name and (
            id in sure or permissions.may(self.starter, self.plan.type, "read", self.records[id]))]

    def remember(self, id: str, record: Record) -> None:
        """What a row would write, for the rows below it; nothing is written."""
        self.records[id] = record
        said = set(identities.values(self.plan.type, self.plan.kinds, record))
        for each, ids in self.found.items():
            if (each.kind, each.value) in said and id not in ids:
                self.found[each] = (*ids, id)


def record_id(crm: Crm, plan: Plan, number: int, wanted: Sequence[Wanted] = ()) -> str:
    """The id of the record that a row makes. Where it is found by what records may share (a domain, a name), rows that
    say the same make the same one, as such look-ups are derived and may be a moment behind."""
    shared = next((each for each in wanted if not each.kind.strict), None)
    key = f"{plan.id}#{shared.kind.name}#{shared.value.casefold()}" if shared else f"{plan.id}#{number}"
    return crm.ids.derived(plan.type.prefix, key, plan.at)
