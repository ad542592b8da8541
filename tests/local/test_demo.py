"""What the demo sends and how it tells what it found."""

from __future__ import annotations

from pathlib import Path

import pytest

from chalicelib.ids import Ids
from local import demo_rows
from local.demo_report import Found, accepted_at, mails, people, percentile, speed, table

ARRIVED, ASSIGNED = "2026-11-21T12:00:00.123Z", "2026-11-21T12:00:02.623Z"
POST = Ids().new("sub", ARRIVED)
LEAD = {"id": "lea_1", "owner_id": "usr_1", "created_at": ASSIGNED, "assigned_at": ASSIGNED, "last_name": "Lee",
        "routing": {"rule_name": "Everybody else", "explanation": "Taken in turn."}}
BY_FORM = {"id": POST, "lead_id": "lea_1", "channel": "form", "state": "routed"}
BY_MAIL = {"id": "sub_2", "lead_id": None, "channel": "email", "state": "rejected", "reason": "A bounce",
           "raw": {"key": "inbound/2"}}
FOUND = Found([BY_FORM, BY_MAIL], {"lea_1": LEAD}, {"usr_1": "Ann Rep"}, {"inbound/2": "bounce.eml", "inbound/3": "old.eml"},
              frozenset({POST}))


def test_without_real_data_fifty_rows_of_its_own(tmp_path: Path) -> None:
    assert len(demo_rows.posts(300, tmp_path)) == 50 and len(demo_rows.mails(tmp_path)) == 1


def test_fewer_rows_than_asked_for_are_announced(tmp_path: Path) -> None:
    assert "50 made-up ones" in demo_rows.source(60, tmp_path) and not demo_rows.source(50, tmp_path)
    (tmp_path / "leads").mkdir()
    (tmp_path / demo_rows.LEADS).touch()
    assert not demo_rows.source(60, tmp_path)


def test_every_row_has_a_person_of_its_own() -> None:
    addresses = {demo_rows.person(number)["email"] for number in range(10_000)}
    assert len(addresses) == 10_000 and all(address.endswith("@example.com") for address in addresses)


def test_select_means_not_answered() -> None:
    sent = demo_rows.post(0, {"Country": "Select", "Specialization": "", "Lead Source": "Google"})
    assert "country" not in sent and "product_interest" not in sent and sent["message"] == "Came by: Google"


@pytest.mark.skipif(not (demo_rows.DATA / demo_rows.LEADS).exists(), reason="../shared/data is not here")
def test_real_rows_are_complete_forms() -> None:
    sent = demo_rows.posts(300)
    assert len(sent) == 300 and all({"last_name", "email"} <= fields.keys() for fields in sent)
    assert sum("country" in fields for fields in sent) > 100


def test_an_id_tells_when_it_was_accepted() -> None:
    assert accepted_at(POST) == ARRIVED


def test_who_got_what() -> None:
    assert "Ann Rep  1      Everybody else 1" in people(FOUND)


def test_time_from_arrival_to_assignment() -> None:
    assert "p50 2.50 s, p99 2.50 s" in speed(FOUND, 1.0)


def test_a_post_of_an_open_lead_is_not_timed() -> None:
    older = Found([BY_FORM], {"lea_1": {**LEAD, "created_at": "2026-11-01T00:00:00.000Z"}}, {}, {}, frozenset({POST}))
    assert "1 posts belong to leads" in speed(older, 1.0) and "p50" not in speed(older, 1.0)


def test_each_mail_says_what_became_of_it() -> None:
    text = mails(FOUND)
    assert "rejected  A bounce" in text and "old.eml     known" in text


def test_nearest_rank() -> None:
    assert [percentile(range(1, 101), share) for share in (50, 99, 100)] == [50, 99, 100]
    assert percentile([7.0], 99) == 7.0


def test_columns_stand_under_their_heads() -> None:
    assert table(("a", "b"), [("long", "x")]) == "  a     b\n  long  x"
