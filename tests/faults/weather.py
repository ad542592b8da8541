"""Faults at our own clients: before each attempt of each call the weather decides what becomes of it.

Everything is drawn from one seed. A fault strikes one call (by the SDK's invocation id), for one attempt, so that the
SDK's own retry meets the outcome of the first, or for all of them, so that our code meets it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.exceptions import ConnectionClosedError, ConnectTimeoutError, ReadTimeoutError

from tests.faults import answers
from tests.faults.surroundings import Time

WRITES = ("PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems")
PARTS = {"BatchGetItem": "partial_read", "BatchWriteItem": "partial_write", "SendMessageBatch": "partial_send"}
ANYWHERE = ("throttled", "broken", "broken_after", "reset", "reset_after", "timeout_after", "unreachable", "slow")
KILLS = ("killed", "killed_after")
CALL_SECONDS, CONNECT_SECONDS, READ_SECONDS, SLOW_SECONDS = 0.004, 1.0, 3.0, 2.0
LONG = 4  # attempts that a longer fault takes with it: more than the SDK makes

Carry = Callable[[str, str, AWSPreparedRequest], AWSResponse]


class Killed(BaseException):
    """The process is gone: nothing of it runs any more, no `except Exception`, no further call."""


@dataclass
class Fault:
    """What becomes of one call: its kind, and how many attempts it takes with it."""

    kind: str
    attempts: int = 1


@dataclass
class Weather:
    """Draws faults while it storms. `mortal`: whether the process that calls may be killed."""

    random: Random
    time: Time
    carry: Carry
    rate: float = 0.04
    storming: bool = False
    mortal: bool = False
    dead: bool = False
    between: Callable[[], None] | None = None
    planned: Callable[[int, str, str], Fault | None] | None = None
    injected: Counter[str] = field(default_factory=Counter)
    calls: int = 0
    log: list[str] = field(default_factory=list)
    _faults: dict[str, Fault] = field(default_factory=dict)

    def sent(self, service: str, operation: str, request: AWSPreparedRequest) -> AWSResponse:
        """One attempt of one call."""
        if self.dead:
            raise Killed
        self.time.sleep(CALL_SECONDS)
        fault = self._fault(service, operation, request)
        if fault is None or fault.attempts <= 0:
            return self.carry(service, operation, request)
        fault.attempts -= 1
        self.injected[fault.kind] += 1
        self.log.append(f"{service}.{operation} {fault.kind}")
        return self._struck(fault.kind, service, operation, request)

    def revive(self) -> None:
        """Another process takes over."""
        self.dead = False

    def _fault(self, service: str, operation: str, request: AWSPreparedRequest) -> Fault | None:
        id = _text(request.headers.get("amz-sdk-invocation-id"))
        if id in self._faults:
            return self._faults[id]
        self.calls += 1
        drawn = self._drawn(service, operation)
        if drawn:
            self._faults[id] = drawn
        return drawn

    def _drawn(self, service: str, operation: str) -> Fault | None:
        if self.planned:
            return self.planned(self.calls, service, operation)
        if not self.storming:
            return None
        if self.between and self.random.random() < self.rate:
            self.between()
        if self.random.random() >= self.rate:
            return None
        kind = self.random.choice(kinds(service, operation, mortal=self.mortal))
        return Fault(kind, self.random.choice((1, 1, LONG)))

    def _struck(self, kind: str, service: str, operation: str, request: AWSPreparedRequest) -> AWSResponse:
        strike: Callable[..., AWSResponse] = getattr(self, f"_{kind}")
        return strike(service, operation, request)

    # -- the kinds

    def _throttled(self, service: str, _operation: str, request: AWSPreparedRequest) -> AWSResponse:
        return answers.error(service, request, *answers.BUSY[service])

    def _broken(self, service: str, _operation: str, request: AWSPreparedRequest) -> AWSResponse:
        return answers.error(service, request, *answers.BROKEN[service])

    def _broken_after(self, service: str, operation: str, request: AWSPreparedRequest) -> AWSResponse:
        self.carry(service, operation, request)
        return self._broken(service, operation, request)

    def _reset(self, _service: str, _operation: str, request: AWSPreparedRequest) -> AWSResponse:
        raise ConnectionClosedError(endpoint_url=request.url)

    def _reset_after(self, service: str, operation: str, request: AWSPreparedRequest) -> AWSResponse:
        self.carry(service, operation, request)
        return self._reset(service, operation, request)

    def _timeout_after(self, service: str, operation: str, request: AWSPreparedRequest) -> AWSResponse:
        self.carry(service, operation, request)
        self.time.sleep(READ_SECONDS)
        raise ReadTimeoutError(endpoint_url=request.url)

    def _unreachable(self, _service: str, _operation: str, request: AWSPreparedRequest) -> AWSResponse:
        self.time.sleep(CONNECT_SECONDS)
        raise ConnectTimeoutError(endpoint_url=request.url)

    def _slow(self, service: str, operation: str, request: AWSPreparedRequest) -> AWSResponse:
        self.time.sleep(SLOW_SECONDS * self.random.random())
        return self.carry(service, operation, request)

    def _conflict(self, _service: str, operation: str, request: AWSPreparedRequest) -> AWSResponse:
        if operation != "TransactWriteItems":
            return answers.error("dynamodb", request, 400, "TransactionConflictException")
        return self._cancelled("TransactionConflict", request)

    def _busy_transaction(self, _service: str, _operation: str, request: AWSPreparedRequest) -> AWSResponse:
        return self._cancelled("ThrottlingError", request)

    def _cancelled(self, reason: str, request: AWSPreparedRequest) -> AWSResponse:
        actions = len(json.loads(_text(request.body))["TransactItems"])
        return answers.cancelled(request, actions, reason, self.random.randrange(actions))

    def _partial_read(self, service: str, operation: str, request: AWSPreparedRequest) -> AWSResponse:
        body = json.loads(_text(request.body))
        (table, asked), = body["RequestItems"].items()
        done, left = self._cut(asked["Keys"])
        answer = self._in_part(service, operation, request, {**body, "RequestItems": {table: {**asked, "Keys": done}}})
        answer["UnprocessedKeys"] = {table: {**asked, "Keys": left}} if left else {}
        return answers.told(service, request, answer)

    def _partial_write(self, service: str, operation: str, request: AWSPreparedRequest) -> AWSResponse:
        body = json.loads(_text(request.body))
        (table, asked), = body["RequestItems"].items()
        done, left = self._cut(asked)
        answer = self._in_part(service, operation, request, {**body, "RequestItems": {table: done}})
        answer["UnprocessedItems"] = {table: left} if left else {}
        return answers.told(service, request, answer)

    def _partial_send(self, service: str, operation: str, request: AWSPreparedRequest) -> AWSResponse:
        body = json.loads(_text(request.body))
        done, left = self._cut(body["Entries"])
        answer = self._in_part(service, operation, request, {**body, "Entries": done})
        answer["Failed"] = [{"Id": each["Id"], "Code": "InternalError", "SenderFault": False} for each in left]
        return answers.told(service, request, answer)

    def _refused(self, service: str, _operation: str, request: AWSPreparedRequest) -> AWSResponse:
        return answers.error(service, request, 400, "MessageRejected")

    def _killed(self, _service: str, _operation: str, _request: AWSPreparedRequest) -> AWSResponse:
        self.dead = True
        raise Killed

    def _killed_after(self, service: str, operation: str, request: AWSPreparedRequest) -> AWSResponse:
        self.carry(service, operation, request)
        return self._killed(service, operation, request)

    def _cut(self, entries: list[Any]) -> tuple[list[Any], list[Any]]:
        """At least one goes through, so that there is an end."""
        place = self.random.randrange(1, len(entries) + 1)
        return entries[:place], entries[place:]

    def _in_part(self, service: str, operation: str, request: AWSPreparedRequest, body: Any) -> Any:
        request.body = json.dumps(body).encode()
        return answers.read(self.carry(service, operation, request))


def kinds(service: str, operation: str, *, mortal: bool) -> list[str]:
    """What can go wrong with this operation."""
    found = [*ANYWHERE, *(KILLS * 3 if mortal else ())]
    if service == "dynamodb" and operation in WRITES:
        found += ["conflict"] * 2
    if operation == "TransactWriteItems":
        found += ["busy_transaction"]
    if operation in PARTS:
        found += [PARTS[operation]] * 6
    if operation == "SendEmail":
        found += ["refused"]
    return found


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value or "")
