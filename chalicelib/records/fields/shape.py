"""What a field is, what a field type can do, and the collector of everything wrong with a payload."""

# ruff: noqa: ARG002 - the types share one set of signatures, and not every type needs every argument

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from chalicelib.errors import FieldError

TEXT_OPERATORS = frozenset({"eq", "ne", "in", "empty", "starts", "contains"})
EXACT_OPERATORS = frozenset({"eq", "ne", "in", "empty"})
ORDER_OPERATORS = EXACT_OPERATORS | {"gt", "gte", "lt", "lte"}
TIME_OPERATORS = ORDER_OPERATORS | {"within"}


@dataclass(frozen=True)
class Field:
    """One field of an object type, declared in code or by a record of type `field`."""

    name: str
    kind: str
    label: str = ""
    required: bool = False
    missing: str = ""  # what is said where a required value is missing: what to do, where the label does not tell
    options: tuple[str, ...] = ()
    by_hand: tuple[str, ...] = ()  # of a choice: the options that people write, all if (); actions lead to the others
    to: str = ""
    read_only: bool = False
    default: Any = None
    searchable: bool = False
    personal: bool = False
    max_length: int = 0
    minimum: float | None = None
    maximum: float | None = None
    help: str = ""
    snapshot: tuple[str, ...] = ()  # of a reference: which fields of the other record are kept here (`refs`)
    repeats: tuple[str, ...] = ()  # fields whose values it tells again, "*" for all: hidden with any of them
    inside: bool = False  # told to the company's own people alone; nothing that all readers share is made of it
    roll_up: Mapping[str, Any] | None = None  # of a roll_up: {object, via, filter, sum}
    custom: bool = False
    titled: bool = False  # of a reference without snapshot: lists look up what it names, in one call for a page

    @property
    def display(self) -> str:
        """The label people read; without one, the name in plain words: `first_name` is "First name"."""
        return self.label or self.name.removesuffix("_id").replace("_", " ").capitalize()


class Errors(list[FieldError]):
    """Everything wrong with a payload, collected so that one answer names all of it."""

    def add(self, field: str, code: str, message: str) -> Any:
        """Note one wrong field; the answer is None, so that a type can write `return into.add(...)`."""
        self.append(FieldError(field, code, message))


class FieldType(Protocol):
    """The powers of a field type; every type has all of them."""

    @property
    def name(self) -> str:
        """Key in `FIELD_TYPES`."""

    @property
    def operators(self) -> frozenset[str]:
        """The condition operators that make sense for it."""

    @property
    def exact(self) -> bool:
        """Stored in one canonical form, so that equal means identical (no folding of case or accents)."""

    @property
    def many(self) -> bool:
        """Stored as a list."""

    def parse(self, field: Field, value: object, path: str, into: Errors, region: str) -> Any:
        """The stored value, or None with what is wrong added to `into`; never raises."""

    def operand(self, field: Field, value: object, path: str, into: Errors) -> Any:
        """One value that a condition compares elements with, in stored form."""

    def schema(self, field: Field) -> dict[str, Any]:
        """JSON schema (2020-12) of the API value."""

    def words(self, value: Any) -> Iterable[str]:
        """Texts whose words are searchable, as stored."""

    def sort_key(self, value: Any) -> str:
        """A string that sorts as the value does; "" for None."""

    def elements(self, value: Any) -> list[Any]:
        """The scalars (and money) that conditions look at."""

    def from_text(self, field: Field, text: str, region: str) -> Any:
        """A CSV cell as the raw value for `parse`; None for an empty cell."""

    def to_text(self, field: Field, value: Any) -> str:
        """A stored value as a CSV cell that `from_text` reads back."""


def elements_of(value: Any) -> list[Any]:
    """The comparable parts of a stored value, by shape alone: a rule over a field whose type changed never fails."""
    if value is None:
        return []
    if isinstance(value, (list, tuple, set, frozenset)):
        return [element for part in value for element in elements_of(part)]
    if not isinstance(value, dict):
        return [value]
    if "value" in value:
        return elements_of(value["value"])
    if "amount" in value and "currency" in value:
        return [value]
    return [part for part in value.values() if isinstance(part, str) and part]


class Scalar:
    """What most single-valued types share; a type overrides what differs."""

    name: ClassVar[str] = ""
    operators: ClassVar[frozenset[str]] = EXACT_OPERATORS
    exact: ClassVar[bool] = True
    many: ClassVar[bool] = False

    def parse(self, field: Field, value: object, path: str, into: Errors, region: str) -> Any:
        """Each type reads its own values."""
        raise NotImplementedError(self.name)

    def operand(self, field: Field, value: object, path: str, into: Errors) -> Any:
        """A condition's value is read as the field's own."""
        return self.parse(field, value, path, into, "US")

    def schema(self, field: Field) -> dict[str, Any]:
        """A plain string unless the type says more."""
        return {"type": "string"}

    def words(self, value: Any) -> Iterable[str]:
        """Every text in it."""
        return [element for element in self.elements(value) if isinstance(element, str)]

    def sort_key(self, value: Any) -> str:
        """Strings in canonical form sort as they are."""
        return "" if value is None else str(value)

    def elements(self, value: Any) -> list[Any]:
        """By the shape of the stored value."""
        return elements_of(value)

    def from_text(self, field: Field, text: str, region: str) -> Any:
        """The trimmed cell."""
        return text.strip() or None

    def to_text(self, field: Field, value: Any) -> str:
        """The value itself."""
        return "" if value is None else str(value)
