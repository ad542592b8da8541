"""Power cuts, dying workers and messages that come twice, on the deployed stack: nothing is lost, nothing doubled."""

from __future__ import annotations

import contextlib
import io
import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from chalicelib import instants
from chalicelib.ids import Ids
from chalicelib.mail import outbox
from local import recount, tools
from local import stack as local_stack
from local.installation import crm_of
from tests.e2e import faults
from tests.e2e.conftest import Running
from tests.e2e.load import QUEUES, Load, come_to_rest, idle, waiting
from tests.e2e.people import HERE, Person, acting, bell, invoke, submission, tick

pytestmark = pytest.mark.e2e
SEED = 20261118
LEASE = f"{outbox.LEASE_MINUTES + 1}m"  # a mail that was being sent at a cut is free for another worker after it


@pytest.fixture
def admin(stack: Any) -> Person:
    return acting(stack, "admin")


def require_even(stack: Any) -> None:
    """`make recount` finds nothing, once what killed workers had in hand has come again."""
    for tries_left in reversed(range(12)):
        with contextlib.redirect_stdout(io.StringIO()) as said, contextlib.suppress(*([SystemExit] if tries_left else [])):
            recount.run(stack.place)
        if "equals a fresh derivation" in said.getvalue():
            return
        time.sleep(5)
    raise AssertionError(said.getvalue())


def quiet(_text: str) -> None:
    """No progress lines in tests."""


@pytest.fixture
def own(new_place: Any) -> Iterator[list[Any]]:
    """A stack that may be killed; the test puts each one that it starts behind the others."""
    started = [Running(local_stack.start(new_place(), quiet))]
    yield started
    started[-1].stack.stop()


def test_a_power_cut_loses_and_doubles_nothing_that_was_accepted(own: list[Any], eventually: Any) -> None:
    load = Load(own[0])
    load.ask(forms=20, mails=20, rows=60)
    eventually(lambda: len(load.leads()) >= 8, seconds=240, every=0.5)
    faults.snapshot_with(own[0], load.accepted() | load.leads(), eventually)
    own[0].stack.kill()
    assert faults.saved_messages(own[0]) > 10, "this must happen while there is much to do"
    load.unclear = faults.saved_sending(own[0])
    load.stack = Running(local_stack.start(own[0].place, quiet))
    own.append(load.stack)
    tools.clock(load.stack.place, LEASE)
    load.require_right(eventually, seconds=600)
    require_even(load.stack)


def test_workers_die_between_receiving_and_acknowledging(stack: Any, admin: Person, eventually: Any) -> None:
    load, chance, killed = Load(stack), random.Random(SEED), Counter[str]()
    with faults.patience(stack, "Intake", "Inbound", "Jobs", seconds=20, tries=50):
        load.ask(forms=15, mails=10, rows=100)
        started = time.monotonic()
        while (lasted := time.monotonic() - started) < 15 or (lasted < 60 and not killed["Jobs"]):  # a busy machine is late
            name = chance.choice(["Intake", "Inbound", "Jobs", "Changes"])
            if name == "Changes" or waiting(stack, f"{name}QueueUrl"):
                killed[name] += faults.kill_workers(stack, name)
            time.sleep(chance.uniform(0.2, 0.8))
        assert min(killed[name] for name in ("Intake", "Jobs", "Changes")) > 0, killed
        eventually(load.ended, seconds=300, every=0.5)
    load.require_right(eventually)
    require_even(stack)


def test_a_call_that_dies_is_made_again_with_its_key(stack: Any, admin: Person) -> None:
    def post(number: int) -> str:
        for _again in range(20):
            answer = admin.ask("POST", "/v1/contacts", {"last_name": f"Cut{HERE}", "first_name": str(number)},
                               Idempotency_Key=f"cut {HERE} {number}")
            if answer.status == 201:
                return str(answer.json["id"])
            assert answer.status >= 500, answer.content
        raise AssertionError("no answer")

    with ThreadPoolExecutor(4) as threads:
        posts = threads.map(post, range(16))
        for _cut in range(4):
            faults.kill_workers(stack, "APIHandler")
            time.sleep(0.3)
        made = list(posts)
    assert len(set(made)) == 16
    found = admin.every(f"/v1/contacts?last_name=Cut{HERE}")
    assert sorted(each["id"] for each in found) == sorted(made)


