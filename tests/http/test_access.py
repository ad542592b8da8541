"""Sign-ins are remembered, callers are limited, and what a person looked at is at hand."""

from __future__ import annotations

import pytest

from chalicelib.http import limits
from chalicelib.http.windows import Window
from tests.edge import Api


def login(api: Api, email: str, password: str) -> int:
    return api("POST", "/public/auth/login", {"email": email, "password": password}, user=None, user_agent="Test\r\n").status


def test_sign_ins_good_and_bad_are_told_to_the_person(api: Api) -> None:
    person = api.person("rep", "rep@kith.example")
    api.world.settle()
    api.world.crm.accounts.set_password(person, "Correct-Horse-7-Battery")
    assert login(api, "rep@kith.example", "Correct-Horse-7-Battery") == 200
    assert login(api, "rep@kith.example", "wrong") == 401
    api.world.settle()
    seen = api("GET", "/v1/sign_ins", user=person).body["data"]
    assert sorted(each["outcome"] for each in seen) == ["ok", "refused"]
    assert {each["user_agent"] for each in seen} == {"Test"}
    assert len(api("GET", f"/v1/sign_ins?user_id={person}").body["data"]) == 2
    other = api.person("rep", "other@kith.example")
    assert api("GET", "/v1/sign_ins", user=other).body["data"] == []


def test_guessing_leaves_a_bounded_trace(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    from chalicelib.http import public_api
    monkeypatch.setattr(public_api, "SIGN_INS", Window(1000, 60))
    person = api.person("rep", "rep@kith.example")
    api.world.settle()
    for _ in range(60):
        login(api, "rep@kith.example", "guess")
        login(api, "nobody@kith.example", "guess")
    api.world.settle()
    assert 1 <= len(api("GET", f"/v1/sign_ins?user_id={person}&limit=100").body["data"]) <= 40  # two hours at most
    assert api.world.differences() == []


def test_too_many_requests_are_told_when_to_come_back(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_PEOPLE", Window(3, 60))
    answers = [api("GET", "/v1/contacts") for _ in range(4)]
    assert [each.status for each in answers] == [200, 200, 200, 429]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 61


def test_favourites_are_kept_and_told_as_they_are_now(api: Api) -> None:
    ids = [api("POST", "/v1/contacts", {"last_name": name}).body["id"] for name in ("A", "B", "C")]
    assert [api("PUT", f"/v1/favourites/{id}").status for id in (*ids, ids[0])] == [204] * 4
    api("PATCH", f"/v1/contacts/{ids[0]}", {"last_name": "Anew"})
    api("DELETE", f"/v1/contacts/{ids[1]}")
    api("DELETE", f"/v1/favourites/{ids[2]}")
    assert [each["title"] for each in api("GET", "/v1/favourites").body["data"]] == ["Anew"]
    assert api("PUT", "/v1/favourites/con_00000000000000000000000000").status == 404
    assert api("PUT", "/v1/favourites/nonsense").status == 404
    stranger = api.person("rep", "rep@kith.example")
    assert api("GET", "/v1/favourites", user=stranger).body["data"] == []


def test_opened_records_are_at_hand(api: Api) -> None:
    ids = [api("POST", "/v1/contacts", {"last_name": name}).body["id"] for name in ("A", "B")]
    for id in (ids[0], ids[1], ids[0], ids[0]):
        assert api("GET", f"/v1/contacts/{id}?include=timeline").status == 200
    assert [each["title"] for each in api("GET", "/v1/recent").body["data"]] == ["A", "B"]


def test_a_company_tree(api: Api) -> None:
    top = api("POST", "/v1/companies", {"name": "Top"}).body["id"]
    middle = api("POST", "/v1/companies", {"name": "Middle", "parent_id": top}).body["id"]
    low = api("POST", "/v1/companies", {"name": "Low", "parent_id": middle}).body["id"]
    tree = api("GET", f"/v1/companies/{middle}/tree").body
    assert [each["title"] for each in tree["ancestors"]] == ["Top"] and [each["id"] for each in tree["children"]] == [low]
    for parent in (low, middle, top):
        refused = api("PATCH", f"/v1/companies/{top}", {"parent_id": parent})
        assert refused.status == 422 and refused.body["errors"][0]["code"] == "cycle"
    assert api("GET", f"/v1/contacts/{top}/tree").status == 404


def test_teams_do_not_go_round_either(api: Api) -> None:
    one = api("POST", "/v1/teams", {"name": "One"}).body["id"]
    two = api("POST", "/v1/teams", {"name": "Two", "parent_id": one}).body["id"]
    assert api("PATCH", f"/v1/teams/{one}", {"parent_id": two}).body["errors"][0]["code"] == "cycle"


def test_a_contact_shows_its_companies_with_a_role_each(api: Api) -> None:
    main, other = (api("POST", "/v1/companies", {"name": name}).body["id"] for name in ("Main", "Other"))
    contact = api("POST", "/v1/contacts", {"last_name": "Berg", "company_id": main}).body["id"]
    for company, role in ((other, "Board member"), (main, "Chief buyer")):
        assert api("PUT", f"/v1/contacts/{contact}/links/{company}?label={role.replace(' ', '%20')}").status == 200
    api.world.settle()
    links = {each["title"]: each["labels"] for each in api("GET", f"/v1/contacts/{contact}?include=links").body["links"]["data"]}
    assert links == {"Main": ["company", "Chief buyer"], "Other": ["Board member"]}
    seen = api("GET", f"/v1/companies/{other}?include=links").body["links"]["data"]
    assert [(each["title"], each["labels"]) for each in seen] == [("Berg", ["Board member"])]
