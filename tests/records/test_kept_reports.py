"""Cells of reports: where a record counts, and that they equal a recount whatever happens to the records."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from chalicelib.crm import Crm
from chalicelib.errors import Forbidden
from chalicelib.records import permissions
from chalicelib.records.conditions.nodes import ALWAYS
from chalicelib.records.fields.shape import Field
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import system
from chalicelib.records.registry import Registry
from chalicelib.records.reports import cells as report_cells
from chalicelib.records.reports import kept as kept_reports
from chalicelib.records.reports import reading as report_reading
from chalicelib.records.reports import shared
from chalicelib.records.work import Work
from tests.installation import World

NOW = "2026-11-22T10:00:00.000Z"
TYPE = ObjectType(
    name="visit", plural="visits", prefix="vis", label="Visit", label_plural="Visits", title=lambda _record: "Visit",
    fields=(Field("stage", "choice"), Field("won", "boolean"), Field("day", "date"), Field("seats", "integer"),
            Field("price", "money")))
texts = some.text(max_size=80)


def report(**values: Any) -> dict[str, Any]:
    return {"id": "rep_1", "object_type": "visit", **values}


def cells(definition: dict[str, Any], record: dict[str, Any], names: tuple[str, ...] = ("all",)) -> dict[Any, Any]:
    defined = kept_reports.definitions([definition], Registry([TYPE]), {})
    kept = [kept_reports.compiled({**each, "generation": 2}, TYPE) for each in defined]
    return dict(kept_reports.counts(kept, TYPE, {"type": "visit", **record}, names, NOW))


def test_a_record_counts_in_one_cell() -> None:
    found = cells(report(group_by=["stage", "won"], bucket_field="day", bucket="month", sums=["seats", "price"]),
                  {"stage": "a#b", "won": True, "day": "2026-07-15", "seats": 3, "price": {"amount": 199, "currency": "EUR"}})
    assert found == {("report#rep_1.2#all", "2026-07#a%23b#true"): {"n": 1, "sum.seats": 3, "sum.price.EUR": 199}}


def test_what_is_averaged_is_kept_as_a_sum_and_how_many_have_it() -> None:
    averaging = report(averages=["seats", "price"], sums=["seats"])
    assert [*cells(averaging, {"seats": 0, "price": {"amount": 5, "currency": "EUR"}}).values()] == [
        {"n": 1, "sum.seats": 0, "has.seats": 1, "sum.price.EUR": 5, "has.price.EUR": 1}]
    assert [*cells(averaging, {"seats": None}).values()] == [{"n": 1}]


def test_what_is_averaged_is_asked_of_the_readers_rights() -> None:
    assert kept_reports.uses(report(averages=["seats"]), ALWAYS) == {"seats"}


def test_who_averages_nothing_has_the_definition_and_the_cells_as_before() -> None:
    definition, = kept_reports.definitions([report(sums=["seats"], averages=[])], Registry([TYPE]), {})
    assert "averages" not in definition
    assert [*cells(report(sums=["seats"]), {"seats": 3}).values()] == [{"n": 1, "sum.seats": 3}]


def test_what_is_empty_has_a_cell_too() -> None:
    assert list(cells(report(group_by=["stage"], bucket_field="day", bucket="year"), {})) == [("report#rep_1.2#all", "#")]
    assert list(cells(report(), {})) == [("report#rep_1.2#all", "#")]


def test_a_record_with_several_tags_counts_for_each_and_once_in_all() -> None:
    found = cells(report(group_by=["tags"]), {"tags": ["a", "b", "c" * 99, "c" * 98]})
    assert [name for _pk, name in found] == ["#a", "#b", f"#{'c' * 60}", "!"]


def test_the_overlap_of_team_and_owner_is_counted_apart() -> None:
    found = cells(report(), {}, ("all", "t:x", "u:y", "s:z"))
    assert [pk for pk, _name in found] == [f"report#rep_1.2#{name}" for name in ("all", "t:x", "u:y", "u:y&t:x")]


def test_a_condition_decides_and_may_flip_with_time() -> None:
    recent = report(filter={"field": "day", "op": "within", "value": {"days": -7}})
    assert cells(recent, {"day": "2026-11-20"}) and not cells(recent, {"day": "2026-11-01"})
    kept = kept_reports.compiled({**kept_reports.definitions([recent], Registry([TYPE]), {})[0], "generation": 1}, TYPE)
    assert list(kept_reports.until([kept], {"day": "2026-11-20"}, NOW)) == ["2026-11-28T00:00:00.000Z"]


@pytest.mark.parametrize("value", [{"me": True}, {"my_teams": True}])
def test_what_asks_who_is_reading_is_not_kept(value: dict[str, bool]) -> None:
    field = "owner_id" if "me" in value else "team_id"
    asking = report(filter={"not": {"field": field, "op": "eq", "value": value}})
    assert kept_reports.definitions([asking], Registry([TYPE]), {}) == []


def test_a_field_that_is_gone_groups_nothing() -> None:
    assert list(cells(report(group_by=["gone"], sums=["lost"]), {"gone": "x", "lost": 4}).values()) == [{"n": 1}]


@given(texts, texts)
def test_a_cell_tells_its_groups(one: str, other: str) -> None:
    name, = report_cells.cell_names("2026", [("text", one), ("choice", other)], many=False)
    assert report_cells.read_name(name, ["text", "choice"]) == ("2026", [one[:60] or None, other[:60] or None])
    assert not report_cells.is_whole(name) and len(name.encode("utf-8", "surrogatepass")) < 1024


@given(some.sampled_from(["", "2025-12", "2026-01", "2026-02"]), some.sampled_from(["", "2026-01", "2026-02"]), texts)
def test_a_range_holds_its_buckets_and_no_other(low: str, high: str, text: str) -> None:
    after, before = report_cells.bounds(low, high)
    for bucket in ("", "2025-12", "2026-01", "2026-02", "2026-03"):
        inside = (not low or low <= bucket) and (not high or bucket <= high) and (bool(bucket) or not (low or high))
        for name in report_cells.cell_names(bucket, [("tags", [text])], many=True):
            assert ((not after or name > after) and (not before or name < before)) is inside


# -- equal to a recount ---------------------------------------------------------------------------------------------

OWNERS, STAGES, TAGS = ("one", "two", "three", "five"), ("new", "working", "qualified"), ("x", "y", "Z#1")


def _company(crm: Crm) -> tuple[dict[str, str], dict[str, str]]:
    """People in two teams, who read leads of their team, of their own, and what is shared with them, two from outside."""
    teams, people = {}, {}
    for name in ("red", "blue"):
        work = Work(crm, system("test"))
        teams[name] = work.create("team", {"name": name})["id"]
        work.commit()
    for name, scope, team in (("one", "team", "red"), ("two", "team", "blue"), ("three", "own", "red"), ("four", "shared", "blue"),
                              ("five", "external", "red"), ("six", "external", "blue")):
        work = Work(crm, system("test"))
        kind = {"kind": "external"} if scope == "external" else {}
        role = work.create("role", {"name": name, "grants": {"leads": {"*": "all" if kind else scope}}, **kind})
        people[name] = work.create("user", {"email": f"{name}@kith.example", "last_name": name, "active": True, "role_ids": [role["id"]],
                                            "team_ids": [teams[team]]})["id"]
        work.commit()
    return teams, people


def _lead(chance: random.Random, teams: dict[str, str], people: dict[str, str]) -> dict[str, Any]:
    return {
        "last_name": "Berg", "status": chance.choice(STAGES), "tags": chance.sample(TAGS, chance.randint(0, 3)),
        "owner_id": people[chance.choice(OWNERS)], "team_id": chance.choice([*teams.values()]), "country": chance.choice(["DE", None]),
        "assigned_at": chance.choice([None, f"2026-0{chance.randint(1, 4)}-1{chance.randint(0, 9)}T12:00:00.000Z"]),
        "submission_count": chance.choice([None, 0, chance.randint(-3, 9)]),
        "shares": [{"to": to, "access": "read"} for to in chance.sample([*people.values(), *teams.values()], chance.choice([0, 0, 1, 3]))] or None}


def _expected(leads: list[dict[str, Any]], low: str, high: str) -> tuple[Counter[Any], Counter[Any], Counter[Any],
                                                                                       tuple[int, int]]:
    counts: Counter[Any] = Counter()
    sums: Counter[Any] = Counter()
    having: Counter[Any] = Counter()
    total = added = 0
    for lead in leads:
        month = (lead.get("assigned_at") or "")[:7] or None
        if lead["status"] == "qualified" or ((low or high) and not (month and (low or "0") <= month <= (high or "9"))):
            continue
        total, added = total + 1, added + (lead.get("submission_count") or 0)
        for tag in lead.get("tags") or [None]:
            counts[month, lead.get("country"), tag] += 1
            sums[month, lead.get("country"), tag] += lead.get("submission_count") or 0
            having[month, lead.get("country"), tag] += lead.get("submission_count") is not None
    return counts, sums, having, (total, added)


@pytest.mark.parametrize("seed", range(4))
def test_what_a_report_tells_equals_a_fresh_count(world: World, crm: Crm, seed: int) -> None:
    chance = random.Random(seed)
    teams, people = _company(crm)
    world.settle()
    work = Work(crm, system("test"))
    work.create("report", {
        "name": "R", "object": "leads", "group_by": ["country", "tags"], "bucket_field": "assigned_at", "bucket": "month",
        "sums": ["submission_count"], "averages": ["submission_count"], "visibility": "shared", "filter": {"field": "status", "op": "ne", "value": "qualified"}})
    first = [crm_lead(crm, _lead(chance, teams, people)) for _ in range(6)]
    work.commit()
    world.settle()
    ids = first + [crm_lead(crm, _lead(chance, teams, people)) for _ in range(10)]
    world.settle()
    for _ in range(12):
        record = crm.table.get((chance.choice(ids), "record"), consistent=True) or {}
        work = Work(crm, system("test"))
        gone = {"deleted_at": None if record.get("deleted_at") else work.now}
        work.change(record, gone if chance.random() < 0.3 else _lead(chance, teams, people))
        work.commit()
        if chance.random() < 0.5:
            world.settle()
    world.settle()
    assert world.differences() == []
    _compare(crm, [crm.table.get((id, "record"), consistent=True) or {} for id in ids])


def crm_lead(crm: Crm, values: dict[str, Any]) -> str:
    work = Work(crm, system("test"))
    id = work.create("lead", values)["id"]
    work.commit()
    return str(id)


def _compare(crm: Crm, leads: list[dict[str, Any]]) -> None:
    from tests.installation import actor
    kept = crm.configuration.all("report")[0]
    readers = [system("test"), *(actor(crm, user["id"]) for user in crm.configuration.all("user"))]
    assert len(readers) == 7
    for reader in readers:
        mine = [lead for lead in leads if not lead.get("deleted_at") and permissions.may(reader, crm.registry.named("lead"), "read", lead)]
        for low, high in (("", ""), ("2026-02", "2026-03"), ("", "2026-02"), ("2026-03", "")):
            told = report_reading.read(crm, reader, kept, report_reading.asked(kept, low, high, 1000))
            counts, sums, having, total = _expected(mine, low, high)
            rows = {(row["bucket"], row["groups"]["country"], row["groups"]["tags"]): row for row in told["rows"]}
            assert told["state"] == "ready" and len(rows) == len(told["rows"])
            assert {key: row["count"] for key, row in rows.items()} == counts
            assert {key: row["sums"]["submission_count"] for key, row in rows.items()} == {key: sums[key] for key in counts}
            for key, row in rows.items():
                mean = round(sums[key] / having[key], 4) if having[key] else None
                assert row["averages"]["submission_count"] == {"average": mean, "sum": sums[key], "count": having[key]}
            assert (told["total"]["count"], told["total"]["sums"]["submission_count"]) == total


def _shared_report(world: World, crm: Crm, many: int) -> tuple[dict[str, Any], dict[str, str]]:
    teams, people = _company(crm)
    work = Work(crm, system("test"))
    kept = work.create("report", {"name": "Towns", "object": "leads", "group_by": ["city"]})
    work.commit()
    world.settle()
    for _ in range(many):
        crm_lead(crm, {"last_name": "L", "status": "new", "city": "Rom", "team_id": teams["red"],
                       "shares": [{"to": people["two"], "access": "read"}, {"to": teams["blue"], "access": "read"}]})
    world.settle()
    return kept, people


def test_where_more_is_shared_than_is_counted_the_answer_says_so(world: World, crm: Crm, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.installation import actor
    kept, people = _shared_report(world, crm, 4)
    told = report_reading.read(crm, actor(crm, people["two"]), kept, report_reading.Asked())
    assert (told["total"]["count"], told["truncated"]) == (4, False)
    monkeypatch.setattr(shared, "SHARED_COUNTED", 3)
    told = report_reading.read(crm, actor(crm, people["two"]), kept, report_reading.Asked())
    assert (told["rows"][0]["count"], told["total"], told["truncated"]) == (3, None, True)


def test_a_reader_of_all_pays_one_read_and_one_of_a_part_one_more_for_each_name(world: World, crm: Crm) -> None:
    from tests.installation import actor
    kept, people = _shared_report(world, crm, 1)

    def calls(reader: Any) -> int:
        before = crm.table.meter.calls
        report_reading.read(crm, reader, kept, report_reading.Asked())
        return crm.table.meter.calls - before
    assert (calls(system("test")), calls(actor(crm, people["two"])), calls(actor(crm, people["three"]))) == (1, 3 + 2, 1 + 2)


def test_what_lies_behind_a_reference_is_counted_among_what_is_shared(world: World, crm: Crm) -> None:
    from tests.installation import actor
    _teams, people = _company(crm)
    work = Work(crm, system("test"))
    role = work.create("role", {"name": "Some", "grants": {"contacts": {"read": "own"}, "companies": {"read": "all"}}})
    me = work.create("user", {"email": "me@kith.example", "last_name": "Me", "active": True, "role_ids": [role["id"]]})["id"]
    few = work.create("role", {"name": "Few", "grants": {"contacts": {"read": "own"}, "companies": {"read": "own"}}})
    other = work.create("user", {"email": "few@kith.example", "last_name": "Few", "active": True, "role_ids": [few["id"]]})["id"]
    kept = work.create("report", {"name": "R", "object": "contacts", "filter": {"field": "company_id.industry", "op": "eq", "value": "Retail"}})
    shop = work.create("company", {"name": "Shop", "industry": "Retail"})["id"]
    work.commit()
    work = Work(crm, system("test"))
    work.create("contact", {"last_name": "In", "company_id": shop, "owner_id": people["one"], "shares": [{"to": me, "access": "read"}]})
    work.commit()
    world.settle()
    assert report_reading.read(crm, actor(crm, me), kept, report_reading.Asked())["total"]["count"] == 1
    with pytest.raises(Forbidden):  # a filter that a list would refuse them
        report_reading.read(crm, actor(crm, other), kept, report_reading.Asked())


def test_a_part_of_many_rows_says_so(world: World, crm: Crm, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        crm_lead(crm, {"last_name": f"L{number}", "status": "new", "city": f"Town {number}"})
    work = Work(crm, system("test"))
    kept = work.create("report", {"name": "Towns", "object": "leads", "group_by": ["city"]})
    work.commit()
    assert report_reading.read(crm, system("test"), kept, report_reading.Asked())["state"] == "building"
    world.settle()
    whole = report_reading.read(crm, system("test"), kept, report_reading.Asked(limit=2))
    assert (len(whole["rows"]), whole["truncated"], whole["total"]["count"]) == (2, True, 5)
    monkeypatch.setattr(report_reading, "MOST_CELLS", 3)
    part = report_reading.read(crm, system("test"), kept, report_reading.Asked())
    assert (len(part["rows"]), part["truncated"], part["total"]) == (3, True, None)
