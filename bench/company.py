"""A small company in process: people, rules, a form, contacts; everything that follows from them is worked off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.edge import Api
from tests.installation import World

CONTACTS = 30
COUNTRIES = ("DE", "FR", "US")


@dataclass(frozen=True)
class Company:
    """The installation, its HTTP edge, and ids that the operations use."""

    world: World
    api: Api
    form: str
    contacts: tuple[str, ...]

    def post(self, path: str, body: dict[str, Any]) -> str:
        """Create a record; its id."""
        return made(self.api, path, body)


def made(api: Api, path: str, body: dict[str, Any]) -> str:
    """The id of a new record."""
    answer = api("POST", path, body)
    if answer.status != 201:
        raise RuntimeError(f"POST {path}: {answer.status} {answer.body}")
    return str(answer.body["id"])


def founded(api: Api) -> Company:
    """Fill a founded company, signed in as its administrator."""
    world = api.world
    reps = _people(api)
    _rules(api, reps)
    form = made(api, "/v1/forms", {"name": "Website", "auto_reply_template": "Thank you, {{first_name}}.", "fields": [
        {"name": name, "required": name in ("last_name", "email"), "type": "email" if name == "email" else "text"}
        for name in ("first_name", "last_name", "email", "company", "country", "product_interest", "message")]})
    world.settle()
    contacts = tuple(made(api, "/v1/contacts", contact(number)) for number in range(CONTACTS))
    for contact_id in contacts[:3]:
        made(api, "/v1/notes", {"body": "Called, wants an offer", "related": [contact_id]})
        made(api, "/v1/tasks", {"subject": "Send the offer", "related": [contact_id]})
    world.settle()
    return Company(world, api, form, contacts)


def contact(number: int) -> dict[str, Any]:
    """A contact as companies keep them."""
    return {"first_name": "Maria", "last_name": f"Example{number:03d}", "job_title": "Head of purchasing",
            "emails": [{"value": f"maria{number}@customer{number}.example", "type": "work"}],
            "phones": [{"value": f"+4930123{4000 + number}", "type": "work"}], "tags": ["trade fair"], "source": "web",
            "address": {"street": "Long Street 12", "city": "Berlin", "postal_code": "10115", "country": "DE"}}


def submission(number: int) -> dict[str, Any]:
    """What somebody sends by the form."""
    return {"first_name": "Paul", "last_name": f"Sender{number:03d}", "email": f"paul{number}@prospect{number}.example",
            "company": "Prospect Ltd", "country": COUNTRIES[number % 3], "product_interest": "Licences",
            "message": "Please send me an offer for twenty seats, with support and an introduction."}


def _people(api: Api) -> list[str]:
    teams = [made(api, "/v1/teams", {"name": name}) for name in ("North", "South")]
    return [api.person("rep", f"rep{number}@kith.example", team_ids=[teams[number % 2]], capacity=1000)
            for number in range(6)]


def _rules(api: Api, reps: list[str]) -> None:
    for place, country in enumerate((*COUNTRIES, "")):
        condition = {"field": "country", "op": "eq", "value": country} if country else None
        made(api, "/v1/routing_rules", {
            "name": country or "Everything else", "position": place, "pool": {"user_ids": reps}, "response_minutes": 60,
            "task": {"subject": "Call", "due_minutes": 30}, **({"condition": condition} if condition else {})})
    for points in range(1, 7):
        made(api, "/v1/scoring_rules", {"name": f"Rule {points}", "points": points, "condition": {
            "field": "country", "op": "in", "value": list(COUNTRIES)}})
