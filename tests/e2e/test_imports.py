"""A CSV file of leads through the deployed stack: uploaded, mapped, previewed, run, and safe to start again."""

from __future__ import annotations

import csv
import io
import secrets
import urllib.request
from typing import Any

import pytest

from tests.e2e.people import HERE, Person, acting, problem

pytestmark = pytest.mark.e2e
ROWS, BAD = 300, 3


@pytest.fixture
def manager(stack: Any) -> Person:
    return acting(stack, "manager")


def table(rows: int) -> bytes:
    """Leads as somebody's spreadsheet has them; the last ones have a wrong address."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["First Name", "Surname", "E-Mail", "Company name", "Country", "Notes"])
    for number in range(rows):
        mail = f"import{number}.{HERE}@example.com" if number < rows - BAD else "not an address"
        writer.writerow([f"Imp{number}", f"Import{HERE}", mail, f"Firm {number}", "Germany", f"=1+{number}"])
    return text.getvalue().encode("utf-8-sig")


def upload(form: dict[str, Any], content: bytes) -> int:
    """Post a file as a browser's form does."""
    edge = secrets.token_hex(8)
    parts = [f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
             for name, value in form["fields"].items()]
    head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="leads.csv"\r\n\r\n'.encode()
    body = b"".join(parts) + head + content + f"\r\n--{edge}--\r\n".encode()
    request = urllib.request.Request(form["url"], body, {"Content-Type": f"multipart/form-data; boundary={edge}"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return int(answer.status)


def finished(person: Person, path: str) -> Any:
    """The import at its end, or nothing."""
    found = person.get(path)
    return found if found["state"] in ("done", "failed") else None


def leads(person: Person) -> int:
    """How many there are, by the count that the list keeps."""
    return int(person.get("/v1/leads?limit=1")["meta"]["total"])


def test_an_import_from_upload_to_failed_rows(manager: Person, eventually: Any) -> None:
    before = leads(manager)
    made = manager.post("/v1/imports", {"object": "leads", "mode": "create", "options": {"notify": False}})
    path = f"/v1/imports/{made['id']}"
    assert problem(manager.ask("POST", f"{path}/start", {}))[0] in (404, 409), "there is no file yet"
    assert upload(made["upload"], table(ROWS)) in (200, 201, 204)

    preview = manager.post(f"{path}/preview")
    assert preview["mapping"].items() >= {"First Name": "first_name", "Surname": "last_name", "E-Mail": "emails",
                                          "Company name": "company", "Country": "country"}.items(), preview["mapping"]
    assert preview["rows"][0]["values"]["last_name"] == f"Import{HERE}"
    assert preview["rows"][0]["errors"] == []

    manager.post(f"{path}/start")
    done = eventually(lambda: finished(manager, path), seconds=120, every=0.5)
    assert (done["state"], done["rows"], done["created"], done["failed"]) == ("done", ROWS, ROWS - BAD, BAD), done
    with urllib.request.urlopen(done["errors_url"]) as file:
        failed = list(csv.DictReader(io.StringIO(file.read().decode("utf-8-sig"))))
    assert [row["First Name"] for row in failed] == [f"Imp{number}" for number in range(ROWS - BAD, ROWS)]
    assert all([*row.values()][-1] for row in failed), "the reason, under a name in the manager's language"

    eventually(lambda: leads(manager) == before + ROWS - BAD, every=0.5)
    assert manager.post(f"{path}/start")["state"] == "done"
    assert finished(manager, path)["created"] == ROWS - BAD
    assert leads(manager) == before + ROWS - BAD


def test_the_same_file_again_makes_nothing_new(manager: Person, eventually: Any) -> None:
    made = manager.post("/v1/imports", {"object": "leads", "mode": "create", "options": {"notify": False}})
    path = f"/v1/imports/{made['id']}"
    upload(made["upload"], table(30))
    manager.post(f"{path}/start")
    done = eventually(lambda: finished(manager, path), seconds=240, every=0.5)  # behind the work that the first one made
    assert done["created"] == 0, done


def test_imported_leads_are_routed_found_and_quiet(manager: Person, eventually: Any) -> None:
    hit = eventually(lambda: next(iter(manager.found(f"import7.{HERE}@example.com")), None))
    lead = eventually(lambda: (lead := manager.get(f"/v1/leads/{hit['id']}")) and lead["owner_id"] and lead, seconds=90)
    assert lead["routing"]["explanation"]
    assert lead["response_due_at"] is None


@pytest.mark.parametrize("body,field", [
    ({"object": "roles"}, "object"), ({"object": "leads", "mode": "guess"}, "mode"), ({}, "object"),
    ({"object": "leads", "options": {"nonsense": 1}}, "options.nonsense"),
    ({"object": "leads", "mapping": {"x": "nonsense"}}, "mapping.x")])
def test_wrong_imports_are_refused_by_field(manager: Person, body: dict[str, Any], field: str) -> None:
    answer = manager.ask("POST", "/v1/imports", body)
    assert problem(answer)[0] == 422
    assert field in [error["field"] for error in answer.json["errors"]]


def test_a_mapping_that_is_not_of_the_file_is_refused(manager: Person) -> None:
    made = manager.post("/v1/imports", {"object": "leads"})
    upload(made["upload"], table(2))
    answer = manager.ask("POST", f"/v1/imports/{made['id']}/preview", {"mapping": {"Nothing": "last_name"}})
    assert problem(answer)[0] == 422


def test_who_may_not_import_is_told_so(stack: Any) -> None:
    for role in ("rep", "read_only"):
        assert problem(acting(stack, role).ask("POST", "/v1/imports", {"object": "leads"}))[0] == 403
