"""Ways that were tried to reach further through views, reports, jobs, keys, merges and teams than one's roles do."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.exchange import source
from chalicelib.users import access
from tests.edge import Api
from tests.security.test_fields_hidden import limited

SECRET = "Zanzibarian"
ALL = {"*": {"*": "all"}}


def role(api: Api, name: str, grants: Any, **more: Any) -> str:
    """A role; its id."""
    made = api("POST", "/v1/roles", {"name": name, "grants": grants, **more})
    assert made.status == 201, made.body
    return str(made.body["id"])


def person(api: Api, name: str, role_id: str) -> str:
    """Somebody with one role; their id."""
    id = api("POST", "/v1/users", {"email": f"{name}@kith.example", "role_ids": [role_id]}).body["id"]
    api.world.settle()
    return str(id)


def key(api: Api, role_id: str, user: str = "") -> str:
    """An API key of the administrator, or of somebody else."""
    made = api("POST", "/v1/api_keys", {"name": "k", "role_id": role_id}, user=user)
    assert made.status == 201, made.body
    api.world.settle()
    return str(made.body["id"])


@pytest.mark.parametrize("schedule", ["off", "daily"])
def test_a_cleaning_rule_of_a_key_reaches_no_further_than_the_key(api: Api, schedule: str) -> None:
    contact = api("POST", "/v1/contacts", {"first_name": "JOHN", "last_name": "ALLCAPS"}).body["id"]
    program = key(api, role(api, "cleaner", {"cleaning_rules": {"*": "all"}, "contacts": {"read": "all", "update": "own"}},
                            fields={"contacts": {"first_name": "read", "last_name": "read"}}))
    rule = api("POST", "/v1/cleaning_rules", {"name": "x", "object": "contacts", "kind": "case_names", "schedule": schedule}, user=program)
    assert api("POST", f"/v1/cleaning_rules/{rule.body['id']}/run", {}, user=program).status == 202
    api.world.settle()
    api.world.later(days=2)
    api.world.tick()
    assert api("GET", f"/v1/contacts/{contact}").body["last_name"] == "ALLCAPS"


def test_an_import_of_a_key_reaches_no_further_than_the_key(api: Api) -> None:
    contact = api("POST", "/v1/contacts", {"last_name": "Old", "emails": ["a@b.example"]}).body["id"]
    program = key(api, role(api, "importer", {"contacts": {"read": "all", "import": "all", "create": "own"}, "imports": {"*": "own"}}))
    made = api("POST", "/v1/imports", {"object": "contacts", "mode": "update", "key": "email", "mapping": {"email": "emails", "last": "last_name"}}, user=program)
    crm = api.world.crm
    crm.files.put(crm.settings.files_bucket, source.key(made.body["id"]), b"email,last\na@b.example,New\n", "text/csv")
    assert api("POST", f"/v1/imports/{made.body['id']}/start", {}, user=program).status == 202
    api.world.settle()
    assert api("GET", f"/v1/contacts/{contact}").body["last_name"] == "Old"
    assert api("GET", f"/v1/imports/{made.body['id']}").body["failed"] == 1


def test_nobody_gets_the_secret_of_a_key_that_acts_for_somebody_else(api: Api) -> None:
    mine = role(api, "own", {"api_keys": {"*": "all"}, "contacts": {"*": "own"}})
    one, other = person(api, "one", mine), person(api, "other", mine)
    hers = key(api, mine, user=one)
    assert api("POST", f"/v1/api_keys/{hers}/rotate", {}, user=other).status == 403
    assert api("POST", "/v1/api_keys", {"name": "k", "role_id": mine, "owner_id": one}, user=other).status == 403
    assert api("POST", f"/v1/api_keys/{hers}/rotate", {}, user=one).status == 200


def test_a_revoked_key_is_not_brought_back_by_who_may_less(api: Api) -> None:
    theirs = key(api, api("GET", "/v1/me").body["role_ids"][0])
    assert api("DELETE", f"/v1/api_keys/{theirs}").status == 204
    me = person(api, "me", role(api, "keys", {"api_keys": {"*": "all"}}))
    assert api("POST", f"/v1/api_keys/{theirs}/restore", {}, user=me).status == 403


def test_nobody_takes_over_a_team(api: Api) -> None:
    team = api("POST", "/v1/teams", {"name": "others"}).body["id"]
    colleague = api.person("rep", "rep@kith.example", team_ids=[team])
    contact = api("POST", "/v1/contacts", {"last_name": "x"}, user=colleague).body["id"]
    me = person(api, "desk", role(api, "desk", {"teams": {"*": "all"}, "contacts": {"*": "team"}}))
    mine = api("POST", "/v1/teams", {"name": "mine", "manager_id": me}, user=me).body["id"]
    for change in ({"manager_id": me}, {"parent_id": mine}):
        assert api("PATCH", f"/v1/teams/{team}", change, user=me).status == 403
    assert api("PATCH", f"/v1/teams/{team}", {"name": "renamed"}, user=me).status == 200
    assert api("GET", f"/v1/contacts/{contact}", user=me).status == 404


def test_pairs_and_journals_tell_no_hidden_field(api: Api) -> None:
    same = {"last_name": SECRET, "birthday": "1990-02-03"}
    winner = api("POST", "/v1/contacts", {"first_name": "Anabella", **same}).body["id"]
    api("POST", "/v1/contacts", {"first_name": "Anabela", **same, "job_title": SECRET})
    me = limited(api, "part", {"contacts": {"last_name": "none", "job_title": "none"}}, {"*": {"read": "all"}})
    api.world.settle()
    pair = api("GET", "/v1/duplicates").body["data"][0]
    assert api("POST", f"/v1/duplicates/{pair['id']}/merge", {"winner_id": winner}).status == 200
    api.world.settle()
    for path in ("duplicates", f"duplicates/{pair['id']}", f"duplicates/{pair['id']}/history", "merges", "jobs"):
        assert SECRET not in json.dumps(api("GET", f"/v1/{path}", user=me).body), path
    assert SECRET in json.dumps(api("GET", "/v1/merges").body)


def test_pairs_of_what_is_not_theirs_are_not_counted(api: Api) -> None:
    for _twice in range(2):
        api("POST", "/v1/companies", {"name": "Zanzibarian Trading House", "phones": ["+41446681800"]})
    me = person(api, "me", role(api, "people", {"contacts": {"*": "all"}}))
    assert api("GET", "/v1/duplicates").body["meta"]["total"] == 1
    for query in ("", "?state=open"):
        answer = api("GET", f"/v1/duplicates{query}", user=me).body
        assert (answer["data"], answer["meta"]["total"]) == ([], None)
    assert api("POST", "/v1/duplicates/bulk?preview=true", {"filter": {}, "delete": True}, user=me).body["count"] == 0


def test_a_report_counts_no_private_views(api: Api) -> None:
    other = person(api, "other", role(api, "other", {"contacts": {"*": "all"}}))
    assert api("POST", "/v1/views", {"name": SECRET, "object": "contacts"}, user=other).status == 201
    me = person(api, "me", role(api, "reader", {"*": {"read": "all"}}))
    report = api("POST", "/v1/reports", {"name": "x", "object": "views", "group_by": ["name"]}, user=me)
    api.world.settle()
    assert api("GET", f"/v1/reports/{report.body['id']}/data", user=me).status == 403


def test_jobs_of_others_tell_nothing_to_who_may_not_read_all(api: Api) -> None:
    contact = api("POST", "/v1/contacts", {"first_name": "A", "last_name": SECRET}).body["id"]
    rep = person(api, "rep", role(api, "rep-like", {"contacts": {"read": "all", "update": "own"}, "jobs": {"read": "own"}}))
    me, other = limited(api, "part", {"contacts": {"last_name": "none"}}, {"*": {"read": "all"}}), person(api, "jobs", role(api, "jobs", {"jobs": {"read": "all"}}))
    job = api("POST", "/v1/contacts/bulk", {"ids": [contact], "set": {"job_title": "Boss"}}, user=rep).body["job_id"]
    api.world.settle()
    assert [api("GET", f"/v1/jobs/{job}", user=user).status for user in (me, other, rep, api.admin)] == [404, 404, 200, 200]
    assert api("GET", "/v1/jobs", user=other).body["data"] == []


def test_who_only_reads_jobs_cancels_none(api: Api) -> None:
    me = person(api, "me", role(api, "reader", {"*": {"read": "all"}}))
    contact = api("POST", "/v1/contacts", {"last_name": "x"}).body["id"]
    job = api("POST", "/v1/contacts/bulk", {"ids": [contact], "delete": True}).body["job_id"]
    assert api("POST", f"/v1/jobs/{job}/cancel", {}, user=me).status == 403
    assert api("POST", f"/v1/jobs/{job}/cancel", {}).status == 200


def test_an_undo_writes_no_locked_field(api: Api) -> None:
    contact = api("POST", "/v1/contacts", {"last_name": "x", "source": "old"}).body["id"]
    api.world.settle()
    job = api("POST", "/v1/contacts/bulk", {"ids": [contact], "set": {"source": "new"}}).body["job_id"]
    me = limited(api, "part", {"contacts": {"source": "read"}}, ALL)
    api.world.settle()
    assert api("POST", f"/v1/jobs/{job}/undo", {}, user=me).status == 202
    api.world.settle()
    assert api("GET", f"/v1/contacts/{contact}").body["source"] == "new"


def test_a_tree_is_not_shown_by_a_hidden_field(api: Api) -> None:
    top = api("POST", "/v1/companies", {"name": "Top"}).body["id"]
    below = api("POST", "/v1/companies", {"name": "Below", "parent_id": top}).body["id"]
    me = limited(api, "part", {"companies": {"parent_id": "none"}})
    assert [api("GET", f"/v1/companies/{id}/tree", user=me).status for id in (top, below)] == [404, 404]


def test_a_roll_up_counts_nothing_by_a_hidden_field_behind_a_reference(api: Api) -> None:
    condition = {"field": "company_id.industry", "op": "eq", "value": "retail"}
    api("POST", "/v1/fields", {"object": "companies", "name": "people", "type": "integer",
                               "roll_up": {"object": "contacts", "via": "company_id", "filter": condition}})
    company = api("POST", "/v1/companies", {"name": "x", "industry": "retail"}).body["id"]
    api("POST", "/v1/contacts", {"last_name": "x", "company_id": company})
    me = limited(api, "part", {"companies": {"industry": "none"}})
    api.world.settle()
    assert [api("GET", f"/v1/companies/{company}", user=user).body["people"] for user in (me, api.admin)] == [None, 1]


def test_nobody_wipes_out_who_signed_in(api: Api) -> None:
    me = person(api, "me", role(api, "own", {"*": {"*": "own"}}))
    access.noted(api.world.crm, me, "password", "refused", "192.0.2.7", "x")
    attempt = api("GET", "/v1/sign_ins", user=me).body["data"][0]["id"]
    assert [api("DELETE", f"/v1/sign_ins/{attempt}", user=user).status for user in (me, api.admin)] == [403, 403]


@pytest.mark.parametrize("name", ["merge_id", "merged_by", "merged_into", "key", "if_match", "job_id", "ttl", "hash", "shares", "revision"])
def test_no_added_field_has_a_name_of_the_engine(api: Api, name: str) -> None:
    for objects in ("tasks", "contacts"):
        assert api("POST", "/v1/fields", {"object": objects, "name": name, "type": "json"}).status == 422


def test_an_empty_format_is_the_usual_one(api: Api) -> None:
    made = api("POST", "/v1/exports", {"object": "contacts", "format": ""})
    assert (made.status, made.body["format"]) == (201, "csv")


def test_the_secret_of_a_key_is_not_kept_for_a_repeat(api: Api) -> None:
    theirs = key(api, role(api, "reader", {"contacts": {"read": "all"}}))
    first, again = (api("POST", f"/v1/api_keys/{theirs}/rotate", {}, idempotency_key="once") for _twice in range(2))
    assert first.body["key"].startswith("kith_") and again.body == {"id": theirs}


def test_an_unmerge_names_no_hidden_field(api: Api) -> None:
    winner, loser = (api("POST", "/v1/contacts", {"last_name": name, **more}).body["id"]
                     for name, more in (("A", {}), ("B", {"job_title": SECRET})))
    me = limited(api, "part", {"contacts": {"job_title": "none"}}, ALL)
    assert api("POST", f"/v1/contacts/{winner}/merge", {"other_id": loser}, user=me).status == 200
    api.world.settle()
    api("PATCH", f"/v1/contacts/{winner}", {"job_title": "Boss"})
    undone = api("POST", f"/v1/contacts/{winner}/unmerge", {"other_id": loser}, user=me)
    assert (undone.status, undone.body["kept"]) == (200, []) and "job_title" not in undone.body
