"""In whose language the files of an import speak: that of who started it, or took it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from chalicelib import rooms

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.german import sentences
else:
    sentences = rooms.Later("german.sentences")

COLUMNS = {"row": "Zeile", "errors": "Fehler", "id": "Id", "record": "Eintrag", "field": "Feld", "reason": "Grund",
           "before the import": "vor dem Import", "now": "jetzt"}


def german(crm: Crm, user_id: str | None) -> bool:
    """Whether this person reads German: by their own choice, else the company's."""
    user = crm.configuration.find("user", user_id or "") or {}
    return str(crm.company.settled(user)["locale"] or "").lower().startswith("de")


def columns(names: Sequence[str], in_german: bool) -> list[str]:
    """Our own column names; the file's columns are not given here."""
    return [COLUMNS[name] for name in names] if in_german else list(names)


def sentence(english: str, code: str, in_german: bool) -> str:
    """Why a row failed or a value was kept."""
    return str(sentences.sentence(english, code)) if in_german else english
