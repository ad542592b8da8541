"""Links on both pages, timelines and history."""

from __future__ import annotations

from typing import Any

from tests.edge import Api
from tests.installation import World


def made(api: Api, objects: str, **values: Any) -> str:
    answer = api("POST", f"/v1/{objects}", values)
    assert answer.status == 201, answer.body
    return str(answer.body["id"])


def links(api: Api, objects: str, id: str) -> dict[str, list[str]]:
    """Other id -> labels."""
    return {row["id"]: row["labels"] for row in api("GET", f"/v1/{objects}/{id}/links").body["data"]}


def test_a_link_shows_on_both_pages_with_its_labels(api: Api, world: World) -> None:
    ana, acme = made(api, "contacts", last_name="Ruiz"), made(api, "companies", name="Acme")
    for label in ("decision maker", "friend"):
        assert api("PUT", f"/v1/contacts/{ana}/links/{acme}?label={label.replace(' ', '%20')}").status == 200
    assert links(api, "contacts", ana) == {acme: ["decision maker", "friend"]}
    assert links(api, "companies", acme) == {ana: ["decision maker", "friend"]}
    shown = api("GET", f"/v1/companies/{acme}?include=links").body["links"]
    assert shown["totals"] == {"decision maker": 1, "friend": 1} and shown["data"][0]["title"] == "Ruiz"


def test_a_label_or_the_whole_link_is_taken_away(api: Api) -> None:
    ana, acme = made(api, "contacts", last_name="Ruiz"), made(api, "companies", name="Acme")
    for label in ("a", "b"):
        api("PUT", f"/v1/contacts/{ana}/links/{acme}?label={label}")
    assert api("DELETE", f"/v1/contacts/{ana}/links/{acme}?label=a").status == 204
    assert links(api, "companies", acme) == {ana: ["b"]}
    assert api("DELETE", f"/v1/contacts/{ana}/links/{acme}").status == 204
    assert (links(api, "companies", acme), links(api, "contacts", ana)) == ({}, {})
    assert api("DELETE", f"/v1/contacts/{ana}/links/{acme}").status == 404


def test_a_wrong_link_is_refused(api: Api) -> None:
    ana = made(api, "contacts", last_name="Ruiz")
    assert api("PUT", f"/v1/contacts/{ana}/links/{ana}?label=x").status == 422
    assert api("PUT", f"/v1/contacts/{ana}/links/{api.admin}?label=x").status == 422
    assert api("PUT", f"/v1/contacts/{ana}/links/com_00000000000000000000000000?label=x").status == 404
    assert api("PUT", f"/v1/contacts/{ana}/links/com_00000000000000000000000000?label=").status == 422


def test_a_tasks_link_comes_and_goes_with_the_task(api: Api, world: World) -> None:
    ana = made(api, "contacts", last_name="Ruiz")
    task = made(api, "tasks", subject="Call Ana", related=[ana])
    assert (links(api, "contacts", ana), links(api, "tasks", task)) == ({task: ["related"]}, {ana: ["related"]})
    api("DELETE", f"/v1/tasks/{task}")
    world.settle()
    assert links(api, "contacts", ana) == {}
    api("POST", f"/v1/tasks/{task}/restore")
    world.settle()
    assert links(api, "contacts", ana) == {task: ["related"]}
    assert not world.differences()


def test_titles_on_other_pages_follow(api: Api, world: World) -> None:
    ana = made(api, "contacts", last_name="Ruiz")
    task = made(api, "tasks", subject="Call", related=[ana])
    world.settle()
    api("PATCH", f"/v1/contacts/{ana}", {"last_name": "Sanz"})
    api("PATCH", f"/v1/tasks/{task}", {"subject": "Write"})
    world.settle()
    assert api("GET", f"/v1/tasks/{task}/links").body["data"][0]["title"] == "Sanz"
    assert api("GET", f"/v1/contacts/{ana}/links").body["data"][0]["title"] == "Write"


