"""Leads at work: score, status actions and their conflicts, a dry run."""

from __future__ import annotations

import pytest

from tests.edge import Api
from tests.installation import World
from tests.leads.desk import Desk

WEB = {"field": "source", "op": "eq", "value": "web"}


def test_a_score_has_its_reasons_and_stays_within_its_caps(api: Api) -> None:
    for name, points, cap in (("Web", 30, None), ("Huge", 90, 20), ("Bad", -10, None)):
        api("POST", "/v1/scoring_rules", {"name": name, "points": points, "cap": cap, "condition": WEB})
    lead = api("POST", "/v1/leads", {"last_name": "R", "source": "web"}).body
    assert (lead["score"], lead["fit_score"], lead["engagement_score"], lead["grade"]) == (40, 40, 0, "C")
    assert [(reason["label"], reason["points"]) for reason in lead["score_reasons"]] == [("Web", 30), ("Huge", 20), ("Bad", -10)]
    assert api("PATCH", f"/v1/leads/{lead['id']}", {"source": "shop"}).body["score"] == 0


@pytest.mark.parametrize("steps,status", [
    (["qualify"], "qualified"), (["disqualify"], "disqualified"), (["disqualify", "reopen"], "working"), (["qualify", "reopen"], "working"),
    (["disqualify", "disqualify"], "disqualified"), (["qualify", "qualify"], "qualified")])
def test_status_actions(api: Api, world: World, steps: list[str], status: str) -> None:
    id = api("POST", "/v1/leads", {"last_name": "R", "owner_id": api.admin}).body["id"]
    for step in steps:
        assert api("POST", f"/v1/leads/{id}/{step}", {"reason": "budget"} if step == "disqualify" else {}).status == 200
    assert api("GET", f"/v1/leads/{id}").body["status"] == status
    world.settle()
    assert not world.differences()


def test_a_closed_lead_is_neither_qualified_nor_routed(api: Api) -> None:
    id = api("POST", "/v1/leads", {"last_name": "R", "owner_id": api.admin}).body["id"]
    api("POST", f"/v1/leads/{id}/disqualify", {"reason": "budget"})
    for action in ("qualify", "route"):
        answer = api("POST", f"/v1/leads/{id}/{action}")
        assert (answer.status, answer.body["code"]) == (409, "wrong_status")
    assert api("GET", f"/v1/leads/{id}").body["disqualified_reason"] == "budget"


def test_the_schema_says_which_statuses_people_set(api: Api) -> None:
    status = next(each for each in api("GET", "/v1/schema/leads").body["fields"] if each["name"] == "status")
    taken = [each for each in status["options"] if api("POST", "/v1/leads", {"last_name": "R", "status": each}).status == 201]
    assert status["by_hand"] == taken == ["new", "assigned", "working"]
    priority = next(each for each in api("GET", "/v1/schema/tasks").body["fields"] if each["name"] == "priority")
    assert priority["by_hand"] == priority["options"]


def test_a_rule_without_people_is_told_what_to_do(api: Api) -> None:
    for pool in ({}, {"pool": None}, {"pool": {}}, {"pool": {"user_ids": []}}):
        answer = api("POST", "/v1/routing_rules", {"name": "Nobody", **pool})
        assert [(each["field"], each["message"]) for each in answer.body["errors"]] == [("pool", "Name at least one person or team")]


@pytest.mark.parametrize("status", ["qualified", "converted", "disqualified"])
def test_closed_statuses_come_with_their_actions_only(api: Api, status: str) -> None:
    id = api("POST", "/v1/leads", {"last_name": "R"}).body["id"]
    assert api("PATCH", f"/v1/leads/{id}", {"status": status}).body["errors"][0]["code"] == "use_action"
    assert api("POST", "/v1/leads", {"last_name": "R", "status": status}).status == 422


def test_a_dry_run_explains_and_changes_nothing(api: Api, world: World) -> None:
    desk = Desk(api, world, 2)
    id = api("POST", "/v1/leads", {"last_name": "R", "owner_id": api.admin}).body["id"]
    world.settle()
    before, mails = desk.record(id), list(desk.mail.sent)
    answers = [api("POST", f"/v1/leads/{id}/route?dry_run=true").body for _time in range(2)]
    assert answers[0]["chosen"] == answers[1]["chosen"] in desk.reps and answers[0]["dry_run"] is True
    world.settle()
    assert (desk.record(id), desk.mail.sent, api("GET", "/v1/decisions").body["data"]) == (before, mails, [])


def test_routing_answers_with_the_contracts_decision(api: Api, world: World) -> None:
    desk = Desk(api, world, 2)
    id = api("POST", "/v1/leads", {"last_name": "R", "owner_id": api.admin}).body["id"]
    answer = api("POST", f"/v1/leads/{id}/route").body
    assert {"decision_id", "at", "rule_id", "rule_name", "pool_size", "skipped", "chosen", "strategy", "attempt", "explanation"} <= answer.keys()
    assert answer["chosen"] == desk.record(id)["owner_id"] and desk.record(answer["decision_id"])["lead_id"] == id


def test_who_is_given_a_lead_by_hand_is_told(api: Api, world: World) -> None:
    desk = Desk(api, world, 1)
    id = api("POST", "/v1/leads", {"last_name": "R", "owner_id": api.admin}).body["id"]
    world.settle()
    api("PATCH", f"/v1/leads/{id}", {"owner_id": desk.reps[0]})
    world.settle()
    assert len(desk.mail.to("r0@x.example")) == 1
