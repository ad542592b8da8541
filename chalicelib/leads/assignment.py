"""Give a lead to its owner: decide by the rules, then write owner, decision, turn, task and messages at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chalicelib import instants
from chalicelib.activities.service import notify
from chalicelib.leads import called, response, routing
from chalicelib.leads.routing import Choice, RoutingRule
from chalicelib.leads.turns import Turn, forget, uncounted
from chalicelib.records import conditions
from chalicelib.records.conditions import Reader
from chalicelib.store import guard as guards
from chalicelib.store import keys
from chalicelib.store.table import ABSENT, Condition, Put

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.records.work import Work

Record = dict[str, Any]
RETRY_MINUTES = 15
MARGIN = 10  # open leads below a limit from which workers take turns: more are never routing at once


@dataclass(frozen=True)
class Decided:
    """A choice, the rule behind it, and the state of that rule's turn as it was read.

    `limits` has the version of each person's limit who is near it: rules share people, so turns alone are not enough.
    """

    choice: Choice
    rule: RoutingRule | None
    routing: Record
    turn_version: int
    limits: Mapping[str, int]


def state_keys(crm: Crm) -> list[keys.Key]:
    """What a decision looks at: the turn of every rule, the open leads of every user."""
    return [*(keys.cursor(rule["id"]) for rule in crm.configuration.all("routing_rule")),
            *(keys.cells(user["id"]) for user in crm.configuration.all("user"))]


def decide(crm: Crm, work: Work, lead: Record, *, first: str | None = None, exclude: Collection[str] = (),
           attempt: int = 1, only: Collection[str] | None = None,
           state: Mapping[keys.Key, Record] | None = None) -> Decided:
    """Who should get this lead now; writes nothing. `only` limits to some rules; `state` is what stands under
    `state_keys`, if it was just read."""
    every, users = rules_of(crm), crm.configuration.all("user")
    rules, ids = [rule for rule in every if only is None or rule.id in only], [rule.id for rule in every]
    found = dict(state) if state is not None else crm.table.get_many(state_keys(crm), consistent=True)
    near = _near(users, found, _turns(ids, found))
    limits = _versions(crm, near)
    if near:  # in this order: whoever gave them a lead before their limit was read has also moved a turn on
        found |= crm.table.get_many(map(keys.cursor, ids), consistent=True)
    counted = _counted(crm, near, _turns(ids, found))
    unlimited = {user["id"] for user in users if user.get("capacity") is None}
    turns = {id: forget(turn, counted, unlimited, work.now) for id, turn in _turns(ids, found).items()}
    people = _people(crm, users, found, near, turns, work.now)
    choice = routing.choose(lead, rules, people, turns, now=work.now, holds=_holds(crm, work.now),
                            fits=_fits(crm, work.now), first=first, exclude=exclude, attempt=attempt)
    id = crm.ids.derived("dec", f"{lead['id']}#{lead.get('revision', 0)}#{attempt}", work.now)
    rule = next((each for each in rules if each.id == choice.rule_id), None)
    turn_version = int(found.get(keys.cursor(choice.rule_id), {}).get("version", 0))
    return Decided(choice, rule, choice.decision(id, work.now), turn_version, limits)


def apply(crm: Crm, work: Work, lead: Record, decided: Decided, *, kind: str = "routing",
          passed: Iterable[str] = ()) -> Record:
    """Write a decision: the lead's owner and clock, the decision, the turn, the rule's task, the owner's message."""
    choice, rule = decided.choice, decided.rule
    if choice.user_id is None and _said(lead, choice):
        return work.change(lead, {"retry_routing_at": _again(work, lead)}, quiet=True)
    name = _name(crm, choice.user_id)
    work.create(
        "decision",
        {
            "lead_id": lead["id"],
            "contact_id": lead.get("contact_id"),
            "kind": kind,
            "chosen_name": name,
            **{key: decided.routing[key] for key in DECISION},
        },
        id=decided.routing["decision_id"],
    )
    stored = {**decided.routing, "passed": sorted(set(passed))}
    if choice.user_id is None:
        return work.change(lead, {"routing": stored, "retry_routing_at": _again(work, lead)})
    quiet = bool(lead.get("quiet"))  # one of many from a file: given and explained, without clock, task and message
    due = None if quiet else response.due(work.now, rule)
    changes = {"owner_id": choice.user_id, "assigned_at": work.now, "routing": stored, "first_touched_at": None,
               "response_due_at": due, "retry_routing_at": None, "quiet": None}
    if lead.get("status") == "new":
        changes["status"] = "assigned"
    changed = work.change(lead, changes)
    _turn(work, decided)
    _limit(work, decided)
    if quiet:
        return changed
    _task(work, lead, decided)
    notify(crm, work, choice.user_id, "lead_assigned", changed, decided.routing["decision_id"],
           lambda seen: (f"New lead: {crm.registry.named('lead').title(seen)}", _body(seen)))
    return changed


def _body(lead: Record) -> str:
    """Who a lead is, what they want, and why it is the reader's."""
    why = (lead.get("routing") or {}).get("explanation")
    return "\n\n".join(part for part in (facts(lead), lead.get("message"), why) if part)


def facts(lead: Record) -> str:
    """Who a lead is and what they want, in one line for a bell."""
    first = [entry["value"] for field in ("emails", "phones") for entry in (lead.get(field) or [])[:1]]
    place = ", ".join(filter(None, (lead.get("city"), lead.get("country"))))
    score = f"score {lead['score']} ({lead.get('grade') or '-'})" if lead.get("score") is not None else ""
    return " · ".join(filter(None, (*first, place, lead.get("product_interest"), lead.get("source"), score)))


