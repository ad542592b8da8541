"""Whether two records mean the same: a record's comparable profile, and what a type compares.

A profile is small: it is kept in every block row, so that candidates are judged without being read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.records.matching.words import given_name, house_and_street, organisation, plain
from chalicelib.records.words import folded

Record = dict[str, Any]
Profile = dict[str, Any]
MOST_ADDRESSES, LONGEST = 5, 60


@dataclass(frozen=True)
class Matching:
    """What a type compares: its profile, and from which score (0..1) on a pair is worth a person's look.

    `cautious`: yes-or-no fields in which a yes of either record stays when two are merged, unless somebody chooses.
    """

    profile: Callable[[Mapping[str, Any]], Profile]
    worth_a_look: float = 0.6  # the same name alone comes to 0.5
    cautious: tuple[str, ...] = ()


def person(record: Mapping[str, Any]) -> Profile:
    """A contact or lead: name, addresses, birthday, place, company."""
    place = record.get("address") if isinstance(record.get("address"), Mapping) else record
    return _filled({
        "given": given_name(record.get("first_name")), "family": plain(record.get("last_name")),
        "emails": _values(record, "emails"), "phones": _values(record, "phones"),
        "birthday": str(record.get("birthday") or ""), "company": _company(record), **_place(place or {})})


def organisation_profile(record: Mapping[str, Any]) -> Profile:
    """A company: name, domain, phones, its place, else the first of its further ones."""
    listed = record.get("address") or record.get("addresses")
    first = next((each for each in listed if isinstance(each, Mapping)), {}) if isinstance(listed, list) else listed
    return _filled({
        "name": organisation(record.get("name")),
        "domain": folded(str(record.get("domain") or "")).removeprefix("www."),
        "phones": _values(record, "phones"), **_place(first if isinstance(first, Mapping) else {})})


def _company(record: Mapping[str, Any]) -> str:
    return str(record.get("company_id") or "") or organisation(record.get("company"))


def _place(place: Mapping[str, Any]) -> Profile:
    house, street = house_and_street(place.get("street"))
    return {"house": house, "street": street, "line2": plain(place.get("line2")), "city": plain(place.get("city")),
            "region": plain(place.get("region")), "postcode": plain(place.get("postal_code")).replace(" ", ""),
            "country": plain(place.get("country"))}


def _values(record: Mapping[str, Any], field: str) -> list[str]:
    entries = [entry for entry in record.get(field) or [] if isinstance(entry, Mapping)]
    ordered = sorted(entries, key=lambda entry: not entry.get("primary"))
    return [str(entry.get("value") or "").lower()[:LONGEST] for entry in ordered[:MOST_ADDRESSES] if entry.get("value")]


def _filled(profile: Profile) -> Profile:
    return {name: value[:LONGEST] if isinstance(value, str) else value for name, value in profile.items() if value}
