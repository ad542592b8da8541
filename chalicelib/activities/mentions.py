"""Who is mentioned in a note, and what its text says where no Markdown is shown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

# Fenced blocks and code spans hold examples, not people; an unclosed fence runs to the end, as in CommonMark.
_FENCE = re.compile(r"^ {0,3}(```|~~~).*?(?:^ {0,3}\1|\Z)", re.MULTILINE | re.DOTALL)
_CODE_SPAN = re.compile(r"(?<!`)(`{1,8})(?!`)[^\n]{0,2000}?(?<!`)\1(?!`)")
_MENTION = re.compile(
    r"(?<![\w@./+-])@(?:\[[^\]\n]{0,200}\]\((?P<id>usr_\w{1,40})\)|(?P<handle>\w[\w.+-]*(?:@[\w.-]+)?))")
_LINE = 400  # characters of a line that are looked at for a headline
_BLOCK = re.compile(r"^(?:#{1,6}\s+|>\s?|(?:[-*+]|\d{1,6}[.)])\s+)+")
_LINK = re.compile(r"!?\[([^\]\n]{1,200})\]\([^)\s]{1,300}\)")
_EMPHASIS = re.compile(r"(?<!\w)(\*\*|__|~~|[*_`])(?=\S)([^*_~`]{1,400})(?<=\S)\1(?!\w)")


def mentioned(body: str, users: Iterable[Mapping[str, Any]]) -> list[str]:
    """Ids of the active users whom a note names, in order, each once.

    Ways to write it: `@[Ana Ruiz](usr_...)`, `@ana.ruiz` (first and last name, or the part of the address before the
    @), `@ana.ruiz@company.com`. A handle that fits several people tells all of them.
    """
    active = [user for user in users if user.get("active", True) and not user.get("deleted_at")]
    ids, handles = {user["id"] for user in active}, _handles(active)
    found: dict[str, None] = {}
    for match in _MENTION.finditer(_CODE_SPAN.sub(" ", _FENCE.sub(" ", body))):
        named = [match["id"]] if match["id"] in ids else handles.get(_folded((match["handle"] or "").rstrip(".-+")), [])
        found.update(dict.fromkeys(named))
    return list(found)


def named(body: str) -> str:
    """The text as it is told where no Markdown is shown: `@Ana Ruiz` for `@[Ana Ruiz](usr_...)`."""
    return _MENTION.sub(
        lambda match: match[0].partition("](")[0].replace("[", "", 1) if match["id"] else match[0], body)


def headline(body: str) -> str:
    """The first line that says something, without the signs of Markdown, of 80 characters at most; "" if none does."""
    lines = (_words(line[:_LINE]) for line in body.strip().splitlines())
    return next((line for line in lines if any(character.isalnum() for character in line)), "")[:80]


def _words(line: str) -> str:
    return _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", named(_BLOCK.sub("", line.strip())))).strip()


def _handles(users: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    result: dict[str, list[str]] = {}
    for user in users:
        email = str(user.get("email") or "")
        name = ".".join(filter(None, (user.get("first_name"), user.get("last_name"))))
        for handle in {_folded(email), _folded(email.partition("@")[0]), _folded("".join(name.split()))} - {""}:
            result.setdefault(handle, []).append(user["id"])
    return result


def _folded(text: str) -> str:
    """Without case and accents: `@jorg` finds Jörg."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
