"""What the sign-in service refuses, in our words."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib.aws.people import Accounts
from chalicelib.errors import Unauthenticated


class Refusing:
    """A pool that knows neither the password nor the token."""

    def initiate_auth(self, **_request: Any) -> None:
        raise ClientError({"Error": {"Code": "NotAuthorizedException", "Message": "no"}}, "InitiateAuth")

    admin_initiate_auth = initiate_auth


def test_an_ended_session_is_not_called_a_wrong_password() -> None:
    with pytest.raises(Unauthenticated, match="The session has ended; sign in again") as caught:
        Accounts(Refusing, "pool", "app").refresh("token")
    assert caught.value.status == 401
    with pytest.raises(Unauthenticated, match="The email or password is wrong"):
        Accounts(Refusing, "pool", "app").sign_in("usr_1", "guess")
