"""Who calls in the end-to-end tests, and what they look at: signed-in people, their notifications, their mails."""

from __future__ import annotations

import http.client
import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

FORM = "application/x-www-form-urlencoded"
HERE = secrets.token_hex(3)  # in every name and address of this run, so that a search finds only its own


@dataclass(frozen=True)
class Person:
    """Somebody signed in; each call is one HTTP call to the running stack."""

    stack: Any
    email: str
    tokens: dict[str, Any]

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Any call, answered as it is."""
        return self.stack.call(method, path, body, self.tokens["id_token"], **headers)

    def get(self, path: str) -> Any:
        """The body of a GET that must succeed."""
        return good(self.ask("GET", path)).json

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        """The body of a POST that must succeed."""
        return good(self.ask("POST", path, {} if body is None else body, **headers)).json

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        """The body of a PATCH that must succeed."""
        return good(self.ask("PATCH", path, body, **headers)).json

    def delete(self, path: str) -> None:
        """A DELETE that must succeed."""
        assert good(self.ask("DELETE", path)).status == 204

    def every(self, path: str) -> list[Any]:
        """All rows of a list, page by page."""
        rows, cursor, mark = [], "", "&" if "?" in path else "?"
        while cursor is not None:
            page = self.get(f"{path}{mark}limit=100" + (f"&cursor={quote(cursor)}" if cursor else ""))
            rows += page["data"]
            cursor = page["next_cursor"]
        return rows

    def found(self, text: str) -> list[Any]:
        """What a search answers."""
        return list(self.get(f"/v1/search?{urlencode({'q': text})}")["data"])


def good(answer: Any) -> Any:
    """The answer of a call that must succeed."""
    assert answer.status < 400, (answer.status, answer.content[:2000])
    return answer


def problem(answer: Any) -> tuple[int, str]:
    """Status and code of a refusal, which must be a whole problem+json."""
    assert answer.headers["content-type"].startswith("application/problem+json"), answer.content[:500]
    body = answer.json
    assert {"type", "title", "status", "detail", "code", "request_id", "errors"} <= body.keys()
    assert body["status"] == answer.status
    assert body["request_id"]
    return answer.status, body["code"]


def public(stack: Any, path: str, body: Any, address: str = "") -> Any:
    """A POST to a public entrance from an address of its own, as strangers' are (where the machine has so many)."""
    from tests.e2e.conftest import Answer, lowered
    address = address or f"127.{secrets.randbelow(250) + 1}.{secrets.randbelow(250)}.{secrets.randbelow(250) + 1}"
    caller = http.client.HTTPConnection("127.0.0.1", stack.place.port, timeout=60, source_address=(address, 0))
    try:
        caller.request("POST", path, json.dumps(body).encode(), {"Content-Type": "application/json"})
        answer = caller.getresponse()
        return Answer(answer.status, lowered(answer.headers), answer.read())
    except OSError:  # this system knows only 127.0.0.1, from where all together may call only so often
        answered = stack.call("POST", path, body)
        while answered.status == 429:
            time.sleep(int(answered.headers["retry-after"]))
            answered = stack.call("POST", path, body)
        return answered
    finally:
        caller.close()


def log_in(stack: Any, email: str, password: str) -> Any:
    """The answer to a sign-in."""
    return public(stack, "/public/auth/login", {"email": email, "password": password})


def sign_in(stack: Any, email: str, password: str) -> Person:
    """Somebody with a token."""
    return Person(stack, email, good(log_in(stack, email, password)).json)


def acting(stack: Any, role: str) -> Person:
    """The sample's user of a role, signed in once."""
    known: dict[str, Person] = stack.__dict__.setdefault("acting", {})
    if role not in known:
        known[role] = sign_in(stack, **stack.users[role])
    return known[role]


def invited(stack: Any, wait: Callable[..., Any], name: str, **more: Any) -> tuple[dict[str, Any], str]:
    """A new user by the admin's invitation: the record and the mailed temporary password."""
    email = f"{name}.{HERE}@kith.example"
    user = acting(stack, "admin").post("/v1/users", {"email": email, "first_name": name.title(), "last_name": HERE,
                                                    **more})
    mail = wait(lambda: next(iter(mails_to(stack, email)), None))
    line = mail["BodyText"].split("Password for the first sign-in")[1].lstrip(": \n")
    return user, line.split()[0]


def role_id(stack: Any, key: str) -> str:
    """The id of a default role, or of one that is told by its own."""
    return str(next(role["id"] for role in acting(stack, "admin").every("/v1/roles") if key in (role["key"], role["id"])))


def newcomer(stack: Any, wait: Callable[..., Any], name: str, role: str, **more: Any) -> tuple[dict[str, Any], Person]:
    """A new user with a password of their own, signed in."""
    user, temporary = invited(stack, wait, name, role_ids=[role_id(stack, role)], **more)
    started = good(log_in(stack, user["email"], temporary)).json
    tokens = good(public(stack, "/public/auth/challenge", {
        "challenge": started["challenge"], "session": started["session"], "email": user["email"],
        "new_password": "My-own-secret-1"})).json
    return user, Person(stack, user["email"], tokens)


def mails_to(stack: Any, address: str) -> list[Any]:
    """The mails that were sent to an address, oldest first."""
    return [mail for mail in stack.mails() if address.lower() in [to.lower() for to in mail["To"]]]


def bell(person: Person, record_id: str) -> list[Any]:
    """Somebody's notifications about one record, newest first."""
    return [each for each in person.get("/v1/notifications?limit=100")["data"] if each["record"]["id"] == record_id]


def submit(stack: Any, fields: dict[str, Any], form_id: str = "") -> Any:
    """Send the sample's form as JSON."""
    return stack.call("POST", f"/public/forms/{form_id or stack.form_id}", fields)


def submission(stack: Any, id: str) -> Any:
    """A submission once it is there and settled, or None."""
    answer = acting(stack, "admin").ask("GET", f"/v1/submissions/{id}")
    return answer.json if answer.status == 200 and answer.json["state"] != "queued" else None


def lead_of(stack: Any, wait: Callable[..., Any], id: str) -> Any:
    """The lead that a submission became part of."""
    settled = wait(lambda: submission(stack, id))
    assert settled["lead_id"], settled
    return acting(stack, "admin").get(f"/v1/leads/{settled['lead_id']}")


def function(stack: Any, name: str) -> str:
    """The full name of a deployed function."""
    listed = stack.client("lambda").list_functions(MaxItems=50)["Functions"]
    return str(next(each["FunctionName"] for each in listed if f"-{name}-" in each["FunctionName"]))


def invoke(stack: Any, name: str, event: dict[str, Any]) -> None:
    """Hand a function an event by hand, as the service does."""
    answer = stack.client("lambda").invoke(FunctionName=function(stack, name), Payload=json.dumps(event).encode())
    assert "FunctionError" not in answer, answer["Payload"].read()


def tick(stack: Any) -> None:
    """What the schedule does each minute, now."""
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    invoke(stack, "Tick", {"time": now, "source": "aws.events", "detail-type": "Scheduled Event", "detail": {},
                           "version": "0", "id": "by-hand", "account": "0", "region": "us-east-1", "resources": []})
