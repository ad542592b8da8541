"""Yes or no, one of a list, several of a list, and free tags."""

# ruff: noqa: ARG002 - the types share one set of signatures, and not every type needs every argument
from __future__ import annotations

from typing import Any, ClassVar

from chalicelib.records.fields.cells import join_cell, split_cell
from chalicelib.records.fields.shape import EXACT_OPERATORS, Errors, Field, Scalar, elements_of
from chalicelib.records.fields.text import MAX_TEXT, clean, fold

MAX_CHOICES, MAX_TAGS, MAX_TAG = 100, 50, 100

_YES = frozenset({"yes", "y", "true", "1", "on", "x", "ja", "j", "wahr"})
_NO = frozenset({"no", "n", "false", "0", "off", "nein", "falsch"})


class Boolean(Scalar):
    """True or false."""

    name: ClassVar[str] = "boolean"
    operators: ClassVar[frozenset[str]] = frozenset({"eq", "ne", "empty"})

    def parse(self, field: Field, value: object, path: str, into: Errors, region: str) -> Any:
        """JSON's true and false only: 1 and "yes" are a client's mistake."""
        return value if isinstance(value, bool) else into.add(path, "invalid_boolean", "Must be true or false")

    def schema(self, field: Field) -> dict[str, Any]:
        """A boolean."""
        return {"type": "boolean"}

    def sort_key(self, value: Any) -> str:
        """No before yes."""
        return "" if value is None else str(int(bool(value)))

    def from_text(self, field: Field, text: str, region: str) -> Any:
        """Yes and no in English and German."""
        word = text.strip().casefold()
        return True if word in _YES else False if word in _NO else text.strip() or None

    def to_text(self, field: Field, value: Any) -> str:
        """yes or no."""
        return "" if value is None else "yes" if value else "no"


class Choice(Scalar):
    """One of the field's options; without options any short text."""

    name: ClassVar[str] = "choice"

    def parse(self, field: Field, value: object, path: str, into: Errors, region: str) -> Any:
        """The option as declared, whatever case it was typed in."""
        if isinstance(value, str) and not value.strip():
            return None
        option = _option(field, value)
        known = f"one of {', '.join(field.options[:20])}" if field.options else f"text of at most {MAX_TEXT} characters"
        return option or into.add(path, "invalid_choice", f"Must be {known}")

    def schema(self, field: Field) -> dict[str, Any]:
        """An enumeration."""
        return {"type": "string", "enum": list(field.options)} if field.options else {"type": "string"}


class Listed(Scalar):
    """What lists of plain texts share: order kept, doubles dropped."""

    many: ClassVar[bool] = True
    operators: ClassVar[frozenset[str]] = EXACT_OPERATORS | {"has"}
    most: ClassVar[int] = MAX_CHOICES

    def parse(self, field: Field, value: object, path: str, into: Errors, region: str) -> Any:
        """The list; one plain text stands for a list of one."""
        parts = [value] if isinstance(value, str) else value
        if not isinstance(parts, (list, tuple)):
            return into.add(path, f"invalid_{self.name}", "Must be a list")
        if len(parts) > self.most:
            return into.add(path, "too_many", f"At most {self.most} values")
        kept: dict[str, str] = {}
        for index, part in enumerate(parts):
            one = None if part == "" else self.one(field, part, f"{path}[{index}]", into)
            if one:
                kept.setdefault(self.same(one), one)
        return list(kept.values())

    def one(self, field: Field, value: object, path: str, into: Errors) -> str | None:
        """One part; each type reads its own."""
        raise NotImplementedError(self.name)

    def same(self, value: str) -> str:
        """Two parts with the same form are one."""
        return value

    def operand(self, field: Field, value: object, path: str, into: Errors) -> Any:
        """Conditions compare with one part."""
        return self.one(field, value, path, into)

    def schema(self, field: Field) -> dict[str, Any]:
        """A list of texts."""
        return {"type": "array", "maxItems": self.most, "items": {"type": "string"}}

    def sort_key(self, value: Any) -> str:
        """By the first part."""
        parts = elements_of(value)
        return fold(str(parts[0])) if parts else ""

    def from_text(self, field: Field, text: str, region: str) -> Any:
        """Parts separated by ` ::: ` or semicolons."""
        return split_cell(text) or None

    def to_text(self, field: Field, value: Any) -> str:
        """Parts joined."""
        return join_cell([str(part) for part in value or []])


class MultiChoice(Listed):
    """Several of the field's options."""

    name: ClassVar[str] = "multi_choice"

    def one(self, field: Field, value: object, path: str, into: Errors) -> str | None:
        """One option."""
        option: str | None = Choice().parse(field, value, path, into, "")
        return option

    def schema(self, field: Field) -> dict[str, Any]:
        """A list from the enumeration."""
        return {**super().schema(field), "items": Choice().schema(field), "uniqueItems": True}


class Tags(Listed):
    """Free words to group records by; case is kept, but VIP and vip are one tag."""

    name: ClassVar[str] = "tags"
    operators: ClassVar[frozenset[str]] = EXACT_OPERATORS | {"has", "contains", "starts"}
    exact: ClassVar[bool] = False
    most: ClassVar[int] = MAX_TAGS

    def one(self, field: Field, value: object, path: str, into: Errors) -> Any:
        """One trimmed tag."""
        if not isinstance(value, str):
            return into.add(path, "invalid_tags", "Must be text")
        tag = clean(value)
        return into.add(path, "too_long", f"At most {MAX_TAG} characters") if len(tag) > MAX_TAG else tag

    def same(self, value: str) -> str:
        """Case does not make another tag."""
        return value.casefold()


def _option(field: Field, value: object) -> str | None:
    """The declared option meant by a value; the exact one first."""
    if not isinstance(value, str) or (not field.options and len(clean(value)) > MAX_TEXT):
        return None
    if value in field.options or not field.options:
        return clean(value) if not field.options else value
    wanted = clean(value).casefold()
    return next((option for option in field.options if option.casefold() == wanted), None)