def _said(lead: Record, choice: Choice) -> bool:
    """Whether the lead's last decision was the same refusal: it needs no second line on the timeline."""
    last = lead.get("routing") or {}
    return bool(last) and last.get("chosen") is None and last.get("explanation") == choice.explanation


def _again(work: Work, lead: Record) -> str | None:
    """When to ask once more for a lead that nobody could take."""
    return None if lead.get("owner_id") else instants.plus(work.now, minutes=RETRY_MINUTES)


DECISION = ("rule_id", "rule_name", "pool_size", "skipped", "chosen", "strategy", "attempt", "explanation", "tried",
            "told")


def rules_of(crm: Crm) -> list[RoutingRule]:
    """The company's routing rules, read for choosing."""
    fields = crm.registry.named("lead").all_fields
    return [routing.rule_from_record(rule, lambda raw: conditions.parse(raw, fields, stored=True),
                                     lambda condition: conditions.in_words(condition, fields))
            for rule in crm.configuration.all("routing_rule")]


def _turns(ids: list[str], found: Mapping[keys.Key, Record]) -> dict[str, Turn]:
    return {id: routing.from_item(found.get(keys.cursor(id))) for id in ids}


def _near(users: list[Record], found: Mapping[keys.Key, Record], turns: Mapping[str, Turn]) -> list[str]:
    """Who is not full but may soon be, counting every lead that may be missing from their count."""
    return [user["id"] for user in users if user.get("capacity") is not None and _open(found, user["id"])
            < user["capacity"] <= _open(found, user["id"]) + uncounted(turns.values(), user["id"], "") + MARGIN]


def _open(found: Mapping[keys.Key, Record], user_id: str) -> int:
    return int(found.get(keys.cells(user_id), {}).get("open_leads", 0))


def _versions(crm: Crm, near: list[str]) -> dict[str, int]:
    found = crm.table.get_many(map(keys.cursor, near), consistent=True)
    return {id: int(found.get(keys.cursor(id), {}).get("version", 0)) for id in near}


def _people(crm: Crm, users: list[Record], found: dict[keys.Key, Record], near: list[str], turns: dict[str, Turn],
            now: str) -> dict[str, routing.Candidate]:
    """Everybody with their open leads; near a limit they are read after what `turns` has forgotten was counted."""
    found = found | crm.table.get_many(map(keys.cells, near), consistent=True)
    complete = {user: min((instants.plus(at, seconds=-0.001) for turn in turns.values()
                           for who, at, _lead in turn.recent if who == user), default=now) for user in near}
    return {id: routing.from_user(crm.company.settled(user), _open(found, id), complete.get(id, ""),
                                  called.colleague(crm, user))
            for id, user in ((user["id"], user) for user in users)}


def _counted(crm: Crm, near: list[str], turns: dict[str, Turn]) -> set[tuple[str, str]]:
    """`(user, lead)` for what these people were just given and is in their count of open leads by now."""
    recent = [(user, lead) for turn in turns.values() for user, _at, lead in turn.recent if user in near]
    found = crm.table.get_many([keys.guard(lead) for _user, lead in recent], consistent=True)
    return {(user, lead) for user, lead in recent
            if keys.cells(user) in guards.read(lead, found.get(keys.guard(lead))).standing.counts}


def _holds(crm: Crm, now: str) -> Any:
    reader = Reader("", (), now)
    return lambda condition, lead: conditions.holds(condition, lead, reader)


def _fits(crm: Crm, now: str) -> Any:
    """Whether a user's record meets a pool's condition; one that cannot be read fits nobody."""
    from chalicelib.errors import Invalid
    fields, reader = crm.registry.named("user").all_fields, Reader("", (), now)

    def fits(raw: Any, user: Any) -> bool:
        try:
            return conditions.holds(conditions.parse(raw, fields, stored=True), user, reader)
        except Invalid:
            return False
    return fits


def _turn(work: Work, decided: Decided) -> None:
    """The rule's next turn; where another worker took it first the transaction is refused and tried again."""
    if decided.rule is None:
        return
    state = routing.to_item(decided.choice.turn)
    work.add("turn", _moved_on(keys.cursor(decided.rule.id), decided.turn_version, state))


def _limit(work: Work, decided: Decided) -> None:
    """Somebody near their limit gets one lead at a time, whichever rule it comes by."""
    user_id = decided.choice.user_id or ""
    if user_id in decided.limits:
        work.add("limit", _moved_on(keys.cursor(user_id), decided.limits[user_id]))


def _moved_on(key: keys.Key, version: int, state: Record | None = None) -> Put:
    """The next version of a cursor, unless another worker wrote it meanwhile."""
    unchanged = Condition("version = :seen", values={":seen": version}) if version else ABSENT
    return Put({"pk": key[0], "sk": key[1], "version": version + 1, **(state or {})}, unchanged)


def _task(work: Work, lead: Record, decided: Decided) -> None:
    wanted = decided.rule.task if decided.rule else None
    if not wanted:
        return
    due = instants.plus(work.now, minutes=int(wanted.get("due_minutes") or 0))
    id = task_id(work.crm, decided.routing)
    work.neighbours[lead["id"]] = lead
    work.create("task", {"subject": wanted["subject"], "status": "open", "priority": "normal", "due_at": due,
                         "assignee_id": decided.choice.user_id, "related": [lead["id"]],
                         "around": [lead["contact_id"]] if lead.get("contact_id") else None,
                         "reminders": [{"before_minutes": 0, "channel": "app"}]}, id=id)


def task_id(crm: Crm, routing: Record) -> str:
    """The id of the task that a decision brought, if its rule asks for one."""
    return crm.ids.derived("tas", routing["decision_id"], routing["at"])


def _name(crm: Crm, user_id: str | None) -> str | None:
    user = crm.configuration.find("user", user_id) if user_id else None
    return called.colleague(crm, user) if user else None
