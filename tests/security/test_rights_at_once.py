"""Two writes that together open a team's records, each allowed alone: by two processes, before the stream tells of any."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from chalicelib.records import work as works
from chalicelib.records.permissions import system
from chalicelib.records.work import Collision, Work
from chalicelib.store import keys
from chalicelib.store.table import Delete, Put, Update
from chalicelib.users import order
from tests.edge import Api
from tests.security.processes import WRITING, Interrupted, Write, at_once, process, written
from tests.security.test_attacks_people import KEEPING, invited

OPENS = {"grants": {"leads": {"read": "team"}}}


@dataclass
class Plot:
    """A keeper of users, teams and roles; a friend whose role opens nothing; a team that is not theirs, and its lead."""

    api: Api
    keeper: str
    friend: str
    small: str
    reads: str
    team: str
    lead: str

    @property
    def pairs(self) -> dict[str, tuple[Write, Write]]:
        """Two writes of the keeper's, allowed alone, that would together let the friend read the lead."""
        joins, manages = ("user", self.friend, {"team_ids": [self.team]}), ("team", self.team, {"manager_id": self.friend})
        widens, back = ("role", self.small, OPENS), ("role", self.reads, "restore")
        return {
            "team+role": (joins, widens), "manager+role": (manages, widens),
            "manager+roles": (manages, ("user", self.friend, {"role_ids": [self.small, self.reads]})),
            "roles+grants": (("user", self.friend, {"role_ids": [self.reads]}), ("role", self.reads, OPENS)),
            "person back+role": (("user", self.friend, "restore"), widens),
            "team back+role": (("team", self.team, "restore"), widens),
            "role back+team": (back, joins), "role back+manager": (back, manages)}

    def begin(self, name: str) -> None:
        """What has to stand before a pair, brought by the stream."""
        reads, friend, team = f"/v1/roles/{self.reads}", f"/v1/users/{self.friend}", f"/v1/teams/{self.team}"
        before: dict[str, list[tuple[str, str, Any]]] = {
            "roles+grants": [("PATCH", reads, {"grants": {}}), ("PATCH", friend, {"team_ids": [self.team]})],
            "person back+role": [("PATCH", friend, {"team_ids": [self.team]}), ("DELETE", friend, None)],
            "team back+role": [("PATCH", team, {"manager_id": self.friend}), ("DELETE", team, None)],
            "role back+team": [("PATCH", friend, {"role_ids": [self.small, self.reads]}), ("DELETE", reads, None)]}
        before["role back+manager"] = before["role back+team"]
        for method, path, body in before.get(name, ()):
            assert self.api(method, path, body).status in (200, 204)
        self.api.world.settle()

    def reached(self) -> bool:
        """Whether the friend reads the lead, once the stream has told all."""
        self.api.world.settle()
        return self.api("GET", f"/v1/leads/{self.lead}", user=self.friend).status == 200


@pytest.fixture
def plot(api: Api) -> Plot:
    team = api("POST", "/v1/teams", {"name": "Growth"}).body["id"]
    lead = api("POST", "/v1/leads", {"last_name": "Ruiz", "team_id": team}).body["id"]
    wide, small, reads = (api("POST", "/v1/roles", {"name": name, "grants": grants}).body["id"] for name, grants in (
        ("wide", {**KEEPING, "leads": {"*": "team"}}), ("small", {"leads": {"read": "own"}}), ("reads", OPENS["grants"])))
    friend = invited(api, "friend", role_ids=[small]).body["id"]
    made = Plot(api, invited(api, "keeper", role_ids=[wide]).body["id"], friend, small, reads, team, lead)
    api.world.settle()
    return made


PAIRS = ("team+role", "manager+role", "manager+roles", "roles+grants", "person back+role", "team back+role", "role back+team",
         "role back+manager")


@pytest.mark.parametrize("name", PAIRS)
def test_each_alone_is_allowed(plot: Plot, name: str) -> None:
    plot.begin(name)
    saved = plot.api.world.save()
    for write in plot.pairs[name]:
        assert written(process(plot.api.world.crm), plot.keeper, write) == "done" and not plot.reached()
        plot.api.world.restore(saved)


