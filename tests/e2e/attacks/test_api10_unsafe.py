"""API10:2023 Unsafe consumption: what other systems hand us, believed no more than a stranger.

| attack | what holds |
|---|---|
| mails: bombs of parts, headers, encodings and depth; forged verdicts, dates, identities; scripts, climbing file names | a submission that says why, or a lead; the next mail arrives |
| a mail that claims to be a colleague's whose domain does not confirm it | no answer to a lead (`tests/mail/test_colleagues.py`) |
| tables and cards: formulas, scripts, wrong encodings, nulls | text in fields, or rows with errors |
| forms with every naughty text there is | 202 or 422, and the lead is text |
| events that no service sent: wrong shapes, unknown buckets, climbing keys | passed over or given up, never obeyed; nobody but the services may send them |
"""

from __future__ import annotations

import base64
import json
import secrets
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.attacks.scene import NOBODY, sound
from tests.e2e.people import HERE, Person, acting, function, lead_of, submission, submit
from tests.e2e.test_imports import finished, upload
from tests.e2e.test_mail import arrived

pytestmark = pytest.mark.e2e
HOSTILE = Path(__file__).resolve().parents[4] / "shared/data/hostile"
ENDED = ("routed", "rejected", "failed", "spam")


def mail(name: str, *headers: str, body: str = "Hello") -> bytes:
    """A raw mail of lines that no library would write."""
    lines = (f"From: {name} <{name}.{HERE}@example.com>", "To: leads@kith.example", f"Subject: {name}", f"Date: {formatdate()}", f"Message-ID: <{secrets.token_hex(8)}@example.com>")
    return "\r\n".join([*lines, *headers, "", body]).encode("utf-8", "surrogateescape")


def multipart(name: str, parts: list[str], *headers: str) -> bytes:
    body = "".join(f"\r\n--b\r\n{part}" for part in parts) + "\r\n--b--\r\n"
    return mail(name, "MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=b", *headers, body=body)


def deep(levels: int) -> bytes:
    """Parts within parts."""
    head = "".join(f"Content-Type: multipart/mixed; boundary=b{level}\r\n\r\n--b{level}\r\n" for level in range(levels))
    return mail("deep", "MIME-Version: 1.0", body="").rstrip() + b"\r\n" + head.encode() + b"Content-Type: text/plain\r\n\r\nAt the bottom\r\n"


def attached(name: str, kind: str = "application/octet-stream", content: bytes = b"x") -> str:
    packed = base64.b64encode(content).decode()
    return f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=\"{name}\"\r\n\r\n{packed}"


BOMBS: dict[str, bytes] = {
    "3,000 parts": multipart("parts", ["Content-Type: text/plain\r\n\r\nx"] * 3000), "200 deep": deep(200), "5,000 headers": mail("headers", *(f"X-{n}: {n}" for n in range(5000))),
    "a header of a megabyte": mail("header", "X-Long: " + "a" * 1_000_000), "a line of five megabytes": mail("line", body="x" * 5_000_000), "quotes": mail("quotes", body="> " * 300_000),
    "html that nests": mail("nests", "Content-Type: text/html", body="<div>" * 100_000 + "x"), "entities": mail("entities", "Content-Type: text/html", body="&amp;" * 300_000),
    "base64 of noise": mail("noise", "Content-Transfer-Encoding: base64", body="A=" * 500_000), "500 files": multipart("files", [attached(f"{n}.txt") for n in range(500)]),
    "20,000 addresses": mail("addresses", "Cc: " + ", ".join(f"a{n}@example.com" for n in range(20_000))), "comments in comments": mail("comments", "Reply-To: " + "(" * 50_000 + ")" * 50_000),
    "encoded words": mail("words", "Comments: " + "=?utf-8?q?a?= " * 30_000, "Subject: " + "=?utf-8?b?" + "QUFB" * 30_000 + "?="),
    "unknown charset": mail("charset", "Content-Type: text/plain; charset=evil-8\x00", body="\xff"), "zip of nothing": multipart("zipped", [attached("a.zip", content=b"PK\x03\x04" + bytes(2_000_000))]),
    "far past": mail("past", "Date: Thu, 01 Jan 0001 00:00:00 +9999"), "no end": b"Content-Type: multipart/mixed; boundary=\"\"\r\n\r\n--\r\n--\r\n", "half": mail("half")[:90],
}


