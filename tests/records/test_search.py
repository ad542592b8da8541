"""Search: beginnings in any order, any script, phones in any format."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.edge import Api
from tests.installation import World


def found(api: Api, text: str, more: str = "") -> list[str]:
    answer = api("GET", f"/v1/search?q={quote(text)}{more}")
    assert answer.status == 200, answer.body
    return [row["title"] for row in answer.body["data"]]


@pytest.mark.parametrize("text", ["ana", "ANA RUIZ", "ruiz ana", "rui an", "ana@client.example", "client.example", "+49 30 901820",
                                  "030 901820", "901820", "muller", "MÜLLER", "cto"])
def test_a_person_is_found_by_what_is_known(api: Api, world: World, text: str) -> None:
    api("POST", "/v1/contacts", {"first_name": "Ana", "last_name": "Ruiz Müller", "emails": ["ana@client.example"],
                                 "phones": ["+49 30 901820"], "job_title": "CTO"})
    api("POST", "/v1/contacts", {"first_name": "Bob", "last_name": "Stone", "phones": ["+49 30 111222"]})
    world.settle()
    assert found(api, text) == ["Ana Ruiz Müller"]


def test_all_words_must_fit_and_what_is_gone_is_not_found(api: Api, world: World) -> None:
    id = api("POST", "/v1/contacts", {"first_name": "Ana", "last_name": "Ruiz"}).body["id"]
    world.settle()
    assert found(api, "ana stone") == []
    api("PATCH", f"/v1/contacts/{id}", {"first_name": "Eva"})
    world.settle()
    assert (found(api, "ana"), found(api, "eva")) == ([], ["Eva Ruiz"])
    api("DELETE", f"/v1/contacts/{id}")
    world.settle()
    assert found(api, "eva") == [] and not world.differences()


def test_types_are_chosen_and_pages_go_on(api: Api, world: World) -> None:
    for place in range(5):
        api("POST", "/v1/contacts", {"last_name": f"Common{place}"})
    api("POST", "/v1/companies", {"name": "Common Ltd"})
    world.settle()
    assert found(api, "common", "&types=companies") == ["Common Ltd"]
    first = api("GET", "/v1/search?q=common&limit=4").body
    second = api("GET", f"/v1/search?q=common&limit=4&cursor={first['next_cursor']}").body
    ids = [row["id"] for row in first["data"] + second["data"]]
    assert len(ids) == len(set(ids)) == 6 and second["next_cursor"] is None


@pytest.mark.parametrize("query", ["", "q=", "q=a", "q=!!", "q=ana&limit=0"])
def test_too_little_to_search_for(api: Api, query: str) -> None:
    assert api("GET", f"/v1/search?{query}").status == 422


def test_unknown_types_and_cursors_are_refused(api: Api) -> None:
    assert api("GET", "/v1/search?q=ana&types=dragons").status in (404, 422)
    assert api("GET", "/v1/search?q=ana&cursor=x").status == 400
