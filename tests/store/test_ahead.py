"""What a batch begins with is read in one call, and is never older than what another worker could hold."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from chalicelib.store import ahead
from chalicelib.store.ahead import Ahead
from chalicelib.store.keys import Key
from chalicelib.store.writes import Item

A, B, GONE = ("a", "record"), ("b", "record"), ("gone", "record")


class Store:
    """Two items, and which keys each call asked for."""

    def __init__(self) -> None:
        self.items: dict[Key, Item] = {A: {"id": "a", "tags": ["old"]}, B: {"id": "b"}}
        self.calls: list[list[Key]] = []
        self.ahead = Ahead(self.read)

    def read(self, keys: Iterable[Key]) -> dict[Key, Item]:
        self.calls.append(list(keys))
        return {key: self.items[key] for key in self.calls[-1] if key in self.items}


@pytest.fixture
def store() -> Store:
    return Store()


def test_the_first_brings_along_what_the_others_begin_with(store: Store) -> None:
    store.ahead.expect([A, B, GONE])
    assert store.ahead.get([A]) == {A: store.items[A]}
    assert store.ahead.get([B, GONE]) == {B: store.items[B]}
    assert store.calls == [[A, B, GONE]]


def test_it_serves_as_often_as_it_was_expected_and_is_then_read_anew(store: Store) -> None:
    store.ahead.expect([A, B, A])
    for _time in range(3):
        store.ahead.get([A])
    assert store.calls == [[A, B], [A, B]]


def test_what_nobody_expects_is_read_each_time(store: Store) -> None:
    for _time in range(2):
        store.ahead.get([A])
    assert store.calls == [[A], [A]]


def test_what_this_process_wrote_is_read_anew(store: Store) -> None:
    store.ahead.expect([A, B])
    store.ahead.get([A])
    store.items[B] = {"id": "b", "new": True}
    store.ahead.forget([B])
    assert store.ahead.get([B]) == {B: {"id": "b", "new": True}}


def test_what_was_read_a_while_ago_is_read_anew(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "FRESH", -1.0)
    store.ahead.expect([A, B])
    store.ahead.get([A])
    store.ahead.get([B])
    assert store.calls == [[A, B], [B]]


def test_a_batch_forgets_what_was_read_for_the_one_before(store: Store) -> None:
    store.ahead.expect([A, B])
    store.ahead.get([A])
    store.ahead.expect([B])
    store.ahead.get([B])
    assert store.calls == [[A, B], [B]]


def test_who_changes_what_they_were_given_changes_it_for_themselves(store: Store) -> None:
    store.ahead.expect([A, A, A])
    store.ahead.get([A])
    store.ahead.get([A])[A]["tags"].append("mine")
    assert store.ahead.get([A])[A]["tags"] == ["old"]


def test_a_read_that_fails_is_tried_by_the_next(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.ahead.expect([A, B])
    store.items[A] = store.items[B]
    monkeypatch.setattr(store.ahead, "_read", lambda keys: (_ for _ in ()).throw(OSError()))
    with pytest.raises(OSError):
        store.ahead.get([A])
    monkeypatch.setattr(store.ahead, "_read", store.read)
    store.ahead.get([B])
    assert [set(call) for call in store.calls] == [{A, B}]
