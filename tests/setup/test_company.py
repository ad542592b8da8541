"""The company's settings: one record, its effect on mails, people and reports, and what a company does without."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib import company
from chalicelib.aws.mail import _named
from chalicelib.exchange import rows
from chalicelib.leads import candidates
from chalicelib.quality import decisions
from chalicelib.records.permissions import Actor
from chalicelib.store import keys
from tests.edge import Answer, Api
from tests.installation import client
from tests.leads.desk import Desk

PATH = f"/v1/company_settings/{company.ID}"
KNOWN = ["companies", "contacts", "leads", "notes", "tasks"]


def settle(api: Api, **values: Any) -> Answer:
    """Change the settings, and let everybody know."""
    answer = api("PATCH", PATH, values)
    api.world.settle()
    return answer


class Post:
    """Instead of the mail service: all that it was told of each mail."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []

    def send(self, to: str, subject: str, text: str, html: str, **more: Any) -> str:
        """Take a mail."""
        self.sent.append({"to": to, "subject": subject, "text": text, **more})
        return f"m{len(self.sent)}"

    def to(self, address: str) -> list[dict[str, Any]]:
        """The mails to one address."""
        return [mail for mail in self.sent if mail["to"] == address]


def test_it_is_there_from_the_founding_with_the_deployed_name(api: Api) -> None:
    assert [each["id"] for each in api("GET", "/v1/company_settings").body["data"]] == [company.ID]
    assert api("GET", PATH).body["name"] == "Acme"
    assert api("GET", "/v1/me").body["company"] == {
        "id": company.ID, "name": "Acme", "time_zone": "UTC", "language": "en", "language_chosen": False, "currency": None,
        "country": "US", "week_start": "monday", "modules_off": []}


def test_an_older_installation_gets_it_by_a_job_once(api: Api) -> None:
    crm = api.world.crm
    pk, sk = keys.record(company.ID)
    client("dynamodb").delete_item(TableName=crm.settings.table, Key={"pk": {"S": pk}, "sk": {"S": sk}})
    api.world.settle()
    crm.configuration.forget()
    assert api("GET", PATH).status == 404 and api("GET", "/v1/me").body["company"]["name"] == "Acme"
    for _time in range(2):
        crm.queues.send(crm.settings.jobs_queue, {"do": "company"})
        api.world.settle()
    assert api("GET", PATH).body["version"] == 1


def test_a_name_of_nobodys_choosing_is_not_taken_for_one(api: Api) -> None:
    crm = replace(api.world.crm, settings=replace(api.world.crm.settings, company_name=company.UNNAMED))
    pk, sk = keys.record(company.ID)
    client("dynamodb").delete_item(TableName=crm.settings.table, Key={"pk": {"S": pk}, "sk": {"S": sk}})
    crm.configuration.forget()
    from chalicelib.setup import company as made
    made.make(crm)
    api.world.settle()
    assert api("GET", PATH).body["name"] is None


def test_all_mistakes_come_at_once(api: Api) -> None:
    wrong = settle(api, time_zone="Mars/Base", currency="XXQ", language="klingon", reply_to="nobody", week_start="friday", colour="red")
    assert wrong.status == 422
    assert {each["field"] for each in wrong.body["errors"]} == {"time_zone", "currency", "language", "reply_to", "week_start", "colour"}


def test_it_is_neither_made_nor_deleted_by_hand(api: Api) -> None:
    assert api("POST", "/v1/company_settings", {"name": "Other"}).status == 403
    gone = api("DELETE", PATH)
    assert (gone.status, gone.body["code"]) == (409, "only_one") and "cannot be deleted" in gone.body["detail"]
    assert api("GET", PATH).status == 200


def test_administrators_write_and_everybody_is_told(api: Api) -> None:
    rep = api.person("rep", "rep@x.example")
    assert settle(api, name="Berg & Sons", time_zone="Europe/Berlin", currency="eur", week_start="sunday").status == 200
    told = api("GET", "/v1/me", user=rep).body["company"]
    assert (told["name"], told["time_zone"], told["currency"], told["week_start"]) == ("Berg & Sons", "Europe/Berlin", "EUR", "sunday")
    assert api("GET", PATH, user=rep).status == 403 and api("PATCH", PATH, {"name": "Mine"}, user=rep).status == 403
    history = api("GET", f"{PATH}/history").body["data"]
    assert history[0]["actor"] == api.admin and history[0]["changes"]["name"]


