"""Cognito: passwords and tokens of the people who sign in. Their user name is their Kith id."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chalicelib.errors import FieldError, Invalid, TooMany, Unauthenticated, Unavailable

WRONG = (
    "NotAuthorizedException",
    "UserNotFoundException",
    "UserNotConfirmedException",
    "PasswordResetRequiredException",
)
BAD_CODE = ("CodeMismatchException", "ExpiredCodeException")
BAD_PASSWORD = ("InvalidPasswordException", "InvalidParameterException", "PasswordHistoryPolicyViolationException")
BUSY = ("TooManyRequestsException", "LimitExceededException", "TooManyFailedAttemptsException")
CHALLENGES = {"NEW_PASSWORD_REQUIRED": "new_password", "SOFTWARE_TOKEN_MFA": "totp"}


class Accounts:
    """The user pool, in our words and errors."""

    def __init__(self, client: Callable[[], Any], pool: str, app: str) -> None:
        self._client, self._pool, self._app = client, pool, app

    def sign_in(self, user_id: str, password: str) -> dict[str, Any]:
        """Tokens, or the challenge that comes first; Unauthenticated for anything wrong."""
        answer = self._call("admin_initiate_auth", UserPoolId=self._pool, ClientId=self._app,
                            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
                            AuthParameters={"USERNAME": user_id, "PASSWORD": password})
        return _signed_in(answer)

    def answer(self, challenge: str, session: str, user_id: str, secret: str) -> dict[str, Any]:
        """Tokens for an answered challenge (`new_password` or `totp`)."""
        name = {short: long for long, short in CHALLENGES.items()}[challenge]
        field = "NEW_PASSWORD" if challenge == "new_password" else "SOFTWARE_TOKEN_MFA_CODE"
        answer = self._call("admin_respond_to_auth_challenge", UserPoolId=self._pool, ClientId=self._app,
                            ChallengeName=name, Session=session,
                            ChallengeResponses={"USERNAME": user_id, field: secret})
        return _signed_in(answer)

    def refresh(self, token: str) -> dict[str, Any]:
        """A new id token for a refresh token."""
        try:
            answer = self._call("initiate_auth", ClientId=self._app, AuthFlow="REFRESH_TOKEN_AUTH",
                                AuthParameters={"REFRESH_TOKEN": token})
        except Unauthenticated as refused:
            raise Unauthenticated("The session has ended; sign in again", code=refused.code) from refused
        return _signed_in(answer)

    def sign_out(self, token: str) -> None:
        """Revoke a refresh token and what came from it."""
        self._call("revoke_token", ClientId=self._app, Token=token)

    def forgot(self, user_id: str) -> None:
        """Mail a code for a new password."""
        self._call("forgot_password", ClientId=self._app, Username=user_id)

    def reset(self, user_id: str, code: str, password: str) -> None:
        """Set a new password with the mailed code."""
        self._call("confirm_forgot_password", ClientId=self._app, Username=user_id, ConfirmationCode=code,
                   Password=password)

    def invite(self, user_id: str, email: str, password: str) -> None:
        """Make the account with a temporary password, or give it another one; no mail of Cognito's own."""
        from botocore.exceptions import BotoCoreError, ClientError
        attributes = [{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}]
        try:
            self._client().admin_create_user(UserPoolId=self._pool, Username=user_id, TemporaryPassword=password,
                                             MessageAction="SUPPRESS", UserAttributes=attributes)
        except ClientError as error:
            if error.response["Error"]["Code"] != "UsernameExistsException":
                raise Unavailable("The sign-in service does not answer") from error
            self._call("admin_set_user_password", UserPoolId=self._pool, Username=user_id, Password=password,
                       Permanent=False)
        except BotoCoreError as error:
            raise Unavailable("The sign-in service does not answer") from error

    def set_password(self, user_id: str, password: str) -> None:
        """Set a lasting password (first admin, sample data)."""
        self._call("admin_set_user_password", UserPoolId=self._pool, Username=user_id, Password=password,
                   Permanent=True)

    def change_email(self, user_id: str, email: str) -> None:
        """Where codes are mailed to."""
        attributes = [{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}]
        self._call("admin_update_user_attributes", UserPoolId=self._pool, Username=user_id, UserAttributes=attributes)

    def close(self, user_id: str) -> None:
        """End every session and take no further sign-in."""
        self._call("admin_disable_user", UserPoolId=self._pool, Username=user_id)
        self._call("admin_user_global_sign_out", UserPoolId=self._pool, Username=user_id)

    def remove(self, user_id: str) -> None:
        """The account goes for good."""
        self._call("admin_delete_user", UserPoolId=self._pool, Username=user_id)

    def reopen(self, user_id: str) -> None:
        """Let a person sign in again."""
        self._call("admin_enable_user", UserPoolId=self._pool, Username=user_id)

    def _call(self, operation: str, **request: Any) -> Any:
        from botocore.exceptions import BotoCoreError, ClientError
        try:
            return getattr(self._client(), operation)(**request)
        except ClientError as error:
            raise _translated(error.response["Error"]["Code"]) from error
        except BotoCoreError as error:
            raise Unavailable("The sign-in service does not answer") from error


def _signed_in(answer: dict[str, Any]) -> dict[str, Any]:
    if answer.get("ChallengeName"):
        return {"challenge": CHALLENGES.get(answer["ChallengeName"], answer["ChallengeName"].lower()),
                "session": answer.get("Session", "")}
    result = answer["AuthenticationResult"]
    tokens = {"id_token": result["IdToken"], "refresh_token": result.get("RefreshToken"),
              "expires_in": result.get("ExpiresIn", 3600)}
    return {name: value for name, value in tokens.items() if value is not None}


def _translated(code: str) -> Exception:
    if code in WRONG:
        return Unauthenticated("The email or password is wrong", code="wrong_credentials")
    if code in BAD_CODE:
        return Invalid([FieldError("code", "wrong_code", "The code is wrong or has expired; ask for a new one")])
    if code in BAD_PASSWORD:
        rule = "At least 12 characters with lower and upper case letters and digits"
        return Invalid([FieldError("password", "weak_password", rule)])
    return (
        TooMany("Too many tries; wait a moment") if code in BUSY else Unavailable("The sign-in service does not answer")
    )
