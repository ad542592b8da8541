"""The public form as HTML: what people and assistive technology meet, and that no configured text becomes markup."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from chalicelib.errors import FieldError
from chalicelib.leads import form_pages, form_texts
from chalicelib.leads.form_inputs import INPUTS

NAUGHTY = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "hostile" / "naughty_strings.json"
VOID = {"meta", "input", "br", "link", "img"}
FORM: dict[str, Any] = {"id": "frm_1", "name": "Contact us", "fields": [
    {"name": "last_name", "label": "Last name", "type": "text", "required": True},
    {"name": "email", "type": "email", "required": True, "maps_to": "emails"},
    {"name": "size", "label": "Size", "type": "choice", "options": ["small", "large & wide"]},
    {"name": "message", "type": "long_text"}, {"name": "consent", "type": "boolean"}]}


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_preview_in_the_settings_says_the_same(language: str) -> None:
    file = Path(__file__).resolve().parents[2] / "web" / "src" / "settings" / f"texts.{language}.json"
    shown = json.loads(file.read_text())["settings"]["forms"]
    assert {name: shown[name] for name in ("marked", "send", "choose")} == {
        name: form_texts.WORDS[language][name] for name in ("marked", "send", "choose")}


class Tree(HTMLParser):
    """Every element with its attributes and direct text, in reading order; unbalanced markup is an error."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, Any], list[str]]] = []
        self.open: list[int] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs), []))
        if tag not in VOID:
            self.open.append(len(self.found) - 1)

    def handle_endtag(self, tag: str) -> None:
        assert self.found[self.open.pop()][0] == tag

    def handle_data(self, data: str) -> None:
        if self.open:
            self.found[self.open[-1]][2].append(data)

    def all(self, tag: str) -> list[dict[str, Any]]:
        return [attributes for name, attributes, _ in self.found if name == tag]

    def named(self, name: str) -> dict[str, Any]:
        return next(attributes for _, attributes, _ in self.found if attributes.get("name") == name)

    def text(self, tag: str) -> str:
        return "|".join("".join(data) for name, _, data in self.found if name == tag)

    @property
    def shape(self) -> list[tuple[str, tuple[str, ...]]]:
        return [(tag, tuple(attributes)) for tag, attributes, _ in self.found]


def shown(form: dict[str, Any] = FORM, language: str = "en", **more: Any) -> Tree:
    return Tree(form_pages.page(form, "https://crm.example/public/forms/frm_1", "t0k", language, "n0nce", **more))


def test_every_input_has_a_label_and_required_ones_say_so():
    tree = shown()
    labelled = {label.get("for") for label in tree.all("label")}
    assert {tree.named(field["name"])["id"] for field in FORM["fields"]} <= labelled
    assert "required" in tree.named("email")
    assert "required" not in tree.named("message")
    assert tree.named("email")["type"] == tree.named("email")["autocomplete"] == "email"


def test_it_posts_without_javascript():
    form = shown().all("form")[0]
    assert (form["method"], form["action"]) == ("post", "https://crm.example/public/forms/frm_1")
    assert shown().named("_started")["value"] == "t0k"


def test_the_trap_is_hidden_from_people_and_assistive_technology():
    tree = shown()
    assert tree.named("_website")["tabindex"] == "-1"
    assert [each["aria-hidden"] for each in tree.all("div") if each.get("class") == "trap"] == ["true"]


def test_style_and_script_carry_the_nonce_and_nothing_comes_from_elsewhere():
    tree = shown()
    assert [each["nonce"] for each in (*tree.all("style"), *tree.all("script"))] == ["n0nce", "n0nce"]
    assert not [each for _, each, _ in tree.found if "src" in each or any(name.startswith("on") for name in each)]


@pytest.mark.parametrize(("own", "visitor", "button"), [
    (None, "de-AT,de;q=0.9,en;q=0.8", "Absenden"), (None, "fr, de;q=0.5", "Absenden"), (None, "", "Send"),
    ("en", "de", "Send"), ("de", "en", "Absenden"), (None, "\ud800;;,-", "Send"),
])
def test_the_language_is_the_forms_else_the_visitors(own, visitor, button):
    tree = shown({**FORM, "language": own}, visitor)
    assert tree.text("button") == button
    assert tree.all("html")[0]["lang"] == ("de" if button == "Absenden" else "en")


