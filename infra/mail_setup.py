"""Mail for an installation: identities and their DNS records, leaving the sandbox, receiving."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Say = Callable[[str], None]
Ask = Callable[[str], bool]
USE_CASE = (
    "Kith is this company's own CRM. It mails its users (assignments, reminders, invitations) and people who filled in "
    "a form of ours (one acknowledgement). Bounces and complaints are suppressed by the account's list."
)


def set_up(outputs: Mapping[str, str], given: Mapping[str, str], clients: Callable[..., list[Any]], say: Say,
           ask: Ask) -> None:
    """Whatever the stack's sender and domain need. Safe to repeat: it tells each time what is still missing."""
    sender, domain = given.get("MailFrom", ""), given.get("MailDomain", "")
    if sender.endswith("@example.com") or not sender:
        say("no mail yet: give a sender, MAIL_FROM=crm@your-domain make deploy ..., and for inbound mail DOMAIN=...")
        return
    sesv2, ses = clients("sesv2", "ses")
    for name in sorted({name for name in (sender.rpartition("@")[2], domain) if name}):
        show_records(identity(sesv2, name), name, sesv2.meta.region_name, receives=name == domain, say=say)
    leave_sandbox(sesv2, outputs.get("ApiUrl", ""), say)
    if outputs.get("ReceiptRuleSetName"):
        receive(ses, outputs["ReceiptRuleSetName"], say, ask)


def identity(sesv2: Any, domain: str) -> dict[str, Any]:
    """The domain as an SES identity, made if it is not there."""
    from botocore.exceptions import ClientError

    try:
        sesv2.create_email_identity(EmailIdentity=domain)
    except ClientError as error:
        if error.response["Error"]["Code"] != "AlreadyExistsException":
            raise
    found: dict[str, Any] = sesv2.get_email_identity(EmailIdentity=domain)
    return found


def records(found: Mapping[str, Any], domain: str, region: str, *, receives: bool) -> list[tuple[str, str, str]]:
    """The DNS records a domain needs, as (name, type, value): signatures, policy, sender, and where its mail goes."""
    tokens = found.get("DkimAttributes", {}).get("Tokens", [])
    wanted = [(f"{token}._domainkey.{domain}", "CNAME", f"{token}.dkim.amazonses.com") for token in tokens]
    wanted += [(f"_dmarc.{domain}", "TXT", '"v=DMARC1; p=quarantine; adkim=r; aspf=r"'),
               (domain, "TXT", '"v=spf1 include:amazonses.com ~all"')]
    if receives:
        wanted.append((domain, "MX", f"10 inbound-smtp.{region}.amazonaws.com"))
    return wanted


def show_records(found: Mapping[str, Any], domain: str, region: str, *, receives: bool, say: Say) -> None:
    """Print what to enter at the domain's registrar, and whether SES has seen it."""
    verified = bool(found.get("VerifiedForSendingStatus"))
    say(f"{domain} is {'verified' if verified else 'not verified yet'}; its DNS records:")
    for name, kind, value in records(found, domain, region, receives=receives):
        say(f"  {name}  {kind}  {value}")
    if receives:
        say(f"  (the MX record takes all mail to {domain}: if it has mail already, use a subdomain, say crm.{domain})")


def leave_sandbox(sesv2: Any, website: str, say: Say) -> None:
    """Ask for production access once: until then SES only mails verified addresses."""
    found = sesv2.get_account()
    if found.get("ProductionAccessEnabled"):
        return
    if found.get("Details", {}).get("ReviewDetails", {}).get("Status") == "PENDING":
        say("SES is still looking at the request to leave the sandbox (a day, usually)")
        return
    sesv2.put_account_details(MailType="TRANSACTIONAL", WebsiteURL=website, ContactLanguage="EN",
                              UseCaseDescription=USE_CASE, ProductionAccessEnabled=True)
    say("asked SES to leave the sandbox; until it agrees, mail goes to verified addresses only")


def receive(ses: Any, rule_set: str, say: Say, ask: Ask) -> None:
    """Activate our receipt rule set. An account has one active set, so another one is replaced only if told so."""
    active = (ses.describe_active_receipt_rule_set().get("Metadata") or {}).get("Name", "")
    if active == rule_set:
        return
    if active and not ask(f"The receipt rule set {active} is active. Replace it by {rule_set}?"):
        say(f"inbound mail stays with {active}; to switch, run this again and agree")
        return
    ses.set_active_receipt_rule_set(RuleSetName=rule_set)
    say("inbound mail is received")
