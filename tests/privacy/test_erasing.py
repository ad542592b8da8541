"""After an erasure nothing tells of the person: not the table, not the buckets, queues or logs; the receipt stands."""

from __future__ import annotations

import io
import json
import logging
import zipfile
import zlib
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.privacy import erasing, service, shells, suppression
from chalicelib.privacy.errand import Errand
from chalicelib.records.permissions import system
from chalicelib.records.work import Work
from chalicelib.store import keys
from chalicelib.store.table import Put
from tests import quick_moto
from tests.edge import Api
from tests.installation import client, stream_record
from tests.leads.desk import Desk

MARK = "quorvix"  # in every value that tells of the person
EMAIL, OLD, LEADS = f"{MARK}@{MARK}.example", f"old.{MARK}@client.example", f"lead.{MARK}@client.example"
PHONE, PLAIN = "+442071838750", "2071838750"
NAME = {"first_name": f"Ana{MARK}", "last_name": f"Ruiz{MARK}"}
FULL = f"Ana{MARK} Ruiz{MARK}"


class Person:
    """Somebody who left traces everywhere, beside a company and a colleague's lead that stay."""

    def __init__(self, api: Api) -> None:
        self.api, self.world = api, api.world
        self.desk = Desk(api, api.world, people=1)
        settle = self.world.settle
        self.company = self.post("companies", {"name": "Hut"})
        self.contact = self.post("contacts", {
            **NAME, "salutation": MARK, "job_title": MARK, "emails": [{"value": OLD}], "phones": [{"value": "020 7183 8750 "}],
            "address": {"street": MARK, "city": MARK, "country": "GB"}, "birthday": "1971-02-03", "source": MARK, "tags": [MARK],
            "company_id": self.company})
        settle()
        api("PATCH", f"/v1/contacts/{self.contact}", {"emails": [{"value": EMAIL}], "phones": [{"value": PHONE}], "job_title": f"{MARK} 2"})
        settle()
        self.lead = self.desk.come(**NAME, email=EMAIL, phone=PHONE, message=f"{MARK} wants a hut", extra=MARK)["id"]
        self.lone = self.desk.come(last_name=f"Ruiz{MARK}", email=LEADS, message=MARK)["id"]
        assert self.record(self.lead)["contact_id"] == self.contact
        api("PATCH", f"/v1/leads/{self.lone}", {"contact_id": self.contact})
        settle()
        self.note = self.post("notes", {"body": f"{FULL} likes {MARK}", "related": [self.contact]})
        self.shared = self.post("notes", {"body": f"Hut met ana{MARK} today", "related": [self.contact, self.company]})
        self.stray = self.post("notes", {"body": f"Ask {EMAIL} or {FULL.upper()}, then call"})
        self.task = self.post("tasks", {"subject": f"Call {FULL}", "related": [self.lead], "due_at": "2030-01-01T00:00:00Z"})
        self.post("consents", {"contact_id": self.contact, "purpose": "sms", "status": "granted", "proof": f"{MARK} said yes"})
        api("PUT", f"/v1/companies/{self.company}/links/{self.contact}?label=advisor")
        api("PUT", f"/v1/contacts/{self.contact}/links/{self.company}?label=friend")
        self.named()
        self.other = self.post("leads", {"last_name": "Tal", "emails": [{"value": "tal@other.example"}]})
        settle()
        api("PATCH", f"/v1/notes/{self.shared}", {"body": f"Hut met Ana{MARK}, who drank tea"})
        settle()
        self.files()
        settle()
        quick_moto.purge()

    def named(self) -> None:
        """A company's definitions that ask for the person."""
        by_name = {"field": "last_name", "op": "eq", "value": FULL}
        by_address = {"any": [{"field": "emails", "op": "eq", "value": EMAIL}, {"field": "phones", "op": "contains", "value": PHONE}, by_name]}
        self.view = self.post("views", {"name": f"{FULL} and friends", "object": "contacts", "filter": by_address, "visibility": "shared"})
        self.post("reports", {"name": "Their leads", "object": "leads", "filter": by_address})
        self.post("scoring_rules", {"name": "Known", "condition": by_name, "points": 5})
        self.post("routing_rules", {"name": "Theirs", "condition": by_name, "pool": {"user_ids": self.desk.reps}, "position": 900})
        self.post("cleaning_rules", {"name": "Mark", "object": "contacts", "kind": "tag", "tag": "known", "condition": by_name})

    def files(self) -> None:
        """Copies in the buckets, and an import's journal."""
        crm = self.world.crm
        work = Work(crm, system("test"))
        self.submission = work.create("submission", {
            "state": "routed", "channel": "email", "lead_id": self.lead, "raw": {"text": MARK}, "files": [
                {"name": f"{MARK}.pdf", "key": f"submissions/{MARK}/1", "size": 1, "content_type": "x"},
                {"name": "original.eml", "bucket": "mail", "key": "inbound/quorvix1", "size": 1, "content_type": "x"}]})["id"]
        self.spam = work.create("submission", {"state": "spam", "channel": "form", "raw": {"email": EMAIL, "text": MARK}})["id"]
        self.imported = work.create("import", {"object": "contacts", "state": "done", "mode": "upsert"})["id"]
        work.commit()
        pk, sk = keys.imported(self.imported, "row#000000001")
        crm.table.write(Put({"pk": pk, "sk": sk, "entries": [
            {"row": 1, "id": self.contact, "did": "updated", "before": {"job_title": MARK}, "after": {"job_title": "1"}},
            {"row": 2, "id": self.company, "did": "created"}]}))
        self.jobs()
        self.copies()

    def jobs(self) -> None:
        """A bulk change and an export that asked for the person by name, an older job that kept their title."""
        about = {"field": "last_name", "op": "eq", "value": FULL}
        for objects, body in (("contacts/bulk", {"filter": about, "set": {"tags": ["x"]}}), ("exports", {"object": "contacts", "filter": about})):
            assert self.api("POST", f"/v1/{objects}", body).status in (201, 202)
        work = Work(self.world.crm, system("test"))
        self.job = work.create("job", {"what": "bulk", "state": "done", "owner_id": self.api.admin, "arguments": {"type": "contacts"},
                                       "result": {"errors": [{"id": self.contact, "title": FULL, "code": "busy", "message": "-"}]}})["id"]
        work.commit()

    def copies(self) -> None:
        """Files, each in two versions."""
        crm, book = self.world.crm, io.BytesIO()
        with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/sharedStrings.xml", f"<si>{EMAIL}</si>")
        for bucket, key, content in (
                ("files", f"submissions/{self.submission}/1-a", MARK), ("files", f"submissions/{MARK}/1", MARK),
                ("mail", "inbound/quorvix1", f"From: {EMAIL}"), ("failures", f"changes/{self.contact}/2.json", MARK),
                ("files", f"imports/{self.imported}/source", f"a,{EMAIL},{MARK}".encode("utf-16")),
                ("files", f"imports/{self.imported}/rows/1.jsonl", f'["first"]\n["ana{MARK}","x","ruiz{MARK}"]\n["Tal","tal@other.example"]\n'),
                ("files", "exports/exp_1/contacts.xlsx", book.getvalue()), ("files", "exports/exp_2/contacts.csv", "Tal,tal@other.example")):
            for version in (content, content):
                crm.files.put(bucket, key, version if isinstance(version, bytes) else version.encode())

    def post(self, objects: str, body: dict[str, Any]) -> str:
        made = self.api("POST", f"/v1/{objects}", body)
        assert made.status == 201, made.body
        return str(made.body["id"])

    def record(self, id: str) -> dict[str, Any]:
        return self.world.crm.table.get(keys.record(id), consistent=True) or {}

    def erase(self, **more: Any) -> str:
        answer = self.api("POST", "/v1/privacy/erasures", {"subject_id": self.contact, "reason": f"Letter of {FULL}", **more})
        assert answer.status == 202, answer.body
        self.world.settle(rounds=60)
        return str(answer.body["id"])

    def traces(self) -> list[str]:
        """Where anything still tells of the person."""
        words = (MARK, PLAIN, "1971-02-03", "71838750"[::-1])
        found = [f"{item['pk']} / {item['sk']}" for item in self.world.crm.table.scan() if any(word in plain(item) for word in words)]
        for bucket in ("files", "mail", "failures"):
            for version in client("s3").list_object_versions(Bucket=bucket).get("Versions") or ():
                body = client("s3").get_object(Bucket=bucket, Key=version["Key"], VersionId=version["VersionId"])["Body"].read()
                if any(word.encode(code) in body for word in words for code in ("utf-8", "utf-16-le")) or MARK in version["Key"]:
                    found.append(f"{bucket}: {version['Key']}")
        return found


