"""Every described call on a deployed stack of its own: no server error, nothing that the description does not say.

The stack is this test's alone: made-up calls delete records, end people's access and change roles.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
import requests

from local import stack as local_stack
from local.settings import Place
from tests import described
from tests.e2e.conftest import Running
from tests.e2e.people import Person, sign_in

pytestmark = pytest.mark.e2e
RIGHT, WRONG = 2, 1     # calls of each operation: with data as described, and with other data


@pytest.fixture(scope="module")
def own_stack(new_place: Callable[[], Place]) -> Iterator[Running]:
    """A stack that may be broken."""
    running = local_stack.start(new_place(), lambda _text: None)
    yield Running(running)
    running.stop()


def known_ids(admin: Person) -> dict[str, list[str]]:
    """Some records of each object by prefix, under "" all; not who asks, nor the role that lets them."""
    kept = {admin.get("/v1/me")["id"], *(role["id"] for role in admin.every("/v1/roles"))}
    found: dict[str, list[str]] = {"": []}
    for type in admin.get("/v1/schema")["data"]:
        rows = admin.get(f"/v1/{type['plural']}?limit=4")["data"]
        ids = [row["id"] for row in rows if row["id"] not in kept]
        found[type["prefix"]] = ids
        found[""] += ids
    return found


def test_every_call_keeps_what_is_promised(own_stack: Running) -> None:
    admin = sign_in(own_stack, **own_stack.admin)
    session, statuses = requests.Session(), Counter[int]()

    def send(request: requests.PreparedRequest) -> requests.Response:
        request.url = str(request.url).replace("http://crm.example", own_stack.url)
        request.headers["Authorization"] = f"Bearer {admin.tokens['id_token']}"
        answer = session.send(request, timeout=60, allow_redirects=False)
        while answer.status_code == 429:  # as every client does
            time.sleep(int(answer.headers["Retry-After"]))
            answer = session.send(request, timeout=60, allow_redirects=False)
        statuses[answer.status_code] += 1
        return answer
    known = known_ids(admin)
    wrong = [each for operation in described.operations(own_stack.call("GET", "/openapi.json").json)
             for each in described.broken_promises(operation, send, known, right=RIGHT, wrong=WRONG)]
    assert wrong == []
    assert statuses[200] > sum(statuses.values()) / 6, statuses  # refusals are described too, but not all there is
    assert admin.get("/v1/me")["active"]
