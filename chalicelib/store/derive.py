"""The derivation engine: keeps the table equal to what the derivations say, whatever comes twice, late, or never.

The steps are generators that yield before each call to the table: the seconds to wait, mostly 0. Production runs
them at once; the tests interleave, kill and repeat them there. Do not change an order or a condition here without
`tests/store/test_faults.py`.
"""

from __future__ import annotations

import logging
import time
import zlib
from collections.abc import Callable, Generator, Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from chalicelib.errors import Refused
from chalicelib.store import guard as guards
from chalicelib.store import keys
from chalicelib.store.change import Change
from chalicelib.store.derived import EMPTY, Derived, Rules, Standing
from chalicelib.store.guard import Guard
from chalicelib.store.history import History, Told
from chalicelib.store.operations import apply, diff, parts
from chalicelib.store.packing import Plan, fits, in_order, pack_writes, packs
from chalicelib.store.table import MAX_ACTIONS, Item, Table

__all__ = ["EMPTY", "Derived", "Engine", "Rules", "Standing", "Unsettled", "WrongVersion"]

TRIES = 8
PACK_TRIES = 3
LONGEST_WAIT = 1.0

Result = TypeVar("Result")
Steps = Generator[float, None, Result]
logger = logging.getLogger(__name__)


class WrongVersion(Exception):
    """The company's data is derived by another version of the code: a deploy is under way, try again."""


class Unsettled(Exception):
    """Others kept changing the record or its counts: try again later."""


