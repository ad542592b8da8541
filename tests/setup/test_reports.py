"""Reports over HTTP: what they may be, who sees them, what they tell to whom."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.setup import reports
from tests.edge import Api


def add(api: Api, **fields: Any) -> Any:
    return api("POST", "/v1/reports", {"name": "R", "object": "leads", **fields})


def lead(api: Api, **fields: Any) -> str:
    made = api("POST", "/v1/leads?allow_duplicate=true", {"last_name": "Berg", **fields})
    assert made.status == 201, made.body
    return str(made.body["id"])


def test_it_counts_what_stood_before_and_what_comes(api: Api) -> None:
    lead(api, source="web", country="DE")
    api.world.settle()
    id = add(api, group_by=["source"], visibility="shared").body["id"]
    building = api("GET", f"/v1/reports/{id}/data").body
    assert (building["state"], building["rows"], building["total"]) == ("building", [], None)
    assert building["building"] is None  # its job is not there yet
    api.world.settle()
    gone = lead(api, source="web")
    lead(api, source="fair")
    lead(api)
    api.world.settle()
    api("DELETE", f"/v1/leads/{gone}")
    api.world.settle()
    told = api("GET", f"/v1/reports/{id}/data").body
    assert [(row["groups"]["source"], row["count"]) for row in told["rows"]] == [(None, 1), ("fair", 1), ("web", 1)]
    assert told["state"] == "ready" and told["total"]["count"] == 3 and told["rows"][0]["bucket"] is None
    assert api.world.differences() == []


def test_a_changed_report_is_built_anew_and_tells_nothing_wrong_meanwhile(api: Api) -> None:
    lead(api, source="web", country="DE")
    id = add(api, group_by=["source"]).body["id"]
    api.world.settle()
    assert api("PATCH", f"/v1/reports/{id}", {"group_by": ["country"]}).status == 200
    assert api("GET", f"/v1/reports/{id}/data").body["state"] == "building"
    api.world.settle()
    assert api("GET", f"/v1/reports/{id}/data").body["rows"][0]["groups"] == {"country": "DE"}
    api("PATCH", f"/v1/reports/{id}", {"name": "Other"})
    assert api("GET", f"/v1/reports/{id}/data").body["state"] == "ready"
    api.world.settle()
    assert api.world.differences() == []


def test_money_is_added_up_for_each_currency_by_the_month_of_the_company(api: Api) -> None:
    api("POST", "/v1/fields", {"object": "companies", "name": "signed", "type": "instant"})
    id = add(api, object="companies", bucket_field="signed", bucket="quarter", time_zone="Europe/Berlin",
             sums=["annual_revenue", "employees"]).body["id"]
    for amount, currency, signed in ((100, "EUR", "2026-06-30T22:30:00Z"), (250, "EUR", "2026-07-01T00:00:00Z"),
                                     (-40, "USD", "2026-09-01T00:00:00Z"), (7, "USD", "2026-06-30T12:00:00Z"), (9, "USD", None)):
        made = api("POST", "/v1/companies", {"name": "Hut", "signed": signed, "employees": 5,
                                             "annual_revenue": {"amount": amount, "currency": currency}})
        assert made.status == 201, made.body
    api.world.settle()
    third = api("GET", f"/v1/reports/{id}/data?from=2026-Q3&to=2026-08-31").body
    assert third["rows"] == [{"bucket": "2026-Q3", "groups": {}, "count": 3,
                              "sums": {"annual_revenue": {"EUR": 350, "USD": -40}, "employees": 15}, "averages": {}}]
    assert [row["bucket"] for row in api("GET", f"/v1/reports/{id}/data").body["rows"]] == [None, "2026-Q2", "2026-Q3"]
    assert api("GET", f"/v1/reports/{id}/data?to=2026-Q2").body["total"]["count"] == 1
    assert api.world.differences() == []


def test_an_average_is_over_those_that_have_a_value(api: Api) -> None:
    id = add(api, object="companies", averages=["annual_revenue", "employees"]).body["id"]
    for employees, amount, currency in ((1, 100, "EUR"), (2, 51, "EUR"), (0, 7, "USD"), (None, None, "")):
        revenue = {"amount": amount, "currency": currency} if currency else None
        made = api("POST", "/v1/companies", {"name": "Hut", "employees": employees, "annual_revenue": revenue})
        assert made.status == 201, made.body
    api.world.settle()
    told = api("GET", f"/v1/reports/{id}/data").body
    assert (told["averages_of"], told["total"]["count"]) == (["annual_revenue", "employees"], 4)
    assert told["total"]["averages"] == told["rows"][0]["averages"] == {
        "employees": {"average": 1.0, "sum": 3, "count": 3},
        "annual_revenue": {"EUR": {"average": 75.5, "sum": 151, "count": 2}, "USD": {"average": 7.0, "sum": 7, "count": 1}}}
    assert api.world.differences() == []


def test_an_average_may_come_to_a_report_and_go(api: Api) -> None:
    id = add(api, object="companies").body["id"]
    api("POST", "/v1/companies", {"name": "Hut", "employees": 4})
    api.world.settle()
    api("PATCH", f"/v1/reports/{id}", {"averages": ["employees"]})
    api.world.settle()
    assert api("GET", f"/v1/reports/{id}/data").body["total"]["averages"] == {"employees": {"average": 4.0, "sum": 4, "count": 1}}
    api("PATCH", f"/v1/reports/{id}", {"averages": None})
    api.world.settle()
    assert api("GET", f"/v1/reports/{id}/data").body["total"]["averages"] == {}
    assert api.world.differences() == []


@pytest.mark.parametrize("query, field", [
    ("from=2026-Q5", "from"), ("from=x&to=y", "to"), ("from=2026-Q3&to=2026-Q2", "to"), ("limit=0", "limit"), ("limit=5001", "limit")])
def test_what_no_range_is(api: Api, query: str, field: str) -> None:
    id = add(api, bucket_field="created_at", bucket="quarter").body["id"]
    refused = api("GET", f"/v1/reports/{id}/data?{query}")
    assert refused.status == 422 and field in {each["field"] for each in refused.body["errors"]}


def test_without_time_there_is_no_range(api: Api) -> None:
    id = add(api).body["id"]
    assert api("GET", f"/v1/reports/{id}/data?from=2026-01-01").body["errors"][0]["code"] == "not_supported"


@pytest.mark.parametrize("fields, path, code", [
    ({"object": "nothing"}, "object", "unknown_object"), ({"group_by": ["nope"]}, "group_by[0]", "unknown_field"),
    ({"group_by": ["emails"]}, "group_by[0]", "not_supported"), ({"group_by": ["id"]}, "group_by[0]", "not_supported"),
    ({"group_by": ["source", "city", "region", "country"]}, "group_by", "too_many"), ({"sums": ["source"]}, "sums[0]", "not_supported"),
    ({"averages": ["source"]}, "averages[0]", "not_supported"), ({"averages": ["nope"]}, "averages[0]", "unknown_field"),
    ({"averages": ["score", "fit_score", "engagement_score", "submission_count"]}, "averages", "too_many"),
    ({"bucket": "day"}, "bucket_field", "required"), ({"bucket_field": "created_at"}, "bucket", "required"),
    ({"bucket_field": "source", "bucket": "day"}, "bucket_field", "not_supported"), ({"bucket": "hour"}, "bucket", "invalid_choice"),
    ({"filter": {"field": "nope", "op": "eq", "value": 1}}, "filter.field", "unknown_field"),
    ({"filter": {"field": "owner_id", "op": "eq", "value": {"me": True}}}, "filter", "not_keepable"),
    ({"time_zone": "Mars/Base"}, "time_zone", "invalid_time_zone"), ({"visibility": "world"}, "visibility", "invalid_choice"),
    ({"group_by": 5}, "group_by", "invalid_tags"), ({"group_by": [None, "x" * 101]}, "group_by[1]", "too_long"),
])
def test_what_a_report_cannot_be(api: Api, fields: dict[str, Any], path: str, code: str) -> None:
    refused = add(api, **fields)
    assert refused.status == 422 and (path, code) in {(each["field"], each["code"]) for each in refused.body["errors"]}, refused.body


def test_everything_wrong_is_told_at_once(api: Api) -> None:
    refused = add(api, group_by=["nope"], sums=["source"], bucket="day", filter={"field": "x", "op": "eq", "value": 1})
    assert len(refused.body["errors"]) == 4


def test_an_object_has_a_bounded_number_of_reports(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports, "MOST_OF_TYPE", 2)
    first, _second = (add(api).body["id"] for _ in range(2))
    assert add(api).body["errors"][0]["code"] == "too_many"
    assert api("PATCH", f"/v1/reports/{first}", {"name": "X"}).status == 200 and add(api, object="contacts").status == 201
    api.world.settle()
    api("DELETE", f"/v1/reports/{first}")
    assert add(api).status == 201
    assert api("POST", f"/v1/reports/{first}/restore").status == 422


def test_a_report_goes_and_comes_back_with_its_numbers(api: Api) -> None:
    lead(api, source="web")
    id = add(api).body["id"]
    api.world.settle()
    api("DELETE", f"/v1/reports/{id}")
    api.world.settle()
    assert api("GET", f"/v1/reports/{id}/data").status == 404
    api("POST", f"/v1/reports/{id}/restore")
    api.world.settle()
    assert api("GET", f"/v1/reports/{id}/data").body["total"]["count"] == 1
    assert api.world.differences() == []


def test_a_private_one_is_its_makers(api: Api) -> None:
    rep, other = api.person("rep", "rep@kith.example"), api.person("rep", "other@kith.example")
    lead(api)
    made = api("POST", "/v1/reports", {"name": "Mine", "object": "leads", "group_by": ["owner_id"]}, user=rep)
    assert made.status == 201, made.body
    api.world.settle()
    told = api("GET", f"/v1/reports/{made.body['id']}/data", user=rep)
    assert told.status == 200 and told.body["total"]["count"] == 1
    assert api("GET", f"/v1/reports/{made.body['id']}/data", user=other).status == 404
    assert api("POST", "/v1/reports", {"name": "All", "object": "leads", "visibility": "shared"}, user=rep).status == 403
    assert api("GET", "/v1/reports/rep_00000000000000000000000000/data").status == 404


def test_each_reader_is_told_of_what_they_may_read(api: Api) -> None:
    role = api("POST", "/v1/roles", {"name": "Own", "grants": {"leads": {"*": "own"}}}).body["id"]
    nobody = api("POST", "/v1/roles", {"name": "None", "grants": {"tasks": {"read": "all"}}}).body["id"]
    own, none = (api.person("rep", f"{name}@kith.example", role_ids=[id]) for name, id in (("own", role), ("none", nobody)))
    id = add(api, group_by=["owner_id"], visibility="shared").body["id"]
    lead(api, owner_id=own)
    lead(api, owner_id=api.admin)
    api.world.settle()
    mine = api("GET", f"/v1/reports/{id}/data", user=own).body
    assert [(row["groups"]["owner_id"], row["count"]) for row in mine["rows"]] == [(own, 1)]
    assert mine["labels"] == {"owner_id": {own: "Own Test"}}
    assert api("GET", f"/v1/reports/{id}/data").body["total"]["count"] == 2
    assert api("GET", f"/v1/reports/{id}/data", user=none).status == 403
    assert api.world.differences() == []


def test_a_role_that_reads_less_starts_counting_for_it(api: Api) -> None:
    rep = api.person("rep", "rep@kith.example")
    id = add(api, visibility="shared").body["id"]
    lead(api, owner_id=rep)
    lead(api)
    api.world.settle()
    assert api("GET", f"/v1/reports/{id}/data", user=rep).body["total"]["count"] == 2
    role = next(each for each in api("GET", "/v1/roles").body["data"] if each["key"] == "rep")
    api("PATCH", f"/v1/roles/{role['id']}", {"grants": {**role["grants"], "leads": {"read": "own"}}})
    assert api("GET", f"/v1/reports/{id}/data", user=rep).body["state"] == "building"
    api.world.settle()
    assert api("GET", f"/v1/reports/{id}/data", user=rep).body["total"]["count"] == 1
    assert api.world.differences() == []


def test_what_a_reader_may_not_see_is_not_counted_out_to_them(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    from chalicelib.records import permissions
    rep = api.person("rep", "rep@kith.example")
    plain = add(api, visibility="shared").body["id"]
    telling = add(api, visibility="shared", group_by=["country"], filter={"field": "score", "op": "gt", "value": 3}).body["id"]
    api.world.settle()
    monkeypatch.setattr(permissions, "hidden_fields", lambda actor, type: frozenset(
        {"country", "score"} if actor.id == rep and type.name == "lead" else ()))
    refused = api("GET", f"/v1/reports/{telling}/data", user=rep)
    assert refused.status == 403 and "country, score" in refused.body["detail"]
    assert api("GET", f"/v1/reports/{plain}/data", user=rep).status == 200
    own = api("POST", "/v1/reports", {"name": "X", "object": "leads", "group_by": ["country"]}, user=rep)
    assert own.body["errors"][0]["code"] == "unknown_field"


def test_records_that_are_grouped_by_have_titles_where_they_may_be_read(api: Api) -> None:
    company = api("POST", "/v1/companies", {"name": "Hut"}).body["id"]
    api("POST", "/v1/contacts", {"last_name": "Berg", "company_id": company})
    id = add(api, object="contacts", group_by=["company_id", "do_not_call"]).body["id"]
    api.world.settle()
    told = api("GET", f"/v1/reports/{id}/data").body
    assert told["rows"][0]["groups"] == {"company_id": company, "do_not_call": False}
    assert told["labels"]["company_id"] == {company: "Hut"}
