"""Who wrote it: one address that can be answered, and a name where the mail tells one."""

import pytest

from chalicelib.mail.inbound import Inbound, read
from chalicelib.mail.senders import named_by, sender_of, split_name


def sender(*headers: str, ours: tuple[str, ...] = ("sales@kith.example",)):
    found = sender_of(read("\n".join((*headers, "", "Hello")).encode()), ours)
    return found.address, found.first_name, found.last_name


@pytest.mark.parametrize(("display", "first", "last"), [
    ("Eva Müller", "Eva", "Müller"), ("Müller, Eva", "Eva", "Müller"), ("Müller, Eva, MBA", "Eva", "Müller"),
    ("Eva van den Berg (Acme)", "Eva", "van den Berg"), ("van den Berg", "", "van den Berg"), ("Van Nguyen", "Van", "Nguyen"),
    ("Dr. Eva Müller via Forms", "Eva", "Müller"), ("Ann Lee | Acme", "Ann", "Lee"), ("山田 太郎", "太郎", "山田"),
    ("John Smith, PhD", "John", "Smith"), ("Cher", "", "Cher"), ("(sales)", "", ""), ("", "", ""),
])
def test_a_display_name_has_a_first_and_a_last_part(display, first, last):
    assert split_name(display) == (first, last)


@pytest.mark.parametrize(("address", "first", "last"), [
    ("eva.mueller+shop@x.de", "Eva", "Mueller"), ("anna_maria_lopez@x.es", "Anna Maria", "Lopez"), ("ALEE@x.com", "", "Alee"),
    ("info@x.de", "", ""), ("sales-team@x.de", "", ""), ("no-reply@x.de", "", ""), ("12345@qq.com", "", ""), ("a.b@x", "", ""),
    ("", "", ""),
])
def test_an_address_suggests_a_name_or_nobody(address, first, last):
    assert named_by(address) == (first, last)


def test_from_is_who_wrote():
    assert sender("From: Ann Lee <ann@x.com>") == ("ann@x.com", "Ann", "Lee")
    assert sender("From: Ann Lee <ann@x.com>", "Reply-To: team@x.com") == ("ann@x.com", "Ann", "Lee")


@pytest.mark.parametrize("relay", ["WordPress <wordpress@x.com>", "Forms <hello@forms.example>", "no-reply@x.com"])
def test_behind_a_relay_it_is_who_asks_for_the_answer(relay):
    assert sender(f"From: {relay}", "Reply-To: Ann Lee <ann@x.com>") == ("ann@x.com", "Ann", "Lee")
    assert sender(f"From: {relay}", "Reply-To: ann.lee@x.com") == ("ann.lee@x.com", "Ann", "Lee")


def test_a_relay_may_name_who_wrote():
    assert sender("From: Bo Ek via Forms <x@forms.example>", "Reply-To: b@x.com") == ("b@x.com", "Bo", "Ek")


def test_our_own_address_is_never_the_sender():
    assert sender("From: Ann <ann@x.com>", "Reply-To: Sales@kith.example")[0] == "ann@x.com"
    assert sender("From: sales@kith.example", "Reply-To: ann@x.com")[0] == "ann@x.com"
    assert sender("From: sales@kith.example")[0] == ""


def test_the_reader_is_told_when_answers_go_elsewhere():
    asked = Inbound(from_address="a@x.com", reply_to="b@y.com")
    assert sender_of(asked).note == "It came from a@x.com and asks for answers to b@y.com."
    assert sender_of(Inbound(from_address="a@x.com", reply_to="A@x.com")).note == ""
