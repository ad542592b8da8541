"""The sample's rows are what the API takes, and nothing in them collides."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domains import registry
from chalicelib.leads.scoring import from_record, score
from chalicelib.records import conditions
from chalicelib.records.conditions import Reader
from chalicelib.records.fields import parse_payload
from local import sample_accounts, sample_past, sample_rules, sample_setup
from local import sample_rows as data
from tests.edge import Api

ROLES = {row["role"]: "rol_" + "0" * 26 for row in data.rows("users")}
TEAMS = {row["team"]: "tea_" + "0" * 26 for row in data.rows("users") if row["team"]}
USER = "usr_" + "0" * 26


def parsed(type: str, record: dict[str, Any]) -> dict[str, Any]:
    aliases = registry().named(type).aliases
    renamed = {aliases.get(name, name): value for name, value in record.items()}
    return parse_payload(registry().named(type).own_fields, renamed, partial=False, region="US")


def leads() -> list[dict[str, Any]]:
    return [parsed("lead", data.lead(row)) for row in data.rows("leads")]


def test_the_sample_has_the_promised_size() -> None:
    staff = data.rows("users")
    assert [len(data.rows(name)) for name in ("companies", "contacts", "leads")] == [25, 60, 40]
    assert sum(row["role"] == "rep" for row in staff) == 6 and len(TEAMS) == 2
    assert {row["role"] for row in staff} == {"admin", "manager", "rep", "marketing", "support", "read_only"}


@pytest.mark.parametrize("type,shape", [
    ("user", lambda row: data.user(row, ROLES, TEAMS)), ("company", lambda row: data.company(row, USER)),
    ("contact", lambda row: data.contact(row, {}, USER)), ("lead", data.lead)])
def test_every_row_is_valid(type: str, shape: Any) -> None:
    plural = registry().named(type).plural
    for row in data.rows(plural):
        assert parsed(type, shape(row))


@pytest.mark.parametrize("type,shape", [("contact", lambda row: data.contact(row, {}, USER)), ("lead", data.lead)])
def test_nobody_shares_an_address(type: str, shape: Any) -> None:
    records = [parsed(type, shape(row)) for row in data.rows(registry().named(type).plural)]
    for field in ("emails", "phones"):
        values = [entry["value"] for record in records for entry in record.get(field) or []]
        assert len(values) == len(set(values))


def test_notes_and_tasks_speak_of_people_who_exist() -> None:
    addresses = {part.strip() for row in data.rows("contacts") for part in row["emails"].split(";")}
    addresses |= {row["email"] for row in data.rows("leads")}
    assert {row["about"] for name in ("notes", "tasks") for row in data.rows(name)} <= addresses


def test_a_task_is_due_after_the_founding() -> None:
    row = {"subject": "Call", "priority": "high", "due_hours": "26", "remind_minutes": "60"}
    assert data.task(row, "lea_1", "2026-11-21T12:00:00.000Z")["due_at"] == "2026-11-22T14:00:00.000Z"


def test_scoring_rules_tell_the_leads_apart() -> None:
    fields, reader = registry().named("lead").all_fields, Reader("", (), "2026-11-21T12:00:00.000Z")
    stored = [from_record({**rule, "id": str(place)}, lambda raw: conditions.parse(raw, fields))
              for place, rule in enumerate(sample_rules.scoring())]
    scores = {score(lead, stored, lambda condition, each: conditions.holds(condition, each, reader)).grade
              for lead in leads()}
    assert len(stored) == 6 and len(scores) >= 3


def test_each_routing_rule_gets_some_of_the_leads() -> None:
    fields, reader = registry().named("lead").all_fields, Reader("", (), "2026-11-21T12:00:00.000Z")
    users = {row["email"]: f"usr_{place}" for place, row in enumerate(data.rows("users"))}
    wanted = sample_rules.routing(TEAMS, users)
    first = [next(rule["name"] for rule in wanted if "condition" not in rule or conditions.holds(
        conditions.parse(rule["condition"], fields), lead, reader)) for lead in leads()]
    assert set(first) == {rule["name"] for rule in wanted} and len(wanted) == 4


def test_the_form_asks_for_what_the_contract_says() -> None:
    fields = sample_rules.form([USER])["fields"]
    assert [each["name"] for each in fields] == [
        "first_name", "last_name", "email", "phone", "company", "country", "product_interest", "message"]
    assert {each["name"] for each in fields if each["required"]} == {"last_name", "email"}


def test_the_facts_name_one_person_of_each_role() -> None:
    facts = sample_accounts.facts()
    assert facts["admin"] == facts["users"]["admin"] and len(facts["users"]) == 6


def test_fields_views_and_reports_are_taken(api: Api) -> None:
    wanted = [*(("fields", each) for each in sample_setup.fields()), *(("views", each) for each in sample_setup.views()),
              *(("reports", each) for each in sample_setup.reports())]
    for plural, each in wanted:
        answer = api("POST", f"/v1/{plural}", each)
        assert answer.status == 201, answer.body
    api.world.settle()
    assert {each["state"] for each in api("GET", "/v1/views").body["data"]} == {"ready"}
    assert api.world.differences() == []


def test_the_past_is_what_its_days_would_have_been(api: Api) -> None:
    people = {row["email"]: api.person("rep", row["email"]) for row in data.rows("users") if row["role"] == "rep"}
    api("POST", "/v1/routing_rules", {"name": "All", "strategy": "round_robin", "response_minutes": 240,
                                      "pool": {"user_ids": list(people.values())}, "task": {"subject": "Call", "due_minutes": 45}})
    api.world.settle()
    rows = [row for row in data.rows("leads") if sample_past.is_past(row)][:6]
    now = api.world.crm.clock.now()
    first, again = (sample_past.lived(api.world.crm, api.admin, rows) for _start in range(2))
    api.world.settle()
    assert [lead["id"] for lead in first] == [lead["id"] for lead in again]
    leads = {lead["emails"][0]["value"]: lead for lead in api("GET", "/v1/leads?limit=100").body["data"]}
    for row in rows:
        lead = leads[row["email"]]
        assert lead["created_at"][:16] == sample_past.arrival(row, now)[:16]
        assert (lead["status"], lead["response_minutes"]) == (row["status"], int(row["answered_after"]))
        assert lead["owner_id"] in people.values() and lead["first_touched_at"] < lead["response_due_at"]
    tasks = api("GET", "/v1/tasks?limit=100").body["data"]
    assert len(tasks) == len(rows) and {each["status"] for each in tasks} == {"done"}
    assert not api.world.differences()


def test_each_lead_of_the_past_was_answered_in_time() -> None:
    users = {row["email"]: f"usr_{place}" for place, row in enumerate(data.rows("users"))}
    wanted = sample_rules.routing(TEAMS, users)
    fields, reader = registry().named("lead").all_fields, Reader("", (), "2026-11-21T12:00:00.000Z")
    for row, lead in zip(data.rows("leads"), leads(), strict=True):
        rule = next(rule for rule in wanted if "condition" not in rule or conditions.holds(
            conditions.parse(rule["condition"], fields), lead, reader))
        assert sample_past.is_past(row) == (row["status"] != "assigned")
        assert not sample_past.is_past(row) or 0 < int(row["answered_after"]) < rule["response_minutes"]