def test_who_chose_no_zone_or_language_follows_the_company(api: Api) -> None:
    settle(api, time_zone="Europe/Berlin", language="de")
    own = api.person("rep", "own@x.example", time_zone="Asia/Tokyo", locale="en")
    rep = api.person("rep", "rep@x.example")
    assert api("GET", "/v1/me", user=rep).body["time_zone"] is None
    settled = {id: api.world.crm.company.settled(api.world.crm.configuration.find("user", id) or {}) for id in (own, rep)}
    assert [(each["time_zone"], each["locale"]) for each in settled.values()] == [("Asia/Tokyo", "en"), ("Europe/Berlin", "de")]
    assert candidates.from_user(settled[rep]).time_zone == "Europe/Berlin"


def test_phone_numbers_without_a_country_code_are_from_the_companys_country(api: Api) -> None:
    assert api("POST", "/v1/contacts", {"last_name": "Berg", "phones": [{"value": "030 901820"}]}).status == 422
    settle(api, country="Germany")
    assert api("GET", "/v1/me").body["company"]["country"] == "DE"
    made = api("POST", "/v1/contacts", {"last_name": "Berg", "phones": [{"value": "030 901820"}]})
    assert [each["value"] for each in made.body["phones"]] == ["+4930901820"]
    abroad = api("POST", "/v1/contacts", {"last_name": "Lind", "address": {"country": "SE"}, "phones": [{"value": "08 123 456 78"}]})
    assert [each["value"] for each in abroad.body["phones"]] == ["+46812345678"]
    settle(api, country=None)
    assert api("GET", "/v1/me").body["company"]["country"] == "US"


def test_a_new_report_counts_days_where_the_company_is(api: Api) -> None:
    settle(api, time_zone="Europe/Berlin")
    assert api("POST", "/v1/reports", {"name": "R", "object": "leads"}).body["time_zone"] == "Europe/Berlin"
    assert api("POST", "/v1/reports", {"name": "S", "object": "leads", "time_zone": "Asia/Tokyo"}).body["time_zone"] == "Asia/Tokyo"


def test_mails_bear_the_companys_name_and_customers_answer_to_its_address(api: Api) -> None:
    desk = Desk(api, api.world, people=1)
    settle(api, name="Grün & Co", reply_to="sales@gruen.example", language="de", time_zone="Europe/Berlin")
    api.world.crm = replace(api.world.crm, mail=(post := Post()))
    desk.come()
    api.world.settle()
    (reply,), inner = post.to("ana@client.example"), post.to("r0@x.example")
    assert (reply["name"], reply["reply_to"]) == ("Grün & Co", "sales@gruen.example")
    assert inner and {(each["name"], each.get("reply_to")) for each in inner} == {("Grün & Co", None)}
    assert "Grün & Co" in inner[0]["text"] and "Hallo" in inner[0]["text"]
    api.person("rep", "new@x.example")
    api.world.settle()
    assert "Grün & Co" in post.to("new@x.example")[0]["subject"]


@pytest.mark.parametrize(("sender", "name", "sent"), [
    ("crm@x.example", "Acme", "Acme <crm@x.example>"), ("crm@x.example", "", "crm@x.example"),
    ("crm@x.example", 'A "b", c', '"A \\"b\\", c" <crm@x.example>'), ("crm@x.example", "A\r\nBcc: e@x.example", '"A Bcc: e@x.example" <crm@x.example>'),
    ("crm@x.example", "Grün", "=?utf-8?b?R3LDvG4=?= <crm@x.example>"), ("Sales <crm@x.example>", "Acme", "Sales <crm@x.example>")])
def test_the_senders_name_breaks_no_header(sender: str, name: str, sent: str) -> None:
    assert _named(sender, name) == sent


def test_only_what_can_be_done_without_is_switched_off(api: Api) -> None:
    wrong = settle(api, modules_off=["users", "leads", "dragons"])
    assert [(each["field"], each["code"]) for each in wrong.body["errors"]] == [
        ("modules_off[0]", "invalid_choice"), ("modules_off[2]", "invalid_choice")]
    assert all(name in wrong.body["errors"][0]["message"] for name in KNOWN)
    assert settle(api, modules_off=KNOWN).status == 200
    assert settle(api, modules_off=None).status == 200


