"""The operations whose cost `docs/performance.md` states, each measured once on the same small company."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from bench.company import Company, contact, submission
from bench.counting import Cost, Meter

Measured = dict[str, Cost]


class Book:
    """Measures one operation after another and keeps what each cost."""

    def __init__(self, company: Company) -> None:
        self.company, self.meter, self.found = company, Meter(), Measured()

    @contextmanager
    def page(self, name: str) -> Iterator[None]:
        """Everything within is this operation."""
        with self.meter.measured() as cost:
            yield
        self.found[name] = cost

    def ask(self, name: str, method: str, url: str, body: Any = None, expect: int = 200, **rest: Any) -> Any:
        """An HTTP call as an operation; its answer."""
        with self.page(name):
            answer = self.company.api(method, url, body, **rest)
        if answer.status != expect:
            raise RuntimeError(f"{name}: {answer.status} {answer.body}")
        return answer


def measured(company: Company) -> Measured:
    """Every operation's cost."""
    book = Book(company)
    for part in PARTS:
        part(book, company)
    return book.found


def _reads(book: Book, company: Company) -> None:
    one = company.contacts[0]
    book.ask("record", "GET", f"/v1/contacts/{one}")
    book.ask("record page (links and timeline)", "GET", f"/v1/contacts/{one}?include=links,timeline")
    first = book.ask("list, newest 25 with total", "GET", "/v1/contacts")
    book.ask("list, next page", "GET", f"/v1/contacts?cursor={first.body['next_cursor']}")
    book.ask("list of one group with total", "GET", "/v1/contacts?lifecycle_stage=lead")
    book.ask("list, mine", "GET", "/v1/contacts?owner_id=me")
    book.ask("list by another sort key", "GET", "/v1/contacts?sort=last_name")
    book.ask("list with a filter", "GET", "/v1/contacts?source=web")
    book.ask("search, one word", "GET", "/v1/search?q=example001")
    book.ask("search, two words", "GET", "/v1/search?q=maria+example001")
    book.ask("timeline", "GET", f"/v1/contacts/{one}/timeline")
    book.ask("history", "GET", f"/v1/contacts/{one}/history")
    book.ask("me, with the bell's count", "GET", "/v1/me")


def _writes(book: Book, company: Company) -> None:
    made = book.ask("create a contact", "POST", "/v1/contacts", contact(900), 201)
    book.ask("create with an Idempotency-Key", "POST", "/v1/contacts", contact(901), 201, Idempotency_Key="first")
    book.ask("the same again: replayed", "POST", "/v1/contacts", contact(901), 201, Idempotency_Key="first")
    path = f"/v1/contacts/{made.body['id']}"
    book.ask("update", "PATCH", path, {"job_title": "Buyer"})
    book.ask("update of an email", "PATCH", path, {"emails": ["other@customer.example"]})
    note = {"body": "Wants a demo", "related": [company.contacts[5]]}
    book.ask("create a note about a contact", "POST", "/v1/notes", note, 201)
    book.ask("delete", "DELETE", path, expect=204)
    company.world.settle()


def _derivations(book: Book, company: Company) -> None:
    company.post("/v1/contacts", contact(902))
    with book.page("derive one new contact"):
        company.world._stream()
    company.world.settle()
    for number in range(910, 935):
        company.post("/v1/contacts", contact(number))
    with book.page("derive 25 new contacts in one batch"):
        company.world._stream()
    company.world.settle()


def _lead(book: Book, company: Company) -> None:
    world, form = company.world, f"/public/forms/{company.form}"
    for number in range(2):  # each rule's first turn makes its row
        company.api("POST", form, submission(number * 3), user=None)
        world.work("intake")
    world.settle()
    book.ask("capture: a form is sent", "POST", form, submission(30), 202, user=None)
    with book.page("intake: match, score, route, write one lead"):
        world.work("intake")
    with book.page("derive that lead with all that was made with it"):
        world._stream()
    with book.page("tell the owner, answer the lead"):
        world.work("jobs")
    world.settle()


def _clock(book: Book, company: Company) -> None:
    from chalicelib.records import timers
    with book.page("tick with nothing due"):
        timers.tick(company.world.crm, "2020-01-01T00:00:00.000Z")
    with book.page("configuration read anew"):
        company.world.crm.configuration.reload()


def _views(book: Book, company: Company) -> None:
    view = company.post("/v1/views", {"name": "From the web", "object": "contacts", "sort": "last_name", "filter": {
        "field": "source", "op": "eq", "value": "web"}, "columns": ["first_name", "last_name", "emails"]})
    report = company.post("/v1/reports", {"name": "By source", "object": "contacts", "group_by": ["source"]})
    company.world.settle()
    book.ask("saved view, first page with total", "GET", f"/v1/contacts?view={view}")
    book.ask("report's data", "GET", f"/v1/reports/{report}/data")


def _together(book: Book, company: Company) -> None:
    changes = [{"id": id, "job_title": "Chief buyer"} for id in company.contacts[10:20]]
    book.ask("batch of ten updates", "POST", "/v1/contacts/batch", {"update": changes})
    company.world.settle()
    one, other = company.contacts[20:22]
    book.ask("merge two contacts", "POST", f"/v1/contacts/{one}/merge", {"other_id": other})
    company.world.settle()
    book.ask("search with a typo", "GET", "/v1/search?q=exampel007")


def growing(book: Book, company: Company) -> None:
    """The operations that a company's size might touch."""
    for part in (_reads, _writes, _derivations, _views, _together):
        part(book, company)


PARTS: tuple[Callable[[Book, Company], None], ...] = (_reads, _writes, _derivations, _lead, _clock, _views, _together)
