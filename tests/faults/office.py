"""A company under a weather: its processes, the people who call it and try again, and what the company must not forget."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

import pytest

from chalicelib.budget import REQUEST_SECONDS, Budget
from chalicelib.crm import Crm, build
from chalicelib.http import limits, log, requests
from chalicelib.ids import Ids
from tests.edge import Answer, Api
from tests.faults import surroundings
from tests.faults.background import Background
from tests.faults.cloud import Clients, Cloud
from tests.faults.surroundings import Clock, Time
from tests.faults.weather import Killed, Weather
from tests.installation import World, client

TRIES = 6  # of a caller, before the weather is asked to wait
AGE = 2.0  # seconds that a process's configuration may be old, as in infra/functions.yaml
SKEW = 2.0  # seconds that the clocks of two processes may differ


@dataclass
class Process:
    """Which installation `live_crm` answers now: that of the process that runs."""

    crm: Crm


@dataclass
class Tried:
    """What callers met: answers by status, and what no caller should ever meet."""

    statuses: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    unanswered: int = 0
    slowest: float = 0.0


def forget_accounts(pool: str) -> None:
    """Nobody has signed up yet: the ids of a seed's people come again in its next run."""
    people = client("cognito-idp")
    for user in people.list_users(UserPoolId=pool)["Users"]:
        people.admin_delete_user(UserPoolId=pool, Username=user["Username"])


class Office:
    """Three processes on one cloud; a seed decides everything."""

    def __init__(self, world: World, admin: str, seed: int, patch: pytest.MonkeyPatch, rate: float = 0.04) -> None:
        self.time, self.random, self.tried = Time(), Random(seed), Tried()
        surroundings.hold_still(patch, self.time)
        limits.forget()
        forget_accounts(world.crm.settings.user_pool)
        self.cloud = Cloud(world.crm.settings.table, self.time)
        self.weather = Weather(self.random, self.time, self.cloud.carry, rate)
        self.crms = [self._process(world.crm, seed, number) for number in range(3)]
        self.process = Process(self.crms[0])
        self.api = Api(self.process, patch, admin)  # type: ignore[arg-type]
        patch.setattr(requests, "REQUEST_SECONDS", REQUEST_SECONDS)  # by the office's clock, not the machine's
        self.background = Background(self.cloud, self.weather, self.random, self.enter)
        self.weather.between = self.background.between
        log.logger().addHandler(self.background.heard)
        self.keys = 0

    @property
    def crm(self) -> Crm:
        """The installation of the process that answers callers."""
        return self.crms[0]

    def _process(self, crm: Crm, seed: int, number: int) -> Crm:
        budget = Budget(self.time.ticks, self.time.sleep, lambda: 0.5)
        connect = Clients(self.weather, budget).connect
        made = build(replace(crm.settings, local="", configuration_age="30"), max_age=AGE, connect=connect, budget=budget)
        made.configuration._ticks = self.time.ticks
        skew = self.random.uniform(-SKEW, SKEW)
        return replace(made, clock=Clock(self.time, skew), ids=Ids(Random(seed * 8 + number).randbytes))

    def enter(self, number: int) -> Callable[[], None]:
        """Let a process run; what it gives back lets the one before go on."""
        before, self.process.crm = self.process.crm, self.crms[number]

        def leave() -> None:
            self.process.crm = before
        return leave

    # -- callers

    def ask(self, method: str, url: str, payload: Any = None, *, user: str | None = "", keyed: bool = True) -> Answer:
        """A call, tried again while there is no answer or 503, as our documents tell callers to do."""
        self.keys += 1
        headers = {"Idempotency_Key": f"key-{self.keys}"} if keyed and method == "POST" and user is not None else {}
        for attempt in range(TRIES + 1):
            self.weather.storming, stormed = self.weather.storming and attempt < TRIES, self.weather.storming
            answer = self._tried(method, url, payload, user, headers)
            self.weather.storming = stormed
            if answer and answer.status < 500:
                return answer
            self.time.sleep(float(answer.headers.get("Retry-After", 5)) if answer else 1.0)
        raise AssertionError(f"{method} {url} is never answered")

    def _tried(self, method: str, url: str, payload: Any, user: str | None, headers: dict[str, str]) -> Answer | None:
        started, leave = self.time.seconds - self.background.elsewhere, self.enter(0)
        self.weather.mortal = self.weather.storming
        try:
            answer = self.api(method, url, payload, user=user, **headers)
        except Killed:
            self.weather.revive()
            self.tried.unanswered += 1
            return None
        finally:
            self.weather.mortal = False
            leave()
        self.tried.statuses[answer.status] += 1
        self.tried.slowest = max(self.tried.slowest, self.time.seconds - self.background.elsewhere - started)
        if answer.status >= 500 and (answer.status != 503 or not answer.headers.get("Retry-After")):
            self.tried.wrong.append(f"{method} {url}: {answer.status} {answer.body}; {self.weather.log[-3:]}")
        return answer

    # -- what others do to us

    def store(self, bucket: str, key: str, content: bytes) -> None:
        """Somebody puts an object, without our weather."""
        client("s3").put_object(Bucket=bucket, Key=key, Body=content)

    def lose(self, bucket: str, key: str) -> None:
        """An object is gone."""
        client("s3").delete_object(Bucket=bucket, Key=key)

    def notice(self, key: str) -> None:
        """S3 tells the inbound queue of a mail."""
        record = {"eventName": "ObjectCreated:Put", "eventTime": self.time.instant(),
                  "s3": {"bucket": {"name": "mail"}, "object": {"key": key}}}
        self.cloud.put("inbound", json.dumps({"Records": [record]}))

    def leave_work(self) -> None:
        """The run is over."""
        log.logger().removeHandler(self.background.heard)
