"""The pipeline's figures as a section of the page of measurements, from kept results alone."""

from __future__ import annotations

from collections.abc import Sequence

from bench.results import kept

INTRO = """## The way of a lead

By `make bench-pipeline`: forms are sent to the packaged stack on one machine of {cores} cores, as fast as they are
taken; *1 waiting* is one form after the other. The form tells the owner and nobody else and sends no answer. After each
size every form must have exactly one lead, one owner, one notification and one mail, and at the end a recount must find
nothing. Calls are counted at the emulator's front. The emulator shares these cores with every function, so times are an
upper bound that says little about AWS; calls and batches are what AWS would see. An owner's mail whose first try died
without an answer comes a second time (docs/adr/0010-outbox.md) and counts as doubled.

"""
ROWS = (("forms", "forms sent"), ("accepted_a_second", "forms taken a second"),
        ("assigned_a_second", "leads given to an owner a second"), ("mailed_a_second", "owners told by mail a second"),
        ("assigned_p50", "form to owner, p50, s"), ("assigned_p99", "form to owner, p99, s"),
        ("mailed_p50", "form to the owner's mail, p50, s"), ("mailed_p99", "form to the owner's mail, p99, s"),
        ("calls_a_lead", "AWS calls a lead"), ("lost", "leads, owners, notifications or mails lost"),
        ("doubled", "of these doubled"))


def section() -> str:
    """What was found last, for the page of measurements."""
    found = kept("pipeline")
    sizes = sorted(found.get("sizes", {}), key=int)
    if not sizes:
        return ""
    head = ["", *(f"{int(size):,} waiting" for size in sizes)]
    lines = [_row(head), _row(["---"] * len(head))]
    for name, words in ROWS:
        told = [found["sizes"][size].get(name, "") for size in sizes]
        lines.append(_row([words, *(f"{each:,}" if each != "" else "" for each in told)]))
    most = found["sizes"][sizes[-1]]
    lines += ["", f"Calls for one lead at {int(sizes[-1]):,} waiting: "
              + ", ".join(f"{count:g} {name}" for name, count in most["calls"].items()) + ".", "",
              "| function | invocations a lead | messages a lead | database calls a lead |", "|---|---|---|---|"]
    lines += [_row([name, *(f"{counts.get(key, 0):g}" for key in ("invocations", "messages", "calls"))])
              for name, counts in most["functions"].items()]
    return INTRO.format(cores=found["cores"]) + "\n".join(lines) + "\n"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
