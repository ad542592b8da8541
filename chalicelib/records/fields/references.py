"""References to other records and people, by id. Whether they exist is asked elsewhere."""

# ruff: noqa: ARG002 - the types share one set of signatures, and not every type needs every argument
from __future__ import annotations

import re
from typing import Any, ClassVar

from chalicelib.records.fields.choices import Listed
from chalicelib.records.fields.shape import Errors, Field, Scalar

PREFIXES = {
    "contact": "con", "company": "com", "lead": "lea", "task": "tas", "note": "not", "user": "usr", "team": "tea",
    "role": "rol", "form": "frm", "submission": "sub", "routing_rule": "rrl", "scoring_rule": "srl",
    "notification": "ntf", "decision": "dec", "email": "eml", "import": "imp", "export": "exp", "job": "job",
    "cleaning_rule": "clr", "duplicate": "dup", "merge": "mrg",
    "api_key": "key", "sign_in": "sgn", "field": "fld", "view": "viw", "report": "rep", "consent": "cns",
    "erasure": "era", "company_settings": "cos",
}

_ID = re.compile(r"([a-z]{2,8})_[0-9a-hjkmnp-tv-z]{26}")  # a ULID in lower case, Crockford's letters


def is_id(text: str, to: str = "") -> bool:
    """Whether a text has the shape of an id, of the object type `to` where that is given and known."""
    found = _ID.fullmatch(text)
    return bool(found) and (to not in PREFIXES or (found or [""])[1] == PREFIXES[to])


def read_id(value: object, path: str, into: Errors, kind: str, to: str) -> str | None:
    """One id, or None with the reason."""
    text = value.strip() if isinstance(value, str) else ""
    if is_id(text, to):
        return text
    example = f"{PREFIXES[to]}_..." if to in PREFIXES else "con_..."
    into.add(path, f"invalid_{kind}", f"Must be the id of a {(to or 'record').replace('_', ' ')}, such as {example}")
    return None


class Reference(Scalar):
    """The id of another record."""

    name: ClassVar[str] = "reference"

    def parse(self, field: Field, value: object, path: str, into: Errors, region: str) -> Any:
        """The id."""
        if isinstance(value, str) and not value.strip():
            return None
        return read_id(value, path, into, self.name, self.target(field))

    def target(self, field: Field) -> str:
        """The object type referred to; "" is any."""
        return field.to

    def schema(self, field: Field) -> dict[str, Any]:
        """An id of the type."""
        prefix = PREFIXES.get(self.target(field), "[a-z]+")
        return {"type": "string", "pattern": f"^{prefix}_[0-9a-z]{{26}}$"}

    def words(self, value: Any) -> list[str]:
        """Ids are not searched as words."""
        return []


class User(Reference):
    """The id of a user."""

    name: ClassVar[str] = "user"

    def target(self, field: Field) -> str:
        """Always a user."""
        return "user"


class References(Listed):
    """Ids of other records, 100 at most."""

    name: ClassVar[str] = "references"

    def one(self, field: Field, value: object, path: str, into: Errors) -> str | None:
        """One id."""
        return read_id(value, path, into, self.name, self.target(field))

    def target(self, field: Field) -> str:
        """The object type referred to; "" is any."""
        return field.to

    def words(self, value: Any) -> list[str]:
        """Ids are not searched as words."""
        return []


class Users(References):
    """Ids of users."""

    name: ClassVar[str] = "users"

    def target(self, field: Field) -> str:
        """Always users."""
        return "user"