@pytest.mark.parametrize("name", PAIRS)
def test_the_second_is_refused_before_the_stream_tells_of_the_first(plot: Plot, name: str) -> None:
    plot.begin(name)
    saved = plot.api.world.save()
    for one, other in (plot.pairs[name], plot.pairs[name][::-1]):
        here, there = process(plot.api.world.crm), process(plot.api.world.crm)
        assert (written(here, plot.keeper, one), written(there, plot.keeper, other)) == ("done", "Forbidden")
        assert not plot.reached()
        plot.api.world.restore(saved)


@pytest.mark.parametrize("name", PAIRS)
def test_one_of_two_at_the_same_moment_is_refused(plot: Plot, name: str) -> None:
    plot.begin(name)
    saved = plot.api.world.save()
    for one, other in (plot.pairs[name], plot.pairs[name][::-1]):
        outcomes = at_once(plot.api.world.crm, WRITING, (plot.keeper, one), (plot.keeper, other))
        assert outcomes == ("Forbidden", "done") and not plot.reached()
        plot.api.world.restore(saved)


def test_what_an_administrator_wrote_a_moment_ago_counts(plot: Plot) -> None:
    joins, widens = plot.pairs["team+role"]
    here, there = process(plot.api.world.crm), process(plot.api.world.crm)
    assert written(here, plot.api.admin, joins) == "done"
    assert written(there, plot.keeper, widens) == "Forbidden"
    assert written(there, plot.api.admin, widens) == "done" and plot.reached(), "an administrator may"


def test_a_team_made_a_moment_ago_is_known_with_who_manages_it(plot: Plot) -> None:
    crm = plot.api.world.crm
    work, below = Work(process(crm), system("test")), ("team", plot.team, {"parent_id": ""})
    boss = invited(plot.api, "boss", role_ids=[plot.reads]).body["id"]
    plot.api.world.settle()
    here = process(crm)
    top = work.create("team", {"name": "Top", "manager_id": boss})
    work.commit()
    assert written(here, plot.keeper, (*below[:2], {"parent_id": top["id"]})) == "Forbidden"


def test_who_lost_a_role_a_moment_ago_is_judged_without_it(plot: Plot) -> None:
    here, there = process(plot.api.world.crm), process(plot.api.world.crm)
    less = plot.api("POST", "/v1/roles", {"name": "less", "grants": KEEPING}).body["id"]
    assert written(here, plot.api.admin, ("user", plot.keeper, {"role_ids": [less]})) == "done"
    assert written(there, plot.keeper, ("user", plot.friend, {"role_ids": [plot.reads]})) == "Forbidden"


def waiting(plot: Plot) -> dict[str, int]:
    """What is kept of writes that the stream has not brought."""
    item = plot.api.world.crm.table.get(keys.rights(), consistent=True) or {}
    assert item.keys() <= {"pk", "sk", "rev", "waiting"}
    return dict(item.get("waiting") or {})


def test_what_the_stream_has_brought_is_dropped_and_only_ids_are_kept(plot: Plot) -> None:
    crm = process(plot.api.world.crm)
    assert written(crm, plot.keeper, ("role", plot.small, {"grants": {"leads": {"read": "none"}}})) == "done"
    assert waiting(plot).keys() == {plot.small}
    assert written(crm, plot.keeper, plot.pairs["team+role"][0]) == "done"
    assert waiting(plot) == {plot.small: 2, plot.friend: 2}
    plot.api.world.settle()
    assert written(crm, plot.keeper, ("user", plot.friend, {"team_ids": []})) == "done"
    assert waiting(plot) == {plot.friend: 3}


def test_what_is_gone_waits_for_nothing(plot: Plot) -> None:
    crm = plot.api.world.crm
    crm.table.write(Update(keys.rights(), "SET waiting.gone = :one", {}, {":one": 1}))
    assert written(process(crm), plot.keeper, plot.pairs["team+role"][0]) == "done"
    assert waiting(plot) == {plot.friend: 2}


