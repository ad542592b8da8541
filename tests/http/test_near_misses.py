"""A mistyped path is answered with what was probably meant."""

from __future__ import annotations

import pytest

from tests.edge import Api


@pytest.mark.parametrize("path", ["/v1/lead", "/v1/schema/lead", "/v1/search?q=ann&types=lead"])
def test_a_type_in_the_singular_is_answered_with_its_plural(api: Api, path: str) -> None:
    answer = api("GET", path)
    assert answer.status == 404 and answer.body["detail"] == "There are no `lead` here; did you mean `leads`?"


def test_nothing_is_suggested_for_what_resembles_nothing(api: Api) -> None:
    assert api("GET", "/v1/zebras").body["detail"] == "There are no `zebras` here"
