from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.errors import Refused, Unavailable
from chalicelib.store.table import ABSENT, PRESENT, Check, Condition, Delete, Put, Table, Update

ITEM = {"pk": "lea_a", "sk": "record", "name": "Ana"}
SORT_KEYS = st.text("ab#~é", min_size=1, max_size=4)
BOUNDS = st.just("") | SORT_KEYS


@pytest.fixture(scope="module")
def words(new_table: Callable[[], Table]) -> tuple[Table, list[str]]:
    """A partition of many sort keys, which are also those of an index."""
    table = new_table()
    sort_keys = sorted({a + b + c for a in "ab" for b in ("", *"ab#~é") for c in ("", *"ab#é")})
    for start in range(0, len(sort_keys), 100):
        table.transact([Put({"pk": "words", "sk": word, "i1": "index", "i1s": word})
                        for word in sort_keys[start:start + 100]])
    return table, sort_keys


def fits(word: str, begins: str, after: str, before: str) -> bool:
    return word.startswith(begins) and (not after or word > after) and (not before or word < before)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(begins=BOUNDS, after=BOUNDS, before=BOUNDS, descending=st.booleans(), index=st.sampled_from(["", "i1"]))
def test_a_query_finds_its_range(words: tuple[Table, list[str]], begins: str, after: str, before: str,
                                 descending: bool, index: str) -> None:
    table, sort_keys = words
    page = table.query("index" if index else "words", index=index, begins=begins, after=after, before=before,
                       descending=descending)
    wanted = [word for word in sort_keys if fits(word, begins, after, before)]
    assert [item["sk"] for item in page.items] == (wanted[::-1] if descending else wanted)


def test_an_empty_range_is_not_asked_for(table: Table) -> None:
    assert table.query("words", begins="b", after="c").items == []
    assert table.query("words", after="c", before="a").items == []
    assert table.meter.calls == 0


def test_a_page_says_whether_more_follows(words: tuple[Table, list[str]]) -> None:
    table, sort_keys = words
    page = table.query("words", limit=3)
    assert page.more
    assert not table.query("words", limit=100).more
    rest = table.query("words", after=page.items[-1]["sk"])
    assert [item["sk"] for item in page.items + rest.items] == sort_keys


def test_a_filter_leaves_out(table: Table) -> None:
    table.transact([Put({"pk": "a", "sk": str(number), "size": number}) for number in range(5)])
    page = table.query("a", filter=Condition("#size > :size", {"#size": "size"}, {":size": 2}))
    assert [item["size"] for item in page.items] == [3, 4]


def test_what_was_put_is_got(table: Table) -> None:
    table.write(Put({**ITEM, "gone": None}))
    assert table.get(("lea_a", "record"), consistent=True) == ITEM
    assert table.get(("lea_b", "record")) is None


def test_a_second_put_is_refused(table: Table) -> None:
    table.write(Put(ITEM, ABSENT))
    with pytest.raises(Refused) as refusal:
        table.write(Put(ITEM, ABSENT))
    assert refusal.value.reasons == ("ConditionalCheckFailed",)


def test_a_transaction_is_all_or_nothing_and_says_why(table: Table) -> None:
    table.write(Put(ITEM))
    with pytest.raises(Refused) as refusal:
        table.transact([Put({"pk": "lea_b", "sk": "record"}), Put(ITEM, ABSENT), Delete(("lea_c", "record"))])
    assert refusal.value.reasons == ("", "ConditionalCheckFailed", "")
    assert table.get(("lea_b", "record")) is None


def test_a_check_only_looks(table: Table) -> None:
    with pytest.raises(Refused):
        table.transact([Check(("lea_a", "record"), PRESENT), Put({"pk": "lea_b", "sk": "record"})])
    table.write(Put(ITEM))
    table.transact([Check(("lea_a", "record"), PRESENT), Put({"pk": "lea_b", "sk": "record"})])
    assert table.get(("lea_b", "record"))


def test_an_update_changes_in_place(table: Table) -> None:
    table.write(Put(ITEM))
    condition = Condition("#name = :was", {"#name": "name"}, {":was": "Ana"})
    update = Update(("lea_a", "record"), "SET #name = :name", {"#name": "name"}, {":name": "Ben"}, condition)
    table.write(update)
    assert table.get(("lea_a", "record")) == {**ITEM, "name": "Ben"}
    with pytest.raises(Refused):
        table.write(update)


def test_many_are_got_and_deleted_at_once(table: Table) -> None:
    items = [{"pk": "a", "sk": f"{number:03d}"} for number in range(130)]
    for start in (0, 100):
        table.transact([Put(item) for item in items[start:start + 100]])
    keys = [(item["pk"], item["sk"]) for item in items]
    assert list(table.get_many([*keys, ("none", "none")]).values()) != []
    assert len(table.get_many([*keys, *keys])) == 130
    table.delete_many(keys)
    assert list(table.scan()) == []


def test_the_segments_of_a_scan_are_everything(table: Table) -> None:
    table.transact([Put({"pk": f"lea_{number}", "sk": "record"}) for number in range(20)])
    parts = [item["pk"] for segment in range(3) for item in table.scan(segment, 3)]
    assert sorted(parts) == sorted(f"lea_{number}" for number in range(20))


def test_every_call_is_metered(table: Table) -> None:
    table.write(Put(ITEM))
    table.get(("lea_a", "record"))
    assert table.meter.calls == 2
    assert table.meter.write_units > 0
    assert table.meter.read_units > 0


class Failing:
    """A client whose calls end in one error."""

    def __init__(self, code: str, reasons: list[dict[str, str]]) -> None:
        self.answer = {"Error": {"Code": code, "Message": ""}, "CancellationReasons": reasons}

    def __getattr__(self, name: str) -> Callable[..., None]:
        def call(**request: object) -> None:
            from botocore.exceptions import ClientError
            raise ClientError(self.answer, name)
        return call


@pytest.mark.parametrize("code,reasons,error", [
    ("ThrottlingException", [], Unavailable),
    ("TransactionCanceledException", [{"Code": "None"}, {"Code": "ThrottlingError"}], Unavailable),
    ("TransactionCanceledException", [{"Code": "None"}, {"Code": "TransactionConflict"}], Refused),
    ("TransactionConflictException", [], Refused),
    ("ConditionalCheckFailedException", [], Refused),
])
def test_errors_in_our_words(code: str, reasons: list[dict[str, str]], error: type[Exception]) -> None:
    table = Table("broken", lambda: Failing(code, reasons))
    with pytest.raises(error):
        table.transact([Put(ITEM), Put({"pk": "b", "sk": "b"})])


def test_a_bug_of_ours_stays_what_it_is() -> None:
    table = Table("broken", lambda: Failing("ValidationException", []))
    with pytest.raises(Exception, match="ValidationException"):
        table.get(("a", "b"))
