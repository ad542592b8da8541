"""The sample's people and companies: the rows of `sample_data/` as the API takes them."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from chalicelib import instants
from local.sample_rules import FORM_FIELDS

Record = dict[str, Any]
Row = Mapping[str, str]
FOLDER = Path(__file__).resolve().parent / "sample_data"
LEAD_TEXTS = ("first_name", "last_name", "company", "job_title", "country", "city", "language", "source",
              "product_interest", "message")
CONTACT_TEXTS = ("first_name", "last_name", "job_title", "language", "lifecycle_stage")


def rows(name: str) -> list[Row]:
    """The rows of one file."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def user(row: Row, roles: Mapping[str, str], teams: Mapping[str, str]) -> Record:
    """Somebody who works here; roles by key and teams by name are ids."""
    lists = {name: row[name].split() for name in ("languages", "skills", "regions")}
    return _filled({
        "email": row["email"], "first_name": row["first_name"], "last_name": row["last_name"],
        "role_ids": [roles[row["role"]]], "team_ids": [teams[row["team"]]] if row["team"] else [],
        "capacity": int(row["capacity"]) if row["capacity"] else None, "time_zone": row["time_zone"],
        "locale": row["locale"], **lists})


def company(row: Row, owner_id: str) -> Record:
    """A company; revenue in whole units of its currency becomes minor units."""
    minor = 1 if row["currency"] in ("JPY", "KRW") else 100
    return {
        "name": row["name"], "domain": row["domain"], "website": f"https://www.{row['domain']}/",
        "industry": row["industry"], "employees": int(row["employees"]), "phones": [row["phone"]],
        "annual_revenue": {"amount": int(row["revenue"]) * minor, "currency": row["currency"]},
        "addresses": [{"city": row["city"], "country": row["country"]}], "type": row["company_type"],
        "owner_id": owner_id}


def contact(row: Row, companies: Mapping[str, str], owner_id: str) -> Record:
    """A contact; companies are ids by domain."""
    return _filled({
        **{name: row[name] for name in CONTACT_TEXTS}, "emails": _several(row["emails"]),
        "phones": _several(row["phones"]), "address": {"city": row["city"], "country": row["country"]},
        "company_id": companies.get(row["domain"]), "owner_id": owner_id})


def lead(row: Row) -> Record:
    """A lead without an owner: the rules will find one."""
    return _filled({**{name: row[name] for name in LEAD_TEXTS}, "emails": _several(row["email"]),
                    "phones": _several(row["phone"])})


def post(row: Row) -> dict[str, str]:
    """What a visitor fills into the form of the website."""
    return {name: row[name] for name, _label, _type in FORM_FIELDS if row[name]}


def note(row: Row, about: str) -> Record:
    """A note about one record."""
    return {"body": row["body"], "related": [about]}


def task(row: Row, about: str, since: str) -> Record:
    """A task about one record, due so many hours after `since`."""
    remind = row["remind_minutes"]
    return _filled({
        "subject": row["subject"], "priority": row["priority"], "related": [about],
        "due_at": instants.plus(since, minutes=60 * int(row["due_hours"])),
        "reminders": [{"before_minutes": int(remind), "channel": "app"}] if remind else None})


def _several(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _filled(record: Record) -> Record:
    """Without what is empty."""
    return {name: value for name, value in record.items() if value not in (None, "", [])}
