"""The running local stack's use cases, called from this process: founding a company, recounting it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from typing import TYPE_CHECKING

from local import services
from local.settings import Place

if TYPE_CHECKING:
    from chalicelib.crm import Crm


def crm_of(place: Place, outputs: Mapping[str, str], *, max_age: float = 0) -> Crm:
    """The installation behind a deployment's outputs; its configuration is kept for `max_age` seconds."""
    from chalicelib.crm import build
    from chalicelib.settings import Settings
    from local.stack import PARAMETERS

    chosen = Settings(
        table=outputs["TableName"], files_bucket=outputs["FilesBucket"], mail_bucket=outputs["MailBucket"],
        failures_bucket=outputs["FailuresBucket"], intake_queue=outputs["IntakeQueueUrl"],
        jobs_queue=outputs["JobsQueueUrl"], settle_queue=outputs["SettleQueueUrl"], user_pool=outputs["UserPoolId"],
        user_pool_client=outputs["UserPoolClientId"], base_url=place.url, local="1",
        mail_configuration_set=outputs["MailConfigurationSet"], mail_from=PARAMETERS["MailFrom"],
        company_name=PARAMETERS["CompanyName"])
    return build(chosen, max_age=max_age, connect=cache(partial(services.client, place)))
