"""What a second attack got at: each way in, closed."""

from __future__ import annotations

import pytest

from tests.edge import Api
from tests.installation import World
from tests.leads.desk import Desk
from tests.security.test_privilege import with_grants


@pytest.fixture
def desk(api: Api, world: World) -> Desk:
    return Desk(api, world, 1)


def test_handing_over_moves_nothing_that_its_starter_may_not_assign(api: Api) -> None:
    one, two = (api("POST", "/v1/teams", {"name": name}).body["id"] for name in ("One", "Two"))
    boss = with_grants(api, "boss", {"users": {"*": "all"}, "*": {"*": "team"}})
    assert api("PATCH", f"/v1/users/{boss}", {"team_ids": [one]}).status == 200
    colleague = api.person("rep", "colleague@kith.example", team_ids=[one])
    theirs, elsewhere = (api("POST", "/v1/contacts", {"last_name": name, "owner_id": colleague, "team_id": team}).body["id"]
                         for name, team in (("Near", one), ("Far", two)))
    assert [api("GET", f"/v1/contacts/{id}", user=boss).status for id in (theirs, elsewhere)] == [200, 404]
    begun = api("POST", f"/v1/users/{colleague}/reassign", {"to": boss}, user=boss)
    assert begun.status == 202, begun.body
    api.world.settle(40)
    assert [api("GET", f"/v1/contacts/{id}").body["owner_id"] for id in (theirs, elsewhere)] == [boss, colleague]
    job = api("GET", f"/v1/jobs/{begun.body['job_id']}", user=boss).body
    assert (job["state"], job["done"], job["failed"], job["result"]) == ("done", 1, 1, {"not_allowed": 1})
