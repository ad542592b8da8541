"""Which column is which field: the exports of other programs map by themselves."""

import csv
from pathlib import Path

import pytest

from chalicelib.records.fields import Field
from chalicelib.records.imports.csv_files import detect, rows
from chalicelib.records.imports.mapping import FULL_NAME, columns, normalised, paths, split_name, suggest, to_payload

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
real = pytest.mark.skipif(not DATA.exists(), reason="the files of ../shared/data are not here")


def declared(*fields: Field) -> dict[str, Field]:
    return {field.name: field for field in fields}


LEAD = declared(
    Field("first_name", "person_name"), Field("last_name", "person_name"), Field("company", "text"),
    Field("job_title", "text"), Field("emails", "emails"), Field("phones", "phones"), Field("country", "text"),
    Field("region", "text"), Field("city", "text"), Field("language", "language"), Field("source", "text"),
    Field("campaign", "text"), Field("product_interest", "text"), Field("message", "long_text"), Field("tags", "tags"),
    Field("status", "choice", options=("new", "working", "qualified")), Field("score", "integer", read_only=True),
    Field("owner_id", "user"), Field("company_id", "reference", to="companies"),
    Field("created_at", "instant", read_only=True),
)
CONTACT = {**declared(Field("salutation", "text"), Field("address", "address"), Field("birthday", "date")),
           **{name: LEAD[name] for name in ("first_name", "last_name", "job_title", "emails", "phones")}}


def headers_of(name: str) -> list[str]:
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        return next(csv.reader(file))


def sampled(name: str) -> list[dict[str, str]]:
    raw = (DATA / name).read_bytes()
    return [cells for _, cells in rows([raw], detect(raw))]


@real
def test_the_old_google_export():
    values = [*(f"Phone {number} - Value" for number in (1, 2, 3, 4))]
    assert suggest(headers_of("contacts/csv/headers_only_google_contacts_old.csv"), LEAD) == {
        "Given Name": "first_name", "Family Name": "last_name", "Notes": "message", "Language": "language",
        "E-mail 1 - Value": "emails", "E-mail 2 - Value": "emails", **dict.fromkeys(values, "phones"),
        "Group Membership": "tags", "Organization 1 - Name": "company", "Organization 1 - Title": "job_title"}


@real
def test_the_linkedin_export():
    assert suggest(headers_of("contacts/csv/headers_only_linkedin_connections.csv"), LEAD) == {
        "First Name": "first_name", "Last Name": "last_name", "Email Address": "emails", "Company": "company",
        "Position": "job_title"}


@real
def test_the_outlook_export_as_contacts():
    found = suggest(headers_of("contacts/csv/headers_only_outlook_classic_92_columns.csv"), CONTACT)
    assert {path: header for header, path in found.items() if path not in ("emails", "phones")} == {
        "salutation": "Title", "first_name": "First Name", "last_name": "Last Name", "job_title": "Job Title",
        "address.street": "Business Street", "address.line2": "Business Street 2", "address.city": "Business City", "address.region": "Business State",
        "address.postal_code": "Business Postal Code", "address.country": "Business Country", "birthday": "Birthday"}
    assert [header for header, path in found.items() if path == "emails"] == [
        "E-mail Address", "E-mail 2 Address", "E-mail 3 Address"]
    assert [header for header, path in found.items() if path == "phones"] == [
        "Business Phone", "Business Phone 2", "Car Phone", "Home Phone", "Home Phone 2", "Mobile Phone", "Other Phone",
        "Primary Phone"]


@real
def test_the_outlook_like_file_splits_its_names():
    name = "contacts/csv/outlook_like_shared_contacts.csv"
    found = suggest(headers_of(name), LEAD, sampled(name))
    assert found["Name"] == FULL_NAME
    assert to_payload(sampled(name)[1], {"Name": FULL_NAME, "Company": "company"}, LEAD, "US") == {
        "first_name": "Daniel", "last_name": "Ireland"}


@real
def test_the_salesforce_export():
    name = "contacts/salesforce_export/Lead.csv"
    assert suggest(headers_of(name), LEAD, sampled(name)) == {
        "LastName": "last_name", "FirstName": "first_name", "Company": "company", "Title": "job_title",
        "City": "city", "State": "region", "Country": "country", "Phone": "phones", "Email": "emails",
        "Description": "message", "LeadSource": "source", "Status": "status", "Home_Phone__c": "phones"}


def test_the_hubspot_export():
    headers = ["Record ID", "First Name", "Last Name", "Email", "Phone Number", "Lead Status", "Create Date",
               "Associated Company", "Contact owner"]
    assert suggest(headers, LEAD, [{"Lead Status": "OPEN_DEAL"}]) == {
        "First Name": "first_name", "Last Name": "last_name", "Email": "emails", "Phone Number": "phones",
        "Lead Status": "status", "Associated Company": "company", "Contact owner": "owner_id"}


@real
def test_the_education_leads():
    assert suggest(headers_of("leads/x_education_leads_train.csv"), LEAD) == {
        "Lead Source": "source", "Country": "country", "Tags": "tags", "City": "city"}


@pytest.mark.parametrize("city", ["Stadt", "Ort", "Stadt/Ort"])
def test_german_headers(city):
    headers = ["Vorname", "Nachname", "Firma", "E-Mail", "Telefon", "Land", city]
    assert list(suggest(headers, LEAD).items()) == list(zip(
        headers, ["first_name", "last_name", "company", "emails", "phones", "country", "city"], strict=True))


