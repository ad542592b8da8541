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
RUNS = frozenset({"jobs", "imports", "exports"})  # records whose `message` is a sentence of ours


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
    objects, shape = asked.path.get("objects"), (len(asked.path), asked.method)
    if shape == (2, "POST") and asked.path.get("id") == "batch":
        return _batch
    if objects not in RUNS:
        return _as_it_is
    if objects == "imports" and asked.path.get("action") == "preview":
        return _preview
    return {(1, "GET"): _page, (1, "POST"): _run, (2, "GET"): _run, (3, "POST"): _run}.get(shape, _as_it_is)


def _as_it_is(body: dict[str, Any]) -> dict[str, Any]:
    return body


def _batch(body: dict[str, Any]) -> dict[str, Any]:
    """Its items, each with its own outcome."""
    return {**body, "results": [{**item, "problem": _problem(item["problem"])} if "problem" in item else item
                                for item in body["results"]]}


def _preview(body: dict[str, Any]) -> dict[str, Any]:
    """What the mapping lacks, and what is wrong with each row."""
    return {**_within(body, "errors"), "rows": [_within(_within(row, "errors"), "warnings") for row in body["rows"]]}


def _page(body: dict[str, Any]) -> dict[str, Any]:
    return {**body, "data": [_run(record) for record in body["data"]]}


def _run(record: dict[str, Any]) -> dict[str, Any]:
    """Its last word, and why some records failed."""
    result = record.get("result")
    said = {"message": _said(record["message"])} if record.get("message") else {}
    return {**record, **said, **({"result": _within(result, "errors")} if isinstance(result, dict) else {})}


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
    sentence: Callable[..., str] = rooms.found("http.german:sentence")
    return sentence(english, code)
