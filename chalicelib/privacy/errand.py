"""An erasure under way: whom it is about, what it looks for, what it has done; kept apart, gone when it ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from chalicelib import instants
from chalicelib.privacy import needles
from chalicelib.privacy.needles import Needles
from chalicelib.records.permissions import Actor
from chalicelib.store import keys
from chalicelib.store.table import Put

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
KEPT_DAYS = 30  # should an erasure never end, what it looks for goes by itself


@dataclass(frozen=True)
class Errand:
    """One erasure, as one step of its job sees it."""

    crm: Crm
    id: str
    actor: Actor

    @cached_property
    def notes(self) -> Record:
        """`{needles, people, also}` as they were written down; empty before that."""
        return self.crm.table.get(keys.erasing(self.id, "needles"), consistent=True) or {}

    @property
    def needles(self) -> Needles:
        """What tells that a text is about the person."""
        return needles.read(self.notes.get("needles") or {})

    @property
    def people(self) -> list[str]:
        """The records that are the person."""
        return list(self.notes.get("people") or ())

    @property
    def gone(self) -> frozenset[str]:
        """Their ids."""
        return frozenset(self.people)

    def note(self, found: Needles, people: list[str], also: list[str]) -> None:
        """Write down whom and what to look for."""
        pk, sk = keys.erasing(self.id, "needles")
        item = {"pk": pk, "sk": sk, "needles": found.stored(), "people": people, "also": also, "ttl": self._ttl()}
        self.crm.table.write(Put(item))
        self.__dict__["notes"] = item

    def done(self, what: str, id: str, kind: str) -> None:
        """`what` is `id` (emptied), `near` or `text` (cleaned), `file` or `left`; once however often it is done."""
        pk, sk = keys.erasing(self.id, f"{what}#{id}")
        self.crm.table.write(Put({"pk": pk, "sk": sk, "id": id, "kind": kind, "ttl": self._ttl()}))

    def page(self, what: str, after: str = "", limit: int = 25) -> tuple[list[Record], str]:
        """What was done, one page; and where the next begins."""
        page = self.crm.table.query(keys.erasing(self.id, "")[0], begins=f"{what}#", after=after, limit=limit,
                                    consistent=True)
        return page.items, page.last

    def all(self, what: str) -> Iterator[Record]:
        """Everything of one kind that was done."""
        after = ""
        while True:
            rows, after = self.page(what, after, 500)
            yield from rows
            if not after:
                return

    def counts(self) -> dict[str, Any]:
        """How much went, by kind: `erased`, `cleaned` (by type) and `files`."""
        erased = Counter(row["kind"] for row in self.all("id"))
        cleaned = Counter(row["kind"] for what in ("near", "text") for row in self.all(what))
        return {"erased": dict(erased), "cleaned": dict(cleaned), "files": sum(1 for _row in self.all("file"))}

    def forget(self) -> None:
        """The errand is over."""
        for what in ("id", "near", "text", "file", "left"):
            self.crm.table.delete_many([(row["pk"], row["sk"]) for row in self.all(what)])
        self.crm.table.delete_many([keys.erasing(self.id, "needles")])

    def _ttl(self) -> int:
        return instants.epoch(instants.plus(self.crm.clock.now(), days=KEPT_DAYS))
