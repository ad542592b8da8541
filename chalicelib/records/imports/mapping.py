"""From the columns of a file to the fields of a record type: suggestions, and a row's payload."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chalicelib.records.fields import FIELD_TYPES, Field
from chalicelib.records.fields.numbers import currency_in
from chalicelib.records.imports.csv_files import unguarded
from chalicelib.records.imports.values import is_option, may_refer, option, without_marks
from chalicelib.records.imports.words import TARGETS, WORDS

FULL_NAME = "full_name"     # a column to be split into first and last name
ADDRESS_PARTS = ("street", "line2", "city", "region", "postal_code", "country")
REFERENCES = frozenset({"reference", "references", "user", "users"})
# By what a cell may name another record; a bare reference takes any of these.
NAMED_BY = ("id", "name", "email", "domain", "phone")
# Shapes that no cell of another program states: a person has to choose these.
_NEVER_GUESSED = {"references", "users", "json", "condition"}


def _by_phrase() -> dict[str, list[tuple[str, int]]]:
    found: dict[str, list[tuple[str, int]]] = {}
    for target, phrases in WORDS.items():
        for rank, phrase in enumerate(phrases):
            found.setdefault(phrase, []).append((target, rank))
    return found


_MEANINGS = _by_phrase()


def paths(fields: Mapping[str, Field]) -> frozenset[str]:
    """Every path that a column may be mapped to: fields that clients may write, parts of addresses, `full_name`, and
    references with or without what they are named by (`company_id.domain`)."""
    open_fields = {name: field for name, field in fields.items() if not field.read_only}
    addresses = [name for name, field in open_fields.items() if field.kind == "address"]
    parts = {f"{name}.{part}" for name in addresses for part in ADDRESS_PARTS}
    whole = {FULL_NAME} if {"first_name", "last_name"} <= open_fields.keys() else set()
    named = {f"{name}.{by}" for name, field in open_fields.items()
             if field.kind in REFERENCES and name != "id" for by in NAMED_BY}
    return frozenset(open_fields.keys() | parts | whole | named)


def normalised(header: str) -> str:
    """A header's words: `LeadSource`, `Lead_Source__c` and `lead source` are one, so are `Phone` and `Phone 2`."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])|__c$", " ", header[:200]).lower().replace("ß", "ss")
    plain = unicodedata.normalize("NFKD", spaced)
    words = re.findall(r"[^\W\d_]+", "".join(letter for letter in plain if not unicodedata.combining(letter)))
    return re.sub(r"\be mail", "email", " ".join(words))


def suggest(headers: Sequence[str], fields: Mapping[str, Field],
            samples: Sequence[Mapping[str, str]] = ()) -> dict[str, str]:
    """Header to field path, only where the header's words (or its sampled cells) leave little doubt.

    A list-valued field takes every column that speaks of it, any other the best one.
    """
    allowed = paths(fields)
    chosen: dict[str, str] = {}
    claims = sorted((rank, position, header, path) for position, header in enumerate(headers)
                    for path, rank in _candidates(header, fields, allowed, samples))
    for _, _, header, path in claims:
        free = _takes_several(path, fields) or path not in chosen.values()
        if header not in chosen and free and _fits(path, header, fields, samples):
            chosen[header] = path
    if {"first_name", "last_name"} & set(chosen.values()):
        chosen = {header: path for header, path in chosen.items() if path != FULL_NAME}
    return {header: chosen[header] for header in headers if header in chosen}


def _candidates(header: str, fields: Mapping[str, Field], allowed: frozenset[str],
                samples: Sequence[Mapping[str, str]]) -> Iterator[tuple[str, int]]:
    """Paths that a header may mean with a rank, 0 for the field's own name."""
    words = normalised(header)
    if not words:
        return
    meanings = _MEANINGS.get(words, [])
    second = header.rstrip().endswith("2") and any(target == "street" for target, _ in meanings)  # as `Address 2`
    for name, field in fields.items():
        own = words in (normalised(name), normalised(field.label))
        if name in allowed and own and not (second and field.kind == "address"):
            yield name, 0
    for target, rank in [("line2", 0)] if second else meanings:
        path = next((path for path in TARGETS[target] if path in allowed), "")
        if path:
            yield path, rank + 1
    if not meanings and "emails" in allowed and _looks_like_addresses(_cells(header, samples)):
        yield "emails", 1_000


def _takes_several(path: str, fields: Mapping[str, Field]) -> bool:
    return path in fields and FIELD_TYPES[fields[path].kind].many


