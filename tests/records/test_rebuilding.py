"""Rebuilds: what was derived by older code or definitions is brought to the new ones, and nothing twice."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.records import changes, rebuilding
from chalicelib.records.derivations import DERIVE_VERSION
from chalicelib.store import keys
from chalicelib.store.derive import WrongVersion
from chalicelib.store.table import Put
from tests.edge import Api


def old_engine(api: Api, version: int) -> None:
    """The row as an older release left it: without definitions."""
    crm = api.world.crm
    kept = crm.configuration.engine().audiences
    crm.table.write(Put({"pk": keys.CONFIGURATION, "sk": "engine", "generation": 1, "derive_version": version,
                         "audiences": kept}))
    crm.configuration.forget()


def test_a_deploy_brings_older_data_along(api: Api) -> None:
    crm = api.world.crm
    kept = api("POST", "/v1/contacts", {"last_name": "Berg", "emails": [{"value": "berg@customer.example"}]}).body["id"]
    gone = api("POST", "/v1/contacts", {"last_name": "Tal"}).body["id"]
    api.world.settle()
    api("DELETE", f"/v1/contacts/{gone}")
    api.world.settle()
    old_engine(api, DERIVE_VERSION - 1)
    with pytest.raises(WrongVersion):
        changes.engine(crm).settle(kept)
    crm.queues.send(crm.settings.jobs_queue, {"do": "rebuild"})
    api.world.settle()
    job = next(each for each in api("GET", "/v1/jobs").body["data"] if each["what"] == "rebuild")
    assert (job["state"], job["failed"]) == ("done", 0) and job["done"] >= job["rows"] > 0
    assert [hit["id"] for hit in api("GET", "/v1/search?q=berg").body["data"]] == [kept]
    assert api.world.differences() == []
    assert rebuilding.publish(crm) is None


def test_older_code_does_not_undo_newer(api: Api) -> None:
    old_engine(api, DERIVE_VERSION + 1)
    with pytest.raises(RuntimeError, match="deploy"):
        rebuilding.publish(api.world.crm)


def test_a_definition_touches_only_its_type(api: Api) -> None:
    api("POST", "/v1/fields", {"object": "companies", "name": "motto", "type": "text", "searchable": True})
    published = rebuilding.publish(api.world.crm)
    assert published is not None and published[1] == ["company"]
    assert rebuilding.publish(api.world.crm) is None


def test_a_label_starts_no_rebuild(api: Api) -> None:
    made = api("POST", "/v1/fields", {"object": "companies", "name": "motto", "type": "text", "searchable": True})
    api.world.settle()
    generation = api.world.crm.configuration.engine(reload=True).generation
    api("PATCH", f"/v1/fields/{made.body['id']}", {"label": "Motto", "help": "What they live by"})
    api.world.settle()
    assert api.world.crm.configuration.engine(reload=True).generation == generation


def test_a_worker_that_dies_before_the_job_stands_loses_nothing(api: Api) -> None:
    crm = api.world.crm
    made = api("POST", "/v1/contacts", {"last_name": "Berg"})
    field = api("POST", "/v1/fields", {"object": "contacts", "name": "nick", "type": "text"})
    api("PATCH", f"/v1/contacts/{made.body['id']}", {"nick": "Mountain"})
    api.world.settle()
    api("PATCH", f"/v1/fields/{field.body['id']}", {"searchable": True})
    assert rebuilding.publish(crm) is not None  # and here the worker dies
    crm.queues.send(crm.settings.jobs_queue, {"do": "rebuild"})
    crm.queues.send(crm.settings.jobs_queue, {"do": "rebuild"})
    api.world.settle()
    assert len([each for each in api("GET", "/v1/jobs").body["data"] if each["what"] == "rebuild"]) == 1
    assert len(api("GET", "/v1/search?q=mountain").body["data"]) == 1
    assert crm.configuration.engine(reload=True).touched == ()
    assert api.world.differences() == []


def hide(api: Api) -> str:
    """Somebody whose role hides surnames; their id. The rebuild has not begun."""
    role = api("POST", "/v1/roles", {"name": "Half", "grants": {"contacts": {"*": "all"}}, "fields": {"contacts": {"last_name": "none"}}})
    return str(api("POST", "/v1/users", {"email": "half@kith.example", "role_ids": [role.body["id"]]}).body["id"])


def test_nobody_cancels_what_lists_and_search_need(api: Api) -> None:
    api("POST", "/v1/contacts", {"last_name": "Zauber"})
    api.world.settle()
    hide(api)
    rebuilding.run(api.world.crm, {})
    [job] = [each for each in api("GET", "/v1/jobs").body["data"] if each["what"] == "rebuild" and each["state"] == "queued"]
    assert api("POST", f"/v1/jobs/{job['id']}/cancel").body["code"] == "needed"


def test_where_a_record_could_not_be_settled_search_stays_careful_until_another_rebuild(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    world = api.world
    api("POST", "/v1/contacts", {"first_name": "Ana", "last_name": "Zauber"})
    world.settle()
    me = hide(api)
    with monkeypatch.context() as broken:
        broken.setattr(rebuilding, "_settled", lambda crm, id: False)
        sent: list[Any] = []
        broken.setattr(rebuilding, "LATER", 0)
        rebuilding.run(world.crm, {})
        assert world.work("jobs") > 0
        assert api("GET", "/v1/search?q=Zauber", user=me).body["data"] == sent
        assert world.crm.configuration.engine(reload=True).building == ("contact.last_name",)
        assert world.work("jobs") == 0, "it is tried once more, not for ever"
    rebuilding.refresh(world.crm, {})  # as any change of a role asks
    world.settle()
    assert world.crm.configuration.engine(reload=True).building == ()
    assert api("GET", "/v1/search?q=Zauber", user=me).body["data"] == []
    assert [row["title"] for row in api("GET", "/v1/search?q=Ana", user=me).body["data"]] == ["Ana"]
