"""What the tests of search share: the edge's search, and a library of records in memory that is searched as the real one."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import quote

from chalicelib.crm import Crm
from chalicelib.people.objects import COMPANY, CONTACT
from chalicelib.records import derivations
from chalicelib.records.fields import Field
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import Actor, system
from chalicelib.records.registry import Registry
from chalicelib.records.search import rows as search_rows
from chalicelib.records.search.search import Hits, search
from chalicelib.store import keys
from chalicelib.store.table import Page
from tests.edge import Api

TICKET = ObjectType(
    name="ticket", plural="tickets", prefix="tic", label="Ticket", label_plural="Tickets",
    title=lambda record: record.get("subject") or "Ticket",
    fields=(Field("number", "text", searchable=True), Field("subject", "text", searchable=True), Field("site", "url", searchable=True)))
TYPES = {type.name: type for type in (CONTACT, COMPANY, TICKET)}
Record = dict[str, Any]


def found(api: Api, text: str, more: str = "", **rest: str) -> list[str]:
    """The titles of the hits, in their order."""
    answer = api("GET", f"/v1/search?q={quote(text, safe='')}{more}", **rest)
    assert answer.status == 200, answer.body
    return [row["title"] for row in answer.body["data"]]


class Library:
    """Records whose search rows are in memory, in DynamoDB's order."""

    def __init__(self, records: Iterable[Record] = (), audiences: Mapping[str, list[str]] | None = None) -> None:
        self.audiences, self.limits = audiences or {}, list[int]()
        self.partitions: dict[str, list[str]] = defaultdict(list)
        self.rows: dict[keys.Key, Record] = {}
        for record in records:
            self.put(record)

    def put(self, record: Record) -> dict[keys.Key, Record]:
        """Take one in; its rows."""
        type = TYPES[record["type"]]
        rows = dict(search_rows.rows(type, record, derivations.audience_names(type, record, self.audiences)))
        for (pk, sk), row in rows.items():
            assert len(sk.encode()) <= 1024 and (pk, sk) not in self.rows
            insort(self.partitions[pk], sk)
            self.rows[pk, sk] = {**row, "pk": pk, "sk": sk}
        return rows

    def query(self, pk: str, *, begins: str = "", limit: int = 100) -> Page:
        """As `Table.query`."""
        self.limits.append(limit)
        part = self.partitions.get(pk, [])
        start = bisect_left(part, begins)
        items = [self.rows[pk, sk] for sk in part[start:start + limit] if sk.startswith(begins)]
        following = part[start + limit:start + limit + 1]
        return Page(items, items[-1]["sk"] if following and following[0].startswith(begins) else "")

    def search(self, text: str, actor: Actor | None = None, **rest: Any) -> Hits:
        """As a person does; as the system itself where nobody is named."""
        configuration = SimpleNamespace(secret=lambda: b"s", engine=lambda: SimpleNamespace(audiences=self.audiences))
        crm = SimpleNamespace(table=self, registry=Registry(TYPES.values()), configuration=configuration)
        return search(cast(Crm, crm), actor or system("test"), text, **rest)

    def ids(self, text: str, actor: Actor | None = None, **rest: Any) -> list[str]:
        """The ids of the first hundred hits."""
        return [row["id"] for row in self.search(text, actor, limit=100, **rest).rows]


def contact(first: str, last: str, id: str = "con_1", **fields: Any) -> Record:
    """A contact as it is stored."""
    return {"type": "contact", "id": id, "first_name": first, "last_name": last, **fields}


def emails(*values: str) -> list[dict[str, str]]:
    """Entries of addresses as they are stored."""
    return [{"value": value} for value in values]