class Engine:
    """Brings derived rows and counts up to date.

    `derive(record, now, config)` is pure; it also sees soft-deleted records and decides for them. `rules(reload)`
    gives the rules, which may be cached unless `reload`; their generation never goes back. `token()` gives random
    text, `audit(change)` the history item of a change, or None where there is nothing to tell.
    """

    def __init__(self, table: Table, derive: Callable[[Item, str, Any], Derived], rules: Callable[[bool], Rules], *,
                 version: int, now: Callable[[], str], token: Callable[[], str],
                 audit: Callable[[Change], Item | None], limit: int = MAX_ACTIONS,
                 sleep: Callable[[float], None] = time.sleep) -> None:
        self.table, self.version, self.limit = table, version, limit
        self._derive, self._rules, self._now, self._token, self._sleep = derive, rules, now, token, sleep
        self._history = History(table, audit, limit, self._wait)

    def handle(self, changes: Sequence[Change]) -> list[Change]:
        """Bring everything up to date that these changes touch; the changes that could not be handled remain.

        In any order, any number of times. WrongVersion before anything is written.
        """
        return self._run(self.handle_steps(changes))

    def settle(self, id: str) -> None:
        """Bring one record's rows and counts up to date, by its id alone. Unsettled after 8 tries."""
        self._run(self.settle_steps(id))

    def handle_steps(self, changes: Sequence[Change]) -> Steps[list[Change]]:
        """`handle`, a call at a time."""
        rules = self._current()
        plans, left = self._planned(changes, rules)
        together, untold = packs(plans, self.limit), set[Told]()
        if not (yield from self._at_once_steps(changes, together)):
            untold = yield from self._history.write_steps(changes)
            for pack in together:
                left += yield from self._pack_steps(pack)
        failed = yield from self._settle_all_steps(left)
        return [change for change in changes if change.id in failed or (change.id, change.revision) in untold]

    def settle_steps(self, id: str) -> Steps[None]:
        """`settle`, a call at a time: the guard first and then the truth, so that one compare-and-set suffices."""
        rules = self._current()
        for attempt in range(TRIES):
            yield self._wait(attempt)
            guard = guards.read(id, self.table.get(keys.guard(id), consistent=True))
            yield 0.0
            record = self.table.get(keys.record(id), consistent=True)
            rules = self._current(reload=True) if guard.generation > rules.generation else rules
            if guard.generation > rules.generation:
                continue
            try:
                yield from self._advance_steps(guard, record, rules)
                return
            except Refused:
                continue
        raise Unsettled(id)

    def _advance_steps(self, guard: Guard, record: Item | None, rules: Rules) -> Steps[None]:
        """From what stands to what should, as many transactions as it takes; Refused where another was faster."""
        want = self._derive(record, self._now(), rules.config) if record else EMPTY
        revision = record["revision"] if record else guards.GONE
        have, operations = guard.standing, diff(guard.standing, want)
        if guard.rev and not operations and guard.generation == rules.generation and guard.revision >= revision:
            return
        *earlier, last = parts(operations, self.limit - 1)
        for part in earlier:
            have, rev = apply(have, part), self._token()
            yield 0.0
            self.table.transact(pack_writes([Plan(guard.id, guards.advance(guard, rev, have), part)]))
            guard = Guard(guard.id, rev)
        ttl = 0 if record else _seconds(self._now()) + guards.TOMBSTONE_SECONDS
        end = guards.finish(guard, self._token(), want.standing, revision, rules.generation, ttl)
        yield 0.0
        self.table.transact(pack_writes([Plan(guard.id, end, last)]))

    def _planned(self, changes: Sequence[Change], rules: Rules) -> tuple[list[Plan], list[str]]:
        """Plans for the records that need no read, and the ids of those that do."""
        plans, unclear = list[Plan](), list[str]()
        for id, group in _grouped(changes).items():
            try:
                plan = self._plan(id, group, rules)
            except Exception:  # an image that cannot be derived must not stop the others: the record decides
                logger.warning("no plan for %s", id, exc_info=True)
                plan = id
            if isinstance(plan, Plan):
                plans.append(plan)
            elif plan:
                unclear.append(plan)
        return plans, unclear

    def _plan(self, id: str, group: list[Change], rules: Rules) -> Plan | str | None:
        """A plan, the id where the record must be read, or None where nothing derived changes."""
        ordered = in_order(group)
        if not ordered:
            return id
        images = [(self._image(change.before, rules), self._image(change.after, rules)) for change in ordered]
        if all(old.standing == new.standing for old, new in images):
            return None  # every single one: there and back again may have been worked in half
        old, new = images[0][0].standing, images[-1][1]
        operations = diff(old, new)
        if len(parts(operations, self.limit - 1)) > 1:
            return id
        guard = guards.replace(id, self._token(), old, new.standing, ordered[-1].revision, rules)
        return Plan(id, guard, operations)

    def _image(self, record: Item | None, rules: Rules) -> Derived:
        return self._derive(record, self._now(), rules.config) if record else EMPTY

    def _at_once_steps(self, changes: Sequence[Change], together: list[list[Plan]]) -> Steps[bool]:
        """A small batch with its history in one transaction; False where that was not to be.

        Whatever stands in the way, a repeat or a fault, the longer way finds out and copes with.
        """
        told = self._history.puts(changes)
        if len(together) != 1 or not told or not fits(together[0], told, self.limit):
            return False
        yield 0.0
        try:
            self.table.transact([*pack_writes(together[0]), *told])
        except Exception:  # the longer way says of which record it is the fault
            return False
        return True

    def _pack_steps(self, pack: list[Plan]) -> Steps[list[str]]:
        """Write a pack; the ids that must be settled singly, for their guard or another's write stood in the way."""
        unclear = list[str]()
        for attempt in range(PACK_TRIES):
            yield self._wait(attempt)
            try:
                self.table.transact(pack_writes(pack))
                return unclear
            except Refused as refused:
                stale = _stale(pack, refused)
                unclear += stale
                pack = [plan for plan in pack if plan.id not in stale]
            except Exception:  # whatever it is, it is one record's fault and may not become the others'
                logger.warning("a pack of %d records failed", len(pack), exc_info=True)
                break
            if not pack:
                return unclear
        return unclear + [plan.id for plan in pack]

    def _settle_all_steps(self, ids: Iterable[str]) -> Steps[set[str]]:
        """Settle each; those that raised."""
        failed = set[str]()
        for id in ids:
            try:
                yield from self.settle_steps(id)
            except WrongVersion:
                raise
            except Exception:  # a poison record must not block the shard: its id goes to the settle queue
                logger.warning("%s is not settled", id, exc_info=True)
                failed.add(id)
        return failed

    def _current(self, *, reload: bool = False) -> Rules:
        rules = self._rules(reload)
        if rules.derive_version != self.version and not reload:
            rules = self._rules(True)
        if rules.derive_version != self.version:
            raise WrongVersion(f"derived by version {rules.derive_version}, this is {self.version}")
        return rules

    def _wait(self, attempt: int) -> float:
        """Full jitter, doubling from 40 ms (AWS Architecture Blog, Exponential Backoff and Jitter, 2015)."""
        if not attempt:
            return 0.0
        chance = zlib.crc32(self._token().encode()) / 2**32
        return chance * min(LONGEST_WAIT, 0.02 * 2.0**attempt)

    def _run(self, steps: Steps[Result]) -> Result:
        while True:
            try:
                pause = next(steps)
            except StopIteration as end:
                result: Result = end.value
                return result
            if pause:
                self._sleep(pause)


def _grouped(changes: Iterable[Change]) -> dict[str, list[Change]]:
    groups: dict[str, list[Change]] = {}
    for change in changes:
        groups.setdefault(change.id, []).append(change)
    return groups


def _stale(pack: list[Plan], refused: Refused) -> list[str]:
    """The ids of plans whose own guard did not hold; those of a mere conflict may try again."""
    reasons = zip(pack, refused.reasons, strict=False)
    return [plan.id for plan, reason in reasons if reason == "ConditionalCheckFailed"]


def _seconds(instant: str) -> int:
    return int(datetime.fromisoformat(instant).timestamp())
