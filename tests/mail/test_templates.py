"""Placeholders and the mails that Kith writes itself."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.mail import templates
from chalicelib.mail.layout import compose
from chalicelib.mail.templates import render, render_html, render_line
from chalicelib.mail.wording import ENGLISH, GERMAN, language_of, local_time

HOSTILE = Path(__file__).resolve().parents[3] / "shared/data/hostile/naughty_strings.json"
TAGS = {"html", "head", "meta", "title", "body", "div", "p", "span", "br", "blockquote", "a"}
BASE = "https://crm.example.com"
LEAD = {"id": "lea_1", "type": "lead", "first_name": "Ana", "last_name": "Ruiz", "company": "ACME <b>", "score": 82,
        "grade": "A", "score_reasons": [{"label": "Budget", "points": 30}, {"label": "Free mail", "points": -5}],
        "emails": [{"value": "a@x.example"}, {"value": "ana@example.com", "primary": True}], "country": "DE",
        "city": "Bonn", "message": "Hello\nworld", "response_due_at": "2026-11-21T11:30:00.000Z"}
USER = {"id": "usr_1", "type": "user", "first_name": "Ben", "email": "ben@example.com", "locale": "en-GB",
        "time_zone": "Europe/Berlin"}
WHY = {"explanation": "Rule 'DACH' matched because country is DE."}
TASK = {"id": "tas_1", "type": "task", "subject": "Call back", "due_at": "2026-11-21T11:30:00.000Z"}


def test_values_take_their_places():
    values = {"first_name": "Ana", "lead": {"company": "ACME"}, "none": None, "n": 3}
    assert render("{{first_name}} of {{ lead.company }}, {{n}}{{none}}", values) == "Ana of ACME, 3"


@pytest.mark.parametrize("template", ["{{x|there}}", "{{ x | there }}", "{{lead.x|there}}", "{{__class__|there}}",
                                      "{{lead.keys|there}}", "{{7*7|there}}", "{{lead.__class__.__mro__|there}}"])
def test_unknown_places_give_their_default_and_nothing_runs(template):
    assert render(template, {"lead": {"y": 1}}) == "there"


def test_unknown_without_default_is_empty_and_a_broken_place_stays():
    assert render("a{{x}}b {{ c", {}) == "ab {{ c"


def test_values_are_not_rendered_again():
    assert render("{{a}}", {"a": "{{b}}", "b": "secret"}) == "{{b}}"


def test_stored_values_are_written_for_people():
    values = {"emails": LEAD["emails"], "tags": ["a", "b"], "price": {"amount": 1999, "currency": "EUR"},
              "yen": {"amount": 1999, "currency": "JPY"}, "yes": True}
    assert render("{{emails}} {{tags}} {{price}} {{yen}} {{yes}}", values) == (
        "ana@example.com a, b 19.99 EUR 1999 JPY yes")


def test_html_escapes_values_and_keeps_the_template():
    assert render_html("<p>{{x}}</p>", {"x": "<script>\"&'"}) == "<p>&lt;script&gt;&quot;&amp;&#x27;</p>"


@given(st.text(), st.text())
def test_a_line_is_one_line(template, value):
    line = render_line(template + "{{x}}", {"x": value + "\r\nBcc: all@example.com"})
    assert len(line.splitlines()) <= 1
    assert len(line) <= 200


def test_hostile_texts_stay_texts():
    if not HOSTILE.exists():
        pytest.skip(f"{HOSTILE} is absent")
    for text in json.loads(HOSTILE.read_text()):
        mail = templates.lead_assigned({**LEAD, "last_name": text, "message": text}, WHY, USER, "Shop", BASE)
        assert len(mail.subject.splitlines()) == 1
        assert set(re.findall(r"<(\w+)", mail.html)) <= TAGS


def test_the_owner_learns_what_counts():
    mail = templates.lead_assigned(LEAD, WHY, USER, "Shop", BASE)
    assert mail.subject == "New lead: Ana Ruiz, ACME <b>"
    for part in ("Hello Ben,", "ana@example.com", "Bonn, DE", "82 (A): Budget +30, Free mail -5", "> world",
                 "Why you: Rule 'DACH' matched", "21 Nov 2026, 12:30 CET", f"{BASE}/#/leads/lea_1"):
        assert part in mail.text
    assert "ACME &lt;b&gt;" in mail.html
    assert f'href="{BASE}/#/leads/lea_1"' in mail.html


def test_the_reader_is_written_to_in_their_language():
    mail = templates.lead_assigned(LEAD, WHY, {**USER, "locale": "de-AT"}, "Laden", BASE)
    assert mail.subject.startswith("Neuer Lead:")
    assert "Hallo Ben," in mail.text
    assert "21.11.2026, 12:30 CET" in mail.text
    assert '<html lang="de">' in mail.html
    assert templates.reminder(TASK, USER, "Laden", BASE, locale="de").subject == "Erinnerung: Call back"


def test_empty_facts_and_unknown_people_leave_no_holes():
    mail = templates.lead_assigned({"id": "lea_1", "type": "lead"}, {}, {}, "Shop", "")
    assert mail.subject == "New lead: unnamed"
    assert mail.text == ("Hello there,\n\na new lead is yours: unnamed.\n\n"
                         "-- \nShop: you get this mail because you work with its CRM.\n")


def every_mail():
    return [templates.lead_assigned(LEAD, WHY, USER, "Shop", BASE),
            templates.lead_arrived(LEAD, {"name": "Website"}, USER, "Ana Ruiz", "Shop", BASE),
            templates.auto_reply("Hi {{first_name}}", LEAD, {}, "Shop"), templates.reminder(TASK, USER, "Shop", BASE),
            templates.invitation(USER, "Secret-1!", "Shop", BASE, inviter="Ana Ruiz"),
            templates.response_missed(LEAD, USER, USER, 30, "Carla Diaz", "Shop", BASE),
            templates.mention({"body": "@ben look"}, USER, "Ana Ruiz", LEAD, "Ana Ruiz, ACME", "Shop", BASE)]


def test_every_mail_is_whole_and_tracks_nobody():
    for mail in every_mail():
        assert mail.subject
        assert "{{" not in mail.subject + mail.text + mail.html
        assert not re.search(r"<img|<script|<link|@import|url\(", mail.html)
        assert set(re.findall(r"https?://[^/\"\s]+", mail.html)) <= {BASE}


def test_an_invitation_says_where_and_with_what():
    mail = templates.invitation(USER, "Secret-1!", "Shop", BASE, inviter="Ana Ruiz")
    for part in ("Ana Ruiz invites you to the CRM of Shop", "ben@example.com", "Secret-1!", f"Sign in: {BASE}/"):
        assert part in mail.text


def test_owner_and_manager_are_told_that_time_ran_out():
    owner = templates.response_missed(LEAD, USER, USER, 30, "Carla Diaz", "Shop", BASE)
    assert "was yours and had no answer within 30 minutes" in owner.text
    assert "It now goes to Carla Diaz." in owner.text
    manager = templates.response_missed(LEAD, {**USER, "id": "usr_2"}, USER, 1.5, "", "Shop", BASE)
    assert "owned by Ben, had no answer within 1.5 minutes" in manager.text
    assert "It stays where it is" in manager.text


def test_a_german_mail_has_no_english_in_it():
    reader = {**USER, "locale": "de"}
    mail = templates.lead_assigned(LEAD, WHY | {"explanation": WHY["explanation"] + " Ana is the only person in its pool."},
                                   reader, "Shop", BASE)
    assert "Warum Sie: Regel „DACH“ passt, denn Land ist DE. Ana gehört als einzige Person dazu." in mail.text
    assert "Priorität: hoch" in templates.reminder({**TASK, "priority": "high"}, reader, "Shop", BASE).text
    assert "Jemand aus dem Team hat Sie erwähnt" in templates.mention({}, reader, "", TASK, "Call", "Shop", BASE).subject


def test_an_auto_reply_by_template_with_its_own_subject():
    template = "Subject: Thanks {{first_name}}\n\nDear {{lead.first_name|you}},\n\nsoon.\n{{company_name}}"
    mail = templates.auto_reply(template, LEAD, {}, "Shop")
    assert (mail.subject, mail.text) == ("Thanks Ana", "Dear Ana,\n\nsoon.\nShop\n")


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("template", ["", "Subject:  Thanks \n\n\n Dear {{first_name}},\n \t\nsoon.\n\n\n  {{company_name}} \n"])
def test_an_auto_reply_is_made_again_of_what_is_kept_of_it(template, language):
    mail = templates.auto_reply(template, {**LEAD, "language": language}, {}, "Shop & Co")
    assert templates.plain(mail.subject, mail.text, language) == mail


def test_an_empty_template_thanks_in_the_leads_language():
    assert templates.auto_reply("", LEAD, {}, "Shop").subject == "We have received your message"
    assert "Guten Tag" in templates.auto_reply("", {**LEAD, "language": "de"}, {}, "Laden").text


@pytest.mark.parametrize("typed", ["Win at https://bad.example", "www.bad.example", "bad.com", "a@bad.example",
                                   "x" * 61])
def test_nobody_advertises_through_an_auto_reply(typed):
    mail = templates.auto_reply("Hi {{first_name|there}} {{message}}", {**LEAD, "first_name": typed}, {}, "Shop")
    assert mail.text == "Hi there\n"


def test_both_languages_say_the_same_things():
    assert set(ENGLISH) == set(GERMAN)
    for key, sentence in ENGLISH.items():
        if key != "reply_body":
            assert set(re.findall(r"\{\{(\w+)", sentence)) == set(re.findall(r"\{\{(\w+)", GERMAN[key])), key


def test_locales_and_zones():
    assert [language_of(locale) for locale in ("de", "de_CH", "DE-at", "fr", "", None)] == ["de"] * 3 + ["en"] * 3
    assert local_time("2026-07-01T10:00:00.000Z", "en", "No/Where") == "01 Jul 2026, 10:00 UTC"
    assert local_time(None, "en", "UTC") == ""


def test_a_subject_cannot_smuggle_headers():
    assert compose("a\r\nBcc: x\u2028y", []).subject == "a Bcc: x y"


def test_what_strangers_type_is_escaped_in_each_part_of_a_mail():
    part = "<script>x</script>"
    mail = compose(part, [part], facts=[(part, part)], quote=part, after=[part], link=(part, f'"{part}'), footer=part)
    assert "<script" not in mail.html
    assert mail.html.count("&lt;script&gt;") == 9
