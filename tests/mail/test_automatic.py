"""Who wrote it: real bounces, complaints and vacation notices against real people's mail."""

import json
from collections import Counter
from pathlib import Path

import pytest

from chalicelib.mail.automatic import why_automatic
from chalicelib.mail.inbound import read

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "email"
real = pytest.mark.skipif(not DATA.exists(), reason="the real mails of ../shared/data/email are not here")
# A person forwards a bounce from her own mail program, with words of her own.
WRITTEN_BY_A_PERSON = {"lhost-sendmail-14"}


def code(*headers: str, body: str = "Hello", ours: tuple[str, ...] = ()) -> str:
    lines = ("From: ann@example.com", *headers) if not any(line.startswith("From:") for line in headers) else headers
    found = why_automatic(read("\n".join((*lines, "", body)).encode()), ours)
    return found.code if found else ""


@real
def test_every_bounce_complaint_and_vacation_notice_is_automatic():
    paths = sorted((DATA / "bounces").glob("*.eml"))
    persons = {path.stem for path in paths if why_automatic(read(path.read_bytes())) is None}
    assert len(paths) == 363
    assert persons == WRITTEN_BY_A_PERSON


@real
def test_the_code_is_right_for_nearly_all():
    expected = json.loads((DATA / "bounces_expected.json").read_text())
    kinds = {"feedback": "complaint", "vacation": "auto_reply"}
    judged = Counter()
    for stem, reports in expected.items():
        found = why_automatic(read((DATA / "bounces" / f"{stem}.eml").read_bytes()))
        judged[(found.code if found else "") == kinds.get(reports[0]["reason"], "bounce")] += 1
    assert judged == {True: 311, False: 4}


@real
@pytest.mark.parametrize("path", sorted((DATA / "talon_standard_replies").glob("*.eml")), ids=lambda path: path.stem)
def test_people_are_people(path):
    assert why_automatic(read(path.read_bytes())) is None


@pytest.mark.parametrize(("header", "wanted"), [
    ("Auto-Submitted: auto-replied", "auto_reply"), ("Auto-Submitted: No", ""), ("X-Autoreply: yes", "auto_reply"),
    ("X-Autorespond: Re: Hi", "auto_reply"), ("X-Auto-Response-Suppress: All", "auto_reply"),
    ("X-Auto-Response-Suppress: None", ""), ("Precedence: bulk", "mailing_list"),
    ("Precedence: auto_reply", "auto_reply"),
    ("Precedence: first-class", ""), ("List-Id: <team.example.com>", ""), ("Return-Path: <>", "auto_reply"),
    ("Return-Path: <ann@example.com>", ""), ("X-Kith-Message: 1", "loop"), ("X-Kith: notification", "loop"),
    ("Subject: Re: Automatic reply: Hi", ""),
    ("Subject: Abwesenheitsnotiz: Hi", "auto_reply"), ("Subject: Réponse automatique : Hi", "auto_reply"),
    ("Subject: Ann Lee is out of the office", "auto_reply"), ("Subject: Vacation rental in May?", ""),
    ("Subject: Undeliverable goods, please help", ""), ("From: no-reply@shop.example", ""),
    ("From: Mail Delivery Subsystem <MAILER-DAEMON@example.com>", "bounce"), ("From: <>", "no_sender"),
    ("Content-Type: text/calendar; method=REPLY", "calendar"), ("Content-Type: text/calendar; method=REQUEST", ""),
])
def test_headers_decide(header, wanted):
    assert code(header) == wanted


def test_a_list_needs_more_than_its_id():
    assert code("List-Id: <a.example>", "List-Unsubscribe: <https://a.example/u>") == "mailing_list"


def test_a_no_reply_address_bounces_only_when_it_says_so():
    assert code("From: no-reply@example.com", "Subject: Undeliverable: Hi") == "bounce"
    assert code("From: postmaster@example.com", body="Your mail could not be delivered.") == "bounce"
    assert code("From: postmaster@example.com", body="We want to buy 10 licences.") == ""


def test_our_own_mail_is_a_loop():
    assert code("From: Sales+x1@Example.org", ours=("sales@example.org",)) == "loop"
    assert code(*["Received: from a by b"] * 31) == "loop"
    assert code(*["Received: from a by b"] * 30) == ""


def test_the_reason_is_a_sentence_for_people():
    found = why_automatic(read(b"From: a@example.com\nAuto-Submitted: auto-generated\n\n"))
    assert found is not None
    assert found.reason == "its Auto-Submitted header says auto-generated (RFC 3834)"
