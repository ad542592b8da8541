"""What a scanner found, what of it is accepted and why, and what is left over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

ACCEPTED = Path(__file__).resolve().parent / "accepted.yaml"
SHORTEST_REASON = 20


@dataclass(frozen=True)
class Finding:
    """One finding: `where` is a file, a resource or a package; `what` the line, the message or a value's hash."""

    tool: str
    rule: str
    where: str
    what: str
    line: int = 0

    def __str__(self) -> str:
        place = f"{self.where}:{self.line}" if self.line else self.where
        return f"{self.tool} {self.rule}  {place}  {self.what}"


@dataclass(frozen=True)
class Acceptance:
    """Findings of a rule that stand, in the places that the pattern names and where `what` is part of the finding's."""

    tool: str
    rule: str
    where: str
    reason: str
    what: str = ""

    def covers(self, finding: Finding) -> bool:
        """Whether this finding is one of those."""
        return (self.tool, self.rule) == (finding.tool, finding.rule) and fnmatch(finding.where, self.where) \
            and self.what in finding.what

    def __str__(self) -> str:
        return f"{self.tool} {self.rule}  {self.where}  {self.what}".rstrip()


def accepted(file: Path = ACCEPTED) -> list[Acceptance]:
    """The written list; one that gives no reason, or has a member too many, is refused."""
    import yaml
    read: dict[str, list[dict[str, Any]]] = yaml.safe_load(file.read_text())
    found = [Acceptance(tool, **entry) for tool, entries in read.items() for entry in entries]
    for each in found:
        if len(each.reason) < SHORTEST_REASON:
            raise SystemExit(f"{file.name}: say why this is accepted: {each}")
    return found


def judged(findings: Iterable[Finding], acceptances: Sequence[Acceptance], tools: Iterable[str]) -> list[str]:
    """What is wrong: findings that nobody accepted, and acceptances of these tools that no finding needs any more."""
    found, ran = list(findings), set(tools)
    left = [f"open   {each}" for each in found if not any(one.covers(each) for one in acceptances)]
    stale = [f"stale  {one}: nothing is found there now, remove it from {ACCEPTED.name}" for one in acceptances
             if one.tool in ran and not any(one.covers(each) for each in found)]
    return left + stale
