"""What cleaning may do to one record; pure. Our parsers see to blanks, case of addresses and the form of numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.records.fields.web import company_domain

Record = Mapping[str, Any]
Change = dict[str, Any]
PARTICLES = frozenset({"al", "bin", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "el",
                       "la", "le", "ten", "ter", "van", "vom", "von", "y", "zu", "zum", "zur"})
_WORD = re.compile(r"[^\W\d_]+")
_SCOT = re.compile(r"Mc([a-z])")


@dataclass(frozen=True)
class Kind:
    """One way of cleaning: the fields that it needs, what it changes of a record, and what its rule must say."""

    label: str
    needs: tuple[tuple[str, ...], ...]  # of each group one
    change: Callable[[Record, Record], Change]
    settings: tuple[str, ...] = ()

    @property
    def stale(self) -> bool:
        """Whether it is for records with which nothing has happened for some days."""
        return "days" in self.settings


def cased(name: str) -> str:
    """A name all in capitals or all small as it is usually written; any other stays: its writer knew better."""
    if sum(letter.isalpha() for letter in name) < 3 or (name != name.upper() and name != name.lower()):
        return name
    words = name.lower().split(" ")
    said = [word if word in PARTICLES and len(words) > 1 else _WORD.sub(lambda part: part[0].capitalize(), word)
            for word in words]
    return _SCOT.sub(lambda found: f"Mc{found[1].upper()}", " ".join(said))


def case_names(record: Record, _rule: Record) -> Change:
    """ANN VON BERG becomes Ann von Berg."""
    names = {field: record[field] for field in ("first_name", "last_name") if isinstance(record.get(field), str)}
    return {field: cased(name) for field, name in names.items() if cased(name) != name}


def country_from_phone(record: Record, _rule: Record) -> Change:
    """A missing country is where the phone number is from."""
    address = record.get("address") or {}
    if record.get("country") or address.get("country"):
        return {}
    country = _country(record.get("phones") or [])
    if not country:
        return {}
    return {"country": country} if record.get("type") == "lead" else {"address": {**address, "country": country}}


def domain_from_website(record: Record, _rule: Record) -> Change:
    """A missing domain is that of the website."""
    domain = company_domain(str(record["website"])) if record.get("website") and not record.get("domain") else None
    return {"domain": domain} if domain else {}


def drop_placeholders(record: Record, _rule: Record) -> Change:
    """Made-up addresses go."""
    from chalicelib.records.quality_rules import placeholder_email
    emails = record.get("emails") or []
    kept = [entry for entry in emails if not placeholder_email({"emails": [entry]})]
    return {"emails": kept} if len(kept) < len(emails) else {}


def tag(record: Record, rule: Record) -> Change:
    """The rule's tag is added where it is not there yet."""
    tags, wanted = record.get("tags") or [], str(rule.get("tag") or "")
    return {} if not wanted or wanted.casefold() in {each.casefold() for each in tags} else {"tags": [*tags, wanted]}


def delete(_record: Record, _rule: Record) -> Change:
    """The record is deleted, to be restored for 30 days."""
    return {"deleted": True}


KINDS: Mapping[str, Kind] = {
    "case_names": Kind("Write names as usual", (("last_name",),), case_names),
    "country_from_phone": Kind("Fill the country by the phone number", (("phones",), ("country", "address")),
                               country_from_phone),
    "domain_from_website": Kind("Fill the domain by the website", (("website",), ("domain",)), domain_from_website),
    "drop_placeholders": Kind("Remove made-up email addresses", (("emails",),), drop_placeholders),
    "tag": Kind("Tag", (), tag, ("tag",)),
    "tag_stale": Kind("Tag what nothing happens with", (), tag, ("tag", "days")),
    "delete_stale": Kind("Delete what nothing happens with", (), delete, ("days",)),
}


def _country(phones: list[Any]) -> str:
    import phonenumbers
    for entry in sorted(phones, key=lambda each: not each.get("primary")):
        try:
            region = phonenumbers.region_code_for_number(phonenumbers.parse(str(entry.get("value")), None))
        except phonenumbers.NumberParseException:
            continue
        if region and region.isalpha():
            return str(region)
    return ""
