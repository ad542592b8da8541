"""What the usual calls ask of the database, counted: nobody adds a call unnoticed."""

from __future__ import annotations

from chalicelib.leads import assignment
from chalicelib.records.permissions import system
from chalicelib.records.work import Work
from tests.edge import Api
from tests.installation import World
from tests.leads.desk import Desk


def calls(api: Api, method: str, path: str, body: object = None) -> int:
    """The calls to the database that one call of the API makes."""
    answer = api(method, path, body)
    assert answer.status < 300, answer.body
    return api.world.crm.table.meter.calls


def test_a_record_is_read_written_and_changed_in_one_or_two(api: Api) -> None:
    id = api("POST", "/v1/contacts", {"last_name": "Ruiz"}).body["id"]
    assert calls(api, "POST", "/v1/contacts", {"last_name": "Kahlo"}) == 1
    assert calls(api, "PATCH", f"/v1/contacts/{id}", {"job_title": "Painter"}) == 2
    assert calls(api, "GET", f"/v1/contacts/{id}") == 1
    assert calls(api, "DELETE", f"/v1/contacts/{id}") == 2


def test_a_decision_reads_once(api: Api, world: World) -> None:
    Desk(api, world)
    work = Work(world.crm, system("routing"))
    lead = work.create("lead", {"last_name": "Ruiz", "status": "new"})
    world.crm.table.meter.reset()
    assignment.decide(world.crm, work, lead)
    assert world.crm.table.meter.calls == 1
