"""`make deploy STAGE=prod`: from a checkout to a running installation in the AWS account of the caller's credentials.

Never the console, and every step may be repeated. What an installation was given once (domain, sender, company) stays
until it is given anew. docs/deploy.md walks through it.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from infra import cloudformation, dead_letters, mail_setup
from infra.dependencies import PRODUCTION, compiler
from infra.package import Package, package, size

ENOUGH_CONCURRENCY = 100
CATCHING_UP = ("rebuild", "company")  # jobs after each deployment
GIVEN = {"COMPANY": "CompanyName", "PHONE_REGION": "DefaultRegion", "DOMAIN": "MailDomain", "MAIL_FROM": "MailFrom",
         "ALARM_MAIL": "AlarmMail", "BASE_URL": "BaseUrl", "LOG_DAYS": "LogDays"}
Say = Callable[[str], None]


@dataclass(frozen=True)
class Deployed:
    """A stack's outputs, and the parameters that it has by now."""

    outputs: dict[str, str]
    parameters: dict[str, str]


def stack_name(stage: str) -> str:
    """The CloudFormation stack of a stage."""
    if not stage.isalnum() or len(stage) > 20:
        raise SystemExit("Name the stage: make deploy STAGE=prod (letters and digits, at most 20)")
    return f"kith-{stage}"


def clients(*services: str) -> list[Any]:
    """SDK clients by the caller's own credentials and region."""
    import boto3

    session = boto3.Session()
    if not session.region_name:
        raise SystemExit("Say where: AWS_REGION=eu-central-1 make deploy STAGE=prod")
    return [session.client(service) for service in services]


def account() -> str:
    """The account that the credentials belong to, or one sentence that says what to do."""
    from botocore.exceptions import BotoCoreError, ClientError

    (sts,) = clients("sts")
    try:
        return str(sts.get_caller_identity()["Account"])
    except (BotoCoreError, ClientError) as error:
        raise SystemExit(f"AWS does not accept the credentials ({error}). Set AWS_PROFILE, or run `aws configure`.") \
            from error


def deploy(stage: str, given: Mapping[str, str], say: Say, *, poll_seconds: float = 2.0) -> Deployed:
    """Package, upload and deploy; what the stack says of itself afterwards."""
    stack, owner = stack_name(stage), account()
    formation, s3, functions = clients("cloudformation", "s3", "lambda")
    region = str(s3.meta.region_name)
    say(f"account {owner}, region {region}, stack {stack}")
    check_concurrency(functions, say)
    built = package(PRODUCTION)
    say(f"package for Lambda: {size(built)}")
    if not compiler(PRODUCTION):
        say(f"no Python {PRODUCTION.python} here to compile it with, so cold starts take twice as long: "
            f".venv/bin/uv python install {PRODUCTION.python} mends that")
    bucket = f"kith-{stage}-artefacts-{owner}-{region}"
    make_bucket(s3, bucket, region)
    target = cloudformation.Target(stack, bucket, formation, s3, say, poll_seconds)
    try:
        outputs = _deploy_twice(target, built, {"Stage": stage, **given})
    except cloudformation.DeployFailed as failure:
        raise SystemExit(f"The deployment failed. {failure}") from failure
    catch_up(outputs)
    return Deployed(outputs, cloudformation.parameters(target))


def _deploy_twice(target: cloudformation.Target, built: Package, given: Mapping[str, str]) -> dict[str, str]:
    """The API's address is known only once it is there, and the functions want it for the links in mails."""
    outputs = cloudformation.deploy(target, built, given)
    if "BaseUrl" in given or cloudformation.parameters(target).get("BaseUrl"):
        return outputs
    target.say("telling the functions their address")
    return cloudformation.deploy(target, built, {**given, "BaseUrl": outputs["ApiUrl"]})


