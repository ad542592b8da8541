"""A service is down for everybody: callers hear 503 with Retry-After within seconds, workers end before Lambda ends them."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from chalicelib.errors import Refused, Unavailable
from chalicelib.http import events
from chalicelib.store.table import ABSENT, Delete, Put
from tests.faults.background import Context
from tests.faults.business import Business
from tests.faults.office import Office
from tests.faults.weather import Fault

SOON = 12.0  # seconds: the budget of 8, and what one attempt takes that began within it
ITEM = {"pk": "a", "sk": "b", "size": 1}


def down(office: Office, service: str, kind: str) -> None:
    """Every attempt of every call to a service fails so."""
    office.weather.planned = lambda _call, asked, _operation: Fault(kind, 99) if asked == service else None


def up(office: Office) -> None:
    office.weather.planned = None


CALLS = [("GET", "/v1/contacts", None), ("GET", "/v1/search?q=berg", None), ("GET", "/v1/me", None),
         ("POST", "/v1/contacts", {"last_name": "Berg"}), ("POST", "/v1/contacts/batch", {"create": [{"last_name": "Berg"}] * 9}),
         ("POST", "/v1/exports", {"object": "contacts", "format": "csv"})]


@pytest.mark.parametrize("kind", ["throttled", "broken", "reset", "timeout_after", "unreachable", "slow"])
def test_callers_are_told_soon(office: Office, kind: str) -> None:
    down(office, "dynamodb", kind)
    for method, url, payload in CALLS:
        office.time.sleep(60)  # so that no configuration is remembered
        started = office.time.seconds
        answer = office.api(method, url, payload)
        told = (answer.status, bool(answer.headers.get("Retry-After")))
        assert told == (503, True) or (kind == "slow" and answer.status < 300), (url, answer.body)
        assert office.time.seconds - started < SOON, url


def test_a_form_is_not_accepted_while_its_queue_is_down(office: Office) -> None:
    business = Business(office, people=1)
    down(office, "sqs", "unreachable")
    started = office.time.seconds
    answer = office.api("POST", f"/public/forms/{business.form}", {"last_name": "Ruiz", "email": "a@client.example"}, user=None)
    assert (answer.status, bool(answer.headers["Retry-After"])) == (503, True)
    assert office.time.seconds - started < SOON


@pytest.mark.parametrize("kind", ["throttled", "broken", "timeout_after", "unreachable"])
def test_sign_in_and_invitations_say_so_too(office: Office, kind: str) -> None:
    roles = [office.api("GET", "/v1/roles").body["data"][0]["id"]]
    down(office, "cognito-idp", kind)
    login = office.api("POST", "/public/auth/login", {"email": "admin@kith.example", "password": "x" * 12}, user=None)
    invited = office.api("POST", "/v1/users", {"email": "new@x.example", "first_name": "New", "last_name": "One",
                                                    "role_ids": roles})
    assert login.status in (429, 503) and login.headers["Retry-After"]
    assert invited.status in (201, 422, 503)


def test_workers_end_before_lambda_ends_them(office: Office) -> None:
    """Ten messages, each of which hangs: what cannot be begun any more is given back at once."""
    for number in range(10):
        office.cloud.put("settle", json.dumps({"id": f"con_{number}"}))
    batch = list(office.cloud.waiting)
    down(office, "dynamodb", "timeout_after")
    started = office.time.seconds
    office.background.deliver("settle", batch)
    assert office.time.seconds - started < 60 - 1
    assert {each.received for each in office.cloud.waiting} == {1} and len(office.cloud.waiting) == 10
    assert all(each.visible <= office.time.seconds + 5 for each in office.cloud.waiting)
    assert set(Counter(reason.split(" ")[0] for reason in office.background.heard.reasons.values())) == {"Unavailable", "OutOfTime"}
    up(office)
    office.background.drain()


def test_the_stream_fails_as_a_batch_and_comes_again(office: Office) -> None:
    office.ask("POST", "/v1/contacts", {"last_name": "Berg"})
    for service in ("dynamodb", "sqs"):
        down(office, service, "timeout_after")
        leave, started = office.enter(1), office.time.seconds
        with pytest.raises(Unavailable):
            events.from_stream({"Records": office.cloud.stream}, Context(office.time, started + 60))
        leave()
        assert office.time.seconds - started < 60 - 1
        up(office)
    office.background.drain()
    assert office.cloud.dead == []


def test_a_transaction_at_the_same_item_is_no_verdict(office: Office) -> None:
    """Seed 1016 took it for a newer definition, and a view was never said to be ready."""
    table = office.crm.table
    strikes = iter([Fault("conflict")] * 3)
    office.weather.planned = lambda _call, _service, _operation: next(strikes, None)
    table.write(Put(ITEM, ABSENT))
    down(office, "dynamodb", "conflict")
    with pytest.raises(Unavailable):
        table.write(Put(ITEM))
    up(office)
    assert table.get(("a", "b")) == ITEM


class Stubborn:
    """A client that carries out nothing of a batch, or one entry each time."""

    def __init__(self, progress: int) -> None:
        self.progress, self.calls = progress, 0

    def batch_get_item(self, RequestItems: Any, **_more: Any) -> Any:
        self.calls += 1
        (name, asked), = RequestItems.items()
        done, left = asked["Keys"][:self.progress], asked["Keys"][self.progress:]
        return {"Responses": {name: done}, "UnprocessedKeys": {name: {"Keys": left}} if left else {}}

    def batch_write_item(self, RequestItems: Any, **_more: Any) -> Any:
        self.calls += 1
        (name, asked), = RequestItems.items()
        left = asked[self.progress:]
        return {"UnprocessedItems": {name: left} if left else {}}


def stubborn(office: Office, monkeypatch: pytest.MonkeyPatch, progress: int) -> Stubborn:
    client = Stubborn(progress)
    monkeypatch.setattr(office.crm.table, "_client", lambda: client)
    return client


KEYS = [("a", str(number)) for number in range(12)]


def test_what_a_batch_leaves_is_asked_for_again_after_pauses(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    client, started = stubborn(office, monkeypatch, 1), office.time.seconds
    assert len(office.crm.table.get_many(KEYS)) == 12
    office.crm.table.delete_many(KEYS)
    assert client.calls == 24 and 0.2 < office.time.seconds - started < 2


def test_a_batch_that_never_moves_ends(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    client = stubborn(office, monkeypatch, 0)
    for ask in (office.crm.table.get_many, office.crm.table.delete_many):
        with pytest.raises(Unavailable):
            ask(KEYS)
    assert client.calls == 16


def test_it_ends_with_the_budget(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    client = stubborn(office, monkeypatch, 0)
    office.crm.budget.begin(0.1)
    with pytest.raises(Unavailable):
        office.crm.table.get_many(KEYS)
    assert client.calls < 5
    office.crm.budget.begin(float("inf"))


@pytest.mark.parametrize("kind", ["timeout_after", "reset_after", "broken_after"])
def test_a_write_whose_answer_was_lost_is_known_again(office: Office, kind: str) -> None:
    """The SDK repeats it, and its own condition stands in the way."""
    table = office.crm.table
    office.weather.planned = lambda _call, _service, _operation: Fault(kind)
    table.write(Put(ITEM, ABSENT))
    table.transact([Put({**ITEM, "sk": "c"}, ABSENT), Put({**ITEM, "sk": "d"}, ABSENT)])
    up(office)
    assert table.get(("a", "b")) == ITEM
    with pytest.raises(Refused):
        table.write(Put(ITEM, ABSENT))
    office.weather.planned = lambda _call, _service, operation: Fault(kind) if operation == "PutItem" else None
    with pytest.raises(Refused):
        table.write(Put({**ITEM, "size": 2}, ABSENT))
    up(office)
    table.write(Delete(("a", "b")))
