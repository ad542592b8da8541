"""What stands on timelines is told in the web client's languages by its form: each form that the API writes is known there."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domains import registry
from chalicelib.records.merging import reading
from chalicelib.records.objects import nothing

FORMS = json.loads((Path(__file__).resolve().parents[2] / "web" / "src" / "record" / "events.json").read_text())
AT = "2026-11-21T10:00:00.000Z"
RECORD = {"created_at": AT, "created_by": "usr_1", "updated_by": "usr_1", "subject": "Call: Ann", "last_name": "Ruiz"}
SAMPLES: dict[str, list[dict[str, Any]]] = {
    "lead": [{"status_changes": [{"at": AT, "by": "usr_1", "from": "new", "to": "working"}]}],
    "submission": [{"state": state, "channel": channel} for state in ("spam", "rejected", "failed", "routed", "queued")
                   for channel in ("form", "email", "outgoing", "api")],
    "decision": [{"lead_id": "lea_1", "kind": kind, "chosen_name": name} for kind in ("routing", "escalation", "manual")
                 for name in ("Ana", None)],
    "email": [{"state": state, "related": ["con_1"]} for state in ("sent", "skipped", "refused", "queued")],
    "task": [{"done_at": AT}], "note": [{"kind": "promise"}, {"kind": "note"}],
    "consent": [{"at": AT, "contact_id": "con_1", "purpose": "product_news", "status": "granted"}],
    "contact": [{"company_id": "com_1"}], "company": [{"name": "Acme"}],
}


def forms_of(kind: str, title: str) -> list[str]:
    """The known forms that a title has."""
    patterns = {form: re.sub(r"\\\{\w+\\\}", "(?:.*)", re.escape(form)) for known, _key, form in FORMS if known == kind}
    return [form for form, pattern in patterns.items() if re.fullmatch(pattern, title, re.DOTALL)]


def test_every_type_with_events_is_looked_at() -> None:
    assert {type.name for type in registry() if type.events is not nothing} == set(SAMPLES)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_title_has_a_form_that_the_client_knows(name: str) -> None:
    type = registry().named(name)
    for sample in SAMPLES[name]:
        for event in type.events({**RECORD, "id": f"{type.prefix}_1", "type": name, **sample}):
            assert forms_of(event.kind, event.title), (event.kind, event.title)


def test_a_merged_records_title_is_known_too() -> None:
    merged = {**RECORD, "id": "con_1", "type": "contact", "merged_into": "con_2", "deleted_at": AT}
    for event in reading.retold(registry().named("contact")).events(merged):
        assert forms_of(event.kind, event.title), event.title


def test_no_form_is_left_over() -> None:
    types = [(registry().named(name), name, sample) for name, some in SAMPLES.items() for sample in some]
    said = [(event.kind, event.title) for type, name, sample in types
            for event in type.events({**RECORD, "id": "x_1", "type": name, **sample})]
    used = {form for kind, title in said for form in forms_of(kind, title)}
    assert {form for kind, _key, form in FORMS if kind != "merged"} - used == set()
