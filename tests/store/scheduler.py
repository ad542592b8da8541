"""A seeded world that goes wrong: workers that interleave at every call, die, repeat, lose and come late."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from chalicelib.errors import Refused, Unavailable
from chalicelib.store import keys
from chalicelib.store.change import Change
from chalicelib.store.derive import Engine, Rules, Unsettled
from chalicelib.store.table import Delete, Item, Put
from tests.store.company import NEW_RULES, NOW, OLD_RULES, audit, change, derive, record
from tests.store.memory import expect

IDS = ("lea_a", "lea_b")
WRITES = 8
STORM = 2000  # steps; then nothing goes wrong any more and all must come to rest
STEPS = 6000


@dataclass(frozen=True)
class Faults:
    """What may go wrong in a run."""

    workers: int = 1
    duplicates: bool = False
    reorder: bool = False
    loss: bool = False
    crash: bool = False
    big: bool = False
    purge: bool = False
    rising: bool = False  # a recreated record goes on counting its revisions
    rules: bool = False
    conflicts: bool = False
    outages: bool = False


class Weather:
    """The table as a worker sees it on a bad day: conflicts, and outages before or after the work was done."""

    def __init__(self, table: Any, faults: Faults, random: Random) -> None:
        self.table, self.faults, self.random = table, faults, random
        self.storm = True

    def get(self, key: keys.Key, *, consistent: bool = False) -> Item | None:
        self.outage()
        return self.table.get(key, consistent=consistent)

    def transact(self, writes: Any, token: str = "") -> None:
        if self.faults.conflicts and self.storm and self.random.random() < 0.3:
            raise Refused(("TransactionConflict",) * len(writes))
        self.outage()
        try:
            self.table.transact(writes, token)
        except Exception as error:
            expect(isinstance(error, Refused), f"{error!r} for {writes!r}")
            raise
        self.outage()

    def outage(self) -> None:
        if self.faults.outages and self.storm and self.random.random() < 0.05:
            raise Unavailable()


@dataclass
class Worker:
    """Somebody half way through a batch, a rebuild or one record."""

    steps: Generator[float, None, list[Change] | None]
    rules: Rules
    changes: list[Change] = field(default_factory=list)
    id: str = ""


class World:
    """Two records, eight writes, and whatever the faults make of their delivery."""

    def __init__(self, seed: int, faults: Faults, table: Any, engine: type[Engine] = Engine) -> None:
        self.random, self.faults, self.table, self.engine = Random(seed), faults, table, engine
        self.weather = Weather(table, faults, self.random)
        self.records: dict[str, Item] = {}
        self.revisions: dict[str, int] = {}
        self.written, self.pending, self.lost = list[Change](), list[Change](), list[Change]()
        self.unsettled, self.workers = list[str](), list[Worker]()
        self.rules, self.old_rules_live, self.rebuilt = OLD_RULES, False, False
        self.rules_change_at = self.random.randrange(2, WRITES) if faults.rules else -1

    def run(self) -> None:
        """Until all is written, delivered and worked off."""
        for step in range(STEPS):
            self.weather.storm = step < STORM
            if self.chance(0.3) and len(self.written) < WRITES:
                self.write()
            self.expire_old_rules()
            self.deliver()
            self.step()
            if self.at_rest():
                return
        raise AssertionError("the workers never come to rest")

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def strikes(self, probability: float) -> bool:
        return self.weather.storm and self.chance(probability)

    # -- writers

    def write(self) -> None:
        id = self.random.choice(IDS)
        before = self.records.get(id)
        after = self.created(id) if before is None else self.changed(before)
        if after is None:
            del self.records[id]
            self.table.write(Delete(keys.record(id)))
        else:
            self.records[id], self.revisions[id] = after, after["revision"]
            self.table.write(Put(after))
        self.written.append(change(before, after))
        self.pending.append(self.written[-1])
        if len(self.written) == self.rules_change_at:
            self.rules, self.old_rules_live = NEW_RULES, True

    def created(self, id: str) -> Item:
        revision = self.revisions.get(id, 0) + 1 if self.faults.rising else 1
        return record(id, revision, **{name: self.value(name) for name in ("name", "amount", "stage", "big")})

    def changed(self, before: Item) -> Item | None:
        if self.faults.purge and before.get("deleted_at") and self.chance(0.6):
            return None
        after = {**before, "revision": before["revision"] + 1}
        name = self.random.choice(("name", "amount", "stage", "note", "big", "deleted_at"))
        if name == "deleted_at" and before.get(name):
            return {field: value for field, value in after.items() if field != name}
        return {**after, name: self.value(name)}

    def value(self, name: str) -> Any:
        choices: dict[str, Callable[[], Any]] = {
            "name": lambda: self.random.choice(("jo", "jo li", "li")), "amount": lambda: self.random.randrange(10),
            "stage": lambda: self.random.choice("xy"), "note": lambda: self.random.choice(("1", "2", "3")),
            "big": lambda: self.faults.big and self.chance(0.5), "deleted_at": lambda: NOW,
        }
        return choices[name]()

    # -- deliveries

    def deliver(self) -> None:
        if self.unsettled and self.chance(0.3):
            self.start_settling(self.unsettled.pop())
        if not self.pending or self.busy() >= self.faults.workers or not self.chance(0.6):
            return
        if self.faults.reorder and self.chance(0.4):
            self.random.shuffle(self.pending)
        size = self.random.randrange(1, 4)
        batch, self.pending = self.pending[:size], self.pending[size:]
        if self.faults.loss and self.strikes(0.3):
            self.lost += batch
            return
        self.start_handling(batch)
        if self.faults.duplicates and self.strikes(0.4):
            self.pending = batch + self.pending  # the next batch is cut anew

    def busy(self) -> int:
        return sum(bool(worker.changes) for worker in self.workers)

    def start_handling(self, batch: list[Change]) -> None:
        rules = OLD_RULES if self.old_rules_live and self.chance(0.5) else self.rules
        self.workers.append(Worker(self.made(rules).handle_steps(batch), rules, changes=batch))

    def start_settling(self, id: str) -> None:
        self.workers.append(Worker(self.made(self.rules).settle_steps(id), self.rules, id=id))

    def made(self, rules: Rules) -> Engine:
        """An engine with a configuration cache of its own."""
        held = [rules]

        def current(reload: bool) -> Rules:
            held[:] = [self.rules] if reload else held
            return held[0]
        return self.engine(self.weather, derive, current, version=1,
                           now=lambda: NOW, token=lambda: f"{self.random.getrandbits(64):x}", audit=audit, limit=10)

    # -- workers

    def step(self) -> None:
        if not self.workers:
            return
        worker = self.random.choice(self.workers)
        if self.faults.crash and self.strikes(0.08):
            self.stop(worker)
            self.redeliver(worker)
            return
        try:
            next(worker.steps)
        except StopIteration as end:
            self.stop(worker)
            self.lost += end.value or []
            self.unsettled += [change.id for change in end.value or []]
        except (Unavailable, Unsettled):
            self.stop(worker)
            self.redeliver(worker)

    def stop(self, worker: Worker) -> None:
        worker.steps.close()
        self.workers.remove(worker)

    def redeliver(self, worker: Worker) -> None:
        self.pending = worker.changes + self.pending
        self.unsettled += [worker.id] if worker.id else []

    # -- a change of rules

    def expire_old_rules(self) -> None:
        """The grace: a rebuild waits until nobody can hold the old rules."""
        if self.chance(0.1):
            self.old_rules_live = False
        held = self.old_rules_live or any(worker.rules is not self.rules for worker in self.workers)
        if self.rules is NEW_RULES and not self.rebuilt and not held:
            self.rebuilt = True
            self.unsettled += list(self.records)

    def at_rest(self) -> bool:
        if len(self.written) < WRITES or self.pending or self.workers or self.unsettled:
            return False
        if self.lost:
            self.pending, self.lost = self.lost, []
            return False
        return self.rebuilt or self.rules is OLD_RULES
