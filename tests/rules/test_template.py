"""The template that is deployed: whole, watched, least privilege. (`make audit` asks the scanners.)"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra import template as infra_template
from infra.package import package
from infra.refusals import REFUSALS
from infra.template import role_of

PSEUDO = {"AWS::Region", "AWS::AccountId", "AWS::Partition", "AWS::StackName", "AWS::URLSuffix", "AWS::NoValue"}
QUEUES = ("Intake", "Inbound", "Jobs", "Settle")


@pytest.fixture(scope="module")
def template() -> dict[str, Any]:
    return package().template


@pytest.fixture(scope="module")
def resources(template: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = template["Resources"]
    return found


def of_type(resources: dict[str, Any], kind: str) -> dict[str, Any]:
    return {name: found.get("Properties", {}) for name, found in resources.items() if found["Type"] == kind}


def references(value: Any) -> Iterator[str]:
    """Every logical id that a Ref, GetAtt, Sub, DependsOn or Condition names."""
    if isinstance(value, list):
        for item in value:
            yield from references(item)
    if not isinstance(value, dict):
        return
    for key, inner in value.items():
        if key == "Ref":
            yield inner
        elif key == "Fn::GetAtt":
            yield inner[0] if isinstance(inner, list) else inner.split(".")[0]
        elif key == "Fn::Sub":
            text, own = (inner[0], inner[1]) if isinstance(inner, list) else (inner, {})
            yield from (name for name in re.findall(r"\$\{([A-Za-z0-9:]+)(?:\.[^}]*)?\}", text) if name not in own)
            yield from references(own)
        elif key == "DependsOn":
            yield from [inner] if isinstance(inner, str) else inner
        else:
            yield from references(inner)


def test_every_name_used_is_defined(template: dict[str, Any]) -> None:
    known = {*template["Resources"], *template["Parameters"], *PSEUDO}
    assert set(references(template)) - known == set()


def test_every_condition_used_is_defined(resources: dict[str, Any], template: dict[str, Any]) -> None:
    used = {found["Condition"] for found in resources.values() if "Condition" in found}
    assert used <= set(template["Conditions"])


def test_a_mistyped_function_is_refused() -> None:
    with pytest.raises(SystemExit, match="Itnake"):
        infra_template._lay_function({"Resources": {"Intake": {}}}, "Itnake", {})


def test_an_intrinsic_replaces_another() -> None:
    merged = infra_template.merge({"Queue": {"Fn::Sub": "a"}, "Batch": 10}, {"Queue": {"Fn::GetAtt": ["B", "Arn"]}})
    assert merged == {"Queue": {"Fn::GetAtt": ["B", "Arn"]}, "Batch": 10}


@pytest.mark.parametrize("queue", QUEUES)
def test_every_queue_has_dead_letters_and_an_alarm(resources: dict[str, Any], queue: str) -> None:
    redrive = resources[f"{queue}Queue"]["Properties"]["RedrivePolicy"]
    assert redrive == {"deadLetterTargetArn": {"Fn::GetAtt": [f"{queue}DeadLetters", "Arn"]}, "maxReceiveCount": 5}
    assert resources[f"{queue}DeadLetters"]["Properties"]["MessageRetentionPeriod"] == 14 * 24 * 3600
    watched = [name for name, alarm in of_type(resources, "AWS::CloudWatch::Alarm").items()
               if f"{queue}DeadLetters" in json.dumps(alarm["Dimensions"])]
    assert watched


def test_no_queue_is_without_the_above(resources: dict[str, Any]) -> None:
    expected = {f"{queue}{kind}" for queue in QUEUES for kind in ("Queue", "DeadLetters")}
    assert set(of_type(resources, "AWS::SQS::Queue")) == expected


@pytest.mark.parametrize("queue", QUEUES)
def test_a_message_is_hidden_for_six_times_its_functions_timeout(resources: dict[str, Any], queue: str) -> None:
    timeout = resources[queue]["Properties"]["Timeout"]
    assert resources[f"{queue}Queue"]["Properties"]["VisibilityTimeout"] >= 6 * timeout


@pytest.mark.parametrize("queue", QUEUES)
def test_each_queue_reaches_its_function_with_partial_failures(resources: dict[str, Any], queue: str) -> None:
    source = resources[queue]["Properties"]["Events"][f"{queue}SqsEventSource"]["Properties"]
    assert source["Queue"] == {"Fn::GetAtt": [f"{queue}Queue", "Arn"]}
    assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


def test_the_stream_brings_records_only_and_loses_nothing(resources: dict[str, Any]) -> None:
    source = resources["Changes"]["Properties"]["Events"]["ChangesDynamodbEventSource"]["Properties"]
    (only,) = source["FilterCriteria"]["Filters"]
    assert json.loads(only["Pattern"]) == {"dynamodb": {"Keys": {"sk": {"S": ["record"]}}}}
    assert source["Stream"] == {"Fn::GetAtt": ["Table", "StreamArn"]}
    assert source["BisectBatchOnFunctionError"] is True
    assert source["DestinationConfig"]["OnFailure"]["Destination"] == {"Fn::GetAtt": ["FailuresBucket", "Arn"]}


def test_every_function_has_a_policy_of_its_own(resources: dict[str, Any]) -> None:
    functions = of_type(resources, "AWS::Serverless::Function")
    assert {role["Role"]["Fn::GetAtt"][0] for role in functions.values()} == {role_of(name) for name in functions}
    files = {file.stem for file in (Path(infra_template.FOLDER) / "policies").glob("*.yaml")}
    assert files == {name.lower() for name in functions}


def test_no_policy_allows_everything_or_everywhere(resources: dict[str, Any]) -> None:
    for role in of_type(resources, "AWS::IAM::Role").values():
        for statement in role["Policies"][0]["PolicyDocument"]["Statement"]:
            if statement == {"Fn::If": ["IsTraced", infra_template.TRACES, {"Ref": "AWS::NoValue"}]}:
                continue  # X-Ray's two actions know no resource
            actions, places = statement["Action"], statement["Resource"]
            assert all("*" not in action for action in ([actions] if isinstance(actions, str) else actions))
            assert "*" not in (places if isinstance(places, list) else [places])


def test_only_recounts_may_scan(resources: dict[str, Any]) -> None:
    may = [name for name, role in of_type(resources, "AWS::IAM::Role").items() if "dynamodb:Scan" in json.dumps(role)]
    assert may == ["JobsRole"]


@pytest.mark.parametrize("bucket", ["FilesBucket", "MailBucket", "FailuresBucket"])
def test_buckets_are_private_versioned_encrypted_and_tidied(resources: dict[str, Any], bucket: str) -> None:
    found = resources[bucket]["Properties"]
    assert set(found["PublicAccessBlockConfiguration"].values()) == {True}
    assert found["VersioningConfiguration"] == {"Status": "Enabled"}
    assert found["BucketEncryption"]
    assert found["LifecycleConfiguration"]["Rules"]


def test_the_table_is_as_the_key_page_says(resources: dict[str, Any]) -> None:
    table = resources["Table"]["Properties"]
    indexes = {index["IndexName"]: [key["AttributeName"] for key in index["KeySchema"]]
               for index in table["GlobalSecondaryIndexes"]}
    assert indexes == {f"index-i{n}": [f"i{n}", f"i{n}s"] for n in range(1, 6)}
    assert [key["AttributeName"] for key in table["KeySchema"]] == ["pk", "sk"]
    assert table["TimeToLiveSpecification"] == {"AttributeName": "ttl", "Enabled": True}
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}


def test_what_is_watched_stays_within_what_is_free(resources: dict[str, Any]) -> None:
    assert len(of_type(resources, "AWS::CloudWatch::Alarm")) <= 10
    assert len(of_type(resources, "AWS::CloudWatch::Dashboard")) == 1


def test_there_is_room_for_more_resources(resources: dict[str, Any], template: dict[str, Any]) -> None:
    paths = resources["RestAPI"]["Properties"]["DefinitionBody"]["paths"]
    assert len(resources) < 300
    assert len({part for path in paths for part in _prefixes(path)}) < 100  # API Gateway's limit is 300
    assert len(json.dumps(template)) < 900_000  # CloudFormation takes 1 MB


def _prefixes(path: str) -> list[str]:
    parts = path.strip("/").split("/")
    return ["/".join(parts[: n + 1]) for n in range(len(parts))]


def test_the_gateways_own_refusals_are_problems(resources: dict[str, Any]) -> None:
    body = resources["RestAPI"]["Properties"]["DefinitionBody"]
    for kind, response in body["x-amazon-apigateway-gateway-responses"].items():
        problem = json.loads(response["responseTemplates"]["application/json"])
        assert {"type", "title", "status", "detail", "code", "request_id", "errors"} == set(problem)
        assert response["statusCode"] == str(problem["status"]) == str(REFUSALS[kind][0])


def test_nothing_in_the_template_makes_it_local(template: dict[str, Any]) -> None:
    text = json.dumps(template)
    assert "KITH_LOCAL" not in text
    assert "AWS_ENDPOINT_URL" not in text


def test_strangers_are_throttled_apart(resources: dict[str, Any]) -> None:
    settings = resources["RestAPI"]["Properties"]["MethodSettings"]
    public = [one for one in settings if "public" in one["ResourcePath"]]
    assert public
    assert all(one["ThrottlingRateLimit"] < settings[0]["ThrottlingRateLimit"] for one in public)
