"""Deploying a package by CloudFormation: upload, change set, progress, and the reason when it fails."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from infra import archives
from infra.package import Package

DONE = ("CREATE_COMPLETE", "UPDATE_COMPLETE")
STARTABLE = (*DONE, "UPDATE_ROLLBACK_COMPLETE", "REVIEW_IN_PROGRESS")
FAILED_CREATION = ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED")
NO_CHANGES = ("didn't contain changes", "No updates are to be performed")
CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]
LONGEST_SECONDS = 3600


class DeployFailed(Exception):
    """The deployment did not end well; the text says why."""


@dataclass(frozen=True)
class Target:
    """A stack to bring up to date, and how to reach it."""

    stack: str
    bucket: str
    cloudformation: Any
    s3: Any
    say: Callable[[str], None]
    poll_seconds: float = 2.0


def deploy(target: Target, package: Package, given: Mapping[str, str]) -> dict[str, str]:
    """Make or update the stack; its outputs. Parameters not given keep their values.

    Raises DeployFailed with the first failing resource's reason.
    """
    codes = {name: upload(target, f"code/{package.key}/{name}", package.archive(name).read_bytes())
             for name in (archives.USUAL, archives.AUTHORIZER)}
    body = json.dumps(point_to_code(package.template, target.bucket, codes), separators=(",", ":"))
    template_key = upload(target, f"templates/{package.key}.json", body.encode())
    kind = "UPDATE" if _settled_status(target) else "CREATE"
    kept = parameters(target) if kind == "UPDATE" else {}
    wanted = {**{key: value for key, value in kept.items() if key in package.template["Parameters"]}, **given}
    name = f"kith-{package.key}-{int(time.time() * 1000)}"
    url = _template_url(target, template_key)
    _create_change_set(target, wanted, ChangeSetName=name, ChangeSetType=kind, TemplateURL=url)
    if _wait_for_change_set(target, name):
        seen = {event["EventId"] for event in _events(target)}
        target.cloudformation.execute_change_set(StackName=target.stack, ChangeSetName=name)
        _follow(target, seen)
    return outputs(target.cloudformation, target.stack)


def _create_change_set(target: Target, wanted: Mapping[str, str], **request: str) -> None:
    from botocore.exceptions import ClientError

    given = [{"ParameterKey": key, "ParameterValue": value} for key, value in wanted.items()]
    try:
        target.cloudformation.create_change_set(StackName=target.stack, Parameters=given, Capabilities=CAPABILITIES,
                                                **request)
    except ClientError as error:
        raise DeployFailed(error.response["Error"]["Message"]) from error


def upload(target: Target, key: str, content: bytes) -> str:
    """Put an artefact under its key unless it is there: keys name their content."""
    found = target.s3.list_objects_v2(Bucket=target.bucket, Prefix=key, MaxKeys=1)
    if not found.get("KeyCount"):
        target.say(f"uploading {len(content) / 1e6:.1f} MB")
        target.s3.put_object(Bucket=target.bucket, Key=key, Body=content)
    return key


def point_to_code(template: Mapping[str, Any], bucket: str, keys: Mapping[str, str]) -> dict[str, Any]:
    """The template with every function's archive at its place in S3."""
    pointed: dict[str, Any] = json.loads(json.dumps(template))
    for resource in pointed["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            properties = resource["Properties"]
            properties["CodeUri"] = {"Bucket": bucket, "Key": keys[properties["CodeUri"]]}
    return pointed


def outputs(cloudformation: Any, stack: str) -> dict[str, str]:
    """A stack's outputs by name; empty if there is no such stack."""
    found = _describe(cloudformation, stack)
    return {output["OutputKey"]: output["OutputValue"] for output in (found or {}).get("Outputs", [])}


def parameters(target: Target) -> dict[str, str]:
    """The parameters that the stack has now; empty if there is none."""
    found = _describe(target.cloudformation, target.stack) or {}
    return {one["ParameterKey"]: one["ParameterValue"] for one in found.get("Parameters", [])}


def _describe(cloudformation: Any, stack: str) -> dict[str, Any] | None:
    from botocore.exceptions import ClientError

    try:
        described: dict[str, Any] = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
    except ClientError as error:
        if "does not exist" in str(error):
            return None
        raise
    return described


def _settled_status(target: Target) -> str:
    """The status of a stack that can be updated; "" if there is none (a failed creation is cleared away)."""
    found = _describe(target.cloudformation, target.stack)
    status = str(found["StackStatus"]) if found else ""
    if status == "REVIEW_IN_PROGRESS":
        return ""
    if status in FAILED_CREATION:
        target.say("clearing away a creation that failed")
        target.cloudformation.delete_stack(StackName=target.stack)
        _wait_until_gone(target)
        return ""
    if status and status not in STARTABLE:
        raise DeployFailed(f"the stack {target.stack} is {status}: wait until that ends, or repair it by hand")
    return status


def _wait_until_gone(target: Target) -> None:
    deadline = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < deadline:
        found = _describe(target.cloudformation, target.stack)
        if not found or found["StackStatus"] == "DELETE_COMPLETE":
            return
        if found["StackStatus"] == "DELETE_FAILED":
            raise DeployFailed(f"the stack {target.stack} cannot be deleted: {found.get('StackStatusReason')}")
        time.sleep(target.poll_seconds)


def _template_url(target: Target, key: str) -> str:
    endpoint = target.s3.meta.endpoint_url.rstrip("/")
    return f"{endpoint}/{target.bucket}/{key}"


def _wait_for_change_set(target: Target, name: str) -> bool:
    """Whether there is something to change."""
    deadline = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < deadline:
        found = target.cloudformation.describe_change_set(StackName=target.stack, ChangeSetName=name)
        if found["Status"] == "CREATE_COMPLETE":
            target.say(f"{len(found.get('Changes', []))} resources change")
            return True
        if found["Status"] == "FAILED":
            reason = found.get("StatusReason", "")
            if any(text in reason for text in NO_CHANGES):
                return False
            raise DeployFailed(f"the change set failed: {reason}")
        time.sleep(target.poll_seconds / 4)
    raise DeployFailed("the change set was not ready within an hour")


def _events(target: Target) -> list[dict[str, Any]]:
    """The stack's latest events, newest first."""
    events: list[dict[str, Any]] = target.cloudformation.describe_stack_events(StackName=target.stack)["StackEvents"]
    return events


def _follow(target: Target, seen: set[str]) -> None:
    """Tell what happens until the stack settles."""
    reasons: list[str] = []
    deadline = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < deadline:
        for event in reversed(_events(target)):
            if event["EventId"] in seen:
                continue
            seen.add(event["EventId"])
            _tell(target, event, reasons)
        status = str((_describe(target.cloudformation, target.stack) or {}).get("StackStatus", "GONE"))
        if status in DONE:
            return
        if not status.endswith("_IN_PROGRESS"):
            raise DeployFailed(f"{status}: {reasons[0] if reasons else 'no resource gave a reason'}")
        time.sleep(target.poll_seconds)
    raise DeployFailed("the deployment did not end within an hour")


def _tell(target: Target, event: Mapping[str, Any], reasons: list[str]) -> None:
    status, what = event.get("ResourceStatus", ""), event["LogicalResourceId"]
    if status.endswith("_FAILED"):
        reasons.append(f"{what} ({event.get('ResourceType')}): {event.get('ResourceStatusReason', 'no reason given')}")
        target.say(f"  failed: {reasons[-1]}")
    elif status.endswith("_COMPLETE") and target.poll_seconds >= 1:
        target.say(f"  {status.lower().replace('_', ' ')}: {what}")
