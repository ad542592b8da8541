"""What a second attack got at: each way in, closed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.store import keys
from tests.edge import Api
from tests.installation import World
from tests.leads.desk import Desk
from tests.security.test_fields_hidden import limited
from tests.security.test_privilege import with_grants

MARK = "Zanzibarian"


@pytest.fixture
def desk(api: Api, world: World) -> Desk:
    return Desk(api, world, 1)


def test_handing_over_moves_nothing_that_its_starter_may_not_assign(api: Api) -> None:
    one, two = (api("POST", "/v1/teams", {"name": name}).body["id"] for name in ("One", "Two"))
    boss = with_grants(api, "boss", {"users": {"*": "all"}, "*": {"*": "team"}})
    assert api("PATCH", f"/v1/users/{boss}", {"team_ids": [one]}).status == 200
    colleague = api.person("rep", "colleague@kith.example", team_ids=[two, one])  # the shared team is not their first
    theirs, elsewhere = (api("POST", "/v1/contacts", {"last_name": name, "owner_id": colleague, "team_id": team}).body["id"]
                         for name, team in (("Near", one), ("Far", two)))
    assert [api("GET", f"/v1/contacts/{id}", user=boss).status for id in (theirs, elsewhere)] == [200, 404]
    begun = api("POST", f"/v1/users/{colleague}/reassign", {"to": boss}, user=boss)
    assert begun.status == 202, begun.body
    api.world.settle(40)
    assert [api("GET", f"/v1/contacts/{id}").body["owner_id"] for id in (theirs, elsewhere)] == [boss, colleague]
    job = api("GET", f"/v1/jobs/{begun.body['job_id']}", user=boss).body
    assert (job["state"], job["done"], job["failed"], job["result"]) == ("done", 1, 1, {"not_allowed": 1})


def test_a_form_writes_no_field_that_its_keeper_may_not(api: Api) -> None:
    rules = {"leads": {"job_title": "none", "source": "read", "campaign": "none"}}
    me = limited(api, "forms", rules, {"forms": {"*": "all"}, "leads": {"read": "all"}})

    def kept(*fields: dict[str, Any], user: str = me, **more: Any) -> Any:
        return api("POST", "/v1/forms", {"name": "Ask", "fields": [{"name": "last_name"}, *fields], **more}, user=user)

    refused = kept({"name": "j", "maps_to": "job_title"}, {"name": "job_title"}, source="web", campaign="May")
    told = {each["field"]: each["code"] for each in refused.body["errors"]}
    assert refused.status == 422
    assert told == dict.fromkeys(("fields[1].maps_to", "fields[2].maps_to", "source", "campaign"), "field_forbidden")
    assert kept({"name": "email"}).status == 201
    standing = kept({"name": "j", "maps_to": "job_title"}, user=api.admin, source="web").body
    place, fields = f"/v1/forms/{standing['id']}", standing["fields"]
    assert api("PATCH", place, {"name": "Mine", "fields": [*fields, {"name": "email"}]}, user=me).status == 200
    assert api("PATCH", place, {"fields": [*fields, {"name": "job_title"}]}, user=me).status == 422
    assert api("PATCH", place, {"source": None}, user=me).status == 200


def sent(desk: Desk, address: str) -> list[dict[str, Any]]:
    """The mails to an address."""
    return [each for each in desk.api("GET", "/v1/emails").body["data"] if each["to"] == address]


def with_emails(desk: Desk, *names: str) -> Desk:
    """The same desk, with a form of these email fields."""
    fields = [{"name": "last_name"}, {"name": "phone", "type": "phone"}, {"name": "language"},
              *({"name": name, "type": "email", "maps_to": "emails"} for name in names)]
    assert desk.api("PATCH", f"/v1/forms/{desk.form}", {"fields": fields}).status == 200
    return desk


def notes(desk: Desk, lead: dict[str, Any]) -> str:
    """What the submissions of a lead note."""
    return str([each["notes"] for each in desk.api("GET", f"/v1/submissions?lead_id={lead['id']}").body["data"]])


def test_a_stranger_does_not_learn_a_customers_language(desk: Desk) -> None:
    with_emails(desk, "email")
    texts = {}
    for place, language in enumerate(("de", "")):
        lead = desk.come(phone=f"+49 30 90182{place}", email=f"ana{place}@client.example", language=language)
        again = desk.come(phone=f"+49 30 90182{place}", email=f"evil{place}@evil.example", language="")
        assert lead["id"] == again["id"]
        (mail,) = sent(desk, f"evil{place}@evil.example")
        texts[language] = (mail["subject"], desk.record(mail["id"])["text"])
    assert texts["de"] == texts[""]
    (mail,) = sent(desk, "ana0@client.example")
    assert mail["subject"] != texts["de"][0]


def test_one_field_brings_one_address(desk: Desk) -> None:
    with_emails(desk, "email")
    lead = desk.come(email="known@client.example", phone="")
    other = desk.come(email=["evil@evil.example", "known@client.example"], phone="")
    assert other["id"] != lead["id"] and [each["value"] for each in other["emails"]] == ["evil@evil.example"]
    assert [each["value"] for each in desk.record(lead["id"])["emails"]] == ["known@client.example"]
    assert "known@client.example was left out" in notes(desk, other)


def test_who_knows_an_address_adds_none_of_their_own(desk: Desk) -> None:
    with_emails(desk, "email", "other")
    lead = desk.come(email="known@client.example")
    again = desk.come(email="evil@evil.example", other="Known@client.example")
    assert again["id"] == lead["id"] and [each["value"] for each in again["emails"]] == ["known@client.example"]
    assert not sent(desk, "evil@evil.example") and "evil@evil.example was left out" in notes(desk, lead)
    fresh = desk.come(email="new@client.example", other="home@client.example")
    assert [each["value"] for each in fresh["emails"]] == ["new@client.example", "home@client.example"]


def test_who_knows_a_contacts_address_adds_none_of_their_own(desk: Desk) -> None:
    with_emails(desk, "email", "other")
    contact = desk.api("POST", "/v1/contacts", {"last_name": "Ruiz", "emails": ["known@client.example"]}).body["id"]
    desk.come(email="evil@evil.example")
    lead = desk.come(email="second@evil.example", other="known@client.example")
    assert lead["contact_id"] == contact and [each["value"] for each in lead["emails"]] == ["known@client.example"]
    mine = desk.come(email="evil@evil.example", other="known@client.example")
    assert mine["id"] != lead["id"] and not mine.get("contact_id")
    assert [each["value"] for each in mine["emails"]] == ["evil@evil.example"]


def test_what_counts_of_a_consent_tells_no_hidden_field(api: Api) -> None:
    me = limited(api, "calls", {"consents": {"status": "none", "source": "none"}}, {"contacts": {"*": "all"}})
    contact = api("POST", "/v1/contacts", {"last_name": "Ruiz"}).body["id"]
    said = {"contact_id": contact, "purpose": "phone", "status": "granted", "source": "fair"}
    assert api("POST", "/v1/consents", said).status == 201
    path = f"/v1/contacts/{contact}/consents"
    assert {"status", "source"} <= api("GET", path).body["data"][0].keys()
    told = api("GET", path, user=me).body
    assert told["data"][0]["purpose"] == "phone"
    assert not {"status", "source"} & {*told["data"][0], *told["history"][0]}


def test_a_repeated_action_tells_nothing_that_was_hidden_since(api: Api) -> None:
    me = limited(api, "merger", {}, {"contacts": {"*": "all"}})
    role = api("GET", "/v1/me", user=me).body["role_ids"][0]
    ana, other = (api("POST", "/v1/contacts", {"last_name": name, "job_title": MARK}).body["id"] for name in ("Ruiz", "Ruis"))
    assert api("POST", f"/v1/contacts/{ana}/merge", {"other_id": other}, user=me).status == 200
    api.world.settle()
    assert api("PATCH", f"/v1/contacts/{ana}", {"job_title": f"{MARK}2"}).status == 200

    def unmerged() -> Any:
        return api("POST", f"/v1/contacts/{ana}/unmerge", {"other_id": other}, user=me, idempotency_key="k")

    first = unmerged()
    assert first.status == 200 and first.body["job_title"] == f"{MARK}2"
    assert MARK not in str(api.world.crm.table.get(keys.request(me, "k"))), "no value is kept"
    assert unmerged().body == first.body
    assert api("PATCH", f"/v1/roles/{role}", {"fields": {"contacts": {"job_title": "none"}}}).status == 200
    again = unmerged()
    assert again.headers["Idempotent-Replay"] == "true" and again.body["merge_id"] == first.body["merge_id"]
    assert "job_title" not in json.dumps(again.body) and MARK not in json.dumps(again.body)


def test_a_repeated_create_tells_who_may_only_create_no_more_than_its_id(api: Api) -> None:
    me = with_grants(api, "sender", {"leads": {"create": "all"}})
    made = api("POST", "/v1/leads", {"last_name": "Zed"}, user=me, idempotency_key="k").body
    assert made["last_name"] == "Zed"
    changed = api("PATCH", f"/v1/leads/{made['id']}", {"message": MARK})
    again = api("POST", "/v1/leads", {"last_name": "Zed"}, user=me, idempotency_key="k")
    assert (again.status, again.body) == (201, {"id": made["id"], "version": changed.body["version"]})


def test_a_repeated_batch_tells_no_names(api: Api) -> None:
    api("POST", "/v1/contacts", {"last_name": MARK, "emails": ["ana@client.example"]})
    body = {"create": [{"last_name": "Ruiz", "emails": ["ana@client.example"]}]}
    first, again = (api("POST", "/v1/contacts/batch", body, idempotency_key="k").body["results"][0] for _twice in range(2))
    assert MARK in json.dumps(first) and MARK not in json.dumps(again)
    assert again["problem"]["candidates"][0]["id"] == first["problem"]["candidates"][0]["id"]


def test_a_job_keeps_no_names_and_tells_them_as_they_may_be_read_now(api: Api) -> None:
    me = limited(api, "bulk", {}, {"contacts": {"read": "all", "update": "own"}, "jobs": {"read": "own"}})
    role = api("GET", "/v1/me", user=me).body["role_ids"][0]
    theirs = api("POST", "/v1/contacts", {"last_name": MARK}).body["id"]
    begun = api("POST", "/v1/contacts/bulk", {"ids": [theirs], "set": {"job_title": "x"}}, user=me)
    assert begun.status == 202, begun.body
    api.world.settle()
    place = f"/v1/jobs/{begun.body['job_id']}"
    (told,) = api("GET", place, user=me).body["result"]["errors"]
    assert (told["id"], told["title"], told["code"]) == (theirs, MARK, "forbidden")
    assert MARK not in str(api.world.crm.table.get(keys.record(begun.body["job_id"]), consistent=True))
    assert api("PATCH", f"/v1/roles/{role}", {"fields": {"contacts": {"last_name": "none"}}}).status == 200
    assert MARK not in json.dumps(api("GET", place, user=me).body) + json.dumps(api("GET", "/v1/jobs", user=me).body)


def test_the_pages_of_a_tree_do_not_tell_how_many_are_unseen(api: Api) -> None:
    me = with_grants(api, "own", {"companies": {"*": "own"}})

    def company(name: str, **more: Any) -> str:
        return str(api("POST", "/v1/companies", {"name": name, **more}).body["id"])

    top = company("Top", owner_id=me)
    mine = [company(name, parent_id=top, owner_id=me if name in "BD" else api.admin) for name in "ABCDE"]

    def pages(user: str, cursor: str = "") -> list[list[str]]:
        page = api("GET", f"/v1/companies/{top}/tree?limit=1{cursor}", user=user).body
        rest = pages(user, f"&cursor={page['next_cursor']}") if page["next_cursor"] else []
        return [[each["id"] for each in page["children"]], *rest]

    api.world.settle()
    assert pages(me) in ([[mine[1]], [mine[3]]], [[mine[3]], [mine[1]]])
    assert sorted(pages(api.admin)) == sorted([id] for id in mine)