def plain(item: dict[str, Any]) -> str:
    """An item as text in small letters, with what a guard keeps compressed."""
    parts = [zlib.decompress(value).decode() if isinstance(value, bytes) else repr(value) for value in item.values()]
    return " ".join(parts).lower()


MADE: dict[str, Any] = {}


def _once_made(api: Api) -> Person:
    """The person is made by the first test and put back as they were for the others."""
    if MADE:
        person: Person = MADE["person"]
        api.world.restore(MADE["saved"])
        person.api, person.world, person.desk.api, person.desk.world = api, api.world, api, api.world
        api.world.crm = replace(api.world.crm, mail=person.desk.mail)
        person.copies()
        return person
    MADE["person"] = Person(api)
    MADE["saved"] = api.world.save()
    return MADE["person"]


@pytest.fixture
def person(api: Api) -> Any:
    for bucket in ("files", "mail", "failures"):
        client("s3").put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    yield _once_made(api)
    for bucket in ("files", "mail", "failures"):
        for name in api.world.crm.files.names(bucket, ""):
            api.world.crm.files.erase(bucket, name)
        client("s3").put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Suspended"})


def test_nothing_is_left_but_the_receipt(person: Person, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]) -> None:
    assert len(person.traces()) > 50  # the test can fail
    with caplog.at_level(logging.DEBUG, logger="chalicelib"):
        caplog.clear()
        capsys.readouterr()
        receipt = person.erase()
        person.world.later(minutes=1)
        person.world.tick()
    assert person.traces() == []
    assert MARK not in caplog.text + "".join(capsys.readouterr())
    told = person.api("GET", f"/v1/privacy/erasures/{receipt}").body
    assert told["state"] == "done" and told["left"] is None and told["finished_at"]
    assert told["counts"]["erased"]["contact"] == 1 and told["counts"]["erased"]["lead"] == 2
    assert told["counts"]["erased"]["submission"] == 4 and told["counts"]["files"] == 3
    assert told["reason"] == "Letter of [erased]" and len(told["hashes"]) == 4
    assert person.world.differences() == []


