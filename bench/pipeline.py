"""`make bench-pipeline SIZES=1,100,1000`: the way of a lead from the form to its owner, end to end on the local stack.

Each size sends so many forms as fast as they are taken, then waits until every owner has their mail and nothing moves.
Size 1 is repeated, one form after the other. The form neither answers nor tells anybody but the owner.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from bench.pipeline_figures import Outcome, faults, lost_and_doubled, per_lead, rates, waits, without
from bench.pipeline_stack import Observer, started
from bench.results import keep, kept
from chalicelib import instants
from local import demo_rows
from local.demo_report import accepted_at
from local.progress import Progress, in_parallel
from local.sample_rules import FORM_FIELDS, REQUIRED, TARGETS
from local.web import Web

Record = dict[str, Any]
SIZES = (1, 100, 1000)
MOST, ALONE, WARM = 10_000, 10, 24  # so many forms start every process first
PATIENCE_SECONDS = 1200.0  # a mail whose first try died unclear waits 15 minutes for its lease
KNOWN_SECONDS = 3.0  # until every process of the API has heard of a new form
QUIET_SECONDS, POLL_SECONDS = 4.0, 0.5


def sizes(said: str) -> list[int]:
    """`1,100,1000` as numbers; an exit with words for anything else."""
    found = [part.strip() for part in said.split(",")] if said.strip() else list(map(str, SIZES))
    if not all(part.isdecimal() and 1 <= int(part) <= MOST for part in found):
        raise SystemExit(f"usage: make bench-pipeline SIZES=1,100,1000   (whole numbers from 1 to {MOST})")
    return sorted({int(part) for part in found})


def main() -> None:
    """Measure every size on one stack, keep what was found; ends with 1 where anything was lost or doubled."""
    wanted = sizes(os.environ.get("SIZES", ""))
    rows = iter(posts(WARM + sum(ALONE if size == 1 else size for size in wanted)))
    found, wrong = dict(kept("pipeline").get("sizes", {})), []
    with started() as running:
        bench = Pipeline(Observer(running))
        bench.together(list(islice(rows, WARM)))
        for size in wanted:
            sent = list(islice(rows, ALONE if size == 1 else size))
            figures, bad = bench.alone(sent) if size == 1 else bench.together(sent)
            found[str(size)] = figures
            wrong += bad
            keep("pipeline", {"cores": os.cpu_count(), "sizes": found})
            print(f"  {size}: {said(figures)}", flush=True)
        wrong += bench.differences()
    for line in wrong[:50]:
        print(line)
    if wrong:
        raise SystemExit(f"{len(wrong)} things are not as they must be.")
    print("Nothing was lost or doubled; every derived row and count equals a fresh derivation.")


def posts(count: int, data: Path = demo_rows.DATA) -> list[dict[str, str]]:
    """So many forms, each by somebody else: real ones as far as there are any."""
    real = demo_rows.posts(count, data)
    return real + [demo_rows.own(number) for number in range(len(real), count)]


def said(figures: Mapping[str, Any]) -> str:
    """A size's figures in one line."""
    return ", ".join(text.format_map(figures) for name, text in SAID if name in figures)


SAID = (("accepted_a_second", "{accepted_a_second} forms a second taken"),
        ("assigned_a_second", "{assigned_a_second} leads a second given"),
        ("assigned_p50", "given after {assigned_p50} s (p99 {assigned_p99})"),
        ("mailed_p50", "mailed after {mailed_p50} s (p99 {mailed_p99})"),
        ("calls_a_lead", "{calls_a_lead} calls a lead"))


