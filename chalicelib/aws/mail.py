"""SES: one mail to one person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.errors import Unavailable

LONGEST = 320  # letters of an address with its encoded name that SES takes
REFUSED = ("MessageRejected", "BadRequestException")


@dataclass(frozen=True)
class Refusal(Exception):
    """SES will not take this mail however often it is tried: the reason in its words."""

    reason: str


class NotTaken(Unavailable):
    """SES answered that it did not take this mail, and may take it later: nothing was sent."""


class Mailer:
    """Sends through SES; the tag comes back in the provider's events."""

    def __init__(self, client: Callable[[], Any], sender: str, configuration_set: str) -> None:
        self._client, self._sender, self._configuration_set = client, sender, configuration_set

    def send(self, to: str, subject: str, text: str, html: str, *, key: str,
             headers: Mapping[str, str] | None = None, name: str = "", reply_to: str = "") -> str:
        """The provider's message id; `name` stands before the sender's address, unless that has one already.

        Refusal for good, NotTaken for now, Unavailable where nobody knows.
        """
        from botocore.exceptions import BotoCoreError, ClientError, ConnectTimeoutError, EndpointConnectionError
        body = {"Text": {"Data": text, "Charset": "UTF-8"}, "Html": {"Data": html, "Charset": "UTF-8"}}
        message: dict[str, Any] = {"Subject": {"Data": subject, "Charset": "UTF-8"}, "Body": body}
        if headers:
            message["Headers"] = [{"Name": name, "Value": value} for name, value in headers.items()]
        request: dict[str, Any] = {
            "FromEmailAddress": _named(self._sender, name), "Destination": {"ToAddresses": [to]},
            "Content": {"Simple": message},
            "EmailTags": [{"Name": "kith-key", "Value": "".join(c if c.isalnum() else "_" for c in key)[:256]}]}
        if self._configuration_set:
            request["ConfigurationSetName"] = self._configuration_set
        if reply_to.isascii() and reply_to:  # SES does not know SMTPUTF8
            request["ReplyToAddresses"] = [reply_to]
        try:
            return str(self._client().send_email(**request)["MessageId"])
        except ClientError as error:
            details = error.response["Error"]
            if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0) >= 500:
                raise Unavailable("The mail service broke down over this mail") from error
            raise _translated(details["Code"], details.get("Message", "")) from error
        except (ConnectTimeoutError, EndpointConnectionError) as error:
            raise NotTaken("The mail service cannot be reached") from error
        except BotoCoreError as error:
            raise Unavailable("The mail service does not answer") from error


def _named(sender: str, name: str) -> str:
    """The deployed address, which SES knows, behind a name; beyond ASCII as an encoded word (RFC 2047)."""
    from email.utils import formataddr, parseaddr
    known, address = parseaddr(sender)
    words = " ".join(name.split())  # a line break would begin another header
    if not words or not address or known:
        return sender
    while words and len(formataddr((words, address))) > LONGEST:
        words = words[:-1]
    return formataddr((words, address))


def _translated(code: str, words: str) -> Exception:
    """A sender not proven yet is put right by its owner: such mails wait in their queue and can be redriven."""
    unproven = "not verified" in words or code == "MailFromDomainNotVerifiedException"
    if code in REFUSED and not unproven:
        return Refusal(f"{code}: {words}"[:300])
    return NotTaken(f"The mail service does not take it now ({code})")
