"""What the surroundings decide: read once from the environment; a missing variable is named."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields


@dataclass(frozen=True)
class Settings:
    """One frozen value; each field is the environment variable `KITH_<NAME>`."""

    table: str
    files_bucket: str
    mail_bucket: str
    failures_bucket: str
    intake_queue: str
    jobs_queue: str
    settle_queue: str
    user_pool: str
    user_pool_client: str
    mail_from: str
    mail_configuration_set: str = ""
    base_url: str = ""
    stage: str = "local"
    default_region: str = "US"
    company_name: str = "Kith"
    allowed_origins: str = ""
    configuration_age: str = "30"
    local: str = ""


def read(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings, or one error that names every missing variable."""
    values, missing = {}, []
    for field in fields(Settings):
        name = f"KITH_{field.name.upper()}"
        if name in environment:
            values[field.name] = environment[name]
        elif field.default is MISSING:
            missing.append(name)
    if missing:
        raise RuntimeError(f"Missing environment variables: {', '.join(missing)}")
    return Settings(**values)
