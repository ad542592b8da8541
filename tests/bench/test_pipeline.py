"""The arithmetic of the pipeline's benchmark: rates, waits, calls a lead, what is lost or doubled."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import pipeline
from bench.metered_emulator import named
from bench.pipeline_figures import Outcome, faults, lost_and_doubled, per_lead, rates, waits, without

GOOD = Outcome("sub_1", 100.0, 1, (101.0,), 1, (103.0,))
LATER = Outcome("sub_2", 102.0, 1, (110.0,), 1, (112.0,))


def test_waits_are_counted_from_the_acceptance() -> None:
    assert waits([GOOD, LATER]) == {"assigned_p50": 1.0, "assigned_p99": 8.0, "mailed_p50": 3.0, "mailed_p99": 10.0}


def test_rates_run_from_the_first_form_to_the_last_of_each_kind() -> None:
    assert rates([GOOD, LATER], 0.5) == {"accepted_a_second": 4.0, "assigned_a_second": 0.2, "mailed_a_second": 0.17}


def test_what_never_came_is_left_out_of_waits_and_is_a_fault() -> None:
    lost = Outcome("sub_3", 100.0, 0, (), 0, ())
    assert waits([lost]) == {} and rates([lost], 1.0) == {"accepted_a_second": 1.0}
    assert lost_and_doubled([GOOD, lost]) == {"lost": 4, "doubled": 0}
    assert faults([GOOD, lost]) == [f"form sub_3: 0 times {name}" for name in ("lead", "owner", "notification", "mail")]


@pytest.mark.parametrize("doubled, said", [
    (Outcome("sub_1", 1.0, 2, (2.0,), 1, (3.0,)), "2 times lead"), (Outcome("sub_1", 1.0, 1, (2.0, 2.5), 1, (3.0,)), "2 times owner"),
    (Outcome("sub_1", 1.0, 1, (2.0,), 2, (3.0,)), "2 times notification"),
    (Outcome("sub_1", 1.0, 1, (2.0,), 1, (3.0, 4.0)), "2 times mail")])
def test_whatever_came_twice_is_a_fault(doubled: Outcome, said: str) -> None:
    assert faults([doubled]) == [f"form sub_1: {said}"] and faults([GOOD]) == []
    assert lost_and_doubled([GOOD, doubled]) == {"lost": 0, "doubled": 1}


def test_calls_are_told_for_one_lead_without_those_of_the_clock() -> None:
    made = without({"dynamodb.Query": 50, "sqs.SendMessage": 10, "s3.GET x": 2}, {"dynamodb.Query": 20, "s3.GET x": 2})
    assert per_lead(made, 10) == {"dynamodb.Query": 3.0, "sqs.SendMessage": 1.0}


def test_a_signed_request_is_named_by_service_and_operation() -> None:
    signed = {b"authorization": b"AWS4-HMAC-SHA256 Credential=test/20261122/us-east-1/dynamodb/aws4_request, Signature=0"}
    assert named("/", "POST", {**signed, b"x-amz-target": b"DynamoDB_20120810.Query"}) == "dynamodb.Query"
    assert named("/v2/email/outbound-emails", "POST", signed) == "dynamodb.POST outbound-emails"
    assert named("/restapis/1/api", "POST", {b"authorization": b"Bearer x"}) == ""


@pytest.mark.parametrize("said", ["0", "-1", "1,,2", "many", "1;2", "10001", "1e3", "²"])
def test_sizes_that_are_none_are_refused_in_words(said: str) -> None:
    with pytest.raises(SystemExit, match="usage: make bench-pipeline SIZES"):
        pipeline.sizes(said)


def test_sizes_are_told_apart_by_commas() -> None:
    assert pipeline.sizes(" 100, 1 ") == [1, 100] and pipeline.sizes("") == [1, 100, 1000]


def test_without_real_forms_there_are_as_many_of_our_own(tmp_path: Path) -> None:
    made = pipeline.posts(120, tmp_path)
    assert len({each["email"] for each in made}) == 120
