"""Every object type of the house, with the fields that the company has added to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from chalicelib.errors import NotFound
from chalicelib.records.fields import Field
from chalicelib.records.objects import ObjectType

Custom = Mapping[str, tuple[Field, ...]]


def no_custom_fields() -> Custom:
    """For a registry of declarations alone."""
    return {}


class Registry:
    """The object types by name, plural and id prefix, each with the fields that the company has added to it.

    `custom` gives those fields by the type's name, as they are now.
    """

    def __init__(self, types: Iterable[ObjectType], custom: Callable[[], Custom] = no_custom_fields) -> None:
        self.declared = tuple(types)
        self._custom = custom
        self._by_name = {each.name: each for each in self.declared}
        self._by_plural = {each.plural: each for each in self.declared}
        self._by_prefix = {each.prefix: each for each in self.declared}
        self._extended: dict[str, tuple[tuple[Field, ...], ObjectType]] = {}

    def __iter__(self) -> Iterator[ObjectType]:
        custom = self._custom()
        return iter([self._with(each, custom.get(each.name)) for each in self.declared])

    def with_fields(self, custom: Callable[[], Custom]) -> Registry:
        """The same types with other added fields."""
        return Registry(self.declared, custom)

    def named(self, name: str) -> ObjectType:
        """By singular name; a stored record always has one."""
        return self._with(self._by_name[name], self._custom().get(name))

    def known(self, name: str) -> bool:
        """Whether such a type exists."""
        return name in self._by_name

    def plural(self, plural: str) -> ObjectType:
        """By the name in a path; NotFound where there is none."""
        if plural not in self._by_plural:
            import difflib
            near = difflib.get_close_matches(plural[:60], list(self._by_plural), n=1)
            raise NotFound(f"There are no `{plural[:60]}` here" + (f"; did you mean `{near[0]}`?" if near else ""))
        return self.named(self._by_plural[plural].name)

    def of(self, id: str) -> ObjectType | None:
        """The type that an id names."""
        type = self._by_prefix.get(id[:3]) if id[3:4] == "_" else None
        return self.named(type.name) if type else None

    def pointing_at(self, name: str) -> list[ObjectType]:
        """The types that keep a snapshot of records of this type."""
        return [each for each in self.declared
                if any(field.to == name and field.snapshot for field in each.fields)]

    def _with(self, type: ObjectType, added: tuple[Field, ...] | None) -> ObjectType:
        if not added:
            return type
        known = self._extended.get(type.name)
        if known is None or known[0] != added:
            known = added, replace(type, fields=(*type.fields, *added))
            self._extended[type.name] = known
        return known[1]
