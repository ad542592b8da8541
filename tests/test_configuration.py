"""The cached configuration: own writes at once, others' after a while."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.configuration import Configuration
from chalicelib.crm import Crm
from tests.edge import Api
from tests.installation import World


def test_ones_own_write_is_seen_at_once_and_a_deletion_too(api: Api) -> None:
    id = api("POST", "/v1/teams", {"name": "North"}).body["id"]
    found = api.world.crm.configuration.find
    assert (found("team", id) or {})["name"] == "North"
    api("PATCH", f"/v1/teams/{id}", {"name": "South"})
    assert (found("team", id) or {})["name"] == "South"
    api("DELETE", f"/v1/teams/{id}")
    assert found("team", id) is None


def test_anothers_write_is_seen_when_the_cache_is_old(api: Api, world: World) -> None:
    now = [0.0]
    other = Configuration(world.crm.table, max_age=30, ticks=lambda: now[0])
    assert other.all("team") == []
    api("POST", "/v1/teams", {"name": "North"})
    world.settle()
    assert other.all("team") == []
    now[0] = 31
    assert [team["name"] for team in other.all("team")] == ["North"]


def test_an_unknown_id_is_looked_for_again(api: Api, world: World) -> None:
    now = [0.0]
    other = Configuration(world.crm.table, max_age=30, ticks=lambda: now[0])
    other.all("team")
    id = api("POST", "/v1/teams", {"name": "North"}).body["id"]
    world.settle()
    now[0] = 2
    assert (other.find("team", id) or {})["name"] == "North"


def test_a_record_that_another_process_just_made_is_found_before_the_stream_brought_it(api: Api, world: World) -> None:
    other = Configuration(world.crm.table, max_age=30, ticks=lambda: 0.0)
    assert other.all("team") == []
    id = api("POST", "/v1/teams", {"name": "North"}).body["id"]
    assert (other.find("team", id) or {})["name"] == "North" and [team["id"] for team in other.all("team")] == [id]
    assert other.find("user", id) is None, "an id of another type"


def test_what_does_not_exist_is_asked_for_once(world: World) -> None:
    table, nobody = world.crm.table, "usr_" + 26 * "0"
    other = Configuration(table, max_age=30, ticks=lambda: 0.0)
    other.all("team")
    table.meter.reset()
    assert [other.find("user", id) for id in (nobody, nobody, "system", "")] == [None] * 4
    assert table.meter.calls == 1


def test_a_record_that_another_process_deleted_goes_in_the_end(api: Api, world: World) -> None:
    now = [0.0]
    id = api("POST", "/v1/teams", {"name": "North"}).body["id"]
    other = Configuration(world.crm.table, max_age=30, ticks=lambda: now[0])
    assert other.find("team", id)
    api("DELETE", f"/v1/teams/{id}")
    world.settle()
    now[0] = 121
    assert other.find("team", id) is None


def test_the_secret_is_made_once(crm: Crm) -> None:
    assert crm.configuration.secret() == Configuration(crm.table).secret() and len(crm.configuration.secret()) == 32


def test_a_process_that_did_not_make_a_report_tells_its_numbers_at_once(api: Api) -> None:
    other = elsewhere(api)
    other.configuration.all("report")
    id = api("POST", "/v1/reports", {"name": "By status", "object": "leads", "group_by": ["status"]}).body["id"]
    api.world.crm = other
    told = api("GET", f"/v1/reports/{id}/data")
    assert (told.status, told.body["rows"]) == (200, [])


def test_who_i_am_is_told_as_it_stands_by_a_process_that_did_not_write_it(api: Api) -> None:
    other = elsewhere(api)
    other.configuration.all("user")
    api("PATCH", "/v1/me", {"locale": "de"})
    api.world.crm = other
    assert api("GET", "/v1/me").body["locale"] == "de"


def elsewhere(api: Api) -> Crm:
    """Another process of the same company, with a cache of its own that nothing makes old."""
    return replace(api.world.crm, configuration=Configuration(api.world.crm.table, max_age=3600, ticks=lambda: 0.0))
