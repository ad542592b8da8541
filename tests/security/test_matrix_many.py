"""The same rule where many records are named at once: lists, batches, bulk jobs, exports, imports, duplicates at entry."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

import pytest

from chalicelib.exchange import source
from chalicelib.http import limits
from chalicelib.records.objects import ObjectType
from chalicelib.store import keys
from tests.edge import Api
from tests.security.matrix import GRANTS, OWN_ENTRANCE, Company, expected, granted, reached

Ids = Mapping[str, str]  # of whose record it is, to its id
OK = {"update": (200, 422), "delete": (204, 409, 422)}


def visible(company: Company, type: ObjectType, ids: Ids, sees: Mapping[str, str], *actions: str) -> set[str]:
    """The ids of those records for which the role allows all of these."""
    return {ids[whose] for whose, seen in sees.items() if whose in ids and all(reached(company.grants, type, each, seen) for each in actions)}


def listed(company: Company, type: ObjectType, me: str, sees: Mapping[str, str]) -> Iterator[str]:
    """Lists, whole and by what a list may be narrowed to, and those of deleted records."""
    kinds = [whose for whose in sees if whose != "lent"]  # what is shared is listed from derived rows
    ids = {whose: company.copy(type, whose, me) for whose in kinds}
    gone = {whose: company.deleted(type, whose, me) for whose in kinds}
    narrowed = {"": set(kinds), f"&owner_id={company.api.admin}": {"stranger"}, f"&team_id={company.north}": {"mate"}, f"&owner_id={me}": {"own"}}
    queries = {"": set(kinds)} if type.plural in OWN_ENTRANCE else {**narrowed, "&deleted=true": set(kinds)}
    for query, wanted in queries.items():
        known = gone if "deleted" in query else ids
        page = company.api("GET", f"/v1/{type.plural}?limit=100{query}", user=me)
        if granted(company.grants, type, "read") == "none":
            if page.status != 403:
                yield f"{type.plural} list {query}: {page.status}, not 403"
            continue
        meant = {whose: id for whose, id in known.items() if whose in wanted}
        seen = {row["id"] for row in page.body["data"]} & {*ids.values(), *gone.values()}
        if seen != visible(company, type, meant, sees, "read"):
            yield f"{type.plural} list {query} for {sees}: shows {[whose for whose, id in known.items() if id in seen]}"


def batched(company: Company, type: ObjectType, me: str, sees: Mapping[str, str]) -> Iterator[str]:
    """Each item of a batch has the outcome that it has alone."""
    ids, spare = ({whose: company.copy(type, whose, me) for whose in sees} for _ in range(2))
    body = {"update": [{"id": id, "tags": ["b"]} for id in ids.values()], "delete": list(spare.values())}
    results = company.api("POST", f"/v1/{type.plural}/batch", body, user=me).body["results"]
    asked = [(action, whose) for action in ("update", "delete") for whose in sees]
    for (action, whose), result in zip(asked, results, strict=True):
        wished = expected(company.grants, type, action, sees[whose])
        refused = () if type.editable else (403,)  # the system's records, for good
        if not (result["status"] in (*OK[action], *refused) if wished == 200 else result["status"] == wished):
            yield f"{type.plural} batch {action} of {whose}: {result['status']}, not {wished}"


def in_bulk(company: Company, type: ObjectType, me: str, sees: Mapping[str, str]) -> Iterator[str]:
    """A job over many changes and deletes those that its asker may, and its preview names no others."""
    for action, what in (("update", {"tag": ["bulk"]}), ("delete", {"delete": True})):
        ids = {whose: company.copy(type, whose, me) for whose in sees}
        body = {"ids": list(ids.values()), **what}
        preview = company.api("POST", f"/v1/{type.plural}/bulk?preview=true", body, user=me)
        started = company.api("POST", f"/v1/{type.plural}/bulk", body, user=me).status
        company.api.world.work("jobs")
        allowed = not type.configuration and (type.editable or action == "delete") and all(
            granted(company.grants, type, each) != "none" for each in ("read", action))
        if (preview.status, started) != ((200, 202) if allowed else (403, 403)):
            yield f"{type.plural} bulk {action}: {preview.status} and {started}, allowed: {allowed}"
        named = {row["id"] for row in preview.body.get("sample", ())}
        if not named <= visible(company, type, ids, sees, "read"):
            yield f"{type.plural} bulk {action} preview names {named}"
        done = {id for id in ids.values() if changed(company, id, "bulk")}
        wished = visible(company, type, ids, sees, "read", action) if allowed else set()
        if not (done == wished or (done < wished and not type.editable)):
            yield f"{type.plural} bulk {action} for {sees} reached {[whose for whose, id in ids.items() if id in done]}"


def changed(company: Company, id: str, tag: str) -> bool:
    """Whether a record bears the tag, or is deleted."""
    record = company.crm.table.get(keys.record(id), consistent=True) or {}
    return tag in (record.get("tags") or ()) or bool(record.get("deleted_at"))


def exported(company: Company, type: ObjectType, me: str, sees: Mapping[str, str]) -> Iterator[str]:
    """An export holds what its asker may both read and export, and is made for nobody else."""
    ids = {whose: company.copy(type, whose, me) for whose in sees if whose != "lent"}
    made = company.api("POST", "/v1/exports", {"object": type.plural, "format": "json"}, user=me)
    company.api.world.work("jobs")
    allowed = all(granted(company.grants, type, each) != "none" for each in ("read", "export"))
    if made.status != (201 if allowed else 403):
        yield f"{type.plural} export: {made.status}, allowed: {allowed}"
    if made.status != 201:
        return
    stored = company.crm.table.get(keys.record(made.body["id"]), consistent=True) or {}
    rows = company.crm.files.get(company.crm.settings.files_bucket, stored["file_key"]).decode() if stored.get("file_key") else ""
    held = {id for id in ids.values() if id in rows}
    if held != visible(company, type, ids, sees, "read", "export"):
        yield f"{type.plural} export for {sees} holds {[whose for whose, id in ids.items() if id in held]}: {stored.get('message')}"
    if company.api("GET", f"/v1/exports/{made.body['id']}", user=company.other(me)).status == 200 and granted(
            company.grants, company.crm.registry.named("export"), "read") != "all":
        yield f"{type.plural} export is told to somebody else"


def imported(company: Company, type: ObjectType, me: str, sees: Mapping[str, str]) -> Iterator[str]:
    """A file changes what its starter may change."""
    ids = {whose: company.copy(type, whose, me) for whose in sees}
    made = company.api("POST", "/v1/imports", {"object": type.plural, "mode": "update", "key": "id"}, user=me)
    importable = type.creatable and type.editable and not type.configuration
    allowed = importable and granted(company.grants, type, "import") != "none"
    if made.status != (201 if allowed else 403 if importable else 422):
        yield f"{type.plural} import: {made.status}, allowed: {allowed}"
    if made.status != 201:
        return
    text = "\n".join(["Id,Tags", *(f"{id},imported" for id in ids.values())])
    company.crm.files.put(company.crm.settings.files_bucket, source.key(made.body["id"]), text.encode())
    started = company.api("POST", f"/v1/imports/{made.body['id']}/start", {"mapping": {"Id": "id", "Tags": "tags"}}, user=me)
    company.api.world.work("jobs")
    done = {id for id in ids.values() if changed(company, id, "imported")}
    wished = visible(company, type, ids, sees, "read", "update") if started.status == 202 else set()
    if done != wished:
        yield f"{type.plural} import for {sees} changed {[whose for whose, id in ids.items() if id in done]} ({started.status})"


WAYS = {"list": listed, "batch": batched, "bulk": in_bulk, "export": exported, "import": imported}


@pytest.mark.parametrize("role", GRANTS)
def test_many_records_at_once_reach_as_far_as_each_alone(api: Api, role: str) -> None:
    company = Company(api, role)
    wrong = []
    for me, sees in company.people:
        for type in company.types:
            limits.forget()
            wrong += [each for way, tried in WAYS.items() if way in ("list", "export") or type.plural not in OWN_ENTRANCE
                      for each in tried(company, type, me, sees)]
    assert not wrong, "\n".join(wrong)


def test_the_candidates_of_a_duplicate_are_named_to_those_who_may_read_them(api: Api) -> None:
    for role in ("*own", "*team", "*all"):
        id = api("POST", "/v1/roles", {"name": role, "grants": GRANTS[role]}).body["id"]
        me = api("POST", "/v1/users", {"email": f"{role[1:]}@kith.example", "role_ids": [id]}).body["id"]
        taken = api("POST", "/v1/contacts", {"last_name": "Zzyzx", "emails": [f"{role[1:]}@x.example"]}).body["id"]
        answer = api("POST", "/v1/contacts", {"last_name": "Y", "emails": [f"{role[1:]}@x.example"]}, user=me)
        assert answer.status == 409
        assert (taken in json.dumps(answer.body), "Zzyzx" in json.dumps(answer.body)) == ((True, True) if role == "*all" else (False, False))
