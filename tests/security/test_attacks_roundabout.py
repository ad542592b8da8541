"""What a fourth attack got at in a roundabout way: by what is shared with a team, by somebody else's key, by rules and
files that compare with what one may not read, from outside."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.exchange import source
from chalicelib.users import founding
from tests.edge import Api
from tests.security.test_attacks_people import invited, key_of
from tests.security.test_attacks_returning import Plot, plot
from tests.security.test_attacks_stack import imported
from tests.security.test_fields_hidden import limited
from tests.security.test_privilege import with_grants

__all__ = ["plot"]
MARK = "Zanzibarian"


def shared_with_team(plot: Plot) -> str:
    """Another lead, of no team, that is shared with the plot's team."""
    lead = plot.api("POST", "/v1/leads", {"last_name": "Zed"}).body["id"]
    assert plot.api("PUT", f"/v1/leads/{lead}/shares/{plot.team}").status == 200
    plot.api.world.settle()
    return str(lead)


def test_nobody_lets_an_accomplice_into_what_is_shared_with_a_team(plot: Plot) -> None:
    friend, manager = (plot.accomplice(plot.small) if not number else invited(
        plot.api, "second", by=plot.keeper, role_ids=[plot.small]).body["id"] for number in range(2))
    below = plot.api("POST", "/v1/teams", {"name": "Below", "parent_id": plot.team}).body["id"]
    above = plot.api("POST", "/v1/teams", {"name": "Above"}).body["id"]
    assert plot("PATCH", f"/v1/users/{friend}", {"team_ids": [plot.team]}) == 200, "while nothing is shared with it"
    assert plot("PATCH", f"/v1/users/{friend}", {"team_ids": [above]}) == 200
    lead = shared_with_team(plot)
    for path, body in ((f"/v1/users/{friend}", {"team_ids": [plot.team]}), (f"/v1/teams/{plot.team}", {"manager_id": manager}),
                       (f"/v1/teams/{plot.team}", {"parent_id": above})):
        assert plot("PATCH", path, body) == 403, body
    assert plot("PATCH", f"/v1/users/{friend}", {"team_ids": [below]}) == 200, "nothing is shared with those below"
    plot.api.world.settle()
    for user in (friend, manager):
        assert plot.api("GET", f"/v1/leads/{lead}", user=user).status == 404
    assert plot.api("PATCH", f"/v1/users/{friend}", {"team_ids": [plot.team]}).status == 200, "an administrator may"
    assert plot.api("GET", f"/v1/leads/{lead}", user=friend).status == 200


def test_nobody_gives_a_role_by_which_what_is_shared_with_a_team_is_reached(plot: Plot) -> None:
    blind = plot.api("POST", "/v1/roles", {"name": "blind", "grants": {"tasks": {"read": "none"}}}).body["id"]
    friend = invited(plot.api, "friend", role_ids=[blind], team_ids=[plot.team]).body["id"]
    assert plot("PATCH", f"/v1/users/{friend}", {"role_ids": [blind, plot.small]}) == 200, "while nothing is shared with it"
    assert plot("PATCH", f"/v1/users/{friend}", {"role_ids": [blind]}) == 200
    lead = shared_with_team(plot)
    assert plot("PATCH", f"/v1/users/{friend}", {"role_ids": [blind, plot.small]}) == 403
    assert plot("PATCH", f"/v1/roles/{blind}", {"grants": {"leads": {"read": "own"}}}) == 403
    assert plot.api("GET", f"/v1/leads/{lead}", user=friend).status == 403


def key_for(plot: Plot, friend: str, scope: str) -> tuple[str, str]:
    """A key that an administrator made for somebody, with a role that nobody else has; its id and its role's."""
    role = plot.api("POST", "/v1/roles", {"name": "of a key", "grants": {"leads": {"read": scope}}}).body["id"]
    made = plot.api("POST", "/v1/api_keys", {"name": "k", "role_id": role, "owner_id": friend})
    assert made.status == 201, made.body
    plot.api.world.settle()
    return made.body["id"], role


def test_no_role_is_widened_for_a_key_of_somebody_in_another_team(plot: Plot) -> None:
    key, role = key_for(plot, plot.accomplice(plot.small, team_ids=[plot.team]), "own")
    assert plot("PATCH", f"/v1/roles/{role}", {"grants": {"leads": {"read": "team"}}}) == 403 and plot.seen(key) is None


def test_nobody_lets_the_key_of_an_accomplice_into_a_team(plot: Plot) -> None:
    friend = plot.accomplice(plot.small)
    key, _role = key_for(plot, friend, "team")
    assert plot("PATCH", f"/v1/users/{friend}", {"team_ids": [plot.team]}) == 403
    assert plot("PATCH", f"/v1/teams/{plot.team}", {"manager_id": friend}) == 403 and plot.seen(key) is None