def test_what_is_others_stays(person: Person) -> None:
    person.erase()
    api = person.api
    assert api("GET", f"/v1/notes/{person.shared}").body["body"] == "Hut met [erased], who drank tea"
    assert api("GET", f"/v1/notes/{person.shared}").body["related"] == [person.company]
    assert api("GET", f"/v1/notes/{person.stray}").body["body"] == "Ask [erased] or [erased], then call"
    assert api("GET", f"/v1/leads/{person.other}").body["emails"][0]["value"] == "tal@other.example"
    assert {each["id"] for each in api("GET", f"/v1/companies/{person.company}/links").body["data"]} == {person.shared}
    assert [api("GET", f"/v1/{path}").status for path in (
        f"contacts/{person.contact}", f"leads/{person.lead}", f"notes/{person.note}", f"tasks/{person.task}")] == [404] * 4
    files = person.world.crm.files
    assert files.get("files", f"imports/{person.imported}/rows/1.jsonl") == b'["first"]\n["Tal","tal@other.example"]\n'
    assert files.names("files", "exports/exp_1/") == []
    assert files.names("files", "exports/exp_2/") == ["exports/exp_2/contacts.csv"]
    job = person.record(person.job)
    assert (job["state"], job["result"]["errors"][0]["title"]) == ("done", "[erased]")
    asked = [each["filter"]["value"] for each in api("GET", "/v1/exports").body["data"]]
    assert asked == ["[erased]"], "who exported what is still told"


def test_history_tells_who_when_and_which_fields(person: Person) -> None:
    person.erase()
    rows = person.api("GET", f"/v1/audit/{person.contact}").body["data"]
    erased, edited, made = rows[0], rows[-2], rows[-1]
    assert erased["actor"] == made["actor"] == person.api.admin and erased["at"]
    assert edited["changes"] == {"emails": [None, None], "job_title": [None, None], "phones": [None, None]}
    assert "birthday" in erased["changes"] and "last_name" in made["changes"] and made["erased"]
    shared = person.api("GET", f"/v1/notes/{person.shared}/history").body["data"]
    assert shared[0]["changes"] == {"body": [None, None], "related": [None, None]} and shared[0]["actor"] == person.api.admin


