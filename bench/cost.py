"""`make cost USERS=30 LEADS_PER_DAY=200 MAILS_PER_DAY=100 CONTACTS=10000`: the monthly AWS bill, line by line.

Quantities are measured operations times an assumed day of work (`cost_usage.py`), prices are AWS's list
(`prices.json`, dated). Beside each line stands what it costs while nobody works. JSON=1 prints it for programs.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from bench.cost_usage import ASSUMED, Company, quantities

PRICES = Path(__file__).parent / "prices.json"
MOST = 10_000_000
NUMBERS = ("users", "leads_per_day", "mails_per_day", "contacts")


@dataclass(frozen=True)
class Line:
    """One line of the bill: so much of something, less what is free, at a price with its source."""

    name: str
    what: str
    quantity: float
    free: float
    unit: str
    per: float
    price: float
    source: str
    read: str

    @property
    def billed(self) -> float:
        """What is left after the free quota, in single units."""
        return max(0.0, self.quantity - self.free)

    @property
    def amount(self) -> float:
        """US dollars a month."""
        return self.billed / self.per * self.price


def bill(company: Company) -> list[Line]:
    """Every line, also those that are nothing."""
    used = quantities(company)
    unpriced = used.keys() - prices()["prices"].keys()
    if unpriced:
        raise SystemExit(f"No price for {', '.join(sorted(unpriced))}: add it to bench/prices.json")
    return [_line(name, entry, used.get(name, 0.0), company.region) for name, entry in prices()["prices"].items()]


def total(lines: list[Line]) -> float:
    """US dollars a month."""
    return math.fsum(line.amount for line in lines)


def without_quotas(lines: list[Line]) -> float:
    """US dollars a month in an account whose free quotas something else has used up."""
    return math.fsum(line.quantity / line.per * line.price for line in lines)


def in_region(company: Company, region: str) -> Company:
    """The same company elsewhere."""
    return replace(company, region=region)


def at_rest(company: Company) -> Company:
    """The same installation while nobody works and nothing is stored."""
    return Company(0, 0, 0, 0, company.region)


@cache
def prices() -> Mapping[str, Any]:
    """The price list as it is kept."""
    found: Mapping[str, Any] = json.loads(PRICES.read_text())
    return found


def regions() -> list[str]:
    """Where prices are known for."""
    first = next(iter(prices()["prices"].values()))
    return sorted(first.keys() - {"what", "unit", "per", "free"})


def company_of(said: Mapping[str, str]) -> Company:
    """The company that the command names; an exit with every mistake in words."""
    wrong, found = [], {}
    for name in NUMBERS:
        text = said.get(name.upper(), "").strip()
        if text and not _is_number(text):
            wrong.append(f"{name.upper()}={text}: give a number from 0 to {MOST:,}")
        elif text:
            found[name] = float(text)
    region = said.get("REGION", "").strip() or Company.region
    if region not in regions():
        wrong.append(f"REGION={region}: prices are known for {' and '.join(regions())}")
    if wrong:
        raise SystemExit("\n".join(wrong))
    return Company(**found, region=region)


def as_json(company: Company) -> str:
    """The bill for programs."""
    lines, rest = bill(company), bill(at_rest(company))
    told = [{**asdict(line), "amount": round(line.amount, 4), "at_rest": round(idle.amount, 4)}
            for line, idle in zip(lines, rest, strict=True)]
    return json.dumps({"company": asdict(company), "currency": prices()["currency"], "total": round(total(lines), 4),
                       "without_quotas": round(without_quotas(lines), 4), "at_rest": round(total(rest), 4),
                       "lines": told,
                       "assumed": {name: {"value": value, "means": words} for name, (value, words) in ASSUMED.items()}},
                      indent=1)


def as_text(company: Company) -> str:
    """The bill as a table for a terminal."""
    head = ("", "", "quantity", "free", "price", "a month", "at rest", "price read")
    full = f"Without any free quota: {money(without_quotas(bill(company)))}."
    return f"{title(company)}\n\n{aligned([head, *rows(company)])}\n\n{full} {NOTE}"


def title(company: Company) -> str:
    """Whose bill it is."""
    told = ", ".join(f"{getattr(company, name):,.10g} {words}" for name, words in
                     zip(NUMBERS, ("users", "leads a day", "arriving mails a day", "contacts"), strict=True))
    return f"Kith in {company.region}: {told}"


NOTE = ("US dollars by AWS's list, without tax; free quotas that end after a year are not counted.\n"
        "At rest: nobody works, nothing is stored. How people work is assumed: docs/costs.md.")


def rows(company: Company) -> list[tuple[str, ...]]:
    """Lines and total as text."""
    lines, rest = bill(company), bill(at_rest(company))
    shown = [(line.name.partition(".")[0], line.what, in_words(line.quantity, line), in_words(line.free, line),
              _price(line), money(line.amount), money(idle.amount),
              line.read) for line, idle in zip(lines, rest, strict=True)]
    return [*shown, ("sum", "", "", "", "", money(total(lines)), money(total(rest)), "")]


def money(amount: float) -> str:
    """Cents; less than half of one is told apart from nothing."""
    return "-" if amount == 0 else "<$0.01" if amount < 0.005 else f"${amount:,.2f}"


def aligned(table: list[tuple[str, ...]]) -> str:
    """Columns under their heads: words to the left, numbers to the right."""
    widths = [max(len(row[place]) for row in table) for place in range(len(table[0]))]
    return "\n".join("  ".join(cell.ljust(width) if place < 2 else cell.rjust(width)
                               for place, (cell, width) in enumerate(zip(row, widths, strict=True))).rstrip()
                     for row in table)


def in_words(quantity: float, line: Line) -> str:
    """A quantity in the unit that its price is for."""
    if not quantity:
        return "-"
    number = quantity / line.per
    return f"{number:,.0f} {line.unit}" if number >= 1000 else f"{number:.3g} {line.unit}"


def _price(line: Line) -> str:
    text = f"{line.price:.2f}" if round(line.price, 2) == line.price else f"{line.price:.10f}".rstrip("0")
    return f"${text}/{line.unit.removesuffix('s') if line.per == 1 else line.unit}" if line.price else "free"


def _line(name: str, entry: Mapping[str, Any], quantity: float, region: str) -> Line:
    source = prices()["sources"][name.partition(".")[0]]
    return Line(name, entry["what"], quantity, entry["free"], entry["unit"], entry["per"], entry[region],
                source["page"], source["read"])


def _is_number(text: str) -> bool:
    try:
        return 0 <= float(text) <= MOST
    except ValueError:
        return False


def growing(users: float) -> Company:
    """A company like the default one with so many users: leads, mails and contacts grow along."""
    return Company(**{name: getattr(Company, name) * users / Company.users for name in NUMBERS})


def section() -> str:
    """What it costs by users, for the page of measurements."""
    lines = ["## The bill", "", "By `make cost`, computed from the capacity above; every line, its price and what is "
             "assumed: [costs.md](costs.md).", "", "| users | leads a day | contacts | a month |", "|---|---|---|---|"]
    for users in (0, *BY_USERS):
        company = growing(users)
        lines.append(f"| {users:,} | {company.leads_per_day:,.0f} | {company.contacts:,.0f} | "
                     f"{money(total(bill(company)))} |")
    return "\n".join(lines) + "\n"


BY_USERS = (10, 30, 100, 300)


def main() -> None:
    """Print the bill."""
    company = company_of(os.environ)
    print(as_json(company) if os.environ.get("JSON") else as_text(company))


if __name__ == "__main__":
    main()
