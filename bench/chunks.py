"""Records in chunks: made by the same `Work` and derived by the same engine as in production, then stored at once.

A chunk depends on its number alone, so one that was interrupted is simply made again. Reactions (look-alikes, mails)
are not run.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from bench.people import Family, families, note
from bench.sheet import Sheet
from chalicelib import instants
from chalicelib.crm import Crm
from chalicelib.ids import Ids
from chalicelib.records import changes, payloads
from chalicelib.records.permissions import system
from chalicelib.records.work import Work
from chalicelib.store import keys
from chalicelib.store.change import Change

PEOPLE = 250
BEGINNING, DAYS = "2024-01-01T00:00:00.000Z", 900
REMINDED = "2035-01-01T09:00:00.000Z"  # after any tick that is measured


@dataclass
class Moment:
    """A clock that stands where it is put."""

    at: str

    def now(self) -> str:
        """That instant."""
        return self.at

    def shift(self) -> float:
        """Not ahead of anything."""
        return 0.0


class Chunk:
    """The people with these numbers and all that belongs to them."""

    def __init__(self, crm: Crm, number: int, size: int, company: dict[str, Any], sheet: Any = None) -> None:
        self.sheet: Any = sheet or Sheet()
        self.random, self._size = Random(f"kith {number}"), size
        self.clock, self._now = Moment(BEGINNING), company["now"]
        stand_ins: dict[str, Any] = {"table": self.sheet, "clock": self.clock}
        self.crm = replace(crm, **stand_ins, ids=Ids(self.random.randbytes))
        self._reps, self._made = company["reps"], list[str]()
        self.first, self.count = number * PEOPLE, min(PEOPLE, size - number * PEOPLE)
        self.samples: list[dict[str, Any]] = []

    def make(self, alone: bool = False) -> None:
        """Write and derive every record; `alone`: people only, without company and history."""
        number = self.first
        for family in families(self.random, self.first, self.count):
            self._family(family, number, alone)
            number += len(family.people)
        self._derive()

    def _family(self, family: Family, number: int, alone: bool) -> None:
        owner = self._reps[int(len(self._reps) * self.random.random() ** 2)]
        firm = self._create("company", family.company, owner, number) if family.company and not alone else None
        for place, person in enumerate(family.people):
            values = {**person, "company_id": firm} if firm else person
            id = self._create("contact", values, owner, number + place)
            if not alone:
                self._history(id, owner, number + place, family.notes[place], family.tasks[place])
            self._sample(id, person, family.notes[place], family.tasks[place])

    def _history(self, id: str, owner: str, number: int, notes: int, tasks: int) -> None:
        for _note in range(notes):
            self._create("note", {"body": note(self.random), "related": [id]}, owner, number)
        for task in range(tasks):
            wanted = {"reminders": [{"at": REMINDED}]} if task == 0 else {"status": "done"}
            self._create("task", {"subject": "Send the offer", "related": [id], "assignee_id": owner, **wanted},
                         owner, number)

    def _create(self, name: str, payload: dict[str, Any], owner: str, number: int) -> str:
        self.clock.at = instants.plus(BEGINNING, minutes=number / self._size * DAYS * 24 * 60)
        work = Work(self.crm, system("bench"))
        values = payloads.read(self.crm, self.crm.registry.named(name), payload)
        record = work.create(name, {**values, "owner_id": owner})
        work.commit()
        self._made.append(record["id"])
        return str(record["id"])

    def _derive(self) -> None:
        """What the stream would lead to, a few records at a time."""
        self.clock.at = self._now
        for part in _parts(self._made, 20):
            found = [(id, self.sheet.get(keys.record(id), consistent=True)) for id in part]
            failed = changes.engine(self.crm).handle(
                [Change(id, None, record, record["created_at"]) for id, record in found if record])
            if failed:
                raise RuntimeError(f"not derived: {failed[0].id}")

    def _sample(self, id: str, person: dict[str, Any], notes: int, tasks: int) -> None:
        if 3 <= notes + tasks <= 12 or not self.samples:
            self.samples.append({"id": id, "first_name": person["first_name"], "last_name": person["last_name"],
                                 "phone": person["phones"][0]["value"]})


def numbers(size: int) -> range:
    """The chunks of a company with so many people."""
    return range(-(-size // PEOPLE))


def _parts(ids: list[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(ids), size):
        yield ids[start:start + size]
