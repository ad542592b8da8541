"""What the sample company has made its own: a field, lists that people open each day, and two reports."""

from __future__ import annotations

from typing import Any

Record = dict[str, Any]


def fields() -> list[Record]:
    """A field and a roll-up."""
    return [
        {"object": "companies", "name": "account_tier", "type": "choice", "label": "Tier",
         "options": ["gold", "silver", "bronze"], "help": "How much attention a customer gets."},
        {"object": "companies", "name": "people", "type": "integer", "label": "People",
         "roll_up": {"object": "contacts", "via": "company_id"}},
    ]


def views() -> list[Record]:
    """Lists for everybody; of `mine` each reader sees their own."""
    return [
        {"name": "My open leads", "object": "leads", "visibility": "shared", "sort": "-score",
         "filter": {"all": [{"field": "owner_id", "op": "eq", "value": {"me": True}},
                            {"field": "status", "op": "in", "value": ["new", "assigned", "working"]}]},
         "columns": ["first_name", "last_name", "company", "status", "score", "response_due_at"]},
        {"name": "Unanswered leads", "object": "leads", "visibility": "shared", "sort": "response_due_at",
         "filter": {"all": [{"field": "first_touched_at", "op": "empty"},
                            {"field": "status", "op": "eq", "value": "assigned"}]},
         "columns": ["last_name", "company", "owner_id", "response_due_at"]},
        {"name": "Large companies", "object": "companies", "visibility": "shared", "sort": "-employees",
         "filter": {"field": "employees", "op": "gte", "value": 200},
         "columns": ["name", "industry", "employees"]},
    ]


def reports() -> list[Record]:
    """Numbers to start from."""
    return [
        {"name": "Leads by source and week", "object": "leads", "visibility": "shared", "group_by": ["source"],
         "bucket_field": "created_at", "bucket": "week"},
        {"name": "Leads by status and owner", "object": "leads", "visibility": "shared",
         "group_by": ["status", "owner_id"]},
    ]
