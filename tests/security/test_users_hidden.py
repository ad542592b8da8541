"""What a role hides of users is told by no decision about leads: neither of an absence nor of a limit nor of a skill."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest

from chalicelib.leads import discretion
from tests.edge import Api
from tests.installation import World
from tests.security.test_fields_hidden import limited
from tests.security.test_notifications import Post

GRANTS = {"leads": {"*": "all"}, "contacts": {"*": "all"}, "users": {"read": "all"}, "notifications": {"*": "own"},
          "jobs": {"read": "own"}, "audit": {"read": "all"}, "views": {"*": "own"}}
HIDDEN = {"users": {name: "none" for name in ("away_from", "away_until", "capacity", "skills")}}
SECRETS = ("away", "2031", "0 of 0", "open leads", "asks for this lead", '"capacity"', "pool_condition", "not active", '"held"')


@pytest.fixture
def colleagues(api: Api) -> list[str]:
    """Somebody on holiday, somebody who takes no leads, somebody without the skill."""
    away = {"away_from": "2020-01-01T00:00:00Z", "away_until": "2031-01-02T00:00:00Z"}
    return [api.person("rep", f"{name}@kith.example", first_name=name.title(), **values)
            for name, values in (("hol", away), ("cap", {"capacity": 0}), ("uns", {"skills": []}))]


def reader(api: Api, fields: Any = HIDDEN) -> str:
    return limited(api, "reader", fields, GRANTS, first_name="Rea", skills=["sales"])


def rule(api: Api, *users: str) -> None:
    pool = {"user_ids": users, "condition": {"field": "skills", "op": "has", "value": "sales"}}
    made = api("POST", "/v1/routing_rules", {"name": "All", "pool": pool})
    assert made.status == 201, made.body


def lead(api: Api, **values: Any) -> str:
    id = str(api("POST", "/v1/leads", {"last_name": "Ruiz", "emails": ["r@x.example"], **values}).body["id"])
    api.world.settle()
    return id


def everything(api: Api, user: str, lead: str) -> dict[str, str]:
    """What this reader is answered by each way to a decision."""
    decisions = api("GET", f"/v1/decisions?lead_id={lead}", user=user).body["data"]
    paths = [f"/v1/leads/{lead}{tail}" for tail in ("", "?include=links,timeline", "/timeline", "/history")]
    paths += ["/v1/leads", "/v1/decisions", "/v1/recent", "/v1/search?q=Ruiz", "/v1/notifications", f"/v1/audit/{lead}"]
    paths += [f"/v1/decisions/{each['id']}{tail}" for each in decisions for tail in ("", "/timeline", "/history")]
    answers = {path: api("GET", path, user=user) for path in paths}
    assert decisions and {answer.status for answer in answers.values()} == {200}, {p: a.status for p, a in answers.items()}
    answers["trial"] = api("POST", f"/v1/leads/{lead}/route?dry_run=true", {}, user=user)
    return {path: json.dumps(answer.body) for path, answer in answers.items()}


def test_who_was_passed_over_is_told_but_not_why(api: Api, world: World, colleagues: list[str]) -> None:
    post = Post()
    world.crm = replace(world.crm, mail=post)  # type: ignore[arg-type]
    me = reader(api)
    rule(api, *colleagues, me)
    id = lead(api)
    told = everything(api, me, id)
    for path, answer in [*told.items(), *(("mail", mail) for to, mail in post.mails if to == "reader@kith.example")]:
        assert not [word for word in SECRETS if word in answer], path
    routing = api("GET", f"/v1/leads/{id}", user=me).body["routing"]
    assert [(each["user_id"], each["code"]) for each in routing["skipped"]] == [(each, "unable") for each in colleagues]
    assert "Hol and Cap" not in routing["explanation"] and "could not take it" in routing["explanation"]
    for path in (f"/v1/leads/{id}/timeline", "/v1/notifications", "trial", f"/v1/decisions?lead_id={id}"):
        assert discretion.REASON in (told.get(path) or told["/v1/decisions"]), path
    whole = json.dumps(api("GET", f"/v1/leads/{id}").body)
    assert "away until 2031-01-02" in whole and "0 of 0 open leads" in whole
    assert world.differences() == []


def test_what_was_decided_before_a_role_hid_it_is_told_in_general_too(api: Api, world: World, colleagues: list[str]) -> None:
    rule(api, *colleagues)
    owner = colleagues[0]
    contact = api("POST", "/v1/contacts", {"last_name": "Ruiz", "owner_id": owner}).body["id"]
    id = lead(api, contact_id=contact)
    assert "away until 2031-01-02" in json.dumps(api("GET", f"/v1/leads/{id}/timeline").body)
    me = reader(api)
    for _time in ("at once", "when rows are made anew"):
        for path, answer in everything(api, me, id).items():
            assert not [word for word in SECRETS if word in answer], path
        api.world.settle()
    assert discretion.REASON in json.dumps(api("GET", f"/v1/leads/{id}/timeline", user=me).body)
    assert world.differences() == []


def test_nothing_is_found_or_exported_by_it(api: Api, colleagues: list[str]) -> None:
    me = reader(api)
    rule(api, *colleagues, me)
    lead(api)
    condition = {"field": "explanation", "op": "contains", "value": "2031"}
    for path in (f"/v1/decisions?filter={quote(json.dumps(condition))}", "/v1/decisions?fields=explanation", "/v1/leads?fields=routing"):
        assert (api("GET", path, user=me).status, api("GET", path).status) == (422, 200), path
    view = {"name": "V", "object": "decisions", "filter": condition}
    assert api("POST", "/v1/views", view, user=me).status == 422
    for object, column in (("leads", "routing"), ("decisions", "explanation")):
        asked = {"object": object, "fields": ["id", column]}
        answers = api("POST", "/v1/exports", asked, user=me), api("POST", "/v1/exports", asked)
        assert [answer.status for answer in answers] == [422, 201], answers
    names = {each["name"] for each in api("GET", "/v1/schema/decisions", user=me).body["fields"]}
    assert "chosen" in names and names.isdisjoint({"explanation", "skipped", "tried", "told"})


def test_a_field_that_is_hidden_itself_is_told_in_no_words(api: Api, colleagues: list[str]) -> None:
    me = limited(api, "reader", {**HIDDEN, "leads": {"city": "none"}}, GRANTS, skills=["sales"])
    rule(api, *colleagues, me)
    id = lead(api)
    assert "routing" not in api("GET", f"/v1/leads/{id}", user=me).body
    assert api("GET", "/v1/decisions", user=me).status == 403
    hider = limited(api, "hider", {**HIDDEN, "decisions": {"explanation": "none"}}, GRANTS)
    api.world.settle()
    shown = api("GET", f"/v1/decisions?lead_id={id}", user=hider).body["data"][0]
    assert "explanation" not in shown and {each["code"] for each in shown["skipped"]} == {"unable"}
    assert discretion.REASON not in json.dumps(api("GET", f"/v1/leads/{id}/timeline", user=hider).body)


@pytest.mark.parametrize("said, general", [
    ("Rule 'R' takes every lead. Ana is the only person in its pool; Ben was skipped: away.", "Ben was skipped: could not take it."),
    ("; Ben and Cy were skipped: 20 of 20 open leads; Di: away until 2031-01-02; Ed: already had this lead.",
     "were skipped: could not take it; Di: could not take it; Ed: already had this lead."),
    ("could take the lead: Ben: not active; Cy: not among the people whom the rule asks for this lead.",
     "could take the lead: Ben: could not take it; Cy: could not take it."),
    ("Ben, who looks after this contact, was skipped: away until 2031-01-02. So nobody gets this lead.",
     "was skipped: could not take it. So nobody gets this lead."),
    ("Rule 'far: away' did not match.", "Rule 'far: away' did not match.")])
def test_reasons_in_sentences(said: str, general: str) -> None:
    assert discretion.sentence(said).endswith(general)


def test_who_was_passed_over_by_two_rules_is_named_once() -> None:
    entries = [{"user_id": "a", "code": "away", "reason": "away", "until": "2031-01-02"}, {"user_id": "a", "code": "pool_condition", "reason": "x"},
               {"user_id": "a", "code": "excluded", "reason": "already had this lead"}]
    assert discretion.skipped(entries) == [{"user_id": "a", "code": "unable", "reason": discretion.REASON}, entries[2]]
