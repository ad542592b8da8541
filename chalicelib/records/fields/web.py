"""Web addresses and company domains."""

# ruff: noqa: ARG002 - the types share one set of signatures, and not every type needs every argument
from __future__ import annotations

import ipaddress
import re
from typing import Any, ClassVar
from urllib.parse import SplitResult, urlsplit, urlunsplit

from chalicelib.records.fields.emails import MAX_DOMAIN, normal_domain
from chalicelib.records.fields.shape import TEXT_OPERATORS, Errors, Field, Scalar
from chalicelib.records.fields.text import clean

MAX_URL = 2000

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_UNSAFE = re.compile(r'[<>"\\\s]')


def normal_url(text: str) -> str | None:
    """An http or https address with a plausible host, or None; a bare domain gets https, no user names inside."""
    text = clean(text).replace(" ", "%20")
    text = text if _SCHEME.match(text) else f"https://{text.removeprefix('//')}"
    try:
        parts = urlsplit(text)
        host, port = normal_host(parts.hostname or ""), parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or not host or _UNSAFE.search(text):
        return None
    netloc = host if port is None else f"{host}:{port}"
    return urlunsplit(SplitResult(parts.scheme, netloc, parts.path, parts.query, parts.fragment))


def normal_host(host: str) -> str | None:
    """A domain, an IP address (v6 in brackets) or localhost, which the local stack's forms redirect to."""
    if host == "localhost":
        return host
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return normal_domain(host)
    return f"[{address.compressed}]" if address.version == 6 else str(address)


def company_domain(text: str) -> str | None:
    """The domain in `https://www.example.com/about` or `ann@example.com`, without www; None if there is none."""
    text = clean(text).rpartition("@")[2] if "/" not in text else clean(text)
    url = normal_url(text.rstrip("."))
    domain = normal_domain(urlsplit(url).hostname or "") if url else None
    while domain and domain.startswith("www.") and domain.count(".") > 1:
        domain = domain.removeprefix("www.")
    return domain


class Url(Scalar):
    """A web address, http or https."""

    name: ClassVar[str] = "url"
    operators: ClassVar[frozenset[str]] = TEXT_OPERATORS
    exact: ClassVar[bool] = False

    def parse(self, field: Field, value: object, path: str, into: Errors, region: str) -> Any:
        """With its scheme, host in lower case."""
        if isinstance(value, str) and not clean(value):
            return None
        url = normal_url(value) if isinstance(value, str) and len(value) <= MAX_URL else None
        if url is None or len(url) > MAX_URL:
            return into.add(path, "invalid_url", "Must be a web address such as https://example.com")
        return url

    def operand(self, field: Field, value: object, path: str, into: Errors) -> Any:
        """As a whole address."""
        return self.parse(field, value, path, into, "")

    def schema(self, field: Field) -> dict[str, Any]:
        """A URI; bare domains are taken too."""
        return {"type": "string", "maxLength": MAX_URL}


class Domain(Scalar):
    """A company's domain name, as identity: `example.com`."""

    name: ClassVar[str] = "domain"
    operators: ClassVar[frozenset[str]] = TEXT_OPERATORS

    def parse(self, field: Field, value: object, path: str, into: Errors, region: str) -> Any:
        """The domain, also out of a web or email address."""
        if isinstance(value, str) and not clean(value):
            return None
        domain = company_domain(value) if isinstance(value, str) and len(value) <= MAX_URL else None
        return domain or into.add(path, "invalid_domain", "Must be a domain such as example.com")

    def schema(self, field: Field) -> dict[str, Any]:
        """A host name."""
        return {"type": "string", "maxLength": MAX_DOMAIN}
