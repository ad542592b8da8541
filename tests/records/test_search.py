"""Search: beginnings in any order, any script, phones in any format."""

from __future__ import annotations

import pytest

from chalicelib.people.objects import CONTACT
from chalicelib.records.search import rows as search_rows
from chalicelib.store.table import Table
from tests.edge import Api
from tests.installation import World
from tests.records.searching import contact, found


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


def test_what_is_near_comes_last_and_says_so(api: Api, world: World) -> None:
    for first, last in (("Kristina", "Meyer"), ("Christina", "Mayer"), ("Bob", "Oberhuber"), ("Christine", "Maier-Nowak"), ("Christina", "Mayerhofer")):
        api("POST", "/v1/contacts", {"first_name": first, "last_name": last})
    world.settle()
    answer = api("GET", "/v1/search?q=Christina%20Mayer").body["data"]
    assert [(row["title"], row["by"]) for row in answer] == [("Christina Mayer", "word"), ("Christina Mayerhofer", "beginning"),
                                                             ("Christine Maier-Nowak", "typo"), ("Kristina Meyer", "typo")]
    assert [row["matched"] for row in answer[:2]] == ["christina", "christina"] and answer[3]["matched"] == "kristina"
    api("POST", "/v1/contacts", {"first_name": "Philipp", "last_name": "Weiss"})
    world.settle()
    assert [(row["title"], row["matched"], row["by"]) for row in api("GET", "/v1/search?q=Filip").body["data"]] == [("Philipp Weiss", "philipp", "sound")]
    for typo in ("Oberhubre", "berhuber", "Obrehuber", "bob oberhubr", "Obehruber"):
        assert found(api, typo) == ["Bob Oberhuber"], typo
    assert found(api, "Oberhuber Ana") == [] and not world.differences()


def test_near_rows_are_not_looked_at_where_exact_ones_fill_the_page(api: Api, world: World) -> None:
    for number in range(3):
        api("POST", "/v1/contacts", {"first_name": f"No{number}", "last_name": "Martin"})
    api("POST", "/v1/contacts", {"last_name": "Marvin"})
    world.settle()
    assert len(found(api, "martin", "&limit=3")) == 3 and found(api, "martin", "&limit=4")[3] == "Marvin"
    first = api("GET", "/v1/search?q=martin&limit=2").body
    second = api("GET", f"/v1/search?q=martin&limit=2&cursor={first['next_cursor']}").body
    assert [row["by"] for row in first["data"] + second["data"]] == ["word", "word", "word", "typo"]


def test_one_round_trip_and_at_most_200_rows(api: Api, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    limits, query = list[int](), Table.query
    monkeypatch.setattr(Table, "query", lambda self, pk, **more: (pk.startswith("search#") and limits.append(more["limit"])) or query(self, pk, **more))
    for text in ("ana", "christina mayer", "+49 (0)30 901820", "ORD-2024-17", "ana@client.example", "a b c d e f", "ana ruiz 030901820 www.x.example"):
        limits.clear()
        found(api, text)
        assert 1 <= len(limits) <= 10 and sum(limits) <= 200, text


def test_shared_rows_carry_what_the_gate_needs() -> None:
    shares = [{"to": "usr_2", "access": "read"}]
    record = contact("Ana", "Ruiz", owner_id="usr_1", team_id="tea_1", shares=shares)
    rows = dict(search_rows.rows(CONTACT, record, ["all", "s:usr_2"]))
    assert {key[0].split("#")[1] for key in rows} == {"all", "s:usr_2"}
    assert all((row["owner_id"], row["team_id"], row["shares"]) == ("usr_1", "tea_1", shares) for row in rows.values())
    assert not any("shares" in row for row in dict(search_rows.rows(CONTACT, contact("Ana", "Ruiz"), ["all"])).values())


@pytest.mark.parametrize("query", ["", "q=", "q=a", "q=!!", "q=ana&limit=0"])
def test_too_little_to_search_for(api: Api, query: str) -> None:
    assert api("GET", f"/v1/search?{query}").status == 422


def test_unknown_types_and_cursors_are_refused(api: Api) -> None:
    assert api("GET", "/v1/search?q=ana&types=dragons").status in (404, 422)
    assert api("GET", "/v1/search?q=ana&cursor=x").status == 400
