"""Work of every kind asked for at once, and what must have become of it, whatever happened meanwhile."""

from __future__ import annotations

import csv
import io
import re
import secrets
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from local import tools
from local.installation import crm_of
from tests.e2e.people import acting, good, public
from tests.e2e.test_imports import upload

Record = dict[str, Any]
QUEUES = ("Intake", "Inbound", "Jobs", "Settle")


@dataclass
class Load:
    """What was accepted: ids of submissions, keys of mails, an import, a bulk job over some contacts."""

    stack: Any
    tag: str = field(default_factory=lambda: f"L{secrets.token_hex(3)}")
    submissions: list[str] = field(default_factory=list)
    mails: list[str] = field(default_factory=list)
    import_id: str = ""
    rows: int = 0
    job_id: str = ""
    contacts: list[str] = field(default_factory=list)
    unclear: int = 0  # mails of which a power cut left nobody who knows whether they went out

    def ask(self, forms: int, mails: int, rows: int) -> None:
        """Ask for all of it; what this returns from was accepted."""
        with ThreadPoolExecutor(4) as threads:
            imported = threads.submit(self.bring, rows) if rows else None
            changed = threads.submit(self.change)
            self.mails = list(threads.map(self.mail, range(mails)))
            self.submissions = list(threads.map(self.fill, range(forms)))
            changed.result()
            if imported:
                imported.result()

    def fill(self, number: int) -> str:
        """One form."""
        first, last = word(), word()
        fields = {"first_name": first, "last_name": last, "email": f"{first}@{last}.example",
                  "message": f"Form {number} of {self.tag}"}
        return str(good(public(self.stack, f"/public/forms/{self.stack.form_id}", fields)).json["submission_id"])

    def mail(self, number: int) -> str:
        """One mail."""
        letter = EmailMessage()
        first, last = word(), word()
        letter["From"] = f"{first} {last} <{first}@{last}.example>"
        letter["To"], letter["Subject"] = "leads@kith.example", "An offer, please"
        letter["Message-ID"] = f"<{number}.{self.tag}@example.com>"
        letter.set_content(f"Mail {number} of {self.tag}")
        return tools.drop_mail(self.stack.place, letter.as_bytes(), "leads@kith.example").partition("/")[2]

    def bring(self, rows: int) -> None:
        """An import of leads."""
        text = io.StringIO()
        lines = csv.writer(text)
        lines.writerow(["First Name", "Surname", "E-Mail", "Message"])
        lines.writerows([word(), last, f"{number}@{last}.example", f"Row {number} of {self.tag}"]
                        for number, last in enumerate(word() for _ in range(rows)))
        admin = acting(self.stack, "admin")
        made = admin.post("/v1/imports", {"object": "leads", "mode": "create", "options": {"notify": False}})
        assert upload(made["upload"], text.getvalue().encode()) < 300
        admin.post(f"/v1/imports/{made['id']}/start")
        self.import_id, self.rows = made["id"], rows

    def change(self) -> None:
        """A bulk job: one more tag on a hundred contacts."""
        admin = acting(self.stack, "admin")
        self.contacts = [each["id"] for each in admin.get("/v1/contacts?limit=100")["data"]]
        asked = {"ids": self.contacts, "tag": {"add": [self.tag]}}
        self.job_id = admin.post("/v1/contacts/bulk", asked)["job_id"]

    def accepted(self) -> set[str]:
        """What must not be lost."""
        return {*self.submissions, *self.mails, self.job_id, self.import_id}

    def leads(self) -> set[str]:
        """The ids of the leads that were made of its forms and mails so far."""
        items = crm_of(self.stack.place, self.stack.outputs).table.scan()
        return {item["id"] for item in items if item["sk"] == "record" and item["type"] == "lead" and self._asked_by(item)}

    def _asked_by(self, lead: Record) -> bool:
        return bool(re.search(f"(Form|Mail) [0-9]+ of {self.tag}", lead.get("message", "")))

    def ended(self) -> bool:
        """Whether its jobs have ended and nothing waits in the queues."""
        admin = acting(self.stack, "admin")
        if self.import_id and admin.get(f"/v1/imports/{self.import_id}")["state"] in ("queued", "running"):
            return False
        return admin.get(f"/v1/jobs/{self.job_id}")["state"] not in ("queued", "running") and idle(self.stack)

    def require_right(self, eventually: Callable[..., Any], seconds: float = 240) -> None:
        """Everything ends, and is there once: leads, owners, their notifications and mails, rows, tags."""
        eventually(self.ended, seconds=seconds, every=0.5)
        come_to_rest(self.stack, eventually)
        items = list(crm_of(self.stack.place, self.stack.outputs).table.scan())
        records = {item["id"]: item for item in items if item["sk"] == "record"}
        self._leads(items, records)
        self._rows(records)
        self._tags(items, records)

    def _leads(self, items: list[Record], records: Mapping[str, Record]) -> None:
        found = [each for each in records.values() if each["type"] == "submission" and (
            each["id"] in self.submissions or (each.get("raw") or {}).get("key") in self.mails)]
        assert len(found) == len(self.submissions) + len(self.mails)
        assert {each["state"] for each in found} <= {"routed"}, Counter(each["state"] for each in found)
        leads = {each["lead_id"] for each in found}
        mine = {each["id"]: each for each in records.values() if each["type"] == "lead" and self._asked_by(each)}
        assert leads == set(mine)
        assert len(mine) == len(found)
        assert all(lead["owner_id"] and lead["submission_count"] == 1 for lead in mine.values())
        told = Counter(each["record"]["id"] for each in records.values()
                       if each["type"] == "notification" and each["kind"] == "lead_assigned")
        assert {told[id] for id in mine} <= {1}, told
        self._mails(items, records, mine)

    def _mails(self, items: list[Record], records: Mapping[str, Record], leads: Mapping[str, Record]) -> None:
        """Once; where a worker died while it was sending, the lease says so: to a colleague it comes (again) after it."""
        leased = {item["pk"] for item in items if item["sk"] == "sent" and item["state"] == "sending"}
        sent = self.stack.mails()
        missing, repeated = 0, 0
        for lead in leads.values():
            owner = records[lead["owner_id"]]["email"].lower()
            count = sum(lead["id"] in mail["BodyText"] and owner in map(str.lower, mail["To"]) for mail in sent)
            missing, repeated = missing + (count == 0), repeated + max(count - 1, 0)
            customer = lead["emails"][0]["value"].lower()
            assert sum(customer in map(str.lower, mail["To"]) for mail in sent) <= 1
        assert missing <= len(leased), (missing, leased)
        assert repeated <= self.unclear, (repeated, self.unclear)

    def _rows(self, records: Mapping[str, Record]) -> None:
        if not self.import_id:
            return
        made = Counter(each["message"] for each in records.values()
                       if each["type"] == "lead" and each.get("message", "").endswith(f" of {self.tag}"))
        assert {text: number for text, number in made.items() if text.startswith("Row")} == {
            f"Row {number} of {self.tag}": 1 for number in range(self.rows)}
        record = records[self.import_id]
        assert (record["state"], record["created"], record.get("failed") or 0) == ("done", self.rows, 0), record

    def _tags(self, items: list[Record], records: Mapping[str, Record]) -> None:
        job = records[self.job_id]
        assert (job["state"], job["done"], job["failed"]) == ("done", len(self.contacts), 0), job
        assert all(records[id]["tags"].count(self.tag) == 1 for id in self.contacts)
        changes = Counter(item["pk"] for item in items if item["pk"].startswith("con_")
                          and item["sk"].startswith("audit#") and item.get("request_id") == self.job_id)
        assert changes == dict.fromkeys(self.contacts, 1), changes


def word() -> str:
    """A name like no other: people who look alike would be compared with each other, all with all."""
    return "".join(secrets.choice("aeioubdfgklmnprst") for _ in range(10)).title()


def waiting(stack: Any, name: str) -> int:
    """How many messages lie in a queue: free, at work or delayed."""
    found = stack.client("sqs").get_queue_attributes(QueueUrl=stack.outputs[name], AttributeNames=["All"])["Attributes"]
    return sum(int(found.get(f"ApproximateNumberOfMessages{kind}", 0)) for kind in ("", "NotVisible", "Delayed"))




def idle(stack: Any) -> bool:
    """Whether nothing waits in any queue."""
    return not any(waiting(stack, f"{name}QueueUrl") for name in QUEUES)


def come_to_rest(stack: Any, eventually: Callable[..., Any]) -> str:
    """Wait until the stream has told of everything up to now, and what followed is done; the id of the last note."""
    admin = acting(stack, "admin")
    last = str(admin.post("/v1/notes", {"body": "Is everything done?"})["id"])
    eventually(lambda: admin.get(f"/v1/notes/{last}/history")["data"], seconds=120)
    eventually(lambda: idle(stack), seconds=240)
    return last