def test_what_is_wrong_is_listed_linked_and_told_at_its_field():
    problems = [FieldError("email", "invalid_email", "Must be an email"), FieldError("last_name", "none", "Missing")]
    tree = Tree(form_pages.errors_page(FORM, problems, {"email": "a@", "_started": "t1", "consent": "true"}))
    assert tree.text("a") == "Last name: Missing|Email: Must be an email"
    assert [each["href"] for each in tree.all("a")] == ["#field-0", "#field-1"]
    email = tree.named("email")
    assert (email["value"], email["aria-invalid"], email["aria-describedby"]) == ("a@", "true", "field-1-problem")
    assert "checked" in tree.named("consent")
    assert (tree.named("_started")["value"], "action" in tree.all("form")[0]) == ("t1", False)


def test_problems_are_told_in_german_by_their_code():
    problems = [FieldError("last_name", "required", "Name is required"), FieldError("email", "brand_new", "English")]
    tree = Tree(form_pages.errors_page(FORM, problems, {}, "de"))
    assert tree.text("a") == "Last name: Bitte ausfüllen|Email: Bitte prüfen"


def test_what_was_typed_comes_back_as_it_was():
    tree = shown(values={"message": "\n<b>\n</textarea>", "size": "large & wide", "last_name": ["a\"'", "b"]})
    assert tree.text("textarea") == "\n\n<b>\n</textarea>"  # a browser drops the first line break
    assert [("selected" in each) for each in tree.all("option")] == [False, False, True]
    assert tree.named("last_name")["value"] == "a\"'"


def test_the_thanks_page_stands_alone():
    tree = Tree(form_pages.thanks({**FORM, "language": "de"}))
    assert tree.text("h1") == "Vielen Dank"
    assert tree.all("form") == tree.all("script") == []


def test_only_web_addresses_are_redirected_to():
    assert '"redirect": "https://x.example/?a=1\\u0026b"' in form_pages.page(
        {**FORM, "redirect_url": "https://x.example/?a=1&b"}, "", "")
    assert '"redirect": ""' in form_pages.page({**FORM, "redirect_url": "javascript:alert(1)"}, "", "")


def naughty() -> list[str]:
    own = ["</script><script>alert(1)</script>", "<!--<script>", "\"><img src=x onerror=alert(1)>", "' onfocus='x",
           "\u2028alert(1)", "</textarea><svg onload=x>", "${alert(1)}", "CONFIG", "\ud800"]
    return own + (json.loads(NAUGHTY.read_text("utf-8")) if NAUGHTY.exists() else [])


def everywhere(text: str) -> dict[str, Any]:
    """A form whose every configured text is this one, with each type of field."""
    return {"id": "frm_1", "name": text, "redirect_url": f"https://x/{text}", "fields": [
        {"name": f"{text} {kind}", "label": text, "type": kind, "required": True, "options": [text], "maps_to": text}
        for kind in (*INPUTS, "long_text", "boolean")]}


def test_no_configured_or_typed_text_becomes_markup():
    def tree(text: str) -> Tree:
        form = everywhere(text)
        names = [field["name"] for field in form["fields"]]
        return shown(form, values=dict.fromkeys(names, text), problems=[FieldError(name, text, text) for name in names])
    plain = [each for each in tree("plain").shape if each[0] != "option"]
    # an empty value has no attribute, and "true" checks a box
    assert [text for text in naughty() if text.strip() and text.lower() not in ("true", "1", "on") and
            [each for each in tree(text).shape if each[0] != "option"] != plain] == []


def test_no_configured_text_ends_a_script():
    for text in naughty():
        page = form_pages.page(everywhere(text), "https://x/", "t", "en", "n")
        script = page.partition("<script")[2].partition(">")[2]
        assert script.count("</script>") == 1
        snippet = form_pages.snippet({**FORM, "name": text}, "https://crm.example/public/forms/frm_1")
        (page + snippet).encode()
        assert not set("<>&\u2028\u2029") & set(snippet.rpartition("})(")[2])


def test_the_snippet_knows_its_form_and_listens_to_it_alone():
    text = form_pages.snippet(FORM, "https://crm.example/api/public/forms/frm_1")
    config = json.loads(text.rpartition("})(")[2].strip().removesuffix(");"))
    assert config == {"url": "https://crm.example/api/public/forms/frm_1", "origin": "https://crm.example",
                      "title": "Contact us"}
    assert "event.origin === config.origin" in text
    assert "eval(" not in text
