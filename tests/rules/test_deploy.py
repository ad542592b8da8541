"""The parts of a deployment that need no account: what it refuses, prints and asks."""

from __future__ import annotations

from typing import Any

import pytest

from infra import mail_setup
from infra.cloudformation import point_to_code
from infra.deploy import check_concurrency, stack_name


class ReceiptRules:
    """SES as far as receipt rule sets go."""

    def __init__(self, active: str) -> None:
        self.active = active

    def describe_active_receipt_rule_set(self) -> dict[str, Any]:
        return {"Metadata": {"Name": self.active}} if self.active else {}

    def set_active_receipt_rule_set(self, RuleSetName: str) -> None:
        self.active = RuleSetName


class Sandbox:
    """SES as far as its sandbox goes."""

    def __init__(self, **account: Any) -> None:
        self.account, self.asked = account, 0

    def get_account(self) -> dict[str, Any]:
        return self.account

    def put_account_details(self, **details: Any) -> None:
        assert details["ProductionAccessEnabled"]
        self.asked += 1


class Limits:
    """Lambda as far as its quota goes."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def get_account_settings(self) -> dict[str, Any]:
        return {"AccountLimit": {"ConcurrentExecutions": self.limit}}


@pytest.mark.parametrize("stage", ["", "a b", "x" * 21, "prod-1"])
def test_a_stage_without_a_proper_name_is_refused(stage: str) -> None:
    with pytest.raises(SystemExit, match="STAGE=prod"):
        stack_name(stage)


def test_the_dns_records_cover_signing_policy_and_receiving() -> None:
    found = {"DkimAttributes": {"Tokens": ["a", "b", "c"]}}
    kinds = [kind for _, kind, _ in mail_setup.records(found, "crm.example.com", "eu-central-1", receives=True)]
    assert kinds == ["CNAME", "CNAME", "CNAME", "TXT", "TXT", "MX"]
    last = mail_setup.records(found, "crm.example.com", "eu-central-1", receives=True)[-1]
    assert last == ("crm.example.com", "MX", "10 inbound-smtp.eu-central-1.amazonaws.com")


@pytest.mark.parametrize(("active", "agrees", "ends"), [
    ("", False, "ours"), ("ours", False, "ours"), ("theirs", False, "theirs"), ("theirs", True, "ours"),
])
def test_another_rule_set_is_replaced_only_if_someone_agrees(active: str, agrees: bool, ends: str) -> None:
    rules, said = ReceiptRules(active), list[str]()
    mail_setup.receive(rules, "ours", said.append, lambda _question: agrees)
    assert rules.active == ends


@pytest.mark.parametrize(("account", "asked"), [
    ({"ProductionAccessEnabled": True}, 0), ({"Details": {"ReviewDetails": {"Status": "PENDING"}}}, 0), ({}, 1),
])
def test_leaving_the_sandbox_is_asked_once(account: dict[str, Any], asked: int) -> None:
    sandbox = Sandbox(**account)
    mail_setup.leave_sandbox(sandbox, "https://example.com", lambda _text: None)
    assert sandbox.asked == asked


@pytest.mark.parametrize(("limit", "told"), [(10, True), (1000, False)])
def test_a_small_concurrency_quota_is_told(limit: int, told: bool) -> None:
    said: list[str] = []
    check_concurrency(Limits(limit), said.append)
    assert bool(said) == told


def test_the_template_is_pointed_to_the_code_without_touching_the_original() -> None:
    template = {"Resources": {"A": {"Type": "AWS::Serverless::Function", "Properties": {"CodeUri": "x"}}}}
    pointed = point_to_code(template, "bucket", {"x": "key"})
    assert pointed["Resources"]["A"]["Properties"]["CodeUri"] == {"Bucket": "bucket", "Key": "key"}
    assert template["Resources"]["A"]["Properties"]["CodeUri"] == "x"
