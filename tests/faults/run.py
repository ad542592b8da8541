"""One seeded run: good weather, a storm over a day of business, good weather again, and the laws."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import pytest

from tests.faults import laws
from tests.faults.business import Business
from tests.faults.office import Office
from tests.installation import World

ACTIONS = 40
RATE = 0.08  # of all calls
HOURS = 3


@dataclass
class Outcome:
    """What a run did and what it broke."""

    seed: int
    broken: list[str]
    injected: Counter[str] = field(default_factory=Counter)
    work: Counter[str] = field(default_factory=Counter)
    log: list[str] = field(default_factory=list)

    @property
    def faults(self) -> int:
        """How many faults there were."""
        return sum(self.injected.values())


def run(world: World, admin: str, seed: int, *, actions: int = ACTIONS, rate: float = RATE, only: str = "") -> Outcome:
    """`world` is a restored company with an administrator; `only` names what is done there, where not everything is."""
    with pytest.MonkeyPatch.context() as patch:
        office = Office(world, admin, seed, patch, rate)
        try:
            return _weathered(office, seed, actions, only)
        finally:
            office.leave_work()


def _weathered(office: Office, seed: int, actions: int, only: str) -> Outcome:
    business = Business(office)
    if only:
        business.ACTIONS = tuple(getattr(Business, name) for name in only.split())
    office.weather.storming = True
    for _action in range(actions):
        business.act()
    office.weather.storming = False
    dead = [f"{each.queue} {each.id}" for each in office.cloud.dead if each.id not in office.background.heard.reasons]
    redriven = clear_up(office)
    broken = [f"a dead letter without a reason: {each}" for each in dead] + laws.broken(office, business)
    return Outcome(seed, broken, _injected(office), _work(office, business, redriven), office.weather.log)


def clear_up(office: Office) -> int:
    """Deliver everything, let each minute of the next hours come, redrive once; how many dead letters there were."""
    background, redriven = office.background, 0
    background.drain()
    for _quarter in range(HOURS * 4):
        office.time.sleep(900)
        background.tick()
        background.drain()
        redriven += background.redrive()
        background.drain()
    return redriven


def _injected(office: Office) -> Counter[str]:
    background = office.background
    around = {"delivered twice": background.redelivered, "reordered": background.reordered, "stream replayed": background.replayed}
    return office.weather.injected + Counter(around)


def _work(office: Office, business: Business, redriven: int) -> Counter[str]:
    accepted, cloud = business.accepted, office.cloud
    return Counter({
        "forms accepted": len(accepted.forms), "mails received": len(accepted.mails), "records made": len(accepted.made),
        "reminders": sum(map(len, accepted.tasks.values())), "jobs": len(accepted.jobs), "imports": len(accepted.imports),
        "calls to AWS": office.weather.calls, "changes": len(cloud.stream), "mails sent": len(cloud.mails),
        "workers lost": office.background.lost_workers, "callers cut off": office.tried.unanswered,
        "answers 503": office.tried.statuses[503], "dead letters redriven": redriven})