def test_a_page_with_links_and_timeline_comes_at_once(api: Api, world: World) -> None:
    ana = made(api, "contacts", last_name="Ruiz")
    note = made(api, "notes", body="Met at the fair", related=[ana])
    world.settle()
    page = api("GET", f"/v1/contacts/{ana}?include=links,timeline").body
    assert [row["id"] for row in page["links"]["data"]] == [note]
    assert [(event["kind"], event["record"]["id"]) for event in page["timeline"]] == [("note", note), ("created", ana)]
    assert "timeline" not in api("GET", f"/v1/contacts/{ana}?include=links").body
    assert api("GET", f"/v1/contacts/{ana}?include=everything").status == 422


def test_a_timeline_is_paged_and_filtered_by_kind(api: Api, world: World) -> None:
    ana = made(api, "contacts", last_name="Ruiz")
    notes = [made(api, "notes", body=f"n{place}", related=[ana]) for place in range(5)]
    made(api, "tasks", subject="Call", related=[ana])
    world.settle()
    path, found, cursor = f"/v1/contacts/{ana}/timeline?kinds=note&limit=2", [], ""
    while cursor is not None:
        page = api("GET", f"{path}&cursor={cursor}").body
        found += [event["record"]["id"] for event in page["data"]]
        cursor = page["next_cursor"]
    assert found == notes[::-1]
    assert len(api("GET", f"/v1/contacts/{ana}/timeline").body["data"]) == 7


def test_an_events_shape_is_the_contracts(api: Api, world: World) -> None:
    ana = made(api, "contacts", last_name="Ruiz")
    world.settle()
    event = api("GET", f"/v1/contacts/{ana}/timeline").body["data"][0]
    assert event.keys() == {"id", "at", "kind", "title", "actor", "summary", "record"}
    assert (event["actor"], event["record"]) == (api.admin, {"type": "contact", "id": ana})


def test_history_tells_fields_actor_and_request(api: Api, world: World) -> None:
    ana = made(api, "contacts", last_name="Ruiz")
    world.settle()
    api("PATCH", f"/v1/contacts/{ana}", {"last_name": "Sanz", "job_title": "CEO"})
    world.settle()
    rows = api("GET", f"/v1/contacts/{ana}/history").body["data"]
    assert [row["version"] for row in rows] == [2, 1]
    assert rows[0]["changes"] == {"last_name": ["Ruiz", "Sanz"], "job_title": [None, "CEO"]}
    assert (rows[0]["actor"], rows[0]["request_id"], rows[1]["changes"]["last_name"]) == (api.admin, "req-1", [None, "Ruiz"])


def test_history_is_paged(api: Api, world: World) -> None:
    ana = made(api, "contacts", last_name="Ruiz")
    for title in "abc":
        world.settle()
        api("PATCH", f"/v1/contacts/{ana}", {"job_title": title})
    world.settle()
    first = api("GET", f"/v1/contacts/{ana}/history?limit=3").body
    second = api("GET", f"/v1/contacts/{ana}/history?limit=3&cursor={first['next_cursor']}").body
    assert [row["version"] for row in first["data"] + second["data"]] == [4, 3, 2, 1] and second["next_cursor"] is None


def test_parts_of_what_is_not_there_are_not_found(api: Api) -> None:
    for part in ("timeline", "history", "links"):
        assert api("GET", f"/v1/contacts/con_00000000000000000000000000/{part}").status == 404
        assert api("GET", f"/v1/contacts/nonsense/{part}").status == 404


def test_a_deleted_record_leaves_the_pages_that_link_to_it_until_it_is_restored(api: Api, world: World) -> None:
    ana = made(api, "contacts", last_name="Ruiz")
    task = made(api, "tasks", subject="Call", related=[ana])
    world.settle()
    assert api("DELETE", f"/v1/contacts/{ana}").status == 204
    world.settle()
    assert links(api, "tasks", task) == {}
    assert api("POST", f"/v1/contacts/{ana}/restore").status == 200
    world.settle()
    assert links(api, "tasks", task) == {ana: ["related"]}
