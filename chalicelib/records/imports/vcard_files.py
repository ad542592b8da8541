"""vCard files (2.1, 3.0, 4.0) as rows of a table with fixed columns, read as a stream."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from chalicelib.records.fields.cells import join_cell
from chalicelib.records.imports.csv_files import SAMPLE, encoding_of
from chalicelib.records.imports.mapping import split_name
from chalicelib.records.imports.vcard_lines import Line, lines

COLUMNS = ("Name Prefix", "First Name", "Middle Name", "Last Name", "Name Suffix", "Nickname", "Company", "Department",
           "Job Title", "Email", "Phone", "Fax", "Street", "Address Line 2", "City", "Region", "Postal Code", "Country",
           "Website", "Birthday", "Language", "Categories", "Notes", "UID")
MOST_LINES = 2_000      # of one card
_START = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*BEGIN\s*:\s*VCARD\b", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:T.*)?")
_KINDS = {"home": "home", "work": "work", "cell": "mobile", "main": "main", "school": "school"}
_SIMPLE = {"NICKNAME": "Nickname", "TITLE": "Job Title", "ROLE": "Job Title", "NOTE": "Notes", "UID": "UID",
           "LANG": "Language"}


def is_vcard(head: bytes) -> bool:
    """Whether a file begins as a vCard does."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head[2:].replace(b"\0", b"")
    return bool(_START.match(head))


def rows(chunks: Iterable[bytes], charset: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Each card's number (from 1) and its cells; a card within a card (an agent) is left out."""
    number = 0
    for card in _cards(lines(_utf8(chunks, charset), "utf-8" if charset.startswith("utf-16") else charset)):
        cells = _cells(card)
        if cells:
            number += 1
            yield number, cells


def charset_of(head: bytes) -> str:
    """The character set of a file by its first bytes."""
    found = encoding_of(head[:SAMPLE])
    return "utf-8" if found == "utf-8-sig" else found


def _utf8(chunks: Iterable[bytes], charset: str) -> Iterator[bytes]:
    """Files in UTF-16 as UTF-8, a mark at the start left out; all others as they are."""
    import codecs
    if charset.startswith("utf-16"):
        decoder = codecs.getincrementaldecoder(charset)("replace")
        yield from (decoder.decode(chunk).lstrip("\ufeff").encode() for chunk in chunks)
        return
    first = True
    for chunk in chunks:
        yield chunk.removeprefix(codecs.BOM_UTF8) if first else chunk
        first = False


def _cards(found: Iterable[Line]) -> Iterator[list[Line]]:
    depth = 0
    card: list[Line] = []
    for line in found:
        marks = line.value.strip().upper() == "VCARD"
        if line.name == "BEGIN" and marks:
            depth += 1
            card = card if depth > 1 else []
        elif line.name == "END" and marks and depth:
            depth -= 1
            if depth == 0:
                yield card
                card = []
        elif depth == 1 and len(card) < MOST_LINES:
            card.append(line)
    if depth and card:
        yield card  # the last one of a file that was cut off


def _cells(card: list[Line]) -> dict[str, str]:
    """The filled columns of one card."""
    several: dict[str, list[str]] = {}
    cells = _name(card) | _organisation(card) | _address(card)
    for line in card:
        if line.name in _SIMPLE and line.value.strip():
            cells.setdefault(_SIMPLE[line.name], _plain(line.value).strip())
        elif line.name in ("EMAIL", "TEL") and line.value.strip():
            several.setdefault(_column(line), []).append(_reached(line))
        elif line.name == "CATEGORIES":
            several.setdefault("Categories", []).extend(filter(None, map(_plain, _parts(line.value, ","))))
        elif line.name == "URL" and line.value.strip():
            cells.setdefault("Website", _plain(line.value).strip())
        elif line.name == "BDAY" and (day := _DAY.fullmatch(line.value.strip())):
            cells.setdefault("Birthday", "-".join(day.groups()))
    joined = {column: join_cell(list(dict.fromkeys(values))) for column, values in several.items()}
    return {column: (cells | joined)[column] for column in COLUMNS if (cells | joined).get(column)}


def _name(card: list[Line]) -> dict[str, str]:
    """By `N`; where that says nothing by `FN`, unless that is only the company's or an address."""
    parts = (_structured(card, "N") + [""] * 5)[:5]
    last, first, middle, prefix, suffix = (part.strip() for part in parts)
    if not first and not last:
        full = next((_plain(line.value).strip() for line in card if line.name == "FN"), "")
        if full and full not in _structured(card, "ORG")[:1] and "@" not in full:
            first, last = split_name(full)
    return {"Name Prefix": prefix, "First Name": first, "Middle Name": middle, "Last Name": last, "Name Suffix": suffix}


def _organisation(card: list[Line]) -> dict[str, str]:
    company, *units = _structured(card, "ORG") or [""]
    return {"Company": company.strip(), "Department": ", ".join(unit.strip() for unit in units if unit.strip())}


def _address(card: list[Line]) -> dict[str, str]:
    """The preferred address, else that of work, else the first that says anything."""
    found = [(_rank(line), line) for line in card if line.name == "ADR" and line.value.strip("; \t")]
    if not found:
        return {}
    line = min(found, key=lambda each: each[0])[1]
    parts = [_plain(part).strip() for part in _parts(line.value, ";")] + [""] * 7
    box, extended, street, city, region, code, country = parts[:7]
    lines = [part for part in (street, box, extended) if part]
    return {"Street": " ".join(lines[:1]).replace("\n", ", "), "Address Line 2": ", ".join(lines[1:]), "City": city,
            "Region": region, "Postal Code": code, "Country": country}


def _rank(line: Line) -> int:
    return 0 if "pref" in line.types or "pref" in line.parameters else 1 if "work" in line.types else 2


def _column(line: Line) -> str:
    if line.name == "EMAIL":
        return "Email"
    return "Fax" if line.types & {"fax", "pager"} else "Phone"


def _reached(line: Line) -> str:
    """`john@example.com (work, primary)`, as lists of addresses are written in cells."""
    value = re.sub(r"^(?:mailto|tel):", "", _plain(line.value).strip(), flags=re.IGNORECASE).partition(";")[0]
    kind = next((_KINDS[each] for each in ("cell", "work", "home", "main", "school") if each in line.types), "")
    notes = [kind] if kind else []
    notes += ["primary"] if _rank(line) == 0 else []
    return f"{value} ({', '.join(notes)})" if notes else value


def _structured(card: list[Line], name: str) -> list[str]:
    return next(([_plain(part) for part in _parts(line.value, ";")] for line in card
                 if line.name == name and line.value.strip("; \t")), [])


def _parts(value: str, sign: str) -> list[str]:
    """Parted at a sign that is not escaped."""
    return re.findall(rf"(?:^|{sign})((?:\\.|[^\\{sign}])*\\?)", value, re.DOTALL)


def _plain(text: str) -> str:
    """A value without its escapes."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text).replace("\r\n", "\n")
