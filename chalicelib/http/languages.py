"""Answers in the reader's language: what the API says for people, never what people wrote."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from chalicelib import rooms
from chalicelib.http import log
from chalicelib.http.answers import PROBLEM, Reply
from chalicelib.http.call import Call

LANGUAGES = ("en", "de")
MOST_WISHES = 20
NO_REASON = ("Form received", "Mail received", "Submission received", "Mail sent")  # with what somebody wrote


def preferred(header: str) -> str:
    """The first of our languages in an Accept-Language header, by weight (RFC 9110, 12.5.4); English for none."""
    wishes = [_wish(entry) for entry in header[:500].split(",")[:MOST_WISHES]]
    known = [(weight, language) for weight, language in wishes if language in LANGUAGES and weight > 0]
    return max(known, key=lambda wish: wish[0])[1] if known else "en"


def told(reply: Reply, asked: Call) -> Reply:
    """The reply with its sentences in the reader's language, named in `Content-Language` where there are any.

    What was asked is done by now, so this never fails: what cannot be read is answered as it was.
    """
    language = preferred(asked.headers.get("accept-language", ""))
    if language == "en" or not isinstance(reply.body, dict):
        return reply
    try:
        body = _problem(reply.body) if reply.content_type == PROBLEM else _teller(asked)(reply.body)
    except Exception:
        log.logger().exception("untold", request_id=asked.request_id, resource=asked.resource)
        return reply
    return reply if body == reply.body else replace(reply, body=body, headers={
        **reply.headers, "Content-Language": language})


def _wish(entry: str) -> tuple[float, str]:
    tag, _semicolon, weight = entry.partition(";")
    language = tag.strip().partition("-")[0].lower()
    try:
        return (float(weight.strip().removeprefix("q=")) if weight else 1.0), language
    except ValueError:
        return 0.0, language


def _teller(asked: Call) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """What goes well may have sentences too. Where they stand is known by the call: a body may look like any other."""
    objects, shape = asked.path.get("objects", ""), (len(asked.path), asked.method)
    if shape == (2, "POST") and asked.path.get("id") == "batch":
        return _batch
    if objects == "imports" and asked.path.get("action") == "preview":
        return _preview
    if shape[1] == "GET" and asked.path.get("action") == "timeline":
        return _timeline
    if objects in ("quality", "privacy"):
        return _account if objects == "quality" else _person
    if objects == "cleaning_rules" and asked.path.get("action") == "report":
        return _report
    if objects not in OF_OURS:
        return _profile if shape == (2, "GET") else _as_it_is
    one = OF_OURS[objects]
    return {(1, "GET"): lambda body: {**body, "data": [one(record) for record in body["data"]]},
            (1, "POST"): one, (2, "GET"): one, (3, "POST"): one}.get(shape, _as_it_is)


def _as_it_is(body: dict[str, Any]) -> dict[str, Any]:
    return body


def _batch(body: dict[str, Any]) -> dict[str, Any]:
    """Its items, each with its own outcome."""
    return {**body, "results": [{**item, "problem": _problem(item["problem"])} if "problem" in item else item
                                for item in body["results"]]}


def _preview(body: dict[str, Any]) -> dict[str, Any]:
    """What the mapping lacks, and what is wrong with each row."""
    return {**_within(body, "errors"), "rows": [_within(_within(row, "errors"), "warnings") for row in body["rows"]]}


def _account(body: dict[str, Any]) -> dict[str, Any]:
    """What is wrong, of one object or record or of each."""
    if "problems" not in body:
        return {**body, "data": [_account(each) if "problems" in each else each for each in body["data"]]}
    label: Callable[..., str] = rooms.found("german.notices:label")
    return {**body, "problems": [{**each, "label": label(each["label"])} for each in body["problems"]]}


def _person(body: dict[str, Any]) -> dict[str, Any]:
    """Who somebody is and what names them, and what was not looked through."""
    lines: dict[str, Any] = {name: [_named(line) for line in body[name]]
                             for name in ("people", "related") if name in body}
    note = {"note": rooms.found("german.notices:label")(body["note"])} if "note" in body else {}
    return {**body, **lines, **note}


def _named(line: dict[str, Any]) -> dict[str, Any]:
    """A line with its record's title, which is None for who may not read it."""
    if not line.get("title"):
        return line
    return {**line, "title": rooms.found("german.notices:name")(line["type"], line["title"])}


