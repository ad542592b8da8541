"""What is wrong with one record: what is missing, and values that will not do what they are there for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.records.conditions.checks import is_empty
from chalicelib.records.fields.emails import normal_email
from chalicelib.records.objects import ObjectType

Record = Mapping[str, Any]

# Mailboxes of a function rather than a person (RFC 2142 and common use).
ROLES = frozenset({
    "abuse", "accounting", "accounts", "admin", "administrator", "billing", "bookings", "buchhaltung", "careers",
    "contact", "dataprotection", "datenschutz", "einkauf", "enquiries", "finance", "hello", "help", "helpdesk",
    "hostmaster", "hr", "info", "information", "inquiries", "it", "jobs", "kontakt", "kundenservice", "legal",
    "mail", "marketing", "news", "newsletter", "no-reply", "noc", "noreply", "office", "orders", "personal",
    "postmaster", "press", "presse", "privacy", "purchasing", "reception", "rechnung", "recruiting", "sales",
    "secretariat", "security", "sekretariat", "service", "spam", "support", "team", "vertrieb", "webmaster",
    "zentrale",
})
# Names kept for examples and tests (RFC 2606, RFC 6761), and what people type to get past a form.
PLACEHOLDERS = frozenset({"example.com", "example.net", "example.org", "test.com", "test.de", "asdf.com", "none.com",
                          "noemail.com", "nomail.com", "email.com", "domain.com", "mail.invalid"})
RESERVED = (".example", ".test", ".invalid", ".localhost", ".local")


@dataclass(frozen=True)
class Quality:
    """0 to 100 of the important fields are filled, which are not, and the problems of what is there by field."""

    completeness: int
    missing: tuple[str, ...]
    problems: Mapping[str, str]


def quality(type: ObjectType, record: Record) -> Quality:
    """What is to be said of one record; pure."""
    wanted = [name for name in type.important if name in type.all_fields]
    missing = tuple(name for name in wanted if is_empty(record.get(name)))
    full = round(100 * (len(wanted) - len(missing)) / len(wanted)) if wanted else 100
    found = {name: problem.field for name, problem in PROBLEMS.items()
             if problem.field in type.all_fields and problem.has(record)}
    return Quality(full, missing, found)


def invalid_email(record: Record) -> bool:
    """An address that no mail system would take; only what came in by another way than our own parsers."""
    return any(normal_email(address) is None for address in _values(record, "emails"))


def placeholder_email(record: Record) -> bool:
    """An address at a domain that is nobody's."""
    domains = [address.rpartition("@")[2] for address in _values(record, "emails")]
    return any(domain in PLACEHOLDERS or domain.endswith(RESERVED) for domain in domains)


def role_address(record: Record) -> bool:
    """A person whose only addresses belong to a function."""
    names = [address.partition("@")[0].partition("+")[0] for address in _values(record, "emails")]
    return bool(names) and all(name in ROLES for name in names)


def doubtful_phone(record: Record) -> bool:
    """A number that is long enough, but of no range that its country has given out."""
    return any(not _in_use(number) for number in _values(record, "phones"))


def unusual_name(record: Record) -> bool:
    """A name all in capitals, or all small."""
    names = [record.get(name) for name in ("first_name", "last_name")]
    texts = [name for name in names if isinstance(name, str) and sum(letter.isalpha() for letter in name) > 2]
    return any(text == text.upper() != text.lower() or text == text.lower() != text.upper() for text in texts)


@dataclass(frozen=True)
class Problem:
    """Something that may be wrong with the value of a field."""

    field: str
    has: Callable[[Record], bool]
    label: str


PROBLEMS: Mapping[str, Problem] = {
    "invalid_email": Problem("emails", invalid_email, "An email address that cannot be written to"),
    "placeholder_email": Problem("emails", placeholder_email, "An email address that was made up"),
    "role_address": Problem("emails", role_address, "Only addresses such as info@, of no person"),
    "doubtful_phone": Problem("phones", doubtful_phone, "A phone number that its country has not given out"),
    "unusual_name": Problem("last_name", unusual_name, "A name all in capitals or all small"),
}


def _values(record: Record, field: str) -> list[str]:
    entries = record.get(field)
    parts = entries if isinstance(entries, list) else []
    return [str(entry.get("value", "")) for entry in parts if isinstance(entry, Mapping)]


def _in_use(number: str) -> bool:
    import phonenumbers
    try:
        return bool(phonenumbers.is_valid_number(phonenumbers.parse(number, None)))
    except phonenumbers.NumberParseException:
        return False