def test_who_keeps_keys_ends_others_but_widens_none(api: Api) -> None:
    grants = {"api_keys": {"*": "all"}, "leads": {"*": "team"}}
    role = api("POST", "/v1/roles", {"name": "keeps keys", "grants": grants}).body["id"]
    keeper = invited(api, "keeper", role_ids=[role]).body["id"]
    small = api("POST", "/v1/roles", {"name": "small", "grants": {"leads": {"read": "own"}}}).body["id"]
    friend = invited(api, "friend", role_ids=[small]).body["id"]
    key = api("POST", "/v1/api_keys", {"name": "k", "role_id": small, "owner_id": friend}).body["id"]

    def change(**values: Any) -> int:
        return api("PATCH", f"/v1/api_keys/{key}", values, user=keeper).status
    assert [change(role_id=role), change(expires_at="2090-01-01T00:00:00Z"), change(name="x")] == [403, 403, 200]
    assert [change(active=False), change(active=True)] == [200, 403]
    assert api("DELETE", f"/v1/api_keys/{key}", user=keeper).status == 204
    own = key_of(api, small, user=keeper)["id"]
    assert api("PATCH", f"/v1/api_keys/{own}", {"expires_at": "2090-01-01T00:00:00Z"}, user=keeper).status == 200


def test_from_outside_no_colleague_is_named_by_why_a_lead_is_whose(api: Api) -> None:
    role = api("POST", "/v1/roles", {"name": "Partner", "kind": "external", "grants": {"*": {"*": "all"}}}).body["id"]
    partner, rep = invited(api, "partner", role_ids=[role]).body["id"], founding.role_id(api.world.crm, "rep")
    away, taker = (invited(api, name, role_ids=[rep], last_name=MARK, **more).body["id"] for name, more in (
        ("away", {"away_from": "2020-01-01T00:00:00Z"}), ("taker", {})))
    assert api("POST", "/v1/routing_rules", {"name": "R", "pool": {"user_ids": [away, taker]}}).status == 201
    assert api("POST", "/v1/scoring_rules", {"name": MARK, "points": 10, "condition": {"field": "last_name", "op": "eq", "value": "Ruiz"}}).status == 201
    lead = api("POST", "/v1/leads", {"last_name": "Ruiz"}).body["id"]
    api.world.settle()
    assert api("PUT", f"/v1/leads/{lead}/shares/{partner}?access=write").status == 200
    api.world.settle()
    assert json.dumps(api("GET", f"/v1/leads/{lead}").body).count(MARK) > 2, "colleagues are told"
    for path in (f"/v1/leads/{lead}", f"/v1/leads/{lead}?include=links,timeline", "/v1/leads", "/v1/leads?sort=-score", "/v1/schema/leads"):
        told = api("GET", path, user=partner)
        assert told.status == 200 and MARK not in json.dumps(told.body) and "score_reasons" not in json.dumps(told.body), path
    assert MARK not in json.dumps(api("PATCH", f"/v1/leads/{lead}", {"city": "Rom"}, user=partner).body)
    assert api("GET", "/v1/leads?fields=routing", user=partner).status == 422
    found = api("GET", "/v1/search?q=Ruiz", user=partner).body
    assert ([row["id"] for row in found["data"]], found["meta"]["more"]) == ([lead], False)


def test_from_outside_nobodys_consents_are_read(api: Api) -> None:
    role = api("POST", "/v1/roles", {"name": "Partner", "kind": "external", "grants": {"*": {"*": "all"}}}).body["id"]
    partner = invited(api, "partner", role_ids=[role]).body["id"]
    contact = api("POST", "/v1/contacts", {"last_name": "Ruiz"}).body["id"]
    assert api("POST", "/v1/consents", {"contact_id": contact, "purpose": "phone", "status": "granted", "proof": MARK}).status == 201
    assert api("GET", f"/v1/contacts/{contact}/consents", user=partner).status == 404
    assert api("PUT", f"/v1/contacts/{contact}/shares/{partner}").status == 200
    assert api("GET", f"/v1/contacts/{contact}/consents", user=partner).status == 403
    assert MARK in json.dumps(api("GET", f"/v1/contacts/{contact}/consents").body)


def test_a_cleaning_rule_does_nothing_for_who_may_not_read_what_it_asks_for(api: Api) -> None:
    assert api("POST", "/v1/fields", {"object": "contacts", "name": "keep", "type": "text"}).status == 201
    api.world.settle(20)
    contact = api("POST", "/v1/contacts", {"last_name": "Ruiz", "keep": "yes"}).body["id"]
    asked = {"not": {"field": "keep", "op": "eq", "value": "yes"}}
    rule = api("POST", "/v1/cleaning_rules", {"name": "r", "object": "contacts", "kind": "tag", "tag": MARK, "condition": asked}).body["id"]
    grants = {name: {"*": "all"} for name in ("contacts", "cleaning_rules")} | {"jobs": {"read": "own"}}
    me = limited(api, "blind", {"contacts": {"keep": "none"}}, grants)
    for action in ("preview", "run"):
        refused = api("POST", f"/v1/cleaning_rules/{rule}/{action}", {}, user=me)
        assert (refused.status, refused.body["code"]) == (403, "field_forbidden"), action
    mine = limited(api, "seeing", {}, grants)
    begun = api("POST", f"/v1/cleaning_rules/{rule}/run", {}, user=mine)
    role = api("GET", "/v1/me", user=mine).body["role_ids"][0]
    assert begun.status == 200 or begun.status == 202
    assert api("PATCH", f"/v1/roles/{role}", {"fields": {"contacts": {"keep": "none"}}}).status == 200
    api.world.settle(20)
    assert api("GET", f"/v1/jobs/{begun.body['job_id']}").body["state"] == "failed"
    assert not api("GET", f"/v1/contacts/{contact}").body["tags"]


