"""vCard 4.0 (RFC 6350): one card a person, escaped, folded at 75 octets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from chalicelib import __version__

Record = Mapping[str, Any]
WIDTH = 75
KINDS = {"work": "work", "home": "home", "private": "home"}
PHONE_KINDS = {**KINDS, "mobile": "cell", "cell": "cell", "fax": "fax", "pager": "pager"}
PLACE = ("city", "region", "postal_code", "country")


def card(record: Record, name: str, company: str) -> bytes:
    """One person; `name` is how the record is titled."""
    lines = [line for line in _lines(record, name, company) if line]
    return b"".join(folded(line) for line in ("BEGIN:VCARD", "VERSION:4.0", *lines, "END:VCARD"))


def folded(line: str) -> bytes:
    """Lines of 75 octets at most, each further one begins with a blank; no letter is cut in two (section 3.2)."""
    rest, pieces = line.encode(), list[bytes]()
    while len(rest) > WIDTH - bool(pieces):
        end = WIDTH - bool(pieces)
        while rest[end] & 0xC0 == 0x80:  # within a letter of several octets
            end -= 1
        pieces.append(rest[:end])
        rest = rest[end:]
    return b"\r\n ".join((*pieces, rest)) + b"\r\n"


def escaped(value: object) -> str:
    """A text value: backslash, comma, semicolon and line ends escaped (section 3.4), control letters left out."""
    text = re.sub(r"\r\n?", "\n", str(value)).replace("\\", "\\\\")
    text = re.sub("[\0-\x09\x0b-\x1f\x7f]", "", text)
    return text.replace(",", "\\,").replace(";", "\\;").replace("\n", "\\n")


def _lines(record: Record, name: str, company: str) -> Iterator[str]:
    yield f"PRODID:-//Kith//{__version__}//EN"
    yield f"UID;VALUE=text:{escaped(record.get('id', ''))}"
    yield f"FN:{escaped(name)}"
    last, first, prefix = (escaped(record.get(part) or "") for part in ("last_name", "first_name", "salutation"))
    yield f"N:{last};{first};;{prefix};"
    yield from (_reached("EMAIL", each, KINDS) for each in record.get("emails") or ())
    yield from (_reached("TEL", each, PHONE_KINDS) for each in record.get("phones") or ())
    yield _address(record.get("address") or {name: record.get(name) for name in ("city", "region", "country")})
    yield from _plain(record, company)


def _plain(record: Record, company: str) -> Iterable[str]:
    birthday = str(record.get("birthday") or "").replace("-", "")
    found = (("ORG", company), ("TITLE", record.get("job_title")), ("LANG", record.get("language")),
             ("TZ", record.get("time_zone")), ("URL", record.get("website")), ("NOTE", record.get("message")))
    yield f"BDAY:{birthday}" if birthday else ""
    yield from (f"{name}:{escaped(value)}" for name, value in found if value)
    yield "CATEGORIES:" + ",".join(map(escaped, record["tags"])) if record.get("tags") else ""
    changed = re.sub(r"[-:]|\.\d+", "", str(record.get("updated_at") or ""))
    yield f"REV:{changed}" if changed else ""


def _reached(name: str, entry: Record, kinds: Mapping[str, str]) -> str:
    kind = kinds.get(str(entry.get("type", "")).lower())
    parameters = [f"TYPE={kind}"] if kind else []
    parameters += ["PREF=1"] if entry.get("primary") else []
    return ";".join((name, *parameters)) + f":{escaped(entry.get('value', ''))}"


def _address(address: Record) -> str:
    """Post office box and extension stay empty, as section 6.3.1 advises; a second line joins the street."""
    if not any(address.values()):
        return ""
    street = "\n".join(address[part] for part in ("street", "line2") if address.get(part))
    return "ADR:;;" + ";".join(map(escaped, (street, *(address.get(part) or "" for part in PLACE))))
