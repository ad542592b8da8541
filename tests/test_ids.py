"""Ids, instants, settings: the small values that everything stands on."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import instants, settings
from chalicelib.ids import Ids, is_id

MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))


@given(MOMENTS, MOMENTS)
def test_text_order_is_time_order(one: datetime, two: datetime) -> None:
    first, second = sorted((one, two))
    assert instants.text(first) <= instants.text(second)


@given(MOMENTS)
def test_an_instant_survives_text(moment: datetime) -> None:
    text = instants.text(moment)
    assert instants.text(instants.moment(text)) == text and len(text) == 24


@given(MOMENTS, st.integers(-10_000, 10_000))
def test_minutes_go_forth_and_back(moment: datetime, minutes: int) -> None:
    text = instants.text(moment)
    later = instants.plus(text, minutes=minutes)
    assert instants.plus(later, minutes=-minutes) == text and instants.minutes_between(text, later) == minutes
    assert instants.minutes_between(instants.plus(text, seconds=0.001), later) == minutes


@given(MOMENTS, MOMENTS)
def test_ids_sort_by_creation(one: datetime, two: datetime) -> None:
    first, second = sorted((instants.text(one), instants.text(two)))
    ids = Ids()
    assert first == second or ids.new("con", first) < ids.new("con", second)


@given(MOMENTS, st.text())
def test_a_derived_id_is_an_id_and_always_the_same(moment: datetime, key: str) -> None:
    if any("\ud800" <= letter <= "\udfff" for letter in key):
        return
    at = instants.text(moment)
    made = Ids().derived("not", key, at)
    assert made == Ids().derived("not", key, at) and is_id(made, "not") and not is_id(made, "con")


@pytest.mark.parametrize("text", ["", "con_", "con-" + "0" * 26, "con_" + "0" * 25, "con_" + "u" * 26, "con_" + "O" * 26, None, 7, ["x"]])
def test_what_is_no_id(text: object) -> None:
    assert not is_id(text)


def test_a_missing_variable_is_named() -> None:
    with pytest.raises(RuntimeError, match=r"KITH_TABLE, .*KITH_MAIL_FROM"):
        settings.read({})


def test_settings_come_from_their_variables() -> None:
    names = ("TABLE", "FILES_BUCKET", "MAIL_BUCKET", "FAILURES_BUCKET", "INTAKE_QUEUE", "JOBS_QUEUE", "SETTLE_QUEUE", "USER_POOL",
             "USER_POOL_CLIENT", "MAIL_FROM")
    read = settings.read({f"KITH_{name}": name for name in names})
    assert (read.table, read.mail_from, read.stage) == ("TABLE", "MAIL_FROM", "local")