def catch_up(outputs: Mapping[str, str]) -> None:
    """Ask for what the new code derives otherwise, and for what it founds; where that is nothing, nothing happens."""
    (sqs,) = clients("sqs")
    for work in CATCHING_UP:
        sqs.send_message(QueueUrl=outputs["JobsQueueUrl"], MessageBody=json.dumps({"do": work}))


def check_concurrency(functions: Any, say: Say) -> None:
    """New accounts may run as few as ten functions at once, which eight entrances soon use up."""
    limit = int(functions.get_account_settings()["AccountLimit"]["ConcurrentExecutions"])
    if limit < ENOUGH_CONCURRENCY:
        say(f"this account may run {limit} functions at once: ask for 1,000 (it is free): aws service-quotas "
            "request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value 1000")


def make_bucket(s3: Any, bucket: str, region: str) -> None:
    """The private bucket that code and templates are uploaded to; old ones expire."""
    existing = {found["Name"] for found in s3.list_buckets()["Buckets"]}
    if bucket not in existing:
        place = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        s3.create_bucket(Bucket=bucket, **place)
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration={
        "BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": True, "RestrictPublicBuckets": True})
    s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": [
        {"ID": "old", "Status": "Enabled", "Filter": {"Prefix": ""}, "Expiration": {"Days": 90}}]})


def first_admin(outputs: Mapping[str, str], email: str, say: Say) -> None:
    """Invite the first admin, with the settings that the deployed functions have."""
    (functions,) = clients("lambda")
    deployed = functions.get_function_configuration(FunctionName=outputs["APIHandlerName"])
    os.environ.update(deployed["Environment"]["Variables"])
    from chalicelib.crm import live_crm
    from chalicelib.errors import Conflict
    from chalicelib.users import founding

    try:
        founding.first_admin(live_crm(), email)
    except Conflict as conflict:
        say(f"{conflict}; nobody new is invited")
    else:
        say(f"{email} is invited as admin: the mail brings the first password")


def redrive(stage: str, queue: str, say: Say) -> None:
    """Move a stage's dead letters back to their queue, by SQS itself."""
    name = queue.capitalize()
    if name not in dead_letters.QUEUES:
        raise SystemExit("usage: make redrive STAGE=prod QUEUE=intake|inbound|jobs|settle")
    formation, sqs = clients("cloudformation", "sqs")
    url = cloudformation.outputs(formation, stack_name(stage))[f"{name}DeadLettersUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    sqs.start_message_move_task(SourceArn=arn)
    say(f"the dead letters of {queue} are on their way back")


def letters(stage: str, queue: str) -> None:
    """List a stage's dead letters with their reasons."""
    formation, sqs, logs = clients("cloudformation", "sqs", "logs")
    outputs = {**cloudformation.outputs(formation, stack_name(stage)), "StackName": stack_name(stage)}
    dead_letters.tell(sqs, logs, outputs, queue, print)


def main(arguments: list[str]) -> None:
    """Run one command: `deploy STAGE`, `redrive STAGE QUEUE` or `letters STAGE [QUEUE]`; settings by environment."""
    began = time.monotonic()

    def say(text: str) -> None:
        print(f"[{time.monotonic() - began:6.1f} s] {text}", flush=True)

    command, stage, *rest = [*arguments, "", ""]
    if command == "redrive":
        redrive(stage, rest[0], say)
        return
    if command == "letters":
        letters(stage, rest[0])
        return
    given = {parameter: os.environ[name] for name, parameter in GIVEN.items() if os.environ.get(name)}
    done = deploy(stage, given, say)
    mail_setup.set_up(done.outputs, done.parameters, clients, say, ask)
    if os.environ.get("ADMIN"):
        first_admin(done.outputs, os.environ["ADMIN"], say)
    say(f"ready: {done.parameters['BaseUrl']}/")


def ask(question: str) -> bool:
    """Whether whoever sits here agrees; nobody there is a no."""
    return sys.stdin.isatty() and input(f"{question} [y/N] ").strip().lower() == "y"


if __name__ == "__main__":
    main(sys.argv[1:])
