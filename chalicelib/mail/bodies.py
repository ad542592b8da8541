"""The text of a mail as a person would read it, from whatever parts carry it."""

from __future__ import annotations

import re

from chalicelib.mail.charsets import clean, decode
from chalicelib.mail.headers import parameter
from chalicelib.mail.html_text import LONGEST, to_text
from chalicelib.mail.mime import Part, Reading

LONGEST_TEXT = 1_000_000
_PAGE_CHARSET = re.compile(rb"(?i)<meta[^<>]{0,200}charset=[\"']?([\w.:-]{1,40})")


def is_body(part: Part) -> bool:
    """Whether a part is text to read, not a file: plain or HTML, without a name, not meant as an attachment."""
    disposition = part.headers.first("content-disposition").lstrip().lower()
    return part.kind in ("text/plain", "text/html") and not disposition.startswith("attachment") and not part.name()


def readable(part: Part, reading: Reading) -> str:
    """The text below this part; of alternatives the plain one unless it is empty."""
    if part.kind == "multipart/alternative":
        return _best_alternative(part, reading)
    if part.parts:
        return "\n\n".join(filter(None, (readable(below, reading) for below in part.parts)))
    if not is_body(part):
        return ""
    text = _decoded(part, reading)
    return to_text(_bounded(text, LONGEST, reading)) if part.kind == "text/html" else _plain(part, text, reading)


def _best_alternative(part: Part, reading: Reading) -> str:
    plain_first = sorted(part.parts, key=lambda below: below.kind != "text/plain")
    return next((text for text in (readable(below, reading) for below in plain_first) if text.strip()), "")


def html_of(root: Part, reading: Reading) -> str:
    """All HTML bodies of the mail, one after the other, as sent."""
    pages = (_decoded(part, reading) for part in root.walk() if part.kind == "text/html" and is_body(part))
    return _bounded("\n".join(pages), LONGEST_TEXT, reading)


def _decoded(part: Part, reading: Reading) -> str:
    raw = part.decoded()[:4 * LONGEST_TEXT + 4]   # a letter takes at most four bytes
    declared = part.charset()
    if not declared and part.kind == "text/html":
        found = _PAGE_CHARSET.search(raw[:2000])
        declared = found[1].decode("ascii") if found else ""
    text, honest = decode(raw, declared)
    if not honest:
        reading.note(f"The text is not in the charset it claims ({clean(declared)[:40]}).")
    return clean(text)


def _plain(part: Part, text: str, reading: Reading) -> str:
    stated = part.headers.first("content-type")
    text = _bounded(text, LONGEST_TEXT, reading)
    if parameter(stated, "format").lower() != "flowed":
        return text
    return _unflowed(text, delete_space=parameter(stated, "delsp").lower() == "yes")


def _unflowed(text: str, *, delete_space: bool) -> str:
    """Lines joined that were wrapped for travel (RFC 3676): a space at the end says that the line goes on."""
    paragraphs: list[list[str]] = []
    soft, depth = False, 0
    for line in text.split("\n"):
        bare = line.lstrip(">")
        now = len(line) - len(bare)
        bare = bare.removeprefix(" ")
        joins = soft and now == depth and bare != "-- "
        soft, depth = bare.endswith(" ") and bare != "-- ", now
        piece = bare[:-1] if soft and delete_space else bare
        if joins:
            paragraphs[-1].append(piece)
        else:
            paragraphs.append([">" * now + " " * bool(now), piece])
    return "\n".join("".join(pieces) for pieces in paragraphs)


def _bounded(text: str, limit: int, reading: Reading) -> str:
    if len(text) > limit:
        reading.note(f"The text was longer than {limit:,} letters and was cut.")
    return text[:limit]