def test_definitions_that_asked_for_the_person_ask_for_nobody(person: Person) -> None:
    told = person.api("GET", f"/v1/privacy/erasures/{person.erase()}").body["counts"]["cleaned"]
    assert {name: told.get(name) for name in ("view", "report", "scoring_rule", "routing_rule", "cleaning_rule")} == {
        "view": 1, "report": 1, "scoring_rule": 1, "routing_rule": 1, "cleaning_rule": 1}
    view = person.api("GET", f"/v1/views/{person.view}").body
    assert view["name"] == "[erased] and friends" and view["state"] == "ready"
    assert [each["value"] for each in view["filter"]["any"]] == ["[erased]"] * 3
    page = person.api("GET", f"/v1/contacts?view={person.view}").body
    assert page["data"] == [] and person.world.differences() == []


def test_late_and_repeated_events_bring_nothing_back(person: Person) -> None:
    from chalicelib.records.changes import handle
    before = dict(quick_moto.records(person.world.crm.settings.table))
    crm = person.world.crm
    for row in crm.table.query(person.contact, begins="audit#").items[:1]:  # its event has not come yet
        crm.table.delete_many([(row["pk"], row["sk"])])
    person.erase()
    old = [before[id] for id in (person.contact, person.lead, person.note, person.submission)]
    handle(crm, {"Records": [stream_record(None, image) for image in old]})
    first = {**before[person.contact], "revision": {"N": "1"}, "version": {"N": "1"}}
    handle(crm, {"Records": [stream_record(None, first)]})
    person.world.settle()
    assert person.traces() == []
    assert person.world.differences() == []


