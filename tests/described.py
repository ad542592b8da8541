"""What `/openapi.json` promises, asked call by call with made-up data: schemathesis draws, a caller of ours sends."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import count
from typing import Any

import requests
import urllib3
from hypothesis import HealthCheck, Phase, given, settings

# What an answer must be: no server error, a documented status and content type, a body and headers as described.
PROMISES = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance",
            "response_headers_conformance")
REFUSED = ("negative_data_rejection",)  # data of another shape than described is not taken
# Not asked here. By calls in a row, which the tests of records make (a deleted record is gone, a new one is there):
# use_after_free, ensure_resource_availability. By requests of its own, made in tests/e2e/attacks: ignored_auth and
# object_level_authorization (API2, API1), unsupported_method, allow_header_conformance and missing_required_header (API8;
# no described header is required but the token). Never: positive_data_acceptance, since rules beyond a schema refuse too
# (a record that is not there, a condition on a field that has another kind, no right to do it).
Send = Callable[[requests.PreparedRequest], requests.Response]
Known = Mapping[str, Sequence[str]]


def operations(description: Mapping[str, Any]) -> Iterator[Any]:
    """Every described call."""
    import schemathesis
    schema = schemathesis.openapi.from_dict(dict(description))
    for found in schema.get_all_operations():
        yield found.ok()


def broken_promises(operation: Any, send: Send, known: Known, *, right: int, wrong: int) -> list[str]:
    """What drawn calls of one operation found. `right` and `wrong`: how many with data as described and with other
    data; `known`: ids of records by prefix, which every other call uses."""
    from schemathesis import GenerationMode
    found = _asked(operation, send, known, right, GenerationMode.POSITIVE)
    if wrong and (operation.body or operation.query or operation.headers):
        found += _asked(operation, send, known, wrong, GenerationMode.NEGATIVE)
    return found


def response(request: requests.PreparedRequest, status: int, headers: Mapping[str, str], content: bytes) -> requests.Response:
    """An answer that came by another way than the network."""
    raw = urllib3.HTTPResponse(io.BytesIO(content), headers, status, preload_content=False)
    made = requests.adapters.HTTPAdapter().build_response(request, raw)
    made.elapsed = timedelta(0)
    return made


def _asked(operation: Any, send: Send, known: Known, examples: int, mode: Any) -> list[str]:
    from schemathesis.checks import CHECKS
    checks, refused = CHECKS.get_by_names(list(PROMISES)), CHECKS.get_by_names(list(REFUSED))
    turn, found = count(), list[str]()

    @settings(max_examples=examples, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        _place(case, known, next(turn))
        request = requests.Request(**case.as_transport_kwargs(base_url="http://crm.example")).prepare()
        answer = send(request)
        try:
            case.validate_response(answer, checks=[*checks, *refused] if _misshapen(case) else checks)
        except BaseExceptionGroup as wrong:
            told = "; ".join(str(each).split("\n")[0] for each in wrong.exceptions)
            found.append(f"{operation.label}: {told} <- {answer.status_code} {request.url} "
                         f"{str(request.body)[:300]} -> {answer.text[:300]}")
    ask()
    return found


def _misshapen(case: Any) -> bool:
    """Whether the body is not as described: ids and the token are replaced by good ones, unknown parameters ignored."""
    from schemathesis.core.parameters import ParameterLocation
    return bool(case.meta.is_negative_at(ParameterLocation.BODY))


def _place(case: Any, known: Known, turn: int) -> None:
    """Real ids in the path, every other time."""
    for name in case.path_parameters or ():
        ids = known.get(_prefix(case, name)) or ()
        if ids and turn % 2 == 0:
            case.path_parameters[name] = ids[turn // 2 % len(ids)]


def _prefix(case: Any, name: str) -> str:
    """What the ids of a path begin with, as its description says; "" may be any."""
    declared = next((each for each in case.operation.definition.raw["parameters"]
                     if each["name"] == name and each["in"] == "path"), {})
    return str(declared.get("schema", {}).get("pattern", ""))[1:4]
