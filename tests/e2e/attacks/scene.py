"""What the attacks share: records with a secret mark, people who may not see them, and what every refusal must be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.e2e.people import HERE, Person, acting, good, invited, log_in, problem, public

MARK = f"Zanzibar{HERE}"        # stands in every record that the attackers must not see
NOBODY = "usr_" + 26 * "0"
NEVER_TOLD = ("Traceback", "botocore", "dynamodb", "ConditionalCheck", "chalicelib", "ValidationException", "arn:aws")


@dataclass(frozen=True)
class Attackers:
    """People and programs who may little: the first three are tried in turn."""

    own: Person         # reads and writes what is their own, nothing else
    own_id: str
    partner: Person     # from outside, with a role that is written far too widely
    program: Person     # an API key of hers that reads next to nothing
    program_id: str
    reader: Person      # another that reads what anybody does
    maker: Person       # one of the administrator's that keeps users and keys
    ended: Person       # one that was good until a moment ago

    def __iter__(self) -> Iterator[tuple[str, Person]]:
        return iter((("own", self.own), ("partner", self.partner), ("program", self.program)))


def sound(answer: Any) -> Any:
    """No fault of ours, nothing of what is inside, a whole problem where it is refused."""
    told = answer.content.decode(errors="replace")
    assert answer.status < 500, (answer.status, told[:500])
    assert not [word for word in NEVER_TOLD if word in told], told[:500]
    if answer.status >= 400:
        problem(answer)
    return answer


def refused(answer: Any, *statuses: int) -> Any:
    """A sound refusal with one of these statuses (403 and 404 where none is given) that tells nothing secret."""
    assert sound(answer).status in (statuses or (403, 404)), (answer.status, answer.content[:500])
    assert MARK.encode() not in answer.content, answer.content[:500]
    return answer


def silent(answer: Any) -> Any:
    """An answer of whatever status that names no marked record."""
    assert MARK.encode() not in sound(answer).content, answer.content[:500]
    return answer


def hired(stack: Any, wait: Any, name: str, role_id: str) -> tuple[str, Person]:
    """Somebody new with this role from the start, signed in: no process remembers them with another one."""
    user, temporary = invited(stack, wait, name, role_ids=[role_id])
    started = good(log_in(stack, user["email"], temporary)).json
    answer = {"challenge": "new_password", "session": started["session"], "email": user["email"], "new_password": "My-own-secret-1"}
    return str(user["id"]), Person(stack, user["email"], good(public(stack, "/public/auth/challenge", answer)).json)


def key_of(stack: Any, role_id: str, name: str, **more: str) -> tuple[str, Person]:
    """A new API key with a role: its id, and the program that calls with it (not at once: a no is kept for a while)."""
    made = acting(stack, "admin").post("/v1/api_keys", {"name": f"{name} {HERE}", "role_id": role_id, **more})
    return str(made["id"]), Person(stack, name, {"id_token": made["key"]})


def role(stack: Any, name: str, grants: Any, **more: Any) -> str:
    """A new role; its id."""
    made = acting(stack, "admin").post("/v1/roles", {"name": f"{name} {HERE}", "grants": grants, **more})
    return str(made["id"])


def marked(admin: Person, role_id: str) -> dict[str, str]:
    """One record of everything that people make, each with the mark in what it is called; their ids by plural."""
    here = {"tags": [f"tag-{HERE}"]}
    bodies: dict[str, dict[str, Any]] = {
        "companies": {"name": MARK, "domain": f"{MARK.lower()}.example", **here},
        "contacts": {"first_name": "Zara", "last_name": MARK, "emails": [f"{MARK.lower()}@example.com"], **here},
        "leads": {"last_name": MARK, "emails": [f"lead.{MARK.lower()}@example.com"], **here},
        "notes": {"body": MARK, **here}, "tasks": {"subject": MARK, **here},
        "forms": {"name": MARK, "active": False, "fields": [{"name": "email", "type": "email"}]},
        "scoring_rules": {"name": MARK, "points": 0, "active": False},
        "routing_rules": {"name": MARK, "pool": {"user_ids": [admin.get("/v1/me")["id"]]}, "active": False},
        "teams": {"name": MARK}, "roles": {"name": MARK, "grants": {"notes": {"read": "own"}}},
        "api_keys": {"name": MARK, "role_id": role_id}, "views": {"name": MARK, "object": "contacts", "visibility": "private"},
        "reports": {"name": MARK, "object": "contacts", "visibility": "private"},
        "cleaning_rules": {"name": MARK, "object": "contacts", "kind": "case_names", "active": False},
        "imports": {"object": "contacts", "mode": "create", "mapping": {MARK: "last_name"}},
        "exports": {"object": "contacts", "filter": {"field": "last_name", "op": "eq", "value": MARK}},
    }
    ids = {objects: str(admin.post(f"/v1/{objects}", body)["id"]) for objects, body in bodies.items()}
    ids["consents"] = str(admin.post("/v1/consents", {"contact_id": ids["contacts"], "purpose": "newsletter",
                                                      "status": "granted"})["id"])
    admin.patch(f"/v1/notes/{ids['notes']}", {"related": [ids["contacts"], ids["leads"]]})
    return ids


def state_of(record: dict[str, Any]) -> tuple[Any, ...]:
    """What every change would change."""
    return record["version"], record["updated_at"], record["deleted_at"]