def test_it_is_finished_wherever_a_worker_dies(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every step is done twice, and once its end is lost."""
    real = erasing.step

    def twice(crm: Any, job: Any, place: Any) -> Any:
        real(crm, job, place)
        return real(crm, job, place)
    monkeypatch.setattr(erasing, "step", twice)
    receipt = person.erase()
    assert person.traces() == []
    told = person.record(receipt)
    assert told["state"] == "done" and told["counts"]["erased"]["contact"] == 1
    assert person.world.differences() == []


def test_a_deleted_person_is_erased_too(person: Person) -> None:
    person.api("DELETE", f"/v1/contacts/{person.contact}")
    person.world.settle()
    person.erase()
    assert person.traces() == []
    assert person.world.differences() == []


def test_a_preview_says_what_will_go_and_does_nothing(person: Person) -> None:
    before = person.traces()
    told = person.api("POST", "/v1/privacy/erasures?preview=true", {"subject_id": person.lead, "reason": "x"}).body
    assert {each["id"] for each in told["people"]} == {person.contact, person.lead, person.lone}
    assert told["erased"]["submission"] == 3 and told["erased"]["note"] == 1 and told["cleaned"]["note"] == 1
    assert not told["more"] and person.traces() == before


@pytest.mark.parametrize("body, field", [
    ({}, "reason"), ({"subject_id": "x", "reason": "x"}, "subject_id"), ({"subject_id": "com_" + "0" * 26, "reason": "x"}, "subject_id"),
    ({"subject_id": "con_" + "0" * 26, "reason": "  "}, "reason"), ([], "body"), ({"reason": "x", "why": 1}, "why"),
    ({"subject_id": "con_" + "0" * 26, "reason": "x", "also": ["usr_" + "0" * 26, 5]}, "also[0]")])
def test_a_request_that_is_wrong(api: Api, body: Any, field: str) -> None:
    refused = api("POST", "/v1/privacy/erasures", body)
    assert refused.status == 422 and field in {error["field"] for error in refused.body["errors"]}


def test_it_takes_a_grant_on_privacy(api: Api) -> None:
    rep = api.person("manager", "m@kith.example")
    contact = api("POST", "/v1/contacts", {"last_name": "Tal"}).body["id"]
    api.world.settle()
    for method, url in (("POST", "erasures"), ("POST", "erasures?preview=true"), ("POST", "exports"), ("GET", "find?q=tal")):
        body = {"subject_id": contact, "reason": "x"} if method == "POST" else None
        assert api(method, f"/v1/privacy/{url}", body, user=rep).status == 403
    assert api("GET", "/v1/erasures", user=rep).status == 403
    assert api("GET", "/v1/privacy/nothing").status == 404 and api("PUT", "/v1/privacy/find").status == 405
    assert api("POST", "/v1/privacy/erasures", {"subject_id": "con_" + "0" * 26, "reason": "x"}).status == 404


def test_asked_twice_at_once_it_is_one_erasure(person: Person) -> None:
    asked = {"subject_id": person.contact, "reason": "x"}
    one, other = (person.api("POST", "/v1/privacy/erasures", asked).body for _time in range(2))
    assert one["id"] == other["id"] and one["job_id"] == other["job_id"]
    person.world.settle(rounds=60)
    assert person.traces() == []


def test_a_record_that_cannot_be_emptied_stands_on_the_receipt(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    from chalicelib.errors import Invalid
    real = shells.empty

    def stubborn(crm: Any, actor: Any, id: str) -> None:
        if id == person.task:
            raise Invalid.one("x", "y", "z")
        real(crm, actor, id)
    monkeypatch.setattr(shells, "empty", stubborn)
    assert person.record(person.erase())["left"] == [person.task]


def test_what_was_merged_into_the_person_goes_too(person: Person) -> None:
    api, crm = person.api, person.world.crm
    if not crm.registry.known("merge"):
        pytest.skip("nothing can be merged here")
    twin = person.post("contacts", {"last_name": MARK, "emails": [{"value": f"twin@{MARK}.example"}]})
    person.world.settle()
    merged = api("POST", f"/v1/contacts/{person.contact}/merge", {"other_id": twin})
    assert merged.status == 200, merged.body
    person.world.settle()
    person.erase()
    assert person.traces() == []
    assert person.record(twin)["erased_at"] and suppression.suppressed(crm, [f"twin@{MARK}.example"])
    assert person.world.differences() == []


def test_what_can_be_done_about_the_erased(person: Person) -> None:
    api, crm = person.api, person.world.crm
    receipt = person.erase()
    assert Errand(crm, receipt, system("test")).notes == {}
    assert MARK not in json.dumps(service.receipt(crm, system("test"), receipt), default=str)
    for method in ("DELETE", "PATCH"):  # nobody changes a receipt
        assert api(method, f"/v1/erasures/{receipt}", {"reason": "x"} if method == "PATCH" else None).status == 403
    assert api("POST", f"/v1/contacts/{person.contact}/restore").status == 404
    assert api("POST", "/v1/privacy/erasures", {"subject_id": person.contact, "reason": "x"}).body["code"] == "already_erased"
    assert api("GET", "/v1/contacts?deleted=true").body["data"] == []
    assert suppression.suppressed(crm, [EMAIL.upper(), OLD, "tal@other.example"]) == {EMAIL.upper(), OLD}
    assert suppression.suppressed(crm, [PHONE]) == {PHONE} and suppression.suppressed(crm, []) == set()
    back = api("POST", "/v1/contacts", {"last_name": "Ruiz", "emails": [{"value": EMAIL}]})
    assert back.status == 201  # who comes back by themselves is welcome
    person.world.settle()
    assert person.world.differences() == []
    person.world.later(days=40)
    person.world.tick()
    assert person.record(person.contact)["erased_at"]


def test_an_erasure_that_was_stopped_goes_on_when_asked_again(person: Person) -> None:
    asked = {"subject_id": person.contact, "reason": "x"}
    first = person.api("POST", "/v1/privacy/erasures", asked).body
    crm = person.world.crm
    job = person.record(first["job_id"])
    erasing.step(crm, job, {})
    erasing.step(crm, job, {"stage": 0, "person": 0})
    assert person.api("POST", f"/v1/jobs/{job['id']}/cancel").status == 200
    person.world.settle(rounds=60)
    assert person.record(person.contact)["erased_at"] and person.traces() != []
    again = person.api("POST", "/v1/privacy/erasures", asked).body
    person.world.settle(rounds=60)
    assert again["id"] == first["id"] and again["job_id"] != first["job_id"]
    assert person.record(first["id"])["state"] == "done" and person.traces() == []


def test_a_worker_that_dies_at_the_very_end_leaves_no_notes(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(Errand, "forget", lambda self: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            person.erase()
    receipt = next(item for item in person.world.crm.table.scan() if item.get("type") == "erasure" and item["sk"] == "record")
    erasing.step(person.world.crm, person.record(receipt["job_id"]), {"stage": 6})
    person.world.settle(rounds=60)
    assert person.traces() == []
