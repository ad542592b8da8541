"""What must hold when the storm is over and all is delivered: each law names what breaks it, or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from typing import Any

from chalicelib.mail import outbox
from chalicelib.records import changes
from chalicelib.records.work import claims_of
from chalicelib.store import keys
from chalicelib.store.change import from_stream
from chalicelib.store.recount import recount
from tests.faults.business import Accepted, Business
from tests.faults.office import Office

Record = dict[str, Any]
OPEN_JOBS = ("queued", "running", "reverting")
LEASE = 60 * outbox.LEASE_MINUTES
NAMES = (("contact", "last_name"), ("company", "name"), ("task", "subject"), ("note", "body"))
UNSURE = ("timeout_after", "reset_after", "broken_after", "killed_after", "killed")


class Ledger:
    """The whole table at rest, and what was accepted."""

    def __init__(self, office: Office, business: Business) -> None:
        self.office, self.accepted = office, business.accepted
        self.crm = office.crm
        self.crm.budget.begin(float("inf"))
        self.crm.configuration.forget()
        self.items = list(self.crm.table.scan())

    @cached_property
    def records(self) -> dict[str, Record]:
        """Every record by id."""
        return {item["id"]: item for item in self.items if item["sk"] == "record"}

    def of(self, type: str) -> list[Record]:
        """All records of a type."""
        return [each for each in self.records.values() if each["type"] == type]

    def under(self, prefix: str) -> list[Record]:
        """Items of partitions that begin so."""
        return [item for item in self.items if item["pk"].startswith(prefix)]

    @cached_property
    def messages(self) -> dict[str, list[Record]]:
        """Notifications by the record that they are about."""
        found: dict[str, list[Record]] = {}
        for each in self.of("notification"):
            found.setdefault((each.get("record") or {}).get("id", ""), []).append(each)
        return found

    @cached_property
    def sent(self) -> dict[str, Record]:
        """What is remembered of mails."""
        return {item["pk"]: item for item in self.under("sent#")}

    def mailed(self, key: str) -> list[float]:
        """When mails with this key went out."""
        return [mail["at"] for mail in self.office.cloud.mails if mail["key"] == key]


def every_submission_has_one_lead(ledger: Ledger) -> Iterator[str]:
    """Linked to a lead with an owner, who was told once for each submission."""
    for id, email in ledger.accepted.forms.items():
        found = ledger.records.get(id)
        yield from [f"{id} of {email} is lost"] if found is None else _answered(ledger, found)
    known = Counter(email for each in ledger.of("submission") for email in _addresses(each))
    for email in ledger.accepted.mails:
        if known[email] != 1:
            yield f"the mail of {email} made {known[email]} submissions"
    for submission in ledger.of("submission"):
        if submission["id"] not in ledger.accepted.forms:
            yield from _answered(ledger, submission)


def _addresses(submission: Record) -> list[str]:
    sender = str(((submission.get("raw") or {}).get("headers") or {}).get("from", ""))
    return [sender.partition("<")[2].rstrip(">")] if submission.get("channel") == "email" else []


def _answered(ledger: Ledger, submission: Record) -> Iterator[str]:
    lead = ledger.records.get(str(submission.get("lead_id")))
    if submission["state"] != "routed" or lead is None:
        yield f"{submission['id']} is {submission['state']} without a lead: {submission.get('reason')}"
    elif not lead.get("owner_id"):
        yield f"{lead['id']} has no owner"


def every_lead_is_told_once(ledger: Ledger) -> Iterator[str]:
    """A lead came once per address; its owner heard of each submission once, and of the first by one new lead."""
    sent = Counter(str(each.get("lead_id")) for each in ledger.of("submission"))
    emails = Counter(entry["value"] for lead in ledger.of("lead") for entry in lead.get("emails") or ())
    yield from (f"{email} has {number} leads" for email, number in emails.items() if number > 1 and email.endswith("@client.example"))
    for lead in ledger.of("lead"):
        if not sent[lead["id"]]:
            continue
        told = [each for each in ledger.messages.get(lead["id"], ()) if each["kind"] == "lead_assigned"]
        if len(told) != sent[lead["id"]] or {each["user_id"] for each in told} != {lead["owner_id"]}:
            yield f"{lead['id']} came {sent[lead['id']]} times, its owner was told {len(told)} times"


def every_notification_is_mailed(ledger: Ledger) -> Iterator[str]:
    """Once; again only after the lease of a sender who could not say whether it went out."""
    for each in ledger.of("notification"):
        about = ledger.records.get((each.get("record") or {}).get("id", "")) or {"deleted_at": "gone"}
        if each.get("mail") and not about.get("deleted_at"):
            times, state = ledger.mailed(each["id"]), ledger.sent.get(keys.sent(each["id"])[0], {}).get("state")
            if any(later - earlier < LEASE for earlier, later in pairwise(times)) or (not times and state != "refused"):
                yield f"{each['id']} ({each['kind']}) was mailed at {times}: {state}"


def no_customer_is_mailed_twice(ledger: Ledger) -> Iterator[str]:
    """And none is left in the dark about a mail: sent, skipped, refused or unclear."""
    for each in ledger.of("email"):
        if len(ledger.mailed(each["id"])) > 1:
            yield f"{each['id']} went out at {ledger.mailed(each['id'])}"
        if each["state"] == "queued":
            yield f"{each['id']} is in limbo"
        if each["state"] == "sent" and not ledger.mailed(each["id"]):
            yield f"{each['id']} is said to be sent"
        if each["state"] == "unclear" and not any(ledger.office.weather.injected[kind] for kind in UNSURE):
            yield f"{each['id']} is unclear, but nobody was cut off"


def every_reminder_comes_once(ledger: Ledger) -> Iterator[str]:
    """No reminder twice or never."""
    for id in ledger.accepted.tasks:
        told = [each for each in ledger.messages.get(id, ()) if each["kind"] == "reminder"]
        if len(told) != len(ledger.accepted.tasks[id]):
            yield f"{id} reminded {len(told)} times: {(ledger.records.get(id) or {}).get('fired')}"


def derived_rows_are_what_records_say(ledger: Ledger) -> Iterator[str]:
    """A full recount: search, views, counters, timelines, due rows and guards."""
    found = recount(ledger.crm.table, changes.deriving, changes.rules(ledger.crm), ledger.crm.clock.now())
    yield from (f"{each.key} should be {str(each.expected)[:200]} and is {str(each.found)[:200]}" for each in found)


def claims_have_living_owners(ledger: Ledger) -> Iterator[str]:
    """Each identity is held by those who have it, and by nobody else; made strictly, by one."""
    registry, held, wanted = ledger.crm.registry, set(), set()
    for record in ledger.records.values():
        if registry.known(record["type"]):
            wanted |= {(f"claim#{record['type']}#{kind}#{value}", record["id"]) for kind, value in claims_of(registry.named(record["type"]), record)}
    for claim in ledger.under("claim#"):
        held |= {(claim["pk"], id) for id in claim.get("holders") or ()}
    yield from (f"{id} lacks {claim}" for claim, id in sorted(wanted - held))
    yield from (f"{id} holds {claim} and should not" for claim, id in sorted(held - wanted))


def no_change_without_history(ledger: Ledger) -> Iterator[str]:
    """Every write that raised a version has its row, unless the record was purged or erased since."""
    told = {(item["pk"], item["sk"]) for item in ledger.items}
    for change in from_stream({"Records": ledger.office.cloud.stream}):
        row = changes.audit(ledger.crm.registry, change)
        if row and (row["pk"], row["sk"]) not in told and change.id in ledger.records:
            yield f"{change.id} revision {change.revision} has no history"


def a_repeated_call_makes_one_record(ledger: Ledger) -> Iterator[str]:
    """A caller who tried again under one Idempotency-Key got one record, and it is the one they were told."""
    titles = Counter(str(each.get(name)) for type, name in NAMES for each in ledger.of(type))
    for marker, id in ledger.accepted.made.items():
        found = sum(number for title, number in titles.items() if title.split(" ")[0] == marker)
        record = ledger.records.get(id)
        if id in ledger.accepted.erased or (record and record.get("erased_at")):
            continue
        if record is None or (found != 1 and not _joined(ledger, marker)):
            yield f"{marker} stands {found} times, its record is {'here' if record else 'lost'}"


def _joined(ledger: Ledger, marker: str) -> bool:
    """Erasures take words out of others' texts; merges give a winner the loser's name."""
    return bool(ledger.accepted.erased) and marker.startswith(("Note", "Call"))


def nothing_is_in_limbo(ledger: Ledger) -> Iterator[str]:
    """Jobs, imports and exports have ended; no mail is half sent; no queue holds anything."""
    for each in (*ledger.of("job"), *ledger.of("import"), *ledger.of("export")):
        if each["state"] in OPEN_JOBS:
            yield f"{each['id']} ({each.get('what') or each.get('object')}) is {each['state']}"
    for item in ledger.under("sent#"):
        about = ledger.records.get(item.get("email", ""), {"state": "queued"})  # a customer's mail tells its end itself
        if item["state"] == "sending" and about["state"] == "queued":
            yield f"{item['pk']} is half sent"
    cloud = ledger.office.cloud
    reasons = ledger.office.background.heard.reasons
    yield from (f"{each.queue} holds {each.body[:100]}: {reasons.get(each.id)}" for each in (*cloud.waiting, *cloud.dead))
    engine = next(item for item in ledger.items if (item["pk"], item["sk"]) == (keys.CONFIGURATION, "engine"))
    if engine.get("building") or engine.get("touched"):
        yield f"the engine's row still says {engine.get('building')} {engine.get('touched')}"


def callers_were_told_properly(ledger: Ledger) -> Iterator[str]:
    """Never 500; 503 with Retry-After, long before the gateway gives up."""
    yield from ledger.office.tried.wrong
    if ledger.office.tried.slowest > 15:
        yield f"a caller waited {ledger.office.tried.slowest:.1f} seconds"


LAWS: tuple[Callable[[Ledger], Iterable[str]], ...] = (
    every_submission_has_one_lead, every_lead_is_told_once, every_notification_is_mailed, no_customer_is_mailed_twice,
    every_reminder_comes_once, derived_rows_are_what_records_say, claims_have_living_owners, no_change_without_history,
    a_repeated_call_makes_one_record, nothing_is_in_limbo, callers_were_told_properly)


def broken(office: Office, business: Business) -> list[str]:
    """What breaks any law."""
    ledger = Ledger(office, business)
    return [f"{law.__name__}: {each}" for law in LAWS for each in law(ledger)]


__all__ = ["LAWS", "Accepted", "Ledger", "broken"]
