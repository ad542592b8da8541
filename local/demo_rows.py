"""What the demo sends: real leads of a school as posts of our form, and real mails, or a few of our own."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from local.settings import ROOT

DATA = ROOT.parent / "shared" / "data"
LEADS = Path("leads", "x_education_leads_train.csv")
OWN_ROWS = 50
UNANSWERED = ("", "select", "nan")
FIRST = ("Aarav", "Bianca", "Chen", "Dimitra", "Elif", "Femi", "Giulia", "Hamza", "Irina", "Jamal", "Kavya", "Liam",
         "Mei", "Nadia", "Olu", "Priya", "Quentin", "Rosa", "Sanjay", "Tariq", "Uma", "Viktor", "Wanjiru", "Xavier",
         "Yasmin", "Zoran")
LAST = ("Acharya", "Bauer", "Costa", "Das", "Eriksen", "Fontaine", "Ghosh", "Haddad", "Ito", "Joshi", "Kumar", "Lopez",
        "Menon", "Nair", "Okoye", "Patel", "Qadir", "Rao", "Silva", "Thomas", "Usman", "Varma", "Weber", "Xu", "Yadav",
        "Zimmer", "Banerjee", "Chopra", "Dsouza")
TOLD = {"What is your current occupation": "Occupation", "Lead Source": "Came by", "City": "City",
        "What matters most to you in choosing a course": "Looks for", "Last Activity": "Last activity"}
COUNTRIES = ("Germany", "India", "United States", "France", "Austria", "Brazil", "Sri Lanka", "Mexico", "Japan", "")
INTERESTS = ("CNC lathe", "Laser cutter", "Service contract", "Packaging robot", "Conveyor", "")
QUESTIONS = ("Please call me back.", "What does it cost?", "Is there a demonstration near me?", "")
MAIL_FOLDERS = (("talon_standard_replies", "*.eml", 10), ("cpython", "msg_*.txt", 12), ("bounces", "rfc3834-*.eml", 3),
                ("bounces", "arf-*.eml", 2), ("bounces", "lhost-exim-*.eml", 2), ("bounces", "rhost-google-*.eml", 1))
OWN_MAIL = b"""From: Noor Jansen <noor.jansen@example.com>
To: leads@example.com
Subject: Demonstration
Message-ID: <demo-own@example.com>
Content-Type: text/plain; charset=utf-8

Hello, may we see the packaging robot next week?
"""


@dataclass(frozen=True)
class Mail:
    """A raw mail and where it is from."""

    name: str
    raw: bytes


def source(count: int, data: Path = DATA) -> str:
    """What the demo is about to send; empty where it is what was asked for."""
    if (data / LEADS).exists() or count <= OWN_ROWS:
        return ""
    return f"There are no real leads in ../{data.parent.name}/{data.name}: {OWN_ROWS} made-up ones are sent."


def posts(count: int, data: Path = DATA) -> list[dict[str, str]]:
    """So many posts of the form from the real leads; without these, fifty of our own."""
    file = data / LEADS
    if not file.exists():
        return [own(number) for number in range(min(count, OWN_ROWS))]
    with file.open(encoding="utf-8", newline="") as lines:
        return [post(number, row) for number, row in enumerate(islice(csv.DictReader(lines), count))]


def post(number: int, row: Mapping[str, str]) -> dict[str, str]:
    """A row as somebody would fill in the form; the name and the address follow from its number."""
    told = [f"{label}: {value}" for column, label in TOLD.items() if (value := _answer(row, column))]
    return _filled({**person(number), "country": _answer(row, "Country"),
                    "product_interest": _answer(row, "Specialization"), "message": "\n".join(told)})


def own(number: int) -> dict[str, str]:
    """A post of our own making."""
    return _filled({**person(number), "country": COUNTRIES[number % len(COUNTRIES)],
                    "product_interest": INTERESTS[number % len(INTERESTS)],
                    "message": QUESTIONS[number % len(QUESTIONS)]})


def person(number: int) -> dict[str, str]:
    """Somebody who does not exist, another for each number."""
    first, last = FIRST[number % len(FIRST)], LAST[(number // len(FIRST) + 3 * number) % len(LAST)]
    return {"first_name": first, "last_name": last,
            "email": f"{first}.{last}.{number}@example.com".lower()}


def mails(data: Path = DATA) -> list[Mail]:
    """Some thirty real mails: by people, by machines, and broken ones."""
    return list(_real_mails(data / "email")) or [Mail("own", OWN_MAIL)]


def _real_mails(folder: Path) -> Iterator[Mail]:
    for name, pattern, count in MAIL_FOLDERS:
        for file in sorted((folder / name).glob(pattern))[:count]:
            yield Mail(f"{name}/{file.name}", file.read_bytes())


def _answer(row: Mapping[str, str], column: str) -> str:
    value = (row.get(column) or "").strip()
    return "" if value.lower() in UNANSWERED else value


def _filled(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if value}

