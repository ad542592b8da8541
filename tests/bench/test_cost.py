"""The bill: laws that hold for every company, and that its figures are measured ones."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import cost, cost_page
from bench.cost_operations import sizes, spent
from bench.cost_usage import USES, Company, memory, queues

AMOUNTS = st.floats(0, 100_000)
COMPANIES = st.builds(Company, AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS, st.sampled_from(cost.regions()))
IDLE = {"lambda.requests", "lambda.gb_seconds", "dynamodb.reads", "sqs.requests", "s3.storage", "cloudwatch.ingested",
        "cloudwatch.kept", "cloudwatch.alarms", "cloudwatch.dashboards", "cloudwatch.metrics", "eventbridge.ticks"}


@given(COMPANIES, st.sampled_from(cost.NUMBERS), st.floats(0, 10_000))
@settings(max_examples=60)
def test_no_line_falls_when_anything_grows(company: Company, name: str, more: float) -> None:
    grown = replace(company, **{name: getattr(company, name) + more})
    for before, after in zip(cost.bill(company), cost.bill(grown), strict=True):
        assert after.quantity >= before.quantity * (1 - 1e-12) and after.amount >= before.amount * (1 - 1e-12)


@given(COMPANIES)
@settings(max_examples=30)
def test_the_total_is_the_sum_of_the_lines_and_free_quotas_only_help(company: Company) -> None:
    lines = cost.bill(company)
    assert cost.total(lines) == pytest.approx(sum(max(0, line.quantity - line.free) / line.per * line.price for line in lines))
    assert 0 < cost.total(lines) <= cost.without_quotas(lines) and all(math.isfinite(line.amount) for line in lines)


@pytest.mark.parametrize("region", cost.regions())
def test_at_rest_only_named_lines_are_used_and_it_is_under_a_dollar(region: str) -> None:
    rest = cost.bill(cost.at_rest(Company(region=region)))
    assert {line.name for line in rest if line.quantity} == IDLE and cost.total(rest) < 1


def test_what_idles_is_read_from_the_template() -> None:
    assert queues() == ["Intake", "Inbound", "Jobs", "Settle"] and memory("APIHandler") == 1024 and memory("Tick") == 512


@pytest.mark.parametrize("use", USES, ids=lambda use: f"{use.operation} by {use.function}")
def test_each_operation_of_the_bill_was_measured(use: object) -> None:
    assert spent(use.operation).trips >= 0 and memory(use.function) > 0  # type: ignore[attr-defined]


def test_each_kind_of_record_was_weighed() -> None:
    assert all(found["table"] > 0 and found["indexes"] > 0 for found in sizes().values())
    assert {"contact", "update", "note", "lead"} <= sizes().keys()


def test_an_operation_that_nobody_measured_is_named() -> None:
    with pytest.raises(SystemExit, match="'fly to the moon'"):
        spent("fly to the moon")


def test_each_price_has_a_source_with_its_date_and_every_region() -> None:
    for name, entry in cost.prices()["prices"].items():
        source = cost.prices()["sources"][name.partition(".")[0]]
        assert source["page"].startswith("https://aws.amazon.com/") and source["read"].startswith("2026")
        assert entry["per"] > 0 and entry["free"] >= 0 and all(entry[region] >= 0 for region in cost.regions())
    assert date.fromisoformat(cost.prices()["sources"]["dynamodb"]["read"])


@pytest.mark.parametrize("said, words", [
    ({"USERS": "abc"}, "USERS=abc"), ({"CONTACTS": "-1"}, "CONTACTS=-1"), ({"LEADS_PER_DAY": "inf"}, "LEADS_PER_DAY=inf"),
    ({"MAILS_PER_DAY": "nan"}, "MAILS_PER_DAY=nan"), ({"USERS": "1e9"}, "USERS=1e9"), ({"REGION": "mars"}, "eu-central-1 and us-east-1")])
def test_bad_input_is_answered_in_words(said: dict[str, str], words: str) -> None:
    with pytest.raises(SystemExit, match=words):
        cost.company_of(said)


def test_every_mistake_is_told_at_once() -> None:
    with pytest.raises(SystemExit) as told:
        cost.company_of({"USERS": "abc", "CONTACTS": "-1", "REGION": "mars"})
    assert len(str(told.value).splitlines()) == 3


def test_numbers_may_be_left_out_or_broken() -> None:
    assert cost.company_of({}) == Company() and cost.company_of({"USERS": " ", "LEADS_PER_DAY": "2.5"}) == Company(leads_per_day=2.5)


def test_the_table_is_aligned_and_ends_with_the_sum() -> None:
    lines = cost.as_text(Company()).splitlines()
    table = lines[2:2 + len(cost.bill(Company())) + 2]
    assert table[-1].startswith("sum") and cost.money(cost.total(cost.bill(Company()))) in table[-1]
    assert all(line.rstrip() == line and len(line) < 160 for line in table)


def test_programs_get_json() -> None:
    told = json.loads(cost.as_json(Company(users=3)))
    assert told["total"] == pytest.approx(sum(line["amount"] for line in told["lines"]), abs=0.01)
    assert told["company"]["users"] == 3 and told["at_rest"] < told["total"] <= told["without_quotas"]


def test_the_command_prints_it() -> None:
    done = subprocess.run([sys.executable, "-m", "bench.cost"], env={"USERS": "3"}, capture_output=True, text=True,
                          cwd=cost_page.DOCS.parent)
    assert done.returncode == 0 and "3 users" in done.stdout and not done.stderr


def test_the_page_is_what_results_and_prices_give() -> None:
    assert cost_page.PAGE.read_text() == cost_page.page(), "run python -m bench.cost_page"
    assert cost_page.PICTURE.read_text() == cost_page.picture(), "run python -m bench.cost_page"


def test_a_section_tells_the_bill_by_users() -> None:
    assert cost.section().count("\n| ") == 2 + len(cost.BY_USERS) and "costs.md" in cost.section()
