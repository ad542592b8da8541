"""What cells of other programs say, in our fields' words: options of choices, group marks, samples that fit or not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chalicelib.records.fields import Field
from chalicelib.records.fields.cells import SEPARATOR
from chalicelib.records.fields.references import is_id
from chalicelib.records.imports.words import OPTIONS

# Ids of Salesforce (15 or 18 letters and digits), of programs that count, and UUIDs: they name nobody here.
_FOREIGN_ID = re.compile(r"(?=[^\W_]*\d)[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?|\d{4,}|"
                         r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_GROUPS_OF_GOOGLE = frozenset({"mycontacts"})


def option(field: Field, text: str) -> str:
    """The field's option that another program's word means; the text itself where it is none of ours."""
    known = {_folded(each): each for each in field.options}
    word = OPTIONS.get(field.name, {}).get(_words(text), text)
    return known.get(_folded(text)) or known.get(_folded(word)) or text


def is_option(field: Field, text: str) -> bool:
    """Whether a cell names one of the field's options in any wording."""
    return option(field, text) in field.options


def without_marks(text: str) -> str:
    """Labels without the stars by which Google marks groups of its own."""
    labels = [part.strip().removeprefix("* ").strip() for part in text.split(SEPARATOR)]
    return f" {SEPARATOR} ".join(label for label in labels if label and label.casefold() not in _GROUPS_OF_GOOGLE)


def may_refer(field: Field, cells: Sequence[str], *, by_id: bool) -> bool:
    """Whether sampled cells may name other records: ours by id, or others by a name or address."""
    ours = [cell for cell in cells if is_id(cell, field.to if field.kind != "user" else "user")]
    if by_id or not cells:
        return bool(cells) and len(ours) * 2 >= len(cells) if by_id else True
    return sum(bool(_FOREIGN_ID.fullmatch(cell)) for cell in cells) * 2 < len(cells)


def _folded(text: str) -> str:
    return re.sub(r"[\s_-]+", "_", text.strip().casefold())


def _words(text: str) -> str:
    return " ".join(re.findall(r"[^\W\d_]+", text.casefold()))
