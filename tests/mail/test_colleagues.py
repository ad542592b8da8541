"""A colleague's mail to a lead, in copy to us, is an answer and no lead."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.mail import arrivals
from tests.edge import Api
from tests.installation import World
from tests.leads.desk import Desk
from tests.mail.test_arrivals import mail, notice


@pytest.fixture
def desk(api: Api, world: World) -> Desk:
    return Desk(api, world, 2, response_minutes=60)


def drop(desk: Desk, key: str = "inbound/c1", **headers: str) -> None:
    crm = desk.world.crm
    crm.files.put(crm.settings.mail_bucket, key, mail(**headers))
    arrivals.take(crm, notice(key))
    desk.world.settle()


def address(desk: Desk, lead: dict[str, Any]) -> str:
    return str(desk.record(lead["owner_id"])["email"])


def timeline(desk: Desk, lead: dict[str, Any]) -> list[tuple[str, str]]:
    rows = desk.api("GET", f"/v1/leads/{lead['id']}/timeline").body["data"]
    return [(row["title"], row["actor"]) for row in rows]


def test_the_owners_mail_stops_the_clock_and_stands_on_the_timeline(desk: Desk) -> None:
    lead = desk.come(email="ann@x.example")
    drop(desk, From=address(desk, lead), To="Ann <ann@x.example>", Cc="sales@in.example")
    assert desk.record(lead["id"])["first_touched_at"]
    assert ("Mail to the lead", lead["owner_id"]) in timeline(desk, lead)
    assert len(desk.leads()) == 1 and not desk.world.differences()


def test_the_same_mail_twice_is_one(desk: Desk) -> None:
    lead = desk.come(email="ann@x.example")
    for key in ("inbound/c1", "inbound/c2"):
        drop(desk, key, From=address(desk, lead), To="ann@x.example, sales@in.example")
    assert [title for title, _actor in timeline(desk, lead)].count("Mail to the lead") == 1


def test_another_colleagues_mail_is_no_answer_of_the_owner(desk: Desk) -> None:
    lead = desk.come(email="ann@x.example")
    other = next(rep for rep in desk.reps if rep != lead["owner_id"])
    drop(desk, From=str(desk.record(other)["email"]), To="ann@x.example, sales@in.example")
    assert not desk.record(lead["id"]).get("first_touched_at")
    assert ("Mail to the lead", other) in timeline(desk, lead)


def test_a_forged_colleague_answers_nobody(desk: Desk) -> None:
    lead = desk.come(email="ann@x.example")
    drop(desk, From=address(desk, lead), To="ann@x.example, sales@in.example",
         Authentication_Results="amazonses.com; dmarc=fail header.from=x.example")
    assert not desk.record(lead["id"]).get("first_touched_at")


@pytest.mark.parametrize("results", [
    "amazonses.com; spf=fail; dmarc=fail header.from=x.example",
    "amazonses.com; spf=pass client-ip=192.0.2.1; envelope-from=a@evil.example; helo=evil.example; dmarc=none header.from=x.example",
    "amazonses.com; spf=none; dkim=none; dmarc=none header.from=x.example",
    "amazonses.com; spf=softfail client-ip=192.0.2.1; envelope-from=a@x.example; helo=x; dmarc=none",
    "amazonses.com; dkim=pass header.i=@evil.example; dmarc=none", "amazonses.com; dkim=pass header.i=@x.example.evil.example",
    "amazonses.com; spf=pass client-ip=192.0.2.1; envelope-from=dmarc=pass@evil.example; dmarc=none",
    'amazonses.com; spf=pass client-ip=192.0.2.1; envelope-from="; dmarc=pass "@evil.example; helo=x',
    "amazonses.com; spf=pass client-ip=192.0.2.1; envelope-from=a@x.example@evil.example; helo=x"])
def test_whose_domain_does_not_confirm_them_is_no_colleague(desk: Desk, results: str) -> None:
    lead = desk.come(email="ann@x.example")
    drop(desk, From=address(desk, lead), To="ann@x.example, sales@in.example", Authentication_Results=results)
    assert not desk.record(lead["id"]).get("first_touched_at")


@pytest.mark.parametrize("results", [
    "amazonses.com; spf=fail; dkim=pass header.i=@x.example; dmarc=pass header.from=x.example",
    "amazonses.com; spf=none; dkim=pass header.i=@x.example; dmarc=none header.from=x.example", "amazonses.com; dkim=pass header.d=x.example",
    "amazonses.com; spf=pass (spfCheck: domain of x.example designates 192.0.2.1 as permitted sender) client-ip=192.0.2.1; "
    "envelope-from=r@x.example; helo=mail.x.example; dkim=none; dmarc=none header.from=x.example"])
def test_whose_domain_confirms_them_is_one(desk: Desk, results: str) -> None:
    lead = desk.come(email="ann@x.example")
    drop(desk, From=address(desk, lead), To="ann@x.example, sales@in.example", Authentication_Results=results)
    assert desk.record(lead["id"]).get("first_touched_at")


def test_a_colleagues_mail_to_nobody_we_know_is_not_lost(desk: Desk) -> None:
    desk.world.settle()
    drop(desk, From="r0@x.example", To="sales@in.example")
    assert len(desk.leads()) == 1
