"""Every declaration is whole: its kinds exist, its sorts are fields, its names are its own."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

import pytest

from chalicelib.domains import JOBS, QUEUES, STEPS, registry
from chalicelib.records.fields import FIELD_TYPES
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import ACTIONS

TYPES = list(registry())
SOURCES = [path for path in (Path(__file__).parents[2] / "chalicelib").rglob("*.py")]


def public(node: ast.FunctionDef | ast.ClassDef) -> bool:
    """Whether others may use it."""
    return not node.name.startswith("_")


@pytest.mark.parametrize("type", TYPES, ids=lambda type: type.name)
def test_a_type_is_declared_whole(type: ObjectType) -> None:
    fields = type.all_fields
    assert all(field.kind in FIELD_TYPES for field in fields.values())
    assert len({field.name for field in type.fields}) == len(type.fields)
    assert set(type.sorts) <= fields.keys() and len(type.sorts) <= 4 and type.order in type.sorts
    assert {type.group, type.parent, type.owner_field} - {""} <= fields.keys()
    assert set(type.linked) <= fields.keys() and set(type.aliases.values()) <= fields.keys()
    assert set(type.snapshots) <= {type.parent}  # kept up to date by way of the index of children
    assert type.label and type.label_plural and type.help and len(type.prefix) == 3


@pytest.mark.parametrize("type", TYPES, ids=lambda type: type.name)
def test_references_name_types_and_actions_have_help(type: ObjectType) -> None:
    assert all(registry().known(field.to) for field in type.fields if field.to)
    assert all(action.permission in ACTIONS and action.help for action in type.actions)
    assert all(field.kind in FIELD_TYPES for action in type.actions for field in action.fields)


@pytest.mark.parametrize("type", TYPES, ids=lambda type: type.name)
def test_a_bare_record_has_a_title(type: ObjectType) -> None:
    bare = {"id": f"{type.prefix}_{'0' * 26}", "type": type.name}
    assert isinstance(type.title(bare), str) and isinstance(type.subtitle(bare), str)


def test_names_plurals_and_prefixes_are_unique() -> None:
    for name in ("name", "plural", "prefix"):
        assert len({getattr(type, name) for type in TYPES}) == len(TYPES)


@pytest.mark.parametrize("path", [*JOBS.values(), *STEPS.values()])
def test_every_job_has_its_worker(path: str) -> None:
    room, _, name = path.partition(":")
    assert callable(getattr(import_module(f"chalicelib.{room}"), name))


@pytest.mark.parametrize("queue", QUEUES)
def test_every_queue_has_its_worker(queue: str) -> None:
    assert callable(QUEUES[queue]())


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: "/".join(path.parts[-2:]))
def test_public_things_say_what_they_are(path: Path) -> None:
    tree = ast.parse(path.read_text())
    assert ast.get_docstring(tree)
    told = [*tree.body, *(part for node in tree.body if isinstance(node, ast.ClassDef) and public(node) for part in node.body)]
    assert not [node.name for node in told if isinstance(node, ast.FunctionDef | ast.ClassDef) and public(node)
                and not ast.get_docstring(node)]
