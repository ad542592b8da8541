"""The files and headers of other programs map by themselves to the types as they are declared."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from chalicelib.activities.objects import TASK
from chalicelib.leads.objects import LEAD
from chalicelib.people.objects import COMPANY, CONTACT
from chalicelib.records.fields import Field
from chalicelib.records.imports import vcard_files
from chalicelib.records.imports.csv_files import detect, headers, rows
from chalicelib.records.imports.mapping import suggest, to_payload
from chalicelib.records.imports.values import option, without_marks
from chalicelib.records.objects import ObjectType

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "contacts"
HUBSPOT = "Record ID,First Name,Last Name,Email,Phone Number,Lead Status,Create Date,Associated Company,Contact owner"
NEW_GOOGLE = (
    "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,Name Prefix,Name Suffix,"
    "Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,Labels,"
    "E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,"
    "Address 1 - Label,Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - PO Box,Address 1 - Region,"
    "Address 1 - Postal Code,Address 1 - Country,Address 1 - Extended Address,Website 1 - Label,Website 1 - Value")
GERMAN_OUTLOOK = (
    "Anrede,Vorname,Weitere Vornamen,Nachname,Suffix,Firma,Abteilung,Position,Straße geschäftlich,Straße geschäftlich 2,"
    "Ort geschäftlich,Region geschäftlich,Postleitzahl geschäftlich,Land/Region geschäftlich,Straße privat,Ort privat,"
    "Bundesland/Kanton privat,Postleitzahl privat,Land/Region privat,Weitere Straße,Weiterer Ort,Telefon Assistent,"
    "Fax geschäftlich,Telefon geschäftlich,Telefon geschäftlich 2,Rückmeldung,Autotelefon,Telefon Firma,Fax privat,"
    "Telefon privat,Mobiltelefon,Weiteres Telefon,Pager,Haupttelefon,Telex,Abrechnungsinformation,Beruf,Büro,"
    "E-Mail-Adresse,E-Mail-Typ,E-Mail: Angezeigter Name,E-Mail 2: Adresse,E-Mail 2: Typ,E-Mail 2: Angezeigter Name,"
    "Geburtstag,Geschlecht,Hobby,Initialen,Jahrestag,Kategorien,Konto,Name Assistent,Notizen,Ort,Partner,Priorität,Privat,"
    "Sprache,Stichwörter,Vertraulichkeit,Webseite")


def fields_of(type: ObjectType) -> dict[str, Field]:
    return {name: field for name, field in type.own_fields.items() if not field.read_only}


def mapped(header: str, type: ObjectType, *samples: dict[str, str]) -> dict[str, str]:
    return suggest(next(csv.reader([header])), fields_of(type), samples)


def of_file(name: str, type: ObjectType) -> tuple[list[str], dict[str, str], list[dict[str, str]]]:
    path = DATA / name
    if not path.exists():
        pytest.skip("needs the shared test data")
    raw = path.read_bytes()
    dialect = detect(raw)
    cells = [each for _number, each in rows([raw], dialect)]
    columns = headers([raw], dialect)
    return columns, suggest(columns, fields_of(type), cells), cells


def test_the_address_of_companies() -> None:
    assert mapped("Name,Street Address,City,State/Region,Postal Code,Country/Region", COMPANY) == {
        "Name": "name", "Street Address": "address.street", "City": "address.city", "State/Region": "address.region",
        "Postal Code": "address.postal_code", "Country/Region": "address.country"}


def test_a_company_is_called_account_too() -> None:
    assert mapped("account,sector,office_location", COMPANY) == {"account": "name", "sector": "industry"}


def test_hubspot_as_contacts() -> None:
    assert mapped(HUBSPOT, CONTACT) == {
        "First Name": "first_name", "Last Name": "last_name", "Email": "emails", "Phone Number": "phones",
        "Associated Company": "company_id", "Contact owner": "owner_id"}


def test_hubspot_as_leads_with_its_own_words_for_the_status() -> None:
    sample = {"Record ID": "51", "Lead Status": "IN_PROGRESS", "Create Date": "2024-01-01 10:00", "Contact owner": "Ada L"}
    found = mapped(HUBSPOT, LEAD, sample)
    assert found == {"First Name": "first_name", "Last Name": "last_name", "Email": "emails", "Phone Number": "phones",
                     "Lead Status": "status", "Associated Company": "company", "Contact owner": "owner_id"}
    assert to_payload(sample, found, fields_of(LEAD), "US")["status"] == "working"


def test_google_new() -> None:
    assert mapped(NEW_GOOGLE, CONTACT) == {
        "First Name": "first_name", "Last Name": "last_name", "Name Prefix": "salutation",
        "Organization Name": "company_id", "Organization Title": "job_title", "Birthday": "birthday", "Labels": "tags",
        "E-mail 1 - Value": "emails", "E-mail 2 - Value": "emails", "Phone 1 - Value": "phones",
        "Address 1 - Street": "address.street", "Address 1 - City": "address.city", "Address 1 - Region": "address.region",
        "Address 1 - Postal Code": "address.postal_code", "Address 1 - Country": "address.country",
        "Address 1 - Extended Address": "address.line2"}


def test_google_old() -> None:
    _columns, found, _cells = of_file("csv/headers_only_google_contacts_old.csv", CONTACT)
    assert found == {
        "Given Name": "first_name", "Family Name": "last_name", "Name Prefix": "salutation", "Birthday": "birthday",
        "Language": "language", "Group Membership": "tags", "E-mail 1 - Value": "emails", "E-mail 2 - Value": "emails",
        **{f"Phone {number} - Value": "phones" for number in (1, 2, 3, 4)}, "Organization 1 - Name": "company_id",
        "Organization 1 - Title": "job_title"}


def test_outlook_in_english() -> None:
    _columns, found, _cells = of_file("csv/headers_only_outlook_classic_92_columns.csv", CONTACT)
    assert {column for column, path in found.items() if path == "tags"} == {"Categories", "Keywords"}
    assert {path: column for column, path in found.items() if path not in ("emails", "phones", "tags")} == {
        "salutation": "Title", "first_name": "First Name", "last_name": "Last Name", "company_id": "Company",
        "job_title": "Job Title", "address.street": "Business Street", "address.line2": "Business Street 2", "address.city": "Business City",
        "address.region": "Business State", "address.postal_code": "Business Postal Code",
        "address.country": "Business Country", "birthday": "Birthday", "language": "Language"}
    assert not any("fax" in column.lower() or "Assistant" in column or "Pager" in column for column in found)


def test_outlook_in_german() -> None:
    found = mapped(GERMAN_OUTLOOK, CONTACT)
    assert {path: column for column, path in found.items() if path not in ("emails", "phones", "tags")} == {
        "salutation": "Anrede", "first_name": "Vorname", "last_name": "Nachname", "company_id": "Firma",
        "job_title": "Position", "address.street": "Straße geschäftlich",
        "address.line2": "Straße geschäftlich 2", "address.city": "Ort geschäftlich",
        "address.region": "Region geschäftlich", "address.postal_code": "Postleitzahl geschäftlich",
        "address.country": "Land/Region geschäftlich", "birthday": "Geburtstag", "language": "Sprache"}
    assert [column for column, path in found.items() if path == "emails"] == ["E-Mail-Adresse", "E-Mail 2: Adresse"]
    assert {column for column, path in found.items() if path == "phones"} == {
        "Telefon geschäftlich", "Telefon geschäftlich 2", "Autotelefon", "Telefon privat", "Mobiltelefon",
        "Weiteres Telefon", "Haupttelefon"}


def test_an_outlook_like_file() -> None:
    _columns, found, cells = of_file("csv/outlook_like_shared_contacts.csv", CONTACT)
    assert {column: found.get(column) for column in ("Name", "Company", "Job Title", "ID", "Action", "Pager")} == {
        "Name": "full_name", "Company": "company_id", "Job Title": "job_title", "ID": None, "Action": None, "Pager": None}
    assert to_payload(cells[0], found, fields_of(CONTACT), "US")["address"]["street"] == "8999 Corporate Way"


@pytest.mark.parametrize("type", [CONTACT, LEAD])
def test_linkedin_below_its_notes(type: ObjectType) -> None:
    raw = (b"Notes:\n\"When exporting your connection data, you may notice that some of the email addresses are missing.\"\n\n"
           b"First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
           b"Ada,Lovelace,https://www.linkedin.com/in/ada,,Engines Ltd,Analyst,01 Jan 2024\n"
           b"Alan,Turing,https://www.linkedin.com/in/alan,alan@example.com,Bletchley,Reader,15 Jan 2024\n")
    columns = headers([raw], detect(raw))
    assert suggest(columns, fields_of(type), [cells for _number, cells in rows([raw], detect(raw))]) == {
        "First Name": "first_name", "Last Name": "last_name", "Email Address": "emails",
        "Company": "company_id" if type is CONTACT else "company", "Position": "job_title"}


def test_salesforce_leads() -> None:
    columns, found, cells = of_file("salesforce_export/Lead.csv", LEAD)
    assert len(columns) == 55
    assert found == {
        "LastName": "last_name", "FirstName": "first_name", "Company": "company", "Title": "job_title", "City": "city",
        "State": "region", "Country": "country", "Phone": "phones", "Email": "emails", "Description": "message",
        "LeadSource": "source", "Status": "status", "Home_Phone__c": "phones"}
    assert to_payload(cells[0], found, fields_of(LEAD), "US")["status"] == "qualified"


def test_salesforce_accounts() -> None:
    _columns, found, _cells = of_file("salesforce_export/Account.csv", COMPANY)
    assert found == {
        "Name": "name", "Type": "company_type", "Phone": "phones", "Website": "website", "Industry": "industry",
        "AnnualRevenue": "annual_revenue", "NumberOfEmployees": "employees",
        "BillingStreet": "address.street", "BillingCity": "address.city", "BillingState": "address.region",
        "BillingPostalCode": "address.postal_code", "BillingCountry": "address.country"}


def test_vcard_columns() -> None:
    found = suggest(vcard_files.COLUMNS, fields_of(CONTACT))
    assert found == {
        "Name Prefix": "salutation", "First Name": "first_name", "Last Name": "last_name", "Company": "company_id",
        "Job Title": "job_title", "Email": "emails", "Phone": "phones", "Street": "address.street",
        "Address Line 2": "address.line2", "City": "address.city", "Region": "address.region",
        "Postal Code": "address.postal_code", "Country": "address.country", "Birthday": "birthday",
        "Language": "language", "Categories": "tags"}


def test_tasks() -> None:
    found = mapped("Task name,Due date,Assigned to,Status,Priority", TASK, {"Status": "Completed", "Priority": "Medium"})
    assert found == {"Task name": "subject", "Due date": "due_at", "Assigned to": "assignee_id", "Status": "status",
                     "Priority": "priority"}


OURS = "con_01hzzzzzzzzzzzzzzzzzzzzzzz"


@pytest.mark.parametrize(("header", "cell", "path"), [
    ("Record ID", "51", None), ("Id", "003Ec00000FzlUdIAJ", None), ("id", OURS, "id"), ("Record ID", OURS, "id"),
    ("id", OURS.replace("con", "lea"), None), ("OwnerId", "005Ec000004o8yHIAQ", None),
    ("Owner", "ann@example.com", "owner_id"), ("Owner", "77001", None),
    ("company_id", OURS.replace("con", "com"), "company_id"), ("Company Id", "9", None)])
def test_ids_of_other_programs_map_to_nothing(header: str, cell: str, path: str | None) -> None:
    fields: dict[str, Any] = {"id": Field("id", "reference", to="contact"), **fields_of(CONTACT)}
    assert suggest([header], fields, [{header: cell}]).get(header) == path


def test_words_of_others_mean_our_options() -> None:
    status = LEAD.own_fields["status"]
    assert [option(status, text) for text in ("NEW", "Open - Not Contacted", "UNQUALIFIED", "Odd")] == [
        "new", "new", "disqualified", "Odd"]


def test_the_stars_of_groups_are_no_part_of_a_tag() -> None:
    assert without_marks("* myContacts ::: * Friends ::: * starred") == "Friends ::: starred"
    assert without_marks("VIP ::: a*b") == "VIP ::: a*b"
