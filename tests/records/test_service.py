"""Create, read, change, delete, restore over the edge, as the contract promises it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from tests.edge import Answer, Api
from tests.installation import World

ANA = {"first_name": "Ana", "last_name": "Ruiz", "emails": ["ana@client.example"]}


def contact(api: Api, **values: Any) -> dict[str, Any]:
    made = api("POST", "/v1/contacts", {"last_name": "Ruiz", **values})
    assert made.status == 201, made.body
    return dict(made.body)


def codes(answer: Answer) -> dict[str, str]:
    """Field -> code of a problem."""
    return {error["field"]: error["code"] for error in answer.body["errors"]}


def test_a_created_record_is_found_at_its_location(api: Api, world: World) -> None:
    made = api("POST", "/v1/contacts", ANA)
    assert (made.status, made.headers["ETag"], made.body["version"]) == (201, '"1"', 1)
    assert made.headers["Location"] == f"https://crm.example/v1/contacts/{made.body['id']}"
    assert (made.body["owner_id"], made.body["created_by"], made.body["type"]) == (api.admin, api.admin, "contact")
    assert api("GET", f"/v1/contacts/{made.body['id']}").body == made.body
    world.settle()
    assert not world.differences()


def test_without_a_base_url_the_location_keeps_the_stage(api: Api, world: World) -> None:
    world.crm = replace(world.crm, settings=replace(world.crm.settings, base_url=""))
    made = api("POST", "/v1/contacts", ANA)
    assert made.headers["Location"] == f"https://crm.example/api/v1/contacts/{made.body['id']}"


def test_a_team_follows_its_owner_unless_somebody_chose_one(api: Api) -> None:
    north, south = (api("POST", "/v1/teams", {"name": name}).body["id"] for name in ("North", "South"))
    rep = api.person("rep", "rep@x.example", team_ids=[north])
    path = f"/v1/contacts/{contact(api)['id']}"
    assert api("PATCH", path, {"owner_id": rep}).body["team_id"] == north
    assert api("PATCH", path, {"owner_id": api.admin, "team_id": south}).body["team_id"] == south


def test_every_declared_field_is_shown_and_internals_are_not(api: Api, world: World) -> None:
    shown = contact(api)
    assert shown.keys() == world.crm.registry.named("contact").all_fields.keys()
    assert not shown.keys() & {"pk", "sk", "i1", "i1s", "revision", "request_id", "edges", "fired"}


def test_a_patch_merges_clears_by_null_and_raises_the_version(api: Api) -> None:
    id = contact(api, first_name="Ana", job_title="CTO")["id"]
    answer = api("PATCH", f"/v1/contacts/{id}", {"job_title": None, "first_name": "Anna"})
    assert (answer.status, answer.headers["ETag"], answer.body["version"]) == (200, '"2"', 2)
    assert (answer.body["job_title"], answer.body["first_name"], answer.body["last_name"]) == (None, "Anna", "Ruiz")
    assert api("GET", f"/v1/contacts/{id}").body == answer.body


def test_a_merge_patch_has_a_content_type_of_its_own(api: Api) -> None:
    id = contact(api)["id"]
    assert api("PATCH", f"/v1/contacts/{id}", {"job_title": "CEO"}, content_type="application/merge-patch+json").status == 200


def test_a_patch_that_changes_nothing_keeps_the_version(api: Api) -> None:
    made = contact(api, **ANA)
    same = {"first_name": "Ana", "emails": made["emails"], "tags": None}
    assert api("PATCH", f"/v1/contacts/{made['id']}", same).body["version"] == 1
    assert api("PATCH", f"/v1/contacts/{made['id']}", {}).body["version"] == 1


def test_if_match_passes_the_newest_and_refuses_an_old_version(api: Api) -> None:
    id = contact(api)["id"]
    assert api("PATCH", f"/v1/contacts/{id}", {"job_title": "CEO"}, if_match='"1"').status == 200
    stale = api("PATCH", f"/v1/contacts/{id}", {"job_title": "CFO", "first_name": "Eva"}, if_match='"1"')
    assert (stale.status, stale.body["code"], stale.body["version"]) == (412, "version_conflict", 2)
    assert {"field": "job_title", "yours": "CFO", "theirs": "CEO"} in stale.body["conflicts"]
    assert api("GET", f"/v1/contacts/{id}").body["first_name"] is None


def test_a_delete_with_an_old_version_deletes_nothing(api: Api) -> None:
    id = contact(api)["id"]
    api("PATCH", f"/v1/contacts/{id}", {"job_title": "CEO"})
    stale = api("DELETE", f"/v1/contacts/{id}", if_match='"1"')
    assert (stale.status, stale.body["code"], stale.body["version"], stale.body["conflicts"]) == (412, "version_conflict", 2, [])
    assert api("GET", f"/v1/contacts/{id}").status == 200
    assert api("DELETE", f"/v1/contacts/{id}", if_match='"2"').status == 204


def test_a_conflict_names_only_what_both_changed_once_history_stands(api: Api, world: World) -> None:
    id = contact(api)["id"]
    api("PATCH", f"/v1/contacts/{id}", {"job_title": "CEO"})
    world.settle()
    stale = api("PATCH", f"/v1/contacts/{id}", {"job_title": "CFO", "first_name": "Eva"}, if_match='W/"1"')
    assert stale.body["conflicts"] == [{"field": "job_title", "yours": "CFO", "theirs": "CEO"}]
    assert codes(stale) == {"job_title": "changed_by_both"}


def test_a_wrong_if_match_is_malformed(api: Api) -> None:
    assert api("PATCH", f"/v1/contacts/{contact(api)['id']}", {}, if_match='"x"').status == 400


def test_all_wrong_fields_come_at_once(api: Api) -> None:
    answer = api("POST", "/v1/contacts", {"frist_name": "A", "version": 7, "score": 3, "emails": ["a@b@c", "x"],
                                          "lifecycle_stage": "loud", "do_not_call": "maybe", "birthday": "1990-13-01"})
    assert (answer.status, answer.body["code"]) == (422, "invalid")
    found = codes(answer)
    assert (found["frist_name"], found["version"], found["score"]) == ("unknown_field", "read_only", "read_only")
    assert {"emails[0].value", "emails[1].value", "lifecycle_stage", "do_not_call", "birthday"} <= found.keys()


def test_a_required_field_cannot_be_cleared(api: Api) -> None:
    id = api("POST", "/v1/companies", {"name": "Acme"}).body["id"]
    assert codes(api("PATCH", f"/v1/companies/{id}", {"name": None})) == {"name": "required"}
    assert codes(api("POST", "/v1/companies", {})) == {"name": "required"}


def test_references_must_exist_and_be_of_their_type(api: Api) -> None:
    other = contact(api)["id"]
    gone = "com_" + other[4:]
    assert codes(api("POST", "/v1/contacts", {"company_id": other})) == {"company_id": "invalid_reference"}
    assert codes(api("POST", "/v1/contacts", {"company_id": gone})) == {"company_id": "not_found"}
    assert codes(api("POST", "/v1/tasks", {"subject": "x", "related": [other, gone]})) == {"related[1]": "not_found"}
    assert codes(api("POST", "/v1/contacts", {"owner_id": "usr_" + other[4:]})) == {"owner_id": "not_found"}


def test_a_reference_to_a_deleted_record_is_not_found(api: Api) -> None:
    company = api("POST", "/v1/companies", {"name": "Acme"}).body["id"]
    assert api("DELETE", f"/v1/companies/{company}").status == 204
    assert codes(api("POST", "/v1/contacts", {"company_id": company})) == {"company_id": "not_found"}


def test_the_contracts_type_of_a_company_is_an_alias(api: Api) -> None:
    made = api("POST", "/v1/companies", {"name": "Acme", "type": "vendor"})
    assert (made.status, made.body["company_type"]) == (201, "vendor")
    changed = api("PATCH", f"/v1/companies/{made.body['id']}", {"type": "partner"})
    assert (changed.status, changed.body["company_type"]) == (200, "partner")
    assert codes(api("POST", "/v1/companies", {"name": "Acme", "type": "loud"})) in ({"type": "invalid_choice"}, {"company_type": "invalid_choice"})


def test_deleting_hides_and_restoring_brings_back(api: Api, world: World) -> None:
    made = contact(api, **ANA)
    path = f"/v1/contacts/{made['id']}"
    assert api("DELETE", path).status == 204
    assert [api(method, path, body).status for method, body in (("GET", None), ("PATCH", {}), ("DELETE", None))] == [404] * 3
    world.settle()
    assert [each["id"] for each in api("GET", "/v1/contacts?deleted=true").body["data"]] == [made["id"]]
    assert api("GET", "/v1/contacts").body["data"] == []
    back = api("POST", f"{path}/restore")
    assert (back.status, back.body["deleted_at"], back.body["emails"]) == (200, None, made["emails"])
    assert api("GET", path).status == 200
    world.settle()
    assert not world.differences()


def test_restoring_what_stands_changes_nothing(api: Api) -> None:
    made = contact(api)
    assert api("POST", f"/v1/contacts/{made['id']}/restore").body["version"] == made["version"]
    assert api("POST", "/v1/contacts/con_00000000000000000000000000/restore").status == 404


def test_an_email_is_unique_and_the_holder_is_named(api: Api) -> None:
    made = contact(api, **ANA)
    again = api("POST", "/v1/contacts", {"last_name": "Other", "emails": ["ANA@Client.Example"]})
    assert (again.status, again.body["code"]) == (409, "duplicate")
    assert again.body["candidates"] == [{"id": made["id"], "title": "Ana Ruiz", "matched": ["email"]}]


def test_a_duplicate_may_be_allowed_and_is_then_found_by_both(api: Api) -> None:
    made = contact(api, **ANA)
    twin = api("POST", "/v1/contacts?allow_duplicate=true", ANA)
    assert twin.status == 201
    again = api("POST", "/v1/contacts", ANA)
    assert {each["id"] for each in again.body["candidates"]} == {made["id"], twin.body["id"]}


def test_a_patch_to_anothers_email_is_a_duplicate(api: Api) -> None:
    contact(api, **ANA)
    other = contact(api, last_name="Other", emails=["other@client.example"])
    answer = api("PATCH", f"/v1/contacts/{other['id']}", {"emails": ["ana@client.example"]})
    assert (answer.status, answer.body["code"]) == (409, "duplicate")
    assert api("GET", f"/v1/contacts/{other['id']}").body["version"] == 1


def test_an_email_given_up_is_free_again(api: Api) -> None:
    first = contact(api, **ANA)
    api("PATCH", f"/v1/contacts/{first['id']}", {"emails": ["new@client.example"]})
    second = contact(api, **ANA)
    api("DELETE", f"/v1/contacts/{second['id']}")
    contact(api, **ANA)
    taken = api("POST", f"/v1/contacts/{second['id']}/restore")
    assert (taken.status, taken.body["code"]) == (409, "duplicate")


def test_a_contact_a_lead_and_a_user_may_share_an_address(api: Api) -> None:
    contact(api, **ANA)
    assert api("POST", "/v1/leads", ANA).status == 201
    role = api("GET", "/v1/roles").body["data"][0]["id"]
    assert api("POST", "/v1/users", {"email": "ana@client.example", "first_name": "Ana", "last_name": "R", "role_ids": [role]}).status == 201


def test_a_shared_phone_number_is_no_duplicate_among_contacts(api: Api) -> None:
    first, second = (contact(api, phones=[typed])["phones"][0] for typed in ("+49 30 901820", "+4930901820"))
    assert (first["value"], first["typed"]) == (second["value"], "+49 30 901820")


def test_candidates_that_one_may_not_read_have_no_id_or_title(api: Api, world: World) -> None:
    contact(api, **ANA)
    role = api("POST", "/v1/roles", {"name": "Own", "grants": {"contacts": {"*": "own"}}}).body["id"]
    user = api("POST", "/v1/users", {"email": "own@x.example", "last_name": "O", "role_ids": [role]}).body["id"]
    answer = api("POST", "/v1/contacts", ANA, user=user)
    assert answer.body["candidates"] == [{"id": None, "title": None, "matched": ["email"]}]
    assert "Ruiz" not in str(answer.body)


def test_what_the_system_makes_people_cannot(api: Api) -> None:
    for objects in ("submissions", "decisions", "notifications", "emails", "jobs"):
        assert api("POST", f"/v1/{objects}", {}).status == 403, objects


def test_parallel_patches_lose_nothing(api: Api, world: World) -> None:
    id = contact(api)["id"]
    fields = ["first_name", "job_title", "source", "salutation", "last_name", "time_zone"]
    bodies = [{name: "UTC" if name == "time_zone" else "Xenia"} for name in fields]
    with ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(lambda body: api("PATCH", f"/v1/contacts/{id}", body), bodies))
    assert [answer.status for answer in answers] == [200] * 6
    now = api("GET", f"/v1/contacts/{id}").body
    assert now["version"] == 7 and all(now[name] for name in fields)
    world.settle()
    assert not world.differences()


def test_a_phone_number_is_read_in_the_country_of_its_record(api: Api) -> None:
    lead = api("POST", "/v1/leads", {"last_name": "Weber", "country": "Germany", "phones": ["030 901820"]})
    assert lead.body["phones"][0]["value"] == "+4930901820"
    changed = api("PATCH", f"/v1/leads/{lead.body['id']}", {"phones": ["089 1234567"]})
    assert changed.body["phones"][0]["value"] == "+49891234567"
