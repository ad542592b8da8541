"""From one HTTP call to its use case: who is asking, which room answers, every error in our own words, one log line."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from chalice.app import Request, Response

from chalicelib.budget import REQUEST_SECONDS
from chalicelib.crm import Crm, live_crm
from chalicelib.errors import NotFound, Problem, Unauthenticated, Unavailable
from chalicelib.http import answers, call, identity, languages, limits, log, origins, public_api, records_api
from chalicelib.http.answers import Reply
from chalicelib.http.call import Call
from chalicelib.records.work import Collision
from chalicelib.users import api_keys


def answer(request: Request) -> Response:
    """The answer to any HTTP call."""
    crm, started = live_crm(), time.perf_counter()
    crm.table.meter.reset()
    crm.budget.begin(REQUEST_SECONDS)
    asked = call.read(request, crm.settings.base_url)
    with log.traced("request"):
        reply = languages.told(_answered(crm, asked), asked)
    reply = replace(reply, headers={**reply.headers, **origins.allowed(crm, asked, reply)})
    log.logger().info(
        "request",
        **log.measured(
            crm,
            request_id=asked.request_id,
            method=asked.method,
            resource=asked.resource,
            status=reply.status,
            object=asked.path.get("objects", ""),
            actor=asked.user_id,
            milliseconds=round((time.perf_counter() - started) * 1000, 1),
        ),
    )
    return answers.response(reply, asked.request_id)


def _answered(crm: Crm, asked: Call) -> Reply:
    try:
        return _room(crm, asked)
    except Problem as problem:
        return answers.problem(problem, asked.request_id)
    except Collision:
        return answers.problem(Unavailable("Too many changes at once; try again"), asked.request_id)
    except Exception:
        log.logger().exception("failed", request_id=asked.request_id, resource=asked.resource)
        return answers.problem(Problem(), asked.request_id)


def _room(crm: Crm, asked: Call) -> Reply:
    if asked.method == "OPTIONS":
        return Reply(204)
    if asked.resource.startswith("/v1/"):
        return records_api.answer(crm, signed_in(crm, asked))
    return _public(asked.resource)(crm, asked)


def _public(resource: str) -> Callable[[Crm, Call], Reply]:
    if resource in ("/", "/openapi.json", "/assets/{name}"):
        return public_api.page
    if resource.startswith("/public/"):
        return public_api.answer
    raise NotFound()


def signed_in(crm: Crm, asked: Call) -> Call:
    """The call with its actor. The gateway has let it through, so the authorizer's word is in the request's context."""
    if not asked.user_id:
        raise Unauthenticated()
    actor = identity.actor_of(crm, asked.user_id, asked.request_id)
    limits.enter(actor)
    if actor.via:
        api_keys.note_use(crm, actor.via, asked.address, asked.headers.get("user-agent", ""))
    return replace(asked, actor=actor)
