"""The files of a mail, under names that are safe to store and to offer for download."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from chalicelib.mail.bodies import is_body
from chalicelib.mail.charsets import clean
from chalicelib.mail.mime import Part, Reading, read_parts

MOST = 100
_LONGEST_NAME = 200
# Letters that file systems refuse, and marks that turn the reading direction to hide an extension.
_UNSAFE = re.compile("[<>:\"|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\n\t]")
_EXTENSIONS = {"message/rfc822": ".eml", "message/delivery-status": ".txt", "text/plain": ".txt",
               "application/ms-tnef": ".dat"}


@dataclass(frozen=True)
class Attachment:
    """A file that came with a mail; `size` in bytes, decoded."""

    name: str
    content_type: str
    size: int
    content: bytes = field(repr=False)


def attachments(root: Part, reading: Reading) -> tuple[Attachment, ...]:
    """Every part that is no text to read, attached mails among them, at most 100."""
    found: list[Attachment] = []
    for part in _files(root):
        if len(found) == MOST:
            reading.note(f"Attachments beyond the first {MOST} were left out.")
            break
        found.append(_attachment(part, len(found) + 1, reading))
    return tuple(found)


def _files(root: Part) -> Iterator[Part]:
    return (part for part in root.walk() if not part.parts and not is_body(part) and (part.content or part.name()))


def _attachment(part: Part, number: int, reading: Reading) -> Attachment:
    content = part.decoded()
    if part.kind == "application/ms-tnef":
        reading.note("An Outlook attachment (winmail.dat) is kept as it came: few programs can open it.")
    return Attachment(safe_name(part.name() or _own_name(part, content, number)), part.kind, len(content), content)


def _own_name(part: Part, content: bytes, number: int) -> str:
    extension = _EXTENSIONS.get(part.kind) or mimetypes.guess_extension(part.kind) or ".bin"
    if part.kind == "message/rfc822":
        subject = read_parts(content[:64 * 1024], Reading()).headers.text("subject")
        return (subject[:100].replace("/", "-").replace("\\", "-") or f"message-{number}") + extension
    return f"attachment-{number}{extension}"


def safe_name(name: str) -> str:
    """A file name without path, control characters, direction marks or leading dots, at most 200 letters."""
    last = re.split(r"[/\\]", clean(name))[-1]
    plain = _UNSAFE.sub("", last).strip(" .")
    if len(plain) > _LONGEST_NAME:
        stem, dot, extension = plain.rpartition(".")
        tail = dot + extension if stem and len(extension) <= 20 else ""
        plain = plain[:_LONGEST_NAME - len(tail)] + tail
    return plain or "attachment"
