"""What derived rows the roles of a company ask for: audiences to keep, fields to leave out of what everybody sees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import READ_AS, Actor, FieldRules, role_grants, with_repeats

Record = dict[str, Any]
MOST_GROUPS = 3  # of guarded fields for which a type's search keeps rows


def guarded(roles: Iterable[Record], types: Iterable[ObjectType]) -> dict[str, list[str]]:
    """The fields that some role may not read, by type: nothing that everybody sees may be made of them."""
    roles, types = list(roles), list(types)
    by_plural = {type.plural: type for type in types}
    found: dict[str, set[str]] = {}
    for plural, hidden in (pair for role in roles for pair in _hidden_by(role)):
        if hidden and plural in by_plural:
            found.setdefault(by_plural[plural].name, set()).update(with_repeats(by_plural[plural], hidden))
    for name, reworded in general(roles, types).items():
        found.setdefault(name, set()).update(reworded)
    return {name: sorted(hidden) for name, hidden in sorted(found.items())}


def general(roles: Iterable[Record], types: Iterable[ObjectType]) -> dict[str, list[str]]:
    """Those of the guarded fields, by type, of which everybody is told in general words: what they hold of another
    object some role may not read, they themselves are hidden by none."""
    hidden = {(plural, name) for role in roles for plural, names in _hidden_by(role) for name in names}
    objects = {plural for plural, _name in hidden}
    found = {type.name: sorted(
        {name for name, others in type.repeats_of.items() if not objects.isdisjoint(others)}
        - with_repeats(type, {name for plural, name in hidden if plural == type.plural})) for type in types}
    return {name: fields for name, fields in sorted(found.items()) if fields}


def audiences(roles: Iterable[Record], types: Iterable[ObjectType]) -> dict[str, list[str]]:
    """Which kinds of audience some role needs per object, beside `all` which always stands: `t`, `u`, `s`, and
    `f:<fields>` for those who may read guarded fields by which the object is searched."""
    roles, needed = list(roles), dict[str, list[str]]()
    readers = [Actor("", grants=(role_grants(role),)) for role in roles]
    for type in types:
        if type.gate:
            continue
        wanted = frozenset[str]().union(*(READ_AS[reader.scope(type, "read")] for reader in readers))
        kinds = [*(kind for kind in ("t", "u", "s") if kind in wanted), *_search_groups(roles, type)]
        if kinds:
            needed[type.name] = kinds
    return needed


def _search_groups(roles: Iterable[Record], type: ObjectType) -> list[str]:
    """The guarded fields that are searched, together where the same roles may not read them."""
    hiding: dict[str, set[int]] = {}
    for number, role in enumerate(roles):
        for plural, hidden in _hidden_by(role):
            for name in hidden if plural == type.plural else ():
                hiding.setdefault(name, set()).add(number)
    groups: dict[tuple[int, ...], list[str]] = {}
    for each in type.fields if type.searchable and not type.configuration else ():
        if each.name in hiding and each.searchable:
            groups.setdefault(tuple(sorted(hiding[each.name])), []).append(each.name)
    return sorted(f"f:{','.join(sorted(names))}" for names in groups.values())[:MOST_GROUPS]


def _hidden_by(role: Mapping[str, Any]) -> list[tuple[str, set[str]]]:
    rules: FieldRules = role.get("fields") or {}
    return [(plural, {name for name, word in fields.items() if word == "none"}) for plural, fields in rules.items()]
