"""What the demo found, in words and numbers."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import fill
from typing import Any

from chalicelib import instants
from chalicelib.ids import ALPHABET

Record = Mapping[str, Any]
EXAMPLES = 5
WIDEST, PAGE = 90, 118


@dataclass(frozen=True)
class Found:
    """What became of what was sent: submissions, their leads by id, names of users by id, mails' names by key."""

    submissions: Sequence[Record]
    leads: Mapping[str, Record]
    users: Mapping[str, str]
    mails: Mapping[str, str]
    posted: frozenset[str]


def report(found: Found, posting_seconds: float) -> str:
    """The whole text."""
    parts = [people(found), explanations(found), speed(found, posting_seconds), mails(found)]
    return "\n\n".join(part for part in parts if part)


def people(found: Found) -> str:
    """Who got how many leads, by which rules."""
    got = {id: found.leads[id] for id in (each["lead_id"] for each in found.submissions) if id in found.leads}
    by_owner: dict[str, Counter[str]] = {}
    for lead in got.values():
        rule = (lead.get("routing") or {}).get("rule_name") or "no rule"
        by_owner.setdefault(lead.get("owner_id") or "", Counter())[rule] += 1
    rows = [(found.users.get(owner, "nobody yet"), str(sum(rules.values())),
             ", ".join(f"{rule} {count}" for rule, count in rules.most_common()))
            for owner, rules in sorted(by_owner.items(), key=lambda entry: -sum(entry[1].values()))]
    return f"Who got what ({len(got)} leads)\n{table(('owner', 'leads', 'by rule'), rows)}"


def explanations(found: Found) -> str:
    """Some decisions in words, different ones first."""
    chosen: dict[str, Record] = {}
    for lead in found.leads.values():
        routing = lead.get("routing") or {}
        kind = f"{routing.get('rule_id')} {bool(routing.get('skipped'))} {routing.get('strategy')}"
        chosen.setdefault(kind, lead)
    rest = [lead for lead in found.leads.values() if lead not in chosen.values()]
    lines = [fill(_reason(lead), PAGE, initial_indent="  ", subsequent_indent="    ")
             for lead in [*chosen.values(), *rest][:EXAMPLES]]
    return "Why, for example\n" + "\n".join(lines)


def _reason(lead: Record) -> str:
    why = (lead.get("routing") or {}).get("explanation") or "not routed yet"
    return f"{_name(lead)} ({lead.get('country') or 'no country'}, score {lead.get('score')}): {why}"


def speed(found: Found, posting_seconds: float) -> str:
    """Throughput, and the time from the acceptance of a post to the assignment of its new lead."""
    waits, ends, joined = [], [], 0
    for each in found.submissions:
        lead = found.leads.get(each.get("lead_id") or "", {})
        if each["id"] not in found.posted or not lead.get("assigned_at"):
            continue
        if lead["created_at"] < accepted_at(each["id"]):
            joined += 1
            continue
        waits.append(seconds_between(accepted_at(each["id"]), lead["assigned_at"]))
        ends.append(lead["assigned_at"])
    lines = [f"  {len(found.posted)} form posts accepted in {posting_seconds:.1f} s: "
             f"{len(found.posted) / max(posting_seconds, 0.001):.0f} a second"]
    if waits:
        whole = seconds_between(min(accepted_at(id) for id in found.posted), max(ends))
        rate, half, most = len(waits) / max(whole, 0.001), percentile(waits, 50), percentile(waits, 99)
        lines.append(f"  {len(waits)} new leads assigned in {whole:.1f} s: {rate:.1f} a second")
        lines.append(f"  from arrival to assignment: p50 {half:.2f} s, p99 {most:.2f} s")
    if joined:
        lines.append(f"  {joined} posts belong to leads that were open already (the same addresses were sent before)")
    return "How fast\n" + "\n".join(lines)


def mails(found: Found) -> str:
    """Which mails became leads, and why the others did not."""
    by_key = {(each.get("raw") or {}).get("key"): each for each in found.submissions if each.get("channel") == "email"}
    rows = [(name, *_outcome(found, by_key.get(key))) for key, name in found.mails.items()]
    return f"Mails ({len(rows)})\n{table(('mail', 'outcome', 'why'), rows)}" if rows else ""


def _outcome(found: Found, submission: Record | None) -> tuple[str, str]:
    if submission is None:
        return "known", "the same mail came before (or from another mailbox): one submission, one lead"
    lead = found.leads.get(submission.get("lead_id") or "")
    if lead is None:
        return str(submission["state"]), str(submission.get("reason") or "")
    return "lead", f"{_name(lead)} -> {found.users.get(lead.get('owner_id') or '', 'nobody yet')}"


def names(users: Iterable[Record]) -> dict[str, str]:
    """People's names by id."""
    return {user["id"]: f"{user['first_name']} {user['last_name']}" for user in users}


def _name(lead: Record) -> str:
    emails = lead.get("emails") or [{"value": "nameless"}]
    return " ".join(filter(None, (lead.get("first_name"), lead.get("last_name")))) or str(emails[0]["value"])


def accepted_at(id: str) -> str:
    """When a submission was accepted: its id begins with the instant in milliseconds."""
    milliseconds = 0
    for letter in id[4:14]:
        milliseconds = milliseconds * 32 + ALPHABET.index(letter)
    return instants.plus("1970-01-01T00:00:00.000Z", seconds=milliseconds / 1000)


def seconds_between(earlier: str, later: str) -> float:
    """Seconds from one instant to another."""
    return (instants.moment(later) - instants.moment(earlier)).total_seconds()


def percentile(values: Iterable[float], share: float) -> float:
    """The nearest-rank percentile."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share / 100) - 1)]


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns under their heads."""
    cells = [[cell if len(cell) <= WIDEST else cell[:WIDEST - 3] + "..." for cell in row] for row in (head, *rows)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(head))]
    return "\n".join("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
                     for row in cells)
