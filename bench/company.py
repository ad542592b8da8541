"""A company as it is on the morning of the measurement: people, rules, a form, views, a report, made by the API."""

from __future__ import annotations

from typing import Any

from bench.installation import Installation
from bench.people import STAGES
from chalicelib.users import founding

REPS = 12
COUNTRIES = ("DE", "FR", "US")
Manifest = dict[str, Any]


def founded(here: Installation) -> Manifest:
    """Found it and set it up; the ids that the operations use."""
    with here.meter.noted() as changes:
        founding.found(here.crm)
        here.user = founding.first_admin(here.crm, "admin@kith.example", "Ada", "Admin")["id"]
    here.settle(changes)
    found: Manifest = {"admin": here.user, "now": here.crm.clock.now()}
    for part in (_people, _rules, _form, _views):
        with here.meter.noted() as changes:
            found |= part(here, found)
        here.settle(changes)
    return found


def _people(here: Installation, _found: Manifest) -> Manifest:
    teams = [here.made("/v1/teams", {"name": name}) for name in ("North", "South", "West")]
    role = founding.role_id(here.crm, "rep")
    return {"reps": [here.made("/v1/users", {
        "email": f"rep{number}@kith.example", "first_name": f"Rep{number}", "last_name": "Test", "role_ids": [role],
        "team_ids": [teams[number % 3]], "capacity": 100_000}) for number in range(REPS)]}


def _rules(here: Installation, found: Manifest) -> Manifest:
    for place, country in enumerate((*COUNTRIES, "")):
        condition = {"field": "country", "op": "eq", "value": country} if country else None
        here.made("/v1/routing_rules", {
            "name": country or "Everything else", "position": place, "pool": {"user_ids": found["reps"][:6]},
            "response_minutes": 60, "task": {"subject": "Call", "due_minutes": 30},
            **({"condition": condition} if condition else {})})
    for points in range(1, 7):
        here.made("/v1/scoring_rules", {"name": f"Rule {points}", "points": points, "condition": {
            "field": "country", "op": "in", "value": list(COUNTRIES)}})
    return {}


def _form(here: Installation, _found: Manifest) -> Manifest:
    fields = [{"name": name, "required": name in ("last_name", "email"), "type": "email" if name == "email" else "text"}
              for name in ("first_name", "last_name", "email", "company", "country", "product_interest", "message")]
    return {"form": here.made("/v1/forms", {
        "name": "Website", "auto_reply_template": "Thank you, {{first_name}}.", "fields": fields})}


def _views(here: Installation, _found: Manifest) -> Manifest:
    columns = ["first_name", "last_name", "emails"]
    view = here.made("/v1/views", {
        "name": "From the web", "object": "contacts", "sort": "last_name", "columns": columns,
        "filter": {"field": "source", "op": "eq", "value": "web"}})
    report = here.made("/v1/reports", {"name": "By source", "object": "contacts",
                                       "group_by": ["source", "lifecycle_stage"]})
    return {"view": view, "report": report, "stages": list(STAGES)}


def submission(somebody: dict[str, Any]) -> dict[str, Any]:
    """What somebody sends by the form."""
    return {"first_name": somebody["first_name"], "last_name": somebody["last_name"],
            "email": somebody["emails"][0]["value"], "company": f"{somebody['last_name']} Ltd",
            "country": somebody["address"]["country"], "product_interest": "Licences",
            "message": "Please send me an offer for twenty seats, with support and an introduction."}
