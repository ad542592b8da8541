"""Search: word prefixes in any order, phones in any format; at most 200 rows examined, and said so."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chalicelib.errors import Invalid
from chalicelib.records import cursors, permissions
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import Actor
from chalicelib.records.words import digits_backwards, folded, words
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.store.table import Page

Row = dict[str, Any]
EXAMINED = 200
LEAST, THREADS = 5, 16  # rows of each query, queries at once: a reader may have hundreds of teams


@dataclass(frozen=True)
class Hits:
    """What was found, where it goes on, and whether more rows match than were examined."""

    rows: list[Row]
    next_cursor: str | None
    more: bool


def search(crm: Crm, actor: Actor, text: str, types: Iterable[str] = (), limit: int = 25, cursor: str = "") -> Hits:
    """Records of any type (or of the plural names given) whose words start like the words of `text`."""
    wanted = _types(crm, actor, types)
    typed, number = words(text), "".join(letter for letter in text if letter.isdigit())
    if not typed or len(folded(text).strip()) < 2:
        raise Invalid.one("q", "too_short", "Type at least two letters or digits")
    secret, bound = crm.configuration.secret(), ["search", text, sorted(wanted), actor.id]
    skip = int(cursors.opened(secret, bound, cursor)) if cursor else 0
    starts = _starts(text, typed, number)
    pages = _read(crm, _audiences(crm, actor, wanted.values()), starts)
    rows = _ranked(actor, wanted, typed, number if len(number) >= 5 else "", pages)
    following = cursors.seal(secret, bound, skip + limit) if len(rows) > skip + limit else None
    return Hits(rows[skip:skip + limit], following, any(page.more for page in pages))


def _types(crm: Crm, actor: Actor, names: Iterable[str]) -> dict[str, ObjectType]:
    chosen = [crm.registry.plural(name) for name in names] or list(crm.registry)
    return {type.name: type for type in chosen
            if type.searchable and not type.configuration and actor.scope(type, "read")}


def _starts(text: str, typed: list[str], number: str) -> list[str]:
    """The prefixes worth a query, all asked at once: address whole, first pair, longest word, digits from the end."""
    starts = [folded(text).strip()[:40]] if "@" in text and " " not in text.strip() else [max(typed, key=len)]
    if len(typed) >= 2 and len(typed[0]) >= 2:
        starts.append(f"{typed[0]} {typed[1]}")
    if len(number) >= 5:
        starts.append(digits_backwards(number.lstrip("0")))
    return list(dict.fromkeys(starts))


def _audiences(crm: Crm, actor: Actor, types: Iterable[ObjectType]) -> list[str]:
    kept = crm.configuration.engine().audiences
    return list(dict.fromkeys(name for type in types for name in permissions.audiences(actor, type, kept)))


def _read(crm: Crm, names: list[str], starts: list[str]) -> list[Page]:
    asked = [(name, start) for name in names for start in starts]

    def read(one: tuple[str, str]) -> Page:
        return crm.table.query(keys.search_partition(*one), begins=one[1], limit=max(LEAST, EXAMINED // len(asked)))
    if len(asked) < 2:
        return [read(one) for one in asked]
    with ThreadPoolExecutor(min(THREADS, len(asked))) as threads:
        return list(threads.map(read, asked))


def _ranked(actor: Actor, wanted: dict[str, ObjectType], typed: list[str], number: str, pages: list[Page]) -> list[Row]:
    """Each record once, whole words before beginnings, newest first among equals; only what the reader may see."""
    best: dict[str, tuple[int, Row]] = {}
    for row in (row for page in pages for row in page.items):
        type = wanted.get(row["type"])
        if type is None or not permissions.may(actor, type, "read", row):
            continue
        matched = _matched(row, typed, number)
        if matched and (row["id"] not in best or best[row["id"]][0] > matched[0]):
            best[row["id"]] = (matched[0], _hit(row, matched[1]))
    return [row for _rank, row in sorted(sorted(best.values(), key=lambda each: str(each[1]["id"]), reverse=True),
                                         key=lambda each: each[0])]


def _matched(row: Row, typed: list[str], number: str) -> tuple[int, str] | None:
    """How well a row answers (0 is best) and by which of its words; None where a typed word is missing."""
    own = row.get("words", "").split()
    word = str(row["sk"]).split("#")[0]
    if number and word.startswith(digits_backwards(number.lstrip("0"))):
        return 0, "phone"
    spelled = {part for whole in own for part in (whole, *words(whole))}
    if all(any(each.startswith(part) for each in spelled) for part in typed):
        return sum(part not in spelled for part in typed), word
    return None


def _hit(row: Row, matched: str) -> Row:
    return {"id": row["id"], "type": row["type"], "title": row["title"], "subtitle": row.get("subtitle") or "",
            "matched": matched}
