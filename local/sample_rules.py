"""The sample's form and rules: how its leads are scored, who gets them, what they are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Record = dict[str, Any]
GERMAN_SPEAKING = ["DE", "AT", "CH"]
SOUTH_ASIA = ["IN", "LK", "BD", "NP", "PK", "BT"]
MARKETS = [*GERMAN_SPEAKING, "FR", "US", "CA", "MX", "BR", "AR", "IN", "LK", "AE"]
REPS = ("lena.vogt", "jonas.huber", "ethan.clark", "sofia.ramirez", "ananya.iyer", "rahul.mehta")
FORM_FIELDS = (
    ("first_name", "First name", "text"), ("last_name", "Last name", "text"), ("email", "Email", "email"),
    ("phone", "Phone", "phone"), ("company", "Company", "text"), ("country", "Country", "country"),
    ("product_interest", "What are you interested in?", "text"), ("message", "Message", "long_text"),
)
REQUIRED = ("last_name", "email")
TARGETS = {"email": "emails", "phone": "phones"}
AUTO_REPLY = """Subject: Thank you, {{first_name|we have your message}}

Hello {{first_name|there}},

thank you for writing to {{company_name}}. One of us will answer within a working day.

Your {{company_name}} team
"""


def says(field: str) -> Record:
    """The condition that a field is filled in."""
    return {"not": {"field": field, "op": "empty"}}


def scoring() -> list[Record]:
    """Six rules: four about who they are, two about what they did, one of these with a cap."""
    decides = ["director", "head", "chief", "owner", "ceo", "manager", "president"]
    return [
        {"name": "In one of our markets", "kind": "fit", "points": 20,
         "condition": {"field": "country", "op": "in", "value": MARKETS}},
        {"name": "Writes for a company", "kind": "fit", "points": 15, "condition": says("company")},
        {"name": "Can decide", "kind": "fit", "points": 25,
         "condition": {"any": [{"field": "job_title", "op": "contains", "value": word} for word in decides]}},
        {"name": "Student", "kind": "fit", "points": -20, "condition": {"any": [
            {"field": "job_title", "op": "contains", "value": "student"},
            {"field": "message", "op": "contains", "value": "student"}]}},
        {"name": "Recommended by a customer", "kind": "engagement", "points": 20, "cap": 20,
         "condition": {"any": [{"field": "source", "op": "eq", "value": "referral"},
                               {"field": "message", "op": "contains", "value": "recommend"}]}},
        {"name": "Asked for something", "kind": "engagement", "points": 10, "cap": 30,
         "condition": {"all": [says("message"), says("product_interest")]}},
    ]


def routing(teams: Mapping[str, str], users: Mapping[str, str]) -> list[Record]:
    """Three rules and a catch-all, given the ids of teams by name and of users by address.

    The managers are in the teams too, but look after no country and speak no French, so only the catch-all has to
    name the reps.
    """
    everybody, nearby = list(teams.values()), {"field": "regions", "op": "has", "value": {"lead": "country"}}
    reps = [users[f"{name}@kith.example"] for name in REPS]
    shares = {"jonas.huber": 1, "sofia.ramirez": 2, "ethan.clark": 1}
    return [
        {"name": "German-speaking countries", "position": 10, "strategy": "round_robin", "response_minutes": 60,
         "condition": {"field": "country", "op": "in", "value": GERMAN_SPEAKING},
         "pool": {"team_ids": everybody, "condition": nearby},
         "task": {"subject": "Call back", "due_minutes": 45}},
        {"name": "South Asia", "position": 20, "strategy": "least_loaded", "response_minutes": 120,
         "condition": {"field": "country", "op": "in", "value": SOUTH_ASIA},
         "pool": {"team_ids": everybody, "condition": nearby},
         "task": {"subject": "Send the price list and call", "due_minutes": 90}},
        {"name": "In their own language", "position": 30, "strategy": "weighted", "response_minutes": 120,
         "condition": {"field": "language", "op": "in", "value": ["fr", "es", "pt"]},
         "pool": {"team_ids": everybody,
                  "condition": {"field": "languages", "op": "has", "value": {"lead": "language"}}},
         "weights": {users[f"{name}@kith.example"]: share for name, share in shares.items()}},
        {"name": "Everybody else", "position": 100, "strategy": "round_robin", "response_minutes": 240,
         "pool": {"user_ids": reps}, "task": {"subject": "Say hello", "due_minutes": 180}},
    ]


def form(notified: Sequence[str]) -> Record:
    """The contact form of the website."""
    fields = [{"name": name, "label": label, "type": kind, "required": name in REQUIRED,
               "maps_to": TARGETS.get(name, name)} for name, label, kind in FORM_FIELDS]
    return {"name": "Contact us", "fields": fields, "source": "website", "notify": list(notified),
            "auto_reply_template": AUTO_REPLY, "active": True}
