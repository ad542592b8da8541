"""The cached configuration: own writes at once, others' after a while."""

from __future__ import annotations

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


def test_the_secret_is_made_once(crm: Crm) -> None:
    assert crm.configuration.secret() == Configuration(crm.table).secret() and len(crm.configuration.secret()) == 32
