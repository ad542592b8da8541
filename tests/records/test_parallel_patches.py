"""Twenty people save at once: one wins each version, and everybody else is told what changed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tests.edge import Answer, Api


def test_of_twenty_patches_of_one_version_one_wins(api: Api) -> None:
    made = api("POST", "/v1/contacts", {"last_name": "Berg"})
    api.world.settle()
    path = f"/v1/contacts/{made.body['id']}"

    def save(number: int) -> Answer:
        return api("PATCH", path, {"job_title": f"Title {number}"}, If_Match=made.headers["ETag"])
    with ThreadPoolExecutor(20) as threads:
        answers = list(threads.map(save, range(20)))
    won = [each for each in answers if each.status == 200]
    assert len(won) == 1 and {each.status for each in answers} == {200, 412}
    now = api("GET", path).body
    assert (now["version"], now["job_title"]) == (2, won[0].body["job_title"])
    api.world.settle()
    late = api("PATCH", path, {"job_title": "Late"}, If_Match='"1"')
    assert late.body["conflicts"] == [{"field": "job_title", "yours": "Late", "theirs": now["job_title"]}]


def test_twenty_patches_that_do_not_care_all_count(api: Api) -> None:
    path = f"/v1/contacts/{api('POST', '/v1/contacts', {'last_name': 'Berg'}).body['id']}"
    with ThreadPoolExecutor(20) as threads:
        answers = list(threads.map(lambda number: api("PATCH", path, {"tags": [f"t{number}"]}), range(20)))
    done = [each for each in answers if each.status == 200]
    assert {each.status for each in answers} <= {200, 503} and len({each.body["version"] for each in done}) == len(done)
    assert api("GET", path).body["version"] == 1 + len(done)


def test_of_twenty_people_with_one_address_one_is_new(api: Api) -> None:
    body = {"last_name": "Berg", "emails": [{"value": "berg@customer.example"}]}
    with ThreadPoolExecutor(20) as threads:
        answers = list(threads.map(lambda _number: api("POST", "/v1/contacts", body), range(20)))
    assert sorted(each.status for each in answers) == [201, *[409] * 19]
    api.world.settle()
    assert api.world.differences() == []