class Pipeline:
    """Sends forms and measures what follows."""

    def __init__(self, observer: Observer) -> None:
        self.observer = observer
        self.web = Web(observer.place.url)
        self.path = f"/public/forms/{_form(observer.admin())}"

    def alone(self, posts: Sequence[Mapping[str, str]]) -> tuple[Record, list[str]]:
        """One form after the other, each when the one before it is all done."""
        before, ids = self._state(), []
        progress = Progress("one by one", len(posts))
        for fields in posts:
            ids.append(self._send(fields))
            self._settled(before["mails"], len(ids))
            progress.step()
        progress.end()
        return self._figures(ids, before, None)

    def together(self, posts: Sequence[Mapping[str, str]]) -> tuple[Record, list[str]]:
        """All at once."""
        before, began = self._state(), time.monotonic()
        ids = in_parallel("forms", self._send, posts, threads=8)
        seconds = time.monotonic() - began
        progress = Progress("owners told", len(ids))
        self._settled(before["mails"], len(ids), progress)
        progress.end()
        return self._figures(ids, before, seconds)

    def differences(self) -> list[str]:
        """What a recount finds: derived rows and counts that are not as a fresh derivation has them."""
        from local.recount import differences, line, settled
        return [line(each) for each in settled(lambda: differences(self.observer.crm))]

    def _send(self, fields: Mapping[str, str]) -> str:
        return str(self.web.submit(self.path, fields)["submission_id"])

    def _state(self) -> Record:
        return {"at": time.time(), "calls": self.observer.calls(), "mails": self._told()}

    def _told(self) -> int:
        """Mails that went out, a repeated one once: it must not hide one that still waits."""
        return len({mail["BodyText"] for mail in self.observer.mails()})

    def _settled(self, before: int, wanted: int, progress: Progress | None = None) -> None:
        """Until so many mails went out and no function calls anything for a while, or none went out for long."""
        calls, sent, called, mailed = -1, 0, time.monotonic(), time.monotonic()
        while sent < wanted or time.monotonic() - called < QUIET_SECONDS:
            if sent < wanted and time.monotonic() - mailed > PATIENCE_SECONDS:
                return
            seen, out = sum(self.observer.calls().values()), self._told() - before
            called, calls = (called if seen == calls else time.monotonic()), seen
            mailed, sent = (mailed if out == sent else time.monotonic()), out
            if progress:
                progress.show(sent)
            time.sleep(POLL_SECONDS)

    def _figures(self, ids: Sequence[str], before: Record, sending: float | None) -> tuple[Record, list[str]]:
        calls = without(self.observer.calls(), before["calls"])
        work = self.observer.work(before["at"])
        calls = without(calls, {"dynamodb.Query": work.get("tick", Counter())["calls"]})
        outcomes = outcomes_of(ids, self.observer)
        counted = {name: per_lead(counts, len(ids)) for name, counts in work.items() if name in PIPELINE and counts}
        figures: Record = {"forms": len(ids), **waits(outcomes), "calls": per_lead(calls, len(ids)),
                           "calls_a_lead": round(sum(calls.values()) / len(ids), 1), "functions": counted,
                           **lost_and_doubled(outcomes)}
        return figures | (rates(outcomes, sending) if sending else {}), faults(outcomes)


def outcomes_of(ids: Sequence[str], observer: Observer) -> list[Outcome]:
    """What the records and the outbox say about each form."""
    submissions = {each["id"]: each for each in observer.records("submission")}
    leads = {each["id"]: each for each in observer.records("lead")}
    people = {each["id"]: each["email"] for each in observer.records("user")}
    same = Counter(entry["value"].lower() for lead in leads.values() for entry in lead.get("emails") or [])
    told = Counter(each["record"]["id"] for each in observer.records("notification") if each["kind"] == "lead_assigned")
    given: dict[str, list[float]] = {}
    for decision in observer.records("decision"):
        if decision.get("chosen"):
            given.setdefault(decision["lead_id"], []).append(_seconds(decision["created_at"]))
    outbox = observer.mails()
    found = []
    for id in ids:
        lead = leads.get(submissions.get(id, {}).get("lead_id") or "", {})
        address = str(submissions.get(id, {}).get("raw", {}).get("email", "")).lower()
        lead_id, owner = lead.get("id", "-"), people.get(lead.get("owner_id") or "")
        mailed = tuple(mail["Timestamp"] for mail in outbox if owner in mail["To"] and lead_id in mail["BodyText"])
        found.append(Outcome(id, _seconds(accepted_at(id)), same[address] if lead else 0,
                             tuple(given.get(lead_id, ())), told[lead_id], mailed))
    return found


PIPELINE = ("apihandler", "intake", "changes", "jobs", "settle")


def _seconds(instant: str) -> float:
    return instants.moment(instant).timestamp()


def _form(admin: Web) -> str:
    """The sample's fields; nobody but the owner is told, nobody is answered."""
    fields = [{"name": name, "label": label, "type": kind, "required": name in REQUIRED,
               "maps_to": TARGETS.get(name, name)} for name, label, kind in FORM_FIELDS]
    made = admin.post("/v1/forms", {"name": "Bench", "fields": fields, "source": "website", "active": True})
    time.sleep(KNOWN_SECONDS)
    return str(made["id"])


if __name__ == "__main__":
    main()