@pytest.fixture(scope="module")
def before(admin: Person) -> int:
    return int(admin.get("/v1/users?limit=1")["meta"]["total"] or 0)


@pytest.mark.parametrize("name", BOMBS)
def test_a_mail_bomb_ends_as_a_submission(stack: Any, admin: Person, eventually: Any, name: str) -> None:
    kept = arrived(stack, admin, BOMBS[name], eventually)
    assert kept["state"] in ENDED and (kept["reason"] or kept["lead_id"])


def test_a_mail_says_nothing_about_itself_that_counts(stack: Any, admin: Person, eventually: Any) -> None:
    raw = multipart("forger", [f"Content-Type: text/html\r\n\r\n<script>alert(1)</script><p>Hi {HERE}</p>", attached("../../../etc/passwd"), attached("..\\\\..\\\\x.exe\r\nX-Evil: 1"),
                               attached("a\u202egnp.html", "text/html", b"<script>")],
                    "X-SES-Spam-Verdict: PASS", "X-SES-Virus-Verdict: PASS", "X-Owner: " + NOBODY, "owner_id: " + NOBODY, f"Received: by evil for <{NOBODY}@kith.example>")
    kept = arrived(stack, admin, raw, eventually)
    assert kept["state"] == "routed"
    lead = admin.get(f"/v1/leads/{kept['lead_id']}")
    assert lead["owner_id"] != NOBODY and lead["created_by"].startswith("system")
    assert "<script" not in (lead["message"] or "")
    files = admin.post(f"/v1/submissions/{kept['id']}/files")["data"]
    for each in files:
        assert not set("/\\\r\n\u202e") & set(each["name"]), each["name"]
        key = each["url"].partition("?")[0].partition(stack.outputs["FilesBucket"])[2]
        assert "passwd" not in key or ".." not in key
        assert "response-content-disposition=attachment" in each["url"].lower() and "octet-stream" in each["url"].lower(), "a browser would show it"


def test_mail_still_arrives(stack: Any, admin: Person, eventually: Any) -> None:
    assert arrived(stack, admin, mail("Still", body="After all that"), eventually)["state"] == "routed"


