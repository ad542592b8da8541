"""Who wrote a mail: the address that can be answered, and the name of a person as far as the mail tells it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from chalicelib.leads.names import PARTICLES, cased, one_line
from chalicelib.mail.headers import addresses
from chalicelib.mail.inbound import Inbound

# Mailboxes of programs and of whole offices: their local part is nobody's name.
_MACHINES = re.compile(r"(?i)(?:no|do-?not|dont)[-_.]?reply|mailer|wordpress|web-?forms?|notifications?|www(?:-data)?")
_OFFICES = frozenset({
    "accounting", "admin", "anfrage", "bestellung", "billing", "buero", "career", "contact", "contacto", "einkauf",
    "empfang", "enquiries", "enquiry", "hallo", "hello", "help", "hi", "hr", "info", "inquiry", "it", "jobs", "kontakt",
    "mail", "marketing", "me", "office", "orders", "post", "postmaster", "purchasing", "reception", "sales", "service",
    "shop", "support", "team", "verkauf", "vertrieb", "webmaster", "zentrale",
})
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_THROUGH = re.compile(r"(?i)\s(?:via|über|through|[-|/–—])\s.*")
_RELAYED = re.compile(r"(?i)\s(?:via|über|through)\s")
_TITLES = re.compile(r"(?i)^(?:(?:mr|mrs|ms|miss|dr|prof|herr|frau|ing|dipl\.?-ing|mag)\.?\s+)+")
_SUFFIXES = frozenset({"ag", "co", "corp", "esq", "gmbh", "inc", "jr", "llc", "ltd", "ma", "mba", "md", "phd", "sr"})
# Where the family name is written first: Han, kana, Hangul.
_EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\\s]+")
LONGEST_PART = 100


@dataclass(frozen=True)
class Sender:
    """An address to answer, with what is known of the name; all may be ""."""

    address: str
    first_name: str = ""
    last_name: str = ""
    note: str = ""


def sender_of(message: Inbound, ours: Collection[str] = ()) -> Sender:
    """From, or Reply-To where a program or a site sends for the person; never an address of ours.

    Many people may write through one relay, so only one of the two is taken: with both, strangers would be one lead.
    """
    known = {address.lower() for address in ours}
    stated, asked = (address if address.lower() not in known else ""
                     for address in (message.from_address, message.reply_to))
    relayed = bool(asked) and (not stated or _relays(stated, asked))
    address = asked if relayed else stated
    first, last = split_name(_display(message, relayed))
    if not last:
        first, last = named_by(address)
    differs = stated and asked and asked.lower() != stated.lower()
    return Sender(address, first, last, f"It came from {stated} and asks for answers to {asked}." if differs else "")


def _relays(stated: str, asked: str) -> bool:
    """Whether Reply-To names the writer: From is a program's, or of another domain altogether."""
    local, _, domain = stated.lower().rpartition("@")
    return bool(_MACHINES.fullmatch(local)) or domain != asked.lower().rpartition("@")[2]


def _display(message: Inbound, relayed: bool) -> str:
    """The name that belongs to the address taken; a relay's own name is not the writer's unless it says so."""
    name = message.from_name
    if relayed:
        answers = addresses(message.headers.every("reply-to"))
        name = (answers[0][0] if answers else "") or (name if _RELAYED.search(name) else "")
    return name if "@" not in name and any(letter.isalpha() for letter in name) else ""


def split_name(display: str) -> tuple[str, str]:
    """(first, last) of a display name: `Müller, Eva`, `Eva van den Berg (Acme)`, `Dr. Eva Müller via X`."""
    bare = _THROUGH.sub("", _ASIDE.sub(" ", display[:300].replace('"', " ")))
    name, _, rest = _TITLES.sub("", one_line(bare).strip(" '-,;")).partition(",")
    given = rest.partition(",")[0].strip()
    if given and given.lower().rstrip(".") not in _SUFFIXES:
        return _cut(given), _cut(name)
    words = name.strip().split(" ")
    if len(words) == 2 and _EAST_ASIAN.fullmatch(name):
        return _cut(words[1]), _cut(words[0])
    first = 0 if words[0] in PARTICLES else 1  # a given name has a capital: Van Nguyen
    start = next((place for place in range(first, len(words) - 1) if words[place].lower() in PARTICLES), len(words) - 1)
    return _cut(" ".join(words[:start])), _cut(" ".join(words[start:]))


def named_by(address: str) -> tuple[str, str]:
    """(first, last) as an address suggests: `eva.mueller+shop@…` is Eva Mueller; an office or a number is nobody."""
    local = address.rpartition("@")[0].split("+")[0].lower()
    words = [word for word in re.split(r"[._\-\d]+", local) if word.isalpha()]
    if not words or local in _OFFICES or _MACHINES.fullmatch(local) or len("".join(words)) < 3:
        return "", ""
    if len(words) > 1 and not set(words) & _OFFICES:
        return cased(" ".join(words[:-1]), given=True)[:LONGEST_PART], cased(words[-1])[:LONGEST_PART]
    return "", "" if set(words) & _OFFICES else cased(words[0])[:LONGEST_PART]


def _cut(text: str) -> str:
    return text[:LONGEST_PART].strip()
