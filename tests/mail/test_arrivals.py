"""Mail in: a person's mail becomes part of a lead, everything else a submission that says why not."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import boto3
import pytest

from chalicelib.crm import Crm
from chalicelib.errors import Invalid, NotFound, Unavailable
from chalicelib.leads import capture, service
from chalicelib.mail import arrivals
from chalicelib.mail.inbound import read
from chalicelib.records.permissions import system
from chalicelib.records.work import Work
from chalicelib.store import keys
from tests import installation

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "email"
real = pytest.mark.skipif(not DATA.exists(), reason="the real mails of ../shared/data/email are not here")
AT = "2026-11-20T10:00:00.000Z"
MAIL = {"Received": "from mx.example by inbound-smtp.eu-central-1.amazonaws.com with SMTP id 1 for sales@in.example; Fri",
        "From": "Ann Lee <ann@x.example>", "To": "sales@in.example", "Subject": "An offer, please",
        "Date": "Fri, 20 Nov 2026 09:59:00 +0000", "Message-ID": "<1@x.example>"}
BOTH = ('Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\nFor 20 seats\n--b\n'
        'Content-Type: application/pdf; name="our plan.pdf"\nContent-Disposition: attachment; filename="../our plän.pdf"\n'
        "Content-Transfer-Encoding: base64\n\nJVBERg==\n--b--\n")


@pytest.fixture
def crm(aws: Crm) -> Crm:
    """An empty company: nothing here needs roles or people, and nothing looks at what is derived."""
    installation.empty(aws.settings.table)
    aws.configuration.forget()
    return aws


def mail(body: str = "\nFor 20 seats", **changed: str) -> bytes:
    headers = {**MAIL, **{name.replace("_", "-"): value for name, value in changed.items()}}
    return ("".join(f"{name}: {value}\n" for name, value in headers.items() if value) + body).encode()


def notice(key: str, at: str = AT) -> dict[str, Any]:
    """As S3 tells the queue."""
    return {"Records": [{"eventName": "ObjectCreated:Put", "eventTime": at,
                         "s3": {"bucket": {"name": "mail"}, "object": {"key": quote_plus(key)}}}]}


def drop(crm: Any, raw: bytes, key: str = "inbound/a1", at: str = AT) -> None:
    crm.files.put(crm.settings.mail_bucket, key, raw)
    arrivals.take(crm, notice(key, at))


def stored(crm: Any, type: str) -> list[dict[str, Any]]:
    return crm.table.query(keys.newest(type), index="i1", limit=1000).items


def only(crm: Any, type: str = "submission") -> dict[str, Any]:
    (record,) = stored(crm, type)
    return record


def test_a_persons_mail_becomes_a_lead(crm):
    drop(crm, mail())
    lead, submission = only(crm, "lead"), only(crm)
    assert (lead["first_name"], lead["last_name"], lead["emails"][0]["value"]) == ("Ann", "Lee", "ann@x.example")
    assert (lead["message"], lead["source"]) == ("An offer, please\n\nFor 20 seats", "email")
    assert (submission["lead_id"], submission["channel"]) == (lead["id"], "email")
    assert submission["raw"]["headers"]["from"] == "Ann Lee <ann@x.example>"


def test_its_files_and_its_original_can_be_opened(crm):
    drop(crm, mail(BOTH), key="inbound/ü 1")
    submission = only(crm)
    assert [each["name"] for each in submission["files"]] == ["original.eml", "our plän.pdf"]
    plan = submission["files"][1]
    assert plan["key"] == f"submissions/{submission['id']}/1-our_pl_n.pdf"
    assert crm.files.get(crm.settings.files_bucket, plan["key"]) == b"%PDF"
    actor = system("test")
    links = service.file_links(crm, actor, submission, {}, Work(crm, actor))["data"]
    assert ["/mail" in link["url"] or "mail." in link["url"] for link in links] == [True, False]


def test_a_redelivery_changes_nothing(crm):
    drop(crm, mail(BOTH))
    before = only(crm, "lead")
    arrivals.take(crm, notice("inbound/a1"))
    assert len(stored(crm, "submission")) == 1
    assert only(crm, "lead") == before


def test_a_copy_through_another_mailbox_is_the_same_mail(crm):
    drop(crm, mail(), key="inbound/a1")
    drop(crm, mail(Received="for info@in.example;"), key="inbound/b2", at="2026-11-20T10:07:00.000Z")
    assert only(crm, "lead")["submission_count"] == 1
    assert only(crm)["raw"]["key"] == "inbound/a1"


def test_a_program_that_repeats_its_message_id_loses_no_mail(crm):
    drop(crm, mail(), key="inbound/a1")
    drop(crm, mail(From="Bo Ek <bo@y.example>"), key="inbound/a2")
    drop(crm, mail("\nAnother question"), key="inbound/a3")
    assert len(stored(crm, "submission")) == 3
    assert len(stored(crm, "lead")) == 2


@pytest.mark.parametrize("date", ["", "Sat, 01 Jan 2011 00:00:00 +0000", "Sat, 01 Jan 2811 00:00:00 +0000", "no date"])
def test_any_date_and_no_message_id_are_fine(crm, date):
    drop(crm, mail(Date=date))
    drop(crm, mail(Date=date, Message_ID=""), key="inbound/a2")
    assert only(crm, "lead")["submission_count"] == 2
    assert len(stored(crm, "submission")) == 2


def test_an_answer_joins_the_open_lead(crm):
    drop(crm, mail())
    drop(crm, mail("\nStill interested", Message_ID="<2@x.example>", In_Reply_To="<1@kith.example>"), key="inbound/a2")
    lead = only(crm, "lead")
    assert {each["lead_id"] for each in stored(crm, "submission")} == {lead["id"]}
    assert "Still interested" in lead["message"]


@pytest.mark.parametrize(("changed", "words"), [
    ({"Auto_Submitted": "auto-replied"}, "Auto-Submitted"), ({"From": "MAILER-DAEMON@x.example"}, "mail system"),
    ({"Precedence": "bulk"}, "Precedence"), ({"X_Kith": "auto-reply"}, "our own mark"),
    ({"From": "CRM <crm@kith.example>"}, "our own address"), ({"From": "sales@in.example"}, "our own address"),
    ({"From": "Info <info@in.example>", "To": "sales@in.example, info@in.example"}, "our own address"),
])
def test_no_person_wrote_it(aws, changed, words):
    found = read(mail(**changed))
    state, reason = arrivals.verdict(found, arrivals.our_addresses(aws, found), "ann@x.example")
    assert state == "rejected"
    assert words in reason


def test_automatic_mail_makes_no_lead_and_gets_no_answer(crm):
    drop(crm, mail(Auto_Submitted="auto-replied"))
    assert only(crm)["state"] == "rejected"
    assert "Auto-Submitted" in only(crm)["reason"]
    assert stored(crm, "lead") == stored(crm, "email") == []


def test_who_copies_herself_is_a_person(aws):
    found = read(mail(Cc="ann@x.example"))
    assert arrivals.verdict(found, arrivals.our_addresses(aws, found), "ann@x.example") == ("", "")


def test_what_the_mail_service_takes_for_spam_makes_no_lead(crm):
    drop(crm, mail(BOTH, X_SES_Spam_Verdict="FAIL"))
    assert (only(crm)["state"], stored(crm, "lead")) == ("spam", [])
    assert [each["name"] for each in only(crm)["files"]] == ["original.eml"]


def test_a_virus_is_neither_stored_nor_offered(crm):
    drop(crm, mail(BOTH, X_SES_Virus_Verdict="FAIL", Subject="Infected"))
    assert (only(crm)["state"], only(crm).get("files")) == ("spam", None)
    assert "virus" in only(crm)["reason"]
    kept = boto3.client("s3").list_objects_v2(Bucket="files", Prefix=f"submissions/{only(crm)['id']}")
    assert kept["KeyCount"] == 0


def test_a_verdict_that_the_sender_wrote_below_counts_for_nothing():
    found = read(b"X-SES-Spam-Verdict: PASS\n" + mail(X_SES_Spam_Verdict="FAIL"))
    assert arrivals.verdict(found, set(), "ann@x.example") == ("", "")


def test_a_borrowed_sender_is_pointed_out(crm):
    drop(crm, mail(Authentication_Results="amazonses.com; spf=fail; dkim=none; dmarc=fail header.from=x.example;"))
    assert any("DMARC" in note for note in only(crm)["notes"])


@pytest.mark.parametrize("raw", [
    b"", b"\x00\xff\xfe", b"Hello without headers", b"Subject: x\n\nno sender", b"From: \n\n\n", b"\r" * 1000,
    b"From: not an address\nTo: a\n\ntext", b"From: undisclosed:;\nDate: never\n\n",
])
def test_a_mail_without_a_sender_is_kept_and_says_so(crm, raw):
    drop(crm, raw)
    assert only(crm)["state"] in ("failed", "rejected")
    assert "no sender" in only(crm)["reason"]
    assert only(crm)["files"][0]["key"] == "inbound/a1"


def test_broken_mime_with_a_sender_is_a_lead_with_notes(crm):
    drop(crm, mail('Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/html; charset=x-no\n\n<b>Hi \xe4'))
    assert only(crm)["lead_id"] == only(crm, "lead")["id"]
    assert only(crm)["notes"]


def test_a_huge_text_is_cut_and_the_whole_stays(crm):
    drop(crm, mail("\n" + "word ä " * 200_000))
    assert len(only(crm, "lead")["message"].encode()) < 60_000
    assert any("original.eml" in note for note in only(crm)["notes"])
    assert only(crm)["files"][0]["size"] > 1_000_000


def test_what_no_retry_can_mend_is_kept_as_failed(crm, monkeypatch):
    def refuse(*_arguments: Any) -> None:
        raise Invalid.one("message", "odd", "It is odd")
    monkeypatch.setattr(capture, "take", refuse)
    drop(crm, mail())
    assert (only(crm)["state"], only(crm)["reason"]) == ("failed", "It cannot be made a lead: message: It is odd")


def test_what_a_retry_may_mend_is_raised(crm, monkeypatch):
    with pytest.raises(NotFound):
        arrivals.take(crm, notice("inbound/never"))

    def down(*_arguments: Any) -> None:
        raise Unavailable()
    monkeypatch.setattr(capture, "take", down)
    with pytest.raises(Unavailable):
        drop(crm, mail())
    assert stored(crm, "submission") == []


def test_test_events_deletions_and_the_setup_notice_are_passed_over(crm):
    arrivals.take(crm, {"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "mail"})
    arrivals.take(crm, {"Records": [{**notice("inbound/x")["Records"][0], "eventName": "ObjectRemoved:Delete"}]})
    arrivals.take(crm, notice("inbound/AMAZON_SES_SETUP_NOTIFICATION"))
    assert stored(crm, "submission") == []


@real
def test_real_replies_become_leads_with_what_is_new(crm):
    for number, path in enumerate(sorted((DATA / "talon_standard_replies").glob("*.eml"))):
        drop(crm, path.read_bytes(), key=f"inbound/{number}")
    submissions = stored(crm, "submission")
    assert {each["state"] for each in submissions} <= {"routed", "queued"}
    assert all("Hello" in each["message"] for each in stored(crm, "lead"))


@real
def test_real_bounces_and_broken_mails_never_raise_and_are_all_kept(crm):
    paths = [*sorted((DATA / "bounces").glob("*.eml"))[::60], *sorted((DATA / "cpython").iterdir())]
    for number, path in enumerate(paths):
        drop(crm, path.read_bytes(), key=f"inbound/{number}")
    submissions = stored(crm, "submission")
    kept = {each["raw"]["key"] for each in submissions}
    same = {path.name for number, path in enumerate(paths) if f"inbound/{number}" not in kept}
    assert same == {"msg_20.txt", "msg_29.txt", "msg_44.txt"}  # one mail each with another, but for Cc or spacing
    assert {each["state"] for each in submissions} == {"queued", "rejected", "failed"}