def test_nothing_maps_to_what_clients_may_not_write():
    headers = ["Score", "Owner Id", "Created At", "Company Id", "score", "id"]
    assert suggest(headers, LEAD) == {}
    assert {"score", "created_at"} & paths(LEAD) == set()


def test_one_text_field_takes_the_best_column():
    assert suggest(["Home City", "City", "Business City"], LEAD) == {"City": "city"}
    assert suggest(["Title", "Job Title"], LEAD) == {"Job Title": "job_title"}


def test_a_column_is_told_by_its_cells():
    rows = [{"Kontaktdaten": "ann@example.com", "E-Mail": "yes", "Phone": "call me"}]
    assert suggest(["Kontaktdaten", "E-Mail", "Phone"], LEAD, rows) == {"Kontaktdaten": "emails"}


def test_a_custom_field_is_found_by_its_label():
    fields = {**LEAD, **declared(Field("budget_size", "text", label="Budget in EUR"))}
    assert suggest(["budget in eur", "Budget"], fields) == {"budget in eur": "budget_size"}


@pytest.mark.parametrize(("header", "words"), [
    ("LeadSource", "lead source"), ("Lead_Source__c", "lead source"), ("E-mail 2 Address", "email address"),
    ("  Straße/Nr. ", "strasse nr"), ("Prénom", "prenom"), ("URL", "url"), ("", ""),
])
def test_headers_are_normalised(header, words):
    assert normalised(header) == words


def test_several_columns_feed_one_list():
    mapping = {"E-mail": "emails", "E-mail 2": "emails", "Notes": "", "Company": "company", "Firma": "company"}
    cells = {"E-mail": "a@example.com", "E-mail 2": "b@example.com", "Notes": "x", "Company": "", "Firma": "'=Acme"}
    payload = to_payload(cells, mapping, LEAD, "US")
    assert [each if isinstance(each, str) else each["value"] for each in payload["emails"]] == [
        "a@example.com", "b@example.com"]
    assert payload["company"] == "=Acme"


def test_parts_of_an_address_come_together():
    mapping = {"City": "address.city", "Zip": "address.postal_code"}
    payload = to_payload({"City": "Bonn", "Zip": "53111"}, mapping, CONTACT, "DE")
    assert payload == {"address": {"city": "Bonn", "postal_code": "53111"}}


@pytest.mark.parametrize("columns", [("Address", "City", "Zip"), ("Zip", "City", "Address")])
def test_a_whole_address_and_parts_of_it_come_together(columns):
    mapping = {"Address": "address", "City": "address.city", "Zip": "address.postal_code"}
    cells = {"Address": "Weg 1", "City": "Bonn", "Zip": "53111"}
    payload = to_payload(cells, {column: mapping[column] for column in columns}, CONTACT, "DE")
    assert payload == {"address": {"street": "Weg 1", "city": "Bonn", "postal_code": "53111"}}


@pytest.mark.parametrize("whole", ['{"city": "Bonn", "street": "Weg 1", "latitude": null}', "Weg 1 :::  ::: Bonn :::  :::  ::: "])
def test_parts_of_an_address_stay_beside_a_whole_one_that_holds_them_too(whole):
    mapping = {"Street": "address.street", "Address": "address", "Country": "address.country"}
    payload = to_payload({"Street": "Weg 2", "Address": whole, "Country": "DE"}, mapping, CONTACT, "DE")
    assert payload == {"address": {"street": "Weg 2", "city": "Bonn", "country": "DE"}}


def test_the_second_line_of_an_address():
    assert suggest(["address_1", "address_2", "suburb"], CONTACT) == {
        "address_1": "address", "address_2": "address.line2", "suburb": "address.city"}
    assert suggest(["Street Address", "Street Address 2"], CONTACT) == {
        "Street Address": "address.street", "Street Address 2": "address.line2"}


@pytest.mark.parametrize(("text", "currency", "money"), [
    ("1200", "JPY", (1200, "JPY")), ("1200 USD", "CHF", (120000, "USD")), ("€ 5", "CHF", (500, "EUR")), ("1200", "", (120000, "EUR")),
    ("12,50", "CHF", (1250, "CHF"))])
def test_an_amount_without_a_currency_is_of_the_companys(text, currency, money):
    field = {"revenue": Field("revenue", "money")}
    told = to_payload({"R": text}, {"R": "revenue"}, field, "DE", currency)["revenue"]
    assert (told["amount"], told["currency"]) == money


def test_what_is_no_amount_is_left_for_the_parser_to_refuse():
    assert to_payload({"R": "much"}, {"R": "revenue"}, {"revenue": Field("revenue", "money")}, "DE", "CHF") == {"revenue": "much"}


def test_an_unknown_path_is_left_for_the_parser_to_refuse():
    assert to_payload({"A": "1"}, {"A": "no_such.thing"}, LEAD, "US") == {"no_such.thing": "1"}


@pytest.mark.parametrize(("text", "parts"), [
    ("Ann Lee", ("Ann", "Lee")), ("Lee, Ann", ("Ann", "Lee")), ("Ann van der Lee", ("Ann van der", "Lee")),
    ("Lee", ("", "Lee")), ("Lee,", ("", "Lee")), ("", ("", "")),
])
def test_names_are_split(text, parts):
    assert split_name(text) == parts


def test_an_error_names_its_columns():
    mapping = {"E-mail": "emails", "E-mail 2": "emails", "Name": FULL_NAME, "City": "address.city"}
    assert columns("emails[1].value", mapping) == ("E-mail", "E-mail 2")
    assert columns("last_name", mapping) == ("Name",)
    assert columns("address.city", mapping) == ("City",)
