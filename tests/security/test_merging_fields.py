"""A merge by somebody with locked or hidden fields loses none of their values, and neither asks nor tells them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.records.fields.listed import MAX_ENTRIES
from tests.edge import Answer, Api
from tests.security.test_fields_hidden import limited

HIDDEN_TITLE = "Zanzibarian"
GRANTS = {"contacts": {"*": "all"}, "merges": {"read": "all"}, "audit": {"read": "all"}, "jobs": {"read": "own"}}
FIELDS = {"contacts": {"job_title": "none", "emails": "none", "birthday": "none", "tags": "read", "source": "read"}}


@pytest.fixture
def me(api: Api) -> str:
    return limited(api, "merger", FIELDS, GRANTS)


def contact(api: Api, **values: Any) -> str:
    made = api("POST", "/v1/contacts?allow_duplicate=true", {"last_name": "Ruiz", **values})
    assert made.status == 201, made.body
    return str(made.body["id"])


def merged(api: Api, me: str, winner: str, loser: str, **choose: str) -> Answer:
    answer = api("POST", f"/v1/contacts/{winner}/merge", {"other_id": loser, "choose": choose or None}, user=me)
    api.world.settle()
    return answer


def stored(api: Api, id: str) -> dict[str, Any]:
    body = api("GET", f"/v1/contacts/{id}").body
    return {name: body[name] for name in ("job_title", "birthday", "tags", "source")} | {
        "emails": [each["value"] for each in body["emails"] or ()]}


def test_gaps_are_filled_and_lists_united_unseen(api: Api, me: str) -> None:
    ana = contact(api, job_title=f"{HIDDEN_TITLE} boss", emails=["a@x.example"], tags=["vip"])
    other = contact(api, job_title="Clerk", birthday="1990-02-03", emails=[f"{HIDDEN_TITLE}@x.example"], tags=[HIDDEN_TITLE], source="Sales")
    api.world.settle()
    before = stored(api, ana), stored(api, other)
    answer = merged(api, me, ana, other)
    assert answer.status == 200 and HIDDEN_TITLE not in json.dumps({**answer.body, "tags": None})
    assert stored(api, ana) == {"job_title": f"{HIDDEN_TITLE} boss", "birthday": "1990-02-03", "tags": ["vip", HIDDEN_TITLE], "source": "Sales",
                                "emails": ["a@x.example", f"{HIDDEN_TITLE.lower()}@x.example"]}
    hidden = {"job_title", "emails", "birthday"}
    for path in (f"/v1/contacts/{ana}/history", f"/v1/contacts/{other}/history", f"/v1/audit/{ana}", f"/v1/contacts/{ana}/timeline"):
        told = json.dumps(api("GET", path, user=me).body)
        assert "1990" not in told and f"{HIDDEN_TITLE} boss" not in told and "x.example" not in told.lower(), path
        assert not [name for name in hidden if f'"{name}"' in told], path
    assert api("GET", "/v1/merges", user=me).body["data"] == []
    undone = api("POST", f"/v1/contacts/{ana}/unmerge", {"other_id": other}, user=me)
    assert undone.status == 200 and "1990" not in json.dumps(undone.body) and not hidden & {*undone.body, *undone.body["kept"]}
    api.world.settle()
    assert (stored(api, ana), stored(api, other)) == before
    assert api.world.differences() == []


@pytest.mark.parametrize("field", ["job_title", "tags"])
def test_they_do_not_choose(api: Api, me: str, field: str) -> None:
    ana, other = contact(api, job_title="A"), contact(api, job_title="B")
    answer = merged(api, me, ana, other, **{field: other})
    assert (answer.status, answer.body["errors"][0]["code"]) == (422, "field_forbidden")


def test_lists_too_long_together_are_united_as_far_as_they_fit(api: Api, me: str) -> None:
    half = MAX_ENTRIES // 2 + 1
    one, two = ([f"{name}{place}" for place in range(half)] for name in "ab")
    ana, other = contact(api, tags=one), contact(api, tags=two)
    assert api("POST", f"/v1/contacts/{ana}/merge", {"other_id": other}).body["errors"][0]["field"] == "choose.tags"
    assert merged(api, me, ana, other).status == 200
    assert stored(api, ana)["tags"] == [*one, *two][:MAX_ENTRIES]
    assert api("POST", f"/v1/contacts/{ana}/unmerge", {"other_id": other}, user=me).status == 200
    api.world.settle()
    assert (stored(api, ana)["tags"], stored(api, other)["tags"]) == (one, two)
