"""What strangers send through a form stays within what a form is for."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.leads import capture
from tests.edge import Api


def form(api: Api, *more: dict[str, Any]) -> Any:
    return api("POST", "/v1/forms", {"name": "F", "fields": [{"name": "email", "type": "email", "maps_to": "emails"}, *more]})


@pytest.mark.parametrize("target", ["owner_id", "team_id", "status", "contact_id", "company_id", "score", "routing", "id", ["x"], {}, 1])
def test_a_form_fills_no_field_that_is_ours(api: Api, target: Any) -> None:
    made = form(api, {"name": "x", "maps_to": target})
    assert (made.status, made.body["errors"][0]["field"]) == (422, "fields[1].maps_to")


@pytest.mark.parametrize("more", [{"options": 5}, {"options": "abc"}, {"options": [1]}, {"options": {"a": 1}}, {"label": {"a": 1}}, {"label": 7},
                                  {"type": ["text"]}, {"type": {}}])
def test_a_form_that_could_not_be_shown_is_refused(api: Api, more: dict[str, Any]) -> None:
    assert form(api, {"name": "x", "type": "choice", **more}).status == 422


def test_a_submission_whose_form_is_gone_smuggles_nothing(api: Api) -> None:
    crm, raw = api.world.crm, {"last_name": "Zed", "email": "zed@example.com", "owner_id": api.admin, "status": "converted", "tags": ["x"]}
    capture.take(crm, {"submission_id": crm.ids.new("sub", crm.clock.now()), "channel": "form", "form_id": "frm_gone", "raw": raw})
    lead = api("GET", "/v1/leads").body["data"][0]
    assert (lead["emails"][0]["value"], lead["owner_id"], lead["status"], lead["tags"]) == ("zed@example.com", None, "new", None)


def test_an_older_form_that_maps_to_them_fills_nothing(api: Api) -> None:
    crm = api.world.crm
    values, _notes = capture.read(crm, {}, {"last_name": "Zed", "owner_id": api.admin, "status": "converted", "contact_id": "con_x"})
    assert values == {"last_name": "Zed"}
