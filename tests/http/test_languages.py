"""What the API says for people, in German: whole, for every sentence that the source knows."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domains import registry
from chalicelib.errors import FieldError, Invalid, NotFound
from chalicelib.german import sentences as german
from chalicelib.http import answers, languages
from chalicelib.http.answers import Reply
from chalicelib.http.call import Call
from docs.pages import codes
from tests.edge import Api

FORMS = sorted(form for form in codes.sentences() if re.search("[A-Za-z]", form))
WEB = Path(__file__).resolve().parents[2] / "web" / "src"


def filled(form: str) -> str:
    """The sentence with something in each gap that no dictionary knows; a gap at a word's end is what may follow."""
    gaps = iter(range(100))
    return re.sub(german.GAP, lambda _gap: f"qz{next(gaps)}", re.sub(rf"(?<=\w){german.GAP}$", "", form))


def left(said: str) -> list[str]:
    """What a form leaves as it was although it is a clause: words without a comma between them."""
    if said in german._texts()["sentences"]:
        return []
    taken = next((found for form in german._forms() if (found := german.values(form, said)) is not None), [])
    return [value for value in taken if re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}", value)]


@pytest.mark.parametrize("form", FORMS)
def test_every_sentence_has_a_german_one(form: str) -> None:
    said = filled(form)
    assert german.sentence(said) != said or said in german._texts()["sentences"], "add it to chalicelib/german/sentences.json"
    assert left(said) == [], "a more general form takes it: add it to chalicelib/german/sentences.json"


def test_every_code_has_a_german_sentence() -> None:
    uses = codes.uses()
    told = {use.code for use in uses if use.message}
    assert {use.code for use in uses} - told - set(german._texts()["codes"]) == set()


def test_no_german_sentence_is_left_over() -> None:
    source = "".join(file.read_text() for file in codes.PACKAGE.rglob("*.py"))
    known = " ".join(FORMS) + re.sub(r'"\s*\n\s*f?"', "", source)
    parts = {form: [part[:16] for part in form.split(german.GAP) if len(part) > 4] for form in german._texts()["sentences"]}
    assert [form for form, some in parts.items() if not any(part in known for part in some)] == []


def test_every_gap_is_filled_once() -> None:
    wrong = [form for form, text in german._texts()["sentences"].items()
             if {int(slot) for slot in re.findall(r"\{(\d)!?\}", text)} != set(range(form.count(german.GAP)))]
    assert wrong == []


def test_labels_are_those_of_the_web_client() -> None:
    own = json.loads((WEB / "i18n" / "de.json").read_text())["types"]
    words = german._texts()["words"]
    assert [type.name for type in registry() if type.label.lower() not in words] == []
    assert [type.name for type in registry() if type.name in own and words[type.label.lower()] != own[type.name]["one"]] == []


def test_labels_of_fields_that_people_fill_in_are_known() -> None:
    words = german._texts()["words"]
    assert {field.display for type in registry() for field in type.fields
            if not field.read_only and field.display.lower() not in words} == set()


@pytest.mark.parametrize(("english", "told"), [
    ("Last name is required", "„Nachname“ fehlt noch"),
    ("Segment is required", "„Segment“ fehlt noch"),
    ("Must be one of Company, name", "Bitte eine von diesen Möglichkeiten: Company, name"),
    ("There is no contact “Company”", "Es gibt keinen Eintrag (Kontakt) „Company“"),
    ("None of your roles may delete leads", "Keine Ihrer Rollen erlaubt: Leads löschen"),
    ("Bitte nicht", "Bitte nicht"),
])
def test_labels_are_told_and_what_people_wrote_is_left(english: str, told: str) -> None:
    assert german.sentence(english) == told


@pytest.mark.parametrize(("header", "language"), [
    ("de", "de"), ("de-AT,en;q=0.5", "de"), ("en,de;q=0.9", "en"), ("fr, de;q=0.1", "de"), ("fr", "en"), ("", "en"),
    ("de;q=0", "en"), ("de;q=x", "en"), ("en;q=0.2,de;q=0.8", "de"), (",;=" * 400, "en")])
def test_the_language_is_the_readers_first_of_ours(header: str, language: str) -> None:
    assert languages.preferred(header) == language


def asked(line: str) -> Call:
    """A German reader's call such as `GET jobs/job_1`."""
    method, _, path = line.partition(" ")
    named = dict(zip(("objects", "id", "action", "other_id"), path.split("/"), strict=False))
    return Call(method, "/v1/" + "/".join(f"{{{name}}}" for name in named), named, {}, {"accept-language": "de"}, b"",
                "r", "", "")


