"""Who a company knows: names, companies and habits in skewed proportions, the same for the same number each time.

Names follow a Zipf-like law (a few are very common, most are rare); a third of the people belong to no company; few
companies are large; most people have little history, a few have much.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

FORENAMES = """Maria Anna Thomas Peter Julia Michael Laura Stefan Sarah Andreas Lisa Daniel Elena
Martin Sofia Paul Nina David Clara Lukas Emma Jan Katharina Felix Johanna Simon Hannah Marco Eva Tobias
Ines Robert Lena Philipp Carla Victor Amelie Oscar Greta Hugo Alma Karim Aisha Yusuf Mei Hiro Priya Arjun
Olga Ivan Zofia Pawel Chiara Luca Camille Jules Ingrid Lars Freya Nils Siobhan Aoife Pedro Lucia Diego
Carmen"""
FIRST = FORENAMES.split()
SYLLABLE_LIST = """ba ber bach bor dal den dorf eck en er fel feld gar ger hal hof hu in kam ker kow la
land len ler lin lo ma mann mar mer mo ner ni now pa per ra rei ren ri ro sa schu sen ski so sta stein ta
ten the tor va vic wal wer wic win za zel"""
SYLLABLES = SYLLABLE_LIST.split()
TITLES = ("Head of purchasing", "Managing director", "Buyer", "Engineer", "Sales manager", "Assistant", "Controller",
          "Head of finance", "Consultant", "Marketing manager", "Operations manager", "Founder", "Team lead",
          "Office manager", "Research director")
CITIES = (("Berlin", "10115", "DE"), ("Hamburg", "20095", "DE"), ("Munich", "80331", "DE"), ("Lyon", "69001", "FR"),
          ("Paris", "75001", "FR"), ("Chicago", "60601", "US"), ("Boston", "02108", "US"))
STAGES = ("lead", "subscriber", "opportunity", "customer", "other", "evangelist")
STAGE_WEIGHTS = (45, 20, 12, 18, 4, 1)
SOURCES, SOURCE_WEIGHTS = ("web", "trade fair", "referral", "import", "partner"), (40, 20, 20, 15, 5)
INDUSTRIES = ("Software", "Machinery", "Retail", "Health", "Logistics", "Education", "Energy", "Construction")
SIZES, SIZE_WEIGHTS = (1, 2, 3, 5, 9, 20, 60), (34, 20, 16, 14, 9, 5, 2)
NOTES, NOTE_WEIGHTS = (0, 1, 2, 5, 12, 40), (83, 9, 4, 2.8, 1, 0.2)
TASKS, TASK_WEIGHTS = (0, 1, 2, 5), (82, 12, 4, 2)
ALONE = 0.33
PEOPLE_ONLY_FROM = 1_000_000  # companies of this size and above have no history
SENTENCES = ("Called, wants an offer for twenty seats.", "Met at the fair; interested in the larger package.",
             "Asked for references in the same industry.", "Will decide after the budget round in March.",
             "Complained about the delivery, then was content.", "Send the contract to the legal department.")


@dataclass(frozen=True)
class Family:
    """A company with its people, or one person without; what was noted and is to be done is counted per person."""

    company: dict[str, Any] | None
    people: list[dict[str, Any]]
    notes: list[int]
    tasks: list[int]


def families(random: Random, first: int, count: int) -> list[Family]:
    """So many people, numbered from `first`, in their companies."""
    found: list[Family] = []
    while count:
        alone = random.random() < ALONE
        size = 1 if alone else min(count, _pick(random, SIZES, SIZE_WEIGHTS))
        people = [person(random, first + place) for place in range(size)]
        found.append(Family(None if alone else company(random, first), people,
                            [_pick(random, NOTES, NOTE_WEIGHTS) for _ in people],
                            [_pick(random, TASKS, TASK_WEIGHTS) for _ in people]))
        first, count = first + size, count - size
    return found


def person(random: Random, number: int) -> dict[str, Any]:
    """A contact as companies keep them."""
    first, last = _common(random, FIRST), _surname(random)
    city, code, country = random.choice(CITIES)
    return {"first_name": first, "last_name": last, "job_title": random.choice(TITLES),
            "emails": [{"value": f"{first}.{last}{number}@customer{number % 9973}.example".lower(), "type": "work"}],
            "phones": [{"value": f"+4930{23_456_789 + number * 7}", "type": "work"}],
            "address": {"street": f"Long Street {number % 200}", "city": city, "postal_code": code, "country": country},
            "lifecycle_stage": _pick(random, STAGES, STAGE_WEIGHTS), "source": _pick(random, SOURCES, SOURCE_WEIGHTS)}


def company(random: Random, number: int) -> dict[str, Any]:
    """A company of its own name and domain."""
    name = f"{_surname(random)} {random.choice(('GmbH', 'Ltd', 'Inc', 'SARL', 'Group'))}"
    return {"name": name, "domain": f"{name.split()[0].lower()}{number}.example", "industry": random.choice(INDUSTRIES),
            "employees": int(random.paretovariate(1.1) * 3), "company_type": random.choice(("customer", "prospect"))}


def note(random: Random) -> str:
    """What was said."""
    return " ".join(random.choices(SENTENCES, k=random.randint(1, 2)))


def _surname(random: Random) -> str:
    """Few syllables make common names, more make rare ones."""
    parts = random.choices((1, 2, 3), (15, 55, 30))[0] + 1
    return "".join(_common(random, SYLLABLES) for _ in range(parts)).capitalize()


def _common(random: Random, names: list[str]) -> str:
    """The n-th name with a probability that falls about as 1/n."""
    return names[int(len(names) ** random.random()) - 1]


def _pick(random: Random, values: tuple[Any, ...], weights: tuple[float, ...]) -> Any:
    return random.choices(values, weights)[0]
