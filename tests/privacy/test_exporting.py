"""An archive with everything about a person: records, history, timeline, mails, files."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from chalicelib.privacy import exporting
from chalicelib.records.permissions import system
from chalicelib.records.work import Work
from tests.edge import Api


@pytest.fixture
def contact(api: Api) -> str:
    crm = api.world.crm
    contact = api("POST", "/v1/contacts", {"last_name": "Zauber", "emails": [{"value": "ana@zauber.example"}]}).body["id"]
    lead = api("POST", "/v1/leads", {"last_name": "Zauber", "contact_id": contact}).body["id"]
    api.world.settle()
    api("PATCH", f"/v1/contacts/{contact}", {"job_title": "Wizard"})
    api("POST", "/v1/notes", {"body": "Tea", "related": [contact]})
    api("POST", "/v1/consents", {"contact_id": contact, "purpose": "sms", "status": "granted"})
    work = Work(crm, system("test"))
    work.create("submission", {"state": "routed", "channel": "email", "lead_id": lead, "raw": {"text": "Hi"}, "files": [
        {"name": "../../etc/passwd", "key": "submissions/x/1", "size": 5, "content_type": "x"},
        {"name": "gone.pdf", "key": "submissions/x/2", "size": 5, "content_type": "x"},
        {"name": "original.eml", "bucket": "mail", "key": "inbound/x", "size": 5, "content_type": "x"}]})
    work.commit()
    crm.files.put("files", "submissions/x/1", b"hello")
    crm.files.put("mail", "inbound/x", b"From: ana@zauber.example")
    api.world.settle()
    return str(contact)


def test_everything_is_in_the_archive(api: Api, contact: str) -> None:
    asked = api("POST", "/v1/privacy/exports", {"subject_id": contact})
    assert asked.status == 202, asked.body
    assert api("GET", f"/v1/privacy/exports/{asked.body['id']}").body["download_url"] is None
    api.world.settle()
    told = api("GET", f"/v1/privacy/exports/{asked.body['id']}").body
    assert told["state"] == "done" and told["download_url"].startswith("https://") and told["created_by"] == api.admin
    archive = zipfile.ZipFile(io.BytesIO(api.world.crm.files.get("files", f"exports/privacy/{asked.body['id']}.zip")))
    names = archive.namelist()
    assert {name.partition("/")[0] for name in names} == {"about.json", "left_out.json", "contact", "lead", "note", "consent",
                                                          "submission", "decision", "files"}
    own = json.loads(archive.read(f"contact/{contact}.json"))
    assert own["record"]["job_title"] == "Wizard" and "i1" not in own["record"]
    assert own["history"][-1]["changes"]["job_title"] == [None, "Wizard"]
    assert {event["kind"] for event in own["timeline"]} >= {"note", "consent", "lead"}
    assert json.loads(archive.read("about.json"))["consents"][0]["status"] == "granted"
    files = {name.rpartition("/")[2]: archive.read(name) for name in names if name.startswith("files/")}
    assert sorted(files.values()) == [b"From: ana@zauber.example", b"hello"]
    assert not any(".." in name.split("/") for name in names)
    assert "gone.pdf" in json.loads(archive.read("left_out.json"))[0]
    assert told["files"] == 2 and told["left_out"] == 1 and told["records"] == len([name for name in names if name.count("/") == 1])


def test_what_does_not_fit_is_told(api: Api, contact: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "LARGEST", 10)
    monkeypatch.setattr(exporting, "MOST_RECORDS", 3)
    id = api("POST", "/v1/privacy/exports", {"subject_id": contact}).body["id"]
    api.world.settle()
    told = api("GET", f"/v1/privacy/exports/{id}").body
    assert told["records"] == 3 and told["left_out"] >= 1


def test_an_export_of_nobody(api: Api, contact: str) -> None:
    assert api("POST", "/v1/privacy/exports", {"subject_id": "usr_" + "0" * 26}).status == 422
    assert api("POST", "/v1/privacy/exports", {"subject_id": "con_" + "0" * 26}).status == 404
    assert api("POST", "/v1/privacy/exports", []).status == 422
    assert api("GET", "/v1/privacy/exports/job_x").status == 404
    id = api("POST", "/v1/privacy/exports", {"subject_id": contact}).body["id"]
    api("POST", "/v1/privacy/erasures", {"subject_id": contact, "reason": "x"})
    api.world.settle(rounds=60)
    assert api("GET", f"/v1/privacy/exports/{id}").body["state"] in ("done", "failed")
    assert api.world.crm.files.names("files", "exports/privacy/") == []