def test_other_changes_ask_nothing_more(plot: Plot) -> None:
    before = plot.api.world.crm.table.get(keys.rights())
    for path, body in ((f"/v1/users/{plot.friend}", {"capacity": 5}), (f"/v1/teams/{plot.team}", {"name": "Growing"}),
                       (f"/v1/roles/{plot.small}", {"name": "Smaller"})):
        plot.api.world.crm.table.meter.reset()
        assert plot.api("PATCH", path, body, user=plot.keeper).status == 200
        assert plot.api.world.crm.table.meter.calls == 2, path
    assert plot.api.world.crm.table.get(keys.rights()) == before


def test_administrators_keep_it_short_too(plot: Plot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order, "MANY", 2)
    for turn in range(8):
        made = invited(plot.api, f"new{turn}", role_ids=[plot.small])
        assert made.status == 201 and len(waiting(plot)) <= 4
        plot.api.world.settle()


def test_rights_wait_for_a_stream_that_is_far_behind(plot: Plot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order, "MANY", 1)
    monkeypatch.setattr(order, "MOST", 2)
    made = [invited(plot.api, f"new{turn}", role_ids=[plot.small]) for turn in range(4)]
    assert [each.status for each in made] == [201, 201, 201, 503] and made[3].headers["Retry-After"] == "30"
    assert plot.api("PATCH", f"/v1/users/{plot.friend}", {"capacity": 5}).status == 200, "only rights wait"
    plot.api.world.settle()
    assert invited(plot.api, "new4", role_ids=[plot.small]).status == 201


@pytest.mark.parametrize("call", [WRITING, 1, 4])
def test_an_item_that_is_lost_stops_nobody(plot: Plot, call: int) -> None:
    crm = plot.api.world.crm
    assert waiting(plot)
    lost = process(crm, Interrupted(crm, call, lambda: crm.table.write(Delete(keys.rights()))))
    assert written(lost, plot.keeper, plot.pairs["team+role"][0]) == "done"
    assert written(process(crm), plot.keeper, plot.pairs["team+role"][1]) == "Forbidden"


def test_who_is_always_too_late_is_told_to_try_again(plot: Plot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(works, "LONGEST_PAUSE", 0.0)
    crm, judged = plot.api.world.crm, order._as_now

    def late(*given: Any) -> Any:
        crm.table.write(Update(keys.rights(), "SET #rev = :rev", {"#rev": "rev"}, {":rev": crm.ids.token()}))
        return judged(*given)
    monkeypatch.setattr(order, "_as_now", late)
    told = plot.api("PATCH", f"/v1/users/{plot.friend}", {"team_ids": [plot.team]}, user=plot.keeper)
    assert (told.status, told.body["detail"]) == (503, "Too many changes at once; try again")
    assert int(told.headers["Retry-After"]) > 0


def test_two_in_one_work_are_both_kept(plot: Plot) -> None:
    crm = plot.api.world.crm
    people = [crm.table.get(keys.record(id)) or {} for id in (plot.friend, plot.keeper)]
    work = Work(crm, system("test"))
    for person in people:
        work.change(person, {"team_ids": [plot.team]})
    work.commit()
    assert waiting(plot).items() >= {plot.friend: 2, plot.keeper: 2}.items()
    stale = Work(crm, system("test"))
    stale.change({**people[0], "revision": 2}, {"active": False})
    crm.table.write(Put({**(crm.table.get(keys.rights()) or {}), "rev": "another"}))
    stale.change({**people[1], "revision": 2}, {"active": False})
    with pytest.raises(Collision):
        stale.commit()


def test_a_batch_of_people_waits_for_itself(plot: Plot) -> None:
    people = [{"email": f"batch{place}@kith.example", "role_ids": [plot.small]} for place in range(30)]
    done = plot.api("POST", "/v1/users/batch", {"create": people}, user=plot.keeper)
    assert [each["status"] for each in done.body["results"]] == [201] * 30
    joined = [{"id": each["id"], "team_ids": [plot.team]} for each in done.body["results"]]
    plot.api.world.settle()
    assert plot.api("POST", "/v1/users/batch", {"update": joined}, user=plot.keeper).body["results"][29]["status"] == 200
    told = plot.api("POST", "/v1/roles/batch", {"update": [{"id": plot.small, **OPENS}]}, user=plot.keeper)
    assert told.body["results"][0]["status"] == 403
