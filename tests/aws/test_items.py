"""Our client sends and reads what the SDK's own would; items in between are the JSON that travels."""

from __future__ import annotations

import io
import json
from base64 import b64decode
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse, HeadersDict
from botocore.exceptions import ClientError
from botocore.session import Session
from moto.core.models import botocore_stubber

from chalicelib.aws import clients

ITEM = {"pk": {"S": "a"}, "bytes": {"B": "AP8="}, "no": {"BOOL": False},
        "map": {"M": {"list": {"L": [{"N": "1"}, {"NULL": True}, {"B": "AA=="}]}, "set": {"SS": ["x"]}}}}
KEY, UNITS = {"pk": ITEM["pk"]}, {"TableName": "kith", "CapacityUnits": 1.5}
PUTS = [{"Put": {"TableName": "kith", "Item": ITEM}}, {"Delete": {"TableName": "kith", "Key": KEY}}]
CALLS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "put_item": ({"TableName": "kith", "Item": ITEM}, {"ConsumedCapacity": UNITS}),
    "get_item": ({"TableName": "kith", "Key": KEY}, {"Item": ITEM, "ConsumedCapacity": UNITS}),
    "query": ({"TableName": "kith", "ExpressionAttributeValues": {":pk": ITEM["bytes"]}},
              {"Items": [ITEM, KEY], "Count": 2, "LastEvaluatedKey": KEY}),
    "batch_get_item": ({"RequestItems": {"kith": {"Keys": [KEY]}}},
                       {"Responses": {"kith": [ITEM]}, "UnprocessedKeys": {"kith": {"Keys": [KEY]}}}),
    "batch_write_item": ({"RequestItems": {"kith": [{"DeleteRequest": {"Key": KEY}}]}},
                         {"UnprocessedItems": {"kith": [{"PutRequest": {"Item": ITEM}}]}}),
    "transact_write_items": ({"TransactItems": PUTS, "ClientRequestToken": "1"}, {"ConsumedCapacity": [UNITS]}),
}


def asked(session: Session, operation: str, request: dict[str, Any], status: int, answer: Any) -> tuple[Any, Any]:
    """What a client of the session sends, and what it makes of the answer."""
    sent, client = [], session.create_client("dynamodb", "eu-central-1", aws_access_key_id="a", aws_secret_access_key="b")

    def served(request: Any, **_rest: Any) -> AWSResponse:
        sent.append((request.url, request.headers["X-Amz-Target"], json.loads(request.body)))
        told: Any = HeadersDict({"x-amzn-RequestId": "1"})
        return AWSResponse(request.url, status, told, Raw(json.dumps(answer).encode()))
    client.meta.events.unregister("before-send", botocore_stubber)  # where other tests have moto at work
    client.meta.events.register_first("before-send.dynamodb", served)
    try:
        return sent, getattr(client, operation)(**request)
    except ClientError as error:
        return sent, error.response


class Raw(io.BytesIO):
    """A body as the SDK's HTTP library hands it out."""

    def stream(self, _amount: int = 0, **_rest: Any) -> Any:
        yield self.read()


def as_bytes(value: Any) -> Any:
    """Bytes as the SDK has them, where ours has base64."""
    if isinstance(value, list):
        return [as_bytes(part) for part in value]
    if not isinstance(value, dict):
        return value
    return {name: b64decode(part) if name == "B" else as_bytes(part) for name, part in value.items()}


@pytest.mark.parametrize("operation", CALLS)
def test_a_call_is_the_sdks(operation: str) -> None:
    request, answer = CALLS[operation]
    sent, read = asked(clients.session(), operation, request, 200, answer)
    theirs_sent, theirs_read = asked(Session(), operation, as_bytes(request), 200, answer)
    assert sent == theirs_sent != []
    assert as_bytes(read) == theirs_read


def test_so_is_a_refusal() -> None:
    refused = {"__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException", "Message": "Cancelled",
               "CancellationReasons": [{"Code": "ConditionalCheckFailed", "Item": ITEM}, {"Code": "None"}]}
    call = ("transact_write_items", CALLS["transact_write_items"][0])
    sent, read = asked(clients.session(), *call, 400, refused)
    theirs_sent, theirs_read = asked(Session(), call[0], as_bytes(call[1]), 400, refused)
    assert sent == theirs_sent
    assert as_bytes(read) == theirs_read
    assert read["CancellationReasons"][0]["Code"] == "ConditionalCheckFailed"


def test_the_sdk_still_calls_items_what_we_call_them() -> None:
    model = clients.session().get_service_model("dynamodb")
    assert all(model.shape_for(name).is_document_type  # type: ignore[attr-defined]
               for name in ("AttributeValue", "AttributeMap", "PutItemInputAttributeMap"))
    theirs = Session().get_service_model("dynamodb")
    assert {theirs.shape_for(name).type_name for name in ("AttributeMap", "PutItemInputAttributeMap")} == {"map"}
    assert theirs.shape_for("AttributeValue").type_name == "structure"
    assert theirs.operation_model("TransactWriteItems").operation_context_parameters