def test_every_message_comes_twice_and_once_more_when_all_is_done(stack: Any, eventually: Any) -> None:
    load, told = Load(stack), dict[str, list[str]]()
    with faults.held(stack, "Intake", "Inbound", "Jobs") as let_go:
        load.ask(forms=6, mails=6, rows=20)
        for names in (("Intake", "Inbound"), ("Jobs",)):
            with faults.patience(stack, *names, seconds=120, tries=50):
                for name in names:
                    eventually(lambda name=name: told.update({name: faults.bodies(stack, name)}) or told[name])
                    faults.send(stack, name, random.Random(SEED).sample(told[name], len(told[name])))
                let_go(*names)
                eventually(lambda names=names: not any(waiting(stack, f"{name}QueueUrl") for name in names),
                           seconds=300, every=0.5)
    kinds = {json.loads(body)["do"] for body in told["Jobs"]}
    assert {"react", "step", "import"} <= kinds, kinds
    load.require_right(eventually)
    for name, messages in told.items():
        faults.send(stack, name, messages)
    load.require_right(eventually)
    require_even(stack)


def test_the_stream_told_again_from_its_beginning_changes_nothing(stack: Any, eventually: Any) -> None:
    come_to_rest(stack, eventually)
    changes = faults.stream(stack)
    assert len(changes) > 100
    latest, seen = changes[-400:], told_of(stack)
    random.Random(SEED).shuffle(latest)
    for start in range(0, len(latest), 100):
        invoke(stack, "Changes", {"Records": latest[start:start + 100]})
    after = told_of(stack, without=come_to_rest(stack, eventually))
    assert after == seen
    require_even(stack)


def told_of(stack: Any, without: str = "") -> set[tuple[str, str]]:
    """The rows of history, and the notifications."""
    return {(item["pk"], item["sk"]) for item in crm_of(stack.place, stack.outputs).table.scan()
            if item["pk"] != without and (item["sk"].startswith("audit#") or item["pk"].startswith("ntf_"))}


def test_two_ticks_at_once_remind_once(stack: Any, eventually: Any) -> None:
    rep = acting(stack, "rep")
    now = rep.post("/v1/notes", {"body": "What time is it?"})["created_at"]
    tasks = [rep.post("/v1/tasks", {
        "subject": f"Twice {number} {HERE}", "due_at": instants.plus(now, seconds=2),
        "reminders": [{"before_minutes": 0, "channel": "app"}]})["id"] for number in range(8)]

    def told() -> Counter[str]:
        with ThreadPoolExecutor(2) as threads:
            list(threads.map(lambda _one: tick(stack), range(2)))
        return Counter(id for id in tasks for _each in bell(rep, id))
    eventually(lambda: told().keys() == set(tasks), seconds=60, every=0.5)
    eventually(lambda: not waiting(stack, "JobsQueueUrl"))
    assert told() == dict.fromkeys(tasks, 1)


def test_a_file_that_is_gone_before_its_import_is_told(stack: Any, admin: Person, eventually: Any) -> None:
    load = Load(stack)
    with faults.held(stack, "Jobs"):
        load.bring(5)
        stack.client("s3").delete_object(Bucket=stack.outputs["FilesBucket"], Key=f"imports/{load.import_id}/source")
    path = f"/v1/imports/{load.import_id}"
    failed = eventually(lambda: (found := admin.get(path))["state"] == "failed" and found)
    assert failed["message"]
    assert waiting(stack, "JobsDeadLettersUrl") == 0


