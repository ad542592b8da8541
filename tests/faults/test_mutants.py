"""Each guard is needed: with one taken away the laws turn red."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.aws import clients
from chalicelib.leads import capture
from chalicelib.mail import outbox
from chalicelib.records import timers
from chalicelib.records.work import Work
from chalicelib.store import guard as guards
from tests.faults.conftest import Weathered

Mutate = Callable[[pytest.MonkeyPatch], None]
TRIES = 12


def no_lease(patch: pytest.MonkeyPatch) -> None:
    """A mail goes out whether or not somebody else sends it."""
    patch.setattr(outbox, "_leased", outbox._row)
    patch.setattr(outbox, "_hindrance", lambda crm, email, row: None)


def no_claim_of_a_timer(patch: pytest.MonkeyPatch) -> None:
    """A reminder does not look whether it was given."""
    patch.setattr(timers, "_wanted", lambda crm, record, kind, at: any(due.kind == kind for due in crm.registry.named(record["type"]).due(record)))


def no_key(patch: pytest.MonkeyPatch) -> None:
    """A create forgets its Idempotency-Key."""
    patch.setattr(Work, "once", lambda *_given, **_more: None)


def no_id_of_a_submission(patch: pytest.MonkeyPatch) -> None:
    """A repeated message makes another submission."""
    kept = capture._submission

    def fresh(work: Work, message: Any, outcome: Any) -> Any:
        return kept(work, {**message, "submission_id": work.crm.ids.new("sub", work.now)}, outcome)
    patch.setattr(capture, "_submission", fresh)


def no_guard(patch: pytest.MonkeyPatch) -> None:
    """Derived rows are written whatever stands."""
    kept = guards.replace
    patch.setattr(guards, "replace", lambda *given: _unconditional(kept(*given)))


def _unconditional(update: Any) -> Any:
    return replace(update, condition=None, values={name: value for name, value in update.values.items() if name in update.text})


def mails_repeated_by_the_sdk(patch: pytest.MonkeyPatch) -> None:
    """The SDK repeats a mail whose answer was lost."""
    patch.setattr(clients, "ATTEMPTS", {})


MUTANTS: dict[str, tuple[Mutate, str]] = {
    "no lease": (no_lease, "form_post task"),
    "no claim of a timer": (no_claim_of_a_timer, "task"),
    "no idempotency key": (no_key, "contact company task"),
    "no id of a submission": (no_id_of_a_submission, "form_post"),
    "no guard": (no_guard, "contact update"),
    "mails repeated by the SDK": (mails_repeated_by_the_sdk, "form_post"),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_the_laws_see_it(weathered: Weathered, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    mutate, only = MUTANTS[name]
    mutate(monkeypatch)
    assert any(red(weathered, seed, only) for seed in range(TRIES))


def red(weathered: Weathered, seed: int, only: str) -> bool:
    """Whether a run ends wrong, or somebody in it is told what cannot be."""
    try:
        return bool(weathered(seed, only=only, actions=15, rate=0.15).broken)
    except AssertionError:
        return True