def _fits(path: str, header: str, fields: Mapping[str, Field], samples: Sequence[Mapping[str, str]]) -> bool:
    """Whether the sampled cells could be values of the field at all."""
    field = fields.get(path)
    cells = _cells(header, samples)
    if field is None:
        return not any(cell.startswith("{") for cell in cells)  # Salesforce's compound addresses are JSON
    if field.kind in ("reference", "user"):
        return may_refer(field, cells, by_id=path == "id" or normalised(header).endswith(" id"))
    if field.kind in _NEVER_GUESSED or not cells:
        return field.kind not in _NEVER_GUESSED
    if field.kind in ("email", "emails"):
        return any("@" in cell for cell in cells)
    if field.kind in ("phone", "phones"):
        return any(sum(letter.isdigit() for letter in cell) >= 3 for cell in cells)
    if field.kind == "choice" and field.options:
        return sum(is_option(field, cell) for cell in cells) * 2 >= len(cells)
    return True


def _cells(header: str, samples: Sequence[Mapping[str, str]]) -> list[str]:
    return [cell for cell in (sample.get(header, "").strip() for sample in samples[:100]) if cell]


def _looks_like_addresses(cells: list[str]) -> bool:
    found = sum(bool(re.fullmatch(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+", cell)) for cell in cells)
    return len(cells) > 0 and found * 5 >= len(cells) * 4


def to_payload(cells: Mapping[str, str], mapping: Mapping[str, str], fields: Mapping[str, Field],
               region: str, currency: str = "") -> dict[str, Any]:
    """The row as a raw payload for `fields.parse_payload`; empty cells are left out.

    An amount without a currency is of the `currency` given, else of the region's.

    Several columns feed one list; of several columns for one single value the first that is filled counts.
    A column mapped to "" is not imported; one mapped to no known path comes as text, for the parser to refuse.
    """
    payload: dict[str, Any] = {}
    for header, path in mapping.items():
        text = unguarded(cells.get(header, "").strip())
        if text and path:
            _put(payload, path, text, fields, region, currency)
    return payload


def _put(payload: dict[str, Any], path: str, text: str, fields: Mapping[str, Field], region: str,
         currency: str) -> None:
    name, _, part = path.partition(".")
    field = fields.get(path)
    if field is None and name in fields and fields[name].kind in REFERENCES:
        field, path = fields[name], name
    if field is not None:
        value = FIELD_TYPES[field.kind].from_text(field, _worded(field, text, currency), region)
        if field.kind == "address":
            _add_address(payload, path, value)
        else:
            _add(payload, path, value, several=FIELD_TYPES[field.kind].many)
    elif path == FULL_NAME:
        for key, value in zip(("first_name", "last_name"), split_name(text), strict=True):
            _add(payload, key, value or None, several=False)
    elif part and name in fields and fields[name].kind == "address":
        _add_address(payload, name, {part: text})
    else:
        payload.setdefault(path, text)


def _worded(field: Field, text: str, currency: str) -> str:
    """A cell in our words."""
    if field.kind == "money":
        bare = any(letter.isdigit() for letter in text) and not currency_in(text)
        return f"{text} {currency}" if bare else text
    if field.kind == "choice" and field.options:
        return option(field, text)
    return without_marks(text) if field.kind == "tags" else text


def _add(payload: dict[str, Any], name: str, value: Any, *, several: bool) -> None:
    if value is None:
        return
    if several and isinstance(value, list):
        payload[name] = [*payload.get(name, []), *value]
    else:
        payload.setdefault(name, value)


def _add_address(payload: dict[str, Any], name: str, value: Any) -> None:
    """A whole address or a part of one: each fills what columns before it left open."""
    said = {"street": value} if isinstance(value, str) else value or {}
    if name in payload:
        said = {part: said[part] for part in ADDRESS_PARTS if part in said}
    payload[name] = {**said, **{part: text for part, text in payload.get(name, {}).items() if text}}


def split_name(text: str) -> tuple[str, str]:
    """First and last name of a full one: `Glacius, Adam` and `Adam Glacius` alike; a single word is a last name."""
    last, comma, first = (part.strip() for part in text.partition(","))
    if comma and first:
        return first, last
    first, _, last = text.strip(" ,").rpartition(" ")
    return first.strip(), last


def columns(error_field: str, mapping: Mapping[str, str]) -> tuple[str, ...]:
    """The columns behind a field error's path (`emails[1].value`), so that a preview can mark them."""
    root = re.split(r"[.\[]", error_field, maxsplit=1)[0]
    names = {"first_name", "last_name"}
    return tuple(header for header, path in mapping.items()
                 if path.split(".")[0] == root or (path == FULL_NAME and root in names))
