"""`/v1/favourites` and `/v1/recent`: what a person keeps at hand, and what they looked at last."""

from __future__ import annotations

from chalicelib.crm import Crm
from chalicelib.errors import NotAllowed
from chalicelib.http.answers import Reply
from chalicelib.http.call import Call
from chalicelib.http.openapi_parts import RECORD, Part, operation, paths_of, rows_of
from chalicelib.records import bookmarks


def favourites(crm: Crm, call: Call) -> Reply:
    """`GET` lists them, `PUT` and `DELETE /v1/favourites/{id}` add and take away."""
    shape = (len(call.path), call.method)
    if shape == (1, "GET"):
        return Reply(body={"data": bookmarks.favourites(crm, call.actor)})
    if shape == (2, "PUT"):
        bookmarks.add(crm, call.actor, call.path["id"])
        return Reply(204)
    if shape == (2, "DELETE"):
        bookmarks.remove(crm, call.actor, call.path["id"])
        return Reply(204)
    raise NotAllowed("GET /v1/favourites, PUT or DELETE /v1/favourites/{id}")


def recent(crm: Crm, call: Call) -> Reply:
    """The last records that this person opened, newest first."""
    if (len(call.path), call.method) != (1, "GET"):
        raise NotAllowed("Only GET /v1/recent")
    return Reply(body={"data": bookmarks.recent(crm, call.actor)})


def operations() -> Part:
    """These calls, as `/openapi.json` tells them."""
    return paths_of(
        "/v1/favourites", get=operation("list_favourites", "Me", "What I keep at hand.", rows_of(RECORD)),
    ) | paths_of(
        "/v1/favourites/{id}", put=operation("add_favourite", "Me", "Keep a record at hand.", status="204"),
        delete=operation("remove_favourite", "Me", "No longer.", status="204"),
    ) | paths_of("/v1/recent", get=operation("recent", "Me", "What I opened last.", rows_of(RECORD)))
