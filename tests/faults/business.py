"""A day of business, drawn from the seed: what people and strangers ask for, and what the company accepted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from chalicelib import instants
from tests.faults.office import Office
from tests.leads.desk import FIELDS

MAIL = ("Received: from mx.example by inbound-smtp.eu-central-1.amazonaws.com with SMTP id 1 for sales@in.example; Fri\n"
        "From: {name} <{email}>\nTo: sales@in.example\nSubject: An offer, please\nDate: Fri, 20 Nov 2026 09:59:00 +0000\n"
        "Message-ID: <{number}@x.example>\n\nFor 20 seats")


@dataclass
class Accepted:
    """What the company said yes to."""

    forms: dict[str, str] = field(default_factory=dict)       # submission id -> email
    mails: list[str] = field(default_factory=list)            # sender's email
    made: dict[str, str] = field(default_factory=dict)        # marker -> id, of a create under an Idempotency-Key
    contacts: list[str] = field(default_factory=list)
    companies: list[str] = field(default_factory=list)
    tasks: dict[str, list[str]] = field(default_factory=dict)  # id -> kinds of its reminders
    jobs: list[str] = field(default_factory=list)
    imports: list[str] = field(default_factory=list)
    merged: list[tuple[str, str]] = field(default_factory=list)
    erased: set[str] = field(default_factory=set)


class Business:
    """Opens the company in good weather; then `act` does one thing at a time."""

    rows = 30  # of a file that is imported

    def __init__(self, office: Office, people: int = 3) -> None:
        self.office, self.random, self.accepted, self.number = office, office.random, Accepted(), 0
        self.manager = office.api.person("manager", "boss@x.example")
        self.team = self.made("teams", {"name": "North", "manager_id": self.manager})
        self.reps = [office.api.person("rep", f"r{place}@x.example", team_ids=[self.team]) for place in range(people)]
        self.made("routing_rules", {"name": "All", "pool": {"team_ids": [self.team]}})
        self.form = self.made("forms", {"name": "Contact", "fields": FIELDS, "source": "web",
                                        "auto_reply_template": "Thank you, {{first_name}}"})
        office.background.drain()
        office.time.sleep(5)

    def made(self, objects: str, payload: Any, query: str = "") -> str:
        """A record that was made; its id."""
        answer = self.office.ask("POST", f"/v1/{objects}{query}", payload)
        assert answer.status == 201, answer.body
        return str(answer.body["id"])

    def act(self) -> None:
        """One thing, and some of what follows meanwhile."""
        action: Callable[[], None] = self.random.choice(self.ACTIONS).__get__(self)
        action()
        self.office.time.sleep(self.random.uniform(0, 40))
        for _delivery in range(self.random.randrange(4)):
            self.office.background.some()

    def _next(self) -> int:
        self.number += 1
        return self.number

    def _one(self, of: list[str]) -> str | None:
        living = [id for id in of if id not in self.accepted.erased]
        return self.random.choice(living) if living else None

    # -- strangers

    def form_post(self) -> None:
        """A stranger fills in the form; now and then the same one again."""
        again = self.accepted.forms and self.random.random() < 0.2
        email = self.random.choice(sorted(self.accepted.forms.values())) if again else f"s{self._next()}@client.example"
        answer = self.office.ask("POST", f"/public/forms/{self.form}", {"last_name": f"Ruiz{self.number}", "email": email}, user=None)
        assert answer.status == 202, answer.body
        self.accepted.forms[answer.body["submission_id"]] = email

    def mail_in(self) -> None:
        """A stranger writes a mail; S3 tells of it, at times twice."""
        number = self._next()
        email, key = f"m{number}@client.example", f"inbound/{number}"
        text = MAIL.format(name=f"Ann Lee{number}", email=email, number=number)
        self.office.store("mail", key, text.encode())
        for _copy in range(self.random.choice((1, 1, 2))):
            self.office.notice(key)
        self.accepted.mails.append(email)

    # -- people

    def contact(self) -> None:
        """A contact under an Idempotency-Key."""
        marker = f"Berg{self._next()}"
        company = self._one(self.accepted.companies)
        id = self.made("contacts", {"last_name": marker, "emails": [f"{marker.lower()}@own.example"],
                                    **({"company_id": company} if company else {})})
        self.accepted.made[marker] = id
        self.accepted.contacts.append(id)

    def company(self) -> None:
        """A company."""
        marker = f"Hut{self._next()}"
        self.accepted.made[marker] = id = self.made("companies", {"name": marker})
        self.accepted.companies.append(id)

    def wide(self) -> None:
        """A contact from which more rows are derived than one transaction takes."""
        marker = f"Wide{self._next()}"
        words = " ".join(f"w{place}{marker.lower()}" for place in range(8))
        id = self.made("contacts", {"last_name": marker, "first_name": words, "tags": [f"t{place}" for place in range(20)],
                                    "emails": [f"a{place}.{marker.lower()}@own.example" for place in range(20)],
                                    "phones": [f"+4930{self.number:03}{place:04}" for place in range(40)]})
        self.accepted.made[marker] = id
        self.accepted.contacts.append(id)

    def update(self) -> None:
        """A contact changes."""
        if id := self._one(self.accepted.contacts):
            self.office.ask("PATCH", f"/v1/contacts/{id}", {"job_title": f"Title {self._next()}", "tags": [f"t{self.number % 3}"]})

    def delete_or_restore(self) -> None:
        """A contact goes, or comes back."""
        if id := self._one(self.accepted.contacts):
            if self.random.random() < 0.5:
                self.office.ask("DELETE", f"/v1/contacts/{id}")
            self.office.ask("POST", f"/v1/contacts/{id}/restore")

    def link(self) -> None:
        """A contact belongs to a company in some role, or no longer."""
        one, other = self._one(self.accepted.companies), self._one(self.accepted.contacts)
        if one and other:
            method = self.random.choice(("PUT", "PUT", "DELETE"))
            self.office.ask(method, f"/v1/companies/{one}/links/{other}?label=advisor")

    def note(self) -> None:
        """A note that names a colleague."""
        if id := self._one(self.accepted.contacts):
            marker = f"Note{self._next()}"
            answer = self.office.ask("POST", "/v1/notes", {"body": f"{marker} @r0@x.example look", "related": [id]})
            if answer.status == 201:
                self.accepted.made[marker] = answer.body["id"]

    def task(self) -> None:
        """A task that will remind somebody, by the bell and by mail."""
        marker = f"Call{self._next()}"
        due = instants.plus(self.office.time.instant(), minutes=self.random.randrange(2, 90))
        reminders = [{"before_minutes": 0, "channel": "app"}, {"before_minutes": 1, "channel": "mail"}]
        answer = self.office.ask("POST", "/v1/tasks", {"subject": marker, "due_at": due, "reminders": reminders,
                                                       "assignee_id": self.random.choice(self.reps)})
        assert answer.status == 201, answer.body
        id = str(answer.body["id"])
        self.accepted.made[marker] = id
        self.accepted.tasks[id] = [f"reminder:app@{due}", f"reminder:mail@{instants.plus(due, minutes=-1)}"]

    def bulk(self) -> None:
        """Many contacts at once; at times taken back."""
        answer = self.office.ask("POST", "/v1/contacts/bulk", {"filter": {}, "set": {"job_title": f"Bulk {self._next()}"}})
        if answer.status == 202:
            self.accepted.jobs.append(answer.body["job_id"])
            if self.random.random() < 0.4:
                self.office.background.some()
                undone = self.office.ask("POST", f"/v1/jobs/{answer.body['job_id']}/undo")
                self.accepted.jobs += [undone.body["job_id"]] if undone.status == 202 else []

    def batch(self) -> None:
        """A program writes ten records in one call."""
        markers = [f"Batch{self._next()}" for _item in range(10)]
        items = [{"last_name": marker, "emails": [f"{marker.lower()}@own.example"]} for marker in markers]
        answer = self.office.ask("POST", "/v1/contacts/batch", {"create": items})
        assert answer.status == 200, answer.body
        for marker, result in zip(markers, answer.body["results"], strict=True):
            if result["status"] == 201:
                self.accepted.made[marker] = result["id"]
                self.accepted.contacts.append(result["id"])

    def import_in(self) -> None:
        """A file of leads; at times reverted, at times gone before it is read."""
        number = self._next()
        rows = "\n".join(f"Row{number}x{place},row{number}x{place}@file.example" for place in range(self.rows))
        made = self.office.ask("POST", "/v1/imports", {"object": "leads"})
        assert made.status == 201, made.body
        id, key = str(made.body["id"]), made.body["upload"]["fields"]["key"]
        self.office.store("files", key, f"last_name,email\n{rows}".encode())
        started = self.office.ask("POST", f"/v1/imports/{id}/start", {})
        assert started.status == 202, started.body
        self.accepted.imports.append(id)
        if self.random.random() < 0.15:
            self.office.lose("files", key)
        elif self.random.random() < 0.3:
            self.office.background.some()
            self.office.ask("POST", f"/v1/imports/{id}/revert")

    def export_out(self) -> None:
        """All contacts as a file."""
        answer = self.office.ask("POST", "/v1/exports", {"object": "contacts", "format": "csv"})
        assert answer.status == 201, answer.body
        self.accepted.jobs.append(answer.body["job_id"])

    def merge(self) -> None:
        """Two contacts were one; or were not after all."""
        one, other = self._one(self.accepted.contacts), self._one(self.accepted.contacts)
        if one and other and one != other:
            self.office.ask("POST", f"/v1/contacts/{one}/merge", {"other_id": other})
            if self.random.random() < 0.4:
                self.office.background.some()
                self.office.ask("POST", f"/v1/contacts/{one}/unmerge", {"other_id": other})

    def view(self) -> None:
        """A view, built behind the scenes."""
        self.office.ask("POST", "/v1/views", {"name": f"View {self._next()}", "object": "contacts", "visibility": "shared",
                                              "filter": {"field": "job_title", "op": "starts", "value": "Title"}, "sort": "last_name"})

    def custom_field(self) -> None:
        """The company adds a field."""
        self.office.ask("POST", "/v1/fields", {"object": "contacts", "name": f"shoe{self._next()}", "type": "text", "searchable": True})

    def erase(self) -> None:
        """Somebody asks to be forgotten."""
        if id := self._one(self.accepted.contacts):
            answer = self.office.ask("POST", "/v1/privacy/erasures", {"subject_id": id, "reason": "They asked"})
            if answer.status == 202:
                self.accepted.erased.add(id)
                self.accepted.jobs.append(answer.body["job_id"])

    ACTIONS: tuple[Callable[[Business], None], ...] = (*(form_post,) * 5, *(mail_in,) * 2, *(contact,) * 4, company, wide, *(update,) * 4, delete_or_restore, *(link,) * 2,
               *(note,) * 2, *(task,) * 3, bulk, *(batch,) * 2, import_in, export_out, *(merge,) * 2, view, custom_field, erase)
