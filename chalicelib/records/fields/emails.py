"""Email addresses and domain names (RFC 5321, RFC 6531; internationalised domains in their `xn--` form)."""

# ruff: noqa: ARG002 - the types share one set of signatures, and not every type needs every argument
from __future__ import annotations

import re
import unicodedata
from typing import Any, ClassVar

from chalicelib.records.fields.listed import Entries
from chalicelib.records.fields.shape import TEXT_OPERATORS, Errors, Field, Scalar
from chalicelib.records.fields.text import fold

MAX_ADDRESS, MAX_LOCAL, MAX_LABEL, MAX_DOMAIN = 254, 64, 63, 253

_LOCAL_PART = r"[\w!#$%&'*+/=?^`{|}~-]+"
_LOCAL = re.compile(rf"{_LOCAL_PART}(?:\.{_LOCAL_PART})*")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
_BRACKETS = re.compile(r"[^<>]*<([^<>]+)>")


def normal_domain(text: str) -> str | None:
    """The domain as DNS knows it (lower case, `xn--` labels), or None; it has a dot and no numeric top level."""
    domain = unicodedata.normalize("NFKC", text).lower().replace("\u3002", ".")
    labels = [_ascii_label(label) for label in domain.split(".")] if len(domain) <= MAX_DOMAIN else []
    joined = ".".join(label or "" for label in labels)
    if len(labels) < 2 or None in labels or (labels[-1] or "").isdigit():
        return None
    return joined if len(joined) <= MAX_DOMAIN else None


def _ascii_label(label: str) -> str | None:
    """One label in ASCII. Punycode of the lower-case NFKC form is what IDNA 2008 asks, where ß stays ß."""
    if not label.isascii():
        # letters, marks and digits only: symbols and blanks are no part of names
        if not all(unicodedata.category(sign)[0] in "LMN" or sign == "-" for sign in label):
            return None
        label = "xn--" + label.encode("punycode").decode("ascii")
    return label if len(label) <= MAX_LABEL and _LABEL.fullmatch(label) else None


def normal_email(text: str) -> str | None:
    """The address in lower case, as it is compared; None if mail systems would not take it unquoted.

    Stricter than RFC 5321 in two ways: no quoted local parts, and the domain needs a dot.
    """
    local, at, domain = text.strip(" \t\u00a0").rpartition("@")
    ascii_domain = normal_domain(domain) if at and len(text) <= MAX_ADDRESS * 2 else None
    local = unicodedata.normalize("NFC", unicodedata.normalize("NFC", local).lower())
    if ascii_domain is None or not _LOCAL.fullmatch(local) or not _encodable(local):
        return None
    address = f"{local}@{ascii_domain}"
    return address if len(local.encode()) <= MAX_LOCAL and len(address.encode()) <= MAX_ADDRESS else None


def _encodable(text: str) -> bool:
    """No half of a surrogate pair, and stable in lower case."""
    return not any("\ud800" <= sign <= "\udfff" for sign in text) and text.lower() == text


class Email(Scalar):
    """One address, in lower case."""

    name: ClassVar[str] = "email"
    operators: ClassVar[frozenset[str]] = TEXT_OPERATORS
    exact: ClassVar[bool] = False

    def parse(self, field: Field, value: object, path: str, into: Errors, region: str) -> Any:
        """The address."""
        if isinstance(value, str) and not value.strip():
            return None
        address = normal_email(value) if isinstance(value, str) else None
        return address or into.add(path, "invalid_email", "Must be an email address such as ann@example.com")

    def schema(self, field: Field) -> dict[str, Any]:
        """An email."""
        return {"type": "string", "format": "email", "maxLength": MAX_ADDRESS}

    def sort_key(self, value: Any) -> str:
        """Without case and accents."""
        return "" if value is None else fold(str(value))

    def from_text(self, field: Field, text: str, region: str) -> Any:
        """The address, also out of `Ann Lee <ann@example.com>`."""
        return bare_address(text.strip()) or None


class Emails(Entries):
    """Addresses: `value` in lower case, and `typed` where that differs."""

    name: ClassVar[str] = "emails"

    def entry(self, value: object, typed: object, path: str, into: Errors, region: str) -> dict[str, Any] | None:
        """What was typed stays only as long as it means the value."""
        address = normal_email(value) if isinstance(value, str) else None
        if address is None or not isinstance(value, str):
            into.add(path, "invalid_email", "Must be an email address such as ann@example.com")
            return None
        same = isinstance(typed, str) and normal_email(typed) == address
        kept = (typed if same and isinstance(typed, str) else value).strip(" \t\u00a0")
        return {"value": address} if kept == address else {"value": address, "typed": kept}

    def from_text(self, field: Field, text: str, region: str) -> Any:
        """As every list of entries, with names before addresses left out."""
        parts = super().from_text(field, text, region) or []
        return [_bare_entry(part) for part in parts] or None


def bare_address(text: str) -> str:
    """`Ann Lee <ann@example.com>` without the name."""
    found = _BRACKETS.fullmatch(text) if len(text) <= 2 * MAX_ADDRESS else None
    return found[1] if found else text


def _bare_entry(part: Any) -> Any:
    """An entry of a cell whose value is only the address; everything else goes on to `parse`."""
    if not isinstance(part, dict) or not isinstance(part.get("value"), str):
        return part
    return {**part, "value": bare_address(part["value"])}
