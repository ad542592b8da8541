"""The automatic reply of a form carries nobody's advertisement."""

from __future__ import annotations

import pytest

from chalicelib.mail import templates

TEMPLATE = "Subject: Thank you, {{first_name|friend}}\n\nHello {{first_name|there}} of {{company|your company}}."


def replied(**lead: str) -> str:
    mail = templates.auto_reply(TEMPLATE, lead, {"name": "Contact"}, "Acme")
    return mail.subject + mail.text + mail.html


@pytest.mark.parametrize("text", ["win.shop", "Cheap pills evil\u3002com", "evil\uff0eexample", "evil\uff61io", "a.co.uk", "//x.site", "call +1 900 555 0199",
                                  "0900-555-0199", "https://x", "me@x", "www.x", "x" * 61])
def test_a_link_or_a_number_is_not_echoed(text: str) -> None:
    for sent in (replied(first_name=text, company="Corp"), replied(first_name="Ann", company=text)):
        assert text not in sent and text.split()[-1] not in sent


@pytest.mark.parametrize("name", ["J. R. Smith", "J.R. Smith", "O'Neil", "Jean-Luc", "李 明", "Müller & Co. KG", "Studio 54", "3M", "Route 66 Inc."])
def test_a_name_is(name: str) -> None:
    assert name in templates.auto_reply(TEMPLATE, {"first_name": name}, {"name": "Contact"}, "Acme").text
