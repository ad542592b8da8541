"""Answers: JSON, problem+json, HTML; safe headers on each."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from chalice.app import Response

from chalicelib.errors import Problem

JSON, PROBLEM = "application/json", "application/problem+json"
SAFE = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cache-Control": "no-store",
        "Strict-Transport-Security": "max-age=31536000",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"}  # pages have policies of their own


@dataclass(frozen=True)
class Reply:
    """Status, body (JSON-able, or text with its own content type) and headers."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = JSON


def problem(error: Problem, request_id: str) -> Reply:
    """RFC 9457."""
    return Reply(error.status, error.body(request_id), error.headers, PROBLEM)


def response(reply: Reply, request_id: str) -> Response:
    """What Chalice sends."""
    headers = {**SAFE, "Content-Type": reply.content_type, "X-Request-Id": request_id,
               **{name: _one_line(value) for name, value in reply.headers.items()}}
    return Response(body=_text(reply), status_code=reply.status, headers=headers)


def _text(reply: Reply) -> str:
    if reply.body is None:
        return ""
    if isinstance(reply.body, str):
        return reply.body
    text = json.dumps(reply.body, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:  # half a surrogate pair in what a client sent and gets told about
        return json.dumps(reply.body)
    return text


def _one_line(value: str) -> str:
    return "".join(letter for letter in value if letter.isprintable())
