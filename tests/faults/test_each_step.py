"""A worker dies right after each call that it makes between receiving and acknowledging; another takes over.

(To die right before a call is to die right after the one before it.)
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.faults import laws
from tests.faults.business import Business
from tests.faults.office import Office
from tests.faults.run import clear_up
from tests.faults.weather import Fault

KILLED = "killed_after"
MOST = 60  # calls of one piece of work


def strike_each(office: Office, begin: Callable[[], None], queue: str, kind: str = KILLED) -> int:
    """Begin the work anew for each of its calls, and let the fault come there; how many calls it struck."""
    for number in range(1, MOST):
        begin()
        batch = [each for each in office.cloud.waiting if each.queue == queue]
        struck = struck_at(office, number, kind, lambda batch=batch: office.background.deliver(queue, batch))
        office.background.drain()
        if not struck:
            return number - 1
    raise AssertionError("the work does not end")


def struck_at(office: Office, number: int, kind: str, work: Callable[[], None]) -> bool:
    """Do the work with a fault at its n-th call; whether it came so far."""
    first, before = office.weather.calls, sum(office.weather.injected.values())
    office.weather.planned = lambda call, _service, _operation: Fault(kind, 4) if call == first + number else None
    work()
    office.weather.planned = None
    return sum(office.weather.injected.values()) > before


@pytest.fixture
def business(office: Office) -> Business:
    return Business(office, people=2)


def test_a_form_and_a_mail(office: Office, business: Business) -> None:
    assert strike_each(office, business.form_post, "intake") > 1
    assert strike_each(office, business.mail_in, "inbound") > 1
    clear_up(office)
    assert laws.broken(office, business) == []


@pytest.mark.parametrize("work", ["bulk", "export_out", "import_in", "erase"])
def test_long_work(office: Office, business: Business, work: str) -> None:
    business.rows = 5
    for _contact in range(3):
        business.contact()
    office.background.drain()
    assert strike_each(office, getattr(business, work), "jobs") > 0
    clear_up(office)
    assert laws.broken(office, business) == []


ASKED = {"bulk": ("/v1/contacts/bulk", {"filter": {}, "set": {"job_title": "CTO"}}), "export": ("/v1/exports", {"object": "contacts"})}


@pytest.mark.parametrize("what", ASKED)
def test_a_job_is_begun_though_its_caller_was_cut_off_and_never_asks_again(office: Office, business: Business, what: str) -> None:
    business.contact()
    office.background.drain()
    url, payload = ASKED[what]
    for number in range(1, MOST):
        if not struck_at(office, number, KILLED, lambda: office._tried("POST", url, payload, "", {}) and None):
            break
    clear_up(office)
    assert number > 2
    assert laws.broken(office, business) == []


@pytest.mark.parametrize("kind", [KILLED, "timeout_after"])
def test_the_stream_over_a_large_derived_set(office: Office, business: Business, kind: str) -> None:
    for number in range(1, MOST):
        business.wide()
        struck = struck_at(office, number, kind, lambda: office.background.stream() and None)
        office.background.drain()
        if not struck:
            break
    assert number > 3
    assert laws.broken(office, business) == []


def test_the_tick_and_its_reminders(office: Office, business: Business) -> None:
    for number in range(1, MOST):
        business.task()
        office.background.drain()
        office.time.sleep(3600)
        struck = struck_at(office, number, KILLED, lambda: office.background.tick() and None)
        office.time.sleep(60)
        office.background.tick()
        office.background.drain()
        if not struck:
            break
    assert number > 8
    clear_up(office)
    assert laws.broken(office, business) == []


def test_two_ticks_at_once_remind_once(office: Office, business: Business) -> None:
    """The second tick runs whole at each call of the first."""
    for number in range(1, 6):
        business.task()
        office.background.drain()
        office.time.sleep(7200)
        first, office.background.ticked = office.weather.calls, ""

        def meanwhile(call: int, _service: str, _operation: str, at: int = first + number) -> None:
            if call == at and not office.background.nested:
                office.background.nested, office.background.ticked = True, ""
                office.background.tick()
                office.background.nested = False
        office.weather.planned = meanwhile
        office.background.tick()
        office.weather.planned = None
        office.background.drain()
    clear_up(office)
    assert laws.broken(office, business) == []


def test_a_poison_message_ends_with_its_reason_and_can_be_sent_again(office: Office) -> None:
    office.cloud.put("jobs", '{"do": "nonsense"}')
    office.background.drain()
    dead, = office.cloud.dead
    assert "KeyError" in office.background.heard.reasons[dead.id]
    dead.body = '{"do": "rebuild"}'
    assert office.background.redrive() == 1
    office.background.drain()
    assert office.cloud.dead == []


def test_an_import_whose_file_is_gone_says_so(office: Office, business: Business) -> None:
    made = office.ask("POST", "/v1/imports", {"object": "leads"}).body
    office.store("files", made["upload"]["fields"]["key"], b"last_name\nRuiz")
    office.ask("POST", f"/v1/imports/{made['id']}/start", {})
    office.lose("files", made["upload"]["fields"]["key"])
    office.background.drain()
    found = office.ask("GET", f"/v1/imports/{made['id']}").body
    assert (found["state"], found["done"]) == ("failed", 0) and "no longer there" in found["message"]


def test_a_mail_that_is_gone_waits_as_a_dead_letter(office: Office, business: Business) -> None:
    office.notice("inbound/nowhere")
    office.background.drain()
    dead, = office.cloud.dead
    assert "NotFound" in office.background.heard.reasons[dead.id]