def told(line: str, body: Any) -> Any:
    """What a German reader gets for this call's body."""
    return languages.told(Reply(body=body), asked(line)).body


def german_of(problem: Any) -> Any:
    """The problem's body in German."""
    return languages.told(answers.problem(problem, "r"), asked("GET leads/led_1")).body


def test_a_problem_is_told_whole_and_keeps_its_codes() -> None:
    body = german_of(Invalid([FieldError("last_name", "required", "Last name is required")]))
    assert (body["code"], body["errors"][0]["code"], body["request_id"]) == ("invalid", "required", "r")
    assert body["title"] == "Einige Angaben stimmen nicht"
    assert body["detail"] == "last_name: „Nachname“ fehlt noch"
    assert body["errors"][0]["message"] == "„Nachname“ fehlt noch"


def test_a_sentence_that_nobody_knows_is_told_by_its_code_or_as_it_is() -> None:
    assert german_of(NotFound("Nothing of the kind, whatever it is"))["detail"] == "So etwas gibt es hier nicht"
    assert german_of(NotFound("Nothing of the kind, whatever it is", code="new"))["detail"].startswith("Nothing")


FAILED = {"id": "con_1", "code": "not_found", "message": "There is no such record"}
TOLD = {**FAILED, "message": "Diesen Eintrag gibt es nicht"}
JOB = {"type": "job", "message": "The database is busy", "result": {"errors": [FAILED]}}
JOB_TOLD = {"type": "job", "message": "Die Datenbank ist überlastet", "result": {"errors": [TOLD]}}
OF_PEOPLE = ({"type": "lead", "message": "The form cannot be read", "code": "required"}, JOB, {"data": [JOB]},
             {"results": [{"problem": {"detail": "Must be text"}}]}, {"results": [{"problem": {"errors": ["a"]}}]},
             {"state": "previewed", "rows": ["a"]}, {"state": "previewed", "rows": [], "errors": [FAILED]})


@pytest.mark.parametrize("body", OF_PEOPLE)
@pytest.mark.parametrize("line", ["GET contacts", "POST contacts", "PATCH contacts/con_1", "GET contacts/con_1",
                                  "POST contacts/con_1/restore", "GET jobs/job_1/history"])
def test_what_people_wrote_is_left_whatever_it_looks_like(line: str, body: Any) -> None:
    reply = Reply(body=body)
    assert languages.told(reply, asked(line)) is reply


@pytest.mark.parametrize("line", ["GET jobs/job_1", "POST jobs/job_1/cancel", "GET imports/imp_1", "POST imports",
                                  "POST imports/imp_1/start", "GET exports/exp_1", "POST exports/exp_1/cancel"])
def test_a_run_is_told(line: str) -> None:
    assert told(line, JOB) == JOB_TOLD


@pytest.mark.parametrize("line", ["GET jobs", "GET imports", "GET exports"])
def test_each_run_of_a_list_is_told(line: str) -> None:
    assert told(line, {"data": [JOB, {"id": "job_2"}], "next_cursor": None}) == {
        "data": [JOB_TOLD, {"id": "job_2"}], "next_cursor": None}


def test_a_preview_tells_what_it_lacks_and_its_rows() -> None:
    values = {"notes": "There is no such record"}
    preview = {"state": "previewed", "errors": [FAILED], "rows": [
        {"row": 2, "values": values, "errors": [FAILED]}, {"row": 3, "errors": [], "warnings": [FAILED]}]}
    assert told("POST imports/imp_1/preview", preview) == {"state": "previewed", "errors": [TOLD], "rows": [
        {"row": 2, "values": values, "errors": [TOLD]}, {"row": 3, "errors": [], "warnings": [TOLD]}]}


@pytest.mark.parametrize(("line", "body"), [
    ("POST contacts/batch", {"results": [{"problem": {"errors": ["a"]}}]}), ("POST contacts/batch", {"results": [None]}),
    ("POST contacts/batch", {}), ("POST imports/imp_1/preview", {"rows": ["a"]}), ("GET jobs", {"data": ["a"]}),
    ("GET jobs/job_1", {"message": 5}), ("GET jobs/job_1", {"message": {}}), ("GET jobs/job_1", {"result": {"errors": [5]}})])
def test_an_odd_body_is_answered_as_it_was(line: str, body: Any) -> None:
    reply = Reply(body=body)
    assert languages.told(reply, asked(line)) is reply
    problem = Reply(400, {"errors": ["a"]}, content_type=answers.PROBLEM)
    assert languages.told(problem, asked(line)) is problem


