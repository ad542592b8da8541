"""One HTTP call in plain values, with bounded and careful reading of its parts."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from chalice.app import Request

from chalicelib.errors import Invalid, Malformed, TooLarge, UnsupportedType
from chalicelib.records.permissions import Actor

JSON_LIMIT = 1_000_000
JSON_TYPES = ("", "application/json", "application/merge-patch+json")
TRUE = frozenset({"true", "1", "yes"})


@dataclass(frozen=True)
class Call:
    """What was asked: path parameters, query, headers (lower case), body, who, from where."""

    method: str
    resource: str
    path: dict[str, str]
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    request_id: str
    address: str
    stage_url: str
    user_id: str = ""
    lacks_slash: bool = False  # `/prod`: what a page names beside itself would not be found
    actor: Actor = field(default_factory=lambda: Actor("system:nobody"))

    def json(self) -> Any:
        """The JSON body. TooLarge, UnsupportedType, Malformed; None for an empty body."""
        if len(self.body) > JSON_LIMIT:
            raise TooLarge(f"A JSON body has {JSON_LIMIT} bytes at most")
        kind = self.content_type
        if kind not in JSON_TYPES:
            raise UnsupportedType(f"Send application/json, not {kind[:80]}")
        return parsed(self.body) if self.body.strip() else None

    @property
    def content_type(self) -> str:
        """The media type without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def flag(self, name: str) -> bool:
        """A yes or no of the query string."""
        return self.query.get(name, "").lower() in TRUE

    def number(self, name: str, default: int, most: int) -> int:
        """A whole number of the query string from 1 to `most`; Invalid otherwise."""
        text = self.query.get(name, str(default))
        if not re.fullmatch(r"[0-9]{1,9}", text) or not 1 <= int(text) <= most:
            raise Invalid.one(name, "out_of_range", f"{name} is a whole number from 1 to {most}")
        return int(text)

    @property
    def idempotency_key(self) -> str:
        """The Idempotency-Key, 1 to 255 printable characters, or nothing."""
        key = self.headers.get("idempotency-key")
        if key is None:
            return ""
        if not 1 <= len(key) <= 255 or not key.isprintable():
            raise Invalid.one("Idempotency-Key", "invalid_idempotency_key", "1 to 255 printable characters")
        return key

    @property
    def if_match(self) -> int | None:
        """The version that the client saw, or None where it does not care."""
        text = self.headers.get("if-match", "").strip()
        if text in ("", "*"):
            return None
        match = re.fullmatch(r'(?:W/)?"?([0-9]{1,9})"?', text)
        if not match:
            raise Malformed('If-Match is a version as in the ETag, such as "3"')
        return int(match[1])


def read(request: Request, base_url: str = "") -> Call:
    """The call that Chalice received; who is asking is filled in later. `base_url` is our public address."""
    context = request.context or {}
    headers = {name.lower(): str(value) for name, value in (request.headers or {}).items()}
    body = request.raw_body or b""
    resource = str(context.get("resourcePath", ""))
    return Call(
        method=request.method, resource=resource, path=dict(request.uri_params or {}),
        query=_query(request), headers=headers, body=body if isinstance(body, bytes) else str(body).encode(),
        request_id=str(context.get("requestId", "")),
        stage_url=_place(context, headers, resource, base_url.rstrip("/")),
        address=str((context.get("identity") or {}).get("sourceIp", "")),
        user_id=str((context.get("authorizer") or {}).get("user_id", "")),
        lacks_slash=resource == "/" and not str(context.get("path") or "/").endswith("/"))


def _place(context: Mapping[str, Any], headers: Mapping[str, str], resource: str, base_url: str) -> str:
    """Where we were called. A Host header is believed only where neither the gateway nor the settings know."""
    domain = str(context.get("domainName") or "")
    if base_url and domain in ("", urlsplit(base_url).netloc):
        return base_url
    scheme = headers.get("x-forwarded-proto", "https").split(",")[0]
    return f"{scheme}://{domain or headers.get('host', '')}{_stage(str(context.get('path') or ''), resource)}"


def _stage(path: str, resource: str) -> str:
    """What stands before our routes in the called path: the stage, a base path of a custom domain, or nothing."""
    own = len([part for part in resource.split("/") if part])
    parts = path.rstrip("/").split("/")
    return "/".join(parts[:len(parts) - own])


def parsed(body: bytes) -> Any:
    """Strict JSON in UTF-8: no NaN, no endless nesting."""
    try:
        return json.loads(body.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Malformed("The body is not valid JSON in UTF-8") from error


def form_fields(body: bytes) -> dict[str, Any]:
    """A form-encoded body; a name given several times becomes a list."""
    found: dict[str, Any] = {}
    try:
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=500)
    except ValueError as error:
        raise Malformed("The form cannot be read") from error
    for name, value in pairs:
        if name in found:
            found[name] = [*found[name], value] if isinstance(found[name], list) else [found[name], value]
        else:
            found[name] = value
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _query(request: Request) -> dict[str, str]:
    params = request.query_params
    return {name: params.getlist(name)[-1] for name in params} if params else {}
