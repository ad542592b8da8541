"""The operations for which a person waits and which change something."""

from __future__ import annotations

from bench.company import submission
from bench.installation import Answer
from bench.operation import Company, Operation, Run


def made(company: Company) -> str:
    """A new contact, not counted; its id."""
    return company.here.made("/v1/contacts", company.stranger())


def _create(company: Company, _number: int) -> Run:
    body = company.stranger()
    return lambda: company.here.ask("POST", "/v1/contacts", body, expect=201)


def _create_once(company: Company, _number: int) -> Run:
    body, key = company.stranger(), f"key {next(company.numbers)}"
    return lambda: company.here.ask("POST", "/v1/contacts", body, expect=201, Idempotency_Key=key)


def _replay(company: Company, number: int) -> Run:
    run = _create_once(company, number)
    run()
    return run


def _update(company: Company, _number: int) -> Run:
    id = made(company)
    return lambda: company.here.ask("PATCH", f"/v1/contacts/{id}", {"job_title": "Buyer"})


def _update_email(company: Company, _number: int) -> Run:
    id, emails = made(company), company.stranger()["emails"]
    return lambda: company.here.ask("PATCH", f"/v1/contacts/{id}", {"emails": emails})


def _note(company: Company, number: int) -> Run:
    body = {"body": "Wants a demo", "related": [company.sample(number)["id"]]}
    return lambda: company.here.ask("POST", "/v1/notes", body, expect=201)


def _delete(company: Company, _number: int) -> Run:
    id = made(company)
    return lambda: company.here.ask("DELETE", f"/v1/contacts/{id}", expect=204)


def _batch(company: Company, _number: int) -> Run:
    changes = [{"id": made(company), "job_title": "Chief buyer"} for _each in range(10)]
    return lambda: company.here.ask("POST", "/v1/contacts/batch", {"update": changes})


def _merge(company: Company, _number: int) -> Run:
    one, other = made(company), made(company)
    return lambda: company.here.ask("POST", f"/v1/contacts/{one}/merge", {"other_id": other})


def _capture(company: Company, _number: int) -> Run:
    return lambda: captured(company)


def captured(company: Company) -> Answer:
    """A form is sent, from an address of its own."""
    number = next(company.numbers)
    address = f"198.51.{number // 250 % 250}.{number % 250}"
    sent = submission(company.stranger())
    return company.here.ask("POST", f"/public/forms/{company.known['form']}", sent, expect=202, address=address)


WRITES = (
    Operation("create a contact", _create), Operation("create with an Idempotency-Key", _create_once),
    Operation("the same again: replayed", _replay, times=50), Operation("update", _update),
    Operation("update of an email", _update_email, times=50), Operation("create a note about a contact", _note),
    Operation("delete", _delete, times=50), Operation("batch of ten updates", _batch, times=10),
    Operation("merge two contacts", _merge, times=30), Operation("capture: a form is sent", _capture),
)
