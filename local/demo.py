"""Real leads and mails through the running stack; then who got what, why, and how fast."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from local import demo_rows
from local.demo_report import Found, accepted_at, names, report
from local.progress import Progress, in_parallel
from local.services import client
from local.settings import Place
from local.tools import drop_mail, facts
from local.web import Refused, Web

Record = dict[str, Any]
ROWS, LEAST_ROWS = 300, 1
MAILBOX = "leads@example.com"
PATIENCE_SECONDS, POLL_SECONDS, QUIET_POLLS = 90.0, 1.0, 4


def run(place: Place, *options: str) -> None:
    """Send, wait, tell. ROWS=1000 sends more."""
    known = facts(place)
    if not known.get("form_id"):
        raise SystemExit("The demo needs the sample data: make run creates it on a new stack.")
    try:
        print(_demonstrated(place, known, _rows(options)))
    except (ConnectionError, Refused) as error:
        raise SystemExit(f"The demo cannot go on: {error}. Is the local stack running (make run)?") from error


def _rows(options: Iterable[str]) -> int:
    said = next(iter(options), "") or os.environ.get("ROWS", "") or str(ROWS)
    if not said.isdigit() or int(said) < LEAST_ROWS:
        raise SystemExit("usage: make demo ROWS=300")
    return int(said)


def _demonstrated(place: Place, known: Mapping[str, Any], rows: int) -> str:
    web = Web(known["url"])
    admin = Web(known["url"], web.post("/public/auth/login", known["admin"])["id_token"])
    if hint := demo_rows.source(rows):
        print(hint)
    path, began = f"/public/forms/{known['form_id']}", time.monotonic()
    posted = in_parallel("form posts", lambda fields: str(web.submit(path, fields)["submission_id"]),
                         demo_rows.posts(rows), threads=8)
    seconds = time.monotonic() - began
    mails = in_parallel("mails", lambda mail: (drop_mail(place, mail.raw, MAILBOX).partition("/")[2], mail.name),
                        demo_rows.mails())
    sent = Sent(frozenset(posted), dict(mails))
    waiting = Waiting(admin, sent, client(place, "sqs"), known["outputs"]["InboundQueueUrl"])
    submissions = waiting.until_done()
    users = names(admin.get("/v1/users?limit=100")["data"])
    leads = _leads(admin, submissions)
    return "\n" + report(Found(submissions, leads, users, sent.mails, sent.posts), seconds)


@dataclass(frozen=True)
class Sent:
    """Ids of accepted posts, names of mails by the key they were stored under."""

    posts: frozenset[str]
    mails: Mapping[str, str]


@dataclass
class Waiting:
    """Looks for what became of everything sent, until all is there or nothing moves any more."""

    admin: Web
    sent: Sent
    sqs: Any
    inbound: str
    found: dict[str, Record] = field(default_factory=dict)

    def until_done(self) -> list[Record]:
        """The submissions; an exit with words where some posts never arrive."""
        progress = Progress("arrived and routed", len(self.sent.posts) + len(self.sent.mails))
        moved, quiet = time.monotonic(), 0
        while not self._complete() and quiet < QUIET_POLLS:
            before = len(self.found)
            self._look()
            progress.show(len(self.found))
            if len(self.found) > before:
                moved, quiet = time.monotonic(), 0
            elif self._posts_done() and self._inbound_is_empty():
                quiet += 1
            if time.monotonic() - moved > PATIENCE_SECONDS:
                raise SystemExit(f"\nNothing moved for {PATIENCE_SECONDS:.0f} s with {len(self.found)} of "
                                 f"{len(self.sent.posts)} posts arrived: make logs FUNCTION=intake tells more.")
            time.sleep(POLL_SECONDS)
        progress.end()
        return list(self.found.values())

    def _complete(self) -> bool:
        return len(self.found) == len(self.sent.posts) + len(self.sent.mails)

    def _posts_done(self) -> bool:
        return self.sent.posts <= self.found.keys()

    def _look(self) -> None:
        """Newest first, back to the first post."""
        since, cursor = min(map(accepted_at, self.sent.posts)), ""
        while True:
            page = self.admin.get(f"/v1/submissions?limit=100&cursor={cursor}")
            ours = [each for each in page["data"] if each["id"] in self.sent.posts or self._is_our_mail(each)]
            self.found |= {each["id"]: each for each in ours}
            cursor = page["next_cursor"]
            if not cursor or not page["data"] or page["data"][-1]["created_at"] < since:
                return

    def _is_our_mail(self, submission: Record) -> bool:
        return (submission.get("raw") or {}).get("key") in self.sent.mails

    def _inbound_is_empty(self) -> bool:
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        found = self.sqs.get_queue_attributes(QueueUrl=self.inbound, AttributeNames=names)["Attributes"]
        return not any(int(found[name]) for name in names)


def _leads(admin: Web, submissions: Iterable[Record]) -> dict[str, Record]:
    """The leads of the submissions by id: the newest by pages, the rest one by one."""
    wanted = {each["lead_id"] for each in submissions if each.get("lead_id")}
    found: dict[str, Record] = {}
    cursor: str | None = ""
    while cursor is not None and wanted - found.keys():
        page = admin.get(f"/v1/leads?limit=100&cursor={cursor}")
        ours = {lead["id"]: lead for lead in page["data"] if lead["id"] in wanted}
        found |= ours
        cursor = page["next_cursor"] if ours else None
    missing = sorted(wanted - found.keys())
    return found | ({id: admin.get(f"/v1/leads/{id}") for id in missing})
