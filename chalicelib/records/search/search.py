"""Search: word prefixes in any order, phones in any format, typos and sounds; at most 200 rows examined, and said so.

All queries go out at once: a person waits for one round trip. The rows that are near are only looked at where exact
ones do not fill the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chalicelib.errors import Invalid
from chalicelib.records import permissions, sight
from chalicelib.records.lists import cursors
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import Actor
from chalicelib.records.search import guarded as guarded_search
from chalicelib.records.search import ranks as search_ranks
from chalicelib.records.search import typed as search_typed
from chalicelib.records.search.ranks import Answered
from chalicelib.records.search.typed import Typed
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.store.table import Page

Row = dict[str, Any]
EXAMINED, FOR_NEAR = 200, 80
MOST_QUERIES, THREADS = 40, 16  # a reader may have hundreds of teams: then only the surest query goes to each


@dataclass(frozen=True)
class Hits:
    """What was found, where it goes on, and whether more rows may match than were examined."""

    rows: list[Row]
    next_cursor: str | None
    more: bool


@dataclass(frozen=True)
class Question:
    """Who asks what of which types, and the keys to ask: (audience, beginning) as it stands and for what is near."""

    actor: Actor
    typed: Typed
    wanted: dict[str, ObjectType]
    exact: list[tuple[str, str]]
    near: list[tuple[str, str]]


def search(crm: Crm, actor: Actor, text: str, types: Iterable[str] = (), limit: int = 25, cursor: str = "") -> Hits:
    """Records of any type (or of the plural names given) whose words start like the words of `text`, or nearly so."""
    readable, typed = _types(crm, actor, types), search_typed.read(text)
    wanted = {name: type for name, type in readable.items() if sight.may_be_told(crm, actor, type)}
    if not typed.enough:
        raise Invalid.one("q", "too_short", "Type at least two letters or digits")
    secret, bound = crm.configuration.secret(), ["search", text, sorted(readable), actor.id]
    skip = int(cursors.opened(secret, bound, cursor)) if cursor else 0
    audiences = _audiences(crm, actor, wanted.values())
    question = _question(actor, typed, wanted, audiences)
    found, more = _answers(question, *_read(crm, question), skip + limit)
    following = cursors.seal(secret, bound, skip + limit) if len(found) > skip + limit else None
    return Hits(found[skip:skip + limit], following, more or len(audiences) > EXAMINED or wanted != readable)


def _types(crm: Crm, actor: Actor, names: Iterable[str]) -> dict[str, ObjectType]:
    chosen = [crm.registry.plural(name) for name in names] or list(crm.registry)
    return {type.name: type for type in chosen
            if type.searchable and not type.configuration and actor.scope(type, "read")}


def _audiences(crm: Crm, actor: Actor, types: Iterable[ObjectType]) -> list[str]:
    kept = crm.configuration.engine().audiences
    return list(dict.fromkeys(name for type in types for name in guarded_search.audiences(actor, type, kept)))


def _question(actor: Actor, typed: Typed, wanted: dict[str, ObjectType], audiences: list[str]) -> Question:
    exact, near = search_typed.exact_starts(typed), search_typed.close_starts(typed)
    near = near if len(audiences) * (len(exact) + len(near)) <= MOST_QUERIES else []
    exact = exact if len(audiences) * len(exact) <= MOST_QUERIES else exact[:1]
    asked = audiences[:EXAMINED]
    return Question(actor, typed, wanted, [(name, start) for name in asked for start in exact],
                    [(name, start) for name in asked for start in near])


def _read(crm: Crm, question: Question) -> tuple[list[Page], list[Page]]:
    """The pages of the exact and of the near queries: together one round trip and 200 rows."""
    for_exact = EXAMINED - (FOR_NEAR if question.near else 0)
    asked = [*((each, for_exact // len(question.exact)) for each in question.exact),
             *((each, FOR_NEAR // len(question.near)) for each in question.near)]

    def read(one: tuple[tuple[str, str], int]) -> Page:
        (name, start), limit = one
        return crm.table.query(keys.search_partition(name, start), begins=start, limit=limit)
    if len(asked) < 2:
        return [read(one) for one in asked], []
    with ThreadPoolExecutor(min(THREADS, len(asked))) as threads:
        pages = list(threads.map(read, asked))
    return pages[:len(question.exact)], pages[len(question.exact):]


def _answers(question: Question, exact: list[Page], near: list[Page], wanted: int) -> tuple[list[Row], bool]:
    """The hits in their order; near ones, behind the others, only where those are fewer than `wanted`."""
    rows = _seen(question, [*exact, *near])
    hits, more = _ranked(question.typed, rows, search_ranks.exactly), any(page.more for page in exact)
    if len(hits) >= wanted or not near:
        return hits, more
    known = {hit["id"] for hit in hits}
    others = {(row["id"], row.get("words")): row for row in rows if row["id"] not in known}
    hits += _ranked(question.typed, list(others.values()), search_ranks.nearly)
    return hits, more or any(page.more for page in near)


def _seen(question: Question, pages: list[Page]) -> list[Row]:
    """The rows that the reader may see, of the types asked for."""
    return [row for page in pages for row in page.items if (type := question.wanted.get(row["type"]))
            and permissions.may(question.actor, type, "read", row)]


def _ranked(typed: Typed, rows: list[Row], judge: Callable[[Typed, Row], Answered | None]) -> list[Row]:
    """Each record once, by its best row; newest first among equals."""
    best: dict[str, tuple[Answered, Row]] = {}
    for row in rows:
        answered = judge(typed, row)
        if answered and (row["id"] not in best or answered.rank < best[row["id"]][0].rank):
            best[row["id"]] = answered, row
    newest = sorted(best.values(), key=lambda each: str(each[1]["id"]), reverse=True)
    return [_hit(row, answered) for answered, row in sorted(newest, key=lambda each: each[0].rank)]


def _hit(row: Row, answered: Answered) -> Row:
    return {"id": row["id"], "type": row["type"], "title": row["title"], "subtitle": row.get("subtitle") or "",
            "matched": answered.matched, "by": answered.by}
