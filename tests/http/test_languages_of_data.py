"""What the API says of data in German: problems of quality, what a person's records are called, what a run left."""

from __future__ import annotations

import pytest

from chalicelib.domains import registry
from chalicelib.german import notices
from chalicelib.privacy import finding
from chalicelib.quality import report
from chalicelib.records.quality_rules import PROBLEMS
from tests.http.test_languages import FAILED, TOLD, told


def test_what_was_left_as_it_is_when_a_run_was_taken_back_is_told() -> None:
    assert told("GET jobs/job_1", {"result": {"kept": [FAILED]}}) == {"result": {"kept": [TOLD]}}
    report = {"job": {"message": "The database is busy"}, "undone": None, "records": []}
    assert told("POST cleaning_rules/clr_1/report", report)["job"] == {"message": "Die Datenbank ist überlastet"}


def labels() -> list[str]:
    """Every label of a problem that the account of quality may tell."""
    important = [type.all_fields[name] for type in registry() for name in type.important]
    return [*(problem.label for problem in PROBLEMS.values()), *map(report._missing_label, important),
            report._stale(next(iter(registry())), {}, "2026-01-01T00:00:00.000Z")["label"]]


@pytest.mark.parametrize("label", labels())
def test_every_problem_of_quality_is_told(label: str) -> None:
    problem = {"problem": "x", "field": "x", "label": label}
    said = told("GET quality/contacts", {"problems": [problem]})["problems"][0]["label"]
    assert said != label and " missing" not in said
    assert told("GET quality", {"data": [{"problems": [problem]}]})["data"][0]["problems"][0]["label"] == said
    assert told("GET quality/contacts/con_1", {"problems": [problem]})["problems"][0]["label"] == said


def test_the_records_with_a_problem_are_left() -> None:
    body = {"data": [{"id": "con_1", "title": "Import of coffee"}], "next_cursor": None}
    assert told("GET quality/contacts", body) == body


@pytest.mark.parametrize(("type", "english", "german"), [
    ("consent", "Newsletter: granted", "Newsletter: erteilt"), ("consent", "Product news: withdrawn", "Neues zum Produkt: widerrufen"),
    ("consent", "Coffee: granted", "Coffee: erteilt"), ("export", "Export of contacts", "Export (Kontakte)"),
    ("submission", "Submission AB12CD", "Einsendung AB12CD"), ("merge", "Merge of two leads", "Zusammenführung (Leads)"),
    ("duplicate", "Ann Berg and A. Berg", "Ann Berg und A. Berg"), ("sign_in", "password: ok", "Passwort: gelungen"),
    ("notification", "You were given a lead: Ann", "Ein Lead gehört jetzt Ihnen: Ann"), ("notification", "Reminder: Call", "Erinnerung: Call"),
    ("task", "Task", "Aufgabe"), ("task", "Export of contacts", "Export of contacts"), ("contact", "Nameless", "Ohne Namen"),
    ("note", "Erasure of Ann", "Erasure of Ann")])
def test_what_a_persons_records_are_called_is_told_where_the_words_are_ours(type: str, english: str, german: str) -> None:
    line = {"id": "x", "type": type, "title": english}
    assert told("GET privacy/find", {"people": [line], "related": [], "note": finding.UNSEARCHED}) == {
        "people": [{**line, "title": german}], "related": [], "note": notices.label(finding.UNSEARCHED)}
    assert told("POST privacy/erasures", {"people": [line]})["people"][0]["title"] == german
    assert notices.label(finding.UNSEARCHED) != finding.UNSEARCHED


def test_a_title_that_is_not_told_stays_untold() -> None:
    body = {"people": [{"id": "x", "type": "lead", "title": None}], "related": []}
    assert told("GET privacy/find", body) == body


def test_what_a_record_is_linked_with_is_called_so_too() -> None:
    consent, note = ({"id": "x", "type": type, "title": "Newsletter: granted"} for type in ("consent", "note"))
    body = told("GET contacts/con_1", {"links": {"data": [consent, note], "totals": {}}})
    assert body["links"] == {"data": [{**consent, "title": "Newsletter: erteilt"}, note], "totals": {}}
