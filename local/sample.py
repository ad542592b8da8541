"""Sample data: a small company at work, made through the API. A half-made one is completed, never doubled."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from local import sample_accounts as accounts
from local import sample_past as past
from local import sample_rows as data
from local import sample_rules as rules
from local import sample_setup as setup
from local.installation import crm_of
from local.progress import in_parallel
from local.web import Refused, Web

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from local.stack import Stack

Record = dict[str, Any]
SETTLED_SECONDS = 60.0  # nobody changes the rules while the sample is made
VISIBLE_SECONDS, ROUTED_SECONDS = 60.0, 180.0  # of a slow machine; a second or two elsewhere


def create(stack: Stack) -> Record:
    """Everything of the sample; the facts for stack.json. Each record has an Idempotency-Key of its own."""
    from chalicelib.errors import Problem

    crm = crm_of(stack.place, stack.outputs)
    try:
        admin, roles = accounts.founded(crm)
        web = accounts.signed_in(stack.place.url, accounts.ADMIN)
        sample = Sample(web, admin)
        sample.people(roles)
        form_id = sample.rules()
        sample.setup()
        sample.customers()
        sample.leads(crm_of(stack.place, stack.outputs, max_age=SETTLED_SECONDS), form_id)
        tokens = accounts.settled(crm, sample.users)
        sample.work({id: Web(web.url, token) for id, token in tokens.items()})
    except (Refused, Problem, ConnectionError) as why:
        raise SystemExit(f"The sample data could not be made: {why}. The next make run goes on with it.") from why
    return {**accounts.facts(), "form_id": form_id}


class Sample:
    """The sample as it grows: ids by address, name or domain."""

    def __init__(self, web: Web, admin: Record) -> None:
        self.web, self.admin = web, admin
        self.users = {admin["email"]: admin["id"]}
        self.teams: dict[str, str] = {}
        self.records: dict[str, Record] = {}

    def people(self, roles: Mapping[str, str]) -> None:
        """Two teams, everybody in them, and who leads them."""
        staff = data.rows("users")
        led = {row["manages"]: row["email"] for row in staff if row["manages"]}
        made = in_parallel("teams", lambda name: self._make("teams", name, {"name": name}), sorted(led))
        self.teams = {team["name"]: team["id"] for team in made}
        others = [row for row in staff if row["email"] != self.admin["email"]]
        users = in_parallel("users", lambda row: self._make("users", row["email"], data.user(row, roles, self.teams)),
                            others)
        self.users |= {user["email"]: user["id"] for user in users}
        for name, email in led.items():
            self._until_known(lambda name=name, email=email: self.web.patch(  # type: ignore[misc]
                f"/v1/teams/{self.teams[name]}", {"manager_id": self.users[email]}))

    def rules(self) -> str:
        """Scoring and routing rules and the form; the form's id."""
        manager = next(row["email"] for row in data.rows("users") if row["manages"])
        wanted = [*(("scoring_rules", each) for each in rules.scoring()),
                  *(("routing_rules", each) for each in rules.routing(self.teams, self.users)),
                  ("forms", rules.form([self.users[manager]]))]
        made = in_parallel("rules and form", lambda each: self._make(each[0], each[1]["name"], each[1]), wanted)
        return str(made[-1]["id"])

    def setup(self) -> None:
        """An added field, saved views and reports."""
        wanted = [*(("fields", each) for each in setup.fields()), *(("views", each) for each in setup.views()),
                  *(("reports", each) for each in setup.reports())]
        in_parallel("fields, views and reports", lambda each: self._make(each[0], each[1]["name"], each[1]), wanted)

    def customers(self) -> None:
        """Companies and their people, owned by the reps in turn."""
        owners = [self.users[row["email"]] for row in data.rows("users") if row["role"] == "rep"]
        companies = in_parallel("companies", lambda each: self._make(
            "companies", each[1]["domain"], data.company(each[1], owners[each[0] % len(owners)])),
            enumerate(data.rows("companies")))
        by_domain = {company["domain"]: company["id"] for company in companies}
        contacts = in_parallel("contacts", lambda each: self._make(
            "contacts", each[1]["emails"], data.contact(each[1], by_domain, owners[each[0] % len(owners)])),
            enumerate(data.rows("contacts")))
        self.records |= {entry["value"]: contact for contact in contacts for entry in contact["emails"]}

    def leads(self, crm: Crm, form_id: str) -> None:
        """Leads of the last month, then today's without an owner, once the rules have found one for each."""
        rows = data.rows("leads")
        known = past.lived(crm, self.admin["id"], rows)
        today = [row for row in rows if not past.is_past(row)]
        made = in_parallel("leads of today", lambda row: self._make("leads", row["email"], data.lead(row)),
                           [row for row in today if not row["came_by"]])
        sent = self._by_form(form_id, [row for row in today if row["came_by"] == "form"])
        self._wait_for_owners({lead["id"] for lead in (*made, *sent)})
        routed = in_parallel("routed", lambda lead: self.web.get(f"/v1/leads/{lead['id']}"), (*made, *sent))
        self.records |= {lead["emails"][0]["value"]: lead for lead in (*known, *routed)}

    def _by_form(self, form_id: str, rows: Sequence[data.Row]) -> list[Record]:
        """What the website's form sent, and the leads that came of it; who is a lead already has sent it."""
        before = self._leads_by_address()
        in_parallel("forms", lambda row: self.web.submit(f"/public/forms/{form_id}", data.post(row)),
                    [row for row in rows if row["email"] not in before])
        deadline = time.monotonic() + ROUTED_SECONDS
        while missing := {row["email"] for row in rows} - (found := self._leads_by_address()).keys():
            if time.monotonic() > deadline:
                raise SystemExit(f"The form was sent, but {', '.join(sorted(missing))} became no lead: "
                                 "make logs FUNCTION=intake tells more.")
            time.sleep(0.3)
        return [found[row["email"]] for row in rows]

    def _leads_by_address(self) -> dict[str, Record]:
        leads = self.web.get("/v1/leads?limit=100")["data"]
        return {entry["value"]: lead for lead in leads for entry in lead["emails"]}

    def work(self, reps: Mapping[str, Web]) -> None:
        """What the owners do today: notes that mention colleagues, tasks."""
        in_parallel("notes", lambda row: self._about(reps, "notes", row, row["body"][:60], data.note),
                    data.rows("notes"))
        in_parallel("tasks", lambda row: self._about(
            reps, "tasks", row, row["subject"],
            lambda row, about: data.task(row, about, self.admin["created_at"])), data.rows("tasks"))

    def _about(self, reps: Mapping[str, Web], objects: str, row: data.Row, name: str,
               shape: Callable[[data.Row, str], Record]) -> Record:
        record = self.records[row["about"]]
        key = f"sample {objects} {record['id']} {name}".encode("ascii", "replace").decode()
        made: Record = reps[record["owner_id"]].post(f"/v1/{objects}", shape(row, record["id"]), key)
        return made

    def _make(self, objects: str, name: str, record: Record) -> Record:
        key = f"sample {objects} {name}".encode("ascii", "replace").decode()[:255]
        made: Record = self._until_known(lambda: self.web.post(f"/v1/{objects}", record, key))
        return made

    def _until_known(self, call: Callable[[], Any]) -> Any:
        """Repeat a call that names somebody whom a process has not heard of yet: the news takes a second or two."""
        deadline = time.monotonic() + VISIBLE_SECONDS
        while True:
            try:
                return call()
            except Refused as refused:
                errors = (refused.answer.body or {}).get("errors") or [{}]
                unknown = refused.answer.status == 422 and all(each.get("code") == "not_found" for each in errors)
                if not unknown or time.monotonic() > deadline:
                    raise
            time.sleep(0.3)

    def _wait_for_owners(self, ids: set[str]) -> None:
        """Until each lead has its owner; what was routed before the rules were known is routed again."""
        deadline = time.monotonic() + ROUTED_SECONDS
        while waiting := self._without_owner(ids):
            for lead in waiting:
                if lead["routing"]:
                    self.web.post(f"/v1/leads/{lead['id']}/route", {})
            if time.monotonic() > deadline:
                raise SystemExit(f"{len(waiting)} sample leads have no owner after {ROUTED_SECONDS:.0f} s: "
                                 "make logs FUNCTION=jobs tells more.")
            time.sleep(0.3)

    def _without_owner(self, ids: set[str]) -> list[Record]:
        """Those of the leads that wait; what is not among the latest hundred is asked for by itself."""
        latest = {lead["id"]: lead for lead in self.web.get("/v1/leads?limit=100")["data"]}
        leads = [latest.get(id) or self.web.get(f"/v1/leads/{id}") for id in sorted(ids)]
        return [lead for lead in leads if not lead["owner_id"]]
