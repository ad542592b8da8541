"""What public form pages say, in each of their languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ENGLISH = {
    "send": "Send", "sending": "Sending …", "required": "required", "marked": "Fields with * are required.",
    "choose": "Please choose", "trap": "Leave this field empty",
    "check": "Please check what you entered:", "thanks": "Thank you",
    "received": "We have received your message and will get back to you soon.",
    "offline": "This could not be sent. Please check your connection and try again.",
    "busy": "Too much at once. Please wait a minute and try again.",
    "failed": "This could not be sent. Please try again in a moment.",
}
GERMAN = {
    "send": "Absenden", "sending": "Wird gesendet …", "required": "Pflichtfeld",
    "marked": "Felder mit * sind Pflichtfelder.", "choose": "Bitte wählen", "trap": "Dieses Feld leer lassen",
    "check": "Bitte prüfen Sie Ihre Angaben:", "thanks": "Vielen Dank",
    "received": "Ihre Nachricht ist angekommen. Wir melden uns bald bei Ihnen.",
    "offline": "Das konnte nicht gesendet werden. Bitte prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.",
    "busy": "Das war zu viel auf einmal. Bitte warten Sie eine Minute und versuchen Sie es dann noch einmal.",
    "failed": "Das konnte nicht gesendet werden. Bitte versuchen Sie es gleich noch einmal.",
}
WORDS = {"en": ENGLISH, "de": GERMAN}

# Error codes are the API's; its own sentences are English, so English needs no table.
GERMAN_PROBLEMS = {
    "required": "Bitte ausfüllen", "invalid_email": "Bitte eine E-Mail-Adresse wie ann@example.com angeben",
    "invalid_phone": "Bitte eine Telefonnummer mit Vorwahl angeben", "invalid_number": "Bitte eine Zahl angeben",
    "invalid_date": "Bitte ein Datum angeben", "invalid_url": "Bitte eine Adresse wie https://example.com angeben",
    "invalid_choice": "Bitte eine der Möglichkeiten wählen", "invalid_country": "Bitte ein Land angeben",
    "invalid_boolean": "Bitte ja oder nein wählen", "too_long": "Das ist zu lang", "": "Bitte prüfen",
}
PROBLEMS: Mapping[str, Mapping[str, str]] = {"en": {}, "de": GERMAN_PROBLEMS}


def language_of(form: Mapping[str, Any], preferred: str) -> str:
    """The form's own language, else the visitor's (`de-AT`, or an Accept-Language header), else English."""
    for wanted in (str(form.get("language") or ""), preferred):
        for entry in wanted.split(",")[:20]:
            language = entry.strip().partition(";")[0].replace("_", "-").partition("-")[0].lower()
            if language in WORDS:
                return language
    return "en"


def sentence(language: str, code: str, message: str) -> str:
    """What to say about a wrong field; `message` is the API's English sentence."""
    known = PROBLEMS[language]
    return known.get(code) or known.get("") or message