def test_the_header_decides(api: Api) -> None:
    answer = api("POST", "/v1/contacts", {"emails": ["?"], "nonsense": 1}, Accept_Language="de-DE,de;q=0.9,en;q=0.5")
    said = {each["field"]: each["message"] for each in answer.body["errors"]}
    assert said["nonsense"] == "Dieses Feld gibt es nicht"
    assert "Bitte eine E-Mail-Adresse wie ann@example.com" in said.values()
    assert answer.headers["Content-Language"] == "de"
    english = api("POST", "/v1/contacts", {"nonsense": 1}, Accept_Language="en")
    assert english.body["errors"][0]["message"] == "There is no such field"
    assert "Content-Language" not in english.headers


def test_a_batch_tells_each_of_its_items(api: Api) -> None:
    body = api("POST", "/v1/contacts/batch", {"create": [{"nonsense": 1}, {"last_name": "Ruiz"}]}, Accept_Language="de").body
    assert body["results"][0]["problem"]["errors"][0]["message"] == "Dieses Feld gibt es nicht"
    assert body["results"][1]["status"] == 201


@pytest.mark.parametrize("wrote", [
    {"results": [{"problem": {"detail": "Must be text"}}]}, {"results": [{"problem": {"errors": ["a"]}}]},
    {"state": "previewed", "rows": ["a"]}])
def test_an_added_field_is_answered_as_it_was_written(api: Api, wrote: dict[str, Any]) -> None:
    for name in wrote:
        field = {"object": "contacts", "name": name, "type": "json", "label": name.title()}
        assert api("POST", "/v1/fields", field).status == 201
    made = api("POST", "/v1/contacts", {"last_name": "Ruiz"})
    changed = api("PATCH", f"/v1/contacts/{made.body['id']}", wrote, Accept_Language="de")
    assert (changed.status, {name: changed.body.get(name) for name in wrote}) == (200, wrote)
    assert "Content-Language" not in changed.headers


RUNG = {"type": "notification", "kind": "lead_assigned", "title": "New lead: Reminder: Ann", "id": "ntf_1",
        "body": "ann@example.com · score 82 (A)\n\nReminder: call\n\nRule 'All' takes every lead. Bo is the only person in its pool."}
RUNG_TOLD = {**RUNG, "title": "Neuer Lead: Reminder: Ann", "body": "ann@example.com · Bewertung 82 (A)\n\nReminder: call\n\n"
             "Regel „All“ nimmt jeden Lead. Bo gehört als einzige Person dazu."}
REFUSED = {"type": "submission", "id": "sub_1", "reason": "The hidden field was filled", "summary": "To 3 leads",
           "notes": ["Known by phone alone: a@b.example was not added to the lead", "website: Must be a web address such as https://example.com", "Mine: kept"]}
REFUSED_TOLD = {**REFUSED, "reason": "Das verborgene Feld war ausgefüllt", "notes": [
    "Nur über die Telefonnummer bekannt: a@b.example wurde nicht zum Lead genommen", "website: Bitte eine Webadresse wie https://example.com", "Mine: kept"]}
LINES = [{"title": title, "record": {"type": kind, "id": "x"}, "summary": "To 3 leads"} for title, kind in
         (("Mail to the lead", "submission"), ("Mail received", "submission"), ("Mail sent: Hello", "email"), ("Note", "note"))]
LINES_TOLD = [{**LINES[0], "summary": "An 3 Leads"}, *LINES[1:]]


@pytest.mark.parametrize(("line", "body", "german"), [
    ("GET notifications", {"data": [RUNG]}, {"data": [RUNG_TOLD]}), ("GET notifications/ntf_1", RUNG, RUNG_TOLD),
    ("POST notifications/ntf_1/read", RUNG, RUNG_TOLD), ("GET submissions", {"data": [REFUSED]}, {"data": [REFUSED_TOLD]}),
    ("GET submissions/sub_1", REFUSED, REFUSED_TOLD), ("GET emails/eml_1", REFUSED, REFUSED_TOLD),
    ("GET contacts/con_1/timeline", {"data": LINES}, {"data": LINES_TOLD}),
    ("GET contacts/con_1", {"reason": "To 3 leads", "timeline": LINES}, {"reason": "To 3 leads", "timeline": LINES_TOLD})])
def test_bells_and_reasons_are_told_and_what_people_wrote_is_left(line: str, body: Any, german: Any) -> None:
    assert told(line, body) == german
