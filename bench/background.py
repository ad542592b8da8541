"""The operations for which nobody waits: what follows from a write, leads, imports, the clock."""

from __future__ import annotations

from typing import Any

from bench.operation import Company, Operation, Run
from bench.writes import captured, made
from chalicelib.exchange import service as imports
from chalicelib.exchange import source
from chalicelib.http import events
from chalicelib.records.actors import actor_of

ROWS = 100
PAST, TICKS = "2021-01-01T09:00:00.000Z", "2021-01-01T09:05:00Z"


def _derive(count: int) -> Any:
    def ready(company: Company, _number: int) -> Run:
        changes = company.changes(lambda: [made(company) for _each in range(count)])
        return lambda: company.here.stream(changes)
    return ready


def _derive_update(company: Company, _number: int) -> Run:
    here, ids = company.here, list[str]()
    here.stream(company.changes(lambda: ids.append(made(company))))
    changes = company.changes(lambda: here.ask("PATCH", f"/v1/contacts/{ids[0]}", {"job_title": "Buyer"}))
    return lambda: here.stream(changes)


def _intake(count: int) -> Any:
    def ready(company: Company, _number: int) -> Run:
        here = company.here
        for _each in range(count):
            captured(company)
        messages = here.waiting("intake")
        return lambda: here.take("intake", messages)
    return ready


def _derive_lead(company: Company, number: int) -> Run:
    changes = company.changes(_intake(1)(company, number))
    return lambda: company.here.stream(changes)


def _tell(company: Company, number: int) -> Run:
    here = company.here
    here.waiting("jobs")
    _derive_lead(company, number)()
    messages = here.waiting("jobs")
    return lambda: here.take("jobs", messages)


def _merged(company: Company, _number: int) -> Run:
    """The job that moves what hung on the one to the other: here a note."""
    here, ids = company.here, list[str]()

    def prepare() -> None:
        ids.extend(made(company) for _each in range(2))
        here.made("/v1/notes", {"body": "Wants a demo", "related": [ids[1]]})
    here.stream(company.changes(prepare))
    here.waiting("jobs")
    here.ask("POST", f"/v1/contacts/{ids[0]}/merge", {"other_id": ids[1]})
    messages = here.waiting("jobs")

    return lambda: here.worked("jobs", messages)


def _import(company: Company, _number: int) -> Run:
    here = company.here
    actor = actor_of(here.crm, here.user, "")
    id = imports.create(here.crm, actor, {"object": "contacts"}).record["id"]
    rows = [company.stranger() for _row in range(ROWS)]
    lines = [f"{row['first_name']},{row['last_name']},{row['emails'][0]['value']},{row['phones'][0]['value']}"
             for row in rows]
    here.crm.files.put(here.crm.settings.files_bucket, source.key(id),
                       "\n".join(["First Name,Last Name,Email,Phone", *lines]).encode())
    imports.start(here.crm, actor, id, {})
    messages = here.waiting("jobs")

    def run() -> None:
        here.worked("jobs", messages)
        created = imports.find(here.crm, actor, id)["created"]
        if created != ROWS:
            raise RuntimeError(f"{created} of {ROWS} rows")
    return run


def _tick(_company: Company, _number: int) -> Run:
    return _minute


def _due(company: Company, number: int) -> Run:
    """The minute in which one reminder is due: it is found, queued, and rung."""
    here = company.here
    body = {"subject": "Call back", "related": [company.sample(number)["id"]], "reminders": [{"at": PAST}]}
    here.settle(company.changes(lambda: here.made("/v1/tasks", body)))

    def run() -> None:
        _minute()
        messages = here.waiting("jobs")
        if len(messages) != 1:
            raise RuntimeError(f"{len(messages)} due rows instead of one")
        here.take("jobs", messages)
    return run


def _minute() -> None:
    events.from_clock({"time": TICKS})


def _configuration(company: Company, _number: int) -> Run:
    return company.here.crm.configuration.reload


BACKGROUND = (
    Operation("derive one new contact", _derive(1), times=50), Operation("derive an update", _derive_update, times=30),
    Operation("derive 25 new contacts in one batch, each", _derive(25), times=4, units=25),
    Operation("intake: match, score, route, write one lead", _intake(1), times=50),
    Operation("intake of ten leads in one batch, each", _intake(10), times=8, units=10),
    Operation("derive that lead with all that was made with it", _derive_lead, times=30),
    Operation("tell the owner, answer the lead", _tell, times=30),
    Operation("merge: what the job does after it", _merged, times=10),
    Operation(f"import, each of {ROWS} rows", _import, times=3, units=ROWS),
    Operation("tick with nothing due", _tick, times=50, alone=True),
    Operation("tick with one reminder due, and ring it", _due, times=20, alone=True),
    Operation("configuration read anew", _configuration, times=50),
)