@pytest.fixture
def poison(stack: Any) -> dict[str, Any]:
    """A contact as no version of the program wrote it: nothing can be derived of it."""
    now = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())
    id = Ids().new("con", now)
    return {"pk": {"S": id}, "sk": {"S": "record"}, "id": {"S": id}, "type": {"S": "contact"}, "version": {"N": "1"},
            "revision": {"N": "1"}, "created_at": {"S": now}, "updated_at": {"S": now}, "created_by": {"S": "system:x"},
            "updated_by": {"S": "system:x"}, "last_name": {"S": f"Poison{HERE}"}, "emails": {"N": "5"}}


def test_what_cannot_be_worked_off_ends_apart_with_its_reason_and_comes_back_when_mended(
        stack: Any, admin: Person, poison: dict[str, Any], eventually: Any) -> None:
    id, table = poison["id"]["S"], {"TableName": stack.outputs["TableName"]}
    key = f"lost/{HERE}.eml"
    arrival = {"Records": [{"eventName": "ObjectCreated:Put", "eventTime": poison["created_at"]["S"],
                            "s3": {"bucket": {"name": stack.outputs["MailBucket"]}, "object": {"key": key}}}]}
    lost = f"submissions/lost-{HERE}/raw.json"
    sub = Ids().new("sub", poison["created_at"]["S"])
    raw = {"last_name": f"Lost{HERE}", "email": f"lost.{HERE}@example.com"}
    with faults.patience(stack, *QUEUES, seconds=60, tries=1):
        stack.client("dynamodb").put_item(Item=poison, **table)
        faults.send(stack, "Intake", [json.dumps({
            "submission_id": sub, "channel": "form", "form_id": stack.form_id, "raw": None, "raw_key": lost,
            "at": poison["created_at"]["S"]})])
        faults.send(stack, "Inbound", [json.dumps(arrival)])
        faults.send(stack, "Jobs", [json.dumps({"do": "match", "type": "contact", "id": id, "revision": 1})])
        for name in QUEUES:
            eventually(lambda name=name: waiting(stack, f"{name}DeadLettersUrl") == 1, seconds=60)
            assert reason(stack, name)
    healthy = admin.post("/v1/contacts", {"last_name": f"Healthy{HERE}"})
    assert eventually(lambda: admin.found(f"healthy{HERE}"))[0]["id"] == healthy["id"], "nobody waits behind it"

    mended = {name: value for name, value in poison.items() if name != "emails"} | {"revision": {"N": "2"}}
    stack.client("dynamodb").put_item(Item=mended, **table)
    files, mail = stack.outputs["FilesBucket"], stack.outputs["MailBucket"]
    stack.client("s3").put_object(Bucket=files, Key=lost, Body=json.dumps(raw).encode())
    stack.client("s3").put_object(Bucket=mail, Key=key, Body=b"From: lost@example.com\r\nSubject: Lost\r\n\r\nHello")
    for name in ("intake", "inbound", "jobs", "settle"):
        with contextlib.redirect_stdout(io.StringIO()) as said:
            tools.redrive(stack.place, name)
        assert said.getvalue().startswith("1 messages moved back"), said.getvalue()
    assert eventually(lambda: submission(stack, sub))["state"] == "routed"
    eventually(lambda: idle(stack))
    assert [hit["id"] for hit in eventually(lambda: admin.found(f"poison{HERE}"))] == [id]
    mails = [each for each in admin.every("/v1/submissions?channel=email") if each["raw"]["key"] == key]
    assert len(mails) == 1, "it came by its own notification and by the one sent again"
    assert all(waiting(stack, f"{name}DeadLettersUrl") == 0 for name in QUEUES)
    require_even(stack)


def reason(stack: Any, name: str) -> str:
    """What `make logs` says of the message in a dead-letter queue: the error and its place."""
    sqs, url = stack.client("sqs"), stack.outputs[f"{name}DeadLettersUrl"]
    (dead,) = sqs.receive_message(QueueUrl=url, VisibilityTimeout=0)["Messages"]
    with contextlib.redirect_stdout(io.StringIO()) as said:
        tools.logs(stack.place, name)
    lines = [json.loads(line[line.index("{"):]) for line in said.getvalue().splitlines() if dead["MessageId"] in line]
    return next(str(line["error"]) for line in lines if line.get("outcome") == "failed")
