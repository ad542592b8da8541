"""Search rows: by what a record is found, and how few they are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from chalicelib.people.objects import COMPANY, CONTACT
from chalicelib.records.fields import FIELD_TYPES, Field
from chalicelib.records.fields.shape import Errors
from chalicelib.records.search import rows as search_rows
from chalicelib.records.words import words
from tests.records.searching import Library, Record, contact, emails

NAUGHTY = Path(__file__).parents[3] / "shared/data/hostile/naughty_strings.json"
PHONES = [{"value": "+493090182000"}]
ANA = contact("Ana", "Ruiz-Müller", job_title="Head of Sales", phones=PHONES, emails=emails("ana.ruiz@mail.client.co.uk", "xo@xn--mller-kva.example"))


def starts(record: Record) -> list[str]:
    type = {"contact": CONTACT, "company": COMPANY}[record["type"]]
    return [sk.rsplit("#", 2)[0] for (_pk, sk), _row in search_rows.rows(type, record, ["all"])]


def ticket(number: str, **fields: Any) -> Record:
    return {"type": "ticket", "id": "tic_1", "number": number, "subject": "Printer", **fields}


def test_a_contacts_rows() -> None:
    plain = contact("Ana", "Ruiz", job_title="Sales Manager", phones=PHONES, emails=emails("ana.ruiz@client.example"))
    assert sorted(starts(plain)) == [
        "*rzui", "+000281090394", "<ziur", "ana ruiz", "ana.ruiz@client.example", "client.example", "manager", "ruiz ana", "sales",
        "~09a 78", "~78 09a"]


def test_no_row_begins_as_another_does() -> None:
    plain = [start for start in starts(ANA) if start[0].isalnum()]
    assert not [one for one in plain for other in plain if one != other and other.startswith(one)]
    assert len(starts(ANA)) == len(set(starts(ANA)))


@pytest.mark.parametrize("text", [
    "ana", "an", "mü", "muller", "ruiz müller", "mueller ana", "ana.ruiz@mail.client.co.uk", "ana.ruiz@", "ana.r", "@mail.client", "client", "mail.client.co",
    "@client", "xo@müller.example", "müller.example", "https://www.mail.client.co.uk/about?x=1", "+49 (0)30 90182000", "0049 30 90182000", "90182000",
    "0 30/901 820-00", "030.90182000 ana", "head sales", "the head of sales", "ANA RUIZ", "RUIZ ANA", "ana mul"])
def test_a_person_is_found(text: str) -> None:
    assert Library([ANA, contact("Bob", "Stone", "con_2", job_title="Clerk", emails=emails("bob@stone.example"))]).ids(text) == ["con_1"]


@pytest.mark.parametrize("text", ["co", "uk", "+49 30 90182001", "ana stone", "rmuller"])
def test_a_person_is_not_found(text: str) -> None:
    assert Library([ANA]).ids(text) == (["con_1"] if text == "rmuller" else [])


@pytest.mark.parametrize("number, texts", [
    ("T-1042", ["T-1042", "t1042", "1042", "T 1042", "#1042", "104"]),
    ("ORD-2024-17", ["ORD-2024-17", "ord-2024", "202417", "2024", "17", "ORD 2024 17", "ord2024", "2024-17"]),
    ("INV/000123", ["INV/000123", "000123", "123", "inv000123", "inv"]), ("№ 44-Б", ["44-б", "44"])])
def test_numbers_are_found_whole_by_digits_and_by_parts(number: str, texts: list[str]) -> None:
    library = Library([ticket(number), {**ticket("X-999999"), "id": "tic_2", "subject": "Scanner"}])
    for text in texts:
        assert library.ids(text) == ["tic_1"], text


def test_a_phone_number_is_no_order_number() -> None:
    library = Library([ticket("98765"), contact("Ana", "Ruiz", phones=[{"value": "+4956789"}])])
    assert library.ids("56789") == ["con_1"] and library.ids("98765") == ["tic_1"]


@pytest.mark.parametrize("stored, typed", [
    ("+74951234567", "8 (495) 123-45-67"), ("+33612345678", "06 12 34 56 78"), ("+390612345678", "06 1234 5678"), ("+14155550199", "(415) 555-0199"),
    ("+3612345678", "06 1 234 5678"), ("+4930901820", "٠٣٠ ٩٠١٨٢٠")])
def test_phones_as_people_of_each_country_write_them(stored: str, typed: str) -> None:
    hits = Library([contact("Ana", "Ruiz", phones=[{"value": stored}])]).search(typed).rows
    assert [(hit["id"], hit["by"]) for hit in hits] == [("con_1", "phone")]


@pytest.mark.parametrize("name, texts", [
    ("株式会社山田商事", ["株式", "山田", "田商", "山田商事", "商事", "株式会社 山田"]), ("김민수", ["민수", "김민", "김민수"]),
    ("บริษัทสยามการค้า", ["สยาม", "การค้า", "บริษัท"]), ("株式会社ABC", ["abc", "株式会社abc"]), ("हिन्दी भाषा", ["हिन्", "भाषा हिन्दी"]), ("محمد علي", ["علي مح", "مُحَمَّد"]),
    ("Ελένη", ["ελενη", "ΕΛΈ"]), ("Щукин", ["щук", "ЩУКИН", "щкин"]), ("Łukasz Øster", ["lukasz", "oster luk"]), ("O'Brien", ["obrien", "o'brien", "o’br", "brien"]),
    ("Weiß & Söhne", ["weiss", "söhne weiß", "sohne"]), ("IŞIK", ["ışık", "isik"]), ("The Who", ["the who", "who"]), ("X Corp", ["x corp", "corp x"])])
def test_names_of_the_world(name: str, texts: list[str]) -> None:
    library = Library([{"type": "company", "id": "com_1", "name": name}, {"type": "company", "id": "com_2", "name": "Other 他"}])
    for text in texts:
        assert library.ids(text) == ["com_1"], text


def test_names_without_a_space_in_either_order() -> None:
    library = Library([contact("伟", "王"), contact("太郎", "山田", "con_2")])
    assert library.ids("王伟") == library.ids("伟 王") == library.ids("王") == ["con_1"]
    assert library.ids("山") == library.ids("太") == ["con_2"]  # by the first letter of a name, not by one within
    assert library.ids("田") == []
    assert library.ids("山田太郎") == library.ids("太郎") == library.ids("山田 太郎") == ["con_2"]


def test_web_addresses_are_found_by_name() -> None:
    library = Library([ticket("T-1", site="https://www.client.example/about?x=1")])
    assert [library.ids(text) for text in ("client", "client.example", "www.client.example", "about")] == [["tic_1"]] * 3 + [[]]


def test_nobody_without_a_name_is_found_by_an_ending() -> None:
    nameless = contact("", "", emails=emails("desk@client.example"))
    assert "example" not in starts(nameless) and len(starts(nameless)) <= 5


def test_rows_stay_few_whatever_the_text() -> None:
    long = {"type": "company", "id": "com_1", "name": "株式会社" * 100, "industry": " ".join(f"word{number}" for number in range(200))}
    assert len(starts(long)) <= search_rows.MOST_KEYS


@pytest.mark.skipif(not NAUGHTY.exists(), reason="needs ../shared/data")
def test_naughty_strings_are_found_by_themselves() -> None:
    for text in json.loads(NAUGHTY.read_text()):
        name = FIELD_TYPES["person_name"].parse(Field("last_name", "person_name"), text, "last_name", Errors(), "US")
        library = Library([contact("", name or "")])
        if name and sum(map(len, words(name))) >= 2:
            assert library.ids(text[:200]) == ["con_1"], text
