"""Labels that come from declarations have German words in the web client: a new field is not English in a German list."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from chalicelib.domains import registry
from chalicelib.privacy import consents
from chalicelib.records.fields.currencies import CURRENCIES

GERMAN: dict[str, Any] = json.loads((Path(__file__).resolve().parents[2] / "web" / "src" / "i18n" / "de.json").read_text())
PROGRAMS = {"type"}  # names that nobody reads


def test_types() -> None:
    assert {type.name for type in registry()} - set(GERMAN["types"]) == set()


def test_fields() -> None:
    assert {name for type in registry() for name in type.all_fields} - set(GERMAN["fields"]) - PROGRAMS == set()


def test_options() -> None:
    declared = {option for type in registry() for field in type.fields for option in field.options}
    assert {*declared, *consents.PURPOSES, *consents.STATUSES} - set(GERMAN["options"]) - set(CURRENCIES) == set()


def test_actions() -> None:
    assert {action.name for type in registry() for action in type.actions} - set(GERMAN["actions"]) == set()
