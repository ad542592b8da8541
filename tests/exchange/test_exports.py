"""Records become files, with the rights of who asked."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest

from chalicelib import domains
from chalicelib.crm import Crm
from chalicelib.exchange import export_run, exports
from chalicelib.records import service
from chalicelib.records.permissions import Actor
from chalicelib.store import keys
from tests.edge import Api

Make = Callable[..., dict[str, Any]]
NASTY = "=HYPERLINK(\"http://x.example\",\"y\")"


@pytest.fixture
def api(api: Api) -> Api:
    """A company with two contacts and whom they work for."""
    company = api("POST", "/v1/companies", {"name": "Müller & Söhne, GmbH", "industry": "retail"}).body["id"]
    for contact in (
        {"first_name": "Ada", "last_name": NASTY, "emails": [{"value": "ada@x.example", "type": "work"}, "a@y.example"],
         "phones": ["+49 30 901820"], "company_id": company, "birthday": "1985-04-12", "tags": ["vip", "a,b"],
         "address": {"street": "Weg 1", "line2": "Hof", "city": "Köln", "country": "DE"}},
            {"first_name": "Grace", "last_name": "Hopper", "job_title": "+1 admiral\nof the fleet"}):
        assert api("POST", "/v1/contacts", contact).status == 201
    api.world.settle()
    return api


def made(api: Api, body: dict[str, Any], user: str = "") -> dict[str, Any]:
    """An export at its end, as the person sees it."""
    answer = api("POST", "/v1/exports", body, user=user)
    assert answer.status == 201, answer.body
    assert (answer.body["state"], answer.body["download_url"]) == ("queued", None)
    api.world.settle()
    found: dict[str, Any] = api("GET", f"/v1/exports/{answer.body['id']}", user=user).body
    return found


def content(api: Api, export: dict[str, Any]) -> bytes:
    """What the link would give."""
    assert export["state"] == "done", export
    assert "Signature" in export["download_url"]
    stored = api.world.crm.table.get(keys.record(export["id"]))
    assert stored
    raw = api.world.crm.files.get("files", stored["file_key"])
    assert len(raw) == export["bytes"]
    return raw


def rows(api: Api, body: dict[str, Any], user: str = "") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content(api, made(api, body, user)).decode("utf-8-sig"), newline="")))


def test_csv_that_no_spreadsheet_runs_and_an_import_reads_back(api: Api) -> None:
    grace, ada = rows(api, {"object": "contacts"})
    assert (ada["last_name"], ada["phones"]) == ("'" + NASTY, "+4930901820")
    assert ada["emails"] == "ada@x.example (work) ::: a@y.example"
    assert (ada["company_id.name"], ada["address.city"]) == ("Müller & Söhne, GmbH", "Köln")
    assert (ada["owner_id.name"], grace["job_title"]) == ("Ada Admin", "'+1 admiral of the fleet")
    assert next(iter(ada)) == "id" and not {"version", "type", "deleted_at"} & ada.keys()
    assert api.world.differences() == []


def test_the_file_begins_as_asked(api: Api) -> None:
    with_mark = content(api, made(api, {"object": "contacts", "fields": ["last_name", "company_id.industry"]}))
    assert with_mark.startswith("\ufefflast_name,company_id.industry\r\nHopper,\r\n".encode())
    plain = made(api, {"object": "contacts", "fields": ["last_name", "address.city"], "bom": False, "labels": True})
    assert content(api, plain).startswith(b"Last name,Address: city\r\n")


def test_only_what_the_filter_says_in_the_order_asked(api: Api) -> None:
    found = rows(api, {"object": "contacts", "filter": {"field": "company_id.industry", "op": "eq", "value": "retail"}})
    assert [each["first_name"] for each in found] == ["Ada"]
    found = rows(api, {"object": "contacts", "sort": "last_name"})
    assert [(each["first_name"], each["company_id.name"][:6]) for each in found] == [("Ada", "Müller"), ("Grace", "")]


def test_deleted_ones_on_request(api: Api) -> None:
    first = api("GET", "/v1/contacts").body["data"][0]
    api("DELETE", f"/v1/contacts/{first['id']}")
    api.world.settle()
    (row,) = rows(api, {"object": "contacts", "deleted": True})
    assert row["id"] == first["id"] and row["deleted_at"]


def test_a_views_records_whole(api: Api) -> None:
    view = api("POST", "/v1/views", {"name": "Hoppers", "object": "contacts", "visibility": "private", "columns": ["last_name"],
                                     "filter": {"field": "last_name", "op": "eq", "value": "Hopper"}})
    assert view.status == 201, view.body
    api.world.settle()
    (row,) = rows(api, {"object": "contacts", "view": view.body["id"]})
    assert row["first_name"] == "Grace"


def test_json_as_it_is_stored(api: Api) -> None:
    _grace, ada = json.loads(content(api, made(api, {"object": "contacts", "format": "json"})))
    assert ada["emails"][0] == {"value": "ada@x.example", "type": "work", "primary": True}
    assert ada["last_name"] == NASTY and ada["address"]["city"] == "Köln"
    assert json.loads(content(api, made(api, {"object": "leads", "format": "json"}))) == []


def test_a_workbook_knows_numbers_and_dates_and_is_read_back(api: Api) -> None:
    from datetime import datetime

    from openpyxl import load_workbook

    from chalicelib.records.imports import sheet_files
    for field in ({"name": "height", "type": "number"}, {"name": "seen", "type": "instant"}, {"name": "big", "type": "integer"}):
        assert api("POST", "/v1/fields", {"object": "contacts", **field}).status == 201
    given = {"last_name": "Old", "birthday": "1899-05-06", "height": 1.75, "seen": "2026-03-04T05:06:07.000Z", "big": 12}
    assert api("POST", "/v1/contacts", given).status == 201
    api.world.settle()
    asked = ["last_name", "birthday", "height", "seen", "big", "phones", "created_at"]
    raw = content(api, made(api, {"object": "contacts", "format": "xlsx", "fields": asked}))
    rows = {row[0].value: row for row in load_workbook(io.BytesIO(raw)).worksheets[0].iter_rows(min_row=2)}
    assert [cell.value for cell in rows["Old"]][1:5] == ["1899-05-06", 1.75, datetime(2026, 3, 4, 5, 6, 7), 12]  # no sheet has 1899
    assert rows[NASTY][1].value == datetime(1985, 4, 12) and rows[NASTY][1].is_date and rows[NASTY][5].value == "+4930901820"
    assert rows["Old"][6].is_date
    sheet_files.check(io.BytesIO(raw))
    back = next(row for row in sheet_files.read(io.BytesIO(raw)).rows if row[0] == "Old")
    from chalicelib.records.fields import FIELD_TYPES, Errors, Field
    wrong = Errors()
    fields = api.world.crm.registry.named("contact").own_fields
    for name, text in zip(asked[1:5], back[1:5], strict=True):
        kind = FIELD_TYPES[fields[name].kind]
        assert kind.parse(fields[name], kind.from_text(fields[name], text, "DE"), name, wrong, "DE") == given[name], (name, text)
    assert wrong == [] and isinstance(fields["seen"], Field)


def test_texts_of_a_workbook_stay_texts(api: Api) -> None:
    from openpyxl import load_workbook
    from openpyxl.utils.escape import unescape
    api("POST", "/v1/contacts", {"last_name": "a_x0041_b <&>\u00a0\u2028"})
    api.world.settle()
    raw = content(api, made(api, {"object": "contacts", "format": "xlsx"}))
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        assert packed.testzip() is None
    sheet = load_workbook(io.BytesIO(raw)).worksheets[0]
    header, odd, grace, ada = sheet.iter_rows()
    cells = {name.value: cell for name, cell in zip(header, ada, strict=True)}
    assert sheet.title == "contacts" and grace[0].value
    assert (cells["last_name"].value, cells["last_name"].data_type) != (NASTY, "f")
    assert cells["last_name"].value == NASTY and cells["phones"].value == "+4930901820"
    from chalicelib.records.imports import sheet_files
    sheet_files.check(io.BytesIO(raw))
    assert unescape(odd[[cell.value for cell in header].index("last_name")].value) == "a_x0041_b <&>"  # as Excel reads it


def test_cards(api: Api) -> None:
    from chalicelib.records.imports import vcard_files
    raw = content(api, made(api, {"object": "contacts", "format": "vcard"}))
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    _grace, ada = (cells for _number, cells in vcard_files.rows([raw], "utf-8"))
    assert (ada["First Name"], ada["Last Name"], ada["Company"]) == ("Ada", NASTY, "Müller & Söhne, GmbH")
    assert (ada["Phone"], ada["Birthday"], ada["City"]) == ("+4930901820 (primary)", "1985-04-12", "Köln")
    assert (ada["Categories"], ada["Email"]) == ("vip ::: a,b", "ada@x.example (work, primary) ::: a@y.example")
    refused = api("POST", "/v1/exports", {"object": "tasks", "format": "vcard"})
    assert (refused.status, refused.body["errors"][0]["field"]) == (422, "format")


def test_everything_for_an_administrator_alone(api: Api) -> None:
    raw = content(api, made(api, {"object": "everything", "format": "json"}))
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        assert packed.testzip() is None
        found = {name: json.loads(packed.read(name)) for name in packed.namelist()}
    assert len(found["contacts.json"]) == 2 and len(found["roles.json"]) == 6 and found["leads.json"] == []
    assert "notifications.json" not in found
    manager = api.person("manager", "m@x.example")
    assert api("POST", "/v1/exports", {"object": "everything", "format": "json"}, user=manager).status == 403
    wrong = api("POST", "/v1/exports", {"object": "everything", "filter": {"all": []}, "format": "csv"})
    assert {error["field"] for error in wrong.body["errors"]} == {"filter", "format"}


@pytest.mark.parametrize("body, fields", [
    ({"object": "contacts", "filter": {"field": "nope", "op": "eq", "value": 1}, "fields": ["nope", "emails.x"],
      "format": "pdf"}, None),
    ({"object": "contacts", "fields": ["nope", "emails.x", "id."]}, {"fields[0]", "fields[1]", "fields[2]"}),
    ({"object": "contacts", "fields": []}, {"fields"}), ({"object": "contacts", "fields": "id"}, {"fields"}),
    ({"object": "contacts", "sort": "birthday"}, {"sort"}), ({"object": "contacts", "view": "viw_x"}, {"view"}),
    ({"object": "nothing"}, {"object"}), ({"object": ["contacts"]}, None), ({}, None), ([], None), ("x", None),
    ({"object": "contacts", "filter": "x"}, None), ({"object": "contacts", "surprise": 1}, None)])
def test_a_wrong_wish_is_told_with_all_that_is_wrong(api: Api, body: Any, fields: set[str] | None) -> None:
    answer = api("POST", "/v1/exports", body)
    assert 400 <= answer.status < 500
    assert fields is None or {error["field"] for error in answer.body["errors"]} == fields


def test_the_same_key_is_the_same_export(api: Api) -> None:
    first, again = (api("POST", "/v1/exports", {"object": "contacts"}, Idempotency_Key="once") for _ in range(2))
    assert first.body["id"] == again.body["id"] and again.headers["Idempotent-Replay"] == "true"
    assert api("POST", "/v1/exports", {"object": "leads"}, Idempotency_Key="once").status == 422
    assert first.headers["Location"].endswith(first.body["id"])


def test_who_may_not_export_may_not(api: Api) -> None:
    rep = api.person("rep", "rep@x.example")
    assert api("POST", "/v1/exports", {"object": "contacts"}, user=rep).status == 403
    assert api("GET", "/v1/exports", user=rep).body["data"] == []


def test_reach_is_read_and_export_together(api: Api) -> None:
    role = api("POST", "/v1/roles", {"name": "Own", "grants": {"contacts": {"read": "all", "export": "own", "create": "own"}}}).body["id"]
    who = api("POST", "/v1/users", {"email": "o@x.example", "first_name": "O", "last_name": "Own", "role_ids": [role]}).body["id"]
    api.world.settle()
    assert api("POST", "/v1/contacts", {"last_name": "Mine"}, user=who).status == 201
    api.world.settle()
    found = rows(api, {"object": "contacts"}, user=who)
    assert [each["last_name"] for each in found] == ["Mine"]


def test_the_link_is_for_the_one_who_asked(api: Api) -> None:
    manager = api.person("manager", "m@x.example")
    mine = made(api, {"object": "contacts"}, user=manager)
    assert mine["download_url"] and [each["id"] for each in api("GET", "/v1/exports", user=manager).body["data"]] == [mine["id"]]
    seen = api("GET", f"/v1/exports/{mine['id']}").body
    assert (seen["rows"], seen["download_url"]) == (2, None)  # an administrator sees who exported what
    rep = api.person("rep", "rep@x.example")
    assert api("GET", f"/v1/exports/{mine['id']}", user=rep).status == 404


def test_history_tells_who_exported_how_many(api: Api) -> None:
    export = made(api, {"object": "contacts"})
    last, first = api("GET", f"/v1/exports/{export['id']}/history").body["data"]
    assert (first["actor"], first["changes"]["object"][1]) == (api.admin, "contacts")
    assert (last["changes"]["done"], last["changes"]["state"]) == ([None, 2], ["queued", "done"])


def test_the_file_goes_after_a_week(api: Api) -> None:
    export = made(api, {"object": "contacts"})
    api.world.later(days=7.1)
    api.world.tick()
    gone = api("GET", f"/v1/exports/{export['id']}").body
    assert (gone["state"], gone["download_url"]) == ("expired", None)
    assert api.world.crm.files.names("files", f"exports/{export['id']}/") == []
    assert api.world.differences() == []


def test_or_at_once(api: Api) -> None:
    export = made(api, {"object": "contacts"})
    assert api("DELETE", f"/v1/exports/{export['id']}").status == 204
    assert api("GET", f"/v1/exports/{export['id']}").body["download_url"] is None
    api.world.settle()
    api.world.later(minutes=1)
    api.world.tick()
    assert api.world.crm.files.names("files", f"exports/{export['id']}/") == []


def test_in_parts_whatever_is_repeated_or_cancelled(api: Api) -> None:
    with patch.object(export_run, "PAGE", 1), patch.object(export_run, "PAGES", 1):
        for format in ("csv", "xlsx", "json", "vcard"):
            asked = {"object": "contacts", "format": format}
            export = api("POST", "/v1/exports", asked).body
            for part in (0, 0, 1, 0):
                domains.job(api.world.crm, {"do": "step", "job": export["job_id"], "part": part})
            assert api("GET", f"/v1/exports/{export['id']}").body["state"] == "running"
            api.world.settle()
            whole = api("GET", f"/v1/exports/{export['id']}").body
            assert (whole["state"], whole["rows"], whole["done"]) == ("done", 2, 2)
            if format == "json":
                assert len(json.loads(content(api, whole))) == 2
            elif format == "xlsx":
                with zipfile.ZipFile(io.BytesIO(content(api, whole))) as packed:
                    assert packed.testzip() is None and packed.read("xl/worksheets/sheet1.xml").count(b"<row>") == 3
            assert len(api.world.crm.files.names("files", f"exports/{export['id']}/")) == 1
        export = api("POST", "/v1/exports", {"object": "contacts"}).body
        assert api("POST", f"/v1/exports/{export['id']}/cancel").body["state"] == "cancelled"
        api.world.settle()
        assert api("GET", f"/v1/exports/{export['id']}").body["state"] == "cancelled"
        assert api("GET", f"/v1/jobs/{export['job_id']}").body["state"] == "cancelled"
    assert api("POST", f"/v1/exports/{export['id']}/cancel").status == 200
    assert api.world.differences() == []


def test_a_person_who_left_gets_nothing(api: Api) -> None:
    manager = api.person("manager", "m@x.example")
    export = api("POST", "/v1/exports", {"object": "contacts"}, user=manager).body
    assert api("POST", f"/v1/users/{manager}/deactivate").status == 200
    api.world.settle()
    seen = api("GET", f"/v1/exports/{export['id']}").body
    assert (seen["state"], seen["rows"]) == ("failed", 2) and "not active" in seen["message"]


def test_a_hidden_field_is_no_column(crm: Crm, api: Api) -> None:
    hidden = frozenset({"birthday"})
    from chalicelib.records import permissions
    with patch.object(permissions, "hidden_fields", lambda actor, type: hidden if type.name == "contact" else frozenset()):
        assert all("birthday" not in row for row in rows(api, {"object": "contacts"}))
        assert api("POST", "/v1/exports", {"object": "contacts", "fields": ["birthday"]}).status == 422
    export = api("POST", "/v1/exports", {"object": "contacts", "fields": ["first_name", "birthday"]}).body
    with patch.object(permissions, "hidden_fields", lambda actor, type: hidden if type.name == "contact" else frozenset()):
        api.world.settle()
    found = content(api, api("GET", f"/v1/exports/{export['id']}").body).decode("utf-8-sig")
    assert "1985" not in found and "Ada," in found


def test_large_files_are_written_in_parts(crm: Crm) -> None:
    from chalicelib.aws import files
    with patch.object(files, "PART", 5 << 20):
        crm.files.write("files", "exports/x/file", (bytes([n]) * (3 << 20) for n in range(4)), "text/plain")
    assert crm.files.get("files", "exports/x/file") == b"".join(bytes([n]) * (3 << 20) for n in range(4))


def test_a_named_company_only_for_who_may_read_companies(api: Api) -> None:
    role = api("POST", "/v1/roles", {"name": "C", "grants": {"contacts": {"read": "all", "export": "all"}}}).body["id"]
    who = api("POST", "/v1/users", {"email": "c@x.example", "first_name": "C", "last_name": "C", "role_ids": [role]}).body["id"]
    api.world.settle()
    assert {row.get("company_id.name", "") for row in rows(api, {"object": "contacts"}, user=who)} == {""}


def test_an_actor_of_the_system(crm: Crm, api: Api) -> None:
    assert exports.reader(Actor("system:x", all_powerful=True)).grants == ()
    assert service.shown(crm.registry.named("export"), {})["state"] is None


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_what_comes_back_changes_nothing(api: Api, format: str) -> None:
    """An untouched export, imported as an update by id, finds nothing to change."""
    from chalicelib.exchange import source
    before = {each["id"]: each["version"] for each in api("GET", "/v1/contacts").body["data"]}
    raw = content(api, made(api, {"object": "contacts", "format": format}))
    plan = {"object": "contacts", "mode": "update", "key": "id"}  # lists are added to: a cell tells a phone number as E.164
    made_import = api("POST", "/v1/imports", plan)
    assert made_import.status == 201, made_import.body
    id = made_import.body["id"]
    api.world.crm.files.put("files", source.key(id), raw)
    assert api("POST", f"/v1/imports/{id}/start").status == 202
    api.world.settle()
    done = api("GET", f"/v1/imports/{id}").body
    assert (done["state"], done["rows"], done["skipped"], done["failed"]) == ("done", 2, 2, 0), done
    assert {each["id"]: each["version"] for each in api("GET", "/v1/contacts").body["data"]} == before


def test_many_records_need_little_memory(api: Api) -> None:
    """Twenty steps of a thousand made-up contacts: each is as large as the first, and so is the joining."""
    import tracemalloc
    many = [{"id": f"con_{n:026d}", "last_name": f"Name {n}", "owner_id": api.admin, "emails": [
        {"value": f"{n}@x.example", "type": "work", "primary": True}]} for n in range(1000)]
    steps = iter(range(1, 21))

    def pages(*_asked: Any) -> Any:
        return many, "on" if next(steps) < 20 else None
    with patch.object(export_run, "_pages", pages):
        export = api("POST", "/v1/exports", {"object": "contacts", "format": "xlsx"}).body
        tracemalloc.start()
        for part in range(21):
            domains.job(api.world.crm, {"do": "step", "job": export["job_id"], "part": part})
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert api("GET", f"/v1/exports/{export['id']}").body["rows"] == 20_000
    assert peak < 60_000_000
