"""What no scanner knows of our template: encryption by the services' own keys, TLS alone, grants that are used."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from infra.dependencies import ROOT
from infra.package import package
from infra.template import load

TRIGGERS = {  # what the event sources need of a function's role, called by Lambda itself
    "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility",
    "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"}
NEEDS = {  # calls whose right has another name than they have
    "transact_write_items": {"dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:ConditionCheckItem"},
    "head_object": {"s3:GetObject"}, "list_objects_v2": {"s3:ListBucket"}, "list_object_versions": {"s3:ListBucketVersions"},
    "delete_objects": {"s3:DeleteObject", "s3:DeleteObjectVersion"}, "generate_presigned_post": {"s3:PutObject"},
    "send_email": {"ses:SendEmail", "ses:SendRawEmail"}, "send_message_batch": {"sqs:SendMessage"}}
CODE = "\n".join(file.read_text() for room in ("store", "aws") for file in sorted((ROOT / "chalicelib" / room).glob("*.py")))


@pytest.fixture(scope="module")
def resources() -> dict[str, Any]:
    found: dict[str, Any] = package().template["Resources"]
    return found


def properties(resources: dict[str, Any], kind: str) -> dict[str, Any]:
    return {name: found.get("Properties", {}) for name, found in resources.items() if found["Type"] == kind}


def test_every_queue_is_encrypted(resources: dict[str, Any]) -> None:
    assert all(queue["SqsManagedSseEnabled"] is True for queue in properties(resources, "AWS::SQS::Queue").values())


@pytest.mark.parametrize(("kind", "policy", "named"), [
    ("AWS::S3::Bucket", "AWS::S3::BucketPolicy", "Bucket"), ("AWS::SQS::Queue", "AWS::SQS::QueuePolicy", "Queues")])
def test_every_bucket_and_queue_is_reached_by_tls_alone(resources: dict[str, Any], kind: str, policy: str, named: str) -> None:
    held = [each["Ref"] for found in properties(resources, policy).values() if any(map(refuses_plain, found["PolicyDocument"]["Statement"]))
            for each in ([found[named]] if named == "Bucket" else found[named])]
    assert sorted(held) == sorted(properties(resources, kind))  # each once: a second policy would replace the first


def refuses_plain(statement: dict[str, Any]) -> bool:
    """Whether a statement denies everybody everything that does not come by TLS."""
    return (statement["Effect"], statement["Principal"], statement.get("Condition")) == (
        "Deny", "*", {"Bool": {"aws:SecureTransport": "false"}}) and statement["Action"] in ("s3:*", "sqs:*")


def test_a_bucket_policy_speaks_of_its_own_bucket(resources: dict[str, Any]) -> None:
    for found in properties(resources, "AWS::S3::BucketPolicy").values():
        named = set(re.findall(r"(\w+Bucket)\b", json.dumps(found["PolicyDocument"])))
        assert named == {found["Bucket"]["Ref"]}


def test_what_holds_data_is_kept_and_can_be_put_back(resources: dict[str, Any]) -> None:
    assert resources["Table"]["Properties"]["DeletionProtectionEnabled"] == {"Fn::If": ["IsProtected", True, False]}
    assert resources["UserPool"]["Properties"]["DeletionProtection"] == {"Fn::If": ["IsProtected", "ACTIVE", "INACTIVE"]}
    for name in ("Table", "UserPool", "FilesBucket", "MailBucket", "FailuresBucket"):
        assert resources[name]["UpdateReplacePolicy"] == "Retain" and "Retain" in resources[name]["DeletionPolicy"]


def test_every_log_ends(resources: dict[str, Any]) -> None:
    assert all(group["RetentionInDays"] == {"Ref": "LogDays"} for group in properties(resources, "AWS::Logs::LogGroup").values())


def test_passwords_come_through_our_own_entrance(resources: dict[str, Any]) -> None:
    flows = set(resources["UserPoolClient"]["Properties"]["ExplicitAuthFlows"])
    assert flows == {"ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"}


def granted() -> dict[str, set[str]]:
    """What each policy file allows, but for what the event sources need."""
    files = sorted((ROOT / "infra" / "policies").glob("*.yaml"))
    return {file.stem: {action for statement in load(Path(file)) for action in statement["Action"]} - TRIGGERS for file in files}


def needed() -> set[str]:
    """The rights to every call that the code makes of AWS."""
    calls = {one or other for one, other in re.findall(r'_call\(\s*"(\w+)"|_client\(\)\.(\w+)', CODE)}
    return {right for call in calls for right in NEEDS.get(call, {camel(call)})}


def camel(call: str) -> str:
    """`get_item` is GetItem."""
    return "".join(part.title() for part in call.split("_"))


def test_nothing_is_granted_that_no_code_calls() -> None:
    known = needed()
    spare = {file: sorted(action for action in actions if action not in known and action.partition(":")[2] not in known)
             for file, actions in granted().items()}
    assert {file: actions for file, actions in spare.items() if actions} == {}
