"""Addresses and numbers of the world: the published test sets."""

from __future__ import annotations

import csv
import pathlib
from xml.etree import ElementTree

import pytest

from chalicelib.records.fields.emails import normal_email
from chalicelib.records.fields.phones import normal_phone

HOSTILE = pathlib.Path("../shared/data/hostile")
PASSING = {"ISEMAIL_VALID_CATEGORY", "ISEMAIL_DNSWARN"}
FAILING = {"ISEMAIL_ERR", "ISEMAIL_RFC5322"}
DOTLESS = {"test@io"}  # valid by the letter, but ICANN forbids mail at a top-level domain and mail services refuse it


def addresses() -> list[tuple[str, str]]:
    """(address, category); control characters are written as their pictures."""
    if not HOSTILE.exists():
        pytest.skip("needs ../shared/data/hostile")
    tests = ElementTree.parse(HOSTILE / "isemail_tests.xml").getroot().iter("test")
    pictures = {0x2400 + code: code for code in range(33)}
    return [((test.findtext("address") or "").translate(pictures), test.findtext("category") or "") for test in tests]


def test_addresses_that_mail_systems_take_pass():
    valid = [address for address, category in addresses() if category in PASSING and address not in DOTLESS]
    assert len(valid) > 20
    assert [address for address in valid if normal_email(address) is None] == []


def test_broken_addresses_fail():
    broken = [address for address, category in addresses() if category in FAILING]
    assert len(broken) > 60
    assert [address for address in broken if normal_email(address)] == []


def test_one_address_typed_in_two_ways_is_one():
    assert normal_email("Jörg@MÜLLER.de") == normal_email("jörg@xn--mller-kva.DE")


@pytest.mark.parametrize("written", ["e164", "national", "international"])
def test_numbers_of_the_world(written):
    if not HOSTILE.exists():
        pytest.skip("needs ../shared/data/hostile")
    rows = list(csv.DictReader((HOSTILE / "phone_examples_dev_regions.csv").open(encoding="utf-8")))
    good = [row for row in rows if row["valid"] == "True"]
    assert len(good) > 300
    wrong = [row for row in good if normal_phone(row[written], row["region"]) != row["e164"]]
    assert wrong == []


@pytest.mark.parametrize("text", ["", "abc", "+", "++49", "1" * 101, "+999 123", "12", "\x00"])
def test_what_is_no_number(text):
    assert normal_phone(text, "DE") is None


def test_possible_is_enough():
    assert normal_phone("+1 555 555 0100", "US") == "+15555550100"


@pytest.mark.parametrize(("text", "region", "number"), [
    ("+49 30 901820 mobil", "", "+4930901820"), ("030 901820 home", "DE", "+4930901820"), ("030 901820 büro", "DE", "+4930901820"),
    ("+49 171 1234567 privat", "", "+491711234567"), ("030-901820x12", "DE", "+4930901820"), ("Tel: +49 30 901820", "", "+4930901820"),
    ("1-800-FLOWERS", "US", "+18003569377"), ("0800 KITH NOW", "DE", "+498005484669")])
def test_a_remark_is_no_part_of_the_number_and_a_vanity_number_dials(text, region, number):
    assert normal_phone(text, region) == number


@pytest.mark.parametrize("region", ["", "DE", "US"])
@pytest.mark.parametrize("text", ["0049 30 901820", "0049 (0)30 / 90 18 20", "00 49 30 901820", "T 0049 30 901820"])
def test_two_noughts_lead_abroad(text, region):
    assert normal_phone(text, region) == "+4930901820"


def test_noughts_alone_lead_nowhere():
    assert normal_phone("000000", "") is normal_phone("0012", "") is normal_phone("030 901820", "") is None
