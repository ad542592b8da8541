"""Answers in the reader's language: what the API says for people, never what people wrote."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from chalicelib import rooms
from chalicelib.http.answers import PROBLEM, Reply

LANGUAGES = ("en", "de")
MOST_WISHES = 20
RUNS = frozenset({"job", "import", "export"})  # records whose `message` is a sentence of ours


def preferred(header: str) -> str:
    """The first of our languages in an Accept-Language header, by weight (RFC 9110, 12.5.4); English for none."""
    wishes = [_wish(entry) for entry in header[:500].split(",")[:MOST_WISHES]]
    known = [(weight, language) for weight, language in wishes if language in LANGUAGES and weight > 0]
    return max(known, key=lambda wish: wish[0])[1] if known else "en"


def told(reply: Reply, language: str) -> Reply:
    """The reply with its sentences in that language, named in `Content-Language` where there are any."""
    if language == "en" or not isinstance(reply.body, dict):
        return reply
    body = _problem(reply.body) if reply.content_type == PROBLEM else _answer(reply.body)
    return reply if body is reply.body else replace(reply, body=body, headers={
        **reply.headers, "Content-Language": language})


def _wish(entry: str) -> tuple[float, str]:
    tag, _semicolon, weight = entry.partition(";")
    language = tag.strip().partition("-")[0].lower()
    try:
        return (float(weight.strip().removeprefix("q=")) if weight else 1.0), language
    except ValueError:
        return 0.0, language


def _answer(body: dict[str, Any]) -> dict[str, Any]:
    """What goes well may have sentences too: items of a batch, rows of a preview, the last word of a run."""
    for name, one in (("results", _item), ("data", _row)):
        if isinstance(body.get(name), list):
            return {**body, name: [one(each) for each in body[name]]}
    if body.get("type") in RUNS:
        return _run(body)
    if body.get("state") == "previewed" and isinstance(body.get("rows"), list):
        return {**body, "rows": [_within(row, "errors") for row in body["rows"]]}
    return body


def _item(item: Any) -> Any:
    problem = item.get("problem") if isinstance(item, Mapping) else None
    return {**item, "problem": _problem(problem)} if isinstance(problem, dict) else item


def _row(record: Any) -> Any:
    return _run(record) if isinstance(record, dict) and record.get("type") in RUNS else record


def _run(record: dict[str, Any]) -> dict[str, Any]:
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