def _report(body: dict[str, Any]) -> dict[str, Any]:
    """The last words of a cleaning and of its undoing."""
    return {**body, **{name: _run(body[name]) for name in ("job", "undone") if body[name]}}


def _run(record: dict[str, Any]) -> dict[str, Any]:
    """Its last word, and why some records failed."""
    result = record.get("result")
    said = {"message": _said(record["message"])} if record.get("message") else {}
    told = {"result": _within(_within(result, "errors"), "kept")} if isinstance(result, dict) else {}
    return {**record, **said, **told}


def _notice(record: dict[str, Any]) -> dict[str, Any]:
    """A notification's title and body."""
    told: dict[str, Any] = rooms.found("german.notices:notice")(record)
    return {**record, **told}


def _failing(record: dict[str, Any]) -> dict[str, Any]:
    """Why a submission was not taken, or a mail not sent; and what was left out of it."""
    why, notes = record.get("reason"), record.get("notes")
    told = {"reason": rooms.found("german.notices:reason")(why)} if isinstance(why, str) else {}
    left = {"notes": [rooms.found("german.notices:note")(note) if isinstance(note, str) else note for note in notes]
            } if isinstance(notes, list) else {}
    return {**_profile(record), **told, **left}


def _timeline(body: dict[str, Any]) -> dict[str, Any]:
    return {**body, "data": [_entry(entry) for entry in body["data"]]}


def _profile(record: dict[str, Any]) -> dict[str, Any]:
    """Any record, with the timeline and the links that were asked for beside it."""
    entries, links = record.get("timeline"), record.get("links")
    if isinstance(links, dict) and isinstance(links.get("data"), list) and "totals" in links:
        record = {**record, "links": {**links, "data": [_named(link) for link in links["data"]]}}
    return {**record, "timeline": [_entry(entry) for entry in entries]} if isinstance(entries, list) else record


def _entry(entry: Any) -> Any:
    """A line of a timeline: the reason in it, where it has one."""
    about = entry.get("record") if isinstance(entry, dict) else None
    if not isinstance(about, dict) or about.get("type") not in ("submission", "email"):
        return entry
    if not entry.get("summary") or str(entry.get("title", "")).startswith(NO_REASON):
        return entry
    return {**entry, "summary": rooms.found("german.notices:reason")(entry["summary"])}


def _problem(body: dict[str, Any]) -> dict[str, Any]:
    """problem+json: title, detail, each field's message."""
    code, errors = str(body.get("code", "")), body.get("errors") or []
    told = [{**each, "message": _said(each["message"], each["code"])} for each in errors]
    detail = _list(told) if errors and body.get("detail") == _list(errors) else _said(str(body.get("detail", "")), code)
    return {**body, "title": _said(str(body.get("title", ""))), "detail": detail, "errors": told}


def _list(errors: list[dict[str, Any]]) -> str:
    """The detail of `errors.Invalid`."""
    return "; ".join(f"{each['field']}: {each['message']}" for each in errors[:3])


def _within(body: dict[str, Any], name: str) -> dict[str, Any]:
    """A list of `{code, message}` under that name."""
    listed = body.get(name)
    if not isinstance(listed, list):
        return body
    return {**body, name: [{**each, "message": _said(str(each["message"]), str(each.get("code", "")))}
                           if isinstance(each, dict) and each.get("message") else each for each in listed]}


def _said(english: str, code: str = "") -> str:
    sentence: Callable[..., str] = rooms.found("german.sentences:sentence")
    return sentence(english, code)


# Whose records have sentences of ours, and where.
OF_OURS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "jobs": _run, "imports": _run, "exports": _run, "notifications": _notice, "submissions": _failing,
    "emails": _failing}