def test_what_is_switched_off_is_told_by_no_call(api: Api) -> None:
    contact = api("POST", "/v1/contacts", {"last_name": "Quill"}).body["id"]
    lead = api("POST", "/v1/leads", {"last_name": "Quillon", "contact_id": contact}).body["id"]
    report = api("POST", "/v1/reports", {"name": "R", "object": "leads", "visibility": "shared"}).body["id"]
    view = api("POST", "/v1/views", {"name": "V", "object": "leads", "visibility": "shared"}).body["id"]
    api("PUT", f"/v1/favourites/{lead}")
    api("GET", f"/v1/leads/{lead}?include=links")
    api.world.settle()
    settle(api, modules_off=["leads"])
    refused = [api("GET", "/v1/leads"), api("GET", f"/v1/leads/{lead}"), api("GET", f"/v1/leads?view={view}"),
               api("POST", "/v1/leads", {"last_name": "Other"}), api("PATCH", f"/v1/leads/{lead}", {"last_name": "X"}),
               api("GET", "/v1/submissions"), api("GET", "/v1/decisions"), api("POST", "/v1/leads/bulk", {"ids": [lead], "delete": True})]
    assert [(each.status, each.body["code"]) for each in refused] == [(403, "switched_off")] * len(refused)
    told = [api("GET", "/v1/schema"), api("GET", "/v1/search?q=quill"), api("GET", f"/v1/contacts/{contact}?include=links,timeline"),
            api("GET", f"/v1/contacts/{contact}/timeline"), api("GET", f"/v1/contacts/{contact}/links"),
            api("GET", "/v1/favourites"), api("GET", "/v1/recent")]
    assert all(each.status == 200 for each in told)
    assert not any(lead in str(each.body) or "Quillon" in str(each.body) for each in told)
    assert {"leads", "submissions"} & {each["plural"] for each in told[0].body["data"]} == set()
    assert api("GET", f"/v1/reports/{report}/data").status in (403, 404)
    assert api("GET", "/v1/me").body["permissions"]["leads"]["read"] == "none"
    settle(api, modules_off=None)
    assert api("GET", f"/v1/leads/{lead}").body["last_name"] == "Quillon"


def test_forms_are_taken_while_leads_are_switched_off(api: Api) -> None:
    desk = Desk(api, api.world, people=1)
    settle(api, modules_off=["leads"])
    assert desk.come()["last_name"] == "Ruiz"
    assert api.world.differences() == []


def test_pairs_of_what_is_switched_off_are_hidden_too() -> None:
    pair = {"object": "leads", "placed": [{}, {}]}
    admin = Actor("usr_1", grants=({"*": {"*": "all"}},))
    assert decisions.visible(admin, pair) and decisions.journal_visible(admin, pair)
    without = replace(admin, switched_off=frozenset({"leads"}))
    assert not decisions.visible(without, pair) and not decisions.journal_visible(without, pair)


def test_amounts_in_files_are_of_the_companys_currency(api: Api) -> None:
    record = {"id": "imp_1", "created_at": "2026-01-01T00:00:00.000Z", "object": "companies", "created_by": api.admin, "mapping": {"R": "annual_revenue"}}
    settle(api, currency="CHF")
    plan = rows.plan_of(api.world.crm, record)
    assert rows.payload_of(plan, {"R": "1200"}) == {"annual_revenue": {"amount": 120000, "currency": "CHF"}}


def test_a_name_too_long_for_an_address_is_shortened() -> None:
    for name in ("会" * 100, "é" * 100, "🙂" * 100, "A" * 100):
        assert len(_named("crm@kith.example", name)) <= 320
        assert _named("crm@kith.example", name).endswith("<crm@kith.example>")
    assert _named(f"{'a' * 400}@kith.example", "Acme") == f"{'a' * 400}@kith.example"


def test_an_address_that_the_mail_service_cannot_take_is_refused_with_all_else(api: Api) -> None:
    answer = api("PATCH", PATH, {"reply_to": "jörg@example.com", "modules_off": ["nothing"]})
    assert answer.status == 422
    assert {each["field"] for each in answer.body["errors"]} == {"reply_to", "modules_off[0]"}


def test_everything_is_exported_without_what_is_switched_off(api: Api) -> None:
    settle(api, modules_off=["notes"])
    made = api("POST", "/v1/exports", {"object": "everything", "format": "json"})
    assert made.status == 201, made.body
    api.world.settle()
    assert api("GET", f"/v1/exports/{made.body['id']}").body["state"] == "done"
