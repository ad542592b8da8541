from hypothesis import given
from hypothesis import strategies as st

from chalicelib.store.items import decode, decode_item, encode, encode_item, number

SCALARS = (st.none() | st.booleans() | st.text() | st.binary(min_size=1) | st.integers(-10**30, 10**30)
           | st.floats(-1e12, 1e12).map(lambda value: float(f"{value:.15g}")))
VALUES = st.recursive(SCALARS | st.sets(st.text(), min_size=1),
                      lambda inner: st.lists(inner) | st.dictionaries(st.text(min_size=1), inner), max_leaves=12)


@given(VALUES)
def test_a_value_comes_back(value: object) -> None:
    assert decode(encode(value)) == value


@given(st.dictionaries(st.text(min_size=1), VALUES))
def test_an_item_comes_back_without_what_is_none(item: dict[str, object]) -> None:
    assert decode_item(encode_item(item)) == {name: value for name, value in item.items() if value is not None}


def test_true_is_no_number() -> None:
    assert encode(True) == {"BOOL": True}
    assert encode(1) == {"N": "1"}


def test_whole_numbers_are_integers() -> None:
    assert [number(text) for text in ("5", "-5", "5.0", "5.5", "1E+2")] == [5, -5, 5, 5.5, 100]
    assert type(number("5.0")) is int


def test_a_sum_of_floats_keeps_15_digits() -> None:
    assert encode(0.1 + 0.2) == {"N": "0.3"}


def test_sets_of_numbers_and_bytes_are_read() -> None:
    assert decode({"NS": ["1234", "567.8"]}) == {1234, 567.8}
    assert decode({"BS": ["YQ==", "Yg=="]}) == {b"a", b"b"}
