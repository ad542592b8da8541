"""How each service says that something went wrong, byte for byte as its client reads it."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

from botocore.awsrequest import AWSPreparedRequest, AWSResponse

JSON_TYPES = {"dynamodb": "application/x-amz-json-1.0", "sqs": "application/x-amz-json-1.0", "cognito-idp": "application/x-amz-json-1.1",
              "sesv2": "application/json"}
BUSY = {"dynamodb": (400, "ProvisionedThroughputExceededException"), "sqs": (403, "RequestThrottled"), "s3": (503, "SlowDown"),
        "sesv2": (429, "TooManyRequestsException"), "cognito-idp": (400, "TooManyRequestsException")}
BROKEN = {"dynamodb": (500, "InternalServerError"), "sqs": (500, "InternalFailure"), "s3": (500, "InternalError"),
          "sesv2": (500, "InternalServiceErrorException"), "cognito-idp": (500, "InternalErrorException")}


class Raw(BytesIO):
    """A body as urllib3 would stream it."""

    def stream(self, *_sizes: Any, **_more: Any) -> Any:
        """All of it."""
        yield self.read()


def answer(request: AWSPreparedRequest, status: int, body: bytes, headers: dict[str, str]) -> AWSResponse:
    """An HTTP answer."""
    return AWSResponse(request.url, status, headers, Raw(body))


def told(service: str, request: AWSPreparedRequest, body: Any, status: int = 200) -> AWSResponse:
    """A JSON answer of a service that speaks JSON."""
    return answer(request, status, json.dumps(body).encode(), {"content-type": JSON_TYPES[service]})


def error(service: str, request: AWSPreparedRequest, status: int, code: str, **more: Any) -> AWSResponse:
    """An error answer in the service's own format."""
    if service == "s3":
        text = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>injected</Message></Error>"
        return answer(request, status, text.encode(), {"content-type": "application/xml"})
    body = {"__type": f"com.amazonaws#{code}", "message": "injected", "Message": "injected", **more}
    return answer(request, status, json.dumps(body).encode(), {"content-type": JSON_TYPES[service], "x-amzn-errortype": code})


def cancelled(request: AWSPreparedRequest, actions: int, reason: str, place: int) -> AWSResponse:
    """A transaction that DynamoDB cancelled for one of its actions."""
    reasons = [{"Code": reason if number == place else "None", "Message": None} for number in range(actions)]
    return error("dynamodb", request, 400, "TransactionCanceledException", CancellationReasons=reasons)


def read(response: AWSResponse) -> Any:
    """The JSON of an answer."""
    return json.loads(response.content or b"{}")
