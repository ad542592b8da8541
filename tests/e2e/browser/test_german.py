"""The main screens in German: no English words of ours are left; what people and companies wrote is theirs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.visitor import Visitor
from tests.e2e.people import HERE, Person, newcomer

pytestmark = pytest.mark.e2e
Visit = Callable[..., Visitor]
SOURCE = Path(__file__).resolve().parents[3] / "web" / "src"
SCREENS = ("", "leads", "contacts", "companies", "tasks", "emails", "leads/board", "imports", "imports/new", "duplicates", "bin", "reports",
           "quality", "quality/contacts/role_address", "notifications", "no/such/place", "settings/profile", "settings/people", "settings/teams", "settings/roles",
           "settings/routing", "settings/forms", "settings/scoring", "settings/fields", "settings/cleaning", "settings/keys", "settings/views",
           "settings/audit", "settings/sign-ins")
SAID = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const within = walk.currentNode.parentElement;
    if (!within.closest("script, style, .isolated, .record, [lang=en]") && within.checkVisibility()) found.push(walk.currentNode.data.trim());
  }
  for (const each of document.querySelectorAll("[aria-label], [placeholder], [title]"))
    for (const name of ["aria-label", "placeholder", "title"]) if (each.getAttribute(name)) found.push(each.getAttribute(name).trim());
  return found.filter(Boolean);
}"""


def leaves(tree: Any) -> Iterator[str]:
    """Every text of a message file."""
    if isinstance(tree, str):
        yield tree
    for part in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ():
        yield from leaves(part)


def texts(language: str) -> set[str]:
    files = [SOURCE / "i18n" / f"{language}.json", *SOURCE.glob(f"*/texts.{language}.json")]
    return {text for file in files for text in leaves(json.loads(file.read_text()))}


@pytest.fixture(scope="module")
def english() -> list[re.Pattern[str]]:
    """The English texts that German does not share, whatever is put into them; those without a word of their own are none."""
    own = [text for text in texts("en") - texts("de") if re.search(r"[A-Za-z]{3}", re.sub(r"\{\{\w+\}\}", "", text))]
    return [re.compile(".+".join(map(re.escape, re.split(r"\{\{\w+\}\}", text))), re.DOTALL) for text in own]


def left(visitor: Visitor, english: list[re.Pattern[str]], labels: set[str]) -> set[str]:
    """English on the screen: texts of ours, and labels that the API gave."""
    said = set(visitor.page.evaluate(SAID))
    return {text for text in said if text in labels or any(each.fullmatch(text) for each in english)}


@pytest.fixture(scope="module")
def german(stack: Any, eventually: Any) -> Person:
    """An administrator who reads German, whatever their browser speaks."""
    _user, person = newcomer(stack, eventually, "helga", "admin")
    person.patch("/v1/me", {"locale": "de"})
    stack.__dict__["acting"]["german"] = person
    return person


@pytest.fixture(scope="module")
def labels(german: Person) -> set[str]:
    """What the API calls types and fields, where the German word is another one."""
    found = {word for type in german.get("/v1/schema")["data"] for word in
             (type["label"], type["label_plural"], *(field["label"] for field in type["fields"]))}
    return {word for word in found - texts("de") if len(word) > 2}


def test_the_main_screens_are_german(visit: Visit, english: list[re.Pattern[str]], labels: set[str]) -> None:
    visitor, found = visit("", "german").settled(), {}
    for screen in SCREENS:
        visitor.go(screen).page.wait_for_load_state("networkidle")
        found[screen] = left(visitor.settled(), english, labels)
    assert {screen: some for screen, some in found.items() if some} == {}


def test_a_lead_with_its_decision_is_german(visit: Visit, german: Person, english: list[re.Pattern[str]], labels: set[str],
                                            eventually: Any) -> None:
    lead = german.post("/v1/leads", {"last_name": f"Deutsch {HERE}", "country": "DE", "emails": [f"{HERE}-de@example.com"]})["id"]
    eventually(lambda: (german.get(f"/v1/leads/{lead}").get("routing") or {}).get("told"))
    eventually(lambda: [each for each in german.get(f"/v1/leads/{lead}/timeline")["data"] if each["record"]["type"] == "decision"])
    visitor = visit(f"leads/{lead}", "german").settled()
    page = visitor.page
    expect(page.get_by_role("heading", name="Warum diese Person")).to_be_visible()
    expect(page.get_by_text("Regel „")).not_to_have_count(1)  # on the timeline too
    expect(page.get_by_text(re.compile("matched because|was next in turn|takes every lead"))).to_have_count(0)
    expect(page.locator("main [lang=en]")).to_have_count(0)
    assert left(visitor, english, labels) == set()


def test_what_went_wrong_is_told_in_german_at_its_field(visit: Visit, german: Person) -> None:
    visitor = visit("contacts", "german").settled()
    page = visitor.page
    with visitor.expecting(422):
        page.get_by_role("button", name="Neu", exact=True).click()
        page.get_by_role("menuitem", name="Kontakt").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Nachname").fill("Falsch")
        dialog.get_by_label("E-Mail").first.fill("keine-adresse")
        dialog.get_by_role("button", name="Kontakt anlegen").click()
        expect(dialog.get_by_text("Bitte eine E-Mail-Adresse wie ann@example.com").first).to_be_visible()
