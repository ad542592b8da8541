"""Mail in on the deployed stack: raw mails dropped as SES does become leads, or submissions that say why not."""

from __future__ import annotations

import secrets
import urllib.request
from email.message import EmailMessage
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest

from local import tools
from tests.e2e.people import HERE, Person, acting, mails_to

pytestmark = pytest.mark.e2e
DATA = Path(__file__).resolve().parents[3] / "shared/data/email"
TO = "leads@kith.example"
PDF = b"%PDF-1.4 a small plan\x00\xff"


@pytest.fixture
def admin(stack: Any) -> Person:
    return acting(stack, "admin")


def letter(name: str, text: str = "Please make us an offer.", **headers: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = f"{name} Post <{name.lower()}.{HERE}@example.com>"
    mail["To"], mail["Subject"] = TO, f"An offer for {name}"
    mail["Date"], mail["Message-ID"] = formatdate(), f"<{name}.{secrets.token_hex(4)}@example.com>"
    for header, value in headers.items():
        mail[header.replace("_", "-")] = value
    mail.set_content(text)
    return mail


def arrived(stack: Any, admin: Person, raw: bytes, eventually: Any) -> Any:
    """The submission that a dropped mail became."""
    key = tools.drop_mail(stack.place, raw, TO).partition("/")[2]

    def found() -> Any:
        rows = admin.get("/v1/submissions?limit=100&channel=email")["data"]
        return next((row for row in rows if row["raw"]["key"] == key and row["state"] != "queued"), None)
    return eventually(found, seconds=30, every=0.3)


def test_a_persons_mail_becomes_an_owned_lead_with_its_file(stack: Any, admin: Person, eventually: Any) -> None:
    mail = letter("Paula", "Ten mills, please.\n\n-- \nPaula Post")
    mail.add_attachment(PDF, maintype="application", subtype="pdf", filename="../our plän.pdf")
    kept = arrived(stack, admin, mail.as_bytes(), eventually)
    assert kept["state"] == "routed"
    lead = admin.get(f"/v1/leads/{kept['lead_id']}")
    assert (lead["first_name"], lead["last_name"]) == ("Paula", "Post")
    assert "Ten mills, please." in lead["message"]
    assert lead["owner_id"]
    files = {each["name"]: each["url"] for each in admin.post(f"/v1/submissions/{kept['id']}/files")["data"]}
    assert set(files) == {"original.eml", "our plän.pdf"}
    with urllib.request.urlopen(files["our plän.pdf"]) as opened:
        assert opened.read() == PDF


def test_the_owner_of_a_mailed_lead_is_told(stack: Any, admin: Person, eventually: Any) -> None:
    kept = arrived(stack, admin, letter("Petra").as_bytes(), eventually)
    lead = admin.get(f"/v1/leads/{kept['lead_id']}")
    owner = admin.get(f"/v1/users/{lead['owner_id']}")
    assert eventually(lambda: [mail for mail in mails_to(stack, owner["email"]) if lead["id"] in mail["BodyText"]])
    kinds = {event["kind"] for event in admin.get(f"/v1/leads/{lead['id']}/timeline")["data"]}
    assert {"submission", "routing"} <= kinds


def test_the_same_mail_twice_is_one_submission(stack: Any, admin: Person, eventually: Any) -> None:
    mail = letter("Twice")
    raw = mail.as_bytes()
    first = arrived(stack, admin, raw, eventually)
    tools.drop_mail(stack.place, raw, TO)
    last = arrived(stack, admin, letter("After").as_bytes(), eventually)
    rows = admin.get("/v1/submissions?limit=100&channel=email")["data"]
    assert last["id"] in [row["id"] for row in rows]
    assert [row["id"] for row in rows if row["raw"]["headers"].get("message-id") == mail["Message-ID"]] == [first["id"]]


@pytest.mark.parametrize("name,headers,reason", [
    ("Away", {"Auto_Submitted": "auto-replied"}, "Auto-Submitted"),
    ("Lists", {"List_Id": "<x.example.com>", "List_Unsubscribe": "<https://x.example>"}, "mailing list"),
    ("Bulk", {"Precedence": "bulk"}, "Precedence"),
    ("Loop", {"X_Kith": "notification"}, "our own mark"),
])
def test_automatic_mail_makes_no_lead_and_says_why(stack: Any, admin: Person, eventually: Any, name: str,
                                                  headers: dict[str, str], reason: str) -> None:
    kept = arrived(stack, admin, letter(name, **headers).as_bytes(), eventually)
    assert (kept["state"], kept["lead_id"]) == ("rejected", None)
    assert reason in kept["reason"]
    assert not mails_to(stack, f"{name.lower()}.{HERE}@example.com")


def test_broken_mail_is_kept_and_blocks_nothing(stack: Any, admin: Person, eventually: Any) -> None:
    for raw in (b"", b"\x00\xff no headers at all", b"From: \xff\xfe\nContent-Type: multipart/mixed\n\n--nothing"):
        kept = arrived(stack, admin, raw, eventually)
        assert kept["state"] in ("failed", "rejected")
        assert kept["reason"]
    assert arrived(stack, admin, letter("Still").as_bytes(), eventually)["state"] == "routed"


@pytest.mark.parametrize("pattern,states", [
    ("talon_standard_replies/*.eml", {"routed"}),
    ("bounces/lhost-*-01.eml", {"rejected"}),
    ("bounces/rfc3834-*.eml", {"rejected"}),
    ("cpython/msg_0*.txt", {"routed", "rejected", "failed"}),
])
def test_real_mails_end_as_they_should(stack: Any, admin: Person, eventually: Any, pattern: str,
                                       states: set[str]) -> None:
    files = sorted(DATA.glob(pattern))[:6]
    if not files:
        pytest.skip("needs ../shared/data/email")
    for file in files:
        kept = arrived(stack, admin, file.read_bytes(), eventually)
        assert kept["state"] in states, (file.name, kept["reason"])
        assert bool(kept["lead_id"]) == (kept["state"] == "routed")
