"""The same rule for what is derived: views, totals, cells of reports, search hits, timelines and links of others' records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.http import limits
from chalicelib.records.objects import ObjectType
from tests.edge import Api
from tests.security.matrix import FIRST, OWN_ENTRANCE, SECOND, VALUES, Company, granted, reached

WORD = "Quagmire"


def named(type: ObjectType) -> dict[str, Any]:
    """Values by which a record of this type is found, where it can be."""
    texts = [field.name for field in type.fields if field.searchable and field.kind == "text" and not field.read_only]
    return {**VALUES.get(type.name, {}), **({texts[0]: WORD} if texts else {})}


def prepared(company: Company) -> dict[str, dict[str, Any]]:
    """For each type its records by reader and whose they are, a view and a report that everybody may open."""
    found: dict[str, dict[str, Any]] = {}
    for type in (each for each in company.types if not each.configuration and not each.personal and each.plural not in OWN_ENTRANCE):
        company.templates[type.name] |= named(type)
        ids = {me: {whose: company.copy(type, whose, me) for whose in sees} for me, sees in company.people}
        asked = {"name": type.plural, "object": type.plural, "visibility": "shared"}
        view, report = (company.api("POST", f"/v1/{kept}", asked) for kept in ("views", "reports"))
        assert (view.status, report.status) == (201, 201), (type.plural, view.body, report.body)
        found[type.name] = {"type": type, "ids": ids, "view": view.body.get("id"), "report": report.body.get("id"),
                            "searched": type.searchable and WORD in named(type).values()}
    return found


def seen_as(company: Company, me: str, other: str, whose: str) -> str:
    """How a record that was made for one of the two stands to one of them."""
    if whose == "mate":
        return (FIRST if me == company.one else SECOND)["mate"]
    return whose if other == me else "stranger"


def readable(company: Company, type: ObjectType, ids: dict[str, dict[str, str]], me: str) -> set[str]:
    """All that one person may read of what was made for both."""
    stands = {id: seen_as(company, me, other, whose) for other, theirs in ids.items() for whose, id in theirs.items()}
    return {id for id, seen in stands.items() if reached(company.grants, type, "read", seen)}


def wrong(company: Company, me: str, one: dict[str, Any]) -> Iterator[str]:
    """What is wrong with what one person is shown of one type."""
    api, type, every = company.api, one["type"], {id for ids in one["ids"].values() for id in ids.values()}
    wished = readable(company, type, one["ids"], me)
    whole = granted(company.grants, type, "read") == "all"
    ways = {"list": f"/v1/{type.plural}?limit=100", "view": f"/v1/{type.plural}?view={one['view']}&limit=100"}
    for way, path in {**ways, "shared": f"/v1/{type.plural}?shared=true&limit=100"}.items():
        page = api("GET", path, user=me)
        rows = {row["id"] for row in page.body.get("data", ())} & every
        meant = wished if way != "shared" else {one["ids"][me]["lent"]} & wished if "lent" in one["ids"][me] else set()
        if page.status != (403 if granted(company.grants, type, "read") == "none" else 200) or rows != meant:
            yield f"{type.plural} {way}: {page.status}, shows {len(rows & wished)} of {len(meant)} and {len(rows - wished)} more"
        total = (page.body.get("meta") or {}).get("total")
        if not whole and total is not None and total > len(wished):
            yield f"{type.plural} {way} counts {total}, of {len(wished)}"
    if one["report"]:
        told = api("GET", f"/v1/reports/{one['report']}/data", user=me)
        counted = (told.body.get("total") or {}).get("count") if told.status == 200 else None
        if told.status not in (200, 403) or (not whole and (counted or 0) > len(wished)):
            yield f"{type.plural} report: {told.status}, counts {told.body.get('total')}, of {len(wished)}"
        if told.status == 200 and not whole and counted != len(wished):
            yield f"{type.plural} report counts {counted}, not {len(wished)}"


def searched(company: Company, me: str, made: dict[str, dict[str, Any]]) -> Iterator[str]:
    """What is wrong with what one person finds."""
    for one in (each for each in made.values() if each["searched"]):
        type, every = one["type"], {id for ids in one["ids"].values() for id in ids.values()}
        page = company.api("GET", f"/v1/search?q={WORD}&types={type.plural}&limit=100", user=me)
        found = {row["id"] for row in page.body.get("data", ())} & every
        wished = readable(company, type, one["ids"], me)
        if (page.status, found) != (200, wished) and not (page.status == 403 and not wished):
            yield f"{type.plural} search: {page.status}, finds {len(found & wished)} of {len(wished)} and {len(found - wished)} more"


def around(company: Company, me: str, contact: str, notes: dict[str, str]) -> Iterator[str]:
    """What is wrong with the timeline of one's own contact, around which others wrote notes."""
    type, note = (company.crm.registry.named(name) for name in ("contact", "note"))
    page = company.api("GET", f"/v1/contacts/{contact}/timeline", user=me)
    sees = FIRST if me == company.one else SECOND
    wished = {id for whose, id in notes.items() if reached(company.grants, note, "read", sees[whose])}
    told = {row["record"]["id"] for row in page.body.get("data", ())} & {*notes.values()}
    if page.status == 200 and told != wished:
        yield f"the timeline of a contact tells of {len(told & wished)} notes of {len(wished)} and {len(told - wished)} more"
    if (page.status == 200) != reached(company.grants, type, "read", "own"):
        yield f"the timeline of one's own contact: {page.status}"


@pytest.mark.parametrize("role", ["mixed", "*own", "*team", "*shared", "*none", "rep"])
def test_what_is_derived_reaches_no_further(api: Api, role: str) -> None:
    company = Company(api, role)
    made, note = prepared(company), company.crm.registry.named("note")
    contacts = {me: made["contact"]["ids"][me]["own"] for me, _sees in company.people}
    company.templates.setdefault("note", company._template(note))
    notes = {me: {whose: company.copy(note, whose, me, related=[contacts[me]]) for whose in (FIRST if me == company.one else SECOND)}
             for me in contacts}
    api.world.settle(rounds=60)
    bad = []
    for me in contacts:
        limits.forget()
        bad += [each for one in made.values() for each in wrong(company, me, one)]
        bad += [*searched(company, me, made), *around(company, me, contacts[me], notes[me])]
    assert not bad, "\n".join(bad)
    assert api.world.differences() == []
