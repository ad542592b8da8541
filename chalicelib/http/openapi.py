"""`/openapi.json`: OpenAPI 3.1, generated from the object types, the calls that all of them share, and what the rooms
with calls of their own say of themselves."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from types import ModuleType
from typing import Any

from chalicelib import __version__
from chalicelib.http import openapi_many, openapi_types
from chalicelib.http.openapi_fixed import fixed_paths
from chalicelib.http.openapi_parts import PROBLEMS
from chalicelib.records.registry import Registry

Part = dict[str, Any]


def described(registry: Registry) -> Part:
    """The whole description."""
    special = {path: calls for room in rooms() for path, calls in room.operations().items()}
    own = own_rooms()
    paths = dict(fixed_paths())
    for type in registry:
        if type.plural not in own:
            paths |= openapi_types.paths(type) | openapi_many.paths(type, openapi_types.name_of(type))
    for path, calls in special.items():
        paths[path] = {**paths.get(path, {}), **calls}
    schemas = {name: part for type in registry for name, part in openapi_types.schemas(type).items()
               if type.plural not in own or name == openapi_types.name_of(type)}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Kith", "version": __version__, "license": {"name": "MIT", "identifier": "MIT"},
                 "description": "Every object has the same few calls; `/v1/schema` tells what they take."},
        "servers": [{"url": "/"}],
        "tags": [{"name": name} for name in _tags(paths)],
        "paths": paths,
        "security": [{"bearer": []}],
        "components": {"schemas": {"Problem": PROBLEMS, **schemas},
                       "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}},
    }


def rooms() -> list[ModuleType]:
    """The modules that answer calls of their own, and say so."""
    from chalicelib.http import records_api
    answering = {path.partition(":")[0] for path in (*records_api.OTHER.values(), *records_api.PARTS.values())}
    found = [import_module(f"chalicelib.{room}") for room in sorted(answering)]
    return [room for room in found if hasattr(room, "operations")]


def own_rooms() -> frozenset[str]:
    """What is under /v1 without being an ordinary object."""
    from chalicelib.http import records_api
    return frozenset(records_api.OTHER)


def _tags(paths: Part) -> Iterable[str]:
    return sorted({tag for calls in paths.values() for call in calls.values() for tag in call["tags"]})