def previewed(api: Api, me: str, content: str, **asked: Any) -> Any:
    """How the first row of a file of somebody's would end: its outcome and the codes of its errors."""
    made = api("POST", "/v1/imports", {"object": "contacts", "mode": "update", **asked}, user=me)
    assert made.status == 201, made.body
    api.world.crm.files.put(api.world.crm.settings.files_bucket, source.key(made.body["id"]), content.encode())
    (row,) = api("POST", f"/v1/imports/{made.body['id']}/preview", {}, user=me).body["rows"]
    return row["outcome"], [each["code"] for each in row["errors"]]


@pytest.mark.parametrize("job", ["Boss", "Boy"])
def test_a_file_compares_with_nothing_that_one_may_not_read(api: Api, job: str) -> None:
    me = with_grants(api, "odd", {"contacts": {"*": "all", "read": "own"}, "imports": {"*": "own"}})
    contact = api("POST", "/v1/contacts", {"last_name": "Ruiz", "emails": ["a@client.example"], "job_title": "Boss"}).body["id"]
    api.world.settle()
    asked = {"key": "email", "mapping": {"emails": "emails", "job": "job_title"}}
    content = f"emails,job\na@client.example,{job}\n"
    assert previewed(api, me, content, **asked) == ("failed", ["forbidden"])
    record, _failed = imported(api, me, content, object="contacts", mode="update", **asked)
    assert record["failed"] == 1 and api("GET", f"/v1/contacts/{contact}").body["job_title"] == "Boss"


def test_a_file_tells_of_no_id_and_no_list_that_one_may_not_read(api: Api) -> None:
    me = with_grants(api, "narrow", {"contacts": {"*": "own"}, "imports": {"*": "own"}})
    many = [f"a{number}@client.example" for number in range(50)]
    contact = api("POST", "/v1/contacts", {"last_name": "Ruiz", "emails": many}).body["id"]
    api.world.settle()
    for id in (contact, contact[:-1] + ("1" if contact[-1] == "0" else "0")):
        told = previewed(api, me, f"id,job\n{id},Boss\n", key="id", mapping={"id": "id", "job": "job_title"})
        assert told == ("failed", ["not_found"])
    told = previewed(api, me, "emails,job\na1@client.example;new@client.example,x\n", key="email", mapping={"emails": "emails"})
    assert told == ("failed", ["forbidden"])


def test_a_key_reads_no_file_that_its_owner_brought(api: Api) -> None:
    role = api("POST", "/v1/roles", {"name": "of a key", "grants": {"contacts": {"create": "own", "import": "own"}, "imports": {"*": "own"}}}).body["id"]
    key, asked = key_of(api, role)["id"], {"object": "contacts", "mapping": {"last_name": "last_name"}}
    for maker, status in ((api.admin, 403), (key, 200)):
        made = api("POST", "/v1/imports", asked, user=maker).body["id"]
        api.world.crm.files.put(api.world.crm.settings.files_bucket, source.key(made), f"last_name\n{MARK}\n".encode())
        told = api("POST", f"/v1/imports/{made}/preview", {}, user=key)
        assert told.status == status and (MARK in json.dumps(told.body)) is (status == 200)
        assert api("POST", f"/v1/imports/{made}/start", {}, user=key).status == (202 if status == 200 else 403)


def test_a_bell_names_nobody_by_what_is_hidden_nor_to_somebody_from_outside(api: Api) -> None:
    author = invited(api, "anna", role_ids=[founding.role_id(api.world.crm, "rep")], first_name="Anna", last_name=MARK).body["id"]
    grants = {"notes": {"*": "all"}, "notifications": {"*": "own"}}
    partner = api("POST", "/v1/roles", {"name": "Partner", "kind": "external", "grants": grants}).body["id"]
    told = {"blind": limited(api, "blind", {"users": {"last_name": "none"}}, grants), "seeing": limited(api, "seeing", {}, grants),
            "partner": invited(api, "partner", role_ids=[partner]).body["id"]}
    text = " ".join(f"@[x]({id})" for id in told.values())
    assert api("POST", "/v1/notes", {"body": text}, user=author).status == 201
    api.world.settle()
    titles = {name: [each["title"] for each in api("GET", "/v1/notifications", user=id).body["data"]] for name, id in told.items()}
    assert titles == {"blind": ["Anna mentioned you"], "seeing": [f"Anna {MARK} mentioned you"], "partner": ["Somebody mentioned you"]}
