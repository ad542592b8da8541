"""A sales desk to test with: people, a rule, a form, and the mails that went out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from chalicelib.leads import capture
from chalicelib.store import keys
from tests.edge import Api
from tests.installation import World

FIELDS = [{"name": "first_name", "type": "text"}, {"name": "last_name", "type": "text", "required": True},
          {"name": "email", "type": "email", "required": True}, {"name": "phone", "type": "phone"}, {"name": "message", "type": "long_text"}]


@dataclass
class Outgoing:
    """Instead of the mail service: what was sent to whom."""

    sent: list[tuple[str, str]] = field(default_factory=list)
    fail: Exception | None = None

    def send(self, to: str, subject: str, *_rest: Any, **_more: Any) -> str:
        """Take a mail, or fail as told."""
        if self.fail:
            raise self.fail
        self.sent.append((to, subject))
        return f"m{len(self.sent)}"

    def to(self, address: str) -> list[str]:
        """The subjects of the mails to one address."""
        return [subject for to, subject in self.sent if to == address]


class Desk:
    """Reps `r0`, `r1` ... in one team under a manager, one rule for all, one form."""

    def __init__(self, api: Api, world: World, people: int = 3, *, person: Any = None, **rule: Any) -> None:
        self.api, self.world, self.mail = api, world, Outgoing()
        self.manager = api.person("manager", "boss@x.example")
        self.team = api("POST", "/v1/teams", {"name": "North", "manager_id": self.manager}).body["id"]
        self.reps = [api.person("rep", f"r{place}@x.example", team_ids=[self.team], **(person or {})) for place in range(people)]
        self.rule = api("POST", "/v1/routing_rules", {"name": "All", "pool": {"team_ids": [self.team]}, **rule}).body["id"]
        self.form = api("POST", "/v1/forms", {"name": "Contact", "fields": FIELDS, "source": "web", "notify": [self.manager],
                                              "auto_reply_template": "Thank you, {{first_name}}"}).body["id"]
        world.settle()
        world.crm = replace(world.crm, mail=self.mail)

    def post(self, **values: Any) -> str:
        """A form post by a stranger; the submission's id."""
        given = {"last_name": "Ruiz", "email": "ana@client.example", **values}
        answer = self.api("POST", f"/public/forms/{self.form}", given, user=None)
        assert answer.status == 202, answer.body
        return str(answer.body["submission_id"])

    def come(self, **values: Any) -> dict[str, Any]:
        """A form post and all that follows; the lead."""
        submission = self.post(**values)
        self.world.work("intake")
        self.world.settle()
        lead_id = self.record(submission).get("lead_id")
        return self.record(lead_id) if lead_id else {}

    def record(self, id: str) -> dict[str, Any]:
        """A record as it is stored."""
        return self.world.crm.table.get(keys.record(id), consistent=True) or {}

    def take(self, place: int, **values: Any) -> None:
        """An intake message without queue and edge."""
        crm = self.world.crm
        raw = {"last_name": f"L{place}", "email": f"l{place}@client.example", **values}
        capture.take(crm, {"submission_id": crm.ids.derived("sub", str(place), "2026-01-01T00:00:00.000Z"), "channel": "form",
                           "form_id": self.form, "raw": raw, "at": crm.clock.now()})

    def leads(self) -> list[dict[str, Any]]:
        """All leads, newest first."""
        return list(self.api("GET", "/v1/leads?limit=100").body["data"])