def test_every_naughty_text_in_a_form_is_text(stack: Any, admin: Person, eventually: Any) -> None:
    if not HOSTILE.exists():
        pytest.skip("needs ../shared/data/hostile")
    texts = [text for text in json.loads((HOSTILE / "naughty_strings.json").read_text()) if text.strip()]
    taken = []
    for number, part in enumerate(texts[start:start + 5] for start in range(0, len(texts), 5)):
        answer = sound(submit(stack, {"last_name": part[0][:90], "email": f"naughty{number}.{HERE}@example.com", "company": part[-1], "product_interest": part[len(part) // 2], "message": "\n".join(part)}))
        assert answer.status in (202, 422)
        taken += [answer.json["submission_id"]] if answer.status == 202 else []
    assert len(taken) > len(texts) / 10
    lead = lead_of(stack, eventually, taken[-1])
    assert lead["type"] == "lead"
    for id in taken:
        assert eventually(lambda id=id: submission(stack, id), seconds=120)["state"] in ENDED
        assert sound(admin.ask("GET", f"/v1/submissions/{id}?include=links,timeline")).status == 200


@pytest.mark.parametrize("name,raw", [
    ("formulas", b'last_name,job_title\r\n"=HYPERLINK(""http://evil.example"")",@SUM(1)\r\n+1,-1\r\n'), ("scripts", b"last_name,job_title\r\n<script>alert(1)</script>,<img src=x onerror=alert(1)>\r\n"),
    ("nulls", b"last_name,job_title\r\n\x00\x00,\x00\r\n"), ("wrong encoding", b"last_name,job_title\r\n\xff\xfe\xfd,\x81\r\n"), ("one open quote", b'last_name,job_title\r\n"x,' + b"y" * 500_000),
    ("engine's names", b"id,pk,owner_id,last_name\r\nusr_1,config,usr_00000000000000000000000000,X\r\n"), ("cards", b"BEGIN:VCARD\r\n" * 5000), ("card", b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:X;Y\r\nPHOTO;VALUE=URI:http://127.0.0.1/x\r\nURL:javascript:alert(1)\r\nEND:VCARD\r\n"),
    ("columns", b",".join(b"c%d" % n for n in range(20_000)) + b"\r\n1\r\n"), ("same columns", b"last_name,last_name,last_name\r\na,b,c\r\n")])
def test_a_hostile_table_is_rows_or_errors(stack: Any, eventually: Any, name: str, raw: bytes) -> None:
    manager = acting(stack, "manager")
    made = manager.post("/v1/imports", {"object": "contacts", "mode": "create"})
    path = f"/v1/imports/{made['id']}"
    upload(made["upload"], raw)
    preview = sound(manager.ask("POST", f"{path}/preview", {}))
    assert preview.status in (200, 422), preview.content[:300]
    if preview.status == 200 and preview.json["mapping"]:
        assert not {"id", "pk", "owner_id"} & set(preview.json["mapping"].values()) - {"owner_id"}
        if sound(manager.ask("POST", f"{path}/start", {})).status == 202:
            done = eventually(lambda: finished(manager, path), seconds=120, every=0.5)
            assert done["rows"] == done["created"] + done["updated"] + done["skipped"] + done["failed"] or done["state"] == "failed"


def test_events_that_no_service_sent_are_not_obeyed(stack: Any, admin: Person) -> None:
    """Handed to the functions by hand, as only somebody with the account's rights could: nothing is made, changed or run."""
    total = admin.get("/v1/users?limit=1")["meta"]["total"]
    s3 = {"eventName": "ObjectRemoved:Delete", "eventTime": "2026-01-01T00:00:00Z", "s3": {"bucket": {"name": "evil"}, "object": {"key": "inbound/../../x"}}}
    messages: list[tuple[str, Any]] = [
        ("Inbound", {"Records": [s3]}), ("Inbound", {"Records": [{**s3, "eventName": "ObjectCreated:Put", "s3": {"object": {"key": "..%2F..%2Fsecret"}}}]}), ("Inbound", {"Event": "s3:TestEvent"}),
        ("Jobs", {"do": "__import__('os').system('id')"}), ("Jobs", {"do": "users.create", "email": "evil@kith.example"}), ("Jobs", {"do": None}), ("Jobs", []), ("Jobs", "x"),
        ("Intake", {"submission_id": "usr_" + 26 * "0", "channel": "form", "form_id": "x", "raw": {"role_ids": ["admin"]}, "at": "x"}), ("Intake", {"do": "erase"}), ("Settle", {"id": "config"})]
    for name, message in messages:
        event = {"Records": [{"messageId": secrets.token_hex(8), "receiptHandle": "x", "body": json.dumps(message), "attributes": {"ApproximateReceiveCount": "5"}, "messageAttributes": {}, "md5OfBody": "",
                              "eventSource": "aws:sqs", "eventSourceARN": f"arn:aws:sqs:us-east-1:000000000000:{name.lower()}-by-hand", "awsRegion": "us-east-1"}]}
        answer = stack.client("lambda").invoke(FunctionName=function(stack, name), Payload=json.dumps(event).encode())
        told = answer["Payload"].read().decode()
        assert "FunctionError" not in answer or "os.system" not in told, told[:500]
    assert admin.get("/v1/users?limit=1")["meta"]["total"] == total
    assert admin.get("/v1/me")["active"]


def test_nobody_but_the_services_may_send_them(stack: Any) -> None:
    sqs = stack.client("sqs")
    for name in ("Intake", "Inbound", "Jobs", "Settle"):
        policy = sqs.get_queue_attributes(QueueUrl=stack.outputs[f"{name}QueueUrl"], AttributeNames=["Policy"]).get("Attributes", {}).get("Policy", "")
        for statement in json.loads(policy)["Statement"] if policy else []:
            if statement["Effect"] == "Allow":
                assert statement["Principal"] == {"Service": "s3.amazonaws.com"} and statement["Condition"], (name, statement)
