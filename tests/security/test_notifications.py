"""A bell and its mail tell what their reader may see, and nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.edge import Api
from tests.installation import World

SECRET = "Zanzibar"
LEADS = {"leads": {"*": "all"}, "tasks": {"*": "all"}, "notes": {"*": "all"}, "notifications": {"*": "own"}}
HIDDEN = {"leads": {name: "none" for name in ("last_name", "emails", "phones", "company", "message", "city", "product_interest",
                                              "score_reasons", "routing")},
          "tasks": {"subject": "none"}, "notes": {"body": "none"}}


class Post:
    """Instead of the mail service: whole mails by address."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, str]] = []

    def send(self, to: str, *parts: Any, **more: Any) -> str:
        """Keep it."""
        self.mails.append((to, json.dumps([*parts, more], default=str)))
        return f"m{len(self.mails)}"


@pytest.fixture
def post(world: World, api: Api) -> Post:
    box = Post()
    world.crm = replace(world.crm, mail=box)  # type: ignore[arg-type]
    return box


def person(api: Api, name: str, grants: Any = LEADS, fields: Any = None) -> str:
    role = api("POST", "/v1/roles", {"name": name, "grants": grants, **({"fields": fields} if fields else {})})
    made = api("POST", "/v1/users", {"email": f"{name}@kith.example", "first_name": name.title(), "role_ids": [role.body["id"]]})
    assert made.status == 201, made.body
    return str(made.body["id"])


def lead(api: Api, **values: Any) -> dict[str, Any]:
    made = api("POST", "/v1/leads", {"first_name": "Ana", "last_name": SECRET, "emails": [f"ana@{SECRET.lower()}.example"], "city": SECRET,
                                     "phones": ["+49 30 12345678"], "company": f"{SECRET} Ltd", "message": f"{SECRET}!", **values})
    assert made.status == 201, made.body
    api.world.settle()
    return dict(made.body)


def told(api: Api, post: Post, user: str, address: str) -> tuple[list[str], str]:
    """The kinds of bells that rang, and all that these and their mails say."""
    bells = api("GET", "/v1/notifications", user=user).body["data"]
    assert bells, "nobody was told"
    mails = [mail for to, mail in post.mails if to == address]
    return [each["kind"] for each in bells], f"{json.dumps(bells)} {mails}".lower()


@pytest.mark.parametrize("fields", [None, HIDDEN])
def test_of_a_lead_only_what_its_owner_may_see(api: Api, post: Post, fields: Any) -> None:
    me = person(api, "part", fields=fields)
    api("POST", "/v1/routing_rules", {"name": f"{SECRET} rule", "pool": {"user_ids": [me]}, "response_minutes": 5})
    lead(api, owner_id=None, status="new")
    api.world.later(minutes=6)
    api.world.tick()
    kinds, said = told(api, post, me, "part@kith.example")
    assert kinds == ["response_missed", "lead_assigned"] and "ana" in said
    assert (SECRET.lower() in said) is (fields is None) and ("12345678" in said) is (fields is None)
    assert api.world.differences() == []


def test_given_by_hand_reminded_and_mentioned(api: Api, post: Post) -> None:
    me = person(api, "part", fields=HIDDEN)
    given = lead(api)
    api("PATCH", f"/v1/leads/{given['id']}", {"owner_id": me})
    api("POST", "/v1/tasks", {"subject": f"Call {SECRET}", "assignee_id": me, "due_at": "2027-01-01T00:00:00Z",
                              "reminders": [{"at": "2027-01-01T00:00:00Z", "channel": "mail"}]})
    api("POST", "/v1/notes", {"body": f"@part@kith.example see {SECRET}", "related": [given["id"]]})
    api.world.settle()
    api.world.later(days=60)
    api.world.tick()
    kinds, said = told(api, post, me, "part@kith.example")
    assert sorted(kinds) == ["lead_assigned", "mention", "reminder"]
    assert SECRET.lower() not in said and "@kith.example see" not in said


def test_who_may_not_read_the_record_is_told_nothing_of_it(api: Api, post: Post) -> None:
    me = person(api, "none", {"notifications": {"*": "own"}})
    given = lead(api)
    api("POST", "/v1/notes", {"body": f"@none@kith.example see {SECRET}", "related": [given["id"]]})
    api("POST", "/v1/forms", {"name": "Contact", "fields": [{"name": "last_name"}], "notify": [me]})
    form = api("GET", "/v1/forms").body["data"][0]["id"]
    api("POST", f"/public/forms/{form}", {"last_name": SECRET}, user=None)
    api.world.work("intake")
    api.world.settle()
    kinds, said = told(api, post, me, "none@kith.example")
    assert sorted(kinds) == ["lead_arrived", "mention"] and SECRET.lower() not in said
