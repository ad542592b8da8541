"""Bringing the local stack up: emulator, package, deployment, address, sample data."""

from __future__ import annotations

import contextlib
import fcntl
import importlib
import json
import os
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO, Any

from infra import cloudformation
from infra.dependencies import digest
from infra.deploy import CATCHING_UP
from infra.package import CACHE, Package, package, size
from local import process
from local.front import Front
from local.services import client
from local.settings import STACK_NAME, Place

ARTEFACTS = "kith-artefacts"
PARAMETERS = {"Stage": "local", "Protect": "false", "MailFrom": "kith@example.com", "CompanyName": "Kith"}
Say = Callable[[str], None]


@dataclass
class Stack:
    """A local stack, starting or running; it holds its folder until it is stopped."""

    place: Place
    holder: IO[str]
    emulator: subprocess.Popen[bytes] | None = None
    front: Front | None = None
    outputs: dict[str, str] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def is_up(self) -> bool:
        """Whether the emulator still runs."""
        return self.emulator is not None and self.emulator.poll() is None

    def stop(self) -> None:
        """Save everything and end every process."""
        if self.front:
            self.front.shutdown()
            self.front.server_close()
        if self.emulator:
            process.stop(self.emulator)
        self.place.holder.unlink(missing_ok=True)
        self.holder.close()

    def kill(self) -> None:
        """End the emulator as a power cut would (tests)."""
        if self.emulator:
            self.emulator.kill()
        self.stop()


def start(place: Place, say: Say, *, with_sample: bool = True) -> Stack:
    """Everything up and answering; what a former run left is there again."""
    stack = Stack(place, hold(place))
    try:
        check_ports(place)
        _bring_up(stack, say)
        _fill(stack, say if with_sample else None)
    except BaseException:
        stack.stop()
        raise
    return stack


def hold(place: Place) -> IO[str]:
    """The folder's lock, with our process id in it for `make stop`; a second start is refused."""
    place.folder.mkdir(parents=True, exist_ok=True)
    holder = place.holder.open("a+")
    try:
        fcntl.flock(holder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        holder.close()
        raise SystemExit(f"A local stack starts or runs in {place.folder} already; make stop ends it.") from None
    holder.truncate(0)
    holder.write(json.dumps({"pid": os.getpid()}))
    holder.flush()
    return holder


def holder_of(place: Place) -> int:
    """The process that holds the folder; 0 where none does (an id left by a kill may be someone else's by now)."""
    if not place.holder.exists():
        return 0
    with place.holder.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return int(json.loads(file.read())["pid"])
    return 0


def check_ports(place: Place) -> None:
    """Refuse busy ports in words that say what to do."""
    for port, variable in ((place.port, "KITH_PORT"), (place.aws_port, "KITH_AWS_PORT")):
        if not process.is_free(port):
            raise SystemExit(f"Port {port} is in use. Stop what uses it, or try {variable}={port + 1} make run.")


def _bring_up(stack: Stack, say: Say) -> None:
    say("preparing the AWS emulator")
    python = process.environment_python(CACHE)
    say("packaging the app")
    built = package()
    say(f"package: {size(built)}")
    say("starting the AWS emulator")
    stack.emulator = process.launch(stack.place, python)
    process.wait_until_ready(stack.place, stack.emulator)
    stack.outputs = _deploy(stack.place, built, say)
    stack.front = Front(stack.place, stack.outputs["ApiId"])
    stack.front.serve_in_background()


def _deploy(place: Place, built: Package, say: Say) -> dict[str, str]:
    parameters = {**PARAMETERS, "BaseUrl": place.url}
    mark, wanted = place.folder / "deployed", digest(built.key, json.dumps(parameters))
    formation = client(place, "cloudformation")
    known = cloudformation.outputs(formation, STACK_NAME)
    if known and mark.exists() and mark.read_text() == wanted:
        say("nothing to deploy: code and template are as before")
        return known
    say("deploying the template")
    s3 = client(place, "s3")
    s3.create_bucket(Bucket=ARTEFACTS)
    target = cloudformation.Target(STACK_NAME, ARTEFACTS, formation, s3, say, poll_seconds=0.2)
    try:
        outputs = cloudformation.deploy(target, built, parameters)
    except cloudformation.DeployFailed as failure:
        raise SystemExit(f"The deployment failed. {failure}") from failure
    _expire(client(place, "dynamodb"), outputs["TableName"])
    _verify_sender(client(place, "sesv2"), parameters["MailFrom"])
    if known:  # what stands was derived by the code before
        for work in CATCHING_UP:
            client(place, "sqs").send_message(QueueUrl=outputs["JobsQueueUrl"], MessageBody=json.dumps({"do": work}))
    mark.write_text(wanted)
    return outputs


def _expire(dynamodb: Any, table: str) -> None:
    """Switch expiry on, as the template asks: the emulator's CloudFormation leaves that out."""
    if dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"]["TimeToLiveStatus"] == "DISABLED":
        dynamodb.update_time_to_live(TableName=table,
                                     TimeToLiveSpecification={"Enabled": True, "AttributeName": "ttl"})


def _verify_sender(sesv2: Any, address: str) -> None:
    """Let the emulated mail service send for us, as `make deploy` has an owner prove with the real one."""
    with contextlib.suppress(sesv2.exceptions.AlreadyExistsException):
        sesv2.create_email_identity(EmailIdentity=address)


def _fill(stack: Stack, say: Say | None) -> None:
    """Sample data and first admin on a new stack; then the facts that everything else reads."""
    place = stack.place
    stack.facts = {"admin": {}, "users": {}, "form_id": ""}
    if place.facts.exists():
        stack.facts = json.loads(place.facts.read_text())
    stack.facts |= {"url": place.url, "aws_endpoint": place.aws_endpoint, "outputs": stack.outputs}
    if say and not stack.facts["admin"]:
        stack.facts |= _sample(stack, say)
    place.facts.write_text(json.dumps(stack.facts, indent=2))


def _sample(stack: Stack, say: Say) -> dict[str, Any]:
    """What `local/sample.py` makes: admin, users, form_id as in stack.json."""
    try:
        sample = importlib.import_module("local.sample")
    except ModuleNotFoundError:
        return {}
    say("creating the sample data")
    began = time.monotonic()
    created: dict[str, Any] = sample.create(stack)
    say(f"sample data took {time.monotonic() - began:.1f} s")
    return created
